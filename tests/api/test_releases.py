"""Releases over GraphQL: what the other party then sees, as the preview said, and what it never does."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from graphql import parse

from api.context import Context
from api.edge.edge import A_COMMAND, PER_COST
from api.limits import DocumentIsTooLarge, check
from tests.api.annotating import ABSENT, attach, first, note
from tests.api.stage import RELEASE, SCHEMA, Stage
from tests.api.test_commands import a_measure, key

SECRET = "山田太郎様の契約情報が閲覧された"
WORDING = "お客さま1件の情報が閲覧された"

PREVIEW = """query ($input: ReleaseTerms!) { releasePreview(input: $input) { __typename
    ... on Refusal { message messageEn }
    ... on ReleasePreview { to { code name } items {
        record { __typename id code version }
        seen { ...Shown }
        behind { __typename id code ... on Note { text } } } } } } """
SHOWN = """fragment Shown on Record { __typename id code version owner { code } informationCategories
    recordedAt changedAt releases { id }
    ... on Incident { title summary status reporting occurredOn notes { text } evidence { title }
        causes { statement } links { id } figures { label } }
    ... on ReleasedWording { text } }"""


def an_incident(stage: Stage, **more: Any) -> dict[str, Any]:
    given = {"idempotencyKey": key(), "title": SECRET, "informationCategories": ["PERSONAL"]} | more
    return stage.do(stage.who("PG", "editor"), "reportIncident", **given)


def release(stage: Stage, *ids: str, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "ids": list(ids), "to": "MZ", "basis": "合同会議で共有"}
    return stage.do(who or stage.who("PG", "barrier_officer"), "releaseRecords", **(whole | given))


def withdraw(stage: Stage, released: dict[str, Any], **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "release": released["id"]} | given
    return stage.do(stage.who("PG", "barrier_officer"), "withdrawRelease", **whole)


def preview(stage: Stage, *ids: str, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    terms = {"ids": list(ids), "to": "MZ", "basis": "合同会議で共有"} | given
    officer = who or stage.who("PG", "barrier_officer")
    found = stage.ask(officer, PREVIEW + SHOWN, input=terms)["releasePreview"]
    return dict(found)


def seen(stage: Stage, who: UUID, record: str) -> Any:
    query = "query ($id: ID!) { node(id: $id) { ...Shown } } " + SHOWN
    return stage.ask(who, query, id=record)["node"]


def wordings(stage: Stage, who: UUID, **variables: Any) -> list[str]:
    query = """query ($filter: ReleasedWordingFilter, $asOf: Moment) {
        releasedWordings(filter: $filter, asOf: $asOf) { totalCount nodes { text } } }"""
    found = stage.ask(who, query, **variables)["releasedWordings"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["text"] for one in found["nodes"]]


def listed(stage: Stage, who: UUID, **variables: Any) -> list[dict[str, Any]]:
    query = f"""query ($filter: ReleaseFilter) {{ releases(filter: $filter) {{ totalCount
        nodes {{ {RELEASE} code record {{ id }} }} }} }}"""
    found = stage.ask(who, query, **variables)["releases"]
    assert found["totalCount"] == len(found["nodes"])
    return list(found["nodes"])


# ----- the record itself ------------------------------------------------------------------------


def test_the_other_party_sees_exactly_what_the_preview_showed(stage: Stage) -> None:
    case, facts = an_incident(stage), stage.facts()
    stage.do(
        stage.who("PG", "editor"),
        "writeNote",
        idempotencyKey=key(),
        record=case["id"],
        text="内々の覚え",
    )
    told = preview(stage, case["id"])
    assert told["__typename"] == "ReleasePreview", told
    assert told["to"]["code"] == "MZ"
    [item] = told["items"]
    assert item["record"]["id"] == case["id"]
    assert item["seen"]["title"] == SECRET
    assert item["seen"]["notes"] == []
    assert [one["text"] for one in item["behind"]] == ["内々の覚え"]
    assert stage.facts() == facts + 1, "only the note was recorded"
    assert seen(stage, stage.who("MZ"), case["id"]) is None, "a preview opens nothing"
    made = release(stage, case["id"])
    assert made["__typename"] == "ReleaseRecordsPayload", made
    assert seen(stage, stage.who("MZ"), case["id"]) == item["seen"]


def test_a_release_is_told_to_its_own_party_alone(stage: Stage) -> None:
    case = an_incident(stage)
    until = (stage.clock().date() + timedelta(days=30)).isoformat()
    [made] = release(stage, case["id"], until=until)["releases"]
    assert made["record"] == {"id": case["id"], "__typename": "Incident"}
    assert (made["to"], made["basis"], made["until"]) == ({"code": "MZ"}, "合同会議で共有", until)
    assert (made["stands"], made["withdrawn"], made["stale"]) == (True, False, False)
    query = """query ($id: ID!) { node(id: $id) { releases { to { code } basis releasedAt } } }"""
    at = {"id": case["id"]}
    own = stage.ask(stage.who("PG"), query, **at)["node"]["releases"]
    assert own == [{name: made[name] for name in ("to", "basis", "releasedAt")}]
    assert stage.ask(stage.who("MZ"), query, **at)["node"] == {"releases": []}
    mine = {"record": case["id"]}
    assert [one["id"] for one in listed(stage, stage.who("PG"), filter=mine)] == [made["id"]]
    assert listed(stage, stage.who("MZ"), filter=mine) == []
    assert seen(stage, stage.who("MZ"), made["id"]) is None


def test_a_withdrawal_closes_the_record_at_once(stage: Stage) -> None:
    case = an_incident(stage)
    [made] = release(stage, case["id"])["releases"]
    gone = withdraw(stage, made, reason="誤って開示した")
    assert (gone["stands"], gone["withdrawn"]) == (False, True)
    assert seen(stage, stage.who("MZ"), case["id"]) is None
    again = withdraw(stage, made)
    assert again["__typename"] == "ReleaseDoesNotStand"
    assert listed(stage, stage.who("PG"), filter={"record": case["id"], "stands": True}) == []


def test_many_are_released_or_none(stage: Stage) -> None:
    case, other = an_incident(stage), an_incident(stage, informationCategories=[])
    facts = stage.facts()
    refused = release(stage, case["id"], other["id"])
    assert refused["__typename"] == "RecordIsUnjudged"
    assert other["code"] in refused["message"] and case["code"] not in refused["message"]
    assert stage.facts() == facts
    assert seen(stage, stage.who("MZ"), case["id"]) is None
    third = an_incident(stage)
    made = release(stage, third["id"], case["id"])["releases"]
    assert [one["record"]["id"] for one in made] == [third["id"], case["id"]]


# ----- a wording in its place --------------------------------------------------------------------


def worded(stage: Stage, case: dict[str, Any], text: str = WORDING, **given: Any) -> dict[str, Any]:
    return release(stage, case["id"], wordings=[{"id": case["id"], "text": text}], **given)


def test_a_wording_is_read_in_place_of_the_record(stage: Stage) -> None:
    case = an_incident(stage)
    previewed = preview(stage, case["id"], wordings=[{"id": case["id"], "text": WORDING}])
    [item] = previewed["items"]
    assert (item["seen"]["__typename"], item["seen"]["text"]) == ("ReleasedWording", WORDING)
    assert [one["id"] for one in item["behind"]] == [case["id"]]
    [made] = worded(stage, case)["releases"]
    assert made["wording"] == WORDING
    assert made["record"]["id"] == case["id"]
    mz, pg = stage.who("MZ"), stage.who("PG")
    assert seen(stage, mz, case["id"]) is None
    [told] = stage.ask(mz, "{ releasedWordings { nodes { id } } }")["releasedWordings"]["nodes"]
    read = seen(stage, mz, told["id"])
    of_its_own = ("id", "code", "version", "recordedAt", "changedAt")
    assert read == item["seen"] | {name: read[name] for name in of_its_own}
    assert read["recordedAt"] == read["changedAt"] == made["releasedAt"]
    assert wordings(stage, mz) == [WORDING]
    assert wordings(stage, mz, filter={"search": "閲覧"}) == [WORDING]
    assert wordings(stage, mz, filter={"owner": "PG"}) == [WORDING]
    assert wordings(stage, pg) == [], "its owner reads it through the release: nothing counts twice"
    assert seen(stage, pg, told["id"]) is None
    assert wordings(stage, stage.who("HD")) == []
    everything = json.dumps([item["seen"], read])
    assert SECRET not in everything and case["id"] not in everything


def test_a_withdrawn_wording_is_gone_for_the_past_too(stage: Stage) -> None:
    case = an_incident(stage)
    [made] = worded(stage, case)["releases"]
    then = {"at": stage.clock().isoformat()}
    assert wordings(stage, stage.who("MZ"), asOf=then) == [WORDING]
    withdraw(stage, made)
    assert wordings(stage, stage.who("MZ")) == []
    assert wordings(stage, stage.who("MZ"), asOf=then) == []


def test_a_wording_older_than_its_record_is_listed_as_stale(stage: Stage) -> None:
    case, neighbour = an_incident(stage), an_incident(stage)
    worded(stage, case)
    worded(stage, neighbour)
    pg = stage.who("PG")

    def stale() -> list[str]:
        found = listed(stage, pg, filter={"stale": True})
        assert all(one["stale"] for one in found)
        return [one["record"]["id"] for one in found]

    assert stale() == []
    revised = stage.do(
        stage.who("PG", "editor"),
        "reviseIncident",
        idempotencyKey=key(),
        incident=case["id"],
        expectedVersion=case["version"],
        title=SECRET + "（2件目も判明）",
    )
    assert revised["__typename"] == "Incident", revised
    assert stale() == [case["id"]]
    assert wordings(stage, stage.who("MZ")) == [WORDING, WORDING]
    renewed = "お客さま2件の情報が閲覧された"
    [made] = worded(stage, case, renewed)["releases"]
    assert (made["wording"], made["stale"]) == (renewed, False)
    assert stale() == []
    assert wordings(stage, stage.who("MZ")) == [renewed, WORDING]


def test_the_same_wording_again_says_that_it_still_holds(stage: Stage) -> None:
    case = an_incident(stage)
    worded(stage, case)
    facts = stage.facts()
    worded(stage, case)
    assert stage.facts() == facts, "nothing was new"
    stage.do(
        stage.who("PG", "editor"),
        "reviseIncident",
        idempotencyKey=key(),
        incident=case["id"],
        expectedVersion=case["version"],
        summary="経緯を補足",
    )
    before = seen_wording(stage)
    [made] = worded(stage, case)["releases"]
    assert made["stale"] is False
    assert seen_wording(stage) == before, "its reader is told nothing new"


def seen_wording(stage: Stage) -> Any:
    query = """{ releasedWordings { nodes { id version changedAt text informationCategories } }
        changes(since: {at: "2000-01-01T00:00:00Z"}, filter: {types: [RELEASED_WORDING]}) { totalCount } }"""
    return stage.ask(stage.who("MZ"), query)


def test_who_reads_a_wording_is_not_told_that_its_record_was_judged_otherwise(stage: Stage) -> None:
    case = an_incident(stage)
    [first] = worded(stage, case)["releases"]
    before = seen_wording(stage)
    stage.do(
        stage.who("PG", "editor"),
        "classifyRecords",
        idempotencyKey=key(),
        ids=[case["id"]],
        categories=["NETWORK_CUSTOMER"],
    )
    [made] = worded(stage, case)["releases"]
    assert (made["id"], made["stale"]) == (first["id"], False)
    assert made["wordedAt"] > first["wordedAt"], "its owner is told when it was found to hold"
    assert seen_wording(stage) == before


def test_words_that_were_taken_back_do_not_come_back_with_others(stage: Stage) -> None:
    """A name slipped into a wording: it is withdrawn, and the record is told in other words."""
    case = an_incident(stage)
    [wrong] = worded(stage, case, SECRET)["releases"]
    then = {"at": stage.clock().isoformat()}
    mz = stage.who("MZ")
    [read] = stage.ask(mz, "{ releasedWordings { nodes { id } } }")["releasedWordings"]["nodes"]
    withdraw(stage, wrong, reason="氏名が入っていた")
    [right] = worded(stage, case)["releases"]
    assert right["id"] != wrong["id"]
    assert wordings(stage, mz) == [WORDING]
    assert wordings(stage, mz, asOf=then) == []
    history = "query ($id: ID!) { node(id: $id) { id } history(id: $id) { totalCount } }"
    assert stage.ask(mz, history, id=read["id"]) == {"node": None, "history": {"totalCount": 0}}
    everything = """{ changes(since: {at: "2000-01-01T00:00:00Z"}, first: 100) {
        nodes { title fields { old new } } } }"""
    assert SECRET not in json.dumps(stage.ask(mz, everything), ensure_ascii=False)
    [open_now] = listed(stage, stage.who("PG"), filter={"record": case["id"], "stands": True})
    assert open_now["id"] == right["id"]


def test_two_officers_do_not_overwrite_each_others_words_unseen(stage: Stage) -> None:
    case = an_incident(stage)
    [made] = worded(stage, case)["releases"]
    query = "query ($id: ID!) { node(id: $id) { version } }"
    read = stage.ask(stage.who("PG"), query, id=made["id"])["node"]["version"]

    def replaced(text: str) -> str:
        given = {"id": case["id"], "text": text, "expectedVersion": read}
        return str(release(stage, case["id"], wordings=[given])["__typename"])

    assert replaced("一人目の文面") == "ReleaseRecordsPayload"
    assert replaced("二人目の文面") == "StaleVersion"
    assert wordings(stage, stage.who("MZ")) == ["一人目の文面"]
    withdraw(stage, made)
    assert replaced("三人目の文面") == "StaleVersion"


def test_record_and_wording_are_not_open_at_once(stage: Stage) -> None:
    case = an_incident(stage)
    [made] = worded(stage, case)["releases"]
    assert release(stage, case["id"])["__typename"] == "ReleaseStands"
    withdraw(stage, made)
    assert release(stage, case["id"])["__typename"] == "ReleaseRecordsPayload"
    assert worded(stage, case)["__typename"] == "ReleaseStands"
    assert wordings(stage, stage.who("MZ")) == []


def test_a_wording_has_categories_of_its_own_if_they_are_stated(stage: Stage) -> None:
    case, other = an_incident(stage), an_incident(stage)
    worded(stage, case)
    stated = {"id": other["id"], "text": "要旨", "informationCategories": ["NONE"]}
    release(stage, other["id"], wordings=[stated])
    query = "{ releasedWordings { nodes { informationCategories } } }"
    found = stage.ask(stage.who("MZ"), query)["releasedWordings"]["nodes"]
    assert [one["informationCategories"] for one in found] == [["PERSONAL"], ["NONE"]]
    query = "{ releases { nodes { wording informationCategories } } }"
    kept = stage.ask(stage.who("PG"), query)["releases"]["nodes"]
    told = [one["informationCategories"] for one in kept if one["wording"]]
    assert told == [["PERSONAL"], ["NONE"]], "its owner reads what the other party is told"
    release(stage, other["id"], wordings=[stated | {"informationCategories": ["PERSONAL"]}])
    kept = stage.ask(stage.who("PG"), query)["releases"]["nodes"]
    assert kept[-1]["informationCategories"] == ["PERSONAL"]


# ----- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [release, preview])
def test_what_may_not_be_released_is_refused_and_changes_nothing(stage: Stage, ask: Any) -> None:
    case, other = an_incident(stage), an_incident(stage)
    department = first(stage, stage.who("PG"), "departments")
    facts = stage.facts()
    yesterday = (stage.clock() - timedelta(days=2)).date().isoformat()
    text = {"id": case["id"], "text": WORDING}
    wrong: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
        ("NotPermitted", (case["id"],), {"who": stage.who("PG", "editor")}),
        ("NoSuchRecord", (case["id"],), {"who": stage.who("MZ", "barrier_officer")}),
        ("NoSuchRecord", (case["id"], ABSENT), {}),
        ("NoSuchRecord", ("nonsense",), {}),
        ("NoSuchRecord", (case["id"],), {"to": "XX"}),
        ("RecordIsNotReleased", (department,), {}),
        ("NoRecordIsNamed", (), {}),
        ("RecordsAreTooMany", tuple(str(UUID(int=n)) for n in range(1001)), {}),
        ("ReleaseIsToItsOwnParty", (case["id"],), {"to": "PG"}),
        ("ReleaseNeedsItsBasis", (case["id"],), {"basis": " "}),
        ("ReleaseEndsBeforeToday", (case["id"],), {"until": yesterday}),
        ("WordingIsForNoRecord", (other["id"],), {"wordings": [text]}),
        ("WordingIsForNoRecord", (case["id"],), {"wordings": [text, text]}),
        ("TextIsEmpty", (case["id"],), {"wordings": [text | {"text": "　"}]}),
        (
            "JudgementNamesNoCategory",
            (case["id"],),
            {"wordings": [text | {"informationCategories": []}]},
        ),
    ]
    if ask is release:
        wrong += [
            ("StaleVersion", (case["id"],), {"expectedVersions": ["0" * 24]}),
            ("VersionsAreNotAsMany", (case["id"],), {"expectedVersions": []}),
        ]
    for refusal, ids, given in wrong:
        refused = ask(stage, *ids, **given)
        assert refused["__typename"] == refusal, (refusal, refused)
        assert refused["message"] and refused["messageEn"]
    assert stage.facts() == facts


def test_another_partys_record_is_released_by_its_owner_alone(stage: Stage) -> None:
    case = an_incident(stage)
    [made] = release(stage, case["id"])["releases"]
    officer = stage.who("MZ", "barrier_officer")
    refused = release(stage, case["id"], who=officer, to="HD")
    assert refused["__typename"] == "NotYourParty"
    gone = stage.do(officer, "withdrawRelease", idempotencyKey=key(), release=made["id"])
    assert gone["__typename"] == "NoSuchRecord"
    assert seen(stage, stage.who("MZ"), case["id"])["id"] == case["id"], "it is open as before"
    assert seen(stage, stage.who("HD"), case["id"]) is None


def test_an_evidence_and_a_note_are_released_by_themselves(stage: Stage) -> None:
    measure = a_measure(stage, informationCategories=["NONE"])
    piece = attach(stage, measure["id"], informationCategories=["NONE"])
    remark = note(stage, measure["id"], informationCategories=["NONE"])
    officer, hd = stage.who("MZ", "barrier_officer"), stage.who("HD")
    told = preview(stage, measure["id"], who=officer, to="HD")
    assert {one["id"] for one in told["items"][0]["behind"]} == {piece["id"], remark["id"]}
    gone = note(stage, measure["id"], text="書き損じ")
    stage.do(
        stage.who("MZ", "editor"),
        "withdrawNote",
        idempotencyKey=key(),
        note=gone["id"],
        expectedVersion=gone["version"],
    )
    together = preview(stage, measure["id"], remark["id"], who=officer, to="HD")
    assert [one["id"] for one in together["items"][0]["behind"]] == [piece["id"]]
    made = release(stage, remark["id"], who=officer, to="HD")
    assert made["__typename"] == "ReleaseRecordsPayload"
    assert seen(stage, hd, remark["id"])["__typename"] == "Note"
    assert seen(stage, hd, measure["id"]) is None
    assert seen(stage, hd, piece["id"]) is None


# ----- what a preview costs ---------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "values"), [(12, 200), (11, 10_000)])
def test_previews_share_what_an_operation_may_answer(stage: Stage, rows: int, values: int) -> None:
    """However often the answer names them, and whichever side looks."""
    cases = [an_incident(stage)["id"] for _ in range(6)]
    names = " ".join(f"a{n}: items {{ record {{ id code version }} }}" for n in range(9))
    query = """query ($input: ReleaseTerms!) { releasePreview(input: $input) {
        ... on ReleasePreviewResult { ... on ReleasePreview { %s } } } }"""
    given = {"input": {"ids": cases, "to": "MZ", "basis": "共有"}}

    def refused(asked: str) -> list[str]:
        with ExitStack() as stack:
            asking = Context(stage.house.office, stage.who("PG", "barrier_officer"), stack)
            asking.scope.rows_left, asking.scope.values_left = rows, values
            result = SCHEMA.execute_sync(query % asked, variable_values=given, context_value=asking)
        return [error.extensions["code"] for error in result.errors or () if error.extensions]

    assert refused("items { record { id } }") == [], "a fragment on the union itself is none"
    assert refused("items { record { id } seen { id } }") == (
        [] if rows == 12 else ["TOO_MANY_ROWS"]
    )
    assert refused(names) == (["TOO_MANY_VALUES"] if values == 200 else [])


def test_an_operation_has_one_preview_which_counts_as_a_command() -> None:
    def cost(previews: str) -> int:
        return check(parse(f"query ($i: ReleaseTerms!) {{ {previews} }}"), None)

    one = "releasePreview(input: $i) { __typename }"
    assert cost(one) >= A_COMMAND * PER_COST
    with pytest.raises(DocumentIsTooLarge, match="previews is limited to 1"):
        cost(f"{one} other: {one}")
