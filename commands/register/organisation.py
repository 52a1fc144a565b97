"""What a change of the organisation means to the register: no open countermeasure is left with a
department that ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from commands.expecting import each_as_read
from commands.office import Desk
from commands.people.departments import opened
from domain.people.department import Department
from domain.people.refusals import NoDepartmentIsMerged
from domain.register.countermeasure import Countermeasure
from domain.register.progress import NEVER_LATE
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.departments import DEPARTMENTS
from projections.register.countermeasures import COUNTERMEASURES
from projections.told import admitted


def close_department(
    desk: Desk,
    *,
    department: UUID,
    until: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Close a department after its last day, today unless said otherwise.

    Refused while open countermeasures are assigned to it.
    """
    unit = opened(desk, "close_department", department, expected_version)
    unit.close(
        until=until or desk.today,
        measures=bool(open_measures(desk, unit)),
        by=desk.by,
        at=desk.now,
    )
    return desk.keep(unit)


def merge_departments(
    desk: Desk,
    *,
    into: UUID,
    departments: tuple[UUID, ...],
    since: date | None = None,
    expected_version: str | None = None,
    expected_versions: tuple[str, ...] | None = None,
) -> Iterable[UUID]:
    """Merge departments into another of their party, from a day up to today.

    Their open countermeasures are assigned to the one that takes over, now, and it lives by the routines
    that were handed over to them: what stood before stays in the past. Grants are not touched: work changes
    hands by a merger, rights do not.

    `expected_version` is of the one that takes over, `expected_versions` are of the others.
    """
    successor = opened(desk, "merge_departments", into, expected_version)
    for one, version in each_as_read(departments, expected_versions):
        desk.expect(DEPARTMENTS, one, version)
    units = [opened(desk, "merge_departments", one, None) for one in dict.fromkeys(departments)]
    if not units:
        raise NoDepartmentIsMerged
    for unit in units:
        measures = open_measures(desk, unit)
        unit.merge_into(
            successor, since=since or desk.today, on=desk.today, by=desk.by, at=desk.now
        )
        desk.keep(unit)
        for one in measures:
            measure = desk.load(Countermeasure, one)
            if measure.responsible_department == unit.id:
                measure.assign(
                    party=measure.responsible_party, department=into, by=desk.by, at=desk.now
                )
            if measure.handed_over and measure.handed_over.department == unit.id:
                measure.follow(department=into, by=desk.by, at=desk.now)
            desk.keep(measure)
    return (into, *(unit.id for unit in units))


def open_measures(desk: Desk, unit: Department) -> list[UUID]:
    """The countermeasures that somebody still waits for and that are assigned to a department, or were handed
    over to it as routine, as its own party sees them: a routine may be taken up again.

    A rule asks, not the actor: who administers departments sees no record, and is told of none.
    """
    its_own = Clearance(unit.owner, desk.clearance.today)
    rows = visible(COUNTERMEASURES, its_own)
    open_ones = sa.select(rows.c.id).where(
        sa.or_(
            rows.c.responsible_department == str(unit.id),
            rows.c.routine_department == str(unit.id),
        ),
        rows.c.status.not_in(NEVER_LATE),
    )
    with admitted(desk.work.connection, its_own, back=desk.clearance):
        found = desk.work.connection.execute(open_ones).scalars()
        return [UUID(one) for one in found]
