"""A register moves whole to another database, compared fact by fact, or not at all."""

from __future__ import annotations

import gzip
import os
import shutil
import stat
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.register.incidents import report_incident
from projections.people.members import MEMBERS
from projections.register.countermeasures import COUNTERMEASURES
from projections.view import METADATA as VIEWS
from service import database, house, rights
from service.main import main
from service.moving import MoveIsRefused, move
from service.outcome import Failure
from service.refilling import refill
from service.settings import Settings
from store.engine import open_engine
from store.tables import REGISTER
from tests.grounds import PASSWORD, Ground, Postgresql, Sqlite, environment, found_empty

KINDS = ("sqlite", "postgresql")
WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite")]
EVERY_WAY = pytest.mark.parametrize(
    "way", list(product(KINDS, KINDS)), ids="-to-".join, indirect=True
)
THE_USUAL_WAY = pytest.mark.parametrize("way", WAYS[:1], ids="-to-".join, indirect=True)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Both kinds of database, whatever the run stands on."""

    sqlite: Sqlite
    postgresql: Postgresql

    def __getitem__(self, kind: str) -> Ground:
        return self.postgresql if kind == "postgresql" else self.sqlite


@pytest.fixture(scope="module")
def both(postgresql: Postgresql) -> Grounds:
    return Grounds(Sqlite(), postgresql)


@pytest.fixture(scope="module")
def written(both: Grounds, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Settings]:
    """A register at rest on each database, with a request, a file and a forgotten text."""
    old = Path(__file__).parent.parent / "migrations" / "written"
    settings = both.sqlite.blank(tmp_path_factory.mktemp("written"))
    assert settings.database_file is not None
    settings.database_file.write_bytes(gzip.decompress((old / "0001.sqlite.gz").read_bytes()))
    shutil.copy(old / "0001.key", settings.key_file)
    opened = house.found(settings)
    opened.office.perform(
        editor_of(opened), lambda desk: report_incident(desk, title="一"), key="鍵", request=b"A"
    )
    with opened.log.recorder.writing() as connection:
        keys, files = REGISTER.keys, REGISTER.files
        one, other, *_ = connection.execute(sa.select(keys).order_by(*keys.primary_key)).all()
        mine = sa.and_(keys.c.originator_id == one.originator_id, keys.c.field == one.field)
        connection.execute(keys.update().where(mine).values(wrapped=None))
        content = {
            "originator_id": other.originator_id,
            "originator_version": other.originator_version,
            "content": os.urandom(100_000),
        }
        connection.execute(files.insert(), content)
        refill(opened.log, connection)  # what was forgotten is forgotten in the rows, too
    moved = both.postgresql.blank(settings.key_file.parent)
    move(opened, moved, quiet)
    house.enter(moved).close()
    opened.close()
    return {"sqlite": settings, "postgresql": moved}


def editor_of(opened: house.House) -> UUID:
    """The editor of MZ."""
    with opened.log.following() as connection:
        rows = connection.execute(sa.select(MEMBERS.current)).mappings().all()
    return UUID(next(row["id"] for row in rows if row["name"] == "MZ 編集担当"))


@pytest.fixture(params=WAYS, ids="-to-".join)
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """From which database to which."""
    named: tuple[str, str] = request.param
    return named


@pytest.fixture
def source(
    way: tuple[str, str], both: Grounds, written: dict[str, Settings], tmp_path: Path
) -> Iterator[house.House]:
    ground = both[way[0]]
    settings = ground.copy(written[way[0]], tmp_path / "source")
    opened = house.enter(settings)
    yield opened
    opened.close()
    ground.drop(settings)


@pytest.fixture
def target(way: tuple[str, str], both: Grounds, tmp_path: Path) -> Iterator[Settings]:
    """A database that nobody has founded, with the key file of the source."""
    ground = both[way[1]]
    blank = ground.blank(tmp_path / "target")
    yield Settings.of(
        blank.database_url.render_as_string(hide_password=False),
        tmp_path / "source" / "register.key",
        reader=shown(blank.reader_url) if blank.on_postgresql else None,
        owner=shown(blank.owner_url) if blank.on_postgresql else None,
        desk=shown(blank.desk_url) if blank.on_postgresql and blank.desk_url else None,
    )
    ground.drop(blank)


def shown(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def everything(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as the owner reads them."""
    engine = open_engine(settings.owner_url)
    with engine.connect() as connection:
        found = {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=repr
            )
            for table in (*rights.log_tables().values(), *VIEWS.sorted_tables)
        }
    engine.dispose()
    return found


def quiet(*_: object) -> None:
    """A progress bar that nobody looks at."""


@EVERY_WAY
def test_everything_arrives_and_nothing_changes_where_it_was(
    source: house.House, target: Settings
) -> None:
    before = everything(source.settings)
    steps: list[tuple[str, int, int]] = []
    facts = move(source, target, lambda *step: steps.append(step))
    assert facts == len(before["register_facts"]) > 300
    assert everything(target) == before == everything(source.settings)
    assert all(0 <= done <= total for _, done, total in steps)
    arrived = house.enter(target)
    assert database.differences(arrived.engine) is None
    editor = editor_of(source)
    again = arrived.office.perform(
        editor, lambda desk: report_incident(desk, title="一"), key="鍵", request=b"A"
    )
    assert again.repeated, "requests moved along"
    arrived.office.perform(editor, lambda desk: report_incident(desk, title="二"))
    assert arrived.log.recorder.max_notification_id() == facts + 1
    with arrived.log.following() as connection:
        assert len(connection.execute(sa.select(COUNTERMEASURES.current.c.id)).all()) > 10
    if target.on_postgresql:
        with arrived.log.following() as connection:
            roles = rights.Roles.of(target)
            assert roles is not None
            assert rights.standing(connection) == rights.wanted(roles)
    file = target.database_file
    if file is not None:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    arrived.close()


