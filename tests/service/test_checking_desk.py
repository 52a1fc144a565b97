"""`sekisho check` at the desk: private files, keys against the log, rows against the facts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from commands.desk import tickets
from projections.desk.tables import METADATA as DESK_ROWS
from service.checking import Finding, findings
from service.rebuilding import run as rebuild
from service.settings import Settings
from store.engine import DESK_SCHEMA, KEYS_SCHEMA, open_engine
from store.subjects import SubjectKeys
from store.tables import DESK, SUBJECT_KEYS
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.grounds import Ground, environment
from tests.houses import Home


@pytest.fixture
def desk(ground: Ground, home: Home) -> Home:
    """A house whose desk has its people and two tickets, at rest."""
    open_the_desk(home)
    ticket = logged(home)
    logged(home)
    handle(home, "MZ intake", tickets.name_person, ticket=ticket, name="乙", party="PG")
    home.close()
    return home


def looked_at(home: Home) -> list[Finding]:
    found = list(findings(home.house.settings))
    assert all(" / " in one.remedy for one in found if not one.well)
    return found


def amiss(home: Home) -> list[str]:
    return [one.what for one in looked_at(home) if not one.well and one.serious]


def by_hand(settings: Settings, statement: str, *, of_keys: bool = False) -> None:
    """Change something as the owner of the tables could."""
    url = settings.owner_url
    schema = KEYS_SCHEMA if of_keys else DESK_SCHEMA
    if not settings.on_postgresql:
        assert settings.desk_url is not None
        url = settings.desk_keys_url if of_keys else settings.desk_url
    engine = open_engine(url, schema, journal="DELETE" if of_keys else "WAL")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql(statement)
    engine.dispose()


def subjects_of(home: Home) -> SubjectKeys:
    keys = desk_of(home).log.subjects
    assert keys is not None
    return keys


def test_a_desk_that_is_well_is_said_to_be(desk: Home) -> None:
    assert amiss(desk) == []
    said = "\n".join(one.what for one in looked_at(desk))
    for what in ("Desk's key file", "Desk's tables", "Desk's facts: ", "Desk's sealed texts open"):
        assert what in said
    assert "Desk's keys: 8" in said, "of five designations, two consulters and a person"


@pytest.mark.sqlite_only("files of SQLite's own")
@pytest.mark.parametrize("which", ["desk_file", "desk_keys_file"])
def test_a_file_that_others_can_read_is_told(ground: Ground, desk: Home, which: str) -> None:
    getattr(desk.house.settings, which).chmod(0o644)
    [what] = amiss(desk)
    assert "(644)" in what


def test_a_key_file_that_others_can_read_is_told(desk: Home) -> None:
    desk.house.settings.desk_key_file.chmod(0o640)
    [what] = amiss(desk)
    assert "Desk's key file" in what


def test_a_table_that_was_changed_by_hand_is_told(desk: Home) -> None:
    by_hand(desk.house.settings, "ALTER TABLE ticket ADD COLUMN colour TEXT")
    [what] = amiss(desk)
    assert "Desk's tables differ" in what and "colour" in what


def test_the_key_stores_shape_is_looked_at_too(desk: Home) -> None:
    by_hand(desk.house.settings, "ALTER TABLE subject_key ADD COLUMN colour TEXT", of_keys=True)
    assert any("Desk's tables differ" in what for what in amiss(desk))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM designation",
        "UPDATE ticket SET owner = 0",
        "UPDATE ticket SET concerned = '[]'",
        "UPDATE identity SET caller = 'a'",
    ],
)
def test_rows_that_are_not_as_recorded_are_told_and_rebuilt(
    desk: Home, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    by_hand(desk.house.settings, statement)
    [what] = amiss(desk)
    assert "not as recorded" in what and statement.split()[1 + ("FROM" in statement)] in what
    for name, value in environment(desk.house.settings).items():
        monkeypatch.setenv(name, value)
    rebuild(["incident"])
    assert len(amiss(desk)) == 1, "a named view is filled alone"
    rebuild([])
    assert amiss(desk) == []


Spoil = Callable[[Home], None]


def lose_one(home: Home) -> None:
    """A key that was never kept, as where an older key store stands in the place of a newer one."""
    settings = home.house.settings
    trigger = "subject_key_never_DELETE"
    gone = f"DROP TRIGGER {trigger}" + (" ON subject_key" if settings.on_postgresql else "")
    by_hand(settings, gone, of_keys=True)
    ticket = _first_ticket(home)
    subject = loaded(home, ticket).consulter
    of = str(subject) if settings.on_postgresql else subject.hex
    by_hand(settings, f"DELETE FROM subject_key WHERE subject = '{of}'", of_keys=True)


def _first_ticket(home: Home) -> str:
    with desk_of(home).log.following() as connection:
        return str(connection.execute(sa.text("SELECT id FROM ticket ORDER BY born")).scalar())


def destroy_one(home: Home) -> None:
    subjects_of(home).destroy((loaded(home, _first_ticket(home)).consulter,))


def wrap_one_otherwise(home: Home) -> None:
    by_hand(
        home.house.settings,
        "UPDATE subject_key SET wrapped_by = 'another'"
        " WHERE subject = (SELECT max(CAST(subject AS TEXT)) FROM subject_key)"
        if not home.house.settings.on_postgresql
        else "UPDATE subject_key SET wrapped_by = 'another'"
        " WHERE subject::text = (SELECT max(subject::text) FROM subject_key)",
        of_keys=True,
    )


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lose_one, "keys are missing"),
        (destroy_one, "without an erasure on record: 1"),
        (wrap_one_otherwise, "wrapped by another key: 1"),
    ],
)
def test_keys_that_are_not_as_the_log_says_are_told(desk: Home, spoil: Spoil, told: str) -> None:
    spoil(desk)
    desk.close()
    finding = next(one for one in looked_at(desk) if not one.well)
    assert told in finding.what
    assert "sekisho keys restore" in finding.remedy


def test_who_is_erased_has_no_key_and_that_is_well(desk: Home) -> None:
    ticket = _first_ticket(desk)
    erased(desk, ticket)
    desk.close()
    assert amiss(desk) == []


def test_a_fact_that_is_missing_is_told(desk: Home) -> None:
    facts = DESK.facts.name
    trigger = f"DROP TRIGGER {facts}_never_DELETE"
    settings = desk.house.settings
    by_hand(settings, trigger + (f" ON {facts}" if settings.on_postgresql else ""))
    by_hand(settings, f"DELETE FROM {facts} WHERE position = 2")
    assert any("Desk's facts" in what for what in amiss(desk))


def test_a_lost_key_store_or_key_file_is_told_with_what_to_do(desk: Home) -> None:
    settings = desk.house.settings
    kept = settings.desk_key_file.read_text()
    for wrong in ("ab" * 32, None):
        if wrong is None:
            settings.desk_key_file.unlink()
        else:
            settings.desk_key_file.write_text(wrong)
        [finding] = [one for one in looked_at(desk) if not one.well]
        assert "does not open" in finding.what and "バックアップ" in finding.remedy
    settings.desk_key_file.write_text(kept)
    settings.desk_key_file.chmod(0o600)
    if settings.desk_keys_file is not None:
        settings.desk_keys_file.unlink()
        [finding] = [one for one in looked_at(desk) if not one.well]
        assert "does not open" in finding.what and "restore it from its backup" in finding.remedy
        assert not settings.desk_keys_file.exists(), "to look makes nothing"


def test_to_look_changes_nothing(desk: Home) -> None:
    def everything() -> list[object]:
        with desk_of(desk).log.following() as connection:
            rows = [
                sorted(map(str, connection.execute(sa.select(table))))
                for table in (*DESK_ROWS.sorted_tables, DESK.facts)
            ]
        with subjects_of(desk).engine.connect() as connection:
            return [*rows, sorted(map(str, connection.execute(sa.select(SUBJECT_KEYS))))]

    before = everything()
    desk.close()
    looked_at(desk)
    assert everything() == before
