"""What an import says and does depends only on what its member may see."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from commands.register.causes import link_records, state_cause
from commands.register.classifying import classify_records
from commands.register.countermeasures import propose_countermeasure
from commands.register.incidents import report_incident
from commands.register.releases import release_record
from commands.register.schedules import set_schedule
from papers.importing import ImportResult
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.view import View
from tests.papers.house import MZ, PG, Clock, Office, a_house, table

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there

HEADERS = ("管理番号", "分類", "原因", "対策", "実施時期", "主管部署", "関係事案", "備考")
ROWS = (
    ("1", "システム", "検出漏れ", "点検\n①毎月", "2023年4月～", "監査室", "I-1", "要確認"),
    ("2", "ガバナンス", "体制の不足", "相談窓口の設置", "～2023年3月", "", "", ""),
)
INCIDENT = table(("管理番号", "区分", "事案の概要"), ("I-1", "新電力等", "閲覧していた事案"))
FIGURE = table(("区分", "閲覧契約件数"), ("新電力等", "85,783件"))


def told(result: ImportResult) -> tuple[object, ...]:
    return result.facts, result.problems, result.cautions, result.summary


def taken_by_pg(house: Office) -> None:
    for data in (INCIDENT, FIGURE, table(HEADERS, *ROWS)):
        assert house.take(data, by=house.pg).facts > 0


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        ROWS[:1],
        (("9", *ROWS[0][1:]), ROWS[1]),
        (("1", *ROWS[0][1:3], "点検の見直し", *ROWS[0][4:]),),
        (("", *ROWS[0][1:4], "2024年4月～", *ROWS[0][5:]),),
    ],
)
def test_what_another_party_keeps_changes_nothing_of_a_plan(rows: tuple[Any, ...]) -> None:
    """Two worlds that differ only in PG's hidden records answer MZ alike."""
    answers = []
    for pg_was_here in (False, True):
        with a_house(Clock(datetime(2023, 2, 17, 3, tzinfo=UTC))) as house:
            if pg_was_here:
                taken_by_pg(house)
            answers.append(
                [told(house.take(data)) for data in (INCIDENT, FIGURE, table(HEADERS, *rows))]
            )
            again = house.take(table(HEADERS, *rows))
            answers[-1].append(told(again))
            for view in (INCIDENTS, CAUSES, COUNTERMEASURES, FIGURES):
                kept = [row for row in house.rows(view, None) if row["owner"] == PG]
                assert bool(kept) is pg_was_here
                assert all(row["since"] == row["born"] for row in kept)
    assert answers[0] == answers[1]


def test_two_parties_keep_the_same_texts_apart() -> None:
    with a_house() as house:
        taken_by_pg(house)
        for data in (INCIDENT, FIGURE, table(HEADERS, *ROWS)):
            assert house.take(data).facts > 0
        for view in (INCIDENTS, CAUSES, COUNTERMEASURES):
            assert len(house.rows(view)) == len(house.rows(view, PG)) > 0


def test_a_hidden_code_and_an_absent_one_are_one_answer() -> None:
    with a_house() as house:
        taken_by_pg(house)
        hidden = house.rows(COUNTERMEASURES, PG)[0]["code"]

        def problem(code: str) -> object:
            (found,) = house.take(table(HEADERS, (code, *ROWS[0][1:6], "", ""))).problems
            return replace(
                found,
                value="-",
                message_ja=found.message_ja.replace(code, "-"),
                message_en=found.message_en.replace(code, "-"),
            )

        assert problem(hidden) == problem("CM-0000-0000")


# ----- released to the importing party ----------------------------------------------------------


def released(house: Office, view: View, record: UUID) -> None:
    house.do(house.pg, lambda desk: release_record(desk, view, record=record, to=MZ, basis="公表"))


def shared_measure(house: Office) -> UUID:
    """A measure of PG with its cause and schedule, released to MZ; beside it a hidden cause."""
    measure = house.do(
        house.pg,
        lambda desk: propose_countermeasure(
            desk, title="点検", remark="要確認", categories=("NONE",), wording="～2023年3月"
        ),
    )
    released(house, CAUSES, _answered_cause(house, measure, "検出漏れ"))
    _answered_cause(house, measure, "伏せた原因")
    released(house, COUNTERMEASURES, measure)
    return measure


def _answered_cause(house: Office, measure: UUID, statement: str) -> UUID:
    cause = house.do(
        house.pg,
        lambda desk: state_cause(
            desk, statement=statement, category="システム", categories=("NONE",)
        ),
    )
    house.do(house.pg, lambda desk: link_records(desk, cause=cause, record=measure))
    return cause


def shared_row(house: Office, **cells: str) -> bytes:
    code = house.rows(COUNTERMEASURES, PG)[0]["code"]
    row = {
        "管理番号": code,
        "分類": "システム",
        "原因": "検出漏れ",
        "対策": "点検",
        "実施時期": "～2023年3月",
        "備考": "要確認",
    } | cells
    return table(tuple(row), tuple(row.values()))


def test_an_unchanged_row_of_another_party_is_passed_over() -> None:
    with a_house() as house:
        shared_measure(house)
        result = house.take(shared_row(house))
        assert (result.facts, result.problems) == (0, ())
        assert result.summary is not None
        assert result.summary.counts["measures"]["passed_over"] == 1
        assert result.summary.counts["measures"]["new"] == 0


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("対策", "点検の強化"),
        ("原因", "別の原因"),
        ("原因", "検出漏れ\n伏せた原因"),
        ("分類", "ガバナンス"),
        ("実施時期", "～2023年9月"),
        ("備考", ""),
        ("状況", "済"),
        ("種別", "是正"),
        ("主管会社", "MZ"),
        ("主管部署", "監査室"),
    ],
)
def test_a_changed_row_of_another_party_is_refused(header: str, cell: str) -> None:
    with a_house() as house:
        shared_measure(house)
        result = house.take(shared_row(house, **{header: cell}))
        assert "other-party-row-changed" in [one.rule for one in result.problems]
        assert result.facts == 0


