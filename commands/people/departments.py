"""Departments: founding and renaming them. What a closing or a merger means to countermeasures is
for the register to say (`commands/register/organisation.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from commands.office import Desk
from domain.people.department import Department
from projections.people.departments import DEPARTMENTS


def found_department(
    desk: Desk, *, name: str, since: date | None = None, party: int | None = None
) -> Iterable[UUID]:
    """Found a department of a party, the actor's own unless the operator names one."""
    owner = desk.actor.party if party is None else party
    desk.permit("found_department", owner=owner)
    return desk.keep(
        Department.found(
            id=uuid4(),
            owner=owner,
            name=name,
            since=since or desk.today,
            by=desk.by,
            at=desk.now,
        )
    )


def rename_department(
    desk: Desk,
    *,
    department: UUID,
    name: str,
    since: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Let a department bear another name from a day on, today unless said otherwise."""
    unit = opened(desk, "rename_department", department, expected_version)
    unit.rename(name=name, since=since or desk.today, by=desk.by, at=desk.now)
    return desk.keep(unit)


def opened(desk: Desk, command: str, department: UUID, version: str | None) -> Department:
    """The department as the actor read it, for a command the actor may give."""
    row = desk.expect(DEPARTMENTS, department, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Department, department)
