"""Reading a company's workbook: bytes in, one `Paper` out with every problem named at once."""

from bisect import bisect_left
from collections.abc import Collection
from datetime import date

from domain.calendar import day_in_text
from papers.reading.checking import check_table
from papers.reading.figures import read_figures
from papers.reading.grid import Sheet, named
from papers.reading.incidents import read_incidents
from papers.reading.measures import CausesAndMeasures
from papers.reading.paper import (
    CauseLine,
    Caution,
    FigureRow,
    FoundTable,
    IncidentRow,
    MeasureRow,
    Paper,
    Place,
    Problem,
)
from papers.reading.problems import ALLOWABLE, Findings, several
from papers.reading.sheets import leave_out_hidden, read_sheets
from papers.reading.tables import Table, missing_headers, tables_of

__all__ = [
    "ALLOWABLE",
    "CauseLine",
    "Caution",
    "FigureRow",
    "FoundTable",
    "IncidentRow",
    "MeasureRow",
    "Paper",
    "Place",
    "Problem",
    "read_paper",
]


def read_paper(
    data: bytes,
    filename: str,
    *,
    written_on: date,
    allow: frozenset[str] = frozenset(),
    options: Collection[str] = ALLOWABLE,
) -> Paper:
    """What a workbook (.xlsx, or .csv in UTF-8 or CP932) says.

    Never raises on what the file holds: everything wrong with it is in `problems`, all at once, and
    a paper with problems is not to be used. `written_on` is the day by which years left out are
    read; `allow` names options of `ALLOWABLE`, each turning a refusal into a stated treatment.
    `options` are all that may be named, where the caller has options of its own beside them.
    """
    findings = Findings(allow)
    for option in sorted(allow.difference(options)):
        findings.problem("unknown-option", None, option, detail=", ".join(options))
    readings, broken = read_sheets(data, filename, findings)
    found: list[tuple[Sheet, list[Table]]] = []
    for sheets in readings:
        found = [(sheet, tables_of(sheet)) for sheet in sheets if sheet.state == "visible"]
        if any(tables for _, tables in found):
            _report_hidden_sheets(sheets, findings)
            break
    else:
        found = []
        if broken is not None:
            findings.problem(broken.rule, None, filename, detail=broken.detail)
        elif readings:
            _report_hidden_sheets(readings[0], findings)
            _report_no_table(readings[0], findings)
    return _read(found, written_on, findings)


def _read(found: list[tuple[Sheet, list[Table]]], written_on: date, findings: Findings) -> Paper:
    causes_and_measures = CausesAndMeasures(findings, written_on)
    incidents: list[IncidentRow] = []
    figures: list[FigureRow] = []
    notes: list[str] = []
    tables: list[Table] = []
    first_of: dict[str, Table] = {}
    for sheet, here in found:
        if not here:
            if sheet.rows or sheet.drawings:
                findings.caution("sheet-unrecognised", None, sheet.name)
            continue
        here = _report_hazards(sheet, here, findings)
        for table in here:
            first = first_of.setdefault(table.kind, table)
            if first is not table and not findings.refuse_unless_allowed(
                "two-tables",
                table.place(table.top, table.left),
                table.kind,
                detail=str(first.place(first.top, first.left)),
            ):
                continue
            tables.append(table)
            check_table(table, findings)
            if table.kind == "incidents":
                incidents.extend(read_incidents(table, findings))
            elif table.kind == "figures":
                figures.extend(read_figures(table, findings))
            else:
                causes_and_measures.read(table)
            notes.extend((*table.notes, *table.below))
    _refuse_numbers_twice(incidents, findings)
    titles = [title for table in tables for title in table.titles]
    return Paper(
        title=titles[0] if titles else None,
        status_date=_status_date(titles, written_on, findings),
        incidents=tuple(incidents),
        figures=tuple(figures),
        causes=tuple(causes_and_measures.causes()),
        measures=tuple(causes_and_measures.measures()),
        notes=tuple(notes),
        problems=tuple(findings.problems),
        cautions=tuple(findings.cautions),
        tables=tuple(_summary(table) for table in tables),
    )


def _summary(table: Table) -> FoundTable:
    columns = sorted(
        {at for columns in table.columns.values() for at in columns} | set(table.values)
    )
    return FoundTable(
        kind=table.kind,
        sheet=table.sheet.name,
        header_row=table.top,
        rows=table.rows,
        titles=tuple(table.titles),
        headers=tuple(table.headers[column] for column in columns),
    )