def test_a_target_with_facts_is_refused_and_stays(source: house.House, target: Settings) -> None:
    move(source, target, quiet)
    before = everything(target)
    with pytest.raises(MoveIsRefused, match="empty database"):
        move(source, target, quiet)
    assert everything(target) == before
    assert issubclass(MoveIsRefused, Failure)


@THE_USUAL_WAY
def test_a_founded_target_without_facts_will_do(source: house.House, target: Settings) -> None:
    found_empty(target)
    move(source, target, quiet)
    assert everything(target) == everything(source.settings)


SPOILT = {
    "a fact": "INSERT INTO register_facts SELECT max(position) + 1, max(position) + 1,"
    " originator_id, 999, topic, state, recorded_at, author_salt, body_salt"
    " FROM register_facts GROUP BY originator_id, topic, state, recorded_at, author_salt, body_salt"
    " ORDER BY 1 DESC LIMIT 1",
    "a key": "INSERT INTO register_keys SELECT originator_id, 999, field, wrapped"
    " FROM register_keys LIMIT 1",
    "a row": "DELETE FROM incident",
    "a key that is destroyed": "UPDATE register_keys SET wrapped = NULL WHERE field = 'basis'",
}


@THE_USUAL_WAY
@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_arrives_otherwise_is_not_kept(
    source: house.House, target: Settings, spoilt: str
) -> None:
    def spoil(connection: sa.Connection) -> None:
        connection.exec_driver_sql(SPOILT[spoilt])

    with pytest.raises(MoveIsRefused, match="nothing was moved"):
        move(source, target, quiet, look=spoil)
    assert_untouched(target)
    move(source, target, quiet)


class Breaks(Exception):
    """As when the power fails."""


def test_a_move_that_breaks_off_leaves_nothing(source: house.House, target: Settings) -> None:
    def break_off(_: sa.Connection) -> None:
        raise Breaks

    with pytest.raises(Breaks):
        move(source, target, quiet, look=break_off)
    assert_untouched(target)


def assert_untouched(target: Settings) -> None:
    if target.database_file is not None:
        assert not target.database_file.exists()
        return
    engine = open_engine(target.owner_url)
    with engine.connect() as connection:
        assert "register" not in sa.inspect(connection).get_schema_names()
    engine.dispose()


@THE_USUAL_WAY
def test_what_is_written_meanwhile_waits_and_stays_behind_whole(
    source: house.House, target: Settings
) -> None:
    """Nothing that was answered before the move is missing from it."""
    editor = editor_of(source)
    written = threading.Event()

    def write() -> None:
        source.office.perform(editor, lambda desk: report_incident(desk, title="三"))
        written.set()

    writer = threading.Thread(target=write)

    def look(_: sa.Connection) -> None:
        writer.start()
        assert not written.wait(0.3), "it waits for the lock"

    facts = move(source, target, quiet, look=look)
    writer.join(30)
    assert written.is_set()
    assert source.log.recorder.max_notification_id() == facts + 1
    assert len(everything(target)["register_facts"]) == facts


@THE_USUAL_WAY
def test_an_empty_register_has_nothing_to_move(
    both: Grounds, target: Settings, tmp_path: Path
) -> None:
    opened = house.found(both.sqlite.blank(tmp_path / "empty"))
    with pytest.raises(MoveIsRefused, match="nothing to move"):
        move(opened, target, quiet)
    opened.close()


# ----- at the command line ----------------------------------------------------------------------


def test_the_command_says_what_to_set_from_now_on(
    source: house.House,
    target: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source.close()
    monkeypatch.setenv("COLUMNS", "200")
    for name, value in environment(source.settings).items():
        monkeypatch.setenv(name, value)
    wanted = environment(target)
    asked = ["move", "--to", wanted["SEKISHO_DATABASE_URL"]]
    if target.on_postgresql:
        asked += ["--to-reader", wanted["SEKISHO_READER_URL"]]
        asked += ["--to-desk", wanted["SEKISHO_DESK_URL"]]
        monkeypatch.setenv("SEKISHO_MOVE_OWNER", wanted["SEKISHO_OWNER_URL"])
    monkeypatch.setattr(sys, "argv", ["sekisho", *asked])
    with pytest.raises(SystemExit) as end:
        main()
    said = capsys.readouterr()
    assert end.value.code == 0, said.err
    assert PASSWORD not in said.out + said.err
    for name in wanted:
        assert f"{name}=" in said.out
    assert f"SEKISHO_KEY_FILE={source.settings.key_file}" in said.out
    assert "same key file" in said.out
    house.enter(target).close()
    monkeypatch.setattr(sys, "argv", ["sekisho", *asked])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert "empty database" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--to", "nonsense"], "--to"),
        (["--to", "postgresql://localhost/x"], "--to"),
        (["--to", "sqlite:///x.sqlite", "--to-owner", "postgresql://a@b/c"], "--to-owner"),
        (["--to", "sqlite:///x.sqlite", "--to-desk", "postgresql://a@b/c"], "--to-desk"),
        (["--to", "postgresql://a@b/c", "--to-desk", "sqlite:///x.sqlite"], "--to-desk"),
    ],
)
def test_a_target_that_cannot_be_is_named(
    written: dict[str, Settings],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    asked: list[str],
    said: str,
) -> None:
    for name, value in environment(written["sqlite"]).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["sekisho", "move", *asked])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 1
    assert said in capsys.readouterr().err
