"""The second lock: PostgreSQL itself shows nobody more than the barrier would, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from commands.people.departments import found_department
from commands.register.causes import link_records, state_cause, unlink_records
from commands.register.countermeasures import propose_countermeasure
from commands.register.incidents import report_incident
from commands.register.notes import write_note
from commands.register.reports import state_figure
from domain.register.incident import Incident
from projections import second_lock, told
from projections.all import PAIRS, VIEWS
from projections.barrier import seen_now, versions, visible, visible_pairs
from projections.clearance import Clearance
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.view import EVERYONE, METADATA, bit
from projections.viewer import Viewer
from store.engine import open_engine, snapshot
from tests.grounds import Ground, Postgresql, examples
from tests.houses import EXT, HD, MZ, PG, Home, Template
from tests.projections.play import RELEASING, VIEWERS, Book, Step, histories, play, sight
from tests.releasing import release, withdraw

TODAY = "2023-02-17"


@pytest.fixture
def walled(ground: Ground, home: Home) -> Home:
    """A house on PostgreSQL."""
    if not isinstance(ground, Postgresql):
        pytest.skip("SQLite has one lock")
    return home


@pytest.fixture(scope="module")
def lent(
    ground: Ground, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """A house on PostgreSQL that is made new for each example of a property."""
    if not isinstance(ground, Postgresql):
        pytest.skip("SQLite has one lock")
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.remove()


@contextmanager
def reader(home: Home, *, login: str = "reader_url") -> Iterator[psycopg.Connection[Any]]:
    """A login's own connection, as somebody would have it who stole the password."""
    url = getattr(home.house.settings, login).set(drivername="postgresql")
    options = "-csearch_path=register"
    with psycopg.connect(url.render_as_string(hide_password=False), options=options) as connection:
        yield connection
        connection.rollback()


def tell(connection: psycopg.Connection[Any], **settings: str) -> None:
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, true)", (f"sekisho.{name}", value))


def titles(connection: psycopg.Connection[Any], query: str = "SELECT title FROM incident") -> Any:
    return sorted(row[0] for row in connection.execute(query).fetchall())


def incident(home: Home, title: str, party: str = "MZ") -> UUID:
    return home.made(f"{party} editor", report_incident, title=title, categories=("NONE",))


def rename(home: Home, record: UUID, title: str) -> None:
    with home.log.writing() as work:
        found = work.load(Incident, record)
        details = dict.fromkeys(("group", "summary", "reporting", "occurred_on"))
        found.revise(title=title, **details, by=home.people["MZ editor"], at=work.now)
        work.keep(found)


@pytest.fixture
def told_home(walled: Home) -> Home:
    """MZ has an incident that PG sees, one that it does not, and a third of PG's own."""
    seen = incident(walled, "開示した事案")
    release(walled, seen, PG)
    incident(walled, "秘密の事案")
    incident(walled, "自社の事案", "PG")
    return walled


SEEN_BY_PG = ["自社の事案", "開示した事案"]


def test_every_table_of_every_view_has_its_rule() -> None:
    assert {*second_lock.rules()} == {*METADATA.tables}


# ----- raw SQL of the reader --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT title FROM incident", SEEN_BY_PG),
        ("SELECT title FROM incident WHERE title LIKE '%秘密%'", []),
        ("SELECT count(*) FROM incident", [2]),
        ("SELECT count(*) FROM incident_past", [0]),
        ("SELECT i.title FROM incident i JOIN party p ON p.number = i.owner", SEEN_BY_PG),
        ("SELECT i.title FROM party p LEFT JOIN incident i ON i.owner = 2 WHERE p.number = 2", SEEN_BY_PG[1:]),
        ("WITH incident AS (SELECT * FROM register.incident) SELECT title FROM incident", SEEN_BY_PG),
        ("SELECT title FROM incident UNION ALL SELECT basis FROM release", SEEN_BY_PG),
        ("SELECT max(title) FROM incident GROUP BY owner", SEEN_BY_PG),
        ("SELECT title FROM ONLY incident TABLESAMPLE SYSTEM (100)", SEEN_BY_PG),
        ("SELECT (SELECT count(*) FROM incident x WHERE x.owner = p.owner) FROM party p WHERE p.number = 2", [1]),
        ("SELECT string_agg(DISTINCT title, '・') FROM incident", ["自社の事案・開示した事案"]),
        ("SELECT count(*) FROM release", [0]),
        ("SELECT count(*) FROM released", [1]),
        ("SELECT count(*) FROM member", [5]),
        ("SELECT count(*) FROM pg_stats WHERE tablename IN ('incident', 'member')", [0]),
        ("SELECT count(*) FROM incident i, incident_past p, cause, note, link, link_past", [0]),
    ],
)  # fmt: skip
def test_whatever_is_asked_of_the_database_only_what_may_be_seen_is_found(
    told_home: Home, query: str, found: list[Any]
) -> None:
    with reader(told_home) as connection:
        tell(connection, party=str(PG), today=TODAY)
        assert titles(connection, query) == found


