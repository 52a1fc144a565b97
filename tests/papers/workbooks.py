"""Random registers, and the workbooks they look like on paper: titles, merges, marks, encodings.

A `Register` is what is meant; a `Layout` is one of the many ways to write it down. Writing it with
`file_of` and reading the file must give `meaning_of` the register again, whatever the layout.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st
from openpyxl import Workbook

from papers.reading import Paper, words

WRITTEN_ON: Final = date(2023, 4, 1)

# ----- plain builders ---------------------------------------------------------------------------

Rows = Sequence[Sequence[object]]


def workbook(sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None) -> Any:
    """An openpyxl workbook of these sheets, to be spoiled by a test before `saved`."""
    book: Any = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
            for cell in sheet[sheet.max_row] if row else ():
                if cell.data_type == "f":
                    cell.data_type = "s"  # texts are meant, not formulas
        for merge in (merges or {}).get(name, ()):
            sheet.merge_cells(merge)
    return book


def saved(book: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(sheets: Mapping[str, Rows], merges: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The bytes of an .xlsx of these sheets."""
    return saved(workbook(sheets, merges))


def separated(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """The bytes of a CSV of these rows."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


# ----- what is meant ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """A countermeasure as meant; fields without a column of their own do not arrive."""

    title: str
    items: tuple[str, ...] = ()
    wording: str = ""
    number: str | None = None
    kind: str | None = None
    continuing: bool | None = None
    party: str | None = None
    department: str | None = None
    status: str | None = None
    reason: str | None = None
    remark: str | None = None
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Cause cells and measures tied together: one cell with many measures, or many with one."""

    category: str | None
    cells: tuple[tuple[str, ...], ...]
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Incident:
    """An incident as meant."""

    title: str
    group: str | None = None
    reporting: str | None = None


@dataclass(frozen=True)
class FigureLine:
    """A row of figures: its nested label, and a number or None per column of `VALUE_COLUMNS`."""

    label: tuple[str, ...]
    values: tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Register:
    """A whole paper as meant."""

    blocks: tuple[Block, ...]
    incidents: tuple[Incident, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    note: str | None = None


VALUE_COLUMNS: Final = (
    ("閲覧契約件数", None, "件"),
    ("閲覧者数", "LOG", "人"),
    ("閲覧者数", "QUESTIONNAIRE", "人"),
)

# ----- how it looks -----------------------------------------------------------------------------

HEADER_WORDS: Final = {
    "number": ("管理番号", "No.", "Control number", "ＩＤ"),
    "category": ("分類", "区分", "カテゴリ", "Category"),
    "cause": ("原因", "発生原因", "Cause", "原　因"),
    "measure": ("対策", "再発防止策", "Countermeasure", "対 策"),
    "wording": ("実施時期", "時期", "スケジュール", "期限", "Schedule", "DUE"),
    "kind": ("種別", "Kind"),
    "party": ("主管会社", "Responsible company"),
    "department": ("主管部署", "担当部署", "Department"),
    "status": ("状況", "進捗", "Status"),
    "incidents": ("関係事案", "Related incidents"),
    "reason": ("変更理由", "Reason for change"),
    "remark": ("備考", "Remarks"),
}
OPTIONAL: Final = tuple(
    role for role in HEADER_WORDS if role not in ("category", "cause", "measure", "wording")
)
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "cp932")


@dataclass(frozen=True)
class Layout:
    """One way to write a register down."""

    file: str  # xlsx, or the encoding of a CSV
    roles: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    titles: tuple[str, ...] = ()
    separator: str = ","
    merged: bool = True
    one_sheet: bool = False
    indent: int = 0
    blank_rows: bool = False
    derived: bool = False
    two_header_rows: bool = True
    marks: tuple[int, ...] = (0,)
    """Which of several equal ways to write a thing is taken, over and over."""


@dataclass
class _Grid:
    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def below(self, other: "_Grid") -> None:
        """Put another grid below this one, a blank row between."""
        if self.rows and other.rows:
            self.rows.append([])
        at = len(self.rows)
        self.rows.extend(other.rows)
        self.merges.extend(
            (top + at, left, bottom + at, right) for top, left, bottom, right in other.merges
        )

    def indented(self, by: int) -> "_Grid":
        return _Grid(
            [[*[""] * by, *row] if row else [] for row in self.rows],
            [(top, left + by, bottom, right + by) for top, left, bottom, right in self.merges],
        )


class _Writer:
    """Writes one register in one layout."""

    def __init__(self, register: Register, layout: Layout) -> None:
        self.register = register
        self.layout = layout
        self._taken = 0

    def choose(self, *ways: str) -> str:
        """The next of several ways to write the same."""
        marks = self.layout.marks
        self._taken += 1
        return ways[marks[self._taken % len(marks)] % len(ways)]

    @property
    def merges(self) -> bool:
        return self.layout.file == "xlsx" and self.layout.merged

    def measures(self) -> _Grid:
        layout = self.layout
        headers = [dict(layout.words)[role] for role in layout.roles]
        grid = _Grid([[*headers, *(("開始", "期限の読み") if layout.derived else ())]])
        category_from: tuple[str | None, int] | None = None
        above: str | None = None
        for block in self.register.blocks:
            first = len(grid.rows)
            for cells in self._rows_of(block, above):
                extra = ["2023-04-01", "2023-09-30"] if layout.derived else []
                grid.rows.append([*(cells.get(role, "") for role in layout.roles), *extra])
                above = block.category or "-"
            last = len(grid.rows) - 1
            if self.merges and last > first:
                roles = ["cause"] if len(block.cells) == 1 else []
                if len(block.cells) > 1 and block.measures:
                    roles = [role for role in layout.roles if role not in ("category", "cause")]
                for role in roles:
                    column = layout.roles.index(role)
                    grid.merges.append((first, column, last, column))
            if self.merges and block.category is not None:
                column = layout.roles.index("category")
                if category_from is not None and category_from[0] == block.category:
                    top = category_from[1]
                    grid.merges[:] = [m for m in grid.merges if m[:2] != (top, column)]
                else:
                    top = first
                category_from = (block.category, top)
                if last > top:
                    grid.merges.append((top, column, last, column))
            else:
                category_from = None
            if layout.blank_rows and not self.merges:
                grid.rows.append([])
        if self.register.note is not None:
            grid.rows.append([self.register.note])
        return grid

    def _rows_of(self, block: Block, above: str | None) -> Iterator[dict[str, str]]:
        """The cells of a block, row by row, each role's text as it is written."""
        count = max(len(block.cells), len(block.measures), 1)
        lost = self.layout.file != "xlsx"
        for at in range(count):
            category = words.cell_of_text(block.category) if block.category else "-"
            if above == (block.category or "-") or at:
                category = self.choose(category, "〃", *([""] if lost else []))
            cells = {"category": category}
            if at < len(block.cells):
                cells["cause"] = words.cell_of_causes(block.cells[at])
            elif self.merges:
                cells["cause"] = ""
            else:
                repeated = words.cell_of_causes(block.cells[0])
                cells["cause"] = self.choose(repeated, "同上", *([""] if lost else []))
            if at < len(block.measures):
                cells.update(self._measure(block.measures[at]))
            elif block.measures:
                cells["measure"] = "" if self.merges else self.choose("〃", "同上")
            else:
                cells["measure"] = self.choose("-", "－", "―")
                cells["wording"] = self.choose("-", "")
            yield cells

    def _measure(self, measure: Measure) -> dict[str, str]:
        return {
            "measure": words.cell_of_measure(measure.title, measure.items),
            "wording": words.cell_of_wording(measure.wording),
            "number": measure.number or "",
            "kind": words.cell_of_kind(measure.kind, measure.continuing),
            "party": words.cell_of_text(measure.party) or self.choose("", "-"),
            "department": words.cell_of_text(measure.department),
            "status": words.cell_of_status(measure.status) or self.choose("", "-"),
            "reason": words.cell_of_text(measure.reason),
            "remark": words.cell_of_text(measure.remark),
            "incidents": "\n".join(measure.incidents),
        }

    def incidents(self) -> _Grid:
        if not self.register.incidents:
            return _Grid()
        headers = self.choose("区分|事案の概要|報告状況", "Category|Summary of incident|Reporting")
        grid = _Grid([headers.split("|")])
        for incident in self.register.incidents:
            cells = (incident.group, incident.title, incident.reporting)
            grid.rows.append([words.cell_of_text(text) or "-" for text in cells])
        return grid

    def figures(self) -> _Grid:
        if not self.register.figures:
            return _Grid()
        nested = any(len(line.label) > 1 for line in self.register.figures)
        width = 2 if nested else 1
        label = self.choose("判明した事案", "区分", "Item")
        blank = [""] * (width - 1)
        if self.layout.two_header_rows:
            grid = _Grid(
                [
                    [label, *blank, "閲覧契約件数", "閲覧者数", ""],
                    ["", *blank, "", "ログ調査", "アンケート"],
                ]
            )
            if self.layout.file == "xlsx":
                grid.merges += [
                    (0, 0, 1, width - 1),
                    (0, width, 1, width),
                    (0, width + 1, 0, width + 2),
                ]
        else:
            grid = _Grid(
                [
                    [
                        label,
                        *blank,
                        "閲覧契約件数（件）",
                        "閲覧者数（ログ調査）",
                        "閲覧者数\n（アンケート、人）",
                    ]
                ]
            )
            if nested and self.layout.file == "xlsx":
                grid.merges.append((0, 0, 0, 1))
        for line in self.register.figures:
            label_cells = [words.cell_of_text(text) for text in line.label]
            row = [*label_cells, *[""] * (width - len(label_cells))]
            values = zip(line.values, VALUE_COLUMNS, strict=True)
            row += [self._number(value, unit) for value, (_, _, unit) in values]
            if nested and len(label_cells) == 1 and self.layout.file == "xlsx":
                grid.merges.append((len(grid.rows), 0, len(grid.rows), 1))
            grid.rows.append(row)
        return grid

    def _number(self, value: int | None, unit: str) -> str:
        if value is None:
            return self.choose("-", "―", "")
        wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
        plain = f"{value:,}"
        return self.choose(f"{plain}{unit}", plain.translate(wide) + unit, f"{value} {unit}")

    def file(self) -> tuple[bytes, str]:
        layout = self.layout
        titles = _Grid([[title] for title in layout.titles])
        tables = [self.figures(), self.incidents(), self.measures()]
        tables = [grid.indented(layout.indent) for grid in tables]
        if layout.file != "xlsx" or layout.one_sheet:
            whole = titles
            for grid in tables:
                whole.below(grid)
            if layout.file != "xlsx":
                rows = [[words.guarded(text) for text in row] for row in whole.rows]
                return separated(rows, layout.file, layout.separator), "register.csv"
            sheets = {"登録簿": whole}
        else:
            sheets = {
                name: grid
                for name, grid in zip(("件数", "事案", "対策"), tables, strict=True)
                if grid.rows
            }
            if titles.rows:
                first = next(iter(sheets))
                titles.below(sheets[first])
                sheets[first] = titles
        book = workbook(
            {
                name: [[words.kept(text) for text in row] for row in grid.rows]
                for name, grid in sheets.items()
            }
        )
        for name, grid in sheets.items():
            for top, left, bottom, right in grid.merges:
                book[name].merge_cells(
                    start_row=top + 1,
                    start_column=left + 1,
                    end_row=bottom + 1,
                    end_column=right + 1,
                )
        return saved(book), "register.xlsx"


def file_of(register: Register, layout: Layout) -> tuple[bytes, str]:
    """The file a register is in this layout, and its name."""
    return _Writer(register, layout).file()


# ----- what must come back ----------------------------------------------------------------------

Meaning = dict[str, object]


def meaning_of(register: Register, layout: Layout) -> Meaning:
    """What a reading must give: the register without the fields that have no column."""
    causes = list(
        dict.fromkeys(
            (block.category, statement)
            for block in register.blocks
            for cell in block.cells
            for statement in cell
        )
    )
    measures: list[tuple[Measure, tuple[tuple[str | None, str], ...]]] = []
    for block in register.blocks:
        answered = dict.fromkeys(
            (block.category, statement) for cell in block.cells for statement in cell
        )
        measures.extend(
            (_visible(measure, layout.roles), tuple(answered)) for measure in block.measures
        )
    figures = [
        ("／".join(line.label), measure, method, value, unit)
        for line in register.figures
        for value, (measure, method, unit) in zip(line.values, VALUE_COLUMNS, strict=True)
        if value is not None
    ]
    return {
        "causes": causes,
        "measures": measures,
        "incidents": list(register.incidents),
        "figures": figures,
        "notes": [register.note] if register.note is not None else [],
    }


def _visible(measure: Measure, roles: tuple[str, ...]) -> Measure:
    hidden = {role: None for role in OPTIONAL if role not in roles and role != "incidents"}
    if "kind" in hidden:
        hidden["continuing"] = None
    shown: Measure = replace(measure, **hidden)  # type: ignore[arg-type]  # names of fields
    return shown if "incidents" in roles else replace(shown, incidents=())


def meaning_read(paper: Paper) -> Meaning:
    """What a reading gave, in the same shape as `meaning_of`."""
    names = [(cause.category, cause.statement) for cause in paper.causes]
    return {
        "causes": names,
        "measures": [
            (
                Measure(
                    title=row.title,
                    items=row.items,
                    wording=row.wording or "",
                    number=row.number,
                    kind=row.kind,
                    continuing=row.continuing,
                    party=row.party,
                    department=row.department,
                    status=row.status,
                    reason=row.reason,
                    remark=row.remark,
                    incidents=row.incidents,
                ),
                tuple(names[at] for at in row.causes),
            )
            for row in paper.measures
        ],
        "incidents": [Incident(row.title, row.group, row.reporting) for row in paper.incidents],
        "figures": [
            (row.label, row.measure, row.method, int(row.value), row.unit) for row in paper.figures
        ],
        "notes": list(paper.notes),
    }


# ----- strategies -------------------------------------------------------------------------------

# Signs of CP932 only, so that every register can be written in every encoding.
_PLAIN: Final = "あいうえおカキクケコ情報遮断教育点検見直し記録abcXYZ019 　（）、。・ー～㈱髙①②"
_TROUBLE: Final = "-－〃同上左'=+@＝＠※*・●.1２)(①⑳,\"\t年月%"


def lines(*, trouble: bool = True) -> st.SearchStrategy[str]:
    """Single lines, stripped, not blank; with trouble, such as look like marks or formulas."""
    alphabet = _PLAIN + (_TROUBLE if trouble else "")
    usual = st.text(alphabet, min_size=1, max_size=14)
    special = st.sampled_from(
        [
            "-",
            "〃",
            "同左",
            "①",
            "(1) a",
            "1.5倍",
            "※注",
            "=1+1",
            "'=x",
            "''-",
            "合計",
            "対策",
            "（なし）",
        ]
    )
    texts = st.one_of(usual, special) if trouble else usual
    return texts.map(str.strip).filter(bool)


def plain_lines() -> st.SearchStrategy[str]:
    """Lines of letters and signs that mean nothing to the reader."""
    letters = "あいうえおカキクケコ情報遮断教育点検見直し記録abcXYZ"
    return st.text(letters, min_size=1, max_size=12)


def measures() -> st.SearchStrategy[Measure]:
    """Countermeasures with every field, sometimes blank."""
    return st.builds(
        Measure,
        title=lines(),
        items=st.lists(lines(), max_size=3).map(tuple),
        wording=st.sampled_from(
            ["2023年4月～", "～2023年9月", "検討", "-", "", "同左(継続実施)", "随時"]
        ),
        kind=st.sampled_from([None, "CORRECTION", "CORRECTIVE", "PREVENTIVE"]),
        continuing=st.sampled_from([None, True, False]),
        party=st.sampled_from([None, "MZ", "PG"]),
        department=st.none() | lines(),
        status=st.sampled_from([None, *words.STATUS_WORDS]),
        reason=st.none() | lines(),
        remark=st.none() | lines(),
        incidents=st.lists(plain_lines(), max_size=2, unique=True).map(tuple),
    )


@st.composite
def _blocks(draw: st.DrawFn) -> Block:
    cell = st.lists(lines(), min_size=1, max_size=2, unique=True).map(tuple)
    shared = draw(st.booleans())
    cells = draw(st.lists(cell, min_size=1, max_size=3 if shared else 1).map(tuple))
    most = 1 if len(cells) > 1 else 3
    return Block(
        category=draw(st.sampled_from(["システム", "統制", "教育"]) | st.none()),
        cells=cells,
        measures=draw(st.lists(measures(), max_size=most).map(tuple)),
    )


def _numbered(register: Register) -> Register:
    """The same with a number of its own for each measure, so that equal texts stay apart."""
    count = 0
    blocks = []
    for block in register.blocks:
        numbered = []
        for measure in block.measures:
            count += 1
            numbered.append(replace(measure, number=f"MZ-{count:03}"))
        blocks.append(replace(block, measures=tuple(numbered)))
    return replace(register, blocks=tuple(blocks))


def figure_lines() -> st.SearchStrategy[FigureLine]:
    """Rows of figures with one or two labels."""
    value = st.none() | st.integers(min_value=0, max_value=10_000_000)
    return st.builds(
        FigureLine,
        label=st.lists(plain_lines(), min_size=1, max_size=2).map(tuple),
        values=st.tuples(value, value, value),
    )


def registers() -> st.SearchStrategy[Register]:
    """Whole registers."""
    incidents = st.builds(
        Incident,
        title=lines(),
        group=st.none() | st.sampled_from(["新規分", "既報分"]),
        reporting=st.none() | st.sampled_from(["2/10報告済み", "本日報告"]),
    )
    return st.builds(
        Register,
        blocks=st.lists(_blocks(), min_size=1, max_size=5).map(tuple),
        incidents=st.lists(incidents, max_size=3).map(tuple),
        figures=st.lists(figure_lines(), max_size=3).map(tuple),
        note=st.none() | plain_lines().map(lambda text: f"※ {text}"),
    ).map(_numbered)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Ways to write a register down."""
    optional = draw(st.lists(st.sampled_from(OPTIONAL), unique=True, max_size=len(OPTIONAL)))
    roles = draw(st.permutations(["category", "cause", "measure", "wording", *optional]))
    file = draw(st.sampled_from(["xlsx", *_ENCODINGS]))
    return Layout(
        file=file,
        roles=tuple(roles),
        words=tuple((role, draw(st.sampled_from(ways))) for role, ways in HEADER_WORDS.items()),
        titles=draw(
            st.sampled_from([(), ("進捗の一覧",), ("進捗の一覧", "2023年2月1日現在、案の3")])
        ),
        separator=draw(st.sampled_from([",", "\t"])),
        merged=draw(st.booleans()),
        one_sheet=draw(st.booleans()),
        indent=draw(st.integers(min_value=0, max_value=2)),
        blank_rows=draw(st.booleans()),
        derived=draw(st.booleans()),
        two_header_rows=draw(st.booleans()),
        marks=tuple(draw(st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=7))),
    )
