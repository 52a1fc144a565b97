"""Tables found by their headers: which rows and columns of a sheet say what."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from papers.reading import headers, words
from papers.reading.grid import Cell, Sheet
from papers.reading.headers import ValueHeader
from papers.reading.paper import Place

ROLES: Final[dict[str, Mapping[str, str]]] = {
    "measures": headers.MEASURES,
    "figures": headers.FIGURES,
    "incidents": headers.INCIDENTS,
}
"""The kinds of table in the order in which a header is tried on them."""
_DIGITS: Final = re.compile(r"\d")
_NESTED: Final = ("label", "category", "group")


@dataclass(slots=True)
class Table:
    """A table of a sheet: its header rows, its body rows, and which columns play which role."""

    kind: str
    sheet: Sheet
    top: int
    first: int
    left: int
    right: int
    columns: dict[str, list[int]]
    values: dict[int, ValueHeader]
    headers: dict[int, str]
    ignored: set[int] = field(default_factory=set)
    unknown: list[int] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    below: list[str] = field(default_factory=list)
    astray: list[Cell] = field(default_factory=list)
    led_away: list[Cell] = field(default_factory=list)
    neighbours: list["Table"] = field(default_factory=list, repr=False)

    def has(self, role: str) -> bool:
        """Whether there is such a column."""
        return role in self.columns

    def roles_of(self, column: int) -> Iterator[str]:
        """The role of a column, if it has one."""
        return (role for role, columns in self.columns.items() if column in columns)

    def stated(self, *roles: str) -> frozenset[str]:
        """Which of these optional columns exist."""
        return frozenset(role for role in roles if role in self.columns)

    def place(self, row: int, column: int) -> Place:
        """A cell of the table with its header."""
        return self.sheet.place((row, column), self.headers.get(column))


# ----- headers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Header:
    """A header being read: per column the texts from the top down, and the cell they start in."""

    paths: dict[int, tuple[str, ...]]
    origins: dict[int, Cell]


def tables_of(sheet: Sheet) -> list[Table]:
    """The tables of a sheet in order; their rows, titles and notes already told apart."""
    found: list[Table] = []
    skip_to = 0
    for row in sheet.rows:
        if row < skip_to or not _may_be_header(sheet, row):
            continue
        here = _tables_at(sheet, row)
        if here:
            found.extend(here)
            skip_to = here[0].first
    _share_rows(sheet, found)
    return found


def _may_be_header(sheet: Sheet, row: int) -> bool:
    return any(headers.is_header_word(text) for _, text in sheet.own(row))


def _tables_at(sheet: Sheet, row: int) -> list[Table]:
    """The tables whose header starts in a row: of two rows if the next one belongs to it."""
    two = _is_second_row(sheet, row, row + 1)
    for depth in (2, 1) if two else (1,):
        header = _header(sheet, row, depth)
        runs = list(_runs(header))
        apart = [table for run in runs if (table := _table(sheet, row, depth, run)) is not None]
        if len(apart) > 1:
            return apart
        whole = _table(sheet, row, depth, header)
        if whole is not None:
            return [whole]
    return []


def _is_second_row(sheet: Sheet, row: int, below: int) -> bool:
    texts = dict(sheet.own(below))
    if not texts:
        return False
    # A header cell merged downwards: then the row below is a header, too.
    if any(sheet.merges.get((row, column), (row, 0))[0] == below for column in sheet.rows[row]):
        return True
    # A row of groups (原因 | 対策 | 進捗) over a header of the same kind; else two tables.
    if (kind := _kind_of(_header(sheet, below, 1))) is not None:
        return kind == _kind_of(_header(sheet, row, 1))
    return all(headers.is_header_word(text) for text in texts.values())


def _header(sheet: Sheet, row: int, depth: int) -> _Header:
    tops = dict(sheet.own(row))
    subs = dict(sheet.own(row + 1)) if depth == 2 else {}
    paths: dict[int, tuple[str, ...]] = {}
    origins: dict[int, Cell] = {}

    def put(at: Cell, path: tuple[str, ...]) -> None:
        last = sheet.merges.get(at, at)[1]
        for column in range(at[1], last + 1):
            paths[column] = path
            origins[column] = at

    for column, top in tops.items():
        put((row, column), (top,))
    for column, sub in subs.items():
        over = paths.get(column) or _lost_top(sheet, row, column, tops, subs)
        put((row + 1, column), over if over == (sub,) else (*over, sub))
    return _Header(paths, origins)


def _lost_top(
    sheet: Sheet, row: int, column: int, tops: Mapping[int, str], subs: Mapping[int, str]
) -> tuple[str, ...]:
    """Where a merge was lost, the header on the left stands over this column, too."""
    before = max((at for at in tops if at < column), default=None)
    if before is None or (row, before) in sheet.merges:
        return ()
    return (tops[before],) if all(at in subs for at in range(before, column)) else ()


def _runs(header: _Header) -> Iterator[_Header]:
    """The header cut at columns without any, for tables that stand side by side."""
    run: list[int] = []
    for column in [*sorted(header.paths), 0]:
        if run and column != run[-1] + 1:
            yield _Header(
                {at: header.paths[at] for at in run}, {at: header.origins[at] for at in run}
            )
            run = []
        run.append(column)


def _roles(
    header: _Header, kind: str
) -> tuple[dict[int, str], dict[int, ValueHeader], dict[int, str]]:
    """Per column its role, or what its values are; and the header words for people."""
    known = ROLES[kind]
    roles: dict[int, str] = {}
    values: dict[int, ValueHeader] = {}
    own = {path: headers.role_of(path[-1], known) for path in header.paths.values()}
    for column, path in header.paths.items():
        over = (role for part in reversed(path[:-1]) if (role := headers.role_of(part, known)))
        role = own[path] or next((role for role in over if role not in own.values()), None)
        if role is not None:
            roles[column] = role
        elif kind == "figures" and (value := headers.value_header(path)) is not None:
            values[column] = value
    shown = {
        column: "／".join(words.joined(part) for part in path)
        for column, path in header.paths.items()
    }
    return roles, values, shown


def _kind_of(header: _Header) -> str | None:
    """The kind of table a header makes; None if a column it needs is missing."""
    for kind in ROLES:
        roles, values, shown = _roles(header, kind)
        there = set(roles.values())
        if kind == "measures" and {"cause", "measure"} <= there:
            return kind
        if kind == "figures" and "label" in there and values and not _names_incidents(shown):
            return kind
        if kind == "incidents" and "title" in there:
            plain = all(
                headers.key(shown[column]) in headers.PLAIN_INCIDENT_WORDS
                for column, role in roles.items()
                if role == "title"
            )
            if not plain or there & {"group", "reporting"}:
                return kind
    return None


def _names_incidents(shown: Mapping[int, str]) -> bool:
    return any(
        headers.role_of(text, headers.INCIDENTS) == "title"
        and headers.key(text) not in headers.PLAIN_INCIDENT_WORDS
        for text in shown.values()
    )


def _table(sheet: Sheet, row: int, depth: int, header: _Header) -> Table | None:
    kind = _kind_of(header)
    if kind is None:
        return None
    roles, values, shown = _roles(header, kind)
    table = Table(
        kind=kind,
        sheet=sheet,
        top=row,
        first=row + depth,
        left=min(header.paths),
        right=max(header.paths),
        columns={},
        values={},
        headers=shown,
    )
    taken: dict[object, tuple[Cell, int]] = {}
    for column in sorted(header.paths):
        meaning: object = roles.get(column)
        if meaning is None and column in values:
            meaning = (values[column].measure, values[column].method, values[column].distinct)
        if meaning is None:
            table.ignored.add(column)
            if not headers.is_derived(_last(header.paths[column])):
                table.unknown.append(column)
            continue
        origin, first = taken.setdefault(meaning, (header.origins[column], column))
        if origin != header.origins[column]:
            table.repeated.append((column, first))
            table.ignored.add(column)
        elif column in values:
            table.values[column] = values[column]
        else:
            table.columns.setdefault(roles[column], []).append(column)
    if sheet.merges_lost:
        _widen(table, header)
    return table


def _last(path: tuple[str, ...]) -> str:
    return path[-1] if path else ""


def _widen(table: Table, header: _Header) -> None:
    """Where merges are lost, columns without a header after a label belong to the label."""
    for role in _NESTED:
        for column in list(table.columns.get(role, [])):
            following = min((at for at in header.paths if at > column), default=column)
            for more in range(column + 1, following):
                table.columns[role].append(more)
                table.headers[more] = table.headers[column]


# ----- rows -------------------------------------------------------------------------------------

_TELLING: Final = {
    "measures": frozenset(("cause", "measure")),
    "incidents": frozenset(("title",)),
    "figures": frozenset[str](),
}
"""The columns of which one text alone makes a row; in a figure table it is a number."""

_SAID_OF_MEASURES: Final = frozenset(
    ("wording", "kind", "party", "department", "status", "reason", "remark", "incidents")
)


def _share_rows(sheet: Sheet, tables: list[Table]) -> None:
    """Give each table the rows below its header, and the titles above it."""
    numbers = list(sheet.rows)
    by_top: dict[int, list[Table]] = {}
    for table in tables:
        by_top.setdefault(table.top, []).append(table)
    tops = list(by_top)
    above: list[int] = []
    for at, (top, here) in enumerate(by_top.items()):
        is_last = at + 1 == len(tops)
        end = numbers[-1] + 1 if is_last else tops[at + 1]
        if at == 0:
            above = numbers[: bisect_left(numbers, top)]
        texts = [_whole_row(sheet, row) for row in above]
        rows = numbers[bisect_left(numbers, here[0].first) : bisect_left(numbers, end)]
        tail = _text_below(sheet, here, rows) if is_last else _titles_below(sheet, here, rows)
        for table in here:
            table.titles = [text for text in texts if not words.is_note(text)]
            table.body = rows[: len(rows) - len(tail)]
            table.neighbours = [other for other in here if other is not table]
        here[0].notes = [text for text in texts if words.is_note(text)]
        if is_last:
            here[0].below = [_whole_row(sheet, row) for row in tail]
        above = tail


def _whole_row(sheet: Sheet, row: int) -> str:
    return " ".join(words.joined(text) for _, text in sheet.own(row))


def _text_below(sheet: Sheet, tables: list[Table], rows: list[int]) -> list[int]:
    """The lone texts after a gap below the last table: free text."""
    lone = _lone_rows(sheet, tables, rows)
    for at in range(len(lone) - 1, -1, -1):
        if not _may_be_title(sheet, tables, lone[at]):
            lone = lone[at + 1 :]
            break
    before = [tables[0].first - 1, *rows]
    starts = (at for at, row in enumerate(lone) if row - before[len(rows) - len(lone) + at] > 1)
    return lone[next(starts, len(lone)) :]


def _titles_below(sheet: Sheet, tables: list[Table], rows: list[int]) -> list[int]:
    """The lone texts above the next table: its titles, and notes. One that may as well be a row of
    the table above is astray; one in another of its columns is led away, and pointed out."""
    lone = _lone_rows(sheet, tables, rows)
    before = rows[-len(lone) - 1] if len(lone) < len(rows) else tables[0].first - 1
    tail: list[int] = []
    is_apart = False
    for row in lone:
        is_apart = is_apart or row - before > 1
        before = row
        column, text = next(sheet.own(row))
        role = next((name for table in tables for name in table.roles_of(column)), None)
        if _may_be_title(sheet, tables, row) and (is_apart or role != "label"):
            is_apart = is_apart or not words.is_note(text)
            if role in _SAID_OF_MEASURES and not _stands_out(sheet, row):
                tables[0].led_away.append((row, column))
        elif is_apart:
            tables[0].astray.append((row, column))
        else:
            tail = []
            continue
        tail.append(row)
    return tail


def _lone_rows(sheet: Sheet, tables: list[Table], rows: list[int]) -> list[int]:
    """The rows of one text each at the end, down from the last row that is surely of the table."""
    lone: list[int] = []
    for row in reversed(rows):
        if len(sheet.rows[row]) != 1 or is_under_merge(sheet, tables, row):
            break
        lone.append(row)
    return lone[::-1]


def is_under_merge(sheet: Sheet, tables: list[Table], row: int) -> bool:
    """Whether a cell of a table above is merged down over this row."""
    covering = (
        (table, sheet.anchor(row, column)[0]) for table in tables for column in table.headers
    )
    return any(table.first <= top < row for table, top in covering)


def _may_be_title(sheet: Sheet, tables: list[Table], row: int) -> bool:
    """Whether a lone text stands out, or outside the columns of which one text makes a row."""
    column, text = next(sheet.own(row))
    is_telling = any(
        (column in table.values and _DIGITS.search(text) is not None)
        or not _TELLING[table.kind].isdisjoint(table.roles_of(column))
        for table in tables
    )
    return _stands_out(sheet, row) or not is_telling


def _stands_out(sheet: Sheet, row: int) -> bool:
    """Whether a lone text is a note, or merged over several columns."""
    column, text = next(sheet.own(row))
    return (
        words.is_note(text)
        or words.is_caption(text)
        or sheet.merges.get((row, column), (row, column))[1] > column
    )


def missing_headers(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Rows that are nearly a header of causes and measures: their number and the word they lack."""
    for row in sheet.rows:
        roles = set(_roles(_header(sheet, row, 1), "measures")[0].values())
        if len(roles) >= 2 and len({"cause", "measure"} & roles) == 1:
            yield row, "対策" if "cause" in roles else "原因"