def test_a_function_that_shows_what_it_is_given_is_given_no_hidden_row(told_home: Home) -> None:
    """The planner asks cheap conditions first; a policy goes before any of them."""
    shown: list[str] = []
    with reader(told_home) as connection:
        connection.add_notice_handler(lambda said: shown.append(str(said.message_primary)))
        connection.execute(
            "CREATE FUNCTION pg_temp.show(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001"
            " AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$"
        )
        tell(connection, party=str(PG), today=TODAY)
        for table, column in (("incident", "title"), ("released", "record"), ("member", "name")):
            connection.execute(f"SELECT FROM {table} WHERE pg_temp.show({column})")
        with pytest.raises(psycopg.errors.InvalidTextRepresentation) as refused:
            connection.execute("SELECT FROM incident WHERE title::int = 1")
    assert "自社の事案" in shown
    assert not any("秘密" in one or "MZ" in one for one in [*shown, str(refused.value)])


def test_a_function_and_a_view_of_ones_own_show_no_more(told_home: Home) -> None:
    with reader(told_home) as connection:
        connection.execute("CREATE VIEW pg_temp.mine AS SELECT * FROM register.incident")
        connection.execute(
            "CREATE FUNCTION pg_temp.all_titles() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER"
            " AS 'SELECT title FROM register.incident'"
        )
        tell(connection, party=str(PG), today=TODAY)
        assert titles(connection, "SELECT title FROM pg_temp.mine") == SEEN_BY_PG
        assert titles(connection, "SELECT * FROM pg_temp.all_titles()") == SEEN_BY_PG


def test_a_copy_out_holds_what_may_be_seen(told_home: Home) -> None:
    for source in ("incident (title)", "(SELECT title FROM incident)"):
        with reader(told_home) as connection:
            tell(connection, party=str(PG), today=TODAY)
            with connection.cursor().copy(f"COPY {source} TO STDOUT") as copied:
                rows = sorted(row[0] for row in copied.rows())
        assert rows == SEEN_BY_PG


def test_a_prepared_statement_is_of_whoever_asks_now(told_home: Home) -> None:
    """Also once the server plans it for any value alike."""
    with reader(told_home) as connection:
        connection.execute("PREPARE listed AS SELECT title FROM incident")
        connection.commit()
        for _ in range(8):
            for party, found in ((PG, SEEN_BY_PG), (MZ, ["秘密の事案", "開示した事案"]), (HD, [])):
                tell(connection, party=str(party), today=TODAY)
                assert titles(connection, "EXECUTE listed") == found
                connection.commit()
        assert titles(connection, "EXECUTE listed") == []


def test_a_cursor_stays_within_what_may_be_seen(told_home: Home) -> None:
    with reader(told_home) as connection:
        tell(connection, party=str(PG), today=TODAY)
        connection.execute("DECLARE one CURSOR FOR SELECT title FROM incident")
        assert titles(connection, "FETCH ALL FROM one") == SEEN_BY_PG


def test_the_way_round_by_the_servers_own_switch_is_refused(told_home: Home) -> None:
    with reader(told_home) as connection:
        tell(connection, party=str(PG), today=TODAY)
        connection.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("SELECT title FROM incident")


# ----- who asks ---------------------------------------------------------------------------------


