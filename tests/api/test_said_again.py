"""What is so already: the same again changes nothing, and anything else is refused by name or kept.

Nothing that somebody writes is taken without a word and then dropped.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.annotating import MZ
from tests.api.minimal import Given, World, of
from tests.api.stage import Stage


@pytest.fixture
def world(stage: Stage) -> World:
    return World(stage)


def closed(world: World) -> tuple[str, Given]:
    return "incident", world.closed_incident()


def dismissed(world: World) -> tuple[str, Given]:
    cause = of("cause", world.cause())
    return "cause", world.editor("dismissCause", **cause, reason="重複")


def withdrawn(world: World) -> tuple[str, Given]:
    evidence = of("evidence", world.evidence())
    return "evidence", world.editor("withdrawEvidence", **evidence, reason="重複")


def cancelled(world: World) -> tuple[str, Given]:
    measure = of("countermeasure", world.measure())
    return "countermeasure", world.editor("cancelCountermeasure", **measure, reason="重複")


def accepted(world: World) -> tuple[str, Given]:
    measure = of("countermeasure", world.measure())
    return "countermeasure", world.made("cco", "acceptRisk", **measure, reason="重複")


ENDED = [
    (closed, "closeIncident", "editor", "IncidentIsClosed"),
    (dismissed, "dismissCause", "editor", "CauseIsDismissed"),
    (withdrawn, "withdrawEvidence", "editor", "EvidenceIsWithdrawn"),
    (cancelled, "cancelCountermeasure", "editor", "CountermeasureIsNotTakenUpAgain"),
    (accepted, "acceptRisk", "cco", "CountermeasureIsNotTakenUpAgain"),
]


@pytest.mark.parametrize(("begin", "mutation", "role", "refusal"), ENDED)
def test_what_has_ended_for_a_reason_does_not_end_for_another(
    world: World, begin: Any, mutation: str, role: str, refusal: str
) -> None:
    name, record = begin(world)
    who, facts = world.people[MZ, role], world.stage.facts()

    def again(key: str, reason: str) -> Given:
        given = of(name, record) | {"reason": reason}
        return world.stage.do(who, mutation, idempotencyKey=key, **given)

    refused = again("other", "別の理由")
    assert refused["__typename"] == refusal
    assert refused == again("other", "別の理由"), "a refusal spends no key"
    same = again("same", " 重複 ")
    assert (same["id"], same["version"]) == (record["id"], record["version"])
    assert again("same", " 重複 ") == same
    assert again("same", "別の理由")["__typename"] == "KeyWasUsedForAnotherInput"
    assert world.stage.facts() == facts


def test_another_reason_is_kept_while_a_measure_goes_on(world: World) -> None:
    measure = world.editor(
        "reportProgress",
        **of("countermeasure", world.measure()),
        status="IN_PROGRESS",
        reason="部品の入荷待ち",
    )
    facts = world.stage.facts()
    for status, reason in (("IN_PROGRESS", "試験中"), (None, "委託先の都合")):
        given = {"reason": reason} | ({"status": status} if status else {})
        measure = world.editor("reportProgress", **of("countermeasure", measure), **given)
        assert (measure["status"], measure["statusReason"]) == ("IN_PROGRESS", reason)
    assert world.stage.facts() == facts + 2
    same = of("countermeasure", measure) | {"status": "IN_PROGRESS"}
    assert world.editor("reportProgress", **same)["statusReason"] == "委託先の都合"
    assert world.stage.facts() == facts + 2


def test_another_reason_for_a_confirmed_cause_or_a_result_is_kept(world: World) -> None:
    cause = world.editor("confirmCause", **of("cause", world.cause()))
    cause = world.editor("confirmCause", **of("cause", cause), reason="ログと一致")
    check = of("check", world.check()) | {"met": True, "result": "0件だった"}
    checked = world.made("auditor", "checkEffect", **check)
    facts = world.stage.facts()
    again = check | of("check", checked)
    kept = world.made("auditor", "checkEffect", **again, reason="再集計")
    assert kept["version"] != checked["version"] and world.stage.facts() == facts + 1
    query = "query ($id: ID!) { node(id: $id) { ... on Cause { reason } } }"
    shown = world.stage.ask(world.people[MZ, "editor"], query, id=cause["id"])
    assert shown == {"node": {"reason": "ログと一致"}}


@pytest.mark.parametrize("mutation", ["setSchedule", "rescheduleCountermeasure", "correctSchedule"])
def test_a_reason_without_a_change_of_the_schedule_is_refused(world: World, mutation: str) -> None:
    measure = world.scheduled_measure()
    editor, facts = world.people[MZ, "editor"], world.stage.facts()
    given = of("countermeasure", measure) | {"wording": "2023年6月末までに"}
    if mutation != "correctSchedule":
        given["writtenOn"] = "2023-02-17"
    answer = world.stage.do(editor, mutation, idempotencyKey="1", **given, reason="念のため")
    assert answer["__typename"] == "ReasonNeedsAChange"
    same = world.stage.do(editor, mutation, idempotencyKey="2", **given)
    assert (same["version"], world.stage.facts()) == (measure["version"], facts)


def test_a_first_schedule_needs_and_takes_no_reason(world: World) -> None:
    given = of("countermeasure", world.measure()) | {"wording": "2023年6月末までに"}
    editor, facts = world.people[MZ, "editor"], world.stage.facts()
    answer = world.stage.do(editor, "setSchedule", idempotencyKey="1", **given, reason="念のため")
    assert (answer["__typename"], world.stage.facts()) == ("ReasonNeedsAChange", facts)


def test_a_grant_that_ends_earlier_than_the_role_is_held_is_refused(world: World) -> None:
    member = world.member()
    given = of("member", member) | {"role": "MEMBER", "since": "2023-02-01"}
    who, facts = world.people[MZ, "administrator"], world.stage.facts()
    answer = world.stage.do(who, "grantRole", idempotencyKey="1", until="2030-01-01", **given)
    assert answer["__typename"] == "RoleIsHeldLonger"
    assert "2030-01-01" in answer["message"] and "2030-01-01" in answer["messageEn"]
    assert world.stage.do(who, "grantRole", idempotencyKey="2", **given)["id"] == member["id"]
    assert world.stage.facts() == facts
