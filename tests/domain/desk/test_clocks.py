"""The desk's clocks: by when a ticket is acknowledged, decided on, answered, and looked back at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.clocks import (
    Clock,
    Course,
    Due,
    Limit,
    Limits,
    clocks_of,
    working_days_after,
    working_days_between,
)

FRIDAY = date(2023, 3, 17)
HOLIDAY = date(2023, 3, 21)
"""A Tuesday."""
RECEIVED = FRIDAY
ADVICE = Course(RECEIVED, whistleblowing=False)
REPORT = Course(RECEIVED, whistleblowing=True)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day != HOLIDAY


def clocks(course: Course, on: date = RECEIVED, limits: Limits | None = None) -> dict[Clock, Due]:
    found = clocks_of(course, limits or Limits(), on, is_working)
    assert len({one.clock for one in found}) == len(found)
    return {one.clock: one for one in found}


def test_a_ticket_is_acknowledged_and_answered() -> None:
    found = clocks(ADVICE)
    assert {clock: due.due for clock, due in found.items()} == {
        Clock.ACKNOWLEDGE: date(2023, 3, 24),
        Clock.FEEDBACK: date(2023, 6, 17),
    }


def test_a_report_is_decided_on_as_well() -> None:
    found = clocks(REPORT)
    assert list(found) == [Clock.ACKNOWLEDGE, Clock.DECIDE, Clock.FEEDBACK]
    assert found[Clock.DECIDE].due == date(2023, 4, 6)


def test_a_report_whose_result_was_told_is_looked_back_at() -> None:
    told = replace(REPORT, result_told_on=date(2023, 5, 31))
    assert clocks(told)[Clock.WELFARE].due == date(2023, 11, 30)
    assert clocks(told)[Clock.WELFARE].done_on is None
    assert Clock.WELFARE not in clocks(replace(told, whistleblowing=False))
    assert Clock.WELFARE not in clocks(REPORT)


@pytest.mark.parametrize(
    ("checked", "done"),
    [
        (None, False),
        (date(2023, 5, 30), False),
        (date(2023, 5, 31), True),
        (date(2023, 8, 1), True),
    ],
)
def test_looking_back_counts_behind_the_result_alone(checked: date | None, done: bool) -> None:
    """What was asked before a ticket was taken up again says nothing of what came of the new result."""
    course = replace(REPORT, result_told_on=date(2023, 5, 31), welfare_checked_on=checked)
    assert clocks(course)[Clock.WELFARE].done_on == (checked if done else None)


def test_each_clock_is_stopped_by_its_own_day() -> None:
    course = Course(
        RECEIVED,
        whistleblowing=True,
        acknowledged_on=date(2023, 3, 18),
        decision_told_on=date(2023, 3, 19),
        result_told_on=date(2023, 3, 20),
        welfare_checked_on=date(2023, 3, 22),
    )
    assert {clock: due.done_on for clock, due in clocks(course).items()} == {
        Clock.ACKNOWLEDGE: date(2023, 3, 18),
        Clock.DECIDE: date(2023, 3, 19),
        Clock.FEEDBACK: date(2023, 3, 20),
        Clock.WELFARE: date(2023, 3, 22),
    }


def test_what_is_taken_up_again_is_answered_anew() -> None:
    again = replace(ADVICE, resumed_on=date(2024, 1, 31))
    assert clocks(again)[Clock.FEEDBACK].due == date(2024, 4, 30)
    assert clocks(again)[Clock.ACKNOWLEDGE].due == date(2023, 3, 24)


def test_of_what_was_erased_nothing_is_owed() -> None:
    assert clocks(replace(REPORT, result_told_on=RECEIVED, erased=True)) == {}


@pytest.mark.parametrize(
    ("on", "days", "working_days", "over"),
    [
        (date(2023, 3, 17), 7, 4, False),
        (date(2023, 3, 18), 6, 4, False),
        (date(2023, 3, 22), 2, 2, False),
        (date(2023, 3, 24), 0, 0, False),
        (date(2023, 3, 25), -1, 0, True),
        (date(2023, 3, 27), -3, -1, True),
    ],
)
def test_what_is_left_is_told_in_days_and_in_working_days(
    on: date, days: int, working_days: int, over: bool
) -> None:
    due = clocks(ADVICE, on)[Clock.ACKNOWLEDGE]
    assert (due.days_left, due.working_days_left, due.over) == (days, working_days, over)


@pytest.mark.parametrize(("done", "over"), [(date(2023, 3, 24), False), (date(2023, 3, 25), True)])
def test_what_was_stopped_too_late_stays_so(done: date, over: bool) -> None:
    course = replace(ADVICE, acknowledged_on=done)
    for on in (RECEIVED, date(2023, 12, 31)):
        assert clocks(course, on)[Clock.ACKNOWLEDGE].over is over


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        (Limit(7), date(2023, 3, 24)),
        (Limit(0), FRIDAY),
        (Limit(1, "working_days"), date(2023, 3, 20)),
        (Limit(2, "working_days"), date(2023, 3, 22)),
        (Limit(0, "working_days"), FRIDAY),
        (Limit(3, "months"), date(2023, 6, 17)),
        (Limit(12, "months"), date(2024, 3, 17)),
    ],
)
def test_a_clock_runs_so_many_days_working_days_or_months(limit: Limit, last: date) -> None:
    assert limit.last_day(FRIDAY, is_working) == last


def test_three_months_end_with_a_shorter_month() -> None:
    assert Limit(3, "months").last_day(date(2022, 11, 30), is_working) == date(2023, 2, 28)


def test_a_house_may_set_its_clocks_otherwise() -> None:
    limits = Limits(acknowledge=Limit(3, "working_days"), decide=Limit(14))
    found = clocks(REPORT, limits=limits)
    assert found[Clock.ACKNOWLEDGE].due == date(2023, 3, 23)
    assert found[Clock.DECIDE].due == date(2023, 3, 31)
    assert found[Clock.FEEDBACK].due == date(2023, 6, 17)


# ----- working days -------------------------------------------------------------------------------

DAYS = st.dates(date(2022, 1, 1), date(2025, 12, 31))
SHUT = st.frozensets(DAYS, max_size=30)


@given(DAYS, DAYS, SHUT)
def test_working_days_back_are_as_many_as_working_days_ahead(
    day: date, until: date, shut: frozenset[date]
) -> None:
    def open_on(one: date) -> bool:
        return one.weekday() < 5 and one not in shut

    ahead = working_days_between(day, until, open_on)
    assert working_days_between(until, day, open_on) == -ahead
    begins, ends = min(day, until), max(day, until)
    days = [begins + timedelta(days=n) for n in range(1, (ends - begins).days + 1)]
    assert abs(ahead) == len([one for one in days if open_on(one)])


@given(DAYS, st.integers(0, 40), SHUT)
def test_so_many_working_days_behind_a_day_lie_so_many(
    day: date, number: int, shut: frozenset[date]
) -> None:
    def open_on(one: date) -> bool:
        return one.weekday() < 5 and one not in shut

    last = working_days_after(day, number, open_on)
    assert working_days_between(day, last, open_on) == number
    assert number == 0 or open_on(last)


@given(DAYS, st.integers(-400, 400), st.none() | st.integers(0, 400))
def test_a_clock_is_over_by_the_day_it_was_stopped_or_today(
    due: date, behind: int, stopped: int | None
) -> None:
    on = due + timedelta(days=behind)
    done = None if stopped is None else due + timedelta(days=stopped - 200)
    assert Due(Clock.DECIDE, due, done, on, is_working).over == ((done or on) > due)
