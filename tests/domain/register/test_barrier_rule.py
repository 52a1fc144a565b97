"""What may become of a barrier rule (遮断規則)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from domain.refusals import Refusal, TextIsEmpty, WordIsUnknown
from domain.register.barrier_rule import BarrierRule, forbids
from domain.register.refusals import (
    RuleCoversNoInformation,
    RuleEndNeedsItsReason,
    RuleEndsBeforeItBegins,
    RuleEndsBeforeToday,
    RuleIsAboutItsOwnParty,
    RuleIsNotProlonged,
    RuleIsOver,
    RuleNeedsItsBasis,
)
from tests.story import (
    BY_EDITOR,
    SUBJECT,
    TODAY,
    Happened,
    given,
    happened,
    then_begun,
    then_refused,
)

PG, MZ = 1, 2
A_DAY = timedelta(days=1)
NEXT_WEEK = TODAY + 7 * A_DAY
TERMS: dict[str, Any] = {
    "owner": PG,
    "name": "託送情報の目的外利用の禁止",
    "category": "NETWORK_CUSTOMER",
    "to": MZ,
    "basis": "電気事業法の行為規制",
    "first_day": TODAY,
    "last_day": None,
}


def imposed(**terms: Any) -> Happened:
    return happened(BarrierRule.Imposed, **(TERMS | terms))


def ended(last_day: date | None) -> Happened:
    return happened(BarrierRule.Ended, to=MZ, last_day=last_day, reason="法改正のため")


NEIGHBOURS: list[tuple[dict[str, Any], type[Refusal] | None]] = [
    ({}, None),
    ({"first_day": date(2020, 4, 1)}, None),
    ({"first_day": NEXT_WEEK}, None),
    ({"last_day": TODAY}, None),
    ({"first_day": TODAY - A_DAY, "last_day": TODAY - A_DAY}, RuleEndsBeforeToday),
    ({"last_day": TODAY - A_DAY}, RuleEndsBeforeItBegins),
    ({"first_day": NEXT_WEEK, "last_day": TODAY}, RuleEndsBeforeItBegins),
    ({"to": PG}, RuleIsAboutItsOwnParty),
    ({"category": "NONE"}, RuleCoversNoInformation),
    ({"category": "SECRET"}, WordIsUnknown),
    ({"basis": " \n "}, RuleNeedsItsBasis),
    ({"name": "　"}, TextIsEmpty),
]


@pytest.mark.parametrize(("terms", "refusal"), NEIGHBOURS)
def test_a_rule_is_imposed_on_sound_terms_alone(
    terms: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    def impose() -> BarrierRule:
        return BarrierRule.impose(id=SUBJECT, **(TERMS | terms), on=TODAY, **BY_EDITOR)

    if refusal is None:
        then_begun(impose, imposed(**terms))
    else:
        then_refused(impose, refusal)


ENDS: list[tuple[tuple[Happened, ...], date | None, type[Refusal] | None]] = [
    ((imposed(),), None, None),
    ((imposed(),), TODAY, None),
    ((imposed(),), TODAY - A_DAY, RuleEndsBeforeToday),
    ((imposed(first_day=NEXT_WEEK),), None, None),
    ((imposed(first_day=NEXT_WEEK),), NEXT_WEEK - A_DAY, RuleEndsBeforeItBegins),
    ((imposed(last_day=NEXT_WEEK),), NEXT_WEEK - A_DAY, None),
    ((imposed(last_day=NEXT_WEEK),), NEXT_WEEK, RuleIsNotProlonged),
    ((imposed(last_day=TODAY - A_DAY, first_day=TODAY - A_DAY),), None, RuleIsOver),
    ((imposed(), ended(None)), TODAY, RuleIsOver),
    ((imposed(), ended(NEXT_WEEK)), TODAY, None),
    ((imposed(), ended(NEXT_WEEK)), NEXT_WEEK, RuleIsNotProlonged),
    ((imposed(), ended(NEXT_WEEK)), None, None),
]


@pytest.mark.parametrize(("facts", "last_day", "refusal"), ENDS)
def test_a_rule_ends_earlier_than_it_would_or_at_once(
    facts: tuple[Happened, ...], last_day: date | None, refusal: type[Refusal] | None
) -> None:
    def end(rule: BarrierRule, reason: str = "法改正のため") -> None:
        rule.end(last_day=last_day, reason=reason, on=TODAY, **BY_EDITOR)

    story = given(BarrierRule, *facts).when(end)
    if refusal is not None:
        story.then_refused(refusal)
        return
    story.then(ended(last_day))
    rule = story.subject
    assert rule.is_over(TODAY) == (last_day is None)
    assert rule.is_over((last_day or TODAY) + A_DAY)
    blank = given(BarrierRule, *facts).when(lambda rule: end(rule, "  "))
    blank.then_refused(RuleEndNeedsItsReason)


DAYS = st.dates(date(2023, 1, 1), date(2023, 1, 12))


@hypothesis_given(DAYS, DAYS | st.none(), DAYS, DAYS | st.none())
def test_a_rule_forbids_what_it_bars_on_any_day_of_a_release(
    first: date, last: date | None, since: date, until: date | None
) -> None:
    days = [date(2023, 1, 1) + count * A_DAY for count in range(14)]
    both = any(
        first <= day and (last is None or day <= last) and since <= day
        and (until is None or day <= until)
        for day in days
    )  # fmt: skip
    if (last is not None and last < first) or (until is not None and until < since):
        return
    for categories, barred in ((("PERSONAL",), both), (("NONE",), False)):
        forbidden = forbids(
            "PERSONAL", first, last, categories=categories, since=since, until=until
        )
        assert forbidden == barred
