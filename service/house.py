"""The wiring: everything built once and passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

import sqlalchemy as sa

from api.identity import Tokens
from commands.desk.office import DeskOffice
from commands.office import Office
from projections.all import fold_register, refold_register
from service import database, rights
from service.desk_house import close_desk, found_desk, open_desk
from service.reaching import DatabaseIsNotReady, make_file, reaching, require_newest
from service.refilling import refill
from service.settings import DATABASE_URL, OWNER_URL, READER_URL, Settings
from store.engine import READS_SCHEMA, open_engine, snapshot
from store.keys import WrappingKey
from store.log import Log
from store.reads import ReadStore
from store.tables import REGISTER

__all__ = [
    "DatabaseIsNotReady",
    "House",
    "enter",
    "found",
    "found_reads",
    "open_reads",
    "reaching",
    "reads_of_owner",
    "system_clock",
]

RECORDING: Final = 4
"""Connections by which one process puts reads on record: each takes a moment."""


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
    make_file(settings.database_file)
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
    make_file(settings.reads_file)
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
        require_newest(settings.reads_url, DATABASE_URL, engine, database.READS)
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
        require_newest(settings.database_url, DATABASE_URL, engine)
        if apart:
            require_newest(settings.reader_url, READER_URL, reader)
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
