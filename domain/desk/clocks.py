"""The desk's clocks: by when a ticket is acknowledged, decided on, answered, and looked back at.

Seven days to acknowledge and three months to give feedback follow ISO 37002 and the EU's directive 2019/1937;
twenty days to decide and tell follow the Whistleblower Protection Act (公益通報者保護法). They
count from the day of receipt, which is none of the days. The last day is moved to no other one where it is no
working day: how many working days are left tells.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from domain.calendar import months_after
from domain.texts import Word

A_DAY: Final = timedelta(days=1)

IsWorkingDay = Callable[[date], bool]
"""Whether offices are open: passed in, since a calendar of holidays is kept elsewhere."""


class Clock(Word):
    """What runs."""

    ACKNOWLEDGE = "ACKNOWLEDGE", "受領の通知"
    DECIDE = "DECIDE", "取り上げるかの通知"
    FEEDBACK = "FEEDBACK", "結果の通知"
    WELFARE = "WELFARE", "不利益の有無の確認"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days, working days or months."""

    number: int
    unit: str = "days"

    def last_day(self, begins: date, is_working: IsWorkingDay) -> date:
        """The last day behind the one it begins on."""
        match self.unit:
            case "months":
                return months_after(begins, self.number)
            case "working_days":
                return working_days_after(begins, self.number, is_working)
            case _:
                return begins + self.number * A_DAY


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each clock runs, as the service is set up."""

    acknowledge: Limit = Limit(7)
    decide: Limit = Limit(20)
    feedback: Limit = Limit(3, "months")
    welfare: Limit = Limit(6, "months")


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of a ticket: its last day, the day it was stopped on, and the day it is looked at on."""

    clock: Clock
    due: date
    done_on: date | None
    on: date
    is_working: IsWorkingDay = field(repr=False, compare=False)

    @property
    def days_left(self) -> int:
        """The days left behind today: none on the last day, negative once it is over."""
        return (self.due - self.on).days

    @property
    def working_days_left(self) -> int:
        """The same in working days."""
        return working_days_between(self.on, self.due, self.is_working)

    @property
    def over(self) -> bool:
        """Whether it has run out: stopped too late, or not stopped by its last day."""
        return self.done_on > self.due if self.done_on else self.days_left < 0


@dataclass(frozen=True, slots=True)
class Course:
    """The days of a ticket that its clocks look at. `resumed_on`: when it was last taken up again after its
    result was told."""

    received_on: date
    whistleblowing: bool
    acknowledged_on: date | None = None
    decision_told_on: date | None = None
    resumed_on: date | None = None
    result_told_on: date | None = None
    welfare_checked_on: date | None = None
    erased: bool = False


def clocks_of(
    course: Course, limits: Limits, on: date, is_working: IsWorkingDay
) -> tuple[Due, ...]:
    """The clocks of a ticket on a day: a decision is owed to a report alone, and looking back to a report
    whose result was told, behind that day. Of what was erased nothing is owed."""
    if course.erased:
        return ()
    received, told = course.received_on, course.result_told_on
    running = [
        (Clock.ACKNOWLEDGE, limits.acknowledge, received, course.acknowledged_on),
        (Clock.FEEDBACK, limits.feedback, course.resumed_on or received, told),
    ]
    if course.whistleblowing:
        running.insert(1, (Clock.DECIDE, limits.decide, received, course.decision_told_on))
        if told is not None:
            checked = course.welfare_checked_on
            checked = checked if checked is not None and checked >= told else None
            running.append((Clock.WELFARE, limits.welfare, told, checked))
    return tuple(
        Due(clock, limit.last_day(begins, is_working), done, on, is_working)
        for clock, limit, begins, done in running
    )


def working_days_after(day: date, number: int, is_working: IsWorkingDay) -> date:
    """The working day that is so many behind a day."""
    while number > 0:
        day += A_DAY
        number -= is_working(day)
    return day


def working_days_between(day: date, until: date, is_working: IsWorkingDay) -> int:
    """How many working days lie behind a day, up to and with another; negative where that is past."""
    if until < day:
        return -working_days_between(until, day, is_working)
    return sum(is_working(day + n * A_DAY) for n in range(1, (until - day).days + 1))
