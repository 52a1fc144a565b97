"""Incidents, from the first report to the closing: what becomes of them, and which come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from commands.office import Desk
from commands.revising import anew
from domain.register.incident import Incident
from projections.register.incidents import INCIDENTS
from projections.view import Row

_WORDS: Final = ("title", "group", "summary", "reporting", "occurred_on")


def report_incident(
    desk: Desk,
    *,
    id: UUID | None = None,  # noqa: A002 -- the library's own word
    title: str,
    group: str | None = None,
    summary: str | None = None,
    reporting: str | None = None,
    occurred_on: date | None = None,
    number: str | None = None,
    recurrence_of: UUID | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Report an incident of the actor's party, perhaps under an id that was minted before: then a second
    time changes nothing."""
    desk.permit("report_incident")
    if id is not None and (known := desk.find(Incident, id)) is not None:
        return desk.keep(known)
    if recurrence_of is not None:
        desk.row(INCIDENTS, recurrence_of)
    return desk.keep(
        Incident.report(
            id=id or uuid4(),
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


def revise_incident(
    desk: Desk, *, incident: UUID, expected_version: str | None = None, **words: Any
) -> Iterable[UUID]:
    """Describe an incident in other words or by another day; what is left out stays."""
    case = _opened(desk, "revise_incident", incident, expected_version)
    case.revise(**anew(case, _WORDS, words, needed=("title",)), by=desk.by, at=desk.now)
    return desk.keep(case)


def number_incident(
    desk: Desk, *, incident: UUID, number: str | None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Call an incident by the party's own number, or by none."""
    case = _opened(desk, "number_incident", incident, expected_version)
    case.give_number(number=number, by=desk.by, at=desk.now)
    return desk.keep(case)


def begin_investigation(
    desk: Desk, *, incident: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Take up the investigation of a reported incident."""
    case = _opened(desk, "begin_investigation", incident, expected_version)
    case.begin_investigation(by=desk.by, at=desk.now)
    return desk.keep(case)


def confirm_incident(
    desk: Desk, *, incident: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Say that the investigation established what happened."""
    case = _opened(desk, "confirm_incident", incident, expected_version)
    case.confirm(by=desk.by, at=desk.now)
    return desk.keep(case)


def close_incident(
    desk: Desk, *, incident: UUID, reason: str | None = None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Say that nothing more is to be done; of an unconfirmed incident, with the reason."""
    case = _opened(desk, "close_incident", incident, expected_version)
    case.close(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(case)


def reopen_incident(
    desk: Desk, *, incident: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Investigate a closed incident again, and say why."""
    case = _opened(desk, "reopen_incident", incident, expected_version)
    case.reopen(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(case)


def mark_recurrence(
    desk: Desk, *, incident: UUID, of: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Say which earlier incident, as far as the actor may see, has come back."""
    case = _opened(desk, "mark_recurrence", incident, expected_version)
    case.mark_as_recurrence(of=of, earlier=repeated_by(desk, of), by=desk.by, at=desk.now)
    return desk.keep(case)


def repeated_by(desk: Desk, incident: UUID) -> tuple[UUID, ...]:
    """The incidents that this one repeats, one after another, as far as the actor may see.

    What stands behind a hidden incident is not looked at: a refusal would tell of it.
    """
    found: list[UUID] = []
    row: Row | None = desk.row(INCIDENTS, incident)
    while row is not None and row["recurrence_of"] not in (None, *map(str, found)):
        found.append(UUID(row["recurrence_of"]))
        row = desk.look(INCIDENTS, found[-1])
    return tuple(found)


def _opened(desk: Desk, command: str, incident: UUID, version: str | None) -> Incident:
    """The incident as the actor read it, for a command the actor may give."""
    row = desk.expect(INCIDENTS, incident, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Incident, incident)
