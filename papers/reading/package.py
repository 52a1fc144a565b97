"""The parts of an .xlsx before openpyxl sees them: what is unsafe to open, and what it would lose.

openpyxl builds a cell for every cell of a merge or link, expands what it is given, drops what lies
under a merge, and does not tell a blank formula from a blank cell. So each sheet's XML is walked
once with expat: limits are counted before anything is built, and the rest is noted down.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from papers.reading.grid import Cell

MOST_BYTES: Final = 200 * 1024 * 1024
"""Uncompressed bytes a file may have."""

_NEVER_BUILT: Final = "xl/calcChain.xml"
"""Which formula is calculated when: one element each, read by nobody here."""
MOST_CELLS: Final = 1_500_000
"""Cells a file may have, those under merges and links and the runs of texts counted in."""

MOST_ELEMENTS: Final = 250_000
"""XML elements a part may have: styles, names, comments, and what a sheet has beside its cells."""

MOST_TEXT_ELEMENTS: Final = 2_000_000
"""The same for the texts that all sheets share, each of two elements or more."""

_STRICT: Final = "http://purl.oclc.org/ooxml/"
_CHUNK: Final = 1 << 20
_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class Refused(Exception):
    """The file is not opened: a rule of `problems.PROBLEMS`, and what was found."""

    def __init__(self, rule: str, detail: str = "") -> None:
        super().__init__(rule, detail)
        self.rule = rule
        self.detail = detail


@dataclass(slots=True)
class SheetPart:
    """What the XML of one sheet says that openpyxl does not pass on."""

    name: str
    state: str
    path: str
    is_worksheet: bool = True
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[Cell, Cell]] = field(default_factory=list)
    filled: set[Cell] = field(default_factory=set)
    formulas: dict[Cell, bool] = field(default_factory=dict)
    comments: list[Cell] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Package:
    """A workbook's sheets in order, and whether it links to other files."""

    sheets: list[SheetPart]
    links_outside: bool


