"""Judging the information categories of many records at once."""

from __future__ import annotations

from typing import Any

import pytest

from projections.register.incidents import INCIDENTS
from tests.api.annotating import ABSENT, PG, release
from tests.api.minimal import World
from tests.api.stage import Stage
from tests.api.test_causes import a_cause, link
from tests.api.test_commands import key
from tests.api.test_incidents import a_case

OF = """query ($ids: [String!]!) { incidents(filter: {codes: $ids}) { nodes { informationCategories } } }"""


def judge(stage: Stage, ids: list[str], *categories: str, role: str = "editor") -> dict[str, Any]:
    facts = stage.facts()
    given = {"idempotencyKey": key(), "ids": ids, "categories": list(categories)}
    answer = stage.do(stage.who("MZ", role), "classifyRecords", **given)
    if "messageEn" in answer:
        assert stage.facts() == facts
    return answer


def judged(stage: Stage, record: str) -> list[str]:
    query = "query ($id: ID!) { node(id: $id) { informationCategories } }"
    found: list[str] = stage.ask(stage.who("MZ"), query, id=record)["node"]["informationCategories"]
    return found


UNJUDGED: dict[str, Any] = {"informationCategories": []}


@pytest.mark.parametrize("role", ["editor", "barrier_officer"])
def test_records_of_every_kind_are_judged_together(stage: Stage, role: str) -> None:
    world = World(stage)
    records = [
        make()["id"]
        for make in (
            world.incident,
            world.cause,
            world.measure,
            world.report,
            world.investigation,
            world.figure,
            world.operation,
            world.evidence,
            world.note,
            world.check,
        )
    ]
    facts = stage.facts()
    answer = judge(stage, records, "PERSONAL", "NETWORK_CUSTOMER", role=role)
    assert (answer["__typename"], answer["count"]) == ("ClassifyRecordsPayload", len(records))
    assert [one["id"] for one in answer["records"]] == records, "in the order given"
    wanted = ["NETWORK_CUSTOMER", "PERSONAL"]
    assert all(one["informationCategories"] == wanted for one in answer["records"])
    assert len({one["__typename"] for one in answer["records"]}) == len(records)
    assert stage.facts() == facts + len(records)


def test_each_counts_once_and_what_was_judged_so_is_left(stage: Stage) -> None:
    one, two = a_case(stage, **UNJUDGED), a_case(stage)
    facts = stage.facts()
    answer = judge(stage, [two, one, two, one], "NONE")
    assert [record["id"] for record in answer["records"]] == [two, one]
    assert stage.facts() == facts + 1, "two was judged NONE before"


@pytest.mark.parametrize(
    ("categories", "refusal"),
    [((), "JudgementNamesNoCategory"), (("NONE", "PERSONAL"), "NoneStandsAlone")],
)
def test_a_judgement_that_says_nothing_or_both_is_refused(
    stage: Stage, categories: tuple[str, ...], refusal: str
) -> None:
    assert judge(stage, [a_case(stage)], *categories)["__typename"] == refusal


def test_all_are_judged_or_none(stage: Stage) -> None:
    mine, cause = a_case(stage, **UNJUDGED), a_cause(stage, **UNJUDGED)
    linked = link(stage, "linkRecords", cause, mine)["id"]
    theirs = a_case(stage, "PG")
    for wrong, refusal in (
        (theirs, "NoSuchRecord"),
        (ABSENT, "NoSuchRecord"),
        ("nonsense", "NoSuchRecord"),
        (linked, "CategoriesAreNotJudged"),
    ):
        for ids in ([mine, wrong], [wrong, mine], [wrong]):
            assert judge(stage, ids, "NONE")["__typename"] == refusal
    assert judged(stage, mine) == []


def test_what_was_released_to_us_is_its_owners_to_judge(stage: Stage) -> None:
    mine = a_case(stage)
    release(stage, INCIDENTS, mine, PG)
    facts = stage.facts()
    given = {"idempotencyKey": key(), "ids": [mine], "categories": ["PERSONAL"]}
    answer = stage.do(stage.who("PG", "barrier_officer"), "classifyRecords", **given)
    assert (answer["__typename"], stage.facts()) == ("NotYourParty", facts)


def test_links_departments_and_people_have_no_categories(stage: Stage) -> None:
    world = World(stage)
    wrong = {
        "結び付き": link(stage, "linkRecords", a_cause(stage), a_case(stage))["id"],
        "部署": world.department()["id"],
        "利用者": world.member()["id"],
        "分類体系": world.editor("addCategory", name="委託管理")["id"],
    }
    for name, record in wrong.items():
        answer = judge(stage, [record], "NONE")
        assert answer["__typename"] == "CategoriesAreNotJudged"
        assert name in answer["message"], "it names the kind"


def test_a_thousand_at_once_and_no_more(stage: Stage) -> None:
    one = a_case(stage, **UNJUDGED)
    assert judge(stage, [], "NONE")["__typename"] == "NoRecordIsNamed"
    many = [f"00000000-0000-0000-0000-{number:012d}" for number in range(1001)]
    too_many = judge(stage, many, "NONE")
    assert too_many["__typename"] == "RecordsAreTooMany"
    assert "1000" in too_many["messageEn"]
    assert judge(stage, many[:1000], "NONE")["__typename"] == "NoSuchRecord"
    assert judge(stage, [one] * 1001, "NONE")["count"] == 1


def test_a_closed_incident_is_judged_all_the_same(stage: Stage) -> None:
    """Whose information a record holds decides who sees it: that does not wait for a reopening."""
    closed = World(stage).closed_incident()["id"]
    assert judge(stage, [closed], "PERSONAL")["count"] == 1
    assert judged(stage, closed) == ["PERSONAL"]
