"""What a paper is refused for, one broken file per rule, each beside a file that is fine."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from papers.reading import ALLOWABLE, Paper, read_paper
from papers.reading.problems import CAUTIONS, PROBLEMS
from tests.papers.workbooks import Rows, saved, separated, workbook, xlsx

WRITTEN_ON = date(2023, 2, 17)
ROWS: Rows = [
    ["No.", "分類", "原因", "対策", "実施時期", "状況", "種別"],
    ["1", "甲", "見落とし", "点検", "2023年4月～", "未", "是正"],
    ["2", "乙", "慣れ", "研修", "2023年3月", "済", "予防・継続"],
]


def read(data: bytes, *allow: str, name: str = "x.xlsx") -> Paper:
    return read_paper(data, name, written_on=WRITTEN_ON, allow=frozenset(allow))


def refusals(paper: Paper) -> list[tuple[str, str]]:
    """Each problem's rule and place."""
    return [(one.rule, str(one.place) if one.place else "") for one in paper.problems]


def spoiled(spoil: Callable[[Any], object], rows: Rows = ROWS) -> bytes:
    book = workbook({"表": rows})
    spoil(book["表"])
    return saved(book)


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: str) -> bytes:
    """The same package with some parts changed, and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, text in more.items():
            new.writestr(name, text)
    return out.getvalue()


def changed(rows: Rows, row: int, column: int, value: object) -> list[list[object]]:
    copy = [list(line) for line in rows]
    copy[row][column] = value
    return copy


def test_the_plain_file_is_fine() -> None:
    for data, name in ((xlsx({"表": ROWS}), "x.xlsx"), (separated(ROWS), "x.csv")):
        paper = read(data, name=name)
        assert refusals(paper) == []
        assert paper.cautions == ()
        assert len(paper.measures) == 2


# ----- the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "rule"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook".ljust(600), "x.xls", "old-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook".ljust(600), "x.xlsx", "old-excel"),
        (b"anything", "x.XLS", "old-excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx",
            "password",
        ),
        (b"\x83\x82\xa0\xff\xfe\x80", "x.csv", "undecodable"),
        ("原因,対策\na,b\n".encode("utf-16"), "x.csv", "undecodable"),
        ("原因,対策\n".encode("cp932") + b"\x80,b\n", "x.csv", "undecodable"),
        ('原因,対策\n"a,b\n'.encode(), "x.csv", "csv-broken"),
        (b"PK\x03\x04 and no more", "x.xlsx", "unreadable"),
        (b"\0\1 not a zip", "x.xlsx", "unreadable"),
        ("原因,対策\na,b\n".encode("cp932"), "x.xlsx", "text-not-excel"),
        ("原因\t対策\n".encode("utf-16"), "x.xlsx", "text-not-excel"),
        (b"", "x.xlsx", "empty-file"),
        (b"%PDF-1.7", "x.pdf", "format-unknown"),
        (b"", "x.csv", "no-table"),
        ("品目,価格\n茶,100\n".encode(), "x.csv", "no-table"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, name: str, rule: str) -> None:
    assert [one.rule for one in read(data, name=name).problems] == [rule]


def test_an_encrypted_zip_and_another_office_file_are_told_apart() -> None:
    data = bytearray(xlsx({"表": ROWS}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert [one.rule for one in read(bytes(data)).problems] == ["password"]
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert [one.rule for one in read(document.getvalue()).problems] == ["format-unknown"]


def test_a_strict_and_a_binary_workbook_are_called_what_they_are() -> None:
    def strict(_: str, part: bytes) -> bytes:
        part = part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    def binary(_: str, part: bytes) -> bytes:
        return part.replace(b"xl/workbook.xml", b"xl/workbook.bin")

    book = xlsx({"表": ROWS})
    assert [one.rule for one in read(repacked(book, strict)).problems] == ["strict-excel"]
    more = {"xl/workbook.bin": "\x83\x01\x00"}
    assert [one.rule for one in read(repacked(book, binary, **more), name="x.xlsb").problems] == [
        "binary-excel"
    ]


def test_a_document_type_is_refused_before_anything_expands() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]>'

    def declare(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        return bomb + part.split(b"?>", 1)[-1]

    assert [one.rule for one in read(repacked(xlsx({"表": ROWS}), declare)).problems] == [
        "xml-entities"
    ]


def test_a_package_too_large_when_unpacked_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (201 * 1024 * 1024))
    assert len(data.getvalue()) < 1_000_000
    assert [one.rule for one in read(data.getvalue()).problems] == ["too-large"]


@pytest.mark.parametrize(
    "extra", ['<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>',
              '<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>']
)  # fmt: skip
def test_a_merge_or_link_over_a_whole_sheet_is_refused(extra: str) -> None:
    def widen(name: str, part: bytes) -> bytes:
        return re.sub(rb"(?<=</sheetData>)", extra.encode(), part) if "sheet1" in name else part

    assert [one.rule for one in read(repacked(xlsx({"表": ROWS}), widen)).problems] == ["too-large"]


def _with_many(part: str, end: str, more: str, count: int) -> bytes:
    """A book with many more of an element before the end of a part."""

    def put(name: str, text: bytes) -> bytes:
        if name != part:
            return text
        return text.replace(end.encode(), more.encode() * count + end.encode(), 1)

    texts = (
        '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    shared = repacked(
        xlsx({"表": ROWS}),
        lambda name, text: (
            text.replace(b"</Relationships>", texts.encode())
            if name == "xl/_rels/workbook.xml.rels"
            else text
        ),
        **{"xl/sharedStrings.xml": "<sst></sst>"},
    )
    return repacked(shared, put)


@pytest.mark.parametrize(
    ("part", "end", "more", "count"),
    [
        ("xl/styles.xml", "</cellXfs>", "<xf/>", 260_000),
        ("xl/styles.xml", "</fonts>", "<font/>", 260_000),
        ("xl/sharedStrings.xml", "</sst>", "<si><t/></si>", 1_010_000),
        ("xl/workbook.xml", "</sheets>", "<definedName/>", 260_000),
        ("xl/worksheets/sheet1.xml", "</worksheet>", "<cfRule/>", 260_000),
    ],
)
def test_more_styles_texts_or_names_than_any_real_file_has_are_refused(
    part: str, end: str, more: str, count: int
) -> None:
    paper = read(_with_many(part, end, more, count))
    assert [one.rule for one in paper.problems] == ["too-large"]
    assert part in paper.problems[0].message_ja


def test_a_thousand_styles_and_hundreds_of_thousands_of_texts_are_fine() -> None:
    styles = _with_many("xl/styles.xml", "</cellXfs>", "<xf/>", 1_000)
    assert refusals(read(styles)) == []
    texts = _with_many("xl/sharedStrings.xml", "</sst>", "<si><t/></si>", 300_000)
    assert refusals(read(texts)) == []


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing() -> None:
    paper = read(spoiled(lambda sheet: sheet.cell(1_048_576, 3, "※ 注")))
    assert refusals(paper) == []
    assert paper.notes == ("※ 注",)


# ----- the tables -------------------------------------------------------------------------------


def test_a_header_twice_is_refused_unless_the_left_one_is_to_be_read() -> None:
    rows = [["原因", "対策", "発生原因", "備考"], ["a", "b", "c", "d"]]
    paper = read(xlsx({"表": rows}))
    assert refusals(paper) == [("header-twice", "表!C1")]
    assert "表!A1" in paper.problems[0].message_ja
    allowed = read(xlsx({"表": rows}), "header-twice")
    assert refusals(allowed) == []
    assert [one.statement for one in allowed.causes] == ["a"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("実施時期（変更前）", "実施時期（変更後）"),
        ("実施時期（当初）", "実施時期"),
        ("Schedule (old)", "Due date"),
    ],
)
def test_no_option_reads_what_stood_before_a_change(first: str, second: str) -> None:
    rows = [["原因", "対策", first, second], ["a", "b", "2023年3月", "2023年9月"]]
    refused = read(xlsx({"表": rows}), "header-twice")
    assert refusals(refused) == [("header-before-and-after", "表!D1")]
    planned = [["原因", "対策", "期限", "実施時期"], *rows[1:]]
    assert refusals(read(xlsx({"表": planned}), "header-twice")) == []


def test_a_row_longer_than_its_headers_is_refused() -> None:
    rows = [["原因", "対策"], ["a", "b", "c"], ["d", "e", ""]]
    for data, name, sheet in (
        (xlsx({"表": rows}), "x.xlsx", "表"),
        (separated(rows), "x.csv", "x.csv"),
    ):
        assert refusals(read(data, name=name)) == [("longer-row", f"{sheet}!C2")]
        assert refusals(read(data, "longer-row", name=name)) == []


def test_a_value_under_a_blank_header_is_refused() -> None:
    rows = [["原因", "", "対策"], ["a", "", "b"], ["c", "x", "d"]]
    assert refusals(read(xlsx({"表": rows}))) == [("longer-row", "表!B3")]


def test_a_header_that_lacks_a_column_is_named() -> None:
    paper = read(xlsx({"表": [["分類", "対策", "実施時期"], ["甲", "a", "b"]]}))
    assert refusals(paper) == [("header-missing", "表!A1")]
    assert "原因" in paper.problems[0].remedy_ja


def test_two_tables_of_one_kind_are_refused_unless_they_are_to_be_one() -> None:
    rows = [*ROWS, [], ["原因", "対策"], ["急ぎ", "対話"]]
    assert refusals(read(xlsx({"表": rows}))) == [("two-tables", "表!A5")]
    apart = xlsx({"表": ROWS, "別": rows[4:]})
    assert refusals(read(apart)) == [("two-tables", "別!A1")]
    paper = read(apart, "two-tables")
    assert refusals(paper) == []
    assert [one.title for one in paper.measures] == ["点検", "研修", "対話"]


GAPS: list[Rows] = [[], [[]]]
INCIDENTS: Rows = [["No.", "区分", "", "", "事案の概要"], ["1", "甲", "", "", "閲覧"]]


@pytest.mark.parametrize(
    ("above", "lone", "below", "place"),
    [
        (ROWS, ["", "", "", "記録を残す"], INCIDENTS, "表!D5"),
        (ROWS, ["", "", "見直しがない"], INCIDENTS, "表!C5"),
        (INCIDENTS, ["", "", "", "", "提供"], ROWS, "表!E4"),
        ([["区分", "閲覧契約件数"], ["甲", "3件"]], ["", "4件"], ROWS, "表!B4"),
    ],
)
def test_a_text_apart_that_may_be_a_row_or_a_title_is_refused(
    above: Rows, lone: list[str], below: Rows, place: str
) -> None:
    for gap in GAPS:
        rows = [*above, [], lone, *gap, *below]
        assert refusals(read(xlsx({"表": rows}))) == [("row-astray", place)]
    marked = [*above, ["※ 案"], lone, [], *below]
    assert ("row-astray", place) not in refusals(read(xlsx({"表": marked})))


def test_a_text_below_a_title_is_not_taken_for_one_where_it_may_be_a_row() -> None:
    rows = [*ROWS, [], ["表2"], ["", "", "見直しがない"], *INCIDENTS]
    assert refusals(read(xlsx({"表": rows}))) == [("row-astray", "表!C6")]


@pytest.mark.parametrize("lone", [["表2"], ["", "表2"], ["", "", "※ 注"], [*[""] * 7, "表2"]])
def test_a_text_apart_that_is_no_row_is_the_title_of_the_next_table(lone: list[str]) -> None:
    for gap in GAPS:
        paper = read(xlsx({"表": [*ROWS, [], lone, *gap, *INCIDENTS]}))
        assert refusals(paper) == []
        assert [*paper.tables[1].titles, *paper.notes] == [lone[-1]]
    figures = [["区分", "閲覧契約件数"], ["甲", "3件"], [], ["表2"], *ROWS]
    assert read(xlsx({"表": figures})).tables[1].titles == ("表2",)


def test_a_title_that_may_be_said_of_a_measure_is_pointed_out() -> None:
    for row in (["", "", "", "", "2023年9月"], [*[""] * 5, "済"]):
        paper = read(xlsx({"表": [*ROWS, [], row, [], *INCIDENTS]}))
        assert refusals(paper) == []
        assert [(one.rule, one.value) for one in paper.cautions] == [("title-in-column", row[-1])]


@pytest.mark.parametrize("lone", ["単位：件", "（2023年2月17日現在）", "2. 原因と対策"])
def test_what_says_what_the_next_table_is_of_is_its_title(lone: str) -> None:
    for column in (0, 2):
        row = [*[""] * column, lone]
        paper = read(xlsx({"表": [*ROWS, [], row, *INCIDENTS]}))
        assert refusals(paper) == [] and lone in (*paper.tables[1].titles, *paper.notes)


@pytest.mark.parametrize("lone", ["以上", "作成：コンプライアンス部", "問合せ先: 内線 1234"])
def test_what_ends_a_paper_is_a_note_and_no_cause(lone: str) -> None:
    for gap in GAPS:
        paper = read(xlsx({"表": [["原因", "対策"], ["甲", "x"], *gap, [lone]]}))
        assert refusals(paper) == [] and [one.statement for one in paper.causes] == ["甲"]


def test_causes_that_are_numbered_throughout_are_no_headings() -> None:
    rows = [["原因", "対策"], ["1. 甲", "x"], ["2. 乙", ""], ["3. 丙", "y"]]
    paper = read(xlsx({"表": rows}))
    assert refusals(paper) == [] and [one.statement for one in paper.causes] == ["甲", "乙", "丙"]
    beside = [["No.", "原因", "対策"], ["1", "甲", "x"], ["", "■システム面", ""], ["2", "乙", "y"]]
    assert refusals(read(xlsx({"表": beside}))) == [("heading-row", "表!B3")]


def test_a_text_merged_wide_is_the_title_of_the_next_table() -> None:
    rows = [*ROWS, [], ["", "", "表2"], *INCIDENTS]
    paper = read(xlsx({"表": rows}, {"表": ["C5:E5"]}))
    assert (refusals(paper), paper.tables[1].titles) == ([], ("表2",))


@pytest.mark.parametrize("more", [[], [[], *INCIDENTS]])
def test_a_text_beside_a_merge_of_the_table_is_of_its_row(more: Rows) -> None:
    rows = [*ROWS, [], ["", "", "", "記録を残す"], *more]
    paper = read(xlsx({"表": rows}, {"表": ["B3:B5", "C3:C5"]}))
    assert refusals(paper) == []
    assert [(one.title, one.causes) for one in paper.measures][2:] == [("記録を残す", (1,))]
    remark = [["原因", "対策", "備考"], ["a", "b", ""], [], ["", "", "9月に延期"], *more]
    read_on = read(xlsx({"表": remark}, {"表": ["A2:A4", "B2:B4"]}))
    assert [(one.rule, one.value) for one in read_on.cautions] == [("cell-ignored", "9月に延期")]


# ----- what the eye does not see ----------------------------------------------------------------


def _threaded(book: bytes) -> bytes:
    """A comment as today's Excel keeps it."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
        'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="D2"><text>a</text></threadedComment>'
        "</ThreadedComments>"
    )
    return repacked(
        book,
        lambda _, part: part,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": rels,
            "xl/threadedComments/threadedComment1.xml": thread,
        },
    )


