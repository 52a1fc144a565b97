"""Lateness as the bylaws would put it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.register.lateness import (
    DueBucket,
    days_left,
    due_bucket,
    has_happened,
    is_check_overdue,
    is_late_start,
    is_overdue,
    is_without_due,
)

DUE = date(2023, 3, 31)
DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))


def test_a_measure_is_not_overdue_on_its_due_day_but_on_the_next() -> None:
    assert not is_overdue(due=DUE, finished_on=None, on=DUE, closed=False)
    assert is_overdue(due=DUE, finished_on=None, on=DUE + DAY, closed=False)


def test_a_finished_measure_is_not_overdue_even_when_it_finished_late() -> None:
    assert not is_overdue(due=DUE, finished_on=DUE + 5 * DAY, on=DUE + 5 * DAY, closed=False)


def test_a_finish_after_the_day_looked_from_has_not_happened_yet() -> None:
    assert is_overdue(due=DUE, finished_on=DUE + 5 * DAY, on=DUE + 4 * DAY, closed=False)
    assert not has_happened(DUE + DAY, DUE)
    assert not has_happened(None, DUE)


def test_without_a_due_nothing_is_overdue_but_it_is_told_apart() -> None:
    assert not is_overdue(due=None, finished_on=None, on=DUE, closed=False)
    assert is_without_due(None)
    assert not is_without_due(DUE)


def test_a_start_is_late_from_the_day_after_it() -> None:
    start = date(2023, 3, 1)
    late = {
        on: is_late_start(start=start, started_on=None, finished_on=None, on=on, closed=False)
        for on in (start, start + DAY)
    }
    assert late == {start: False, start + DAY: True}


@pytest.mark.parametrize(
    ("started_on", "finished_on", "late"),
    [
        (DUE, None, False),
        (None, DUE, False),
        (DUE + 3 * DAY, None, True),
        (None, DUE + 3 * DAY, True),
        (None, None, True),
    ],
)
def test_a_start_or_a_finish_by_the_day_looked_from_is_a_start(
    started_on: date | None, finished_on: date | None, late: bool
) -> None:
    on = DUE + 2 * DAY
    assert late == is_late_start(
        start=DUE, started_on=started_on, finished_on=finished_on, on=on, closed=False
    )


def test_without_a_start_day_no_start_is_late() -> None:
    assert not is_late_start(start=None, started_on=None, finished_on=None, on=DUE, closed=False)


@pytest.mark.parametrize(
    ("continuing", "next_check", "late"),
    [(True, DUE - DAY, True), (True, DUE, False), (True, None, False), (False, DUE - DAY, False)],
)
def test_only_a_continuing_measure_misses_its_check(
    continuing: bool, next_check: date | None, late: bool
) -> None:
    assert late == is_check_overdue(
        continuing=continuing, next_check=next_check, on=DUE, closed=False
    )


@given(planned=DAYS, happened=st.none() | DAYS, on=DAYS)
def test_a_closed_measure_is_never_late(planned: date, happened: date | None, on: date) -> None:
    assert not is_overdue(due=planned, finished_on=happened, on=on, closed=True)
    assert not is_late_start(
        start=planned, started_on=happened, finished_on=None, on=on, closed=True
    )
    assert not is_check_overdue(continuing=True, next_check=planned, on=on, closed=True)


@given(due=DAYS, finished_on=st.none() | DAYS, on=DAYS)
def test_once_overdue_a_measure_stays_so_until_it_is_finished(
    due: date, finished_on: date | None, on: date
) -> None:
    today, tomorrow = (
        is_overdue(due=due, finished_on=finished_on, on=day, closed=False) for day in (on, on + DAY)
    )
    assert not today or tomorrow or finished_on == on + DAY


@pytest.mark.parametrize(
    ("days", "finished", "done", "closed", "bucket"),
    [
        (-1, None, False, False, DueBucket.OVERDUE),
        (-1, None, True, False, DueBucket.OVERDUE),
        (-1, 0, True, False, DueBucket.DONE),
        (-1, 1, True, False, DueBucket.OVERDUE),
        (-1, None, False, True, DueBucket.ENDED),
        (0, None, False, False, DueBucket.WITHIN_30_DAYS),
        (30, None, False, False, DueBucket.WITHIN_30_DAYS),
        (31, None, False, False, DueBucket.WITHIN_90_DAYS),
        (90, None, False, False, DueBucket.WITHIN_90_DAYS),
        (91, None, False, False, DueBucket.LATER),
        (91, 1, True, False, DueBucket.LATER),
        (91, -1, False, False, DueBucket.DONE),
        (None, None, False, False, DueBucket.WITHOUT_DUE),
        (None, None, True, False, DueBucket.DONE),
        (None, None, True, True, DueBucket.ENDED),
    ],
)
def test_a_measure_stands_in_one_bucket(
    days: int | None, finished: int | None, done: bool, closed: bool, bucket: DueBucket
) -> None:
    found = due_bucket(
        due=None if days is None else DUE + days * DAY,
        finished_on=None if finished is None else DUE + finished * DAY,
        done=done,
        on=DUE,
        closed=closed,
    )
    assert found is bucket


def test_days_left_end_at_nothing_on_the_due_day_and_go_on() -> None:
    assert [days_left(due=DUE, on=DUE + n * DAY) for n in (-2, 0, 1)] == [2, 0, -1]
