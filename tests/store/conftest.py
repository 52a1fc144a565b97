"""The log on both databases: SQLite, and a real PostgreSQL from a wheel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from projections.all import fold_register
from service.settings import Settings
from store.engine import open_engine
from store.keys import WrappingKey
from store.log import Log
from store.tables import REGISTER
from tests.grounds import Postgresql, Sqlite, found_empty
from tests.houses import Clock


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A founded SQLite file without any fact."""
    return found_empty(Sqlite().blank(tmp_path_factory.mktemp("empty-sqlite")))


@pytest.fixture(scope="session")
def empty_postgresql(postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A founded PostgreSQL database without any fact."""
    return found_empty(postgresql.blank(tmp_path_factory.mktemp("empty-postgresql")))


@pytest.fixture
def sqlite_settings(empty_sqlite: Settings, tmp_path: Path) -> Settings:
    """A founded SQLite file without any fact, for this test alone."""
    return Sqlite().copy(empty_sqlite, tmp_path)


@pytest.fixture
def postgresql_settings(
    postgresql: Postgresql, empty_postgresql: Settings, tmp_path: Path
) -> Iterator[Settings]:
    """The same on PostgreSQL."""
    settings = postgresql.copy(empty_postgresql, tmp_path)
    yield settings
    postgresql.drop(settings)


@pytest.fixture
def sqlite_engine(sqlite_settings: Settings) -> Iterator[sa.Engine]:
    opened = open_engine(sqlite_settings.database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def postgresql_engine(postgresql_settings: Settings) -> Iterator[sa.Engine]:
    """The login that writes."""
    opened = open_engine(postgresql_settings.database_url)
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """A founded database of either kind; the test runs on both."""
    made: Settings = request.getfixturevalue(f"{request.param}_settings")
    return made


@pytest.fixture
def engine(settings: Settings) -> Iterator[sa.Engine]:
    """The login that writes there."""
    opened = open_engine(settings.database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def owner(settings: Settings) -> Iterator[sa.Engine]:
    """The login that owns the tables: what the database refuses it, it refuses everybody."""
    opened = open_engine(settings.owner_url)
    yield opened
    opened.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wrapping() -> WrappingKey:
    return WrappingKey(os.urandom(32))


@pytest.fixture
def log(engine: sa.Engine, clock: Clock, wrapping: WrappingKey) -> Log:
    """The register's log, empty, with all its folds."""
    return Log(engine, REGISTER, wrapping, clock=clock, fold=fold_register)
