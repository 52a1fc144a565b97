"""The desk's statistics (相談の統計): how many tickets came in a period, by category and by channel, told so that
no small number follows from them.

What is told. The total, unless it is under five; then nothing else is. Beside it two tables, each of all the
words of its vocabulary: a number of five or more of each word, but for those that are merged into one number.
Merged are all words with fewer than five tickets. Others are merged with them, the last of the vocabulary's order
first, until the merged number tells nothing of any one of them.

What is promised. Whoever knows this rule and all that a desk ever published cannot tell of any word of any
table, if it had fewer than five tickets, whether it had none, one, two, three or four: each of these can be, and
gives the same publications to the last number. So can each of a total that is not told.

Why that holds. The two tables of a period share nothing but the total, and periods share no day (`Terms`), so
that it is enough to look at one table and its total T. Say that a word had few tickets, and take any number v from
none to four. It is one of the merged words; there are m of them, with N tickets in all.

- None of them had five or more: then 5 ≤ N ≤ 4(m − 1). The word can have v and the others the rest, since that is
  not more than four for each. The same words are merged, to the same number.
- Some had: then N ≥ 9. The first that was taken can have N − v, which is five or more, and all others none. What is
  small then is at most four in all, which tells too much; so again the last word that is not small is taken
  first, which is that same one, and with N ≥ 9 no further one.
- All words are merged: below T = 9 they always are; from there on one other word can have T − v.

That the others are taken by a fixed order and never by their numbers is what makes this true: taken by size, the
numbers that are left standing would bound those that are not.

Whoever works at the desk knows more than that: they can take away from a number what they see themselves. So only
tickets that the whole desk may see are counted (`domain.desk.access.is_open_to_all`): there is nothing left.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.calendar import month_end
from domain.desk.clocks import IsWorkingDay, Limit
from domain.desk.refusals import (
    PeriodIsNotOver,
    PeriodIsNotSettled,
    PeriodIsNotWhole,
    PeriodWasPublished,
)
from domain.desk.words import Channel, TicketCategory
from domain.refusals import PeriodEndsBeforeItBegins

SMALLEST: Final = 5
"""The smallest number that is told."""
CATEGORIES: Final = (
    TicketCategory.MAY_I_SEE.value,
    TicketCategory.MAY_I_USE.value,
    TicketCategory.I_SAW.value,
    TicketCategory.SYSTEM.value,
    TicketCategory.CONDUCT.value,
    TicketCategory.HARASSMENT.value,
    TicketCategory.UNJUDGED.value,
    TicketCategory.OTHER.value,
)
"""In the order in which they are told; where more must be merged, the last are merged first."""
CHANNELS: Final = (
    Channel.PHONE.value,
    Channel.COUNTER.value,
    Channel.MAIL.value,
    Channel.PAGE.value,
)
"""The same."""


# ----- what is told -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """How many tickets a word had, or several that are merged."""

    words: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """What is told of a period. Without a total there were fewer than five, and no lines are told."""

    total: int | None
    categories: tuple[Line, ...] = ()
    channels: tuple[Line, ...] = ()


def table_of(tickets: Iterable[tuple[str, str]]) -> Table:
    """What is told of tickets, of each its category and its channel."""
    counted = list(tickets)
    if len(counted) < SMALLEST:
        return Table(None)
    return Table(
        len(counted),
        merged(Counter(category for category, _ in counted), CATEGORIES),
        merged(Counter(channel for _, channel in counted), CHANNELS),
    )


def merged(counts: Mapping[str, int], words: Sequence[str]) -> tuple[Line, ...]:
    """The numbers of these words in their order, and at the end those that are merged."""
    numbers = {word: counts.get(word, 0) for word in words}
    hidden = {word: number for word, number in numbers.items() if number < SMALLEST}
    for word in reversed(words):
        if not hidden or _hides(hidden.values()):
            break
        hidden[word] = numbers[word]
    told = [Line((word,), numbers[word]) for word in words if word not in hidden]
    if hidden:
        told.append(Line(tuple(word for word in words if word in hidden), sum(hidden.values())))
    return tuple(told)


def _hides(numbers: Iterable[int]) -> bool:
    """Whether the sum of these tells nothing of any that is small."""
    each = list(numbers)
    whole, most = sum(each), SMALLEST - 1
    if max(each) > most:
        return whole >= SMALLEST + most
    return SMALLEST <= whole <= most * (len(each) - 1)


# ----- of which period --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day of a publication."""

    first_day: date
    last_day: date

    @property
    def is_whole(self) -> bool:
        """Whether it is made of whole months."""
        ends = month_end(self.last_day.year, self.last_day.month)
        return self.first_day.day == 1 and self.last_day == ends

    def overlaps(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Terms:
    """What must hold of a period: it is made of whole months, of none that was told before, and every ticket
    received in it has been judged, or should have been. `decide` is how long that may take."""

    period: Period
    published: tuple[Period, ...]
    decide: Limit
    is_working: IsWorkingDay

    def require(self, on: date) -> None:
        """Refuse what does not hold: PeriodEndsBeforeItBegins, PeriodIsNotWhole, PeriodIsNotOver,
        PeriodIsNotSettled, PeriodWasPublished. No number plays a part in it."""
        first, last = self.period.first_day, self.period.last_day
        if last < first:
            raise PeriodEndsBeforeItBegins(begins=first, ends=last)
        if not self.period.is_whole:
            raise PeriodIsNotWhole(begins=first, ends=last)
        if last >= on:
            raise PeriodIsNotOver(ends=last)
        settled = self.decide.last_day(last, self.is_working)
        if on <= settled:
            raise PeriodIsNotSettled(since=settled + timedelta(days=1))
        for one in self.published:
            if one.overlaps(self.period):
                raise PeriodWasPublished(begins=one.first_day, ends=one.last_day)
