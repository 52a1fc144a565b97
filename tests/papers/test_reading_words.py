"""What marks, numbers, statuses and kinds say, and what looks like them and does not."""

from datetime import date
from decimal import Decimal

import pytest

from papers.reading import words
from papers.reading.headers import value_header
from papers.reading.numbers import Number, read_number

WRITTEN_ON = date(2023, 4, 1)


@pytest.mark.parametrize("mark", ["-", "－", "—", "―", "–", "ー", "--"])
def test_a_dash_states_nothing(mark: str) -> None:
    assert words.is_none_mark(mark)


@pytest.mark.parametrize("text", ["", "-5", "a-b", "----", "なし", "〃"])
def test_other_texts_state_something(text: str) -> None:
    assert not words.is_none_mark(text)


def test_ditto_marks_stand_alone() -> None:
    assert all(map(words.is_same_as_above, ["〃", "同上", "同　上", "Ditto"]))
    assert words.is_same_as_left("同左")
    for text in ["同左(継続実施)", "同上の見直し", "", "〃 等", "同"]:
        assert not words.is_same_as_above(text)
        assert not words.is_same_as_left(text)


@pytest.mark.parametrize(
    ("cell", "causes"),
    [
        ("・周知の不足\n・点検の不足", ("周知の不足", "点検の不足")),
        ("①a\n(2) b\n３．c\n4)d\n- e\n● f\n*g", ("a", "b", "c", "d", "e", "f", "g")),
        (
            "1.5倍の負荷\n-5度\n●●システム\n2023年の改修",
            ("1.5倍の負荷", "-5度", "●●システム", "2023年の改修"),
        ),
        ("a\r\n\n a \nb", ("a", "b")),
        ("'・a\n''-", ("・a", "'-")),
        ("'a", ("'a",)),
    ],
)
def test_each_line_of_a_cause_cell_is_a_cause(cell: str, causes: tuple[str, ...]) -> None:
    assert words.causes_of(cell) == causes


@pytest.mark.parametrize(
    ("cell", "title", "items"),
    [
        ("教育", "教育", ()),
        ("教育\n①新人\n②全員", "教育", ("新人", "全員")),
        ("教育\n(1)新人\n2. 全員\n・役員\n平文", "教育", ("新人", "全員", "役員", "平文")),
        ("①新人\n②全員", "新人", ("新人", "全員")),
        ("・新人", "新人", ()),
        ("②まで進める\n続き", "まで進める", ("続き",)),
        ("2.0版への移行\n1.5倍", "2.0版への移行", ("1.5倍",)),
    ],
)
def test_a_measure_cell_has_a_title_and_items(
    cell: str, title: str, items: tuple[str, ...]
) -> None:
    assert words.measure_of(cell) == (title, items)


def test_line_breaks_in_a_one_line_cell_are_layout() -> None:
    assert words.joined("企業風土・\n職場風土") == "企業風土・職場風土"
    assert words.joined("Human\nerror") == "Human error"


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("済", "IMPLEMENTED"),
        ("完 了", "IMPLEMENTED"),
        ("○", "IMPLEMENTED"),
        ("◯", "IMPLEMENTED"),
        ("●", "IMPLEMENTED"),
        ("△", "IN_PROGRESS"),
        ("×", "PLANNED"),
        ("未", "PLANNED"),
        ("未着手", "PLANNED"),
        ("実施中", "IN_PROGRESS"),
        ("検討中", "UNDER_CONSIDERATION"),
        ("計画", "PLANNED"),
        ("運用中", "OPERATING"),
        ("移行済", "HANDED_OVER"),
        ("中止", "CANCELLED"),
        ("リスク受容", "RISK_ACCEPTED"),
        ("In Progress", "IN_PROGRESS"),
        ("DONE", "IMPLEMENTED"),
    ],
)
def test_a_status_is_read_by_the_shown_map(cell: str, status: str) -> None:
    assert words.status_of(cell, written_on=WRITTEN_ON) == (status, None)


@pytest.mark.parametrize(
    "cell", ["完了（3/15）", "2023年3月15日完了", "済 R5.3.15", "実施済(2023/3/15)"]
)
def test_a_status_may_name_its_day(cell: str) -> None:
    assert words.status_of(cell, written_on=WRITTEN_ON) == ("IMPLEMENTED", date(2023, 3, 15))


@pytest.mark.parametrize(
    "cell", ["概ね済", "完了（一部）", "済？", "80%", "完了（3/32）", "たぶん"]
)
def test_other_statuses_are_not_guessed(cell: str) -> None:
    assert words.status_of(cell, written_on=WRITTEN_ON) is None


