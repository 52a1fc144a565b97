"""No update is lost: whoever changes what somebody else changed meanwhile is told to read it again.

That every mutation refuses an old version is tested in test_rights.py; here two people work at once.
"""

from __future__ import annotations

from typing import Any

import pytest

from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from tests.api.annotating import MZ, PG, release
from tests.api.minimal import PUBLIC, World, of
from tests.api.stage import Stage

VERSION = """query ($id: ID!, $at: Moment) { node(id: $id, asOf: $at) { version
    ... on Countermeasure { schedule { version } } } }"""


@pytest.fixture
def world(stage: Stage) -> World:
    return World(stage)


def version(world: World, record: str, party: int = MZ, at: str | None = None) -> str:
    """The version of a record as a member is shown it."""
    who = world.people[party, "member"]
    node = world.stage.ask(who, VERSION, id=record, at=at and {"at": at})["node"]
    if node.get("schedule"):
        assert node["schedule"]["version"] == node["version"]
    return str(node["version"])


def tried(world: World, role: str, mutation: str, /, **given: Any) -> str:
    """How a mutation by somebody of MZ was answered; a refusal changed nothing."""
    facts = world.stage.facts()
    who = world.people[MZ, role]
    said = world.stage.do(who, mutation, idempotencyKey=world.key(), **given)
    if "messageEn" in said:
        assert world.stage.facts() == facts
    return str(said["__typename"])


# ----- what a record names ----------------------------------------------------------------------


def test_two_editors_do_not_overwrite_each_others_department(world: World) -> None:
    measure = world.scheduled_measure()
    read = of("countermeasure", measure)
    first, second = world.department()["id"], world.department()["id"]
    assigned = world.editor("assignCountermeasure", **read, responsibleDepartment=first)
    late = tried(world, "editor", "assignCountermeasure", **read, responsibleDepartment=second)
    assert late == "StaleVersion"
    assert assigned["version"] == version(world, measure["id"]) != measure["version"]
    again = of("countermeasure", assigned)
    world.editor("assignCountermeasure", **again, responsibleDepartment=second)
    assert tried(world, "editor", "remarkCountermeasure", **again, remark="済") == "StaleVersion"


def test_the_same_department_again_is_the_same_version(world: World) -> None:
    unit = world.department()["id"]
    measure = world.measure(responsibleDepartment=unit)
    facts = world.stage.facts()
    same = world.editor(
        "assignCountermeasure", **of("countermeasure", measure), responsibleDepartment=unit
    )
    assert (same["version"], world.stage.facts()) == (measure["version"], facts)


def test_two_editors_do_not_overwrite_each_others_recurrence(world: World) -> None:
    case, one, other = world.incident(), world.incident(), world.incident()
    read = of("incident", case)
    marked = world.editor("markRecurrence", **read, of=one["id"])
    assert tried(world, "editor", "markRecurrence", **read, of=other["id"]) == "StaleVersion"
    world.editor("markRecurrence", **of("incident", marked), of=other["id"])


def test_another_party_is_not_told_that_a_hidden_department_answers_now(world: World) -> None:
    measure, case = world.measure(), world.incident()
    release(world.stage, COUNTERMEASURES, measure["id"], PG)
    release(world.stage, INCIDENTS, case["id"], PG)
    before = [version(world, one["id"], PG) for one in (measure, case)]
    readers = {"acknowledgeReaders": ["PG"]}
    world.editor(
        "assignCountermeasure",
        **of("countermeasure", measure),
        **readers,
        responsibleDepartment=world.department()["id"],
    )
    world.editor("markRecurrence", **of("incident", case), **readers, of=world.incident()["id"])
    assert [version(world, one["id"], PG) for one in (measure, case)] == before
    assert version(world, measure["id"]) != measure["version"], "its owner is"
    assert version(world, case["id"]) != case["version"]


def test_a_version_of_the_past_is_what_was_shown_then(world: World) -> None:
    measure = world.measure(responsibleDepartment=world.department()["id"])
    then = world.stage.clock().isoformat()
    other = world.department()["id"]
    world.editor(
        "assignCountermeasure", **of("countermeasure", measure), responsibleDepartment=other
    )
    assert version(world, measure["id"], at=then) == measure["version"]
    assert version(world, measure["id"]) != measure["version"]


# ----- members ----------------------------------------------------------------------------------