TABLES = sorted(second_lock.rules())


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"party": "2"},
        {"today": TODAY},
        {"party": "", "today": TODAY},
        {"party": "two", "today": TODAY},
        {"party": "2 ", "today": TODAY},
        {"party": "-1", "today": TODAY},
        {"party": "63", "today": TODAY},
        {"party": "64", "today": TODAY},
        {"party": "66", "today": TODAY},
        {"party": "2.0", "today": TODAY},
        {"party": "99999999999999999999", "today": TODAY},
        {"party": "2", "today": ""},
        {"party": "2", "today": "tomorrow"},
        {"party": "2", "today": "0"},
        {"party": "2", "today": f"{TODAY}\n"},
        {"people": "1"},
        {"people": "ff", "today": TODAY},
        {"people": "2", "today": TODAY},
        {"people": "1" * 64, "today": TODAY},
    ],
    ids=lambda told: ",".join(f"{name}={value[:12]!r}" for name, value in told.items()) or "unset",
)
def test_whoever_is_not_told_or_told_wrongly_sees_nothing(
    told_home: Home, settings: dict[str, str]
) -> None:
    """And is not told that it was wrong: an error would say which tables hold something."""
    with reader(told_home) as connection:
        tell(connection, **settings)
        for name in (*TABLES, "released", "released_past", "myself"):
            assert connection.execute(f'SELECT * FROM "{name}"').fetchall() == [], name


def test_who_asks_is_forgotten_with_the_transaction(told_home: Home) -> None:
    """The next request may be somebody else's, on the same connection."""
    for end in ("commit", "rollback"):
        with reader(told_home) as connection:
            tell(connection, party=str(PG), today=TODAY)
            assert titles(connection) == SEEN_BY_PG
            getattr(connection, end)()
            assert titles(connection) == []


def test_a_request_before_leaves_the_next_one_nothing(told_home: Home) -> None:
    with told_home.looking(PG) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM incident").scalar() == 2
    with told_home.log.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM incident").scalar() == 0


def test_an_administrator_sees_people_and_no_record(told_home: Home) -> None:
    with told_home.log.reading() as connection:
        told.admit(connection, Clearance(None, TODAY, bit(HD)))
        owners = connection.exec_driver_sql("SELECT DISTINCT owner FROM member").scalars()
        assert set(owners) == {HD}
        assert connection.exec_driver_sql("SELECT count(*) FROM incident").scalar() == 0
        told.admit(connection, Clearance(None, TODAY, EVERYONE))
        owners = connection.exec_driver_sql("SELECT DISTINCT owner FROM member").scalars()
        assert set(owners) == {HD, PG, MZ, EXT}
        assert connection.exec_driver_sql("SELECT count(*) FROM incident").scalar() == 0


# ----- the openings -----------------------------------------------------------------------------


def test_who_asks_is_shown_to_themselves_alone(told_home: Home) -> None:
    member = str(told_home.people["EXT cco"])
    with reader(told_home) as connection:
        tell(connection, member=member)
        assert connection.execute("SELECT id, name FROM myself").fetchall() == [(member, "EXT cco")]
        assert connection.execute("SELECT count(*) FROM member").fetchone() == (0,)


def test_a_release_is_known_to_its_party_without_its_basis(told_home: Home) -> None:
    with reader(told_home) as connection:
        for party, found in ((PG, [(PG, True)]), (HD, []), (MZ, [])):
            tell(connection, party=str(party), today=TODAY)
            query = "SELECT to_party, standing FROM released"
            assert connection.execute(query).fetchall() == found
        columns = {
            one.name for one in connection.execute("SELECT * FROM released").description or ()
        }
    assert not columns & {"basis", "id", "owner", "code", "search", "version"}


def test_an_author_is_known_by_company_and_roles_and_nobody_can_be_listed(told_home: Home) -> None:
    member = str(told_home.people["MZ editor"])
    with reader(told_home) as connection:
        tell(connection, party=str(PG), today=TODAY)
        ask = "SELECT * FROM authors_named(%s)"
        [found] = connection.execute(ask, ([member],)).fetchall()
        identity, owner, grants, _ = found
        assert (identity, owner) == (member, MZ)
        assert [(one["role"], one["department"]) for one in grants] == [("editor", None)]
        assert "MZ editor" not in str(found)
        for ids in ([], ["%"], [str(uuid4())], ["' OR true --"]):
            assert connection.execute(ask, (ids,)).fetchall() == []


# ----- the writer -------------------------------------------------------------------------------


