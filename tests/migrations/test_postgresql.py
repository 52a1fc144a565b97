"""PostgreSQL: three plain logins, each with the rights it needs; in words where something is amiss."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command

from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from commands.register.incidents import report_incident
from domain.people.roles import OPERATOR
from migrations.views import make_anew
from projections.all import OPENINGS
from projections.desk.tables import METADATA as DESK_ROWS
from projections.register.coverage import COVERAGE
from projections.rows import COPIED, insert
from projections.view import METADATA as VIEWS
from service import database, house, locks, rights
from service.settings import Settings
from store.engine import CONNECTIONS, open_engine
from store.keys import KeyDoesNotFit, KeyFileIsMissing
from store.reads import METADATA as READS
from store.recorder import LogRecorder
from store.tables import DESK_METADATA, KEYS_METADATA, REGISTER
from tests.grounds import DESK, LOCKED, OWNER, PASSWORD, READER, WRITER, Postgresql
from tests.houses import MZ, OPENING, Clock, Home
from tests.migrations.reading import rows_of

WRITTEN = Path(__file__).parent / "written"


@pytest.fixture
def blank(postgresql: Postgresql, tmp_path: Path) -> Iterator[Settings]:
    """A database that nobody has founded."""
    settings = postgresql.blank(tmp_path)
    yield settings
    postgresql.drop(settings)


@pytest.fixture(scope="session")
def begun(
    postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, dict[str, UUID]]:
    """A founded house at rest, with an editor and an incident."""
    settings, clock = postgresql.blank(tmp_path_factory.mktemp("begun")), Clock()
    home = Home(house.found(settings, clock), clock, {"operator": OPERATOR.member})
    home.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    home.people["MZ editor"] = home.made(
        "operator", enrol_member, party=MZ, name="編集者", roles=["editor"], since=OPENING
    )
    home.perform("MZ editor", report_incident, title="誤送信")
    home.close()
    return settings, home.people


@pytest.fixture
def founded(
    begun: tuple[Settings, dict[str, UUID]], postgresql: Postgresql, tmp_path: Path
) -> Iterator[Home]:
    """A copy of it, opened."""
    settings, people = begun
    clock = Clock()
    mine = postgresql.copy(settings, tmp_path / "founded")
    home = Home(house.enter(mine, clock), clock, dict(people))
    yield home
    home.close()
    postgresql.drop(mine)


def refused(url: sa.URL, statement: str) -> str:
    """What the database says to this login."""
    engine = open_engine(url)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as error:
        connection.exec_driver_sql(statement)
    engine.dispose()
    return str(error.value.orig)


def told(url: sa.URL, statement: str) -> list[tuple[object, ...]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(statement)]
    engine.dispose()
    return rows


# ----- logins and their rights ------------------------------------------------------------------


def test_no_login_of_these_tests_is_above_the_others(founded: Home) -> None:
    """Under a superuser everything here would pass, whatever was granted."""
    settings = founded.house.settings
    for url, name in (
        (settings.owner_url, OWNER),
        (settings.database_url, WRITER),
        (settings.reader_url, READER),
    ):
        query = (
            "SELECT current_user::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert told(url, query) == [(name, False, False, False, False)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT state FROM register_facts",
        "SELECT * FROM register_facts",
        "SELECT count(*) FROM register_facts",
        "SELECT position, recorded_at FROM register_facts",
        "SELECT originator_id FROM register_keys",
        "SELECT count(*) FROM register_files",
        "SELECT * FROM register_requests",
        "INSERT INTO incident SELECT * FROM incident",
        "UPDATE incident SET owner = 1",
        "DELETE FROM incident",
        "TRUNCATE incident",
        "UPDATE register_keys SET wrapped = NULL",
        "DELETE FROM register_keys",
        "INSERT INTO register_facts SELECT * FROM register_facts",
        "CREATE TABLE mine (x INT)",
        "SELECT * FROM register_facts FOR UPDATE",
        "DROP TABLE incident",
        "CREATE TABLE desk.mine (x INT)",
    ],
)
def test_the_reader_reads_rows_and_nothing_else(founded: Home, statement: str) -> None:
    said = refused(founded.house.settings.reader_url, statement)
    assert "permission denied" in said or "must be owner" in said


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_facts SET topic = 'a'",
        "DELETE FROM register_facts",
        "TRUNCATE register_facts",
        "DELETE FROM register_keys",
        "UPDATE register_keys SET field = 'a'",
        "UPDATE register_requests SET digest = ''",
        "TRUNCATE incident",
        "ALTER TABLE register_facts DISABLE TRIGGER ALL",
        "DROP TRIGGER register_facts_never_update ON register_facts",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = '1'",
        "CREATE TABLE mine (x INT)",
        "CREATE FUNCTION sekisho_refuse_change() RETURNS trigger LANGUAGE sql AS ''",
        "CREATE TABLE desk.mine (x INT)",
    ],
)
def test_the_writer_adds_to_the_log_and_changes_nothing_there(
    founded: Home, statement: str
) -> None:
    said = refused(founded.house.settings.database_url, statement)
    assert "permission denied" in said or "must be owner" in said


def test_what_the_reader_needs_it_may_read(founded: Home) -> None:
    """What it sees there is for the second lock to say (tests/projections/test_second_lock.py)."""
    url = founded.house.settings.reader_url
    for name in (*VIEWS.tables, *(opening.name for opening in OPENINGS)):
        assert told(url, f'SELECT * FROM "{name}"') == []
    assert told(url, "SELECT * FROM authors_named('{}')") == []


def test_a_login_that_was_given_nothing_sees_nothing(founded: Home, postgresql: Postgresql) -> None:
    settings = founded.house.settings
    stranger = sa.make_url(postgresql.url(LOCKED, str(settings.database_url.database)))
    for table in ("incident", "register_keys", "alembic_version"):
        assert "does not exist" in refused(stranger, f"SELECT * FROM {table}")
        assert "permission denied" in refused(stranger, f"SELECT * FROM register.{table}")


OF_THE_DESK = (
    *(f"desk.{name}" for name in (*DESK_METADATA.tables, *DESK_ROWS.tables)),
    *(f"desk_keys.{name}" for name in KEYS_METADATA.tables),
)


@pytest.mark.parametrize("table", OF_THE_DESK)
def test_the_desk_is_closed_to_the_logins_of_the_register(founded: Home, table: str) -> None:
    settings = founded.house.settings
    for url in (settings.database_url, settings.reader_url):
        for statement in (
            f"SELECT * FROM {table}",
            f"SELECT count(*) FROM {table}",
            f"DELETE FROM {table}",
            f"INSERT INTO {table} SELECT * FROM {table}",
        ):
            assert "permission denied" in refused(url, statement)


def desk_url(home: Home) -> sa.URL:
    assert home.house.settings.desk_url is not None
    return home.house.settings.desk_url


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM register.incident",
        "SELECT * FROM register.register_facts",
        "SELECT * FROM register.register_keys",
        'SELECT * FROM reads."read"',
        "UPDATE desk.desk_facts SET topic = 'a'",
        "DELETE FROM desk.desk_facts",
        "TRUNCATE desk.desk_facts",
        "DELETE FROM desk.desk_requests",
        "UPDATE desk.ticket_read SET member = 'a'",
        "DELETE FROM desk.ticket_read",
        "TRUNCATE desk.ticket",
        "DELETE FROM desk_keys.subject_key",
        "UPDATE desk_keys.subject_key SET subject = gen_random_uuid()",
        "TRUNCATE desk_keys.subject_key",
        "DROP TRIGGER subject_key_never_update ON desk_keys.subject_key",
        "ALTER TABLE desk.desk_facts DISABLE TRIGGER ALL",
        "UPDATE desk.alembic_version SET version_num = 'd0002'",
        "CREATE TABLE desk.mine (x INT)",
        "CREATE TABLE desk_keys.mine (x INT)",
    ],
)
def test_the_desk_keeps_its_log_and_its_keys_and_comes_to_nothing_else(
    founded: Home, statement: str
) -> None:
    said = refused(desk_url(founded), statement)
    assert "permission denied" in said or "must be owner" in said


def test_the_desk_reads_its_own_tables(founded: Home) -> None:
    for table in OF_THE_DESK:
        told(desk_url(founded), f"SELECT * FROM {table}")


def test_every_table_stands_in_the_schema_of_its_own(founded: Home) -> None:
    query = "SELECT schemaname::text, tableowner::text, count(*) FROM pg_tables"
    ours = " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1, 2"
    wanted = {
        "register": len(VIEWS.tables) + len(rights.log_tables()),
        "reads": len(READS.tables),
        "desk": len(DESK_METADATA.tables) + len(DESK_ROWS.tables),
        "desk_keys": len(KEYS_METADATA.tables),
    }
    found = told(founded.house.settings.owner_url, query + ours)
    assert sorted(found) == [(name, OWNER, count + 1) for name, count in sorted(wanted.items())]


def test_rights_at_the_desk_are_put_right_by_migrating(
    founded: Home, postgresql: Postgresql
) -> None:
    settings = founded.house.settings
    roles = rights.Roles.of(settings)
    assert roles is not None
    wanted = rights.wanted_at_the_desk(roles)
    with postgresql.as_superuser(settings) as connection:
        connection.execute(f"REVOKE SELECT ON desk.ticket FROM {DESK}")
        connection.execute(f"GRANT USAGE ON SCHEMA desk TO {READER}")
        connection.execute(f"GRANT SELECT ON desk.desk_facts TO {READER}")
        connection.execute(f"GRANT SELECT (wrapped) ON desk_keys.subject_key TO {WRITER}")
        connection.execute("GRANT SELECT ON desk_keys.subject_key TO PUBLIC")
    with founded.log.following() as seen:
        differing = [
            str(one)
            for schema in wanted
            for one in sorted(rights.standing(seen, schema) ^ wanted[schema])
        ]
    assert differing == [
        f"{DESK}: SELECT ticket",
        f"{READER}: SELECT desk_facts",
        "PUBLIC: SELECT subject_key",
        f"{WRITER}: SELECT (wrapped) subject_key",
    ]
    house.found(settings).close()
    with founded.log.following() as seen:
        for schema, rights_there in wanted.items():
            assert rights.standing(seen, schema) == rights_there
        for login in (WRITER, READER):
            assert rights.reached(seen, login, "desk") == []
            assert rights.reached(seen, login, "desk_keys") == []


def test_without_a_login_of_the_desk_it_is_founded_for_nobody(blank: Settings) -> None:
    opened = house.found(replace(blank, desk_url=None))
    assert opened.desk is None
    with opened.log.following() as connection:
        for schema in ("desk", "desk_keys"):
            assert rights.standing(connection, schema) == set()
    opened.close()
    again = house.found(blank)
    assert again.desk is not None
    again.close()


def test_rights_taken_or_given_by_hand_are_put_right_by_migrating(
    founded: Home, postgresql: Postgresql
) -> None:
    settings = founded.house.settings
    roles = rights.Roles.of(settings)
    assert roles is not None
    with postgresql.as_superuser(settings) as connection:
        connection.execute(f"REVOKE SELECT ON register.incident FROM {READER}")
        connection.execute(f"GRANT SELECT ON register.register_facts TO {READER}")
        connection.execute(f"GRANT UPDATE (topic) ON register.register_facts TO {WRITER}")
        connection.execute("GRANT SELECT ON register.cause TO PUBLIC")
        connection.execute(f"GRANT SELECT ON register.party TO {LOCKED}")
    with founded.log.following() as seen:
        assert {str(one) for one in rights.standing(seen) ^ rights.wanted(roles)} == {
            f"{READER}: SELECT incident",
            f"{READER}: SELECT register_facts",
            f"{WRITER}: UPDATE (topic) register_facts",
            "PUBLIC: SELECT cause",
            f"{LOCKED}: SELECT party",
        }
    house.found(settings).close()
    with founded.log.following() as seen:
        assert rights.standing(seen) == rights.wanted(roles)


@pytest.mark.parametrize("alike", ["all", "writer and reader", "owner and writer"])
def test_two_or_all_of_the_logins_may_be_one(blank: Settings, alike: str) -> None:
    settings = {
        "all": replace(blank, database_url=blank.owner_url, reader_url=blank.owner_url),
        "writer and reader": replace(blank, reader_url=blank.database_url),
        "owner and writer": replace(blank, database_url=blank.owner_url),
    }[alike]
    opened = house.found(settings)
    with opened.log.writing() as work:
        assert work.facts == 0
    with opened.log.following() as connection:
        roles = rights.Roles.of(settings)
        assert roles is not None
        assert rights.standing(connection) == rights.wanted(roles)
    opened.close()


def test_a_table_made_anew_is_locked_from_its_first_moment(blank: Settings) -> None:
    """For everybody, until the same migration has given the logins their policies."""
    opened = house.found(blank)
    roles = rights.Roles.of(blank)
    assert roles is not None
    owner = open_engine(blank.owner_url)
    with owner.begin() as connection:
        assert locks.differing(connection, roles) == []
        make_anew(connection)
        refused = pytest.raises(sa.exc.ProgrammingError, match="row-level security")
        with refused, connection.begin_nested():
            connection.exec_driver_sql("INSERT INTO coverage VALUES ('a', 'b')")
        assert len(locks.differing(connection, roles)) >= 3 * len(VIEWS.tables)
        database.upgrade_within(connection, roles=roles)
        assert locks.differing(connection, roles) == []
        assert rights.standing(connection) == rights.wanted(roles)
    owner.dispose()
    opened.close()


@pytest.mark.parametrize("temporary", [True, False])
def test_many_rows_arrive_in_a_locked_table(
    founded: Home, postgresql: Postgresql, temporary: bool
) -> None:
    """COPY refuses it; without the right to temporary tables they arrive one by one."""
    name = founded.house.settings.database_url.database
    with postgresql.as_superuser(founded.house.settings) as connection:
        if not temporary:
            connection.execute(f"REVOKE TEMPORARY ON DATABASE {name} FROM {WRITER}, PUBLIC")
    pairs = [(str(uuid4()), str(uuid4())) for _ in range(3 * COPIED)]
    with founded.log.writing() as work:
        for part in (pairs[:COPIED], pairs[COPIED:]):
            insert(work.connection, COVERAGE, part)
    with founded.log.following() as connection:
        assert sorted(tuple(row) for row in connection.execute(sa.select(COVERAGE))) == sorted(
            pairs
        )
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_class WHERE relname ~ '^arriving'"
        )
        assert left.scalar() == 0


# ----- connections ------------------------------------------------------------------------------


def test_a_reused_connection_is_as_a_new_one(founded: Home) -> None:
    """What one request may have set for its connection does not meet the next."""
    for _ in range(3):
        with founded.log.reading() as connection:
            connection.exec_driver_sql("SET LOCAL search_path TO public")
        with founded.log.reading() as connection:
            assert connection.exec_driver_sql("SHOW search_path").scalar() == "register"
            assert connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"
            isolation = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
            assert isolation == "repeatable read"
    with founded.log.writing() as work:
        isolation = work.connection.exec_driver_sql("SHOW transaction_isolation").scalar()
        assert isolation == "read committed"


def test_a_writer_sees_what_was_committed_before_it_whatever_the_server_says(
    founded: Home, postgresql: Postgresql
) -> None:
    """Under another isolation level what is read behind the lock would be of before it."""
    with postgresql.as_superuser(founded.house.settings) as connection:
        connection.execute(
            f"ALTER ROLE {WRITER} SET default_transaction_isolation = 'repeatable read'"
        )
        try:
            founded.close()
            with founded.log.writing() as work:
                shown = work.connection.exec_driver_sql("SHOW transaction_isolation").scalar()
            assert shown == "read committed"
        finally:
            connection.execute(f"ALTER ROLE {WRITER} RESET default_transaction_isolation")


def test_as_many_at_once_as_are_answered_find_a_connection_each(founded: Home) -> None:
    def ask(_: int) -> int:
        with founded.log.reading() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(0.2)")
            return 1

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        assert sum(pool.map(ask, range(CONNECTIONS))) == CONNECTIONS


# ----- in words ---------------------------------------------------------------------------------


def words_of(settings: Settings, *, founding: bool = False) -> str:
    """What is said instead of opening the house."""
    with pytest.raises(house.DatabaseIsNotReady) as error:
        (house.found if founding else house.enter)(settings)
    said = str(error.value)
    assert " / " in said and PASSWORD not in said
    return said


def test_a_database_that_was_not_founded_is_not_entered(blank: Settings) -> None:
    assert "run sekisho migrate" in words_of(blank)
    assert not blank.key_file.exists()


def test_a_server_that_does_not_answer_is_named(founded: Home) -> None:
    settings = founded.house.settings
    nowhere = settings.database_url.set(host="127.0.0.1", port=1, query={})
    said = words_of(replace(settings, database_url=nowhere, reader_url=nowhere))
    assert "127.0.0.1:1" in said and "SEKISHO_DATABASE_URL" in said and "server runs" in said
    assert "SEKISHO_READER_URL" in words_of(replace(settings, reader_url=nowhere))
    said = words_of(replace(settings, owner_url=nowhere), founding=True)
    assert "SEKISHO_OWNER_URL" in said


def test_a_wrong_password_is_named_and_not_shown(founded: Home, postgresql: Postgresql) -> None:
    settings = founded.house.settings
    name = str(settings.database_url.database)
    locked = sa.make_url(postgresql.url(LOCKED, name)).set(drivername="postgresql+psycopg")
    wrong = replace(settings, database_url=locked.set(password="guessed-wrong"))
    said = words_of(wrong)
    assert "password authentication failed" in said and LOCKED in said
    assert "guessed-wrong" not in said and "guessed-wrong" not in repr(wrong)
    assert PASSWORD not in repr(settings)


def test_a_login_that_is_missing_is_named(blank: Settings) -> None:
    nobody = blank.reader_url.set(username="nobody")
    said = words_of(replace(blank, reader_url=nobody), founding=True)
    assert "nobody" in said and "docs/operations.md" in said
    owner = open_engine(blank.owner_url)
    with owner.connect() as connection:
        assert database.current_revision(connection) is None, "all of it or nothing"
    owner.dispose()


def test_who_does_not_own_the_database_cannot_migrate_it(blank: Settings) -> None:
    said = words_of(replace(blank, owner_url=blank.database_url), founding=True)
    assert "SEKISHO_OWNER_URL" in said and WRITER in said


def test_a_database_that_is_missing_is_named(blank: Settings) -> None:
    said = words_of(replace(blank, database_url=blank.database_url.set(database="elsewhere")))
    assert "elsewhere" in said


def test_a_lock_that_is_not_given_up_is_said(
    founded: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.engine.BUSY_TIMEOUT_MS", 100)
    with LogRecorder(founded.engine, REGISTER).writing():
        assert "in use" in words_of(founded.house.settings, founding=True)


# ----- keys -------------------------------------------------------------------------------------


def test_a_key_is_made_for_an_empty_database_alone(blank: Settings) -> None:
    house.found(blank).close()
    blank.key_file.unlink()
    opened = house.found(blank)
    assert blank.key_file.exists(), "there was no fact yet"
    home = Home(opened, Clock(), {"operator": OPERATOR.member})
    home.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    home.close()
    blank.key_file.unlink()
    for attempt in (house.found, house.enter):
        with pytest.raises(KeyFileIsMissing):
            attempt(blank)
    assert not blank.key_file.exists()


def test_of_two_that_begin_one_database_with_two_keys_one_is_refused(
    blank: Settings, tmp_path: Path
) -> None:
    """As when two machines run their first command at once, each with a key file of its own."""
    first = house.found(blank)
    second = house.found(replace(blank, key_file=tmp_path / "second" / "register.key"))
    people = {"operator": OPERATOR.member}
    for opened in (first, second):
        home = Home(opened, Clock(), people)
        home.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    enrol = {"party": MZ, "name": "甲", "roles": ["editor"], "since": OPENING}
    Home(first, Clock(), people).perform("operator", enrol_member, **enrol)  # type: ignore[arg-type]  # one of each
    with pytest.raises(KeyDoesNotFit):
        Home(second, Clock(), people).perform("operator", enrol_member, **enrol)  # type: ignore[arg-type]  # one of each
    first.close()
    second.close()


# ----- migrating --------------------------------------------------------------------------------


def test_two_that_migrate_at_once_do_it_one_after_the_other(blank: Settings) -> None:
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(house.found, blank) for _ in range(3)]:
            done.result().close()
    opened = house.enter(blank)
    assert database.differences(opened.engine) is None
    opened.close()


def test_a_database_of_the_first_shape_is_brought_up_to_date_in_place(
    blank: Settings, tmp_path: Path
) -> None:
    """With its facts; its new tables are granted as the old ones were."""
    with gzip.open(WRITTEN / "0001.sqlite.gz") as stream:
        (tmp_path / "old.sqlite").write_bytes(stream.read())
    shutil.copy(WRITTEN / "0001.key", blank.key_file)
    owner = open_engine(blank.owner_url)
    with owner.begin() as connection, closing(sqlite3.connect(tmp_path / "old.sqlite")) as old:
        connection.exec_driver_sql("CREATE SCHEMA register")
        command.upgrade(database._config(connection), "0001")
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
        with engine.connect() as source:
            for table in (REGISTER.facts, REGISTER.keys, REGISTER.requests):
                rows = [dict(row) for row in source.execute(sa.select(table)).mappings()]
                connection.execute(table.insert(), rows)
        engine.dispose()
        facts = old.execute("SELECT count(*) FROM register_facts").fetchone()
    with pytest.raises(house.DatabaseIsNotReady, match="run sekisho migrate"):
        house.enter(blank)
    opened = house.found(blank)
    settings = Settings.of(f"sqlite:///{tmp_path / 'old.sqlite'}", blank.key_file)
    with closing(house.found(settings)) as same, opened.log.following() as connection:
        with same.log.following() as there:
            assert rows_of(connection) == rows_of(there)
        assert opened.log.recorder.head(connection)[0] == facts[0]
    owner.dispose()
    opened.close()


def test_a_refill_that_fails_leaves_the_old_shape(blank: Settings) -> None:
    owner = open_engine(blank.owner_url)
    with owner.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA register")
        command.upgrade(database._config(connection), "0001")
        connection.exec_driver_sql(
            "INSERT INTO register_facts VALUES"
            " (1, 1, gen_random_uuid(), 1, 'nothing.known', '', 1, '', '')"
        )
    blank.key_file.write_text(os.urandom(32).hex())
    with pytest.raises(Exception, match="nothing"):
        house.found(blank)
    with owner.connect() as connection:
        assert database.current_revision(connection) == "0001"
        assert not sa.inspect(connection).has_table("register_files")
    owner.dispose()
