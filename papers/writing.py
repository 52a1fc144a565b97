"""Tables out: the same rows as .xlsx, .csv or .json, in bounded memory and without formulas."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, Literal

import xlsxwriter

from papers.reading.words import guarded, kept

Value = str | int | date | None
"""What a cell may hold."""

LONGEST_TEXT: Final = 32_767
"""Characters an .xlsx cell can hold."""

MOST_ROWS: Final = 1_048_576
"""Rows an .xlsx sheet can have."""

_FONT: Final = "Yu Gothic"
_WIDEST, _NARROWEST = 60, 10
_LOOKED_AT: Final = 200


class TableCannotBeWritten(ValueError):
    """The format cannot hold a value; says which, in Japanese and English."""

    def __init__(self, message_ja: str, message_en: str) -> None:
        super().__init__(f"{message_ja} / {message_en}")
        self.message_ja = message_ja
        self.message_en = message_en


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    format: Literal["xlsx", "csv", "json"],  # noqa: A002 (the word people use for it)
    out: BinaryIO,
    *,
    sheet: str,
    created: datetime,
    header_notes: Sequence[str] = (),
) -> int:
    """Write a table to `out` and answer how many rows it has.

    `columns` are the headers, `rows` are taken one at a time. `header_notes` are lines above the
    header (a title, a status date; not in JSON, which is an array of objects). The bytes depend on
    nothing but the arguments: `created` is the time written into an .xlsx (in UTC). Every text reads back
    through `read_paper` as the same text, stripped at its ends; texts that would mean something
    there are written with `papers.reading.words.cell_of_text` and its neighbours.

    Raises TableCannotBeWritten for a text that the format cannot hold.
    """
    if format == "json":
        return _write_json(columns, rows, out)
    if format == "csv":
        return _write_csv(columns, rows, out, header_notes)
    return _write_xlsx(columns, rows, out, sheet, created, header_notes)


def _checked(value: str, row: int, column: str) -> str:
    """A text without signs that no file of these kinds may hold."""
    if value.isprintable():
        return value
    for sign in value:
        if (
            unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\r\n"
        ) or sign in "\ufffe\uffff":
            raise TableCannotBeWritten(
                f"{row}行目の「{column}」に、書き出せない文字(U+{ord(sign):04X})があります。",
                f"Row {row}, {column}: the character U+{ord(sign):04X} cannot be written.",
            )
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _write_json(columns: Sequence[str], rows: Iterable[Sequence[Value]], out: BinaryIO) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        record = {
            column: value.isoformat() if isinstance(value, date) else value
            for column, value in zip(columns, row, strict=True)
        }
        out.write(b"[\n" if count == 1 else b",\n")
        out.write(json.dumps(record, ensure_ascii=False).encode())
    out.write(b"\n]\n" if count else b"[]\n")
    return count


def _write_csv(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], out: BinaryIO, notes: Sequence[str]
) -> int:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text, lineterminator="\r\n")
    count = 0
    try:
        for note in notes:
            lines.writerow([guarded(note)])
        lines.writerow([guarded(column) for column in columns])
        for count, row in enumerate(rows, start=1):
            lines.writerow(
                [
                    guarded(_checked(value, count, column))
                    if isinstance(value, str)
                    else _plain(value)
                    for column, value in zip(columns, row, strict=True)
                ]
            )
    finally:
        text.detach()
    return count


def _plain(value: int | date | None) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


# ----- .xlsx ------------------------------------------------------------------------------------


def _write_xlsx(
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    out: BinaryIO,
    sheet: str,
    created: datetime,
    notes: Sequence[str],
) -> int:
    with TemporaryDirectory(prefix="sekisho-") as folder:
        buffer = io.BytesIO()
        book: Any = xlsxwriter.Workbook(
            buffer,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        try:
            count = _fill(book, columns, rows, sheet, created, notes)
        except BaseException:
            for page in book.worksheets():  # XlsxWriter closes its files only when it is done
                page.row_data_fh.close()
            book.fileclosed = True
            raise
        book.close()
        out.write(buffer.getbuffer())
    return count


def _fill(
    book: Any,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    sheet: str,
    created: datetime,
    notes: Sequence[str],
) -> int:
    moment = created if created.tzinfo is None else created.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"created": moment, "title": sheet})
    page = book.add_worksheet(_sheet_name(sheet))
    note_look = book.add_format({"font_name": _FONT, "font_size": 11, "bold": True})
    header_look = book.add_format(
        {
            "font_name": _FONT,
            "font_size": 10,
            "bold": True,
            "bg_color": "#DDE6EE",
            "border": 1,
            "text_wrap": True,
            "valign": "vcenter",
        }
    )
    cell = {"font_name": _FONT, "font_size": 10, "border": 1, "valign": "top"}
    text_look = book.add_format({**cell, "text_wrap": True, "num_format": "@"})
    number_look = book.add_format(cell)
    day_look = book.add_format({**cell, "num_format": "yyyy-mm-dd"})

    top = len(notes)
    ready, more = _first(rows)
    for at, column in enumerate(columns):
        page.set_column(at, at, _width(column, [row[at] for row in ready]))
    for at, note in enumerate(notes):
        page.write_string(at, 0, _fitting(kept(note), 0, ""), note_look)
    for at, column in enumerate(columns):
        page.write_string(top, at, column, header_look)
    count = 0
    for count, row in enumerate(_chained(ready, more), start=1):
        if top + count >= MOST_ROWS:
            raise TableCannotBeWritten(
                f"Excelのシートに入る行数({MOST_ROWS:,})を超えます。CSVで書き出してください。",
                f"More rows than an Excel sheet holds ({MOST_ROWS:,}); write it as CSV.",
            )
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            if isinstance(value, str):
                page.write_string(top + count, at, _fitting(kept(value), count, column), text_look)
            elif isinstance(value, date):
                page.write_datetime(top + count, at, value, day_look)
            elif value is not None:
                page.write_number(top + count, at, value, number_look)
            else:
                page.write_blank(top + count, at, None, text_look)
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, top + count, max(len(columns) - 1, 0))
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    return count


def _first(
    rows: Iterable[Sequence[Value]],
) -> tuple[list[Sequence[Value]], Iterable[Sequence[Value]]]:
    """The first rows, looked at for the columns' widths, and the rest."""
    more = iter(rows)
    ready: list[Sequence[Value]] = []
    for row in more:
        ready.append(row)
        if len(ready) == _LOOKED_AT:
            break
    return ready, more


