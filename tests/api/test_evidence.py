"""Evidence over GraphQL: of any record one sees, for one's own party, to be withdrawn but not lost."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from api.register.kinds import NODES
from commands.register.about import ANNOTATED
from domain.files import HandedIn
from projections.register.causes import CAUSES
from projections.register.evidence import EVIDENCE
from store.tables import REGISTER
from tests.api.annotating import (
    ABSENT,
    DOCUMENT,
    PDF,
    PG,
    attach,
    borne,
    department_with_editor,
    first,
    hidden_from_mz,
    note,
    release,
)
from tests.api.stage import SCHEMA, Stage, unnamed
from tests.api.test_commands import a_measure, key
from tests.api.test_operations import record as record_operation


def change(
    stage: Stage, mutation: str, evidence: dict[str, Any], who: UUID | None = None, **given: Any
) -> dict[str, Any]:
    whole = {
        "idempotencyKey": key(),
        "evidence": evidence["id"],
        "expectedVersion": evidence["version"],
    }
    return stage.do(who or stage.who("MZ", "editor"), mutation, **(whole | given))


def withdraw(stage: Stage, evidence: dict[str, Any], **given: Any) -> dict[str, Any]:
    return change(stage, "withdrawEvidence", evidence, **({"reason": "別の研修だった"} | given))


def revise(stage: Stage, evidence: dict[str, Any], **given: Any) -> dict[str, Any]:
    return change(stage, "reviseEvidence", evidence, **({"title": "研修の記録"} | given))


def files(stage: Stage) -> int:
    """How many files the log keeps."""
    with stage.house.log.following() as connection:
        count = sa.select(sa.func.count()).select_from(REGISTER.files)
        return connection.execute(count).scalar_one()


# ----- attaching --------------------------------------------------------------------------------


def test_a_file_is_attached_to_a_record(stage: Stage) -> None:
    measure, neighbour = a_measure(stage), a_measure(stage)
    made = attach(stage, measure["id"], informationCategories=["NONE"])
    assert made["__typename"] == "Evidence"
    assert (made["owner"], made["informationCategories"]) == ({"code": "MZ"}, ["NONE"])
    assert made["about"] == {"id": measure["id"], "__typename": "Countermeasure"}
    assert (made["title"], made["name"], made["withdrawn"]) == (
        "研修の実施記録",
        "実施記録.pdf",
        False,
    )
    assert made["file"] == {
        "name": "実施記録.pdf",
        "mediaType": "application/pdf",
        "size": len(PDF.content),
        "sha256": hashlib.sha256(PDF.content).hexdigest(),
        "url": f"/evidence/{made['id']}",
    }
    shown = borne(stage, stage.who("MZ"), measure["id"])
    assert shown["evidence"] == [{"id": made["id"], "title": "研修の実施記録"}]
    assert borne(stage, stage.who("MZ"), neighbour["id"])["evidence"] == []


def test_a_document_is_cited(stage: Stage) -> None:
    made = attach(stage, a_measure(stage)["id"], document=DOCUMENT)
    told = {name: made[name] for name in ("name", "number", "documentVersion", "place")}
    assert told == {
        "name": "行為規制の手引",
        "number": "手-12",
        "documentVersion": "第3版",
        "place": "文書庫",
    }
    assert made["file"] is None
    named = attach(stage, a_measure(stage)["id"], document={"name": "手引"})
    assert (named["name"], named["number"], named["place"]) == ("手引", None, None)


def test_every_record_that_is_judged_bears_evidence_and_notes(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    report = stage.ask(editor, "{ reports { id figures { id } investigations { id } } }")["reports"]
    records = [
        first(stage, editor, "incidents"),
        first(stage, editor, "causes"),
        first(stage, editor, "countermeasures"),
        report[0]["id"],
        report[0]["figures"][0]["id"],
        report[0]["investigations"][0]["id"],
        record_operation(stage)["id"],
    ]
    for record in records:
        evidence, written = attach(stage, record), note(stage, record)
        assert evidence["about"] == written["about"], evidence
        assert evidence["about"]["id"] == record
        shown = borne(stage, editor, record)
        assert [one["id"] for one in shown["evidence"]] == [evidence["id"]]
        assert [one["id"] for one in shown["notes"]] == [written["id"]]


def test_evidence_notes_and_links_bear_none_themselves(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    measure = a_measure(stage)
    cause = first(stage, editor, "causes")
    link = stage.do(editor, "linkRecords", idempotencyKey=key(), cause=cause, record=measure["id"])
    made = attach(stage, measure["id"])
    for record in (made, note(stage, measure["id"]), link):
        assert attach(stage, record["id"])["__typename"] == "NoSuchRecord"
        assert note(stage, record["id"])["__typename"] == "NoSuchRecord"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"file": PDF, "document": DOCUMENT}, "EvidenceIsAFileOrADocument"),
        ({"file": None}, "EvidenceIsAFileOrADocument"),
        ({"file": HandedIn("空.pdf", b"")}, "FileIsEmpty"),
        ({"file": HandedIn("大.txt", b"x" * (10 * 1024 * 1024 + 1))}, "FileIsTooLarge"),
        ({"file": HandedIn("道具.exe", b"MZ")}, "FileTypeIsNotTaken"),
        ({"file": HandedIn("画面.png", PDF.content)}, "FileIsNotWhatItsNameSays"),
        ({"file": HandedIn("", PDF.content)}, "TextIsEmpty"),
        ({"file": HandedIn("x" * 300 + ".pdf", PDF.content)}, "TextIsTooLong"),
        ({"title": ""}, "TextIsEmpty"),
        ({"document": {"name": "手引\n二"}}, "TextHasLines"),
        ({"informationCategories": ["NONE", "PERSONAL"]}, "NoneStandsAlone"),
    ],
)
def test_what_cannot_be_evidence_is_refused_and_nothing_is_kept(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    measure = a_measure(stage)
    facts = stage.facts()
    assert attach(stage, measure["id"], **given)["__typename"] == refusal
    assert (stage.facts(), files(stage)) == (facts, 0)


@pytest.mark.parametrize("role", ["member", "barrier_officer", "cco", "auditor"])
def test_only_an_editor_attaches(stage: Stage, role: str) -> None:
    measure = a_measure(stage)
    facts = stage.facts()
    answer = attach(stage, measure["id"], stage.who("MZ", role))
    assert answer["__typename"] == "NotPermitted"
    assert (stage.facts(), files(stage)) == (facts, 0)


def test_a_hidden_record_is_as_an_absent_one(stage: Stage) -> None:
    facts = stage.facts()
    records = (hidden_from_mz(stage), ABSENT, "nonsense")
    answers = [unnamed(record, attach(stage, record)) for record in records]
    assert answers[0]["__typename"] == "NoSuchRecord"
    assert answers[0] == answers[1] == answers[2]
    assert (stage.facts(), files(stage)) == (facts, 0)


def test_a_repeat_with_the_same_file_is_answered_again(stage: Stage) -> None:
    measure = a_measure(stage)
    made = attach(stage, measure["id"], idempotencyKey="same")
    facts = stage.facts()
    again = HandedIn(PDF.name, bytes(PDF.content))
    assert attach(stage, measure["id"], idempotencyKey="same", file=again) == made
    for other in (
        HandedIn(PDF.name, PDF.content + b"!"),
        HandedIn("別名.pdf", PDF.content),
    ):
        answer = attach(stage, measure["id"], idempotencyKey="same", file=other)
        assert answer["__typename"] == "KeyWasUsedForAnotherInput"
    assert (stage.facts(), files(stage)) == (facts, 1)


def test_a_text_in_place_of_a_file_is_none(stage: Stage) -> None:
    given = {"idempotencyKey": key(), "record": a_measure(stage)["id"], "title": "x"}
    document = (
        "mutation ($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename } }"
    )
    data, [error] = stage.answer(
        stage.who("MZ", "editor"), document, input=given | {"file": "%PDF-1.7"}
    )
    assert data is None and "multipart/form-data" in error.message
    written = document.replace("($input: AttachEvidenceInput!)", "").replace(
        "$input", f'{{idempotencyKey: "k", record: "{given["record"]}", title: "x", file: "%PDF"}}'
    )
    data, errors = stage.answer(stage.who("MZ", "editor"), written)
    assert data is None and errors
    assert SCHEMA.get_type_by_name("Upload") is not None


def test_what_is_kept_of_a_file_is_sealed_and_its_fact_holds_the_hash(stage: Stage) -> None:
    made = attach(stage, a_measure(stage)["id"])
    with stage.house.log.following() as connection:
        [(record, version, content)] = connection.execute(sa.select(REGISTER.files)).all()
        facts = REGISTER.facts
        state = connection.execute(
            sa.select(facts.c.state).where(facts.c.originator_id == UUID(made["id"]))
        ).scalar_one()
    assert (record, version) == (UUID(made["id"]), 1)
    assert PDF.content not in content and b"%PDF" not in content
    assert hashlib.sha256(content).hexdigest().encode() in state
    assert hashlib.sha256(PDF.content).hexdigest().encode() not in state
    assert "実施記録".encode() not in state


# ----- changing ---------------------------------------------------------------------------------


def test_evidence_is_called_by_another_title(stage: Stage) -> None:
    made = attach(stage, a_measure(stage)["id"])
    told = revise(stage, made)
    assert (told["title"], told["name"]) == ("研修の記録", "実施記録.pdf")
    facts = stage.facts()
    assert revise(stage, told)["version"] == told["version"]
    assert revise(stage, made, title="別の件名")["__typename"] == "StaleVersion"
    assert revise(stage, told, title="")["__typename"] == "TextIsEmpty"
    assert revise(stage, told | {"id": ABSENT})["__typename"] == "NoSuchRecord"
    assert stage.facts() == facts


def test_withdrawn_evidence_shows_nothing_more_but_its_past(stage: Stage) -> None:
    measure = a_measure(stage)
    made, neighbour = attach(stage, measure["id"]), attach(stage, measure["id"])
    then = stage.clock().isoformat()
    assert withdraw(stage, made, reason=" ")["__typename"] == "WithdrawalOfEvidenceNeedsItsReason"
    gone = withdraw(stage, made)
    assert (gone["withdrawn"], gone["withdrawalReason"]) == (True, "別の研修だった")
    assert gone["file"]["url"] is None
    shown = borne(stage, stage.who("MZ"), measure["id"])
    assert [one["id"] for one in shown["evidence"]] == [neighbour["id"]]
    query = """query ($id: ID!, $at: DateTime!) { node(id: $id, asOf: {at: $at}) {
        ... on Countermeasure { evidence { id withdrawn } } } }"""
    past = stage.ask(stage.who("MZ"), query, id=measure["id"], at=then)["node"]["evidence"]
    assert [one["id"] for one in past] == [made["id"], neighbour["id"]]
    assert not past[0]["withdrawn"]
    facts = stage.facts()
    assert withdraw(stage, gone)["version"] == gone["version"]
    assert revise(stage, gone)["__typename"] == "EvidenceIsWithdrawn"
    assert stage.facts() == facts


@pytest.mark.parametrize("mutation", [revise, withdraw])
def test_released_evidence_changes_with_its_readers_known(stage: Stage, mutation: Any) -> None:
    made = attach(stage, a_measure(stage)["id"], informationCategories=["NONE"])
    release(stage, EVIDENCE, made["id"], PG)
    facts = stage.facts()
    assert mutation(stage, made)["__typename"] == "OthersWillRead"
    assert mutation(stage, made, who=stage.who("PG", "editor"))["__typename"] == "NotYourParty"
    assert mutation(stage, made, who=stage.who("HD", "editor"))["__typename"] == "NoSuchRecord"
    for role in ("member", "cco", "auditor", "barrier_officer"):
        who = stage.who("MZ", role)
        assert mutation(stage, made, who=who)["__typename"] == "NotPermitted"
    assert stage.facts() == facts
    assert mutation(stage, made, acknowledgeReaders=["PG"])["__typename"] == "Evidence"


def test_an_editor_of_a_department_attaches_for_its_measures_alone(stage: Stage) -> None:
    sales, editor = department_with_editor(stage, "営業部")
    systems, colleague = department_with_editor(stage, "システム部")
    mine, theirs = (
        a_measure(stage, responsibleDepartment=str(department)) for department in (sales, systems)
    )
    made = attach(stage, mine["id"], editor)
    assert made["__typename"] == "Evidence"
    incident = first(stage, stage.who("MZ"), "incidents")
    assert attach(stage, incident, editor)["__typename"] == "Evidence", "of no department"
    facts = stage.facts()
    assert attach(stage, theirs["id"], editor)["__typename"] == "NotYourDepartment"
    for mutation in (revise, withdraw):
        assert mutation(stage, made, who=colleague)["__typename"] == "NotYourDepartment"
    assert (stage.facts(), files(stage)) == (facts, 2)
    assert revise(stage, made, who=editor)["__typename"] == "Evidence"


# ----- who sees it ------------------------------------------------------------------------------


def test_nobody_else_sees_evidence_or_a_trace_of_it_until_it_is_released(stage: Stage) -> None:
    cause = first(stage, stage.who("PG"), "causes")
    before = borne(stage, stage.who("PG"), cause)
    made = attach(stage, cause, informationCategories=["NONE"])
    assert made["__typename"] == "Evidence", "the record itself is released; evidence is not"
    assert borne(stage, stage.who("PG"), cause) == before
    query = "query ($id: ID!) { node(id: $id) { id ... on Evidence { about { id } } } }"
    assert stage.ask(stage.who("PG"), query, id=made["id"])["node"] is None
    release(stage, EVIDENCE, made["id"], PG)
    assert borne(stage, stage.who("PG"), cause)["evidence"] == [
        {"id": made["id"], "title": "研修の実施記録"}
    ]
    assert stage.ask(stage.who("HD"), query, id=made["id"])["node"] is None


def test_what_evidence_is_about_is_told_only_to_who_sees_that_record(stage: Stage) -> None:
    cause = stage.do(
        stage.who("MZ", "editor"),
        "stateCause",
        idempotencyKey=key(),
        statement="社内の原因",
        informationCategories=["NONE"],
    )
    made = attach(stage, cause["id"], informationCategories=["NONE"])
    release(stage, EVIDENCE, made["id"], PG)
    query = """query ($id: ID!) { node(id: $id) { version ... on Evidence {
        title about { id ... on Cause { statement } } } } }"""
    seen = stage.ask(stage.who("PG"), query, id=made["id"])["node"]
    assert (seen["about"], seen["title"]) == (None, "研修の実施記録")
    release(stage, CAUSES, cause["id"], PG)
    after = stage.ask(stage.who("PG"), query, id=made["id"])["node"]
    assert after["about"] == {"id": cause["id"], "statement": "社内の原因"}
    assert after["version"] == seen["version"]


def test_evidence_of_another_partys_record_is_ones_own(stage: Stage) -> None:
    cause = first(stage, stage.who("PG"), "causes")
    made = attach(stage, cause, stage.who("PG", "editor"), document=DOCUMENT)
    assert made["owner"] == {"code": "PG"}
    assert made["about"] == {"id": cause, "__typename": "Cause"}
    assert borne(stage, stage.who("MZ"), cause)["evidence"] == []


def test_whatever_bears_evidence_shows_it() -> None:
    assert {view.kind for view in ANNOTATED} <= NODES.keys()
    for view in ANNOTATED:
        kind = NODES[view.kind]
        assert "AnnotatedRecord" in kind.interfaces, kind.name
        assert kind.fields.keys() >= {"evidence", "notes"}, kind.name
    shown = SCHEMA._schema.get_implementations(SCHEMA._schema.type_map["AnnotatedRecord"]).objects  # type: ignore[arg-type]  # an interface
    assert {one.name for one in shown} == {NODES[view.kind].name for view in ANNOTATED}
