"""Measure rows against known measures: by number or code, by exact text, by title and causes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from papers.matching.alike import Alike
from papers.matching.causes import CauseMatches, Named, named, named_like
from papers.matching.findings import NEW_ROWS, PlanFindings
from papers.matching.known import Known, KnownMeasure, code_in
from papers.reading.paper import CauseLine, MeasureRow, Place
from projections.register.countermeasures import COUNTERMEASURES


@dataclass(slots=True)
class MeasureMatches:
    """`known[row]` is the measure a row is about, None for a new one."""

    known: list[KnownMeasure | None]
    vanished: list[KnownMeasure] = field(default_factory=list)


def match_measures(
    rows: Sequence[MeasureRow], lines: Sequence[CauseLine], known: Known, findings: PlanFindings
) -> MeasureMatches:
    """Each known measure answers one row at most."""
    finding = _Finding(rows, lines, known, findings)
    finding.by_number()
    finding.by_text()
    finding.by_title_and_causes()
    vanished = [one for one in known.own_measures if one.id not in finding.taken] if rows else []
    return MeasureMatches(finding.found, vanished)


class _Finding:
    def __init__(
        self,
        rows: Sequence[MeasureRow],
        lines: Sequence[CauseLine],
        known: Known,
        findings: PlanFindings,
    ) -> None:
        self.rows, self.lines, self.known, self.findings = rows, lines, known, findings
        self.found: list[KnownMeasure | None] = [None] * len(rows)
        self.taken: dict[UUID, Place] = {}
        self._refused: set[int] = set()

    def by_number(self) -> None:
        """A code names a visible record of anybody, a number one of the party's own."""
        by_code = {one.code: one for one in self.known.measures.values()}
        numbered: dict[str, list[KnownMeasure]] = defaultdict(list)
        for one in self.known.own_measures:
            if one.number is not None:
                numbered[one.number].append(one)
        for at, row in enumerate(self.rows):
            if row.number is None:
                continue
            code = code_in(row.number, COUNTERMEASURES)
            measure = by_code.get(code) if code else None
            several = [] if measure else numbered.get(row.number, [])
            if len(several) > 1:
                several = [one for one in several if _text(one) == _text(row)] or several
            if len(several) > 1:
                codes = "、".join(one.code for one in several)
                self._refuse("number-of-several", at, row.at("number"), row.number, detail=codes)
            elif several:
                measure = several[0]
            elif measure is None and code is not None:
                self._refuse("code-unknown", at, row.at("number"), row.number)
            if measure is not None and measure.id in self.taken:
                first = str(self.taken[measure.id])
                self._refuse("matched-twice", at, row.place, row.title, detail=first)
            elif measure is not None:
                self._take(at, measure)

    def by_text(self) -> None:
        """Of several with one text, first those of the same causes, then in order of recording."""
        free: dict[tuple[str, tuple[str, ...]], list[KnownMeasure]] = defaultdict(list)
        for one in self._free():
            free[_text(one)].append(one)
        left = [at for at in self._unmatched() if free.get(_text(self.rows[at]))]
        if any(len(free[_text(self.rows[at])]) > 1 for at in left):
            for at in left:
                same = [one for one in free[_text(self.rows[at])] if self._same_causes(at, one)]
                if same:
                    free[_text(self.rows[at])].remove(same[0])
                    self._take(at, same[0])
        for at in left:
            if self.found[at] is None and free[_text(self.rows[at])]:
                self._take(at, free[_text(self.rows[at])].pop(0))

    def by_title_and_causes(self) -> None:
        """The same title for the same causes: its items changed."""
        free: dict[str, list[KnownMeasure]] = defaultdict(list)
        for one in self._free():
            free[one.title].append(one)
        for at in self._unmatched():
            titled = free.get(self.rows[at].title, [])
            same = next((one for one in titled if self._same_causes(at, one)), None)
            if same is not None:
                titled.remove(same)
                self._take(at, same)

    def _same_causes(self, at: int, measure: KnownMeasure) -> bool:
        row = self.rows[at]
        said: set[Named] = {named(self.lines[line]) for line in row.causes}
        linked = self.known.causes_of.get(measure.id, [])
        if not row.causes:
            return not linked
        line = self.lines[row.causes[0]]
        return said == {named_like(cause, line) for cause in linked}

    def _free(self) -> Iterator[KnownMeasure]:
        return (one for one in self.known.own_measures if one.id not in self.taken)

    def _unmatched(self) -> list[int]:
        return [
            at
            for at, measure in enumerate(self.found)
            if measure is None and at not in self._refused
        ]

    def _take(self, at: int, measure: KnownMeasure) -> None:
        self.found[at] = measure
        self.taken[measure.id] = self.rows[at].place

    def _refuse(self, rule: str, at: int, place: Place, value: str, **details: str) -> None:
        self._refused.add(at)
        self.findings.problem(rule, place, value, **details)


def _text(measure: MeasureRow | KnownMeasure) -> tuple[str, tuple[str, ...]]:
    return measure.title, measure.items


def ask_about_new_rows(
    rows: Sequence[MeasureRow],
    matches: MeasureMatches,
    causes: CauseMatches,
    lines: Sequence[CauseLine],
    known: Known,
    findings: PlanFindings,
) -> None:
    """Refuse a row that may be a new wording: of a measure the file no longer names, for a cause
    they share, or like it in words within a category."""
    if NEW_ROWS in findings.allow or not matches.vanished:
        return
    alike = Alike()
    by_cause: dict[UUID, list[KnownMeasure]] = defaultdict(list)
    by_category: dict[str | None, list[KnownMeasure]] = defaultdict(list)
    for measure in matches.vanished:
        linked = known.causes_of.get(measure.id, [])
        for cause in linked:
            by_cause[cause.id].append(measure)
        for category in {cause.category for cause in linked} or {None}:
            by_category[category].append(measure)
    for row, measure_known in zip(rows, matches.known, strict=True):
        if measure_known is not None:
            continue
        said = [causes.known[line] for line in row.causes]
        sharing = _once(one for cause in said if cause for one in by_cause[cause.id])
        categories = {lines[line].category for line in row.causes} or {None}
        near = _once(one for category in categories for one in by_category[category])
        candidate = alike.closest(row.title, ((one.title, one) for one in (*sharing, *near)))
        candidate = candidate or next(iter(sharing), None)
        if candidate is not None:
            findings.problem("measure-new-or-renamed", row.place, row.title, code=candidate.code)


def _once(measures: Iterable[KnownMeasure]) -> list[KnownMeasure]:
    return list({one.id: one for one in measures}.values())
