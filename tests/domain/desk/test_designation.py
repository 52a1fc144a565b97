"""Designations: written leave to work at a desk, given by somebody else, from a day on."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.desk.designation import Designation
from domain.desk.refusals import DesignationIsOnesOwn, DesignationIsOver
from domain.refusals import PeriodEndsBeforeItBegins, TextIsEmpty, TextIsTooLong
from tests.story import NOON, SUBJECT, TODAY, Asked, given, happened, then_begun, then_refused

CUSTODIAN, OFFICER = UUID(int=0xC5), UUID(int=0xDE)
BY_CUSTODIAN = Asked(by=CUSTODIAN, at=NOON)
YESTERDAY, NEXT_WEEK = TODAY - timedelta(days=1), TODAY + timedelta(days=7)

GRANTED = happened(
    Designation.Granted,
    by=CUSTODIAN,
    owner=2,
    member=OFFICER,
    deputy=False,
    basis="指定書 第3号",
    since=TODAY,
    until=None,
)
FOR_A_WEEK = GRANTED.but(until=NEXT_WEEK)
REVOKED = happened(Designation.Revoked, by=CUSTODIAN, until=TODAY, reason="異動")


def grant(**other: Any) -> Designation:
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "member": OFFICER, "since": TODAY}
    return Designation.grant(**(stated | {"basis": "指定書 第3号 "} | other), **BY_CUSTODIAN)


def revoke(one: Designation, until: date = TODAY, reason: str | None = " 異動") -> None:
    one.revoke(until=until, reason=reason, today=TODAY, **BY_CUSTODIAN)


def test_a_member_is_designated_in_writing_from_a_day_on() -> None:
    then_begun(grant, GRANTED)
    then_begun(lambda: grant(deputy=True, until=NEXT_WEEK), FOR_A_WEEK.but(deputy=True))
    then_begun(lambda: grant(until=TODAY), GRANTED.but(until=TODAY))
    then_begun(lambda: grant(since=NEXT_WEEK), GRANTED.but(since=NEXT_WEEK))


@pytest.mark.parametrize(("basis", "refusal"), [(" ", TextIsEmpty), ("長" * 10_001, TextIsTooLong)])
def test_a_designation_rests_on_something_written(basis: str, refusal: type[Any]) -> None:
    then_refused(lambda: grant(basis=basis), refusal)


def test_nobody_designates_themself() -> None:
    then_refused(lambda: grant(member=CUSTODIAN), DesignationIsOnesOwn)


def test_a_designation_does_not_end_before_it_begins() -> None:
    then_refused(
        lambda: grant(until=YESTERDAY), PeriodEndsBeforeItBegins, begins=TODAY, ends=YESTERDAY
    )


def test_a_designation_is_ended_behind_a_day() -> None:
    for stands in (GRANTED, FOR_A_WEEK, GRANTED.but(until=TODAY + timedelta(days=1))):
        given(Designation, stands).when(revoke).then(REVOKED)
        given(Designation, stands).when(lambda d: revoke(d, reason=" ")).then(
            REVOKED.but(reason=None)
        )
    given(Designation, GRANTED).when(lambda d: revoke(d, NEXT_WEEK)).then(
        REVOKED.but(until=NEXT_WEEK)
    )


def test_what_is_planned_by_mistake_ends_before_it_begins() -> None:
    given(Designation, GRANTED).when(lambda d: revoke(d, YESTERDAY)).then(
        REVOKED.but(until=YESTERDAY)
    )


def test_ending_it_on_the_day_it_ends_anyway_changes_nothing() -> None:
    given(Designation, FOR_A_WEEK).when(lambda d: revoke(d, NEXT_WEEK)).then_nothing()
    given(Designation, GRANTED, REVOKED).when(revoke).then_nothing()
    over = GRANTED.but(since=date(2022, 4, 1)), REVOKED.but(until=YESTERDAY)
    given(Designation, *over).when(lambda d: revoke(d, YESTERDAY)).then_nothing()


@pytest.mark.parametrize("until", [TODAY, date(2022, 12, 31), NEXT_WEEK])
def test_what_is_over_is_not_ended_otherwise(until: date) -> None:
    over = GRANTED.but(since=date(2022, 4, 1), until=YESTERDAY)
    given(Designation, over).when(lambda d: revoke(d, until)).then_refused(
        DesignationIsOver, until=YESTERDAY
    )


def test_ending_it_never_makes_it_longer() -> None:
    later = NEXT_WEEK + timedelta(days=1)
    given(Designation, FOR_A_WEEK).when(lambda d: revoke(d, later)).then_refused(
        DesignationIsOver, until=NEXT_WEEK
    )
    given(Designation, GRANTED, REVOKED).when(lambda d: revoke(d, later)).then_refused(
        DesignationIsOver, until=TODAY
    )
