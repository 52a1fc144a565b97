"""Releases and released wordings as GraphQL shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.people.party import Party
from api.record import Named, Record

if TYPE_CHECKING:
    from api.register.types.barrier_rules import BarrierRule

_Rule = Annotated["BarrierRule", strawberry.lazy("api.register.types.barrier_rules")]

PREVIEW = "ReleasePreview"
RELEASED = "ReleaseRecordsPayload"


@strawberry.type
class _Terms:
    """What is told of a release wherever it stands."""

    to: Party = strawberry.field(description="開示先 / The party that sees it.")
    basis: str = strawberry.field(description="根拠 / On what basis.")
    until: date | None = strawberry.field(
        description="開示期限 / The last day; null: until it is withdrawn."
    )
    released_at: datetime = strawberry.field(
        description="開示日時 / Since when; of one given again, since then."
    )
    stands: bool = strawberry.field(
        description="有効 / Neither withdrawn nor past its last day, at the moment asked for."
    )
    withdrawn: bool = strawberry.field(description="撤回 / It was withdrawn.")
    wording: str | None = strawberry.field(
        description="開示用の文面 / What the other party reads in place of the record, or is asked about it"
        " (横展開); null: it sees the record itself."
    )
    worded_at: datetime | None = strawberry.field(
        description="文面の日時 / When the wording was written, or last found to hold still; null: there is none,"
        " or it is a roll-out."
    )
    barred_by: list[_Rule] = strawberry.field(
        description="遮断している規則 / The active barrier rules by which the other party does not see it,"
        " although it stands."
    )
    stale: bool = strawberry.field(
        description="文面の見直し要 / It stands, and the record has changed since its wording was written or"
        " found to hold."
    )


@strawberry.type(description="開示 / A release of the record it is told beside.")
class ReleaseOfRecord(_Terms):
    id: strawberry.ID = strawberry.field(description="識別子 / The release's own id.")
    code: str = strawberry.field(description="コード / The release's own code.")


@strawberry.type(
    description="開示 / What a party opened to another; seen by the party that gave it alone."
)
class Release(_Terms, Record):
    record: Record | None = strawberry.field(description="対象 / The record it is about.")


@strawberry.type(
    description="開示された文面 / What another party says of a record that stays with it."
)
class ReleasedWording(Record):
    text: str = strawberry.field(description="文面 / What it says.")


@strawberry.type(description="開示の見込み / One record, as it would be released.")
class ReleasePreviewItem:
    record: Record = strawberry.field(description="対象 / The record as you see it.")
    seen: Record | None = strawberry.field(
        description="開示先の見え方 / What the other party would be shown of your own party's records, exactly:"
        " the record, or the wording."
    )
    behind: list[Record] = strawberry.field(
        description="開示されないもの / What your own party has beside it and would stay closed to them: evidence,"
        " notes, checks, the other ends of links; with a wording the record itself."
    )
    said_at_meetings: int = strawberry.field(
        description="会議での記載の数 / How many agenda items, entries of minutes and action items about it they"
        " would read with it, struck out or not, of meetings they are convened for; agendaItems,"
        " minutesEntries and actionItems list them by its id."
    )


@strawberry.type(
    name=PREVIEW, description="開示の見込み / What the other party would see; nothing was recorded."
)
class ReleasePreview(Named):
    to: Party = strawberry.field(description="開示先 / The party that would see it.")
    items: list[ReleasePreviewItem] = strawberry.field(
        description="記録 / Each of the records, in the order given."
    )


@strawberry.type(name=RELEASED, description="開示の結果 / The releases as they stand.")
class Released(Named):
    releases: list[Release] = strawberry.field(
        description="開示 / One for each of the records, in the order given."
    )