@pytest.mark.parametrize("status", [None, *words.STATUS_WORDS])
@pytest.mark.parametrize("day", [None, date(2023, 3, 15)])
def test_the_exports_status_reads_back(status: str | None, day: date | None) -> None:
    cell = words.cell_of_status(status, day)
    if status is None:
        assert cell == ""
    else:
        assert words.status_of(cell, written_on=WRITTEN_ON) == (status, day)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("修正", ("CORRECTION", None)),
        ("応急", ("CORRECTION", None)),
        ("是正処置", ("CORRECTIVE", None)),
        ("予防", ("PREVENTIVE", None)),
        ("単発", (None, False)),
        ("是正・継続", ("CORRECTIVE", True)),
        ("継続／予防", ("PREVENTIVE", True)),
        ("是正（単発）", ("CORRECTIVE", False)),
        ("Corrective action, one-off", ("CORRECTIVE", False)),
    ],
)
def test_a_kind_says_why_and_whether_it_continues(
    cell: str, kind: tuple[str | None, bool | None]
) -> None:
    assert words.kind_of(cell) == kind


@pytest.mark.parametrize("cell", ["是正・予防", "単発・継続", "改善", "是正・改善", "・"])
def test_other_kinds_are_not_guessed(cell: str) -> None:
    assert words.kind_of(cell) is None


@pytest.mark.parametrize("kind", [None, *words.KIND_WORDS])
@pytest.mark.parametrize("continuing", [None, True, False])
def test_the_exports_kind_reads_back(kind: str | None, continuing: bool | None) -> None:
    cell = words.cell_of_kind(kind, continuing)
    assert (words.kind_of(cell) if cell else (None, None)) == (kind, continuing)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("85,783件", Number(Decimal(85783), "件", False, None)),
        ("８５，７８３件", Number(Decimal(85783), "件", False, None)),
        ("0", Number(Decimal(0), "", False, None)),
        ("約3.4万人", Number(Decimal(34000), "人", True, None)),
        ("3万4千名程度", Number(Decimal(34000), "人", True, None)),
        ("1億2,345万件", Number(Decimal(123450000), "件", False, None)),
        ("延べ6,295人", Number(Decimal(6295), "人", False, False)),
        ("実3,677人", Number(Decimal(3677), "人", False, True)),
        ("3,677人（実人数）", Number(Decimal(3677), "人", False, True)),
        ("約延べ 10 人", Number(Decimal(10), "人", True, False)),
        ("12人※1", Number(Decimal(12), "人", False, None)),
        ("12 people", Number(Decimal(12), "人", False, None)),
        ("1.50", Number(Decimal("1.50"), "", False, None)),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: Number) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "59.3%",
        "多数",
        "85,78件",
        "1,2",
        "1/2",
        "10人+3人",
        "2,382人（59.3%）",
        "3千2万",
        "件",
        "-5",
        "5 件以上",
        "二人",
        "5km",
        "1-2件",
        "～5件",
    ],
)
def test_what_is_not_a_number_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("path", "measure", "method", "unit", "distinct"),
    [
        (("閲覧契約件数",), "閲覧契約件数", None, "件", None),
        (("閲覧者数", "ログ調査"), "閲覧者数", "LOG", "人", None),
        (("閲覧者数（アンケート、名）",), "閲覧者数", "QUESTIONNAIRE", "人", None),
        (("閲覧者数", "聞き取り"), "閲覧者数", "INTERVIEW", "人", None),
        (("延べ閲覧者数",), "閲覧者数", None, "人", False),
        (("閲覧者数（実）",), "閲覧者数", None, "人", True),
        (("Viewers", "Log"), "Viewers", "LOG", "人", None),
        (("Contracts viewed",), "Contracts viewed", None, "件", None),
        (("閲覧者数", "社員"), "閲覧者数／社員", None, "人", None),
    ],
)
def test_a_value_header_says_what_is_counted(
    path: tuple[str, ...], measure: str, method: str | None, unit: str, distinct: bool | None
) -> None:
    header = value_header(path)
    assert header is not None
    assert (header.measure, header.method, header.unit, header.distinct) == (
        measure,
        method,
        unit,
        distinct,
    )


@pytest.mark.parametrize(
    "path", [("備考",), ("対策",), ("ログ調査",), ("割合",), ("研修（受講者数）",)]
)
def test_other_headers_count_nothing(path: tuple[str, ...]) -> None:
    assert value_header(path) is None
