"""Figure rows against the party's standing figures, and the report they hang on."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from domain.calendar import day_in_text
from papers.matching.alike import Alike
from papers.matching.edits import FoundReport, RedateReport, RestateFigure, StateFigure
from papers.matching.findings import NEW_ROWS, PlanFindings
from papers.matching.incidents import RelatedIncidents
from papers.matching.known import Known, KnownFigure, KnownReport
from papers.matching.tally import Tally
from papers.reading.paper import FigureRow, Paper

_Key = tuple[str, str, str | None, str, bool]

REASON_JA: Final = "再取込（{filename}、{written_on} 記載）"


@dataclass(slots=True)
class FigureMatches:
    edits: list[FoundReport | RedateReport | StateFigure | RestateFigure] = field(
        default_factory=list
    )
    report: UUID | None = None


def match_figures(
    paper: Paper,
    title: str,
    filename: str,
    written_on: date,
    related: RelatedIncidents,
    known: Known,
    findings: PlanFindings,
    tally: Tally,
    new_id: Callable[[], UUID],
    *,
    others_matched: bool,
) -> FigureMatches:
    """Figures by what they count; the report by its title, else by what the file is about."""
    standing: dict[_Key, list[KnownFigure]] = defaultdict(list)
    for figure in known.figures:
        standing[_key(figure)].append(figure)
    report = _report(paper, title, standing, known, others_matched=others_matched)
    matches = FigureMatches()
    if report is not None:
        matches.report = report.id
        if _states_another_day(paper, title, report) and paper.status_date is not None:
            matches.edits.append(RedateReport(report.id, paper.status_date))
    elif _is_new(paper, known, others_matched=others_matched):
        matches.report = new_id()
        day = paper.status_date or written_on
        matches.edits.append(FoundReport(matches.report, title, day))
    here = [figure for figure in known.figures if figure.report == matches.report]
    by_row = _pairs(paper.figures, here)
    taken = {figure.id for figure in by_row if figure is not None}
    vanished = [one for one in here if one.id not in taken] if paper.figures else []
    alike = Alike()
    default = REASON_JA.format(filename=filename, written_on=written_on.isoformat())
    for row, known_figure in zip(paper.figures, by_row, strict=True):
        incidents = related.named_by(
            ((line, row.at("incidents")) for line in row.incidents), findings
        )
        if known_figure is None:
            _ask(row, vanished, alike, findings)
            matches.edits.append(StateFigure(new_id(), row, matches.report, incidents))
            tally.count("figures", "new")
            continue
        covered = _covered(row, incidents, known_figure, known)
        distinct = known_figure.distinct if row.distinct is None else row.distinct
        stated = (row.value, row.about, distinct, set(covered))
        if stated == (
            known_figure.value,
            known_figure.about,
            known_figure.distinct,
            set(known_figure.incidents),
        ):
            tally.count("figures", "unchanged")
            continue
        if row.reason is None:
            findings.caution("restated-without-reason", row.place, default)
        matches.edits.append(
            RestateFigure(new_id(), known_figure.id, row, covered, distinct, row.reason or default)
        )
        tally.count("figures", "changed")
    tally.vanish(
        "figures", [(one.code, f"{one.label} {one.measure}") for one in vanished], findings
    )
    return matches


def _key(figure: FigureRow | KnownFigure) -> _Key:
    return figure.label, figure.measure, figure.method, figure.unit, figure.whole


def _report(
    paper: Paper,
    title: str,
    standing: dict[_Key, list[KnownFigure]],
    known: Known,
    *,
    others_matched: bool,
) -> KnownReport | None:
    titled = [report for report in known.reports if report.title == title]
    if titled:
        return titled[-1]
    under = {figure.report for row in paper.figures for figure in standing.get(_key(row), ())}
    if under:
        return next((one for one in reversed(known.reports) if one.id in under), None)
    return known.reports[-1] if others_matched and known.reports else None


def _is_new(paper: Paper, known: Known, *, others_matched: bool) -> bool:
    """Whether a report is to be founded: for a file with rows of which none is known, or for
    figures of a party that has no report."""
    says = paper.incidents or paper.causes or paper.measures or paper.figures
    return bool(says) and (not others_matched or bool(paper.figures and not known.reports))


def _states_another_day(paper: Paper, title: str, report: KnownReport) -> bool:
    """Whether the paper of this title names a whole day that is not the report's."""
    said = paper.status_date
    if report.title != title or said is None or said == report.status_date:
        return False
    titles = [one for table in paper.tables for one in table.titles]
    return any(day_in_text(one, written_on=None) == said for one in titles)


def _pairs(rows: Sequence[FigureRow], standing: Sequence[KnownFigure]) -> list[KnownFigure | None]:
    """Of several figures under one key, first those of the same value."""
    free: dict[_Key, list[KnownFigure]] = defaultdict(list)
    for figure in standing:
        free[_key(figure)].append(figure)
    found: list[KnownFigure | None] = [None] * len(rows)
    for is_same_value in (True, False):
        for at, row in enumerate(rows):
            left = free.get(_key(row), [])
            for figure in left if found[at] is None else ():
                if not is_same_value or figure.value == row.value:
                    found[at] = figure
                    left.remove(figure)
                    break
    return found


def _covered(
    row: FigureRow, incidents: tuple[UUID, ...], figure: KnownFigure, known: Known
) -> tuple[UUID, ...]:
    """The incidents the figure is to cover; those the member cannot see stay covered."""
    if "incidents" not in row.stated:
        return figure.incidents
    seen = {incident for incident in figure.incidents if incident in known.incidents}
    if seen == set(incidents):
        return figure.incidents
    return (*incidents, *(one for one in figure.incidents if one not in known.incidents))


def _ask(
    row: FigureRow, vanished: Sequence[KnownFigure], alike: Alike, findings: PlanFindings
) -> None:
    if NEW_ROWS in findings.allow:
        return
    near = [one for one in vanished if _key(one)[1:] == _key(row)[1:]]
    candidate = next((one for one in near if one.value == row.value), None)
    candidate = candidate or alike.closest(row.label, ((one.label, one) for one in near))
    if candidate is not None:
        findings.problem("figure-new-or-renamed", row.place, row.label, code=candidate.code)
