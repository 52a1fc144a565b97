"""Notes over GraphQL: on any record one sees, read by one's own party, changed by their writer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from projections.register.notes import NOTES
from tests.api.annotating import (
    ABSENT,
    PG,
    borne,
    first,
    hidden_from_mz,
    note,
    release,
)
from tests.api.stage import Stage, unnamed
from tests.api.test_commands import a_measure, key


def change(
    stage: Stage, mutation: str, written: dict[str, Any], who: UUID | None = None, **given: Any
) -> dict[str, Any]:
    whole = {
        "idempotencyKey": key(),
        "note": written["id"],
        "expectedVersion": written["version"],
    }
    return stage.do(who or stage.who("MZ", "editor"), mutation, **(whole | given))


def revise(stage: Stage, written: dict[str, Any], **given: Any) -> dict[str, Any]:
    return change(stage, "reviseNote", written, **({"text": "範囲を確かめた"} | given))


def withdraw(stage: Stage, written: dict[str, Any], **given: Any) -> dict[str, Any]:
    return change(stage, "withdrawNote", written, **given)


@pytest.mark.parametrize("role", ["member", "editor", "barrier_officer", "cco", "auditor"])
def test_whoever_reads_for_a_party_writes_notes(stage: Stage, role: str) -> None:
    measure, neighbour = a_measure(stage), a_measure(stage)
    made = note(stage, measure["id"], stage.who("MZ", role), text="一行目\r\n二行目 ")
    assert (made["__typename"], made["text"]) == ("Note", "一行目\n二行目")
    assert made["about"] == {"id": measure["id"], "__typename": "Countermeasure"}
    assert made["owner"] == {"code": "MZ"}
    shown = borne(stage, stage.who("MZ"), measure["id"])["notes"]
    assert shown == [{"id": made["id"], "text": "一行目\n二行目"}]
    assert borne(stage, stage.who("MZ"), neighbour["id"])["notes"] == []


def test_a_note_on_another_partys_record_is_for_ones_own_party(stage: Stage) -> None:
    incident = first(stage, stage.who("PG"), "incidents")
    before = borne(stage, stage.who("MZ"), incident)
    facts = stage.facts()
    made = note(stage, incident, stage.who("PG"))
    assert (made["owner"], stage.facts()) == ({"code": "PG"}, facts + 1)
    assert borne(stage, stage.who("MZ"), incident) == before
    assert borne(stage, stage.who("HD"), incident)["notes"] == []
    colleagues = borne(stage, stage.who("PG", "auditor"), incident)["notes"]
    assert [one["id"] for one in colleagues] == [made["id"]]
    query = "query ($id: ID!) { node(id: $id) { id } }"
    assert stage.ask(stage.who("MZ"), query, id=made["id"])["node"] is None


def test_a_released_note_is_read_by_whom_it_is_released_to(stage: Stage) -> None:
    measure = a_measure(stage)
    made = note(stage, measure["id"], informationCategories=["NONE"])
    release(stage, NOTES, made["id"], PG)
    query = "query ($id: ID!) { node(id: $id) { ... on Note { text about { id } } } }"
    shown = stage.ask(stage.who("PG"), query, id=made["id"])["node"]
    assert shown == {"text": "次回に範囲を確かめる", "about": None}
    facts = stage.facts()
    for mutation in (revise, withdraw):
        assert mutation(stage, made)["__typename"] == "OthersWillRead"
        answer = mutation(stage, made, who=stage.who("PG", "editor"))
        assert answer["__typename"] == "NotYourParty"
    assert stage.facts() == facts
    assert revise(stage, made, acknowledgeReaders=["PG"])["text"] == "範囲を確かめた"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"text": " \n "}, "TextIsEmpty"),
        ({"text": "長" * 10_001}, "TextIsTooLong"),
        ({"text": "\u0007"}, "TextHasControlCharacters"),
    ],
)
def test_a_note_says_something_that_can_be_read(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    measure = a_measure(stage)
    made, facts = note(stage, measure["id"]), stage.facts()
    assert note(stage, measure["id"], **given)["__typename"] == refusal
    assert revise(stage, made, **given)["__typename"] == refusal
    assert stage.facts() == facts


def test_none_stands_alone_among_the_categories_of_a_note(stage: Stage) -> None:
    answer = note(stage, a_measure(stage)["id"], informationCategories=["NONE", "PERSONAL"])
    assert answer["__typename"] == "NoneStandsAlone"


def test_a_hidden_record_is_as_an_absent_one(stage: Stage) -> None:
    facts = stage.facts()
    records = (hidden_from_mz(stage), ABSENT, "nonsense")
    answers = [unnamed(record, note(stage, record)) for record in records]
    assert answers[0]["__typename"] == "NoSuchRecord"
    assert answers[0] == answers[1] == answers[2]
    assert stage.facts() == facts


def test_a_repeat_is_answered_again_and_another_input_is_refused(stage: Stage) -> None:
    measure = a_measure(stage)
    made = note(stage, measure["id"], idempotencyKey="same")
    facts = stage.facts()
    assert note(stage, measure["id"], idempotencyKey="same") == made
    other = note(stage, measure["id"], idempotencyKey="same", text="別のこと")
    assert other["__typename"] == "KeyWasUsedForAnotherInput"
    assert stage.facts() == facts


def test_its_writer_alone_changes_a_note(stage: Stage) -> None:
    made = note(stage, a_measure(stage)["id"])
    facts = stage.facts()
    for mutation in (revise, withdraw):
        answer = mutation(stage, made, who=stage.who("MZ", "cco"))
        assert answer["__typename"] == "NoteIsSomebodyElses"
        assert mutation(stage, made | {"id": ABSENT})["__typename"] == "NoSuchRecord"
        assert mutation(stage, made | {"version": "0" * 24})["__typename"] == "StaleVersion"
        hd = mutation(stage, made, who=stage.who("HD", "editor"))
        assert hd["__typename"] == "NoSuchRecord"
    assert stage.facts() == facts
    assert revise(stage, made)["text"] == "範囲を確かめた"


def test_a_note_taken_back_is_in_the_past_alone(stage: Stage) -> None:
    measure = a_measure(stage)
    made, neighbour = note(stage, measure["id"]), note(stage, measure["id"], text="隣のメモ")
    then = stage.clock().isoformat()
    gone = withdraw(stage, made)
    assert gone["withdrawn"]
    shown = borne(stage, stage.who("MZ"), measure["id"])["notes"]
    assert [one["id"] for one in shown] == [neighbour["id"]]
    query = """query ($id: ID!, $at: DateTime!) { node(id: $id, asOf: {at: $at}) {
        ... on AnnotatedRecord { notes { text } } } }"""
    past = stage.ask(stage.who("MZ"), query, id=measure["id"], at=then)["node"]["notes"]
    assert [one["text"] for one in past] == ["次回に範囲を確かめる", "隣のメモ"]
    facts = stage.facts()
    assert withdraw(stage, gone)["version"] == gone["version"]
    assert revise(stage, gone)["__typename"] == "NoteIsWithdrawn"
    assert stage.facts() == facts


def test_a_closed_measure_still_bears_notes(stage: Stage) -> None:
    measure = a_measure(stage)
    given = {"expectedVersion": measure["version"], "countermeasure": measure["id"]}
    closed = stage.do(
        stage.who("MZ", "editor"),
        "reportProgress",
        idempotencyKey=key(),
        status="CANCELLED",
        reason="対象の業務がなくなった",
        **given,
    )
    assert closed["__typename"] == "Countermeasure"
    assert note(stage, measure["id"])["__typename"] == "Note"
