"""What may become of a department."""

from datetime import date, timedelta

from domain.people.department import Department
from domain.people.refusals import DepartmentIsClosed
from domain.refusals import PeriodEndsBeforeItBegins, TextHasLines
from tests.story import BY_EDITOR, SUBJECT, given, happened, then_begun, then_refused

SINCE = date(2023, 4, 1)
LAST_DAY = date(2024, 3, 31)

FOUNDED = happened(Department.Founded, owner=2, name="営業部", since=SINCE)
RENAMED = happened(Department.Renamed, name="お客さま営業部", since=SINCE)
CLOSED = happened(Department.Closed, until=LAST_DAY)


def found(name: str) -> Department:
    return Department.found(id=SUBJECT, owner=2, name=name, since=SINCE, **BY_EDITOR)


def test_a_department_is_founded_under_a_party() -> None:
    then_begun(lambda: found(" 営業部 "), FOUNDED)


def test_a_department_has_a_name_of_one_line() -> None:
    then_refused(lambda: found("営業部\n第一課"), TextHasLines)


def test_a_department_is_renamed_from_a_day_on() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.rename(name="お客さま営業部", since=SINCE, **BY_EDITOR))
        .then(RENAMED)
    )


def test_a_department_renamed_to_the_name_it_bears_is_left_as_it_is() -> None:
    (
        given(Department, FOUNDED, RENAMED)
        .when(lambda d: d.rename(name="お客さま営業部", since=LAST_DAY, **BY_EDITOR))
        .then_nothing()
    )


def test_a_department_closes_after_its_last_day() -> None:
    given(Department, FOUNDED).when(lambda d: d.close(until=LAST_DAY, **BY_EDITOR)).then(CLOSED)


def test_a_department_does_not_close_before_it_began() -> None:
    (
        given(Department, FOUNDED)
        .when(lambda d: d.close(until=SINCE - timedelta(days=1), **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins)
    )
    (
        given(Department, FOUNDED)
        .when(lambda d: d.close(until=SINCE, **BY_EDITOR))
        .then(CLOSED.but(until=SINCE))
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


def test_a_department_closed_again_on_the_same_day_is_left_as_it_is() -> None:
    (
        given(Department, FOUNDED, CLOSED)
        .when(lambda d: d.close(until=LAST_DAY, **BY_EDITOR))
        .then_nothing()
    )
