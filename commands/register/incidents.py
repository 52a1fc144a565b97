"""Reporting incidents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from commands.office import Desk
from domain.register.incident import Incident
from projections.register.incidents import INCIDENTS


def report_incident(
    desk: Desk,
    *,
    title: str,
    group: str | None = None,
    summary: str | None = None,
    reporting: str | None = None,
    occurred_on: date | None = None,
    number: str | None = None,
    recurrence_of: UUID | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Report an incident of the actor's party."""
    desk.permit("report_incident")
    if recurrence_of is not None:
        desk.row(INCIDENTS, recurrence_of)
    return desk.keep(
        Incident.report(
            id=uuid4(),
            owner=desk.actor.party,
            title=title,
            group=group,
            summary=summary,
            reporting=reporting,
            occurred_on=occurred_on,
            number=number,
            recurrence_of=recurrence_of,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )
