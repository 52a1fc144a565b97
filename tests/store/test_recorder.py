"""The recorder passes the eventsourcing library's own tests, on both databases."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from eventsourcing.tests import persistence

from store.recorder import LogRecorder
from store.tables import REGISTER


class Cases(persistence.ApplicationRecorderTestCase[LogRecorder]):
    """All of the library's tests, none skipped; this port offers no subscriptions."""

    __test__ = False
    _engine: sa.Engine

    def create_recorder(self) -> LogRecorder:
        return LogRecorder(self._engine, REGISTER)

    def setUp(self) -> None:
        super().setUp()
        self._threads = set(threading.enumerate())

    def tearDown(self) -> None:
        """The library leaves its readers to end by themselves; their connections must be back."""
        for thread in set(threading.enumerate()) - self._threads:
            thread.join()
        super().tearDown()


class TestRecorderOnSqlite(Cases):
    __test__ = True

    @pytest.fixture(autouse=True)
    def _given(self, sqlite_engine: sa.Engine) -> None:
        self._engine = sqlite_engine


class TestRecorderOnPostgresql(Cases):
    __test__ = True

    @pytest.fixture(autouse=True)
    def _given(self, postgresql_engine: sa.Engine) -> None:
        self._engine = postgresql_engine


def test_positions_count_on_behind_the_facts_that_are_there(engine: sa.Engine) -> None:
    recorder = LogRecorder(engine, REGISTER)
    assert recorder.insert_events([]) == []
    assert recorder.max_notification_id() is None
    with engine.connect() as connection:
        assert recorder.head(connection) == (0, 0)


def test_who_would_subscribe_is_told_to_read_by_position(engine: sa.Engine) -> None:
    with pytest.raises(NotImplementedError, match="by position"):
        LogRecorder(engine, REGISTER).subscribe()
