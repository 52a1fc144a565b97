"""A paper means what it means on paper: headers, merges, marks, notes, totals and dates."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from papers.reading import Paper, read_paper
from tests.papers.workbooks import Rows, saved, separated, workbook, xlsx

WRITTEN_ON = date(2023, 2, 17)


def read(sheets: dict[str, Rows], merges: dict[str, list[str]] | None = None) -> Paper:
    return read_paper(xlsx(sheets, merges), "x.xlsx", written_on=WRITTEN_ON)


def read_csv(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> Paper:
    return read_paper(separated(rows, encoding, separator), "x.csv", written_on=WRITTEN_ON)


def rules(paper: Paper) -> list[str]:
    return [problem.rule for problem in paper.problems]


def cautions(paper: Paper) -> list[str]:
    return [caution.rule for caution in paper.cautions]


def ties(paper: Paper) -> list[tuple[str, list[str]]]:
    """Each measure with the causes it answers."""
    return [
        (one.title, [paper.causes[at].statement for at in one.causes]) for one in paper.measures
    ]


# ----- headers ----------------------------------------------------------------------------------


def test_a_row_of_groups_may_stand_over_a_header_that_is_whole_without_it() -> None:
    paper = read(
        {
            "表": [
                ["再発防止策一覧"],
                ["原因", "", "対策", "", "", "進捗", ""],
                ["分類", "主な原因", "再発防止策", "実施時期", "メモ欄", "状況", "備考"],
                ["甲", "見落とし", "点検", "2023年4月～", "", "済", "可"],
            ]
        },
        {"表": ["A2:B2", "C2:E2", "F2:G2"]},
    )
    assert rules(paper) == []
    assert ties(paper) == [("点検", ["見落とし"])]
    assert (paper.causes[0].category, paper.measures[0].remark) == ("甲", "可")
    assert paper.measures[0].status == "IMPLEMENTED"


def test_a_note_may_begin_left_of_its_table() -> None:
    paper = read({"表": [["", "原因", "対策"], ["", "見落とし", "点検"], ["※ 案である"]]})
    assert (rules(paper), paper.notes) == ([], ("※ 案である",))
    stray = read({"表": [["", "原因", "対策"], ["", "見落とし", "点検"], ["案である"]]})
    assert rules(stray) == ["longer-row"]


@pytest.mark.parametrize(
    "headers",
    [
        ["分類", "原因", "対策", "実施時期"],
        ["区分", "発生原因", "再発防止策", "スケジュール"],
        ["カテゴリ", "原　因", "対策\n（内容）", "時 期"],
        ["Category", "CAUSE", "Countermeasure", "When"],
        ["ｶﾃｺﾞﾘ", "Root cause", "Corrective actions", "Due date"],
    ],
)
def test_columns_are_known_by_many_words(headers: list[str]) -> None:
    paper = read({"a": [headers, ["統制", "見落とし", "点検", "2023年4月～"]]})
    assert not paper.problems
    assert not paper.cautions
    measure = paper.measures[0]
    assert (measure.title, measure.wording) == ("点検", "2023年4月～")
    assert paper.causes[0].category == "統制"
    assert measure.place.header == headers[2].replace("\n", "")


@pytest.mark.parametrize(
    "header",
    [
        "期日",
        "完了予定日",
        "実施予定日",
        "対応時期",
        "目標時期",
        "完了時期",
        "納期",
        "実施期間",
        "予定日",
    ],
)
def test_a_schedule_is_known_by_the_words_people_use(header: str) -> None:
    paper = read({"a": [["原因", "対策", header, "完了日"], ["a", "b", "2023年3月", "2023/3/1"]]})
    assert (rules(paper), cautions(paper)) == ([], [])
    assert paper.measures[0].wording == "2023年3月"


def test_a_column_that_does_not_exist_states_nothing_and_a_blank_cell_states_blank() -> None:
    paper = read({"a": [["原因", "対策", "備考", "状況"], ["a", "b", "", ""]]})
    measure = paper.measures[0]
    assert measure.stated == {"remark", "status", "status_day"}
    assert (measure.remark, measure.wording, measure.status) == (None, None, None)
    with_schedule = read({"a": [["原因", "対策", "実施時期"], ["a", "b", ""]]}).measures[0]
    assert with_schedule.wording == ""
    assert with_schedule.stated == {"wording"}


def test_computed_columns_are_passed_over_and_unknown_ones_named() -> None:
    header = ["原因", "対策", "開始", "期限の読み", "確度", "コード", "予算額"]
    paper = read({"a": [header, ["a", "b", "1", "2", "3", "4", "5"]]})
    assert not paper.problems
    assert [(one.rule, one.value) for one in paper.cautions] == [("header-unknown", "予算額")]
    assert paper.cautions[0].place is not None
    assert str(paper.cautions[0].place) == "a!G1"


def test_a_header_of_two_rows_groups_its_columns() -> None:
    rows = [
        ["分類", "原因", "再発防止策", "", "進み具合", ""],
        ["", "", "内容", "実施時期", "状況", "備考"],
        ["統制", "見落とし", "点検", "2023年4月", "済", "月次"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    paper = read({"a": rows}, {"a": merges})
    assert not paper.problems
    measure = paper.measures[0]
    assert (measure.title, measure.wording, measure.status, measure.remark) == (
        "点検",
        "2023年4月",
        "IMPLEMENTED",
        "月次",
    )


@pytest.mark.parametrize("number", ["①", "(1)", "1.", "１", 1, "・"])
def test_a_numbering_in_a_column_of_its_own_is_taken_off(number: object) -> None:
    rows: Rows = [
        ["原因", "対策", ""],
        ["a", number, "権限を絞る\n①棚卸し"],
        ["b", number, "5倍にする"],
        ["c", "", "点検"],
        ["d", "教育", "研修"],
    ]
    paper = read({"a": rows}, {"a": ["B1:C1"]})
    assert [(one.title, one.items[-1:]) for one in paper.measures] == [
        ("権限を絞る", ("棚卸し",)),
        ("5倍にする", ()),
        ("点検", ()),
        ("教育／研修", ()),
    ]


def test_titles_stand_above_and_may_name_the_status_date() -> None:
    rows = [["進捗のまとめ（令和5年2月17日現在）"], ["某社"], [], ["原因", "対策"], ["a", "b"]]
    paper = read({"a": rows})
    assert (paper.title, paper.status_date) == ("進捗のまとめ（令和5年2月17日現在）", WRITTEN_ON)
    assert paper.tables[0].titles == ("進捗のまとめ（令和5年2月17日現在）", "某社")
    assert read({"a": rows[3:]}).status_date is None


def test_tables_that_state_different_days_are_pointed_out() -> None:
    a = [["2023年2月17日現在"], ["原因", "対策"], ["a", "b"]]
    b = [["2023年3月1日現在"], ["区分", "事案の概要"], ["a", "b"]]
    paper = read({"a": a, "b": b})
    assert paper.status_date == WRITTEN_ON
    assert cautions(paper) == ["status-dates-differ"]


def test_tables_of_different_kinds_may_share_a_sheet() -> None:
    rows = [
        ["区分", "事案の概要", "報告状況"],
        ["既報", "閲覧", "報告済み"],
        [],
        ["表2 原因と対策"],
        ["原因", "対策"],
        ["a", "b"],
    ]
    for paper in (read({"a": rows}), read_csv(rows)):
        assert not paper.problems
        assert [table.kind for table in paper.tables] == ["incidents", "measures"]
        assert paper.tables[1].titles == ("表2 原因と対策",)
        assert [one.title for one in paper.incidents] == ["閲覧"]


def test_tables_may_stand_side_by_side() -> None:
    rows = [
        ["区分", "事案の概要", "", "原因", "対策"],
        ["既報", "閲覧", "", "a", "b"],
        ["新規", "提供", "", "", ""],
    ]
    paper = read({"a": rows})
    assert not paper.problems
    assert [one.title for one in paper.incidents] == ["閲覧", "提供"]
    assert ties(paper) == [("b", ["a"])]


def test_a_sheet_without_a_table_is_named_and_an_empty_one_is_not() -> None:
    paper = read({"a": [["原因", "対策"], ["a", "b"]], "凡例": [["○", "済"]], "空": []})
    assert [(one.rule, one.value) for one in paper.cautions] == [("sheet-unrecognised", "凡例")]


# ----- causes and measures ----------------------------------------------------------------------


def test_a_merged_cause_spans_its_measures_and_a_merged_measure_answers_its_causes() -> None:
    rows = [
        ["分類", "原因", "対策", "実施時期"],
        ["風土", "急ぎ", "対話", "2023年度"],
        ["", "", "掲示", "2023年3月"],
        ["教育", "慣れ", "研修", "2023年4月～"],
        ["", "思い込み", "", ""],
    ]
    paper = read({"a": rows}, {"a": ["A2:A3", "B2:B3", "A4:A5", "C4:C5", "D4:D5"]})
    assert not paper.problems
    assert ties(paper) == [
        ("対話", ["急ぎ"]),
        ("掲示", ["急ぎ"]),
        ("研修", ["慣れ", "思い込み"]),
    ]
    assert [cause.category for cause in paper.causes] == ["風土", "教育", "教育"]
    assert [measure.wording for measure in paper.measures] == [
        "2023年度",
        "2023年3月",
        "2023年4月～",
    ]


def test_what_a_later_row_of_a_merged_measure_adds_is_pointed_out() -> None:
    rows = [["原因", "対策", "実施時期"], ["a", "研修", "4月"], ["b", "", "5月"]]
    paper = read({"a": rows}, {"a": ["B2:B3"]})
    assert paper.measures[0].wording == "4月"
    assert [(one.rule, one.value) for one in paper.cautions] == [("cell-ignored", "5月")]
    assert ties(paper) == [("研修", ["a", "b"])]


def test_a_merged_schedule_holds_for_each_of_its_measures() -> None:
    rows = [
        ["原因", "対策", "実施時期"],
        ["a", "研修", "4月"],
        ["b", "点検", ""],
        ["c", "周知", ""],
    ]
    paper = read({"a": rows}, {"a": ["C2:C3"]})
    assert [one.wording for one in paper.measures] == ["4月", "4月", ""]


@pytest.mark.parametrize("mark", ["〃", "同上"])
def test_a_ditto_measure_is_the_measure_above_and_a_ditto_cell_its_text(mark: str) -> None:
    rows = [
        ["分類", "原因", "対策", "実施時期", "状況"],
        ["教育", "慣れ", "研修", "4月", "済"],
        [mark, "思い込み", mark, mark, ""],
        [mark, "急ぎ", "対話", mark, mark],
    ]
    for paper in (read({"a": rows}), read_csv(rows)):
        assert not paper.problems
        assert ties(paper) == [("研修", ["慣れ", "思い込み"]), ("対話", ["急ぎ"])]
        assert {cause.category for cause in paper.causes} == {"教育"}
        assert [one.wording for one in paper.measures] == ["4月", "4月"]
        assert paper.measures[1].status == "IMPLEMENTED"


def test_a_ditto_measure_may_not_say_otherwise_than_the_row_above() -> None:
    rows = [["原因", "対策", "実施時期"], ["a", "研修", "4月"], ["b", "〃", "5月"]]
    paper = read({"a": rows})
    assert rules(paper) == ["same-measure-differs"]
    assert str(paper.problems[0].place) == "a!C3"


def test_a_wording_that_starts_like_a_ditto_is_a_wording() -> None:
    rows = [
        ["原因", "対策", "備考", "実施時期"],
        ["a", "b", "継続", "同左(継続実施)"],
        ["c", "d", "e", "同左"],
    ]
    paper = read({"a": rows})
    assert [one.wording for one in paper.measures] == ["同左(継続実施)", "e"]


@pytest.mark.parametrize("mark", ["-", "－", "—"])
def test_a_dash_says_that_there_is_no_measure(mark: str) -> None:
    rows = [["原因", "対策", "実施時期"], ["a\nb", mark, mark], ["c", "点検", mark]]
    paper = read({"a": rows})
    assert [cause.statement for cause in paper.causes] == ["a", "b", "c"]
    assert ties(paper) == [("点検", ["c"])]
    assert paper.measures[0].wording == mark
    assert not paper.problems


def test_the_same_cause_in_the_same_category_is_one_cause() -> None:
    rows = [["分類", "原因", "対策"], ["甲", "a", "x"], ["乙", "a", "y"], ["甲", "a", "z"]]
    paper = read({"a": rows})
    assert [(cause.category, cause.statement) for cause in paper.causes] == [
        ("甲", "a"),
        ("乙", "a"),
    ]
    assert [one.causes for one in paper.measures] == [(0,), (1,), (0,)]


def test_a_merged_cause_is_one_cause_in_the_category_of_its_first_row() -> None:
    rows = [
        ["分類", "原因", "対策", "関係事案"],
        ["システム", "a\nb", "x", "事案1"],
        ["", "", "y", "事案2"],
        ["システム", "", "z", "-"],
        ["", "a", "w", ""],
    ]
    paper = read({"表": rows}, {"表": ["B2:B4"]})
    assert rules(paper) == []
    assert [(one.category, one.statement, one.incidents) for one in paper.causes] == [
        ("システム", "a", ("事案1", "事案2")),
        ("システム", "b", ("事案1", "事案2")),
        (None, "a", ()),
    ]
    assert [one.causes for one in paper.measures] == [(0, 1), (0, 1), (0, 1), (2,)]


def test_a_cause_of_two_columns_is_one_only_where_both_are() -> None:
    header = ["原因", "", "対策"]
    merged = [header, ["管理", "権限が広い", "x"], ["", "点検なし", "y"], ["", "監査なし", "z"]]
    marked = [
        header,
        ["管理", "権限が広い", "x"],
        ["〃", "点検なし", "y"],
        ["同上", "監査なし", "z"],
    ]
    for rows, merges in ((merged, ["A1:B1", "A2:A4"]), (marked, ["A1:B1"])):
        paper = read({"表": rows}, {"表": merges})
        assert rules(paper) == []
        assert [one.statement.split("／")[-1] for one in paper.causes] == [
            "権限が広い",
            "点検なし",
            "監査なし",
        ]
        assert [one.causes for one in paper.measures] == [(0,), (1,), (2,)]


def test_an_incident_of_two_columns_is_one_only_where_both_are() -> None:
    rows = [["区分", "事案の概要", ""], ["A", "閲覧", "甲の閲覧"], ["B", "", "乙の閲覧"]]
    paper = read({"表": rows}, {"表": ["B1:C1", "B2:B3"]})
    assert [one.title.split("／")[-1] for one in paper.incidents] == ["甲の閲覧", "乙の閲覧"]


def test_a_measure_of_two_columns_is_one_only_where_both_are() -> None:
    rows = [["原因", "対策", ""], ["a", "制度", "規程整備"], ["b", "", "点検表"]]
    paper = read({"表": rows}, {"表": ["B1:C1", "B2:B3"]})
    assert [one.title.split("／")[-1] for one in paper.measures] == ["規程整備", "点検表"]


@pytest.mark.parametrize(("first", "second"), [("甲", "乙"), ("", "乙")])
def test_a_merged_cause_in_two_categories_is_refused(first: str, second: str) -> None:
    rows = [["分類", "原因", "対策"], [first, "a", "x"], [second, "", "y"], ["丙", "b", "z"]]
    paper = read({"表": rows}, {"表": ["B2:B3"]})
    assert rules(paper) == ["merged-cause-differs"]
    assert str(paper.problems[0].place) == "表!A3"


def test_a_ditto_cause_with_a_blank_category_is_the_cause_above() -> None:
    rows = [
        ["分類", "原因", "対策"],
        ["甲", "a", "x"],
        ["", "〃", "y"],
        ["", "〃", "z"],
        ["乙", "〃", "w"],
    ]
    paper = read({"表": rows})
    assert [(one.category, one.statement) for one in paper.causes] == [("甲", "a"), ("乙", "a")]
    assert [one.causes for one in paper.measures] == [(0,), (0,), (0,), (1,)]


def test_related_incidents_belong_to_the_measure_and_to_its_causes() -> None:
    rows = [
        ["原因", "対策", "関係事案"],
        ["a", "x", "事案1\n事案2"],
        ["a", "y", "事案3"],
        ["b", "z", "-"],
    ]
    paper = read({"a": rows})
    assert [one.incidents for one in paper.measures] == [("事案1", "事案2"), ("事案3",), ()]
    assert [one.incidents for one in paper.causes] == [("事案1", "事案2", "事案3"), ()]


def test_a_number_in_a_cell_of_numbers_has_no_decimals() -> None:
    rows: Rows = [["No.", "原因", "対策"], [3.0, "a", "x"], ["003", "b", "y"], ["", "c", "z"]]
    assert [one.number for one in read({"a": rows}).measures] == ["3", "003", None]


def test_a_number_beside_a_cause_without_a_measure_is_the_causes() -> None:
    rows = [["No.", "原因", "対策"], ["1", "a", "-"], ["2", "b", "x"]]
    paper = read({"a": rows})
    assert [one.number for one in paper.causes] == ["1", None]
    assert not paper.cautions


def test_a_blank_category_is_none_on_a_sheet_and_the_one_above_in_csv() -> None:
    rows = [["分類", "原因", "対策"], ["甲", "a", "x"], ["", "b", "y"], ["-", "c", "z"]]
    assert [one.category for one in read({"a": rows}).causes] == ["甲", None, None]
    assert [one.category for one in read_csv(rows).causes] == ["甲", "甲", None]


def test_a_blank_cause_in_csv_is_the_one_above_in_the_same_category_only() -> None:
    rows = [["分類", "原因", "対策"], ["甲", "a", "x"], ["", "", "y"], ["乙", "", "z"]]
    paper = read_csv(rows)
    assert ties(paper) == [("x", ["a"]), ("y", ["a"]), ("z", [])]
    assert rules(paper) == ["measure-without-cause"]


def test_a_blank_measure_in_csv_is_asked_back_and_on_a_sheet_means_none() -> None:
    rows = [["原因", "対策", "実施時期"], ["a", "x", "4月"], ["b", "", ""]]
    paper = read_csv(rows)
    assert rules(paper) == ["measure-blank"]
    assert "〃" in paper.problems[0].remedy_ja
    assert "「-」" in paper.problems[0].remedy_ja
    sheet = read({"a": rows})
    assert not sheet.problems
    assert ties(sheet) == [("x", ["a"])]
    assert len(sheet.causes) == 2


def test_the_same_measure_text_twice_is_two_measures_and_pointed_out() -> None:
    paper = read({"a": [["原因", "対策"], ["a", "x"], ["b", "x"]]})
    assert len(paper.measures) == 2
    assert cautions(paper) == ["measure-repeated"]
    numbered = [["No", "原因", "対策"], ["1", "a", "x"], ["2", "b", "x"]]
    assert not read({"a": numbered}).cautions


def test_blank_rows_are_skipped_and_notes_are_kept() -> None:
    rows = [
        ["原因", "対策"],
        ["a", "x"],
        [],
        ["※ 対策は案"],
        ["b", "※印の点検"],
        ["（注）別紙"],
        [],
        ["以上"],
    ]
    paper = read({"a": rows}, {"a": ["A8:B8"]})
    assert paper.notes == ("※ 対策は案", "（注）別紙", "以上")
    assert [one.title for one in paper.measures] == ["x", "※印の点検"]


# ----- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "wording"),
    [
        ('yyyy"年"m"月"', "2023年3月"),
        ("mmm-yy", "2023年3月"),
        ('yyyy"年"', "2023年"),
        ('yyyy"年"m"月"d"日"', "2023年3月1日"),
        ('[$-411]ggge"年"m"月"d"日"', "2023年3月1日"),
        ("yyyy/m/d", "2023年3月1日"),
        ("mm-dd-yy", "2023年3月1日"),
        ('[$-411]ge"年"m"月"', "2023年3月"),
        ('"～"yyyy"年"m"月"', "～2023年3月"),
        ('yyyy"年"m"月～"', "2023年3月～"),
        ('yyyy"年"m"月末"', "2023年3月末"),
        ('yyyy"年度"', "2023年度"),
        ('yyyy"年"m"月"d"日"(aaa)', "2023年3月1日"),
        ('yyyy/m/d(aaa)"まで"', "2023年3月1日まで"),
        ('"令和"e"年"m"月"', "2023年3月"),
        ('yyyy/m/d h"時"mm"分"', "2023年3月1日"),
    ],
)
def test_a_date_cell_reads_as_it_shows(code: str, wording: str) -> None:
    book = workbook({"a": [["原因", "対策", "実施時期"], ["a", "b", date(2023, 3, 1)]]})
    book["a"]["C2"].number_format = code
    paper = read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)
    assert paper.measures[0].wording == wording


@pytest.mark.parametrize(
    ("number", "code", "wording"),
    [
        (2023.1, "0.00", "2023.10"),
        (2023, "General", "2023"),
        (2023, '0"年度"', "2023年度"),
        (1, '"～2023年"0"月末"', "～2023年1月末"),
        (202310, '0000"年"00"月"', "2023年10月"),
        (20231015, '0000"/"00"/"00', "2023/10/15"),
        (1, '"完了";"未";"検討中"', "完了"),
        (0, '"完了";"未";"検討中"', "検討中"),
        (-1, "0", "-1"),
    ],
)
def test_a_number_for_a_schedule_reads_as_it_shows(number: float, code: str, wording: str) -> None:
    assert with_schedule(number, code).measures[0].wording == wording


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (2023.1, "General"),
        (2023.14, "0.0"),
        (45200, '[$-411]e"年度"'),
        (5, '[>3]0"月";0"年"'),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
        (0.5, "h:mm"),
    ],
)
def test_a_number_that_may_show_as_another_schedule_is_refused(number: float, code: str) -> None:
    paper = with_schedule(number, code)
    assert rules(paper) == ["schedule-a-number"]
    assert str(paper.problems[0].place) == "a!C2"


def with_schedule(value: object, code: str) -> Paper:
    """A table whose one schedule is this value in this format."""
    book = workbook({"a": [["原因", "対策", "実施時期", "備考"], ["a", "b", value, 2.5]]})
    book["a"]["C2"].number_format = code
    return read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1, '"T-"00', "T-01"),
        (2, "000", "002"),
        (1.1, "0.00", "1.10"),
        (3, '"No."0', "No.3"),
        (1234, "#,##0_);(#,##0)", "1234"),
        (-3, "#,##0_);(#,##0)", "(3)"),
        (7, "@", "7"),
        (12, '[$¥-411]#,##0"-"', "¥12-"),
    ],
)
def test_a_number_keeps_the_zeros_and_the_words_of_its_format(
    number: float, code: str, shown: str
) -> None:
    book = workbook({"a": [["管理番号", "原因", "対策"], [number, "a", "b"]]})
    book["a"]["A2"].number_format = code
    paper = read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)
    assert [one.number for one in paper.measures] == [shown]


def test_a_date_format_that_only_japanese_excel_knows_reads_as_a_date() -> None:
    book: Any = workbook({"a": [["原因", "対策", "実施時期"], ["a", "b", 44986]]})
    cell = book["a"]["C2"]
    cell.number_format = "0.00"  # a style of its own, to be changed to the format's number
    cell._style.numFmtId = 55
    book._cell_styles.add(cell._style)
    paper = read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)
    assert paper.measures[0].wording == "2023年3月"


def under(header: str, *wordings: str) -> Paper:
    rows = [["原因", "対策", header], *(["a", f"b{at}", one] for at, one in enumerate(wordings))]
    return read({"a": rows})


@pytest.mark.parametrize(
    ("header", "wording", "read_as"),
    [
        ("実施時期（2023年度）", "3月末", "2023年度3月末"),
        ("実施時期(２０２３年度)", "３月下旬から", "2023年度３月下旬から"),
        ("期限［令和5年度］", "第4四半期", "令和5年度第4四半期"),
        ("実施時期\n（2023年 予定）", "6月", "2023年6月"),
        ("実施時期（2023年度、2023年2月17日現在）", "3月末", "2023年度3月末"),
        ("実施時期（2023年度）", "2024年5月", "2024年5月"),
        ("実施時期（2023年度）", "R6.5", "R6.5"),
        ("実施時期（2023年度）", "来年度上期", "来年度上期"),
        ("実施時期（2023年度）", "毎年4月", "毎年4月"),
        ("実施時期（2023年度）", "1年以内", "1年以内"),
        ("実施時期（2023年度）", "随時", "随時"),
        ("実施時期（2023年度）", "-", "-"),
        ("実施時期（2023年度）", "", ""),
        ("実施時期（2023年2月17日現在）", "3月末", "3月末"),
        ("実施時期（年度）", "3月末", "3月末"),
    ],
)
def test_a_schedule_without_a_year_has_that_of_its_header(
    header: str, wording: str, read_as: str
) -> None:
    paper = under(header, wording)
    assert rules(paper) == []
    assert paper.measures[0].wording == read_as


@pytest.mark.parametrize(
    ("wording", "read_as"),
    [
        ("年度末", "2023年度末"),
        ("4月実施", "2023年度4月実施"),
        ("6月（予定）", "2023年度6月（予定）"),
        ("四半期ごと", "四半期ごと"),
        ("年2回（4月・10月）", "年2回（4月・10月）"),
        ("24.1", "24.1"),
        ("23年6月", "23年6月"),
    ],
)
def test_a_year_in_the_header_goes_where_it_is_wanted_alone(wording: str, read_as: str) -> None:
    paper = read({"a": [["原因", "対策", "実施時期（2023年度）"], ["a", "b", wording]]})
    assert rules(paper) == [] and paper.measures[0].wording == read_as


def test_a_year_in_a_second_header_row_counts() -> None:
    rows = [["原因", "対策", "実施時期"], ["", "", "2023年度"], ["a", "b", "3月末"]]
    paper = read({"a": rows}, {"a": ["A1:A2", "B1:B2"]})
    assert paper.measures[0].wording == "2023年度3月末"


@pytest.mark.parametrize(
    ("header", "wording"),
    [
        ("実施時期（2023年度）", "～3月末"),
        ("実施時期（2023年度）", "4月～9月"),
        ("実施時期（2023年度）", "3/15"),
        ("Schedule (2023年度)", "March 3"),
        ("実施時期（2023）", "3月末"),
        ("実施時期（FY2023）", "3月末"),
        ("実施時期（2023年度～2025年度）", "3月末"),
        ("実施時期（来年度）", "3月末"),
    ],
)
def test_a_schedule_whose_year_is_not_clear_from_its_header_is_refused(
    header: str, wording: str
) -> None:
    paper = under(header, "2023年4月", wording)
    assert rules(paper) == ["year-in-header"]
    assert str(paper.problems[0].place) == "a!C3"


# ----- figures ----------------------------------------------------------------------------------

FIGURES = [
    ["判明した事案", "", "閲覧契約件数", "閲覧者数", ""],
    ["", "", "", "ログ調査", "アンケート"],
    ["甲情報", "甲の一", "85件", "30人", "20人"],
    ["", "甲の二", "１件", "1人", "—"],
    ["乙情報", "", "約10件", "15人", "-"],
    ["合計", "", "96件", "40人", ""],
]
MERGES = ["A1:B2", "C1:C2", "D1:E1", "A3:A4", "A5:B5", "A6:B6"]


def test_figures_have_a_label_a_measure_and_a_method() -> None:
    for paper in (read({"a": FIGURES}, {"a": MERGES}), read_csv(FIGURES)):
        assert not paper.problems
        assert not paper.cautions
        told = [(one.label, one.measure, one.method, one.value, one.unit) for one in paper.figures]
        assert told[:4] == [
            ("甲情報／甲の一", "閲覧契約件数", None, Decimal(85), "件"),
            ("甲情報／甲の一", "閲覧者数", "LOG", Decimal(30), "人"),
            ("甲情報／甲の一", "閲覧者数", "QUESTIONNAIRE", Decimal(20), "人"),
            ("甲情報／甲の二", "閲覧契約件数", None, Decimal(1), "件"),
        ]
        assert [one.label for one in paper.figures if one.about] == ["乙情報"]
        wholes = [one for one in paper.figures if one.whole]
        assert [(one.label, one.value, one.distinct) for one in wholes] == [
            ("合計", Decimal(96), None),
            ("合計", Decimal(40), True),
        ]
        assert all(one.incidents == () for one in paper.figures)


def total(parts: list[str], whole: str, header: str = "閲覧者数", note: str = "") -> Paper:
    rows = [["区分", header], *([str(at), part] for at, part in enumerate(parts)), ["合計", whole]]
    return read({"a": [*rows, [note]] if note else rows})


@pytest.mark.parametrize(
    ("parts", "whole", "header"),
    [
        (["3人", "4人"], "7人", "閲覧者数"),
        (["3人", "4人"], "5人", "閲覧者数"),
        (["3人", "4人"], "4人", "閲覧者数"),
        (["3件", "4件"], "7件", "閲覧契約件数"),
        (["約30件", "4件"], "40件", "閲覧契約件数"),
        (["3人", "4人"], "延べ7人", "閲覧者数"),
    ],
)
def test_a_total_that_can_be_is_kept_in_silence(parts: list[str], whole: str, header: str) -> None:
    paper = total(parts, whole, header)
    assert not paper.cautions


@pytest.mark.parametrize(
    ("parts", "whole", "header"),
    [
        (["3人", "4人"], "8人", "閲覧者数"),
        (["3人", "4人"], "3人", "閲覧者数"),
        (["3件", "4件"], "6件", "閲覧契約件数"),
        (["約30件", "4件"], "60件", "閲覧契約件数"),
        (["3人", "4人"], "延べ6人", "閲覧者数"),
    ],
)
def test_a_total_its_parts_cannot_give_is_kept_and_pointed_out(
    parts: list[str], whole: str, header: str
) -> None:
    paper = total(parts, whole, header)
    assert cautions(paper) == ["total-differs"]
    assert paper.figures[-1].raw == whole
    assert not paper.problems


def test_a_total_of_people_below_the_sum_counts_each_once() -> None:
    assert total(["3人", "4人"], "5人").figures[-1].distinct is True
    assert total(["3人", "4人"], "7人").figures[-1].distinct is None


def test_a_note_may_say_that_the_total_counts_each_once() -> None:
    once = total(["3人", "4人"], "7人", note="※ 合計は重複分を除いた人数")
    assert [one.distinct for one in once.figures] == [None, None, True]
    twice = total(["3人", "4人"], "7人", note="※ 合計は重複を含む延べ人数")
    assert [one.distinct for one in twice.figures] == [None, None, False]
    neighbour = total(["3人", "4人"], "7人", note="※ アンケートの合計は重複分を除く")
    assert [one.distinct for one in neighbour.figures] == [None, None, None]


def test_plain_numbers_take_the_unit_of_their_header() -> None:
    rows: Rows = [["区分", "閲覧者数（名）", "延べ閲覧者数"], ["甲", 1234, 1234.0]]
    paper = read({"a": rows})
    assert [(one.value, one.unit, one.distinct, one.measure) for one in paper.figures] == [
        (Decimal(1234), "人", None, "閲覧者数"),
        (Decimal(1234), "人", False, "閲覧者数"),
    ]


def test_a_number_format_may_hold_the_unit_or_a_percentage() -> None:
    book = workbook({"a": [["区分", "閲覧契約件数", "閲覧者数"], ["甲", 85783, 0.5]]})
    book["a"]["B2"].number_format = '"約"#,##0"件"'
    book["a"]["C2"].number_format = "0%"
    paper = read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)
    assert [(one.value, one.about, one.raw) for one in paper.figures] == [
        (Decimal(85783), True, "約85783件")
    ]
    assert rules(paper) == ["percent"]


def test_a_number_format_may_count_in_thousands() -> None:
    book = workbook({"a": [["区分", "閲覧契約件数"], ["甲", 85783]]})
    book["a"]["B2"].number_format = '"約"#,##0,"千件"'
    paper = read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)
    assert [(one.value, one.about) for one in paper.figures] == [(Decimal(86000), True)]


@pytest.mark.parametrize(
    ("format_", "value"), [("#,##0,", 12345), ('#,##0.0,"千件"', 12300), ("0!件", 12345)]
)
def test_a_number_that_is_shown_in_thousands_says_so_or_counts_as_it_is(
    format_: str, value: int
) -> None:
    book = workbook({"a": [["区分", "閲覧契約件数"], ["甲", 12345]]})
    book["a"]["B2"].number_format = format_
    paper = read_paper(saved(book), "x.xlsx", written_on=WRITTEN_ON)
    assert [one.value for one in paper.figures] == [Decimal(value)]


def test_a_figure_covers_the_incidents_its_row_names_and_none_otherwise() -> None:
    rows = [
        ["区分", "閲覧契約件数", "関係事案", "変更理由"],
        ["甲", "1件", "事案1\n事案2", "再調査"],
        ["乙", "2件", "", ""],
    ]
    paper = read({"a": rows})
    assert [(one.incidents, one.reason) for one in paper.figures] == [
        (("事案1", "事案2"), "再調査"),
        ((), None),
    ]


@pytest.mark.parametrize(("cell", "rule"), [("59.3%", "percent"), ("多数", "not-a-number")])
def test_what_is_not_a_number_is_refused_with_its_cell(cell: str, rule: str) -> None:
    paper = read({"a": [["区分", "閲覧契約件数"], ["甲", "1件"], ["乙", cell]]})
    assert rules(paper) == [rule]
    assert str(paper.problems[0].place) == "a!B3"
    assert paper.problems[0].value == cell


# ----- incidents --------------------------------------------------------------------------------


def test_incidents_have_a_group_and_how_they_were_reported() -> None:
    rows = [["区分", "事案の概要", "報告状況"], ["甲", "閲覧", "報告済み"], ["", "提供", "-"]]
    paper = read({"a": rows}, {"a": ["A2:A3"]})
    assert [(one.group, one.title, one.reporting) for one in paper.incidents] == [
        ("甲", "閲覧", "報告済み"),
        ("甲", "提供", None),
    ]
    assert [one.group for one in read_csv(rows).incidents] == ["甲", "甲"]
    assert [one.group for one in read({"a": rows}).incidents] == ["甲", None]


# ----- encodings --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_csv_in_every_encoding_people_use(encoding: str, separator: str) -> None:
    rows = [["原因", "対策", "実施時期"], ["㈱髙橋の委託", '点検,"周知"\n①a', "2023年4月～"]]
    paper = read_csv(rows, encoding, separator)
    assert not paper.problems
    assert paper.causes[0].statement == "㈱髙橋の委託"
    assert (paper.measures[0].title, paper.measures[0].items) == ('点検,"周知"', ("a",))
    assert paper.measures[0].wording == "2023年4月～"
    assert str(paper.measures[0].place) == "x.csv!B2"
