"""Files in the log: sealed, written with their fact or not at all, and never changed."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from domain.files import File
from domain.refusals import Refusal, TextIsEmpty
from domain.register.evidence import Evidence
from store.keys import KeyDoesNotFit
from store.log import Log, Work
from store.recorder import LogRecorder
from store.tables import REGISTER
from tests.houses import MZ
from tests.store.test_log import EDITOR, incident

CONTENT = b"%PDF-1.7\0\xff the record" * 40
FILES, KEYS = REGISTER.files, REGISTER.keys


def attach(work: Work, content: bytes = CONTENT) -> UUID:
    """Keep evidence with a file; answers its id."""
    record = uuid4()
    sealed = work.attach(record, Evidence.FileAttached, content)
    work.keep(
        Evidence.attach(
            id=record,
            owner=MZ,
            about=uuid4(),
            about_kind="incident",
            title="実施記録",
            file=(File("a.pdf", "application/pdf", len(content), "ab" * 32), sealed),
            by=EDITOR,
            at=work.now,
        )
    )
    return record


@pytest.fixture
def kept(log: Log) -> UUID:
    """A file that was attached, beside another one."""
    with log.writing() as work:
        record = attach(work)
    with log.writing() as work:
        attach(work, b"a neighbour")
    return record


def rows(log: Log) -> list[object]:
    with log.following() as connection:
        return list(connection.execute(sa.select(FILES).order_by(*FILES.primary_key)).all())


def content(log: Log, record: UUID) -> bytes | None:
    with log.reading() as connection:
        return log.content(connection, record, Evidence.FileAttached)


def test_a_file_comes_back_as_it_was_handed_in(log: Log, kept: UUID) -> None:
    assert content(log, kept) == CONTENT
    with log.writing() as work:
        empty = attach(work, b"")
    assert content(log, empty) == b""


def test_what_is_kept_is_sealed_and_its_fact_holds_the_hash_of_that(log: Log, kept: UUID) -> None:
    with log.following() as connection:
        sealed = connection.execute(
            sa.select(FILES.c.content).where(FILES.c.originator_id == kept)
        ).scalar_one()
        recorded = log.facts(connection, 0, 10)
    assert CONTENT[:20] not in sealed and len(sealed) > len(CONTENT)
    [fact] = [one.fact for one in recorded if one.fact.originator_id == kept]
    assert isinstance(fact, Evidence.FileAttached)
    assert fact.sealed_sha256 == hashlib.sha256(sealed).hexdigest()


def test_a_file_is_written_with_its_fact_or_not_at_all(log: Log, kept: UUID) -> None:
    before = rows(log)
    with pytest.raises(Refusal), log.writing() as work:
        attach(work)
        raise TextIsEmpty(field_ja="件名", field_en="title")
    with log.writing() as work:
        work.attach(uuid4(), Evidence.FileAttached, CONTENT)
    assert rows(log) == before, "without its fact it is nothing"


def test_the_same_file_twice_is_sealed_apart(log: Log) -> None:
    with log.writing() as work:
        both = {attach(work), attach(work)}
    with log.following() as connection:
        sealed = connection.execute(sa.select(FILES.c.content)).scalars().all()
    assert len(set(sealed)) == 2
    assert {content(log, one) for one in both} == {CONTENT}


def test_a_file_whose_key_was_destroyed_is_gone_and_its_bytes_still_verify(
    log: Log, kept: UUID
) -> None:
    before = rows(log)
    mine = (KEYS.c.originator_id == kept, KEYS.c.field == "content")
    with log.recorder.writing() as connection:
        connection.execute(KEYS.update().where(*mine).values(wrapped=None))
    assert content(log, kept) is None
    assert rows(log) == before
    with log.following() as connection:
        [fact] = [
            one.fact for one in log.facts(connection, 0, 10) if one.fact.originator_id == kept
        ]
    assert isinstance(fact, Evidence.FileAttached)
    assert fact.title == "実施記録", "its other texts have keys of their own"


def test_a_file_that_was_put_in_anothers_place_does_not_open(log: Log, kept: UUID) -> None:
    with log.writing() as work:
        reported = incident(work)
        work.keep(reported)
    with log.recorder.writing() as connection:
        sealed = connection.execute(
            sa.select(FILES.c.content).where(FILES.c.originator_id == kept)
        ).scalar_one()
        wrapped = connection.execute(
            sa.select(KEYS.c.wrapped).where(KEYS.c.originator_id == kept, KEYS.c.field == "content")
        ).scalar_one()
        elsewhere = {"originator_id": reported.id, "originator_version": 1}
        connection.execute(FILES.insert(), {**elsewhere, "content": sealed})
        connection.execute(KEYS.insert(), {**elsewhere, "field": "content", "wrapped": wrapped})
    with pytest.raises(KeyDoesNotFit):
        content(log, reported.id)


FORBIDDEN = [
    "UPDATE register_files SET content = content",
    "UPDATE register_files SET originator_version = 2",
    "DELETE FROM register_files",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_or_remove_a_file(
    log: Log, owner: sa.Engine, kept: UUID, statement: str
) -> None:
    """Not even the login that owns the tables may."""
    before = rows(log)
    with (
        pytest.raises(sa.exc.DBAPIError, match="never"),
        LogRecorder(owner, REGISTER).writing() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert rows(log) == before and len(before) == 2


def test_nor_does_it_replace_one_or_empty_the_table(log: Log, owner: sa.Engine, kept: UUID) -> None:
    before = rows(log)
    statements = {
        "sqlite": ("INSERT OR REPLACE INTO register_files SELECT * FROM register_files LIMIT 1",),
        "postgresql": ("TRUNCATE register_files",),
    }
    for statement in statements[owner.dialect.name]:
        with (
            pytest.raises(sa.exc.DBAPIError, match="never"),
            LogRecorder(owner, REGISTER).writing() as connection,
        ):
            connection.exec_driver_sql(statement)
    assert rows(log) == before
