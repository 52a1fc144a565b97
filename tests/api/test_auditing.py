"""The auditor's questions: who could see a record of the own party, by what, and who did."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.stage import Stage
from tests.api.test_barrier_rules import TERMS, end, impose
from tests.api.test_commands import key
from tests.api.test_reads import TITLES, asked
from tests.api.test_releases import an_incident, release, withdraw

SIGHT = """party { code } could ground roles members { name }
    release { basis wording } barredBy { name }"""
COULD = f"query ($record: ID!, $at: Moment!) {{ couldSee(record: $record, at: $at) {{ {SIGHT} }} }}"
WHY = f"""query ($record: ID!, $party: String!) {{
    whyVisible(record: $record, party: $party) {{ {SIGHT} }} }}"""
SEEN = """query ($record: ID!, $since: Moment!, $until: Moment) {
    seen(record: $record, since: $since, until: $until) { party { code } could reads
      readers { memberCode roles reads } } }"""


RECORDS = """query ($asOf: Moment, $rights: RightsOf) {
    incidents(asOf: $asOf, withRightsOf: $rights, filter: {owner: "PG"}) { totalCount nodes { ...Shown } }
    causes(asOf: $asOf, withRightsOf: $rights, filter: {owner: "PG"}) { nodes { ...Shown } }
    releasedWordings(asOf: $asOf, withRightsOf: $rights) { totalCount nodes { ...Shown } }
    }
    fragment Shown on Record { __typename id code version changedAt recordedAt owner { code name }
      informationCategories releases { id }
      ... on Incident { title status causes { id statement } links { id } notes { text } }
      ... on Cause { statement countermeasures { title schedule { wording version } } incidents { id } }
      ... on ReleasedWording { text } }"""


def shown(stage: Stage, who: tuple[str, str], **variables: Any) -> Any:
    return stage.ask(stage.who(*who), RECORDS, **variables)


def could(stage: Stage, record: str, at: Any, party: str = "PG") -> dict[str, dict[str, Any]]:
    moment = {"at": at.isoformat()}
    found = stage.ask(stage.who(party, "auditor"), COULD, record=record, at=moment)["couldSee"]
    return {one["party"]["code"]: one for one in found}


def why(stage: Stage, record: str, party: str) -> Any:
    return stage.ask(stage.who("PG", "auditor"), WHY, record=record, party=party)["whyVisible"]


def test_who_could_see_a_record_is_told_of_each_moment(stage: Stage) -> None:
    record = an_incident(stage)
    made = stage.clock()
    [given] = release(stage, record["id"])["releases"]
    released = stage.clock()
    rule = impose(stage)
    barred = stage.clock()
    end(stage, rule, acknowledgeReaders=["MZ"])
    opened = stage.clock()
    withdraw(stage, given)
    assert set(could(stage, record["id"], made)) == {"PG"}
    [own, theirs] = could(stage, record["id"], released).values()
    assert (own["ground"], own["could"], own["release"]) == ("OWNED", True, None)
    assert {one["name"] for one in own["members"]} >= {"PG 監査担当", "PG 委員"}
    assert (theirs["ground"], theirs["could"]) == ("WHOLE", True)
    assert theirs["release"]["basis"] == "合同会議で共有"
    assert "MEMBER" in theirs["roles"] and "ADMINISTRATOR" not in theirs["roles"]
    assert theirs["members"] == [], "who works there is theirs to tell"
    kept = could(stage, record["id"], barred)["MZ"]
    assert (kept["could"], kept["roles"]) == (False, [])
    assert [one["name"] for one in kept["barredBy"]] == [TERMS["name"]]
    assert could(stage, record["id"], opened)["MZ"]["could"]
    assert set(could(stage, record["id"], stage.clock())) == {"PG"}


def test_why_a_party_sees_it_now(stage: Stage) -> None:
    record, other = an_incident(stage), an_incident(stage)
    words = {"id": other["id"], "text": "1件の閲覧", "informationCategories": ["NONE"]}
    release(stage, record["id"])
    release(stage, other["id"], wordings=[words])
    assert why(stage, record["id"], "MZ")["ground"] == "WHOLE"
    assert why(stage, record["id"], "HD") is None
    worded = why(stage, other["id"], "MZ")
    assert (worded["ground"], worded["release"]["wording"]) == ("WORDED", "1件の閲覧")
    impose(stage)
    assert why(stage, record["id"], "MZ")["could"] is False
    assert why(stage, other["id"], "MZ")["could"] is True, "its words hold nothing that is barred"


def test_who_could_is_held_against_who_did(stage: Stage) -> None:
    client: TestClient = stage.client()
    record, begun = an_incident(stage), stage.clock()
    release(stage, record["id"])
    release(stage, record["id"], to="HD")
    for role in ("editor", "editor", "cco"):
        asked(client, stage, stage.who("MZ", role), TITLES, id=record["id"])
    read = stage.clock()
    rule = impose(stage)
    found = stage.ask(
        stage.who("PG", "auditor"), SEEN, record=record["id"], since={"at": begun.isoformat()}
    )["seen"]
    by = {one["party"]["code"]: one for one in found}
    assert {code: (one["could"], one["reads"]) for code, one in by.items()} == {
        "PG": (True, 0),
        "HD": (True, 0),
        "MZ": (True, 3),
    }
    assert sorted(one["reads"] for one in by["MZ"]["readers"]) == [1, 2]
    barred = stage.clock()
    later = stage.ask(
        stage.who("PG", "auditor"), SEEN, record=record["id"], since={"at": barred.isoformat()}
    )["seen"]
    assert {one["party"]["code"]: one["could"] for one in later}["MZ"] is False
    assert read < barred and rule["active"]


def test_a_rule_of_the_first_day_there_is_is_no_error(stage: Stage) -> None:
    record, begun = an_incident(stage), stage.clock()
    release(stage, record["id"])
    impose(stage, firstDay="0001-01-01")
    found = stage.ask(
        stage.who("PG", "auditor"), SEEN, record=record["id"], since={"at": begun.isoformat()}
    )["seen"]
    assert {one["party"]["code"] for one in found} == {"PG", "MZ"}


@pytest.mark.parametrize("who", [("MZ", "auditor"), ("HD", "auditor")])
def test_of_another_partys_record_nothing_is_told(stage: Stage, who: tuple[str, str]) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    auditor, now = stage.who(*who), {"at": stage.clock().isoformat()}
    assert stage.ask(auditor, COULD, record=record["id"], at=now)["couldSee"] == []
    assert stage.ask(auditor, WHY, record=record["id"], party="MZ")["whyVisible"] is None
    assert stage.ask(auditor, SEEN, record=record["id"], since=now)["seen"] == []


def test_only_auditors_ask(stage: Stage) -> None:
    record, now = an_incident(stage), {"at": stage.clock().isoformat()}
    for query, named in (
        (COULD, {"at": now}),
        (WHY, {"party": "MZ"}),
        (SEEN, {"since": now}),
    ):
        _, errors = stage.answer(
            stage.who("PG", "barrier_officer"), query, record=record["id"], **named
        )
        assert [one.extensions["code"] for one in errors] == ["NOT_PERMITTED"]


# ----- with the rights of another party ----------------------------------------------------------


def rights(at: Any, party: str = "MZ") -> dict[str, Any]:
    return {"party": party, "at": {"at": at.isoformat()}}


def test_what_another_party_was_shown_is_shown_to_the_auditor(stage: Stage) -> None:
    """Their answers of then, and what they were told of the past then, are told again as they were."""
    whole, worded = an_incident(stage), an_incident(stage)
    words = {"id": worded["id"], "text": "1件の閲覧", "informationCategories": ["NONE"]}
    kept: list[tuple[Any, Any, Any]] = []
    instants: list[dict[str, str]] = []

    def keep() -> None:
        now = stage.clock()
        kept.extend(
            (now, as_of, shown(stage, ("MZ", "member"), asOf=as_of))
            for as_of in (None, *instants[-2:])
        )
        instants.append({"at": now.isoformat()})

    keep()
    [given] = release(stage, whole["id"])["releases"]
    keep()
    release(stage, worded["id"], wordings=[words])
    keep()
    rule = impose(stage)
    keep()
    end(stage, rule, acknowledgeReaders=["MZ"])
    withdraw(stage, given)
    keep()
    told = [answer["incidents"]["totalCount"] for _, as_of, answer in kept if as_of is None]
    assert told == [0, 1, 1, 0, 0]
    for at, as_of, answer in kept:
        again = shown(stage, ("PG", "auditor"), asOf=as_of, rights=rights(at))
        assert again == answer
    now = shown(stage, ("PG", "auditor"), rights={"party": "MZ"})
    assert now == shown(stage, ("MZ", "member"))
    assert [one["text"] for one in now["releasedWordings"]["nodes"]] == ["1件の閲覧"]


def test_another_party_was_shown_no_more_of_others_than_ones_own(stage: Stage) -> None:
    """What HD and MZ share is nothing that the auditor of PG learns."""
    record = an_incident(stage)
    release(stage, record["id"])
    theirs = stage.do(
        stage.who("HD", "editor"),
        "reportIncident",
        idempotencyKey=key(),
        title="HDの事案",
        informationCategories=["NONE"],
    )
    release(stage, theirs["id"], who=stage.who("HD", "barrier_officer"))
    every = """query ($rights: RightsOf) { incidents(withRightsOf: $rights) { nodes { id } }
        releases(withRightsOf: $rights) { totalCount } members(withRightsOf: $rights) { totalCount }
        progress(by: PARTY, withRightsOf: $rights) { total } }"""
    assert {record["id"], theirs["id"]} < {
        one["id"] for one in stage.ask(stage.who("MZ"), every)["incidents"]["nodes"]
    }
    assert stage.ask(stage.who("PG", "auditor"), every, rights={"party": "MZ"}) == {
        "incidents": {"nodes": [{"id": record["id"]}]},
        "releases": {"totalCount": 0},
        "members": {"totalCount": 0},
        "progress": [],
    }


@pytest.mark.parametrize(
    ("who", "given", "code"),
    [
        ("barrier_officer", {"rights": {"party": "MZ"}}, "NOT_PERMITTED"),
        ("auditor", {"rights": {"party": "QQ"}}, "NO_SUCH_PARTY"),
        (
            "auditor",
            {
                "asOf": {"at": "2023-06-04T00:00:00Z"},
                "rights": {"party": "MZ", "at": {"at": "2023-06-03T00:00:00Z"}},
            },
            "BAD_MOMENT",
        ),
        ("auditor", {"rights": {"party": "MZ", "at": {"at": "2023-06-03T00:00:00"}}}, "BAD_MOMENT"),
    ],
)
def test_rights_that_cannot_be_looked_with(
    stage: Stage, who: str, given: dict[str, Any], code: str
) -> None:
    _, errors = stage.answer(stage.who("PG", who), RECORDS, **given)
    assert {one.extensions["code"] for one in errors} == {code}


def test_rights_of_a_moment_to_come_are_those_of_now(stage: Stage) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    later = {"at": "2999-01-01T00:00:00Z"}
    found = shown(
        stage,
        ("PG", "auditor"),
        asOf=later,
        rights={"party": "MZ", "at": {"at": "2888-01-01T00:00:00Z"}},
    )
    assert found == shown(stage, ("MZ", "member"))