def _strike_run(sheet: Any) -> None:
    gone = TextBlock(InlineFont(strike=True), "2023年3月")
    sheet["E2"] = CellRichText([gone, TextBlock(InlineFont(), "2023年6月")])


def _hide(dimension: str, what: str) -> Callable[[Any], None]:
    def hide(sheet: Any) -> None:
        getattr(sheet, dimension)[int(what) if what.isdecimal() else what].hidden = True

    return hide


def _narrowed(book: bytes) -> bytes:
    """A column of no width, which openpyxl does not write."""
    column = b'<cols><col min="6" max="6" width="0" customWidth="1"/></cols><sheetData>'

    def narrow(name: str, part: bytes) -> bytes:
        return part.replace(b"<sheetData>", column) if "sheet1" in name else part

    return repacked(book, narrow)


def _invisible(sheet: Any) -> None:
    sheet["E3"].number_format = ";;;"


def _strike(sheet: Any) -> None:
    sheet["E2"].font = Font(strike=True)


def _comment(sheet: Any) -> None:
    sheet["D2"].comment = Comment("a", "b")


def _formula(sheet: Any) -> None:
    sheet["E2"] = '=TEXT(A1,"yyyy")'


def _error(sheet: Any) -> None:
    sheet["E2"] = "#REF!"
    sheet["E2"].data_type = "e"


