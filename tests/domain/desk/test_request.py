"""Requests to the custodian: a handler asks, another person decides, once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.desk.refusals import NobodyDecidesAlone, RequestIsDecided
from domain.desk.request import CustodianRequest, Purpose, RequestState
from domain.refusals import PeriodEndsBeforeItBegins, TextIsEmpty
from tests.story import (
    NOON,
    SUBJECT,
    TODAY,
    Asked,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

OFFICER, CUSTODIAN, TICKET = UUID(int=0xDE), UUID(int=0xC5), UUID(int=0x71)
BY_OFFICER, BY_CUSTODIAN = Asked(by=OFFICER, at=NOON), Asked(by=CUSTODIAN, at=NOON)
NEXT_WEEK = TODAY + timedelta(days=7)

ASKED = happened(
    CustodianRequest.Asked,
    by=OFFICER,
    owner=2,
    subject=TICKET,
    purpose="OPEN_IDENTITY",
    person=None,
    reason="折り返しの連絡に要る",
)
GRANTED = happened(CustodianRequest.Granted, by=CUSTODIAN, until=NEXT_WEEK)
DECLINED = happened(
    CustodianRequest.Declined, by=CUSTODIAN, subject=TICKET, reason="受付番号で足りる"
)


def ask(**other: Any) -> CustodianRequest:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "ticket": TICKET}
    stated |= {"purpose": Purpose.OPEN_IDENTITY, "reason": " 折り返しの連絡に要る"}
    return CustodianRequest.ask(**(stated | other), **BY_OFFICER)


def grant(one: CustodianRequest, until: date = NEXT_WEEK, asked: Asked = BY_CUSTODIAN) -> None:
    one.grant(until=until, today=TODAY, **asked)


def decline(
    one: CustodianRequest, reason: str = "受付番号で足りる ", asked: Asked = BY_CUSTODIAN
) -> None:
    one.decline(reason=reason, **asked)


def test_a_handler_asks_and_says_why() -> None:
    person = UUID(int=0xA1)
    then_begun(ask, ASKED)
    then_begun(lambda: ask(purpose=Purpose.ERASE), ASKED.but(purpose="ERASE"))
    then_begun(
        lambda: ask(purpose=Purpose.ERASE, person=person), ASKED.but(purpose="ERASE", person=person)
    )
    then_refused(lambda: ask(reason=" "), TextIsEmpty)


def test_a_custodian_agrees_until_a_day() -> None:
    given(CustodianRequest, ASKED).when(grant).then(GRANTED)
    given(CustodianRequest, ASKED).when(lambda r: grant(r, TODAY)).then(GRANTED.but(until=TODAY))
    given(CustodianRequest, ASKED).when(lambda r: grant(r, TODAY - timedelta(days=1))).then_refused(
        PeriodEndsBeforeItBegins, begins=TODAY
    )


def test_a_custodian_says_no_and_why() -> None:
    given(CustodianRequest, ASKED).when(decline).then(DECLINED)
    given(CustodianRequest, ASKED).when(lambda r: decline(r, " ")).then_refused(TextIsEmpty)


Decide = Callable[..., None]


@pytest.mark.parametrize("decide", [grant, decline])
def test_nobody_decides_what_they_asked_for(decide: Decide) -> None:
    given(CustodianRequest, ASKED).when(lambda r: decide(r, asked=BY_OFFICER)).then_refused(
        NobodyDecidesAlone
    )


@pytest.mark.parametrize("decided", [GRANTED, DECLINED])
@pytest.mark.parametrize("decide", [grant, decline])
def test_a_request_is_decided_once(decided: Happened, decide: Decide) -> None:
    given(CustodianRequest, ASKED, decided).when(decide).then_refused(RequestIsDecided)


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ((ASKED,), RequestState.ASKED),
        ((ASKED, GRANTED), RequestState.GRANTED),
        ((ASKED, DECLINED), RequestState.DECLINED),
    ],
)
def test_what_has_become_of_a_request(history: tuple[Happened, ...], state: RequestState) -> None:
    one = rebuilt(CustodianRequest, *history)
    assert one.state is state
    assert one.decline_reason == ("受付番号で足りる" if state is RequestState.DECLINED else None)
    assert (one.owner, one.ticket, one.person, one.asker) == (2, TICKET, None, OFFICER)
    assert (one.asked_at, one.reason) == (NOON, "折り返しの連絡に要る")


@pytest.mark.parametrize(
    ("history", "day", "to", "opens"),
    [
        ((ASKED, GRANTED), TODAY, OFFICER, True),
        ((ASKED, GRANTED), NEXT_WEEK, OFFICER, True),
        ((ASKED, GRANTED), NEXT_WEEK + timedelta(days=1), OFFICER, False),
        ((ASKED, GRANTED), TODAY, CUSTODIAN, False),
        ((ASKED,), TODAY, OFFICER, False),
        ((ASKED, DECLINED), TODAY, OFFICER, False),
        ((ASKED.but(purpose="ERASE"), GRANTED), TODAY, OFFICER, False),
    ],
)
def test_an_identity_is_told_to_who_asked_until_that_day(
    history: tuple[Happened, ...], day: date, to: UUID, opens: bool
) -> None:
    assert rebuilt(CustodianRequest, *history).opens_on(day, to) is opens
