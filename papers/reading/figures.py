"""Figure tables: each value cell a stated number; totals are kept as stated and checked."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from papers.reading.headers import METHODS, ValueHeader, key
from papers.reading.numbers import Number, read_number
from papers.reading.paper import FigureRow
from papers.reading.problems import Findings
from papers.reading.rows import Row, rows_of
from papers.reading.tables import Table
from papers.reading.words import is_none_mark, joined, text_of

_TOTAL: Final = re.compile(r"(?:総合計|合計|総計|全体|計|grandtotal|total|overall)(?:[(（].*)?")
_SUBTOTAL: Final = re.compile(r"(?:小計|中計|subtotal)(?:[(（].*)?")
_COUNTED_ONCE: Final = re.compile(
    r"重複.{0,12}?(?:除|排除|含ま|含めな|控除)|実人数"
    r"|duplicates?.{0,30}(?:remov|exclud)|counted once"
)
_COUNTED_TWICE: Final = re.compile(r"延べ|のべ|重複.{0,6}含(?:む|め(?!な)|ん)")
_OF_TOTALS: Final = re.compile(r"合計|総計|総数|total")


@dataclass(slots=True)
class _Stated:
    """A number with the row it stands in."""

    row: FigureRow
    number: Number
    is_part: bool


def read_figures(table: Table, findings: Findings) -> list[FigureRow]:
    """The numbers of a table, row by row; what is neither a number nor "none" is a problem."""
    rows = list(rows_of(table, findings))
    told = [_told_by_note(note) for note in (*table.notes, *table.below)]
    stated: list[_Stated] = []
    for row in rows:
        stated.extend(_numbers(table, row, findings))
    by_column: dict[str, list[_Stated]] = defaultdict(list)
    for one in stated:
        by_column[one.row.place.column].append(one)
    for column in by_column.values():
        _read_totals(column, told, findings)
    return [one.row for one in stated]


def _numbers(table: Table, row: Row, findings: Findings) -> Iterator[_Stated]:
    label = "／".join(
        text_of(joined(row.texts[column]))
        for column in table.columns["label"]
        if row.texts[column] and not is_none_mark(row.texts[column])
    )
    word = key(label)
    for column, header in table.values.items():
        raw = row.texts[column]
        if not raw or is_none_mark(raw) or (row.number, column) in table.sheet.covered:
            continue
        place = table.place(row.number, column)
        number = read_number(raw)
        if number is None:
            percent = "%" in raw or "％" in raw
            findings.problem("percent" if percent else "not-a-number", place, raw)
            continue
        if not label:
            findings.problem("figure-without-label", place, raw)
            continue
        if number.unit and header.unit and number.unit != header.unit:
            findings.caution("unit-differs", place, number.unit, detail=header.unit)
        figure = FigureRow(
            place=place,
            label=label,
            measure=header.measure,
            method=header.method,
            value=number.value,
            unit=number.unit or header.unit,
            about=number.about,
            distinct=_distinct(number, header, word),
            whole=_TOTAL.fullmatch(word) is not None,
            incidents=row.lines("incidents"),
            reason=row.stated("reason"),
            raw=raw,
            stated=table.stated("incidents", "reason"),
            cells=row.cells(),
        )
        yield _Stated(figure, number, _SUBTOTAL.fullmatch(word) is None)


def _distinct(number: Number, header: ValueHeader, label: str) -> bool | None:
    if number.distinct is not None:
        return number.distinct
    if header.distinct is not None:
        return header.distinct
    if _COUNTED_ONCE.search(label):
        return True
    return False if _COUNTED_TWICE.search(label) else None


# ----- totals -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What a note says of people counted twice: of which figures, and of totals only or of all."""

    text: str
    methods: frozenset[str]
    totals_only: bool
    distinct: bool

    def speaks_of(self, figure: FigureRow) -> bool:
        return (
            figure.unit == "人"
            and (figure.whole or not self.totals_only)
            and (not self.methods or figure.method in self.methods)
        )


def _told_by_note(note: str) -> _Told | None:
    once = _COUNTED_ONCE.search(note)
    if not once and not _COUNTED_TWICE.search(note):
        return None
    text = key(note)
    methods = {method for word, method in METHODS.items() if len(word) > 1 and word in text}
    return _Told(note, frozenset(methods), _OF_TOTALS.search(note) is not None, bool(once))


def _read_totals(column: list[_Stated], told: list[_Told | None], findings: Findings) -> None:
    """Say of each number whether people in it are counted once; point out totals that cannot be."""
    for one in column:
        for note in told:
            if one.row.distinct is None and note is not None and note.speaks_of(one.row):
                one.row = replace(one.row, distinct=note.distinct)
    wholes = [one for one in column if one.row.whole]
    parts = [one for one in column if one.is_part and not one.row.whole]
    if len(wholes) != 1 or not parts:
        return
    whole = wholes[0]
    if any(part.row.unit != whole.row.unit for part in parts):
        return
    total = sum((part.number.value for part in parts), Decimal(0))
    margin = sum((part.number.margin for part in parts), whole.number.margin)
    largest = max(part.number.value - part.number.margin for part in parts)
    stated = whole.row.value
    people = whole.row.unit == "人" and whole.row.distinct is not False
    if people:
        fits = largest - whole.number.margin <= stated <= total + margin
        if whole.row.distinct is None and fits and stated < total - margin:
            whole.row = replace(whole.row, distinct=True)
    else:
        fits = abs(stated - total) <= margin
    if not fits:
        bounds = f"{largest:,f}–{total:,f}" if people else f"{total:,f}"
        findings.caution("total-differs", whole.row.place, whole.row.raw, detail=bounds)
