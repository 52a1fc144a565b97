"""Pages of a list: a Relay connection over what may be seen, whose cursors name rows by their ids alone."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from graphql import GraphQLError
from strawberry.types.nodes import SelectedField, Selection

from api.planning import Asked, Kind, Lens, Row, asked_fields, fetch_page

MAX_PAGE = 100


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

    def of(self, nodes: list[Row], asked: Collection[str], *, more: bool) -> Row:
        """What is asked of a connection about this page; `more` rows follow."""
        answer: Row = {"nodes": nodes}
        if "edges" in asked:
            answer["edges"] = [{"node": node, "cursor": _cursor(node["_id"])} for node in nodes]
        if "pageInfo" in asked:
            answer["page_info"] = {
                "has_next_page": more,
                "has_previous_page": self.after is not None,
                "start_cursor": _cursor(nodes[0]["_id"]) if nodes else None,
                "end_cursor": _cursor(nodes[-1]["_id"]) if nodes else None,
            }
        return answer


class PageIsWrong(GraphQLError):
    """A page that cannot be turned to."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(f"{ja} / {en}", extensions={"code": "BAD_PAGE"})


def connection(
    kind: Kind,
    lens: Lens,
    selections: Sequence[SelectedField],
    page: Page,
    order: Order,
    conditions: Callable[[sa.Subquery, Lens], list[sa.ColumnElement[bool]]],
) -> Row:
    """A Relay connection over the visible rows that meet the conditions.

    A cursor names the last row seen by its id alone: its place is looked up among the rows the
    viewer may see, so no hidden position is ever told.
    """
    page.check()
    own = frozenset({f"{kind.name}Connection"})
    asked = {one.name: one for one in asked_fields(_below(selections), own)}
    answer: Row = {}
    if "totalCount" in asked:
        rows = lens.visible(kind.view)
        count = sa.select(sa.func.count()).select_from(rows).where(*conditions(rows, lens))
        answer["total_count"] = lens.scope.connection.execute(count).scalar()
    if asked.keys() & {"nodes", "edges", "pageInfo"}:
        _turn_to(kind, lens, asked, page, order, conditions, answer)
    return answer


def _turn_to(
    kind: Kind,
    lens: Lens,
    asked: Mapping[str, Asked],
    page: Page,
    order: Order,
    conditions: Callable[[sa.Subquery, Lens], list[sa.ColumnElement[bool]]],
    answer: Row,
) -> None:
    nodes = asked_of_nodes(asked, kind.name)
    behind = None if page.after is None else _place(kind, lens, page.after, order)

    def query(rows: sa.Subquery, columns: Sequence[sa.ColumnElement[Any]]) -> sa.Select[Any]:
        statement = sa.select(*columns).where(*conditions(rows, lens))
        if behind is not None:
            statement = statement.where(_behind(rows, order, behind))
        return statement.order_by(*_sorting(rows, order))

    found, more = fetch_page(kind, lens, nodes.selections, query, page.first, nodes.times)
    answer |= page.of(found, asked, more=more)


def asked_of_nodes(asked: Mapping[str, Asked], of: str) -> Asked:
    """What was asked of the records of a connection of the type `of`, as nodes and in edges."""
    selections = list(asked["nodes"].selections) if "nodes" in asked else []
    times = asked["nodes"].times if "nodes" in asked else 0
    if "edges" in asked:
        for one in asked_fields(asked["edges"].selections, frozenset({f"{of}Edge"})):
            if one.name == "node":
                selections += one.selections
                times += asked["edges"].times * one.times
    return Asked("nodes", selections, times)


def _below(selections: Sequence[SelectedField]) -> list[Selection]:
    return [below for one in selections for below in one.selections]


def _sorting(rows: sa.Subquery, order: Order) -> list[sa.ColumnElement[Any]]:
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
        sa.select(key, rows.c.born).where(rows.c.id == _record(cursor))
    ).first()
    if found is None:
        raise PageIsWrong(
            "カーソルが使えません。最初のページから読み直してください。",
            "This cursor leads nowhere: start again from the first page.",
        )
    return found[0], found[1]


def _behind(rows: sa.Subquery, order: Order, behind: tuple[Any, Any]) -> sa.ColumnElement[bool]:
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


def _cursor(record: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([record])).decode("ascii").rstrip("=")


def _record(cursor: str) -> str:
    try:
        [record] = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return record if str(UUID(record)) == record else ""
    except (binascii.Error, ValueError, TypeError, AttributeError):
        return ""