def test_two_administrators_do_not_overwrite_each_others_grants(world: World) -> None:
    member = world.member()
    read = of("member", member)
    granted = world.made("administrator", "grantRole", **read, role="EDITOR")
    for mutation, given in (
        ("grantRole", {"role": "CCO"}),
        ("endRole", {"role": "MEMBER"}),
        ("retireMember", {}),
        ("renameMember", {"name": "改姓"}),
    ):
        assert tried(world, "administrator", mutation, **read, **given) == "StaleVersion"
    ended = world.made("administrator", "endRole", **of("member", granted), role="EDITOR")
    world.made("administrator", "retireMember", **of("member", ended))


# ----- links ------------------------------------------------------------------------------------

LINKS = """query ($id: ID!) { node(id: $id) {
    ... on Cause { links { id version incident { id } countermeasure { id } } }
    ... on Incident { links { id version cause { id } } }
    ... on Countermeasure { links { id version cause { id } } } } }"""


def links(world: World, record: str, party: int = MZ) -> list[dict[str, Any]]:
    who = world.people[party, "member"]
    found: list[dict[str, Any]] = world.stage.ask(who, LINKS, id=record)["node"]["links"]
    return found


def test_a_link_is_found_at_both_its_ends_and_undone_as_it_was_read(world: World) -> None:
    cause, case, measure = world.cause()["id"], world.incident()["id"], world.measure()["id"]
    made = [world.editor("linkRecords", cause=cause, record=one) for one in (case, measure)]
    world.editor("linkRecords", cause=world.cause()["id"], record=case)
    assert [one["id"] for one in links(world, cause)] == [one["id"] for one in made]
    [there, _] = links(world, case)
    assert there == {key: made[0][key] for key in ("id", "version")} | {"cause": {"id": cause}}
    assert links(world, measure)[0]["id"] == made[1]["id"]
    ends = {"cause": cause, "record": case}
    old = tried(world, "editor", "unlinkRecords", **ends, expectedVersion="0" * 24)
    assert old == "StaleVersion"
    world.editor("unlinkRecords", **ends, expectedVersion=there["version"])
    assert [one["id"] for one in links(world, cause)] == [made[1]["id"]]


def test_a_link_is_shown_where_both_its_ends_are(world: World) -> None:
    cause, case = world.cause()["id"], world.incident()["id"]
    world.editor("linkRecords", cause=cause, record=case)
    release(world.stage, INCIDENTS, case, PG)
    assert links(world, case, PG) == [], "the cause is hidden"
    assert len(links(world, case)) == 1


# ----- several records at once ------------------------------------------------------------------


def test_many_records_are_judged_as_they_were_read_or_not_at_all(world: World) -> None:
    one, other = world.incident(), world.cause()
    world.editor("reviseIncident", **of("incident", one), title="宛先違い")
    given = {"ids": [other["id"], one["id"]], "categories": ["PERSONAL"]}
    stale = [other["version"], one["version"]]
    answer = tried(world, "editor", "classifyRecords", **given, expectedVersions=stale)
    assert answer == "StaleVersion"
    assert version(world, other["id"]) == other["version"], "none was judged"
    fresh = [other["version"], version(world, one["id"])]
    answer = tried(world, "editor", "classifyRecords", **given, expectedVersions=fresh)
    assert answer == "ClassifyRecordsPayload"


def test_a_record_named_twice_is_expected_twice(world: World) -> None:
    one = world.incident()
    given = {"ids": [one["id"], one["id"]], "categories": ["PERSONAL"]}
    for versions in ([one["version"], "?"], ["?", one["version"]]):
        answer = tried(world, "editor", "classifyRecords", **given, expectedVersions=versions)
        assert answer == "StaleVersion"
    twice = [one["version"]] * 2
    answer = tried(world, "editor", "classifyRecords", **given, expectedVersions=twice)
    assert answer == "ClassifyRecordsPayload"


def test_an_operation_moves_the_check_day_of_a_measure_as_it_was_read(world: World) -> None:
    measure = world.operating()
    read = {"countermeasures": [measure["id"]], "expectedVersions": [measure["version"]]}
    world.editor(
        "setCheckDay", **of("countermeasure", measure_now(world, measure)), day="2023-12-31"
    )
    training = {"kind": "TRAINING", "title": "研修", **PUBLIC}
    span = {"periodFrom": "2023-04-01", "periodTo": "2023-06-30"}
    assert tried(world, "editor", "recordOperation", **read, **training, **span) == "StaleVersion"
    fresh = read | {"expectedVersions": [version(world, measure["id"])]}
    answer = tried(world, "editor", "recordOperation", **fresh, **training, **span)
    assert answer == "OperationRecord"


def measure_now(world: World, measure: dict[str, Any]) -> dict[str, Any]:
    return measure | {"version": version(world, measure["id"])}
