"""Queries that every command asks, compiled once and asked through the driver's own cursor.

SQLAlchemy finds a compiled statement by a key that it makes of the whole statement each time. For a
query through the barrier that takes longer than the database does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from projections.rows import Values, conversion_out, fetch


class Prepared:
    """One query in the words of one database; values are given by the names of its parameters."""

    def __init__(self, query: sa.Select[Any], dialect: sa.Dialect) -> None:
        compiled = query.compile(dialect=dialect)
        self._sql = str(compiled)
        self._given = dict(compiled.params)
        self._order = compiled.positiontup
        processed = (
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in compiled.binds.items()
        )
        self._into = {name: process for name, process in processed if process}
        converted = (conversion_out(column, dialect) for column in query.selected_columns)
        self._out = tuple((at, convert) for at, convert in enumerate(converted) if convert)

    def rows(self, connection: sa.Connection, **given: Any) -> list[Values]:
        """What is found, each row a tuple in the order of the query's columns."""
        named = self._given | {
            name: self._into[name](value) if name in self._into else value
            for name, value in given.items()
        }
        arguments: Any = named if self._order is None else tuple([named[n] for n in self._order])
        found = fetch(connection, self._sql, arguments)
        return [self._converted(row) for row in found] if self._out else found

    def _converted(self, row: Values) -> Values:
        values = list(row)
        for at, convert in self._out:
            values[at] = convert(values[at])
        return tuple(values)


def ask(
    connection: sa.Connection, query: Callable[..., sa.Select[Any]], *of: Any, **given: Any
) -> list[Values]:
    """Ask the query that a function makes of these (hashable) arguments, with these values."""
    return _prepared(query, of, connection.dialect).rows(connection, **given)


@lru_cache(2_048)
def _prepared(
    query: Callable[..., sa.Select[Any]], of: tuple[Any, ...], dialect: sa.Dialect
) -> Prepared:
    return Prepared(query(*of), dialect)
