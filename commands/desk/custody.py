"""Who works at the desk, and what takes a second person: designations, opened identities, erasures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from commands.desk.office import Handling
from domain.desk.designation import Designation
from domain.desk.refusals import (
    MemberIsDesignated,
    NoSuchPerson,
    NoSuchTicket,
    RequestIsWaiting,
)
from domain.desk.request import CustodianRequest, Purpose, RequestState
from domain.desk.ticket import Ticket
from domain.refusals import NoSuchRecord
from projections.desk.tickets import designations, requests, row_of

DAYS_OPEN: Final = 7
"""How long an opened identity is told to who asked for it, unless the custodian says otherwise."""


def designate_officer(
    handling: Handling,
    *,
    member: UUID,
    basis: str,
    deputy: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Iterable[UUID]:
    """Designate a member for the desk of the custodian's party; a deputy may be of another one. Once for each day:
    else whoever ends one of two would take it for the end."""
    handling.permit("designate_officer")
    if not deputy and str(member) not in handling.directory().members:
        raise NoSuchRecord(named=member)
    begins = since or handling.today
    for known in designations(handling.work.connection, handling.actor.party):
        if known.member == member and known.shares_days_with(begins, until):
            raise MemberIsDesignated(since=known.since)
    made = Designation.grant(
        id=uuid4(),
        owner=handling.actor.party,
        member=member,
        basis=basis,
        deputy=deputy,
        since=begins,
        until=until,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(made)


def revoke_designation(
    handling: Handling,
    *,
    designation: UUID,
    until: date | None = None,
    reason: str | None = None,
) -> Iterable[UUID]:
    """End a designation behind a last day, today unless said otherwise."""
    one = _designation(handling, "revoke_designation", designation)
    one.revoke(
        until=until or handling.today,
        reason=reason,
        today=handling.today,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(one)


def transfer_designation(
    handling: Handling, *, designation: UUID, to: UUID, basis: str, since: date | None = None
) -> Iterable[UUID]:
    """Let another member take over a designation from a day on: as a deputy or not, and until the day on
    which it ends, as it stands."""
    begins = since or handling.today
    one = _designation(handling, "revoke_designation", designation)
    lasts, eve = one.until, begins - timedelta(days=1)
    one.revoke(until=eve, reason=basis, today=handling.today, by=handling.by, at=handling.now)
    [made] = designate_officer(
        handling, member=to, basis=basis, deputy=one.deputy, since=begins, until=lasts
    )
    return (made, *handling.keep(one))


def ask_for_identity(handling: Handling, *, ticket: str, reason: str) -> Iterable[UUID]:
    """Ask the custodian to open who asked."""
    one = handling.ticket("ask_for_identity", ticket)
    return _ask(handling, one, Purpose.OPEN_IDENTITY, None, reason)


def ask_for_erasure(
    handling: Handling, *, ticket: str, person: UUID | None = None, reason: str
) -> Iterable[UUID]:
    """Ask the custodian to erase a person of the ticket, or all of it."""
    one = handling.ticket("ask_for_erasure", ticket)
    if person is not None and person not in one.subjects():
        raise NoSuchPerson()
    one.require_erasable(whole=person in (None, one.id), on=handling.today)
    return _ask(handling, one, Purpose.ERASE, person, reason)


def grant_request(
    handling: Handling, *, request: UUID, until: date | None = None
) -> Iterable[UUID]:
    """Agree to a request: an identity is told to who asked until a day; an erasure is carried out."""
    one = _request(handling, "grant_request", request)
    until = until or handling.today + timedelta(days=DAYS_OPEN)
    one.grant(until=until, today=handling.today, by=handling.by, at=handling.now)
    if one.purpose == Purpose.ERASE:
        ticket = handling.work.load(Ticket, one.ticket)
        whole = one.person in (None, ticket.id)
        ticket.require_erasable(whole=whole, on=handling.today)
        ticket.erase(subject=one.person, by=handling.by, at=handling.now)
        handling.keep(ticket)
    return handling.keep(one)


def decline_request(handling: Handling, *, request: UUID, reason: str) -> Iterable[UUID]:
    """Say no to a request."""
    one = _request(handling, "decline_request", request)
    handling.work.load(Ticket, one.ticket).require_content()
    one.decline(reason=reason, by=handling.by, at=handling.now)
    return handling.keep(one)


def _ask(
    handling: Handling, ticket: Ticket, purpose: Purpose, person: UUID | None, reason: str
) -> Iterable[UUID]:
    ticket.require_content()
    waiting = requests(
        handling.work.connection,
        ticket=str(ticket.id),
        purpose=purpose.value,
        person=person and str(person),
        asker=str(handling.by),
        state=RequestState.ASKED.value,
    )
    if waiting:
        raise RequestIsWaiting()
    made = CustodianRequest.ask(
        id=uuid4(),
        owner=ticket.owner,
        ticket=ticket.id,
        purpose=purpose,
        person=person,
        reason=reason,
        by=handling.by,
        at=handling.now,
    )
    return handling.keep(made)


def _designation(handling: Handling, command: str, designation: UUID) -> Designation:
    one = handling.find(Designation, designation)
    handling.permit(command)
    if one is None or one.owner != handling.actor.party:
        raise NoSuchRecord(named=designation)
    return one


def _request(handling: Handling, command: str, request: UUID) -> CustodianRequest:
    one = handling.find(CustodianRequest, request)
    handling.permit(command)
    row = None if one is None else row_of(handling.work.connection, str(one.ticket))
    mine = one is not None and one.owner == handling.actor.party
    if one is None or row is None or not mine or handling.people.concerns(row):
        raise NoSuchTicket(named=request)
    return one