def test_the_writer_keeps_every_row_while_nobody_asks_and_sees_like_who_asks(
    told_home: Home,
) -> None:
    everything = sorted([*SEEN_BY_PG, "秘密の事案"])
    with reader(told_home, login="database_url") as connection:
        assert titles(connection) == everything
        tell(connection, party=str(PG), today=TODAY)
        assert titles(connection) == SEEN_BY_PG
        assert connection.execute("UPDATE incident SET title = ''").rowcount == 0
        assert connection.execute("DELETE FROM incident").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("INSERT INTO coverage VALUES ('a', 'b')")


def test_a_command_finds_what_its_giver_may_see(told_home: Home) -> None:
    """While it decides; its rows are then folded for nobody."""

    def look(desk: Any) -> tuple[UUID, ...]:
        found = desk.work.connection.exec_driver_sql("SELECT title FROM incident").scalars()
        seen.append(sorted(found))
        return ()

    seen: list[list[str]] = []
    for who in ("PG editor", "MZ editor", "HD administrator", "operator"):
        told_home.perform(who, look)
    assert seen == [SEEN_BY_PG, ["秘密の事案", "開示した事案"], [], []]


# ----- the same as the barrier ------------------------------------------------------------------


def everything_that_happens(home: Home) -> None:
    """Dated and withdrawn releases, links made and undone behind them, notes, figures, people."""
    now, gone, later = (incident(home, f"事案{number}") for number in range(3))
    cause = home.made("MZ editor", state_cause, statement="原因", categories=("NONE",))
    measure = home.made(
        "MZ editor", propose_countermeasure, title="対策", categories=("NONE",), wording="3月末"
    )
    home.made("MZ editor", write_note, record=now, text="自社のメモ", categories=())
    home.made("operator", found_department, party=MZ, name="営業部")
    figure = {"label": "件数", "measure": "件数", "value": Decimal(1), "unit": "件"}
    home.made("MZ editor", state_figure, **figure, incidents=(now, gone), categories=("NONE",))
    for record in (now, gone, measure):
        home.perform("MZ editor", link_records, cause=cause, record=record)
    home.perform("MZ editor", unlink_records, cause=cause, record=gone)
    for record, view in ((cause, CAUSES), (measure, COUNTERMEASURES), (now, INCIDENTS)):
        release(home, record, PG, view)
    release(home, later, PG, days=1)
    release(home, later, HD)
    release(home, gone, PG)
    home.clock.pass_by(days=1)
    rename(home, later, "まだ見える間の件名")
    withdraw(home, gone, PG)
    home.clock.pass_by(days=2)
    rename(home, later, "見えない間の件名")
    rename(home, gone, "取り下げた後の件名")
    home.clock.pass_by(days=1)
    rename(home, later, "また見える前の件名")
    release(home, later, PG)


def locked_rows(connection: sa.Connection, table: sa.Table) -> set[tuple[Any, ...]]:
    """The keys of what the database shows of a table."""
    return {tuple(row) for row in connection.execute(sa.select(*table.primary_key))}


def barred_rows(connection: sa.Connection, clearance: Clearance) -> dict[str, set[Any]]:
    """The keys of what the barrier alone would show, on a connection that sees everything."""
    found: dict[str, set[Any]] = {}
    for view in VIEWS:
        now = view.current
        seen = sa.select(now.c.id).where(seen_now(view, Viewer.of(clearance)))
        found[now.name] = {tuple(row) for row in connection.execute(seen)}
        rows = versions(view, clearance)
        past = sa.select(rows.c.id, rows.c.since).where(rows.c.till.is_not(None))
        found[view.past.name] = {tuple(row) for row in connection.execute(past)}
    for pairs in PAIRS:
        rows = visible_pairs(pairs, clearance)
        keys = (rows.c[column.name] for column in pairs.table.primary_key)
        found[pairs.table.name] = {tuple(row) for row in connection.execute(sa.select(*keys))}
    return found


