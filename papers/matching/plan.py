"""The plan of an import: a paper against what its member may see, by reading alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from uuid import UUID, uuid4

from commands.office import Desk
from papers.matching.causes import CauseMatches, match_causes
from papers.matching.edits import ChangeMeasure, Edit, MakeLink
from papers.matching.figures import match_figures
from papers.matching.findings import PlanFindings
from papers.matching.incidents import RelatedIncidents, match_incidents
from papers.matching.known import Known, code_in
from papers.matching.measures import MeasureMatches, ask_about_new_rows, match_measures
from papers.matching.rows import MeasureRows
from papers.matching.tally import Tally
from papers.reading.paper import Caution, Paper, Problem
from papers.summary import ImportSummary, summary_of
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. It is carried out only without problems, then in this order."""

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]
    summary: ImportSummary


def plan_import(
    desk: Desk,
    paper: Paper,
    *,
    filename: str,
    written_on: date,
    allow: frozenset[str] = frozenset(),
    new_id: Callable[[], UUID] = uuid4,
) -> ImportPlan:
    """Compare a paper with the register, as this desk's actor sees it. Of a paper with problems of
    its own only the problems of the plan may be taken, and not all: some follow from those.

    `written_on` is the day from which wordings are read; `new_id` mints the ids of new records.
    """
    findings, tally = PlanFindings(allow), Tally()
    if written_on > desk.today:
        findings.problem(
            "written-on-in-the-future", None, written_on.isoformat(), detail=desk.today.isoformat()
        )
        written_on = desk.today  # so that this is told once, beside whatever else is wrong
    codes = (code_in(row.number, COUNTERMEASURES) for row in paper.measures)
    known = Known.seen_from(desk, filter(None, codes))
    incidents = match_incidents(paper.incidents, known, findings, tally, new_id)
    related = RelatedIncidents(paper.incidents, incidents, known)
    measures = match_measures(paper.measures, paper.causes, known, findings)
    causes = match_causes(
        paper.causes, paper.measures, measures.known, known, findings, tally, new_id
    )
    ask_about_new_rows(paper.measures, measures, causes, paper.causes, known, findings)
    figures = match_figures(
        paper,
        (paper.title or PurePath(filename).stem).strip(),
        filename,
        written_on,
        related,
        known,
        findings,
        tally,
        new_id,
        others_matched=bool(incidents.matched)
        or any(causes.known)
        or any(measure is not None for measure in measures.known),
    )
    rows = MeasureRows(known, findings, written_on, new_id)
    planning = _Planning(paper, known, findings, tally, measures, causes, related, rows)
    changed = planning.measures()
    links = planning.incident_links()
    readings = map(rows.reading, paper.measures, measures.known)
    vanished = [(one.code, one.title) for one in measures.vanished]
    tally.vanish("measures", vanished, findings)
    edits: tuple[Edit, ...] = (
        *rows.departments.values(),
        *incidents.edits,
        *causes.edits,
        *changed,
        *planning.links,
        *links,
        *figures.edits,
    )
    return ImportPlan(
        edits,
        tuple(findings.problems),
        tuple(findings.cautions),
        summary_of(paper, edits, tally, known.categories, readings),
    )


class _Planning:
    """The measure rows, with the links that follow from them."""

    def __init__(
        self,
        paper: Paper,
        known: Known,
        findings: PlanFindings,
        tally: Tally,
        measures: MeasureMatches,
        causes: CauseMatches,
        related: RelatedIncidents,
        rows: MeasureRows,
    ) -> None:
        self._paper, self._known, self._findings, self._tally = paper, known, findings, tally
        self._measures, self._causes = measures, causes
        self._related, self._rows = related, rows
        self._new = {
            cause
            for cause, was in zip(causes.ids, causes.known, strict=True)
            if cause is not None and was is None
        }
        self.links: list[MakeLink] = []

    def measures(self) -> list[Edit]:
        """One edit for each row that is new or says something else."""
        edits: list[Edit] = []
        for at, (row, measure) in enumerate(
            zip(self._paper.measures, self._measures.known, strict=True)
        ):
            if measure is None:
                proposed = self._rows.proposed(row)
                edits.append(proposed)
                self._tally.count("measures", "new")
                self._link(at, proposed.measure, is_new=True)
            elif measure.owner != self._known.party:
                lines = tuple(self._paper.causes[line] for line in row.causes)
                self._rows.compare_other(row, measure, lines)
                self._tally.count("measures", "passed_over")
            else:
                edit: ChangeMeasure = self._rows.changed(row, measure)
                linked = self._link(at, measure.id, is_new=False)
                if edit.says_something:
                    edits.append(edit)
                says = edit.says_something or linked
                self._tally.count("measures", "changed" if says else "unchanged")
            if row.incidents and not row.causes:
                self._findings.caution("incidents-without-cause", row.at("incidents"))
        return edits

    def _link(self, at: int, measure: UUID, *, is_new: bool) -> bool:
        """Link a row's measure to its causes, where it is not; whether any link is made."""
        before = len(self.links)
        row = self._paper.measures[at]
        wanted: dict[UUID, None] = {}
        for line in row.causes:
            cause = self._causes.ids[line]
            if (at, line) not in self._causes.linked and cause is not None:
                wanted[cause] = None
        self.links.extend(
            MakeLink(cause, measure, COUNTERMEASURES.kind, is_new or cause in self._new, row.place)
            for cause in wanted
        )
        return len(self.links) > before

    def incident_links(self) -> list[MakeLink]:
        """Link each line's causes to the incidents of its rows, where they are not."""
        rows_of: dict[int, list[int]] = {}
        for at, row in enumerate(self._paper.measures):
            for cause_line in row.causes:
                rows_of.setdefault(cause_line, []).append(at)
        links: dict[tuple[UUID, UUID], MakeLink] = {}
        for at, line in enumerate(self._paper.causes):
            if not line.incidents:
                continue
            cells = zip(line.incidents, line.incident_cells, strict=True)
            incidents = self._related.named_by(cells, self._findings)
            for cause in self._causes_of_line(at, rows_of.get(at, [])):
                for incident in incidents:
                    if incident not in self._known.incidents_of.get(cause, ()):
                        is_new = cause in self._new or incident not in self._known.incidents
                        links[cause, incident] = MakeLink(
                            cause, incident, INCIDENTS.kind, is_new, line.incident_cells[0]
                        )
        return [link for link in links.values() if self._may_be_made(link)]

    def _causes_of_line(self, line: int, rows: list[int]) -> dict[UUID, None]:
        """What a line is about: in each row what its measure is linked to, or the line's cause."""
        found: dict[UUID, None] = {}
        own = self._causes.ids[line]
        for row in rows:
            here = self._causes.linked.get((row, line), [own] if own else [])
            found.update(dict.fromkeys(here))
        if not rows and own is not None:
            found[own] = None
        return found

    def _may_be_made(self, link: MakeLink) -> bool:
        """A link needs an end of the party's own."""
        cause = self._known.causes.get(link.cause)
        incident = self._known.incidents.get(link.target)
        if cause is None or incident is None or self._known.party in (cause.owner, incident.owner):
            return True
        self._findings.problem(
            "other-party-row-changed",
            link.place,
            cause.statement,
            code=cause.code,
            detail_ja="関係事案",
            detail_en="related incidents",
        )
        return False
