"""What may become of a report."""

from datetime import date, timedelta

from domain.refusals import DayIsStillToCome, TextIsEmpty
from domain.register.report import Report
from tests.story import BY_EDITOR, SUBJECT, TODAY, given, happened, then_begun, then_refused

PUBLISHED = date(2023, 2, 17)

FOUNDED = happened(
    Report.Founded, owner=2, title="調査結果の概要", status_date=PUBLISHED, categories=()
)


def found(title: str) -> Report:
    return Report.found(id=SUBJECT, owner=2, title=title, status_date=PUBLISHED, **BY_EDITOR)


def test_a_report_is_founded_with_its_title_and_day() -> None:
    then_begun(lambda: found(" 調査結果の概要 "), FOUNDED)


def test_a_report_speaks_of_a_day_that_has_come() -> None:
    tomorrow = TODAY + timedelta(days=1)
    then_refused(
        lambda: Report.found(id=SUBJECT, owner=2, title="概要", status_date=tomorrow, **BY_EDITOR),
        DayIsStillToCome,
        day=tomorrow,
        field_ja="基準日",
    )
    (
        given(Report, FOUNDED)
        .when(lambda r: r.revise(title="調査結果の概要", status_date=tomorrow, **BY_EDITOR))
        .then_refused(DayIsStillToCome)
    )
    (
        given(Report, FOUNDED)
        .when(lambda r: r.revise(title="調査結果の概要", status_date=TODAY, **BY_EDITOR))
        .then(happened(Report.Revised, title="調査結果の概要", status_date=TODAY))
    )
    (
        given(Report, FOUNDED.but(status_date=tomorrow))
        .when(lambda r: r.revise(title="概要", status_date=tomorrow, **BY_EDITOR))
        .then(happened(Report.Revised, title="概要", status_date=tomorrow))
    )


def test_a_report_has_a_title() -> None:
    then_refused(lambda: found(""), TextIsEmpty)


def test_a_report_may_be_judged_from_its_beginning() -> None:
    then_begun(
        lambda: Report.found(
            id=SUBJECT, owner=2, title="概要", categories=("PERSONAL", "PERSONAL"), **BY_EDITOR
        ),
        FOUNDED.but(title="概要", status_date=None, categories=("PERSONAL",)),
    )


def test_a_report_is_revised() -> None:
    (
        given(Report, FOUNDED)
        .when(lambda r: r.revise(title="調査結果の概要", status_date=None, **BY_EDITOR))
        .then(happened(Report.Revised, title="調査結果の概要", status_date=None))
    )


def test_a_report_revised_to_what_it_says_is_left_as_it_is() -> None:
    (
        given(Report, FOUNDED, happened(Report.Revised, title="概要", status_date=None))
        .when(lambda r: r.revise(title="概要", status_date=None, **BY_EDITOR))
        .then_nothing()
    )
