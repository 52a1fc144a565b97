"""Who could see a record, and who did, as GraphQL shows it to the auditors of its party."""

from __future__ import annotations

from enum import StrEnum

import strawberry

from api.people.party import Party
from api.people.types import Member
from api.people.words import RoleWord
from api.register.types.barrier_rules import BarrierRule
from api.register.types.releases import Release


class Ground(StrEnum):
    """By what a party sees a record."""

    OWNED = "OWNED"
    WHOLE = "WHOLE"
    WORDED = "WORDED"
    ASKED = "ASKED"


strawberry.enum(
    Ground,
    name="SightGround",
    description="見える理由 / It is theirs; it was released to them whole; other words in its place were; or"
    " they were asked about it in a roll-out (横展開).",
)


@strawberry.type(
    description="閲覧できた会社 / A party that could see a record, or that a rule kept from it."
)
class Sight:
    party: Party = strawberry.field(description="会社 / The party.")
    could: bool = strawberry.field(
        description="閲覧の可否 / Whether its people could see it; false: a rule barred what was released."
    )
    ground: Ground = strawberry.field(description="理由 / By what.")
    release: Release | None = strawberry.field(
        description="開示 / The release by which they could; null to its own party."
    )
    barred_by: list[BarrierRule] = strawberry.field(
        description="遮断した規則 / The rules that kept it from them."
    )
    roles: list[RoleWord] = strawberry.field(
        description="役割 / Whoever held one of these roles there could see it; none, where nobody could."
    )
    members: list[Member] = strawberry.field(
        description="利用者 / Who that was, of your own party. Who works for another one is theirs to tell:"
        " who did read is on record."
    )


@strawberry.type(description="閲覧者 / Somebody who was shown a record.")
class Reader:
    member: strawberry.ID = strawberry.field(description="閲覧者 / Who, by id.")
    member_code: str = strawberry.field(description="閲覧者のコード / Who, by a short code.")
    roles: list[RoleWord] = strawberry.field(description="役割 / The roles held as they last read.")
    reads: int = strawberry.field(description="回数 / How many answers showed it to them.")


@strawberry.type(description="閲覧の可否と実際 / Of one party, who could see a record and who did.")
class SeenBy:
    party: Party = strawberry.field(description="会社 / The party.")
    could: bool = strawberry.field(
        description="閲覧の可否 / Whether its people could see it at some time between the two moments."
    )
    reads: int = strawberry.field(description="閲覧数 / How many answers showed it to them.")
    readers: list[Reader] = strawberry.field(
        description="閲覧者 / Who they were; who read last comes first."
    )
