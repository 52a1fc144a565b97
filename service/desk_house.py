"""The desk's wiring: its log, the key store apart from it, and who may open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

import sqlalchemy as sa

from commands.desk.office import DeskOffice
from projections.desk.folding import fold_desk
from service import database, rights
from service.outcome import Failure
from service.reaching import DatabaseIsNotReady, make_file, reaching, require_newest
from service.refilling import refill_desk
from service.settings import DESK_URL, OWNER_URL, Settings
from service.workdays import is_working_day
from store.engine import DESK_SCHEMA, KEYS_SCHEMA, open_engine, snapshot
from store.keys import WrappingKey
from store.log import Log
from store.rotation import fitting
from store.subjects import KeyStoreIsMissing, SubjectKeys, holds_no_key, key_store_shown
from store.tables import DESK, SUBJECT_KEYS
from store.ticket_reads import TicketReads

HANDLING: Final = 8
"""Connections to the desk, and to its key store: its commands take one at a time, and few people work there."""


def found_desk(settings: Settings, clock: Callable[[], datetime]) -> None:
    """Found the desk and its key store, or bring them up to date; its SQLite files are their owner's alone.

    On PostgreSQL they are founded even where no login of the desk is named: then nobody may use them.
    Keys are made where there are none for a desk without any ticket alone. Raises KeyStoreIsMissing,
    KeyFileIsMissing, KeyDoesNotFit.
    """
    make_file(settings.desk_file)
    with owning_desk(settings) as (engine, keys), reaching(owner_of(settings), OWNER_URL):
        begun = _holds_tickets(engine)
        if begun and not _holds_keys(settings, keys):
            raise KeyStoreIsMissing(key_store_shown(settings.desk_keys_file))
        make_file(settings.desk_keys_file)
        file = settings.desk_key_file
        there = begun or file.exists() or _holds_keys(settings, keys)
        wrapping = fitting(keys, file) if there else WrappingKey.found(file)
        log = desk_log(engine, keys, wrapping, clock)
        refilled = partial(refill_desk, log)
        database.upgrade_desk(engine, keys, refilled, rights.Roles.of(settings))
        SubjectKeys(keys, wrapping).found()


def owner_of(settings: Settings) -> sa.URL:
    """With whose rights the desk's tables are made: on SQLite, where there are none, the desk's file."""
    owner = settings.owner_url if settings.on_postgresql else settings.desk_url
    assert owner is not None, "on SQLite the desk is a file"
    return owner


@contextmanager
def owning_desk(settings: Settings) -> Iterator[tuple[sa.Engine, sa.Engine]]:
    """The desk and its key store, as the owner of their tables reaches them."""
    owner = owner_of(settings)
    engine = open_engine(owner, DESK_SCHEMA, HANDLING)
    keys = _keys_at(owner if settings.on_postgresql else settings.desk_keys_url)
    try:
        yield engine, keys
    finally:
        engine.dispose()
        keys.dispose()


def _keys_at(url: sa.URL) -> sa.Engine:
    """The key store: without a write-ahead log, in which a destroyed key would stay for a while."""
    return open_engine(url, KEYS_SCHEMA, HANDLING, journal="DELETE")


def _holds_tickets(engine: sa.Engine) -> bool:
    with snapshot(engine) as connection:
        return database.holds_facts(connection, DESK)


def _holds_keys(settings: Settings, keys: sa.Engine) -> bool:
    """Whether a key of a subject was ever made; a file that is missing is not made by looking."""
    file = settings.desk_keys_file
    if file is not None and not file.exists():
        return False
    with snapshot(keys) as connection:
        return sa.inspect(connection).has_table(SUBJECT_KEYS.name) and not holds_no_key(connection)


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
    require_desk_file(settings)
    engine = open_engine(settings.desk_url, DESK_SCHEMA, HANDLING)
    try:
        require_newest(settings.desk_url, DESK_URL, engine, database.DESK)
        begun = _holds_tickets(engine)
        subjects = open_keys(settings, begun=begun)
        try:
            if begun and subjects.is_empty():
                raise KeyStoreIsMissing(key_store_shown(settings.desk_keys_file))
            log = desk_log(engine, subjects.engine, subjects.wrapping, clock)
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
            subjects.engine.dispose()
            raise
    except BaseException:
        engine.dispose()
        raise
    return desk


def require_desk_file(settings: Settings) -> None:
    """Raise DatabaseIsNotReady where the desk's file is missing."""
    file = settings.desk_file
    if file is not None and not file.exists():
        raise DatabaseIsNotReady(_no_file(str(file)))


def open_keys(settings: Settings, *, begun: bool = True) -> SubjectKeys:
    """The desk's key store, opened by the key that fits it. Where it is missing beside a desk that has
    `begun`, it is lost. Raises DatabaseIsNotReady, KeyFileIsMissing, KeyStoreIsMissing, KeyDoesNotFit."""
    keys = reach_keys(settings, begun=begun)
    try:
        subjects = SubjectKeys(keys, fitting(keys, settings.desk_key_file))
        subjects.require_fitting_key()
        subjects.digest(b"")
    except BaseException:
        keys.dispose()
        raise
    return subjects


def reach_keys(settings: Settings, *, begun: bool = True) -> sa.Engine:
    """The same, closed: of the newest revision. Raises DatabaseIsNotReady, KeyStoreIsMissing."""
    file, url = settings.desk_keys_file, settings.desk_keys_url
    if file is not None and not file.exists():
        raise KeyStoreIsMissing(str(file)) if begun else DatabaseIsNotReady(_no_file(str(file)))
    keys = _keys_at(url)
    try:
        require_newest(url, DESK_URL, keys, database.KEYS)
    except BaseException:
        keys.dispose()
        raise
    return keys


def _no_file(file: str) -> str:
    return (
        f"相談窓口のファイル {file} がありません。バックアップから戻すか、sekisho migrate で新しく作ってください。"
        f" / There is no file of the desk at {file}: restore it from a backup, or let sekisho"
        " migrate begin a new one."
    )


def require_desk(settings: Settings) -> None:
    """Refuse, in an operator's words, where there is no desk."""
    if settings.desk_url is None:
        raise Failure(
            f"相談窓口のログインが設定されていません。{DESK_URL} に指定し、sekisho migrate を実行してください"
            "（docs/operations.md）。"
            f" / No login of the desk is set: name it in {DESK_URL} and run sekisho migrate"
            " (docs/operations.md)."
        )


def close_desk(desk: DeskOffice) -> None:
    """Let go of the desk's connections."""
    assert desk.log.subjects is not None
    desk.log.engine.dispose()
    desk.log.subjects.engine.dispose()
