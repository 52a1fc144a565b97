"""`sekisho check` on PostgreSQL: each login, its rights, and the database they reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commands.people.parties import DEFAULT_PARTIES, found_parties
from domain.people.roles import OPERATOR
from service import house
from service.checking import Finding, findings
from service.settings import Settings
from tests.grounds import DESK, OWNER, PASSWORD, READER, WRITER, Postgresql
from tests.houses import OPENING, Clock, Home


@pytest.fixture(scope="module")
def begun(postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A founded house at rest."""
    settings, clock = postgresql.blank(tmp_path_factory.mktemp("begun")), Clock()
    home = Home(house.found(settings, clock), clock, {"operator": OPERATOR.member})
    home.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    home.close()
    return settings


@pytest.fixture
def settings(begun: Settings, postgresql: Postgresql, tmp_path: Path) -> Iterator[Settings]:
    mine = postgresql.copy(begun, tmp_path)
    yield mine
    postgresql.drop(mine)


def amiss(settings: Settings) -> list[Finding]:
    """What is not well; nothing that is said shows a password."""
    found = list(findings(settings))
    assert not any(PASSWORD in one.what + one.remedy for one in found)
    assert all(" / " in one.remedy for one in found if not one.well)
    return [one for one in found if not one.well]


def test_a_founded_house_is_well_and_all_that_was_looked_at_is_said(settings: Settings) -> None:
    assert amiss(settings) == []
    said = "\n".join(one.what for one in findings(settings))
    for what in (
        "SEKISHO_DATABASE_URL",
        "SEKISHO_READER_URL",
        "SEKISHO_OWNER_URL",
        "UTF8",
        "Key file",
        "Tables",
        "Rights",
        "Locks of rows",
        "Facts",
        "Sealed texts",
        "Current rows",
        "SEKISHO_DESK_URL",
        "Desk's key file",
        "Desk's rights",
        "Desk's tables",
        "Desk's facts",
        "Desk's keys",
        "Desk's rows",
    ):
        assert what in said


def test_a_service_without_the_owners_password_is_well(settings: Settings) -> None:
    assert amiss(replace(settings, owner_url=settings.database_url)) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (f"GRANT SELECT ON register.register_facts TO {READER}", f"+ {READER}: SELECT"),
        (f"GRANT SELECT (state) ON register.register_facts TO {READER}", "SELECT (state)"),
        (f"GRANT UPDATE ON register.register_facts TO {WRITER}", f"+ {WRITER}: UPDATE"),
        (f"REVOKE INSERT ON register.incident FROM {WRITER}", f"- {WRITER}: INSERT incident"),
        ("GRANT SELECT ON register.incident TO PUBLIC", "+ PUBLIC: SELECT incident"),
        (f"GRANT SELECT ON register.incident TO {DESK}", f"+ {DESK}: SELECT incident"),
        (f"GRANT SELECT ON desk.ticket TO {READER}", f"+ {READER}: SELECT desk.ticket"),
        (f"GRANT SELECT (code) ON desk.ticket TO {WRITER}", "SELECT (code) desk.ticket"),
        (f"GRANT DELETE ON desk.desk_facts TO {DESK}", f"+ {DESK}: DELETE desk.desk_facts"),
        (f"REVOKE INSERT ON desk.ticket FROM {DESK}", f"- {DESK}: INSERT desk.ticket"),
        (
            "GRANT SELECT ON desk_keys.subject_key TO PUBLIC",
            "+ PUBLIC: SELECT desk_keys.subject_key",
        ),
        (f"REVOKE UPDATE (wrapped) ON desk_keys.subject_key FROM {DESK}", "- "),
    ],
)
def test_rights_that_are_not_as_meant_are_told(
    settings: Settings, postgresql: Postgresql, statement: str, told: str
) -> None:
    with postgresql.as_superuser(settings) as connection:
        connection.execute(statement)
    [finding] = amiss(settings)
    assert finding.serious and told in finding.what
    assert "sekisho migrate" in finding.remedy
    house.found(settings).close()
    assert amiss(settings) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE register.incident DISABLE ROW LEVEL SECURITY", "- LOCK ON incident"),
        ("ALTER TABLE register.note_past NO FORCE ROW LEVEL SECURITY", "- LOCK ON note_past"),
        ("DROP POLICY seen ON register.coverage", "- POLICY seen ON coverage"),
        ("CREATE POLICY wide ON register.cause USING (true)", "+ POLICY wide ON cause"),
        ("ALTER POLICY seen ON register.link USING (true)", "≠ POLICY seen ON link"),
        (f"ALTER POLICY kept ON register.link TO {READER}", "≠ POLICY kept ON link"),
        ("ALTER POLICY seen ON register.link RENAME TO other", "- POLICY seen ON link; + POLICY other ON link"),
        ("COMMENT ON POLICY owned ON register.party IS NULL", "≠ POLICY owned ON party"),
        ("CREATE OR REPLACE VIEW register.released WITH (security_barrier) AS SELECT record,"
         " record_kind, to_party, standing, until, born, since, stood_from, author"
         " FROM register.release", "≠ VIEW released"),
        ("ALTER VIEW register.myself RESET (security_barrier)", "≠ VIEW myself"),
        ("ALTER FUNCTION register.authors_named SECURITY INVOKER", "≠ FUNCTION authors_named(text[])"),
    ],
)  # fmt: skip
def test_a_lock_that_is_not_as_meant_is_told_and_laid_again(
    settings: Settings, postgresql: Postgresql, statement: str, told: str
) -> None:
    with postgresql.as_superuser(settings) as connection:
        connection.execute(f"SET ROLE {OWNER}")
        connection.execute(statement)
    [finding] = amiss(settings)
    assert finding.serious and told in finding.what
    assert "sekisho migrate" in finding.remedy
    house.found(settings).close()
    assert amiss(settings) == []


