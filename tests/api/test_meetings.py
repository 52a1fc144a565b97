"""A review meeting: prepared, held and written up, each party seeing what is about records that it sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commands.office import Decider, Office
from tests.api.annotating import HD, MZ, PG
from tests.api.minimal import PUBLIC, Given, World, of
from tests.api.stage import Stage
from tests.api.test_reads import asked

PARTIES = ["HD", "PG", "MZ"]
AGENDA = """query ($id: ID!, $asOf: Moment) { node(id: $id, asOf: $asOf) { ... on ReviewMeeting {
    title status quorum parties { code } attendance { party { code } people }
    papers { issue statusDate closedAt reason } correctionsUntil
    agenda { id number annex topic record { id } outcome { outcome text } }
    minutes { kind theme text record { id } } actionItems { text party { code } due status }
    carriedOver { text } } } }"""


@pytest.fixture
def world(stage: Stage) -> World:
    found = World(stage, reader="PG")
    for role in ("secretariat", "editor", "member", "barrier_officer"):
        found.people[HD, role] = found.enrolled(HD, role)
    return found


def told(codes: list[str] = PARTIES) -> Given:
    return {"acknowledgeReaders": codes}


def does(world: World, party: int, role: str, mutation: str, /, **given: Any) -> Given:
    """What somebody of a party was answered."""
    who = world.people[party, role]
    return world.stage.do(who, mutation, idempotencyKey=world.key(), **given)


def convened(world: World, **more: Any) -> Given:
    given = {"title": "合同検討会議", "heldOn": "2023-06-30", "parties": PARTIES, "place": "本店"}
    return does(world, HD, "secretariat", "conveneMeeting", **(given | more))


def seen(world: World, party: int, meeting: str, **more: Any) -> Any:
    return world.stage.ask(world.people[party, "member"], AGENDA, id=meeting, **more)["node"]


def added(world: World, party: int, meeting: str, record: str, **more: Any) -> Given:
    given = {"meeting": meeting, "record": record}
    return does(world, party, "secretariat", "addAgendaItem", **given, **more)


def released(world: World, record: str, *codes: str, party: int = MZ) -> None:
    for code in codes:
        given = {"ids": [record], "to": code, "basis": "合同会議で共有"}
        answer = does(world, party, "barrier_officer", "releaseRecords", **given)
        assert answer["__typename"] == "ReleaseRecordsPayload", answer


def an_incident(world: World, party: int, title: str) -> str:
    return str(does(world, party, "editor", "reportIncident", title=title, **PUBLIC)["id"])


def opened(world: World, meeting: Given, *parties: str) -> Given:
    closed = does(world, HD, "secretariat", "closePapers", **of("meeting", meeting))
    assert closed["__typename"] == "ReviewMeeting", closed
    attendance = [{"party": code, "people": 3} for code in parties or PARTIES]
    given = of("meeting", closed) | {"attendance": attendance}
    return does(world, HD, "secretariat", "openMeeting", **given)


# ----- who sees what ------------------------------------------------------------------------------


def test_an_item_is_there_for_whom_its_record_is(world: World) -> None:
    meeting = convened(world)["id"]
    inside, between, all_see = (an_incident(world, MZ, title) for title in ("内", "間", "皆"))
    released(world, between, "PG")
    released(world, all_see, "PG", "HD")
    added(world, MZ, meeting, inside)
    added(world, PG, meeting, between)
    added(world, MZ, meeting, all_see, common=True)
    does(world, HD, "secretariat", "addAgendaItem", meeting=meeting, topic="次回", **told())
    shown = {
        party: [one["record"]["id"] for one in seen(world, party, meeting)["agenda"]]
        for party in (HD, PG, MZ)
    }
    assert shown == {
        HD: [all_see, meeting],
        PG: [between, all_see, meeting],
        MZ: [inside, between, all_see, meeting],
    }


def test_a_party_that_was_not_convened_sees_nothing_of_the_meeting(world: World) -> None:
    meeting = convened(world, parties=["MZ"])["id"]
    record = an_incident(world, MZ, "誤送信")
    released(world, record, "PG")
    item = added(world, MZ, meeting, record)
    everything = f"""{{ reviewMeetings {{ totalCount }} node(id: "{item["id"]}") {{ id }}
        record: node(id: "{record}") {{ ... on Incident {{ agendaItems {{ id }} }} }}
        changes(since: {{at: "2023-01-01T00:00:00Z"}}, filter: {{types: [REVIEW_MEETING, AGENDA_ITEM]}}) {{
          totalCount }} agendaProposals(meeting: "{meeting}") {{ reasons }} }}"""
    assert world.stage.ask(world.people[PG, "member"], everything) == {
        "reviewMeetings": {"totalCount": 0},
        "node": None,
        "record": {"agendaItems": []},
        "changes": {"totalCount": 0},
        "agendaProposals": [],
    }
    told_mz = world.stage.ask(world.people[MZ, "member"], everything)
    assert told_mz["record"] == {"agendaItems": [{"id": item["id"]}]}


def test_what_is_withdrawn_takes_its_item_with_it(world: World) -> None:
    meeting = convened(world)["id"]
    record = an_incident(world, MZ, "誤送信")
    released(world, record, "PG")
    added(world, MZ, meeting, record)
    assert len(seen(world, PG, meeting)["agenda"]) == 1
    release = world.stage.ask(
        world.people[MZ, "member"],
        "{ releases(filter: {stands: true}, orderBy: RECORDED_DESC) { nodes { id } } }",
    )["releases"]["nodes"][0]
    does(world, MZ, "barrier_officer", "withdrawRelease", release=release["id"])
    assert seen(world, PG, meeting)["agenda"] == []
    assert len(seen(world, MZ, meeting)["agenda"]) == 1


def test_who_writes_for_a_meeting_is_told_who_reads(world: World) -> None:
    meeting = convened(world)["id"]
    record = an_incident(world, MZ, "誤送信")
    silent = added(world, MZ, meeting, record)
    assert silent["__typename"] == "AgendaItem", "no words, no readers"
    given = {"item": silent["id"], "expectedVersion": silent["version"], "topic": "再発の件"}
    refused = does(world, MZ, "secretariat", "rewordAgendaItem", **given)
    assert refused["__typename"] == "OthersWillRead"
    assert "HD、PG" in refused["message"]
    done = does(world, MZ, "secretariat", "rewordAgendaItem", **given, **told(["HD", "PG"]))
    assert done["__typename"] == "AgendaItem"


# ----- numbers ------------------------------------------------------------------------------------


def test_common_items_are_numbered_alike_and_the_rest_in_each_annex(world: World) -> None:
    meeting = convened(world)
    between, inside, first, second = (an_incident(world, MZ, title) for title in "間内一二")
    released(world, between, "PG")
    for record in (first, second):
        released(world, record, "PG", "HD")
    for record, common in ((inside, False), (first, True), (between, False), (second, True)):
        added(world, MZ, meeting["id"], record, common=common)
    assert {one["number"] for one in seen(world, MZ, meeting["id"])["agenda"]} == {None}
    opened(world, meeting)
    late = {
        party: {
            one["record"]["id"]: ("annex" if one["annex"] else "common", one["number"])
            for one in seen(world, party, meeting["id"])["agenda"]
        }
        for party in (HD, PG, MZ)
    }
    both = {first: ("common", 1), second: ("common", 2)}
    assert late[HD] == both
    assert late[PG] == both | {between: ("annex", 1)}
    assert late[MZ] == both | {inside: ("annex", 1), between: ("annex", 2)}


def test_only_who_owns_a_record_calls_its_item_common_and_only_if_all_see_it(world: World) -> None:
    meeting = convened(world)["id"]
    record = an_incident(world, MZ, "誤送信")
    refused = added(world, MZ, meeting, record, common=True)
    assert refused["__typename"] == "ItemIsNotForAll"
    assert "HD、PG" in refused["message"]
    released(world, record, "PG")
    assert added(world, PG, meeting, record, common=True)["__typename"] == "NotYourParty"
    item = added(world, PG, meeting, record)
    again = added(world, MZ, meeting, record)
    assert again["__typename"] == "ItemIsOnTheAgenda" and item["code"] in again["message"]
    share = of("item", item)
    assert (
        does(world, PG, "secretariat", "shareAgendaItem", **share)["__typename"] == "NotYourParty"
    )
    lacking = does(world, MZ, "secretariat", "shareAgendaItem", **share)
    assert lacking["__typename"] == "ItemIsNotForAll" and "HD" in lacking["message"]
    released(world, record, "HD")
    assert does(world, MZ, "secretariat", "shareAgendaItem", **share)["__typename"] == "AgendaItem"
    [shown] = seen(world, HD, meeting)["agenda"]
    assert shown["annex"] is False


def test_an_item_that_is_moved_behind_the_papers_has_no_number_of_the_other_part(
    world: World,
) -> None:
    meeting = convened(world)
    records = [an_incident(world, MZ, title) for title in "一二三"]
    for record in records:
        released(world, record, "PG", "HD")
    items = [
        added(world, MZ, meeting["id"], record, common=common)
        for record, common in zip(records, (True, True, False), strict=True)
    ]
    does(world, HD, "secretariat", "closePapers", **of("meeting", meeting))
    does(world, MZ, "secretariat", "setAgendaItemApart", **of("item", items[0]))
    shown = {
        one["id"]: (one["annex"], one["number"]) for one in seen(world, PG, meeting["id"])["agenda"]
    }
    assert [shown[one["id"]] for one in items] == [(True, None), (False, 2), (True, 1)]


# ----- the papers ---------------------------------------------------------------------------------


def test_papers_pin_what_was_known(world: World) -> None:
    meeting = convened(world)
    record = an_incident(world, MZ, "誤送信")
    released(world, record, "PG", "HD")
    added(world, MZ, meeting["id"], record, common=True)
    given = of("meeting", meeting) | {"statusDate": "2023-06-20"}
    closed = does(world, HD, "secretariat", "closePapers", **given)
    read = world.stage.ask(world.people[MZ, "member"], f'{{ node(id: "{record}") {{ version }} }}')
    revised = {"incident": record, "expectedVersion": read["node"]["version"], "title": "誤表示"}
    does(world, MZ, "editor", "reviseIncident", **revised, **told(["HD", "PG"]))
    query = """query ($m: ID!) { then: incidents(asOf: {meeting: $m}, filter: {codes: []}) { totalCount }
        incidents(asOf: {meeting: $m}, orderBy: RECORDED_DESC, first: 1) { nodes { title } }
        changes(since: {meeting: $m}) { nodes { recordId kind fields { name old new } } } }"""
    for party in (HD, PG, MZ):
        who = world.people[party, "member"]
        found = world.stage.ask(who, query, m=meeting["id"])
        assert found["incidents"]["nodes"] == [{"title": "誤送信"}]
        [changed] = found["changes"]["nodes"]
        assert changed["fields"] == [{"name": "title", "old": "誤送信", "new": "誤表示"}]
    again = does(world, HD, "secretariat", "closePapers", **of("meeting", closed))
    assert again["__typename"] == "PapersAreClosed" and "第1版" in again["message"]
    replaced = does(
        world, HD, "secretariat", "replacePapers", **of("meeting", closed), reason="訂正", **told()
    )
    assert replaced["__typename"] == "ReviewMeeting"
    now = world.stage.ask(world.people[PG, "member"], query, m=meeting["id"])
    assert now["incidents"]["nodes"] == [{"title": "誤表示"}]
    assert now["changes"]["nodes"] == []
    papers = seen(world, PG, meeting["id"])["papers"]
    assert [(one["issue"], one["reason"]) for one in papers] == [(1, None), (2, "訂正")]
    assert papers[0]["statusDate"] == "2023-06-20"


def test_the_status_date_of_papers_judges_lateness_in_them(world: World) -> None:
    meeting = convened(world, parties=["MZ"])
    measure = world.measure(wording="2023年6月末までに", writtenOn="2023-02-17")
    added(world, MZ, meeting["id"], measure["id"])
    does(world, HD, "secretariat", "addAgendaItem", meeting=meeting["id"], topic="進捗", **told())
    given = of("meeting", meeting) | {"statusDate": "2023-06-30"}
    does(world, HD, "secretariat", "closePapers", **given)
    query = """query ($m: ID!, $id: ID!) { then: node(id: $id, asOf: {meeting: $m}) { ...Late }
        now: node(id: $id) { ...Late } }  fragment Late on Countermeasure { overdue }"""
    who = world.people[MZ, "member"]
    found = world.stage.ask(who, query, m=meeting["id"], id=measure["id"])
    assert found == {"then": {"overdue": False}, "now": {"overdue": True}}


@pytest.mark.parametrize("party", [PG, MZ])
def test_a_meeting_that_is_hidden_or_has_no_papers_is_no_moment(world: World, party: int) -> None:
    meeting = convened(world, parties=["MZ"])["id"]
    query = "query ($m: ID!) { incidents(asOf: {meeting: $m}) { totalCount } }"
    _, [error] = world.stage.answer(world.people[party, "member"], query, m=meeting)
    assert error.extensions == {"code": "BAD_MOMENT"}
    assert ("まだ確定していません" in error.message) is (party == MZ)
    _, [absent] = world.stage.answer(world.people[PG, "member"], query, m="nonsense")
    assert (absent.message == error.message) is (party == PG)


# ----- the meeting --------------------------------------------------------------------------------


@pytest.fixture
def held(world: World) -> Iterator[tuple[World, Given, dict[str, Given]]]:
    """An open meeting with an item that all see, and one between MZ and PG."""
    meeting = convened(world, quorum=2)
    between, all_see = (an_incident(world, MZ, title) for title in ("間", "皆"))
    released(world, between, "PG")
    released(world, all_see, "PG", "HD")
    items = {
        "between": added(world, MZ, meeting["id"], between),
        "all": added(world, MZ, meeting["id"], all_see, common=True),
    }
    yield world, opened(world, meeting, "HD", "MZ"), items


Held = tuple[World, Given, dict[str, Given]]


def test_attendance_is_told_by_party(held: Held) -> None:
    world, meeting, _ = held
    shown = seen(world, PG, meeting["id"])
    assert shown["status"] == "OPEN" and shown["quorum"] == 2
    assert shown["parties"] == [{"code": code} for code in PARTIES]
    assert shown["attendance"] == [
        {"party": {"code": "HD"}, "people": 3},
        {"party": {"code": "MZ"}, "people": 3},
    ]


def test_what_an_item_came_to_is_seen_with_it(held: Held) -> None:
    world, meeting, items = held
    for name, outcome in (("between", "DEFERRED"), ("all", "DECIDED")):
        given = {"item": items[name]["id"], "outcome": outcome, "text": f"{name}の結論"}
        done = does(world, MZ, "secretariat", "recordOutcome", **given, **told())
        assert done["__typename"] == "MinutesEntry", done
        twice = does(world, PG, "secretariat", "recordOutcome", **given, **told())
        assert twice["__typename"] == "OutcomeIsRecorded"
    outcomes = {
        party: [one["outcome"] for one in seen(world, party, meeting["id"])["agenda"]]
        for party in (HD, PG)
    }
    deferred = {"outcome": "DEFERRED", "text": "betweenの結論"}
    decided = {"outcome": "DECIDED", "text": "allの結論"}
    assert outcomes == {HD: [decided], PG: [deferred, decided]}


def test_minutes_and_action_items_are_seen_with_what_they_are_about(held: Held) -> None:
    world, meeting, items = held
    of_item = {"meeting": meeting["id"], "item": items["between"]["id"]}
    does(world, PG, "secretariat", "enterOpinion", **of_item, theme="周知", text="要確認", **told())
    whole = {"meeting": meeting["id"], "text": "手引を配る"}
    does(world, HD, "secretariat", "enterResolution", **whole, **told())
    asked = {"text": "数え直す", "party": "PG", "due": "2099-01-31"}
    does(world, MZ, "secretariat", "assignActionItem", **of_item, **asked, **told())
    texts = {
        party: (
            [one["text"] for one in shown["minutes"]],
            [one["text"] for one in shown["actionItems"]],
        )
        for party in (HD, PG, MZ)
        for shown in [seen(world, party, meeting["id"])]
    }
    both = (["要確認", "手引を配る"], ["数え直す"])
    assert texts == {HD: (["手引を配る"], []), PG: both, MZ: both}


def test_nobody_is_asked_to_do_what_they_do_not_read_as_far_as_one_may_know(held: Held) -> None:
    world, meeting, items = held
    of_item = {"meeting": meeting["id"], "item": items["between"]["id"], "text": "数え直す"}
    refused = does(world, MZ, "secretariat", "assignActionItem", **of_item, party="HD", **told())
    assert refused["__typename"] == "ItemIsNotTheirs" and "HD" in refused["message"]
    kept = does(world, PG, "secretariat", "assignActionItem", **of_item, party="HD", **told())
    assert kept["__typename"] == "ActionItem", "who sees a record of MZ is not for PG to know"
    assert seen(world, HD, meeting["id"])["actionItems"] == []


def test_what_was_said_of_a_record_is_counted_before_it_is_released(held: Held) -> None:
    world, meeting, items = held
    item = {"item": items["between"]["id"], "text": "数え直す"}
    entry = does(world, PG, "secretariat", "recordOutcome", **item, outcome="DEFERRED", **told())
    does(world, PG, "secretariat", "strikeOutEntry", **of("entry", entry), **told())
    meeting_item = item | {"meeting": meeting["id"]}
    does(world, MZ, "secretariat", "assignActionItem", **meeting_item, party="PG", **told())
    [record] = [
        one["record"]["id"]
        for one in seen(world, MZ, meeting["id"])["agenda"]
        if one["id"] == items["between"]["id"]
    ]
    officer = world.people[MZ, "barrier_officer"]
    query = """query ($input: ReleaseTerms!) { releasePreview(input: $input) {
        ... on ReleasePreview { items { saidAtMeetings } } } }"""
    counted = [
        world.stage.ask(officer, query, input=terms)["releasePreview"]["items"]
        for to in ("HD", "EXT")
        for terms in [{"ids": [record], "to": to, "basis": "共有"}]
    ]
    assert counted == [[{"saidAtMeetings": 3}], [{"saidAtMeetings": 0}]], "EXT is not of it"
    worded = {
        "ids": [record],
        "to": "HD",
        "basis": "共有",
        "wordings": [{"id": record, "text": "件数を見直した"}],
    }
    shown = world.stage.ask(officer, query, input=worded)["releasePreview"]["items"]
    assert shown == [{"saidAtMeetings": 0}], "a wording opens nothing that was said of the record"
    released(world, record, "HD")
    query = """query ($record: ID!) { agendaItems(filter: {record: $record}) { totalCount }
        minutesEntries(filter: {record: $record}) { totalCount }
        actionItems(filter: {record: $record}) { totalCount } }"""
    now = world.stage.ask(world.people[HD, "member"], query, record=record)
    assert [one["totalCount"] for one in now.values()] == [1, 1, 1]


def test_an_action_item_is_reported_by_the_party_it_was_given_to(held: Held) -> None:
    world, meeting, items = held
    given = {"meeting": meeting["id"], "item": items["all"]["id"], "text": "数え直す"}
    asked = does(world, MZ, "secretariat", "assignActionItem", **given, party="PG", **told())
    done = of("actionItem", asked) | {"result": "3件"}
    assert does(world, MZ, "editor", "reportActionItem", **done)["__typename"] == "NotYourParty"
    reported = does(world, PG, "editor", "reportActionItem", **done, **told())
    assert reported["__typename"] == "ActionItem"
    again = does(world, PG, "editor", "reportActionItem", **done, **told())
    assert again["__typename"] == "ActionItemIsOver"
    query = """{ actionItems(filter: {party: "PG", open: false}) { nodes { result status doneOn
        record { id } party { code } overdue } } }"""
    [shown] = world.stage.ask(world.people[HD, "member"], query)["actionItems"]["nodes"]
    assert (shown["result"], shown["status"], shown["overdue"]) == ("3件", "DONE", False)


def version(world: World, record: str) -> str:
    """The version of a record of MZ as its member is shown it."""
    found = world.stage.ask(world.people[MZ, "member"], f'{{ node(id: "{record}") {{ version }} }}')
    return str(found["node"]["version"])


def applied(world: World, item: Given, record: str, party: int = MZ, **given: Any) -> Given:
    """What carrying out an outcome answers."""
    about = {"item": item["id"], "expectedVersion": version(world, record)}
    return does(world, party, "secretariat", "applyOutcome", **about, **given, **told())


def test_the_meeting_gives_its_verdict_on_a_measure_of_ones_own(world: World) -> None:
    meeting = convened(world)
    measure, case = world.measure()["id"], an_incident(world, MZ, "誤送信")
    hidden = world.measure()["id"]
    for record in (measure, case):
        released(world, record, "PG", "HD")
    item, of_case, unseen = (
        added(world, MZ, meeting["id"], one) for one in (measure, case, hidden)
    )
    opened(world, meeting, "HD", "MZ", "PG")
    given: Given = {"verdict": "NEEDS_IMPROVEMENT", "reason": "効果が見えない"}
    assert applied(world, item, measure, **given)["__typename"] == "NothingIsConcluded"
    for one in (item, of_case, unseen):
        outcome = {"item": one["id"], "outcome": "EXAMINE_FURTHER", "text": "効果が見えない"}
        who = (HD, "secretariat") if one is not unseen else (MZ, "secretariat")
        done = does(world, *who, "recordOutcome", **outcome, **told())
        assert done["__typename"] == "MinutesEntry", done
    assert applied(world, of_case, case, **given)["__typename"] == "VerdictIsOfAMeasure"
    assert applied(world, unseen, hidden, **given)["__typename"] == "DecisionIsSeenByNobodyElse"
    assert applied(world, item, measure, PG, **given)["__typename"] == "NotYourParty"
    early = applied(world, item, measure, **(given | {"verdict": "RESOLVED"}))
    assert early["__typename"] == "VerdictIsTooEarly"
    done = applied(world, item, measure, **given)
    assert done["__typename"] == "Countermeasure"
    query = f'{{ node(id: "{measure}") {{ ... on Countermeasure {{ verdict verdictReason minutes {{ kind }} }} }} }}'
    assert world.stage.ask(world.people[MZ, "member"], query)["node"] == {
        "verdict": "NEEDS_IMPROVEMENT",
        "verdictReason": "効果が見えない",
        "minutes": [{"kind": "OUTCOME"}],
    }


def test_each_topic_of_the_meetings_own_comes_to_its_outcome(world: World) -> None:
    meeting = convened(world)
    topics = [
        does(
            world, HD, "secretariat", "addAgendaItem", meeting=meeting["id"], topic=topic, **told()
        )
        for topic in ("進捗", "次回")
    ]
    opened(world, meeting)
    for topic in topics:
        given = {"item": topic["id"], "outcome": "DECIDED", **told()}
        assert (
            does(world, HD, "secretariat", "recordOutcome", **given)["__typename"] == "MinutesEntry"
        )
        twice = does(world, HD, "secretariat", "recordOutcome", **given)
        assert twice["__typename"] == "OutcomeIsRecorded"


def test_outcomes_are_recorded_while_the_meeting_is_open(held: Held) -> None:
    world, meeting, items = held
    given = {"item": items["all"]["id"], "outcome": "DECIDED"}
    over = does(world, HD, "secretariat", "adjournMeeting", **of("meeting", meeting))
    late = does(world, HD, "secretariat", "recordOutcome", **given, **told())
    assert late["__typename"] == "MeetingStatusForbids" and "閉会" in late["message"]
    again = does(world, HD, "secretariat", "openMeeting", **of("meeting", over), attendance=[])
    assert again["__typename"] == "MeetingStatusForbids"
    item = added(world, MZ, meeting["id"], an_incident(world, MZ, "別件"))
    assert item["__typename"] == "MeetingStatusForbids"


def test_minutes_are_corrected_until_a_day_and_then_stand(held: Held) -> None:
    world, meeting, items = held
    given = {"item": items["all"]["id"], "outcome": "DECIDED", "text": "配る"}
    entry = does(world, MZ, "secretariat", "recordOutcome", **given, **told())
    today = world.stage.clock().date()
    until = {"correctionsUntil": (today + timedelta(days=3)).isoformat()}
    over = does(world, HD, "secretariat", "adjournMeeting", **of("meeting", meeting), **until)
    early = does(world, HD, "secretariat", "confirmMinutes", **of("meeting", over))
    assert early["__typename"] == "MinutesAreStillCorrected"
    amend = of("entry", entry) | {"outcome": "RECONSIDER", "reason": "聞き違い"}
    amended = does(world, MZ, "secretariat", "amendMinutes", **amend, **told())
    assert amended["__typename"] == "MinutesEntry"
    [shown] = [one for one in seen(world, HD, meeting["id"])["agenda"] if not one["annex"]]
    assert shown["outcome"] == {"outcome": "RECONSIDER", "text": "配る"}
    world.stage.clock.move_to(today + timedelta(days=4), 12)
    settled = of("entry", amended) | {"text": "配らない"}
    late = does(world, MZ, "secretariat", "amendMinutes", **settled, **told())
    assert late["__typename"] == "MinutesAreSettled"
    stood = does(world, HD, "secretariat", "confirmMinutes", **of("meeting", over))
    assert stood["__typename"] == "ReviewMeeting"
    strike = does(world, MZ, "secretariat", "strikeOutEntry", **of("entry", amended))
    assert strike["__typename"] == "MinutesAreSettled"


def test_another_reason_for_what_is_corrected_already_is_kept(held: Held) -> None:
    world, _, items = held
    given = {"item": items["all"]["id"], "outcome": "DECIDED", "text": "配る"}
    entry = does(world, MZ, "secretariat", "recordOutcome", **given, **told())
    reasons = []
    for mutation, more in (
        ("amendMinutes", {"text": "配る", "reason": "言い回し"}),
        ("amendMinutes", {"text": "配る"}),
        ("strikeOutEntry", {"reason": "重複"}),
        ("strikeOutEntry", {"reason": "別の議題の結論"}),
        ("strikeOutEntry", {}),
    ):
        entry = does(world, MZ, "secretariat", mutation, **of("entry", entry), **more, **told())
        query = f'{{ node(id: "{entry["id"]}") {{ ... on MinutesEntry {{ reason }} }} }}'
        reasons.append(world.stage.ask(world.people[MZ, "member"], query)["node"]["reason"])
    assert reasons == ["言い回し", "言い回し", "重複", "別の議題の結論", "別の議題の結論"]


def test_two_secretariats_at_once_close_the_papers_once(world: World) -> None:
    meeting = convened(world)
    does(world, HD, "secretariat", "addAgendaItem", meeting=meeting["id"], topic="進捗", **told())
    first, second = (
        does(world, HD, "secretariat", "closePapers", **of("meeting", meeting)) for _ in range(2)
    )
    assert [first["__typename"], second["__typename"]] == ["ReviewMeeting", "StaleVersion"]


def test_a_meeting_needs_its_agenda_its_papers_and_its_quorum(world: World) -> None:
    meeting = convened(world)
    assert does(world, HD, "secretariat", "closePapers", **of("meeting", meeting))[
        "__typename"
    ] == ("AgendaIsEmpty")
    present = {"attendance": [{"party": "HD", "people": 2}]}
    early = does(world, HD, "secretariat", "openMeeting", **of("meeting", meeting), **present)
    assert early["__typename"] == "PapersAreNotClosed"
    does(world, HD, "secretariat", "addAgendaItem", meeting=meeting["id"], topic="進捗", **told())
    closed = does(world, HD, "secretariat", "closePapers", **of("meeting", meeting))
    few = does(world, HD, "secretariat", "openMeeting", **of("meeting", closed), **present)
    assert few["__typename"] == "QuorumIsNotMet" and "必要：3社、出席：1社" in few["message"]
    twice = {"attendance": [{"party": "HD", "people": -1}, {"party": "HD", "people": 2}]}
    same = does(world, HD, "secretariat", "openMeeting", **of("meeting", closed), **twice)
    assert same["__typename"] == "PartyIsNamedTwice"
    crowd = {"attendance": [{"party": code, "people": 2**31 - 1} for code in PARTIES]}
    many = does(world, HD, "secretariat", "openMeeting", **of("meeting", closed), **crowd)
    assert many["__typename"] == "AttendanceIsOutOfRange"
    stranger = {"attendance": [{"party": "EXT", "people": 1}]}
    other = does(world, HD, "secretariat", "openMeeting", **of("meeting", closed), **stranger)
    assert other["__typename"] == "PartyIsNotOfTheMeeting"


@pytest.fixture
def deciding(world: World) -> World:
    """A house in which the meeting decides on more time."""
    stage = world.stage
    office = Office(stage.house.log, stage.house.reads, Decider.MEETING)
    world.stage = replace(stage, house=replace(stage.house, office=office))
    return world


def asking(world: World) -> tuple[str, Given, Given]:
    """A request for more time, shown to HD, on the agenda of an open meeting that decided on it: the measure, the
    request, the item."""
    measure = world.measure(wording="2023年6月末までに", writtenOn="2023-02-17")
    later = of("countermeasure", measure) | {"wording": "2023年9月末までに", "reason": "部品の遅れ"}
    request = does(world, MZ, "editor", "rescheduleCountermeasure", **later)["pendingExtension"]
    judged = {"ids": [request["id"]], "categories": ["NONE"]}
    does(world, MZ, "editor", "classifyRecords", **judged)
    released(world, request["id"], "HD")
    meeting = convened(world, parties=["MZ"])
    proposed = """query ($m: ID!) { agendaProposals(meeting: $m) { reasons record { id } } }"""
    found = world.stage.ask(world.people[MZ, "member"], proposed, m=meeting["id"])
    reasons = {one["record"]["id"]: one["reasons"] for one in found["agendaProposals"]}
    assert reasons[request["id"]] == ["EXTENSION_ASKED"]
    item = added(world, MZ, meeting["id"], request["id"])
    opened(world, meeting, "HD", "MZ")
    given = {"item": item["id"], "outcome": "DECIDED", "text": "了承", **told()}
    entry = does(world, HD, "secretariat", "recordOutcome", **given)
    assert entry["__typename"] == "MinutesEntry"
    return measure["id"], request, item | {"entry": entry}


DUE = "query ($id: ID!) { node(id: $id) { ... on Countermeasure { schedule { due slipCount } } } }"


@pytest.mark.parametrize(
    ("granted", "due", "slips"), [(True, "2023-09-30", 1), (False, "2023-06-30", 0)]
)
def test_the_meeting_decides_on_more_time_where_it_is_set_up_so(
    deciding: World, granted: bool, due: str, slips: int
) -> None:
    world = deciding
    measure, request, item = asking(world)
    alone = {"extension": request["id"], "expectedVersion": version(world, request["id"])}
    refused = does(world, MZ, "cco", "decideExtension", **alone, granted=True)
    assert refused["__typename"] == "MeetingDecidesExtensions"
    done = applied(world, item, request["id"], extensionGranted=granted, reason="会議の決定")
    assert done["__typename"] == "ExtensionRequest", done
    found = world.stage.ask(world.people[MZ, "member"], DUE, id=measure)
    assert found["node"]["schedule"] == {"due": due, "slipCount": slips}
    strike = does(world, HD, "secretariat", "strikeOutEntry", **of("entry", item["entry"]))
    assert strike["__typename"] == "OutcomeWasCarriedOut"
    amend = of("entry", item["entry"]) | {"outcome": "DEFERRED"}
    amended = does(world, HD, "secretariat", "amendMinutes", **amend, **told())
    assert amended["__typename"] == "OutcomeWasCarriedOut"


def test_an_outcome_other_than_decided_grants_nothing(deciding: World) -> None:
    world = deciding
    measure, request, item = asking(world)
    amend = of("entry", item["entry"]) | {"outcome": "DEFERRED"}
    does(world, HD, "secretariat", "amendMinutes", **amend, **told())
    refused = applied(world, item, request["id"], extensionGranted=True)
    assert refused["__typename"] == "OutcomeGrantsNothing"
    later = {"wording": "2099年6月末までに", "reason": "誤記", "countermeasure": measure}
    later |= {"expectedVersion": version(world, measure)}
    around = does(world, MZ, "cco", "correctSchedule", **later)
    assert around["__typename"] == "ExtensionIsPending"


def test_where_the_officer_decides_the_meeting_gives_its_opinion(world: World) -> None:
    measure, request, item = asking(world)
    refused = applied(world, item, request["id"], extensionGranted=True)
    assert refused["__typename"] == "OfficerDecidesExtensions"
    given = {"extension": request["id"], "expectedVersion": version(world, request["id"])}
    granted = does(world, MZ, "cco", "decideExtension", **given, granted=True, **told())
    assert granted["__typename"] == "ExtensionRequest"
    found = world.stage.ask(world.people[MZ, "member"], DUE, id=measure)
    assert found["node"]["schedule"]["slipCount"] == 1


# ----- what goes on record ------------------------------------------------------------------------


def test_who_reads_of_a_record_at_a_meeting_is_told_to_its_owner_and_to_nobody_else(
    world: World,
) -> None:
    """PG put MZ's record on the agenda: that HD sees it is for MZ to know."""
    meeting = convened(world)
    record = an_incident(world, MZ, "誤送信")
    released(world, record, "PG", "HD")
    item = added(world, PG, meeting["id"], record, topic="誤送信の件", **told())
    opened(world, meeting)
    given = {"item": item["id"], "outcome": "DECIDED", "text": "了承", **told()}
    entry = does(world, PG, "secretariat", "recordOutcome", **given)
    client = world.stage.client()
    minutes = "{ minutesEntries { nodes { text } } agendaItems { nodes { topic } } }"
    changed = '{ changes(since: {at: "2023-01-01T00:00:00Z"}, filter: {types: [AGENDA_ITEM, MINUTES_ENTRY]}) { nodes { title } } }'
    for question in (minutes, changed):
        asked(client, world.stage, world.people[HD, "member"], question)
    reads = "query ($id: ID!) { readsOf(record: $id) { totalCount nodes { party { code } } } }"

    def told_to(party: int, one: str) -> int:
        who = world.people[party, "auditor"]
        return int(world.stage.ask(who, reads, id=one)["readsOf"]["totalCount"])

    assert [told_to(PG, one["id"]) for one in (item, entry)] == [0, 0]
    assert told_to(MZ, record) == 2


