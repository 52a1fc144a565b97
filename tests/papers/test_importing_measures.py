"""An edited row becomes the facts that say the edit, and no others."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from commands.register.countermeasures import split_countermeasure
from domain.register.check import EffectivenessCheck
from domain.register.countermeasure import Countermeasure
from papers.importing import ImportResult
from projections.people.departments import DEPARTMENTS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.reports import REPORTS
from tests.papers.house import PAPER_DAY, PG, Office, a_house, table

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there

HEADERS = (
    "管理番号",
    "分類",
    "原因",
    "対策",
    "種別",
    "実施時期",
    "主管会社",
    "主管部署",
    "状況",
    "変更理由",
    "備考",
)
FIRST = (
    "M-1",
    "システム",
    "検出漏れ",
    "点検\n①毎月\n②毎年",
    "是正・継続",
    "2023年4月～",
    "",
    "監査室",
    "計画",
    "",
    "要確認",
)
SECOND = (
    "M-2",
    "ガバナンス",
    "体制の不足",
    "相談窓口の設置",
    "",
    "～2023年3月",
    "PG",
    "",
    "",
    "",
    "",
)


def edited(row: Sequence[str], **cells: str) -> tuple[str, ...]:
    """The row with other cells, by header."""
    return tuple(cells.get(header, cell) for header, cell in zip(HEADERS, row, strict=True))


def taken(house: Office, *rows: Sequence[str], allow: tuple[str, ...] = ()) -> ImportResult:
    return house.take(table(HEADERS, *rows), allow=allow)


def facts_of(house: Office, *rows: Sequence[str], allow: tuple[str, ...] = ()) -> list[str]:
    """The topics recorded when these rows are imported."""
    before = house.position()
    result = taken(house, *rows, allow=allow)
    assert result.problems == ()
    recorded = house.facts(before)
    assert len(recorded) == result.facts
    return recorded


def rules(result: ImportResult) -> list[str]:
    assert not result.problems or result.facts == 0
    return [problem.rule for problem in result.problems]


def first(house: Office) -> dict[str, Any]:
    return house.rows(COUNTERMEASURES)[0]


# ----- one cell, one fact -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cell", "facts"),
    [
        ("対策", "点検の強化\n①毎月\n②毎年", ["countermeasure.revised"]),
        ("対策", "点検\n①毎月\n②毎週", ["countermeasure.revised"]),
        ("種別", "是正", ["countermeasure.characterised"]),
        ("種別", "", ["countermeasure.characterised"]),
        ("主管会社", "MZ", []),
        ("主管部署", "", ["countermeasure.assigned"]),
        ("主管部署", "総務部", ["department.founded", "countermeasure.assigned"]),
        ("状況", "", []),
        ("状況", "未", []),
        ("状況", "対応中", ["countermeasure.progress_reported", "schedule.started"]),
        ("状況", "済", ["countermeasure.progress_reported", "schedule.finished"]),
        ("変更理由", "誤記", []),
        ("備考", "", ["countermeasure.remarked"]),
        ("備考", "確認済み", ["countermeasure.remarked"]),
        ("管理番号", "", []),
        ("管理番号", "M-9", ["countermeasure.numbered"]),
        ("原因", "検出漏れ\n新しく分かった原因", ["cause.stated", "link.made"]),
        ("分類", "コンプライアンス", ["cause.classified"]),
    ],
)
def test_an_edit_of_one_cell_becomes_its_facts(header: str, cell: str, facts: list[str]) -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        assert facts_of(house, edited(FIRST, **{header: cell}), SECOND) == facts
        assert facts_of(house, edited(FIRST, **{header: cell}), SECOND) == []


def test_without_a_column_nothing_is_stated() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        bare = table(
            ("管理番号", "原因", "対策"),
            ("M-1", "検出漏れ", FIRST[3]),
            ("M-2", "体制の不足", SECOND[3]),
        )
        assert house.take(bare).facts == 0


def test_a_row_is_known_by_its_code_too() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        coded = edited(FIRST, 管理番号=first(house)["code"], 対策="点検の強化")
        assert facts_of(house, coded, SECOND) == ["countermeasure.revised"]
        assert first(house)["number"] == "M-1"


def test_a_row_without_a_number_is_known_by_its_exact_text() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        plain = edited(FIRST, 管理番号="", 備考="確認済み")
        assert facts_of(house, SECOND, plain) == ["countermeasure.remarked"]


def test_of_several_with_one_text_the_one_of_the_same_causes_is_meant() -> None:
    with a_house() as house:
        one = edited(FIRST, 管理番号="", 原因="検出漏れ")
        other = edited(FIRST, 管理番号="", 原因="監督の不足")
        taken(house, one, other)
        assert facts_of(house, edited(other, 備考="後の方"), one) == ["countermeasure.remarked"]
        assert [row["remark"] for row in house.rows(COUNTERMEASURES)] == ["要確認", "後の方"]


def test_rows_of_one_text_and_one_cause_are_each_known_once() -> None:
    with a_house() as house:
        same = edited(FIRST, 管理番号="")
        taken(house, same, same)
        assert len(house.rows(COUNTERMEASURES)) == 2
        assert facts_of(house, same, same) == []
        assert "countermeasure.proposed" in facts_of(house, same, same, same)


# ----- new, or another wording ------------------------------------------------------------------


def test_a_row_that_may_be_a_new_wording_is_told_apart() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        reworded = edited(FIRST, 管理番号="", 対策="定期的な点検")
        result = taken(house, reworded, SECOND)
        assert rules(result) == ["measure-new-or-renamed"]
        code = first(house)["code"]
        assert code in result.problems[0].message_ja
        assert code in result.problems[0].remedy_en
        assert result.problems[0].option == "new-rows"


def test_a_row_like_a_vanished_one_in_words_is_told_apart_without_a_shared_cause() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        near = edited(SECOND, 管理番号="", 原因="担当者の異動", 対策="相談窓口の新設")
        far = edited(SECOND, 管理番号="", 原因="担当者の異動", 対策="社長からの手紙")
        assert rules(taken(house, FIRST, near)) == ["measure-new-or-renamed"]
        assert rules(taken(house, FIRST, far)) == []


def test_its_number_says_that_it_is_the_same_one() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        assert facts_of(house, edited(FIRST, 対策="定期的な点検"), SECOND) == [
            "countermeasure.revised"
        ]
        assert len(house.rows(COUNTERMEASURES)) == 2


def test_allowed_as_new_it_is_new() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        reworded = edited(FIRST, 管理番号="", 対策="定期的な点検")
        recorded = facts_of(house, reworded, SECOND, allow=("new-rows",))
        assert recorded == ["countermeasure.proposed", "schedule.set", "link.made"]


def test_a_further_row_of_a_cause_is_new_where_nothing_vanished() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        more = edited(FIRST, 管理番号="", 対策="点検", 備考="")
        assert "countermeasure.proposed" in facts_of(house, FIRST, SECOND, more)


def test_a_code_that_names_nothing_is_refused_and_a_plain_number_is_not() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        third = edited(SECOND, 対策="手引きの改正", 原因="ルールの不足")
        assert rules(taken(house, FIRST, SECOND, edited(third, 管理番号="CM-0000-0000"))) == [
            "code-unknown"
        ]
        assert rules(taken(house, FIRST, SECOND, edited(third, 管理番号="M-3"))) == []


def test_two_rows_cannot_be_one_record() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        twice = edited(FIRST, 管理番号=first(house)["code"])
        assert rules(taken(house, FIRST, twice, SECOND)) == ["matched-twice"]


def test_a_vanished_row_is_reported_and_stays() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        result = taken(house, SECOND)
        assert (result.facts, result.problems) == (0, ())
        assert result.summary is not None
        code = first(house)["code"]
        assert [one.code for one in result.summary.vanished["measures"]] == [code]
        assert "measures-not-in-the-file" in [one.rule for one in result.cautions]
        assert first(house)["status"] == "PLANNED"


def test_a_file_without_measures_says_nothing_of_vanished_ones() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        result = house.take(table(("区分", "事案の概要"), ("新電力等", "閲覧")))
        assert result.summary is not None
        assert result.summary.vanished == {}


# ----- the schedule -----------------------------------------------------------------------------

ASKED = ["extension.filed", "extension.wanted"]


def test_another_date_needs_its_reason_in_the_row() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        later = edited(SECOND, 実施時期="2023年9月")
        (problem,) = taken(house, FIRST, later).problems
        assert problem.rule == "changed-date-without-reason"
        assert (str(problem.place), problem.value) == ("登録簿.csv!F3", "2023年9月")
        with_reason = edited(later, 変更理由="調整のため")
        assert facts_of(house, FIRST, with_reason) == ASKED
        before = house.rows(COUNTERMEASURES)[1]
        assert (before["wording"], before["slip_count"]) == ("～2023年3月", 0)
        assert facts_of(house, FIRST, with_reason) == [], "it is asked for already"
        house.decide()
        row = house.rows(COUNTERMEASURES)[1]
        assert (row["due"], row["slip_count"]) == ("2023-09-30", 1)
        assert row["slips"][0]["reason"] == "調整のため"
        assert facts_of(house, FIRST, with_reason) == []


def test_an_earlier_date_needs_its_reason_too() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        sooner = edited(SECOND, 実施時期="～2023年2月")
        assert rules(taken(house, FIRST, sooner)) == ["changed-date-without-reason"]


@pytest.mark.parametrize("nothing", ["", "-", "－"])
def test_a_date_taken_away_is_a_change_and_slips(nothing: str) -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        gone = edited(SECOND, 実施時期=nothing)
        assert rules(taken(house, FIRST, gone)) == ["changed-date-without-reason"]
        assert facts_of(house, FIRST, edited(gone, 変更理由="見直し")) == ASKED
        house.decide()
        assert house.rows(COUNTERMEASURES)[1]["slip_count"] == 1


def test_a_row_may_end_a_measure_and_its_schedule_but_not_reschedule_what_has_ended() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        ended = edited(SECOND, 状況="中止", 実施時期="-", 変更理由="見直し")
        assert facts_of(house, FIRST, ended) == ["countermeasure.progress_reported"]
        assert facts_of(house, FIRST, ended) == []
        later = edited(ended, 実施時期="2023年9月")
        assert rules(taken(house, FIRST, later)) == ["given-up-measure-has-no-days"]
        again = edited(later, 状況="計画")
        assert facts_of(house, FIRST, again) == ["countermeasure.progress_reported", *ASKED]


def test_a_dash_is_no_first_wording() -> None:
    with a_house() as house:
        taken(house, edited(FIRST, 実施時期="-"))
        assert first(house)["original_wording"] is None
        taken(house, edited(FIRST, 変更理由="決定"))
        assert first(house)["original_wording"] == "2023年4月～"


def test_a_row_links_nothing_to_a_measure_that_was_split() -> None:
    with a_house() as house:
        taken(house, FIRST)
        split(house)
        row = edited(FIRST, 状況="分割済み", 原因="検出漏れ\n新しく分かった原因")
        assert rules(taken(house, row)) == ["countermeasure-is-split"]


@pytest.mark.parametrize("nothing", ["", "-", "－"])
def test_a_blank_and_a_dash_say_the_same(nothing: str) -> None:
    with a_house() as house:
        taken(house, FIRST, edited(SECOND, 実施時期="-"))
        assert facts_of(house, FIRST, edited(SECOND, 実施時期=nothing)) == []


def test_a_first_date_needs_no_reason() -> None:
    with a_house() as house:
        house.take(table(("管理番号", "原因", "対策"), ("M-2", "体制の不足", "相談窓口の設置")))
        row = edited(SECOND, 分類="", 主管会社="")
        assert facts_of(house, row) == ["schedule.set"]


def test_the_same_wording_is_not_read_again_in_a_later_month() -> None:
    with a_house() as house:
        relative = edited(SECOND, 実施時期="来月末まで")
        taken(house, relative)
        due = first(house)["due"]
        house.clock.pass_days(90)
        assert house.take(table(HEADERS, relative), written_on=date(2023, 5, 1)).facts == 0
        assert (due, first(house)["due"]) == ("2023-03-31", "2023-03-31")


# ----- the status -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "wording", "status", "started", "finished"),
    [
        ("", "2023年4月～", "PLANNED", None, None),
        ("", "検討", "UNDER_CONSIDERATION", None, None),
        ("検討中", "2023年4月～", "UNDER_CONSIDERATION", None, None),
        ("計画", "検討", "PLANNED", None, None),
        ("実施中", "2023年2月～", "IN_PROGRESS", "2023-02-01", None),
        ("実施中", "2023年4月～", "IN_PROGRESS", "2023-02-17", None),
        ("実施中（2/3）", "2023年2月～", "IN_PROGRESS", "2023-02-03", None),
        ("済", "2023年3月", "IMPLEMENTED", None, "2023-02-17"),
        ("完了（2/10）", "2023年3月", "IMPLEMENTED", None, "2023-02-10"),
        ("運用中", "2023年2月～", "OPERATING", None, "2023-02-17"),
    ],
)
def test_a_status_says_what_the_actual_days_are(
    cell: str, wording: str, status: str, started: str | None, finished: str | None
) -> None:
    with a_house() as house:
        row = edited(FIRST, 状況=cell, 実施時期=wording)
        assert rules(taken(house, row)) == []
        kept = first(house)
        assert (kept["status"], kept["started_on"], kept["finished_on"]) == (
            status,
            started,
            finished,
        )
        assert facts_of(house, row) == []


def test_actual_days_follow_a_status_on_a_row_without_a_schedule() -> None:
    with a_house() as house:
        house.take(table(("原因", "対策", "状況"), ("検出漏れ", "点検", "済")))
        assert first(house)["finished_on"] == "2023-02-17"


def test_an_actual_day_to_come_is_refused() -> None:
    with a_house() as house:
        assert rules(taken(house, edited(FIRST, 状況="完了（2023/3/1）"))) == [
            "day-is-in-the-future"
        ]
        assert rules(taken(house, edited(FIRST, 状況="完了（2023/2/17）"))) == []


def test_a_finish_before_the_start_is_refused() -> None:
    with a_house() as house:
        taken(house, edited(FIRST, 状況="実施中（2/10）"))
        early = edited(FIRST, 状況="完了（2/3）")
        assert rules(taken(house, early)) == ["finish-is-before-start"]
        assert facts_of(house, edited(FIRST, 状況="完了（2/10）")) == [
            "countermeasure.progress_reported",
            "schedule.finished",
        ]


def test_the_same_status_on_another_day_corrects_the_day() -> None:
    with a_house() as house:
        taken(house, edited(FIRST, 状況="完了（2/10）"))
        assert facts_of(house, edited(FIRST, 状況="完了")) == []
        assert facts_of(house, edited(FIRST, 状況="完了（2/12）")) == ["schedule.finished"]


def test_a_day_without_its_year_is_not_read_again_a_year_later() -> None:
    with a_house() as house:
        row = edited(FIRST, 状況="完了（2/10）")
        taken(house, row)
        house.clock.pass_days(370)
        later = house.take(table(HEADERS, row), written_on=date(2024, 2, 17))
        assert (later.facts, later.problems) == (0, ())
        assert "year-of-the-day" in [one.rule for one in later.cautions]


def test_a_step_back_takes_its_reason_from_the_row() -> None:
    with a_house() as house:
        taken(house, edited(FIRST, 状況="済"))
        back = edited(FIRST, 状況="実施中")
        assert rules(taken(house, back)) == ["stepping-back-needs-its-reason"]
        assert facts_of(house, edited(back, 変更理由="再点検のため")) == [
            "countermeasure.progress_reported",
            "schedule.finished",
            "schedule.started",
        ]
        assert first(house)["finished_on"] is None


# ----- handed over, split, checked --------------------------------------------------------------


@pytest.mark.parametrize("cell", ["移行済", "日常業務へ移行"])
def test_a_sheet_tells_of_a_hand_over_that_was_decided_elsewhere(cell: str) -> None:
    with a_house() as house:
        taken(house, FIRST)
        facts = facts_of(house, edited(FIRST, 状況=cell))
        assert facts == ["countermeasure.progress_reported", "schedule.finished"]
        row = first(house)
        assert (row["status"], row["rule"]) == ("HANDED_OVER", None)
        assert facts_of(house, edited(FIRST, 状況=cell)) == []


def test_a_sheet_splits_no_measure() -> None:
    with a_house() as house:
        assert rules(taken(house, edited(FIRST, 状況="分割済み"))) == ["progress-does-not-split"]
        taken(house, FIRST)
        result = taken(house, edited(FIRST, 状況="分割済"))
        assert rules(result) == ["progress-does-not-split"]
        [problem] = result.problems
        assert str(problem.place).endswith("I2")


def split(house: Office) -> None:
    parts = ({"title": "毎月の点検"}, {"title": "毎年の点検"})
    measure = UUID(first(house)["id"])
    house.do(house.mz, lambda desk: split_countermeasure(desk, countermeasure=measure, parts=parts))


def test_the_export_of_a_split_measure_changes_nothing() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        split(house)
        before = house.position()
        data = house.export("csv")
        assert "分割済み" in data.decode("utf-8-sig")
        again = house.take(data, "進捗管理表.csv")
        assert (again.problems, again.facts) == ((), 0)
        assert house.facts(before) == []


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("対策", "点検の強化"),
        ("状況", "実施中"),
        ("実施時期", "2023年5月～"),
        ("備考", "別の備考"),
        ("主管部署", ""),
        ("種別", "是正"),
    ],
)
def test_a_row_of_a_split_measure_says_nothing_new(header: str, cell: str) -> None:
    with a_house() as house:
        taken(house, FIRST)
        split(house)
        row = edited(FIRST, 状況="分割済み", 変更理由="見直し")
        assert facts_of(house, row) == []
        assert rules(taken(house, edited(row, **{header: cell}))) == ["countermeasure-is-split"]


def test_who_checked_a_measure_does_not_import_it_as_done() -> None:
    with a_house() as house:
        taken(house, FIRST)
        with house.house.log.writing() as work:
            measure = work.load(Countermeasure, UUID(first(house)["id"]))
            asked: dict[str, Any] = {"by": house.mz, "at": work.now, "on": PAPER_DAY}
            check = EffectivenessCheck.state(
                id=uuid4(), of=measure, layer="SET_UP", measure="規程", target="ある", **asked
            )
            check.conclude(of=measure, met=False, result="まだない", day=PAPER_DAY, **asked)
            work.keep(check)
        assert rules(taken(house, edited(FIRST, 状況="済"))) == ["reporter-checked-it"]
        assert facts_of(house, edited(FIRST, 状況="実施中"))


def test_an_editor_imports_for_every_department_of_the_party() -> None:
    with a_house() as house:
        other = edited(SECOND, 主管会社="MZ", 主管部署="総務部")
        taken(house, FIRST, other)
        both = edited(FIRST, 状況="実施中"), edited(other, 状況="実施中")
        assert facts_of(house, *both).count("countermeasure.progress_reported") == 2


def test_kind_and_status_change_in_the_order_that_is_allowed() -> None:
    with a_house() as house:
        one_off = edited(FIRST, 種別="是正・単発")
        taken(house, one_off)
        operating = edited(FIRST, 種別="是正・継続", 状況="運用中")
        assert "countermeasure.characterised" in facts_of(house, operating)
        back = edited(one_off, 状況="計画", 変更理由="取りやめ")
        assert "countermeasure.characterised" in facts_of(house, back)


# ----- companies and departments ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["PG", "ＰＧ", "送配電会社", "Network company", "network company"])
def test_a_company_is_known_by_its_code_and_names(name: str) -> None:
    with a_house() as house:
        taken(house, edited(SECOND, 主管会社=name))
        assert first(house)["responsible_party"] == PG


def test_an_unknown_company_is_refused() -> None:
    with a_house() as house:
        result = taken(house, edited(SECOND, 主管会社="関連会社"))
        assert rules(result) == ["company-unknown"]
        assert "PG" in result.problems[0].remedy_ja


def test_a_blank_company_leaves_the_responsible_one() -> None:
    with a_house() as house:
        taken(house, SECOND)
        assert facts_of(house, edited(SECOND, 主管会社="")) == []
        assert first(house)["responsible_party"] == PG


def test_a_department_answers_for_its_own_company_alone() -> None:
    with a_house() as house:
        taken(house, FIRST)
        for wrong in (
            edited(FIRST, 主管会社="PG"),
            edited(FIRST, 主管会社="PG", 主管部署="総務部"),
        ):
            assert rules(taken(house, wrong)) == ["department-is-of-another-party"]
        assert rules(taken(house, FIRST, edited(SECOND, 主管部署="総務部"))) == [
            "department-is-of-another-party"
        ]
        assert facts_of(house, edited(FIRST, 主管会社="PG", 主管部署="")) == [
            "countermeasure.assigned"
        ]


def test_a_department_once_founded_is_found_again() -> None:
    with a_house() as house:
        own = edited(SECOND, 主管会社="MZ", 主管部署="総務部")
        taken(house, own)
        assert facts_of(house, own) == []
        assert len(house.rows(DEPARTMENTS)) == 1
        assert len(house.rows(REPORTS)) == 1


# ----- counts ----------------------------------------------------------------------------------


def test_rows_are_counted_by_what_became_of_them() -> None:
    with a_house() as house:
        taken(house, FIRST, SECOND)
        result = taken(house, FIRST, edited(SECOND, 備考="変更"))
        assert result.facts == 1
        assert result.summary is not None
        assert result.summary.counts["measures"] == {
            "new": 0,
            "changed": 1,
            "unchanged": 1,
            "passed_over": 0,
        }
