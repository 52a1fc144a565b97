"""What holds for every record."""

from decimal import Decimal

import pytest

from domain.refusals import WordIsUnknown
from domain.register.record import (
    Field,
    counted,
    may_be_released,
    normalised_categories,
)
from domain.register.refusals import (
    JudgementNamesNoCategory,
    NoneStandsAlone,
    NumberIsNegative,
    NumberIsNotFinite,
    NumberIsTooLong,
)
from domain.register.report import Report
from tests.story import BY_CCO, BY_EDITOR, CCO, Happened, given, happened

VALUE = Field("値", "value")

FOUNDED = happened(Report.Founded, owner=2, title="調査結果の概要", status_date=None, categories=())


def judged(*categories: str) -> Happened:
    return happened(Report.Judged, categories=categories)


def test_a_record_is_judged() -> None:
    (
        given(Report, FOUNDED)
        .when(lambda r: r.judge(categories=("NETWORK_CUSTOMER",), **BY_CCO))
        .then(judged("NETWORK_CUSTOMER").but(by=CCO))
    )


def test_a_record_is_judged_by_each_category_once_and_in_one_order() -> None:
    (
        given(Report, FOUNDED)
        .when(
            lambda r: r.judge(categories=("PERSONAL", "NETWORK_CUSTOMER", "PERSONAL"), **BY_EDITOR)
        )
        .then(judged("NETWORK_CUSTOMER", "PERSONAL"))
    )


def test_a_record_judged_the_same_is_left_as_it_is() -> None:
    (
        given(Report, FOUNDED, judged("NETWORK_CUSTOMER", "PERSONAL"))
        .when(lambda r: r.judge(categories=("PERSONAL", "NETWORK_CUSTOMER"), **BY_CCO))
        .then_nothing()
    )


def test_a_record_judged_at_its_beginning_is_left_as_it_is() -> None:
    (
        given(Report, FOUNDED.but(categories=("NONE",)))
        .when(lambda r: r.judge(categories=("NONE",), **BY_CCO))
        .then_nothing()
    )


def test_a_judgement_is_replaced_by_another() -> None:
    (
        given(Report, FOUNDED, judged("NONE"))
        .when(lambda r: r.judge(categories=("PERSONAL",), **BY_EDITOR))
        .then(judged("PERSONAL"))
    )


@pytest.mark.parametrize("past", [(), (judged("NONE"),)])
def test_a_judgement_names_a_category(past: tuple[Happened, ...]) -> None:
    (
        given(Report, FOUNDED, *past)
        .when(lambda r: r.judge(categories=(), **BY_EDITOR))
        .then_refused(JudgementNamesNoCategory)
    )


def test_none_stands_beside_no_other_category() -> None:
    (
        given(Report, FOUNDED)
        .when(lambda r: r.judge(categories=("NONE", "PERSONAL"), **BY_EDITOR))
        .then_refused(NoneStandsAlone)
    )
    assert normalised_categories(("NONE", "NONE")) == ("NONE",)


def test_a_category_is_of_the_known_ones() -> None:
    (
        given(Report, FOUNDED)
        .when(lambda r: r.judge(categories=("SECRET",), **BY_EDITOR))
        .then_refused(WordIsUnknown)
    )


def test_categories_are_plain_texts() -> None:
    assert {type(name) for name in normalised_categories(("PERSONAL", "NETWORK_CUSTOMER"))} == {str}


def test_an_unjudged_record_may_not_be_released() -> None:
    assert not may_be_released(())
    assert may_be_released(("NONE",))


# ----- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["0", "85783", "59.3", "999999999999999999.123456789"])
def test_a_number_counts_things(number: str) -> None:
    assert counted(Decimal(number), VALUE) == Decimal(number)


@pytest.mark.parametrize("number", ["-1", "-0", "-0.000000001"])
def test_a_number_is_not_negative(number: str) -> None:
    with pytest.raises(NumberIsNegative):
        counted(Decimal(number), VALUE)


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_is_finite(number: str) -> None:
    with pytest.raises(NumberIsNotFinite):
        counted(Decimal(number), VALUE)


@pytest.mark.parametrize("number", ["1E18", "1E+1000000", "0.0000000001", "1E-1000000"])
def test_a_number_has_no_more_digits_than_are_kept(number: str) -> None:
    with pytest.raises(NumberIsTooLong):
        counted(Decimal(number), VALUE)
