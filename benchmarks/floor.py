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
def traced(engine: sa.Engine) -> Iterator[list[str]]:
    """Collect the SELECTs that SQLite itself is given while the block runs, with their values in them:
    those too that go to the driver directly."""
    heard: list[str] = []

    def watch(driver: Any, *_: Any) -> None:
        driver.set_trace_callback(
            lambda sql: heard.append(sql) if sql.startswith(("SELECT", "WITH")) else None
        )

    event.listen(engine, "checkout", watch)
    try:
        yield heard
    finally:
        event.remove(engine, "checkout", watch)
        engine.dispose()


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
