"""Operation records over GraphQL: what is recorded, which check days move, and who sees it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from commands.office import Desk
from commands.people.departments import found_department
from commands.people.members import enrol_member
from commands.register.releases import release_record
from domain.people.roles import OPERATOR
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.operations import OPERATIONS
from projections.view import View
from tests.api.stage import Stage, unnamed
from tests.api.test_commands import a_measure, key

HD, PG, MZ = 0, 1, 2
QUARTER = {"periodFrom": "2023-01-01", "periodTo": "2023-03-31"}
TRAINING: dict[str, Any] = {"kind": "TRAINING", "title": "行為規制の研修", **QUARTER}


def record(stage: Stage, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key()} | TRAINING | given
    return stage.do(who or stage.who("MZ", "editor"), "recordOperation", **whole)


def revise(stage: Stage, operation: dict[str, Any], **given: Any) -> dict[str, Any]:
    whole = {
        "idempotencyKey": key(),
        "operation": operation["id"],
        "expectedVersion": operation["version"],
    }
    return stage.do(stage.who("MZ", "editor"), "reviseOperation", **(whole | given))


def release(stage: Stage, view: View, made: dict[str, Any], to: int) -> None:
    def command(desk: Desk) -> Any:
        return release_record(desk, view, record=UUID(made["id"]), to=to, basis="合同会議で共有")

    stage.house.office.perform(stage.who("MZ", "barrier_officer"), command)


def seen(stage: Stage, who: UUID, **variables: Any) -> list[str]:
    """The titles of the operation records that a filter lets through."""
    query = """query ($filter: OperationFilter, $orderBy: OperationOrder! = RECORDED) {
        operationRecords(filter: $filter, orderBy: $orderBy) { totalCount nodes { title } } }"""
    found = stage.ask(who, query, **variables)["operationRecords"]
    assert found["totalCount"] == len(found["nodes"])
    return [node["title"] for node in found["nodes"]]


def next_check(stage: Stage, measure: dict[str, Any]) -> str | None:
    [found] = stage.ask(
        stage.who("MZ"),
        """query ($codes: [String!]) { countermeasures(filter: {codes: $codes}) {
            nodes { schedule { nextCheck } } } }""",
        codes=[measure["code"]],
    )["countermeasures"]["nodes"]
    day: str | None = (found["schedule"] or {}).get("nextCheck")
    return day


# ----- recording --------------------------------------------------------------------------------


def test_what_was_done_is_recorded_as_told(stage: Stage) -> None:
    measure = a_measure(stage)
    made = record(
        stage,
        planned=4,
        done=5,
        people=620,
        result="全員が受講した",
        countermeasures=[measure["id"]],
        informationCategories=["NONE"],
    )
    assert made["__typename"] == "OperationRecord"
    assert (made["owner"], made["informationCategories"]) == ({"code": "MZ"}, ["NONE"])
    assert {name: made[name] for name in TRAINING} == TRAINING
    assert (made["planned"], made["done"], made["people"]) == (4, 5, 620)
    assert made["result"] == "全員が受講した"
    assert made["countermeasures"] == [{"id": measure["id"], "schedule": None}]


def test_a_countermeasure_shows_its_operations_and_they_are_listed(stage: Stage) -> None:
    measure, other = a_measure(stage), a_measure(stage)
    record(stage, countermeasures=[measure["id"]])
    record(stage, title="監査", kind="AUDIT", countermeasures=[other["id"], measure["id"]])
    record(stage, title="隣の研修", periodFrom="2022-04-01", periodTo="2022-06-30")
    [shown] = stage.ask(
        stage.who("MZ"),
        """query ($codes: [String!]) { countermeasures(filter: {codes: $codes}) {
            nodes { operations { title } } } }""",
        codes=[measure["code"]],
    )["countermeasures"]["nodes"]
    assert shown == {"operations": [{"title": "行為規制の研修"}, {"title": "監査"}]}
    member = stage.who("MZ")
    assert seen(stage, member) == ["行為規制の研修", "監査", "隣の研修"]
    assert seen(stage, member, orderBy="PERIOD")[0] == "隣の研修"
    for wanted, titles in (
        ({"kind": ["AUDIT"]}, ["監査"]),
        ({"countermeasure": other["id"]}, ["監査"]),
        ({"countermeasure": "nonsense"}, []),
        ({"periodTo": "2022-12-31"}, ["隣の研修"]),
        ({"periodFrom": "2022-07-01"}, ["行為規制の研修", "監査"]),
        ({"periodFrom": "2022-06-30", "periodTo": "2022-12-31"}, ["隣の研修"]),
        ({"search": "研修", "owner": "MZ"}, ["行為規制の研修", "隣の研修"]),
        ({"owner": "PG"}, []),
    ):
        assert seen(stage, member, filter=wanted) == titles, wanted


def test_a_repeat_is_answered_again_and_another_input_is_refused(stage: Stage) -> None:
    first = record(stage, idempotencyKey="same")
    facts = stage.facts()
    assert record(stage, idempotencyKey="same") == first
    assert (
        record(stage, idempotencyKey="same", people=1)["__typename"] == "KeyWasUsedForAnotherInput"
    )
    assert stage.facts() == facts


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"title": " "}, "TextIsEmpty"),
    ({"periodTo": "2022-12-31"}, "PeriodEndsBeforeItBegins"),
    ({"done": -1}, "NumberIsNegative"),
    ({"periodFrom": "2999-01-01", "periodTo": "2999-01-31", "done": 1}, "OperationIsStillToCome"),
]


@pytest.mark.parametrize(("wrong", "refusal"), WRONG)
def test_what_cannot_have_been_is_refused(
    stage: Stage, wrong: dict[str, Any], refusal: str
) -> None:
    made, facts = record(stage), stage.facts()
    assert record(stage, **wrong)["__typename"] == refusal
    assert stage.facts() == facts
    earlier = made | {"periodFrom": "2000-01-01"}
    assert revise(stage, earlier, **wrong)["__typename"] == refusal
    assert stage.facts() == facts


@pytest.mark.parametrize("role", ["member", "barrier_officer", "cco", "auditor"])
def test_only_an_editor_records(stage: Stage, role: str) -> None:
    facts = stage.facts()
    assert record(stage, stage.who("MZ", role))["__typename"] == "NotPermitted"
    assert stage.facts() == facts


def test_a_hidden_countermeasure_is_as_an_absent_one(stage: Stage) -> None:
    [hidden] = stage.ask(
        stage.who("PG"), '{ countermeasures(filter: {owner: "PG"}, first: 1) { nodes { id } } }'
    )["countermeasures"]["nodes"]
    facts = stage.facts()
    answers = [
        unnamed(named, record(stage, countermeasures=[named]))
        for named in (hidden["id"], "00000000-0000-0000-0000-000000000000", "nonsense")
    ]
    assert answers[0]["__typename"] == "NoSuchRecord"
    assert answers[0] == answers[1] == answers[2]
    assert stage.facts() == facts


# ----- check days -------------------------------------------------------------------------------


def test_the_check_day_of_a_continuing_measure_moves_with_it(stage: Stage) -> None:
    continuing = a_measure(stage, continuing=True)
    once, unsaid = a_measure(stage, continuing=False), a_measure(stage)
    ids = [measure["id"] for measure in (continuing, once, unsaid)]
    made = record(stage, countermeasures=ids)
    assert made["countermeasures"] == [
        {"id": continuing["id"], "schedule": {"nextCheck": "2023-06-30", "wording": ""}},
        {"id": once["id"], "schedule": None},
        {"id": unsaid["id"], "schedule": None},
    ]
    facts = stage.facts()
    record(stage, countermeasures=ids, periodFrom="2022-01-01", periodTo="2022-12-31")
    assert stage.facts() == facts + 2 and next_check(stage, continuing) == "2023-12-31"
    record(stage, countermeasures=ids, periodFrom="2023-01-01", periodTo="2023-01-31")
    assert stage.facts() == facts + 3, "a check day never goes back by itself"
    assert next_check(stage, continuing) == "2023-12-31"


def test_the_wording_of_a_schedule_stays_when_its_check_day_moves(stage: Stage) -> None:
    measure = a_measure(stage, continuing=True, wording="2023年4月～", writtenOn="2023-02-17")
    made = record(stage, countermeasures=[measure["id"]])
    [shown] = made["countermeasures"]
    assert shown["schedule"] == {"nextCheck": "2023-06-30", "wording": "2023年4月～"}


def test_a_person_may_say_when_it_is_checked_next(stage: Stage) -> None:
    measure = a_measure(stage, continuing=True)
    record(stage, countermeasures=[measure["id"]], nextCheck="2023-12-01")
    assert next_check(stage, measure) == "2023-12-01"
    record(stage, countermeasures=[measure["id"]], nextCheck="2023-05-01")
    assert next_check(stage, measure) == "2023-05-01"


def test_what_is_only_planned_moves_no_check_day(stage: Stage) -> None:
    measure, facts = a_measure(stage, continuing=True), stage.facts()
    ahead: dict[str, Any] = {"periodFrom": "2998-01-01", "periodTo": "2998-12-31", "planned": 3}
    assert record(stage, countermeasures=[measure["id"]], **ahead)["planned"] == 3
    assert (stage.facts(), next_check(stage, measure)) == (facts + 1, None)


def test_a_next_check_needs_a_continuing_measure(stage: Stage) -> None:
    measure = a_measure(stage)
    facts = stage.facts()
    for ids in ([], [measure["id"]]):
        answer = record(stage, countermeasures=ids, nextCheck="2023-12-01")
        assert answer["__typename"] == "NothingIsCheckedNext"
    assert stage.facts() == facts


def test_another_partys_measure_is_shown_to_operate_and_keeps_its_check_day(stage: Stage) -> None:
    theirs = a_measure(stage, continuing=True, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, theirs, PG)
    made = record(stage, stage.who("PG", "editor"), countermeasures=[theirs["id"]])
    assert made["owner"] == {"code": "PG"}
    assert made["countermeasures"] == [{"id": theirs["id"], "schedule": None}]
    assert next_check(stage, theirs) is None
    said = record(
        stage, stage.who("PG", "editor"), countermeasures=[theirs["id"]], nextCheck="2023-12-01"
    )
    assert said["__typename"] == "NothingIsCheckedNext"


def test_who_moves_the_check_day_of_a_released_measure_knows_who_reads_it(stage: Stage) -> None:
    measure = a_measure(stage, continuing=True, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure, PG)
    facts = stage.facts()
    given: dict[str, Any] = {"countermeasures": [measure["id"]], "idempotencyKey": "moved"}
    assert record(stage, **given)["__typename"] == "OthersWillRead"
    assert stage.facts() == facts
    made = record(stage, **given, acknowledgeReaders=["PG"])
    assert made["__typename"] == "OperationRecord"
    assert next_check(stage, measure) == "2023-06-30"


# ----- departments ------------------------------------------------------------------------------


def test_an_editor_of_a_department_records_for_its_measures_alone(stage: Stage) -> None:
    def found(name: str) -> UUID:
        return stage.house.office.perform(
            OPERATOR.member,
            lambda desk: found_department(desk, party=MZ, name=name, since=date(2023, 1, 1)),
        ).records[0]

    sales, systems = found("営業部"), found("システム部")
    [editor] = stage.house.office.perform(
        OPERATOR.member,
        lambda desk: enrol_member(
            desk,
            party=MZ,
            name="営業部 編集担当",
            roles=("editor",),
            department=sales,
            since=date(2023, 1, 1),
        ),
    ).records
    mine, theirs = (
        a_measure(stage, responsibleDepartment=str(department)) for department in (sales, systems)
    )
    made = record(stage, editor, countermeasures=[mine["id"]])
    assert made["__typename"] == "OperationRecord"
    assert record(stage, editor)["__typename"] == "OperationRecord", "of no department"
    both = record(stage, countermeasures=[mine["id"], theirs["id"]])
    facts = stage.facts()
    refused = record(stage, editor, countermeasures=[mine["id"], theirs["id"]])
    assert refused["__typename"] == "NotYourDepartment"
    for operation, answer in ((made, "OperationRecord"), (both, "NotYourDepartment")):
        told = stage.do(
            editor,
            "reviseOperation",
            idempotencyKey=key(),
            operation=operation["id"],
            expectedVersion=operation["version"],
            title="行為規制の研修（改）",
        )
        assert told["__typename"] == answer
    assert stage.facts() == facts + 1


# ----- revising ---------------------------------------------------------------------------------


def test_an_operation_is_told_anew_and_what_is_left_out_stays(stage: Stage) -> None:
    made = record(stage, done=3, people=10, result="概ね良好")
    told = revise(stage, made, done=4, result=None, title=None)
    assert (told["done"], told["people"], told["result"]) == (4, 10, None)
    assert told["title"] == made["title"]
    facts = stage.facts()
    again = revise(stage, told, done=4)
    assert (again["version"], stage.facts()) == (told["version"], facts)


def test_an_old_reading_and_another_party_are_refused(stage: Stage) -> None:
    made = record(stage, informationCategories=["NONE"])
    told = revise(stage, made, done=1)
    release(stage, OPERATIONS, made, PG)
    facts = stage.facts()
    assert revise(stage, made, done=2)["__typename"] == "StaleVersion"
    assert revise(stage, told | {"id": str(OPERATOR.member)})["__typename"] == "NoSuchRecord"
    assert revise(stage, told, done=2)["__typename"] == "OthersWillRead"
    given = {"operation": told["id"], "expectedVersion": told["version"], "done": 2}
    for party, refusal in (("PG", "NotYourParty"), ("HD", "NoSuchRecord")):
        answer = stage.do(
            stage.who(party, "editor"), "reviseOperation", idempotencyKey=key(), **given
        )
        assert answer["__typename"] == refusal
    assert stage.facts() == facts
    assert revise(stage, told, done=2, acknowledgeReaders=["PG"])["done"] == 2


# ----- who sees it ------------------------------------------------------------------------------


def test_nobody_else_sees_an_operation_or_a_trace_of_it_until_it_is_released(stage: Stage) -> None:
    measure = a_measure(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure, PG)
    query = """query ($id: ID!, $codes: [String!]) { node(id: $id) { id }
        operationRecords { totalCount nodes { code } pageInfo { endCursor } }
        countermeasures(filter: {codes: $codes}) {
            nodes { version changedAt operations { title countermeasures { id } } } } }"""
    reader = stage.who("PG")

    def sight(operation: str) -> Any:
        return stage.ask(reader, query, id=operation, codes=[measure["code"]])

    before = sight("00000000-0000-0000-0000-000000000000")
    hidden = a_measure(stage)
    made = record(
        stage, countermeasures=[measure["id"], hidden["id"]], informationCategories=["NONE"]
    )
    assert sight(made["id"]) == before
    release(stage, OPERATIONS, made, PG)
    after = sight(made["id"])
    [shown] = after["countermeasures"]["nodes"]
    assert shown["operations"] == [
        {"title": "行為規制の研修", "countermeasures": [{"id": measure["id"]}]}
    ]
    assert after["operationRecords"]["totalCount"] == 1
    assert after["node"] == {"id": made["id"]}
    assert seen(stage, reader, filter={"countermeasure": hidden["id"]}) == []


def test_the_past_shows_an_operation_as_it_was_told_then(stage: Stage) -> None:
    made = record(stage, done=1)
    then = stage.clock().isoformat()
    revise(stage, made, done=2)
    query = """query ($at: DateTime!) { operationRecords(asOf: {at: $at}) { nodes { done } }
        now: operationRecords { nodes { done } } }"""
    found = stage.ask(stage.who("MZ"), query, at=then)
    assert found == {"operationRecords": {"nodes": [{"done": 1}]}, "now": {"nodes": [{"done": 2}]}}
