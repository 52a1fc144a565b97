"""A file's bytes as sheets of texts: .xlsx by openpyxl, .csv in UTF-8 or CP932."""

import csv
import io
import re
import unicodedata
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import from_excel

from papers.reading import package
from papers.reading.grid import Cell, Sheet, letters
from papers.reading.problems import Findings, several
from papers.reading.shown import Shown, number_shown
from papers.reading.words import unguarded

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_FILES: Final = (".csv", ".tsv", ".txt")
_EXCEL_FILES: Final = (".xlsx", ".xlsm")


def read_sheets(
    data: bytes, filename: str, findings: Findings
) -> tuple[list[list[Sheet]], package.Refused | None]:
    """The readings of a file, best first, each a list of sheets (a CSV has one per separator).

    What keeps a file from being opened at all is a problem, and there is no reading. The second
    answer is what was wrong with a CSV by its first separator, should no other one give a table.
    """
    name = PurePath(filename.replace("\\", "/")).name
    ending = PurePath(name).suffix.lower()
    try:
        if data.startswith(_OLE):
            encrypted = "EncryptedPackage".encode("utf-16-le") in data
            raise package.Refused("password" if encrypted else "old-excel")
        if ending == ".xls":
            raise package.Refused("old-excel")
        if data.startswith(_ZIP):
            return [_read_workbook(data, findings)], None
        if ending in _EXCEL_FILES:
            raise _no_package(data)
        if ending not in _TEXT_FILES:
            raise package.Refused("format-unknown", ending or name)
        if len(data) > package.MOST_BYTES:
            raise package.Refused("too-large", f"{len(data):,} bytes > {package.MOST_BYTES:,}")
        return _read_text(data, name)
    except package.Refused as refused:
        findings.problem(refused.rule, None, name, detail=refused.detail)
        return [], None


def _no_package(data: bytes) -> package.Refused:
    """What a file is that calls itself .xlsx and is none: nothing, a text, or a damaged one."""
    if not data:
        return package.Refused("empty-file")
    beginning = data[:4096]
    is_text = b"\0" not in beginning or beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    return package.Refused("text-not-excel") if is_text else package.Refused("unreadable", "zip")


# ----- texts ------------------------------------------------------------------------------------

_MAY_STAY: Final = frozenset("\t\n")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _keep(sheet: Sheet, cell: Cell, text: str) -> None:
    """Put a text into a sheet, as the table will read it."""
    text = _plain(unguarded(text))
    if not text:
        return
    if not text.isprintable() and any(
        unicodedata.category(sign) == "Cc" and sign not in _MAY_STAY for sign in text
    ):
        sheet.control_characters.append((cell, text))
    if "\ufffd" in text:
        sheet.garbled.append(cell)
    sheet.rows.setdefault(cell[0], {})[cell[1]] = text


# ----- CSV --------------------------------------------------------------------------------------


def _read_text(data: bytes, name: str) -> tuple[list[list[Sheet]], package.Refused | None]:
    text = _decoded(data)
    readings: list[list[Sheet]] = []
    broken: package.Refused | None = None
    for separator in (",", "\t", ";"):
        if separator != "," and separator not in text:
            continue
        try:
            readings.append([_read_separated(text, separator, name)])
        except package.Refused as refused:
            broken = broken or refused
    return readings, broken


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        try:
            text = data.decode("cp932")
        except UnicodeDecodeError as not_cp932:
            line = data.count(b"\n", 0, max(not_utf8.start, not_cp932.start)) + 1
            raise package.Refused("undecodable", f"{line}行目 (line {line})") from not_cp932
        # Python gives these bytes, which CP932 does not define, a private or control sign.
        wrong = re.search("[\x80\xa0\uf8f0-\uf8f3]", text)
        if wrong:
            line = text.count("\n", 0, wrong.start()) + 1
            raise package.Refused("undecodable", f"{line}行目 (line {line})") from None
        return text


def _read_separated(text: str, separator: str, name: str) -> Sheet:
    sheet = Sheet(name, merges_lost=True)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells = 0
    try:
        for row, line in enumerate(lines, start=1):
            cells += len(line)
            if cells > 2 * package.MOST_CELLS:
                raise package.Refused("too-large", f"> {2 * package.MOST_CELLS:,} cells")
            for column, value in enumerate(line, start=1):
                if value:
                    _keep(sheet, (row, column), value)
    except csv.Error as broken:
        at = lines.line_num
        raise package.Refused("csv-broken", f"{at}行目 (line {at}): {broken}") from broken
    return sheet


# ----- workbooks --------------------------------------------------------------------------------


