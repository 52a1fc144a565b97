"""Setting, moving and putting right when a countermeasure is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from commands.office import Decider, Desk
from commands.register.extending import ask_once, require_none_pending
from domain.people.roles import Role
from domain.register.countermeasure import Countermeasure
from domain.register.progress import Status
from domain.register.record import Field, require_come
from domain.register.refusals import CountermeasureHasNoSchedule
from domain.register.schedule import Period, Schedule
from domain.register.wording import Reading, read_schedule
from projections.register.countermeasures import COUNTERMEASURES

_WRITTEN: Final = Field("記載日", "day it was written")
_PLANS: Final = frozenset({"FROM", "BY", "WITHIN", "RECURRING", "TRIGGERED", "ONGOING"})


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

    A due later or vaguer than the one that is set needs its reason, and is asked for: the schedule
    stays until the request is decided.
    """
    measure = opened(desk, "set_schedule", countermeasure, expected_version)
    plan(desk, measure, period_of(wording, day_written(desk, written_on)), reason)
    return (countermeasure,)


def reschedule_countermeasure(
    desk: Desk,
    *,
    countermeasure: UUID,
    wording: str,
    written_on: date | None = None,
    reason: str | None = None,
    milestones: Iterable[Mapping[str, Any]] | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Move a countermeasure to another time; one without a schedule gets its first, and a later or
    vaguer due than the one that is set is asked for.

    The milestones are those of the wording unless others are given, each a `day` and its `wording`.
    """
    measure = opened(desk, "reschedule_countermeasure", countermeasure, expected_version)
    period = period_of(wording, day_written(desk, written_on), milestones)
    plan(desk, measure, period, reason)
    return (countermeasure,)


def correct_schedule(
    desk: Desk,
    *,
    countermeasure: UUID,
    wording: str,
    written_on: date | None = None,
    reason: str | None = None,
    milestones: Iterable[Mapping[str, Any]] | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Put right a schedule that was mistyped or misread, and say what was wrong; it is then read from
    the same day, unless another is given."""
    measure = opened(desk, "correct_schedule", countermeasure, expected_version)
    schedule = desk.find(Schedule, Schedule.id_for(measure.id))
    if schedule is None:
        raise CountermeasureHasNoSchedule()
    period = period_of(
        wording, day_written(desk, written_on, schedule.period.written_on), milestones
    )
    if schedule.slips_to(period):
        _require_no_way_round(desk, measure, schedule, period)
    schedule.correct(period=period, reason=reason, by=desk.by, at=desk.now)
    desk.keep(schedule)
    return (countermeasure,)


def _require_no_way_round(
    desk: Desk, measure: Countermeasure, schedule: Schedule, period: Period
) -> None:
    """Refuse what is called a correction and may be a request for more time."""
    require_none_pending(desk, measure.id)
    if Role.CCO not in desk.actor.roles or desk.extensions_by is Decider.MEETING:
        of_part = measure.split_from is not None
        schedule.require_mistyped(period=period, of_part=of_part, at=desk.now)


def set_check_day(
    desk: Desk, *, countermeasure: UUID, day: date | None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Say when a countermeasure is looked at next, or that no day is set."""
    measure = opened(desk, "set_check_day", countermeasure, expected_version)
    check_next(desk, measure, day)
    return (countermeasure,)


def check_next(desk: Desk, measure: Countermeasure, day: date | None) -> None:
    """Have a measure looked at on a day, or on none; where none was ever set, none changes nothing."""
    schedule = desk.find(Schedule, Schedule.id_for(measure.id))
    if day == (schedule.check_day if schedule else None):
        return
    measure.require_awaited()
    schedule = schedule or unplanned(desk, measure, desk.today)
    schedule.set_check_day(day=day, by=desk.by, at=desk.now)
    desk.keep(schedule)


def opened(desk: Desk, command: str, countermeasure: UUID, version: str | None) -> Countermeasure:
    """The measure as the actor read it, for a command on its schedule; never one that was split."""
    row = desk.expect(COUNTERMEASURES, countermeasure, version)
    desk.permit(command, owner=row["owner"])
    measure = desk.load(Countermeasure, countermeasure)
    measure.require_whole()
    return measure


def plan(desk: Desk, measure: Countermeasure, period: Period, reason: str | None) -> None:
    """Give the measure this period, or its first one, if there may be another; ask for what would
    make its due later or vaguer."""
    schedule = desk.find(Schedule, Schedule.id_for(measure.id))
    if schedule is None or not schedule.is_planned_as(period):
        measure.require_open()
    if schedule is None:
        desk.keep(first_schedule(desk, measure, period, reason))
    elif schedule.slips_to(period):
        ask_once(desk, measure, schedule, period, reason)
    else:
        schedule.reschedule(period=period, reason=reason, by=desk.by, at=desk.now)
        desk.keep(schedule)


def first_schedule(
    desk: Desk, measure: Countermeasure, period: Period, reason: str | None = None
) -> Schedule:
    """A schedule for a measure that has none."""
    return Schedule.set(
        owner=measure.owner,
        countermeasure=measure.id,
        period=period,
        reason=reason,
        by=desk.by,
        at=desk.now,
    )


def unplanned(desk: Desk, measure: Countermeasure, day: date) -> Schedule:
    """A schedule without a wording, to hold actual days and check days."""
    return first_schedule(desk, measure, period_of("", day))


def day_written(desk: Desk, stated: date | None, otherwise: date | None = None) -> date:
    """The day a wording was written, which has come; today unless it is stated or known."""
    require_come(stated, _WRITTEN, desk.now)
    return stated or otherwise or desk.today


def period_of(
    wording: str, written_on: date, milestones: Iterable[Mapping[str, Any]] | None = None
) -> Period:
    """A schedule's wording with its reading, as its facts keep it."""
    return period_from(read_schedule(wording, written_on), written_on, milestones)


def period_from(
    reading: Reading,
    written_on: date,
    milestones: Iterable[Mapping[str, Any]] | None = None,
) -> Period:
    """A reading as the facts of a schedule keep it, with its own milestones or those given."""
    read = [
        {"day": one.due or one.start, "wording": one.wording}
        for one in reading.milestones
        if one.due or one.start
    ]
    return Period(
        wording=reading.wording or "",
        written_on=written_on,
        kind=reading.kind.value,
        start=reading.start,
        due=reading.due,
        certainty=reading.certainty.value,
        ambiguous=reading.ambiguous,
        milestones=tuple(
            f"{one['day']} {one['wording']}" for one in (read if milestones is None else milestones)
        ),
    )


def first_status(period: Period | None) -> str:
    """A measure whose schedule says when is planned; any other is under consideration."""
    is_planned = period is not None and period.kind in _PLANS
    return Status.PLANNED if is_planned else Status.UNDER_CONSIDERATION
