"""Departments and members as GraphQL shows them."""

from __future__ import annotations

import strawberry

from api.people.party import Party
from api.record import Record


@strawberry.type(description="部署 / A department of a party.")
class Department(Record):
    name: str = strawberry.field(description="名称 / Name.")


@strawberry.type(description="ログイン中の人 / The person who asks.")
class Me:
    id: strawberry.ID = strawberry.field(description="識別子 / Identity, the same across parties.")
    name: str = strawberry.field(description="氏名 / Name.")
    party: Party | None = strawberry.field(description="所属 / The party served today, if any.")
    roles: list[str] = strawberry.field(description="役割 / The roles that stand today.")
