"""A database that an earlier version wrote is brought up to date where it lies, and loses nothing."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from projections.all import fold_register
from projections.view import METADATA as VIEWS
from service import database, house
from service.settings import Settings
from store.engine import open_engine
from store.keys import KeyDoesNotFit, KeyFileIsMissing
from tests.migrations.reading import rows_of

WRITTEN = Path(__file__).parent / "written"
LOG = ("register_facts", "register_keys", "register_requests")


@pytest.fixture(params=sorted(file.name.split(".")[0] for file in WRITTEN.glob("*.key")))
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A copy of what that version wrote."""
    file = tmp_path / "register.sqlite"
    with gzip.open(WRITTEN / f"{request.param}.sqlite.gz") as stream:
        file.write_bytes(stream.read())
    shutil.copy(WRITTEN / f"{request.param}.key", tmp_path / "register.key")
    return Settings.of(f"sqlite:///{file}")


def dump(settings: Settings) -> list[str]:
    """The whole file as SQL."""
    assert settings.database_file is not None
    with closing(sqlite3.connect(settings.database_file)) as connection:
        return list(connection.iterdump())


def log_rows(settings: Settings) -> dict[str, list[object]]:
    """The log's rows, as the file holds them."""
    assert settings.database_file is not None
    with closing(sqlite3.connect(settings.database_file)) as connection:
        return {
            table: connection.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall()
            for table in LOG
        }


def test_it_is_not_entered_before(written: Settings) -> None:
    with pytest.raises(house.DatabaseIsNotReady, match="run sekisho migrate"):
        house.enter(written)


def test_its_log_stays_as_it_was_byte_for_byte(written: Settings) -> None:
    before = log_rows(written)
    house.found(written).close()
    assert log_rows(written) == before
    assert len(before["register_facts"]) > 300


def test_its_views_are_what_its_facts_say(written: Settings) -> None:
    opened = house.found(written)
    assert database.differences(opened.engine) is None
    with opened.log.recorder.writing() as connection:
        found = rows_of(connection)
        for table in reversed(VIEWS.sorted_tables):
            connection.execute(table.delete())
        position = 0
        while facts := opened.log.facts(connection, position, 1):  # command by command
            fold_register(connection, facts)
            position = facts[-1].position
        assert rows_of(connection) == found
    assert sum(map(len, found.values())) > 300
    opened.close()


def test_again_it_changes_nothing(written: Settings) -> None:
    house.found(written).close()
    before = dump(written)
    house.found(written).close()
    assert dump(written) == before


class Breaks(Exception):
    """As when the power fails."""


def test_if_its_views_cannot_be_filled_it_stays_as_it_was(written: Settings) -> None:
    before = dump(written)

    def break_off(connection: sa.Connection) -> None:
        connection.execute(sa.text("DELETE FROM party"))
        raise Breaks

    engine = open_engine(written.database_url)
    with pytest.raises(Breaks):
        database.upgrade(engine, break_off)
    engine.dispose()
    assert dump(written) == before
    house.found(written).close()


def test_without_its_key_it_stays_as_it_was(written: Settings) -> None:
    before = dump(written)
    written.key_file.write_text(os.urandom(32).hex())
    with pytest.raises(KeyDoesNotFit):
        house.found(written)
    assert dump(written) == before
    written.key_file.unlink()
    with pytest.raises(KeyFileIsMissing):
        house.found(written)
    assert not written.key_file.exists(), "no new key beside old facts"
    assert dump(written) == before
