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
from commands.desk.office import DeskOffice
from commands.office import Office
from projections.all import fold_register, refold_register
from projections.desk.folding import fold_desk
from service import database, rights
from service.refilling import refill, refill_desk
from service.settings import DATABASE_URL, DESK_URL, OWNER_URL, READER_URL, Settings
from service.workdays import is_working_day
from store.engine import DESK_SCHEMA, KEYS_SCHEMA, READS_SCHEMA, open_engine, snapshot
from store.keys import WrappingKey
from store.log import Log
from store.reads import ReadStore
from store.subjects import KeyStoreIsMissing, SubjectKeys, key_store_shown
from store.tables import DESK, REGISTER, SUBJECT_KEYS
from store.ticket_reads import TicketReads

HANDLING: Final = 8
"""Connections to the desk, and to its key store: its commands take one at a time, and few people work there."""
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
    desk: DeskOffice | None = None

    def close(self) -> None:
        """Let go of all connections; one that is needed again is opened anew."""
        self.engine.dispose()
        self.reader.dispose()
        self.reads.close()
        if self.desk:
            close_desk(self.desk)


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
    found_desk(settings, clock)
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


def found_desk(settings: Settings, clock: Callable[[], datetime] = system_clock) -> None:
    """Found the desk and its key store, or bring them up to date; its SQLite files are their owner's alone.

    On PostgreSQL they are founded even where no login of the desk is named: then nobody may use them.
    """
    _make_file(settings.desk_file)
    _make_file(settings.desk_keys_file)
    owners = settings.owner_url if settings.on_postgresql else settings.desk_url
    assert owners is not None, "on SQLite the desk is a file"
    engine = open_engine(owners, DESK_SCHEMA)
    keys = _open_keys(owners if settings.on_postgresql else settings.desk_keys_url)
    try:
        with reaching(owners, OWNER_URL):
            wrapping = (WrappingKey.read if _has_keys(keys) else WrappingKey.found)(
                settings.desk_key_file
            )
            log = desk_log(engine, keys, wrapping, clock)
            refilled = partial(refill_desk, log)
            database.upgrade_desk(engine, keys, refilled, rights.Roles.of(settings))
    finally:
        engine.dispose()
        keys.dispose()


def _has_keys(keys: sa.Engine) -> bool:
    """Whether a key of a subject was ever made there."""
    with snapshot(keys) as connection:
        if not sa.inspect(connection).has_table(SUBJECT_KEYS.name):
            return False
        return connection.execute(sa.select(SUBJECT_KEYS.c.subject).limit(1)).first() is not None


def _open_keys(url: sa.URL) -> sa.Engine:
    """The key store: without a write-ahead log, in which a destroyed key would stay for a while."""
    return open_engine(url, KEYS_SCHEMA, HANDLING, journal="DELETE")


def desk_log(
    engine: sa.Engine, keys: sa.Engine, wrapping: WrappingKey, clock: Callable[[], datetime]
) -> Log:
    """The desk's log, sealed by subject."""
    subjects = SubjectKeys(keys, wrapping)
    return Log(engine, DESK, wrapping, clock=clock, fold=fold_desk, subjects=subjects)


def open_desk(
    settings: Settings, register: Log, clock: Callable[[], datetime]
) -> DeskOffice | None:
    """The desk, as the settings say; None where there is none. Raises DatabaseIsNotReady,
    KeyFileIsMissing, KeyStoreIsMissing, KeyDoesNotFit."""
    if settings.desk_url is None:
        return None
    for file in (settings.desk_file, settings.desk_keys_file):
        if file is not None and not file.exists():
            if file == settings.desk_keys_file and _holds_tickets(settings):
                raise KeyStoreIsMissing(str(file))
            raise DatabaseIsNotReady(
                f"相談窓口のファイル {file} がありません。バックアップから戻すか、sekisho migrate で新しく作ってください。"
                f" / There is no file of the desk at {file}: restore it from a backup, or let sekisho"
                " migrate begin a new one."
            )
    engine = open_engine(settings.desk_url, DESK_SCHEMA, HANDLING)
    keys = _open_keys(settings.desk_keys_url)
    try:
        _require_newest(settings.desk_url, DESK_URL, engine, database.DESK)
        _require_newest(settings.desk_keys_url, DESK_URL, keys, database.KEYS)
        log = desk_log(engine, keys, WrappingKey.read(settings.desk_key_file), clock)
        assert log.subjects is not None
        if log.subjects.is_empty() and log.recorder.max_notification_id():
            raise KeyStoreIsMissing(key_store_shown(settings.desk_keys_file))
        log.require_fitting_key()
        desk = DeskOffice(
            log,
            register,
            TicketReads(engine),
            settings.desk_limits,
            is_working_day,
            settings.desk_keeping,
        )
        desk.settle()
    except BaseException:
        engine.dispose()
        keys.dispose()
        raise
    return desk


def _holds_tickets(settings: Settings) -> bool:
    assert settings.desk_url is not None, "asked where there is a desk"
    engine = open_engine(settings.desk_url, DESK_SCHEMA, HANDLING)
    try:
        with snapshot(engine) as connection:
            if not sa.inspect(connection).has_table(DESK.facts.name):
                return False
            return connection.execute(sa.select(DESK.facts.c.position).limit(1)).first() is not None
    finally:
        engine.dispose()


def close_desk(desk: DeskOffice) -> None:
    """Let go of the desk's connections."""
    assert desk.log.subjects is not None
    desk.log.engine.dispose()
    desk.log.subjects.engine.dispose()


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
        try:
            desk = open_desk(settings, log, clock)
        except BaseException:
            reads.close()
            raise
    except BaseException:
        engine.dispose()
        reader.dispose()
        raise
    office = Office(log, reads, settings.extensions_by)
    return House(settings, engine, reader, log, office, tokens, reads, desk)


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
