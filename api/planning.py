"""The one read path: a selection becomes one flat SELECT per level, each from the barrier.

This module knows nothing of the business. A `Kind` says how a GraphQL type is read: which columns a
field needs, and which other kinds it leads to. The planner fetches only what was asked for, for all
parents of a level at once, in one snapshot, and answers plain dicts that GraphQL shapes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from graphql import GraphQLError
from strawberry.types.nodes import FragmentSpread, InlineFragment, SelectedField, Selection
from strawberry.utils.str_converters import to_camel_case

from projections.among import among
from projections.barrier import links_between, visible, visible_of, visible_pairs
from projections.clearance import Clearance, Moment
from projections.prepared import ask
from projections.rights import Rights, links_visible_to, pairs_visible_to, visible_to
from projections.view import Pairs, View, bit
from store.deadline import is_over

Row = dict[str, Any]

MAX_ROWS = 20_000
"""Rows one operation may fetch, counted as far as the viewer may see them."""
MAX_VALUES = 200_000
"""Values one answer may hold. Rows are fetched once and stand under each parent: a dozen causes,
each answered by the same dozen measures, are 12^n rows in n levels."""
_CHUNK = 500


@dataclass
class Scope:
    """What a whole operation shares: its snapshot, its viewer, how many rows it may still fetch,
    and how many values it may still answer."""

    connection: sa.Connection
    clearance: Clearance
    rows_left: int = MAX_ROWS
    values_left: int = MAX_VALUES
    shown: dict[str, int] = field(default_factory=dict)
    """The records of other parties that are shown, by id, with the number of their owner."""

    def show(self, record: str, owner: int) -> None:
        """Note that a record is shown; one's own need no note, nor do people whom one administers."""
        if not bit(owner) & (self.clearance.bit | self.clearance.people):
            self.shown[record] = owner

    def show_all(self, rows: Iterable[Row]) -> None:
        """Note the same of rows, whose owners are few."""
        owners = {row["owner"] for row in rows}
        mine = self.clearance.bit | self.clearance.people
        others = {owner for owner in owners if not bit(owner) & mine}
        if others:
            self.shown.update((row["id"], row["owner"]) for row in rows if row["owner"] in others)

    def go_on(self) -> None:
        """Raise where the time of the operation is up; what a database does ends by itself."""
        if is_over():
            raise GraphQLError("時間切れです。 / The time is up.", extensions={"code": "TIMEOUT"})

    def spend(self, rows: int) -> None:
        self.go_on()
        self.rows_left -= rows
        if self.rows_left < 0:
            raise GraphQLError(
                f"一度に読める行数（{MAX_ROWS}）を超えました。first を小さくしてください。"
                f" / More than {MAX_ROWS} rows in one operation: ask for smaller pages.",
                extensions={"code": "TOO_MANY_ROWS"},
            )

    def answer(self, values: int) -> None:
        self.go_on()
        self.values_left -= values
        if self.values_left < 0:
            raise GraphQLError(
                f"一度に答えられる値の数（{MAX_VALUES}）を超えました。first か項目を減らしてください。"
                f" / More than {MAX_VALUES} values in one answer: ask for smaller pages or less"
                " of each record.",
                extensions={"code": "TOO_MANY_VALUES"},
            )


@dataclass(frozen=True)
class Vantage:
    """Through whose eyes one root field looks, as of which moment, and against which status date (ISO). A
    preview looks at records of one party alone (`owner`), as they stand now; an auditor may look at the
    own party's with the `rights` of another one."""

    clearance: Clearance
    moment: Moment | None
    status_date: str
    owner: int | None = None
    rights: Rights | None = None

    def visible(self, view: View) -> sa.Subquery:
        if self.owner is not None:
            return visible_of(view, self.clearance, self.owner)
        if self.rights is not None:
            return visible_to(view, self.clearance, self.rights, self.moment)
        return visible(view, self.clearance, self.moment)

    def pairs(self, pairs: Pairs) -> sa.Subquery:
        """The pairs of which both ends may be seen."""
        if self.rights is not None:
            return pairs_visible_to(pairs, self.clearance, self.rights, self.moment)
        return visible_pairs(pairs, self.clearance, self.moment)

    def links(self, target_kind: str) -> sa.Subquery:
        """Standing links to a kind of target; both ends must come from `visible`."""
        if self.rights is not None:
            return links_visible_to(self.clearance, target_kind, self.rights, self.moment)
        return links_between(self.clearance, target_kind, self.moment)


