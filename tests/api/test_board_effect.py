"""The three layers of an effect beside each measure, and what looks done and is not."""

from __future__ import annotations

from typing import Any

import pytest

from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from tests.api.measuring import (
    LAYERS,
    PG,
    a_check,
    a_measure,
    change,
    conclude,
    done,
    ready,
    release,
    verified,
)
from tests.api.stage import Stage
from tests.api.test_effects import a_cause, an_incident, question, today

EFFECT = """query ($id: ID!) { node(id: $id) { ... on Countermeasure { effect {
    layer needed hasCriterion met checkedOn check { id } } lackingLayers } } }"""
LIST = """query ($f: CountermeasureFilter) { countermeasures(first: 100, filter: $f) {
    totalCount nodes { id } } }"""


def layers(stage: Stage, measure: dict[str, Any], party: str = "MZ") -> list[dict[str, Any]]:
    node = stage.ask(stage.who(party), EFFECT, id=measure["id"])["node"]
    found = node["effect"]
    lacking = [one["layer"] for one in found if one["needed"] and not one["met"]]
    assert node["lackingLayers"] == lacking
    assert [one["layer"] for one in found] == list(LAYERS)
    return list(found)


def listed(stage: Stage, party: str = "MZ", /, **wanted: Any) -> set[str]:
    page = stage.ask(stage.who(party), LIST, f={"owner": "MZ"} | wanted)["countermeasures"]
    assert page["totalCount"] == len(page["nodes"])
    return {one["id"] for one in page["nodes"]}


def test_a_layer_is_needed_stated_and_found_met_or_not(stage: Stage) -> None:
    measure = done(stage)
    neighbour = a_check(stage, done(stage), "SET_UP")
    assert all(
        (one["needed"], one["hasCriterion"], one["met"], one["check"]) == (True, False, None, None)
        for one in layers(stage, measure)
    )
    check = a_check(stage, measure, "OPERATED")
    _, operated, _ = layers(stage, measure)
    assert (operated["hasCriterion"], operated["met"]) == (True, None)
    found = conclude(stage, check, met=False, result="2件あった")
    set_up, operated, effective = layers(stage, measure)
    assert (operated["met"], operated["checkedOn"]) == (False, today(stage))
    assert operated["check"] == {"id": check["id"]} != {"id": neighbour["id"]}
    assert set_up["hasCriterion"] is effective["hasCriterion"] is False
    conclude(stage, found, met=True, result="0件", reason="改善した")
    assert layers(stage, measure)[1]["met"] is True


def test_a_correction_needs_to_be_set_up_alone(stage: Stage) -> None:
    measure = done(stage, kind="CORRECTION")
    assert [one["needed"] for one in layers(stage, measure)] == [True, False, False]
    assert measure["id"] in listed(stage, unproven=True)
    conclude(stage, a_check(stage, measure, "SET_UP"))
    assert measure["id"] not in listed(stage, unproven=True)
    assert measure["id"] not in listed(stage, lacksLayer=list(LAYERS))


def test_of_two_checks_of_a_layer_the_one_concluded_last_counts(stage: Stage) -> None:
    measure = ready(stage)
    assert measure["id"] not in listed(stage, unproven=True)
    other = a_check(stage, measure, "EFFECTIVE")
    assert layers(stage, measure)[2]["met"] is True, "what is not concluded decides nothing"
    conclude(stage, other, met=False, result="2件あった")
    assert layers(stage, measure)[2]["met"] is False
    assert measure["id"] in listed(stage, unproven=True)
    assert measure["id"] in listed(stage, lacksLayer=["EFFECTIVE"])
    assert measure["id"] not in listed(stage, lacksLayer=["SET_UP", "OPERATED"])
    assert measure["id"] not in listed(stage, lacksLayer=[])


def test_what_looks_done_and_is_not(stage: Stage) -> None:
    proven, unproven, planned = ready(stage), done(stage), a_measure(stage)
    cancelled = change(stage, "cancelCountermeasure", a_measure(stage), reason="不要")
    found = listed(stage, unproven=True)
    assert unproven["id"] in found
    assert not found & {proven["id"], planned["id"], cancelled["id"]}
    others = listed(stage, unproven=False)
    assert others >= {proven["id"], planned["id"], cancelled["id"]}
    assert not found & others and found | others == listed(stage)


def test_a_questioned_effect_lacks_all_its_layers_again(stage: Stage) -> None:
    measure, incident = verified(stage), an_incident(stage)
    a_cause(stage, measure, incident)
    question(stage, incident)
    assert measure["id"] in listed(stage, unproven=True)
    assert [one["hasCriterion"] for one in layers(stage, measure)] == [False] * 3
    assert measure["id"] not in listed(stage, withCriterion=True)
    conclude(stage, a_check(stage, measure, "SET_UP"))
    assert layers(stage, measure)[0]["met"] is True


def test_another_party_is_told_of_no_check_that_it_does_not_see(stage: Stage) -> None:
    measure = done(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure["id"], PG)
    before = layers(stage, measure, "PG")
    check = a_check(stage, measure, "SET_UP", informationCategories=["NONE"])
    conclude(stage, check)
    assert layers(stage, measure, "PG") == before
    assert measure["id"] in listed(stage, "PG", lacksLayer=["SET_UP"])
    assert measure["id"] not in listed(stage, "PG", withCriterion=True)
    release(stage, CHECKS, check["id"], PG)
    assert layers(stage, measure, "PG")[0]["met"] is True
    assert measure["id"] not in listed(stage, "PG", lacksLayer=["SET_UP"])


@pytest.mark.parametrize("name", ["evidenced", "operated", "withCriterion", "unlinked", "unproven"])
def test_each_filter_and_its_contrary_share_the_list(stage: Stage, name: str) -> None:
    here, there = (listed(stage, "MZ", **{name: wanted}) for wanted in (True, False))
    assert not here & there and here | there == listed(stage)
