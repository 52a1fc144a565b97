"""Texts sealed by subject: one key for each, in a store apart; erased at once, and bound to their place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from commands.desk import custody, files, tickets
from domain.desk.ticket import Ticket
from domain.files import HandedIn
from domain.kernel import FORGOTTEN
from projections.desk.folding import fold_desk
from service import house
from service.refilling import refill_desk
from store.keys import KeyDoesNotFit, Place, WrappingKey
from store.log import Log
from store.subjects import KeyStoreIsMissing, SubjectKeys
from store.tables import DESK, KEYS_METADATA, SUBJECT_KEYS
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.grounds import Ground
from tests.houses import Home, Template


@pytest.fixture
def desk(home: Home) -> Home:
    """A house whose desk has its people."""
    open_the_desk(home)
    return home


def subjects_of(home: Home) -> SubjectKeys:
    keys = desk_of(home).log.subjects
    assert keys is not None
    return keys


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[SubjectKeys]:
    """An empty key store."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'keys.sqlite'}")
    KEYS_METADATA.create_all(engine)
    yield SubjectKeys(engine, WrappingKey(bytes(32)))
    engine.dispose()


HERE = Place("ticket.logged", UUID(int=7), 1, "question")


def test_each_subject_has_one_key_and_equal_texts_do_not_look_equal(keys: SubjectKeys) -> None:
    ring, one, other = keys.ring(), uuid4(), uuid4()
    sealed = [ring.seal(b"text", HERE, subject) for subject in (one, one, other)]
    assert len({text[16:] for text in sealed}) == 3
    ring.keep()
    assert len(keys.read((one, other))) == 2
    again = keys.ring()
    assert all(again.open_text("", text, HERE.bound) == b"text" for text in sealed)


@pytest.mark.parametrize(
    "there",
    [
        HERE._replace(originator_id=UUID(int=8)),
        HERE._replace(originator_version=2),
        HERE._replace(field="text"),
        HERE._replace(topic="ticket.answered"),
    ],
)
def test_a_text_moved_to_another_ticket_version_or_field_is_refused(
    keys: SubjectKeys, there: Place
) -> None:
    ring = keys.ring()
    sealed = ring.seal(b"text", HERE, uuid4())
    with pytest.raises(KeyDoesNotFit):
        ring.open_text("", sealed, there.bound)


def test_a_text_made_out_to_be_about_somebody_else_is_refused(keys: SubjectKeys) -> None:
    ring, one, other = keys.ring(), uuid4(), uuid4()
    sealed = ring.seal(b"text", HERE, one)
    ring.seal(b"", HERE, other)
    with pytest.raises(KeyDoesNotFit):
        ring.open_text("", other.bytes + sealed[16:], HERE.bound)


def test_a_wrapped_key_moved_to_another_subject_is_refused(keys: SubjectKeys) -> None:
    ring, one, other = keys.ring(), uuid4(), uuid4()
    for subject in (one, other):
        ring.seal(b"", HERE, subject)
    ring.keep()
    table = SUBJECT_KEYS
    with keys.engine.begin() as connection:
        wrapped = connection.execute(
            sa.select(table.c.wrapped).where(table.c.subject == one)
        ).scalar_one()
        connection.execute(sa.update(table).where(table.c.subject == other).values(wrapped=wrapped))
    with pytest.raises(KeyDoesNotFit):
        keys.read((other,))


def test_a_destroyed_key_opens_nothing_and_seals_nothing_more(keys: SubjectKeys) -> None:
    ring, one, other = keys.ring(), uuid4(), uuid4()
    sealed = {subject: ring.seal(b"text", HERE, subject) for subject in (one, other)}
    ring.keep()
    assert keys.destroy((one,)) == 1
    assert keys.destroy((one,)) == 0
    again = keys.ring()
    assert again.open_text("", sealed[one], HERE.bound) is None
    assert again.open_text("", sealed[other], HERE.bound) == b"text"
    with pytest.raises(KeyDoesNotFit):
        again.seal(b"text", HERE, one)


def test_what_has_no_key_at_all_is_a_key_store_too_old(keys: SubjectKeys) -> None:
    sealed = keys.ring().seal(b"text", HERE, uuid4())  # whose key is never kept
    with pytest.raises(KeyDoesNotFit, match="newer backup"):
        keys.ring().open_text("", sealed, HERE.bound)


