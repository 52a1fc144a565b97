"""Working days in Japan: Monday to Friday, but for holidays and the turn of the year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import jpholiday

SATURDAY: Final = 5


@lru_cache(4_000)
def is_working_day(day: date) -> bool:
    """Whether offices are open: no weekend, no holiday (国民の祝日に関する法律), none of 29 December to
    3 January, when offices are shut by custom and public ones by law (行政機関の休日に関する法律)."""
    turn_of_the_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < SATURDAY and not turn_of_the_year and not jpholiday.is_holiday(day)
