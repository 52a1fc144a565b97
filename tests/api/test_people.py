"""Departments and members over GraphQL: by dates, and each party's own affair."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from commands.office import day_in_tokyo
from commands.people.members import move_member
from commands.people.parties import rename_party
from domain.people.refusals import MoveIsWithinTheParty
from domain.people.roles import OPERATOR
from domain.refusals import NotYourParty, PeriodEndsBeforeItBegins, WordIsUnknown
from projections.register.countermeasures import COUNTERMEASURES
from tests.api.annotating import MZ, PG, release
from tests.api.minimal import World, of
from tests.api.stage import Stage
from tests.api.test_commands import key

MEMBERS = """query ($d: Date) { members(first: 100, statusDate: $d) { totalCount nodes { id name retired
    owner { code } grants { role since until party { code } department { name } } } } }"""
DEPARTMENTS = """query ($d: Date, $f: DepartmentFilter, $m: Moment) { departments(first: 100,
    statusDate: $d, filter: $f, asOf: $m) { totalCount nodes { id version name since until standing
    names { since name } mergedInto { id name } owner { code } } } }"""


@pytest.fixture
def world(stage: Stage) -> World:
    return World(stage)


def today(world: World) -> date:
    return day_in_tokyo(world.stage.clock())


def ask(world: World, role: str, query: str, party: int = MZ, **given: Any) -> list[dict[str, Any]]:
    """The nodes of a list as somebody sees them, counted right."""
    [page] = world.stage.ask(world.people[party, role], query, **given).values()
    nodes: list[dict[str, Any]] = page["nodes"]
    assert page["totalCount"] == len(nodes)
    return nodes


def do(world: World, mutation: str, /, party: int = MZ, **given: Any) -> dict[str, Any]:
    """What an administrator was answered; a refusal changed nothing."""
    facts = world.stage.facts()
    who = world.people[party, "administrator"]
    answer = world.stage.do(who, mutation, idempotencyKey=key(), **given)
    if "messageEn" in answer:
        assert world.stage.facts() == facts
    return answer


def merge(world: World, into: str, /, *departments: str, **given: Any) -> dict[str, Any]:
    """Merge departments into another as it stands; Python has no name for `from`."""
    read = {"into": into, "expectedVersion": world.version(into), "from": list(departments)}
    return do(world, "mergeDepartments", **(given | read))


def change_member(world: World, mutation: str, member: str, /, **given: Any) -> dict[str, Any]:
    """Change a member as it stands."""
    read = {"member": member, "expectedVersion": world.version(member)}
    return do(world, mutation, **(given | read))


def units(world: World, role: str = "administrator", **given: Any) -> dict[str, dict[str, Any]]:
    """The departments of MZ as somebody sees them, by id."""
    return {one["id"]: one for one in ask(world, role, DEPARTMENTS, **given)}


def change(world: World, mutation: str, unit: str, **given: Any) -> dict[str, Any]:
    version = units(world)[unit]["version"]
    return do(world, mutation, department=unit, expectedVersion=version, **given)


# ----- departments ------------------------------------------------------------------------------


def test_a_department_bears_the_name_that_stands_on_the_day(world: World) -> None:
    unit = world.department()["id"]
    tomorrow = today(world) + timedelta(days=1)
    change(world, "renameDepartment", unit, name="お客さま部", since=tomorrow.isoformat())
    named = {day: units(world, d=day.isoformat())[unit]["name"] for day in (today(world), tomorrow)}
    assert named == {today(world): "営業部", tomorrow: "お客さま部"}
    assert units(world)[unit]["names"] == [
        {"since": "2023-01-01", "name": "営業部"},
        {"since": tomorrow.isoformat(), "name": "お客さま部"},
    ]


def test_a_party_bears_the_names_that_stand_on_the_day(world: World) -> None:
    tomorrow = today(world) + timedelta(days=1)
    world.stage.house.office.perform(
        OPERATOR.member,
        lambda desk: rename_party(desk, party=MZ, name="新しい小売会社", since=tomorrow),
    )
    member = world.people[MZ, "member"]
    me = world.stage.ask(member, "{ me { party { code name nameEn } } }")["me"]["party"]
    assert me == {"code": "MZ", "name": "小売会社", "nameEn": "Retail company"}
    query = "query ($d: Date) { incidents(first: 1, statusDate: $d) { nodes { owner { name nameEn } } } }"
    for day, names in (
        (today(world), {"name": "小売会社", "nameEn": "Retail company"}),
        (tomorrow, {"name": "新しい小売会社", "nameEn": None}),
    ):
        [case] = world.stage.ask(member, query, d=day.isoformat())["incidents"]["nodes"]
        assert case["owner"] == names


def test_the_name_of_the_past_is_the_one_the_register_knew(world: World) -> None:
    unit = world.department()["id"]
    then = world.stage.clock().isoformat()
    change(world, "renameDepartment", unit, name="お客さま部", since="2023-04-01")
    assert units(world)[unit]["name"] == "お客さま部"
    assert units(world, d="2023-03-31")[unit]["name"] == "営業部"
    assert units(world, m={"at": then})[unit]["name"] == "営業部"


def test_a_department_is_found_by_any_of_its_names_and_not_by_their_days(world: World) -> None:
    unit = world.department()["id"]
    change(world, "renameDepartment", unit, name="お客さま部", since="2023-04-01")
    for text in ("営業部", "お客さま", "客さま部"):
        assert unit in units(world, f={"search": text}), text
    for text in ("2023", "2023-01-01", "01-01 営業", "2023-04-01 お客さま部"):
        assert units(world, f={"search": text}) == {}, text


def test_a_measure_shows_its_department_under_the_name_of_the_day(world: World) -> None:
    unit = world.department()["id"]
    tomorrow = (today(world) + timedelta(days=1)).isoformat()
    change(world, "renameDepartment", unit, name="お客さま部", since=tomorrow)
    measure = world.measure(responsibleDepartment=unit)["id"]
    query = "query ($id: ID!, $d: Date) { node(id: $id, statusDate: $d) { ... on Countermeasure {"
    query += " responsible { department { name } } } } }"
    board = "query ($d: Date) { progress(by: DEPARTMENT, statusDate: $d) { key total } }"
    for day, name in ((today(world).isoformat(), "営業部"), (tomorrow, "お客さま部")):
        who = world.people[MZ, "member"]
        shown = world.stage.ask(who, query, id=measure, d=day)["node"]["responsible"]
        assert shown == {"department": {"name": name}}
        groups = world.stage.ask(who, board, d=day)["progress"]
        assert {"key": name, "total": 1} in groups
    seen = world.stage.ask(world.people[PG, "member"], board)["progress"]
    assert all(group["key"] in (None, "託送業務部") for group in seen)


def test_a_department_is_closed_when_no_open_measure_is_assigned_to_it(world: World) -> None:
    unit, measure = world.department()["id"], world.measure()
    assigned = world.editor(
        "assignCountermeasure",
        countermeasure=measure["id"],
        expectedVersion=measure["version"],
        responsibleDepartment=unit,
    )
    refused = change(world, "closeDepartment", unit)
    assert refused["__typename"] == "DepartmentHasMeasures"
    assert measure["code"] not in refused["messageEn"], "who administers sees no record"
    world.editor(
        "cancelCountermeasure",
        countermeasure=measure["id"],
        expectedVersion=assigned["version"],
        reason="不要",
    )
    until = (today(world) + timedelta(days=30)).isoformat()
    assert change(world, "closeDepartment", unit, until=until)["__typename"] == "Department"
    shown = units(world)[unit]
    assert (shown["until"], shown["standing"]) == (until, True)
    later = (today(world) + timedelta(days=31)).isoformat()
    assert units(world, d=later)[unit]["standing"] is False
    assert unit not in units(world, d=later, f={"standing": True})
    assert unit in units(world, d=later, f={"standing": False, "search": "営業"})
    again = world.stage.do(
        world.people[MZ, "editor"],
        "assignCountermeasure",
        idempotencyKey=key(),
        countermeasure=world.measure()["id"],
        expectedVersion="?",
        responsibleDepartment=unit,
    )
    assert again["__typename"] == "StaleVersion"


@pytest.mark.parametrize(
    ("mutation", "given", "refusal"),
    [
        ("closeDepartment", {"until": "2022-12-31"}, "PeriodEndsBeforeItBegins"),
        ("renameDepartment", {"name": "総務部", "since": "2022-12-31"}, "DepartmentBeginsLater"),
        ("renameDepartment", {"name": " "}, "TextIsEmpty"),
    ],
)
def test_a_department_that_cannot_be_so_is_refused(
    world: World, mutation: str, given: dict[str, Any], refusal: str
) -> None:
    assert change(world, mutation, world.department()["id"], **given)["__typename"] == refusal


def test_a_closed_department_changes_no_more(world: World) -> None:
    unit, other = world.department()["id"], world.department()["id"]
    change(world, "closeDepartment", unit, until="2023-06-30")
    for answer in (
        change(world, "renameDepartment", unit, name="総務部"),
        change(world, "closeDepartment", unit),
        merge(world, unit, other),
        merge(world, other, unit),
        do(world, "enrolMember", name="新人", roles=["EDITOR"], department=unit),
    ):
        assert answer["__typename"] == "DepartmentIsClosed"


def test_merged_departments_hand_their_open_measures_over(world: World) -> None:
    first, second, into = (world.department()["id"] for _ in range(3))
    kept = world.measure(responsibleDepartment=first)["id"]
    also = world.measure(responsibleDepartment=second)["id"]
    ended = world.measure(responsibleDepartment=first)
    world.editor(
        "cancelCountermeasure",
        countermeasure=ended["id"],
        expectedVersion=ended["version"],
        reason="不要",
    )
    release(world.stage, COUNTERMEASURES, kept, PG)
    reader, query = world.people[PG, "member"], "query ($id: ID!) { node(id: $id) { version } }"
    before = world.stage.ask(reader, query, id=kept)
    then = world.stage.clock().isoformat()
    answer = merge(world, into, first, second, first)
    assert (answer["__typename"], answer["id"]) == ("Department", into)
    shown = units(world)
    for one in (first, second):
        assert shown[one]["mergedInto"]["id"] == into
        assert shown[one]["until"] == (today(world) - timedelta(days=1)).isoformat()
    responsible = """query ($id: ID!, $m: Moment) { node(id: $id, asOf: $m) {
        ... on Countermeasure { responsible { department { id } } } } }"""

    def answers_for(measure: str, at: str | None = None) -> str:
        found = world.stage.ask(
            world.people[MZ, "member"], responsible, id=measure, m={"at": at} if at else None
        )
        return str(found["node"]["responsible"]["department"]["id"])

    assert [answers_for(one) for one in (kept, also, ended["id"])] == [into, into, first]
    assert answers_for(kept, then) == first, "the past stays"
    assert world.stage.ask(reader, query, id=kept) == before, "no trace for another party"


def test_a_merger_that_cannot_be_is_refused(world: World) -> None:
    one, into = world.department()["id"], world.department()["id"]
    tomorrow = (today(world) + timedelta(days=1)).isoformat()
    theirs = do(world, "foundDepartment", PG, name="託送部")["id"]
    cases: list[tuple[list[str], dict[str, Any], str]] = [
        ([one], {"since": tomorrow}, "MergerIsInTheFuture"),
        ([one], {"since": "2023-01-01"}, "PeriodEndsBeforeItBegins"),
        ([one], {"since": "2022-12-31"}, "DepartmentBeginsLater"),
        ([], {}, "NoDepartmentIsMerged"),
        ([one, into], {}, "DepartmentMergesIntoItself"),
        ([one, theirs], {}, "NoSuchRecord"),
    ]
    for departments, more, refusal in cases:
        answer = merge(world, into, *departments, **more)
        assert answer["__typename"] == refusal, departments


# ----- members ----------------------------------------------------------------------------------


def grants(world: World, member: str, role: str = "administrator") -> list[dict[str, Any]]:
    [found] = [one for one in ask(world, role, MEMBERS) if one["id"] == member]
    listed: list[dict[str, Any]] = found["grants"]
    return listed


def test_a_member_is_enrolled_with_dated_roles_for_a_department(world: World) -> None:
    unit = world.department()["id"]
    given = {"roles": ["EDITOR", "MEMBER"], "department": unit, "since": "2023-04-01"}
    made = do(world, "enrolMember", name=" 新人 花子 ", until="2024-03-31", **given)
    assert made["__typename"] == "Member" and made["owner"] == {"code": "MZ"}
    span = {"since": "2023-04-01", "until": "2024-03-31"}
    shared = span | {"party": {"code": "MZ"}, "department": {"name": "営業部"}}
    assert grants(world, made["id"]) == [{"role": "EDITOR"} | shared, {"role": "MEMBER"} | shared]


def test_roles_are_granted_ended_and_all_ended_by_dates(world: World) -> None:
    member = world.member()["id"]
    change_member(world, "grantRole", member, role="CCO", since="2023-04-01")
    change_member(world, "endRole", member, role="MEMBER", until="2023-12-31")
    spans = [(one["role"], one["since"], one["until"]) for one in grants(world, member)]
    assert spans == [("MEMBER", "2023-01-01", "2023-12-31"), ("CCO", "2023-04-01", None)]
    facts = world.stage.facts()
    assert change_member(world, "grantRole", member, role="CCO", since="2023-05-01")["id"] == member
    assert world.stage.facts() == facts, "what is held already changes nothing"
    change_member(world, "retireMember", member, until="2024-03-31")
    assert [one["until"] for one in grants(world, member)] == ["2023-12-31", "2024-03-31"]
    for answer in (
        change_member(world, "grantRole", member, role="EDITOR"),
        change_member(world, "retireMember", member),
    ):
        assert answer["__typename"] == "MemberHasRetired"


@pytest.mark.parametrize(
    ("mutation", "given", "refusal"),
    [
        ("endRole", {"role": "EDITOR"}, "RoleIsNotHeld"),
        ("endRole", {"role": "MEMBER", "until": "2022-12-31"}, "PeriodEndsBeforeItBegins"),
        ("retireMember", {"until": "2022-12-31"}, "PeriodEndsBeforeItBegins"),
        (
            "grantRole",
            {"role": "CCO", "since": "2023-04-01", "until": "2023-03-31"},
            "PeriodEndsBeforeItBegins",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused(
    world: World, mutation: str, given: dict[str, Any], refusal: str
) -> None:
    answer = change_member(world, mutation, world.member()["id"], **given)
    assert answer["__typename"] == refusal


def test_nobody_grants_a_role_to_themself(world: World) -> None:
    me = str(world.people[MZ, "administrator"])
    assert change_member(world, "grantRole", me, role="EDITOR")["__typename"] == "RoleIsOnesOwn"
    other = do(world, "enrolMember", name="次の管理者", roles=["ADMINISTRATOR"])["id"]
    world.people[MZ, "other"] = UUID(other)
    assert change_member(world, "grantRole", other, role="EDITOR")["__typename"] == "Member"


def test_a_role_is_for_a_department_of_the_same_party(world: World) -> None:
    theirs = do(world, "foundDepartment", PG, name="託送部")["id"]
    for mutation, given in (
        ("grantRole", of("member", world.member()) | {"role": "EDITOR"}),
        ("enrolMember", {"name": "新人", "roles": ["EDITOR"]}),
    ):
        for unit in (theirs, "00000000-0000-0000-0000-000000000000"):
            assert do(world, mutation, department=unit, **given)["__typename"] == "NoSuchRecord"


def test_an_administrator_sees_the_own_people_and_no_record(world: World) -> None:
    mine = {one["id"] for one in ask(world, "administrator", MEMBERS)}
    theirs = {one["id"] for one in ask(world, "administrator", MEMBERS, PG)}
    assert str(world.people[MZ, "editor"]) in mine
    assert str(world.people[PG, "editor"]) in theirs and not mine & theirs
    administrator = world.people[MZ, "administrator"]
    nothing = world.stage.ask(
        administrator,
        "{ incidents { totalCount } causes { totalCount } countermeasures { totalCount }"
        " reports { id } taxonomy { id } progress(by: PARTY) { key } }",
    )
    assert nothing == {
        "incidents": {"totalCount": 0},
        "causes": {"totalCount": 0},
        "countermeasures": {"totalCount": 0},
        "reports": [],
        "taxonomy": None,
        "progress": [],
    }
    me = world.stage.ask(administrator, "{ me { party { code } roles } }")["me"]
    assert me == {"party": {"code": "MZ"}, "roles": ["administrator"]}


@pytest.mark.parametrize("role", ["member", "editor", "auditor"])
def test_who_reads_sees_the_people_of_the_own_party_alone(world: World, role: str) -> None:
    unit = world.department()["id"]
    seen = ask(world, role, MEMBERS)
    assert {one["owner"]["code"] for one in seen} == {"MZ"}
    assert unit in units(world, role)
    abroad = ask(world, role, DEPARTMENTS, PG)
    assert {one["owner"]["code"] for one in abroad} == {"PG"}
    node = "query ($id: ID!) { node(id: $id) { id } }"
    for record in (unit, str(world.people[MZ, "editor"])):
        assert world.stage.ask(world.people[PG, role], node, id=record)["node"] is None
        assert world.stage.ask(world.people[MZ, "custodian"], node, id=record)["node"] is None


# ----- moving -----------------------------------------------------------------------------------


def test_who_moves_is_known_to_each_party_by_its_own_record(world: World) -> None:
    member = world.people[PG, "editor"]
    tomorrow = today(world) + timedelta(days=1)
    [joined, left] = world.stage.house.office.perform(
        OPERATOR.member,
        lambda desk: move_member(desk, member=member, party=MZ, roles=("member",), since=tomorrow),
    ).records
    assert left == member
    [old] = [one for one in ask(world, "administrator", MEMBERS, PG) if one["id"] == str(left)]
    [new] = [one for one in ask(world, "administrator", MEMBERS) if one["id"] == str(joined)]
    assert (old["name"], new["name"]) == ("担当", "担当")
    assert [(g["role"], g["until"]) for g in old["grants"]] == [
        ("EDITOR", today(world).isoformat())
    ]
    assert [(g["role"], g["since"]) for g in new["grants"]] == [("MEMBER", tomorrow.isoformat())]
    assert str(joined) not in str(ask(world, "administrator", MEMBERS, PG))
    assert str(left) not in str(ask(world, "administrator", MEMBERS))
    assert old["retired"] == today(world).isoformat() and new["retired"] is None


def test_a_move_that_fails_changes_nothing(world: World) -> None:
    member, facts = world.people[PG, "editor"], world.stage.facts()
    for given in (
        {"party": PG, "roles": ("member",)},
        {"party": MZ, "roles": ("king",)},
        {"party": MZ, "roles": ("member",), "since": date(2022, 12, 31)},
    ):
        with pytest.raises((MoveIsWithinTheParty, WordIsUnknown, PeriodEndsBeforeItBegins)):
            world.stage.house.office.perform(
                OPERATOR.member,
                lambda desk, given=given: move_member(desk, member=member, **given),  # type: ignore[misc]  # bound at once
            )
    with pytest.raises(NotYourParty):
        world.stage.house.office.perform(
            world.people[PG, "administrator"],
            lambda desk: move_member(desk, member=member, party=MZ, roles=("member",)),
        )
    assert world.stage.facts() == facts


def test_an_old_token_opens_nothing_after_the_last_day(world: World) -> None:
    member = world.people[PG, "editor"]
    world.stage.house.office.perform(
        OPERATOR.member,
        lambda desk: move_member(
            desk, member=member, party=MZ, roles=("member",), since=today(world)
        ),
    )
    gone = world.stage.ask(member, "{ me { party { code } roles } incidents { totalCount } }")
    assert gone == {"me": {"party": None, "roles": []}, "incidents": {"totalCount": 0}}


def test_a_key_and_a_version_are_a_members_and_a_readings_own(world: World) -> None:
    member = world.member()
    stale = do(world, "renameMember", member=member["id"], expectedVersion="?", name="改姓")
    assert stale["__typename"] == "StaleVersion"
    named = {"member": member["id"], "expectedVersion": member["version"], "name": "改姓"}
    assert do(world, "renameMember", **named)["__typename"] == "Member"
    [shown] = [one for one in ask(world, "member", MEMBERS) if one["id"] == member["id"]]
    assert shown["name"] == "改姓"
