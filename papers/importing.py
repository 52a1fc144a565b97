"""Importing a workbook: everything it says in one transaction, or nothing with every reason."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from commands.office import Desk, Office
from papers.carrying import Carrying
from papers.matching import findings
from papers.matching.plan import ImportPlan, plan_import
from papers.reading import ALLOWABLE as ALLOWABLE_IN_READING
from papers.reading import Caution, Paper, Problem, read_paper
from papers.summary import ImportSummary
from projections.readers import readers

Progress = Callable[[str, int, int], None]
"""Told a stage (reading, comparing, deciding, recording), how much of it is done, and of what."""

Show = Callable[[ImportSummary, tuple[Caution, ...]], None]
"""Shown what was read and what to look at, before anything is decided or written."""

ALLOWABLE = {**ALLOWABLE_IN_READING, **findings.ALLOWABLE}
"""The named options of an import: what each turns a refusal into, in Japanese and English."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or, on a dry run, would do.

    With `problems` nothing was written and `facts` is 0. `summary` is None where the paper itself
    could not be read.
    """

    facts: int
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]
    summary: ImportSummary | None
    dry_run: bool


def import_paper(
    office: Office,
    member: UUID,
    data: bytes,
    filename: str,
    *,
    written_on: date,
    dry_run: bool = False,
    allow: frozenset[str] = frozenset(),
    acknowledged: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    show: Show | None = None,
) -> ImportResult:
    """Import a file for a member, into the register of the party the member serves.

    `show` is given the summary of all that was read, before anything is written. `acknowledged` are
    the codes of the parties that the member knows to read the records the file changes; any other
    reader is among the `problems`.

    Raises NotPermitted for a member who may not import; everything else that is wrong is among
    the `problems` of the result, all at once, and then nothing was written.
    """
    tell = progress or _tell_nobody
    tell("reading", 0, len(data))
    paper = read_paper(data, filename, written_on=written_on, allow=allow, options=ALLOWABLE)
    tell("reading", len(data), len(data))
    importing = _Importing(
        paper,
        filename,
        written_on,
        allow,
        acknowledged,
        tell,
        show or _show_nobody,
        dry_run=dry_run,
    )
    facts = 0
    with _rolled_back():
        facts = office.perform(member, importing, acknowledged=acknowledged).facts
    return ImportResult(
        facts=importing.facts if dry_run else facts,
        problems=importing.problems,
        cautions=importing.cautions,
        summary=importing.summary,
        dry_run=dry_run,
    )


class _Importing:
    """The import as one command, and what there is to tell of it afterwards, kept or not."""

    def __init__(
        self,
        paper: Paper,
        filename: str,
        written_on: date,
        allow: frozenset[str],
        acknowledged: frozenset[str],
        tell: Progress,
        show: Show,
        *,
        dry_run: bool,
    ) -> None:
        self._paper, self._filename, self._written_on = paper, filename, written_on
        self._allow, self._acknowledged = allow, acknowledged
        self._tell, self._show, self._dry_run = tell, show, dry_run
        self.problems, self.cautions = paper.problems, paper.cautions
        self.summary: ImportSummary | None = None
        self.facts = 0

    def __call__(self, desk: Desk) -> Iterable[UUID]:
        desk.permit("import_workbook")
        if self._paper.problems:
            self.problems += _told_all_the_same(self._paper, self._plan(desk))
            raise _RollBack
        rows = len(self._paper.measures)
        self._tell("comparing", 0, rows)
        plan = self._plan(desk)
        self.summary = plan.summary
        self.cautions += plan.cautions
        self.problems = plan.problems
        self._tell("comparing", rows, rows)
        self._show(plan.summary, self.cautions)
        carrying = Carrying(desk, self._written_on)
        for done, edit in enumerate(plan.edits):
            if done % 100 == 0:
                self._tell("deciding", done, len(plan.edits))
            carrying.decide(edit)
        carrying.ask()
        self._tell("deciding", len(plan.edits), len(plan.edits))
        self.problems += tuple(carrying.problems)
        self._tell_who_reads(desk, replace(plan.summary, later=tuple(carrying.later)))
        self._go_on_without_problems()
        if self._dry_run:
            desk.work.append()
            self.facts = desk.work.facts
            raise _RollBack
        self._tell("recording", 0, 1)
        return tuple(carrying.kept)

    def _plan(self, desk: Desk) -> ImportPlan:
        return plan_import(
            desk,
            self._paper,
            filename=self._filename,
            written_on=self._written_on,
            allow=self._allow,
        )

    def _tell_who_reads(self, desk: Desk, summary: ImportSummary) -> None:
        """Who else reads what is changed is part of the summary; an unacknowledged one a problem."""
        read_by = readers(desk.work.connection, desk.work.pending, desk.clearance)
        self.summary = replace(summary, readers=tuple(sorted(read_by)))
        unaware = sorted(read_by - self._acknowledged)
        if unaware:
            self.problems += (findings.others_will_read(unaware),)

    def _go_on_without_problems(self) -> None:
        if self.problems:
            raise _RollBack


_WHATEVER_ELSE_IS_WRONG: Final = frozenset(
    {
        "written-on-in-the-future",
        "code-unknown",
        "number-of-several",
        "unknown-incident",
        "company-unknown",
        "changed-date-without-reason",
    }
)
_INCIDENTS_NOT_READ: Final = frozenset({"two-tables", "incident-without-title"})


def _told_all_the_same(paper: Paper, plan: ImportPlan) -> tuple[Problem, ...]:
    """What the register says against single cells of a paper that is refused as it is.

    Nothing of a cell that is refused already, and nothing that may come of what was not read.
    """
    refused = {_cell(problem) for problem in paper.problems if problem.place}
    lacking = not _INCIDENTS_NOT_READ.isdisjoint(problem.rule for problem in paper.problems)
    return tuple(
        problem
        for problem in plan.problems
        if problem.rule in _WHATEVER_ELSE_IS_WRONG
        and not (problem.place and _cell(problem) in refused)
        and not (lacking and problem.rule == "unknown-incident")
    )


def _cell(problem: Problem) -> str:
    return str(problem.place)


class _RollBack(Exception):
    """Ends the transaction of an import that is not to be kept."""


@contextmanager
def _rolled_back() -> Iterator[None]:
    try:
        yield
    except _RollBack:
        return


def _tell_nobody(_stage: str, _done: int, _of: int) -> None:
    return


def _show_nobody(_summary: ImportSummary, _cautions: tuple[Caution, ...]) -> None:
    return
