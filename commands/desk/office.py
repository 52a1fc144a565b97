"""The desk's office: runs a command on the desk's log, for a member who may see what it is about.

Who somebody is stands in the register; it is asked behind the desk's lock, so that a role or a designation
that ended a moment ago gives nothing. The two logs share no transaction.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, TypeVar
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from commands.office import Receipt
from domain.calendar import TOKYO, day_in_tokyo
from domain.desk.access import Officer, is_concerned
from domain.desk.attachment import Attachment
from domain.desk.clocks import IsWorkingDay, Limits
from domain.desk.designation import Designation
from domain.desk.draft import IncidentDraft
from domain.desk.guidance_draft import GuidanceDraft
from domain.desk.identity import Identity
from domain.desk.publication import StatisticsPublication
from domain.desk.refusals import CodeIsWrong, NoSuchTicket, NotDesignated
from domain.desk.request import CustodianRequest
from domain.desk.retention import Keeping
from domain.desk.ticket import Ticket
from domain.kernel import Root
from domain.people.roles import Actor, Role, permit
from projections.desk import tickets
from projections.people.identity import actor_of
from projections.serving import Directory, directory, serving
from store.log import Log, Work
from store.reading import Reader
from store.ticket_reads import TicketReads

R = TypeVar("R", bound=Root)
T = TypeVar("T")

_CALLER: Final = b"caller\0"
_RECEIPT: Final = b"receipt\0"


@dataclass(frozen=True, slots=True)
class People:
    """Who asks, and who works at the desks, on one day: read from the register."""

    actor: Actor
    officers: dict[int, list[Officer]]
    on: date

    @property
    def desks(self) -> frozenset[int]:
        """The desks at which who asks works that day, or may have to stand in."""
        return frozenset(
            desk
            for desk, officers in self.officers.items()
            if any(one.member == self.actor.member and one.stands for one in officers)
        )

    def works_at(self, desk: int) -> bool:
        """Whether who asks works at this desk that day, and does not only stand in."""
        return any(
            one.member == self.actor.member and one.stands and not one.deputy
            for one in self.officers.get(desk, ())
        )

    def own_desk(self) -> int:
        """The desk of one's party, at which one works; raises NotDesignated."""
        if not self.works_at(self.actor.party):
            raise NotDesignated()
        return self.actor.party

    def sees(self, row: tickets.Row | None) -> bool:
        """Whether who asks may see this ticket."""
        return row is not None and bool(
            tickets.seen_by(self.actor.member, [row], self.officers, self.on)
        )

    def concerns(self, row: tickets.Row) -> bool:
        """Whether a ticket is about who asks, their department or their party."""
        me = officer_of(self.actor, stands=True)
        return is_concerned(me, tickets.access_of(row).concerned)


@dataclass(frozen=True, slots=True)
class Handling:
    """Where one command of the desk is worked on: its transaction and who asks."""

    work: Work
    people: People
    secrets: Secrets
    office: DeskOffice

    @property
    def actor(self) -> Actor:
        return self.people.actor

    @property
    def by(self) -> UUID:
        return self.people.actor.member

    @property
    def now(self) -> datetime:
        return self.work.now

    @property
    def today(self) -> date:
        return self.people.on

    def permit(self, command: str) -> None:
        """Refuse what the actor's standing roles do not allow."""
        permit(command, self.actor)

    def ticket(self, command: str, ticket: str | UUID) -> Ticket:
        """A ticket that the actor may see, for a command; hidden and absent are one refusal,
        NoSuchTicket."""
        row = tickets.row_of(self.work.connection, str(ticket))
        if row is None or not self.people.sees(row):
            raise NoSuchTicket(named=ticket)
        self.permit(command)
        return self.work.load(Ticket, UUID(row["id"]))

    def directory(self) -> Directory:
        """What the members of the actor's party are called, and the parties."""
        return self.office.directory(self.actor.party, self.today)

    def identity(self, ticket: UUID) -> Identity:
        return self.work.load(Identity, tickets.identity_of(self.work.connection, ticket))

    def find(self, kind: type[R], record: UUID) -> R | None:
        return self.work.find(kind, record)

    def keep(self, *aggregates: Root) -> tuple[UUID, ...]:
        """Keep what was decided; answers the ids for the receipt."""
        self.work.keep(*aggregates)
        return tuple(aggregate.id for aggregate in aggregates)