@contextmanager
def whole_house(home: Home) -> Iterator[sa.Connection]:
    """A reading of the owner's, whom no lock holds."""
    engine = open_engine(home.house.settings.owner_url)
    try:
        with snapshot(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def require_one_rule(home: Home) -> None:
    """Both locks let the same rows through, for each party and administrator, now and later."""
    clearances = [
        Clearance(party, (home.today + timedelta(days=days)).isoformat(), people)
        for party, people in (*((one, 0) for one in VIEWERS), (None, bit(MZ)), (HD, EVERYONE))
        for days in (0, 1, 3)
    ]
    with whole_house(home) as whole, home.log.reading() as locked:
        for clearance in clearances:
            told.admit(locked, clearance)
            told.admit(whole, clearance)  # the openings are for who asks, also to the owner
            barred = barred_rows(whole, clearance)
            for table in (
                *(t for v in VIEWS for t in (v.current, v.past)),
                *(p.table for p in PAIRS),
            ):
                assert locked_rows(locked, table) == barred[table.name], (clearance, table.name)


def test_both_locks_have_one_rule(walled: Home) -> None:
    everything_that_happens(walled)
    require_one_rule(walled)


WIDER = {
    "incident": "audience <> 0",
    "countermeasure": "owner <> 2",
    "release": "true",
    "note": "EXISTS (SELECT FROM incident WHERE id = about)",
    "member": "true",
    "department": "true",
    "coverage": "EXISTS (SELECT FROM incident WHERE id = incident)",
    "link": "true",
    "link_past": "EXISTS (SELECT FROM cause WHERE id = link_past.cause)",
    "incident_past": "EXISTS (SELECT FROM incident WHERE id = incident_past.id)",
    "incident_past ": "EXISTS (SELECT FROM incident WHERE id = incident_past.id)"
    " AND audience & (1 << current_setting('sekisho.party', true)::int) <> 0",
}
"""Rules that come close, and let something through."""


def test_a_wider_rule_would_be_found(walled: Home, postgresql: Postgresql) -> None:
    everything_that_happens(walled)
    with postgresql.as_superuser(walled.house.settings) as connection:
        connection.execute("SET search_path = register")
        for table, rule in WIDER.items():
            connection.execute(f"ALTER POLICY seen ON {table} USING ({rule})")
            with pytest.raises(AssertionError):
                require_one_rule(walled)
            meant = second_lock.rules()[table.strip()]
            connection.execute(f"ALTER POLICY seen ON {table} USING ({meant})")
    require_one_rule(walled)


@settings(max_examples=examples(24))
@given(steps=histories(RELEASING, least=10, most=30))
def test_both_locks_have_one_rule_whatever_happened(
    template: Template, lent: Home, steps: list[Step]
) -> None:
    template.restore(home := lent)
    book = Book()
    for step in steps:
        play(home.log, home.clock, book, step)
    require_one_rule(home)


def test_of_the_past_only_what_was_seen_while_it_stood_is_shown(walled: Home) -> None:
    """The words of it, as raw SQL finds them: neither from before a release, nor between two."""
    everything_that_happens(walled)
    with reader(walled) as connection:
        tell(connection, party=str(PG), today=walled.today.isoformat())
        past = "SELECT title FROM incident_past WHERE title <> '事案0'"
        assert titles(connection, past) == ["まだ見える間の件名", "事案2", "事案2"]
        assert titles(connection) == ["また見える前の件名", "事案0"]
        tell(connection, party=str(HD))
        seen = ["また見える前の件名", "まだ見える間の件名", "事案2", "見えない間の件名"]
        assert titles(connection, past) == seen


def test_a_link_that_was_undone_before_its_ends_were_shown_is_not_known(walled: Home) -> None:
    everything_that_happens(walled)
    release(walled, _gone(walled), PG)
    for login, found in ((PG, 2), (MZ, 3), (HD, 0)):
        with walled.looking(login) as connection:
            assert len(locked_rows(connection, LINKS.current)) == found


def _gone(home: Home) -> UUID:
    with home.looking(MZ) as connection:
        rows = visible(INCIDENTS, home.clearance(MZ))
        query = sa.select(rows.c.id).where(rows.c.title == "取り下げた後の件名")
        return UUID(connection.execute(query).scalar_one())


# ----- the second lock alone --------------------------------------------------------------------


def test_without_the_first_lock_all_that_is_seen_is_seen_with_it(
    walled: Home, without_the_first_lock: None
) -> None:
    everything_that_happens(walled)
    with walled.log.reading() as connection:
        alone = {party: sight(connection, walled.clearance(party)) for party in VIEWERS}
        assert "秘密" not in str(alone)
    assert not any(alone[None].values())
    assert {row["title"] for row in alone[PG]["incident"].values()} == {
        "また見える前の件名",
        "事案0",
    }
    assert len(alone[PG]["link"]) == 2
    assert {row["owner"] for row in alone[PG]["note"].values()} == set()
