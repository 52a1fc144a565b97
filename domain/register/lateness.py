"""The named rules of lateness: what is overdue, late to start, or unchecked, as of a day.

Every day is a whole day, both ends included: due on the 31st is overdue from the 1st. `on` is the
day looked from (基準日): what happened after it has not happened yet. `closed` is a measure that was
cancelled, split, or whose risk was accepted; it is never late.
"""

from datetime import date
from typing import Final

from domain.texts import Word

SOON: Final = 30
IN_SIGHT: Final = 90
"""Days from the day looked from to a due."""


class DueBucket(Word):
    """How far off a due is; every measure is in one of these, so that their numbers add up."""

    OVERDUE = "OVERDUE", "期限超過"
    WITHIN_30_DAYS = "WITHIN_30_DAYS", "30日以内"
    WITHIN_90_DAYS = "WITHIN_90_DAYS", "90日以内"
    LATER = "LATER", "91日以上先"
    WITHOUT_DUE = "WITHOUT_DUE", "期限なし"
    DONE = "DONE", "実施済み"
    ENDED = "ENDED", "中止・リスク受容・分割"


def has_happened(day: date | None, on: date) -> bool:
    """Whether something dated so has happened by that day; not when it has no date yet."""
    return day is not None and day <= on


def is_overdue(*, due: date | None, finished_on: date | None, on: date, closed: bool) -> bool:
    """The due day has passed and the measure is not finished."""
    return not closed and due is not None and due < on and not has_happened(finished_on, on)


def is_late_start(
    *,
    start: date | None,
    started_on: date | None,
    finished_on: date | None,
    on: date,
    closed: bool,
) -> bool:
    """The start day has passed and nothing was started; what is finished was started."""
    begun = has_happened(started_on, on) or has_happened(finished_on, on)
    return not closed and start is not None and start < on and not begun


def is_check_overdue(*, continuing: bool, next_check: date | None, on: date, closed: bool) -> bool:
    """A continuing measure is never done, so it is looked at again: the day to do so has passed."""
    return not closed and continuing and next_check is not None and next_check < on


def is_without_due(due: date | None) -> bool:
    """No due day is agreed: such a measure can never be overdue, so it is listed by itself."""
    return due is None


def due_bucket(
    *, due: date | None, finished_on: date | None, done: bool, on: date, closed: bool
) -> DueBucket:
    """In which bucket a measure stands. `done`: its status says that there is something to have an effect.

    What is overdue is so even if its status says that it is done: only a finish by the day looked from
    ends that. Without a day of its finish the status decides.
    """
    if closed:
        return DueBucket.ENDED
    if is_overdue(due=due, finished_on=finished_on, on=on, closed=closed):
        return DueBucket.OVERDUE
    if has_happened(finished_on, on) or (done and finished_on is None):
        return DueBucket.DONE
    if due is None:
        return DueBucket.WITHOUT_DUE
    days = (due - on).days
    if days <= SOON:
        return DueBucket.WITHIN_30_DAYS
    return DueBucket.WITHIN_90_DAYS if days <= IN_SIGHT else DueBucket.LATER


def days_left(*, due: date, on: date) -> int:
    """How many days are left until a due day: 0 on it, and fewer behind it."""
    return (due - on).days
