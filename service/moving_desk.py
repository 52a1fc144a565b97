"""The desk's part of a move: its log, its rows, the reads of its tickets, and the keys of its subjects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import sqlalchemy as sa

from commands.desk.office import DeskOffice
from projections.desk.folding import fold_desk
from projections.desk.tables import METADATA as DESK_ROWS
from service import database, rights
from service.carrying import MoveIsRefused, compare_rows, copy, count, open_all
from service.console import Step
from service.desk_house import owner_of, owning_desk
from service.house import House
from service.reaching import DatabaseIsNotReady, reaching, whole_or_gone
from service.refilling import refill_desk
from service.settings import DESK_URL, OWNER_URL, Settings
from store.engine import DESK_SCHEMA, KEYS_SCHEMA, open_engine, snapshot
from store.log import Log
from store.recorder import LogRecorder
from store.subjects import HASHING, changing_keys, holds_no_key
from store.tables import DESK, SUBJECT_KEYS
from store.ticket_reads import TICKET_READS

KEPT: Final = (DESK.facts, DESK.files, DESK.requests, TICKET_READS)
"""What is copied of the desk's own database; its rows are filled anew from the facts."""
Look = Callable[[sa.Connection, sa.Connection], None]


def require_movable(source: House, target: Settings, named: str) -> None:
    """Refuse a move that would leave tickets behind: where the old desk cannot be opened, or the new one
    has no login. `named` is the option that names one."""
    if source.desk is None:
        _require_no_tickets(source.settings)
    elif target.desk_url is None and source.desk.log.recorder.max_notification_id():
        raise MoveIsRefused(
            f"相談窓口に記録があります。移す先の相談窓口のログインを {named} に指定してください。何も移しませんでした。"
            f" / The desk holds tickets: name its login at the target in {named}. Nothing was moved."
        )


def _require_no_tickets(settings: Settings) -> None:
    """On PostgreSQL without a login of the desk, its owner can tell whether there are any."""
    # By its full name: what a login may not come to is not there for it by its short one.
    facts = sa.table(DESK.facts.name, sa.column("position"), schema=DESK_SCHEMA)
    engine = open_engine(settings.owner_url, DESK_SCHEMA)
    try:
        with reaching(settings.owner_url, OWNER_URL), snapshot(engine) as connection:
            found = connection.execute(sa.select(facts.c.position).limit(1))
            holds = found.first() is not None
    except DatabaseIsNotReady:
        holds = True  # for all that is known
    finally:
        engine.dispose()
    if holds:
        raise MoveIsRefused(
            f"もとの相談窓口に記録があるか、確かめられません。{DESK_URL} に相談窓口のログインを指定してください"
            f"（窓口を使っていなければ {OWNER_URL} に所有者のログインを）。何も移しませんでした。"
            f" / The old desk holds tickets, or it cannot be told: name its login in {DESK_URL} (or, if there"
            f" was never a desk, the owner's in {OWNER_URL}). Nothing was moved."
        )


@contextmanager
def moving_desk(
    source: DeskOffice,
    target: Settings,
    step: Step,
    named: str,
    look: Look = lambda *_: None,
) -> Iterator[int]:
    """Copy the desk to a target that holds none, founding it, compared row by row and opened fact by fact;
    answers the number of facts.

    The log and the key store are two databases: each is one transaction, under the write locks of both
    ends. Leaving the context ends them, the keys first, since a log without its keys opens no more. `look`
    is shown the target's two before they are compared. Raises MoveIsRefused.
    """
    assert source.log.subjects is not None, "the desk's log is sealed by subject"
    roles = rights.Roles.of(target)
    with ExitStack() as stack:
        for file in (target.desk_file, target.desk_keys_file):
            stack.enter_context(whole_or_gone(file))
        engine, keys = stack.enter_context(owning_desk(target))
        of = stack.enter_context(source.log.recorder.writing())
        keys_of = stack.enter_context(changing_keys(source.log.subjects.engine))
        with reaching(owner_of(target), named):
            to = stack.enter_context(LogRecorder(engine, DESK).writing())
            keys_to = stack.enter_context(changing_keys(keys))
            database.upgrade_beside(keys_to, database.KEYS, KEYS_SCHEMA)
            database.upgrade_beside(to, database.DESK, DESK_SCHEMA)
            if roles:
                rights.grant_keys(keys_to, roles)
                rights.grant_desk(to, roles)
        _require_empty(to, keys_to, target)
        _copy_keys(keys_of, keys_to, step)
        copy(of, to, KEPT, step)
        # The keys there are not to be seen from outside their transaction: those here are compared to them.
        log = Log(
            engine,
            DESK,
            source.log.wrapping,
            clock=source.log.clock,
            fold=fold_desk,
            subjects=source.log.subjects,
        )
        refill_desk(log, to, step)
        look(to, keys_to)
        compare_rows(keys_of, keys_to, (SUBJECT_KEYS,), step)
        compare_rows(of, to, (*KEPT, *DESK_ROWS.sorted_tables), step)
        yield open_all(log, to, step)


def _require_empty(to: sa.Connection, keys: sa.Connection, target: Settings) -> None:
    if not holds_no_key(keys) or any(count(to, table) for table in KEPT):
        raise MoveIsRefused(
            f"{target.database_shown} には既に相談窓口の記録か鍵があります。空のデータベースを指定してください。"
            f" / {target.database_shown} holds tickets of a desk, or keys, already: name an empty database."
        )


def _copy_keys(of: sa.Connection, to: sa.Connection, step: Step) -> None:
    """Copy the keys; a secret of hashes that was founded at the target gives way to the one in use."""
    mine = SUBJECT_KEYS.c.subject == HASHING
    if to.execute(sa.select(SUBJECT_KEYS.c.subject).where(mine)).first() is None:
        copy(of, to, (SUBJECT_KEYS,), step)
        return
    secret = of.execute(sa.select(SUBJECT_KEYS).where(mine)).one()
    to.execute(sa.update(SUBJECT_KEYS).where(mine).values(secret._asdict()))
    others = of.execute(sa.select(SUBJECT_KEYS).where(~mine))
    for rows in others.partitions(1_000):
        to.execute(sa.insert(SUBJECT_KEYS), [row._asdict() for row in rows])
