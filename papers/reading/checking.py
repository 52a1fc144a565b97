"""What of a table is refused or pointed out, whatever its rows say."""

from papers.reading import headers, words
from papers.reading.problems import Findings
from papers.reading.tables import Table


def check_table(table: Table, findings: Findings) -> None:
    """Refuse headers that say the same twice; name the columns and texts that are not read."""
    for column, first in table.repeated:
        _refuse_header_twice(table, column, first, findings)
    for column in table.unknown:
        if any(table.sheet.text(row, column) for row in table.body):
            place = table.place(table.top, column)
            findings.caution("header-unknown", place, table.headers[column])
    _refuse_numbers_for_schedules(table, findings)
    _refuse_raised_numbers(table, findings)
    for cell in table.astray:
        findings.problem("row-astray", table.place(*cell), table.sheet.text(*cell))
    for cell in table.led_away:
        findings.caution("title-in-column", table.place(*cell), table.sheet.text(*cell))
    for text in table.below:
        if not words.is_note(text):
            findings.caution("text-below-table", None, text)


def _refuse_header_twice(table: Table, column: int, first: int, findings: Findings) -> None:
    """Refuse a second header of one meaning; no option reads what stood before a change."""
    place, header = table.place(table.top, column), table.headers[column]
    other, detail = table.headers[first], str(table.place(table.top, first))
    if headers.is_of_a_change(header) or headers.is_of_a_change(other):
        findings.problem("header-before-and-after", place, header, other=other, detail=detail)
    else:
        findings.refuse_unless_allowed("header-twice", place, header, other=other, detail=detail)


def _refuse_numbers_for_schedules(table: Table, findings: Findings) -> None:
    """Refuse a schedule that is a number and may say something else on paper, such as 2023.1."""
    for row in table.body:
        for column in table.columns.get("wording", ()):
            if (row, column) in table.sheet.half_shown:
                text = table.sheet.text(row, column)
                findings.problem("schedule-a-number", table.place(row, column), text)


def _refuse_raised_numbers(table: Table, findings: Findings) -> None:
    """Refuse ¹2月 where digits are read: the number of a footnote would be one of them."""
    read = [*table.columns.get("wording", ()), *table.columns.get("status", ()), *table.values]
    for row in table.body:
        for column in read:
            text = table.sheet.text(row, column)
            if (row, column) not in table.sheet.covered and words.has_raised_number(text):
                findings.problem("superscript", table.place(row, column), text)
