"""What lists of departments and members may be filtered by and sorted by."""

from __future__ import annotations

from enum import Enum

import sqlalchemy as sa
import strawberry

from api.lens import Lens
from api.paging import Order
from api.register.filters import search

Conditions = list[sa.ColumnElement[bool]]


@strawberry.input(
    description="部署の絞り込み / Filter of departments; all that is stated must hold."
)
class DepartmentFilter:
    standing: bool | None = strawberry.field(default=None, description="存続 / At statusDate.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(
        default=None, description="検索 / Text in any of its names."
    )

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        stands = sa.and_(
            rows.c.standing_since <= lens.status_date,
            sa.or_(rows.c.standing_until.is_(None), rows.c.standing_until >= lens.status_date),
        )
        found = [] if self.standing is None else [stands if self.standing else ~stands]
        return found + _shared(self, rows)


@strawberry.input(description="利用者の絞り込み / Filter of members; all that is stated must hold.")
class MemberFilter:
    retired: bool | None = strawberry.field(
        default=None, description="退任 / The last day has passed, at statusDate."
    )
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text in the name.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        gone = sa.and_(rows.c.retired.is_not(None), rows.c.retired < lens.status_date)
        found = [] if self.retired is None else [gone if self.retired else ~gone]
        return found + _shared(self, rows)


def _shared(filter_: DepartmentFilter | MemberFilter, rows: sa.Subquery) -> Conditions:
    found: Conditions = []
    if filter_.codes is not None:
        found.append(rows.c.code.in_(filter_.codes))
    if filter_.search is not None:
        found.append(search(rows, filter_.search))
    return found


@strawberry.enum(
    description="部署の並び順 / Order of departments; ties keep the order of recording."
)
class DepartmentOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    SINCE = Order("standing_since")
    CHANGED_DESC = Order("changed_at", descending=True)


@strawberry.enum(description="利用者の並び順 / Order of members; ties keep the order of recording.")
class MemberOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    NAME = Order("name")
    CHANGED_DESC = Order("changed_at", descending=True)
