"""The wiring: everything built once and passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from api.identity import Tokens
from commands.office import Office
from projections.all import fold_register
from service import database
from service.settings import Settings
from store.engine import open_engine
from store.keys import WrappingKey
from store.log import Log
from store.tables import REGISTER


class DatabaseIsNotReady(Exception):
    """The database is not founded, or of another version; the message says what to do."""


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """The service's parts, wired to one database."""

    settings: Settings
    engine: sa.Engine
    log: Log
    office: Office
    tokens: Tokens


def found(settings: Settings, clock: Callable[[], datetime] = system_clock) -> House:
    """Found the database and its keys, or bring it up to date, and open it.

    A key is made for a new database alone: beside one that holds facts a missing key is
    KeyFileIsMissing. The database's rows are plain text, so its file is its owner's alone.
    """
    file = settings.database_file
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = not file.exists() or file.stat().st_size == 0
    if fresh:
        file.touch(mode=0o600)
        WrappingKey.found(settings.key_file)
    else:
        WrappingKey.read(settings.key_file)
    engine = open_engine(settings.database_url)
    database.upgrade(engine)
    return _wired(settings, engine, clock)


def enter(settings: Settings, clock: Callable[[], datetime] = system_clock) -> House:
    """Open a founded database; raises DatabaseIsNotReady, KeyFileIsMissing, TokenKeyIsDamaged."""
    if not settings.database_file.exists():
        raise DatabaseIsNotReady(
            f"データベース {settings.database_file} がありません。先に sekisho migrate を実行してください。"
            f" / There is no database at {settings.database_file}: run sekisho migrate first."
        )
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            at, needed = database.current_revision(connection), database.newest_revision()
    except sa.exc.DatabaseError as e:
        raise DatabaseIsNotReady(
            f"{settings.database_file} を SQLite データベースとして開けません（{e.orig}）。"
            "設定を確かめるか、バックアップから復元してください。"
            f" / {settings.database_file} does not open as a SQLite database ({e.orig}):"
            " check the setting, or restore a backup."
        ) from e
    if at != needed:
        raise DatabaseIsNotReady(
            f"データベースの版（{at or 'なし'}）が本プログラム（{needed}）と異なります。"
            "バックアップの後、sekisho migrate を実行してください。"
            f" / The database is at revision {at or 'none'}, this program needs {needed}:"
            " back it up, then run sekisho migrate."
        )
    return _wired(settings, engine, clock)


def _wired(settings: Settings, engine: sa.Engine, clock: Callable[[], datetime]) -> House:
    log = Log(
        engine,
        REGISTER,
        WrappingKey.read(settings.key_file),
        clock=clock,
        fold=fold_register,
    )
    log.require_fitting_key()
    return House(settings, engine, log, Office(log), Tokens.kept_in(settings.token_key_file))
