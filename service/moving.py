"""`sekisho move`: carries the log to another database, fills its views there, and compares both."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from projections.view import METADATA as VIEWS
from service import database, house, rights
from service.console import Step, err, out, progress_bar
from service.house import House
from service.outcome import Failure
from service.refilling import refill
from service.settings import DATABASE_URL, KEY_FILE, OWNER_URL, READER_URL, Settings
from store.engine import open_engine, shown, snapshot
from store.log import Log
from store.reads import READS
from store.recorder import LogRecorder
from store.tables import REGISTER

NAMED: Final = ("--to", "--to-reader", "--to-owner")
_AT_ONCE: Final = {"files": 8}
_BATCH: Final = 1_000
COPIED, COMPARED, OPENED = "写し / Copied", "照合 / Compared", "開封 / Opened"

Look = Callable[[sa.Connection], None]


class MoveIsRefused(Failure):
    """Nothing was moved and nothing changed; the message says why."""


def run(*, to: str, reader: str | None, owner: str | None, key_file: Path | None) -> None:
    """Move the register of the settings to another database, and say what to set from now on."""
    environment = os.environ | ({KEY_FILE: str(key_file)} if key_file else {})
    settings = Settings.from_environment(environment)
    target = Settings.of(to, settings.key_file, reader=reader, owner=owner, named=NAMED)
    with closing(house.enter(settings)) as source, progress_bar() as step:
        facts = move(source, target, step)
    out.print(
        f"{facts} 件の記録を移し、一件ずつ照合しました。"
        f" / Moved {facts} facts and compared each of them."
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


def move(source: House, target: Settings, step: Step, look: Look = lambda _: None) -> int:
    """Copy the log of `source` to an empty `target`, founding it; returns the number of facts.

    One transaction there, under the write locks of both: either all of it stands in the target,
    compared row by row and every fact opened, or nothing does. `look` is shown the target before
    it is compared. Raises MoveIsRefused.
    """
    if source.log.recorder.max_notification_id() is None:
        raise MoveIsRefused("移す記録がありません。 / There is nothing to move.")
    with ExitStack() as stack:
        stack.enter_context(_file_of(target))
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
        _copy(of, to, step)
        log = Log(
            engine, REGISTER, source.log.wrapping, clock=source.log.clock, fold=source.log.fold
        )
        refill(log, to, step=step)
        look(to)
        _compare_rows(of, to, step)
        _compare_counts(of, to)
        facts = _open_all(log, to, step)
        _move_reads(source, target)
        return facts


def _move_reads(source: House, target: Settings) -> None:
    """Take the reads on record along. They are a store of their own: if the register is not kept after
    all, they are, and the next move says so."""
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


@contextmanager
def _file_of(target: Settings) -> Iterator[None]:
    """On SQLite: a file that is its owner's alone, and gone again if it could not be filled."""
    file = target.database_file
    if file is None or (file.exists() and file.stat().st_size):
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    try:
        yield
    except BaseException:
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        raise


def _require_empty(connection: sa.Connection, target: Settings) -> None:
    there = set(sa.inspect(connection).get_table_names())
    for table in rights.log_tables().values():
        if table.name in there and _count(connection, table):
            raise MoveIsRefused(
                f"{target.database_shown} には既に記録があります。空のデータベースを指定してください。"
                f" / {target.database_shown} holds a register already: name an empty database."
            )


def _copy(of: sa.Connection, to: sa.Connection, step: Step) -> None:
    for name, table in rights.log_tables().items():
        total, done = _count(of, table), 0
        for rows in _batches(of, name, table):
            try:
                to.execute(table.insert(), [row._asdict() for row in rows])
            except sa.exc.DataError as e:
                raise MoveIsRefused(
                    f"{table.name} に、移す先が受け付けない値があります（{e.orig}）。何も移しませんでした。"
                    f" / {table.name} holds what the target does not take ({e.orig}):"
                    " nothing was moved."
                ) from e
            done += len(rows)
            step(f"{COPIED} {table.name}", done, total)


def _compare_rows(of: sa.Connection, to: sa.Connection, step: Step) -> None:
    for name, table in rights.log_tables().items():
        total, done = _count(of, table), 0
        for here, there in zip_longest(_batches(of, name, table), _batches(to, name, table)):
            if here != there:
                _differ(table.name)
            done += len(here)
            step(f"{COMPARED} {table.name}", done, total)


def _compare_counts(of: sa.Connection, to: sa.Connection) -> None:
    for table in (*rights.log_tables().values(), *VIEWS.sorted_tables):
        if _count(of, table) != _count(to, table):
            _differ(table.name)


def _open_all(log: Log, connection: sa.Connection, step: Step) -> int:
    position, total = 0, log.recorder.head(connection)[0]
    while batch := log.facts(connection, position, _BATCH):
        position = batch[-1].position
        step(OPENED, position, total)
    return position


def _differ(table: str) -> None:
    raise MoveIsRefused(
        f"{table} が移した先で異なります。何も移しませんでした。"
        "もとのデータベースで sekisho rebuild と sekisho check を実行してから、やり直してください。"
        f" / {table} differs behind the move: nothing was moved. Run sekisho rebuild and"
        " sekisho check on the old database, then try again."
    )


def _batches(connection: sa.Connection, name: str, table: sa.Table) -> Iterator[list[sa.Row[Any]]]:
    """All rows in the order of their primary key, which is the same on every database."""
    order: list[sa.ColumnElement[Any]] = [
        # Else a database sorts texts by its own language.
        sa.collate(column, "C")
        if isinstance(column.type, sa.Text) and connection.dialect.name == "postgresql"
        else column
        for column in table.primary_key
    ]
    query = sa.select(table).order_by(*order)
    size = _AT_ONCE.get(name, _BATCH)
    with connection.execute(query.execution_options(yield_per=size)) as found:
        for rows in found.partitions():
            yield list(rows)


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _environment(target: Settings) -> Iterator[tuple[str, str]]:
    yield DATABASE_URL, shown(target.database_url)
    if target.reader_url != target.database_url:
        yield READER_URL, shown(target.reader_url)
    if target.owner_url != target.database_url:
        yield OWNER_URL, shown(target.owner_url)
    yield KEY_FILE, str(target.key_file.resolve())
