"""The eventsourcing library's own way to fill views: a runner that folds one event a transaction.

Its application holds the facts in memory, where reading them costs nothing, and opens their sealed
texts. Its view is a tracking recorder, as the library asks for: it folds by the same folds into the
same tables, and keeps its position in the same transaction. On SQLite it is the library's recorder;
on PostgreSQL, where that one needs a pool that is not installed here, one on the bare driver.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

import psycopg
import sqlalchemy as sa
from eventsourcing.application import Application
from eventsourcing.persistence import (
    ApplicationRecorder,
    Mapper,
    StoredEvent,
    Tracking,
    TrackingRecorder,
    Transcoder,
)
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder

from benchmarks.grounds import Ground
from domain.kernel import Fact, Recorded
from projections import rows
from projections.all import FOLDING
from projections.folding import Turns
from projections.view import View
from service import house
from service.settings import Settings
from store.keys import KeyRing
from store.mapper import SealingMapper

NAME: Final = "Register"
_TRACK: Final = (
    "INSERT INTO tracking VALUES ($1, $2) ON CONFLICT (application_name)"
    " DO UPDATE SET notification_id = excluded.notification_id"
)


def seconds_per_fact(ground: Ground, opened: house.House, facts: int) -> float:
    """What the runner takes for one of the first facts of a register."""
    stored, keys = _stored(opened, facts)
    target = ground.blank("runner")
    house.found(target).close()
    environment: dict[str, str] = {}
    view_class: type[TrackingRecorder]
    if target.database_file is not None:
        environment = {
            "BOARD_PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "BOARD_SQLITE_DBNAME": str(target.database_file),
        }
        view_class = _on_sqlite(opened.engine.dialect)
    else:
        view_class = _on_postgresql(ground, target, opened.engine.dialect)

    class Register(Application[UUID]):
        """The register, its facts in memory."""

        name = NAME

        def construct_recorder(self) -> ApplicationRecorder:
            recorder = super().construct_recorder()
            recorder.insert_events(stored)
            return recorder

        def construct_mapper(self, transcoder: Transcoder | None = None) -> Mapper[UUID]:
            del transcoder
            return SealingMapper(keys)

    class Board(Projection[Any]):
        """All views of the register."""

        def process_event(self, domain_event: Any, tracking: Tracking) -> None:
            self.view.fold(domain_event, tracking)

    with ProjectionRunner(
        application_class=Register,
        projection_class=Board,
        view_class=view_class,
        env=environment,
    ) as runner:
        runner.wait(len(stored), timeout=3600)
        view: Any = runner.view
        taken: float = view.ended - view.begun
    return taken / len(stored)


def _stored(opened: house.House, facts: int) -> tuple[list[StoredEvent], KeyRing]:
    keys = KeyRing(opened.log.wrapping, opened.log.recorder.tables)
    stored = opened.log.recorder.select_notifications(1, facts)
    with opened.log.following() as connection:
        keys.fetch(connection, {UUID(str(one.originator_id)) for one in stored})
    events = [
        StoredEvent(one.originator_id, one.originator_version, one.topic, one.state)
        for one in stored
    ]
    return events, keys


def _fold(cursor: Any, fact: Fact, position: int, dialect: sa.Dialect) -> None:
    one = Recorded(position, position, fact.timestamp, fact)
    for view, subjects in FOLDING.by_row([one]).items():
        for turns in subjects.values():
            _turn(cursor, view, turns, dialect)


def _turn(cursor: Any, view: View, turns: Turns, dialect: sa.Dialect) -> None:
    now, past = (rows.statements(table, dialect) for table in (view.current, view.past))
    cursor.execute(now.one, (str(turns.subject),))
    found = cursor.fetchone()
    row = dict(zip(view.names, now.seen(tuple(found)), strict=True)) if found else None
    was: list[list[Any]] = []
    after = view.values(FOLDING.turn(view, row, turns, was))
    if row is None:
        cursor.execute(now.insert, now.stored(after))
        return
    cursor.execute(past.insert, past.stored(was[0]))
    cursor.execute(now.update(range(len(now.columns))), (*now.stored(after), after[0]))


def _on_sqlite(dialect: sa.Dialect) -> type[TrackingRecorder]:
    class Kept(SQLiteTrackingRecorder):
        """The views and how far they are."""

        begun = ended = 0.0

        def fold(self, fact: Fact, tracking: Tracking) -> None:
            self.begun = self.begun or time.perf_counter()
            with self.datastore.transaction(commit=True) as cursor:
                self._insert_tracking(cursor, tracking)
                _fold(cursor, fact, tracking.notification_id, dialect)
            self.ended = time.perf_counter()

    return Kept


def _on_postgresql(ground: Ground, target: Settings, dialect: sa.Dialect) -> type[TrackingRecorder]:
    of_thread = threading.local()

    @contextmanager
    def transaction() -> Iterator[Any]:
        if not hasattr(of_thread, "connection"):
            of_thread.connection = ground.bare(target)
        with (
            of_thread.connection.transaction(),
            psycopg.RawCursor(of_thread.connection) as cursor,
        ):
            yield cursor

    with transaction() as cursor:
        cursor.execute(
            "CREATE TABLE tracking (application_name text PRIMARY KEY, notification_id bigint)"
        )

    class Kept(POPOTrackingRecorder):
        """The views and how far they are."""

        begun = ended = 0.0

        def max_tracking_id(self, application_name: str) -> int | None:
            with transaction() as cursor:
                sql = "SELECT max(notification_id) FROM tracking WHERE application_name = $1"
                cursor.execute(sql, (application_name,))
                found: int | None = cursor.fetchone()[0]
            return found

        def fold(self, fact: Fact, tracking: Tracking) -> None:
            self.begun = self.begun or time.perf_counter()
            with transaction() as cursor:
                cursor.execute(_TRACK, (tracking.application_name, tracking.notification_id))
                _fold(cursor, fact, tracking.notification_id, dialect)
            self.ended = time.perf_counter()

    return Kept
