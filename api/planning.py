"""The one read path: a selection becomes one flat SELECT per level, each from the barrier.

This module knows nothing of the business. A `Kind` says how a GraphQL type is read: which columns a
field needs, and which other kinds it leads to. The planner fetches only what was asked for, for all
parents of a level at once, in one snapshot. What it answers are levels of rows (`api.levels`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from api.kinds import (
    Field,
    Inside,
    Kind,
    OfAnyKind,
    Query,
    Related,
    Several,
    Together,
    Value,
    column,
)
from api.lens import Lens, Vantage
from api.levels import Below, Kept, Layout, Level, Made, Place, Row, Within
from api.noting import note_needed
from api.selecting import Asked, Selections, asked_fields
from projections.among import among
from projections.prepared import ask
from projections.rows import Values

_CHUNK = 500
_MOST = sa.bindparam("most", type_=sa.Integer)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How the fields asked for on a kind are read: which `columns` are fetched, and where each value is to be
    found. `values`: how many of them each row is by itself."""

    kind: Kind
    columns: tuple[str, ...]
    fields: tuple[tuple[Asked, Field], ...]
    insides: Mapping[str, Plan]
    layout: Layout
    values: int


def planned(kind: Kind, selections: Selections) -> Plan:
    """The plan for what was selected on a kind."""
    return selections.once(kind, lambda: _planned(kind, selections))


def _planned(kind: Kind, selections: Selections) -> Plan:
    asked = asked_fields(selections, frozenset({kind.name, *kind.interfaces}))
    # of a record also which it is, and whose
    needed = (need.column for need in kind.view.needs)
    noted = ("id", "owner", *needed) if kind.interfaces else ("id",)
    return _laid_out(kind, asked, tuple(dict.fromkeys((*noted, *_columns(kind, asked)))))


def _columns(kind: Kind, asked: Iterable[Asked]) -> Iterable[str]:
    for one in asked:
        match kind.field(one.name):
            case Value() as value:
                yield from value.columns
            case Inside() as inside:
                if inside.present:
                    yield inside.present
                yield from _columns(inside.kind(), _asked_inside(inside, one))
            case Related() as related:
                yield related.parent
            case OfAnyKind() as named:
                yield from (named.parent, named.kind)
            case Several() | Together() as several:
                yield from several.columns
            case None:
                continue  # __typename: GraphQL's own


def _asked_inside(inside: Inside, one: Asked) -> list[Asked]:
    return asked_fields(one.selections, frozenset({inside.kind().name}))


def _laid_out(kind: Kind, asked: list[Asked], columns: tuple[str, ...]) -> Plan:
    fields = [(one, field) for one in asked if (field := kind.field(one.name)) is not None]
    insides = {
        one.name: _laid_out(field.kind(), _asked_inside(field, one), columns)
        for one, field in fields
        if isinstance(field, Inside)
    }

    def place(one: Asked, field: Field) -> Place:
        match field:
            case Value(columns=(name, *_)) if field is column(name):
                return Kept(columns.index(name))
            case Inside(present=present):
                inner = insides[one.name].layout
                return Within(None if present is None else columns.index(present), inner)
            case Related(parent=parent, many=many):
                return Below(columns.index(parent), many)
            case OfAnyKind(parent=parent):
                return Below(columns.index(parent), many=False)
        return Made()

    places = [(one, field, place(one, field)) for one, field in fields]
    return Plan(
        kind,
        columns,
        tuple(fields),
        insides,
        tuple(
            (kind.by_graphql_name[one.name], type(where).__name__, where)
            for one, _, where in places
        ),
        1 + sum(one.times for one, field, _ in places if not isinstance(field, Inside)),
    )


class Steady(ABC):
    """A query that equals its like, and is compiled once for whoever looks so."""

    @abstractmethod
    def __call__(
        self, rows: sa.Subquery, columns: Sequence[sa.ColumnElement[Any]]
    ) -> sa.Select[Any]: ...