def test_another_partys_row_as_exported_is_passed_over() -> None:
    with a_house() as house:
        shared_measure(house)
        for data in (house.export("csv"), house.export("csv", by=house.reader)):
            assert (house.take(data).facts, house.take(data).problems) == (0, ())


def test_another_partys_text_without_its_code_is_a_row_of_ones_own() -> None:
    with a_house() as house:
        shared_measure(house)
        result = house.take(shared_row(house, 管理番号=""))
        assert result.problems == ()
        assert [row["title"] for row in house.rows(COUNTERMEASURES)] == ["点検"]


def test_a_change_by_its_owner_shows_as_a_difference() -> None:
    with a_house() as house:
        measure = shared_measure(house)
        data = shared_row(house)
        house.do(
            house.pg,
            lambda desk: set_schedule(
                desk, countermeasure=measure, wording="～2023年9月", reason="調整"
            ),
        )
        assert house.take(data).problems == (), "until it is decided the old date counts"
        house.decide(acknowledged=("MZ",))
        assert [one.rule for one in house.take(data).problems] == ["other-party-row-changed"]


def test_a_released_incident_can_be_related_and_a_hidden_one_cannot() -> None:
    with a_house() as house:
        shared = house.do(
            house.pg, lambda desk: report_incident(desk, title="公表した事案", categories=("NONE",))
        )
        house.do(house.pg, lambda desk: report_incident(desk, title="伏せた事案"))
        released(house, INCIDENTS, shared)
        headers = ("原因", "対策", "関係事案")
        assert house.take(table(headers, ("検出漏れ", "点検", "伏せた事案"))).problems
        assert house.take(table(headers, ("検出漏れ", "点検", "公表した事案"))).problems == ()


def test_an_own_incident_goes_before_another_partys_of_the_same_title() -> None:
    with a_house() as house:
        shared = house.do(
            house.pg, lambda desk: report_incident(desk, title="閲覧", categories=("NONE",))
        )
        released(house, INCIDENTS, shared)
        house.take(table(("区分", "事案の概要"), ("新電力等", "閲覧")))
        (own,) = house.rows(INCIDENTS)
        figure = table(("区分", "閲覧契約件数", "関係事案"), ("件数", "5件", "閲覧"))
        house.take(figure)
        assert house.rows(FIGURES)[0]["incidents"] == [own["id"]]


# ----- released to another party ----------------------------------------------------------------


def own_measures(house: Office, *shared: int) -> None:
    """Two measures of MZ from a table, those of these places released to PG."""
    for data in (INCIDENT, table(HEADERS, *ROWS)):
        assert house.take(data).problems == ()
    for place in shared:
        measure = UUID(house.rows(COUNTERMEASURES)[place]["id"])
        house.do(
            house.mz,
            lambda desk, measure=measure: classify_records(  # type: ignore[misc]  # bound at once
                desk, ids=(measure,), categories=("NONE",)
            ),
        )
        house.do(
            house.mz,
            lambda desk, measure=measure: release_record(  # type: ignore[misc]  # bound at once
                desk, COUNTERMEASURES, record=measure, to=PG, basis="公表"
            ),
        )


def reworded(place: int) -> bytes:
    rows = list(ROWS)
    rows[place] = (*rows[place][:7], "書き改めた")
    return table(HEADERS, *rows)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_table_that_changes_what_others_read_says_so(dry_run: bool) -> None:
    with a_house() as house:
        own_measures(house, 0)
        facts = house.position()
        result = house.take(reworded(0), dry_run=dry_run)
        [problem] = result.problems
        assert (problem.rule, problem.value) == ("others-will-read", "PG")
        assert "--acknowledge-readers PG" in problem.remedy_ja
        assert "--acknowledge-readers PG" in problem.remedy_en
        assert result.summary is not None and result.summary.readers == ("PG",)
        assert (result.facts, house.position()) == (0, facts)
        known = house.take(reworded(0), dry_run=dry_run, acknowledged=("PG", "HD"))
        assert known.problems == () and known.facts == 1
        assert known.summary is not None and known.summary.readers == ("PG",)
        assert house.position() == facts + (0 if dry_run else 1)


def test_another_party_acknowledged_is_not_enough() -> None:
    with a_house() as house:
        own_measures(house, 0)
        assert house.take(reworded(0), acknowledged=("HD",)).problems


def test_a_table_that_changes_what_nobody_else_reads_needs_no_word() -> None:
    with a_house() as house:
        own_measures(house, 0)
        for data in (table(HEADERS, *ROWS), reworded(1)):
            result = house.take(data)
            assert result.problems == ()
            assert result.summary is not None and result.summary.readers == ()


def test_who_reads_is_told_with_all_else_that_is_wrong() -> None:
    with a_house() as house:
        own_measures(house, 0)
        rows = [(*ROWS[0][:7], "書き改めた"), (*ROWS[1][:4], "～2023年9月", *ROWS[1][5:])]
        rules = [one.rule for one in house.take(table(HEADERS, *rows)).problems]
        assert "others-will-read" in rules and len(rules) == 2