@pytest.mark.parametrize(
    ("data", "rule", "place", "what_is_left"),
    [
        (spoiled(_strike), "struck-through", "表!E2", ["", "2023年3月"]),
        (spoiled(_strike_run), "struck-through", "表!E2", ["2023年6月", "2023年3月"]),
        (spoiled(_hide("row_dimensions", "2")), "hidden", "表!A2", ["2023年3月"]),
        (spoiled(_hide("column_dimensions", "F")), "hidden", "表!F1", ["2023年4月～", "2023年3月"]),
        (_narrowed(xlsx({"表": ROWS})), "hidden", "表!F1", ["2023年4月～", "2023年3月"]),
        (spoiled(_invisible), "hidden", "表!E3", ["2023年4月～", ""]),
        (spoiled(_comment), "comments", "表!D2", ["2023年4月～", "2023年3月"]),
        (_threaded(xlsx({"表": ROWS})), "comments", "表!D2", ["2023年4月～", "2023年3月"]),
        (spoiled(_formula), "formulas", "表!E2", ["", "2023年3月"]),
        (spoiled(_error), "formulas", "表!E2", ["", "2023年3月"]),
    ],
)
def test_what_the_eye_would_not_see_is_refused_unless_an_option_says_how_to_treat_it(
    data: bytes, rule: str, place: str, what_is_left: list[str]
) -> None:
    paper = read(data)
    assert refusals(paper) == [(rule, place)]
    assert paper.problems[0].option == rule
    allowed = read(data, rule)
    assert refusals(allowed) == []
    assert [one.wording for one in allowed.measures] == what_is_left
    assert [one.rule for one in allowed.cautions] == ["left-out"]


