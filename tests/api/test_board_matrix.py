"""The matrix of causes and countermeasures: what answers what, and what is left over on either side."""

from __future__ import annotations

from typing import Any

import pytest

from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from tests.api.measuring import PG, a_measure, release
from tests.api.stage import Stage
from tests.api.test_effects import a_cause, link

MATRIX = """query ($f: CauseFilter, $first: Int = 100, $after: String, $at: Moment) {
  causeMatrix(filter: $f, first: $first, after: $after, asOf: $at) {
    totalCount unansweredCount linkCount countermeasureCount unlinkedCount
    categories { category count unanswered }
    columns { count countermeasure { id } } pageInfo { hasNextPage endCursor }
    nodes { category cause { id } cells { column link { cause { id } countermeasure { id } } } } } }"""
NUMBERS = """query ($f: CauseFilter!) { causes(filter: $f) { totalCount }
    countermeasures { totalCount } unlinked: countermeasures(filter: {unlinked: true}) { totalCount } }"""


def matrix(stage: Stage, party: str = "MZ", **given: Any) -> dict[str, Any]:
    found = stage.ask(stage.who(party), MATRIX, **given)["causeMatrix"]
    assert isinstance(found, dict)
    return found


def cells(found: dict[str, Any]) -> dict[str, list[str]]:
    """What answers each cause, each cell of which stands in the column it names."""
    told: dict[str, list[str]] = {}
    for row in found["nodes"]:
        cause = row["cause"]["id"]
        told[cause] = []
        for cell in row["cells"]:
            measure = cell["link"]["countermeasure"]["id"]
            assert cell["link"]["cause"]["id"] == cause
            assert found["columns"][cell["column"]]["countermeasure"]["id"] == measure
            told[cause].append(measure)
    return told


def test_cells_are_the_links_and_what_is_left_over_is_counted(stage: Stage) -> None:
    before = matrix(stage)
    one, two, lone = (a_measure(stage) for _ in range(3))
    both, first, unanswered = a_cause(stage, one, two), a_cause(stage, one), a_cause(stage)
    found = matrix(stage)
    told = cells(found)
    assert told[both["id"]] == [one["id"], two["id"]]
    assert (told[first["id"]], told[unanswered["id"]]) == ([one["id"]], [])
    counts = {one["countermeasure"]["id"]: one["count"] for one in found["columns"]}
    assert (counts[one["id"]], counts[two["id"]]) == (2, 1) and lone["id"] not in counts
    more = {
        name: found[name] - before[name]
        for name in ("totalCount", "unansweredCount", "linkCount", "countermeasureCount")
    }
    assert more == {
        "totalCount": 3,
        "unansweredCount": 1,
        "linkCount": 3,
        "countermeasureCount": 3,
    }
    assert found["unlinkedCount"] - before["unlinkedCount"] == 1


@pytest.mark.parametrize("filter_", [{}, {"owner": "PG"}, {"category": ["システム"]}])
@pytest.mark.parametrize("party", ["MZ", "PG"])
def test_its_numbers_are_those_of_the_lists(
    shared: Stage, party: str, filter_: dict[str, Any]
) -> None:
    found = matrix(shared, party, f=filter_)

    def numbers(**more: Any) -> dict[str, Any]:
        return shared.ask(shared.who(party), NUMBERS, f=filter_ | more)

    assert found["totalCount"] == len(found["nodes"]) == numbers()["causes"]["totalCount"]
    assert found["unansweredCount"] == numbers(unanswered=True)["causes"]["totalCount"]
    assert found["countermeasureCount"] == numbers()["countermeasures"]["totalCount"]
    assert found["unlinkedCount"] == numbers()["unlinked"]["totalCount"]
    assert found["linkCount"] == sum(map(len, cells(found).values()))
    for group in found["categories"]:
        mine = [one for one in found["nodes"] if one["category"] == group["category"]]
        assert group["count"] == len(mine)
        assert group["unanswered"] == sum(not one["cells"] for one in mine)


def test_the_rows_go_by_category_and_a_page_at_a_time(stage: Stage) -> None:
    a_cause(stage)
    whole = [one["cause"]["id"] for one in matrix(stage)["nodes"]]
    after, found = None, []
    while True:
        page = matrix(stage, first=3, after=after)
        cells(page)
        found += [one["cause"]["id"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == whole
    categories = [one["category"] for one in matrix(stage)["nodes"]]
    assert categories == sorted(categories, key=lambda one: (one is None, one or ""))
    assert categories[-1] is None


def test_a_hidden_end_leaves_no_cell_and_no_count(stage: Stage) -> None:
    before = matrix(stage, "PG")
    measure = a_measure(stage, informationCategories=["NONE"])
    cause = a_cause(stage, measure)
    link(stage, cause, a_measure(stage))
    assert matrix(stage, "PG") == before
    release(stage, CAUSES, cause["id"], PG)
    shown = matrix(stage, "PG")
    assert shown["linkCount"] == before["linkCount"]
    assert shown["unansweredCount"] == before["unansweredCount"] + 1
    release(stage, COUNTERMEASURES, measure["id"], PG)
    found = matrix(stage, "PG")
    assert cells(found)[cause["id"]] == [measure["id"]]
    assert found["unansweredCount"] == before["unansweredCount"]
