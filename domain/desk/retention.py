"""How long a ticket is kept: by when its desk is reminded, and from when it may be erased.

Two different days: a reminder erases nothing, and nothing is erased by itself. The time runs from the
conclusion. A legal hold stops it, and what somebody wrote is never erased within thirty days.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from domain.desk.clocks import Limit

AFTER_NEW_CONTENT: Final = timedelta(days=30)
"""What was written so lately stays, whatever the retention says."""


def _five_years() -> Limit:
    return Limit(60, "months")


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long tickets are kept behind their conclusion, and so many days before that the desk is reminded."""

    time: Limit = field(default_factory=_five_years)
    reminded_before: int = 60


@dataclass(frozen=True, slots=True)
class Retention:
    """Of one ticket: the day of the reminder, and the first day on which it may be erased; none while it is
    open or held."""

    remind_on: date | None
    erase_from: date | None
    held: bool

    def reminds(self, on: date) -> bool:
        """Whether the desk is to be reminded on a day: from the day of the reminder on, until it is erased."""
        return self.remind_on is not None and on >= self.remind_on


def retention_of(
    concluded_on: date | None, last_written_on: date, keeping: Keeping, *, held: bool
) -> Retention:
    """The days of a ticket that was concluded on a day, if it was, and last written in on another."""
    if concluded_on is None or held:
        return Retention(None, None, held)
    ends = keeping.time.last_day(concluded_on, _any_day)
    begins = max(ends, last_written_on + AFTER_NEW_CONTENT) + timedelta(days=1)
    return Retention(begins - timedelta(days=keeping.reminded_before), begins, held)


def _any_day(_: date) -> bool:
    return True
