"""The recorder: the eventsourcing library's port to the log, on SQLAlchemy Core for both databases.

Positions are max + 1 under the lock, so they are dense and in commit order. The library's own
PostgreSQL functions lose events under concurrency (docs/decisions/0002).
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
    Subscription,
)

from store.line import close_line, open_line
from store.statements import Question, fetch, fetch_all, send, statements_of
from store.tables import LogTables

SALT = 16


class LogRecorder(ApplicationRecorder):
    """Appends and reads stored facts. One instance serves all threads."""

    def __init__(
        self, engine: sa.Engine, tables: LogTables, clock: Callable[[], int] | None = None
    ) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writes=True)
        self.tables = tables
        self._clock = clock or (lambda: 0)
        self._lock_id = zlib.crc32(tables.facts.name.encode())
        self._open = threading.local()
        facts = tables.facts
        self.statements = statements_of(tables, engine.dialect.name)
        self._event = (
            facts.c.originator_id,
            facts.c.originator_version,
            facts.c.topic,
            facts.c.state,
        )

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """The one writing transaction: under the log's lock, committed at the end or not at all."""
        with self.writing_on_line(()) as (connection, _):
            close_line(connection)
            yield connection

    @contextmanager
    def writing_on_line(
        self, questions: Sequence[Question]
    ) -> Iterator[tuple[sa.Connection, list[list[Any]]]]:
        """The same, on a line to the server, with what these queries find behind the lock."""
        lock: list[Question] = []
        if self.engine.dialect.name == "postgresql":
            lock = [("SELECT pg_advisory_xact_lock($1)", (self._lock_id,))]
        with self._writer.connect() as connection:
            open_line(connection)
            with connection.begin():
                found = fetch_all(connection, [*lock, *questions])
                self._open.connection = connection
                try:
                    yield connection, found[len(lock) :]
                finally:
                    self._open.connection = None

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        connection = getattr(self._open, "connection", None)
        if connection is not None:
            yield connection
        else:
            with self.engine.connect() as fresh, fresh.begin():
                yield fresh

    def head(self, connection: sa.Connection) -> tuple[int, int]:
        """The last position and its recording instant in microseconds; (0, 0) of an empty log."""
        return head_of(fetch(connection, self.statements.head))

    def append(
        self,
        connection: sa.Connection,
        stored_events: Sequence[StoredEvent],
        *,
        after: int,
        recorded_at: int,
    ) -> list[int]:
        """Insert the facts of one command behind position `after`; returns their positions."""
        rows = self.rows(stored_events, after=after, recorded_at=recorded_at)
        try:
            send(connection, self.statements.add_facts, rows)
        except sa.exc.IntegrityError as e:
            raise IntegrityError(e) from e
        except sa.exc.OperationalError as e:
            raise OperationalError(e) from e
        return [row[0] for row in rows]

    def rows(
        self, stored_events: Sequence[StoredEvent], *, after: int, recorded_at: int
    ) -> list[tuple[Any, ...]]:
        """The rows of one command's facts, behind position `after`."""
        command, id_of = after + 1, self.statements.id_of
        salts = os.urandom(2 * SALT * len(stored_events))
        rows: list[tuple[Any, ...]] = []
        for index, stored in enumerate(stored_events):
            salt = salts[2 * SALT * index : 2 * SALT * (index + 1)]
            rows.append(
                (
                    command + index,
                    command,
                    id_of(_uuid(stored)),
                    stored.originator_version,
                    stored.topic,
                    stored.state,
                    recorded_at,
                    salt[:SALT],
                    salt[SALT:],
                )
            )
        return rows

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        if not stored_events:
            return []
        with self.writing() as connection:
            position, last = self.head(connection)
            return self.append(
                connection,
                stored_events,
                after=position,
                recorded_at=max(self._clock(), last),
            )

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        facts = self.tables.facts
        version = facts.c.originator_version
        query = sa.select(*self._event).where(facts.c.originator_id == originator_id)
        if gt is not None:
            query = query.where(version > gt)
        if lte is not None:
            query = query.where(version <= lte)
        query = query.order_by(version.desc() if desc else version).limit(limit)
        with self._reading() as connection:
            return [StoredEvent(*row) for row in connection.execute(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        facts = self.tables.facts
        query = sa.select(*self._event, facts.c.position)
        if start is not None:
            after_start = (
                facts.c.position >= start if inclusive_of_start else facts.c.position > start
            )
            query = query.where(after_start)
        if stop is not None:
            query = query.where(facts.c.position <= stop)
        if topics:
            query = query.where(facts.c.topic.in_(topics))
        query = query.order_by(facts.c.position).limit(limit)
        with self._reading() as connection:
            return [Notification(*row) for row in connection.execute(query)]

    def max_notification_id(self) -> int | None:
        with self._reading() as connection:
            return self.head(connection)[0] or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Not offered: projections fold inside the append, followers read by position."""
        raise NotImplementedError("read the log by position with select_notifications")


def _uuid(stored: StoredEvent) -> UUID:
    assert isinstance(stored.originator_id, UUID)
    return stored.originator_id


def head_of(rows: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """What the query for the head found."""
    return (rows[0][0], rows[0][1]) if rows else (0, 0)
