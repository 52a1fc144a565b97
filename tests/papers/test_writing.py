"""What is written is read back as it was, opens in Excel, and calculates nothing."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papers.reading import Paper, read_paper, words
from papers.writing import TableCannotBeWritten, Value, write_table

CREATED = datetime(2023, 4, 1, 18, 30, tzinfo=timezone(timedelta(hours=9)))
FORMATS: tuple[Literal["xlsx", "csv"], ...] = ("xlsx", "csv")
COLUMNS = ["管理番号", "分類", "原因", "対策", "種別", "実施時期", "主管部署", "状況", "備考"]


def written(
    rows: list[list[Value]],
    kind: Literal["xlsx", "csv", "json"],
    columns: list[str] | None = None,
    notes: tuple[str, ...] = (),
) -> bytes:
    out = io.BytesIO()
    count = write_table(
        columns or COLUMNS,
        iter(rows),
        kind,
        out,
        sheet="進捗管理表",
        created=CREATED,
        header_notes=notes,
    )
    assert count == len(rows)
    return out.getvalue()


def read_back(rows: list[list[Value]], kind: Literal["xlsx", "csv"]) -> Paper:
    paper = read_paper(written(rows, kind), f"out.{kind}", written_on=date(2023, 4, 1))
    assert paper.problems == ()
    return paper


def _is_line(text: str) -> bool:
    return bool(text) and text == text.strip() and "\ufffe" not in text and "\uffff" not in text


TEXTS = (
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30),
        st.text("-－―〃同上左'=+@＝＠※*・●.1２)(①⑳ 　,\"（なし）a件数対策", min_size=1, max_size=6),
    )
    .map(str.strip)
    .filter(_is_line)
)


@settings(deadline=None, max_examples=100)
@given(
    title=TEXTS,
    items=st.lists(TEXTS, max_size=23),
    causes=st.lists(TEXTS, min_size=1, max_size=3, unique=True),
    texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    kind=st.sampled_from(FORMATS),
)
@example("〃", [], ["-"], ("同左", "〃", "-", "※"), "xlsx")
@example("'-", ["'①", "②"], ["''・x"], ("'=", "対策", "'〃", "合計"), "csv")
@example("①", ["foo"], ["①"], ("a", "a", "a", "a"), "csv")
@example("foo", ["foo"], ["（なし）"], ("a", "a", "a", "a"), "xlsx")
@example("¹", ["m²"], ["合計"], ("計", "¹2月から", "②³", "【a】"), "csv")
def test_every_text_reads_back(
    title: str,
    items: list[str],
    causes: list[str],
    texts: tuple[str, str, str, str],
    kind: Literal["xlsx", "csv"],
) -> None:
    category, wording, department, remark = texts
    row: list[Value] = [
        "1",
        words.cell_of_text(category),
        words.cell_of_causes(causes),
        words.cell_of_measure(title, items),
        words.cell_of_kind("CORRECTIVE", True),
        words.cell_of_wording(wording),
        words.cell_of_text(department),
        words.cell_of_status("HANDED_OVER", date(2023, 3, 15)),
        words.cell_of_text(remark),
    ]
    paper = read_back([row], kind)
    measure = paper.measures[0]
    assert (measure.title, measure.items) == (title, tuple(items))
    assert [cause.statement for cause in paper.causes] == causes
    assert {cause.category for cause in paper.causes} == {category}
    assert (measure.wording, measure.department, measure.remark) == (wording, department, remark)
    assert (measure.kind, measure.continuing) == ("CORRECTIVE", True)
    assert (measure.status, measure.status_day) == ("HANDED_OVER", date(2023, 3, 15))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_text_of_several_lines_reads_back(kind: Literal["xlsx", "csv"]) -> None:
    remark = '一行目, "引用"\n\n  三行目\tタブ'
    paper = read_back([["1", "a", "b", "c", "", "", "", "", remark]], kind)
    assert paper.measures[0].remark == remark


@pytest.mark.parametrize("kind", FORMATS)
def test_a_measure_without_cause_and_a_cause_without_measure_read_back(
    kind: Literal["xlsx", "csv"],
) -> None:
    rows: list[list[Value]] = [
        ["1", "-", words.cell_of_causes([]), "点検", "", "", "", "", ""],
        ["", "統制", "見落とし", words.NONE_MARK, "", "", "", "", ""],
        ["2", "-", "遅れ", "周知", "", "", "", "", ""],
        ["", "教育", "慣れ", words.SAME_AS_ABOVE, "", "", "", "", ""],
    ]
    paper = read_back(rows, kind)
    assert [(one.title, one.causes) for one in paper.measures] == [("点検", ()), ("周知", (1, 2))]
    assert [one.category for one in paper.causes] == ["統制", None, "教育"]
    assert paper.cautions == ()


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠"))
def test_no_cell_of_a_csv_starts_like_a_formula(sign: str) -> None:
    rows: list[list[Value]] = [["1", f"{sign}1+1", f"\t{sign}a", sign, f" {sign}", "a", "", "", ""]]
    body = written(rows, "csv").decode("utf-8-sig").split("\r\n", 1)[1]
    cells = [cell for cell in body.replace('"', "").strip("\r\n").split(",") if cell]
    assert [cell[0] for cell in cells] == ["1", "'", "'", "'", "'", "a"]


def test_an_xlsx_holds_texts_and_no_formulas_or_links() -> None:
    rows: list[list[Value]] = [
        ["=1+1", "+1", "http://x.test", "12", "-", "@a", 7, date(2023, 4, 1), None]
    ]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(written(rows, "xlsx"))).active
    cells = sheet[2]
    assert [cell.data_type for cell in cells] == ["s"] * 6 + ["n", "d", "n"]
    assert [cell.value for cell in cells[:6]] == rows[0][:6]
    assert all(cell.hyperlink is None for cell in cells)
    assert cells[0].number_format == "@"


def test_an_xlsx_is_laid_out_for_paper() -> None:
    data = written(
        [["1", "a", "b", "c", *[""] * 5]], "xlsx", notes=("進捗管理表", "基準日 2023年4月1日")
    )
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.title == "進捗管理表"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:I4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet["A3"].font.bold
    assert sheet["A4"].alignment.wrap_text
    assert sheet.column_dimensions["D"].width >= 10
    paper = read_paper(data, "x.xlsx", written_on=date(2023, 4, 1))
    assert (paper.title, paper.status_date) == ("進捗管理表", date(2023, 4, 1))
    assert paper.problems == ()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_the_same_table_gives_the_same_bytes(kind: Literal["xlsx", "csv", "json"]) -> None:
    rows: list[list[Value]] = [["1", "髙橋", "㈱～〜", "a", "b", "c", "d", "e", "f"]]
    assert written(rows, kind) == written(rows, kind)


def test_the_time_of_an_xlsx_is_the_one_given() -> None:
    with zipfile.ZipFile(io.BytesIO(written([], "xlsx"))) as archive:
        assert b"2023-04-01T09:30:00Z" in archive.read("docProps/core.xml")
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}


def test_a_csv_is_utf8_with_a_mark_and_crlf() -> None:
    data = written(
        [["髙", "a\nb", None, 3, date(2023, 4, 1), "", "", "", ""]], "csv", notes=("題",)
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == (
        "題\r\n" + ",".join(COLUMNS) + '\r\n髙,"a\nb",,3,2023-04-01,,,,\r\n'
    )


def test_json_is_an_array_of_objects_in_plain_utf8() -> None:
    data = written([["髙", 1, None, date(2023, 4, 1)]], "json", ["a", "b", "c", "d"])
    assert "髙".encode() in data
    assert json.loads(data) == [{"a": "髙", "b": 1, "c": None, "d": "2023-04-01"}]
    assert json.loads(written([], "json")) == []


def test_a_text_too_long_for_a_cell_is_refused_and_named() -> None:
    long = "あ" * 32_768
    row: list[Value] = ["1", "a", "b", long, *[""] * 5]
    with pytest.raises(TableCannotBeWritten, match=r"対策.*32,768"):
        written([row], "xlsx")
    assert read_back([row], "csv").measures[0].title == long
    fits: list[Value] = ["1", "a", "b", long[:32_767], *[""] * 5]
    assert len(read_back([fits], "xlsx").measures[0].title) == 32_767


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x85", "\ud800", "\uffff"])
def test_a_sign_no_file_may_hold_is_refused(kind: Literal["xlsx", "csv"], sign: str) -> None:
    with pytest.raises(TableCannotBeWritten):
        written([[f"a{sign}b", *[""] * 8]], kind)


def test_rows_are_taken_one_at_a_time() -> None:
    taken = 0

    class Counting(io.BytesIO):
        most_waiting = 0

        def write(self, data: Any, /) -> int:
            self.most_waiting = max(self.most_waiting, taken - self.getvalue().count(b"\r\n"))
            return super().write(data)

    def rows() -> Iterator[list[Value]]:
        nonlocal taken
        for taken in range(1, 1001):
            yield [str(taken)]

    out = Counting()
    write_table(["管理番号"], rows(), "csv", out, sheet="a", created=CREATED)
    assert out.most_waiting <= 2


def test_a_sheet_name_excel_would_refuse_is_made_fit() -> None:
    out = io.BytesIO()
    write_table(["a"], [], "xlsx", out, sheet="進捗[2023/4]" + "あ" * 40, created=CREATED)
    assert openpyxl.load_workbook(out).sheetnames == [("進捗・2023・4・" + "あ" * 40)[:31]]
