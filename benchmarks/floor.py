"""The floor: the very statements a measured action sent, replayed by the bare driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

Statement = tuple[str, Any, bool]


@contextmanager
def listening(engine: sa.Engine, *verbs: str) -> Iterator[list[Statement]]:
    """Collect the statements that begin with one of the verbs while the block runs."""
    heard: list[Statement] = []

    def hear(_c: Any, _cursor: Any, sql: str, parameters: Any, _x: Any, many: bool) -> None:
        if sql.lstrip().split(" ", 1)[0].upper() in verbs:
            heard.append((sql, parameters, many))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def bare(file: Path) -> sqlite3.Connection:
    """The standard library's driver, as durable as the service's own connections."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def replay_writes(connection: sqlite3.Connection, statements: list[Statement]) -> None:
    """The statements in one durable transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for sql, parameters, many in statements:
        if many:
            connection.executemany(sql, parameters)
        else:
            connection.execute(sql, parameters)
    connection.execute("COMMIT")


def replay_reads(connection: sqlite3.Connection, statements: list[Statement]) -> int:
    """Fetch every row of the statements in one snapshot; how many there were."""
    connection.execute("BEGIN")
    rows = sum(len(connection.execute(sql, p).fetchall()) for sql, p, _ in statements)
    connection.execute("COMMIT")
    return rows