def _chained(
    ready: list[Sequence[Value]], more: Iterable[Sequence[Value]]
) -> Iterable[Sequence[Value]]:
    yield from ready
    yield from more


def _fitting(text: str, row: int, column: str) -> str:
    text = _checked(text, row, column)
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise TableCannotBeWritten(
            f"{row}行目の「{column}」が長すぎます({len(text):,}字)。Excelのセルに入るのは"
            f"{LONGEST_TEXT:,}字までです。CSVかJSONで書き出してください。",
            f"Row {row}, {column}: {len(text):,} characters do not fit an Excel cell "
            f"({LONGEST_TEXT:,}). Write it as CSV or JSON.",
        )
    return text


def _sheet_name(name: str) -> str:
    """A name Excel takes for a sheet: 31 signs, none of []:*?/\\."""
    plain = "".join("・" if sign in "[]:*?/\\" else sign for sign in name).strip("'")
    return plain[:31] or "Sheet1"


def _width(column: str, values: Sequence[Value]) -> int:
    """Wide enough for the first rows; a Japanese sign takes two."""
    texts = [column, *(value for value in values if isinstance(value, str))]
    longest = max(_signs(line) for text in texts for line in text.split("\n"))
    return max(_NARROWEST, min(_WIDEST, longest + 2))


def _signs(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)
