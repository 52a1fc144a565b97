"""Reads and writes rows of views as plain tuples, in the words of each driver.

A tuple holds a row's values in the order of its table's columns, as folds see them. Statements are
written once for each table: SQLAlchemy would compile, check and convert at every turn.
"""

# ruff: noqa: S608 -- the only names put into these texts are those of our own tables

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from psycopg import RawCursor
from sqlalchemy.dialects import registry

Values = tuple[Any, ...]
Convert = Callable[[Any], Any]
Question = tuple[str, Sequence[Any]]
"""A query and its arguments."""

_dump = orjson.dumps

COPIED = 50
"""From how many rows on PostgreSQL's COPY is quicker than single inserts."""
NAMED = 10_000
"""How many ids one statement names at most."""


@dataclass(frozen=True, slots=True)
class Statements:
    """A table's statements and, by place, the conversions of its columns on the way in and out.

    `marks` stand for values in a statement, in order: one for each column, and one more.
    """

    name: str
    columns: tuple[str, ...]
    marks: tuple[str, ...]
    insert: str
    copy: tuple[str, str, str, str]
    one: str
    several: str
    returning: str
    json: tuple[int, ...]
    into: tuple[tuple[int, Convert], ...]
    out: tuple[tuple[int, Convert], ...]

    def update(self, places: Sequence[int]) -> str:
        """The statement that gives a row new values at these places, by its id."""
        assign = [f"{self.columns[at]} = {mark}" for at, mark in zip(places, self.marks)]  # noqa: B905 -- there are more marks
        where = f"id = {self.marks[len(places)]}{self.returning}"
        return f"UPDATE {self.name} SET {', '.join(assign)} WHERE {where}"

    def stored(self, row: Sequence[Any]) -> list[Any]:
        """A row's values as the driver takes them; a list is changed in place."""
        values = row if isinstance(row, list) else list(row)
        for place in self.json:
            values[place] = _dump(values[place]).decode()
        for place, convert in self.into:
            values[place] = convert(values[place])
        return values

    def seen(self, row: Values) -> Values:
        """A row's values as folds see them, of what the driver hands over."""
        values = list(row)
        for place, convert in self.out:
            values[place] = convert(values[place])
        return tuple(values)


def statements(table: sa.Table, dialect: sa.Dialect) -> Statements:
    """The statements for a table, the same for all databases of one kind."""
    return _statements(table, dialect.name)


@cache
def _statements(table: sa.Table, backend: str) -> Statements:
    dialect: sa.Dialect = registry.load(backend)()
    name = dialect.identifier_preparer.format_table(table)
    columns = tuple(dialect.identifier_preparer.format_column(column) for column in table.c)
    names = ", ".join(columns)
    marks = tuple("?" if backend == "sqlite" else f"${n}" for n in range(1, len(columns) + 2))
    into = ((i, _into(column, dialect)) for i, column in enumerate(table.c))
    out = ((i, conversion_out(column, dialect)) for i, column in enumerate(table.c))
    return Statements(
        name=name,
        columns=columns,
        marks=marks,
        insert=f"INSERT INTO {name} ({names}) VALUES ({', '.join(marks[:-1])})",
        copy=_copy(table.name, name, names),
        one=f"SELECT {names} FROM {name} WHERE id = {marks[0]}",
        several="id IN (SELECT value FROM json_each(?))" if backend == "sqlite" else "id = ANY($1)",
        returning="" if backend == "sqlite" else " RETURNING id",
        json=tuple(i for i, column in enumerate(table.c) if isinstance(column.type, sa.JSON)),
        into=tuple((i, convert) for i, convert in into if convert),
        out=tuple((i, convert) for i, convert in out if convert),
    )


def read(connection: sa.Connection, table: sa.Table, ids: Sequence[str]) -> list[Values]:
    """The rows with these ids, as far as they are there."""
    of = statements(table, connection.dialect)
    if len(ids) == 1:
        rows = fetch(connection, of.one, (ids[0],))
    else:
        sql = f"SELECT {', '.join(of.columns)} FROM {of.name} WHERE {of.several}"
        rows = [row for some in _parts(connection, ids) for row in fetch(connection, sql, (some,))]
    return [of.seen(row) for row in rows]


def insert(connection: sa.Connection, table: sa.Table, rows: Iterable[Sequence[Any]]) -> None:
    """Add rows; many at once."""
    of = statements(table, connection.dialect)
    stored = [of.stored(row) for row in rows]
    with _worded(connection):
        if len(stored) == 1:
            _cursor(connection).execute(of.insert, stored[0])
        elif len(stored) >= COPIED and _copies(connection):
            _copied(_cursor(connection), of, stored)
        elif stored:
            _cursor(connection).executemany(of.insert, stored)


def update(
    connection: sa.Connection, table: sa.Table, rows: Iterable[tuple[Values, Values]]
) -> Callable[[], int]:
    """Bring rows from what they were to what they are, by id; answers what tells how many were met."""
    of = statements(table, connection.dialect)
    cursors = []
    with _worded(connection), together(connection):
        for before, after in rows:
            places = [i for i, value in enumerate(after) if value != before[i]]
            values = of.stored(after)
            cursor = _cursor(connection)
            cursor.execute(of.update(places), (*[values[place] for place in places], after[0]))
            cursors.append(cursor)

    def met() -> int:
        with _worded(connection):
            return sum(_changed(cursor) for cursor in cursors)

    return met