Command = Callable[[Handling], Iterable[UUID]]


@dataclass(frozen=True, slots=True)
class Consulting:
    """Where a consulter's command is worked on, who came back with a code."""

    work: Work
    ticket: Ticket
    secrets: Secrets

    def identity(self) -> Identity:
        return self.work.load(Identity, tickets.identity_of(self.work.connection, self.ticket.id))


ConsultersCommand = Callable[[Consulting], None]


@dataclass(frozen=True, slots=True)
class Secrets:
    """Hashes that tell equal things without telling what they are; keyed by a secret of the desk's own, which
    stays when its keys are wrapped anew."""

    digest: Callable[[bytes], bytes]

    def caller(self, contact: str) -> str:
        """The keyed hash of how somebody is reached: width, case, blanks and hyphens do not matter."""
        folded = unicodedata.normalize("NFKC", contact).casefold()
        plain = "".join(sign for sign in folded if sign.isalnum() or sign in "@.")
        return self.digest(_CALLER + plain.encode()).hex()

    def caller_or_none(self, contact: str | None) -> str:
        """The same; of nobody a random one, which looks alike."""
        return self.caller(contact) if contact and contact.strip() else os.urandom(32).hex()

    def receipt(self, code: str) -> str:
        """The hash of a receipt code (argon2id, RFC 9106's second choice scaled to 19 MiB as OWASP says),
        salted with the desk's secret: takes as long for any code. Blanks and hyphens do not matter."""
        digits = "".join(sign for sign in unicodedata.normalize("NFKC", code) if sign.isdigit())
        salt = self.digest(_RECEIPT)[:16]
        hasher = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19_456)
        return hasher.derive(digits.encode()).hex()


