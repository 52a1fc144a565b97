"""Which tickets the whole desk may see: only these are told in numbers, since everybody there can take away what
they see themselves."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.desk.access import Access, Concerned, Officer, is_open_to_all, may_see
from domain.desk.contents import Handler

MZ, PG, EXT = 2, 1, 3
TODAY = date(2023, 4, 1)
ONE, OTHER, FORMER, OUTSIDE = (UUID(int=number) for number in (0xB1, 0xB2, 0xB3, 0xE1))
SALES, SYSTEMS = UUID(int=0x5A), UUID(int=0x57)
NOT_RESERVED: Final[Any] = None
RESERVED: Final[Any] = "WHISTLEBLOWING"
DESK = [
    Officer(ONE, MZ, frozenset({SALES}), stands=True),
    Officer(OTHER, MZ, frozenset(), stands=True),
    Officer(FORMER, MZ, frozenset({SYSTEMS}), stands=False),
    Officer(OUTSIDE, EXT, frozenset(), stands=True, deputy=True),
]


def advice(*concerned: Concerned) -> Access:
    return Access(NOT_RESERVED, (), concerned)


def test_what_is_no_report_and_about_nobody_there_is_open_to_all() -> None:
    assert is_open_to_all(advice(), DESK, TODAY)
    others = (Concerned(member=UUID(int=7)), Concerned(department=UUID(int=8)), Concerned(party=PG))
    assert is_open_to_all(advice(*others, Concerned()), DESK, TODAY)


def test_what_is_about_somebody_there_is_not() -> None:
    for about in (Concerned(member=OTHER), Concerned(department=SALES), Concerned(party=MZ)):
        assert not is_open_to_all(advice(about), DESK, TODAY)


def test_nor_is_it_where_somebody_is_there_no_more_or_not_yet() -> None:
    """They remember what they saw, or will look."""
    for about in (Concerned(member=FORMER), Concerned(department=SYSTEMS)):
        assert not is_open_to_all(advice(about), DESK, TODAY)


def test_a_report_is_not_even_where_all_handle_it() -> None:
    handlers = tuple(Handler(one.member, TODAY, None) for one in DESK)
    assert not is_open_to_all(Access(RESERVED, handlers, ()), DESK, TODAY)
    assert not is_open_to_all(Access(RESERVED, handlers[:1], ()), DESK[:1], TODAY)


def test_deputies_do_not_matter() -> None:
    about = Concerned(party=EXT)
    assert is_open_to_all(advice(about), DESK, TODAY)


PEOPLE = st.builds(
    Officer,
    st.integers(1, 5).map(lambda number: UUID(int=number)),
    st.sampled_from((MZ, PG)),
    st.frozensets(st.sampled_from((SALES, SYSTEMS)), max_size=1),
    stands=st.booleans(),
    deputy=st.booleans(),
)
ABOUT = st.one_of(
    st.builds(Concerned, member=st.integers(1, 6).map(lambda number: UUID(int=number))),
    st.builds(Concerned, department=st.sampled_from((SALES, SYSTEMS))),
    st.builds(Concerned, party=st.sampled_from((PG, EXT))),
)


@given(
    st.lists(PEOPLE, max_size=5, unique_by=lambda one: one.member),
    st.lists(ABOUT, max_size=2),
    st.booleans(),
)
def test_whoever_works_there_sees_all_that_is_open_to_all(
    desk: list[Officer], concerned: list[Concerned], reserved: bool
) -> None:
    access = Access(RESERVED if reserved else NOT_RESERVED, (), tuple(concerned))
    if is_open_to_all(access, desk, TODAY):
        seeing = may_see(access, desk, TODAY)
        assert seeing >= {one.member for one in desk if one.stands and not one.deputy}
