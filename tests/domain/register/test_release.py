"""What may become of a release (開示)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.refusals import Refusal, TextIsEmpty
from domain.register.refusals import (
    RecordIsUnjudged,
    ReleaseDoesNotStand,
    ReleaseEndsBeforeToday,
    ReleaseIsToItsOwnParty,
    ReleaseNeedsItsBasis,
    ReleaseStands,
)
from domain.register.release import Release
from tests.story import BY_EDITOR, TODAY, given, happened, rebuilt, then_begun, then_refused

PG, MZ = 1, 2
RECORD = UUID(int=0x2E)
A_DAY = timedelta(days=1)
TOMORROW = TODAY + A_DAY
NEXT_WEEK = TODAY + timedelta(days=7)

GIVEN = happened(
    Release.Given,
    owner=MZ,
    record=RECORD,
    kind="countermeasure",
    of=RECORD,
    of_kind="countermeasure",
    to=PG,
    basis="合同検討会議の審議資料",
    until=TOMORROW,
)
AGAIN = happened(
    Release.GivenAgain,
    record=RECORD,
    kind="countermeasure",
    owner=MZ,
    to=PG,
    basis="公表済み",
    until=None,
)
WITHDRAWN = happened(
    Release.Withdrawn, record=RECORD, kind="countermeasure", to=PG, reason="誤って開示したため"
)
TERMS: dict[str, Any] = {
    "basis": "合同検討会議の審議資料",
    "until": TOMORROW,
    "categories": ("NONE",),
    "on": TODAY,
}

NEIGHBOURS: list[tuple[dict[str, Any], type[Refusal] | None]] = [
    ({"until": None}, None),
    ({"until": TODAY}, None),
    ({"until": TODAY - A_DAY}, ReleaseEndsBeforeToday),
    ({"basis": " "}, ReleaseNeedsItsBasis),
    ({"categories": ()}, RecordIsUnjudged),
    ({"categories": ("PERSONAL",)}, None),
]


def give(*, to: int = PG, kind: str = "countermeasure", **terms: Any) -> Release:
    return Release.give(owner=MZ, record=RECORD, kind=kind, to=to, **TERMS | terms, **BY_EDITOR)


def said(terms: dict[str, Any]) -> dict[str, Any]:
    return {name: terms[name] for name in ("basis", "until") if name in terms}


def test_a_record_is_released_to_another_party() -> None:
    then_begun(give, GIVEN)


def test_a_record_is_not_released_to_its_own_party() -> None:
    then_refused(lambda: give(to=MZ), ReleaseIsToItsOwnParty)


def test_a_release_says_what_kind_of_record_it_is_of() -> None:
    then_refused(lambda: give(kind=""), TextIsEmpty)


def test_a_release_is_one_per_record_and_party() -> None:
    assert give().id == Release.id_for(RECORD, PG)
    assert Release.id_for(RECORD, PG) != Release.id_for(RECORD, 0)


@pytest.mark.parametrize(("other", "refusal"), NEIGHBOURS)
def test_a_judged_record_is_released_on_a_basis_for_today_at_least(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    if refusal:
        then_refused(lambda: give(**other), refusal)
    else:
        then_begun(lambda: give(**other), GIVEN.but(**said(other)))


@pytest.mark.parametrize(("other", "refusal"), NEIGHBOURS)
def test_a_record_is_released_again_under_the_same_rules(
    other: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    story = given(Release, GIVEN, WITHDRAWN)
    story.when(lambda r: r.give_again(**TERMS | other, **BY_EDITOR))
    if refusal:
        story.then_refused(refusal)
    else:
        story.then(AGAIN.but(**said(TERMS | other)))


@pytest.mark.parametrize("other", [{"basis": "公表済み"}, {"until": None}, {"until": NEXT_WEEK}])
def test_a_standing_release_is_not_given_on_other_terms(other: dict[str, Any]) -> None:
    (
        given(Release, GIVEN)
        .when(lambda r: r.give_again(**TERMS | other, **BY_EDITOR))
        .then_refused(ReleaseStands)
    )


def test_a_standing_release_given_on_the_same_terms_is_left_as_it_is() -> None:
    given(Release, GIVEN).when(lambda r: r.give_again(**TERMS, **BY_EDITOR)).then_nothing()
    (
        given(Release, GIVEN, WITHDRAWN, AGAIN)
        .when(lambda r: r.give_again(**TERMS | {"basis": "公表済み", "until": None}, **BY_EDITOR))
        .then_nothing()
    )


@pytest.mark.parametrize(
    ("on", "stands"), [(TODAY, True), (TOMORROW, True), (TOMORROW + A_DAY, False)]
)
def test_a_release_stands_to_the_end_of_its_last_day(on: date, stands: bool) -> None:
    assert rebuilt(Release, GIVEN).stands_on(on) == stands
    assert rebuilt(Release, GIVEN.but(until=None)).stands_on(on)
    assert not rebuilt(Release, GIVEN, WITHDRAWN).stands_on(on)


def test_a_release_that_has_run_out_is_given_again() -> None:
    (
        given(Release, GIVEN)
        .when(
            lambda r: r.give_again(
                **TERMS | {"basis": "公表済み", "until": None, "on": NEXT_WEEK}, **BY_EDITOR
            )
        )
        .then(AGAIN)
    )


def test_a_standing_release_is_withdrawn() -> None:
    (
        given(Release, GIVEN)
        .when(lambda r: r.withdraw(reason="誤って開示したため", on=TOMORROW, **BY_EDITOR))
        .then(WITHDRAWN)
    )
    (
        given(Release, GIVEN, WITHDRAWN, AGAIN)
        .when(lambda r: r.withdraw(on=NEXT_WEEK, **BY_EDITOR))
        .then(WITHDRAWN.but(reason=None))
    )


def test_a_release_that_does_not_stand_is_not_withdrawn() -> None:
    (
        given(Release, GIVEN)
        .when(lambda r: r.withdraw(on=NEXT_WEEK, **BY_EDITOR))
        .then_refused(ReleaseDoesNotStand)
    )
    (
        given(Release, GIVEN, WITHDRAWN)
        .when(lambda r: r.withdraw(on=TODAY, **BY_EDITOR))
        .then_refused(ReleaseDoesNotStand)
    )
