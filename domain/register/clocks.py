"""Clocks of reports: by when a first and a final report are due where a law says so in days.

Reports of leaks of personal data to the privacy commission: the first within three to five days, the final
one within 30, or 60 where the purpose may have been improper (個人情報保護法施行規則 8条). The day on which
the party knew counts as the first. Where the last one is no working day, the commission waits for the next;
the clock does not, and another day may be stated.
"""

from datetime import date, timedelta
from typing import Final

from domain.texts import Word


class ReportClock(Word):
    """By which law's days a report is due."""

    LEAK = "LEAK", "漏えい等報告"
    LEAK_OF_IMPROPER_PURPOSE = "LEAK_OF_IMPROPER_PURPOSE", "漏えい等報告（不正の目的のおそれ）"


FIRST_WITHIN: Final = 5
FINAL_WITHIN: Final = {ReportClock.LEAK: 30, ReportClock.LEAK_OF_IMPROPER_PURPOSE: 60}


def days_of_clock(clock: str | None, begins: date) -> tuple[date | None, date | None]:
    """The last days of the first and the final report; none without a clock."""
    if clock is None:
        return None, None
    return _within(FIRST_WITHIN, begins), _within(FINAL_WITHIN[ReportClock(clock)], begins)


def _within(days: int, begins: date) -> date | None:
    """The last of so many days; None where the calendar ends before it."""
    return begins + timedelta(days=days - 1) if (date.max - begins).days >= days else None
