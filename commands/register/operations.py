"""Recording what is done again and again, and which countermeasures that shows to operate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from commands.expecting import each_as_read
from commands.office import Desk, day_in_tokyo
from commands.register.about import permit_for
from commands.register.schedules import period_of
from commands.revising import anew
from domain.register.operation import (
    OperationRecord,
    check_day_after,
    require_something_checked,
)
from domain.register.progress import NEVER_LATE
from domain.register.schedule import Schedule
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.operations import OPERATIONS
from projections.view import Row

_ACCOUNT: Final = (
    "kind",
    "title",
    "period_from",
    "period_to",
    "planned",
    "done",
    "people",
    "result",
)


def record_operation(
    desk: Desk,
    *,
    kind: str,
    title: str,
    period_from: date,
    period_to: date,
    planned: int | None = None,
    done: int | None = None,
    people: int | None = None,
    result: str | None = None,
    countermeasures: tuple[UUID, ...] = (),
    next_check: date | None = None,
    categories: tuple[str, ...] = (),
    expected_versions: tuple[str, ...] | None = None,
) -> Iterable[UUID]:
    """Record what the actor's party did, and the visible countermeasures that it shows to operate.

    The check days of continuing measures of that party move on with it, but for those that nobody
    waits for any more, which were split or given up; those of other parties are
    theirs to move. The versions, if they are stated, are those of `countermeasures`.
    """
    for measure, version in each_as_read(countermeasures, expected_versions):
        desk.expect(COUNTERMEASURES, measure, version)
    own = permit_for(desk, "record_operation", countermeasures)
    operation = OperationRecord.record(
        id=uuid4(),
        owner=desk.actor.party,
        kind=kind,
        title=title,
        period_from=period_from,
        period_to=period_to,
        planned=planned,
        done=done,
        people=people,
        result=result,
        countermeasures=countermeasures,
        categories=categories,
        on=desk.today,
        by=desk.by,
        at=desk.now,
    )
    continuing = _continuing(own)
    require_something_checked(next_check, continuing=bool(continuing))
    for measure in continuing:
        _move_check_day(desk, measure, operation, next_check)
    return desk.keep(operation)


def revise_operation(
    desk: Desk, *, operation: UUID, expected_version: str | None = None, **account: Any
) -> Iterable[UUID]:
    """Tell an operation anew; what is left out stays, and so do the check days it moved.

    One that was planned and is now told as done moves them on, as it would have if it had been recorded then.
    """
    row = desk.expect(OPERATIONS, operation, expected_version)
    record = desk.load(OperationRecord, operation)
    own = permit_for(desk, "revise_operation", record.countermeasures, owner=row["owner"])
    told = anew(record, _ACCOUNT, account, needed=("kind", "title", "period_from", "period_to"))
    waited = _moved_nothing(record, row)
    record.revise(**told, on=desk.today, by=desk.by, at=desk.now)
    if waited and record.done:
        for measure in _continuing(own):
            _move_check_day(desk, measure, record, None)
    return desk.keep(record)


def _moved_nothing(record: OperationRecord, row: Row) -> bool:
    """Whether it was only planned when it was recorded, or not done at all, and is still told so."""
    recorded_on = day_in_tokyo(datetime.fromisoformat(row["recorded_at"]))
    return record.done == 0 or (record.done is None and record.period_from > recorded_on)


def _continuing(own: Iterable[Row]) -> list[UUID]:
    """The measures that go on, and that somebody still waits for."""
    return [UUID(row["id"]) for row in own if row["continuing"] and row["status"] not in NEVER_LATE]


def _move_check_day(
    desk: Desk, measure: UUID, operation: OperationRecord, stated: date | None
) -> None:
    schedule = desk.find(Schedule, Schedule.id_for(measure))
    day = check_day_after(
        operation.period_from,
        operation.period_to,
        done=operation.done,
        stated=stated,
        check_day=schedule.check_day if schedule else None,
        on=desk.today,
    )
    if day is None:
        return
    schedule = schedule or Schedule.set(
        owner=desk.actor.party,
        countermeasure=measure,
        period=period_of("", desk.today),
        by=desk.by,
        at=desk.now,
    )
    schedule.set_check_day(day=day, by=desk.by, at=desk.now)
    desk.keep(schedule)
