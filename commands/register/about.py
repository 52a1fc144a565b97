"""What evidence, notes and operation records are about, and for whom an editor may speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from domain.refusals import NoSuchRecord
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
    """Refuse the command unless the actor may give it for all departments these measures are of.

    Departments count in the actor's own party alone. Answers the measures of that party. An id that
    names no countermeasure is passed over.
    """
    rows = visible(COUNTERMEASURES, desk.clearance)
    wanted = sa.select(rows).where(
        rows.c.id.in_([str(measure) for measure in measures]), rows.c.owner == desk.actor.party
    )
    own = [dict(row) for row in desk.work.connection.execute(wanted).mappings()]
    for department in {row["responsible_department"] for row in own} or {None}:
        desk.permit(command, owner=owner, department=department and UUID(department))
    return own
