"""Causes, incidents and figures of a file: known by number, else by their text, else asked about."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import pytest

from commands.office import Desk
from domain.register.link import Link
from papers.importing import ImportResult
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.view import View
from tests.papers.house import Office, a_house, table

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there

CAUSE_HEADERS = ("管理番号", "原因番号", "分類", "原因", "対策", "関係事案")
INCIDENT_HEADERS = ("管理番号", "区分", "事案の概要", "報告状況")
FIGURE_HEADERS = ("判明した事案", "閲覧契約件数", "閲覧者数（ログ調査）", "関係事案")


def facts_of(house: Office, data: bytes, *, allow: tuple[str, ...] = ()) -> list[str]:
    before = house.position()
    result = house.take(data, allow=allow)
    assert result.problems == ()
    return house.facts(before)


def causes(*rows: Sequence[str]) -> bytes:
    return table(CAUSE_HEADERS, *rows)


def incidents(*rows: Sequence[str]) -> bytes:
    return table(INCIDENT_HEADERS, *rows)


def figures(*rows: Sequence[str]) -> bytes:
    return table(FIGURE_HEADERS, *rows)


def rules(result: ImportResult) -> list[str]:
    assert not result.problems or result.facts == 0
    return [problem.rule for problem in result.problems]


def only(house: Office, view: View, **like: object) -> dict[str, Any]:
    (row,) = [one for one in house.rows(view) if like.items() <= one.items()]
    return row


# ----- causes -----------------------------------------------------------------------------------


def test_one_cause_in_many_rows_is_one_record() -> None:
    with a_house() as house:
        house.take(
            causes(
                ("1", "", "統制", "検出漏れ", "点検", ""), ("2", "", "統制", "検出漏れ", "監視", "")
            )
        )
        assert [row["statement"] for row in house.rows(CAUSES)] == ["検出漏れ"]
        assert len(house.rows(LINKS)) == 2


def test_one_text_in_two_categories_is_two_causes() -> None:
    with a_house() as house:
        house.take(
            causes(
                ("1", "", "統制", "検出漏れ", "点検", ""), ("2", "", "教育", "検出漏れ", "監視", "")
            )
        )
        assert [row["category"] for row in house.rows(CAUSES)] == ["統制", "教育"]


def test_a_known_cause_is_linked_to_a_new_measure() -> None:
    with a_house() as house:
        house.take(causes(("1", "", "統制", "検出漏れ", "点検", "")))
        more = causes(
            ("1", "", "統制", "検出漏れ", "点検", ""), ("2", "", "統制", "検出漏れ", "監視", "")
        )
        assert facts_of(house, more) == ["countermeasure.proposed", "link.made"]


def test_a_reworded_cause_of_a_known_measure_is_told_apart() -> None:
    with a_house() as house:
        house.take(causes(("1", "", "統制", "検出漏れ", "点検", "")))
        result = house.take(causes(("1", "", "統制", "気づけなかった", "点検", "")))
        assert rules(result) == ["cause-new-or-renamed"]
        code = only(house, CAUSES)["code"]
        assert code in result.problems[0].remedy_ja
        renamed = causes(("1", code, "統制", "気づけなかった", "点検", ""))
        assert facts_of(house, renamed) == ["cause.revised"]
        assert facts_of(house, renamed) == []


def test_allowed_as_new_a_reworded_cause_is_new_and_the_old_link_stays() -> None:
    with a_house() as house:
        house.take(causes(("1", "", "統制", "検出漏れ", "点検", "")))
        before = house.position()
        result = house.take(
            causes(("1", "", "統制", "気づけなかった", "点検", "")), allow=("new-rows",)
        )
        assert house.facts(before) == ["cause.stated", "link.made"]
        assert "causes-not-in-the-row" in [one.rule for one in result.cautions]
        assert len(house.rows(LINKS)) == 2


def test_a_further_cause_of_a_known_measure_is_new_where_none_was_lost() -> None:
    with a_house() as house:
        house.take(causes(("1", "", "統制", "検出漏れ", "点検", "")))
        more = causes(("1", "", "統制", "検出漏れ\n気づけなかった", "点検", ""))
        assert facts_of(house, more) == ["cause.stated", "link.made"]


def test_a_cause_like_a_vanished_one_of_its_category_is_told_apart() -> None:
    with a_house() as house:
        house.take(causes(("", "", "統制", "検出の仕組みの欠如", "-", "")))
        near = causes(("", "", "統制", "検出の仕組みの不足", "-", ""))
        other = causes(("", "", "教育", "検出の仕組みの不足", "-", ""))
        assert rules(house.take(near)) == ["cause-new-or-renamed"]
        assert rules(house.take(other)) == []


def test_a_cause_without_a_measure_bears_the_number_of_its_row() -> None:
    with a_house() as house:
        house.take(causes(("C-1", "", "統制", "検出漏れ", "-", "")))
        assert only(house, CAUSES)["number"] == "C-1"
        reworded = causes(("C-1", "", "統制", "気づけなかった", "-", ""))
        assert facts_of(house, reworded) == ["cause.revised"]


def test_another_category_of_a_numbered_cause_files_it_anew() -> None:
    with a_house() as house:
        house.take(causes(("C-1", "", "統制", "検出漏れ", "-", "")))
        moved = causes(("C-1", "", "教育", "検出漏れ", "-", ""))
        assert facts_of(house, moved) == ["taxonomy.category_added", "cause.classified"]
        assert only(house, CAUSES)["category"] == "教育"


def test_a_cause_code_that_names_nothing_is_refused() -> None:
    with a_house() as house:
        assert rules(house.take(causes(("CAU-0000-0000", "", "", "検出漏れ", "-", "")))) == [
            "code-unknown"
        ]


def test_an_undone_link_is_made_again_where_the_row_still_says_so() -> None:
    with a_house() as house:
        data = causes(("1", "", "統制", "検出漏れ", "点検", ""))
        house.take(data)
        cause, measure = (UUID(only(house, view)["id"]) for view in (CAUSES, COUNTERMEASURES))

        def unlink(desk: Desk) -> Iterable[UUID]:
            link = desk.load(Link, Link.id_for(cause, measure))
            link.undo(by=desk.by, at=desk.now)
            return desk.keep(link)

        house.do(house.mz, unlink)
        assert facts_of(house, data) == ["link.remade"]


# ----- incidents --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        (("I-1", "新電力等", "閲覧していた事案", "本日報告"), []),
        (("I-1", "新電力等", "閲覧していた事案", "報告済み"), ["incident.revised"]),
        (("I-1", "最終保障", "閲覧していた事案", "本日報告"), ["incident.revised"]),
        (("I-1", "新電力等", "使用していた事案", "本日報告"), ["incident.revised"]),
        (("I-2", "新電力等", "閲覧していた事案", "本日報告"), ["incident.numbered"]),
        (("", "新電力等", "閲覧していた事案", "本日報告"), []),
    ],
)
def test_an_edited_incident_becomes_the_fact_that_says_it(
    row: tuple[str, ...], facts: list[str]
) -> None:
    with a_house() as house:
        house.take(incidents(("I-1", "新電力等", "閲覧していた事案", "本日報告")))
        assert facts_of(house, incidents(row)) == facts


def test_a_reworded_incident_without_its_number_is_told_apart() -> None:
    with a_house() as house:
        house.take(incidents(("", "新電力等", "閲覧していた事案", "本日報告")))
        reworded = ("", "新電力等", "閲覧・使用していた事案", "本日報告")
        assert rules(house.take(incidents(reworded))) == ["incident-new-or-renamed"]
        named = (only(house, INCIDENTS)["code"], *reworded[1:])
        assert facts_of(house, incidents(named)) == ["incident.revised"]
        assert facts_of(house, incidents(named, ("", "他", "まったく別", "-"))) == [
            "incident.reported"
        ]


# ----- related incidents ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("I-1", {"閲覧していた事案"}),
        ("閲覧していた事案", {"閲覧していた事案"}),
        ("A社、B社の件", {"A社、B社の件"}),
        ("新電力等", {"閲覧していた事案", "A社、B社の件"}),
        ("I-1、I-3", {"閲覧していた事案", "遷移できた事案"}),
        ("I-1\nI-3", {"閲覧していた事案", "遷移できた事案"}),
        ("I-1/最終保障", {"閲覧していた事案", "遷移できた事案"}),
        ("-", set()),
        ("", set()),
    ],
)
def test_related_incidents_are_named_by_number_text_or_group(said: str, linked: set[str]) -> None:
    with a_house() as house:
        house.take(
            incidents(
                ("I-1", "新電力等", "閲覧していた事案", ""),
                ("I-2", "新電力等", "A社、B社の件", ""),
                ("I-3", "最終保障", "遷移できた事案", ""),
            )
        )
        data = causes(("1", "", "統制", "検出漏れ", "点検", said))
        assert house.take(data).problems == ()
        titles = {row["id"]: row["title"] for row in house.rows(INCIDENTS)}
        targets = {row["target"] for row in house.rows(LINKS) if row["target_kind"] == "incident"}
        assert {titles[target] for target in targets} == linked
        assert facts_of(house, data) == []


def test_an_unknown_related_incident_is_refused() -> None:
    with a_house() as house:
        house.take(incidents(("I-1", "新電力等", "閲覧していた事案", "")))
        result = house.take(causes(("1", "", "統制", "検出漏れ", "点検", "I-1、I-9")))
        assert rules(result) == ["unknown-incident"]
        (problem,) = result.problems
        assert (problem.value, problem.place and problem.place.header) == ("I-9", "関係事案")


def test_related_incidents_of_a_measure_without_a_cause_are_linked_to_nothing() -> None:
    with a_house() as house:
        house.take(incidents(("I-1", "新電力等", "閲覧していた事案", "")))
        result = house.take(causes(("1", "", "", "（なし）", "点検", "I-1")))
        assert result.problems == ()
        assert "incidents-without-cause" in [one.rule for one in result.cautions]
        assert house.rows(LINKS) == []


def test_without_the_column_no_link_to_an_incident_is_made() -> None:
    with a_house() as house:
        house.take(incidents(("I-1", "新電力等", "検出漏れ", "")))
        house.take(table(("原因", "対策"), ("検出漏れ", "点検")))
        assert [row["target_kind"] for row in house.rows(LINKS)] == ["countermeasure"]


# ----- figures ----------------------------------------------------------------------------------


def test_a_changed_figure_restates_the_earlier_one() -> None:
    with a_house() as house:
        house.take(
            figures(("新電力等", "85,783件", "3,393人", ""), ("最終保障", "1,602件", "610人", ""))
        )
        before = house.position()
        result = house.take(
            figures(("新電力等", "85,790件", "3,393人", ""), ("最終保障", "1,602件", "610人", "")),
            "第2次.csv",
        )
        assert result.problems == ()
        assert house.facts(before) == ["figure.restated", "figure.stated"]
        newer = only(house, FIGURES, value="85790")
        earlier = only(house, FIGURES, value="85783")
        assert (newer["restates"], earlier["restated_by"]) == (earlier["id"], newer["id"])
        assert newer["reason"] == "再取込（第2次.csv、2023-02-17 記載）"
        assert "restated-without-reason" in [one.rule for one in result.cautions]


def test_a_restatement_takes_its_reason_from_the_row() -> None:
    headers = ("区分", "閲覧契約件数", "変更理由")
    with a_house() as house:
        house.take(table(headers, ("新電力等", "10", "")))
        house.take(table(headers, ("新電力等", "12", "数え直し")))
        assert only(house, FIGURES, value="12")["reason"] == "数え直し"


@pytest.mark.parametrize(
    ("cell", "facts"),
    [
        ("100人", []),
        ("100", []),
        ("実100人", ["figure.restated", "figure.stated"]),
        ("約100人", ["figure.restated", "figure.stated"]),
        ("101人", ["figure.restated", "figure.stated"]),
    ],
)
def test_what_a_figure_leaves_unsaid_changes_nothing(cell: str, facts: list[str]) -> None:
    with a_house() as house:
        house.take(figures(("新電力等", "5件", "100人", "")))
        assert facts_of(house, figures(("新電力等", "5件", cell, ""))) == facts


def test_a_figure_covers_the_incidents_it_names() -> None:
    with a_house() as house:
        house.take(
            incidents(("I-1", "新電力等", "閲覧していた事案", ""), ("I-2", "他", "別件", ""))
        )
        named, unnamed = figures(("合算", "5件", "-", "I-1")), figures(("合算", "5件", "-", ""))
        house.take(named)
        figure = only(house, FIGURES)
        assert figure["incidents"] == [only(house, INCIDENTS, number="I-1")["id"]]
        assert facts_of(house, named) == []
        assert facts_of(house, table(("区分", "閲覧契約件数"), ("合算", "5件"))) == []
        assert facts_of(house, unnamed) == ["figure.restated", "figure.stated"]


def test_a_figure_under_another_label_is_told_apart() -> None:
    with a_house() as house:
        house.take(figures(("新電力等", "85,783件", "-", ""), ("最終保障", "2件", "-", "")))
        relabelled = figures(
            ("新電力のお客さま", "85,783件", "-", ""), ("最終保障", "2件", "-", "")
        )
        assert rules(house.take(relabelled)) == ["figure-new-or-renamed"]
        assert facts_of(house, relabelled, allow=("new-rows",)) == ["figure.stated"]


def test_a_further_figure_is_new_where_none_vanished() -> None:
    with a_house() as house:
        house.take(figures(("新電力等", "85,783件", "-", "")))
        more = figures(("新電力等", "85,783件", "-", ""), ("最終保障", "2件", "-", ""))
        assert facts_of(house, more) == ["figure.stated"]
