"""What a workbook says, as plain rows: the only thing the rest of the project sees of a paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """A cell. The row is counted as a spreadsheet shows it, the column is its letters (CSV too)."""

    sheet: str
    row: int
    column: str
    header: str | None = None

    def __str__(self) -> str:
        """As people point at a cell: 原因と対策!C5."""
        return f"{self.sheet}!{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something for which the paper is refused, and what to do about it.

    `rule` is a lasting kebab-case name, `value` what stands in the cell, `option` the named option
    of `ALLOWABLE` that turns the refusal into a stated treatment (None: there is none).
    """

    rule: str
    place: Place | None
    value: str
    message_ja: str
    message_en: str
    remedy_ja: str
    remedy_en: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """Something the reader should look at; the paper is taken all the same."""

    rule: str
    place: Place | None
    value: str
    message_ja: str
    message_en: str
    remedy_ja: str
    remedy_en: str
    option: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """What is read at a place, and the other cells of its row by role, each with what it says."""

    place: Place
    cells: Mapping[str, tuple[Place, str]] = field(
        default_factory=dict, compare=False, repr=False, kw_only=True
    )

    def at(self, role: str) -> Place:
        """The cell of a role; the row's own cell where there is no such column."""
        return self.cells[role][0] if role in self.cells else self.place

    def said(self, role: str, otherwise: str = "") -> str:
        """What stands in the cell of a role."""
        return self.cells[role][1] if role in self.cells else otherwise


@dataclass(frozen=True, slots=True)
class IncidentRow(_Row):
    """A row of an incident table; `stated` names the optional fields that have a column."""

    number: str | None
    group: str | None
    title: str
    reporting: str | None
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FigureRow(_Row):
    """One stated number: a cell of a figure table with its row's label and its column's header.

    `label` joins nested label columns with ／. `method` is LOG, QUESTIONNAIRE, INTERVIEW or None.
    `unit` is 件, 人 or as written. `distinct` is True for people counted once (実), False for 延べ,
    None where nothing says so. `whole` marks a 合計: a stated figure over the whole. `incidents`
    are the lines of its 関係事案 cell as written. `raw` is the cell as it stands.
    """

    label: str
    measure: str
    method: str | None
    value: Decimal
    unit: str
    about: bool
    distinct: bool | None
    whole: bool
    incidents: tuple[str, ...]
    reason: str | None
    raw: str
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CauseLine(_Row):
    """One cause: a line of a cause cell, once per category and text in a file.

    `incidents` are the 関係事案 lines of every row that names the cause, in order, and `incident_cells`
    where each of them stands.
    """

    number: str | None
    category: str | None
    statement: str
    incidents: tuple[str, ...]
    stated: frozenset[str] = frozenset()
    incident_cells: tuple[Place, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MeasureRow(_Row):
    """One countermeasure: a measure cell, with the cells of its (first) row.

    `causes` are indexes into `Paper.causes`. `wording` is the schedule as it stands ("-" too): None
    without such a column, "" where blank. `kind` is CORRECTION, CORRECTIVE or PREVENTIVE; `status`
    one of `words.STATUS_WORDS`. `stated` names the optional fields whose column exists: a missing
    column states nothing, a blank cell of an existing one states blank.
    """

    number: str | None
    title: str
    items: tuple[str, ...]
    causes: tuple[int, ...]
    wording: str | None
    kind: str | None
    continuing: bool | None
    party: str | None
    department: str | None
    status: str | None
    status_day: date | None
    reason: str | None
    remark: str | None
    incidents: tuple[str, ...]
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a table was found: its kind (incidents, figures or measures), and how many rows."""

    kind: str
    sheet: str
    header_row: int
    rows: int
    titles: tuple[str, ...]
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file as read. Take it only when `problems` is empty."""

    title: str | None
    status_date: date | None
    incidents: tuple[IncidentRow, ...]
    figures: tuple[FigureRow, ...]
    causes: tuple[CauseLine, ...]
    measures: tuple[MeasureRow, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]
    tables: tuple[FoundTable, ...]
