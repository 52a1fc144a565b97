"""What evidence, notes and operation records are about, and for whom an editor may speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from domain.refusals import NoSuchRecord, Refusal
from domain.register.record import JudgedFact
from projections.all import VIEWS
from projections.barrier import visible
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.evidence import EVIDENCE
from projections.register.notes import NOTES
from projections.view import Row, View

ANNOTATED: Final = tuple(
    view
    for view in VIEWS
    if view not in (EVIDENCE, NOTES) and any(issubclass(fact, JudgedFact) for fact in view.facts)
)
"""What evidence and notes are about: every record whose information is judged, but for these two."""


def about(desk: Desk, record: UUID) -> tuple[View, Row]:
    """The record with its kind, as the actor sees it; raises NoSuchRecord."""
    for view in ANNOTATED:
        try:
            return view, desk.row(view, record)
        except NoSuchRecord:
            continue
    raise NoSuchRecord(named=record)


def permit_for(
    desk: Desk, command: str, measures: Iterable[UUID], *, owner: int | None = None
) -> list[Row]:
    """Refuse the command unless the actor may give it for each of these measures: for the department that is
    responsible, or for the one that lives by it as routine.

    Departments count in the actor's own party alone. Answers the measures of that party. An id that
    names no countermeasure is passed over.
    """
    rows = visible(COUNTERMEASURES, desk.clearance)
    wanted = sa.select(rows).where(
        rows.c.id.in_([str(measure) for measure in measures]), rows.c.owner == desk.actor.party
    )
    own = [dict(row) for row in desk.work.connection.execute(wanted).mappings()]
    for departments in {_departments_of(row) for row in own} or {(None,)}:
        _permit_for_one(desk, command, owner, departments)
    return own


def _departments_of(row: Row) -> tuple[UUID | None, ...]:
    """The department that answers for a measure, and the one that received it."""
    known = row["responsible_department"], row["routine_department"]
    responsible, routine = (one and UUID(one) for one in known)
    return (responsible,) if routine is None else (responsible, routine)


def _permit_for_one(
    desk: Desk, command: str, owner: int | None, departments: tuple[UUID | None, ...]
) -> None:
    *others, last = reversed(departments)
    for department in others:
        with suppress(Refusal):
            desk.permit(command, owner=owner, department=department)
            return
    desk.permit(command, owner=owner, department=last)
