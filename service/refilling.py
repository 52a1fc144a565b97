"""Fills the views anew from the facts, all of them or some, in one transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from projections.all import FOLDING
from projections.desk.folding import empty, fold_desk
from projections.folding import Folding
from projections.refilling import HELD, Refilling
from service.console import Step
from service.outcome import Failure
from store.log import Log

BATCH: Final = 500
"""How many facts are folded at a time: few enough to stay near the processor, enough to be written
together."""

CACHE_KB: Final = 64 * 1024
"""What SQLite may keep of the file while it writes all of it: its default is a thirtieth of that."""


def refill(
    log: Log,
    connection: sa.Connection,
    views: Sequence[str] | None = None,
    step: Step | None = None,
    *,
    batch: int = BATCH,
    held: int = HELD,
) -> int:
    """Fill the named views, or all, anew from the facts; answers the last fact's position.

    Everything happens in the transaction of `connection`, which holds the log's lock: either the new
    rows stand or the old ones do. They equal what folding inside each append gave. Raises Failure
    for a name that is no view's.
    """
    folding = chosen(views or ())
    reader = log.reader(connection, folding.facts if views else ())
    last = reader.last()
    with _roomy(connection), _uninterrupted():
        filling = Refilling(connection, folding, held)
        for upto, facts in reader.batches(batch):
            filling.take(facts)
            if step:
                step("記録 / Facts", upto, last)
        filling.end()
    return last


def chosen(names: Sequence[str]) -> Folding:
    """The folding of the named views; of all where none is named. Raises Failure."""
    if not names:
        return FOLDING
    known: dict[str, Any] = {view.kind: view for view in FOLDING.views}
    known |= {pairs.table.name: pairs for pairs in FOLDING.pairs}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Failure(
            f"表 {', '.join(unknown)} はありません。作り直せる表: {', '.join(known)}"
            f" / There is no view {', '.join(unknown)}. What can be rebuilt: {', '.join(known)}"
        )
    some = [known[name] for name in names]
    return FOLDING.only(
        [view for view in FOLDING.views if view in some],
        [pairs for pairs in FOLDING.pairs if pairs in some],
    )


def refill_desk(log: Log, connection: sa.Connection, step: Step | None = None) -> int:
    """Fill the desk's rows anew from its facts, in the transaction of `connection`; answers the last fact's
    position."""
    empty(connection)
    reader = log.reader(connection)
    last = reader.last()
    for upto, facts in reader.batches(BATCH):
        fold_desk(connection, facts)
        if step:
            step("相談窓口 / The desk", upto, last)
    return last


@contextmanager
def _roomy(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite keep more of the file in memory than it does for a command."""
    if connection.dialect.name != "sqlite":
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {usual}")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Look for no circles among the many small objects of a rebuild: there are none, and looking
    takes a fifth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