def _raise(*runs: str) -> Callable[[Any], None]:
    """Put these runs into E2, those that begin with ^ in superscript."""

    def put(sheet: Any) -> None:
        sheet["E2"] = CellRichText(
            [
                TextBlock(InlineFont(vertAlign="superscript"), run[1:]) if run[0] == "^" else run
                for run in runs
            ]
        )

    return put


@pytest.mark.parametrize("runs", [("^1", "2月から"), ("2023年6月", "^1"), ("6月", "^1,2)", "から")])
def test_a_raised_number_is_not_read_as_one_of_the_date(runs: tuple[str, ...]) -> None:
    assert refusals(read(spoiled(_raise(*runs)))) == [("superscript", "表!E2")]
    for allowed in (
        ("2023年6月", "^※1"),
        ("10m", "^2", "の棚を2023年6月に置く"),
        ("2023年6月", "1"),
    ):
        assert refusals(read(spoiled(_raise(*allowed)))) == []


def test_a_raised_digit_is_refused_where_digits_are_read() -> None:
    for column, text in ((4, "¹2月から"), (5, "完了（³/15）")):
        paper = read(xlsx({"表": changed(ROWS, 1, column, text)}))
        assert ("superscript", f"表!{'EF'[column - 4]}2") in refusals(paper)
    figures = [["区分", "閲覧者数"], ["甲¹", "30¹人"]]
    assert refusals(read(separated(figures), name="x.csv")) == [("superscript", "x.csv!B2")]
    assert refusals(read(xlsx({"表": changed(ROWS, 1, 3, "10m²の点検¹")}))) == []
    assert refusals(read(xlsx({"表": changed(ROWS, 1, 4, "2月に10m²を")}))) == []
    assert read(xlsx({"表": changed(ROWS, 1, 4, "'2月¹")})).measures[0].wording == "2月¹"