@dataclass(frozen=True)
class Lens(Vantage):
    """A vantage within an operation, with what the whole operation shares."""

    scope: Scope = field(kw_only=True)

    @property
    def vantage(self) -> Vantage:
        """The vantage alone: equal ones ask by the same statements."""
        return Vantage(self.clearance, self.moment, self.status_date, self.owner, self.rights)


@dataclass(frozen=True)
class Value:
    """A field made from columns of the row."""

    columns: tuple[str, ...]
    make: Callable[[Row, Lens], Any]


@dataclass(frozen=True)
class Inside:
    """A field whose object is made from the same row; absent when `present` is null."""

    kind: Callable[[], Kind]
    present: str | None = None


@dataclass(frozen=True, eq=False)
class Through:
    """Pairs that join a parent to its children, such as links."""

    pairs: Callable[[Vantage], sa.Subquery]
    parent: str
    child: str


@dataclass(frozen=True, eq=False)
class Related:
    """A field that leads to rows of another kind.

    `parent` is the parent's column and `child` the child's that hold the same key; with `through`,
    the pairs stand between. `where` narrows the children.
    """

    kind: Callable[[], Kind]
    many: bool
    parent: str = "id"
    child: str = "id"
    through: Through | None = None
    where: Callable[[sa.Subquery, Vantage], sa.ColumnElement[bool]] | None = None


@dataclass(frozen=True)
class OfAnyKind:
    """A field that leads to one record, of whatever kind: of the row's columns, `parent` holds its
    id and `kind` the name of its view. Null where the viewer may not see it."""

    parent: str
    kind: str
    kinds: Callable[[], Mapping[str, Kind]]


@dataclass(frozen=True)
class Several:
    """A field of several objects made for each row: for all rows of a level at once, `make` answers
    the small rows of each, which are read as rows of `kind` are."""

    columns: tuple[str, ...]
    kind: Callable[[], Kind]
    make: Callable[[list[Row], Lens], list[list[Row]]]


@dataclass(frozen=True)
class Together:
    """A field whose values are made for all rows of a level at once."""

    columns: tuple[str, ...]
    make: Callable[[list[Row], Lens], list[Any]]


Field = Value | Inside | Related | OfAnyKind | Several | Together

Query = Callable[[sa.Subquery, Sequence[sa.ColumnElement[Any]]], sa.Select[Any]]
"""Given the visible rows and the columns asked for, the statement that selects them."""


@dataclass(frozen=True, eq=False)
class Kind:
    """How a GraphQL type is read from a view. Fields are keyed by their Python names; a record has the
    interfaces of records."""

    name: str
    view: View
    fields: Mapping[str, Field]
    interfaces: tuple[str, ...] = ()
    by_graphql_name: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names = {to_camel_case(name): name for name in self.fields}
        object.__setattr__(self, "by_graphql_name", names)


