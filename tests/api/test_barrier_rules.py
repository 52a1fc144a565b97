"""Barrier rules over GraphQL: what they bar at once, whom they stop, and what their owner is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.api.stage import RELEASE, RULE, Stage
from tests.api.test_commands import key
from tests.api.test_releases import an_incident, listed, preview, release, seen, withdraw, wordings

TERMS = {
    "name": "託送情報の目的外利用の禁止",
    "category": "PERSONAL",
    "to": "MZ",
    "basis": "電気事業法の行為規制",
}


def impose(stage: Stage, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), **TERMS} | given
    return stage.do(who or stage.who("PG", "barrier_officer"), "imposeBarrierRule", **whole)


def end(stage: Stage, rule: dict[str, Any], **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "rule": rule["id"], "reason": "法改正のため"} | given
    whole.setdefault("expectedVersion", rule["version"])
    return stage.do(stage.who("PG", "barrier_officer"), "endBarrierRule", **whole)


def report(stage: Stage, who: UUID, **variables: Any) -> dict[str, Any]:
    query = f"""query ($asOf: Moment) {{ barrierReport(asOf: $asOf) {{
        rules {{ {RULE} }} barredReleaseCount unjudgedCount }} }}"""
    return dict(stage.ask(who, query, **variables)["barrierReport"])


def own_records(stage: Stage, who: UUID, **variables: Any) -> dict[str, Any]:
    query = """query ($filter: OwnRecordFilter, $first: Int! = 50, $after: String) {
        ownRecords(filter: $filter, first: $first, after: $after) { totalCount
          nodes { id __typename informationCategories ... on Incident { title } }
          pageInfo { hasNextPage endCursor } } }"""
    return dict(stage.ask(who, query, **variables)["ownRecords"])


def titles(stage: Stage, who: UUID, **variables: Any) -> list[str]:
    query = "query ($asOf: Moment) { incidents(asOf: $asOf, first: 100) { nodes { title } } }"
    return [one["title"] for one in stage.ask(who, query, **variables)["incidents"]["nodes"]]


def test_a_rule_bars_at_once_whatever_was_released_and_its_end_opens_it_again(
    stage: Stage,
) -> None:
    record, reader = an_incident(stage), stage.who("MZ")
    [given] = release(stage, record["id"])["releases"]
    stood = stage.clock()
    assert seen(stage, reader, record["id"]) is not None
    rule = impose(stage)
    assert rule["active"] and not rule["over"]
    assert [one["id"] for one in rule["barredReleases"]] == [given["id"]]
    assert rule["coveredCount"] >= 1
    assert seen(stage, reader, record["id"]) is None
    then = {"asOf": {"at": stood.isoformat()}}
    assert record["id"] not in str(titles(stage, reader, **then))
    [barred] = listed(stage, stage.who("PG"), filter={"barred": True})
    assert (barred["id"], barred["stands"]) == (given["id"], True)
    during = stage.clock()
    refused = end(stage, rule)
    assert refused["__typename"] == "OthersWillRead" and "MZ" in refused["message"]
    assert seen(stage, reader, record["id"]) is None
    over = end(stage, rule, acknowledgeReaders=["MZ"])
    assert (over["active"], over["over"], over["endReason"]) == (False, True, "法改正のため")
    assert seen(stage, reader, record["id"]) is not None
    query = "query ($id: ID!, $asOf: Moment) { node(id: $id, asOf: $asOf) { id } }"
    at = {"at": during.isoformat()}
    assert stage.ask(reader, query, id=record["id"], asOf=at)["node"] is None
    assert stage.ask(reader, query, id=record["id"], **then)["node"] is not None


def test_what_came_and_went_by_a_rule_is_told_as_such(stage: Stage) -> None:
    record, reader = an_incident(stage), stage.who("MZ")
    begun = stage.clock()
    release(stage, record["id"])
    end(stage, impose(stage), acknowledgeReaders=["MZ"])
    query = """query ($since: Moment!) { changes(since: $since) {
        nodes { kind recordId author { party { code } roles name } } } }"""
    found = stage.ask(reader, query, since={"at": begun.isoformat()})["changes"]["nodes"]
    officer = {"party": {"code": "PG"}, "roles": ["barrier_officer"], "name": None}
    assert [(one["kind"], one["recordId"], one["author"]) for one in found] == [
        (kind, record["id"], officer) for kind in ("RELEASED", "WITHDRAWN", "RELEASED")
    ]


def test_a_release_that_a_rule_forbids_is_refused_with_its_name(stage: Stage) -> None:
    record, stated = an_incident(stage), impose(stage)
    facts = stage.facts()
    for refused in (release(stage, record["id"]), preview(stage, record["id"])):
        assert refused["__typename"] == "BarrierRuleForbids"
        for told in (TERMS["name"], stated["code"], record["code"]):
            assert told in refused["message"]
    assert stage.facts() == facts
    plain = an_incident(stage, informationCategories=["NONE"])
    assert "releases" in release(stage, plain["id"])
    both = release(stage, plain["id"], record["id"], to="HD")
    assert len(both["releases"]) == 2, "the rule is about MZ"


def test_other_words_without_the_information_may_be_released(stage: Stage) -> None:
    record = an_incident(stage)
    impose(stage)
    words: dict[str, Any] = {"id": record["id"], "text": "1件の閲覧"}
    assert release(stage, record["id"], wordings=[words])["__typename"] == "BarrierRuleForbids"
    none = words | {"informationCategories": ["NONE"]}
    [given] = release(stage, record["id"], wordings=[none])["releases"]
    assert wordings(stage, stage.who("MZ")) == ["1件の閲覧"]
    assert listed(stage, stage.who("PG"), filter={"barred": True}) == []
    withdraw(stage, given)


def test_a_rule_to_come_lets_stand_what_ends_before_it(stage: Stage) -> None:
    record, today = an_incident(stage), stage.clock().date()
    begins = today + timedelta(days=10)
    rule = impose(stage, firstDay=str(begins))
    assert not rule["active"]
    assert release(stage, record["id"])["__typename"] == "BarrierRuleForbids"
    last = str(begins - timedelta(days=1))
    assert "releases" in release(stage, record["id"], until=last)
    other = an_incident(stage, informationCategories=["NONE"])
    release(stage, other["id"])
    stage.do(
        stage.who("PG", "editor"),
        "classifyRecords",
        idempotencyKey=key(),
        ids=[other["id"]],
        categories=["PERSONAL"],
    )
    assert seen(stage, stage.who("MZ"), other["id"]) is not None
    stage.clock.move_to(begins, 12)
    assert seen(stage, stage.who("MZ"), other["id"]) is None
    [known] = report(stage, stage.who("PG"))["rules"]
    assert known["active"] and len(known["barredReleases"]) == 1


def test_another_judgement_opens_what_was_barred_only_where_readers_are_known(
    stage: Stage,
) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    impose(stage)
    given: dict[str, Any] = {"ids": [record["id"]], "categories": ["NONE"]}
    editor = stage.who("PG", "editor")
    refused = stage.do(editor, "classifyRecords", idempotencyKey=key(), **given)
    assert refused["__typename"] == "OthersWillRead"
    stage.do(editor, "classifyRecords", idempotencyKey=key(), acknowledgeReaders=["MZ"], **given)
    assert seen(stage, stage.who("MZ"), record["id"]) is not None


def test_nobody_is_said_to_read_what_a_rule_keeps_from_them(stage: Stage) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    change = {"incident": record["id"], "expectedVersion": record["version"], "title": "続報"}
    editor = stage.who("PG", "editor")
    told = stage.do(editor, "reviseIncident", idempotencyKey=key(), **change)
    assert told["__typename"] == "OthersWillRead"
    impose(stage)
    assert stage.do(editor, "reviseIncident", idempotencyKey=key(), **change)["version"]


def test_the_report_says_what_rules_bar_and_what_none_can_cover(stage: Stage) -> None:
    officer = stage.who("PG", "barrier_officer")
    before = report(stage, officer)
    assert before["rules"] == [] and before["barredReleaseCount"] == 0
    record = an_incident(stage)
    unjudged = an_incident(stage, informationCategories=[])
    release(stage, record["id"])
    rule = impose(stage)
    impose(stage, category="NETWORK_CUSTOMER", name="別の規則")
    told = report(stage, officer)
    assert [one["name"] for one in told["rules"]] == [TERMS["name"], "別の規則"]
    assert told["barredReleaseCount"] == 1
    assert told["unjudgedCount"] == before["unjudgedCount"] + 1
    loose = own_records(stage, officer, filter={"judged": False})
    assert loose["totalCount"] == told["unjudgedCount"]
    assert unjudged["id"] in {one["id"] for one in loose["nodes"]}
    covered = own_records(stage, officer, filter={"rule": rule["id"]})
    assert covered["totalCount"] == told["rules"][0]["coveredCount"]
    assert record["id"] in {one["id"] for one in covered["nodes"]}
    over = end(stage, rule, acknowledgeReaders=["MZ"])
    assert over["id"] not in {one["id"] for one in report(stage, officer)["rules"]}


def test_own_records_are_paged_in_the_order_of_recording(stage: Stage) -> None:
    who, every, after = stage.who("PG"), [], None
    while True:
        page = own_records(stage, who, first=3, after=after)
        every += [one["id"] for one in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert len(every) == len(set(every)) == page["totalCount"]
    assert every == [one["id"] for one in own_records(stage, who, first=100)["nodes"]][: len(every)]
    none = own_records(stage, who, filter={"categories": ["NONE"]}, first=100)
    assert all(one["informationCategories"] == ["NONE"] for one in none["nodes"])
    _, errors = stage.answer(
        stage.who("MZ"), f'{{ ownRecords(after: "{after}") {{ totalCount nodes {{ id }} }} }}'
    )
    assert errors[0].extensions["code"] == "BAD_PAGE"


@pytest.mark.parametrize("who", [("MZ", "barrier_officer"), ("HD", "auditor"), ("MZ", "member")])
def test_rules_are_told_to_their_own_party_alone(stage: Stage, who: tuple[str, str]) -> None:
    rule, other = impose(stage), stage.who(*who)
    query = "query ($id: ID!) { node(id: $id) { id } barrierRules { totalCount } }"
    assert stage.ask(other, query, id=rule["id"]) == {
        "node": None,
        "barrierRules": {"totalCount": 0},
    }
    assert report(stage, other)["rules"] == []
    given = {"idempotencyKey": key(), "rule": rule["id"], "reason": "不要", "expectedVersion": "0"}
    assert stage.do(other, "endBarrierRule", **given)["__typename"] in (
        "NoSuchRecord",
        "NotPermitted",
    )


def test_a_record_says_which_rules_bar_its_releases(stage: Stage) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    impose(stage)
    query = f"""query ($id: ID!) {{ node(id: $id) {{
        releases {{ {RELEASE} barredBy {{ name active }} }} }} }}"""
    [told] = stage.ask(stage.who("PG"), query, id=record["id"])["node"]["releases"]
    assert told["stands"] and told["barredBy"] == [{"name": TERMS["name"], "active": True}]


def test_the_end_of_a_rule_names_who_will_read_on_any_later_day(stage: Stage) -> None:
    """Another rule bars until its own last day; behind it, nobody does."""
    record, today = an_incident(stage), stage.clock().date()
    release(stage, record["id"])
    lasting = impose(stage)
    impose(stage, name="短い規則", lastDay=str(today + timedelta(days=3)))
    assert end(stage, lasting)["__typename"] == "OthersWillRead"
    assert end(stage, lasting, lastDay="9999-12-31")["lastDay"] == "9999-12-31"


def test_a_judgement_names_who_will_read_on_any_later_day(stage: Stage) -> None:
    both = ["PERSONAL", "NETWORK_CUSTOMER"]
    record = an_incident(stage, informationCategories=both)
    release(stage, record["id"])
    soon = str(stage.clock().date() + timedelta(days=3))
    impose(stage)
    impose(stage, name="短い規則", category="NETWORK_CUSTOMER", lastDay=soon)
    given: dict[str, Any] = {"ids": [record["id"]], "categories": ["NETWORK_CUSTOMER"]}
    editor = stage.who("PG", "editor")
    refused = stage.do(editor, "classifyRecords", idempotencyKey=key(), **given)
    assert refused["__typename"] == "OthersWillRead"


def test_a_wording_that_was_barred_is_not_read_in_the_past_by_another_one(stage: Stage) -> None:
    record, reader = an_incident(stage), stage.who("MZ")
    words: dict[str, Any] = {"id": record["id"], "text": "氏名の入った文面"}
    release(stage, record["id"], wordings=[words])
    then = {"at": stage.clock().isoformat()}
    impose(stage)
    other = words | {"text": "1件", "informationCategories": ["NONE"]}
    assert "releases" in release(stage, record["id"], wordings=[other])
    assert wordings(stage, reader) == ["1件"]
    assert wordings(stage, reader, asOf=then) == []
