"""The office: runs a command as one transaction, for a member whose roles are read inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from domain.calendar import TOKYO as TOKYO
from domain.calendar import day_in_tokyo as day_in_tokyo
from domain.kernel import Root
from domain.people.roles import OPERATOR, Actor, permit
from domain.refusals import NoSuchRecord, OthersWillRead, StaleVersion
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.identity import actor_found, asking_who, clearance_of
from projections.prepared import ask
from projections.readers import readers
from projections.rows import Question
from projections.told import admit
from projections.version import shown_version
from projections.view import Row, View
from store.log import Log, Work
from store.reads import ReadStore

R = TypeVar("R", bound=Root)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command answers: the records it made or changed, and how many facts it took.

    `repeated`: the same request had been kept before, and nothing was recorded now.
    """

    records: tuple[UUID, ...]
    facts: int
    repeated: bool = False


class Decider(StrEnum):
    """Who decides requests for more time, as the service is set up."""

    CCO = "cco"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one command is worked on: its transaction, who asks, and what they may see."""

    work: Work
    actor: Actor
    clearance: Clearance
    extensions_by: Decider = Decider.CCO

    @property
    def by(self) -> UUID:
        return self.actor.member

    @property
    def now(self) -> datetime:
        return self.work.now

    @property
    def today(self) -> date:
        return day_in_tokyo(self.work.now)

    def permit(
        self,
        command: str,
        *,
        owner: int | None = None,
        department: UUID | None = None,
        whole_party: bool = False,
    ) -> None:
        """Refuse what the actor's standing roles do not allow."""
        permit(command, self.actor, owner=owner, department=department, whole_party=whole_party)

    def look(self, view: View, record: UUID) -> Row | None:
        """The record as the actor sees it, or None: hidden and absent are one."""
        found = ask(self.work.connection, _row, view, self.clearance, record=str(record))
        return dict(zip(view.names, found[0], strict=True)) if found else None

    def row(self, view: View, record: UUID) -> Row:
        """The record as the actor sees it; hidden and absent are one refusal, NoSuchRecord."""
        row = self.look(view, record)
        if row is None:
            raise NoSuchRecord(named=record)
        return row

    def expect(self, view: View, record: UUID, version: str | None) -> Row:
        """The record as the actor sees it, if it is as they read it; raises StaleVersion.

        None stands for a caller inside the service that has just read the record. A record of
        another party is expected in no version: nobody but its owner changes it, in any.
        """
        row = self.row(view, record)
        mine = row["owner"] == self.actor.party
        if version is not None and mine and shown_version(view, row, self.clearance) != version:
            raise StaleVersion
        return row

    def load(self, kind: type[R], record: UUID) -> R:
        return self.work.load(kind, record)

    def find(self, kind: type[R], record: UUID) -> R | None:
        return self.work.find(kind, record)

    def keep(self, *aggregates: Root) -> tuple[UUID, ...]:
        """Keep what was decided; answers the ids for the receipt."""
        self.work.keep(*aggregates)
        return tuple(aggregate.id for aggregate in aggregates)


def _row(view: View, clearance: Clearance) -> sa.Select[Any]:
    rows = visible(view, clearance)
    return sa.select(*(rows.c[name] for name in view.names)).where(
        rows.c.id == sa.bindparam("record")
    )


Command = Callable[[Desk], Iterable[UUID]]
Look = Callable[[Desk, tuple[UUID, ...]], T]


class Office:
    """Takes commands. A command is one transaction: lock, idempotency, load, decide, append, fold."""

    def __init__(self, log: Log, reads: ReadStore, extensions_by: Decider = Decider.CCO) -> None:
        self.log = log
        self.reads = reads
        self.extensions_by = extensions_by

    def perform(
        self,
        member: UUID,
        command: Command,
        *,
        key: str | None = None,
        request: bytes = b"",
        acknowledged: Iterable[str] = (),
    ) -> Receipt:
        """Carry out a command for a member; raises the Refusal of the rule that says no.

        `key` and `request` make a repeat answer as before: the same key with the same request
        records nothing again, with another it is refused. `acknowledged` are the codes of the
        parties that the member knows to read the records changed; any other reader of a changed
        record is OthersWillRead.
        """
        request_of = None if key is None else (member, key)
        with self.log.writing(request_of, self._asking_who(member)) as work:
            if key is not None and (made := work.answered(member, key, request)) is not None:
                return Receipt(tuple(made), 0, repeated=True)
            desk = self._desk(work, member)
            admit(work.connection, desk.clearance)
            records = tuple(command(desk))
            require_acknowledged(desk, frozenset(acknowledged))
            if key is not None:
                work.remember(member, key, request, records)
        return Receipt(records, work.facts)

    def rehearse(self, member: UUID, command: Command, look: Look[T]) -> T:
        """What is seen of the register as it would stand behind a command, which is then as if it had
        never been given; raises the Refusal it would meet.

        `look` is given the desk of the command and the ids it answered, and looks as its member.
        """
        with self.log.rehearsing(self._asking_who(member)) as work:
            desk = self._desk(work, member)
            admit(work.connection, desk.clearance)
            records = tuple(command(desk))
            work.append()
            admit(work.connection, desk.clearance)
            return look(desk, records)

    def _asking_who(self, member: UUID) -> list[Question]:
        """Whoever is no member is known without asking."""
        return [] if member == OPERATOR.member else asking_who(self.log.engine.dialect, member)

    def _desk(self, work: Work, member: UUID) -> Desk:
        today, actor = day_in_tokyo(work.now), OPERATOR
        if member != OPERATOR.member:
            known = actor_found(work.connection.dialect, member, today, work.found)
            actor = known or Actor(member, -1, ())
        return Desk(work, actor, clearance_of(actor, today), self.extensions_by)


def require_acknowledged(desk: Desk, acknowledged: frozenset[str]) -> None:
    """Refuse new facts of released records while a reader of theirs is not acknowledged."""
    pending = desk.work.pending
    unaware = (
        readers(desk.work.connection, pending, desk.clearance) - acknowledged if pending else ()
    )
    if unaware:
        raise OthersWillRead(readers=tuple(sorted(unaware)))