@lru_cache(None)
def column(name: str) -> Value:
    """A field that is a column of the row."""
    return Value((name,), lambda row, _: row[name])


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that was asked for, with all that was asked below it, in any of its mentions.

    `times`: how many names the answer has it under.
    """

    name: str
    selections: list[Selection]
    times: int = 1


def asked_fields(selections: Iterable[Selection], kind_names: frozenset[str]) -> list[Asked]:
    """The fields asked for on a type; fragments flattened, several mentions of a field merged."""
    merged: dict[str, list[Selection]] = {}
    names: dict[str, set[str]] = defaultdict(set)
    _merge(selections, kind_names, merged, names)
    return [Asked(name, below, len(names[name])) for name, below in merged.items()]


def _merge(
    selections: Iterable[Selection],
    kind_names: frozenset[str],
    into: dict[str, list[Selection]],
    names: dict[str, set[str]],
) -> None:
    for one in selections:
        if not _is_included(one.directives):
            continue
        match one:
            case SelectedField():
                into.setdefault(one.name, []).extend(one.selections)
                names[one.name].add(one.alias or one.name)
            case FragmentSpread() | InlineFragment():
                if not one.type_condition or one.type_condition in kind_names:
                    _merge(one.selections, kind_names, into, names)


def _is_included(directives: Mapping[str, Mapping[str, Any]]) -> bool:
    skip, include = directives.get("skip", {}), directives.get("include", {})
    return not skip.get("if", False) and bool(include.get("if", True))


def fetch(
    kind: Kind,
    lens: Lens,
    selections: Iterable[Selection],
    query: Query,
    limit: int | None = None,
    times: int = 1,
) -> list[Row]:
    """The rows `query` selects from what is visible, shaped for the selection.

    `query` gets the visible rows and the columns to select, and may add a `_parent` column.
    Each row knows its `_id`; without `limit` the operation's own bound holds. `times`: how often
    the answer shows them.
    """
    return fetch_page(kind, lens, selections, query, limit, times)[0]


def fetch_page(
    kind: Kind,
    lens: Lens,
    selections: Iterable[Selection],
    query: Query,
    limit: int | None,
    times: int,
) -> tuple[list[Row], bool]:
    """The same, and whether more than `limit` would be found."""
    rows, more = _fetch(kind, lens, selections, query, limit)
    lens.scope.answer(times * _values(rows))
    return rows, more


def _fetch(
    kind: Kind,
    lens: Lens,
    selections: Iterable[Selection],
    query: Query,
    limit: int | None = None,
) -> tuple[list[Row], bool]:
    rows_visible = lens.visible(kind.view)
    asked = asked_fields(selections, frozenset({kind.name, *kind.interfaces}))
    needed = _needed(kind, asked)
    statement = query(rows_visible, [rows_visible.c[name] for name in needed])
    most = lens.scope.rows_left if limit is None else limit
    found = lens.scope.connection.execute(statement.limit(most + 1))
    names = tuple(found.keys())
    rows = [dict(zip(names, values, strict=True)) for values in found.all()]
    more = limit is not None and len(rows) > limit
    lens.scope.spend(len(rows))
    return _shown(kind, lens, asked, rows[:limit]), more


def _needed(kind: Kind, asked: list[Asked]) -> tuple[str, ...]:
    """The columns to be read for what was asked; of a record also which it is, and whose."""
    noted = ("id", "owner") if kind.interfaces else ("id",)
    return tuple(dict.fromkeys((*noted, *_columns(kind, asked))))


def _shown(kind: Kind, lens: Lens, asked: list[Asked], rows: list[Row]) -> list[Row]:
    """The rows, shaped; records of other parties are noted as shown."""
    if kind.interfaces:  # what is no record, as a party, is everybody's to see
        lens.scope.show_all(rows)
    return _shape(kind, lens, asked, rows)


def _columns(kind: Kind, asked: Iterable[Asked]) -> Iterable[str]:
    for one in asked:
        match kind.fields.get(kind.by_graphql_name.get(one.name, "")):
            case Value() as value:
                yield from value.columns
            case Inside() as inside:
                inner = inside.kind()
                if inside.present:
                    yield inside.present
                yield from _columns(inner, asked_fields(one.selections, frozenset({inner.name})))
            case Related() as related:
                yield related.parent
            case OfAnyKind() as named:
                yield from (named.parent, named.kind)
            case Several() | Together() as several:
                yield from several.columns
            case None:
                continue  # __typename: GraphQL's own


def _shape(kind: Kind, lens: Lens, asked: list[Asked], rows: list[Row]) -> list[Row]:
    """The rows as GraphQL reads them. What is asked for as it is kept stands in them already."""
    fields = [(kind.by_graphql_name.get(one.name, ""), one) for one in asked]
    kept = {name for name, _ in fields if kind.fields.get(name) == column(name)}
    plain = 1 + sum(one.times for name, one in fields if name in kept)
    of_each = {"__typename": kind.name, "_values": plain}
    shaped: list[Row] = [row | of_each for row in rows]
    for out in shaped:
        out["_id"] = out["id"]
    for name, one in fields:
        if name in kept:
            continue
        match kind.fields.get(name):
            case Value() as value:
                make, times = value.make, one.times
                for row, out in zip(rows, shaped, strict=True):
                    out[name] = make(row, lens)
                    out["_values"] += times
            case Inside() as inside:
                inner = inside.kind()
                below = asked_fields(one.selections, frozenset({inner.name}))
                made = _shape(inner, lens, below, rows)
                for row, out, inner_row in zip(rows, shaped, made, strict=True):
                    absent = inside.present is not None and row[inside.present] is None
                    out[name] = None if absent else inner_row
                    out["_values"] += one.times * inner_row["_values"]
            case Related() as related:
                children = _children(related, lens, one.selections, rows)
                values = {key: _values(some) for key, some in children.items()}
                for row, out in zip(rows, shaped, strict=True):
                    mine = children.get(row[related.parent], [])
                    out[name] = mine if related.many else (mine[0] if mine else None)
                    out["_values"] += one.times * (1 + values.get(row[related.parent], 0))
            case OfAnyKind() as named:
                records = _of_any_kind(named, lens, one.selections, rows)
                for row, out in zip(rows, shaped, strict=True):
                    record = records.get(row[named.parent])
                    out[name] = record
                    out["_values"] += one.times * (1 + _values([record] if record else []))
            case Together() as together:
                for out, one_value in zip(shaped, together.make(rows, lens), strict=True):
                    out[name] = one_value
                    out["_values"] += one.times
            case Several() as several:
                mine_of = _several(several, lens, one.selections, rows)
                for out, mine in zip(shaped, mine_of, strict=True):
                    out[name] = mine
                    out["_values"] += one.times * (1 + _values(mine))
            case None:
                continue
    return shaped


def _values(rows: Iterable[Row]) -> int:
    """How many values these rows are in an answer, with all that stands below each of them."""
    return sum(row["_values"] for row in rows)


def _children(
    related: Related, lens: Lens, selections: Iterable[Selection], parents: list[Row]
) -> Mapping[Any, list[Row]]:
    keys = list(dict.fromkeys(p[related.parent] for p in parents if p[related.parent] is not None))
    grouped: dict[Any, list[Row]] = defaultdict(list)
    kind, scope = related.kind(), lens.scope
    asked = asked_fields(selections, frozenset({kind.name, *kind.interfaces}))
    needed = _needed(kind, asked)
    for start in range(0, len(keys), _CHUNK):
        given = {"keys": keys[start : start + _CHUNK], "most": scope.rows_left + 1}
        found: Sequence[Any]
        if lens.moment is None:
            found = ask(scope.connection, _of_parents, related, lens.vantage, needed, **given)
        else:  # there are as many moments as instants: none is worth a statement of its own
            found = scope.connection.execute(_of_parents(related, lens, needed), given).all()
        scope.spend(len(found))
        names = (*needed, "_parent")
        rows = [dict(zip(names, values, strict=True)) for values in found]
        for row in _shown(kind, lens, asked, rows):
            grouped[row["_parent"]].append(row)
    return grouped


def _of_parents(related: Related, vantage: Vantage, needed: tuple[str, ...]) -> sa.Select[Any]:
    """The children of the parents with these `keys`, `most` of them: compiled once for whoever looks so."""
    rows = vantage.visible(related.kind().view)
    columns = [rows.c[name] for name in needed]
    if related.through is not None:
        pairs = related.through.pairs(vantage)
        key = pairs.c[related.through.parent]
        join = rows.join(pairs, pairs.c[related.through.child] == rows.c.id)
        statement = sa.select(*columns, key.label("_parent")).select_from(join)
    else:
        key = rows.c[related.child]
        statement = sa.select(*columns, key.label("_parent"))
    if related.where is not None:
        statement = statement.where(related.where(rows, vantage))
    most = sa.bindparam("most", type_=sa.Integer)
    return statement.where(among(key, "keys")).order_by(rows.c.born).limit(most)


def _of_any_kind(
    named: OfAnyKind, lens: Lens, selections: Iterable[Selection], parents: list[Row]
) -> Mapping[str, Row]:
    """The records named, by id: a SELECT for each kind among them."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for parent in parents:
        wanted[parent[named.kind]].append(parent[named.parent])
    found: dict[str, Row] = {}
    for name, ids in wanted.items():
        same = _by_id(named.kinds()[name])
        for key, rows in _children(same, lens, selections, [{"id": one} for one in ids]).items():
            found[key] = rows[0]
    return found


@lru_cache
def _by_id(kind: Kind) -> Related:
    """Rows of a kind by their own ids."""
    return Related(lambda: kind, many=False)


def _several(
    several: Several, lens: Lens, selections: Iterable[Selection], parents: list[Row]
) -> list[list[Row]]:
    """The objects of each row, read all together."""
    kind = several.kind()
    made = several.make(parents, lens)
    small = [{"id": None, **row} for rows in made for row in rows]
    lens.scope.spend(len(small))
    asked = asked_fields(selections, frozenset({kind.name, *kind.interfaces}))
    shaped = iter(_shape(kind, lens, asked, small))
    return [[next(shaped) for _ in rows] for rows in made]
