"""What may become of a department."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.people.department import Department, name_on
from domain.people.refusals import (
    DepartmentBeginsLater,
    DepartmentHasMeasures,
    DepartmentIsClosed,
    DepartmentMergesIntoItself,
    DepartmentsAreOfTwoParties,
    MergerIsInTheFuture,
)
from domain.refusals import PeriodEndsBeforeItBegins, TextHasLines
from tests.story import BY_EDITOR, SUBJECT, given, happened, rebuilt, then_begun, then_refused

SINCE = date(2023, 4, 1)
SUMMER = date(2023, 7, 1)
LAST_DAY = date(2024, 3, 31)
A_DAY = timedelta(days=1)
OTHER = UUID(int=2)

FOUNDED = happened(Department.Founded, owner=2, name="営業部", since=SINCE)
RENAMED = happened(Department.Renamed, name="お客さま営業部", since=SUMMER)
CLOSED = happened(Department.Closed, until=LAST_DAY)
MERGED = happened(Department.MergedInto, into=OTHER, since=SUMMER)


def found(name: str) -> Department:
    return Department.found(id=SUBJECT, owner=2, name=name, since=SINCE, **BY_EDITOR)


def another(since: date = SINCE, owner: int = 2) -> Department:
    return Department.found(id=OTHER, owner=owner, name="本店営業部", since=since, **BY_EDITOR)


def test_a_department_is_founded_under_a_party() -> None:
    then_begun(lambda: found(" 営業部 "), FOUNDED)


def test_a_department_has_a_name_of_one_line() -> None:
    then_refused(lambda: found("営業部\n第一課"), TextHasLines)


# ----- names have their days --------------------------------------------------------------------


def test_a_department_is_renamed_from_a_day_on() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.rename(name="お客さま営業部", since=SUMMER, **BY_EDITOR))
        .then(RENAMED)
    )


@pytest.mark.parametrize(
    ("name", "since"),
    [
        ("お客さま営業部", SUMMER),
        ("お客さま営業部", LAST_DAY),
        ("営業部", SINCE),
        ("営業部", SUMMER - A_DAY),
    ],
)
def test_a_department_renamed_to_the_name_it_bears_that_day_is_left_as_it_is(
    name: str, since: date
) -> None:
    (
        given(Department, FOUNDED, RENAMED)
        .when(lambda d: d.rename(name=name, since=since, **BY_EDITOR))
        .then_nothing()
    )


def test_a_name_planned_by_mistake_is_taken_back_from_its_first_day() -> None:
    (
        given(Department, FOUNDED, RENAMED)
        .when(lambda d: d.rename(name="営業部", since=SUMMER, **BY_EDITOR))
        .then(RENAMED.but(name="営業部"))
    )


def test_a_department_bears_no_name_before_it_began() -> None:
    for name in ("営業部", "総務部"):
        (
            given(Department, FOUNDED)
            .when(lambda d, name=name: d.rename(name=name, since=SINCE - A_DAY, **BY_EDITOR))  # type: ignore[misc]  # bound at once
            .then_refused(DepartmentBeginsLater, begins=SINCE)
        )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (SINCE - A_DAY, "営業部"),
        (SINCE, "営業部"),
        (SUMMER - A_DAY, "営業部"),
        (SUMMER, "お客さま営業部"),
        (LAST_DAY, "お客さま営業部"),
    ],
)
def test_the_name_that_stands_is_the_last_that_began(day: date, name: str) -> None:
    assert name_on(rebuilt(Department, FOUNDED, RENAMED).names, day) == name


@for_all(
    st.lists(st.tuples(st.integers(0, 9), st.text("甲乙丙", min_size=1)), min_size=1),
    st.integers(0, 12),
)
def test_a_name_said_for_a_day_stands_that_day_whatever_was_said_before(
    said: list[tuple[int, str]], on: int
) -> None:
    names = [(SINCE + A_DAY * day, name) for day, name in said]
    names.insert(0, (SINCE, "当初"))
    best: tuple[date, str] = names[0]
    for since, name in names:
        if since <= SINCE + A_DAY * on and since >= best[0]:
            best = since, name
    assert name_on(names, SINCE + A_DAY * on) == best[1]
    day, name = said[-1]
    assert name_on(names, SINCE + A_DAY * day) == name


# ----- closing ----------------------------------------------------------------------------------


def test_a_department_closes_after_its_last_day() -> None:
    given(Department, FOUNDED).when(lambda d: d.close(until=LAST_DAY, **BY_EDITOR)).then(CLOSED)


def test_a_department_does_not_close_before_it_began() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.close(until=SINCE - A_DAY, **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins)
    )
    (
        given(Department, FOUNDED)
        .when(lambda d: d.close(until=SINCE, **BY_EDITOR))
        .then(CLOSED.but(until=SINCE))
    )


def test_a_department_that_answers_for_open_measures_does_not_close() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.close(until=LAST_DAY, measures=True, **BY_EDITOR))
        .then_refused(DepartmentHasMeasures)
    )


def test_a_closed_department_changes_no_more() -> None:
    (
        given(Department, FOUNDED, CLOSED)
        .when(lambda d: d.rename(name="総務部", since=SINCE, **BY_EDITOR))
        .then_refused(DepartmentIsClosed)
    )
    (
        given(Department, FOUNDED, CLOSED)
        .when(lambda d: d.close(until=SINCE, **BY_EDITOR))
        .then_refused(DepartmentIsClosed)
    )
    (
        given(Department, FOUNDED, CLOSED)
        .when(lambda d: d.merge_into(another(), since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then_refused(DepartmentIsClosed)
    )


def test_a_department_closed_again_on_the_same_day_is_left_as_it_is() -> None:
    (
        given(Department, FOUNDED, CLOSED)
        .when(lambda d: d.close(until=LAST_DAY, measures=True, **BY_EDITOR))
        .then_nothing()
    )


# ----- merging ----------------------------------------------------------------------------------


def test_a_merged_department_ends_the_day_before() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(), since=SUMMER, on=LAST_DAY, **BY_EDITOR))
        .then(MERGED)
    )
    merged = rebuilt(Department, FOUNDED, MERGED)
    assert (merged.until, merged.merged_into) == (SUMMER - A_DAY, OTHER)


def test_a_department_merged_again_alike_is_left_as_it_is() -> None:
    (
        given(Department, FOUNDED, MERGED)
        .when(lambda d: d.merge_into(another(), since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then_nothing()
    )
    (
        given(Department, FOUNDED, MERGED)
        .when(lambda d: d.merge_into(another(), since=LAST_DAY, on=LAST_DAY, **BY_EDITOR))
        .then_refused(DepartmentIsClosed)
    )


def test_a_merger_before_all_days_is_refused_like_any_early_one() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(), since=date.min, on=SUMMER, **BY_EDITOR))
        .then_refused(DepartmentBeginsLater)
    )
    (
        given(Department, FOUNDED.but(since=date.min))
        .when(lambda d: d.merge_into(another(date.min), since=date.min, on=SUMMER, **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins)
    )


def test_nothing_merges_into_a_closed_department() -> None:
    closed = another()
    closed.close(until=LAST_DAY, **BY_EDITOR)
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(closed, since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then_refused(DepartmentIsClosed)
    )


def test_a_department_does_not_merge_into_itself() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(d, since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then_refused(DepartmentMergesIntoItself)
    )


def test_departments_of_two_parties_are_not_merged() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(owner=1), since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then_refused(DepartmentsAreOfTwoParties)
    )


def test_a_merger_is_recorded_when_its_day_has_come() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(), since=SUMMER, on=SUMMER - A_DAY, **BY_EDITOR))
        .then_refused(MergerIsInTheFuture, since=SUMMER)
    )
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(), since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then(MERGED)
    )


def test_a_merger_is_of_departments_that_stood() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(LAST_DAY), since=SUMMER, on=SUMMER, **BY_EDITOR))
        .then_refused(DepartmentBeginsLater, begins=LAST_DAY)
    )
    (
        given(Department, FOUNDED)
        .when(lambda d: d.merge_into(another(), since=SINCE, on=SUMMER, **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins, ends=SINCE - A_DAY)
    )
