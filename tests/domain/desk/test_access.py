"""Who may see a ticket: the one rule, by example and at random."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.access import (
    Access,
    Concerned,
    Officer,
    is_concerned,
    is_handled,
    may_handle,
    may_see,
)
from domain.desk.contents import Handler

MZ, PG, EXT = 2, 1, 3
TODAY = date(2023, 4, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ONE, OTHER, OUTSIDE, NEAR = (UUID(int=number) for number in (0xB1, 0xB2, 0xE1, 0xE2))
SALES, SYSTEMS = UUID(int=0x5A), UUID(int=0x57)


def officer(member: UUID, *departments: UUID, party: int = MZ, stands: bool = True) -> Officer:
    return Officer(member, party, frozenset(departments), stands)


DESK = [officer(ONE, SALES), officer(OTHER)]
DEPUTIES = [
    Officer(OUTSIDE, EXT, frozenset(), stands=True, deputy=True),
    Officer(NEAR, MZ, frozenset({SYSTEMS}), stands=True, deputy=True),
]
ALL = [*DESK, *DEPUTIES]


def advice(*concerned: Concerned, handlers: tuple[Handler, ...] = ()) -> Access:
    return Access(False, handlers, concerned)


def report(*handlers: Handler, concerned: tuple[Concerned, ...] = ()) -> Access:
    return Access(True, handlers, concerned)


def handler(member: UUID, since: date = YESTERDAY, until: date | None = None) -> Handler:
    return Handler(member, since, until)


def test_whoever_works_at_the_desk_sees_what_is_no_report() -> None:
    assert may_see(advice(), ALL, TODAY) == {ONE, OTHER}
    assert may_see(advice(handlers=(handler(ONE),)), ALL, TODAY) == {ONE, OTHER}


def test_nobody_sees_anything_without_a_standing_designation_and_role() -> None:
    gone = [officer(ONE, stands=False), officer(OTHER)]
    assert may_see(advice(), gone, TODAY) == {OTHER}
    assert may_see(report(handler(ONE)), gone, TODAY) == set()
    assert may_see(report(handler(ONE), handler(OTHER)), gone, TODAY) == {OTHER}
    assert may_see(advice(), [], TODAY) == set()


def test_a_designation_for_one_ticket_is_none_for_the_desk() -> None:
    assert may_see(report(handler(UUID(int=0xFF))), DESK, TODAY) == set()
    assert may_see(advice(handlers=(handler(UUID(int=0xFF)),)), DESK, TODAY) == {ONE, OTHER}


def test_a_report_is_for_its_named_handlers() -> None:
    assert may_see(report(handler(ONE)), ALL, TODAY) == {ONE}
    assert may_see(report(handler(ONE), handler(OTHER)), ALL, TODAY) == {ONE, OTHER}


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TOMORROW, None, False),
        (YESTERDAY, YESTERDAY, False),
        (YESTERDAY, TOMORROW, True),
    ],
)
def test_a_handler_sees_a_report_on_the_days_of_the_naming(
    since: date, until: date | None, sees: bool
) -> None:
    named = report(handler(ONE, since, until))
    assert may_see(named, DESK, TODAY) == ({ONE} if sees else set())


@pytest.mark.parametrize(
    ("about", "left"),
    [
        (Concerned(member=ONE), {OTHER}),
        (Concerned(member=UUID(int=0xFF)), {ONE, OTHER}),
        (Concerned(department=SALES), {OTHER}),
        (Concerned(department=UUID(int=0xFE)), {ONE, OTHER}),
        (Concerned(party=PG), {ONE, OTHER}),
        (Concerned(), {ONE, OTHER}),
        (Concerned(member=ONE, department=SYSTEMS, party=PG), {OTHER}),
    ],
)
def test_nobody_sees_what_concerns_them_or_their_department(
    about: Concerned, left: set[UUID]
) -> None:
    assert may_see(advice(about), ALL, TODAY) == left


def test_a_handler_who_is_concerned_sees_a_report_no_more() -> None:
    both = (handler(ONE), handler(OTHER))
    assert may_see(report(*both, concerned=(Concerned(member=ONE),)), ALL, TODAY) == {OTHER}


def test_deputies_stand_in_where_nobody_is_left() -> None:
    about_the_desk = (Concerned(member=ONE), Concerned(member=OTHER))
    assert may_see(advice(*about_the_desk), ALL, TODAY) == {OUTSIDE, NEAR}
    assert may_see(report(handler(ONE), concerned=about_the_desk), ALL, TODAY) == {OUTSIDE, NEAR}
    assert may_see(report(handler(ONE, until=YESTERDAY)), ALL, TODAY) == {OUTSIDE, NEAR}
    assert may_see(advice(), DEPUTIES, TODAY) == {OUTSIDE, NEAR}


def test_what_is_about_the_party_is_for_a_deputy_of_another_one() -> None:
    assert may_see(advice(Concerned(party=MZ)), ALL, TODAY) == {OUTSIDE}
    shut = (Concerned(party=MZ), Concerned(party=EXT))
    assert may_see(advice(*shut), ALL, TODAY) == set()


def test_a_deputy_who_is_named_handles_the_ticket_like_others() -> None:
    assert may_see(report(handler(ONE), handler(OUTSIDE)), ALL, TODAY) == {ONE, OUTSIDE}
    assert may_see(advice(handlers=(handler(OUTSIDE),)), ALL, TODAY) == {ONE, OTHER, OUTSIDE}


def test_who_is_named_can_see_the_ticket_then() -> None:
    lapsed = officer(UUID(int=0xB3), stands=False)
    assert may_handle((), [*ALL, lapsed]) == {ONE, OTHER, OUTSIDE, NEAR}
    about = (Concerned(department=SYSTEMS), Concerned(member=ONE))
    assert may_handle(iter(about), ALL) == {OTHER, OUTSIDE}


# ----- at random ----------------------------------------------------------------------------------

MEMBERS = [UUID(int=number) for number in range(1, 5)]
DEPARTMENTS = [SALES, SYSTEMS]
OFFICERS = st.lists(
    st.builds(
        Officer,
        st.sampled_from(MEMBERS),
        st.sampled_from([PG, MZ]),
        st.frozensets(st.sampled_from(DEPARTMENTS)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.member,
)
DAYS = st.dates(YESTERDAY, TOMORROW)
ABOUT = st.builds(
    Concerned,
    st.none() | st.sampled_from(MEMBERS),
    st.none() | st.sampled_from(DEPARTMENTS),
    st.none() | st.sampled_from([PG, MZ]),
)
TICKETS = st.builds(
    Access,
    st.booleans(),
    st.lists(st.builds(Handler, st.sampled_from(MEMBERS), DAYS, st.none() | DAYS), max_size=3).map(
        tuple
    ),
    st.lists(ABOUT, max_size=2).map(tuple),
)


@given(TICKETS, OFFICERS)
def test_nobody_is_ever_concerned_or_without_standing(
    ticket: Access, officers: list[Officer]
) -> None:
    known = {one.member: one for one in officers}
    for member in may_see(ticket, officers, TODAY):
        assert known[member].stands
        assert not is_concerned(known[member], ticket.concerned)


@given(TICKETS, OFFICERS)
def test_a_report_is_seen_by_handlers_or_by_deputies_alone(
    ticket: Access, officers: list[Officer]
) -> None:
    seeing = may_see(Access(True, ticket.handlers, ticket.concerned), officers, TODAY)
    named = {one.member for one in ticket.handlers if one.stands_on(TODAY)}
    deputies = {one.member for one in officers if one.deputy}
    assert seeing <= named or seeing <= deputies


@given(TICKETS, OFFICERS)
def test_a_report_is_seen_by_nobody_more_than_advice_unless_deputies_stand_in(
    ticket: Access, officers: list[Officer]
) -> None:
    deputies = {one.member for one in officers if one.deputy}
    wide = may_see(Access(False, ticket.handlers, ticket.concerned), officers, TODAY)
    narrow = may_see(Access(True, ticket.handlers, ticket.concerned), officers, TODAY)
    assert narrow <= wide or narrow <= deputies


@given(TICKETS, OFFICERS, ABOUT)
def test_naming_somebody_more_lets_nobody_see_but_deputies(
    ticket: Access, officers: list[Officer], about: Concerned
) -> None:
    deputies = {one.member for one in officers if one.deputy}
    before = may_see(ticket, officers, TODAY)
    more = Access(ticket.reserved, ticket.handlers, (*ticket.concerned, about))
    assert may_see(more, officers, TODAY) <= before | deputies


@given(TICKETS, OFFICERS)
def test_deputies_are_asked_for_where_nobody_handles_it(
    ticket: Access, officers: list[Officer]
) -> None:
    seeing = may_see(ticket, officers, TODAY)
    able = may_handle(ticket.concerned, officers)
    deputies = {one.member for one in officers if one.deputy}
    if is_handled(ticket, officers, TODAY):
        assert seeing
    else:
        assert seeing == able & deputies


@given(TICKETS, OFFICERS, st.sampled_from(MEMBERS))
def test_whoever_may_handle_it_sees_it_once_named(
    ticket: Access, officers: list[Officer], member: UUID
) -> None:
    named = (*ticket.handlers, Handler(member, TODAY, None))
    seeing = may_see(Access(ticket.reserved, named, ticket.concerned), officers, TODAY)
    assert (member in may_handle(ticket.concerned, officers)) == (member in seeing)