def open_package(data: bytes) -> Package:
    """Walk an .xlsx; raises `Refused` for anything that is not safe or not a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except Refused:
        raise
    except RuntimeError as locked:  # how zipfile says that a member is encrypted
        raise Refused("password") from locked
    except Exception as broken:
        # A damaged file shows as whatever zipfile, zlib, struct or int() make of it.
        raise Refused("unreadable", f"{type(broken).__name__}: {broken}"[:200]) from broken


def _read(archive: zipfile.ZipFile) -> Package:
    members = {info.filename: info for info in archive.infolist()}
    if any(info.flag_bits & 1 for info in members.values()):
        raise Refused("password")
    size = sum(info.file_size for info in archive.infolist())
    if size > MOST_BYTES:
        raise Refused("too-large", f"{size:,} bytes > {MOST_BYTES:,}")
    if "[Content_Types].xml" not in members:
        raise Refused("format-unknown", "zip")
    for name in members:
        if name.lower().endswith((".xml", ".rels")):
            _require_no_declaration(archive, name)
    workbook = _workbook_path(archive)
    if workbook.lower().endswith(".bin"):
        raise Refused("binary-excel")
    if workbook not in members:
        raise Refused("format-unknown", "Office, but no workbook")
    related = _relations(archive, workbook, members)
    sheets: list[SheetPart] = []

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for name, value in attributes.items() if ":" in name), "")
            target, kind = related.get(relation, ("", ""))
            sheets.append(
                SheetPart(
                    attributes.get("name", ""),
                    attributes.get("state", "visible"),
                    target,
                    kind == "worksheet" and target in members,
                )
            )

    _require_few_elements(archive, workbook)
    _require_transitional(archive, workbook)
    _walk(archive, workbook, sheet)
    cells = {part.path for part in sheets if part.is_worksheet}
    texts = {path for path, kind in related.values() if kind == "sharedStrings"}
    for name in members.keys() - cells - {workbook, _NEVER_BUILT}:
        if name.lower().endswith((".xml", ".rels")):
            _require_few_elements(archive, name, is_texts=name in texts)
    left = MOST_CELLS
    for part in sheets:
        if part.is_worksheet:
            left = _read_sheet(archive, part, left)
            _read_beside(archive, part, members)
    return Package(sheets, any(name.startswith("xl/externalLinks/") for name in members))


# ----- XML --------------------------------------------------------------------------------------


def _local(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def _chunks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    with archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


class _SeenEnough(Exception):
    pass


def _require_no_declaration(archive: zipfile.ZipFile, path: str) -> None:
    """Refuse a document type, and with it every entity: no spreadsheet program writes one."""
    parser = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise Refused("xml-entities", path)

    def begun(*_: object) -> None:
        raise _SeenEnough

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        for chunk in _chunks(archive, path):
            parser.Parse(chunk, False)
    except _SeenEnough:
        return
    except expat.ExpatError as broken:
        raise Refused("unreadable", f"{path}: {broken}") from broken


def _require_transitional(archive: zipfile.ZipFile, path: str) -> None:
    """Refuse the strict form, in which openpyxl finds no cells: its names are others."""

    def begun(_: str, attributes: dict[str, str]) -> None:
        if any(value.startswith(_STRICT) for value in attributes.values()):
            raise Refused("strict-excel")
        raise _SeenEnough

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    with suppress(_SeenEnough):
        _feed(parser, archive, path)


def _require_few_elements(archive: zipfile.ZipFile, path: str, *, is_texts: bool = False) -> None:
    """Refuse a part of which openpyxl would build more than a real file has: each costs far more in
    memory than it takes in the file."""
    most = MOST_TEXT_ELEMENTS if is_texts else MOST_ELEMENTS
    found = 0

    def begun(*_: object) -> None:
        nonlocal found
        found += 1
        if found > most:
            raise Refused("too-large", f"{path}: > {most:,} elements")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begun
    _feed(parser, archive, path)


def _walk(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, dict[str, str]], None],
    text: Callable[[str], None] | None = None,
    end: Callable[[str], None] | None = None,
) -> None:
    """Call `start` with each element's name (without its prefix) and attributes, and so on."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
    if text:
        parser.CharacterDataHandler = text
    if end:
        parser.EndElementHandler = lambda tag: end(_local(tag))
    _feed(parser, archive, path)


def _feed(parser: expat.XMLParserType, archive: zipfile.ZipFile, path: str) -> None:
    try:
        for chunk in _chunks(archive, path):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as broken:
        raise Refused("unreadable", f"{path}: {broken}") from broken


