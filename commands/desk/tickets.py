"""Tickets: log them, assess them, answer and act, conclude them and look back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID, uuid4

from commands.desk.office import Handling
from domain.desk.access import Access, may_handle, may_see
from domain.desk.identity import Identity
from domain.desk.refusals import HandlerIsNotDesignable, NoSuchParty, NotDesignated
from domain.desk.ticket import Ticket
from domain.desk.words import Assessment, Channel, Part, TicketCategory, Urgency
from domain.refusals import NoSuchRecord
from projections.desk.tickets import access_of, row_of


def log_ticket(
    handling: Handling,
    *,
    id: UUID | None = None,  # noqa: A002 -- the library's own word
    question: str,
    channel: str = Channel.PHONE,
    category: str = TicketCategory.UNJUDGED,
    urgency: str = Urgency.NORMAL,
    received_on: date | None = None,
    name: str | None = None,
    contact: str | None = None,
) -> Iterable[UUID]:
    """Take down what somebody asks, at the desk of the actor's party; `name` and `contact` go into the
    vault, whether or not they are given."""
    handling.permit("log_ticket")
    desk = handling.actor.party
    if desk not in handling.people.desks:
        raise NotDesignated()
    ticket = Ticket.log(
        id=id or uuid4(),
        owner=desk,
        consulter=uuid4(),
        question=question,
        channel=channel,
        category=category,
        urgency=urgency,
        received_on=received_on or handling.today,
        on=handling.today,
        by=handling.by,
        at=handling.now,
    )
    identity = Identity.deposit(
        id=uuid4(),
        owner=desk,
        ticket=ticket.id,
        consulter=ticket.consulter,
        name=name,
        contact=contact,
        caller=handling.secrets.caller_or_none(contact),
        by=handling.by,
        at=handling.now,
    )
    handling.keep(identity)
    return handling.keep(ticket)


def describe_ticket(
    handling: Handling,
    *,
    ticket: str,
    channel: str | None = None,
    category: str | None = None,
    urgency: str | None = None,
    received_on: date | None = None,
) -> Iterable[UUID]:
    """Say how it came, what it is about, how urgent it is; what is left out stays."""
    one = handling.ticket("describe_ticket", ticket)
    one.describe(
        channel=channel,
        category=category,
        urgency=urgency,
        received_on=received_on,
        on=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def issue_receipt(handling: Handling, *, ticket: str, code: str) -> Iterable[UUID]:
    """Let the consulter come back with this code; another one ends."""
    one = handling.ticket("issue_receipt", ticket)
    code_hash = handling.secrets.receipt(code)
    one.issue_receipt(code_hash=code_hash, by=handling.by, at=handling.now)
    return handling.keep(one)


def new_code() -> str:
    """A receipt code: 16 random digits, in fours."""
    digits = f"{secrets.randbelow(10**16):016d}"
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def acknowledge_ticket(
    handling: Handling, *, ticket: str, on: date | None = None
) -> Iterable[UUID]:
    """Note that the consulter was told it was received: without a day today, or the day that is noted."""
    one = handling.ticket("acknowledge_ticket", ticket)
    one.acknowledge(
        on=on or one.acknowledged_on or handling.today,
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def assess_ticket(
    handling: Handling,
    *,
    ticket: str,
    assessment: str,
    reason: str | None = None,
    handlers: Sequence[UUID] = (),
) -> Iterable[UUID]:
    """Judge what it is, and name its handlers. A whistleblowing report is theirs alone from now on; who
    could see it until now is on record."""
    one = handling.ticket("assess_ticket", ticket)
    _require_designable(handling, one, handlers)
    seeing = _seeing(handling, one)
    one.assess(
        assessment=assessment,
        reason=reason,
        handlers=handlers,
        known_to=seeing if assessment == Assessment.WHISTLEBLOWING else (),
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def designate_handler(
    handling: Handling, *, ticket: str, member: UUID, until: date | None = None
) -> Iterable[UUID]:
    """Name a further handler for it, from today on."""
    one = handling.ticket("designate_handler", ticket)
    _require_designable(handling, one, (member,))
    one.designate(member=member, since=handling.today, until=until, by=handling.by, at=handling.now)
    return handling.keep(one)


def release_handler(
    handling: Handling, *, ticket: str, member: UUID, until: date | None = None
) -> Iterable[UUID]:
    """Let somebody handle it no longer than a day, today unless said otherwise."""
    one = handling.ticket("release_handler", ticket)
    one.release(member=member, until=until or handling.today, by=handling.by, at=handling.now)
    return handling.keep(one)


def name_person(
    handling: Handling,
    *,
    ticket: str,
    name: str,
    part: str = Part.MENTIONED,
    member: UUID | None = None,
    department: UUID | None = None,
    party: str | None = None,
) -> Iterable[UUID]:
    """Name somebody whom it is about, with who that is in the register: at once they, their department or
    their party see it no more."""
    one = handling.ticket("name_person", ticket)
    _require_known(handling, one, member, department)
    one.name_person(
        person=uuid4(),
        name=name,
        part=part,
        member=member,
        department=department,
        party=None if party is None else _number_of(handling, party),
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def strike_out_person(handling: Handling, *, ticket: str, person: UUID) -> Iterable[UUID]:
    """Take back that somebody is named in it."""
    one = handling.ticket("strike_out_person", ticket)
    one.strike_out(person=person, by=handling.by, at=handling.now)
    return handling.keep(one)


def tell_decision(
    handling: Handling, *, ticket: str, taken_up: bool, on: date | None = None
) -> Iterable[UUID]:
    """Note that the consulter was told whether it is taken up."""
    one = handling.ticket("tell_decision", ticket)
    one.tell_decision(
        taken_up=taken_up,
        on=on or handling.today,
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def answer_ticket(handling: Handling, *, ticket: str, text: str) -> Iterable[UUID]:
    """Answer the consulter."""
    one = handling.ticket("answer_ticket", ticket)
    one.answer(text=text, by=handling.by, at=handling.now)
    return handling.keep(one)


def take_message(handling: Handling, *, ticket: str, text: str) -> Iterable[UUID]:
    """Take down what the consulter says further, by phone or otherwise."""
    one = handling.ticket("take_message", ticket)
    one.receive(text=text, by=handling.by, at=handling.now)
    return handling.keep(one)


def note_ticket(handling: Handling, *, ticket: str, text: str) -> Iterable[UUID]:
    """Note something for the desk alone."""
    one = handling.ticket("note_ticket", ticket)
    one.note(text=text, by=handling.by, at=handling.now)
    return handling.keep(one)


def record_action(
    handling: Handling, *, ticket: str, text: str, on: date | None = None
) -> Iterable[UUID]:
    """Note what was done about it."""
    one = handling.ticket("record_action", ticket)
    one.act(
        text=text,
        on=on or handling.today,
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def conclude_ticket(
    handling: Handling, *, ticket: str, outcome: str, text: str, told_on: date | None = None
) -> Iterable[UUID]:
    """Say what it came to, and on which day the consulter was told, if they were."""
    one = handling.ticket("conclude_ticket", ticket)
    one.conclude(outcome=outcome, text=text, by=handling.by, at=handling.now)
    if told_on is not None:
        one.tell_result(on=told_on, today=handling.today, by=handling.by, at=handling.now)
    return handling.keep(one)


def tell_result(handling: Handling, *, ticket: str, on: date | None = None) -> Iterable[UUID]:
    """Note that the consulter was told the result: without a day today, or the day that is noted."""
    one = handling.ticket("tell_result", ticket)
    one.tell_result(
        on=on or one.result_told_on or handling.today,
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def check_welfare(
    handling: Handling,
    *,
    ticket: str,
    suffered: bool,
    text: str | None = None,
    on: date | None = None,
) -> Iterable[UUID]:
    """Note whether somebody suffered for it."""
    one = handling.ticket("check_welfare", ticket)
    one.check_welfare(
        suffered=suffered,
        text=text,
        on=on or handling.today,
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def reopen_ticket(handling: Handling, *, ticket: str, reason: str) -> Iterable[UUID]:
    """Take it up again."""
    one = handling.ticket("reopen_ticket", ticket)
    one.reopen(reason=reason, by=handling.by, at=handling.now)
    return handling.keep(one)


def hold_ticket(handling: Handling, *, ticket: str, reason: str) -> Iterable[UUID]:
    """Let nothing of it be erased, whatever its time."""
    one = handling.ticket("hold_ticket", ticket)
    one.hold(reason=reason, by=handling.by, at=handling.now)
    return handling.keep(one)


def lift_hold(handling: Handling, *, ticket: str, reason: str) -> Iterable[UUID]:
    """Let it be erased again when its time has come."""
    one = handling.ticket("lift_hold", ticket)
    one.lift_hold(reason=reason, by=handling.by, at=handling.now)
    return handling.keep(one)


def _require_known(
    handling: Handling, ticket: Ticket, member: UUID | None, department: UUID | None
) -> None:
    """Refuse to say that somebody in it is a member, or of a department, that its desk does not know: nobody
    would be shut out."""
    known = handling.office.directory(ticket.owner, handling.today)
    officers = {one.member for one in handling.people.officers.get(ticket.owner, ())}
    if member is not None and str(member) not in known.members and member not in officers:
        raise NoSuchRecord(named=member)
    if department is not None and str(department) not in known.departments:
        raise NoSuchRecord(named=department)


def _number_of(handling: Handling, party: str) -> int:
    parties = handling.directory().parties
    wanted = party.strip().upper()
    found = {one["code"]: number for number, one in parties.items()}
    if wanted not in found:
        raise NoSuchParty(code=party, codes=tuple(sorted(found)))
    return found[wanted]


def _seeing(handling: Handling, ticket: Ticket) -> frozenset[UUID]:
    """Who may see it today."""
    officers = handling.people.officers.get(ticket.owner, [])
    return may_see(_access(handling, ticket), officers, handling.today)


def _access(handling: Handling, ticket: Ticket) -> Access:
    row = row_of(handling.work.connection, str(ticket.id))
    assert row is not None, "it was looked at before"
    return access_of(row)


def _require_designable(handling: Handling, ticket: Ticket, members: Iterable[UUID]) -> None:
    """Refuse to name who could not see the ticket all the same: not designated, or concerned by it."""
    officers = handling.people.officers.get(ticket.owner, [])
    if not set(members) <= may_handle(_access(handling, ticket).concerned, officers):
        raise HandlerIsNotDesignable()
