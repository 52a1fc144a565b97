"""What may become of a member, and which roles one person may hold."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.people.member import Member
from domain.people.refusals import MemberServesAnotherParty, RoleIsNotHeld
from domain.people.roles import Grant
from domain.refusals import PeriodEndsBeforeItBegins, TextIsEmpty, WordIsUnknown
from tests.story import BY_EDITOR, SUBJECT, given, happened, rebuilt, then_begun, then_refused

PG, MZ = 1, 2
SALES = UUID(int=0x5A)
SPRING = date(2023, 4, 1)
SUMMER = date(2023, 7, 1)
AUTUMN = date(2023, 10, 1)
A_DAY = timedelta(days=1)

ENROLLED = happened(Member.Enrolled, owner=MZ, name="編集 花子")
EDITOR_FOR_GOOD = happened(
    Member.RoleGranted, party=MZ, role="editor", department=None, since=SPRING, until=None
)
EDITOR_UNTIL_SUMMER = EDITOR_FOR_GOOD.but(until=SUMMER)
ENDED_IN_SUMMER = happened(Member.RoleEnded, party=MZ, role="editor", department=None, until=SUMMER)


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
    ("since", "until"), [(SPRING, None), (SUMMER, None), (SPRING, SUMMER), (SUMMER, AUTUMN)]
)
def test_a_role_held_all_that_time_is_not_granted_again(since: date, until: date | None) -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD)
        .when(lambda m: m.grant(party=MZ, role="editor", since=since, until=until, **BY_EDITOR))
        .then_nothing()
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


# ----- one party at a time ----------------------------------------------------------------------


@pytest.mark.parametrize("since", [SPRING - A_DAY, SPRING, SUMMER])
def test_a_member_of_one_party_gets_no_role_in_another(since: date) -> None:
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER)
        .when(lambda m: m.grant(party=PG, role="member", since=since, **BY_EDITOR))
        .then_refused(MemberServesAnotherParty, since=since)
    )


def test_a_member_whose_roles_have_ended_may_change_to_another_party() -> None:
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER)
        .when(lambda m: m.grant(party=PG, role="member", since=SUMMER + A_DAY, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD.but(party=PG, role="member", since=SUMMER + A_DAY))
    )


def test_a_member_with_one_lasting_role_among_ended_ones_still_serves_the_party() -> None:
    (
        given(Member, ENROLLED, EDITOR_UNTIL_SUMMER, EDITOR_FOR_GOOD.but(role="cco"))
        .when(lambda m: m.grant(party=PG, role="member", since=AUTUMN, **BY_EDITOR))
        .then_refused(MemberServesAnotherParty)
    )


def test_a_role_that_is_still_to_begin_keeps_its_member_in_the_party() -> None:
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD.but(since=AUTUMN))
        .when(lambda m: m.grant(party=PG, role="member", since=SPRING, until=SUMMER, **BY_EDITOR))
        .then_refused(MemberServesAnotherParty)
    )


def test_a_role_ended_before_it_began_keeps_nobody() -> None:
    later = EDITOR_FOR_GOOD.but(since=AUTUMN)
    (
        given(Member, ENROLLED, EDITOR_FOR_GOOD, later, ENDED_IN_SUMMER)
        .when(lambda m: m.grant(party=PG, role="member", since=SUMMER + A_DAY, **BY_EDITOR))
        .then(EDITOR_FOR_GOOD.but(party=PG, role="member", since=SUMMER + A_DAY))
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
