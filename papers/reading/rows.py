"""The rows of a table: what each says, with what it repeats or inherits from the one above."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from papers.reading import words
from papers.reading.grid import Cell, Sheet
from papers.reading.paper import Place
from papers.reading.problems import Findings
from papers.reading.tables import Table, is_under_merge

_INHERITED: Final = {
    "measures": ("category", "cause"),
    "incidents": ("group",),
    "figures": ("label",),
}
_NUMBERED: Final = ("cause", "measure")


@dataclass(slots=True)
class Row:
    """A body row; cells that repeat another (〃, 同上, 同左) already say what that one says."""

    table: Table
    number: int
    texts: dict[int, str]

    def text(self, role: str) -> str:
        """What stands in the columns of a role, nested ones joined by ／; "" if blank.

        A numbering with a column of its own stands before the text that it numbers.
        """
        columns = self.table.columns.get(role, ())
        parts = list(dict.fromkeys(self.texts[at] for at in columns if self.texts.get(at)))
        number = words.numbering(parts[0]) if len(parts) > 1 and role in _NUMBERED else None
        return number + "／".join(parts[1:]) if number else "／".join(parts)

    def place(self, role: str) -> Place:
        """Where the role's text stands: the top left of its merge, the first of its columns."""
        columns = self.table.columns[role]
        column = next((at for at in columns if self.texts.get(at)), columns[0])
        return self.table.place(self.table.sheet.anchor(self.number, column)[0], column)

    def anchor(self, role: str) -> Cell:
        """The top left cell of the role's merge."""
        return self.table.sheet.anchor(self.number, self.table.columns[role][0])

    def anchors(self, role: str) -> tuple[Cell, ...]:
        """The same of each of its columns: two rows say the same where all of them are one."""
        columns = self.table.columns[role]
        return tuple(self.table.sheet.anchor(self.number, column) for column in columns)

    def cells(self) -> dict[str, tuple[Place, str]]:
        """The cell of each role, and what stands in it."""
        return {role: (self.place(role), self.text(role)) for role in self.table.columns}

    def stated(self, role: str) -> str | None:
        """A text cell as it reads, without the apostrophe that keeps it; None if none is stated."""
        text = self.text(role)
        return None if not text or words.is_none_mark(text) else words.text_of(text)

    def line(self, role: str) -> str | None:
        """The same where line breaks are layout."""
        text = words.joined(self.text(role))
        return None if not text or words.is_none_mark(text) else words.text_of(text)

    def lines(self, role: str) -> tuple[str, ...]:
        """The lines of a cell as written; none where it says none is stated."""
        text = self.text(role)
        return () if words.is_none_mark(text) else tuple(words.lines_of(text))


def rows_of(table: Table, findings: Findings, keep_ditto: str | None = None) -> Iterator[Row]:
    """The rows of a table that say something, notes and stray cells told apart.

    In the role `keep_ditto` a 〃 stays as it is: there it does not copy a text.
    """
    sheet = table.sheet
    read = {column: role for role, columns in table.columns.items() for column in columns}
    columns = sorted([*read, *table.values])
    above: dict[int, str] = {}
    for number in table.body:
        own = dict(sheet.own(number))
        if _is_note_row(table, number, own):
            table.notes.append(" ".join(map(words.joined, own.values())))
            continue
        if _is_refused_row(table, number, own, findings):
            continue
        if not _keeps_to_headers(table, number, own, findings):
            continue
        texts: dict[int, str] = {}
        for column in columns:
            said = sheet.text(number, column) or _across(sheet, number, column)
            if words.is_same_as_left(said):
                left = texts.get(column - 1) or sheet.text(number, column - 1)
                said = _repeated(table, number, column, said, left, findings)
            elif words.is_same_as_above(said) and read.get(column) != keep_ditto:
                said = _repeated(table, number, column, said, above.get(column), findings)
            texts[column] = said
        if sheet.merges_lost:
            _inherit(table, texts, above)
        # A row of the measure above says of it what that row said, where it says nothing itself.
        kept = table.columns.get(keep_ditto or "", ())
        if any(words.is_same_as_above(texts[column]) for column in kept):
            above = {column: said or above.get(column, "") for column, said in texts.items()}
        else:
            above = texts
        table.rows += 1
        yield Row(table, number, texts)