def test_keys_are_wrapped_anew_all_at_once(keys: SubjectKeys) -> None:
    ring, subject = keys.ring(), uuid4()
    sealed = ring.seal(b"text", HERE, subject)
    ring.keep()
    new = WrappingKey(b"n" * 32)
    assert keys.rewrap(new) == 1
    with pytest.raises(KeyDoesNotFit):
        keys.require_fitting_key()
    fitting = SubjectKeys(keys.engine, new)
    fitting.require_fitting_key()
    assert fitting.ring().open_text("", sealed, HERE.bound) == b"text"


def attached(home: Home, ticket: str, **how: bool) -> None:
    """A file of a ticket."""
    file = files.taken(HandedIn("記録.pdf", b"%PDF-1.7"))
    handle(home, "MZ handler", files.attach_to_ticket, ticket=ticket, file=file, **how)  # type: ignore[arg-type]  # of its own


# ----- the desk's log ---------------------------------------------------------------------------


def test_the_log_holds_no_key_and_the_key_store_no_text(desk: Home) -> None:
    logged(desk, question="秘密の言葉")
    with desk_of(desk).log.following() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        states = connection.execute(sa.select(DESK.facts.c.state)).scalars().all()
    assert SUBJECT_KEYS.name not in tables
    assert not any("秘密の言葉".encode() in bytes(state) for state in states)


def test_erasing_leaves_the_logs_bytes_as_they_are(desk: Home) -> None:
    ticket = logged(desk)
    log = desk_of(desk).log

    def stored() -> list[bytes]:
        with log.following() as connection:
            rows = connection.execute(sa.select(DESK.facts.c.state).order_by(DESK.facts.c.position))
            return [bytes(state) for state in rows.scalars()]

    before = stored()
    erased(desk, ticket)
    assert stored()[: len(before)] == before
    assert loaded(desk, ticket).question == FORGOTTEN


def test_nothing_is_written_if_its_key_cannot_be_kept(desk: Home) -> None:
    facts = desk_of(desk).log.recorder.max_notification_id()

    def broken(*_: object) -> None:
        raise OSError("the key store is away")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SubjectKeys, "add", broken)
        with pytest.raises(OSError, match="away"):
            logged(desk)
    assert desk_of(desk).log.recorder.max_notification_id() == facts
    assert logged(desk)


def test_an_erasure_that_was_interrupted_is_finished_on_opening(desk: Home) -> None:
    ticket = logged(desk)
    office = desk_of(desk)
    desk.clock.pass_by(days=31)
    asked = handle(desk, "MZ handler", custody.ask_for_erasure, ticket=ticket, reason="求め")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SubjectKeys, "destroy", lambda *_: 0)
        handle(desk, "MZ custodian", custody.grant_request, request=asked)
    assert loaded(desk, ticket).question != FORGOTTEN, "the log says so, the key is still there"
    assert office.settle() == 2, "the ticket's and the consulter's"
    assert loaded(desk, ticket).question == FORGOTTEN


def test_rows_filled_anew_are_the_rows_that_were(desk: Home) -> None:
    from projections.desk.tables import METADATA

    one, other = logged(desk), logged(desk, question="別の件")
    handle(desk, "MZ handler", tickets.name_person, ticket=one, name="乙", party="PG")
    handle(desk, "MZ handler", tickets.assess_ticket, ticket=other, assessment="ADVICE")
    handle(desk, "MZ handler", custody.ask_for_identity, ticket=other, reason="確認")
    attached(desk, other, from_consulter=True)
    log = desk_of(desk).log

    def rows(connection: sa.Connection) -> list[object]:
        return [
            sorted(map(str, connection.execute(sa.select(table)).all()))
            for table in METADATA.sorted_tables
        ]

    with log.recorder.writing() as connection:
        before = rows(connection)
        refill_desk(log, connection)
        assert rows(connection) == before


def test_a_fact_that_speaks_of_no_row_is_an_error(desk: Home) -> None:
    log = desk_of(desk).log
    ticket = logged(desk)
    with log.following() as connection:
        facts = log.facts(connection, 0, 100)
    described = [one for one in facts if isinstance(one.fact, Ticket.Logged)]
    with log.recorder.writing() as connection:
        refill_desk(log, connection)
        with pytest.raises(sa.exc.IntegrityError):
            fold_desk(connection, described)
        connection.rollback()
    assert loaded(desk, ticket)


# ----- on SQLite, where all of it are files -----------------------------------------------------


