"""A workbook of ten thousand countermeasures: import, edited copies, list, group and export."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import openpyxl

from benchmarks.asking import answer
from benchmarks.measure import Measured, times
from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from domain.people.roles import OPERATOR
from papers.exporting import export_table
from papers.importing import import_paper
from papers.writing import write_table
from service import house
from service.settings import Settings

WRITTEN_ON = date(2023, 2, 17)
HEADERS = ("管理番号", "分類", "原因", "対策", "実施時期", "状況", "変更理由")
SINCE = date(2023, 1, 1)
CREATED = datetime(2023, 2, 17, tzinfo=UTC)
QUESTIONS = """{ countermeasures(first: 100, filter: {open: true}, orderBy: DUE,
    statusDate: "2024-04-01") { totalCount nodes { title overdue causes { statement } } }
  progress(by: CATEGORY, statusDate: "2024-04-01") { key total overdue } }"""


def measure(folder: Path, *, smoke: bool) -> list[Measured]:
    """Every file is one transaction; memory of lists and exports must not grow with the register."""
    rows, copies = (600, 2) if smoke else (10_000, 10)
    large, editor = _founded(folder / "large")
    book = _book(rows, edition=0)
    begun = time.perf_counter()
    _import(large, editor, book, facts=rows * 3)
    importing = time.perf_counter() - begun
    begun = time.perf_counter()
    for edition in range(1, copies + 1):
        _import(large, editor, _book(rows, edition), facts=rows // 100)
    editing = (time.perf_counter() - begun) / copies
    small, small_editor = _founded(folder / "small")
    _import(small, small_editor, _book(rows // 10, edition=0), facts=rows // 10 * 3)
    [reading] = times(lambda: openpyxl.load_workbook(io.BytesIO(book)), rounds=3)
    detail = f"{rows} countermeasures"
    return [
        Measured(
            "importing a workbook, one transaction",
            "openpyxl loading it",
            importing / reading,
            detail,
        ),
        Measured(
            "importing an edited copy",
            "the first import",
            editing / importing,
            f"{copies} copies, 1 % edited",
        ),
        Measured(
            "list, count and group",
            "the same over a tenth of the rows",
            _ratio(
                lambda: answer(large, editor, QUESTIONS),
                lambda: answer(small, small_editor, QUESTIONS),
            ),
            "time",
        ),
        Measured(
            "peak memory of list, count and group",
            "the same over a tenth of the rows",
            _peak(lambda: answer(large, editor, QUESTIONS))
            / _peak(lambda: answer(small, small_editor, QUESTIONS)),
            "bounded: near 1",
        ),
        Measured(
            "peak memory of an export",
            "the same over a tenth of the rows",
            _peak(lambda: _export(large, editor, folder))
            / _peak(lambda: _export(small, small_editor, folder)),
            "bounded: near 1",
        ),
    ]


def _founded(folder: Path) -> tuple[house.House, UUID]:
    opened = house.found(Settings.of(f"sqlite:///{folder / 'register.sqlite'}"))
    perform = opened.office.perform
    perform(OPERATOR.member, lambda desk: found_parties(desk, parties=DEFAULT_PARTIES, since=SINCE))
    enrolled = perform(
        OPERATOR.member,
        lambda desk: enrol_member(desk, party=2, name="編集担当", roles=("editor",), since=SINCE),
    )
    return opened, enrolled.records[0]


def _book(rows: int, edition: int) -> bytes:
    """A workbook; each edition reports progress on another hundredth of its rows."""
    table = (
        (
            f"M-{number:05}",
            f"分類{number % 7}",
            f"原因 {number}",
            f"対策 {number} を定めて実施する",
            f"{2023 + number % 3}年{1 + number % 12}月末までに",
            "実施中" if edition and number % 100 < edition else "計画",
            "",
        )
        for number in range(rows)
    )
    out = io.BytesIO()
    write_table(HEADERS, table, "xlsx", out, sheet="対策", created=CREATED)
    return out.getvalue()


def _import(opened: house.House, editor: UUID, book: bytes, *, facts: int) -> None:
    result = import_paper(opened.office, editor, book, "register.xlsx", written_on=WRITTEN_ON)
    assert not result.problems, result.problems[:3]
    assert result.facts >= facts, (result.facts, facts)


def _export(opened: house.House, editor: UUID, folder: Path) -> None:
    with (folder / "export.xlsx").open("wb") as out:
        export_table(opened.office, editor, "xlsx", out)


def _ratio(one: Callable[[], object], other: Callable[[], object]) -> float:
    taken, floor = times(one, other, rounds=5)
    return taken / floor


def _peak(action: Callable[[], object]) -> int:
    """The most memory Python held while the action ran, beyond what it held before; in bytes."""
    action()
    tracemalloc.start()
    action()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
