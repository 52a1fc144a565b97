"""Who may be made responsible: parties by their code, and departments of theirs that are not closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from domain.people.department import Department
from domain.refusals import NoSuchRecord
from domain.register.countermeasure import Countermeasure, require_department_of
from projections.barrier import visible
from projections.people.departments import DEPARTMENTS
from projections.people.parties import PARTIES


def require_open_department(desk: Desk, department: UUID | None) -> None:
    """Refuse a department that the actor cannot see, or whose last day is stated; none is no one."""
    if department is not None:
        desk.row(DEPARTMENTS, department)
        desk.load(Department, department).require_open()


def require_responsible(desk: Desk, party: int, department: UUID | None) -> None:
    """Refuse a department that may not be made responsible, or not for this party."""
    if department is not None:
        require_open_department(desk, department)
        require_department_of(party, desk.load(Department, department).owner)


def responsible_for(
    desk: Desk, measure: Countermeasure, stated: Mapping[str, Any]
) -> tuple[int, UUID | None]:
    """The party and department that are to answer for a measure; what is left out stays.

    A department that is stated without a party stands for its own party as well; None for a department
    says that none in particular answers.
    """
    department = stated.get("responsible_department", measure.responsible_department)
    code, named = stated.get("responsible_party"), stated.get("responsible_department")
    party = measure.responsible_party
    if code is not None:
        party = party_number(desk, code)
    elif named is not None:
        party = desk.row(DEPARTMENTS, named)["owner"]
    if (party, department) != (measure.responsible_party, measure.responsible_department):
        require_responsible(desk, party, department)
    return party, department


def party_number(desk: Desk, code: str | None) -> int:
    """The number of the party with this code, the actor's own by default; raises NoSuchRecord."""
    if code is None:
        return desk.actor.party
    parties = visible(PARTIES, desk.clearance)
    found = desk.work.connection.execute(
        sa.select(parties.c.number).where(parties.c.party_code == code)
    ).scalar()
    if found is None:
        raise NoSuchRecord(named=code)
    return int(found)
