"""Departments and members as GraphQL shows them, to their own party alone."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.people.party import Party
from api.people.words import RoleWord
from api.record import Record

_Department = Annotated["Department", strawberry.lazy("api.people.types")]


@strawberry.type(description="名称と開始日 / A name of a department, from a day on.")
class DatedName:
    since: date = strawberry.field(description="開始日 / The first day of the name.")
    name: str = strawberry.field(description="名称 / The name.")


@strawberry.type(description="部署 / A department of a party.")
class Department(Record):
    name: str = strawberry.field(description="名称 / The name that stands at statusDate.")
    names: list[DatedName] = strawberry.field(
        description="名称の変遷 / All its names as they were recorded; each holds until the next"
        " begins."
    )
    since: date = strawberry.field(description="設置日 / Its first day.")
    until: date | None = strawberry.field(description="廃止日 / Its last day, if it is stated.")
    standing: bool = strawberry.field(description="存続 / Whether it stands at statusDate.")
    merged_into: _Department | None = strawberry.field(
        description="統合先 / The department that took over."
    )


@strawberry.type(description="付与 / A role held from a day until a last day; both count.")
class Grant:
    party: Party | None = strawberry.field(description="会社 / In which party.")
    role: RoleWord = strawberry.field(description="役割 / The role.")
    department: Department | None = strawberry.field(
        description="部署 / For one department; null: for the whole party."
    )
    since: date = strawberry.field(description="開始日 / First day.")
    until: date | None = strawberry.field(description="終了日 / Last day; null: until it is ended.")


@strawberry.type(
    description="利用者 / A person who takes part for one party; whoever moves is enrolled anew there."
)
class Member(Record):
    name: str = strawberry.field(description="氏名 / Name.")
    grants: list[Grant] = strawberry.field(description="付与 / All roles ever granted.")
    retired: date | None = strawberry.field(
        description="退任日 / The last day with this party, once it is stated."
    )


@strawberry.type(description="ログイン中の人 / The person who asks.")
class Me:
    id: strawberry.ID = strawberry.field(
        description="識別子 / Identity; whoever moves to another party has a new one there."
    )
    name: str = strawberry.field(description="氏名 / Name.")
    party: Party | None = strawberry.field(description="所属 / The party served today, if any.")
    roles: list[str] = strawberry.field(description="役割 / The roles that stand today.")
