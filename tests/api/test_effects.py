"""Effectiveness checks over GraphQL: stated, checked by others, seen by whom, and questioned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commands.office import day_in_tokyo
from projections.register.causes import CAUSES
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from tests.api.measuring import (
    ABSENT,
    LAYERS,
    PG,
    a_check,
    a_measure,
    change,
    conclude,
    department,
    done,
    key,
    ready,
    release,
    someone,
    verified,
)
from tests.api.stage import Stage

RESTATED = {"target": "6か月続けて0件"}


def today(stage: Stage, ago: int = 0) -> str:
    return (day_in_tokyo(stage.clock()) - timedelta(days=ago)).isoformat()


def restate(stage: Stage, check: dict[str, Any], who: str = "auditor", **given: Any) -> Any:
    whole = {
        "idempotencyKey": key(),
        "check": check["id"],
        "expectedVersion": check["version"],
    }
    return stage.do(stage.who("MZ", who), "restateCriterion", **whole | given)


# ----- stating what it is held against ----------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "cco", "auditor"])
def test_a_criterion_is_stated_beforehand(stage: Stage, role: str) -> None:
    measure = a_measure(stage)
    check = stage.do(
        stage.who("MZ", role),
        "stateCriterion",
        idempotencyKey=key(),
        countermeasure=measure["id"],
        layer="EFFECTIVE",
        measure="目的外閲覧の件数（月）",
        baseline="12件",
        target="3か月続けて0件",
        informationCategories=["NONE"],
    )
    assert check["__typename"] == "EffectivenessCheck"
    shown = {
        name: check[name] for name in ("layer", "measure", "baseline", "target", "questionedBy")
    }
    assert shown == {
        "layer": "EFFECTIVE",
        "measure": "目的外閲覧の件数（月）",
        "baseline": "12件",
        "target": "3か月続けて0件",
        "questionedBy": [],
    }
    assert (check["statedOn"], check["owner"]) == (today(stage), {"code": "MZ"})
    assert (check["met"], check["result"], check["checkedOn"]) == (None, None, None)
    assert check["informationCategories"] == ["NONE"]
    assert check["countermeasure"] == {"id": measure["id"]}


def test_a_criterion_is_stated_once_for_a_key(stage: Stage) -> None:
    measure = a_measure(stage)
    first = a_check(stage, measure, idempotencyKey="once")
    facts = stage.facts()
    assert a_check(stage, measure, idempotencyKey="once") == first
    other = a_check(stage, measure, idempotencyKey="once", target="1件以下")
    assert other["__typename"] == "KeyWasUsedForAnotherInput"
    assert stage.facts() == facts


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"measure": " "}, "TextIsEmpty"),
        ({"target": ""}, "TextIsEmpty"),
        ({"target": "一\n二"}, "TextHasLines"),
        ({"baseline": None}, "BaselineIsMissing"),
        ({"baseline": " "}, "BaselineIsMissing"),
        ({"layer": "OPERATED", "baseline": None}, "BaselineIsMissing"),
        ({"informationCategories": ["NONE", "PERSONAL"]}, "NoneStandsAlone"),
        ({"countermeasure": ABSENT}, "NoSuchRecord"),
    ],
)
def test_a_criterion_that_cannot_be_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    measure = a_measure(stage)
    facts = stage.facts()
    assert a_check(stage, measure, **given)["__typename"] == refusal
    assert stage.facts() == facts


def test_without_a_baseline_one_says_so_and_what_is_set_up_needs_none(stage: Stage) -> None:
    measure = a_measure(stage)
    assert a_check(stage, measure, baseline="なし（新設）")["baseline"] == "なし（新設）"
    assert a_check(stage, measure, "SET_UP", baseline=None)["baseline"] is None


def test_only_some_roles_of_the_measures_party_state_a_criterion(stage: Stage) -> None:
    measure = a_measure(stage, informationCategories=["NONE"])
    given = {
        "countermeasure": measure["id"],
        "layer": "SET_UP",
        "measure": "規程",
        "target": "ある",
    }

    def stating(party: str, role: str) -> str:
        facts = stage.facts()
        answer = stage.do(stage.who(party, role), "stateCriterion", idempotencyKey=key(), **given)
        assert stage.facts() == facts
        return str(answer["__typename"])

    assert {stating("MZ", role) for role in ("member", "barrier_officer")} == {"NotPermitted"}
    assert stating("PG", "auditor") == "NoSuchRecord"
    release(stage, COUNTERMEASURES, measure["id"], PG)
    assert stating("PG", "auditor") == "NotYourParty"


def test_what_was_given_up_or_split_has_no_effect_to_check(stage: Stage) -> None:
    cancelled = change(stage, "cancelCountermeasure", a_measure(stage), reason="不要")
    parts = [{"title": "一"}, {"title": "二"}]
    split = change(stage, "splitCountermeasure", a_measure(stage), parts=parts)
    assert a_check(stage, cancelled)["__typename"] == "GivenUpMeasureHasNoEffect"
    assert a_check(stage, split)["__typename"] == "CountermeasureIsSplit"
    measure = a_measure(stage)
    check = a_check(stage, measure)
    change(stage, "cancelCountermeasure", measure, reason="不要")
    assert conclude(stage, check)["__typename"] == "GivenUpMeasureHasNoEffect"


def test_a_criterion_is_restated_until_something_is_found(stage: Stage) -> None:
    check = a_check(stage, done(stage), baseline="12件")
    restated = restate(stage, check, **RESTATED)
    assert (restated["target"], restated["baseline"]) == ("6か月続けて0件", "12件")
    assert restate(stage, restated, baseline=None)["__typename"] == "BaselineIsMissing"
    restated = restate(stage, restated, baseline="なし")
    assert (restated["target"], restated["baseline"]) == ("6か月続けて0件", "なし")
    assert restate(stage, check, **RESTATED)["__typename"] == "StaleVersion"
    assert restate(stage, restated, "member", **RESTATED)["__typename"] == "NotPermitted"
    found = conclude(stage, restated)
    facts = stage.facts()
    assert restate(stage, found, target="1件以下")["__typename"] == "CriterionHasItsResult"
    assert restate(stage, found, target="6か月続けて0件")["version"] == found["version"]
    assert stage.facts() == facts


# ----- saying what was found --------------------------------------------------------------------


def test_what_was_found_is_told_and_a_later_look_counts(stage: Stage) -> None:
    check = a_check(stage, done(stage))
    found = conclude(stage, check, met=False, result="2件あった", checkedOn=today(stage))
    assert (found["met"], found["result"], found["checkedOn"]) == (
        False,
        "2件あった",
        today(stage),
    )
    later = conclude(stage, found, "cco", met=True, result="0件だった", reason="改善した")
    assert (later["met"], later["result"]) == (True, "0件だった")
    assert (found["resultReason"], later["resultReason"]) == (None, "改善した")
    facts = stage.facts()
    same = conclude(stage, later, met=True, result="0件だった", checkedOn=today(stage))
    assert (same["version"], stage.facts()) == (later["version"], facts)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"result": " "}, "TextIsEmpty"),
        ({"checkedOn": "2999-01-01"}, "DayIsInTheFuture"),
        ({"checkedOn": "2023-01-01"}, "CheckIsBeforeItsCriterion"),
        ({"expectedVersion": "0" * 24}, "StaleVersion"),
        ({"check": ABSENT}, "NoSuchRecord"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    check = a_check(stage, done(stage))
    facts = stage.facts()
    assert conclude(stage, check, **given)["__typename"] == refusal
    assert stage.facts() == facts


@pytest.mark.parametrize("met", [True, False])
def test_a_result_does_not_become_the_contrary_without_a_reason(stage: Stage, met: bool) -> None:
    found = conclude(stage, a_check(stage, done(stage)), met=met)
    facts = stage.facts()
    contrary = {"met": not met, "result": "数え直した"}
    for reason in ({}, {"reason": " "}):
        answer = conclude(stage, found, **contrary, **reason)
        assert answer["__typename"] == "ChangedResultNeedsItsReason"
    assert stage.facts() == facts
    assert conclude(stage, found, **contrary, reason="集計の誤り")["met"] is not met


def test_what_is_not_done_yet_is_at_most_found_not_set_up(stage: Stage) -> None:
    measure = a_measure(stage, continuing=True)
    facts = stage.facts()
    for layer, met in (("OPERATED", False), ("EFFECTIVE", True), ("SET_UP", True)):
        answer = conclude(stage, a_check(stage, measure, layer), met=met)
        assert answer["__typename"] == "MeasureIsNotDoneYet"
    assert stage.facts() == facts + 3, "the criteria alone"
    set_up = conclude(stage, a_check(stage, measure, "SET_UP"), met=False, result="規程が未改訂")
    assert set_up["met"] is False
    change(stage, "reportProgress", measure, status="OPERATING")
    assert conclude(stage, set_up, met=True, reason="改訂された")["met"] is True


def test_a_check_that_is_not_met_outdates_the_verdict_until_it_is_given_again(
    stage: Stage,
) -> None:
    resolved, neighbour = verified(stage), verified(stage)
    check = a_check(stage, resolved, "EFFECTIVE")
    conclude(stage, check, met=False, result="2件あった")
    shown = effect(stage, resolved)
    assert (shown["verdict"], shown["verdictOutdated"]) == ("RESOLVED", True)
    assert not effect(stage, neighbour)["verdictOutdated"]
    query = "{ countermeasures(filter: {verdictOutdated: true}) { nodes { id } } }"
    found = stage.ask(stage.who("MZ"), query)["countermeasures"]["nodes"]
    assert found == [{"id": resolved["id"]}]
    answer = change(stage, "giveVerdict", shown, "cco", verdict="RESOLVED")
    assert answer["__typename"] == "ClosingNeedsItsChecks"
    again = change(stage, "giveVerdict", shown, "cco", verdict="NEEDS_IMPROVEMENT")
    assert not again["verdictOutdated"]


def test_what_was_handed_over_is_in_doubt_when_a_check_is_not_met(stage: Stage) -> None:
    terms = {"rule": "情報管理規程", "decision": "合同検討会議"}
    measure = change(stage, "handOverCountermeasure", ready(stage), **terms)
    conclude(stage, a_check(stage, measure, "OPERATED"), met=False, result="開かれていない")
    shown = effect(stage, measure)
    assert (shown["status"], shown["verdictOutdated"]) == ("HANDED_OVER", True)


def test_who_finds_a_released_measure_wanting_says_that_they_know_who_reads(
    stage: Stage,
) -> None:
    measure = verified(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure["id"], PG)
    check = a_check(stage, measure)
    facts = stage.facts()
    answer = conclude(stage, check, met=False, result="2件あった")
    assert (answer["__typename"], stage.facts()) == ("OthersWillRead", facts)
    known = {"acknowledgeReaders": ["PG"]}
    assert conclude(stage, check, met=False, result="2件あった", **known)["met"] is False
    seen = stage.ask(stage.who("PG"), EFFECT, id=measure["id"])["node"]
    assert (seen["verdict"], seen["verdictOutdated"], seen["checks"]) == ("RESOLVED", True, [])


def test_a_finding_is_told_once_for_a_key(stage: Stage) -> None:
    check = a_check(stage, done(stage))
    first = conclude(stage, check, idempotencyKey="once")
    facts = stage.facts()
    assert conclude(stage, check, idempotencyKey="once") == first
    other = conclude(stage, check, idempotencyKey="once", met=False)
    assert other["__typename"] == "KeyWasUsedForAnotherInput"
    assert stage.facts() == facts


def test_the_responsible_department_does_not_check_its_own_measure(stage: Stage) -> None:
    sales, systems = department(stage), department(stage, "情報部")
    check = a_check(stage, done(stage, responsibleDepartment=str(sales)))
    facts = stage.facts()
    for checker in (someone(stage, "editor", of=sales), someone(stage, "auditor", of=sales)):
        answer = conclude(stage, check, checker)
        assert answer["__typename"] == "CheckerIsOfTheResponsibleDepartment"
    whole_party = conclude(stage, check, "editor")
    assert whole_party["__typename"] == "CheckerEditsForTheWholeParty"
    assert "会社全体" in whole_party["message"] and "主管部署の方" not in whole_party["message"]
    for role in ("member", "barrier_officer"):
        assert conclude(stage, check, role)["__typename"] == "NotPermitted"
    found = conclude(stage, check, someone(stage, "editor", of=systems))
    assert found["met"] is True
    assert stage.facts() > facts


def test_who_reported_a_measure_as_done_does_not_check_it_nor_the_other_way_round(
    stage: Stage,
) -> None:
    sales, systems = department(stage), department(stage, "情報部")
    both = someone(stage, "editor", of=systems)
    measure = a_measure(stage, continuing=True)
    check = a_check(stage, measure)
    operating = change(stage, "reportProgress", measure, both, status="OPERATING")
    assert conclude(stage, check, both)["__typename"] == "CheckerReportedItDone"
    back = change(stage, "reportProgress", operating, status="PLANNED", reason="不備")
    moved = change(stage, "assignCountermeasure", back, responsibleDepartment=str(sales))
    assert conclude(stage, check, both)["__typename"] == "CheckerReportedItDone"
    assert moved["status"] == "PLANNED"
    other = done(stage)
    assert conclude(stage, a_check(stage, other), both)["met"] is True
    back = change(stage, "reportProgress", other, status="PLANNED", reason="不備")
    facts = stage.facts()
    answer = change(stage, "reportProgress", back, both, status="IMPLEMENTED")
    assert answer["__typename"] == "ReporterCheckedIt"
    assert stage.facts() == facts
    begun = change(stage, "reportProgress", back, both, status="IN_PROGRESS")
    assert begun["status"] == "IN_PROGRESS"


def test_the_last_conclusion_of_each_layer_decides_whether_it_closes(stage: Stage) -> None:
    measure = done(stage, kind="CORRECTION")
    check = a_check(stage, measure, "SET_UP")
    found = conclude(stage, check)
    late = conclude(stage, found, met=False, result="一部が未実施", reason="再確認")
    answer = change(stage, "giveVerdict", measure, "cco", verdict="RESOLVED")
    assert answer["__typename"] == "ClosingNeedsItsChecks"
    assert "整備" in answer["message"] and "運用" not in answer["message"]
    conclude(stage, late, met=True, result="全件を確認", reason="実施された")
    closed = change(stage, "giveVerdict", measure, "cco", verdict="RESOLVED")
    assert closed["verdict"] == "RESOLVED"


# ----- seeing checks ----------------------------------------------------------------------------

CHECKS_OF = """query ($id: ID!) { node(id: $id) { version changedAt ... on Countermeasure {
    checks { id layer } } } }"""
LIST = """query ($f: EffectivenessCheckFilter) { effectivenessChecks(filter: $f) { totalCount
    nodes { id layer countermeasure { id } } } }"""


def listed(stage: Stage, party: str, **wanted: Any) -> list[dict[str, Any]]:
    page = stage.ask(stage.who(party), LIST, f=wanted)["effectivenessChecks"]
    assert page["totalCount"] == len(page["nodes"])
    found: list[dict[str, Any]] = page["nodes"]
    return found


def test_checks_are_listed_by_measure_layer_and_what_was_found(stage: Stage) -> None:
    one, other = done(stage), done(stage)
    set_up, works = a_check(stage, one, "SET_UP"), a_check(stage, one, "EFFECTIVE")
    neighbour = a_check(stage, other, "SET_UP")
    conclude(stage, set_up)
    conclude(stage, neighbour, met=False)

    def ids(**wanted: Any) -> list[str]:
        return [check["id"] for check in listed(stage, "MZ", **wanted)]

    assert ids(countermeasure=one["id"]) == [set_up["id"], works["id"]]
    assert ids(layer=["SET_UP"]) == [set_up["id"], neighbour["id"]]
    assert ids(met=True) == [set_up["id"]]
    assert ids(met=False) == [neighbour["id"]]
    assert ids(pending=True) == [works["id"]]
    assert ids(pending=False) == [set_up["id"], neighbour["id"]]
    assert ids(countermeasure=ABSENT) == []
    assert ids(search="目的外閲覧", codes=[works["code"]]) == [works["id"]]
    assert ids(owner="PG") == []


def test_another_party_sees_no_trace_of_a_check_until_it_is_released(stage: Stage) -> None:
    measure = done(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure["id"], PG)
    them = stage.who("PG")
    before = stage.ask(them, CHECKS_OF, id=measure["id"])
    check = conclude(stage, a_check(stage, measure, informationCategories=["NONE"]))
    assert stage.ask(them, CHECKS_OF, id=measure["id"]) == before
    assert listed(stage, "PG") == []
    assert listed(stage, "PG", countermeasure=measure["id"]) == []
    assert stage.ask(them, "query ($id: ID!) { node(id: $id) { id } }", id=check["id"]) == {
        "node": None
    }
    release(stage, CHECKS, check["id"], PG)
    assert listed(stage, "PG", countermeasure=measure["id"]) == [
        {"id": check["id"], "layer": "EFFECTIVE", "countermeasure": {"id": measure["id"]}}
    ]


def test_a_released_check_does_not_tell_which_hidden_measure_it_is_of(stage: Stage) -> None:
    measure = done(stage)
    check = a_check(stage, measure, informationCategories=["NONE"])
    release(stage, CHECKS, check["id"], PG)
    assert listed(stage, "PG") == [
        {"id": check["id"], "layer": "EFFECTIVE", "countermeasure": None}
    ]
    assert listed(stage, "PG", countermeasure=measure["id"]) == []
    answer = conclude(stage, check, stage.who("PG", "auditor"))
    assert answer["__typename"] == "NotYourParty"
    facts = stage.facts()
    assert conclude(stage, check)["__typename"] == "OthersWillRead"
    assert stage.facts() == facts
    assert conclude(stage, check, acknowledgeReaders=["PG"])["met"] is True


# ----- questioning ------------------------------------------------------------------------------


def an_incident(stage: Stage, party: str = "MZ", **given: Any) -> dict[str, Any]:
    whole = {"idempotencyKey": key(), "title": "再び閲覧があった"} | given
    return stage.do(stage.who(party, "editor"), "reportIncident", **whole)


def a_cause(stage: Stage, *records: dict[str, Any]) -> dict[str, Any]:
    """A cause that may be released, linked to these records."""
    cause = stage.do(
        stage.who("MZ", "editor"),
        "stateCause",
        idempotencyKey=key(),
        statement="権限が残っていた",
        informationCategories=["NONE"],
    )
    for record in records:
        link(stage, cause, record)
    return cause


def link(stage: Stage, cause: dict[str, Any], record: dict[str, Any]) -> None:
    made = stage.do(
        stage.who("MZ", "editor"),
        "linkRecords",
        idempotencyKey=key(),
        cause=cause["id"],
        record=record["id"],
    )
    assert made["__typename"] == "Link", made


def question(
    stage: Stage, incident: dict[str, Any], who: str = "cco", party: str = "MZ", **given: Any
) -> dict[str, Any]:
    read = {"incident": incident["id"], "expectedVersion": incident.get("version", "?")}
    whole = {"idempotencyKey": key()} | read | given
    return stage.do(stage.who(party, who), "questionEffect", **whole)


EFFECT = """query ($id: ID!, $at: Moment) { node(id: $id, asOf: $at) { id version
    ... on Countermeasure { status verdict verdictReason verdictOutdated handOver { rule }
    questionedBy { id } checks { met questionedBy { id } } } } }"""


def effect(stage: Stage, measure: dict[str, Any], at: str | None = None) -> dict[str, Any]:
    moment = {"at": at} if at else None
    found: dict[str, Any] = stage.ask(stage.who("MZ"), EFFECT, id=measure["id"], at=moment)["node"]
    return found


@pytest.mark.parametrize("who", ["editor", "cco"])
def test_an_incident_opens_the_effect_of_what_was_to_prevent_it(stage: Stage, who: str) -> None:
    measure, neighbour, open_one = verified(stage), verified(stage), done(stage)
    incident = an_incident(stage)
    a_cause(stage, measure, open_one, incident)
    a_cause(stage, neighbour)
    answer = question(stage, incident, who)
    assert (answer["__typename"], answer["id"]) == ("Incident", incident["id"])
    assert answer["questioned"] == [{"id": measure["id"]}]
    shown = effect(stage, measure)
    assert (shown["verdict"], shown["verdictReason"]) == ("FOLLOW_UP", None)
    assert (shown["status"], shown["verdictOutdated"]) == ("OPERATING", False)
    assert shown["questionedBy"] == [{"id": incident["id"]}]
    assert [check["questionedBy"] for check in shown["checks"]] == [[{"id": incident["id"]}]] * 3
    for other in (effect(stage, neighbour), effect(stage, open_one)):
        assert all(one["questionedBy"] == [] for one in (other, *other["checks"]))


def test_what_was_handed_over_operates_again(stage: Stage) -> None:
    terms = {"rule": "情報管理規程", "decision": "合同検討会議"}
    measure = change(stage, "handOverCountermeasure", ready(stage), **terms)
    incident = an_incident(stage)
    a_cause(stage, measure, incident)
    question(stage, incident)
    shown = effect(stage, measure)
    assert (shown["status"], shown["handOver"]) == ("OPERATING", None)
    assert shown["questionedBy"] == [{"id": incident["id"]}]


def test_an_earlier_incident_lends_its_causes_to_the_one_that_repeats_it(stage: Stage) -> None:
    measure, first = verified(stage), an_incident(stage)
    a_cause(stage, measure, first)
    second = an_incident(stage, recurrenceOf=first["id"])
    third = an_incident(stage, recurrenceOf=second["id"])
    assert question(stage, third)["questioned"] == [{"id": measure["id"]}]


def test_a_questioned_effect_is_closed_by_new_checks_alone(stage: Stage) -> None:
    measure, incident = verified(stage), an_incident(stage)
    a_cause(stage, measure, incident)
    question(stage, incident)
    shown = effect(stage, measure)
    old = stage.ask(stage.who("MZ"), LIST, f={"countermeasure": measure["id"]})
    answer = change(stage, "giveVerdict", shown, "cco", verdict="RESOLVED")
    assert answer["__typename"] == "ClosingNeedsItsChecks"
    earlier = old["effectivenessChecks"]["nodes"][0]["id"]
    version = stage.ask(
        stage.who("MZ"), "query ($id: ID!) { node(id: $id) { version } }", id=earlier
    )["node"]["version"]
    again = conclude(stage, {"id": earlier, "version": version}, met=False, result="見直し")
    assert again["__typename"] == "CheckIsOfAnEarlierRound"
    for layer in ("SET_UP", "OPERATED", "EFFECTIVE"):
        check = a_check(stage, measure, layer)
        assert check["questionedBy"] == []
        conclude(stage, check)
    closed = change(stage, "giveVerdict", shown, "cco", verdict="RESOLVED")
    assert closed["verdict"] == "RESOLVED"
    facts = stage.facts()
    assert question(stage, incident)["__typename"] == "NothingToQuestion"
    named = question(stage, incident, countermeasures=[measure["id"]])
    assert (named["__typename"], stage.facts()) == ("Incident", facts), "once an incident"
    other = an_incident(stage)
    link(stage, a_cause(stage, measure), other)
    assert question(stage, other)["questioned"] == [{"id": measure["id"]}]
    assert effect(stage, measure)["questionedBy"] == [{"id": incident["id"]}, {"id": other["id"]}]


def test_what_was_questioned_later_was_not_questioned_before(stage: Stage) -> None:
    measure, incident = verified(stage), an_incident(stage)
    a_cause(stage, measure, incident)
    before = stage.clock().isoformat()
    question(stage, incident)
    then = effect(stage, measure, before)
    assert (then["verdict"], then["questionedBy"]) == ("RESOLVED", [])
    assert [check["questionedBy"] for check in then["checks"]] == [[], [], []]


def test_measures_are_questioned_by_name(stage: Stage) -> None:
    one, other, apart = verified(stage), verified(stage), verified(stage)
    incident = an_incident(stage)
    a_cause(stage, one, other, incident)
    facts = stage.facts()
    open_one = done(stage)
    link(stage, a_cause(stage, incident), open_one)
    for wrong, refusal in (
        (apart["id"], "MeasureAnswersAnotherCause"),
        (open_one["id"], "EffectIsNotVerified"),
        (ABSENT, "NoSuchRecord"),
    ):
        facts = stage.facts()
        answer = question(stage, incident, countermeasures=[one["id"], wrong])
        assert (answer["__typename"], stage.facts()) == (refusal, facts)
    answer = question(stage, incident, countermeasures=[one["id"], one["id"]])
    assert answer["questioned"] == [{"id": one["id"]}]
    assert effect(stage, other)["questionedBy"] == []


def test_an_incident_that_repeats_nothing_questions_nothing(stage: Stage) -> None:
    measure, incident = verified(stage), an_incident(stage)
    facts = stage.facts()
    assert question(stage, incident)["__typename"] == "NothingToQuestion"
    assert stage.facts() == facts
    cause = a_cause(stage, measure, incident)
    stage.do(
        stage.who("MZ", "editor"),
        "dismissCause",
        idempotencyKey=key(),
        cause=cause["id"],
        expectedVersion=cause["version"],
        reason="原因ではなかった",
    )
    assert question(stage, incident)["__typename"] == "NothingToQuestion"


def test_only_an_editor_or_the_cco_questions_an_effect_of_the_own_party(stage: Stage) -> None:
    measure = verified(stage, informationCategories=["NONE"])
    incident = an_incident(stage, informationCategories=["NONE"])
    cause = a_cause(stage, measure, incident)
    facts = stage.facts()
    for role in ("member", "barrier_officer", "auditor"):
        assert question(stage, incident, role)["__typename"] == "NotPermitted"
    assert question(stage, incident, party="PG")["__typename"] == "NoSuchRecord"
    assert question(stage, {"id": ABSENT})["__typename"] == "NoSuchRecord"
    assert stage.facts() == facts
    for view, record in ((INCIDENTS, incident), (CAUSES, cause), (COUNTERMEASURES, measure)):
        release(stage, view, record["id"], PG)
    assert question(stage, incident, party="PG")["__typename"] == "NothingToQuestion"
    named = question(stage, incident, party="PG", countermeasures=[measure["id"]])
    assert named["__typename"] == "NotYourParty"


def test_who_questions_a_released_effect_says_that_they_know_who_reads(stage: Stage) -> None:
    measure = verified(stage, informationCategories=["NONE"])
    incident = an_incident(stage)
    a_cause(stage, measure, incident)
    release(stage, COUNTERMEASURES, measure["id"], PG)
    facts = stage.facts()
    assert question(stage, incident)["__typename"] == "OthersWillRead"
    assert stage.facts() == facts
    answer = question(stage, incident, acknowledgeReaders=["PG"])
    assert answer["questioned"] == [{"id": measure["id"]}]
    seen = stage.ask(stage.who("PG"), EFFECT, id=measure["id"])["node"]
    assert (seen["verdict"], seen["questionedBy"]) == ("FOLLOW_UP", []), "the incident is hidden"


SAID = """query ($id: ID!) { node(id: $id) { ... on Countermeasure { status statusReason verdict
    verdictReason verdictOutdated questionedBy { id } handOver { rule }
    checks { layer measure baseline target met result resultReason questionedBy { id } } } }
    history(id: $id, first: 100) { totalCount nodes { fields { name } } } }"""


def test_nobody_counts_the_hidden_incidents_that_questioned_an_effect(stage: Stage) -> None:
    told, public = [], {"informationCategories": ["NONE"]}
    for times in (1, 2):
        measure = verified(stage, **public)
        for _ in range(times):
            incident = an_incident(stage)
            a_cause(stage, measure, incident)
            assert question(stage, incident)["__typename"] == "Incident"
            checks = [a_check(stage, measure, layer, **public) for layer in LAYERS]
            for check in checks:
                conclude(stage, check)
            shown = effect(stage, measure)
            change(stage, "giveVerdict", shown, "cco", verdict="RESOLVED")
        release(stage, COUNTERMEASURES, measure["id"], PG)
        for check in checks:
            release(stage, CHECKS, check["id"], PG)
        told.append(stage.ask(stage.who("PG"), SAID, id=measure["id"]))
    assert len(told[0]["node"]["checks"]) == 3
    assert told[0] == told[1]


def test_an_effect_is_questioned_once_for_a_key(stage: Stage) -> None:
    measure, incident = verified(stage), an_incident(stage)
    a_cause(stage, measure, incident)
    first = question(stage, incident, idempotencyKey="once")
    facts = stage.facts()
    assert question(stage, incident, idempotencyKey="once") == first
    other = question(stage, an_incident(stage), idempotencyKey="once")
    assert other["__typename"] == "KeyWasUsedForAnotherInput"
    assert stage.facts() == facts + 1, "the other incident"