# ----- what is proposed ---------------------------------------------------------------------------


def test_what_an_earlier_meeting_left_open_is_proposed_for_the_next(held: Held) -> None:
    world, meeting, items = held
    for name, outcome in (("between", "EXAMINE_FURTHER"), ("all", "DECIDED")):
        given = {"item": items[name]["id"], "outcome": outcome, "text": "次回"}
        does(world, MZ, "secretariat", "recordOutcome", **given, **told())
    given = {"meeting": meeting["id"], "item": items["all"]["id"], "text": "数え直す"}
    does(world, MZ, "secretariat", "assignActionItem", **given, party="MZ", **told())
    does(world, HD, "secretariat", "adjournMeeting", **of("meeting", meeting))
    changed = an_incident(world, MZ, "新しい件")
    after = convened(world, follows=meeting["id"])["id"]
    query = """query ($m: ID!) { agendaProposals(meeting: $m) { reasons record { id } }
        node(id: $m) { ... on ReviewMeeting { carriedOver { text } follows { id } } } }"""
    found = world.stage.ask(world.people[MZ, "member"], query, m=after)
    reasons = {one["record"]["id"]: one["reasons"] for one in found["agendaProposals"]}
    [parked] = [record for record, why in reasons.items() if "PARKED" in why]
    [to_do] = [record for record, why in reasons.items() if "ACTION_ITEM_DUE" in why]
    agenda = seen(world, MZ, meeting["id"])["agenda"]
    assert [parked, to_do] == [one["record"]["id"] for one in agenda]
    assert reasons[changed] == ["NEW"]
    assert found["node"] == {
        "carriedOver": [{"text": "数え直す"}],
        "follows": {"id": meeting["id"]},
    }
    of_hd = world.stage.ask(world.people[HD, "member"], query, m=after)["agendaProposals"]
    assert parked not in {one["record"]["id"] for one in of_hd}
    added(world, MZ, after, parked)
    left = world.stage.ask(world.people[MZ, "member"], query, m=after)["agendaProposals"]
    assert parked not in {one["record"]["id"] for one in left}


