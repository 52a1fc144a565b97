"""Cause lines against known causes: by number, by what their measure is linked to, by their text."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from papers.matching.alike import Alike
from papers.matching.edits import ChangeCause, StateCause
from papers.matching.findings import NEW_ROWS, PlanFindings, several
from papers.matching.known import Known, KnownCause, KnownMeasure, code_in
from papers.matching.tally import Tally
from papers.reading.paper import CauseLine, MeasureRow, Place
from projections.register.causes import CAUSES

Named = tuple[str | None, str]
"""A cause as a paper names it: its category (None where there is no such column) and its text."""


def named(line: CauseLine) -> Named:
    return (line.category if "category" in line.stated else None), line.statement


def named_like(cause: KnownCause, line: CauseLine) -> Named:
    """How such a line would name this cause."""
    return (cause.category if "category" in line.stated else None), cause.statement


@dataclass(slots=True)
class CauseMatches:
    """`ids[line]` is the cause a line is about, None where only other parties' rows name it.

    `linked[row, line]` are the causes by which a known measure is linked to that line already.
    """

    ids: list[UUID | None]
    known: list[KnownCause | None]
    linked: dict[tuple[int, int], list[UUID]]
    edits: list[StateCause | ChangeCause] = field(default_factory=list)
    vanished: list[KnownCause] = field(default_factory=list)


def match_causes(
    lines: Sequence[CauseLine],
    rows: Sequence[MeasureRow],
    measures: Sequence[KnownMeasure | None],
    known: Known,
    findings: PlanFindings,
    tally: Tally,
    new_id: Callable[[], UUID],
) -> CauseMatches:
    """What each cause line is about; `measures` are the known ones of the rows."""
    finding = _Finding(lines, rows, measures, known, findings)
    found = finding.find()
    matches = CauseMatches([None] * len(lines), found, finding.linked)
    matches.vanished = finding.vanished()
    lost = finding.lost()
    asking = _Asking(matches.vanished, lost, findings)
    for at, (line, cause) in enumerate(zip(lines, found, strict=True)):
        if cause is not None:
            matches.ids[at] = cause.id
            _compare(line, cause, known, matches, findings, tally)
        elif finding.is_only_in_rows_of_others(at):
            tally.count("causes", "passed_over")
        else:
            asking.ask(line, finding.rows_of[at])
            matches.ids[at] = new = new_id()
            matches.edits.append(StateCause(new, line))
            tally.count("causes", "new")
    for at, causes in lost.items():
        texts = several([cause.statement for cause in causes])
        findings.caution("causes-not-in-the-row", rows[at].place, texts)
    if lines:
        vanished = [(one.code, one.statement) for one in matches.vanished]
        tally.vanish("causes", vanished, findings)
    return matches


class _Finding:
    def __init__(
        self,
        lines: Sequence[CauseLine],
        rows: Sequence[MeasureRow],
        measures: Sequence[KnownMeasure | None],
        known: Known,
        findings: PlanFindings,
    ) -> None:
        self.lines, self.rows, self.measures = lines, rows, measures
        self.known, self.findings = known, findings
        self.linked: dict[tuple[int, int], list[UUID]] = {}
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            for line in row.causes:
                self.rows_of[line].append(at)
        self._taken: dict[UUID, Place] = {}

    def find(self) -> list[KnownCause | None]:
        """By number; by the links of the row's measure; by the text among the party's own; by the
        text alone, if one own cause of that text is left over: then its category changed."""
        found = self._numbered()
        in_file = self._linked(found)
        filed: dict[Named, KnownCause] = {}
        worded: dict[str, KnownCause] = {}
        for cause in self.known.own_causes:
            filed.setdefault((cause.category, cause.statement), cause)
            worded.setdefault(cause.statement, cause)
        for at, line in enumerate(self.lines):
            if found[at] is None:
                here = sorted(in_file.get(at, []), key=lambda one: one.owner != self.known.party)
                mine = here[0] if here and here[0].owner == self.known.party else None
                by_category = "category" in line.stated
                same = filed.get(named(line)) if by_category else worded.get(line.statement)
                found[at] = mine or same or next(iter(here), None)
                self._take(found[at], line)
        self._recategorised(found)
        self._link(found)
        return found

    def _numbered(self) -> list[KnownCause | None]:
        by_code = {one.code: one for one in self.known.causes.values()}
        by_number: dict[str, list[KnownCause]] = defaultdict(list)
        for one in self.known.own_causes:
            if one.number is not None:
                by_number[one.number].append(one)
        found: list[KnownCause | None] = []
        for line in self.lines:
            code = code_in(line.number, CAUSES)
            several_of = by_number.get(line.number, []) if line.number else []
            cause = by_code.get(code) if code else None
            if cause is None and len(several_of) == 1:
                cause = several_of[0]
            elif cause is None and several_of:
                codes = "、".join(one.code for one in several_of)
                self.findings.problem(
                    "number-of-several", line.at("cause_number"), line.number or "", detail=codes
                )
            elif cause is None and code is not None:
                self.findings.problem("code-unknown", line.at("cause_number"), line.number or "")
            if cause is not None and cause.id in self._taken:
                first = str(self._taken[cause.id])
                self.findings.problem("matched-twice", line.place, line.statement, detail=first)
            self._take(cause, line)
            found.append(cause)
        return found

    def _take(self, cause: KnownCause | None, line: CauseLine) -> None:
        if cause is not None:
            self._taken.setdefault(cause.id, line.place)

    def _linked(self, found: list[KnownCause | None]) -> dict[int, list[KnownCause]]:
        """Lines that name what the row's measure is linked to already."""
        in_file: dict[int, list[KnownCause]] = defaultdict(list)
        for at, (row, measure) in enumerate(zip(self.rows, self.measures, strict=True)):
            if measure is None:
                continue
            linked = self.known.causes_of.get(measure.id, [])
            for line_at in row.causes:
                line, numbered = self.lines[line_at], found[line_at]
                hits = [cause for cause in linked if numbered and cause.id == numbered.id]
                hits = hits or [cause for cause in linked if named_like(cause, line) == named(line)]
                if hits:
                    self.linked[at, line_at] = [cause.id for cause in hits]
                    in_file[line_at].extend(hits)
                    for cause in hits:
                        self._take(cause, line)
        return in_file

    def _recategorised(self, found: list[KnownCause | None]) -> None:
        left: dict[str, list[KnownCause]] = defaultdict(list)
        for cause in self.vanished():
            left[cause.statement].append(cause)
        unmatched: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.lines):
            if found[at] is None and "category" in line.stated:
                unmatched[line.statement].append(at)
        for statement, lines in unmatched.items():
            if len(lines) == 1 and len(left[statement]) == 1:
                found[lines[0]] = left[statement][0]
                self._take(left[statement][0], self.lines[lines[0]])

    def _link(self, found: list[KnownCause | None]) -> None:
        """What was found only now may be linked to the row's measure, too."""
        for at, (row, measure) in enumerate(zip(self.rows, self.measures, strict=True)):
            if measure is None:
                continue
            linked = {cause.id for cause in self.known.causes_of.get(measure.id, [])}
            for line_at in row.causes:
                cause = found[line_at]
                if (at, line_at) not in self.linked and cause is not None and cause.id in linked:
                    self.linked[at, line_at] = [cause.id]

    def vanished(self) -> list[KnownCause]:
        """The party's own causes that no line names."""
        if not self.lines:
            return []
        return [cause for cause in self.known.own_causes if cause.id not in self._taken]

    def lost(self) -> dict[int, list[KnownCause]]:
        """Per row of a known own measure: its causes that the row does not name."""
        lost: dict[int, list[KnownCause]] = {}
        for at, (row, measure) in enumerate(zip(self.rows, self.measures, strict=True)):
            if measure is None or measure.owner != self.known.party:
                continue
            there = {cause for line in row.causes for cause in self.linked.get((at, line), ())}
            missing = [
                one for one in self.known.causes_of.get(measure.id, []) if one.id not in there
            ]
            if missing:
                lost[at] = missing
        return lost

    def is_only_in_rows_of_others(self, line: int) -> bool:
        """Whether only rows of other parties' measures name it: those are compared as they are."""
        measures = [self.measures[at] for at in self.rows_of[line]]
        return bool(measures) and all(
            measure is not None and measure.owner != self.known.party for measure in measures
        )


