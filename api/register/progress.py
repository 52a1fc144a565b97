"""Countermeasures counted by group: grouped in the database, over visible rows alone."""

from __future__ import annotations

from enum import Enum
from typing import Any

import sqlalchemy as sa
import strawberry

from api.lens import Lens
from api.levels import Row
from api.register.board.conditions import categories_answered
from api.register.lateness import check_overdue, due_bucket, late_start, overdue, without_due
from domain.register.progress import Status
from projections.people.departments import DEPARTMENTS, name_on
from projections.people.parties import PARTIES
from projections.register.countermeasures import COUNTERMEASURES

MAX_GROUPS = 200


@strawberry.enum(description="進捗の区分 / What the groups of a progress board share.")
class By(Enum):
    CATEGORY = strawberry.enum_value(
        "category",
        description="分類 / Category of the causes answered; a measure may be in several.",
    )
    PARTY = strawberry.enum_value("party", description="主管会社 / Responsible party.")
    DEPARTMENT = strawberry.enum_value("department", description="主管部署 / Department.")
    KIND = strawberry.enum_value("kind", description="種別 / Kind of countermeasure.")
    VERDICT = strawberry.enum_value("verdict", description="評価 / Reviewer's verdict.")
    DUE = strawberry.enum_value(
        "due",
        description="期限 / How far off the due is at statusDate; done and ended by themselves.",
    )


_FIELD = {
    By.CATEGORY: "category",
    By.PARTY: "responsible",
    By.DEPARTMENT: "department",
    By.KIND: "kind",
    By.VERDICT: "verdict",
    By.DUE: "due_bucket",
}
"""The field of a CountermeasureFilter that says what a group shares."""


def board(lens: Lens, by: By) -> list[Row]:
    """One row a group, in the order their first measures were recorded; `None` is its own group."""
    measures = lens.visible(COUNTERMEASURES)
    if by is By.DUE:
        bucket = due_bucket(measures, lens.status_date).label("bucket")
        measures = sa.select(measures, bucket).subquery("bucketed")
    key, rows = _grouping(lens, by, measures)
    on = lens.status_date
    counted = (
        sa.select(
            key.label("key"),
            sa.func.count().label("total"),
            *(_count(measures.c.status == status.value).label(status.value) for status in Status),
            _count(overdue(measures, on)).label("overdue"),
            _count(late_start(measures, on)).label("late_start"),
            _count(check_overdue(measures, on)).label("check_overdue"),
            _count(without_due(measures)).label("without_due"),
        )
        .select_from(rows)
        .group_by(key)
        .order_by(sa.func.min(measures.c.born))
        .limit(MAX_GROUPS)
    )
    found = lens.scope.connection.execute(counted).mappings()
    groups = [_group(dict(row)) | {"filter": _filter(by, row["key"])} for row in found]
    return _under_names(lens, groups) if by is By.DEPARTMENT else groups


def _filter(by: By, key: str | None) -> Row:
    """What a CountermeasureFilter says of a group: all other fields state nothing."""
    told = key if by is By.PARTY else [key]
    return dict.fromkeys(_FIELD.values()) | {_FIELD[by]: told}


def _under_names(lens: Lens, groups: list[Row]) -> list[Row]:
    """Groups of departments under the names that stand on the status date."""
    departments = lens.visible(DEPARTMENTS)
    kept = lens.scope.connection.execute(sa.select(departments.c.id, departments.c.names))
    names = {row.id: name_on(row.names, lens.status_date) for row in kept}
    return [group | {"key": names.get(group["key"])} for group in groups]


def _count(rule: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((rule, 1), else_=0))


def _grouping(
    lens: Lens, by: By, measures: sa.Subquery
) -> tuple[sa.ColumnElement[Any], sa.FromClause]:
    match by:
        case By.CATEGORY:
            categories = categories_answered(lens)
            joined = measures.outerjoin(categories, categories.c.target == measures.c.id)
            return categories.c.category, joined
        case By.PARTY:
            parties = lens.visible(PARTIES)
            joined = measures.join(parties, parties.c.number == measures.c.responsible_party)
            return parties.c.party_code, joined
        case By.DEPARTMENT:
            departments = lens.visible(DEPARTMENTS)
            joined = measures.outerjoin(
                departments, departments.c.id == measures.c.responsible_department
            )
            return departments.c.id, joined
        case By.KIND:
            return measures.c.kind, measures
        case By.VERDICT:
            return measures.c.verdict, measures
        case By.DUE:
            return measures.c.bucket, measures


def _group(row: Row) -> Row:
    return {
        **{name: row[name] for name in ("key", "total", "overdue", "late_start")},
        **{name: row[name] for name in ("check_overdue", "without_due")},
        "by_status": [
            {"status": status.value, "count": row[status.value]}
            for status in Status
            if row[status.value]
        ],
    }
