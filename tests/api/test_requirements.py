"""Requirements over GraphQL: what is wanted, what answers it and who sees that, submissions, and days."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.api.annotating import ABSENT
from tests.api.minimal import REQUIREMENT
from tests.api.stage import Stage, unnamed
from tests.api.test_commands import a_measure, key

PUBLIC = {"informationCategories": ["NONE"]}


def receive(stage: Stage, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key()} | REQUIREMENT | PUBLIC | given
    return stage.do(who or stage.who("MZ", "editor"), "receiveRequirement", **whole)


def change(
    stage: Stage,
    mutation: str,
    requirement: dict[str, Any],
    who: UUID | None = None,
    /,
    **given: Any,
) -> dict[str, Any]:
    whole = {
        "idempotencyKey": key(),
        "requirement": requirement["id"],
        "expectedVersion": requirement["version"],
    }
    return stage.do(who or stage.who("MZ", "editor"), f"{mutation}Requirement", **(whole | given))


def an_incident(stage: Stage, party: str = "MZ", **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "title": "画面の誤表示"} | PUBLIC | given
    return stage.do(stage.who(party, "editor"), "reportIncident", **whole)


def release(stage: Stage, *ids: str, to: str = "PG") -> None:
    given = {"idempotencyKey": key(), "ids": list(ids), "to": to, "basis": "合同会議で共有"}
    officer = stage.who("MZ", "barrier_officer")
    assert stage.do(officer, "releaseRecords", **given)["__typename"] == "ReleaseRecordsPayload"


SEEN = """query ($id: ID!, $asOf: Moment, $on: Date) { node(id: $id, asOf: $asOf, statusDate: $on) {
    id version changedAt ... on Requirement { title status nextDue overdue
      items { number text due daysLeft overdue submittedIn answers { record { id } } }
      answers { number record { id } } submitted { number record { id } }
      submissions { number stage recordedAt items records { record { id __typename } } }
      clocks { stage due daysLeft overdue } } } }"""


def seen(stage: Stage, who: UUID, record: str, **variables: Any) -> Any:
    return stage.ask(who, SEEN, id=record, **variables)["node"]


def listed(stage: Stage, who: UUID, **variables: Any) -> list[str]:
    query = """query ($filter: RequirementFilter, $orderBy: RequirementOrder! = RECORDED,
        $on: Date, $asOf: Moment) {
        requirements(filter: $filter, orderBy: $orderBy, statusDate: $on, asOf: $asOf) {
            totalCount nodes { title overdue } } }"""
    found = stage.ask(who, query, **variables)["requirements"]
    assert found["totalCount"] == len(found["nodes"])
    wanted = (variables.get("filter") or {}).get("overdue")
    if wanted is not None:
        assert {one["overdue"] for one in found["nodes"]} <= {wanted}
    return [one["title"] for one in found["nodes"]]


def ids(named: list[dict[str, Any]]) -> list[str]:
    return [one["record"]["id"] for one in named]


# ----- what is wanted ---------------------------------------------------------------------------


def test_a_requirement_tells_from_whom_what_and_by_when(stage: Stage) -> None:
    made = receive(stage, due="2023-03-31")
    assert (made["__typename"], made["owner"]) == ("Requirement", {"code": "MZ"})
    assert (made["authority"], made["status"]) == (REQUIREMENT["authority"], "OPEN")
    first, second = made["items"]
    assert (first["number"], first["text"], first["due"]) == (1, "経緯", "2023-03-31")
    assert (second["number"], second["due"], second["askedOn"]) == (2, "2023-04-28", "2023-02-20")
    assert (made["nextDue"], made["submissions"], made["clocks"]) == ("2023-03-31", [], [])
    facts = stage.facts()
    same = change(stage, "revise", made, title=made["title"], items=[{"number": 1}])
    assert (same["version"], stage.facts()) == (made["version"], facts)


def test_what_was_written_down_wrongly_is_told_anew(stage: Stage) -> None:
    made = receive(stage)
    told = change(
        stage,
        "revise",
        made,
        title="報告徴収（訂正）",
        receivedOn="2023-02-21",
        items=[{"number": 2, "text": "再発の防止", "due": None}],
        due="2023-05-31",
    )
    assert (told["title"], told["authority"]) == ("報告徴収（訂正）", made["authority"])
    assert [one["text"] for one in told["items"]] == ["経緯", "再発の防止"]
    assert [one["due"] for one in told["items"]] == ["2023-05-31"] * 2
    assert [one["askedOn"] for one in told["items"]] == ["2023-02-21"] * 2


def test_a_clock_of_leaks_says_by_when_and_follows_the_day_one_knew(stage: Stage) -> None:
    made = receive(stage, clock="LEAK", clockFrom="2023-02-10")
    assert (made["firstReportDue"], made["finalReportDue"]) == ("2023-02-14", "2023-03-11")
    told = change(stage, "revise", made, clock="LEAK_OF_IMPROPER_PURPOSE")
    assert (told["firstReportDue"], told["finalReportDue"]) == ("2023-02-14", "2023-04-10")
    moved = change(stage, "revise", told, clockFrom="2023-02-11", finalDue="2023-04-12")
    assert (moved["firstReportDue"], moved["finalReportDue"]) == ("2023-02-15", "2023-04-12")
    reworded = change(stage, "revise", moved, title="漏えい等報告")
    assert (reworded["firstReportDue"], reworded["finalReportDue"]) == ("2023-02-15", "2023-04-12")
    none = change(stage, "revise", reworded, clock=None)
    assert (none["firstReportDue"], none["finalReportDue"], none["clocks"]) == (None, None, [])


def test_days_left_and_lateness_are_judged_at_the_status_date(stage: Stage) -> None:
    made = receive(stage, clock="LEAK", items=[{"text": "経緯", "due": "2023-03-31"}])
    member = stage.who("MZ")

    def at(day: str) -> tuple[Any, ...]:
        found = seen(stage, member, made["id"], on=day)
        [item], (first, final) = found["items"], found["clocks"]
        flags = [one["overdue"] for one in (item, first, final)]
        assert found["overdue"] is any(flags)
        assert (listed(stage, member, filter={"overdue": True}, on=day) == []) is not any(flags)
        return (*(one["daysLeft"] for one in (item, first, final)), *flags)

    assert at("2023-02-24") == (35, 0, 25, False, False, False)
    assert at("2023-02-25") == (34, -1, 24, False, True, False)
    first = change(stage, "submit", made, stage="FIRST", submittedOn="2023-02-26")
    assert at("2023-02-25") == (34, -1, 24, False, True, False), "it was late that day"
    assert at("2023-02-26") == (None, None, 23, False, False, False)
    assert at("2023-03-22") == (None, None, -1, False, False, True)
    final = change(stage, "submit", first, stage="FINAL", submittedOn="2023-03-20", items=[1])
    assert at("2023-03-22") == (None, None, None, False, False, False)
    assert final["nextDue"] is None


def test_what_has_ended_is_late_no_more(stage: Stage) -> None:
    made, member = receive(stage, due="2023-03-31"), stage.who("MZ")
    ended = change(stage, "end", made, outcome="NO_FURTHER_REPORTS", endedOn="2023-04-10")
    assert (ended["status"], ended["nextDue"]) == ("NO_FURTHER_REPORTS", None)
    for day, late in (("2023-04-09", True), ("2023-04-10", False), ("2024-01-01", False)):
        assert seen(stage, member, made["id"], on=day)["overdue"] is late
        assert bool(listed(stage, member, filter={"overdue": True}, on=day)) is late


def test_lists_are_narrowed_and_sorted(stage: Stage) -> None:
    case = an_incident(stage)
    late = receive(stage, due="2023-03-31", title="遅い要求")
    receive(stage, kind="AUDIT_FINDING", title="監査の指摘", items=[{"text": "権限の棚卸し"}])
    over = receive(stage, title="終わった要求", authority="内部監査部")
    change(stage, "end", over, outcome="WITHDRAWN", reason="対象外と判明")
    change(stage, "answer", late, item=1, add=[case["id"]])
    receive(stage, stage.who("PG", "editor"), title="隣の要求")
    member = stage.who("MZ")
    everything = ["遅い要求", "監査の指摘", "終わった要求"]
    assert listed(stage, member) == everything
    assert listed(stage, member, orderBy="NEXT_DUE") == everything
    assert listed(stage, member, orderBy="RECORDED_DESC") == everything[::-1]
    for wanted, titles in (
        ({"kind": ["AUDIT_FINDING"]}, ["監査の指摘"]),
        ({"open": True}, everything[:2]),
        ({"open": False}, everything[2:]),
        ({"status": ["WITHDRAWN"]}, everything[2:]),
        ({"overdue": True}, ["遅い要求"]),
        ({"overdue": False, "open": True}, ["監査の指摘"]),
        ({"dueTo": "2023-03-31"}, ["遅い要求"]),
        ({"dueFrom": "2023-04-01"}, []),
        ({"search": "棚卸し"}, ["監査の指摘"]),
        ({"search": "内部監査部"}, ["終わった要求"]),
        ({"search": "対象外"}, ["終わった要求"]),
        ({"record": case["id"]}, ["遅い要求"]),
        ({"record": ABSENT}, []),
        ({"owner": "PG"}, []),
    ):
        assert listed(stage, member, filter=wanted, on="2023-04-01") == titles, wanted


# ----- what answers it --------------------------------------------------------------------------


def test_records_answer_items_and_are_taken_away_again(stage: Stage) -> None:
    made, case, measure = receive(stage), an_incident(stage), a_measure(stage)
    told = change(stage, "answer", made, item=1, add=[case["id"], measure["id"]])
    both = change(stage, "answer", told, item=2, add=[measure["id"]])
    assert [ids(item["answers"]) for item in both["items"]] == [
        [case["id"], measure["id"]],
        [measure["id"]],
    ]
    facts = stage.facts()
    same = change(stage, "answer", both, item=2, add=[measure["id"]], remove=[case["id"]])
    assert (same["version"], stage.facts()) == (both["version"], facts)
    less = change(stage, "answer", both, item=1, remove=[measure["id"]])
    assert [ids(item["answers"]) for item in less["items"]] == [[case["id"]], [measure["id"]]]
    query = """query ($ids: [ID!]!) { a: node(id: "%s") { ... on Incident {
        requirements { id } } } b: node(id: "%s") { ... on Countermeasure { requirements { id } } } }"""
    query = (query % (case["id"], measure["id"])).replace("($ids: [ID!]!) ", "")
    found = stage.ask(stage.who("MZ"), query)
    assert found["a"]["requirements"] == found["b"]["requirements"] == [{"id": made["id"]}]


def test_a_released_requirement_shows_of_what_answers_it_what_one_may_see(stage: Stage) -> None:
    made, case, measure = receive(stage), an_incident(stage), a_measure(stage, **PUBLIC)
    reader = stage.who("PG")
    release(stage, made["id"])
    bare = seen(stage, reader, made["id"])
    told = change(stage, "answer", made, item=1, add=[case["id"]], acknowledgeReaders=["PG"])
    told = change(stage, "answer", told, item=2, add=[measure["id"]], acknowledgeReaders=["PG"])
    change(
        stage,
        "answer",
        told,
        item=1,
        add=[measure["id"]],
        acknowledgeReaders=["PG"],
    )
    assert seen(stage, reader, made["id"]) == bare, "not even when it changed"
    assert len(seen(stage, stage.who("MZ"), made["id"])["answers"]) == 3
    assert listed(stage, reader, filter={"record": case["id"]}) == []
    release(stage, case["id"])
    opened = seen(stage, reader, made["id"])
    assert [ids(item["answers"]) for item in opened["items"]] == [[case["id"]], []]
    assert opened["answers"] == [{"number": 1, "record": {"id": case["id"]}}]
    assert listed(stage, reader, filter={"record": case["id"]}) == [made["title"]]
    query = "query ($id: ID!) { node(id: $id) { ... on Incident { requirements { id } } } }"
    assert stage.ask(reader, query, id=case["id"])["node"]["requirements"] == [{"id": made["id"]}]
    assert seen(stage, stage.who("HD"), made["id"]) is None


def test_a_hidden_requirement_leaves_no_trace_beside_what_answers_it(stage: Stage) -> None:
    case = an_incident(stage)
    release(stage, case["id"])
    query = """query ($id: ID!) { node(id: $id) { version changedAt
        ... on Incident { requirements { id items { text } } } } requirements { totalCount } }"""
    reader = stage.who("PG")
    before = stage.ask(reader, query, id=case["id"])
    made = receive(stage)
    change(stage, "answer", made, item=1, add=[case["id"]])
    assert stage.ask(reader, query, id=case["id"]) == before
    assert before["node"]["requirements"] == []


def test_what_changes_in_it_is_told_as_far_as_one_sees_it(stage: Stage) -> None:
    made, case, hidden = receive(stage), an_incident(stage), an_incident(stage)
    release(stage, made["id"], case["id"])
    since = stage.clock().isoformat()
    known: dict[str, Any] = {"acknowledgeReaders": ["PG"]}
    told = change(stage, "answer", made, item=1, add=[hidden["id"]], **known)
    told = change(stage, "answer", told, item=1, add=[case["id"]], **known)
    change(stage, "answer", told, item=1, remove=[case["id"]], **known)
    query = """query ($since: DateTime!) { changes(since: {at: $since}) {
        nodes { recordId title fields { name label old new } } } }"""
    changes = {
        party: stage.ask(stage.who(party), query, since=since)["changes"]["nodes"]
        for party in ("MZ", "PG")
    }
    moves = {
        party: [
            (field["old"], field["new"])
            for node in nodes
            for field in node["fields"]
            if field["name"] == "answers"
        ]
        for party, nodes in changes.items()
    }
    assert moves["PG"] == [(None, [case["id"]]), ([case["id"]], None)] or moves["PG"] == [
        ([], [case["id"]]),
        ([case["id"]], []),
    ]
    assert len(moves["MZ"]) == 3
    assert {
        field["label"]
        for node in changes["MZ"]
        for field in node["fields"]
        if field["name"] == "answers"
    } == {"回答する記録"}


def test_a_preview_tells_what_answers_a_requirement_and_stays_closed(stage: Stage) -> None:
    made, case, report = receive(stage), an_incident(stage), an_incident(stage)
    told = change(stage, "answer", made, item=1, add=[case["id"]])
    change(stage, "submit", told, stage="FIRST", records=[report["id"]])
    query = """query ($input: ReleaseTerms!) { releasePreview(input: $input) {
        ... on ReleasePreview { items { behind { id } seen { ... on Requirement { title
          answers { record { id } } submitted { record { id } } } } } } } }"""
    for about, behind in ((made, [case["id"], report["id"]]), (case, [made["id"]])):
        terms = {"ids": [about["id"]], "to": "PG", "basis": "共有"}
        shown = stage.ask(stage.who("MZ", "barrier_officer"), query, input=terms)["releasePreview"]
        [item] = shown["items"]
        assert sorted(one["id"] for one in item["behind"]) == sorted(behind)
        if about is made:
            assert item["seen"] == {"title": made["title"], "answers": [], "submitted": []}


def test_only_ones_own_records_of_fitting_kinds_answer(stage: Stage) -> None:
    made, case = receive(stage), an_incident(stage)
    other = an_incident(stage, "PG")
    noted = stage.do(
        stage.who("MZ", "editor"),
        "writeNote",
        idempotencyKey=key(),
        record=case["id"],
        text="要確認",
    )
    [released] = stage.do(
        stage.who("PG", "barrier_officer"),
        "releaseRecords",
        idempotencyKey=key(),
        ids=[other["id"]],
        to="MZ",
        basis="共有",
    )["releases"]
    hidden = an_incident(stage, "PG")
    facts = stage.facts()
    absent = [
        unnamed(one, change(stage, "answer", made, item=1, add=[one]))
        for one in (hidden["id"], ABSENT, "nonsense")
    ]
    assert absent[0]["__typename"] == "NoSuchRecord"
    assert absent[0] == absent[1] == absent[2]
    for named, refusal in (
        (other["id"], "NotYourParty"),
        (noted["id"], "RecordAnswersNothing"),
        (made["id"], "RecordAnswersNothing"),
        (released["id"], "NoSuchRecord"),
    ):
        said = change(stage, "answer", made, item=1, add=[named])
        assert said["__typename"] == refusal, named
        said = change(stage, "submit", made, stage="FIRST", records=[named])
        assert said["__typename"] == refusal, named
    assert change(stage, "answer", made, item=3)["__typename"] == "RequirementHasNoSuchItem"
    assert change(stage, "answer", made, item=0)["__typename"] == "RequirementHasNoSuchItem"
    assert stage.facts() == facts


# ----- submissions ------------------------------------------------------------------------------


def test_a_submission_is_numbered_and_kept_as_things_stood(stage: Stage) -> None:
    made, case, measure = receive(stage), an_incident(stage), a_measure(stage)
    report = stage.do(stage.who("MZ", "editor"), "foundReport", idempotencyKey=key(), title="第1報")
    told = change(stage, "answer", made, item=1, add=[case["id"]])
    first = change(
        stage,
        "submit",
        told,
        stage="FIRST",
        items=[1],
        submittedOn="2023-03-01",
        statusDate="2023-02-28",
        note="概要を報告した",
        records=[report["id"]],
        incidents=[case["id"]],
    )
    [submission] = first["submissions"]
    assert (submission["number"], submission["stage"], submission["items"]) == (1, "FIRST", [1])
    assert (submission["submittedOn"], submission["statusDate"]) == ("2023-03-01", "2023-02-28")
    assert ids(submission["records"]) == [report["id"], case["id"]]
    assert [one["submittedIn"] for one in first["items"]] == [[1], []]
    stage.do(
        stage.who("MZ", "editor"),
        "reviseReport",
        idempotencyKey=key(),
        report=report["id"],
        expectedVersion=report["version"],
        title="第1報（差替）",
    )
    later = change(stage, "answer", first, item=1, add=[measure["id"]])
    again = change(stage, "submit", later, stage="FOLLOW_UP")
    assert [one["number"] for one in again["submissions"]] == [1, 2]
    assert again["submissions"][1]["items"] == [2], "all that waited for it"
    query = """query ($id: ID!, $report: ID!, $at: DateTime!) {
        node(id: $id, asOf: {at: $at}) { ... on Requirement { submissions { number }
          items { answers { record { id } } } } }
        report: node(id: $report, asOf: {at: $at}) { ... on Report { title } } }"""
    pinned = stage.ask(
        stage.who("MZ"), query, id=made["id"], report=report["id"], at=submission["recordedAt"]
    )
    assert pinned["report"] == {"title": "第1報"}
    assert pinned["node"]["submissions"] == [{"number": 1}]
    assert [ids(item["answers"]) for item in pinned["node"]["items"]] == [[case["id"]], []]


def test_a_submission_says_of_its_incidents_that_they_were_reported(stage: Stage) -> None:
    made, case, other = receive(stage), an_incident(stage), an_incident(stage)
    cco = stage.who("MZ", "cco")
    first = change(
        stage, "submit", made, cco, stage="FIRST", submittedOn="2023-03-01", incidents=[case["id"]]
    )
    query = "query ($id: ID!) { node(id: $id) { ... on Incident { title reporting } } }"

    def reporting(record: dict[str, Any]) -> Any:
        return stage.ask(cco, query, id=record["id"])["node"]["reporting"]

    assert (reporting(case), reporting(other)) == ("第1報（速報）を提出（2023-03-01）", None)
    said = {"incidents": [case["id"], other["id"]], "reporting": "6/27報告済み", "items": [1]}
    change(stage, "submit", first, stage="FINAL", **said)
    assert (reporting(case), reporting(other)) == ("6/27報告済み", "6/27報告済み")


def test_a_released_incident_names_its_readers_and_a_closed_one_stays(stage: Stage) -> None:
    made, case = receive(stage), an_incident(stage)
    release(stage, case["id"])
    facts = stage.facts()
    given: dict[str, Any] = {"stage": "FIRST", "incidents": [case["id"]]}
    assert change(stage, "submit", made, **given)["__typename"] == "OthersWillRead"
    closed = an_incident(stage)
    stage.do(
        stage.who("MZ", "editor"),
        "closeIncident",
        idempotencyKey=key(),
        incident=closed["id"],
        expectedVersion=closed["version"],
        reason="重複",
    )
    said = change(stage, "submit", made, stage="FIRST", incidents=[closed["id"]])
    assert said["__typename"] == "IncidentIsClosed"
    measure = a_measure(stage)
    said = change(stage, "submit", made, stage="FIRST", incidents=[measure["id"]])
    assert said["__typename"] == "NoSuchRecord", "of incidents alone"
    assert stage.facts() == facts + 3
    told = change(stage, "submit", made, acknowledgeReaders=["PG"], **given)
    assert [one["number"] for one in told["submissions"]] == [1]


def test_what_was_handed_in_is_seen_where_the_record_is(stage: Stage) -> None:
    made, case = receive(stage), an_incident(stage)
    change(stage, "submit", made, stage="FIRST", incidents=[case["id"]], note="概要")
    release(stage, made["id"])
    shown = seen(stage, stage.who("PG"), made["id"])
    assert [one["number"] for one in shown["submissions"]] == [1]
    assert (shown["submissions"][0]["records"], shown["submitted"]) == ([], [])
    release(stage, case["id"])
    shown = seen(stage, stage.who("PG"), made["id"])
    assert ids(shown["submissions"][0]["records"]) == [case["id"]]
    assert shown["submitted"] == [{"number": 1, "record": {"id": case["id"]}}]


# ----- follow-ups and the end -------------------------------------------------------------------


def test_what_is_asked_further_is_numbered_on(stage: Stage) -> None:
    made = receive(stage)
    first = change(stage, "submit", made, stage="FIRST")
    more = change(
        stage,
        "followUp",
        first,
        items=[{"text": "件数の内訳", "due": "2023-06-30"}],
        askedOn="2023-05-01",
    )
    assert [one["number"] for one in more["items"]] == [1, 2, 3]
    assert [one["followUp"] for one in more["items"]] == [False, False, True]
    assert (more["items"][2]["askedOn"], more["nextDue"]) == ("2023-05-01", "2023-06-30")
    told = change(stage, "revise", more, items=[{"number": 3, "text": "件数の内訳（月別）"}])
    assert [one["askedOn"] for one in told["items"]] == ["2023-02-20", "2023-02-20", "2023-05-01"]
    done = change(stage, "submit", told, stage="FOLLOW_UP")
    assert (done["submissions"][1]["items"], done["nextDue"]) == ([3], None)


def test_no_further_reports_end_the_duty_and_not_what_is_done(stage: Stage) -> None:
    made, case = receive(stage), an_incident(stage)
    over = change(
        stage,
        "end",
        made,
        stage.who("MZ", "cco"),
        outcome="NO_FURTHER_REPORTS",
        reason="口頭で連絡があった",
    )
    assert (over["status"], over["endReason"]) == ("NO_FURTHER_REPORTS", "口頭で連絡があった")
    facts = stage.facts()
    for mutation, given in (
        ("submit", {"stage": "FINAL"}),
        ("followUp", {"items": [{"text": "内訳"}]}),
        ("revise", {"title": "別の件"}),
        ("end", {"outcome": "WITHDRAWN"}),
    ):
        assert change(stage, mutation, over, **given)["__typename"] == "RequirementIsOver"
    assert stage.facts() == facts
    told = change(stage, "answer", over, item=1, add=[case["id"]])
    assert ids(told["items"][0]["answers"]) == [case["id"]], "measures go on"


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("submit", {"stage": "FIRST", "items": []}, "SubmissionNamesNoItem"),
    ("submit", {"stage": "FIRST", "items": [1, 9]}, "RequirementHasNoSuchItem"),
    ("submit", {"stage": "FIRST", "submittedOn": "2023-02-19"}, "DayIsBeforeReceipt"),
    ("submit", {"stage": "FIRST", "submittedOn": "2999-01-01"}, "DayIsStillToCome"),
    ("submit", {"stage": "FIRST", "statusDate": "2999-01-01"}, "DayIsStillToCome"),
    ("submit", {"stage": "FIRST", "note": "長" * 10_001}, "TextIsTooLong"),
    ("followUp", {"items": []}, "RequirementNamesNoItem"),
    ("followUp", {"items": [{"text": " "}]}, "TextIsEmpty"),
    ("followUp", {"items": [{"text": "件"}], "askedOn": "2023-02-19"}, "DayIsBeforeReceipt"),
    ("followUp", {"items": [{"text": "件", "due": "2023-02-19"}]}, "DayIsBeforeReceipt"),
    ("end", {"outcome": "WITHDRAWN", "endedOn": "2023-02-19"}, "DayIsBeforeReceipt"),
    ("end", {"outcome": "WITHDRAWN", "endedOn": "2999-01-01"}, "DayIsStillToCome"),
    ("revise", {"due": "2023-02-19"}, "DayIsBeforeReceipt"),
    ("revise", {"items": [{"number": 3, "text": "別"}]}, "RequirementHasNoSuchItem"),
    ("revise", {"items": [{"number": 1, "due": "2023-02-19"}]}, "DayIsBeforeReceipt"),
]


@pytest.mark.parametrize(("mutation", "given", "refusal"), WRONG)
def test_misuse_is_refused_by_name(
    stage: Stage, mutation: str, given: dict[str, Any], refusal: str
) -> None:
    made = receive(stage)
    facts = stage.facts()
    assert change(stage, mutation, made, **given)["__typename"] == refusal
    assert stage.facts() == facts


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"items": []}, "RequirementNamesNoItem"),
        ({"items": [{"text": "件", "due": "2023-02-19"}]}, "DayIsBeforeReceipt"),
        ({"due": "2023-02-19"}, "DayIsBeforeReceipt"),
        ({"firstDue": "2023-02-19"}, "DayIsBeforeReceipt"),
        ({"finalDue": "2023-02-19"}, "DayIsBeforeReceipt"),
        ({"receivedOn": "2999-01-01"}, "DayIsStillToCome"),
        ({"clockFrom": "2999-01-01"}, "DayIsStillToCome"),
        ({"authority": "\n"}, "TextIsEmpty"),
        ({"informationCategories": ["NONE", "PERSONAL"]}, "NoneStandsAlone"),
    ],
)
def test_what_cannot_have_been_received_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    facts = stage.facts()
    assert receive(stage, **given)["__typename"] == refusal
    assert stage.facts() == facts


def test_nothing_was_submitted_when_all_was_and_no_item_is_named(stage: Stage) -> None:
    first = change(stage, "submit", receive(stage), stage="FIRST")
    said = change(stage, "submit", first, stage="FINAL")
    assert said["__typename"] == "SubmissionNamesNoItem"
    again = change(stage, "submit", first, stage="FINAL", items=[2, 1, 2])
    assert again["submissions"][1]["items"] == [1, 2]


def test_nothing_happened_before_it_was_received(stage: Stage) -> None:
    made = receive(stage)
    first = change(stage, "submit", made, stage="FIRST", submittedOn="2023-03-01", items=[1])
    facts = stage.facts()
    said = change(stage, "revise", first, receivedOn="2023-03-02")
    assert (said["__typename"], stage.facts()) == ("DayIsBeforeReceipt", facts)
    assert change(stage, "revise", first, receivedOn="2023-03-01")["receivedOn"] == "2023-03-01"


def test_it_bears_evidence_and_notes_and_old_readings_are_refused(stage: Stage) -> None:
    made = receive(stage)
    editor = stage.who("MZ", "editor")
    noted = stage.do(
        editor, "writeNote", idempotencyKey=key(), record=made["id"], text="期限を確認"
    )
    assert noted["__typename"] == "Note"
    told = change(stage, "revise", made, title="報告徴収（改）")
    assert change(stage, "submit", made, stage="FIRST")["__typename"] == "StaleVersion"
    named = change(stage, "answer", told, item=1, add=[an_incident(stage)["id"]])
    assert named["version"] != told["version"]
    assert change(stage, "answer", told, item=2)["__typename"] == "StaleVersion"
