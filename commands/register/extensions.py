"""Extension requests: asking for more time for several measures, deciding it, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from commands.office import Decider, Desk
from commands.register.extending import ask_for, move_of
from commands.register.schedules import day_written, opened, period_of
from domain.register.countermeasure import Countermeasure
from domain.register.extension import ExtensionRequest, Move
from domain.register.progress import CLOSED_STATUSES
from domain.register.refusals import MeetingDecidesExtensions, OfficerDecidesExtensions
from domain.register.schedule import Schedule
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENSIONS
from projections.view import code_of


def request_extension(
    desk: Desk,
    *,
    countermeasures: tuple[Mapping[str, Any], ...],
    reason: str,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Ask for a later or vaguer due for countermeasures of the actor's party, for one reason.

    Of each: its `id`, the `wording` wanted, perhaps the day it was `written_on` and its `milestones`,
    and its `expected_version`.
    """
    desk.permit("request_extension")
    moves = tuple(_move(desk, one) for one in countermeasures)
    return (ask_for(desk, moves, reason, categories),)


def decide_extension(
    desk: Desk,
    *,
    extension: UUID,
    granted: bool,
    reason: str | None = None,
    expected_version: str | None = None,
    meeting: UUID | None = None,
) -> Iterable[UUID]:
    """Grant a request, which moves every schedule it is for, or decline it with a reason.

    The chief compliance officer of its party decides, and never who asked. With `meeting` it was
    decided there: whoever records what a meeting decided has been permitted to by then.
    """
    row = desk.expect(EXTENSIONS, extension, expected_version)
    if meeting is None:
        desk.permit("decide_extension", owner=row["owner"])
        if desk.extensions_by is Decider.MEETING:
            raise MeetingDecidesExtensions
    elif desk.extensions_by is Decider.CCO:
        raise OfficerDecidesExtensions
    request = desk.load(ExtensionRequest, extension)
    if granted:
        outdated = tuple(_outdated(desk, request))
        request.grant(outdated=outdated, reason=reason, meeting=meeting, by=desk.by, at=desk.now)
        _move_all(desk, request)
    else:
        request.decline(reason=reason, meeting=meeting, by=desk.by, at=desk.now)
    return desk.keep(request)


def withdraw_extension(
    desk: Desk, *, extension: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Ask for it no more, as the party that asked."""
    row = desk.expect(EXTENSIONS, extension, expected_version)
    desk.permit("withdraw_extension", owner=row["owner"])
    request = desk.load(ExtensionRequest, extension)
    request.withdraw(by=desk.by, at=desk.now)
    return desk.keep(request)


def _move(desk: Desk, asked: Mapping[str, Any]) -> Move:
    measure = opened(desk, "request_extension", asked["id"], asked.get("expected_version"))
    measure.require_open()
    schedule = desk.find(Schedule, Schedule.id_for(measure.id))
    written = day_written(desk, asked.get("written_on"))
    wanted = period_of(asked["wording"], written, asked.get("milestones"))
    before = schedule.promised if schedule else period_of("", desk.today)
    return move_of(measure.id, before, wanted)


def _move_all(desk: Desk, request: ExtensionRequest) -> None:
    for measure, asked in request.wanted.items():
        schedule = desk.load(Schedule, Schedule.id_for(measure))
        schedule.reschedule(
            period=asked.period,
            reason=request.reason,
            request=request.id,
            by=desk.by,
            at=desk.now,
        )
        desk.keep(schedule)


def _outdated(desk: Desk, request: ExtensionRequest) -> Iterator[str]:
    """The codes of measures that nobody plans any more, or whose schedule says something else than
    when it was asked."""
    for measure in request.wanted:
        status = desk.load(Countermeasure, measure).status
        schedule = desk.load(Schedule, Schedule.id_for(measure))
        if status in CLOSED_STATUSES or not request.fits(measure, schedule.promised):
            yield code_of(COUNTERMEASURES.prefix, measure)
