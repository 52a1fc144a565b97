"""How a GraphQL type is read: which columns a field needs, and which other kinds it leads to. This module knows
nothing of the business."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from strawberry.utils.str_converters import to_camel_case

from api.lens import Lens, Vantage
from api.levels import Row
from projections.view import View


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
    the small rows of each, which are read as rows of `kind` are. `told` is how a change tells them, where
    they do not simply stand in one column."""

    columns: tuple[str, ...]
    kind: Callable[[], Kind]
    make: Callable[[list[Row], Lens], list[list[Row]]]
    told: Value | None = None


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

    def field(self, graphql_name: str) -> Field | None:
        """How a field is read; None of what is GraphQL's own."""
        return self.fields.get(self.by_graphql_name.get(graphql_name, ""))


@lru_cache(None)
def column(name: str) -> Value:
    """A field that is a column of the row."""
    return Value((name,), lambda row, _: row[name])
