"""Reporting how far countermeasures are, giving them up, handing them over, and judging them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from commands.office import Desk
from commands.register.checks import checked_so_far
from commands.register.responsible import require_open_department
from commands.register.schedules import check_next, unplanned
from domain.register.countermeasure import Countermeasure
from domain.register.progress import DONE, Status
from domain.register.schedule import Schedule
from projections.register.countermeasures import COUNTERMEASURES

_ALSO_NEEDS: Final[Mapping[str | None, tuple[str, ...]]] = MappingProxyType(
    {Status.RISK_ACCEPTED: ("accept_risk",)}
)
"""To report these one must be permitted to decide them, too."""


def report_progress(
    desk: Desk,
    *,
    countermeasure: UUID,
    status: str | None = None,
    reason: str | None = None,
    expected_version: str | None = None,
    whole_party: bool = False,
    day: date | None = None,
    **days: date | None,
) -> Iterable[UUID]:
    """Report how far a countermeasure has come, and the actual days.

    `started_on` and `finished_on` state an actual day, None withdraws it, and what is left out
    follows from the status: what is in progress has started and what is implemented has finished,
    on `day` (the day of the report) unless another day is known.
    """
    assert days.keys() <= {"started_on", "finished_on"}, f"no such days: {sorted(days)}"
    measure = opened(
        desk, "report_progress", countermeasure, expected_version, whole_party=whole_party
    )
    for command in _ALSO_NEEDS.get(status, ()):
        desk.permit(command, owner=measure.owner)
    _report(desk, measure, status, reason)
    _state_days(desk, measure, status, day or desk.today, days)
    return (countermeasure,)


def cancel_countermeasure(
    desk: Desk, *, countermeasure: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Give a countermeasure up, and say why."""
    measure = opened(desk, "cancel_countermeasure", countermeasure, expected_version)
    _report(desk, measure, Status.CANCELLED, reason)
    return _ended(desk, measure, Status.CANCELLED)


def accept_risk(
    desk: Desk, *, countermeasure: UUID, reason: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Accept the risk instead of the countermeasure, and say why."""
    measure = opened(desk, "accept_risk", countermeasure, expected_version)
    _report(desk, measure, Status.RISK_ACCEPTED, reason)
    return _ended(desk, measure, Status.RISK_ACCEPTED)


def hand_over_countermeasure(
    desk: Desk,
    *,
    countermeasure: UUID,
    rule: str,
    decision: str,
    receiving_department: UUID | None = None,
    rule_version: str | None = None,
    next_check: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Make a continuing countermeasure routine under a rule, once its effect was checked."""
    measure = opened(desk, "hand_over_countermeasure", countermeasure, expected_version)
    require_open_department(desk, receiving_department)
    measure.hand_over(
        department=receiving_department,
        rule=rule,
        rule_version=rule_version,
        next_check=next_check,
        decision=decision,
        checked=checked_so_far(desk, measure),
        by=desk.by,
        at=desk.now,
    )
    desk.keep(measure)
    if next_check is not None:
        check_next(desk, measure, next_check)
    return _ended(desk, measure, Status.HANDED_OVER)


def give_verdict(
    desk: Desk,
    *,
    countermeasure: UUID,
    verdict: str,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Judge the effect of a countermeasure; it is closed once each layer it needs was found met."""
    measure = opened(desk, "give_verdict", countermeasure, expected_version)
    return judge(desk, measure, verdict, reason)


def judge(
    desk: Desk, measure: Countermeasure, verdict: str, reason: str | None
) -> tuple[UUID, ...]:
    """Keep a verdict on a measure, by whomever it was decided."""
    measure.give_verdict(
        verdict=verdict,
        reason=reason,
        checked=checked_so_far(desk, measure),
        by=desk.by,
        at=desk.now,
    )
    return desk.keep(measure)


def opened(
    desk: Desk,
    command: str,
    countermeasure: UUID,
    version: str | None,
    *,
    whole_party: bool = False,
) -> Countermeasure:
    """The measure as the actor read it, for a command the actor may give for its department."""
    row = desk.expect(COUNTERMEASURES, countermeasure, version)
    measure = desk.load(Countermeasure, countermeasure)
    desk.permit(
        command,
        owner=row["owner"],
        department=measure.responsible_department,
        whole_party=whole_party,
    )
    return measure


def _report(desk: Desk, measure: Countermeasure, status: str | None, reason: str | None) -> None:
    """Report a status; a reason without one is of the status that stands."""
    measure.require_whole()
    measure.report_progress(
        status=status or measure.status,
        reason=reason,
        checked=checked_so_far(desk, measure),
        by=desk.by,
        at=desk.now,
    )
    desk.keep(measure)


def _ended(desk: Desk, measure: Countermeasure, status: str) -> Iterable[UUID]:
    """State the actual days that follow from how it ended."""
    _state_days(desk, measure, status, desk.today, {})
    return (measure.id,)


def _state_days(
    desk: Desk,
    measure: Countermeasure,
    status: str | None,
    day: date,
    stated: Mapping[str, Any],
) -> None:
    """State the actual days; a measure without a schedule gets a blank one to hold them.

    Of what is given up none are stated; that it was not finished after all follows by itself.
    """
    schedule = desk.find(Schedule, Schedule.id_for(measure.id))
    known = (schedule.started_on, schedule.finished_on) if schedule else (None, None)
    wanted = wanted_days(status, day, known, stated)
    if wanted != known:
        if stated:
            measure.require_awaited()
        schedule = schedule or unplanned(desk, measure, day)
        schedule.state_days(
            started=wanted[0], finished=wanted[1], on=desk.today, by=desk.by, at=desk.now
        )
        desk.keep(schedule)


Days = tuple[date | None, date | None]
"""The actual start and finish of a measure, as far as they are known."""


def wanted_days(status: str | None, day: date, known: Days, stated: Mapping[str, Any]) -> Days:
    """The actual days once a status was reported for `day`: those stated (`started_on` and
    `finished_on`, None withdraws one), those that follow from the status, else those known."""
    started, finished = known
    follow = actual_days(
        status,
        day,
        started=started is not None or "started_on" in stated,
        finished=finished is not None,
    )
    implied = None if follow.reopened else follow.finish or finished
    return stated.get("started_on", follow.start or started), stated.get("finished_on", implied)


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