def fetch(
    kind: Kind,
    lens: Lens,
    selections: Selections,
    query: Query,
    limit: int | None = None,
    times: int = 1,
) -> Level:
    """The rows `query` selects from what is visible, shaped for the selection.

    `query` gets the visible rows and the columns to select, and may add a `_parent` column.
    Each row knows its `_id`; without `limit` the operation's own bound holds. `times`: how often
    the answer shows them.
    """
    return fetch_page(kind, lens, selections, query, limit, times)[0]


def fetch_page(
    kind: Kind,
    lens: Lens,
    selections: Selections,
    query: Query,
    limit: int | None,
    times: int,
) -> tuple[Level, bool]:
    """The same, and whether more than `limit` would be found."""
    plan = planned(kind, selections)
    most = lens.scope.rows_left if limit is None else limit
    names, rows = _found(plan, lens, query, most + 1)
    more = limit is not None and len(rows) > limit
    lens.scope.spend(len(rows))
    level = _level(plan, lens, names, rows[:limit])
    lens.scope.answer(times * sum(level.counts))
    return level, more


def _found(
    plan: Plan, lens: Lens, query: Query, most: int
) -> tuple[tuple[str, ...], Sequence[Values]]:
    """The names of the values of each row, and `most` rows."""
    if isinstance(query, Steady) and lens.moment is None:
        of = (plan.kind, lens.vantage, plan.columns, query)
        return plan.columns, ask(lens.scope.connection, _asked_so, *of, most=most)
    result = lens.scope.connection.execute(
        _asked_so(plan.kind, lens, plan.columns, query), {"most": most}
    )
    return tuple(result.keys()), [tuple(row) for row in result]


def _asked_so(
    kind: Kind, vantage: Vantage, columns: tuple[str, ...], query: Query
) -> sa.Select[Any]:
    rows = vantage.visible(kind.view)
    return query(rows, [rows.c[name] for name in columns]).limit(_MOST)


def _level(plan: Plan, lens: Lens, names: tuple[str, ...], rows: Sequence[Values]) -> Level:
    """The rows with all that was asked below them; records of other parties are noted as shown."""
    if plan.kind.interfaces:  # what is no record, as a party, is everybody's to see
        _note(plan.kind, lens, names, rows)
    return _filled(plan, lens, _Rows(names, rows))


def _note(kind: Kind, lens: Lens, names: tuple[str, ...], rows: Sequence[Values]) -> None:
    if kind.view.needs:
        columns = [need.column for need in kind.view.needs]
        places = [names.index(column) for column in columns]
        needed = {
            column: {row[at] for row in rows} for column, at in zip(columns, places, strict=True)
        }
        note_needed(lens, kind.view, needed)
    else:
        lens.scope.show_all(rows, names.index("id"), names.index("owner"))


@dataclass
class _Rows:
    """Rows as they were found; as dicts where something is made of them."""

    names: tuple[str, ...]
    rows: Sequence[Values]

    def dicts(self, columns: tuple[str, ...]) -> list[Row]:
        """Each row with these columns alone, of which some are made."""
        places = [self.names.index(name) for name in columns]
        if len(places) == 1:
            return [{columns[0]: row[places[0]]} for row in self.rows]
        of_row = itemgetter(*places)
        return [dict(zip(columns, of_row(row), strict=True)) for row in self.rows]

    def keys(self, place: int) -> list[Any]:
        return [key for key in dict.fromkeys([row[place] for row in self.rows]) if key is not None]


def _filled(plan: Plan, lens: Lens, found: _Rows) -> Level:
    """The rows with what was asked for and does not stand in them."""
    beside: list[Any] = []
    counts = [plan.values] * len(found.rows)
    for (one, asked), (_, _, place) in zip(plan.fields, plan.layout, strict=True):
        match asked:
            case Value() if isinstance(place, Kept):
                beside.append(None)
            case Value(columns, make):
                beside.append([make(row, lens) for row in found.dicts(columns)])
            case Together(columns, make_all):
                beside.append(make_all(found.dicts(columns), lens))
            case Several(columns) as several:
                mine = _several(several, lens, one.selections, found.dicts(columns))
                beside.append(mine)
                counts = _added(counts, [sum(row["_values"] for row in some) for some in mine], one)
            case Inside():
                inner = _filled(plan.insides[one.name], lens, found)
                beside.append(inner)
                counts = _added(counts, inner.counts, one)
            case Related() | OfAnyKind():
                assert isinstance(place, Below)
                levels = _below(asked, lens, one.selections, found, place)
                beside.append(levels)
                values, at = _values_by_key(levels), place.place
                counts = _added(counts, [values.get(row[at], 0) for row in found.rows], one)
    return Level(plan.kind.name, found.names, found.rows, plan.layout, beside, counts)


