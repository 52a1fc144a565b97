"""Both databases stand as the code says, and their transactions are what the log needs."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from service import database
from service.settings import Settings
from store.deadline import within
from store.engine import BUSY_TIMEOUT_MS, snapshot
from store.recorder import LogRecorder
from store.tables import REGISTER
from tests.grounds import Postgresql


def test_the_tables_are_as_the_code_says(engine: sa.Engine) -> None:
    assert database.differences(engine) is None


def test_errors_do_not_tell_what_people_wrote(engine: sa.Engine) -> None:
    secret = "顧客の氏名"
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as error:
        connection.execute(sa.text("SELECT :text FROM nowhere"), {"text": secret})
    assert secret not in str(error.value)


def test_sqlite_is_durable_and_gives_no_page_back_unwiped(sqlite_engine: sa.Engine) -> None:
    with snapshot(sqlite_engine) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
    }


def test_a_writer_waits_for_another_no_longer_than_its_own_time(engine: sa.Engine) -> None:
    first, second = (LogRecorder(engine, REGISTER) for _ in range(2))
    begun = time.monotonic()
    with first.writing(), within(0.3), pytest.raises(sa.exc.DBAPIError), second.writing():
        pass
    assert time.monotonic() - begun < BUSY_TIMEOUT_MS / 2000
    with second.writing() as connection:  # and the next one waits as long as ever
        if engine.dialect.name == "sqlite":
            waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
            assert waits == BUSY_TIMEOUT_MS


def test_postgresql_readers_cannot_write(postgresql_engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="read-only"), snapshot(postgresql_engine) as reader:
        reader.exec_driver_sql("INSERT INTO coverage VALUES ('a', 'b')")


def test_a_connection_that_the_server_has_ended_is_replaced(
    postgresql: Postgresql, postgresql_settings: Settings, postgresql_engine: sa.Engine
) -> None:
    for _ in range(2):
        with postgresql_engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        with postgresql.as_superuser(postgresql_settings) as superuser:
            superuser.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    with postgresql_engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
