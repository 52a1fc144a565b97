"""What may become of a member, and which roles one person may hold."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.people.member import Member
from domain.people.refusals import (
    MemberHasRetired,
    MemberServesAnotherParty,
    MoveIsWithinTheParty,
    RoleIsHeldLonger,
    RoleIsNotHeld,
    RoleIsOnesOwn,
)
from domain.people.roles import Grant
from domain.refusals import PeriodEndsBeforeItBegins, TextIsEmpty, WordIsUnknown
from tests.story import (
    BY_EDITOR,
    NOON,
    SUBJECT,
    Happened,
    given,
    happened,
    rebuilt,
    then_begun,
    then_refused,
)

PG, MZ = 1, 2
SALES = UUID(int=0x5A)
SPRING = date(2023, 4, 1)
SUMMER = date(2023, 7, 1)
AUTUMN = date(2023, 10, 1)
A_DAY = timedelta(days=1)

ENROLLED = happened(Member.Enrolled, owner=MZ, name="編集 花子", formerly=None)
EDITOR_FOR_GOOD = happened(
    Member.RoleGranted, party=MZ, role="editor", department=None, since=SPRING, until=None
)
EDITOR_UNTIL_SUMMER = EDITOR_FOR_GOOD.but(until=SUMMER)
ENDED_IN_SUMMER = happened(Member.RoleEnded, party=MZ, role="editor", department=None, until=SUMMER)
RETIRED = happened(Member.Retired, until=SUMMER)


def enrol(name: str) -> Member:
    return Member.enrol(id=SUBJECT, owner=MZ, name=name, **BY_EDITOR)


def test_a_member_is_enrolled_by_a_party_without_a_role() -> None:
    then_begun(lambda: enrol("編集 花子"), ENROLLED)
    assert enrol("編集 花子").grants == ()


def test_a_member_has_a_name() -> None:
    then_refused(lambda: enrol(""), TextIsEmpty)


def test_a_member_is_renamed() -> None:
    (
        given(Member, ENROLLED)
        .when(lambda m: m.rename(name="審査 花子", **BY_EDITOR))
        .then(happened(Member.Renamed, name="審査 花子"))
    )


def test_a_member_renamed_to_the_name_borne_is_left_as_it_is() -> None:
    (
        given(Member, ENROLLED, happened(Member.Renamed, name="審査 花子"))
        .when(lambda m: m.rename(name=" 審査 花子", **BY_EDITOR))
        .then_nothing()
    )


# ----- granting ---------------------------------------------------------------------------------


def test_a_role_is_granted_in_a_party_from_a_day_on() -> None:
    (
        given(Member, ENROLLED)
        .when(lambda m: m.grant(party=MZ, role="editor", since=SPRING, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD)
    )


def test_a_role_is_granted_for_one_department_until_a_day() -> None:
    (
        given(Member, ENROLLED)
        .when(
            lambda m: m.grant(
                party=MZ,
                role="editor",
                department=SALES,
                since=SPRING,
                until=SUMMER,
                **BY_EDITOR,
            )
        )
        .then(EDITOR_UNTIL_SUMMER.but(department=SALES))
    )


def test_a_role_is_of_the_known_ones() -> None:
    (
        given(Member, ENROLLED)
        .when(lambda m: m.grant(party=MZ, role="director", since=SPRING, **BY_EDITOR))
        .then_refused(WordIsUnknown)
    )


def test_a_role_does_not_end_before_it_begins() -> None:
    (
        given(Member, ENROLLED)
        .when(
            lambda m: m.grant(
                party=MZ, role="editor", since=SPRING, until=SPRING - A_DAY, **BY_EDITOR
            )
        )
        .then_refused(PeriodEndsBeforeItBegins)
    )
    (
        given(Member, ENROLLED)
        .when(lambda m: m.grant(party=MZ, role="editor", since=SPRING, until=SPRING, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD.but(until=SPRING))
    )


@pytest.mark.parametrize(
    ("history", "since", "until"),
    [
        ((EDITOR_FOR_GOOD,), SPRING, None),
        ((EDITOR_FOR_GOOD,), SUMMER, None),
        ((EDITOR_UNTIL_SUMMER,), SUMMER, SUMMER),
        ((EDITOR_UNTIL_SUMMER, EDITOR_FOR_GOOD), SPRING, SUMMER),
    ],
)
def test_a_role_held_all_that_time_is_not_granted_again(
    history: tuple[Happened, ...], since: date, until: date | None
) -> None:
    (
        given(Member, ENROLLED, *history)
        .when(lambda m: m.grant(party=MZ, role="editor", since=since, until=until, **BY_EDITOR))
        .then_nothing()
    )


@pytest.mark.parametrize(
    ("held", "until"),
    [(EDITOR_FOR_GOOD, SUMMER), (EDITOR_UNTIL_SUMMER, SUMMER - A_DAY)],
)
def test_a_grant_does_not_shorten_what_is_held_longer(held: Happened, until: date) -> None:
    """Its last day is not dropped without a word."""
    (
        given(Member, ENROLLED, held)
        .when(lambda m: m.grant(party=MZ, role="editor", since=SPRING, until=until, **BY_EDITOR))
        .then_refused(RoleIsHeldLonger, until=until)
    )
    (
        given(Member, ENROLLED, held)
        .when(lambda m: m.grant(party=MZ, role="cco", since=SPRING, until=until, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD.but(role="cco", until=until))
    )


def test_a_role_held_until_a_day_is_not_granted_again_until_that_day() -> None:
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER)
        .when(lambda m: m.grant(party=MZ, role="editor", since=SPRING, until=SUMMER, **BY_EDITOR))
        .then_nothing()
    )


@pytest.mark.parametrize(
    ("since", "until"),
    [(SPRING - A_DAY, SUMMER), (SPRING, SUMMER + A_DAY), (SPRING, None), (AUTUMN, None)],
)
def test_a_role_is_granted_beyond_the_days_it_is_held(since: date, until: date | None) -> None:
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER)
        .when(lambda m: m.grant(party=MZ, role="editor", since=since, until=until, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD.but(since=since, until=until))
    )


def test_a_role_for_the_party_and_one_for_a_department_are_two() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(
            lambda m: m.grant(party=MZ, role="editor", department=SALES, since=SPRING, **BY_EDITOR)
        )
        .then(EDITOR_FOR_GOOD.but(department=SALES))
    )


def test_a_member_may_hold_several_roles_in_one_party() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.grant(party=MZ, role="cco", since=SPRING, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD.but(role="cco"))
    )


# ----- one party, one record --------------------------------------------------------------------


@pytest.mark.parametrize("history", [(), (EDITOR_UNTIL_SUMMER,), (EDITOR_FOR_GOOD, RETIRED)])
@pytest.mark.parametrize("since", [SPRING - A_DAY, SPRING, AUTUMN])
def test_a_member_of_one_party_gets_no_role_in_another(
    history: tuple[Happened, ...], since: date
) -> None:
    (
        given(Member, ENROLLED, *history)
        .when(lambda m: m.grant(party=PG, role="member", since=since, **BY_EDITOR))
        .then_refused(MemberServesAnotherParty)
    )


def test_nobody_grants_a_role_to_themself() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD.but(role="administrator"))
        .when(lambda m: m.grant(party=MZ, role="editor", since=SPRING, by=SUBJECT, at=NOON))
        .then_refused(RoleIsOnesOwn)
    )
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.grant(party=MZ, role="editor", since=SPRING, by=SUBJECT, at=NOON))
        .then_nothing()
    )


def test_a_member_may_have_been_one_of_another_party() -> None:
    then_begun(
        lambda: Member.enrol(id=SUBJECT, owner=MZ, name="編集 花子", formerly=SALES, **BY_EDITOR),
        ENROLLED.but(formerly=SALES),
    )


# ----- retiring ---------------------------------------------------------------------------------


def test_a_member_retires_after_a_last_day_and_all_roles_end() -> None:
    roles = (
        EDITOR_FOR_GOOD,
        EDITOR_UNTIL_SUMMER.but(role="cco"),
        EDITOR_FOR_GOOD.but(since=AUTUMN),
    )
    (
        given(Member, ENROLLED, *roles)
        .when(lambda m: m.retire(until=SUMMER, **BY_EDITOR))
        .then(RETIRED)
    )
    member = rebuilt(Member, ENROLLED, *roles, RETIRED)
    assert [grant.until for grant in member.grants] == [SUMMER, SUMMER, SUMMER]
    assert len(member.grants_on(SUMMER)) == 2
    assert member.grants_on(SUMMER + A_DAY) == member.grants_on(AUTUMN) == ()


def test_a_member_without_a_role_retires_too() -> None:
    (
        given(Member, ENROLLED)
        .when(lambda m: m.retire(until=SPRING - A_DAY, **BY_EDITOR))
        .then(RETIRED.but(until=SPRING - A_DAY))
    )


def test_who_has_retired_that_day_is_left_so() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD, RETIRED)
        .when(lambda m: m.retire(until=SUMMER, **BY_EDITOR))
        .then_nothing()
    )


def test_nobody_retires_twice_or_before_the_first_role_began() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD, RETIRED)
        .when(lambda m: m.retire(until=AUTUMN, **BY_EDITOR))
        .then_refused(MemberHasRetired, until=SUMMER)
    )
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.retire(until=SPRING - A_DAY, **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins, begins=SPRING)
    )


def test_who_has_retired_gets_no_further_role_but_may_be_renamed() -> None:
    retired = (ENROLLED, EDITOR_FOR_GOOD, RETIRED)
    (
        given(Member, *retired)
        .when(lambda m: m.grant(party=MZ, role="cco", since=AUTUMN, **BY_EDITOR))
        .then_refused(MemberHasRetired, until=SUMMER)
    )
    (
        given(Member, *retired)
        .when(lambda m: m.rename(name="審査 花子", **BY_EDITOR))
        .then(happened(Member.Renamed, name="審査 花子"))
    )


def test_who_leaves_for_another_party_retires_the_day_before() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.leave_for(party=PG, since=SUMMER + A_DAY, **BY_EDITOR))
        .then(RETIRED)
    )
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.leave_for(party=MZ, since=SUMMER + A_DAY, **BY_EDITOR))
        .then_refused(MoveIsWithinTheParty)
    )
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.leave_for(party=PG, since=date.min, **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins)
    )


# ----- ending -----------------------------------------------------------------------------------


def test_a_role_ends_after_its_last_day() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.end(party=MZ, role="editor", until=SUMMER, **BY_EDITOR))
        .then(ENDED_IN_SUMMER)
    )


def test_a_role_that_ends_that_day_already_is_left_as_it_is() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD, ENDED_IN_SUMMER)
        .when(lambda m: m.end(party=MZ, role="editor", until=SUMMER, **BY_EDITOR))
        .then_nothing()
    )


def test_a_role_may_end_sooner_than_was_said_but_not_later() -> None:
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER)
        .when(lambda m: m.end(party=MZ, role="editor", until=SPRING, **BY_EDITOR))
        .then(ENDED_IN_SUMMER.but(until=SPRING))
    )
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER)
        .when(lambda m: m.end(party=MZ, role="editor", until=AUTUMN, **BY_EDITOR))
        .then_refused(RoleIsNotHeld)
    )


def test_a_role_does_not_end_before_it_began() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.end(party=MZ, role="editor", until=SPRING - A_DAY, **BY_EDITOR))
        .then_refused(PeriodEndsBeforeItBegins, begins=SPRING)
    )


@pytest.mark.parametrize(
    ("party", "role", "department"),
    [(PG, "editor", None), (MZ, "cco", None), (MZ, "editor", SALES)],
)
def test_a_role_that_is_not_held_cannot_end(party: int, role: str, department: UUID | None) -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(
            lambda m: m.end(
                party=party, role=role, department=department, until=SUMMER, **BY_EDITOR
            )
        )
        .then_refused(RoleIsNotHeld)
    )


def test_a_role_to_end_is_of_the_known_ones() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.end(party=MZ, role="director", until=SUMMER, **BY_EDITOR))
        .then_refused(WordIsUnknown)
    )


# ----- who holds what, and when -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "held"),
    [(SPRING - A_DAY, 0), (SPRING, 1), (SUMMER, 1), (SUMMER + A_DAY, 0)],
)
def test_a_role_stands_from_its_first_day_to_its_last(day: date, held: int) -> None:
    member = rebuilt(Member, ENROLLED, EDITOR_FOR_GOOD, ENDED_IN_SUMMER)
    assert len(member.grants_on(day)) == held


def test_ending_one_role_leaves_the_others_standing() -> None:
    others = (
        EDITOR_FOR_GOOD.but(role="cco"),
        EDITOR_FOR_GOOD.but(department=SALES),
        EDITOR_FOR_GOOD.but(since=SPRING - A_DAY, until=SPRING),
    )
    member = rebuilt(Member, ENROLLED, EDITOR_FOR_GOOD, *others, ENDED_IN_SUMMER)
    assert member.grants == (
        Grant(MZ, "editor", None, SPRING, SUMMER),
        Grant(MZ, "cco", None, SPRING, None),
        Grant(MZ, "editor", SALES, SPRING, None),
        Grant(MZ, "editor", None, SPRING - A_DAY, SPRING),
    )
