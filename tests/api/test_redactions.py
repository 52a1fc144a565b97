"""Redactions: a text that should never have been written is gone, wherever it was, and nothing else is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from domain.kernel import FORGOTTEN
from tests.api.annotating import attach
from tests.api.stage import REPORT, Stage
from tests.api.test_commands import a_measure, key
from tests.api.test_reads import TITLES, asked
from tests.api.test_releases import an_incident, release

SECRET = "山田太郎様の契約"
LIGHT = "閲覧の発覚"


def request(
    stage: Stage, record: str, field: str, role: str = "barrier_officer", party: str = "PG"
) -> Any:
    given = {"idempotencyKey": key(), "record": record, "field": field, "reason": "氏名の混入"}
    return stage.do(stage.who(party, role), "redactText", **given)


def confirm(stage: Stage, asked: Any, role: str = "cco", party: str = "PG") -> Any:
    given = {
        "idempotencyKey": key(),
        "redaction": asked["redaction"]["id"],
        "expectedVersion": asked["redaction"]["version"],
    }
    return stage.do(stage.who(party, role), "confirmRedaction", **given)


def redacted(stage: Stage, record: str, field: str, party: str = "PG") -> Any:
    done = confirm(stage, request(stage, record, field, party=party), party=party)
    assert done["__typename"] == "RedactionReport", done
    return done


def everything(stage: Stage, who: UUID, record: str, then: Any) -> str:
    """All that somebody can read of a record: now, as of then, its changes, and by searching."""
    query = """query ($id: ID!, $then: Moment!, $text: String!) {
        now: node(id: $id) { ...All } then: node(id: $id, asOf: $then) { ...All }
        history(id: $id) { nodes { title fields { name old new } } }
        incidents(filter: {search: $text}) { totalCount nodes { title } } }
        fragment All on Record { id code ... on Incident { title summary group reporting statusReason } }"""
    found = stage.ask(who, query, id=record, then={"at": then.isoformat()}, text=SECRET)
    assert found["incidents"]["totalCount"] == len(found["incidents"]["nodes"])
    return str(found)


def test_a_text_is_gone_now_and_in_the_past_and_from_every_search(stage: Stage) -> None:
    record = an_incident(stage, title="閲覧の発覚", summary=f"{SECRET}を閲覧した")
    release(stage, record["id"])
    then = stage.clock()
    editor, clean = stage.who("PG", "editor"), "お客さま1件の情報を閲覧した"
    revised = stage.do(
        editor,
        "reviseIncident",
        idempotencyKey=key(),
        incident=record["id"],
        expectedVersion=record["version"],
        summary=clean,
        acknowledgeReaders=["MZ"],
    )
    for who in (editor, stage.who("MZ")):
        assert SECRET in everything(stage, who, record["id"], then)
    done = redacted(stage, record["id"], "summary")
    assert (done["redaction"]["status"], done["redaction"]["textCount"]) == ("CARRIED_OUT", 2)
    for who in (editor, stage.who("MZ")):
        told = everything(stage, who, record["id"], then)
        assert SECRET not in told and clean not in told and FORGOTTEN in told
        assert "閲覧の発覚" in told, "what was not asked for stays"
    now = stage.ask(
        editor,
        "query ($i: ID!) { node(id: $i) { version ... on Incident { summary } } }",
        i=record["id"],
    )
    assert now["node"]["summary"] == FORGOTTEN and now["node"]["version"] != revised["version"]
    again = stage.do(
        editor,
        "reviseIncident",
        idempotencyKey=key(),
        incident=record["id"],
        expectedVersion=now["node"]["version"],
        summary=clean,
        acknowledgeReaders=["MZ"],
    )
    assert "messageEn" not in again and clean in everything(stage, editor, record["id"], then)


def test_nobody_destroys_a_text_alone(stage: Stage) -> None:
    record = an_incident(stage, title=LIGHT)
    asked = request(stage, record["id"], "title")
    assert confirm(stage, asked, "barrier_officer")["__typename"] == "SecondPersonIsNeeded"
    assert confirm(stage, asked, "editor")["__typename"] == "NotPermitted"
    assert request(stage, record["id"], "title", "cco")["__typename"] == "NotPermitted"
    found = stage.ask(stage.who("PG"), TITLES, id=record["id"])["node"]
    assert found["title"] == LIGHT, "nothing is destroyed before it is confirmed"
    assert confirm(stage, asked)["redaction"]["status"] == "CARRIED_OUT"
    assert confirm(stage, asked)["__typename"] == "StaleVersion"


def test_what_was_declined_stays_and_may_be_asked_for_again(stage: Stage) -> None:
    record = an_incident(stage)
    asked = request(stage, record["id"], "title")
    assert request(stage, record["id"], "title")["__typename"] == "RedactionIsUnderWay"
    declined = stage.do(
        stage.who("PG", "barrier_officer"),
        "declineRedaction",
        idempotencyKey=key(),
        redaction=asked["redaction"]["id"],
        expectedVersion=asked["redaction"]["version"],
        reason="社名であり氏名ではない",
    )
    assert declined["__typename"] == "Redaction"
    assert request(stage, record["id"], "title")["redaction"]["status"] == "REQUESTED"
    listed = stage.ask(
        stage.who("PG"),
        "{ redactions(filter: {status: [DECLINED]}) { nodes { status declineReason } } }",
    )["redactions"]["nodes"]
    assert listed == [{"status": "DECLINED", "declineReason": "社名であり氏名ではない"}]


def test_who_was_shown_it_is_told_and_what_to_report(stage: Stage) -> None:
    client: TestClient = stage.client()
    record = an_incident(stage, summary=SECRET)
    release(stage, record["id"])
    for role in ("editor", "editor", "cco"):
        asked(client, stage, stage.who("MZ", role), TITLES, id=record["id"])
    done = redacted(stage, record["id"], "summary")
    asked(client, stage, stage.who("MZ", "auditor"), TITLES, id=record["id"])
    [mz] = done["readBy"]
    assert (mz["party"], mz["reads"]) == ({"code": "MZ"}, 3)
    assert sorted(one["reads"] for one in mz["readers"]) == [1, 2]
    follow_up = done["followUp"]
    assert record["code"] in follow_up["title"] and SECRET not in str(follow_up)
    assert "MZ 2人・3回" in follow_up["summary"]
    reported = stage.do(
        stage.who("PG", "editor"), "reportIncident", idempotencyKey=key(), **follow_up
    )
    assert reported["__typename"] == "Incident"
    query = f"query ($r: ID!) {{ redactionReport(redaction: $r) {{ {REPORT} }} }}"
    again = stage.ask(stage.who("PG", "auditor"), query, r=done["redaction"]["id"])
    assert again["redactionReport"]["readBy"] == done["readBy"], (
        "reads behind its end are none of it"
    )
    _, errors = stage.answer(stage.who("PG"), query, r=done["redaction"]["id"])
    assert [one.extensions["code"] for one in errors] == ["NOT_PERMITTED"]
    assert stage.ask(stage.who("MZ", "auditor"), query, r=done["redaction"]["id"]) == {
        "redactionReport": None
    }


def test_words_that_another_party_reads_are_redacted_by_their_release(stage: Stage) -> None:
    record = an_incident(stage)
    words = {
        "id": record["id"],
        "text": f"{SECRET}が閲覧された",
        "informationCategories": ["PERSONAL"],
    }
    [given] = release(stage, record["id"], wordings=[words])["releases"]
    read = "{ releasedWordings { nodes { text } } }"
    assert SECRET in str(stage.ask(stage.who("MZ"), read))
    redacted(stage, given["id"], "wording")
    assert stage.ask(stage.who("MZ"), read)["releasedWordings"]["nodes"] == [{"text": FORGOTTEN}]
    own = stage.ask(stage.who("PG"), "{ releases { nodes { wording } } }")
    assert SECRET not in str(own) and FORGOTTEN in str(own)


def test_a_file_is_gone_with_its_hash_and_its_record_stays(stage: Stage) -> None:
    record = an_incident(stage)
    evidence = attach(stage, record["id"], stage.who("PG", "editor"))
    redacted(stage, evidence["id"], "file")
    client = stage.client()
    found = client.get(
        f"/evidence/{evidence['id']}",
        headers={"Authorization": f"Bearer {stage.token(stage.who('PG'))}"},
    )
    assert found.status_code == 410
    query = (
        """query ($id: ID!) { node(id: $id) { ... on Evidence { title file { sha256 size } } } }"""
    )
    shown = stage.ask(stage.who("PG"), query, id=evidence["id"])["node"]
    assert (shown["title"], shown["file"]["sha256"]) == (evidence["title"], FORGOTTEN)


def test_reasons_that_stand_beside_a_schedule_are_redacted(stage: Stage) -> None:
    """They are facts of another stream than the countermeasure's own."""
    editor = stage.who("MZ", "editor")
    measure = a_measure(stage)

    def plan(mutation: str, **given: Any) -> dict[str, Any]:
        version = stage.ask(editor, "query ($i: ID!) { node(id: $i) { version } }", i=measure["id"])
        return stage.do(
            editor,
            mutation,
            idempotencyKey=key(),
            countermeasure=measure["id"],
            expectedVersion=version["node"]["version"],
            **given,
        )

    plan("setSchedule", wording="～2023年3月")
    for until in ("～2023年6月", "～2023年9月"):
        moved = plan("rescheduleCountermeasure", wording=until, reason=f"{SECRET}の調査のため")
        assert moved["__typename"] == "Countermeasure", moved
    assert SECRET in str(moved["schedule"]["slips"])
    redacted(stage, measure["id"], "schedule.slips", "MZ")
    query = "query ($i: ID!) { node(id: $i) { ... on Countermeasure { title schedule { wording slipCount slips { toWording reason } } } } }"
    shown = stage.ask(editor, query, i=measure["id"])["node"]
    assert [(one["toWording"], one["reason"]) for one in shown["schedule"]["slips"]] == [
        ("～2023年6月", FORGOTTEN),
        ("～2023年9月", FORGOTTEN),
    ]
    assert shown["schedule"]["slipCount"] == 2 and shown["title"] == "入退室の記録を毎月確かめる"


@pytest.mark.parametrize(
    ("field", "refused"),
    [
        ("status", "FieldIsNotRedacted"),
        ("reporting", "NothingToRedact"),
        ("", "FieldIsNotRedacted"),
    ],
)
def test_what_is_no_text_is_refused(stage: Stage, field: str, refused: str) -> None:
    record = an_incident(stage)
    before = stage.facts()
    assert request(stage, record["id"], field)["__typename"] == refused
    assert stage.facts() == before


def test_only_the_owner_redacts(stage: Stage) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    theirs = {"idempotencyKey": key(), "record": record["id"], "field": "title", "reason": "混入"}
    assert (
        stage.do(stage.who("MZ", "barrier_officer"), "redactText", **theirs)["__typename"]
        == "NotYourParty"
    )
    hidden = an_incident(stage)
    answer = stage.do(
        stage.who("MZ", "barrier_officer"),
        "redactText",
        **(theirs | {"idempotencyKey": key(), "record": hidden["id"]}),
    )
    assert answer["__typename"] == "NoSuchRecord"
