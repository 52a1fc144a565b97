"""What an import read, in words for people and in plain data for programs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.register.schedule import Period
from papers.matching.edits import ChangeCause, Edit, FoundDepartment, FoundReport, StateCause
from papers.matching.tally import Tally
from papers.reading.paper import FoundTable, Paper
from papers.reading.words import STATUS_WORDS, STATUSES


@dataclass(frozen=True, slots=True)
class WordingRead:
    """A schedule wording of the paper with its reading, and in how many rows it stands.

    Where the rows say what is recorded already, this is the reading of then.
    """

    wording: str
    kind: str
    start: date | None
    due: date | None
    certainty: str
    ambiguous: bool
    rows: int


@dataclass(frozen=True, slots=True)
class StatusRead:
    """A status as read, the export's word for it, the words that mean it, and its rows."""

    status: str
    word: str
    understood: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Vanished:
    """A known record the file no longer names. It stays as it is."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class LaterDue:
    """A known measure, what its schedule says, and the later or vaguer one that is asked for."""

    code: str
    before: str
    wanted: str


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """All that was read, before anything is written.

    `counts[kind][outcome]`: kinds are incidents, figures, causes and measures, outcomes new,
    changed, unchanged and passed_over (rows of other parties). `readers` are the codes of the other
    parties that read the records which are changed, and `later` what is asked for: both are known
    once everything is decided.
    """

    title: str | None
    status_date: date | None
    new_report: str | None
    tables: tuple[FoundTable, ...]
    notes: tuple[str, ...]
    counts: dict[str, dict[str, int]]
    wordings: tuple[WordingRead, ...]
    statuses: tuple[StatusRead, ...]
    new_categories: tuple[str, ...]
    new_departments: tuple[str, ...]
    vanished: dict[str, tuple[Vanished, ...]]
    readers: tuple[str, ...] = ()
    later: tuple[LaterDue, ...] = ()


def summary_of(
    paper: Paper,
    edits: Iterable[Edit],
    tally: Tally,
    categories: tuple[str, ...],
    readings: Iterable[Period | None],
) -> ImportSummary:
    """The summary of a paper that was compared with the register; `readings` are those of the
    schedules of its measures, as they are or will be recorded."""
    edits = tuple(edits)
    return ImportSummary(
        title=paper.title,
        status_date=paper.status_date,
        new_report=next((edit.title for edit in edits if isinstance(edit, FoundReport)), None),
        tables=paper.tables,
        notes=paper.notes,
        counts=tally.counts,
        wordings=_wordings(readings),
        statuses=_statuses(paper),
        new_categories=new_categories(edits, categories),
        new_departments=tuple(edit.name for edit in edits if isinstance(edit, FoundDepartment)),
        vanished={
            kind: tuple(Vanished(code, text) for code, text in records)
            for kind, records in tally.vanished.items()
        },
    )


def new_categories(edits: Iterable[Edit], categories: tuple[str, ...]) -> tuple[str, ...]:
    """The categories of causes that join the party's taxonomy."""
    named = (
        edit.line.category if isinstance(edit, StateCause) else edit.category
        for edit in edits
        if isinstance(edit, StateCause | ChangeCause)
    )
    return tuple(dict.fromkeys(name for name in named if name and name not in categories))


def _wordings(readings: Iterable[Period | None]) -> tuple[WordingRead, ...]:
    rows = Counter(
        (one.wording, one.kind, one.start, one.due, one.certainty, one.ambiguous)
        for one in readings
        if one is not None
    )
    return tuple(WordingRead(*read, count) for read, count in rows.items())


def _statuses(paper: Paper) -> tuple[StatusRead, ...]:
    rows = [measure.status for measure in paper.measures]
    return tuple(
        StatusRead(
            status,
            word,
            tuple(said for said, means in STATUSES.items() if means == status),
            rows.count(status),
        )
        for status, word in STATUS_WORDS.items()
        if status in rows
    )


def as_plain(value: Any) -> Any:
    """Dataclasses, days, numbers and ids as JSON knows them."""
    if is_dataclass(value) and not isinstance(value, type):
        return as_plain(asdict(value))
    if isinstance(value, dict):
        return {str(name): as_plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [as_plain(one) for one in value]
    if isinstance(value, date | UUID | Decimal):
        return str(value)
    return value
