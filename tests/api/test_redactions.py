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
        asked = plan("rescheduleCountermeasure", wording=until, reason=f"{SECRET}の調査のため")
        request = asked["pendingExtension"]
        stage.do(
            stage.who("MZ", "cco"),
            "decideExtension",
            idempotencyKey=key(),
            extension=request["id"],
            expectedVersion=request["version"],
            granted=True,
        )
        moved = plan("setCheckDay")
    assert SECRET in str(moved["schedule"]["slips"])
    redacted(stage, measure["id"], "schedule.slips", "MZ")
    query = "query ($i: ID!) { node(id: $i) { ... on Countermeasure { title schedule { wording slipCount slips { toWording reason } } } } }"
    shown = stage.ask(editor, query, i=measure["id"])["node"]
    assert [(one["toWording"], one["reason"]) for one in shown["schedule"]["slips"]] == [
        ("～2023年6月", FORGOTTEN),
        ("～2023年9月", FORGOTTEN),
    ]
    assert shown["schedule"]["slipCount"] == 2 and shown["title"] == "入退室の記録を毎月確かめる"


def revise(stage: Stage, record: str, **given: Any) -> Any:
    editor = stage.who("PG", "editor")
    version = stage.ask(editor, "query ($i: ID!) { node(id: $i) { version } }", i=record)["node"]
    whole = {"idempotencyKey": key(), "incident": record, "acknowledgeReaders": ["MZ"]}
    whole |= {"expectedVersion": version["version"]}
    return stage.do(editor, "reviseIncident", **(whole | given))


def test_that_it_changed_is_told_though_the_words_are_gone(stage: Stage) -> None:
    """Neither the owner nor who reads along misses a change, or a wording that is to be looked at."""
    record, worded = an_incident(stage, summary=SECRET), an_incident(stage, summary=SECRET)
    release(stage, record["id"])
    words = {"id": worded["id"], "text": "1件の閲覧", "informationCategories": ["NONE"]}
    release(stage, worded["id"], wordings=[words])
    for one in (record, worded):
        revise(stage, one["id"], summary="お客さま1件")
    query = """query ($i: ID!) { node(id: $i) { changedAt } history(id: $i) { nodes { at kind } }
        releases(filter: {stale: true}) { nodes { record { id } } } }"""
    before = {who: stage.ask(stage.who(who), query, i=record["id"]) for who in ("PG", "MZ")}
    for one in (record, worded):
        redacted(stage, one["id"], "summary")
    for who, told in before.items():
        assert stage.ask(stage.who(who), query, i=record["id"]) == told
    assert len(before["PG"]["history"]["nodes"]) == 2
    assert [one["record"]["id"] for one in before["PG"]["releases"]["nodes"]] == [worded["id"]]


def test_what_was_written_otherwise_meanwhile_stays(stage: Stage) -> None:
    """Whoever puts the text right first loses nothing; the same words recorded again go too."""
    record = an_incident(stage, title=LIGHT, summary=SECRET)
    asked = request(stage, record["id"], "summary")
    revise(stage, record["id"], title="閲覧の発覚（続報）")  # which records the summary once more
    revise(stage, record["id"], summary="お客さま1件")
    assert confirm(stage, asked)["redaction"]["textCount"] == 2
    query = "query ($i: ID!) { node(id: $i) { ... on Incident { title summary } } }"
    shown = stage.ask(stage.who("PG"), query, i=record["id"])["node"]
    assert shown == {"title": "閲覧の発覚（続報）", "summary": "お客さま1件"}
    assert SECRET not in str(
        stage.ask(
            stage.who("PG"),
            "query ($i: ID!) { history(id: $i) { nodes { fields { old new } } } }",
            i=record["id"],
        )
    )


def test_the_mark_that_is_submitted_again_is_no_text(stage: Stage) -> None:
    record = an_incident(stage, summary=SECRET)
    redacted(stage, record["id"], "summary")
    revise(stage, record["id"], title=LIGHT)
    assert request(stage, record["id"], "summary")["__typename"] == "NothingToRedact"


def test_why_a_link_was_undone_is_redacted_where_it_is_undone(stage: Stage) -> None:
    editor, record = stage.who("PG", "editor"), an_incident(stage)
    cause = stage.do(editor, "stateCause", idempotencyKey=key(), statement="手順がない")
    ends = {"cause": cause["id"], "record": record["id"]}
    link = stage.do(editor, "linkRecords", idempotencyKey=key(), **ends)
    undone = {"idempotencyKey": key(), "expectedVersion": link["version"], "reason": SECRET} | ends
    stage.do(editor, "unlinkRecords", **undone)
    done = redacted(stage, link["id"], "reason")
    assert (done["redaction"]["textCount"], done["readBy"]) == (1, [])


def test_a_reason_that_repeats_the_name_is_redacted_too(stage: Stage) -> None:
    record = an_incident(stage, summary=SECRET)
    given = {"idempotencyKey": key(), "record": record["id"], "field": "summary", "reason": SECRET}
    slipped = stage.do(stage.who("PG", "barrier_officer"), "redactText", **given)
    redacted(stage, slipped["redaction"]["id"], "reason")
    shown = stage.ask(stage.who("PG"), "{ redactions { nodes { reason } } }")
    assert SECRET not in str(shown) and FORGOTTEN in str(shown)


def test_of_what_only_its_owner_is_shown_nobody_else_was_a_reader(stage: Stage) -> None:
    record = an_incident(stage)
    [given] = release(stage, record["id"], basis=SECRET)["releases"]
    asked(stage.client(), stage, stage.who("MZ"), TITLES, id=record["id"])
    done = redacted(stage, given["id"], "basis")
    assert done["readBy"] == [] and "記録なし" in done["followUp"]["summary"]


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
