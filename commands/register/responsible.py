"""Who may be made responsible: parties by their code, and departments that are not closed."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from domain.people.department import Department
from domain.refusals import NoSuchRecord
from projections.barrier import visible
from projections.people.departments import DEPARTMENTS
from projections.people.parties import PARTIES


def require_open_department(desk: Desk, department: UUID | None) -> None:
    """Refuse a department that the actor cannot see, or whose last day is stated; none is no one."""
    if department is not None:
        desk.row(DEPARTMENTS, department)
        desk.load(Department, department).require_open()


def party_number(desk: Desk, code: str | None) -> int:
    """The number of the party with this code, the actor's own by default; raises NoSuchRecord."""
    if code is None:
        return desk.actor.party
    parties = visible(PARTIES, desk.clearance)
    found = desk.work.connection.execute(
        sa.select(parties.c.number).where(parties.c.party_code == code)
    ).scalar()
    if found is None:
        raise NoSuchRecord
    return int(found)
