"""A date as a wording writes it, with what it leaves unsaid, and the days it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from domain.calendar import day_or_none, fiscal_year_of, likely_years, month_end, months_after

_DAY = timedelta(days=1)
_JUST_MADE = timedelta(days=62)
JUST_MISSED = timedelta(days=31)


class Part(Enum):
    """A part of a month, or of a longer period."""

    EARLY = auto()
    MIDDLE = auto()
    LATE = auto()
    FIRST_HALF = auto()
    SECOND_HALF = auto()
    BEGINNING = auto()
    CENTRE = auto()
    END = auto()


class Unit(Enum):
    """A part of a year: what sort it is, its first month counted from the year's start, its length.

    A term (上期) is always fiscal, a half (上半期) and a quarter go with either year, a season with
    the calendar's.
    """

    FIRST_TERM = ("term", 0, 6)
    SECOND_TERM = ("term", 6, 6)
    FIRST_HALF = ("half", 0, 6)
    SECOND_HALF = ("half", 6, 6)
    Q1 = ("quarter", 0, 3)
    Q2 = ("quarter", 3, 3)
    Q3 = ("quarter", 6, 3)
    Q4 = ("quarter", 9, 3)
    SPRING = ("season", 2, 3)
    SUMMER = ("season", 5, 3)
    AUTUMN = ("season", 8, 3)
    WINTER = ("season", 11, 3)


class Lean(Enum):
    """Where a date without a year is looked for."""

    AHEAD = auto()
    """A plan: the one that is running or comes next."""
    JUST_NOW = auto()
    """A start or a finish: as a plan, but one just gone by has probably been made."""
    BEHIND = auto()
    """A report: the one that is running or came last."""
    NEAREST = auto()
    """A change: the one nearest to the date it replaces."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The first and the last day a written date stands for."""

    first: date
    last: date
    ambiguous: bool = False
    vague: bool = False
    """Only about then: a season, the middle of a year."""


