"""What needs who asks, in one question; and how far they have looked, which nobody else is told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from projections.register.countermeasures import COUNTERMEASURES
from tests.api.annotating import ABSENT
from tests.api.measuring import (
    PG,
    a_check,
    a_measure,
    change,
    conclude,
    department,
    done,
    key,
    release,
    someone,
    verified,
)
from tests.api.stage import Stage
from tests.api.test_effects import an_incident

ATTENTION = """query ($first: Int = 100, $on: Date) { attention(first: $first, statusDate: $on) {
    at lastLooked since
    groups { reason message messageEn count opens items { code title day record { id } } } } }"""
LATE = {"wording": "2023年3月末までに", "writtenOn": "2023-02-17"}
ON = "2023-06-30"


def attention(stage: Stage, member: UUID, **given: Any) -> dict[str, dict[str, Any]]:
    """The groups by their reasons, each with the list that it opens."""
    found = stage.ask(member, ATTENTION, **given)["attention"]
    for group in found["groups"]:
        root = group["opens"].partition("(")[0]
        opened = stage.ask(member, f"{{ {group['opens']} {{ totalCount }} }}")[root]["totalCount"]
        assert opened == group["count"] >= len(group["items"]) > 0, group
        assert str(group["count"]) in group["message"] and group["messageEn"]
    reasons = [group["reason"] for group in found["groups"]]
    assert len(reasons) == len(set(reasons))
    return {group["reason"]: group for group in found["groups"]}


def ids(group: dict[str, Any] | None) -> set[str]:
    return {item["record"]["id"] for item in group["items"]} if group else set()


def test_what_ones_party_owes_is_told_by_what_is_late(stage: Stage) -> None:
    overdue = a_measure(stage, **LATE)
    soon = a_measure(stage, wording="2023年7月30日までに", writtenOn="2023-02-17")
    far = a_measure(stage, wording="2023年7月31日までに", writtenOn="2023-02-17")
    late = a_measure(stage, wording="2023年4月から2024年3月まで", writtenOn="2023-02-17")
    looked_at = change(stage, "setCheckDay", done(stage), day="2023-05-31")
    groups = attention(stage, stage.who("MZ"), on=ON)
    assert overdue["id"] in ids(groups["OVERDUE"])
    assert soon["id"] in ids(groups["DUE_SOON"]) and far["id"] not in ids(groups["DUE_SOON"])
    assert late["id"] in ids(groups["LATE_START"])
    assert ids(groups["CHECK_OVERDUE"]) == {looked_at["id"]}
    [told] = groups["CHECK_OVERDUE"]["items"]
    assert (told["day"], told["title"]) == ("2023-05-31", looked_at["title"])
    assert not groups.keys() & {"VERDICT_AWAITED", "UNJUDGED_RECORD", "CHECK_PENDING"}


def test_who_is_of_a_department_is_told_of_its_measures_alone(stage: Stage) -> None:
    sales, systems = department(stage), department(stage, "情報部")
    mine = a_measure(stage, responsibleDepartment=str(sales), **LATE)
    a_measure(stage, responsibleDepartment=str(systems), **LATE)
    groups = attention(stage, someone(stage, "member", of=sales), on=ON)
    assert ids(groups["OVERDUE"]) == {mine["id"]}
    whole = attention(stage, stage.who("MZ"), on=ON)
    assert len(ids(whole["OVERDUE"])) > 1


def test_what_waits_for_ones_roles(stage: Stage) -> None:
    waiting, resolved = done(stage), verified(stage)
    doubted = verified(stage)
    conclude(stage, a_check(stage, doubted), met=False, result="2件あった")
    cco = attention(stage, stage.who("MZ", "cco"))
    assert waiting["id"] in ids(cco["VERDICT_AWAITED"])
    assert resolved["id"] not in ids(cco["VERDICT_AWAITED"])
    assert ids(cco["VERDICT_OUTDATED"]) == {doubted["id"]}
    officer = attention(stage, stage.who("MZ", "barrier_officer"))
    assert waiting["id"] in ids(officer["UNJUDGED_RECORD"])
    assert not officer.keys() & {"VERDICT_AWAITED", "VERDICT_OUTDATED", "CHECK_PENDING"}
    member = attention(stage, stage.who("MZ"))
    assert not member.keys() & {"VERDICT_AWAITED", "UNJUDGED_RECORD", "REDACTION_TO_CONFIRM"}


def test_a_wording_is_stale_once_its_record_changed(stage: Stage) -> None:
    incident = an_incident(stage, informationCategories=["NONE"])
    neighbour = an_incident(stage, informationCategories=["NONE"])
    officer = stage.who("MZ", "barrier_officer")
    for one in (incident, neighbour):
        released = stage.do(
            officer,
            "releaseRecords",
            idempotencyKey=key(),
            ids=[one["id"]],
            to="PG",
            basis="合同会議",
            wordings=[{"id": one["id"], "text": "閲覧があった"}],
        )
        assert released["__typename"] == "ReleaseRecordsPayload", released
    assert "STALE_RELEASE" not in attention(stage, officer)
    stage.do(
        stage.who("MZ", "editor"),
        "reviseIncident",
        idempotencyKey=key(),
        incident=incident["id"],
        expectedVersion=incident["version"],
        summary="件数を改めた",
        acknowledgeReaders=["PG"],
    )
    assert attention(stage, officer)["STALE_RELEASE"]["count"] == 1


def test_nobody_is_asked_to_confirm_the_redaction_they_asked_for(stage: Stage) -> None:
    incident = an_incident(stage)
    officer = stage.who("MZ", "barrier_officer")
    asked = stage.do(
        officer,
        "redactText",
        idempotencyKey=key(),
        record=incident["id"],
        field="title",
        reason="氏名の混入",
    )
    assert asked["__typename"] == "RedactionReport", asked
    assert "REDACTION_TO_CONFIRM" not in attention(stage, officer)
    assert attention(stage, stage.who("MZ", "cco"))["REDACTION_TO_CONFIRM"]["count"] == 1
    other = someone(stage, "barrier_officer")
    assert attention(stage, other)["REDACTION_TO_CONFIRM"]["count"] == 1
    assert "REDACTION_TO_CONFIRM" not in attention(stage, stage.who("PG", "cco"))


def test_checks_wait_for_who_may_conclude_them(stage: Stage) -> None:
    sales = department(stage)
    theirs = done(stage, responsibleDepartment=str(sales))
    check = a_check(stage, theirs)
    a_check(stage, a_measure(stage))
    conclude(stage, a_check(stage, done(stage)))
    assert ids(attention(stage, stage.who("MZ", "auditor"))["CHECK_PENDING"]) == {check["id"]}
    assert "CHECK_PENDING" not in attention(stage, stage.who("MZ", "editor")), "edits for all"
    assert "CHECK_PENDING" not in attention(stage, someone(stage, "auditor", of=sales))
    elsewhere = someone(stage, "editor", of=department(stage, "情報部"))
    assert ids(attention(stage, elsewhere)["CHECK_PENDING"]) == {check["id"]}


def test_what_changed_is_told_from_where_one_last_looked(stage: Stage) -> None:
    member, editor = stage.who("MZ"), stage.who("MZ", "editor")
    first = stage.ask(member, ATTENTION)["attention"]
    assert first["lastLooked"] is None and first["since"] < first["at"]
    measure = a_measure(stage)
    assert measure["id"] in ids(attention(stage, member)["CHANGED"])
    at = stage.ask(member, ATTENTION)["attention"]["at"]
    marked = stage.do(member, "markAsSeen", idempotencyKey=key(), upTo=at)
    assert marked == {"__typename": "MarkedAsSeen", "lastLooked": at}
    assert "CHANGED" not in attention(stage, member)
    seen = change(stage, "reportProgress", measure, status="IN_PROGRESS")
    changed = attention(stage, member)["CHANGED"]
    assert (ids(changed), changed["count"]) == ({seen["id"]}, 1)
    assert stage.ask(editor, ATTENTION)["attention"]["lastLooked"] is None
    assert stage.ask(member, ATTENTION)["attention"]["since"] == at


def test_nobody_looks_back_and_nobody_looks_ahead(stage: Stage) -> None:
    member = stage.who("MZ")
    mark = partial(stage.do, member, "markAsSeen")
    first = mark(idempotencyKey="first")["lastLooked"]
    facts = stage.facts()
    assert mark(idempotencyKey=key(), upTo="2023-01-01T00:00:00+09:00")["lastLooked"] == first
    assert stage.facts() == facts
    ahead = mark(idempotencyKey=key(), upTo=(stage.clock() + timedelta(days=9)).isoformat())
    assert first < ahead["lastLooked"] <= stage.ask(member, ATTENTION)["attention"]["at"]
    naive = """mutation { markAsSeen(input: {idempotencyKey: "k", upTo: "2023-04-01T00:00:00"}) {
        __typename } }"""
    _, errors = stage.answer(member, naive)
    assert errors[0].extensions["code"] == "BAD_MOMENT"
    assert stage.do(stage.who("MZ", "auditor"), "markAsSeen", idempotencyKey="k2")["lastLooked"]


def test_how_far_one_looked_is_no_record_that_anybody_finds(stage: Stage) -> None:
    """Neither colleagues, nor auditors, nor the member as one who reads changes."""
    member = stage.who("MZ")
    everything = """{ changes(since: {at: "2023-01-01T00:00:00Z"}, first: 0) { totalCount }
        node(id: "%s") { id } }"""
    from domain.people.last_look import LastLook

    query = everything % LastLook.id_for(member)
    people = [member, stage.who("MZ", "auditor"), stage.who("PG")]
    before = [stage.ask(one, query) for one in people]
    stage.do(member, "markAsSeen", idempotencyKey=key())
    assert [stage.ask(one, query) for one in people] == before
    assert before[0]["node"] is None


def test_another_party_is_told_of_nothing_that_it_does_not_see(stage: Stage) -> None:
    them = stage.who("PG")
    stage.do(them, "markAsSeen", idempotencyKey=key())
    before = stage.ask(them, ATTENTION, on=ON)["attention"]["groups"]
    measure = a_measure(stage, informationCategories=["NONE"], **LATE)
    a_check(stage, done(stage))
    assert stage.ask(them, ATTENTION, on=ON)["attention"]["groups"] == before
    release(stage, COUNTERMEASURES, measure["id"], PG)
    groups = attention(stage, them, on=ON)
    assert ids(groups["CHANGED"]) == {measure["id"]}
    assert measure["id"] not in ids(groups.get("OVERDUE")), "its party owes it"


@pytest.mark.parametrize("first", [0, 1, 100])
def test_groups_are_cut_and_their_numbers_are_not(shared: Stage, first: int) -> None:
    groups = shared.ask(shared.who("PG"), ATTENTION, first=first, on=ON)["attention"]["groups"]
    assert groups and all(len(group["items"]) <= first for group in groups)
    whole = shared.ask(shared.who("PG"), ATTENTION, on=ON)["attention"]["groups"]
    assert [one["count"] for one in groups] == [one["count"] for one in whole]
    _, errors = shared.answer(shared.who("PG"), ATTENTION, first=101)
    assert errors[0].extensions["code"] == "BAD_PAGE"


def test_who_reads_nothing_needs_nothing(stage: Stage) -> None:
    for member in (someone(stage, "administrator"), UUID(ABSENT)):
        assert stage.ask(member, ATTENTION)["attention"]["groups"] == []
