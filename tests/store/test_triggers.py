"""The database itself refuses to change what is recorded; a key may be destroyed, nothing else."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from store.log import Log
from store.recorder import LogRecorder
from store.tables import REGISTER
from tests.store.test_log import EDITOR, incident


@pytest.fixture
def recorded(log: Log) -> UUID:
    """An incident, recorded in answer to a request."""
    with log.writing() as work:
        reported = incident(work)
        work.keep(reported)
        work.remember(EDITOR, "key", b"request", [reported.id])
    with log.writing() as work:
        work.keep(incident(work, "隣の事案"))
    return reported.id


FORBIDDEN = [
    "UPDATE register_facts SET topic = 'incident.closed'",
    "UPDATE register_facts SET recorded_at = recorded_at",
    "UPDATE register_facts SET position = position + 10 WHERE position = 2",
    "UPDATE register_facts SET body_salt = author_salt",
    "DELETE FROM register_facts",
    "DELETE FROM register_facts WHERE position = 2",
    "UPDATE register_requests SET records = '[]'",
    "DELETE FROM register_requests",
    "DELETE FROM register_keys",
    "UPDATE register_keys SET wrapped = wrapped",
    "UPDATE register_keys SET field = 'summary'",
    "UPDATE register_keys SET wrapped = NULL, field = 'summary'",
    "UPDATE register_keys SET wrapped = NULL, originator_version = 2",
]


def everything(log: Log) -> list[object]:
    with log.reading() as connection:
        return [
            row
            for table in (REGISTER.facts, REGISTER.keys, REGISTER.requests)
            for row in connection.execute(sa.select(table).order_by(*table.primary_key)).all()
        ]


def refused(log: Log, by: sa.Engine, statement: str, saying: str = "never") -> None:
    before = everything(log)
    with (
        pytest.raises(sa.exc.DBAPIError, match=saying),
        LogRecorder(by, REGISTER).writing() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert everything(log) == before


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_recorded_is_changed_or_removed(
    log: Log, owner: sa.Engine, recorded: UUID, statement: str
) -> None:
    """Not even by the login that owns the tables."""
    refused(log, owner, statement)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_login_that_writes_may_not_even_try(
    log: Log, engine: sa.Engine, recorded: UUID, statement: str
) -> None:
    """But to destroy a key; what else is tried there, the trigger refuses."""
    if engine.dialect.name == "postgresql":
        keys = statement.startswith("UPDATE register_keys SET wrapped = wrapped")
        refused(log, engine, statement, "never" if keys else "permission denied")


@pytest.mark.parametrize("table", ["register_facts", "register_keys", "register_requests"])
def test_postgresql_refuses_to_empty_a_table(
    log: Log, recorded: UUID, owner: sa.Engine, table: str
) -> None:
    if owner.dialect.name == "postgresql":
        refused(log, owner, f"TRUNCATE {table}")


@pytest.mark.parametrize("table", ["register_facts", "register_keys", "register_requests"])
@pytest.mark.parametrize("way", ["INSERT OR REPLACE INTO", "REPLACE INTO"])
def test_sqlite_refuses_to_replace_a_row(
    log: Log, recorded: UUID, engine: sa.Engine, table: str, way: str
) -> None:
    """SQLite removes a row that is in the way of a REPLACE without asking the DELETE trigger."""
    if engine.dialect.name == "sqlite":
        refused(log, engine, f"{way} {table} SELECT * FROM {table} LIMIT 1")


def test_sqlite_refuses_to_replace_a_fact_of_a_stream_under_a_new_position(
    log: Log, recorded: UUID, engine: sa.Engine
) -> None:
    if engine.dialect.name == "sqlite":
        columns = (
            "command, originator_id, originator_version, topic, state, recorded_at, author_salt"
        )
        refused(
            log,
            engine,
            f"INSERT OR REPLACE INTO register_facts (position, {columns}, body_salt)"
            f" SELECT position + 100, {columns}, body_salt FROM register_facts",
        )


def test_a_destroyed_key_stays_destroyed(log: Log, recorded: UUID) -> None:
    keys = REGISTER.keys
    mine = keys.c.originator_id == recorded
    with log.recorder.writing() as connection:
        wrapped = connection.execute(sa.select(keys.c.wrapped).where(mine)).scalar()
        connection.execute(keys.update().where(mine).values(wrapped=None))
    with pytest.raises(sa.exc.DBAPIError, match="never"), log.recorder.writing() as connection:
        connection.execute(keys.update().where(mine).values(wrapped=wrapped))
    with log.reading() as connection:
        rows = connection.execute(sa.select(keys.c.originator_id, keys.c.wrapped)).all()
    kept = {row.originator_id: row.wrapped for row in rows}
    assert kept.pop(recorded) is None
    assert all(kept.values())


def test_each_fact_has_two_random_salts(log: Log) -> None:
    with log.writing() as work:
        work.keep(*(incident(work) for _ in range(20)))
    with log.reading() as connection:
        rows = connection.execute(
            sa.select(REGISTER.facts.c.author_salt, REGISTER.facts.c.body_salt)
        ).all()
    salts = [bytes(salt) for row in rows for salt in row]
    assert len(set(salts)) == 40
    assert {len(salt) for salt in salts} == {16}


def test_a_stream_has_no_two_facts_of_one_version(log: Log, recorded: UUID) -> None:
    before = everything(log)
    with pytest.raises(sa.exc.IntegrityError), log.recorder.writing() as connection:
        connection.execute(
            REGISTER.facts.insert(),
            {
                "position": 3,
                "command": 3,
                "originator_id": recorded,
                "originator_version": 1,
                "topic": "incident.closed",
                "state": b"{}",
                "recorded_at": 1,
                "author_salt": bytes(16),
                "body_salt": bytes(16),
            },
        )
    assert everything(log) == before
