"""The log's few hot statements, written once in the words of each driver.

SQLAlchemy compiles, caches and checks a statement at every turn; for statements that never change
that is most of their cost. These go to the driver, within the transaction of its connection.
"""

# ruff: noqa: S608 -- the only names put into these texts are those of our own tables
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from psycopg import RawCursor

from store.line import close_line, open_line, worded
from store.tables import LogTables

_FACT = (
    "f.position, f.command, f.recorded_at, f.originator_id, f.originator_version, f.topic, f.state"
)


Question = tuple[str, Sequence[Any]]
"""A query and its arguments."""
Insert = tuple[str, Sequence[Sequence[Any]]]
"""What inserts a row, and the rows to insert."""

_FEW = 8
"""So many rows are written by one statement at most: there is one for each number of rows, and the server
keeps its plan."""


@dataclass(frozen=True, slots=True)
class Statements:
    """SQL with the marks of each database in the place of values: `?`, or `$1` and so on.

    `id_of` makes an argument of an id, `as_id` an id of what was fetched. `stream` tells each fact
    once with each of its keys; it is given the id of the stream twice.
    """

    head: str
    stream: str
    stream_keys: str
    request: str
    add_facts: str
    add_keys: str
    add_files: str
    add_request: str
    next_command: str
    facts_between: str
    keys_between: str
    id_of: Callable[[UUID], Any]
    as_id: Callable[[Any], UUID]


@cache
def statements_of(tables: LogTables, dialect: str, topics: int = 0) -> Statements:
    """The statements for the tables of a log, in a dialect.

    With `topics`, what is read between two positions is of that many topics, named behind them.
    """
    facts, keys, requests = tables.facts.name, tables.keys.name, tables.requests.name
    sqlite = dialect == "sqlite"
    # Each fact looks its keys up by their index. Left to itself, a planner that knows little of
    # the tables may read all keys for every batch.
    each_key = (
        f"CROSS JOIN {keys} k ON k.originator_id = f.originator_id"
        " AND k.originator_version = f.originator_version"
        if sqlite
        else f"CROSS JOIN LATERAL (SELECT * FROM {keys} WHERE originator_id = f.originator_id"
        " AND originator_version = f.originator_version OFFSET 0) k"
    )
    between = "WHERE f.position > ? AND f.position <= ?"
    if topics:
        between += f" AND f.topic IN ({_marks(topics)})"
    texts = {
        "head": f"SELECT position, recorded_at FROM {facts} ORDER BY position DESC LIMIT 1",
        "stream": "SELECT f.originator_version, f.topic, f.state, k.field, k.wrapped"
        f" FROM {facts} f LEFT JOIN {keys} k"
        " ON k.originator_id = ? AND k.originator_version = f.originator_version"
        " WHERE f.originator_id = ? ORDER BY f.originator_version",
        "stream_keys": "SELECT originator_version, field, wrapped"
        f" FROM {keys} WHERE originator_id = ?",
        "request": f"SELECT digest, records FROM {requests} WHERE member = ? AND key = ?",
        "add_facts": _insert(tables.facts),
        "add_keys": _insert(tables.keys),
        "add_files": _insert(tables.files),
        "add_request": _insert(tables.requests),
        "next_command": f"SELECT position FROM {facts} WHERE position > ? AND command = position"
        " ORDER BY position LIMIT 1",
        "facts_between": f"SELECT {_FACT} FROM {facts} f {between} ORDER BY f.position",
        "keys_between": "SELECT f.position, k.field, k.wrapped"
        f" FROM {facts} f {each_key} {between}",
    }
    if tables.keys_apart:  # told by the ciphertexts themselves
        texts["stream"] = (
            f"SELECT f.originator_version, f.topic, f.state, NULL, NULL FROM {facts} f"
            " WHERE f.originator_id = ? AND f.originator_id = ? ORDER BY f.originator_version"
        )
    if not sqlite:
        texts = {name: _numbered(text) for name, text in texts.items()}
    return Statements(
        **texts,
        id_of=(lambda one: one.hex) if sqlite else (lambda one: one),
        as_id=UUID if sqlite else (lambda one: one),
    )


def fetch(connection: sa.Connection, sql: str, arguments: Sequence[Any] = ()) -> list[Any]:
    """What a query finds, as the driver's own tuples."""
    with worded(connection, sql):
        return list(_execute(connection, sql, arguments).fetchall())


def fetch_all(connection: sa.Connection, questions: Sequence[Question]) -> list[list[Any]]:
    """What several queries find, asked at once where a server answers. Each is carried out behind
    the one before it, and sees what had been committed by then."""
    with together(connection), worded(connection):
        asked = [_execute(connection, sql, arguments) for sql, arguments in questions]
        return [list(cursor.fetchall()) for cursor in asked]


def send(connection: sa.Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows."""
    with worded(connection, sql):
        if len(rows) == 1:
            _execute(connection, sql, rows[0])
        elif rows:
            _cursor(connection).executemany(sql, rows)


def send_all(connection: sa.Connection, inserts: Sequence[Insert]) -> None:
    """Write rows of several tables; few of them by one statement, where a server answers."""
    some = [(sql, rows) for sql, rows in inserts if rows]
    counts = tuple((sql, len(rows)) for sql, rows in some)
    if connection.dialect.name == "sqlite" or sum(count for _, count in counts) > _FEW:
        for sql, rows in some:
            send(connection, sql, rows)
    elif some:
        every = [value for _, rows in some for row in rows for value in row]
        send(connection, _at_once(counts), [every])


@contextmanager
def together(connection: sa.Connection) -> Iterator[None]:
    """Send what is written in here without waiting for each answer, where a server answers.

    An error is raised at the latest where the block ends, or the line of which it is a part. What is
    fetched is waited for.
    """
    opened = open_line(connection)
    yield
    if opened:
        close_line(connection)


def _cursor(connection: sa.Connection) -> Any:
    """A cursor for statements with the marks of their database, where the driver looks for none."""
    driver: Any = connection.connection.driver_connection
    return driver.cursor() if connection.dialect.name == "sqlite" else RawCursor(driver)


def _execute(connection: sa.Connection, sql: str, arguments: Sequence[Any]) -> Any:
    cursor = _cursor(connection)
    cursor.execute(sql, arguments)
    return cursor


def _insert(table: sa.Table) -> str:
    names = ", ".join(column.name for column in table.c)
    return f"INSERT INTO {table.name} ({names}) VALUES ({_marks(len(table.c))})"


@lru_cache(1_000)
def _at_once(inserts: tuple[tuple[str, int], ...]) -> str:
    """The statement that inserts so many rows each, in PostgreSQL's words."""
    parts: list[str] = []
    for number, (sql, count) in enumerate(inserts):
        head, _, values = sql.partition(" VALUES ")
        row = re.sub(r"\$\d+", "?", values)
        parts.append(f"part_{number} AS ({head} VALUES {', '.join([row] * count)})")
    return _numbered(f"WITH {', '.join(parts)} SELECT")


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _numbered(text: str) -> str:
    first, *rest = text.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
