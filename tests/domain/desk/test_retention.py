"""How long a ticket is kept: a reminder is no erasure, a hold stops the time, new words stay thirty days."""

from datetime import date, timedelta

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from domain.desk.clocks import Limit
from domain.desk.retention import AFTER_NEW_CONTENT, Keeping, retention_of

CONCLUDED = date(2023, 4, 1)
SHORT = Keeping(Limit(1, "months"), reminded_before=10)


def test_the_time_runs_from_the_conclusion() -> None:
    kept = retention_of(CONCLUDED, CONCLUDED, Keeping(), held=False)
    assert (kept.remind_on, kept.erase_from) == (date(2028, 2, 2), date(2028, 4, 2))
    assert not kept.reminds(date(2028, 2, 1))
    assert kept.reminds(date(2028, 2, 2))


@pytest.mark.parametrize(("concluded", "held"), [(None, False), (CONCLUDED, True), (None, True)])
def test_what_is_open_or_held_has_no_such_day(concluded: date | None, held: bool) -> None:
    kept = retention_of(concluded, CONCLUDED, Keeping(), held=held)
    assert (kept.remind_on, kept.erase_from, kept.held) == (None, None, held)
    assert not kept.reminds(date(2099, 1, 1))


def test_what_was_written_lately_stays() -> None:
    late = date(2023, 4, 30)
    kept = retention_of(CONCLUDED, late, SHORT, held=False)
    assert kept.erase_from == late + timedelta(days=31)


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@over(DAYS, DAYS, st.integers(1, 240), st.integers(0, 400))
def test_the_reminder_comes_first_and_thirty_days_always_pass(
    concluded: date, written: date, months: int, before: int
) -> None:
    keeping = Keeping(Limit(months, "months"), before)
    kept = retention_of(concluded, written, keeping, held=False)
    assert kept.remind_on is not None and kept.erase_from is not None
    assert kept.remind_on <= kept.erase_from
    assert kept.erase_from > written + AFTER_NEW_CONTENT
    assert kept.erase_from > concluded