def test_the_neighbours_of_what_is_refused_are_fine() -> None:
    def decorate(sheet: Any) -> None:
        sheet["E2"].font = Font(bold=True, color="FF0000")
        bold = TextBlock(InlineFont(b=True), "2023年")
        sheet["E3"] = CellRichText(bold, "3月")
        sheet.row_dimensions[40].hidden = True
        sheet.column_dimensions["Z"].hidden = True
        sheet.row_dimensions[2].height = 80
        sheet.column_dimensions["A"].width = 0.5

    paper = read(spoiled(decorate))
    assert refusals(paper) == []
    assert [one.wording for one in paper.measures] == ["2023年4月～", "2023年3月"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_refused_and_left_out_when_allowed(state: str) -> None:
    book = workbook({"表": ROWS, "控え": [["区分", "事案の概要"], ["甲", "閲覧"]]})
    book["控え"].sheet_state = state
    paper = read(saved(book))
    assert refusals(paper) == [("hidden", "控え!A1")]
    allowed = read(saved(book), "hidden")
    assert refusals(allowed) == []
    assert allowed.incidents == ()


def test_hidden_rows_are_named_together_and_filtered_ones_count() -> None:
    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:B5"
        for row in (2, 3, 5):
            sheet.row_dimensions[row].hidden = True

    rows = [["原因", "対策"], *([str(at), f"対策{at}"] for at in range(2, 7))]
    paper = read(spoiled(hide, rows))
    assert [one.value for one in paper.problems] == ["2:3", "5:5"]


def test_a_text_under_a_merge_is_refused() -> None:
    def put_back(name: str, part: bytes) -> bytes:
        if "sheet1" not in name:
            return part
        merged = b'<mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>'
        return part.replace(b"</sheetData>", b"</sheetData>" + merged)

    paper = read(repacked(xlsx({"表": ROWS}), put_back))
    assert refusals(paper) == [("hidden", "表!E3")]
    assert [
        one.wording for one in read(repacked(xlsx({"表": ROWS}), put_back), "hidden").measures
    ] == [
        "2023年4月～",
        "2023年4月～",
    ]


def test_what_stands_on_a_sheet_without_a_table_does_not_matter() -> None:
    book = workbook({"表": ROWS, "凡例": [["○", "済"]]})
    book["凡例"]["A1"].comment = Comment("a", "b")
    book["凡例"]["B1"].font = Font(strike=True)
    assert refusals(read(saved(book))) == []


def test_a_formula_with_its_value_is_read_and_pointed_out() -> None:
    def with_value(name: str, part: bytes) -> bytes:
        cell = b'<c r="E2" t="str"><f>A1</f><v>2023-04</v></c>'
        return re.sub(rb'<c r="E2".*?</c>', cell, part) if "sheet1" in name else part

    paper = read(repacked(xlsx({"表": ROWS}), with_value))
    assert refusals(paper) == []
    assert paper.measures[0].wording == "2023-04"
    assert [(one.rule, one.value) for one in paper.cautions] == [("formula-read", "E2")]


def test_control_characters_are_refused() -> None:
    for sign in ("\x07", "\x85"):
        rows = changed(ROWS, 1, 3, f"点{sign}検")
        paper = read(separated(rows), name="x.csv")
        assert refusals(paper) == [("control-characters", "x.csv!D2")]


def test_colour_without_text_is_pointed_out_in_the_table_only() -> None:
    def colour(sheet: Any) -> None:
        for cell in ("A1", "E2", "F3", "J9"):
            sheet[cell].fill = PatternFill("solid", fgColor="FFFF00")
        sheet["G2"].fill = PatternFill("solid", fgColor="FFFFFF")

    rows = changed(changed(ROWS, 1, 4, ""), 1, 6, "")
    paper = read(spoiled(colour, rows))
    assert [(one.rule, one.value) for one in paper.cautions] == [("colour-without-text", "E2")]


def test_text_boxes_and_links_to_other_files_are_pointed_out() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor>'
        "<xdr:sp><xdr:txBody><a:p><a:r><a:t>至急</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        "</xdr:oneCellAnchor></xdr:wsDr>"
    )
    data = repacked(
        xlsx({"表": ROWS}),
        lambda _, part: part,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": rels,
            "xl/drawings/drawing1.xml": drawing,
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        },
    )
    paper = read(data)
    assert [(one.rule, one.value) for one in paper.cautions] == [
        ("external-links", ""),
        ("drawing-text", "至急"),
    ]
    assert refusals(paper) == []