def _read_workbook(data: bytes, findings: Findings) -> list[Sheet]:
    opened = package.open_package(data)
    book = _load(data)
    by_name = {worksheet.title: worksheet for worksheet in book.worksheets}
    if opened.links_outside:
        findings.caution("external-links", None)
    looks = _Looks(book)
    drop_struck = "struck-through" in findings.allow
    sheets = []
    for part in opened.sheets:
        worksheet = by_name.get(part.name)
        sheet = Sheet(part.name, state=part.state)
        if part.is_worksheet and worksheet is not None:
            _fill(sheet, worksheet, part, looks, drop_struck)
        sheets.append(sheet)
    return sheets


def _load(data: bytes) -> Any:
    """The workbook by openpyxl; its stubs leave out the parts that are fast to read."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every extension it drops; what matters here is found by `package`.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), data_only=True, rich_text=True, keep_links=False)
    except Exception as broken:
        # openpyxl raises whatever its many descriptors raise on a damaged file.
        raise package.Refused("unreadable", f"{type(broken).__name__}: {broken}"[:200]) from broken


class _Looks:
    """Which styles strike text through, colour a cell or show a number in their own way."""

    def __init__(self, book: Any) -> None:
        # Resolved once by index: asking each cell for its font would build one proxy per cell.
        self.struck = {at for at, font in enumerate(book._fonts) if font.strike}
        self.coloured = {at for at, fill in enumerate(book._fills) if _shows(fill)}
        self.invisible = {
            164 + at for at, code in enumerate(book._number_formats) if code.strip() == ";;;"
        }
        self.epoch = book.epoch

    def format_of(self, cell: Any) -> str:
        """The number format, those of Japanese Excel included, which openpyxl takes for General."""
        number = cell._style.numFmtId
        return _JAPANESE_FORMATS.get(number) or str(cell.number_format)


_JAPANESE_FORMATS: Final = {
    **dict.fromkeys((27, 36, 50, 57), "[$-411]ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), '[$-411]ggge"年"m"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}


def _shows(fill: Any) -> bool:
    if getattr(fill, "fill_type", None) != "solid":
        return False
    colour = fill.fgColor
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper() != "FFFFFF"
    if colour.type == "theme":
        return not (colour.theme == 0 and not colour.tint)
    return bool(colour.indexed not in (9, 64, 65))


def _fill(sheet: Sheet, worksheet: Any, part: package.SheetPart, looks: _Looks, drop: bool) -> None:
    sheet.merges = dict(part.merges)
    for (top, left), (bottom, right) in part.merges:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    sheet.covered[row, column] = (top, left)
                    if (row, column) in part.filled:
                        sheet.hidden.append(((row, column), ""))
    # The dictionary itself: iterating rows would build every blank cell between far apart ones.
    for (row, column), cell in sorted(worksheet._cells.items()):
        value = getattr(cell, "_value", None)
        if value is None:
            style = getattr(cell, "_style", None)
            if style is not None and style.fillId in looks.coloured:
                sheet.coloured.append((row, column))
            continue
        where = (row, column)
        if isinstance(value, CellRichText):
            for run in value:
                if isinstance(run, TextBlock) and run.font.strike:
                    sheet.struck.append((where, run.text))
            sheet.raised.extend((where, number) for number in _raised(value))
            kept = [str(run) for run in value if not (drop and _is_struck(run))]
            text = _unescaped("".join(kept))
        elif cell.data_type == "e":
            sheet.broken_formulas.append((where, str(value)))
            continue
        else:
            shown = _shown(value, cell, looks)
            text = shown.text
            if not shown.whole:
                sheet.half_shown.add(where)
        if cell._style.fontId in looks.struck and text.strip():
            sheet.struck.append((where, text))
            if drop:
                continue
        _keep(sheet, where, text)
        if cell._style.numFmtId in looks.invisible:
            sheet.hidden.append((where, ""))
    for where, has_value in part.formulas.items():
        if not has_value:
            sheet.broken_formulas.append((where, ""))
        elif where[0] in sheet.rows and where[1] in sheet.rows[where[0]]:
            sheet.good_formulas.append(where)
    _note_hidden(sheet, part)
    sheet.comments = part.comments
    sheet.drawings = [" ".join(text.split()) for text in part.drawings if text.strip()]


def _is_struck(run: object) -> bool:
    return isinstance(run, TextBlock) and bool(run.font.strike)


_NUMBER_OF_A_NOTE: Final = re.compile(r"\s*[\d,、，・\s]*\d[)）]?\s*")


def _raised(text: CellRichText) -> Iterator[str]:
    """The bare numbers in superscript: of footnotes, unless a letter stands before them (m2)."""
    before = ""
    for run in text:
        if (
            isinstance(run, TextBlock)
            and run.font.vertAlign == "superscript"
            and _NUMBER_OF_A_NOTE.fullmatch(run.text)
            and not re.search("[A-Za-zＡ-Ｚａ-ｚ]$", before)
        ):
            yield run.text
        before = str(run)


_ESCAPED: Final = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")


def _unescaped(text: str) -> str:
    """Control signs as .xlsx writes them (_x000D_); openpyxl leaves them as they are."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text


