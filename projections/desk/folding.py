"""The fold of the desk's facts into its rows, inside the transaction that appends them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.calendar import day_in_tokyo
from domain.desk.attachment import Attachment
from domain.desk.contents import Handler, released
from domain.desk.designation import Designation
from domain.desk.draft import DraftState, IncidentDraft
from domain.desk.guidance_draft import GuidanceDraft, GuidanceDraftState
from domain.desk.identity import Identity
from domain.desk.publication import StatisticsPublication
from domain.desk.request import CustodianRequest, Purpose, RequestState
from domain.desk.ticket import Ticket
from domain.desk.words import Assessment
from domain.kernel import FORGOTTEN, Fact, Recorded
from projections.desk.tables import (
    ATTACHMENTS,
    DESIGNATIONS,
    DRAFTS,
    GUIDANCE_DRAFTS,
    IDENTITIES,
    METADATA,
    REQUESTS,
    STATISTICS,
    TICKETS,
)
from projections.view import code_of, iso

PREFIX = "TKT"
NOBODY = ""
"""Stands for the caller of whom nobody is recognised any more."""
Values = dict[str, Any]


def fold_desk(connection: sa.Connection, facts: Sequence[Recorded]) -> None:
    """Bring the rows up to date with new facts."""
    for one in facts:
        match one.fact:
            case Ticket.Logged() | Identity.Deposited() | Designation.Granted():
                _begin(connection, one)
            case CustodianRequest.Asked() | Attachment.Kept():
                _begin(connection, one)
            case IncidentDraft.Written() | GuidanceDraft.Written():
                _begin(connection, one)
            case StatisticsPublication.Published() as fact:
                _begin(connection, one)
                _count(connection, fact)
            case IncidentDraft.Reported():
                _change(connection, DRAFTS, one.fact, state=DraftState.REPORTED.value)
            case IncidentDraft.Withdrawn():
                _change(connection, DRAFTS, one.fact, state=DraftState.WITHDRAWN.value)
            case GuidanceDraft.Published():
                state = GuidanceDraftState.PUBLISHED.value
                _change(connection, GUIDANCE_DRAFTS, one.fact, state=state)
            case GuidanceDraft.Withdrawn():
                state = GuidanceDraftState.WITHDRAWN.value
                _change(connection, GUIDANCE_DRAFTS, one.fact, state=state)
            case Designation.Revoked(until=until):
                _change(connection, DESIGNATIONS, one.fact, until=iso(until))
            case Identity.Given(caller=caller):
                _change(connection, IDENTITIES, one.fact, caller=_caller(caller))
            case CustodianRequest.Granted(until=until):
                state = RequestState.GRANTED.value
                _change(connection, REQUESTS, one.fact, state=state, until=iso(until))
            case CustodianRequest.Declined():
                _change(connection, REQUESTS, one.fact, state=RequestState.DECLINED.value)
            case _:
                if isinstance(one.fact, Ticket.SubjectsErased):
                    _forget_callers(connection, one.fact.subjects)
                changed = _of_ticket(connection, one)
                if one.fact.SEALED:
                    changed["written_on"] = iso(day_in_tokyo(one.at))
                if changed:
                    _change(connection, TICKETS, one.fact, **changed)


def empty(connection: sa.Connection) -> None:
    """Remove all rows, to be filled anew from the facts."""
    for table in reversed(METADATA.sorted_tables):
        connection.execute(sa.delete(table))


def handlers_in(kept: list[dict[str, Any]]) -> tuple[Handler, ...]:
    """The handlers of a row."""
    return tuple(
        Handler(
            UUID(one["member"]),
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
        )
        for one in kept
    )


def _begin(connection: sa.Connection, one: Recorded) -> None:
    fact = one.fact
    row: Values = {"id": str(fact.originator_id), "owner": getattr(fact, "owner", -1)}
    match fact:
        case Ticket.Logged():
            row |= {
                "code": code_of(PREFIX, fact.originator_id),
                "born": one.position,
                "reserved": False,
                "handlers": [],
                "concerned": [],
                "waits": False,
                "erased": False,
                "held": False,
                "written_on": iso(day_in_tokyo(one.at)),
                "counted": False,
                **_described(fact),
            }
            connection.execute(sa.insert(TICKETS), row)
        case Identity.Deposited():
            row |= {"ticket": str(fact.ticket), "consulter": str(fact.subject)}
            row |= {"caller": _caller(fact.caller)}
            connection.execute(sa.insert(IDENTITIES), row)
        case Designation.Granted():
            row |= {
                "member": str(fact.member),
                "deputy": fact.deputy,
                "since": iso(fact.since),
                "until": iso(fact.until),
            }
            connection.execute(sa.insert(DESIGNATIONS), row)
        case IncidentDraft.Written():
            row |= {
                "ticket": str(fact.ticket),
                "incident": str(fact.incident),
                "editor": str(fact.editor),
                "born": one.position,
                "state": DraftState.WRITTEN.value,
            }
            connection.execute(sa.insert(DRAFTS), row)
        case GuidanceDraft.Written():
            row |= {
                "ticket": fact.ticket and str(fact.ticket),
                "guidance": str(fact.guidance),
                "born": one.position,
                "state": GuidanceDraftState.WRITTEN.value,
            }
            connection.execute(sa.insert(GUIDANCE_DRAFTS), row)
        case Attachment.Kept():
            row |= {"ticket": str(fact.ticket)}
            connection.execute(sa.insert(ATTACHMENTS), row)
        case CustodianRequest.Asked():
            row |= {
                "ticket": str(fact.subject),
                "born": one.position,
                "purpose": Purpose(fact.purpose).value,
                "person": fact.person and str(fact.person),
                "asker": str(fact.by),
                "state": RequestState.ASKED.value,
            }
            connection.execute(sa.insert(REQUESTS), row)
        case StatisticsPublication.Published():
            row |= {
                "first_day": iso(fact.first_day),
                "last_day": iso(fact.last_day),
                "published_on": iso(day_in_tokyo(one.at)),
                "total": fact.total,
                "categories": _lines(fact.categories, fact.category_numbers),
                "channels": _lines(fact.channels, fact.channel_numbers),
            }
            connection.execute(sa.insert(STATISTICS), row)


def _lines(words: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[Values]:
    return [
        {"words": list(some), "number": number} for some, number in zip(words, numbers, strict=True)
    ]


def _count(connection: sa.Connection, fact: StatisticsPublication.Published) -> None:
    """Mark the tickets of a period as told of, those as well that were not among its numbers."""
    rows = TICKETS.c
    days = rows.received_on.between(iso(fact.first_day), iso(fact.last_day))
    of_it = sa.update(TICKETS).where(rows.owner == fact.owner, days)
    connection.execute(of_it.values(counted=True))


def _of_ticket(connection: sa.Connection, one: Recorded) -> Values:
    """What a fact changes in the row of its ticket."""
    match one.fact:
        case Ticket.Described() as fact:
            return _described(fact)
        case Ticket.ReceiptIssued(code_hash=code_hash):
            return {"receipt": code_hash}
        case Ticket.Acknowledged(on=on):
            return {"acknowledged_on": iso(on)}
        case Ticket.Assessed(assessment=assessment):
            report = assessment == Assessment.WHISTLEBLOWING
            return {"assessment": assessment} | ({"reserved": True} if report else {})
        case Ticket.HandlerDesignated() as fact:
            handlers = _kept(connection, fact, "handlers")
            return {"handlers": [*handlers, _handler(Handler(fact.member, fact.since, fact.until))]}
        case Ticket.HandlerReleased() as fact:
            known = handlers_in(_kept(connection, fact, "handlers"))
            return {"handlers": [_handler(h) for h in released(known, fact.member, fact.until)]}
        case Ticket.PersonNamed() as fact:
            return {"concerned": [*_kept(connection, fact, "concerned"), _concerned(fact)]}
        case Ticket.PersonStruckOut() as fact:
            others = [
                one
                for one in _kept(connection, fact, "concerned")
                if one["person"] != str(fact.person)
            ]
            return {"concerned": others}
        case Ticket.DecisionTold(on=on):
            return {"decision_told_on": iso(on), "acknowledged_on": _by(on)}
        case Ticket.Answered():
            return {"waits": False}
        case Ticket.MessageReceived():
            return {"waits": True}
        case Ticket.FileAttached(subject=subject) as fact:
            return {} if subject == fact.originator_id else {"waits": True}
        case Ticket.Concluded(outcome=outcome):
            return {"outcome": outcome, "concluded_on": iso(day_in_tokyo(one.at))}
        case Ticket.ResultTold(on=on):
            return {"result_told_on": iso(on), "acknowledged_on": _by(on), "waits": False}
        case Ticket.WelfareChecked(on=on):
            return {"welfare_checked_on": iso(on)}
        case Ticket.HoldPlaced():
            return {"held": True}
        case Ticket.HoldLifted():
            return {"held": False}
        case Ticket.Reopened():
            return {
                "outcome": None,
                "concluded_on": None,
                "result_told_on": None,
                "resumed_on": _resumed(day_in_tokyo(one.at)),
            }
        case Ticket.SubjectsErased(originator_id=ticket, subjects=subjects):
            return {"erased": True} if ticket in subjects else {}
        case _:
            return {}


def _by(on: date) -> Any:
    """Who was told anything was told that it was received: by that day, if no day of that was noted."""
    return sa.func.coalesce(TICKETS.c.acknowledged_on, iso(on))


def _resumed(on: date) -> Any:
    """That day, if the result had been told."""
    told = TICKETS.c.result_told_on.is_not(None)
    return sa.case((told, iso(on)), else_=TICKETS.c.resumed_on)


def _forget_callers(connection: sa.Connection, subjects: Iterable[UUID]) -> None:
    """Let nobody be recognised when they come back who was erased, or whose key was lost."""
    for subject in subjects:
        theirs = IDENTITIES.c.consulter == str(subject)
        connection.execute(sa.update(IDENTITIES).where(theirs).values(caller=NOBODY))


def _caller(sealed: str) -> str:
    return NOBODY if sealed == FORGOTTEN else sealed


def _described(fact: Ticket.Logged | Ticket.Described) -> Values:
    return {
        "channel": fact.channel,
        "category": fact.category,
        "urgency": fact.urgency,
        "received_on": iso(fact.received_on),
    }


def _handler(one: Handler) -> Values:
    return {"member": str(one.member), "since": iso(one.since), "until": iso(one.until)}


def _concerned(fact: Ticket.PersonNamed) -> Values:
    return {
        "person": str(fact.subject),
        "member": fact.member and str(fact.member),
        "department": fact.department and str(fact.department),
        "party": fact.party,
    }


def _kept(connection: sa.Connection, fact: Fact, column: str) -> list[Values]:
    query = sa.select(TICKETS.c[column]).where(TICKETS.c.id == str(fact.originator_id))
    kept: list[Values] = connection.execute(query).scalar_one()
    return kept


def _change(connection: sa.Connection, table: sa.Table, fact: Fact, **values: Any) -> None:
    done = connection.execute(
        sa.update(table).where(table.c.id == str(fact.originator_id)).values(**values)
    )
    if done.rowcount != 1:
        raise LookupError(f"{type(fact).__qualname__} speaks of no row of {table.name}")
