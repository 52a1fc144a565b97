"""What a move carries: rows copied from one database to another, and compared one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any, Final, NoReturn

import sqlalchemy as sa

from service.console import Step
from service.outcome import Failure
from store.log import Log
from store.tables import DESK, REGISTER

COPIED, COMPARED, OPENED = "写し / Copied", "照合 / Compared", "開封 / Opened"
_LARGE: Final = (REGISTER.files, DESK.files)
_AT_ONCE: Final = 8
_BATCH: Final = 1_000


class MoveIsRefused(Failure):
    """Nothing was moved and nothing changed; the message says why."""


def copy(of: sa.Connection, to: sa.Connection, tables: Iterable[sa.Table], step: Step) -> None:
    """Copy all rows of these tables; raises MoveIsRefused for what the target does not take."""
    for table in tables:
        total, done = count(of, table), 0
        for rows in batches(of, table):
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


def compare_rows(
    of: sa.Connection, to: sa.Connection, tables: Iterable[sa.Table], step: Step
) -> None:
    """Raise MoveIsRefused unless all rows of these tables are the same in both."""
    for table in tables:
        total, done = count(of, table), 0
        for here, there in zip_longest(batches(of, table), batches(to, table)):
            if here != there:
                differ(table.name)
            done += len(here)
            step(f"{COMPARED} {table.name}", done, total)


def compare_counts(of: sa.Connection, to: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """The same of how many rows there are."""
    for table in tables:
        if count(of, table) != count(to, table):
            differ(table.name)


def open_all(log: Log, connection: sa.Connection, step: Step) -> int:
    """Open every fact of a log; answers the last one's position."""
    position, total = 0, log.recorder.head(connection)[0]
    while batch := log.facts(connection, position, _BATCH):
        position = batch[-1].position
        step(OPENED, position, total)
    return position


def differ(table: str) -> NoReturn:
    """Say that a table is not the same in both."""
    raise MoveIsRefused(
        f"{table} が移した先で異なります。何も移しませんでした。"
        "もとのデータベースで sekisho rebuild と sekisho check を実行してから、やり直してください。"
        f" / {table} differs behind the move: nothing was moved. Run sekisho rebuild and"
        " sekisho check on the old database, then try again."
    )


def batches(connection: sa.Connection, table: sa.Table) -> Iterator[list[sa.Row[Any]]]:
    """All rows in the order of their primary key, which is the same on every database."""
    order: list[sa.ColumnElement[Any]] = [
        # Else a database sorts texts by its own language.
        sa.collate(column, "C")
        if isinstance(column.type, sa.String) and connection.dialect.name == "postgresql"
        else column
        for column in table.primary_key
    ]
    query = sa.select(table).order_by(*order)
    size = _AT_ONCE if table in _LARGE else _BATCH
    with connection.execute(query.execution_options(yield_per=size)) as found:
        for rows in found.partitions():
            yield list(rows)


def count(connection: sa.Connection, table: sa.Table) -> int:
    """How many rows a table has."""
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