def _is_note_row(table: Table, number: int, own: dict[int, str]) -> bool:
    """Whether a row is one text that is a note, or that is merged over the whole table."""
    column, text = next(iter(own.items()))
    if len(own) > 1:
        return False
    if not table.left <= column <= table.right:
        return words.is_note(text) and not table.neighbours
    merged_to = table.sheet.merges.get((number, column), (number, column))[1]
    return words.is_note(text) or (merged_to >= table.right > column == table.left)


def _is_refused_row(table: Table, number: int, own: dict[int, str], findings: Findings) -> bool:
    """Refuse a total, and a heading among causes: neither is a row of its own."""
    if table.kind == "figures":
        return False
    columns = [column for column in own if column in table.headers]
    first = min(columns, default=0)
    rule = None
    if columns and words.is_total(own[first]):
        rule = "total-row"
    elif len(own) == 1 and columns and "cause" in table.roles_of(first):
        rule = "heading-row" if _is_heading(table, number, first, own[first]) else None
    if rule is not None:
        findings.problem(rule, table.place(number, first), own[first])
    return rule is not None


def _is_heading(table: Table, number: int, column: int, text: str) -> bool:
    """Whether the one text of a row, a cause by its column, is marked or merged as a heading is."""
    at = (number, column)
    merged_to = table.sheet.merges.get(at, at)[1]
    is_wide = merged_to > column and "cause" not in table.roles_of(merged_to)
    numbered = words.without_numbering(text) is not None and not any(
        words.without_numbering(table.sheet.text(row, column)) is not None
        for row in table.body
        if len(table.sheet.rows[row]) > 1  # causes that are numbered throughout
    )
    stands_out = is_wide or numbered or words.is_heading(text)
    return stands_out and not is_under_merge(table.sheet, [table], number)


def _repeated(
    table: Table, number: int, column: int, mark: str, source: str | None, findings: Findings
) -> str:
    """The text a 〃 or 同左 repeats."""
    if not source:
        findings.problem("ditto-without-source", table.place(number, column), mark)
    return source or ""


def _across(sheet: Sheet, row: int, column: int) -> str:
    """A dash merged over several columns says "none stated" in each; other texts in the first."""
    top = sheet.covered.get((row, column))
    if top is None or top[1] == column:
        return ""
    text = sheet.text(*top)
    return text if words.is_none_mark(text) else ""


def _inherit(table: Table, texts: dict[int, str], above: dict[int, str]) -> None:
    """Where merges are lost, a blank means the one above, unless a column before it changed."""
    columns = [at for role in _INHERITED[table.kind] for at in table.columns.get(role, ())]
    if table.kind == "figures" and not any(texts[column] for column in columns[1:]):
        return
    changed = False
    for column in columns:
        if texts[column]:
            changed = changed or texts[column] != above.get(column, texts[column])
        elif not changed:
            texts[column] = above.get(column, "")


def _keeps_to_headers(table: Table, number: int, own: dict[int, str], findings: Findings) -> bool:
    """Refuse cells outside the headers; False if nothing of the row is left in the table."""
    inside = False
    for column, text in own.items():
        if column in table.headers:
            inside = inside or column not in table.ignored
        elif not _belongs_elsewhere(table, number, column):
            findings.refuse_unless_allowed("longer-row", table.place(number, column), text)
    return inside


def _belongs_elsewhere(table: Table, number: int, column: int) -> bool:
    """Whether a cell is one of a table beside this one."""
    return any(
        other.left <= column <= other.right and number <= (other.body[-1] if other.body else 0)
        for other in table.neighbours
    )