class DeskOffice:
    """Takes commands of the desk, and reads its tickets. A command is one transaction of the desk's log."""

    def __init__(
        self,
        log: Log,
        register: Log,
        reads: TicketReads,
        limits: Limits,
        is_working: IsWorkingDay,
        keeping: Keeping | None = None,
    ) -> None:
        self.log = log
        self.register = register
        self.reads = reads
        self.limits = limits
        self.is_working = is_working
        self.keeping = keeping or Keeping()
        self.secrets = Secrets(log.digest)

    def perform(
        self, member: UUID, command: Command, *, key: str | None = None, request: bytes = b""
    ) -> Receipt:
        """Carry out a command for a member; raises the Refusal of the rule that says no."""
        request_of = None if key is None else (member, key)
        with self.log.writing(request_of) as work:
            if key is not None and (made := work.answered(member, key, request)) is not None:
                return Receipt(tuple(made), 0, repeated=True)
            people = self.people(work.connection, member, day_in_tokyo(work.now))
            handling = Handling(work, people, self.secrets, self)
            records = tuple(command(handling))
            if key is not None:
                work.remember(member, key, request, records)
            erased = [
                one
                for fact in work.pending
                if isinstance(fact, Ticket.SubjectsErased)
                for one in fact.subjects
            ]
        if erased:
            self.destroy(erased)
        return Receipt(records, work.facts)

    def by_receipt(
        self, code: str, command: ConsultersCommand, *, key: str, request: bytes
    ) -> Ticket:
        """Carry out what a consulter does who comes back with a code; answers the ticket as it then stands.

        Recorded at no finer time than the day: at its beginning, or at the last fact's instant. Raises
        CodeIsWrong, and the refusals of the command.
        """
        code_hash = self.secrets.receipt(code)
        with self.log.writing(clock=self._by_the_day) as work:
            row = tickets.row_by_receipt(work.connection, code_hash)
            if row is None:
                raise CodeIsWrong()
            ticket = work.load(Ticket, UUID(row["id"]))
            if work.answered(ticket.id, key, request) is None:
                command(Consulting(work, ticket, self.secrets))
                work.remember(ticket.id, key, request, (ticket.id,))
        return ticket

    def _by_the_day(self) -> datetime:
        now = self.log.clock().astimezone(TOKYO)
        return now.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

    def looked_up(self, code: str) -> Ticket | None:
        """The ticket that a receipt code belongs to. It takes as long for any code."""
        code_hash = self.secrets.receipt(code)
        with self.log.following() as connection:
            row = tickets.row_by_receipt(connection, code_hash)
            return None if row is None else self.log.load(connection, Ticket, UUID(row["id"]))[0]

    def destroy(self, subjects: Iterable[UUID]) -> None:
        """Destroy the keys of whom the log says are erased: behind the commit, since only what is recorded
        may be irrecoverable. `settle` makes up for an interruption in between."""
        assert self.log.subjects is not None
        self.log.subjects.destroy(subjects)

    def settle(self) -> int:
        """Destroy the keys of everybody the log says is erased, as after an interruption, or where an older
        key store was restored; answers how many there still were."""
        assert self.log.subjects is not None
        with self.log.following() as connection:
            subjects = erased_in(self.log.reader(connection, (Ticket.SubjectsErased,)))
        return self.log.subjects.destroy(subjects) if subjects else 0

    def directory(self, party: int, on: date) -> Directory:
        """What the members of a party are called, and the parties."""
        with self.register.reading() as connection:
            return directory(connection, party, on)

    def someone(self, member: UUID, on: date) -> Actor | None:
        """A member with the grants that stand on a day; None for a stranger."""
        with self.register.reading() as connection:
            return serving(connection, (member,), on).get(member)

    def is_in_the_register(self, record: UUID) -> bool:
        """Whether a record stands there under this id, as that of a draft does once it was taken out."""
        return self.register.stands(record)

    def holding(self, role: Role, party: int, on: date) -> list[UUID]:
        """The members of a party who hold a role on a day."""
        colleagues = [UUID(one) for one in self.directory(party, on).members]
        with self.register.reading() as connection:
            served = serving(connection, colleagues, on)
        return [one.member for one in served.values() if one.party == party and role in one.roles]

    def people(self, desk: sa.Connection, member: UUID, on: date) -> People:
        """Who asks, and who works at which desk, on a day."""
        known = tickets.designations(desk)
        with self.register.reading() as connection:
            actor = actor_of(connection, member, on) or Actor(member, -1, ())
            served = serving(connection, {one.member for one in known}, on)
        officers: dict[int, list[Officer]] = {}
        for one in known:
            who = served.get(one.member, Actor(one.member, -1, ()))
            at_home = one.deputy or who.party == one.owner
            officers.setdefault(one.owner, []).append(
                officer_of(
                    who,
                    stands=one.stands_on(on) and at_home and Role.DESK_OFFICER in who.roles,
                    deputy=one.deputy,
                )
            )
        return People(actor, officers, on)


def erased_in(reader: Reader) -> set[UUID]:
    """Everybody and every ticket that the facts it reads say is erased."""
    return {
        subject
        for _, facts in reader.batches(10_000)
        for one in facts
        if isinstance(one.fact, Ticket.SubjectsErased)
        for subject in one.fact.subjects
    }


def officer_of(who: Actor, *, stands: bool, deputy: bool = False) -> Officer:
    """Somebody as the rule about tickets looks at them."""
    departments = frozenset(grant.department for grant in who.grants if grant.department)
    return Officer(who.member, who.party, departments, stands, deputy)


KINDS: Final = (
    Ticket,
    Attachment,
    Designation,
    Identity,
    CustodianRequest,
    IncidentDraft,
    GuidanceDraft,
    StatisticsPublication,
)
"""What the desk's log holds."""
