"""A file is taken as a whole or not at all; the same file again says nothing new."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from commands.people.departments import found_department, rename_department
from commands.register.organisation import close_department, merge_departments
from domain.people.roles import OPERATOR
from domain.refusals import NotPermitted
from papers.importing import import_paper
from papers.summary import as_plain
from projections.people.departments import DEPARTMENTS
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.reports import REPORTS
from projections.register.taxonomies import TAXONOMIES
from tests.papers.house import FIRST_DAY, MZ, PAPER_DAY, a_house, table
from tests.papers.workbooks import xlsx

pytestmark = pytest.mark.usefixtures("ground")  # its houses stand there

HEADERS = ("分類", "原因", "対策", "実施時期")
TWO = table(
    HEADERS,
    ("システム", "検出漏れ", "点検", "2023年4月～"),
    ("システム", "検出漏れ", "監視", "～2023年3月"),
)
BOOK = {
    "事案": [
        ["区分", "事案の概要", "報告状況"],
        ["新電力等", "マスキング不備により閲覧", "本日報告"],
        ["最終保障", "アクセス制限の不備", "報告済み"],
    ],
    "件数": [
        ["閲覧件数（2023年2月17日現在）"],
        ["判明した事案", "閲覧契約件数", "閲覧者数"],
        ["新電力等", "85,783件", "3,393人"],
        ["合計", "85,783件", "3,393人"],
    ],
    "対策": [
        [*HEADERS, "状況", "関係事案"],
        ["システム", "検出漏れ", "点検", "2023年4月～", "実施中", "新電力等"],
        ["新しい分類", "監督の不足", "-", "-", "", ""],
    ],
}


def test_each_table_becomes_its_records_and_their_links() -> None:
    with a_house() as house:
        result = house.take(xlsx(BOOK), "登録簿.xlsx")
        assert result.problems == ()
        assert [row["title"] for row in house.rows(INCIDENTS)] == [
            "マスキング不備により閲覧",
            "アクセス制限の不備",
        ]
        assert [row["statement"] for row in house.rows(CAUSES)] == ["検出漏れ", "監督の不足"]
        (measure,) = house.rows(COUNTERMEASURES)
        assert (measure["title"], measure["status"]) == ("点検", "IN_PROGRESS")
        assert len(house.rows(LINKS)) == 2
        assert {row["target_kind"] for row in house.rows(LINKS)} == {"incident", "countermeasure"}
        assert len(house.rows(FIGURES)) == 4


def test_a_file_founds_one_report_by_its_title_and_day() -> None:
    with a_house() as house:
        house.take(xlsx(BOOK), "登録簿.xlsx")
        (report,) = house.rows(REPORTS)
        assert (report["title"], report["status_date"]) == (
            "閲覧件数（2023年2月17日現在）",
            "2023-02-17",
        )
        assert {row["report"] for row in house.rows(FIGURES)} == {report["id"]}


def test_a_report_without_a_title_is_called_as_its_file_and_dated_as_written() -> None:
    with a_house() as house:
        house.take(TWO, "第1次報告.csv")
        (report,) = house.rows(REPORTS)
        assert (report["title"], report["status_date"]) == ("第1次報告", "2023-02-17")


def test_a_file_without_rows_founds_nothing() -> None:
    with a_house() as house:
        assert house.take(table(HEADERS)).facts == 0
        assert house.rows(REPORTS) == []


def test_the_same_file_again_records_nothing() -> None:
    with a_house() as house:
        house.take(xlsx(BOOK), "登録簿.xlsx")
        house.clock.pass_days(400)
        again = house.take(xlsx(BOOK), "別の名前.xlsx", written_on=date(2024, 3, 1))
        assert (again.facts, again.problems) == (0, ())


def test_an_edited_file_founds_no_other_report() -> None:
    with a_house() as house:
        house.take(TWO, "第1次報告.csv")
        more = table(*[(*HEADERS,), ("システム", "検出漏れ", "点検", "2023年4月～")])
        house.take(more, "第2次報告.csv")
        assert len(house.rows(REPORTS)) == 1


def test_a_file_that_knows_no_row_of_the_register_founds_its_own_report() -> None:
    with a_house() as house:
        house.take(TWO, "第1次報告.csv")
        other = table(HEADERS, ("統制", "別の原因だけ", "まったく異なる取組", "検討"))
        house.take(other, "第2次報告.csv")
        assert [row["title"] for row in house.rows(REPORTS)] == ["第1次報告", "第2次報告"]


def test_the_same_title_with_another_day_redates_the_report() -> None:
    with a_house() as house:
        rows = (HEADERS, ("システム", "検出漏れ", "点検", "2023年4月～"))
        house.take(table(("進捗の一覧",), *rows))
        position = house.position()
        assert house.take(table(("進捗の一覧",), *rows), written_on=date(2023, 2, 1)).facts == 0
        dated = table(("進捗の一覧",), ("2023年2月10日現在",), *rows)
        assert house.take(dated).facts == 1
        assert house.facts(position) == ["report.revised"]


def test_a_dry_run_says_how_many_facts_it_would_be_and_keeps_none() -> None:
    with a_house() as house:
        before = house.position()
        dry = house.take(xlsx(BOOK), "登録簿.xlsx", dry_run=True)
        assert dry.dry_run
        assert house.position() == before
        real = house.take(xlsx(BOOK), "登録簿.xlsx")
        assert real.facts == dry.facts == house.position() - before


def test_one_refused_row_refuses_the_whole_file() -> None:
    with a_house() as house:
        data = table(
            (*HEADERS, "状況"),
            ("システム", "検出漏れ", "点検", "2023年4月～", "計画"),
            ("システム", "検出漏れ", "監視", "2023年4月～", "運用中"),
        )
        before = house.position()
        result = house.take(data)
        assert [problem.rule for problem in result.problems] == ["only-continuing-measures-operate"]
        assert (result.facts, house.position()) == (0, before)


def test_every_refused_row_is_named_with_its_cell() -> None:
    with a_house() as house:
        data = table(
            (*HEADERS, "状況", "主管会社", "変更理由"),
            ("システム", "検出漏れ", "点検", "～", "運用中", "", ""),
            ("システム", "検出漏れ", "監視" * 1001, "～", "計画", "", ""),
            ("システム", "検出漏れ", "教育", "～", "中止", "", ""),
            ("システム", "検出漏れ", "研修", "～", "計画", "どこか", ""),
        )
        result = house.take(data)
        places = [
            (one.rule, one.place and f"{one.place.column}{one.place.row}")
            for one in result.problems
        ]
        assert places == [
            ("company-unknown", "F5"),
            ("only-continuing-measures-operate", "E2"),
            ("text-is-too-long", "C3"),
            ("giving-up-needs-its-reason", "E4"),
        ]
        assert [one.value for one in result.problems][1::2] == ["運用中", "中止"]
        assert all(one.message_ja and one.message_en for one in result.problems)
        assert all(one.remedy_ja and one.remedy_en for one in result.problems)


def test_what_the_register_says_against_a_cell_is_told_beside_what_the_paper_does_wrong() -> None:
    with a_house() as house:
        headers = ("管理番号", *HEADERS, "状況", "主管会社", "関係事案")
        first = ("1", "システム", "検出漏れ", "点検", "2023年4月", "計画", "", "")
        assert house.take(table(headers, first)).problems == ()
        before = house.position()
        data = table(
            headers,
            ("1", "システム", "検出漏れ", "点検", "2023年6月", "ぼちぼち", "どこか", ""),
            ("2", "システム", "検出漏れ\n思い込み", "研修", "2023年6月", "", "", "X-9"),
            ("2", "システム", "検出漏れ", "教育", "2023年6月", "", "", "X-9"),
        )
        result = house.take(data)
        places = [
            (one.rule, one.place and f"{one.place.column}{one.place.row}")
            for one in result.problems
        ]
        assert places == [
            ("number-twice", "A4"),
            ("status-unknown", "F2"),
            ("company-unknown", "G2"),
            ("changed-date-without-reason", "E2"),
            ("unknown-incident", "H3"),
        ]
        assert (result.facts, house.position()) == (0, before)


def test_the_options_of_importing_are_named_where_one_does_not_exist() -> None:
    with a_house() as house:
        data = table(HEADERS, ("システム", "検出漏れ", "点検", "2023年4月"))
        (problem,) = house.take(data, allow=("new-row", "new-rows")).problems
        assert (problem.rule, problem.value) == ("unknown-option", "new-row")
        assert "new-rows" in problem.remedy_ja
        assert "new-rows" in problem.remedy_en


def test_a_paper_that_cannot_be_read_is_refused_with_what_the_reader_says() -> None:
    with a_house() as house:
        result = house.take(table(("原因", "実施時期"), ("検出漏れ", "検討")))
        assert [one.rule for one in result.problems] == ["header-missing"]
        assert result.summary is None


def test_only_an_editor_imports() -> None:
    with a_house() as house, pytest.raises(NotPermitted):
        house.take(TWO, by=house.reader)


def test_a_paper_is_not_written_tomorrow() -> None:
    with a_house() as house:
        result = house.take(TWO, written_on=PAPER_DAY + timedelta(days=1))
        assert [one.rule for one in result.problems] == ["written-on-in-the-future"]
        assert house.take(TWO, written_on=PAPER_DAY).problems == ()


def test_a_report_as_of_a_day_still_to_come_is_told_with_its_row() -> None:
    tomorrow = PAPER_DAY + timedelta(days=1)
    book = {
        "事案": [
            [f"調査結果（{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日現在）"],
            *BOOK["事案"],
        ]
    }
    with a_house() as house:
        [problem] = house.take(xlsx(book), "登録簿.xlsx").problems
        assert problem.rule == "day-is-still-to-come"
        assert tomorrow.isoformat() in problem.message_ja


def test_an_unknown_category_joins_the_taxonomy_and_is_listed() -> None:
    with a_house() as house:
        result = house.take(xlsx(BOOK), "登録簿.xlsx")
        assert result.summary is not None
        assert result.summary.new_categories == ("新しい分類",)
        (taxonomy,) = house.rows(TAXONOMIES)
        assert taxonomy["names"][-1] == "新しい分類"


def test_an_unknown_department_is_founded_under_the_importing_party_and_is_listed() -> None:
    with a_house() as house:
        house.do(
            OPERATOR.member,
            lambda desk: found_department(desk, party=MZ, name="営業部", since=FIRST_DAY),
        )
        data = table(
            (*HEADERS, "主管部署"),
            ("システム", "検出漏れ", "点検", "検討", "営業部"),
            ("システム", "検出漏れ", "監視", "検討", "監査室"),
            ("システム", "検出漏れ", "教育", "検討", "監査室"),
        )
        result = house.take(data)
        assert result.summary is not None
        assert result.summary.new_departments == ("監査室",)
        assert [row["names"] for row in house.rows(DEPARTMENTS)] == [
            [f"{FIRST_DAY} 営業部"],
            [f"{PAPER_DAY} 監査室"],
        ]


def test_a_department_goes_by_every_name_it_has_borne_and_by_those_merged_into_it() -> None:
    with a_house() as house:
        sales, planning = (
            house.do(
                OPERATOR.member,
                lambda desk, name=name: found_department(  # type: ignore[misc]  # bound at once
                    desk, party=MZ, name=name, since=FIRST_DAY
                ),
            )
            for name in ("営業部", "企画室")
        )
        headers = (*HEADERS, "主管部署")
        row = ("システム", "検出漏れ", "点検", "検討")
        house.take(table(headers, (*row, "企画室")))
        house.do(
            OPERATOR.member,
            lambda desk: rename_department(
                desk, department=sales, name="お客さま部", since=date(2023, 2, 1)
            ),
        )
        house.do(
            OPERATOR.member,
            lambda desk: merge_departments(desk, into=sales, departments=(planning,)),
        )
        for name in ("企画室", "営業部", "お客さま部"):
            again = house.take(table(headers, (*row, name)))
            assert (again.problems, again.facts) == ((), 0), name
        new = house.take(
            table(headers, (*row, "企画室"), ("システム", "検出漏れ", "監視", "検討", "企画室"))
        )
        assert new.summary is not None and new.summary.new_departments == ()
        [first, second] = house.rows(COUNTERMEASURES)
        assert first["responsible_department"] == second["responsible_department"] == str(sales)
        exported = house.export("json").decode()
        assert exported.count("お客さま部") == 2 and "企画室" not in exported


def test_a_department_that_is_to_end_is_given_no_new_row_and_founded_no_second_time() -> None:
    """Until its last day it is the one that is meant; from then on the name is free."""
    with a_house() as house:
        sales = house.do(
            OPERATOR.member,
            lambda desk: found_department(desk, party=MZ, name="営業部", since=FIRST_DAY),
        )
        headers, row = (*HEADERS, "主管部署"), ("システム", "検出漏れ", "点検", "検討")
        last_day = PAPER_DAY + timedelta(days=1)
        house.do(
            OPERATOR.member,
            lambda desk: close_department(desk, department=sales, until=last_day),
        )
        [problem] = house.take(table(headers, (*row, "営業部"))).problems
        assert (problem.rule, problem.value) == ("department-is-closed", "営業部")
        assert problem.place is not None and problem.place.header == "主管部署"
        assert last_day.isoformat() in problem.message_ja
        assert len(house.rows(DEPARTMENTS)) == 1
        house.clock.pass_days(2)
        late = house.take(table(headers, (*row, "営業部")))
        assert late.summary is not None and late.summary.new_departments == ("営業部",)


def test_the_summary_tells_what_is_recorded_where_a_row_says_nothing_new() -> None:
    def read(*rows: tuple[str, str]) -> list[tuple[str, date | None, int]]:
        cells = (("システム", "漏れ", measure, wording) for measure, wording in rows)
        result = house.take(table(HEADERS, *cells), written_on=written_on)
        assert result.problems == () and result.summary is not None
        return [(one.wording, one.due, one.rows) for one in result.summary.wordings]

    with a_house() as house:
        written_on = PAPER_DAY
        first = [("点検", "3月末"), ("監視", "3月末"), ("研修", "-")]
        recorded = ("3月末", date(2023, 3, 31), 2)
        assert read(*first) == [recorded, ("-", None, 1)]
        written_on = date(2023, 4, 17)
        house.clock.pass_days(90)
        assert read(*first) == [recorded, ("-", None, 1)]
        again = read(*first, ("掲示", "3月末"))
        assert again == [recorded, ("-", None, 1), ("3月末", date(2024, 3, 31), 1)]


def test_the_summary_tells_each_wording_with_its_reading_and_each_status_with_the_map() -> None:
    with a_house() as house:
        summary = house.take(xlsx(BOOK), "登録簿.xlsx", dry_run=True).summary
        assert summary is not None
        assert [(one.wording, one.kind, one.start, one.due) for one in summary.wordings] == [
            ("2023年4月～", "FROM", date(2023, 4, 1), None)
        ]
        (status,) = summary.statuses
        assert (status.status, status.word, status.rows) == ("IN_PROGRESS", "実施中", 1)
        assert "△" in status.understood
        assert summary.counts["measures"] == {
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "passed_over": 0,
        }
        assert json.loads(json.dumps(as_plain(summary)))["counts"] == summary.counts
        assert asdict(summary)["title"] == "閲覧件数（2023年2月17日現在）"


def test_the_stages_of_an_import_are_told_in_order() -> None:
    told: list[tuple[str, int, int]] = []
    with a_house() as house:
        import_paper(
            house.house.office,
            house.mz,
            TWO,
            "登録簿.csv",
            written_on=PAPER_DAY,
            progress=lambda *stage: told.append(stage),
        )
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == [
        "reading",
        "comparing",
        "deciding",
        "recording",
    ]
    assert all(0 <= done <= of for _, done, of in told)


def test_an_import_asks_the_database_a_fixed_number_of_questions_about_known_rows() -> None:
    """Rows that say nothing new cost no SELECT of their own."""

    def questions(rows: int) -> int:
        data = table(
            HEADERS, *(("システム", f"原因{at}", f"対策{at}", "検討") for at in range(rows))
        )
        asked: list[str] = []
        with a_house() as house:
            house.take(data)
            event.listen(
                house.house.engine,
                "before_cursor_execute",
                lambda _c, _k, statement, *_: asked.append(statement),
            )
            assert house.take(data).facts == 0
        return len(asked)

    assert questions(3) == questions(60)


def test_what_was_read_is_shown_before_anything_is_written() -> None:
    with a_house() as house:
        before = house.position()
        shown: list[tuple[list[str], int]] = []
        import_paper(
            house.house.office,
            house.mz,
            TWO,
            "表.csv",
            written_on=PAPER_DAY,
            show=lambda summary, _: shown.append(
                ([one.wording for one in summary.wordings], house.position())
            ),
        )
        assert shown == [(["2023年4月～", "～2023年3月"], before)]
        assert house.position() > before