@dataclass(frozen=True, slots=True)
class Written:
    """The pieces of a date as written; None is unsaid, `…_on` counts from the day of writing."""

    year: int | None = None
    short_year: int | None = None
    """One or two digits of a year that may be western or of an era."""
    years_on: int | None = None
    fiscal: bool = False
    unsure: bool = False
    """Two years fit: four digits without 年, or 期末."""
    rough: bool = False
    """Only about then: 年明け, 年度初め."""
    month: int | None = None
    months_on: int | None = None
    weeks_on: int | None = None
    days_on: int | None = None
    day: int | None = None
    unit: Unit | None = None
    part: Part | None = None
    follows: bool = False
    """翌 and 同: counted from the date before it in the wording, if there is one."""

    @property
    def has_year(self) -> bool:
        """Whether the wording itself settles the year."""
        return not (self.year is self.short_year is self.years_on is None)

    @property
    def is_day(self) -> bool:
        """Whether this is a single day."""
        return self.day is not None or self.days_on is not None

    @property
    def is_end(self) -> bool:
        """Whether this is the end of a period: 3月末, 年度末."""
        return self.part is Part.END

    def stretch(
        self,
        written_on: date,
        *,
        lean: Lean = Lean.AHEAD,
        after: Stretch | None = None,
        before: Stretch | None = None,
    ) -> Stretch | None:
        """The days meant, given those of the date before or after it; None if there are none.

        May raise ValueError or OverflowError where a year is beyond what a date can hold.
        """
        anchor = after.first if self.follows and after else written_on
        if self.days_on is not None:
            day = anchor + timedelta(days=self.days_on)
            return Stretch(day, day)
        if self.weeks_on is not None:
            monday = anchor + timedelta(days=7 * self.weeks_on - anchor.weekday())
            return self._part_of(Stretch(monday, monday + 6 * _DAY))
        if self.months_on is not None:
            month = months_after(anchor.replace(day=1), self.months_on)
            return self._in_month(month.year, month.month)
        if self.day is not None and self.month is None:
            return self._in_nearest_month(after.first if after else written_on)
        if self.years_on is not None:
            base = fiscal_year_of(anchor) if self.fiscal else anchor.year
            return self._in_year(base + self.years_on)
        if self.year is not None:
            return self._in_year(self.year)
        if self.short_year is not None:
            return self._in_short_year(self.short_year, written_on, after)
        return self._in_unsaid_year(written_on, lean, after, before)

    def _in_nearest_month(self, anchor: date) -> Stretch | None:
        """20日 without its month: the next such day."""
        months = (months_after(anchor.replace(day=1), ahead) for ahead in range(3))
        days = (self._in_month(month.year, month.month) for month in months)
        return next((day for day in days if day and day.first >= anchor), None)

    def _in_short_year(
        self, number: int, written_on: date, after: Stretch | None
    ) -> Stretch | None:
        if after:
            years = sorted({2000 + number, 1988 + number, 2018 + number})
            return self._in_year(next((y for y in years if y >= after.first.year - 1), years[-1]))
        likely, *others = likely_years(number, written_on)
        found = self._in_year(likely)
        return replace(found, ambiguous=True) if found and others else found

    def _in_unsaid_year(
        self, written_on: date, lean: Lean, after: Stretch | None, before: Stretch | None
    ) -> Stretch | None:
        near = (after or before or Stretch(written_on, written_on)).first
        choices = [
            found
            for year in range(max(near.year - 5, 1), min(near.year + 6, 9999))
            if (found := self._in_year(year)) is not None
        ]
        if after and lean is Lean.NEAREST:
            return min(choices, key=lambda one: abs(one.first - near), default=None)
        if after and lean is Lean.BEHIND:
            return next((one for one in reversed(choices) if one.first <= near), None)
        if after:
            return next((one for one in choices if one.last >= near), None)
        if before:
            return next((one for one in reversed(choices) if one.first <= before.last), None)
        return _chosen(choices, written_on, lean)

    def _in_year(self, year: int) -> Stretch | None:
        if self.month is not None:
            return self._in_month(year + (self.fiscal and self.month < 4), self.month)
        if self.unit is None:
            first = date(year, 4 if self.fiscal else 1, 1)
            last = months_after(first, 12) - _DAY
            return self._part_of(Stretch(first, last, ambiguous=self.unsure))
        sort, offset, length = self.unit.value
        of_calendar_year = self.has_year and not self.fiscal
        by_calendar = sort == "season" or (sort == "half" and of_calendar_year)
        first = months_after(date(year, 1 if by_calendar else 4, 1), offset)
        unsure = (
            sort == "season"
            or (sort == "half" and not self.fiscal)
            or (sort == "quarter" and of_calendar_year)
        )
        last = months_after(first, length) - _DAY
        return self._part_of(Stretch(first, last, ambiguous=unsure, vague=sort == "season"))

    def _in_month(self, year: int, month: int) -> Stretch | None:
        if self.day is not None:
            day = day_or_none(year, month, self.day)
            return Stretch(day, day) if day else None
        last = month_end(year, month)
        return self._part_of(Stretch(date(year, month, 1), last, vague=self.rough))

    def _part_of(self, whole: Stretch) -> Stretch:
        """The written part of a week, month or longer period; the whole if no part is written."""
        first, last, unsure = whole.first, whole.last, whole.ambiguous
        if self.part is None:
            return whole
        if self.part is Part.END:
            return Stretch(last, last, unsure, whole.vague)
        if (last - first).days < 31:
            start, end = _DAYS_OF_MONTH[self.part]
            end = min(end, last.day) if end else last.day
            return Stretch(first.replace(day=start), last.replace(day=end), unsure, whole.vague)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        begin, size = _months_of_part(self.part, months)
        part_first = months_after(first, begin)
        part_last = months_after(part_first, size) - _DAY
        centre = self.part is Part.CENTRE
        return Stretch(part_first, part_last, unsure or centre, vague=True)


_DAYS_OF_MONTH = {
    Part.EARLY: (1, 10),
    Part.BEGINNING: (1, 10),
    Part.MIDDLE: (11, 20),
    Part.CENTRE: (11, 20),
    Part.LATE: (21, 0),
    Part.FIRST_HALF: (1, 15),
    Part.SECOND_HALF: (16, 0),
}


def _months_of_part(part: Part, months: int) -> tuple[int, int]:
    """Which months of a longer period, from which and how many."""
    third, half = max(months // 3, 1), months // 2
    if part is Part.BEGINNING:
        return 0, 1
    if part is Part.CENTRE:
        return (half - 1, 2) if months % 2 == 0 else (half, 1)
    return {
        Part.EARLY: (0, third),
        Part.MIDDLE: (third, third),
        Part.LATE: (months - third, third),
        Part.FIRST_HALF: (0, half),
        Part.SECOND_HALF: (months - half, half),
    }[part]


def _chosen(choices: Sequence[Stretch], written_on: date, lean: Lean) -> Stretch | None:
    """The one of several years that the way of speaking leans to."""
    past = [one for one in choices if one.last < written_on]
    rest = [one for one in choices if one.last >= written_on]
    if lean is Lean.BEHIND:
        return next((one for one in reversed([*past, *rest]) if one.first <= written_on), None)
    if past and rest and rest[0].first > written_on and not rest[0].vague:
        last, gone = past[-1], written_on - past[-1].last
        is_long = last.last - last.first > JUST_MISSED  # a start is made as it begins
        made = written_on - last.first if is_long else gone
        if lean is Lean.JUST_NOW and made <= _JUST_MADE:
            return replace(last, ambiguous=True)
        if gone <= JUST_MISSED:
            return replace(rest[0], ambiguous=True)
    return rest[0] if rest else None