def _changed(cursor: Any) -> int:
    """How many rows it changed; a server's answer is waited for."""
    if isinstance(cursor, RawCursor):
        return len(cursor.fetchall())
    rows: int = cursor.rowcount
    return rows


def delete(connection: sa.Connection, table: sa.Table, ids: Sequence[str] | None = None) -> int:
    """Take rows away by id, or all of them; answers how many were met."""
    of = statements(table, connection.dialect)
    if ids is None:
        return connection.exec_driver_sql(f"DELETE FROM {of.name}").rowcount
    sql, met = f"DELETE FROM {of.name} WHERE {of.several}", 0
    with _worded(connection):
        for some in _parts(connection, ids):
            met += _cursor(connection).execute(sql, (some,)).rowcount
    return met


def fetch(connection: sa.Connection, sql: str, arguments: Any) -> list[Values]:
    """What a query finds, as the driver's own tuples."""
    with _worded(connection):
        cursor = _cursor(connection)
        cursor.execute(sql, arguments)
        return list(cursor.fetchall())


def send(connection: sa.Connection, sql: str, arguments: Any) -> None:
    """Carry out a statement whose answer nobody needs; among others that are sent together, without
    waiting for it."""
    with _worded(connection):
        _cursor(connection).execute(sql, arguments)


def _cursor(connection: sa.Connection) -> Any:
    """A cursor for statements with the marks of their database: the driver of PostgreSQL would else look
    for its own marks in each, and takes as long for a long one as the server."""
    driver: Any = connection.connection.driver_connection
    return driver.cursor() if connection.dialect.name == "sqlite" else RawCursor(driver)


def together(connection: sa.Connection) -> AbstractContextManager[Any]:
    """Send what is written without waiting for each answer, where a server answers.

    Inside another such block it joins that one. The driver's own nesting begins with waiting for
    answers, whether or not all that was written before has left: behind a file of a megabyte,
    driver and server then wait for each other for good.
    """
    driver: Any = connection.connection.driver_connection
    alone = connection.dialect.name == "sqlite" or _sent_together(driver)
    return nullcontext() if alone else driver.pipeline()


def _sent_together(driver: Any) -> bool:
    return bool(driver.info.pipeline_status)


def _copy(table: str, name: str, names: str) -> tuple[str, str, str, str]:
    """What brings rows in by COPY. It refuses a table with row-level security: so they arrive in one
    beside it, which is gone when the transaction ends."""
    beside = f"arriving_{table}"
    return (
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {beside} (LIKE {name}) ON COMMIT DROP",
        f"COPY {beside} ({names}) FROM STDIN",
        f"INSERT INTO {name} ({names}) SELECT {names} FROM {beside}",
        f"TRUNCATE {beside}",
    )


def _copied(cursor: Any, of: Statements, rows: Iterable[Sequence[Any]]) -> None:
    make, copy_in, move, clear = of.copy
    cursor.execute(make)
    with cursor.copy(copy_in) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(move)
    cursor.execute(clear)


def _copies(connection: sa.Connection) -> bool:
    """Whether COPY can be used: not while others wait for their answers, and by a login that may make
    temporary tables."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "postgresql" or driver.pgconn.pipeline_status:
        return False
    known = connection.info
    if _TEMPORARY not in known:
        asked = "SELECT has_database_privilege(current_database(), 'TEMPORARY')"
        known[_TEMPORARY] = driver.execute(asked).fetchone()[0]
    return bool(known[_TEMPORARY])


_TEMPORARY = "sekisho.temporary"


class _worded:  # noqa: N801 -- used like a function, and at every statement: a generator would take four times as long
    """Raise the driver's errors as SQLAlchemy would, without the values of the statement."""

    __slots__ = ("_dialect",)

    def __init__(self, connection: sa.Connection) -> None:
        self._dialect = connection.dialect

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        of_driver = self._dialect.loaded_dbapi.Error
        if isinstance(error, of_driver):
            raise sa.exc.DBAPIError.instance(
                "", None, error, of_driver, hide_parameters=True, dialect=self._dialect
            ) from error


def _parts(connection: sa.Connection, ids: Sequence[str]) -> Iterable[Any]:
    """The ids as arguments, each of some thousands."""
    for start in range(0, len(ids), NAMED):
        some = list(ids[start : start + NAMED])
        yield _text(some) if connection.dialect.name == "sqlite" else some


def _into(column: sa.Column[Any], dialect: sa.Dialect) -> Convert | None:
    if isinstance(column.type, (sa.JSON, sa.Boolean)):
        return None  # the first are dumped, and both drivers know what to do with the second
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def conversion_out(column: sa.ColumnElement[Any], dialect: sa.Dialect) -> Convert | None:
    """What makes of the driver's value that of a column, where it is not that already."""
    if isinstance(column.type, sa.JSON):
        return orjson.loads if dialect.name == "sqlite" else None
    return column.type.dialect_impl(dialect).result_processor(dialect, None)


def _text(value: Any) -> str:
    return _dump(value).decode()
