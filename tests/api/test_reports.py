"""Reports, investigations and figures over GraphQL, and where a figure is quoted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commands.people.departments import found_department
from domain.people.roles import OPERATOR
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from tests.api.annotating import PG, note, release
from tests.api.stage import Stage
from tests.api.test_causes import a_cause
from tests.api.test_commands import a_measure, key
from tests.api.test_incidents import a_case

SHOWN = """query ($id: ID!) { node(id: $id) { version
    ... on Report { reportTitle: title statusDate }
    ... on Investigation { method title periodFrom periodTo population respondents note }
    ... on Figure { label measure value unit base distinct about multiple whole reason breakdown figureMethod: method
        report { id } investigation { id } incidents { id } restates { id } restatedBy { id }
        quotes { field text record { id __typename } } } } }"""


def made(stage: Stage, mutation: str, **given: Any) -> dict[str, Any]:
    """What somebody of MZ made or was told; a refusal changed nothing."""
    facts = stage.facts()
    answer = stage.do(stage.who("MZ", "editor"), mutation, idempotencyKey=key(), **given)
    if "messageEn" in answer:
        assert stage.facts() == facts
    return answer


def shown(stage: Stage, record: str, who: UUID | None = None) -> dict[str, Any]:
    found = stage.ask(who or stage.who("MZ"), SHOWN, id=record)["node"]
    assert isinstance(found, dict)
    return found


def change(stage: Stage, mutation: str, name: str, record: str, **given: Any) -> dict[str, Any]:
    version = shown(stage, record)["version"]
    return made(stage, mutation, **{name: record, "expectedVersion": version} | given)


FIGURE = {"label": "閲覧", "measure": "閲覧件数", "value": "94721", "unit": "件"}


def a_figure(stage: Stage, **more: Any) -> str:
    answer = made(stage, "stateFigure", **(FIGURE | {"informationCategories": ["NONE"]} | more))
    assert answer["__typename"] == "Figure", answer
    return str(answer["id"])


# ----- reports and investigations ---------------------------------------------------------------


def test_a_report_is_founded_and_revised_in_part(stage: Stage) -> None:
    report = made(stage, "foundReport", title="第1報", statusDate="2023-02-17")["id"]
    change(stage, "reviseReport", "report", report, title="第1報（訂正）")
    found = shown(stage, report)
    assert (found["reportTitle"], found["statusDate"]) == ("第1報（訂正）", "2023-02-17")
    change(stage, "reviseReport", "report", report, statusDate=None, title=None)
    found = shown(stage, report)
    assert (found["reportTitle"], found["statusDate"]) == ("第1報（訂正）", None)
    empty = change(stage, "reviseReport", "report", report, title=" ")
    assert empty["__typename"] == "TextIsEmpty"


def test_an_investigation_is_recorded_and_revised_in_part(stage: Stage) -> None:
    report = made(stage, "foundReport", title="第1報")["id"]
    given = {"method": "QUESTIONNAIRE", "report": report, "population": 4047, "respondents": 4014}
    one = made(stage, "recordInvestigation", **given, periodFrom="2016-04-01")["id"]
    change(
        stage, "reviseInvestigation", "investigation", one, note="退職者を除く", respondents=None
    )
    found = shown(stage, one)
    del found["version"]
    assert found == {
        "method": "QUESTIONNAIRE",
        "title": None,
        "periodFrom": "2016-04-01",
        "periodTo": None,
        "population": 4047,
        "respondents": None,
        "note": "退職者を除く",
    }


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"population": 10, "respondents": 11}, "MoreRespondentsThanAsked"),
        ({"population": -1}, "NumberIsNegative"),
        ({"periodFrom": "2023-02-02", "periodTo": "2023-02-01"}, "PeriodEndsBeforeItBegins"),
        ({"note": "x" * 10_001}, "TextIsTooLong"),
        ({"title": "二\n行"}, "TextHasLines"),
    ],
)
def test_an_investigation_that_cannot_be_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    assert made(stage, "recordInvestigation", method="LOG", **given)["__typename"] == refusal
    one = made(stage, "recordInvestigation", method="LOG")["id"]
    answer = change(stage, "reviseInvestigation", "investigation", one, **given)
    assert answer["__typename"] == refusal


def test_an_investigation_hangs_on_a_report_that_is_seen(stage: Stage) -> None:
    theirs = stage.do(
        stage.who("PG", "editor"), "foundReport", idempotencyKey=key(), title="社内の報告"
    )["id"]
    for report in (theirs, "00000000-0000-0000-0000-000000000000"):
        answer = made(stage, "recordInvestigation", method="LOG", report=report)
        assert answer["__typename"] == "NoSuchRecord"


# ----- figures ----------------------------------------------------------------------------------


def test_a_figure_keeps_all_that_was_stated(stage: Stage) -> None:
    report = made(stage, "foundReport", title="第1報")["id"]
    one = made(stage, "recordInvestigation", method="LOG", report=report)["id"]
    case = a_case(stage)
    given = {
        "value": "1606.50",
        "base": "4014",
        "breakdown": "CONTRACTOR",
        "distinct": True,
        "about": True,
        "multiple": True,
        "method": "LOG",
    }
    figure = a_figure(stage, report=report, investigation=one, incidents=[case, case], **given)
    found = shown(stage, figure)
    found["method"] = found["figureMethod"]
    assert {name: found[name] for name in given} == given
    assert (found["report"], found["investigation"]) == ({"id": report}, {"id": one})
    assert found["incidents"] == [{"id": case}]
    assert (found["whole"], found["restates"], found["restatedBy"]) == (False, None, None)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"value": "-1"}, "NumberIsNegative"),
        ({"value": "NaN"}, "NumberIsNotFinite"),
        ({"value": "1" * 19}, "NumberIsTooLong"),
        ({"base": "Infinity"}, "NumberIsNotFinite"),
        ({"whole": True}, "WholeFigureNeedsItsReport"),
        ({"label": " "}, "TextIsEmpty"),
        ({"informationCategories": ["NONE", "PERSONAL"]}, "NoneStandsAlone"),
        ({"incidents": ["nonsense"]}, "NoSuchRecord"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    assert made(stage, "stateFigure", **(FIGURE | given))["__typename"] == refusal


@pytest.mark.parametrize("value", ["abc", "", "１２件", "1,2"])
def test_what_is_no_number_is_said_in_both_languages(stage: Stage, value: str) -> None:
    document = (
        """mutation ($input: StateFigureInput!) { stateFigure(input: $input) { __typename } }"""
    )
    given = FIGURE | {"idempotencyKey": key(), "value": value}
    _, [error] = stage.answer(stage.who("MZ", "editor"), document, input=given)
    assert "12.5 のように" in error.message and "Write a number like" in error.message


def test_a_figure_over_the_whole_names_no_incidents(stage: Stage) -> None:
    report = made(stage, "foundReport", title="第1報")["id"]
    whole = FIGURE | {"whole": True, "report": report}
    answer = made(stage, "stateFigure", **whole, incidents=[a_case(stage)])
    assert answer["__typename"] == "WholeFigureNamesIncidents"
    assert made(stage, "stateFigure", **whole)["__typename"] == "Figure"


def test_a_restated_figure_shows_the_newer_one_to_who_sees_it(stage: Stage) -> None:
    figure = a_figure(stage)
    release(stage, FIGURES, figure, PG)
    reader = stage.who("PG")
    before = shown(stage, figure, reader)
    newer = change(stage, "restateFigure", "figure", figure, value="399376", reason="単位を改めた")[
        "id"
    ]
    assert shown(stage, figure)["restatedBy"] == {"id": newer}
    assert shown(stage, newer)["restates"] == {"id": figure}
    assert shown(stage, figure, reader) == before, "not a trace of the newer one"
    release(stage, FIGURES, newer, PG)
    assert shown(stage, figure, reader)["restatedBy"] == {"id": newer}


# ----- quotes -----------------------------------------------------------------------------------


def quotes(stage: Stage, figure: str, who: UUID | None = None) -> list[tuple[str, str, str]]:
    found = shown(stage, figure, who)["quotes"]
    return [(one["record"]["id"], one["field"], one["text"]) for one in found]


def test_the_old_value_is_found_where_it_still_stands(stage: Stage) -> None:
    figure = a_figure(stage, value="31415", label="31,415件の内訳")
    neighbour = a_figure(stage, value="27182")
    texts = {
        "title": a_case(stage, title="31415件の閲覧"),
        "summary": a_case(stage, summary="一行目\n３１，４１５件を閲覧した"),
        "statement": a_cause(stage, statement="件数（31,415件）を数えていなかった"),
        "remark": a_measure(stage, remark="31415.0")["id"],
        "items": a_measure(stage, items=["131,415件", "31,415件を確かめる"])["id"],
        "label": a_figure(stage, value="1", label="31415のうち"),
        "note": made(stage, "recordInvestigation", method="LOG", note="31,415件から")["id"],
    }
    texts["text"] = note(stage, texts["title"], text="31415件は旧い値")["id"]
    for other in ("131,415件", "31415.5件", "MZ-31415", "31415年"):
        a_case(stage, summary=other)
    newer = change(stage, "restateFigure", "figure", figure, value="31500", reason="再集計")["id"]
    assert newer
    found = quotes(stage, figure)
    both = [(newer, "label")]  # the newer figure bears the label of the earlier one
    assert sorted((record, field) for record, field, _ in found) == sorted(
        [(record, field) for field, record in texts.items()] + both
    )
    excerpts = {field: text for record, field, text in found if record != newer}
    assert excerpts["summary"] == "３１，４１５件を閲覧した"
    assert excerpts["items"] == "31,415件を確かめる"
    assert quotes(stage, neighbour) == []


def test_a_department_is_quoted_by_its_name_without_its_day(stage: Stage) -> None:
    figure = a_figure(stage, value="31415")
    unit = stage.house.office.perform(
        OPERATOR.member, lambda desk: found_department(desk, name="31,415件対策室", party=2)
    ).records[0]
    assert quotes(stage, figure) == [(str(unit), "names", "31,415件対策室")]


def test_quotes_are_shown_as_far_as_one_may_see(stage: Stage) -> None:
    figure = a_figure(stage, value="31415")
    seen, hidden = a_case(stage, summary="31,415件"), a_case(stage, summary="31415件")
    own = a_case(stage, "PG", summary="31,415件と聞いた")
    release(stage, FIGURES, figure, PG)
    reader = stage.who("PG")
    assert [record for record, _, _ in quotes(stage, figure, reader)] == [own]
    release(stage, INCIDENTS, seen, PG)
    assert [record for record, _, _ in quotes(stage, figure, reader)] == [seen, own]
    assert [record for record, _, _ in quotes(stage, figure)] == [seen, hidden]


def test_small_values_are_not_looked_for(stage: Stage) -> None:
    a_case(stage, summary="99件、100件")
    assert quotes(stage, a_figure(stage, value="99")) == []
    assert len(quotes(stage, a_figure(stage, value="100"))) == 1


def test_many_figures_are_looked_for_at_once(stage: Stage) -> None:
    report = made(stage, "foundReport", title="第1報")["id"]
    for value in range(70001, 70061):
        a_figure(stage, value=str(value), report=report)
    case = a_case(stage, summary="70001件、70,030件、70060件")
    query = "query ($id: ID!) { node(id: $id) { ... on Report { figures { value quotes {"
    query += " text record { id ... on Incident { title } } } } } } }"
    figures = stage.ask(stage.who("MZ"), query, id=report)["node"]["figures"]
    assert len(figures) == 60
    quoted = {one["value"]: one["quotes"] for one in figures if one["quotes"]}
    assert quoted.keys() == {"70001", "70030", "70060"}
    for found in quoted.values():
        assert [one["record"] for one in found] == [{"id": case, "title": "宛先の誤り"}]


def test_quotes_are_those_of_the_moment(stage: Stage) -> None:
    """As of an instant the texts are what they were."""
    figure, case = a_figure(stage, value="31415"), a_case(stage, summary="31,415件")
    query = "query ($id: ID!, $m: Moment) { node(id: $id, asOf: $m) { ... on Figure {"
    query += " quotes { record { id } } } } }"
    then = stage.clock().isoformat()
    version = stage.ask(stage.who("MZ"), "query ($id: ID!) { node(id: $id) { version } }", id=case)
    made(
        stage,
        "reviseIncident",
        incident=case,
        expectedVersion=version["node"]["version"],
        summary="数え直している",
    )
    assert quotes(stage, figure) == []
    told = stage.ask(stage.who("MZ"), query, id=figure, m={"at": then})["node"]
    assert told == {"quotes": [{"record": {"id": case}}]}