def test_text_lost_before_is_pointed_out() -> None:
    paper = read(separated(changed(ROWS, 1, 3, "点\ufffd検")), name="x.csv")
    assert [one.rule for one in paper.cautions] == ["garbled"]


# ----- the rows ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "value", "rule", "place"),
    [
        (1, 2, "〃", "ditto-without-source", "表!C2"),
        (1, 3, "〃", "ditto-without-source", "表!D2"),
        (2, 2, "", "measure-without-cause", "表!C3"),
        (2, 2, "-", "measure-without-cause", "表!C3"),
        (2, 3, "-", "schedule-without-measure", "表!E3"),
        (2, 0, "1", "number-twice", "表!A3"),
        (2, 5, "ぼちぼち", "status-unknown", "表!F3"),
        (2, 6, "改善", "kind-unknown", "表!G3"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_cell(
    row: int, column: int, value: str, rule: str, place: str
) -> None:
    paper = read(xlsx({"表": changed(ROWS, row, column, value)}))
    assert (rule, place) in refusals(paper)
    assert {one.rule for one in paper.problems} <= {rule, "measure-without-cause"}


def test_a_measure_without_a_cause_may_be_meant() -> None:
    meant = read(xlsx({"表": changed(ROWS, 2, 2, "（なし）")}))
    assert refusals(meant) == []
    assert [one.causes for one in meant.measures] == [(0,), ()]
    allowed = read(xlsx({"表": changed(ROWS, 2, 2, "")}), "measure-without-cause")
    assert refusals(allowed) == []
    assert [one.causes for one in allowed.measures] == [(0,), ()]


def test_a_row_with_neither_cause_nor_measure_is_refused() -> None:
    rows = [["分類", "原因", "対策"], ["甲", "", ""], ["甲", "a", "b"]]
    assert refusals(read(xlsx({"表": rows}))) == [("row-without-cause-and-measure", "表!B2")]


@pytest.mark.parametrize(
    "total", ["合計", "計", "小　計", "総計", "合計（2件）", "計 2件", "Total"]
)
def test_a_total_is_no_cause_and_no_incident(total: str) -> None:
    causes = [["分類", "原因", "対策"], ["甲", "a", "b"], ["", total, "3件"], ["乙", "合計", "計"]]
    assert refusals(read(xlsx({"表": causes}))) == [("total-row", "表!B3")]
    incidents = [["区分", "事案の概要"], ["甲", "閲覧"], [total, "1件"]]
    assert refusals(read(separated(incidents), name="x.csv")) == [("total-row", "x.csv!A3")]
    figures = [["区分", "閲覧契約件数"], ["甲", "3件"], [total, "3件"]]
    assert refusals(read(xlsx({"表": figures}))) == []


def test_what_only_begins_like_a_total_is_read() -> None:
    rows = [["原因", "対策"], ["合計の誤り", "点検"], ["計画の遅れ", "掲示"], ["'合計", "研修"]]
    paper = read(xlsx({"表": rows}))
    assert refusals(paper) == []
    assert [one.statement for one in paper.causes] == ["合計の誤り", "計画の遅れ", "合計"]


@pytest.mark.parametrize("heading", ["■システム", "１．システム", "【システム】", "（1）システム"])
def test_a_heading_among_causes_is_refused(heading: str) -> None:
    rows = [["原因", "対策"], [heading, ""], ["a", "b"], ["c", ""]]
    assert refusals(read(xlsx({"表": rows}))) == [("heading-row", "表!A2")]
    meant = read(xlsx({"表": changed(rows, 1, 1, "-")}))
    assert (refusals(meant), len(meant.causes)) == ([], 3)
    wide = [["原因", "対策", "備考"], ["システム", "", ""], ["a", "b", ""]]
    assert refusals(read(xlsx({"表": wide}, {"表": ["A2:B2"]}))) == [("heading-row", "表!A2")]
    assert read(xlsx({"表": wide}, {"表": ["A2:C2"]})).notes == ("システム",)
    answered = [["原因", "対策"], ["a", "b"], [heading, ""]]
    merged = read(xlsx({"表": answered}, {"表": ["B2:B3"]}))
    assert (refusals(merged), merged.measures[0].causes) == ([], (0, 1))


def test_an_incident_without_a_summary_and_a_number_of_incidents_twice_are_refused() -> None:
    rows = [["No", "区分", "事案の概要"], ["1", "甲", "閲覧"], ["1", "乙", "提供"], ["2", "丙", ""]]
    assert refusals(read(xlsx({"表": rows}))) == [
        ("incident-without-title", "表!C4"),
        ("number-twice", "表!C3"),
    ]


def test_a_figure_without_a_label_is_refused() -> None:
    rows = [["区分", "閲覧契約件数"], ["", "3件"], ["甲", "4件"]]
    assert refusals(read(xlsx({"表": rows}))) == [("figure-without-label", "表!B2")]


def test_all_problems_are_told_at_once() -> None:
    def spoil(sheet: Any) -> None:
        sheet["D2"].comment = Comment("a", "b")
        sheet["F2"] = "?"
        sheet["A3"] = "1"
        sheet["H3"] = "外"
        sheet.row_dimensions[3].hidden = True

    told = {one.rule for one in read(spoiled(spoil)).problems}
    assert told == {"comments", "hidden", "longer-row", "number-twice", "status-unknown"}


# ----- the messages -----------------------------------------------------------------------------


def test_an_option_that_does_not_exist_is_a_problem() -> None:
    paper = read(xlsx({"表": ROWS}), "hidden", "everything")
    assert [(one.rule, one.value) for one in paper.problems] == [("unknown-option", "everything")]


def test_every_message_is_in_two_languages_and_every_option_is_explained() -> None:
    japanese = re.compile("[ぁ-んァ-ン一-龥]")
    for words in (*PROBLEMS.values(), *CAUTIONS.values()):
        assert japanese.search(words.ja)
        assert japanese.search(words.remedy_ja)
        assert words.en[0].isupper() or words.en[0] == "{"
        assert words.remedy_en
        assert words.option is None or words.option in ALLOWABLE
    assert {words.option for words in PROBLEMS.values() if words.option} == set(ALLOWABLE)
    for ja, en in ALLOWABLE.values():
        assert japanese.search(ja)
        assert en
