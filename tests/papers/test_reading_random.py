"""Whatever a register looks like on paper, reading it gives what was meant."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.reading import read_paper
from tests.papers.workbooks import (
    WRITTEN_ON,
    Layout,
    Register,
    file_of,
    layouts,
    meaning_of,
    meaning_read,
    registers,
    separated,
    xlsx,
)


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(registers(), layouts())
def test_a_register_is_read_as_it_was_meant_in_every_layout(
    register: Register, layout: Layout
) -> None:
    data, name = file_of(register, layout)
    paper = read_paper(data, name, written_on=WRITTEN_ON)
    assert paper.problems == ()
    assert meaning_read(paper) == meaning_of(register, layout)
    assert paper.title == (layout.titles[0] if layout.titles else None)


@settings(deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")),
    st.sampled_from(["x.xlsx", "x.csv", "x.xls", "x", ""]),
)
def test_no_bytes_raise(data: bytes, name: str) -> None:
    assert read_paper(data, name, written_on=WRITTEN_ON).problems


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8))
def test_no_damaged_workbook_raises(where: float, damage: bytes) -> None:
    whole = xlsx({"対策": [["原因", "対策"], ["見落とし", "点検"]]})
    at = int(where * len(whole))
    spoiled = whole[:at] + damage + whole[at + 4 :]
    read_paper(spoiled, "x.xlsx", written_on=WRITTEN_ON)


_CELLS = st.sampled_from(
    [
        "原因",
        "対策",
        "分類",
        "区分",
        "実施時期",
        "状況",
        "種別",
        "管理番号",
        "関係事案",
        "事案の概要",
        "閲覧契約件数",
        "閲覧者数",
        "ログ調査",
        "〃",
        "同左",
        "-",
        "※注",
        "合計",
        "3人",
        "済",
        "是正",
        "2023年3月",
        "'",
        "",
        "",
        "①a\n②b",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(_CELLS, max_size=6), max_size=8))
def test_no_sheet_of_headers_and_marks_raises(rows: list[list[str]]) -> None:
    paper = read_paper(separated(rows), "x.csv", written_on=WRITTEN_ON)
    assert paper.tables or paper.problems
    read_paper(xlsx({"表": rows}, {"表": ["A1:A2", "B2:C3"]}), "x.xlsx", written_on=WRITTEN_ON)