@pytest.mark.sqlite_only("about files")
def test_a_lost_key_store_is_told_and_nothing_is_made_in_its_place(
    ground: Ground, template: Template, tmp_path: Path
) -> None:
    home = template.copied_to(tmp_path / "home")
    open_the_desk(home)
    ticket = logged(home)
    settings = home.house.settings
    home.close()
    file = settings.desk_keys_file
    assert file is not None
    kept = tmp_path / "kept.sqlite"
    shutil.move(file, kept)
    for opening in (house.enter, house.found, house.enter):
        with pytest.raises(KeyStoreIsMissing, match="保管庫"):
            opening(settings)
    shutil.copy(kept, file)
    again = Home(house.enter(settings, home.clock), home.clock, home.people)
    assert loaded(again, ticket).question
    again.close()


@pytest.mark.sqlite_only("about files")
def test_an_older_key_store_brings_nobody_back(
    ground: Ground, template: Template, tmp_path: Path
) -> None:
    home = template.copied_to(tmp_path / "home")
    open_the_desk(home)
    ticket = logged(home)
    settings = home.house.settings
    home.close()
    assert settings.desk_keys_file is not None
    shutil.copy(settings.desk_keys_file, tmp_path / "older.sqlite")
    erased(home, ticket)
    home.close()
    settings.desk_keys_file.unlink()
    shutil.copy(tmp_path / "older.sqlite", settings.desk_keys_file)
    again = Home(house.enter(settings, home.clock), home.clock, home.people)
    assert loaded(again, ticket).question == FORGOTTEN
    again.close()


@pytest.mark.sqlite_only("about files")
def test_another_key_file_does_not_fit(ground: Ground, template: Template, tmp_path: Path) -> None:
    home = template.copied_to(tmp_path / "home")
    open_the_desk(home)
    settings = home.house.settings
    home.close()
    settings.desk_key_file.write_text("ab" * 32)
    with pytest.raises(KeyDoesNotFit, match="バックアップ"):
        house.enter(settings)


FORBIDDEN = (
    "UPDATE desk_facts SET topic = 'x'",
    "DELETE FROM desk_facts",
    "UPDATE desk_files SET content = content",
    "DELETE FROM desk_files",
    "UPDATE desk_requests SET records = '[]'",
    "DELETE FROM desk_requests",
    "UPDATE ticket_read SET member = 'x'",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_that_the_desk_recorded_is_changed(desk: Home, statement: str) -> None:
    attached(desk, logged(desk))
    handle(desk, "MZ intake", tickets.log_ticket, question="二つ目", key="1", sent=b"1")
    desk_of(desk).reads.keep(desk.clock(), desk.people["MZ intake"], [("a", 2)], ())
    with (
        pytest.raises(sa.exc.DBAPIError),
        desk_of(desk).log.recorder.writing() as connection,
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE subject_key SET wrapped = x'00' WHERE wrapped IS NULL",
        "DELETE FROM subject_key",
        "INSERT OR REPLACE INTO subject_key SELECT * FROM subject_key LIMIT 1",
    ],
)
@pytest.mark.sqlite_only("in its own words")
def test_a_destroyed_key_gets_no_other(desk: Home, statement: str) -> None:
    ticket = logged(desk)
    handle(desk, "MZ handler", tickets.note_ticket, ticket=ticket, text="覚え")
    subjects_of(desk).destroy((UUID(ticket),))
    with (
        pytest.raises(sa.exc.DBAPIError, match="stays destroyed"),
        subjects_of(desk).engine.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.sqlite_only("about files")
def test_a_destroyed_key_leaves_no_trace_in_its_file(desk: Home) -> None:
    ticket = logged(desk)
    handle(desk, "MZ handler", tickets.note_ticket, ticket=ticket, text="覚え")
    file = desk.house.settings.desk_keys_file
    assert file is not None
    with sqlite3.connect(file) as connection:
        [(wrapped,)] = connection.execute(
            "SELECT wrapped FROM subject_key WHERE subject = ?", (UUID(ticket).hex,)
        ).fetchall()
    assert wrapped in file.read_bytes()
    subjects_of(desk).destroy((UUID(ticket),))
    left = b"".join(one.read_bytes() for one in file.parent.iterdir() if one.is_file())
    assert wrapped not in left


def test_two_logs_share_neither_keys_nor_tables(desk: Home) -> None:
    register, log = desk.log, desk_of(desk).log
    assert isinstance(log, Log) and log.recorder.tables is DESK
    assert register.wrapping.name != log.wrapping.name
