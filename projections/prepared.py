"""Queries that every command asks, compiled once and asked through the driver's own cursor.

SQLAlchemy finds a compiled statement by a key that it makes of the whole statement each time. For a
query through the barrier that takes longer than the database does.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from projections.rows import Question, Values, conversion_out, fetch


class Prepared:
    """One query in the words of one database; values are given by the names of its parameters."""

    def __init__(self, query: sa.Select[Any], dialect: sa.Dialect) -> None:
        compiled = query.compile(dialect=_with_marks(dialect))
        self._sql = str(compiled)
        self._given = dict(compiled.params)
        self._order = compiled.positiontup or []
        processed = (
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in compiled.binds.items()
        )
        self._into = {name: process for name, process in processed if process}
        converted = (conversion_out(column, dialect) for column in query.selected_columns)
        self._out = tuple((at, convert) for at, convert in enumerate(converted) if convert)

    def rows(self, connection: sa.Connection, **given: Any) -> list[Values]:
        """What is found, each row a tuple in the order of the query's columns."""
        return self.told(fetch(connection, *self.question(**given)))

    def question(self, **given: Any) -> Question:
        """The statement and its arguments, in the words of the driver."""
        named = self._given | {
            name: self._into[name](value) if name in self._into else value
            for name, value in given.items()
        }
        return self._sql, [named[name] for name in self._order]

    def told(self, found: list[Values]) -> list[Values]:
        """The rows that the driver found, as `rows` tells them."""
        return [self._converted(row) for row in found] if self._out else found

    def _converted(self, row: Values) -> Values:
        values = list(row)
        for at, convert in self._out:
            values[at] = convert(values[at])
        return tuple(values)


def _with_marks(dialect: sa.Dialect) -> sa.Dialect:
    """The dialect, with the marks that `rows.fetch` takes: those of the database itself."""
    if dialect.positional:
        return dialect
    own = copy(dialect)
    own.paramstyle, own.positional = "numeric_dollar", True
    own.identifier_preparer = own.preparer(own)
    return own


def ask(
    connection: sa.Connection, query: Callable[..., sa.Select[Any]], *of: Any, **given: Any
) -> list[Values]:
    """Ask the query that a function makes of these (hashable) arguments, with these values."""
    return prepared(query, of, connection.dialect).rows(connection, **given)


def prepared(
    query: Callable[..., sa.Select[Any]], of: tuple[Any, ...], dialect: sa.Dialect
) -> Prepared:
    """The query that a function makes of these arguments, the same for all databases of one kind."""
    return _prepared(query, of, _FIRST.setdefault(dialect.name, dialect))


# What is compiled refers to its dialect, and each engine has one of its own: the first of a kind serves
# them all, so that no engine that was let go of is kept.
_FIRST: Final[dict[str, sa.Dialect]] = {}


@lru_cache(2_048)
def _prepared(
    query: Callable[..., sa.Select[Any]], of: tuple[Any, ...], dialect: sa.Dialect
) -> Prepared:
    return Prepared(query(*of), dialect)
