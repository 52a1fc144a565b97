"""The wiring: everything built once and passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from api.identity import Tokens
from commands.office import Office
from projections.all import fold_register, refold_register
from service import database, rights
from service.refilling import refill
from service.settings import DATABASE_URL, OWNER_URL, READER_URL, Settings
from store.engine import READS_SCHEMA, open_engine, snapshot
from store.keys import WrappingKey
from store.log import Log
from store.reads import ReadStore
from store.tables import REGISTER

RECORDING: Final = 4
"""Connections by which one process puts reads on record: each takes a moment."""


class DatabaseIsNotReady(Exception):
    """The database cannot be reached or is of another version; the message says what to do."""


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class House:
    """The service's parts, wired to one database.

    `engine` writes, `reader` answers questions: on SQLite the same one.
    """

    settings: Settings
    engine: sa.Engine
    reader: sa.Engine
    log: Log
    office: Office
    tokens: Tokens
    reads: ReadStore

    def close(self) -> None:
        """Let go of all connections; one that is needed again is opened anew."""
        self.engine.dispose()
        self.reader.dispose()
        self.reads.close()


def found(settings: Settings, clock: Callable[[], datetime] = system_clock) -> House:
    """Found the database and its keys, or bring it up to date, and open it.

    A key is made for a database without any fact alone: beside one that holds facts a missing key
    is KeyFileIsMissing. Views are plain text, so a SQLite file is its owner's alone. Raises
    DatabaseIsNotReady.
    """
    _make_file(settings.database_file)
    owner = open_engine(settings.owner_url)
    try:
        with reaching(settings.owner_url, OWNER_URL):
            with snapshot(owner) as connection:
                begun = database.holds_facts(connection)
            wrapping = (WrappingKey.read if begun else WrappingKey.found)(settings.key_file)
            log = Log(owner, REGISTER, wrapping, clock=clock, fold=fold_register)
            database.upgrade(owner, partial(refill, log), rights.Roles.of(settings))
    finally:
        owner.dispose()
    found_reads(settings)
    return enter(settings, clock)


def found_reads(settings: Settings) -> None:
    """Found the store of reads on record, or bring it up to date; a SQLite file is its owner's alone."""
    _make_file(settings.reads_file)
    store = reads_of_owner(settings)
    try:
        with reaching(settings.owner_url, OWNER_URL):
            database.upgrade_reads(store.engine, rights.Roles.of(settings))
    finally:
        store.close()


def reads_of_owner(settings: Settings) -> ReadStore:
    """The store of reads, with its owner's rights: who may remove some."""
    url = settings.owner_url if settings.on_postgresql else settings.reads_url
    return ReadStore(open_engine(url, READS_SCHEMA, RECORDING))


def _make_file(file: Path | None) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)


def open_reads(settings: Settings) -> ReadStore:
    """The store of reads, to be written to; raises DatabaseIsNotReady."""
    file = settings.reads_file
    if file is not None and not file.exists():
        raise DatabaseIsNotReady(
            f"閲覧の記録 {file} がありません。バックアップから戻すか、sekisho migrate で新しく作ってください。"
            f" / There is no record of reads at {file}: restore it from a backup, or let sekisho"
            " migrate begin a new one."
        )
    engine = open_engine(settings.reads_url, READS_SCHEMA, RECORDING)
    try:
        _require_newest(settings.reads_url, DATABASE_URL, engine, database.READS)
    except BaseException:
        engine.dispose()
        raise
    return ReadStore(engine, settings.coarse_reads)


def enter(settings: Settings, clock: Callable[[], datetime] = system_clock) -> House:
    """Open a founded database; raises DatabaseIsNotReady, KeyFileIsMissing, TokenKeyIsDamaged."""
    file = settings.database_file
    if file is not None and not file.exists():
        raise DatabaseIsNotReady(
            f"データベース {file} がありません。先に sekisho migrate を実行してください。"
            f" / There is no database at {file}: run sekisho migrate first."
        )
    engine = open_engine(settings.database_url)
    apart = settings.reader_url != settings.database_url
    reader = open_engine(settings.reader_url) if apart else engine
    try:
        _require_newest(settings.database_url, DATABASE_URL, engine)
        if apart:
            _require_newest(settings.reader_url, READER_URL, reader)
        log = Log(
            engine,
            REGISTER,
            WrappingKey.read(settings.key_file),
            clock=clock,
            fold=fold_register,
            refold=refold_register,
            reading=reader,
        )
        log.require_fitting_key()
        tokens = Tokens.kept_in(settings.token_key_file)
        reads = open_reads(settings)
    except BaseException:
        engine.dispose()
        reader.dispose()
        raise
    return House(
        settings, engine, reader, log, Office(log, reads, settings.extensions_by), tokens, reads
    )


@contextmanager
def reaching(url: sa.URL, setting: str) -> Iterator[None]:
    """Say in words what a database answers to who may not come in, or wants what is not there."""
    try:
        yield
    except sa.exc.DBAPIError as e:
        raise _in_words(e, url, setting) from e


def _require_newest(
    url: sa.URL, setting: str, engine: sa.Engine, place: Path = database.REGISTER_MIGRATIONS
) -> None:
    with reaching(url, setting), snapshot(engine) as connection:
        at, needed = database.current_revision(connection), database.newest_revision(place)
    if at != needed:
        raise DatabaseIsNotReady(
            f"データベースの版（{at or 'なし'}）が本プログラム（{needed}）と異なります。"
            "バックアップの後、sekisho migrate を実行してください。"
            f" / The database is at revision {at or 'none'}, this program needs {needed}:"
            " back it up, then run sekisho migrate."
        )


def _in_words(error: sa.exc.DBAPIError, url: sa.URL, setting: str) -> Exception:
    said = " ".join(str(error.orig).split())
    if url.get_backend_name() == "sqlite":
        return DatabaseIsNotReady(
            f"{url.database} を SQLite データベースとして開けません（{said}）。"
            "設定を確かめるか、バックアップから復元してください。"
            f" / {url.database} does not open as a SQLite database ({said}):"
            " check the setting, or restore a backup."
        )
    if url.password:
        said = said.replace(str(url.password), "***")
    host = url.host or url.query.get("host") or "localhost"
    where = f"{host}:{url.port or 5432}/{url.database}"
    code = getattr(error.orig, "sqlstate", None) or ""
    if code == "42501":  # insufficient privilege
        return DatabaseIsNotReady(
            f"{where} のログイン {url.username} には権限がありません（{said}）。"
            f"所有者のログインを {OWNER_URL} に指定し、sekisho migrate を実行してください（move では --to-owner）。"
            f" / {url.username} may not do this at {where} ({said}): name the owner's login in"
            f" {OWNER_URL} and run sekisho migrate (with move, in --to-owner)."
        )
    if code == "42704":  # undefined object: a role
        return DatabaseIsNotReady(
            f"{where}: ログインがありません（{said}）。docs/operations.md の SQL で作ってください。"
            f" / {where}: a login is missing ({said}): make it with the SQL of docs/operations.md."
        )
    if code == "55P03":  # lock not available
        return DatabaseIsNotReady(
            f"{where} はほかの処理が使用中です（{said}）。終わってからやり直してください。"
            f" / {where} is in use ({said}): try again when that has ended."
        )
    return DatabaseIsNotReady(
        f"{where} にログイン {url.username} で接続できません（{said}）。"
        f"サーバーが動いているか、{setting} のログイン名・パスワード・データベース名が正しいか確かめてください。"
        f" / Cannot work at {where} as {url.username} ({said}): check that the server runs,"
        f" and the login, password and database of {setting}."
    )