def test_one_party_alone_does_not_meet(world: World) -> None:
    assert convened(world, parties=["HD"])["__typename"] == "MeetingNeedsAnotherParty"
    assert convened(world, quorum=1)["__typename"] == "QuorumIsOutOfRange"


def test_a_series_is_carried_on_by_who_convened_it(world: World) -> None:
    first = convened(world)
    theirs = {
        "title": "別の会議",
        "heldOn": "2023-07-31",
        "parties": ["HD"],
        "follows": first["id"],
    }
    refused = does(world, MZ, "secretariat", "conveneMeeting", **theirs)
    assert refused["__typename"] == "MeetingIsNotFollowed"
    does(world, HD, "secretariat", "cancelMeeting", **of("meeting", first))
    assert convened(world, follows=first["id"])["__typename"] == "MeetingIsNotFollowed"


def test_what_cannot_be_discussed_is_told_apart_from_what_is_not_there(world: World) -> None:
    meeting = convened(world)["id"]
    note = world.note()["id"]
    assert added(world, MZ, meeting, note)["__typename"] == "RecordIsNotDiscussed"
    assert added(world, PG, meeting, note)["__typename"] == "NoSuchRecord"
    blank = does(world, MZ, "secretariat", "addAgendaItem", meeting=meeting)
    assert blank["__typename"] == "ItemNeedsItsTopic"
