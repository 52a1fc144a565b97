"""Cause and countermeasure tables: many causes to many measures, as merges and marks tie them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from papers.reading import words
from papers.reading.grid import Cell
from papers.reading.paper import CauseLine, MeasureRow, Place
from papers.reading.problems import Findings
from papers.reading.rows import Row, rows_of
from papers.reading.tables import Table
from papers.reading.years import with_year

_OF_THE_MEASURE: Final = ("wording", "kind", "party", "department", "status", "reason", "remark")


@dataclass(slots=True)
class _Cause:
    place: Place
    category: str | None
    statement: str
    number: str | None
    stated: frozenset[str]
    cells: Mapping[str, tuple[Place, str]]
    incidents: dict[str, Place] = field(default_factory=dict)


@dataclass(slots=True)
class _Measure:
    place: Place
    title: str
    items: tuple[str, ...]
    first: Row
    causes: dict[int, None] = field(default_factory=dict)
    no_cause_is_meant: bool = False
    incidents: dict[str, None] = field(default_factory=dict)


Cells = tuple[Cell, ...]
"""One for each column of a role."""


@dataclass(slots=True)
class CausesAndMeasures:
    """Reads the tables of one file; the same cause text in the same category is one cause."""

    findings: Findings
    written_on: date
    _causes: list[_Cause] = field(default_factory=list)
    _index: dict[tuple[str | None, str], int] = field(default_factory=dict)
    _measures: list[_Measure] = field(default_factory=list)
    _places: dict[str, Place] = field(default_factory=dict)
    _texts: dict[str, _Measure] = field(default_factory=dict)
    _merged: dict[Cells, tuple[str | None, list[int]]] = field(default_factory=dict)
    """Per cause of the table being read, by its cells, its category and its causes."""
    _above: Cells = ()

    def read(self, table: Table) -> None:
        """Take in a table, row by row."""
        by_cell: dict[Cells, _Measure | None] = {}
        above: _Measure | None = None
        is_first = True
        self._merged.clear()
        for row in rows_of(table, self.findings, keep_ditto="measure"):
            causes = self._read_causes(row)
            cell = row.text("measure")
            anchor = row.anchors("measure")
            if anchor in by_cell:
                above = by_cell[anchor]
                if above is not None:
                    self._join(above, row, causes, merged=True)
            elif words.is_same_as_above(cell):
                if is_first:
                    self.findings.problem("ditto-without-source", row.place("measure"), cell)
                elif above is not None:
                    self._join(above, row, causes, merged=False)
                else:
                    self._without_measure(row, causes)
                by_cell[anchor] = above
            elif not cell or words.is_none_mark(cell):
                above = by_cell[anchor] = None
                if not cell and table.sheet.merges_lost:
                    self.findings.problem("measure-blank", row.place("measure"))
                elif not cell and not causes:
                    self.findings.problem("row-without-cause-and-measure", row.place("cause"))
                self._without_measure(row, causes)
            else:
                above = by_cell[anchor] = self._begin(row, cell)
                self._join(above, row, causes, merged=None)
            is_first = False

    # ----- causes -----

    def _read_causes(self, row: Row) -> list[int]:
        cell = row.text("cause")
        if not cell or words.is_none_mark(cell) or words.says_no_cause(cell):
            return []
        at = self._cause_cell(row)
        category, found = self._merged.setdefault(at, (row.line("category"), []))
        if not found:
            found.extend(self._cause(row, category, one) for one in words.causes_of(cell))
        elif row.line("category") not in (None, category):
            place = row.place("category")
            self.findings.problem("merged-cause-differs", place, row.text("category"))
        for index in found:
            for incident in row.lines("incidents"):
                self._causes[index].incidents.setdefault(incident, row.place("incidents"))
        return found

    def _cause_cell(self, row: Row) -> Cells:
        """The cells that state a row's cause: the tops of their merges, or those of the row above where
        nothing but 〃 stands, without a category of its own."""
        at = row.anchors("cause")
        own = [text for cell in at if (text := row.table.sheet.text(*cell))]
        is_ditto = bool(own) and all(map(words.is_same_as_above, own))
        if not (is_ditto and not row.text("category") and self._above in self._merged):
            self._above = at
        return self._above

    def _cause(self, row: Row, category: str | None, statement: str) -> int:
        """The cause of that text and category: a known one, or a new one of this row."""
        name = (category, statement)
        index = self._index.setdefault(name, len(self._causes))
        if index == len(self._causes):
            stated = row.table.stated("category", "incidents", "cause_number")
            number = row.line("cause_number")
            place = row.place("cause")
            cause = _Cause(place, category, statement, number, stated, row.cells())
            self._causes.append(cause)
        return index

    # ----- measures -----

    def _begin(self, row: Row, cell: str) -> _Measure:
        title, items = words.measure_of(cell)
        measure = _Measure(row.place("measure"), title, items, row)
        self._measures.append(measure)
        number = row.line("number")
        if number is not None:
            place = row.place("number")
            if number in self._places:
                other = str(self._places[number])
                self.findings.problem("number-twice", place, number, detail=other)
            else:
                self._places[number] = place
        else:
            same = self._texts.setdefault(cell, measure)
            if same is not measure:
                self.findings.caution(
                    "measure-repeated", measure.place, title, detail=str(same.place)
                )
        return measure

    def _join(self, measure: _Measure, row: Row, causes: list[int], *, merged: bool | None) -> None:
        """A row's causes are answered by a measure; `merged` is None for the measure's own row."""
        measure.no_cause_is_meant |= words.says_no_cause(row.text("cause"))
        measure.causes.update(dict.fromkeys(causes))
        measure.incidents.update(dict.fromkeys(row.lines("incidents")))
        if merged is not None:
            self._compare(measure, row, merged=merged)

    def _compare(self, measure: _Measure, row: Row, *, merged: bool) -> None:
        """What a further row of a measure says of it may not differ; its first row counts."""
        for role in ("number", *_OF_THE_MEASURE):
            if not row.table.has(role):
                continue
            said = row.text(role)
            if not said or words.is_none_mark(said) or said == measure.first.text(role):
                continue
            first = str(measure.first.place(role))
            if merged or role == "number":
                self.findings.caution("cell-ignored", row.place(role), said, detail=first)
            else:
                self.findings.problem("same-measure-differs", row.place(role), said, detail=first)

    def _without_measure(self, row: Row, causes: list[int]) -> None:
        """A row that states causes only: their number may stand there, a schedule may not."""
        for role in ("number", *_OF_THE_MEASURE):
            if not row.table.has(role) or row.anchor(role)[0] != row.number:
                continue
            said = row.text(role)
            if not said or words.is_none_mark(said):
                continue
            if role == "number" and len(causes) == 1:
                cause = self._causes[causes[0]]
                cause.number = cause.number or said
            elif role == "wording":
                self.findings.problem("schedule-without-measure", row.place(role), said)
            else:
                self.findings.caution("cell-without-measure", row.place(role), said)

    # ----- answers -----

    def causes(self) -> Iterator[CauseLine]:
        """The causes, in the order of their first mention."""
        for cause in self._causes:
            yield CauseLine(
                cause.place,
                cause.number,
                cause.category,
                cause.statement,
                tuple(cause.incidents),
                cause.stated,
                tuple(cause.incidents.values()),
                cells=cause.cells,
            )

    def measures(self) -> Iterator[MeasureRow]:
        """The measures, in the order of their first row."""
        for measure in self._measures:
            row = measure.first
            table = row.table
            if not measure.causes and not measure.no_cause_is_meant:
                self.findings.refuse_unless_allowed(
                    "measure-without-cause", row.place("cause"), measure.title
                )
            kind, continuing = self._kind(row)
            status, day = self._status(row)
            stated = table.stated(
                "number", "wording", "party", "department", "reason", "remark", "incidents"
            )
            if table.has("kind"):
                stated |= {"kind", "continuing"}
            if table.has("status"):
                stated |= {"status", "status_day"}
            yield MeasureRow(
                place=measure.place,
                number=row.line("number"),
                title=measure.title,
                items=measure.items,
                causes=tuple(measure.causes),
                wording=self._wording(row) if table.has("wording") else None,
                kind=kind,
                continuing=continuing,
                party=row.line("party"),
                department=row.line("department"),
                status=status,
                status_day=day,
                reason=row.stated("reason"),
                remark=row.stated("remark"),
                incidents=tuple(measure.incidents),
                stated=stated,
                cells=row.cells(),
            )

    def _kind(self, row: Row) -> tuple[str | None, bool | None]:
        cell = row.text("kind")
        if not cell or words.is_none_mark(cell):
            return None, None
        kind = words.kind_of(cell)
        if kind is None:
            self.findings.problem("kind-unknown", row.place("kind"), cell)
        return kind or (None, None)

    def _status(self, row: Row) -> tuple[str | None, date | None]:
        cell = row.text("status")
        if not cell or words.is_none_mark(cell):
            return None, None
        status = words.status_of(cell, written_on=self.written_on)
        if status is None:
            understood = " ".join(words.STATUS_WORDS.values()) + " 済 未 ○ △ ×"
            self.findings.problem(
                "status-unknown", row.place("status"), cell, understood=understood
            )
        return status or (None, None)

    def _wording(self, row: Row) -> str:
        text = row.text("wording")
        if words.is_none_mark(text):
            return text
        text, place = words.text_of(text), row.place("wording")
        dated = with_year(text, place.header or "")
        if dated is None:
            self.findings.problem("year-in-header", place, text, detail=place.header or "")
        return text if dated is None else dated
