"""What may become of an investigation (調査)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import DayIsStillToCome, PeriodEndsBeforeItBegins, Refusal, WordIsUnknown
from domain.register.investigation import Investigation
from domain.register.refusals import MoreRespondentsThanAsked, NumberIsNegative, NumberIsTooLong
from tests.story import BY_EDITOR, SUBJECT, TODAY, given, happened, then_begun, then_refused

REPORT = UUID(int=0x2E)
BEGIN = date(2022, 11, 20)
END = date(2023, 1, 20)
A_DAY = timedelta(days=1)

PLAN: dict[str, Any] = {
    "method": "QUESTIONNAIRE",
    "title": "従業員アンケート",
    "period_from": BEGIN,
    "period_to": END,
    "population": 4047,
    "respondents": 4014,
    "note": "回答が不明瞭な場合は\n聞き取りを実施。",
}
RECORDED = happened(
    Investigation.Recorded, owner=2, report=REPORT, categories=("PERSONAL",), **PLAN
)
REVISED = happened(Investigation.Revised, **PLAN)

NEIGHBOURS: list[tuple[dict[str, Any], type[Refusal] | None]] = [
    ({"method": "LOG"}, None),
    ({"method": "INTERVIEW"}, None),
    ({"method": "GUESS"}, WordIsUnknown),
    ({"period_to": BEGIN}, None),
    ({"period_to": BEGIN - timedelta(days=1)}, PeriodEndsBeforeItBegins),
    ({"period_from": None, "period_to": date(2000, 1, 1)}, None),
    ({"period_to": None}, None),
    ({"period_to": TODAY}, None),
    ({"period_to": TODAY + A_DAY}, DayIsStillToCome),
    ({"period_from": TODAY + A_DAY, "period_to": None}, DayIsStillToCome),
    ({"respondents": 4047}, None),
    ({"respondents": 4048}, MoreRespondentsThanAsked),
    ({"respondents": 0}, None),
    ({"respondents": -1}, NumberIsNegative),
    ({"population": -1}, NumberIsNegative),
    ({"population": None}, None),
    ({"population": 10**18}, NumberIsTooLong),
    ({"population": 0, "respondents": None}, None),
]


def record(**plan: Any) -> Investigation:
    return Investigation.record(
        id=SUBJECT, owner=2, report=REPORT, categories=("PERSONAL",), **plan, **BY_EDITOR
    )


def test_an_investigation_is_recorded() -> None:
    then_begun(lambda: record(**PLAN), RECORDED)


def test_an_investigation_is_recorded_by_its_method_alone() -> None:
    nothing = dict.fromkeys(PLAN)
    then_begun(
        lambda: Investigation.record(id=SUBJECT, owner=2, method="LOG", **BY_EDITOR),
        RECORDED.but(**nothing | {"method": "LOG", "report": None, "categories": ()}),
    )


@pytest.mark.parametrize(("other", "refusal"), NEIGHBOURS)
def test_an_investigation_asks_in_order_no_fewer_than_answer(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    if refusal:
        then_refused(lambda: record(**PLAN | other), refusal)
    else:
        then_begun(lambda: record(**PLAN | other), RECORDED.but(**other))


@pytest.mark.parametrize(("other", "refusal"), NEIGHBOURS)
def test_an_investigation_is_revised_under_the_same_rules(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    story = given(Investigation, RECORDED).when(lambda i: i.revise(**PLAN | other, **BY_EDITOR))
    if refusal:
        story.then_refused(refusal)
    else:
        story.then(REVISED.but(**other))


def test_an_investigation_revised_to_what_it_says_is_left_as_it_is() -> None:
    (given(Investigation, RECORDED).when(lambda i: i.revise(**PLAN, **BY_EDITOR)).then_nothing())
    (
        given(Investigation, RECORDED, REVISED.but(title=None))
        .when(lambda i: i.revise(**PLAN | {"title": " "}, **BY_EDITOR))
        .then_nothing()
    )