def _status_date(titles: list[str], written_on: date, findings: Findings) -> date | None:
    days = dict.fromkeys(
        day
        for title in titles
        if (day := day_in_text(title[:300], written_on=written_on)) is not None
    )
    first = next(iter(days), None)
    if len(days) > 1:
        stated = several([day.isoformat() for day in days])
        findings.caution("status-dates-differ", None, stated, detail=str(first))
    return first


def _refuse_numbers_twice(incidents: list[IncidentRow], findings: Findings) -> None:
    places: dict[str, Place] = {}
    for row in incidents:
        if row.number is None:
            continue
        other = places.setdefault(row.number, row.place)
        if other is not row.place:
            findings.problem("number-twice", row.place, row.number, detail=str(other))


# ----- what the eye does not see ----------------------------------------------------------------


def _report_no_table(sheets: list[Sheet], findings: Findings) -> None:
    """Name the header that is nearly one; else say that there is none."""
    near = [
        (sheet, row, word)
        for sheet in sheets
        if sheet.state == "visible"
        for row, word in missing_headers(sheet)
    ]
    for sheet, row, word in near:
        place = sheet.place((row, min(sheet.rows[row])))
        findings.problem("header-missing", place, detail=word)
    if not near:
        findings.problem("no-table", None)


def _report_hidden_sheets(sheets: list[Sheet], findings: Findings) -> None:
    for sheet in sheets:
        if sheet.state != "visible" and findings.refuse_unless_allowed(
            "hidden", Place(sheet.name, 1, "A"), sheet.name, detail_ja="シート", detail_en="sheet"
        ):
            findings.caution("left-out", None, sheet.name)


def _report_hazards(sheet: Sheet, tables: list[Table], findings: Findings) -> list[Table]:
    """Refuse what a reader of the paper would not see; answers the tables of what is read."""
    seen = (
        ("struck-through", sheet.struck),
        ("comments", [(cell, sheet.text(*cell)) for cell in sheet.comments]),
        ("formulas", sheet.broken_formulas),
    )
    for rule, cells in seen:
        left_out = [
            named(cell)
            for cell, text in cells
            if findings.refuse_unless_allowed(rule, sheet.place(cell), text or named(cell))
        ]
        if left_out:
            findings.caution("left-out", sheet.place(cells[0][0]), several(left_out))
    read = {row for table in tables for row in (*range(table.top, table.first), *table.body)}
    for cell, text in sheet.raised:
        if cell[0] in read or not tables:
            findings.problem("superscript", sheet.place(cell), text)
    for cell, text in sheet.control_characters:
        findings.problem("control-characters", sheet.place(cell), text)
    for rule, at in (("formula-read", sorted(sheet.good_formulas)), ("garbled", sheet.garbled)):
        if at:
            findings.caution(rule, sheet.place(at[0]), several([named(cell) for cell in at]))
    if sheet.drawings:
        findings.caution("drawing-text", sheet.place((1, 1)), several(sheet.drawings))
    _report_colours(sheet, tables, findings)
    allowed = [
        findings.refuse_unless_allowed(
            "hidden", sheet.place(cell), what or named(cell), **_hidden_kind(what)
        )
        for cell, what in sheet.hidden
    ]
    if sheet.hidden and all(allowed):
        leave_out_hidden(sheet, findings)
        return tables_of(sheet)
    return tables


def _hidden_kind(what: str) -> dict[str, str]:
    """The words for a hidden cell (nothing), row (3:5) or column (B:C)."""
    if not what:
        return {"detail_ja": "セル", "detail_en": "cell"}
    if what[0].isdecimal():
        return {"detail_ja": "行", "detail_en": "row"}
    return {"detail_ja": "列", "detail_en": "column"}


def _report_colours(sheet: Sheet, tables: list[Table], findings: Findings) -> None:
    for table in tables:
        if not table.body:
            continue
        first = bisect_left(sheet.coloured, (table.first, 0))
        last = bisect_left(sheet.coloured, (table.body[-1] + 1, 0))
        coloured = [
            cell
            for cell in sheet.coloured[first:last]
            if table.left <= cell[1] <= table.right and cell not in sheet.covered
        ]
        if coloured:
            cells = several([named(cell) for cell in coloured])
            findings.caution("colour-without-text", sheet.place(coloured[0]), cells)
