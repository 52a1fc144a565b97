"""How long a ticket is kept: a reminder and an erasure on different days, and nothing by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.clocks import Limit
from domain.desk.retention import AFTER_NEW_CONTENT, Keeping, Retention, retention_of

CONCLUDED = date(2023, 4, 1)
A_DAY = timedelta(days=1)


def kept(
    concluded: date | None = CONCLUDED,
    written: date = CONCLUDED,
    keeping: Keeping | None = None,
    *,
    held: bool = False,
) -> Retention:
    return retention_of(concluded, written, keeping or Keeping(), held=held)


def test_a_ticket_is_kept_for_five_years_behind_its_conclusion() -> None:
    assert kept() == Retention(date(2028, 2, 2), date(2028, 4, 2), held=False)


def test_what_is_open_or_held_is_not_erased() -> None:
    assert kept(None) == Retention(None, None, held=False)
    assert kept(held=True) == Retention(None, None, held=True)


def test_what_was_written_lately_stays_for_thirty_days() -> None:
    assert kept(written=date(2028, 3, 20)).erase_from == date(2028, 4, 20)
    assert kept(written=date(2028, 3, 2)).erase_from == date(2028, 4, 2)
    assert kept(written=date(2028, 3, 3)).erase_from == date(2028, 4, 3)


def test_a_house_keeps_its_tickets_as_it_says() -> None:
    short = Keeping(Limit(90), reminded_before=10)
    assert kept(keeping=short) == Retention(date(2023, 6, 21), date(2023, 7, 1), held=False)
    working = Keeping(Limit(45, "working_days"))
    assert kept(keeping=working).erase_from == CONCLUDED + timedelta(days=46)


@pytest.mark.parametrize(
    ("on", "reminds"),
    [
        (date(2028, 2, 1), False),
        (date(2028, 2, 2), True),
        (date(2028, 4, 2), True),
        (date(2040, 1, 1), True),
    ],
)
def test_the_desk_is_reminded_from_a_day_on(on: date, reminds: bool) -> None:
    assert kept().reminds(on) is reminds
    assert not kept(held=True).reminds(on)
    assert not kept(None).reminds(on)


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, DAYS, st.integers(0, 2_000), st.integers(0, 100))
def test_nothing_is_erased_within_its_time_nor_within_thirty_days_of_its_last_word(
    concluded: date, written: date, days: int, before: int
) -> None:
    found = kept(concluded, written, Keeping(Limit(days), before))
    assert found.erase_from is not None and found.remind_on is not None
    assert found.erase_from - concluded > timedelta(days=days)
    assert found.erase_from - written > AFTER_NEW_CONTENT
    assert found.erase_from - found.remind_on == timedelta(days=before)
    earliest = max(concluded + timedelta(days=days), written + AFTER_NEW_CONTENT)
    assert found.erase_from == earliest + A_DAY
