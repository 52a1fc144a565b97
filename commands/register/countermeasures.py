"""Proposing countermeasures, setting their schedules and reporting their progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from domain.refusals import NoSuchRecord
from domain.register.countermeasure import DONE, Countermeasure, Status
from domain.register.schedule import Period, Schedule
from domain.register.wording import Reading, read_schedule
from projections.barrier import visible
from projections.people.departments import DEPARTMENTS
from projections.people.parties import PARTIES
from projections.register.countermeasures import COUNTERMEASURES


def propose_countermeasure(
    desk: Desk,
    *,
    title: str,
    items: tuple[str, ...] = (),
    kind: str | None = None,
    continuing: bool | None = None,
    responsible_party: str | None = None,
    responsible_department: UUID | None = None,
    number: str | None = None,
    remark: str | None = None,
    wording: str | None = None,
    written_on: date | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Propose a countermeasure, with its schedule if a wording is given.

    The actor's party is responsible unless another is named by its code.
    """
    desk.permit("propose_countermeasure")
    if responsible_department is not None:
        desk.row(DEPARTMENTS, responsible_department)
    period = None if wording is None else period_of(wording, written_on or desk.today)
    measure = Countermeasure.propose(
        id=uuid4(),
        owner=desk.actor.party,
        title=title,
        items=items,
        kind=kind,
        continuing=continuing,
        responsible_party=party_number(desk, responsible_party),
        responsible_department=responsible_department,
        number=number,
        remark=remark,
        status=first_status(period),
        categories=categories,
        by=desk.by,
        at=desk.now,
    )
    if period is not None:
        desk.keep(
            measure,
            Schedule.set(
                owner=measure.owner,
                countermeasure=measure.id,
                period=period,
                by=desk.by,
                at=desk.now,
            ),
        )
    desk.keep(measure)
    return (measure.id,)


def set_schedule(
    desk: Desk,
    *,
    countermeasure: UUID,
    wording: str,
    written_on: date | None = None,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Set when a countermeasure is carried out, in the wording people use.

    A due that becomes later or vaguer than the one set before is a slip and needs its reason.
    """
    row = desk.expect(COUNTERMEASURES, countermeasure, expected_version)
    desk.permit("set_schedule", owner=row["owner"])
    period = period_of(wording, written_on or desk.today)
    schedule = desk.find(Schedule, Schedule.id_for(countermeasure))
    if schedule is None:
        schedule = Schedule.set(
            owner=row["owner"],
            countermeasure=countermeasure,
            period=period,
            by=desk.by,
            at=desk.now,
        )
    else:
        schedule.reschedule(period=period, reason=reason, by=desk.by, at=desk.now)
    desk.keep(schedule)
    return (countermeasure,)


def report_progress(
    desk: Desk,
    *,
    countermeasure: UUID,
    status: str | None = None,
    started_on: date | None = None,
    finished_on: date | None = None,
    reason: str | None = None,
    expected_version: str | None = None,
    whole_party: bool = False,
    day: date | None = None,
) -> Iterable[UUID]:
    """Report how far a countermeasure has come, and the actual days.

    A status says what the days then are: what is in progress has started and what is implemented
    has finished, on `day` (the day of the report) unless another day is given.
    """
    row = desk.expect(COUNTERMEASURES, countermeasure, expected_version)
    measure = desk.load(Countermeasure, countermeasure)
    desk.permit(
        "report_progress",
        owner=row["owner"],
        department=measure.responsible_department,
        whole_party=whole_party,
    )
    day = day or desk.today
    if status is not None:
        measure.report_progress(status=status, reason=reason, by=desk.by, at=desk.now)
    days = actual_days(
        status,
        day,
        started=row["started_on"] is not None or started_on is not None,
        finished=row["finished_on"] is not None,
    )
    reopened = days.reopened and finished_on is None
    started_on, finished_on = started_on or days.start, finished_on or days.finish
    if started_on is not None or finished_on is not None or reopened:
        schedule = desk.find(Schedule, Schedule.id_for(countermeasure)) or Schedule.set(
            owner=row["owner"],
            countermeasure=countermeasure,
            period=period_of("", day),
            by=desk.by,
            at=desk.now,
        )
        if reopened:
            schedule.finish(day=None, on=desk.today, by=desk.by, at=desk.now)
        if started_on is not None:
            schedule.start(day=started_on, on=desk.today, by=desk.by, at=desk.now)
        if finished_on is not None:
            schedule.finish(day=finished_on, on=desk.today, by=desk.by, at=desk.now)
        desk.keep(measure, schedule)
    desk.keep(measure)
    return (countermeasure,)


@dataclass(frozen=True, slots=True)
class ActualDays:
    """What a status says of the actual days: one to state, or that the finish was none."""

    start: date | None
    finish: date | None
    reopened: bool


def actual_days(status: str | None, day: date, *, started: bool, finished: bool) -> ActualDays:
    """The days that follow from a status reported for `day`, where none are known yet.

    What is in progress has started, what is done has finished, and what is not done has not.
    """
    return ActualDays(
        start=day if status == Status.IN_PROGRESS and not started else None,
        finish=day if status in DONE and not finished else None,
        reopened=finished and status is not None and status not in DONE,
    )


def period_of(wording: str, written_on: date) -> Period:
    """A schedule's wording with its reading, as its facts keep it."""
    return period_from(read_schedule(wording, written_on), written_on)


def period_from(reading: Reading, written_on: date) -> Period:
    return Period(
        wording=reading.wording or "",
        written_on=written_on,
        kind=reading.kind.value,
        start=reading.start,
        due=reading.due,
        certainty=reading.certainty.value,
        ambiguous=reading.ambiguous,
        milestones=tuple(
            f"{one.due or one.start} {one.wording}"
            for one in reading.milestones
            if one.due or one.start
        ),
    )


_PLANS = frozenset({"FROM", "BY", "WITHIN", "RECURRING", "TRIGGERED", "ONGOING"})


def first_status(period: Period | None) -> str:
    """A measure whose schedule says when is planned; any other is under consideration."""
    planned = period is not None and period.kind in _PLANS
    return Status.PLANNED if planned else Status.UNDER_CONSIDERATION


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
