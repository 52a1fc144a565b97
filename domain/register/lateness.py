"""The named rules of lateness: what is overdue, late to start, or unchecked, as of a day.

Every day is a whole day, both ends included: due on the 31st is overdue from the 1st. `on` is the
day looked from (基準日): what happened after it has not happened yet. `closed` is a measure that was
cancelled, split, or whose risk was accepted; it is never late.
"""

from datetime import date


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


def days_left(*, due: date, on: date) -> int:
    """How many days are left until a due day: 0 on it, and fewer behind it."""
    return (due - on).days
