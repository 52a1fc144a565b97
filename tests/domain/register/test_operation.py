"""What is done again and again, and when it falls due next."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as draw
from hypothesis import strategies as st

from domain.calendar import month_end, months_after
from domain.refusals import PeriodEndsBeforeItBegins, TextIsEmpty, TextIsTooLong, WordIsUnknown
from domain.register.operation import (
    OperationKind,
    OperationRecord,
    check_day_after,
    next_check_after,
    require_something_checked,
)
from domain.register.refusals import (
    JudgementNamesNoCategory,
    NothingIsCheckedNext,
    NumberIsNegative,
    NumberIsTooLong,
    OperationIsStillToCome,
)
from tests.story import BY_EDITOR, SUBJECT, TODAY, given, happened, then_begun, then_refused

MEASURE, OTHER_MEASURE = UUID(int=0xC0), UUID(int=0xC1)
TOMORROW = TODAY + timedelta(days=1)

ACCOUNT: dict[str, Any] = {
    "kind": "TRAINING",
    "title": "行為規制の研修",
    "period_from": date(2023, 1, 1),
    "period_to": date(2023, 3, 31),
    "planned": 4,
    "done": 5,
    "people": 620,
    "result": "全員が受講した。\n未受講者なし。",
}
RECORDED = happened(
    OperationRecord.Recorded, owner=2, **ACCOUNT, countermeasures=(MEASURE,), categories=("NONE",)
)
REVISED = happened(OperationRecord.Revised, **ACCOUNT)


def record(**details: Any) -> OperationRecord:
    stated = ACCOUNT | {"countermeasures": (MEASURE,), "categories": ("NONE",)} | details
    return OperationRecord.record(id=SUBJECT, owner=2, **stated, on=TODAY, **BY_EDITOR)


def test_an_operation_is_recorded_with_what_it_shows_to_operate() -> None:
    then_begun(record, RECORDED)


def test_a_title_and_a_period_are_all_it_needs() -> None:
    then_begun(
        lambda: OperationRecord.record(
            id=SUBJECT,
            owner=2,
            kind="OTHER",
            title=" 巡回 ",
            period_from=TODAY,
            period_to=TODAY,
            on=TODAY,
            **BY_EDITOR,
        ),
        happened(
            OperationRecord.Recorded,
            owner=2,
            kind="OTHER",
            title="巡回",
            period_from=TODAY,
            period_to=TODAY,
            planned=None,
            done=None,
            people=None,
            result=None,
            countermeasures=(),
            categories=(),
        ),
    )


def test_a_countermeasure_is_named_once() -> None:
    then_begun(
        lambda: record(countermeasures=(OTHER_MEASURE, MEASURE, OTHER_MEASURE)),
        RECORDED.but(countermeasures=(OTHER_MEASURE, MEASURE)),
    )


def test_a_training_and_a_check_of_what_was_understood_are_two() -> None:
    assert {"TRAINING", "COMPREHENSION_CHECK"} < set(OperationKind)


WRONG: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"kind": "PARTY"}, WordIsUnknown),
    ({"title": " "}, TextIsEmpty),
    ({"period_to": date(2022, 12, 31)}, PeriodEndsBeforeItBegins),
    ({"planned": -1}, NumberIsNegative),
    ({"done": -1}, NumberIsNegative),
    ({"people": 10**18}, NumberIsTooLong),
    ({"result": "長" * 10_001}, TextIsTooLong),
    ({"period_from": TOMORROW, "period_to": TOMORROW, "result": None}, OperationIsStillToCome),
    ({"period_from": TOMORROW, "period_to": TOMORROW, "done": None}, OperationIsStillToCome),
]


@pytest.mark.parametrize(("wrong", "refusal"), WRONG)
def test_what_cannot_have_been_is_not_recorded(wrong: dict[str, Any], refusal: Any) -> None:
    then_refused(lambda: record(**wrong), refusal)


@pytest.mark.parametrize(("wrong", "refusal"), WRONG)
def test_nor_is_it_told_anew(wrong: dict[str, Any], refusal: Any) -> None:
    (
        given(OperationRecord, RECORDED)
        .when(lambda one: one.revise(**(ACCOUNT | wrong), on=TODAY, **BY_EDITOR))
        .then_refused(refusal)
    )


@pytest.mark.parametrize("done", [None, 0])
def test_what_is_still_to_come_is_planned_with_nothing_done(done: int | None) -> None:
    ahead = {"period_from": TOMORROW, "period_to": TOMORROW, "done": done, "result": None}
    then_begun(lambda: record(**ahead), RECORDED.but(**ahead))


def test_a_period_that_has_begun_may_have_seen_something_done() -> None:
    under_way = {"period_from": TODAY, "period_to": TOMORROW}
    then_begun(lambda: record(**under_way), RECORDED.but(**under_way))


def test_an_operation_is_told_anew() -> None:
    (
        given(OperationRecord, RECORDED)
        .when(lambda one: one.revise(**(ACCOUNT | {"done": 4}), on=TODAY, **BY_EDITOR))
        .then(REVISED.but(done=4))
    )


def test_the_same_told_again_changes_nothing() -> None:
    (
        given(OperationRecord, RECORDED, REVISED.but(done=4))
        .when(
            lambda one: one.revise(
                **(ACCOUNT | {"done": 4, "title": " 行為規制の研修"}), on=TODAY, **BY_EDITOR
            )
        )
        .then_nothing()
    )


def test_an_operation_is_judged() -> None:
    story = given(OperationRecord, RECORDED, REVISED)
    story.when(lambda one: one.judge(categories=("PERSONAL",), **BY_EDITOR)).then(
        happened(OperationRecord.Judged, categories=("PERSONAL",))
    )
    assert story.subject.countermeasures == (MEASURE,)
    (
        given(OperationRecord, RECORDED)
        .when(lambda one: one.judge(categories=(), **BY_EDITOR))
        .then_refused(JudgementNamesNoCategory)
    )


# ----- when it falls due next -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends", "next_"),
    [
        ((2023, 4, 1), (2023, 6, 30), (2023, 9, 30)),
        ((2023, 2, 1), (2023, 2, 28), (2023, 3, 31)),
        ((2023, 4, 1), (2024, 3, 31), (2025, 3, 31)),
        ((2023, 4, 16), (2023, 5, 15), (2023, 6, 15)),
        ((2023, 4, 3), (2023, 4, 9), (2023, 4, 16)),
        ((2023, 4, 1), (2023, 4, 1), (2023, 4, 2)),
        ((2023, 4, 1), (2023, 4, 29), (2023, 5, 28)),
    ],
)
def test_what_was_done_over_a_period_falls_due_as_long_after_it(
    begins: tuple[int, int, int], ends: tuple[int, int, int], next_: tuple[int, int, int]
) -> None:
    assert next_check_after(date(*begins), date(*ends)) == date(*next_)


def test_where_the_calendar_ends_nothing_falls_due() -> None:
    for ends in (date(9999, 12, 30), date(9999, 12, 31)):
        assert next_check_after(date(9999, 10, 1), ends) is None
    assert next_check_after(date(9999, 9, 1), date(9999, 11, 30)) is None


@draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 1_500))
def test_a_period_is_followed_by_one_about_as_long(begins: date, days: int) -> None:
    ends = begins + timedelta(days=days)
    following = next_check_after(begins, ends)
    assert following is not None
    assert abs((following - ends).days - (days + 1)) <= 4, "months differ by a few days"


@draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 36))
def test_whole_months_are_followed_by_as_many(begins: date, months: int) -> None:
    first = begins.replace(day=1)
    last = months_after(first, months) - timedelta(days=1)
    after = months_after(first, 2 * months - 1)
    assert next_check_after(first, last) == month_end(after.year, after.month)


QUARTER = (date(2023, 1, 1), date(2023, 3, 31))
DUE_NEXT = date(2023, 6, 30)


@pytest.mark.parametrize(
    ("stated", "known", "expected"),
    [
        (None, None, DUE_NEXT),
        (None, date(2023, 3, 31), DUE_NEXT),
        (None, date(2023, 12, 31), date(2023, 12, 31)),
        (date(2023, 5, 1), date(2023, 12, 31), date(2023, 5, 1)),
    ],
)
def test_a_check_day_moves_forward_unless_a_person_says_otherwise(
    stated: date | None, known: date | None, expected: date
) -> None:
    found = check_day_after(*QUARTER, done=3, stated=stated, check_day=known, on=TODAY)
    assert found == expected


@pytest.mark.parametrize(
    ("stated", "known"), [(None, None), (None, date(2023, 3, 31)), (date(2023, 9, 1), None)]
)
def test_what_is_only_planned_moves_no_check_day_by_itself(
    stated: date | None, known: date | None
) -> None:
    found = check_day_after(TOMORROW, TOMORROW, done=None, stated=stated, check_day=known, on=TODAY)
    assert found == (stated or known)


@pytest.mark.parametrize(
    ("stated", "known"), [(None, None), (None, date(2023, 3, 31)), (date(2023, 9, 1), None)]
)
def test_what_was_not_done_at_all_moves_no_check_day_by_itself(
    stated: date | None, known: date | None
) -> None:
    found = check_day_after(*QUARTER, done=0, stated=stated, check_day=known, on=TODAY)
    assert found == (stated or known)


def test_what_nobody_counted_may_have_been_done() -> None:
    assert check_day_after(*QUARTER, done=None, stated=None, check_day=None, on=TODAY) == DUE_NEXT


def test_a_next_check_needs_a_continuing_measure() -> None:
    require_something_checked(TODAY, continuing=True)
    require_something_checked(None, continuing=False)
    with pytest.raises(NothingIsCheckedNext):
        require_something_checked(TODAY, continuing=False)
