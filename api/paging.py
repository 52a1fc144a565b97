"""Pages of a list: a Relay connection over what may be seen, whose cursors name rows by their ids alone."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from graphql import GraphQLError

from api.kinds import Kind, Query
from api.lens import Lens
from api.levels import Level, Row
from api.planning import Steady, fetch_page
from api.selecting import Asked, Selections, asked_fields

MAX_PAGE = 100

Conditions = Callable[[sa.Subquery, Lens], list[sa.ColumnElement[bool]]]
"""What rows must meet, all of it."""


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort: column and direction, nulls last; the order of recording breaks ties."""

    column: str | None = None
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of a list: how many rows, behind which cursor."""

    first: int
    after: str | None

    def check(self) -> None:
        """Refuse a page that is too long; raises PageIsWrong."""
        if not 0 <= self.first <= MAX_PAGE:
            raise PageIsWrong(
                f"first は 0～{MAX_PAGE} で指定してください。", f"first goes from 0 to {MAX_PAGE}."
            )

    def of(self, nodes: Sequence[Row], asked: Collection[str], *, more: bool) -> Row:
        """What is asked of a connection about this page; `more` rows follow."""
        answer: Row = {"nodes": nodes}
        if "edges" in asked:
            answer["edges"] = _edges(nodes)
        if "pageInfo" in asked:
            answer["page_info"] = {
                "has_next_page": more,
                "has_previous_page": self.after is not None,
                "start_cursor": cursor_of(nodes[0]["_id"]) if nodes else None,
                "end_cursor": cursor_of(nodes[-1]["_id"]) if nodes else None,
            }
        return answer


class PageIsWrong(GraphQLError):
    """A page that cannot be turned to."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(f"{ja} / {en}", extensions={"code": "BAD_PAGE"})


def connection(
    kind: Kind,
    lens: Lens,
    selections: Selections,
    page: Page,
    order: Order,
    conditions: Conditions | None = None,
) -> Row:
    """A Relay connection over the visible rows that meet the conditions.

    A cursor names the last row seen by its id alone: its place is looked up among the rows the
    viewer may see, so no hidden position is ever told.
    """
    page.check()
    own = frozenset({f"{kind.name}Connection"})
    asked = {one.name for one in asked_fields(selections, own)}
    answer: Row = {}
    if "totalCount" in asked:
        rows = lens.visible(kind.view)
        count = sa.select(sa.func.count()).select_from(rows)
        if conditions is not None:
            count = count.where(*conditions(rows, lens))
        answer["total_count"] = lens.scope.connection.execute(count).scalar()
    if asked & {"nodes", "edges", "pageInfo"}:
        nodes, more = _turn_to(kind, lens, selections, page, order, conditions)
        answer |= page.of(nodes, asked, more=more)
    return answer


def _turn_to(
    kind: Kind,
    lens: Lens,
    selections: Selections,
    page: Page,
    order: Order,
    conditions: Conditions | None,
) -> tuple[Level, bool]:
    """The rows of a page, and whether more follow."""
    nodes = asked_of_nodes(selections, kind.name)
    query: Query = _Whole(order)
    if conditions is not None or page.after is not None:
        behind = None if page.after is None else _place(kind, lens, page.after, order)
        query = partial(_part, lens, order, conditions, behind)
    return fetch_page(kind, lens, nodes.selections, query, page.first, nodes.times)


@dataclass(frozen=True, slots=True)
class _Whole(Steady):
    """The rows of a list that nothing narrows, in their order."""

    order: Order

    def __call__(
        self, rows: sa.Subquery, columns: Sequence[sa.ColumnElement[Any]]
    ) -> sa.Select[Any]:
        return sa.select(*columns).order_by(*sorting(rows, self.order))


def _part(
    lens: Lens,
    order: Order,
    conditions: Conditions | None,
    behind: tuple[Any, Any] | None,
    rows: sa.Subquery,
    columns: Sequence[sa.ColumnElement[Any]],
) -> sa.Select[Any]:
    """Those that meet the conditions, from one place on."""
    statement = sa.select(*columns).order_by(*sorting(rows, order))
    if conditions is not None:
        statement = statement.where(*conditions(rows, lens))
    return statement if behind is None else statement.where(behind_place(rows, order, behind))


def asked_of_nodes(selections: Selections, of: str) -> Asked:
    """What was asked of the records of a connection of the type `of`, as nodes and in edges."""
    return selections.once(("nodes", of), lambda: _asked_of_nodes(selections, of))


def _asked_of_nodes(selections: Selections, of: str) -> Asked:
    together, times = Selections(), 0
    for one in asked_fields(selections, frozenset({f"{of}Connection"})):
        if one.name == "nodes":
            together += one.selections
            times += one.times
        elif one.name == "edges":
            for node in asked_fields(one.selections, frozenset({f"{of}Edge"})):
                if node.name == "node":
                    together += node.selections
                    times += one.times * node.times
    return Asked("nodes", together, times)


def sorting(rows: sa.Subquery, order: Order) -> list[sa.ColumnElement[Any]]:
    """What rows are sorted by."""
    if order.column is None:
        return [rows.c.born.desc() if order.descending else rows.c.born]
    key = rows.c[order.column]
    return [key.is_(None), key.desc() if order.descending else key, rows.c.born]


def _place(kind: Kind, lens: Lens, cursor: str, order: Order) -> tuple[Any, Any]:
    """The sort key and place of the row a cursor names, among the rows visible."""
    rows = lens.visible(kind.view)
    key = rows.c[order.column] if order.column else sa.null()
    return place_in(rows, lens, cursor, key)


def place_in(
    rows: sa.Subquery, lens: Lens, cursor: str, key: sa.ColumnElement[Any]
) -> tuple[Any, Any]:
    """The key and place of the row a cursor names, among these; raises PageIsWrong."""
    found = lens.scope.connection.execute(
        sa.select(key, rows.c.born).where(rows.c.id == record_of(cursor))
    ).first()
    if found is None:
        raise leads_nowhere()
    return found[0], found[1]


def leads_nowhere() -> PageIsWrong:
    """What is said of a cursor that names nothing one may see."""
    return PageIsWrong(
        "カーソルが使えません。最初のページから読み直してください。",
        "This cursor leads nowhere: start again from the first page.",
    )


def behind_place(
    rows: sa.Subquery, order: Order, behind: tuple[Any, Any]
) -> sa.ColumnElement[bool]:
    """Whether rows stand behind the key and place of one, in this order."""
    value, born = behind
    backwards = order.column is None and order.descending
    later: sa.ColumnElement[bool] = rows.c.born < born if backwards else rows.c.born > born
    if order.column is None:
        return later
    key: sa.ColumnElement[Any] = rows.c[order.column]
    if value is None:
        return sa.and_(key.is_(None), later)
    beyond: sa.ColumnElement[bool] = key < value if order.descending else key > value
    return sa.or_(key.is_(None), beyond, sa.and_(key == value, later))


def _edges(nodes: Sequence[Row]) -> Sequence[Row]:
    return [{"node": node, "cursor": cursor_of(node["_id"])} for node in nodes]


def cursor_of(record: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([record])).decode("ascii").rstrip("=")


def record_of(cursor: str) -> str:
    """The id that a cursor names; "" where it is none."""
    try:
        [record] = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return record if str(UUID(record)) == record else ""
    except (binascii.Error, ValueError, TypeError, AttributeError):
        return ""
