"""The desk's keys: a backup opens what was not erased, a change of keys breaks no receipt, an interruption neither."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.desk import tickets
from domain.desk.refusals import CodeIsWrong
from domain.kernel import FORGOTTEN
from projections.desk.tickets import tickets_of_caller
from service import house
from service.checking import findings
from service.key_store import LOST, backup, restore, rotate
from service.outcome import Failure
from service.settings import Settings
from store.engine import KEYS_SCHEMA, open_engine, snapshot
from store.keys import KeyDoesNotFit, KeyFileIsMissing, WrappingKey
from store.rotation import fitting, to_come
from store.subjects import HASHING, KeyStoreIsMissing, SubjectKeys, changing_keys
from store.tables import SUBJECT_KEYS
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.grounds import Ground, environment
from tests.houses import Home

CODE = "1234-5678-9012-3456"
CONTACT = "090-0000-0001"


@pytest.fixture
def desk(ground: Ground, home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A house whose desk has its people, in the environment of its operator."""
    open_the_desk(home)
    for name, value in environment(home.house.settings).items():
        monkeypatch.setenv(name, value)
    return home


def entered(home: Home) -> Home:
    """The same house, opened anew."""
    home.close()
    return Home(house.enter(home.house.settings, home.clock), home.clock, home.people)


def subjects_of(home: Home) -> SubjectKeys:
    keys = desk_of(home).log.subjects
    assert keys is not None
    return keys


def rows(engine: sa.Engine) -> list[tuple[UUID, bytes | None, str]]:
    with snapshot(engine) as connection:
        query = sa.select(SUBJECT_KEYS).order_by(SUBJECT_KEYS.c.subject)
        return [(row.subject, row.wrapped, row.wrapped_by) for row in connection.execute(query)]


def lose(home: Home) -> None:
    """Lose the key store, as with its disk."""
    home.close()
    settings = home.house.settings
    if settings.desk_keys_file is not None:
        settings.desk_keys_file.unlink()
        return
    owner = open_engine(settings.owner_url)
    with owner.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {KEYS_SCHEMA} CASCADE")
    owner.dispose()


def amiss(settings: Settings) -> list[tuple[str, bool]]:
    return [(one.what, one.serious) for one in findings(settings) if not one.well]


# ----- a backup ---------------------------------------------------------------------------------


