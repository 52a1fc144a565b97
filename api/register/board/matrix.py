"""The matrix of causes and countermeasures: rows, columns and cells of one page, and what is left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.lens import Lens
from api.levels import Row
from api.paging import Order, Page, behind_place, place_in, sorting
from api.register.board.conditions import answers_nothing
from api.register.filters import CauseFilter
from api.register.finding import keyed
from api.register.kinds import CAUSE, COUNTERMEASURE, LINK
from api.register.listing import (
    DEFAULT_PAGE,
    After,
    AsOf,
    First,
    StatusDate,
    WithRightsOf,
    lens_of,
)
from api.selecting import Asked, Selections, asked_fields
from projections.among import among
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.links import LINKS

_ORDER = Order("category")
_SPAN = frozenset({"nodes", "columns", "pageInfo"})
_Asked = dict[str, Asked]


def matrix(
    info: Asking,
    filter: Annotated[  # noqa: A002 -- the argument's public name
        CauseFilter | None, strawberry.argument(description="絞り込み / Filter of the causes.")
    ] = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
    status_date: StatusDate = None,
    with_rights_of: WithRightsOf = None,
) -> Row:
    """Causes by category against countermeasures, over what is visible."""
    page = Page(first, after)
    page.check()
    lens = lens_of(info, as_of, status_date, with_rights_of)
    asked = _by_name(below(info), "CauseMatrix")
    return _totals(lens, filter or CauseFilter(), asked) | _page(
        lens, filter or CauseFilter(), page, asked
    )


def _by_name(selections: Selections, of: str) -> _Asked:
    return {one.name: one for one in asked_fields(selections, frozenset({of}))}


def _totals(lens: Lens, wanted: CauseFilter, asked: _Asked) -> Row:
    answer: Row = {}
    if asked.keys() & {"totalCount", "unansweredCount", "linkCount", "categories"}:
        groups = _categories(lens, wanted)
        answer = {
            "total_count": sum(one["count"] for one in groups),
            "unanswered_count": sum(one["unanswered"] for one in groups),
            "link_count": sum(one.pop("links") for one in groups),
            "categories": groups,
        }
        lens.scope.answer(3 * len(groups))
    measures = lens.visible(COUNTERMEASURES)
    count = sa.select(sa.func.count()).select_from(measures)
    if "countermeasureCount" in asked:
        answer["countermeasure_count"] = lens.scope.connection.execute(count).scalar()
    if "unlinkedCount" in asked:
        left = count.where(answers_nothing(measures, lens))
        answer["unlinked_count"] = lens.scope.connection.execute(left).scalar()
    return answer


def _categories(lens: Lens, wanted: CauseFilter) -> list[Row]:
    """The causes that meet the filter, counted by category: how many are answered, and by how much."""
    causes = lens.visible(CAUSES)
    links = _links(lens)
    answered = (
        sa.select(links.c.cause, sa.func.count().label("links"))
        .group_by(links.c.cause)
        .subquery("answered")
    )
    counted = (
        sa.select(
            causes.c.category,
            sa.func.count().label("count"),
            sa.func.count().filter(answered.c.links.is_(None)).label("unanswered"),
            sa.func.coalesce(sa.func.sum(answered.c.links), 0).label("links"),
        )
        .select_from(causes.outerjoin(answered, answered.c.cause == causes.c.id))
        .where(*wanted.conditions(causes, lens))
        .group_by(causes.c.category)
        .order_by(causes.c.category.is_(None), causes.c.category)
    )
    rows = lens.scope.connection.execute(counted).mappings().all()
    lens.scope.spend(len(rows))
    return [dict(row) | {"links": int(row["links"])} for row in rows]


def _links(lens: Lens) -> sa.Subquery:
    """The visible links to countermeasures, between a cause and what answers it."""
    links = lens.visible(LINKS)
    return (
        sa.select(links.c.id, links.c.cause, links.c.target)
        .where(links.c.target_kind == COUNTERMEASURES.kind)
        .subquery("answering")
    )


def _page(lens: Lens, wanted: CauseFilter, page: Page, asked: _Asked) -> Row:
    if not asked.keys() & _SPAN:
        return {}
    rows, more = _causes(lens, wanted, page)
    answer: Row = page.of([{"_id": row.id} for row in rows], asked, more=more)
    ids = [row.id for row in rows]
    links = _links(lens)
    measures = lens.visible(COUNTERMEASURES)
    joined = (
        sa.select(links.c.id, links.c.cause, links.c.target)
        .join(measures, measures.c.id == links.c.target)
        .where(among(links.c.cause, ids))
        .order_by(measures.c.born, links.c.id)
    )
    cells = lens.scope.connection.execute(joined).all()
    lens.scope.spend(len(cells))
    counted = Counter(cell.target for cell in cells)  # in the order of recording
    answer["columns"] = _columns(lens, counted, asked.get("columns"))
    answer["nodes"] = _rows(lens, rows, cells, list(counted), asked.get("nodes"))
    return answer


def _causes(lens: Lens, wanted: CauseFilter, page: Page) -> tuple[Sequence[Any], bool]:
    """The causes of a page, by category, and whether more follow."""
    causes = lens.visible(CAUSES)
    found = (
        sa.select(causes.c.id, causes.c.category)
        .where(*wanted.conditions(causes, lens))
        .order_by(*sorting(causes, _ORDER))
        .limit(page.first + 1)
    )
    if page.after is not None:
        place = place_in(causes, lens, page.after, causes.c.category)
        found = found.where(behind_place(causes, _ORDER, place))
    rows = lens.scope.connection.execute(found).all()
    return rows[: page.first], len(rows) > page.first


def _columns(lens: Lens, counted: Counter[str], asked: Asked | None) -> list[Row]:
    each = _by_name(asked.selections if asked else Selections(), "CauseMatrixColumn")
    found = keyed(lens, COUNTERMEASURE, set(counted), each.get("countermeasure"), "id")
    lens.scope.answer((asked.times if asked else 0) * len(counted))
    return [
        {"countermeasure": found.get(measure), "count": count} for measure, count in counted.items()
    ]


def _rows(
    lens: Lens,
    causes: Sequence[Any],
    cells: Sequence[Any],
    columns: Sequence[str],
    asked: Asked | None,
) -> list[Row]:
    each = _by_name(asked.selections if asked else Selections(), "CauseMatrixRow")
    of_cells = each.get("cells")
    inside = _by_name(of_cells.selections if of_cells else Selections(), "CauseMatrixCell")
    told = keyed(lens, CAUSE, {row.id for row in causes}, each.get("cause"), "id")
    links = keyed(lens, LINK, {cell.id for cell in cells}, inside.get("link"), "id")
    times = asked.times if asked else 0
    lens.scope.answer(times * (len(causes) + (of_cells.times if of_cells else 0) * len(cells)))
    place = {measure: n for n, measure in enumerate(columns)}
    by_cause: dict[str, list[Row]] = {row.id: [] for row in causes}
    for cell in cells:
        by_cause[cell.cause].append({"column": place[cell.target], "link": links.get(cell.id)})
    return [
        {"category": row.category, "cause": told.get(row.id), "cells": by_cause[row.id]}
        for row in causes
    ]
