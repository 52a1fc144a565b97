"""Every read starts at the barrier: what leads past it is refused by its form, but for a few modules."""

from __future__ import annotations

import tomllib

import pytest

from tests.reads import ALLOWED, HOME, ROOMS, Way, allowed, found_in, modules

MODULES = dict(modules())


@pytest.mark.parametrize("path", MODULES)
def test_a_module_reads_through_the_barrier_alone(path: str) -> None:
    beside = [one for one in found_in(MODULES[path]) if one.way not in allowed(path)]
    assert not beside, "\n".join(
        f"{path}:{one.line} {one.way.value}: start from projections.barrier, or say in tests/reads.py"
        " why it must"
        for one in beside
    )


@pytest.mark.parametrize("path", ALLOWED)
def test_no_module_is_allowed_more_than_it_does(path: str) -> None:
    assert {one.way for one in found_in(MODULES[path])} == allowed(path)
    assert ALLOWED[path][0]


def test_none_that_answers_people_takes_a_table() -> None:
    """Nor does any command, or any paper: all that they may do is open a reading as who asks."""
    for path in ALLOWED:
        if path.startswith(("api/", "papers/", "commands/")):
            assert not allowed(path) & {Way.TABLE, Way.WORDS, Way.PARTS, Way.LOG}, path


SQLALCHEMY = "import sqlalchemy as sa\n"


@pytest.mark.parametrize(
    ("planted", "way"),
    [
        ("sa.select(INCIDENTS.current)", Way.TABLE),
        ("sa.select(kind.view.current.c.title)", Way.TABLE),
        ("table = view.past", Way.TABLE),
        ("getattr(view, 'current')", Way.TABLE),
        ("attrgetter('past')(view)", Way.TABLE),
        ("vars(view)['current']", Way.TABLE),
        (SQLALCHEMY + "sa.select(COVERED.table)", Way.TABLE),
        ("from projections.register.coverage import COVERAGE", Way.TABLE),
        ("from projections.view import METADATA as VIEWS", Way.TABLE),
        ("projections.view.METADATA.tables['incident']", Way.TABLE),
        ("from projections.register.releases import RELEASED", Way.TABLE),
        ("from projections.people.members import MYSELF", Way.TABLE),
        ("sa.text('SELECT 1')", Way.WORDS),
        ("from sqlalchemy import text", Way.WORDS),
        ("sa.table('incident', sa.column('title'))", Way.WORDS),
        ("sa.literal_column('title')", Way.WORDS),
        ("connection.exec_driver_sql(query)", Way.WORDS),
        ("connection.connection.driver_connection.cursor()", Way.WORDS),
        ("QUERY = 'SELECT title FROM incident'", Way.WORDS),
        ("QUERY = f'SELECT {names} FROM register.incident_past WHERE true'", Way.WORDS),
        ("QUERY = 'SELECT * FROM cause JOIN \"check\" ON true'", Way.WORDS),
        ("from projections.rows import fetch", Way.WORDS),
        ("from store.statements import fetch_all", Way.WORDS),
        ("from projections import rows", Way.WORDS),
        ("Clearance(MZ, today)", Way.CLEARANCE),
        ("clearance.Clearance(party=1, today=today)", Way.CLEARANCE),
        ("replace(scope.clearance, party=2)", Way.CLEARANCE),
        ("dataclasses.replace(clearance, people=-1)", Way.CLEARANCE),
        ("from projections.barrier import _rows", Way.PARTS),
        ("barrier._may_see(rows, viewer, day)", Way.PARTS),
        ("visible.__wrapped__(view, clearance)", Way.PARTS),
        ("with office.log.reading() as connection: pass", Way.READING),
        ("with log.following() as connection: pass", Way.READING),
        ("open_reading = office.log.reading", Way.READING),
        ("from store.engine import snapshot", Way.READING),
        ("from projections.told import admit", Way.TOLD),
        ("from projections import told", Way.TOLD),
        ("from store.tables import REGISTER", Way.LOG),
        ("sa.select(log.recorder.tables.facts)", Way.LOG),
        ("import sqlite3", Way.LOG),
    ],
)
def test_what_goes_past_the_barrier_is_found(planted: str, way: Way) -> None:
    inside = "def read(connection):\n    " + planted.replace("\n", "\n    ")
    for source in (planted, inside):
        assert way in {one.way for one in found_in(source)}


@pytest.mark.parametrize(
    "harmless",
    [
        "rows = visible(INCIDENTS, clearance, moment)\nsa.select(rows.c.id)",
        "from api.register import past\npast.board(lens)",
        "from projections.barrier import links_between, visible",
        "from projections.people.identity import enter",
        "row.table.stated('incidents')",
        "sheet['A1']",
        '"""What was reported from an incident, joined to its cause."""',
        "def read(clearance: Clearance, table: sa.Table) -> None: ...",
        "replace(result, readers=())",
        "push.reading(since)",
        "message = 'text'",
    ],
)
def test_what_starts_at_the_barrier_is_let_be(harmless: str) -> None:
    assert found_in(harmless) == []


def test_every_room_is_walked_but_those_below_the_barrier() -> None:
    """The others: one knows no SQL, one is the log, one owns the tables, one plays by commands."""
    beside = {"domain", "store", "migrations", "examples"}
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {*ROOMS} | beside == {*packages}