def test_a_backup_holds_the_wrapped_keys_and_is_its_owners_alone(
    desk: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logged(desk)
    erased(desk, logged(desk))
    kept = rows(subjects_of(desk).engine)
    standing = sum(wrapped is not None for _, wrapped, _ in kept) - 1
    backup(tmp_path / "copy.sqlite")
    assert [one.name for one in tmp_path.glob("copy*")] == ["copy.sqlite"]
    assert stat.S_IMODE((tmp_path / "copy.sqlite").stat().st_mode) == 0o600
    copied = open_engine(f"sqlite:///{tmp_path / 'copy.sqlite'}", journal="DELETE")
    assert rows(copied) == kept
    copied.dispose()
    said = capsys.readouterr()
    assert f"{standing} 件の鍵" in said.out
    assert str(desk.house.settings.desk_key_file) in said.err and "erased from now on" in said.err


def test_a_backup_overwrites_nothing_and_a_broken_one_leaves_nothing(
    desk: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there.sqlite"
    there.write_text("mine")
    with pytest.raises(Failure, match="is there already"):
        backup(there)
    assert there.read_text() == "mine"
    with pytest.raises(FileNotFoundError):
        backup(tmp_path / "nowhere" / "copy.sqlite")

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("service.database.upgrade_beside", broken)
    with pytest.raises(OSError, match="full"):
        backup(tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()


def test_a_lost_key_store_is_restored_and_all_opens_again(desk: Home, tmp_path: Path) -> None:
    ticket = logged(desk, contact=CONTACT)
    handle(desk, "MZ intake", tickets.issue_receipt, ticket=ticket, code=CODE)
    backup(tmp_path / "copy.sqlite")
    before = rows(subjects_of(desk).engine)
    lose(desk)
    for opening in (house.enter, house.found):
        with pytest.raises((KeyStoreIsMissing, house.DatabaseIsNotReady)):
            opening(desk.house.settings)
    restore(tmp_path / "copy.sqlite", incomplete=False)
    again = entered(desk)
    assert rows(subjects_of(again).engine) == before
    assert loaded(again, ticket).question
    found = desk_of(again).looked_up(CODE)
    assert found is not None and str(found.id) == ticket
    assert logged(again), "and the desk goes on"
    assert amiss(desk.house.settings) == []
    file = desk.house.settings.desk_keys_file
    assert file is None or stat.S_IMODE(file.stat().st_mode) == 0o600
    again.close()


def test_an_older_backup_brings_nobody_back(
    desk: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, kept = logged(desk), logged(desk)
    handle(desk, "MZ intake", tickets.note_ticket, ticket=gone, text="覚え")
    backup(tmp_path / "copy.sqlite")
    erased(desk, gone)
    lose(desk)
    restore(tmp_path / "copy.sqlite", incomplete=False)
    assert "carried out 2 erasures" in capsys.readouterr().out
    again = entered(desk)
    assert loaded(again, gone).question == FORGOTTEN
    assert loaded(again, kept).question != FORGOTTEN
    store = {subject: wrapped for subject, wrapped, _ in rows(subjects_of(again).engine)}
    assert store[UUID(gone)] is store[loaded(again, gone).consulter] is None
    assert amiss(desk.house.settings) == []
    again.close()


def test_what_is_newer_than_the_backup_is_given_up_only_when_it_is_said(
    desk: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = logged(desk)
    backup(tmp_path / "copy.sqlite")
    new, gone = logged(desk), logged(desk)
    handle(desk, "MZ intake", tickets.note_ticket, ticket=new, text="覚え")
    erased(desk, gone)
    lose(desk)
    with pytest.raises(Failure, match=r"^この写し.* / 2 tickets or persons were recorded"):
        restore(tmp_path / "copy.sqlite", incomplete=False)
    with pytest.raises((KeyStoreIsMissing, house.DatabaseIsNotReady)):
        house.enter(desk.house.settings)
    restore(tmp_path / "copy.sqlite", incomplete=True)
    assert "2 tickets or persons is lost" in " ".join(capsys.readouterr().err.split())
    again = entered(desk)
    assert loaded(again, old).question != FORGOTTEN
    assert loaded(again, new).question == loaded(again, gone).question == FORGOTTEN
    [(told, serious)] = amiss(desk.house.settings)
    assert told.endswith("lost with a key store: 2") and not serious
    assert sum(by == LOST for _, _, by in rows(subjects_of(again).engine)) == 4
    again.close()


def test_only_a_lost_key_store_is_restored(desk: Home, tmp_path: Path) -> None:
    logged(desk)
    backup(tmp_path / "copy.sqlite")
    before = rows(subjects_of(desk).engine)
    desk.close()
    with pytest.raises(Failure, match="not empty"):
        restore(tmp_path / "copy.sqlite", incomplete=False)
    assert rows(subjects_of(desk).engine) == before


def test_a_backup_of_another_key_or_of_something_else_is_refused(
    desk: Home, tmp_path: Path
) -> None:
    logged(desk)
    backup(tmp_path / "copy.sqlite")
    file = desk.house.settings.desk_key_file
    good = file.read_text()
    lose(desk)
    (tmp_path / "text.sqlite").write_text("no database")
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE subject_key (subject TEXT)")
    for wrong, words in (
        ("text.sqlite", "no copy"),
        ("other.sqlite", "no copy"),
        ("nowhere.sqlite", "no file"),
    ):
        with pytest.raises(Failure, match=words):
            restore(tmp_path / wrong, incomplete=False)
    file.write_text("ab" * 32)
    with pytest.raises(Failure, match="not the one of this copy"):
        restore(tmp_path / "copy.sqlite", incomplete=False)
    file.unlink()
    with pytest.raises(KeyFileIsMissing):
        restore(tmp_path / "copy.sqlite", incomplete=False)
    file.write_text(good)
    with sqlite3.connect(tmp_path / "copy.sqlite") as copy:
        copy.execute("DROP TRIGGER subject_key_never_DELETE")
        copy.execute("DELETE FROM subject_key WHERE subject = ?", (HASHING.hex,))
    with pytest.raises(Failure, match="not whole"):
        restore(tmp_path / "copy.sqlite", incomplete=False)
    with pytest.raises((KeyStoreIsMissing, house.DatabaseIsNotReady)):
        house.enter(desk.house.settings)


# ----- another key ------------------------------------------------------------------------------


def test_after_a_change_of_keys_all_opens_under_the_new_key_alone(
    desk: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ticket, gone = logged(desk), logged(desk)
    erased(desk, gone)
    file = desk.house.settings.desk_key_file
    old = WrappingKey.read(file)
    shutil.copy(file, tmp_path / "old.key")
    rotate()
    new = WrappingKey.read(file)
    assert old.name != new.name and not to_come(file).exists()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "start a running service again" in " ".join(capsys.readouterr().err.lower().split())
    again = entered(desk)
    kept = rows(subjects_of(again).engine)
    assert {by for _, wrapped, by in kept if wrapped is not None} == {new.name}
    assert loaded(again, ticket).question != FORGOTTEN
    assert loaded(again, gone).question == FORGOTTEN
    assert logged(again)
    assert amiss(desk.house.settings) == []
    again.close()
    shutil.copy(tmp_path / "old.key", file)
    with pytest.raises(KeyDoesNotFit):
        house.enter(desk.house.settings)


def test_it_breaks_no_receipt_no_returning_caller_and_no_repeated_request(desk: Home) -> None:
    sent = {"question": "同じ要求", "key": "鍵", "sent": b"1"}
    ticket = str(handle(desk, "MZ intake", tickets.log_ticket, contact=CONTACT, **sent))  # type: ignore[arg-type]  # one of each
    handle(desk, "MZ intake", tickets.issue_receipt, ticket=ticket, code=CODE)
    rotate()
    again = entered(desk)
    office = desk_of(again)
    found = office.looked_up(CODE)
    assert found is not None and str(found.id) == ticket
    assert office.by_receipt(CODE, lambda _: None, key="1", request=b"").id == found.id
    with pytest.raises(CodeIsWrong):
        office.by_receipt(CODE[::-1], lambda _: None, key="1", request=b"")
    with office.log.following() as connection:
        caller = office.secrets.caller(CONTACT)
        assert tickets_of_caller(connection, caller) == {ticket}
    facts = office.log.recorder.max_notification_id()
    repeated = handle(again, "MZ intake", tickets.log_ticket, contact=CONTACT, **sent)  # type: ignore[arg-type]  # one of each
    assert str(repeated) == ticket and office.log.recorder.max_notification_id() == facts
    again.close()


def test_the_secret_of_the_hashes_is_nobodys_and_never_destroyed(desk: Home) -> None:
    keys = subjects_of(desk)
    before = keys.digest(b"a")
    assert keys.destroy((HASHING,)) == 0
    assert SubjectKeys(keys.engine, keys.wrapping).digest(b"a") == before
    desk.close()
    house.found(desk.house.settings).close()
    assert SubjectKeys(keys.engine, keys.wrapping).digest(b"a") == before, "founded once"


def test_a_service_that_runs_on_with_the_old_key_adds_nothing_under_it(desk: Home) -> None:
    """It would be lost with the old key."""
    logged(desk)
    rotate()
    facts = desk_of(desk).log.recorder.max_notification_id()
    with pytest.raises(KeyDoesNotFit, match=r"start the service again"):
        logged(desk)
    assert desk_of(desk).log.recorder.max_notification_id() == facts
    again = entered(desk)
    assert logged(again)
    assert amiss(desk.house.settings) == []
    again.close()


def test_backups_from_before_open_with_the_key_of_that_time(desk: Home, tmp_path: Path) -> None:
    ticket = logged(desk)
    file = desk.house.settings.desk_key_file
    shutil.copy(file, tmp_path / "old.key")
    backup(tmp_path / "copy.sqlite")
    rotate()
    lose(desk)
    with pytest.raises(Failure, match="key file of that time"):
        restore(tmp_path / "copy.sqlite", incomplete=False)
    shutil.copy(tmp_path / "old.key", file)
    restore(tmp_path / "copy.sqlite", incomplete=False)
    again = entered(desk)
    assert loaded(again, ticket).question != FORGOTTEN
    again.close()


# ----- whatever interrupts it -------------------------------------------------------------------


def test_broken_off_before_the_keys_were_wrapped_it_has_not_happened(desk: Home) -> None:
    ticket = logged(desk)
    file = desk.house.settings.desk_key_file
    old = file.read_text()
    for left in (os.urandom(32).hex(), "half wri", ""):
        to_come(file).write_text(left)
        again = entered(desk)
        assert loaded(again, ticket).question != FORGOTTEN
        assert file.read_text() == old and not to_come(file).exists()
        again.close()


def test_broken_off_behind_it_the_new_key_takes_its_place(
    desk: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = logged(desk)
    file = desk.house.settings.desk_key_file
    old = file.read_text()

    def cut(*_: object) -> None:
        raise OSError("the power fails")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="power"):
        patch.setattr(Path, "replace", cut)
        rotate()
    assert file.read_text() == old and to_come(file).exists()
    new = to_come(file).read_text()
    again = entered(desk)
    assert file.read_text() == new != old and not to_come(file).exists()
    assert loaded(again, ticket).question != FORGOTTEN
    again.close()
    rotate()
    assert file.read_text() not in (old, new)


def test_an_error_while_wrapping_leaves_the_old_key_alone(
    desk: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = logged(desk)
    file = desk.house.settings.desk_key_file
    before, kept = file.read_text(), rows(subjects_of(desk).engine)
    real, count = WrappingKey.wrap, 0

    def wrap(self: WrappingKey, data_key: bytes, bound_to: bytes) -> bytes:
        nonlocal count
        count += 1
        if count > 2:
            raise OSError("something breaks")
        return real(self, data_key, bound_to)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="breaks"):
        patch.setattr(WrappingKey, "wrap", wrap)
        rotate()
    assert file.read_text() == before and not to_come(file).exists()
    assert rows(subjects_of(desk).engine) == kept
    assert loaded(desk, ticket).question != FORGOTTEN


def test_where_neither_key_fits_both_files_stay(desk: Home) -> None:
    logged(desk)
    file = desk.house.settings.desk_key_file
    good = file.read_text()
    file.write_text("ab" * 32)
    to_come(file).write_text("cd" * 32)
    desk.close()
    with pytest.raises(KeyDoesNotFit, match=f"The key file {re.escape(str(file))} is not"):
        house.enter(desk.house.settings)
    with pytest.raises(KeyDoesNotFit):
        rotate()
    assert (file.read_text(), to_come(file).read_text()) == ("ab" * 32, "cd" * 32)
    to_come(file).write_text(good)
    house.enter(desk.house.settings).close()
    assert file.read_text() == good, "the one that fits is taken"
    file.rename(to_come(file))
    house.enter(desk.house.settings).close()
    assert file.read_text() == good


def test_who_opens_while_keys_are_changed_waits_and_takes_neither_file_away(desk: Home) -> None:
    """Else the key that all are wrapped by a moment later would be gone."""
    logged(desk)
    file, keys = desk.house.settings.desk_key_file, subjects_of(desk)
    opened = threading.Event()
    found: list[str] = []

    def open_() -> None:
        found.append(fitting(keys.engine, file).name)
        opened.set()

    other = threading.Thread(target=open_)
    with changing_keys(keys.engine) as connection:
        new = WrappingKey.found(to_come(file))
        other.start()
        assert not opened.wait(0.3), "it waits for the lock"
        keys.rewrap_within(connection, new)
    other.join(30)
    assert found == [new.name]
    assert WrappingKey.read(file).name == new.name and not to_come(file).exists()


def test_two_that_change_keys_at_once_do_it_one_after_the_other(desk: Home) -> None:
    ticket = logged(desk)
    failed: list[Exception] = []

    def change() -> None:
        try:
            rotate()
        except Exception as error:
            failed.append(error)

    others = [threading.Thread(target=change) for _ in range(3)]
    for one in others:
        one.start()
    for one in others:
        one.join(60)
    assert failed == []
    again = entered(desk)
    assert loaded(again, ticket).question != FORGOTTEN
    assert amiss(desk.house.settings) == []
    again.close()