def _relations(
    archive: zipfile.ZipFile, path: str, members: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Where a part's relations lead: id → (path, last word of the type); outer ones left out."""
    folder, name = posixpath.split(path)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (posixpath.normpath(whole), kind)

    if rels in members:
        _walk(archive, rels, relation)
    return found


def _workbook_path(archive: zipfile.ZipFile) -> str:
    found = _relations(archive, "", archive.namelist())
    return next((path for path, kind in found.values() if kind == "officeDocument"), "")


# ----- one sheet --------------------------------------------------------------------------------


def _column(name: str) -> int:
    number = 0
    for sign in name:
        number = number * 26 + ord(sign) - 64
    return number


_OF_FONTS: Final = ("rFont", "sz", "color", "b", "i", "u", "strike", "vertAlign", "family")
_OF_TEXTS: Final = frozenset(
    ("t", "r", "rPr", "rPh", "phoneticPr", "charset", "scheme", *_OF_FONTS)
)
_OF_CELLS: Final = _OF_TEXTS | {"c", "v", "f", "is", "row", "mergeCell", "hyperlink"}


def _read_sheet(archive: zipfile.ZipFile, part: SheetPart, left: int) -> int:
    """Note down one sheet; answers how many cells the rest of the file may have.

    Texts are listened to in formula cells only: this runs for each cell of the file.
    """
    parser = expat.ParserCreate()
    row = column = 0
    kind_of_cell = ""
    here: Cell = (0, 0)
    besides = 0
    rows_hidden_by_default = False

    def spend(cells: int) -> None:
        nonlocal left
        left -= cells
        if left < 0:
            raise Refused("too-large", f"{part.name}: > {MOST_CELLS:,} cells")

    def value(data: str) -> None:
        part.formulas[here] = part.formulas[here] or bool(data.strip())

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, here, besides, kind_of_cell, rows_hidden_by_default
        tag = _local(tag)
        if tag == "c":
            parser.CharacterDataHandler = None
            address = _ADDRESS.fullmatch(attributes.get("r", ""))
            if address:
                column, row = _column(address[1]), int(address[2])
            else:
                column += 1
            here = (row, column)
            kind_of_cell = attributes.get("t", "n")
            spend(1)
        elif tag == "v" or tag == "is":
            if here in part.formulas:
                # A formula that gives "" is saved with an empty value of type str.
                part.formulas[here] = kind_of_cell == "str"
                parser.CharacterDataHandler = value
            else:
                part.filled.add(here)
        elif tag == "f":
            part.formulas[here] = False
        elif tag == "row":
            row = int(attributes["r"]) if "r" in attributes else row + 1
            column = 0
            spend(1)
            by_default = rows_hidden_by_default and not {"ht", "hidden"} & attributes.keys()
            if by_default or _is_true(attributes.get("hidden")) or _is_zero(attributes.get("ht")):
                part.hidden_rows.add(row)
        elif tag == "col":
            if _is_true(attributes.get("hidden")) or _is_zero(attributes.get("width")):
                part.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == "sheetFormatPr":
            rows_hidden_by_default = _is_true(attributes.get("zeroHeight"))
        elif tag == "mergeCell" or tag == "hyperlink":
            first_column, first_row, last_column, last_row = _bounds(attributes.get("ref", ""))
            spend((last_row - first_row + 1) * (last_column - first_column + 1))
            if tag == "mergeCell":
                part.merges.append(((first_row, first_column), (last_row, last_column)))
        elif tag in _OF_TEXTS:
            spend(1)
        if tag not in _OF_CELLS:
            besides += 1
            if besides > MOST_ELEMENTS:
                raise Refused("too-large", f"{part.path}: > {MOST_ELEMENTS:,} elements")

    parser.StartElementHandler = start
    _feed(parser, archive, part.path)
    return left


def _is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _is_zero(value: str | None) -> bool:
    try:
        return value is not None and float(value) == 0
    except ValueError:
        return False


def _bounds(ref: str) -> tuple[int, int, int, int]:
    try:
        left, top, right, bottom = range_boundaries(ref)
    except (ValueError, TypeError) as broken:
        raise Refused("unreadable", f"range {ref[:40]!r}") from broken
    if left is None or top is None or right is None or bottom is None:
        return left or 1, top or 1, right or 16_384, bottom or 1_048_576
    return left, top, right, bottom


def _read_beside(archive: zipfile.ZipFile, part: SheetPart, members: Iterable[str]) -> None:
    """The comments (threaded ones too) and the texts of the drawings that belong to a sheet."""
    for path, kind in _relations(archive, part.path, members).values():
        if path not in members:
            continue
        if kind in ("comments", "threadedComment"):
            _read_comments(archive, path, part)
        elif kind == "drawing":
            _read_drawing(archive, path, part)
    part.comments = sorted(set(part.comments))


def _read_comments(archive: zipfile.ZipFile, path: str, part: SheetPart) -> None:
    def comment(tag: str, attributes: dict[str, str]) -> None:
        if tag in ("comment", "threadedComment"):
            column, row, *_ = _bounds(attributes.get("ref", "A1"))
            part.comments.append((row, column))

    _walk(archive, path, comment)


def _read_drawing(archive: zipfile.ZipFile, path: str, part: SheetPart) -> None:
    pieces: list[str] = []
    depth = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += tag == "t"

    def text(data: str) -> None:
        if depth:
            pieces.append(data)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= tag == "t"
        if tag in ("sp", "graphicFrame", "cxnSp") and pieces:
            part.drawings.append("".join(pieces))
            pieces.clear()

    _walk(archive, path, start, text, end)
    if pieces:
        part.drawings.append("".join(pieces))
