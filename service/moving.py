"""`sekisho move`: carries the logs to another database, fills their rows there, and compares both."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from projections.view import METADATA as VIEWS
from service import database, desk_house, house, rights
from service.carrying import (
    MoveIsRefused,
    compare_counts,
    compare_rows,
    copy,
    count,
    open_all,
)
from service.console import Step, err, out, progress_bar
from service.house import House
from service.moving_desk import Look as DeskLook
from service.moving_desk import moving_desk, require_movable
from service.reaching import whole_or_gone
from service.refilling import refill
from service.settings import DATABASE_URL, DESK_URL, KEY_FILE, OWNER_URL, READER_URL, Settings
from store.engine import open_engine, shown, snapshot
from store.log import Log
from store.reads import READS
from store.recorder import LogRecorder
from store.tables import REGISTER

__all__ = ["MoveIsRefused", "move", "run"]

NAMED: Final = ("--to", "--to-reader", "--to-owner", "--to-desk")

Look = Callable[[sa.Connection], None]


def run(
    *, to: str, reader: str | None, owner: str | None, desk: str | None, key_file: Path | None
) -> None:
    """Move the register of the settings to another database, and say what to set from now on."""
    environment = os.environ | ({KEY_FILE: str(key_file)} if key_file else {})
    settings = Settings.from_environment(environment)
    target = Settings.of(to, settings.key_file, reader=reader, owner=owner, desk=desk, named=NAMED)
    with closing(house.enter(settings)) as source, progress_bar() as step:
        tickets = source.desk.log.recorder.max_notification_id() if source.desk else None
        facts = move(source, target, step)
    out.print(
        f"{facts} 件の記録を移し、一件ずつ照合しました。"
        f" / Moved {facts} facts and compared each of them."
    )
    if tickets:
        out.print(
            f"相談窓口の {tickets} 件の記録と鍵も移し、照合しました。"
            f" / Moved the desk's {tickets} facts and its keys as well, and compared them."
        )
    out.print(f"{settings.database_shown} → {target.database_shown}", markup=False)
    out.print("これからの設定 / Set from now on:\n", markup=False)
    for name, value in _environment(target):
        out.print(f"  {name}={value}", markup=False)
    out.print(
        "\n鍵ファイルは同じものを使い続けます。もとのデータベースは変わっていません。"
        " / The same key file goes on. The old database is as it was.",
        markup=False,
    )
    err.print(
        "もとのデータベースで動いているものを止めてから使い始めてください。移した後に書いた分は移りません。"
        " / Stop whatever still serves the old one: what it writes from now on stays behind.",
        style="yellow",
    )


def move(
    source: House,
    target: Settings,
    step: Step,
    look: Look = lambda _: None,
    look_at_desk: DeskLook = lambda *_: None,
) -> int:
    """Copy the logs of `source` to an empty `target`, founding it; returns the number of the register's facts.

    One transaction there for each of register, desk and keys, under the write locks of both ends: all is
    compared row by row and every fact opened before the first of them is kept. They are kept one behind
    the other, keys, desk, register: if that breaks off, on SQLite all files are gone again; on PostgreSQL
    the next move finds the desk there, and refuses. `look` is shown the target before it is compared.
    Raises MoveIsRefused.
    """
    if source.log.recorder.max_notification_id() is None:
        raise MoveIsRefused("移す記録がありません。 / There is nothing to move.")
    require_movable(source, target, NAMED[3])
    with ExitStack() as stack:
        for file in (target.database_file, target.reads_file):
            stack.enter_context(whole_or_gone(file))
        engine = open_engine(target.owner_url)
        stack.callback(engine.dispose)
        with house.reaching(target.owner_url, NAMED[0]), snapshot(engine) as connection:
            _require_empty(connection, target)
        _require_no_reads(target)
        of = stack.enter_context(source.log.recorder.writing())
        to = stack.enter_context(LogRecorder(engine, REGISTER).writing())
        with house.reaching(target.owner_url, NAMED[0]):
            database.upgrade_within(to, roles=rights.Roles.of(target))
        _require_empty(to, target)
        tables = list(rights.log_tables().values())
        copy(of, to, tables, step)
        log = Log(
            engine, REGISTER, source.log.wrapping, clock=source.log.clock, fold=source.log.fold
        )
        refill(log, to, step=step)
        look(to)
        compare_rows(of, to, tables, step)
        compare_counts(of, to, (*tables, *VIEWS.sorted_tables))
        facts = open_all(log, to, step)
        if source.desk:
            moved = moving_desk(source.desk, target, step, NAMED[2], look_at_desk)
            stack.enter_context(moved)
        else:
            desk_house.found_desk(target, source.log.clock)
        _move_reads(source, target)
        return facts


def _move_reads(source: House, target: Settings) -> None:
    """Take the reads on record along. They are a store of their own: on PostgreSQL they are kept even if the
    register is not after all, and the next move says so."""
    house.found_reads(target)
    with closing(house.reads_of_owner(target)) as reads:
        source.reads.copy_to(reads)


def _require_no_reads(target: Settings) -> None:
    if target.reads_file is not None and not target.reads_file.exists():
        return
    with closing(house.reads_of_owner(target)) as reads:
        tables = sa.inspect(reads.engine).get_table_names()
        if READS.name in tables and not reads.is_empty():
            raise MoveIsRefused(
                f"{target.database_shown} には既に閲覧の記録があります。空のデータベースを指定するか、"
                "それを取り除いてください。"
                f" / Reads are on record at {target.database_shown} already: name an empty database, or"
                " take them away."
            )


def _require_empty(connection: sa.Connection, target: Settings) -> None:
    there = set(sa.inspect(connection).get_table_names())
    for table in rights.log_tables().values():
        if table.name in there and count(connection, table):
            raise MoveIsRefused(
                f"{target.database_shown} には既に記録があります。空のデータベースを指定してください。"
                f" / {target.database_shown} holds a register already: name an empty database."
            )


def _environment(target: Settings) -> Iterator[tuple[str, str]]:
    yield DATABASE_URL, shown(target.database_url)
    if target.reader_url != target.database_url:
        yield READER_URL, shown(target.reader_url)
    if target.owner_url != target.database_url:
        yield OWNER_URL, shown(target.owner_url)
    if target.on_postgresql and target.desk_url is not None:
        yield DESK_URL, shown(target.desk_url)
    yield KEY_FILE, str(target.key_file.resolve())