def _note_hidden(sheet: Sheet, part: package.SheetPart) -> None:
    """Hidden rows and columns that hold something, neighbours taken together."""
    rows = sorted(part.hidden_rows & sheet.rows.keys())
    for first, last in _runs(rows):
        column = min(sheet.rows[first])
        sheet.hidden.append(((first, column), f"{first}:{last}"))
    used = sorted({column for row in sheet.rows.values() for column in row})
    hidden = [
        column
        for column in used
        if any(first <= column <= last for first, last in part.hidden_columns)
    ]
    for first, last in _runs(hidden):
        row = next(row for row, cells in sheet.rows.items() if first in cells)
        sheet.hidden.append(((row, first), f"{letters(first)}:{letters(last)}"))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    start = previous = None
    for number in numbers:
        if previous is None or number != previous + 1:
            if start is not None and previous is not None:
                yield start, previous
            start = number
        previous = number
    if start is not None and previous is not None:
        yield start, previous


def leave_out_hidden(sheet: Sheet, findings: Findings) -> None:
    """Take the hidden rows and columns out of a sheet, and say so."""
    for (row, column), what in sheet.hidden:
        if not what:
            sheet.rows.get(row, {}).pop(column, None)
            continue
        first, last = what.split(":")
        if first.isdecimal():
            for number in range(int(first), int(last) + 1):
                sheet.rows.pop(number, None)
        else:
            width = next(at for at in range(column, 16_385) if letters(at) == last)
            for cells in sheet.rows.values():
                for at in range(column, width + 1):
                    cells.pop(at, None)
    sheet.rows = {row: cells for row, cells in sheet.rows.items() if cells}
    left_out = [what or f"{letters(cell[1])}{cell[0]}" for cell, what in sheet.hidden]
    findings.caution("left-out", sheet.place(sheet.hidden[0][0]), several(left_out))


# ----- how a value shows ------------------------------------------------------------------------


def _shown(value: object, cell: Any, looks: _Looks) -> Shown:
    """A cell's value as its number format shows it, as far as it matters here."""
    if isinstance(value, str):
        return Shown(_unescaped(value))
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    code = looks.format_of(cell)
    if isinstance(value, int | float) and cell._style.numFmtId in _JAPANESE_FORMATS:
        value = _as_day(value, looks)
    if isinstance(value, int | float):
        return number_shown(Decimal(repr(value)), code)
    if isinstance(value, datetime):
        return Shown(day_shown(value.date(), code))
    if isinstance(value, date):
        return Shown(day_shown(value, code))
    return Shown(str(value), whole=False)


def _as_day(value: int | float, looks: _Looks) -> object:
    """A serial number as its day; the number itself beyond the days there are."""
    try:
        return from_excel(value, looks.epoch)
    except (OverflowError, ValueError):
        return value


_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def day_shown(day: date, code: str) -> str:
    """A date as wording: 2023年, 2023年3月 or 2023年3月1日, by what its number format shows, with
    the words the format puts around it: ～2023年3月, 2023年3月末, 2023年度."""
    section = code.split(";")[0]
    shown = _NOT_SHOWN.sub("", section).lower().replace("general", "")
    before, after = _words_around(section)
    if "d" in shown or not any(sign in shown for sign in "mye"):
        return f"{before}{day.year}年{day.month}月{day.day}日{after.removeprefix('日')}"
    if "m" in shown:
        return f"{before}{day.year}年{day.month}月{after.removeprefix('月')}"
    return f"{before}{day.year}年{after.removeprefix('年')}"


def _words_around(section: str) -> tuple[str, str]:
    """What a date's number format says before and behind the date, separators left out."""
    before, after, seen = "", "", False
    for token in _TOKEN.finditer(section):
        sign = token["sign"] or ""
        if sign.isascii() and sign.isalpha():
            after, seen = "", True
        elif not token["skipped"]:
            word = token["quoted"] or token["single"] or sign
            before, after = (before, after + word) if seen else (before + word, after)
    before, after = _ERA.sub("", before), after.lstrip(")） ").rstrip()
    if "h" in _NOT_SHOWN.sub("", section).lower():
        after = ""  # what stands behind a time is of the time
    return (before if _SAYS.search(before) else ""), (after if _SAYS.search(after) else "")


_ERA: Final = re.compile("昭和|平成|令和")
_SAYS: Final = re.compile(r"[^\W\d_]|[~～〜]")


_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<single>.)|(?P<skipped>\[[^\]]*\]|_.|\*.)'
    r"|(?P<digits>General|[0#?][0#?,./]*)|(?P<sign>.)",
    re.DOTALL,
)
