"""What goes over the line to a server fails no later than the transaction ends, and leaves nothing."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from psycopg.pq import TransactionStatus

from domain.register.incident import Incident
from projections.all import fold_register
from store.deadline import within
from store.keys import WrappingKey
from store.line import close_line, open_line
from store.log import Log
from store.statements import fetch, send
from store.tables import REGISTER
from tests.houses import MZ, Clock


def key(log: Log) -> tuple[object, ...]:
    return (log.recorder.statements.id_of(uuid4()), 1, "text", b"not to be shown")


def begun(*, at: datetime) -> Incident:
    return Incident.report(id=uuid4(), owner=MZ, title="前", by=UUID(int=1), at=at)


def kept(log: Log) -> int:
    with log.reading() as connection:
        return len(connection.execute(sa.select(REGISTER.keys)).all())


def on_line(connection: sa.Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.info.pipeline_status)


@pytest.fixture
def served(postgresql_engine: sa.Engine, clock: Clock, wrapping: WrappingKey) -> Log:
    """A log on a server."""
    return Log(postgresql_engine, REGISTER, wrapping, clock=clock, fold=fold_register)


def test_a_command_stands_on_a_line_until_it_has_ended(served: Log) -> None:
    with served.writing() as work:
        work.keep(begun(at=work.now))
    served.require_fitting_key()
    for _ in range(2):
        with served.writing() as work:
            assert on_line(work.connection)
            assert not open_line(work.connection), "there is one"
        with served.recorder.writing() as connection:
            assert not on_line(connection), "rows are copied here"


def test_an_error_comes_at_the_end_at_the_latest_and_nothing_is_kept(log: Log) -> None:
    add, row = log.recorder.statements.add_keys, key(log)
    with pytest.raises(sa.exc.IntegrityError) as raised, log.recorder.writing() as connection:
        open_line(connection)
        send(connection, add, [row])
        send(connection, add, [row])
        send(connection, add, [key(log)])
    assert "not to be shown" not in str(raised.value)
    assert kept(log) == 0


def test_a_connection_is_at_rest_behind_an_error_that_came_with_the_commit(served: Log) -> None:
    add, row = served.recorder.statements.add_keys, key(served)
    with pytest.raises(sa.exc.IntegrityError), served.writing() as work:
        driver: Any = work.connection.connection.driver_connection
        for _ in range(2):
            send(work.connection, add, [row])
    assert driver.info.transaction_status == TransactionStatus.IDLE
    with served.writing() as work:
        assert work.connection.connection.driver_connection is driver
        work.keep(begun(at=work.now))
    assert served.head()[0] == 1


def test_nothing_of_an_error_that_was_there_before_the_commit_is_logged(
    served: Log, caplog: pytest.LogCaptureFixture
) -> None:
    """As the answer is waiting already, the COMMIT is what meets it; the pool then finds a connection
    at rest, and has nothing to tell."""
    for _ in range(3):
        with served.writing() as work:
            work.keep(begun(at=work.now))
    served.require_fitting_key()
    add, row = served.recorder.statements.add_keys, (uuid4(), 1, "text", b"x")
    drivers = set()
    for pause in (0.0, 0.002, 0.004, 0.01, 0.02) * 2:
        with pytest.raises(sa.exc.IntegrityError), served.writing() as work:
            drivers.add(work.connection.connection.driver_connection)
            for _ in range(2):
                send(work.connection, add, [row])
            time.sleep(pause)
    assert len(drivers) == 1
    assert not [one for one in caplog.records if one.name.startswith("sqlalchemy.pool")]
    assert kept(served) == 3


def test_a_connection_that_the_server_ended_is_told_as_that(
    served: Log, postgresql_engine: sa.Engine
) -> None:
    with pytest.raises(sa.exc.OperationalError), served.reading() as connection:
        connection.execute(sa.select(sa.literal(1)))
        driver: Any = connection.connection.driver_connection
        with postgresql_engine.connect() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(driver.info.backend_pid)))
        time.sleep(0.1)
        connection.execute(sa.select(sa.literal(1)))
    with served.writing() as work:
        work.keep(begun(at=work.now))


def test_an_error_comes_before_anything_else_is_answered(log: Log) -> None:
    add, row = log.recorder.statements.add_keys, key(log)
    for ask in (
        lambda connection: fetch(connection, "SELECT 1"),
        lambda connection: connection.execute(sa.select(sa.literal(1))),
        close_line,
    ):
        with pytest.raises(sa.exc.IntegrityError), log.recorder.writing() as connection:
            open_line(connection)
            send(connection, add, [row])
            send(connection, add, [row])
            ask(connection)
            pytest.fail("it was answered")
    assert kept(log) == 0


def test_what_was_sent_before_somebody_gave_up_is_taken_back(log: Log) -> None:
    add, row = log.recorder.statements.add_keys, key(log)
    for rows in ([row], [row, row]):
        with pytest.raises(ZeroDivisionError), log.recorder.writing() as connection:
            open_line(connection)
            send(connection, add, rows[:1])
            if connection.dialect.name == "postgresql":
                for one in rows[1:]:
                    send(connection, add, [one])  # an error that nobody has met yet
            raise ZeroDivisionError
    assert kept(log) == 0
    with log.recorder.writing() as connection:
        open_line(connection)
        send(connection, add, [row])
    assert kept(log) == 1


def test_sqlalchemy_asks_beside_the_line_and_sees_what_was_sent(log: Log) -> None:
    with log.recorder.writing() as connection:
        open_line(connection)
        send(connection, log.recorder.statements.add_keys, [key(log)])
        assert len(connection.execute(sa.select(REGISTER.keys)).all()) == 1
    assert kept(log) == 1


def test_what_takes_too_long_is_given_up_on_a_line_too(served: Log) -> None:
    began = time.monotonic()
    with within(0.3), pytest.raises(sa.exc.OperationalError), served.writing() as work:
        fetch(work.connection, "SELECT pg_sleep(20)")
    assert time.monotonic() - began < 5
