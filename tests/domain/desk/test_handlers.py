"""Who is named for a ticket: a whistleblowing report is for these alone, and never without one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.desk.contents import Handler, released
from domain.desk.refusals import LastHandlerStays, WhistleblowingNeedsHandlers
from domain.desk.ticket import Ticket
from domain.refusals import PeriodEndsBeforeItBegins
from tests.story import NOON, TODAY, Asked, Happened, given, happened, rebuilt

OFFICER, ONE, OTHER = UUID(int=0xDE), UUID(int=0xB1), UUID(int=0xB2)
BY_OFFICER = Asked(by=OFFICER, at=NOON)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)

LOGGED = happened(
    Ticket.Logged,
    by=OFFICER,
    owner=2,
    subject=UUID(int=0xC0),
    question="見てしまった",
    channel="PHONE",
    category="I_SAW",
    urgency="NORMAL",
    received_on=TODAY,
)
NAMED = happened(Ticket.HandlerDesignated, by=OFFICER, member=ONE, since=TODAY, until=None)
FOR_A_WEEK = NAMED.but(until=NEXT_WEEK)
LET_GO = happened(Ticket.HandlerReleased, by=OFFICER, member=ONE, until=TODAY)
REPORT = happened(
    Ticket.Assessed, by=OFFICER, assessment="WHISTLEBLOWING", reason=None, known_to=()
)
ADVICE = REPORT.but(assessment="ADVICE")


def assess(ticket: Ticket, *handlers: UUID, assessment: str = "WHISTLEBLOWING") -> None:
    ticket.assess(assessment=assessment, handlers=handlers, today=TODAY, **BY_OFFICER)


def designate(ticket: Ticket, member: UUID = ONE, **other: Any) -> None:
    stated: dict[str, Any] = {"member": member, "since": TODAY}
    ticket.designate(**(stated | other), **BY_OFFICER)


def release(ticket: Ticket, member: UUID = ONE, until: date = TODAY) -> None:
    ticket.release(member=member, until=until, **BY_OFFICER)


def test_a_report_is_for_somebody() -> None:
    given(Ticket, LOGGED).when(assess).then_refused(WhistleblowingNeedsHandlers)
    given(Ticket, LOGGED).when(lambda t: assess(t, ONE, OTHER, ONE)).then(
        REPORT, NAMED, NAMED.but(member=OTHER)
    )
    given(Ticket, LOGGED, NAMED).when(assess).then(REPORT)
    given(Ticket, LOGGED, NAMED).when(lambda t: assess(t, ONE, OTHER)).then(
        REPORT, NAMED.but(member=OTHER)
    )


def test_a_report_is_for_somebody_for_as_long_as_it_takes() -> None:
    for passing in (FOR_A_WEEK, NAMED.but(since=TOMORROW)):
        given(Ticket, LOGGED, passing).when(assess).then_refused(WhistleblowingNeedsHandlers)
        given(Ticket, LOGGED, passing).when(lambda t: assess(t, ONE)).then(REPORT, NAMED)
    given(Ticket, LOGGED, NAMED, LET_GO.but(until=YESTERDAY)).when(assess).then_refused(
        WhistleblowingNeedsHandlers
    )


def test_no_other_ticket_needs_one() -> None:
    given(Ticket, LOGGED).when(lambda t: assess(t, assessment="ADVICE")).then(ADVICE)
    given(Ticket, LOGGED).when(lambda t: assess(t, ONE, assessment="ADVICE")).then(ADVICE, NAMED)


def test_a_further_handler_is_named_with_the_same_judgement() -> None:
    given(Ticket, LOGGED, NAMED, REPORT).when(lambda t: assess(t, OTHER)).then(
        NAMED.but(member=OTHER)
    )
    given(Ticket, LOGGED, NAMED, REPORT).when(lambda t: assess(t, ONE)).then_nothing()


def test_a_handler_is_named_from_a_day_on() -> None:
    given(Ticket, LOGGED).when(designate).then(NAMED)
    given(Ticket, LOGGED).when(lambda t: designate(t, until=NEXT_WEEK)).then(FOR_A_WEEK)
    given(Ticket, LOGGED).when(lambda t: designate(t, until=TODAY)).then(NAMED.but(until=TODAY))
    given(Ticket, LOGGED).when(lambda t: designate(t, until=YESTERDAY)).then_refused(
        PeriodEndsBeforeItBegins, begins=TODAY, ends=YESTERDAY
    )


@pytest.mark.parametrize(
    ("known", "asked", "said"),
    [
        (NAMED, {}, False),
        (NAMED, {"until": NEXT_WEEK}, False),
        (NAMED, {"since": TOMORROW, "until": None}, False),
        (NAMED, {"since": YESTERDAY}, True),
        (NAMED, {"member": OTHER}, True),
        (FOR_A_WEEK, {"until": NEXT_WEEK}, False),
        (FOR_A_WEEK, {"until": TOMORROW}, False),
        (FOR_A_WEEK, {"until": NEXT_WEEK + timedelta(days=1)}, True),
        (FOR_A_WEEK, {}, True),
    ],
)
def test_who_is_named_through_those_days_already_stays_so(
    known: Happened, asked: dict[str, Any], said: bool
) -> None:
    story = given(Ticket, LOGGED, known).when(lambda t: designate(t, **asked))
    story.then(NAMED.but(**asked)) if said else story.then_nothing()


def test_a_handler_is_let_go_behind_a_day() -> None:
    given(Ticket, LOGGED, NAMED).when(release).then(LET_GO)
    given(Ticket, LOGGED, FOR_A_WEEK).when(release).then(LET_GO)
    given(Ticket, LOGGED, FOR_A_WEEK).when(lambda t: release(t, until=NEXT_WEEK)).then_nothing()
    given(Ticket, LOGGED, NAMED, LET_GO).when(release).then_nothing()
    given(Ticket, LOGGED, NAMED).when(lambda t: release(t, OTHER)).then_nothing()
    given(Ticket, LOGGED, NAMED).when(lambda t: release(t, until=date.max)).then(
        LET_GO.but(until=date.max)
    )


@pytest.mark.parametrize(
    ("others", "until", "stays"),
    [
        ((), TODAY, True),
        ((), date.max, True),
        ((NAMED.but(member=OTHER),), TODAY, False),
        ((NAMED.but(member=OTHER),), YESTERDAY, False),
        ((NAMED.but(member=OTHER, since=TOMORROW),), TODAY, False),
        ((NAMED.but(member=OTHER, since=NEXT_WEEK),), TODAY, True),
        ((FOR_A_WEEK.but(member=OTHER),), TODAY, True),
        ((FOR_A_WEEK,), TODAY, True),
    ],
)
def test_a_report_keeps_one_handler_without_a_day_between(
    others: tuple[Happened, ...], until: date, stays: bool
) -> None:
    story = given(Ticket, LOGGED, NAMED, *others, REPORT).when(lambda t: release(t, until=until))
    story.then_refused(LastHandlerStays) if stays else story.then(LET_GO.but(until=until))


def test_what_was_a_report_stays_with_its_handlers() -> None:
    again = (LOGGED, NAMED, REPORT, ADVICE)
    assert rebuilt(Ticket, *again).reserved
    assert not rebuilt(Ticket, LOGGED, NAMED, ADVICE).reserved
    given(Ticket, *again).when(release).then_refused(LastHandlerStays)


DAYS = st.dates(date(2023, 3, 1), date(2023, 5, 1))
HANDLERS = st.builds(Handler, st.sampled_from([ONE, OTHER]), DAYS, st.none() | DAYS)


@drawn(st.lists(HANDLERS, max_size=5), DAYS, DAYS)
def test_who_is_let_go_handles_nothing_behind_that_day_and_the_others_as_before(
    handlers: list[Handler], until: date, day: date
) -> None:
    def on(named: list[Handler], member: UUID) -> bool:
        return any(one.member == member and one.stands_on(day) for one in named)

    left = list(released(handlers, ONE, until))
    assert on(left, ONE) == (on(handlers, ONE) and day <= until)
    assert on(left, OTHER) == on(handlers, OTHER)
    assert released(left, ONE, until) == tuple(left)
