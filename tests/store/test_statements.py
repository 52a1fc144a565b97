"""What goes to the driver directly fails as what goes through SQLAlchemy does."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa

from store.log import Log
from store.statements import fetch, fetch_all, send, send_all, statements_of, together
from store.tables import REGISTER


def key(log: Log, secret: bytes = b"wrapped") -> tuple[object, ...]:
    return (statements_of(REGISTER, log.engine.dialect.name).id_of(uuid4()), 1, "text", secret)


def test_an_error_of_the_driver_is_raised_in_sqlalchemys_words_and_without_values(log: Log) -> None:
    add = log.recorder.statements.add_keys
    row = key(log, b"not to be shown")
    with pytest.raises(sa.exc.IntegrityError) as raised, log.recorder.writing() as connection:
        send(connection, add, [row])
        send(connection, add, [row, row])
    assert "not to be shown" not in str(raised.value)


def test_of_what_is_sent_together_an_error_is_raised_at_the_end_at_the_latest(log: Log) -> None:
    add, row = log.recorder.statements.add_keys, key(log)
    with pytest.raises(sa.exc.IntegrityError), log.recorder.writing() as connection:
        with together(connection):
            send(connection, add, [row])
            send(connection, add, [row])
        pytest.fail("it was raised where the block ended")
    with log.recorder.writing() as connection, together(connection):
        send(connection, add, [row])
        send(connection, add, [])
    with log.reading() as connection:
        keys = REGISTER.keys
        assert len(connection.execute(sa.select(keys)).all()) == 1


@pytest.mark.parametrize("count", [1, 2, 30])
def test_rows_of_several_tables_are_written_however_many(log: Log, count: int) -> None:
    sql = log.recorder.statements
    keys = [key(log) for _ in range(count)]
    files = [(stream, 1, b"sealed") for stream, *_ in keys]
    with log.recorder.writing() as connection:
        send_all(connection, [(sql.add_keys, keys), (sql.add_request, []), (sql.add_files, files)])
        send_all(connection, [])
    with log.reading() as connection:
        written = [
            {row.originator_id for row in connection.execute(sa.select(table))}
            for table in (REGISTER.keys, REGISTER.files)
        ]
    assert written[0] == written[1]
    assert len(written[0]) == count


def test_a_question_that_cannot_be_asked_is_an_error_too(log: Log) -> None:
    for ask in (
        lambda c: fetch(c, "SELECT nothing FROM nowhere"),
        lambda c: fetch_all(c, [("SELECT 1", ()), ("SELECT nothing FROM nowhere", ())]),
    ):
        with pytest.raises(sa.exc.DBAPIError), log.recorder.writing() as connection:
            ask(connection)
