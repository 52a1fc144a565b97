"""What is found wanting in one's own party's records: each kind with its number, its words and its list."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from commands.office import day_in_tokyo
from commands.people.members import enrol_member, grant_role
from domain.people.roles import OPERATOR
from projections.register.countermeasures import COUNTERMEASURES
from tests.api.annotating import MZ, attach
from tests.api.measuring import (
    PG,
    a_check,
    a_measure,
    change,
    conclude,
    department,
    done,
    key,
    ready,
    release,
    someone,
    verified,
)
from tests.api.stage import Stage
from tests.api.test_effects import a_cause, an_incident, question

FINDINGS = """query ($first: Int = 100, $days: Int = 90, $on: Date, $at: Moment) {
  findings(first: $first, days: $days, statusDate: $on, asOf: $at) {
    kind message messageEn count opens items { code title day roles record { id } } } }"""
Found = dict[str, dict[str, Any]]


def findings(stage: Stage, party: str = "MZ", **given: Any) -> Found:
    """All kinds of finding, each with the list that it opens."""
    member = stage.who(party)
    found = stage.ask(member, FINDINGS, **given)["findings"]
    for one in found:
        root = one["opens"].partition("(")[0]
        opened = stage.ask(member, f"{{ {one['opens']} {{ totalCount }} }}")[root]["totalCount"]
        assert opened == one["count"] == len(one["items"]), one
        assert str(one["count"]) in one["message"] and str(one["count"]) in one["messageEn"]
    return {one["kind"]: one for one in found}


def ids(finding: dict[str, Any]) -> set[str]:
    return {item["record"]["id"] for item in finding["items"]}


def test_measures_that_lack_somebody_a_day_or_a_cause(stage: Stage) -> None:
    sales = department(stage)
    bare = a_measure(stage)
    whole = a_measure(
        stage,
        responsibleDepartment=str(sales),
        wording="2024年3月末までに",
        writtenOn="2023-02-17",
    )
    a_cause(stage, whole)
    given_up = change(stage, "cancelCountermeasure", a_measure(stage), reason="不要")
    found = findings(stage)
    for kind in ("NO_DEPARTMENT", "NO_DUE", "UNLINKED_COUNTERMEASURE"):
        assert bare["id"] in ids(found[kind]), kind
        assert not ids(found[kind]) & {whole["id"], given_up["id"]}, kind


def test_what_is_done_lacks_evidence_criterion_and_operation(stage: Stage) -> None:
    bare, planned = done(stage), a_measure(stage, continuing=True)
    whole = done(stage)
    attach(stage, whole["id"])
    a_check(stage, whole)
    operation = {
        "kind": "TRAINING",
        "title": "研修",
        "periodFrom": "2023-01-01",
        "periodTo": "2023-01-31",
    }
    stage.do(
        stage.who("MZ", "editor"),
        "recordOperation",
        idempotencyKey=key(),
        countermeasures=[whole["id"]],
        **operation,
    )
    found = findings(stage)
    for kind in ("NO_EVIDENCE", "NO_CRITERION", "NOT_SHOWN_TO_OPERATE"):
        assert bare["id"] in ids(found[kind]), kind
        assert not ids(found[kind]) & {whole["id"], planned["id"]}, kind


def test_what_was_finished_long_ago_and_is_not_proven(stage: Stage) -> None:
    today = day_in_tokyo(stage.clock())
    unproven, proven = done(stage), ready(stage)
    assert unproven["id"] not in ids(findings(stage)["LONG_UNPROVEN"])
    found = findings(stage, days=0)["LONG_UNPROVEN"]
    assert unproven["id"] in ids(found) and proven["id"] not in ids(found)
    for days, there in ((89, False), (90, True)):
        on = (today + timedelta(days=days)).isoformat()
        assert (unproven["id"] in ids(findings(stage, on=on)["LONG_UNPROVEN"])) is there
    for days in (-(2**31), 2**31 - 1):
        stage.ask(stage.who("MZ"), FINDINGS, days=days)


def test_causes_that_nothing_answers(stage: Stage) -> None:
    unanswered, answered = a_cause(stage), a_cause(stage, a_measure(stage))
    dismissed = a_cause(stage)
    stage.do(
        stage.who("MZ", "editor"),
        "dismissCause",
        idempotencyKey=key(),
        cause=dismissed["id"],
        expectedVersion=dismissed["version"],
        reason="根拠がない",
    )
    found = ids(findings(stage)["UNANSWERED_CAUSE"])
    assert unanswered["id"] in found and not found & {answered["id"], dismissed["id"]}


def test_an_incident_speaks_against_what_was_thought_resolved(stage: Stage) -> None:
    measure, first = verified(stage), an_incident(stage, occurredOn="2023-01-10")
    a_cause(stage, measure, first)
    assert first["id"] not in ids(findings(stage)["RECURRENCE"]), "it came before"
    second = an_incident(stage, recurrenceOf=first["id"])
    third = an_incident(stage, recurrenceOf=second["id"])
    unrelated = an_incident(stage)
    a_cause(stage, done(stage), unrelated)
    found = ids(findings(stage)["RECURRENCE"])
    assert found == {second["id"], third["id"]}
    question(stage, third)
    assert ids(findings(stage)["RECURRENCE"]) == set(), "its effect is open again"


def test_an_incident_that_came_after_the_last_look_speaks_too(stage: Stage) -> None:
    """By its day, or else by when it was recorded; of the same day it may have been before."""
    measure = verified(stage)
    today = day_in_tokyo(stage.clock())
    early = [an_incident(stage, occurredOn=today.isoformat()), an_incident(stage)]
    stage.clock.move_to(today + timedelta(days=1), 9)
    dated = an_incident(stage, occurredOn=(today + timedelta(days=1)).isoformat())
    undated = an_incident(stage)
    of_before = an_incident(stage, occurredOn=today.isoformat())
    closed = an_incident(stage)
    a_cause(stage, measure, dated, undated, of_before, closed, *early)
    assert ids(findings(stage)["RECURRENCE"]) == {dated["id"], undated["id"], closed["id"]}
    stage.do(
        stage.who("MZ", "editor"),
        "closeIncident",
        idempotencyKey=key(),
        incident=closed["id"],
        expectedVersion=closed["version"],
        reason="重複",
    )
    assert ids(findings(stage)["RECURRENCE"]) == {dated["id"], undated["id"]}


def test_who_alone_holds_a_role_and_whose_role_ends_soon(stage: Stage) -> None:
    today = day_in_tokyo(stage.clock())
    found = findings(stage)
    sole = {item["record"]["id"]: item["roles"] for item in found["SOLE_HOLDER"]["items"]}
    assert sole[str(stage.who("MZ", "cco"))] == ["cco"]
    other = someone(stage, "cco", "desk_officer")
    sole = {item["record"]["id"]: item["roles"] for item in findings(stage)["SOLE_HOLDER"]["items"]}
    assert str(stage.who("MZ", "cco")) not in sole
    assert sole[str(other)] == ["desk_officer"]
    assert found["LAPSING_ROLE"]["count"] == 0

    def until(days: int, *more: date) -> UUID:
        [member] = stage.house.office.perform(
            OPERATOR.member,
            lambda desk: enrol_member(
                desk,
                party=MZ,
                name="任期付き",
                roles=("auditor",),
                since=date(2023, 1, 1),
                until=today + timedelta(days=days),
            ),
        ).records
        for since in more:
            stage.house.office.perform(
                OPERATOR.member, partial(grant_role, member=member, role="auditor", since=since)
            )
        return member

    soon, late = until(30), until(31)
    goes_on = until(10, today + timedelta(days=11))
    interrupted = until(10, today + timedelta(days=12))
    lapsing = findings(stage)["LAPSING_ROLE"]
    assert ids(lapsing) == {str(soon), str(interrupted)}
    assert not ids(lapsing) & {str(late), str(goes_on)}
    [told] = [one for one in lapsing["items"] if one["record"]["id"] == str(soon)]
    assert told["day"] == (today + timedelta(days=30)).isoformat()
    assert (told["roles"], told["title"]) == (["auditor"], "任期付き")


def test_findings_are_about_ones_own_party_alone(stage: Stage) -> None:
    before = findings(stage, "PG")
    measure = a_measure(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure["id"], PG)
    a_cause(stage)
    assert findings(stage, "PG") == before
    verified_of_ours, incident = verified(stage), an_incident(stage)
    a_cause(stage, verified_of_ours, incident)
    an_incident(stage, recurrenceOf=incident["id"])
    assert findings(stage, "PG") == before


def test_findings_as_of_a_moment(stage: Stage) -> None:
    then = {"at": stage.clock().isoformat()}
    before = findings(stage, at=then)
    a_measure(stage)
    conclude(stage, a_check(stage, done(stage)))
    assert findings(stage, at=then) == before
    assert findings(stage) != before


def test_lists_are_cut_and_numbers_are_not(shared: Stage) -> None:
    few = shared.ask(shared.who("PG"), FINDINGS, first=1)["findings"]
    whole = shared.ask(shared.who("PG"), FINDINGS)["findings"]
    assert [one["count"] for one in few] == [one["count"] for one in whole]
    assert all(len(one["items"]) == min(1, one["count"]) for one in few)
    _, errors = shared.answer(shared.who("PG"), FINDINGS, first=101)
    assert errors[0].extensions["code"] == "BAD_PAGE"


def test_who_reads_nothing_is_found_nothing(stage: Stage) -> None:
    found = stage.ask(someone(stage, "custodian"), FINDINGS)["findings"]
    assert [one["count"] for one in found] == [0] * len(found)
