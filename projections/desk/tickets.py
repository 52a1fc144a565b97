"""Which tickets somebody may see, and who works at a desk: read within one snapshot of the desk.

Every reading of tickets begins with `seen_by`. It looks at all tickets of a desk and lets through what the
one rule allows (`domain/desk/access.py`), before anything is counted, sorted or opened.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.desk.access import Access, Concerned, Officer, may_see
from domain.desk.clocks import Course
from domain.desk.retention import Keeping, Retention, retention_of
from domain.desk.words import Assessment, TicketStatus
from projections.desk.folding import handlers_in
from projections.desk.tables import (
    ATTACHMENTS,
    DESIGNATIONS,
    DRAFTS,
    GUIDANCE_DRAFTS,
    IDENTITIES,
    REQUESTS,
    TICKETS,
)

Row = sa.RowMapping


@dataclass(frozen=True, slots=True)
class Designated:
    """A standing designation as it is kept."""

    id: UUID
    owner: int
    member: UUID
    deputy: bool
    since: date
    until: date | None

    def stands_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def shares_days_with(self, since: date, until: date | None) -> bool:
        """Whether it stands on any day of a time; one that was taken back before it began stands on none."""
        ends = min(filter(None, (self.until, until)), default=None)
        return ends is None or max(self.since, since) <= ends


def designations(connection: sa.Connection, desk: int | None = None) -> list[Designated]:
    """The designations of a desk, or of all."""
    query = sa.select(DESIGNATIONS).order_by(DESIGNATIONS.c.since, DESIGNATIONS.c.id)
    if desk is not None:
        query = query.where(DESIGNATIONS.c.owner == desk)
    return [
        Designated(
            UUID(row.id),
            row.owner,
            UUID(row.member),
            row.deputy,
            date.fromisoformat(row.since),
            date.fromisoformat(row.until) if row.until else None,
        )
        for row in connection.execute(query)
    ]


def access_of(row: Row) -> Access:
    """What of a ticket's row says who may see it."""
    concerned = (
        Concerned(
            UUID(one["member"]) if one["member"] else None,
            UUID(one["department"]) if one["department"] else None,
            one["party"],
        )
        for one in row["concerned"]
    )
    return Access(row["reserved"], handlers_in(row["handlers"]), tuple(concerned))


def course_of(row: Row) -> Course:
    """The days of a ticket's row that its clocks look at."""

    def day(name: str) -> date | None:
        return date.fromisoformat(row[name]) if row[name] else None

    return Course(
        received_on=date.fromisoformat(row["received_on"]),
        whistleblowing=row["assessment"] == Assessment.WHISTLEBLOWING,
        acknowledged_on=day("acknowledged_on"),
        decision_told_on=day("decision_told_on"),
        resumed_on=day("resumed_on"),
        result_told_on=day("result_told_on"),
        welfare_checked_on=day("welfare_checked_on"),
        erased=row["erased"],
    )


def kept_for(row: Row, keeping: Keeping) -> Retention:
    """How long a ticket is kept, of its row, unless it was erased."""
    concluded = None if row["erased"] else row["concluded_on"]
    return retention_of(
        date.fromisoformat(concluded) if concluded else None,
        date.fromisoformat(row["written_on"]),
        keeping,
        held=row["held"],
    )


def is_open(row: Row) -> bool:
    """Whether something may still become of a ticket, of its row."""
    return row["outcome"] is None and not row["erased"]


def status_of(row: Row) -> TicketStatus:
    """How far a ticket is, of its row."""
    if row["erased"]:
        return TicketStatus.ERASED
    if row["outcome"] is not None:
        told = row["result_told_on"] is not None
        return TicketStatus.TOLD if told else TicketStatus.CONCLUDED
    if row["assessment"] is not None:
        return TicketStatus.ASSESSED
    acknowledged = row["acknowledged_on"] is not None
    return TicketStatus.ACKNOWLEDGED if acknowledged else TicketStatus.RECEIVED


def rows_of(connection: sa.Connection, desks: Iterable[int]) -> list[Row]:
    """All tickets of desks, the newest first: not yet looked at by any rule."""
    query = sa.select(TICKETS).where(TICKETS.c.owner.in_(sorted(set(desks))))
    return list(connection.execute(query.order_by(TICKETS.c.born.desc())).mappings())


def row_of(connection: sa.Connection, ticket: str) -> Row | None:
    """The ticket with this id or code, in whatever width and case: not yet looked at by any rule."""
    named = unicodedata.normalize("NFKC", ticket).strip()
    is_id = len(named) > _CODE
    which = TICKETS.c.id == named.lower() if is_id else TICKETS.c.code == named.upper()
    return connection.execute(sa.select(TICKETS).where(which)).mappings().first()


def row_by_receipt(connection: sa.Connection, code_hash: str) -> Row | None:
    """The ticket whose receipt code has this hash."""
    query = sa.select(TICKETS).where(TICKETS.c.receipt == code_hash)
    return connection.execute(query).mappings().first()


def seen_by(
    member: UUID, rows: Iterable[Row], officers: Mapping[int, list[Officer]], on: date
) -> list[Row]:
    """Those of the tickets that a member may see that day; `officers` are those of each desk."""
    return [
        row for row in rows if member in may_see(access_of(row), officers.get(row["owner"], []), on)
    ]


def identity_of(connection: sa.Connection, ticket: UUID) -> UUID:
    """The id of who asked in a ticket, named or not."""
    query = sa.select(IDENTITIES.c.id).where(IDENTITIES.c.ticket == str(ticket))
    return UUID(connection.execute(query).scalar_one())


def tickets_of_caller(connection: sa.Connection, caller: str) -> set[str]:
    """The tickets of whoever is reached so."""
    query = sa.select(IDENTITIES.c.ticket).where(IDENTITIES.c.caller == caller)
    return set(connection.execute(query).scalars())


def drafts(connection: sa.Connection, **which: Any) -> list[Row]:
    """The drafts of incidents of which these columns hold these values, the newest first."""
    query = sa.select(DRAFTS).order_by(DRAFTS.c.born.desc())
    for name, value in which.items():
        query = query.where(DRAFTS.c[name] == value)
    return list(connection.execute(query).mappings())


def guidance_drafts(connection: sa.Connection, **which: Any) -> list[Row]:
    """The drafts of guidance of which these columns hold these values, the newest first."""
    query = sa.select(GUIDANCE_DRAFTS).order_by(GUIDANCE_DRAFTS.c.born.desc())
    for name, value in which.items():
        query = query.where(GUIDANCE_DRAFTS.c[name] == value)
    return list(connection.execute(query).mappings())


def ticket_of_file(connection: sa.Connection, file: UUID) -> str | None:
    """The id of the ticket that a file was attached to: not yet looked at by any rule."""
    query = sa.select(ATTACHMENTS.c.ticket).where(ATTACHMENTS.c.id == str(file))
    return connection.execute(query).scalar()


def requests(connection: sa.Connection, **which: Any) -> list[Row]:
    """The requests to custodians of which these columns hold these values, the newest first."""
    query = sa.select(REQUESTS).order_by(REQUESTS.c.born.desc())
    for name, value in which.items():
        query = query.where(REQUESTS.c[name] == value)
    return list(connection.execute(query).mappings())


_CODE = 14
"""Letters of a code at most; an id has more."""
