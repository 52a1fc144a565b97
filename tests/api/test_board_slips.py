"""Slips, counted and listed over what one may see, with who recorded them as `changes` tells it."""

from __future__ import annotations

from typing import Any

import pytest

from commands.office import day_in_tokyo
from projections.register.countermeasures import COUNTERMEASURES
from tests.api.measuring import PG, a_measure, department, extended, release
from tests.api.stage import Stage

VALUES = "{ responsible department month }"
GROUP = f"key count days withoutDays countermeasures filter {VALUES}"
REPORT = f"""query ($f: SlipFilter, $since: Moment, $until: Moment, $at: Moment, $first: Int = 100,
    $after: String) {{
  slips(filter: $f, since: $since, until: $until, asOf: $at, first: $first, after: $after) {{
    totalCount days withoutDays countermeasures
    byParty {{ {GROUP} }} byDepartment {{ {GROUP} }} byMonth {{ {GROUP} }}
    pageInfo {{ hasNextPage endCursor }}
    nodes {{ fromWording toWording fromDue toDue days reason recordedAt
      countermeasure {{ id code }} author {{ party {{ code }} roles name }} }} }} }}"""


def report(stage: Stage, party: str = "MZ", **given: Any) -> dict[str, Any]:
    found = stage.ask(stage.who(party), REPORT, **given)["slips"]
    assert isinstance(found, dict)
    return found


def slipped(stage: Stage, *, days: int | None = 10, **given: Any) -> dict[str, Any]:
    """A measure of MZ that slipped by so many days, or to no due."""
    measure = a_measure(stage, wording="2024年3月10日までに", writtenOn="2023-02-17", **given)
    assert measure["schedule"]["due"] == "2024-03-10"
    wording = "時期未定" if days is None else f"2024年3月{10 + days}日までに"
    late = extended(
        stage,
        measure,
        wording=wording,
        writtenOn="2023-02-18",
        reason="部品の遅れ",
    )
    assert late["schedule"]["slipCount"] == 1, late
    return late


def test_slips_are_counted_with_their_days_by_whom_and_when(stage: Stage) -> None:
    sales = department(stage)
    before = report(stage)
    measure = slipped(stage, responsibleDepartment=str(sales))
    again = extended(
        stage,
        measure,
        wording="2024年3月25日までに",
        writtenOn="2023-02-19",
        reason="再度の遅れ",
    )
    vague = slipped(stage, days=None)
    a_measure(stage, wording="2024年3月10日までに", writtenOn="2023-02-17")
    after = report(stage)
    assert after["totalCount"] - before["totalCount"] == 3
    assert after["days"] - before["days"] == 15
    assert after["withoutDays"] - before["withoutDays"] == 1
    assert after["countermeasures"] - before["countermeasures"] == 2
    newest, second, first = after["nodes"][:3]
    assert newest["countermeasure"]["id"] == vague["id"] and newest["days"] is None
    assert (second["days"], second["reason"]) == (5, "再度の遅れ")
    assert (first["fromDue"], first["toDue"], first["days"]) == ("2024-03-10", "2024-03-20", 10)
    assert first["countermeasure"]["id"] == again["id"]
    assert first["author"] == {"party": {"code": "MZ"}, "roles": ["cco"], "name": "MZ CCO"}
    [of_sales] = [one for one in after["byDepartment"] if one["key"] == "営業部"]
    assert (of_sales["count"], of_sales["days"], of_sales["countermeasures"]) == (2, 15, 1)
    assert after["byMonth"][-1]["key"] == day_in_tokyo(stage.clock()).isoformat()[:7]


@pytest.mark.parametrize("party", ["MZ", "PG"])
def test_every_group_opens_its_slips(stage: Stage, party: str) -> None:
    for given in ({"responsibleDepartment": str(department(stage))}, {"days": None}, {}):
        slipped(stage, **given)
    whole = report(stage, party)
    assert whole["totalCount"] == len(whole["nodes"])
    for by in ("byParty", "byDepartment", "byMonth"):
        assert sum(group["count"] for group in whole[by]) == whole["totalCount"]
        for group in whole[by]:
            behind = report(stage, party, f=group["filter"])
            numbers = ("days", "withoutDays", "countermeasures")
            assert behind["totalCount"] == group["count"]
            assert [behind[one] for one in numbers] == [group[one] for one in numbers]


def test_slips_are_listed_between_two_moments_and_as_of_one(stage: Stage) -> None:
    early = slipped(stage)
    [first, *_] = report(stage)["nodes"]
    at = {"at": first["recordedAt"]}
    before = report(stage)["totalCount"]
    late = slipped(stage, days=3)

    def of(**given: Any) -> list[str]:
        return [one["countermeasure"]["id"] for one in report(stage, **given)["nodes"]]

    assert of(since=at) == [late["id"]]
    assert early["id"] in of(until=at) and late["id"] not in of(until=at)
    assert len(of(at=at)) == before and late["id"] not in of(at=at)
    assert of(f={"month": ["1999-01"]}) == of(f={"month": []}) == of(f={"responsible": "XX"}) == []
    query = '{ slips(since: {at: "2024-01-01T00:00:00Z"}, until: {at: "2023-01-01T00:00:00Z"}) { days } }'
    _, errors = stage.answer(stage.who("MZ"), query)
    assert errors[0].extensions["code"] == "BAD_MOMENT"


def test_slips_come_a_page_at_a_time(stage: Stage) -> None:
    for days in (1, 2, 3):
        slipped(stage, days=days)
    whole = report(stage)["nodes"]
    after, found = None, []
    while True:
        page = report(stage, first=2, after=after)
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == whole
    _, errors = stage.answer(stage.who("MZ"), REPORT, after="W10")
    assert errors[0].extensions["code"] == "BAD_PAGE"


def test_another_party_sees_no_slip_until_the_measure_is_shown_and_then_who_is_not_told(
    stage: Stage,
) -> None:
    """PG did not see the slip being recorded; of a later one it is told the company and the role."""
    before = report(stage, "PG")
    measure = slipped(stage, informationCategories=["NONE"])
    slipped(stage)
    assert report(stage, "PG") == before
    release(stage, COUNTERMEASURES, measure["id"], PG)
    shown = report(stage, "PG")
    assert shown["totalCount"] == before["totalCount"] + 1
    assert shown["nodes"][0]["author"] is None and shown["nodes"][0]["days"] == 10
    extended(
        stage,
        measure,
        wording="2024年4月末までに",
        writtenOn="2023-02-19",
        reason="再度の遅れ",
        acknowledgeReaders=["PG"],
    )
    [seen, unseen, *_] = report(stage, "PG")["nodes"]
    assert seen["author"] == {"party": {"code": "MZ"}, "roles": ["cco"], "name": None}
    assert unseen["author"] is None
