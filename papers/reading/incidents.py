"""Incident tables: each row an incident, with its group and how it was reported."""

from collections.abc import Iterator

from papers.reading.grid import Cell
from papers.reading.paper import IncidentRow
from papers.reading.problems import Findings
from papers.reading.rows import rows_of
from papers.reading.tables import Table
from papers.reading.words import is_none_mark


def read_incidents(table: Table, findings: Findings) -> Iterator[IncidentRow]:
    """The incidents of a table, in order; a row without a summary is a problem."""
    stated = table.stated("number", "group", "reporting")
    told: set[tuple[Cell, ...]] = set()
    for row in rows_of(table, findings):
        anchors = row.anchors("title")
        if anchors in told:
            continue  # the further rows of a merged summary
        title = row.line("title")
        if title is None:
            if is_none_mark(row.text("title")) or row.text("reporting") or row.text("number"):
                findings.problem("incident-without-title", row.place("title"), row.text("title"))
            elif row.table.sheet.anchor(row.number, table.columns["title"][0])[0] == row.number:
                findings.problem("incident-without-title", row.place("title"))
            continue
        told.add(anchors)
        yield IncidentRow(
            place=row.place("title"),
            number=row.line("number"),
            group=row.line("group"),
            title=title,
            reporting=row.line("reporting"),
            stated=stated,
            cells=row.cells(),
        )