def _added(counts: list[int], more: list[int], one: Asked) -> list[int]:
    """How many values each row is with so many more of what was asked for."""
    times = one.times
    return [count + times * values for count, values in zip(counts, more, strict=True)]


def _values_by_key(levels: Iterable[Level]) -> Mapping[Hashable, int]:
    """How many values stand below a row, by the key it has for them."""
    values: dict[Hashable, int] = defaultdict(int)
    for level in levels:
        for row, count in zip(level.rows, level.counts, strict=True):
            values[row[-1]] += count
    return values


def _below(
    field: Related | OfAnyKind, lens: Lens, selections: Selections, found: _Rows, place: Below
) -> list[Level]:
    """The levels below some rows: one of each kind that they lead to."""
    if isinstance(field, Related):
        return [_children(field, lens, selections, found.keys(place.place))]
    kind = found.names.index(field.kind)
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for row in found.rows:
        wanted[row[kind]][row[place.place]] = None
    kinds = field.kinds()
    return [
        _children(_by_id(kinds[name]), lens, selections, list(ids)) for name, ids in wanted.items()
    ]


@lru_cache
def _by_id(kind: Kind) -> Related:
    """Rows of a kind by their own ids."""
    return Related(lambda: kind, many=False)


def _children(related: Related, lens: Lens, selections: Selections, keys: list[Any]) -> Level:
    plan, scope = planned(related.kind(), selections), lens.scope
    rows: list[Values] = []
    for start in range(0, len(keys), _CHUNK):
        given = {"keys": keys[start : start + _CHUNK], "most": scope.rows_left + 1}
        if lens.moment is None:
            found = ask(scope.connection, _of_parents, related, lens.vantage, plan.columns, **given)
        else:  # there are as many moments as instants: none is worth a statement of its own
            asked = scope.connection.execute(_of_parents(related, lens, plan.columns), given)
            found = [tuple(row) for row in asked]
        scope.spend(len(found))
        rows += found
    return _level(plan, lens, (*plan.columns, "_parent"), rows)


def _of_parents(related: Related, vantage: Vantage, columns: tuple[str, ...]) -> sa.Select[Any]:
    """The children of the parents with these `keys`, `most` of them: compiled once for whoever looks so."""
    rows = vantage.visible(related.kind().view)
    wanted = [rows.c[name] for name in columns]
    if related.through is not None:
        pairs = related.through.pairs(vantage)
        key = pairs.c[related.through.parent]
        join = rows.join(pairs, pairs.c[related.through.child] == rows.c.id)
        statement = sa.select(*wanted, key.label("_parent")).select_from(join)
    else:
        key = rows.c[related.child]
        statement = sa.select(*wanted, key.label("_parent"))
    if related.where is not None:
        statement = statement.where(related.where(rows, vantage))
    return statement.where(among(key, "keys")).order_by(rows.c.born).limit(_MOST)


def _several(
    several: Several, lens: Lens, selections: Selections, parents: list[Row]
) -> list[list[Row]]:
    """The objects of each row, read all together."""
    made = several.make(parents, lens)
    small = [{"id": None, **row} for rows in made for row in rows]
    if not small:
        return made
    lens.scope.spend(len(small))
    plan = planned(several.kind(), selections)
    rows = [tuple(row[name] for name in plan.columns) for row in small]
    read = iter(_filled(plan, lens, _Rows(plan.columns, rows)))
    return [[next(read) for _ in rows] for rows in made]