class _Asking:
    """Asks about a line that may be a new wording of a known cause."""

    def __init__(
        self,
        vanished: Sequence[KnownCause],
        lost: dict[int, list[KnownCause]],
        findings: PlanFindings,
    ) -> None:
        self._lost, self._findings = lost, findings
        self._alike = Alike()
        self._by_category: dict[str | None, list[tuple[str, KnownCause]]] = defaultdict(list)
        for cause in vanished:
            self._by_category[cause.category].append((cause.statement, cause))

    def ask(self, line: CauseLine, rows: Sequence[int]) -> None:
        if NEW_ROWS in self._findings.allow:
            return
        lost = [(cause.statement, cause) for at in rows for cause in self._lost.get(at, ())]
        near = self._by_category.get(line.category, [])
        if "category" not in line.stated:
            near = [one for same in self._by_category.values() for one in same]
        candidate = self._alike.closest(line.statement, (*lost, *near))
        if candidate is None and lost:
            candidate = lost[0][1]
        if candidate is not None:
            self._findings.problem(
                "cause-new-or-renamed", line.place, line.statement, code=candidate.code
            )


def _compare(
    line: CauseLine,
    cause: KnownCause,
    known: Known,
    matches: CauseMatches,
    findings: PlanFindings,
    tally: Tally,
) -> None:
    number = line.number
    if number is not None and (number == cause.number or code_in(number, CAUSES) == cause.code):
        number = None
    category = line.category if "category" in line.stated else cause.category
    same = (line.statement, category) == (cause.statement, cause.category) and number is None
    if cause.owner != known.party:
        tally.count("causes", "passed_over")
        if not same:
            findings.problem(
                "other-party-row-changed",
                line.place,
                line.statement,
                code=cause.code,
                detail_ja="原因",
                detail_en="cause",
            )
    elif same:
        tally.count("causes", "unchanged")
    else:
        matches.edits.append(ChangeCause(cause.id, line, category, number))
        tally.count("causes", "changed")
