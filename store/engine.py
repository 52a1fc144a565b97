"""Opens a database so that one request is one snapshot and one command is one transaction."""

from __future__ import annotations

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import NoneType
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from store.deadline import is_over, seconds_left
from store.line import mind_lines, worded

BUSY_TIMEOUT_MS: Final = 30_000
"""How long a writer waits for another before it gives up, on either database."""
CONNECT_TIMEOUT_S: Final = 10
PATIENCE_MS: Final = 200
"""How long the write-ahead log waits for readers to be emptied."""

REGISTER_SCHEMA: Final = "register"
"""Where the register's tables stand on PostgreSQL. The tables themselves name no schema: each
connection's search path does."""
READS_SCHEMA: Final = "reads"
"""Where the reads on record stand."""
DESK_SCHEMA: Final = "desk"
"""Where the desk's tables stand, with rights for the desk's login alone."""
KEYS_SCHEMA: Final = "desk_keys"
"""Where the keys of the desk's subjects stand, apart from what they open."""

KEPT: Final = 10
ANSWERING: Final = 16
"""Threads that answer requests in one process."""
CONNECTIONS: Final = ANSWERING + 4
"""One for each of these, and some for who follows the log: with fewer, a burst would wait for
connections instead of for the database, and some of it in vain. `KEPT` of them stay open."""
ASKED_BEFORE: Final = 1
"""How often a connection to PostgreSQL was asked a statement before it keeps its plan: behind the
second lock, making a plan may take longer than carrying it out, and no plan depends on the values."""
STEPS_TO_LOOK: Final = 10_000
"""After so many steps of a statement SQLite looks at the clock."""

_POSTGRESQL: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})


def database_url(text: str) -> sa.URL:
    """The URL of a database; `postgres://` and `postgresql://` mean the driver in use here.

    Raises ValueError where `text` is no URL, or of a database or driver that is not served. Its
    message never repeats what stands in it.
    """
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise ValueError("no database URL") from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return url
    raise ValueError("neither sqlite nor postgresql")


def shown(url: sa.URL) -> str:
    """The URL as it may be shown: without any password."""
    secret = {"password", "sslpassword", "passfile"}
    query = {name: "***" if name in secret else value for name, value in url.query.items()}
    kind = url.get_backend_name()  # without the driver: as an operator writes it
    return url.set(drivername=kind, query=query).render_as_string(hide_password=True)


def open_engine(
    url: str | sa.URL,
    schema: str = REGISTER_SCHEMA,
    most: int = CONNECTIONS,
    journal: str = "WAL",
) -> sa.Engine:
    """An engine for `url` (sqlite or postgresql), set up for this log; raises ValueError.

    On PostgreSQL it works in `schema`. It opens `most` connections at most.

    SQLite: write-ahead log (or another `journal`), full durability, explicit BEGIN (IMMEDIATE for writers), since the
    driver's own transactions begin only at the first write and a reader would see two snapshots.
    PostgreSQL: writers READ COMMITTED, whatever the server's default is, since what they read
    behind the lock must be what was committed before it; readers take one REPEATABLE READ READ
    ONLY snapshot.
    """
    parsed = database_url(url) if isinstance(url, str) else url
    postgresql = parsed.get_backend_name() == "postgresql"
    special: dict[str, Any] = {}
    if postgresql:
        special = {
            "isolation_level": "READ COMMITTED",
            "connect_args": _postgresql_connection(parsed, schema),
        }
    engine = sa.create_engine(
        parsed,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        hide_parameters=True,  # errors are logged; what people wrote must not be
        pool_size=min(KEPT, most),
        max_overflow=max(0, most - KEPT),
        pool_use_lifo=True,
        **special,
    )
    if postgresql:
        event.listen(engine, "checkout", _require_alive)
        event.listen(engine, "begin", _limit_statements)
        mind_lines(engine)
    else:
        event.listen(engine, "connect", partial(_prepare_sqlite, journal))
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql_connection(url: sa.URL, schema: str) -> dict[str, Any]:
    """What each connection begins with: it stays, however often the pool hands it on."""
    stated = url.query.get("options", "")
    options = [
        *((stated,) if isinstance(stated, str) else stated),
        f"-csearch_path={schema}",
        f"-clock_timeout={BUSY_TIMEOUT_MS}",
        "-cplan_cache_mode=force_generic_plan",
    ]
    return {
        "options": " ".join(option for option in options if option),
        "client_encoding": "utf8",
        "application_name": url.query.get("application_name", "sekisho"),
        "connect_timeout": url.query.get("connect_timeout", CONNECT_TIMEOUT_S),
        "prepare_threshold": ASKED_BEFORE,
    }


def _require_alive(driver: Any, _: ConnectionPoolEntry, __: Any) -> None:
    """Let the pool open another connection where the server has ended this one, as when it was
    started anew. It then has something to say to a connection that asked for nothing; to look costs
    less than to ask."""
    if driver.closed:
        raise sa.exc.DisconnectionError
    waiting = select.poll()
    waiting.register(driver.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise sa.exc.DisconnectionError


# The driver looks for a way to store whatever is not exactly a number, a text or a bytearray, and
# looks long for what has none. These say that each is stored as it is.
sqlite3.register_adapter(NoneType, dict[None, None]().get)
sqlite3.register_adapter(bool, int)
sqlite3.register_adapter(bytes, bytes)


def _prepare_sqlite(journal: str, connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_progress_handler(is_over, STEPS_TO_LOOK)


def _limit_statements(connection: sa.Connection) -> None:
    """Let the server give up what takes longer than the work under way may."""
    left = seconds_left()
    if left is not None:
        milliseconds = max(1, round(left * 1000))  # 0 would be no limit
        driver: Any = connection.connection.driver_connection
        driver.execute(f"SET LOCAL statement_timeout = {milliseconds}", prepare=False)


def _begin_sqlite(connection: sa.Connection) -> None:
    driver: Any = connection.connection.driver_connection
    writes = connection.get_execution_options().get("writes", False)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    if writes:
        left = seconds_left()
        wait = BUSY_TIMEOUT_MS if left is None else min(BUSY_TIMEOUT_MS, round(left * 1000))
        driver.execute(f"PRAGMA busy_timeout = {max(1, wait)}")
    with worded(connection, begin):
        driver.execute(begin)


def is_emptied(engine: sa.Engine) -> bool:
    """Whether SQLite's write-ahead log could be written into the file and emptied. Whoever writes waits for
    as long as this does, so that it gives up soon where somebody reads an older state."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        [(busy, _, _)] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return not busy


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One read-only view of the database, the same from the first statement to the last."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection
