"""Alembic owns every table: founded from nothing, found again unchanged, refused when unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

import migrations
from projections.view import METADATA as VIEWS
from service import database, house
from service.settings import Settings
from store.engine import open_engine
from store.tables import METADATA as LOGS
from tests.grounds import Ground
from tests.houses import Home

OF_POSTGRESQL = """
    SELECT relname, relkind::text || ' ' || coalesce(relacl::text, '') || ' ' || coalesce((
        SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull
            || ' ' || coalesce(attacl::text, ''), ',' ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = relation.oid AND attnum > 0), '') || coalesce((
        SELECT string_agg(pg_get_triggerdef(oid), ';' ORDER BY tgname)
        FROM pg_trigger WHERE tgrelid = relation.oid), '')
    FROM pg_class relation WHERE relnamespace = 'register'::regnamespace ORDER BY relname
"""


@pytest.fixture
def settings(ground: Ground, tmp_path: Path) -> Iterator[Settings]:
    """A database that nobody founded."""
    blank = ground.blank(tmp_path / "below")
    yield blank
    ground.drop(blank)


def file_of(settings: Settings) -> Path:
    """The SQLite file."""
    assert settings.database_file is not None
    return settings.database_file


def shape(engine: sa.Engine) -> list[tuple[str, str]]:
    """Everything the database keeps of tables, indexes and triggers."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return [(name, sql) for name, sql in connection.exec_driver_sql(OF_POSTGRESQL).all()]
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema ORDER BY name")
        return [(name, sql) for name, sql in found.all()]


def test_a_database_founded_from_nothing_is_as_the_code_says(settings: Settings) -> None:
    founded = house.found(settings)
    assert database.differences(founded.engine) is None
    tables = set(sa.inspect(founded.engine).get_table_names())
    assert tables == set(LOGS.tables) | set(VIEWS.tables) | {"alembic_version"}
    with founded.engine.connect() as connection:
        assert database.current_revision(connection) == database.newest_revision()
    founded.close()


def test_a_table_that_was_changed_by_hand_is_told(settings: Settings) -> None:
    founded = house.found(settings)
    owner = open_engine(settings.owner_url)
    with owner.connect() as connection, connection.begin():
        connection.exec_driver_sql("ALTER TABLE incident ADD COLUMN colour TEXT")
    owner.dispose()
    assert "colour" in (database.differences(founded.engine) or "")
    founded.close()


def test_a_founded_database_founds_again_without_any_change(home: Home) -> None:
    before, facts = shape(home.engine), home.facts()
    key = home.house.settings.key_file.read_bytes()
    again = house.found(home.house.settings)
    assert shape(again.engine) == before
    assert again.log.recorder.max_notification_id() == facts
    assert home.house.settings.key_file.read_bytes() == key
    again.close()


@pytest.mark.sqlite_only("PostgreSQL's own are in test_postgresql.py")
def test_a_database_that_is_not_there_is_not_entered(settings: Settings) -> None:
    with pytest.raises(house.DatabaseIsNotReady, match=r"がありません.*run sekisho migrate first"):
        house.enter(settings)
    assert not file_of(settings).exists()


@pytest.mark.parametrize("revision", ["9999", None])
def test_a_database_of_an_unknown_revision_is_not_entered(home: Home, revision: str | None) -> None:
    owner = open_engine(home.house.settings.owner_url)
    with owner.connect() as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if revision:
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{revision}')")
    owner.dispose()
    home.close()
    with pytest.raises(house.DatabaseIsNotReady) as refused:
        house.enter(home.house.settings)
    message = str(refused.value)
    assert f"（{revision or 'なし'}）" in message
    assert (
        f"at revision {revision or 'none'}, this program needs {database.newest_revision()}"
        in message
    )
    assert "back it up, then run sekisho migrate" in message


@pytest.mark.sqlite_only("an empty file")
def test_a_file_that_is_no_database_is_not_entered(settings: Settings) -> None:
    file_of(settings).parent.mkdir()
    file_of(settings).touch()
    with pytest.raises(house.DatabaseIsNotReady, match="at revision none"):
        house.enter(settings)


def test_a_migration_is_all_or_nothing(settings: Settings) -> None:
    """A table in the way of a later one stops it all."""
    if not settings.on_postgresql:
        file_of(settings).parent.mkdir()
    engine = open_engine(settings.owner_url)
    with engine.connect() as connection, connection.begin():
        if settings.on_postgresql:
            connection.exec_driver_sql("CREATE SCHEMA register")
        connection.exec_driver_sql("CREATE TABLE taxonomy (x TEXT)")
    with pytest.raises(sa.exc.DBAPIError, match=r"taxonomy.* already exists"):
        database.upgrade(engine)
    assert sa.inspect(engine).get_table_names() == ["taxonomy"]
    engine.dispose()


def test_facts_are_never_taken_back_by_a_downgrade() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    for script in scripts.walk_revisions():
        with pytest.raises(NotImplementedError):
            script.module.downgrade()
