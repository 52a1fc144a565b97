"""What may become of a party."""

from datetime import date, timedelta

import pytest

from domain.people.party import LAST_NUMBER, Party
from domain.people.refusals import (
    PartyBeginsLater,
    PartyCodeIsMalformed,
    PartyIsClosed,
    PartyNumberIsOutOfRange,
)
from domain.refusals import PeriodEndsBeforeItBegins, TextIsEmpty
from tests.story import BY_EDITOR, given, happened, then_begun, then_refused

SINCE = date(2020, 4, 1)
LAST_DAY = date(2024, 3, 31)

FOUNDED = happened(
    Party.Founded,
    number=2,
    code="MZ",
    name="中部電力ミライズ株式会社",
    name_en="Chubu Electric Power Miraiz",
    since=SINCE,
)
CLOSED = happened(Party.Closed, until=LAST_DAY)


def found(*, number: int = 2, code: str = "MZ", name: str = "ミライズ") -> Party:
    return Party.found(number=number, code=code, name=name, since=SINCE, **BY_EDITOR)


def test_a_party_is_founded_under_its_number_and_code() -> None:
    then_begun(found, FOUNDED.but(name="ミライズ", name_en=None))


def test_a_party_is_found_by_its_number() -> None:
    assert found(number=2).id == Party.id_for(2)
    assert Party.id_for(2) != Party.id_for(3)


@pytest.mark.parametrize("number", [0, LAST_NUMBER])
def test_a_party_has_a_number_that_fits_an_audience(number: int) -> None:
    assert found(number=number).number == number


@pytest.mark.parametrize("number", [-1, LAST_NUMBER + 1])
def test_a_party_has_no_number_beyond_an_audience(number: int) -> None:
    then_refused(lambda: found(number=number), PartyNumberIsOutOfRange)


@pytest.mark.parametrize("code", ["A", "0", "EXT", "ABCDEFGHIJ12"])
def test_a_party_has_a_code_of_capitals_and_digits(code: str) -> None:
    assert found(code=code).code == code


@pytest.mark.parametrize("code", ["", "mz", "M Z", "ＭＺ", "MZ\n", "M-Z", "ABCDEFGHIJ123", "٣"])
def test_a_party_has_no_other_code(code: str) -> None:
    then_refused(lambda: found(code=code), PartyCodeIsMalformed)


def test_a_party_has_a_name() -> None:
    then_refused(lambda: found(name=" "), TextIsEmpty)


def test_a_party_is_renamed_from_a_day_on() -> None:
    (
        given(Party, FOUNDED)
        .when(lambda p: p.rename(name="ミライズ", name_en=" Miraiz ", since=LAST_DAY, **BY_EDITOR))
        .then(happened(Party.Renamed, name="ミライズ", name_en="Miraiz", since=LAST_DAY))
    )


def test_a_party_renamed_to_the_names_it_bears_is_left_as_it_is() -> None:
    """On the day from which it is to bear them; before another begins, it does not bear that yet."""
    renamed = happened(Party.Renamed, name="ミライズ", name_en=None, since=LAST_DAY)
    for since in (LAST_DAY, LAST_DAY + timedelta(days=1)):
        given(Party, FOUNDED, renamed).when(
            lambda p, since=since: p.rename(name="ミライズ", since=since, **BY_EDITOR)  # type: ignore[misc]  # bound at once
        ).then_nothing()
    (
        given(Party, FOUNDED, renamed)
        .when(lambda p: p.rename(name="ミライズ", since=SINCE, **BY_EDITOR))
        .then(renamed.but(since=SINCE))
    )


def test_a_party_is_not_renamed_before_it_began() -> None:
    (
        given(Party, FOUNDED)
        .when(lambda p: p.rename(name="ミライズ", since=SINCE - timedelta(days=1), **BY_EDITOR))
        .then_refused(PartyBeginsLater, begins=SINCE)
    )


def test_a_party_closes_after_its_last_day() -> None:
    given(Party, FOUNDED).when(lambda p: p.close(until=LAST_DAY, **BY_EDITOR)).then(CLOSED)


def test_a_party_may_close_on_the_day_it_began() -> None:
    (
        given(Party, FOUNDED)
        .when(lambda p: p.close(until=SINCE, **BY_EDITOR))
        .then(CLOSED.but(until=SINCE))
    )


def test_a_party_does_not_close_before_it_began() -> None:
    (
        given(Party, FOUNDED)
        .when(lambda p: p.close(until=SINCE - timedelta(days=1), **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins)
    )


def test_a_party_closed_again_on_the_same_day_is_left_as_it_is() -> None:
    (
        given(Party, FOUNDED, CLOSED)
        .when(lambda p: p.close(until=LAST_DAY, **BY_EDITOR))
        .then_nothing()
    )


def test_a_closed_party_changes_no_more() -> None:
    closed = (FOUNDED, CLOSED)
    (
        given(Party, *closed)
        .when(lambda p: p.rename(name="ミライズ", since=SINCE, **BY_EDITOR))
        .then_refused(PartyIsClosed)
    )
    (
        given(Party, *closed)
        .when(lambda p: p.close(until=SINCE, **BY_EDITOR))
        .then_refused(PartyIsClosed)
    )