@pytest.mark.parametrize("login", [WRITER, READER])
@pytest.mark.parametrize("role", [DESK, "pg_read_all_data"])
def test_a_login_of_the_register_that_comes_to_the_desk_by_a_role_is_told(
    settings: Settings, postgresql: Postgresql, login: str, role: str
) -> None:
    with postgresql.as_superuser(settings) as connection:
        connection.execute(f"GRANT {role} TO {login}")
        try:
            [finding] = amiss(settings)
            assert finding.serious and login in finding.what
            assert "desk.ticket" in finding.what or "desk.desk_facts" in finding.what
            assert "pg_read_all_data" in finding.remedy
        finally:
            connection.execute(f"REVOKE {role} FROM {login}")


def test_a_login_that_is_the_registers_and_the_desks_is_warned_of(settings: Settings) -> None:
    one = replace(settings, desk_url=settings.database_url)
    house.found(one).close()
    [finding] = amiss(one)
    assert not finding.serious and "for the desk alone" in finding.remedy


def test_a_desk_that_is_not_set_up_is_told_and_nothing_is_wrong(settings: Settings) -> None:
    [finding] = amiss(replace(settings, desk_url=None))
    assert not finding.serious
    assert "no desk" in finding.what and "SEKISHO_DESK_URL" in finding.remedy


def test_a_superuser_is_warned_of(settings: Settings, postgresql: Postgresql) -> None:
    above = replace(settings, reader_url=settings.reader_url.set(username="postgres"))
    told = amiss(above)
    assert [one.serious for one in told if "superuser" in one.what] == [False]


@pytest.mark.parametrize("place", ["writer", "reader"])
def test_a_login_that_owns_the_tables_is_warned_of(settings: Settings, place: str) -> None:
    same = (
        replace(settings, database_url=settings.owner_url)
        if place == "writer"
        else replace(settings, reader_url=settings.owner_url)
    )
    told = amiss(same)
    assert [one.serious for one in told if f"{OWNER} owns the tables" in one.what] == [False]


def test_a_login_that_may_act_as_the_owner_is_warned_of(
    settings: Settings, postgresql: Postgresql
) -> None:
    with postgresql.as_superuser(settings) as connection:
        connection.execute(f"GRANT {OWNER} TO {WRITER}")
        try:
            assert [one.what for one in amiss(settings)] == [
                f"{WRITER} は表の所有者です / {WRITER} owns the tables"
            ]
        finally:
            connection.execute(f"REVOKE {OWNER} FROM {WRITER}")


def test_a_login_that_does_not_come_in_is_told(settings: Settings) -> None:
    lost = replace(settings, reader_url=settings.reader_url.set(username="nobody"))
    [finding] = amiss(lost)
    assert "SEKISHO_READER_URL" in finding.what and finding.serious


def test_a_login_to_another_database_is_told(
    settings: Settings, postgresql: Postgresql, begun: Settings, tmp_path: Path
) -> None:
    other = postgresql.copy(begun, tmp_path / "other")
    [finding] = amiss(replace(settings, reader_url=other.reader_url))
    assert "SEKISHO_READER_URL" in finding.what and "another database" in finding.what
    postgresql.drop(other)


def test_another_encoding_is_told(
    settings: Settings, postgresql: Postgresql, tmp_path: Path
) -> None:
    with postgresql.as_superuser(settings) as connection:
        connection.execute(
            f"CREATE DATABASE latin OWNER {OWNER} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        )
    latin = postgresql.settings("latin", tmp_path / "latin")
    told = [one.what for one in amiss(latin)]
    assert any("LATIN1" in one for one in told)
    postgresql.drop(latin)
