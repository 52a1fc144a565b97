"""Reports, the investigations behind them, and the figures they state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from commands.office import Desk
from commands.revising import anew
from domain.register.figure import Figure
from domain.register.investigation import Investigation
from domain.register.report import Report
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.register.reports import REPORTS

_PLAN: Final = (
    "method",
    "title",
    "period_from",
    "period_to",
    "population",
    "respondents",
    "note",
)


def found_report(
    desk: Desk, *, title: str, status_date: date | None = None, categories: tuple[str, ...] = ()
) -> Iterable[UUID]:
    """Found a report of the actor's party."""
    desk.permit("found_report")
    return desk.keep(
        Report.found(
            id=uuid4(),
            owner=desk.actor.party,
            title=title,
            status_date=status_date,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_report(
    desk: Desk, *, report: UUID, expected_version: str | None = None, **words: Any
) -> Iterable[UUID]:
    """Give a report another title or status date; what is left out stays."""
    row = desk.expect(REPORTS, report, expected_version)
    desk.permit("revise_report", owner=row["owner"])
    told = desk.load(Report, report)
    told.revise(
        **anew(told, ("title", "status_date"), words, needed=("title",)), by=desk.by, at=desk.now
    )
    return desk.keep(told)


def record_investigation(
    desk: Desk,
    *,
    method: str,
    report: UUID | None = None,
    title: str | None = None,
    period_from: date | None = None,
    period_to: date | None = None,
    population: int | None = None,
    respondents: int | None = None,
    note: str | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """Record how figures were found."""
    desk.permit("record_investigation")
    if report is not None:
        desk.row(REPORTS, report)
    return desk.keep(
        Investigation.record(
            id=uuid4(),
            owner=desk.actor.party,
            report=report,
            method=method,
            title=title,
            period_from=period_from,
            period_to=period_to,
            population=population,
            respondents=respondents,
            note=note,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_investigation(
    desk: Desk, *, investigation: UUID, expected_version: str | None = None, **words: Any
) -> Iterable[UUID]:
    """Describe an investigation anew; what is left out stays."""
    row = desk.expect(INVESTIGATIONS, investigation, expected_version)
    desk.permit("revise_investigation", owner=row["owner"])
    made = desk.load(Investigation, investigation)
    made.revise(**anew(made, _PLAN, words, needed=("method",)), by=desk.by, at=desk.now)
    return desk.keep(made)


def state_figure(
    desk: Desk,
    *,
    label: str,
    measure: str,
    value: Decimal,
    unit: str,
    report: UUID | None = None,
    base: Decimal | None = None,
    breakdown: str | None = None,
    distinct: bool | None = None,
    about: bool = False,
    multiple: bool = False,
    method: str | None = None,
    investigation: UUID | None = None,
    incidents: tuple[UUID, ...] = (),
    whole: bool = False,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """State a figure of a report, about the incidents it covers or the whole."""
    desk.permit("state_figure")
    if report is not None:
        desk.row(REPORTS, report)
    if investigation is not None:
        desk.row(INVESTIGATIONS, investigation)
    for incident in incidents:
        desk.row(INCIDENTS, incident)
    return desk.keep(
        Figure.state(
            id=uuid4(),
            owner=desk.actor.party,
            report=report,
            label=label,
            measure=measure,
            value=value,
            unit=unit,
            base=base,
            breakdown=breakdown,
            distinct=distinct,
            about=about,
            multiple=multiple,
            method=method,
            investigation=investigation,
            incidents=incidents,
            whole=whole,
            restates=None,
            reason=None,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def restate_figure(
    desk: Desk,
    *,
    figure: UUID,
    value: Decimal,
    reason: str,
    about: bool | None = None,
    distinct: bool | None = None,
    measure: str | None = None,
    unit: str | None = None,
    report: UUID | None = None,
    investigation: UUID | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """State a newer figure in place of an earlier one, which stays as it was.

    What is left out is as in the earlier figure. Figures move by more than their value: a later
    count has another period, and perhaps another unit.
    """
    row = desk.expect(FIGURES, figure, expected_version)
    desk.permit("restate_figure", owner=row["owner"])
    if report is not None:
        desk.row(REPORTS, report)
    if investigation is not None:
        desk.row(INVESTIGATIONS, investigation)
    earlier = desk.load(Figure, figure)
    newer = Figure.state(
        id=uuid4(),
        owner=row["owner"],
        report=report or _id(row["report"]),
        label=row["label"],
        measure=row["measure"] if measure is None else measure,
        value=value,
        unit=row["unit"] if unit is None else unit,
        base=None if row["base"] is None else Decimal(row["base"]),
        breakdown=row["breakdown"],
        distinct=row["distinct_people"] if distinct is None else distinct,
        about=row["about"] if about is None else about,
        multiple=row["multiple"],
        method=row["method"],
        investigation=investigation or _id(row["investigation"]),
        incidents=tuple(UUID(incident) for incident in row["incidents"]),
        whole=row["whole"],
        restates=figure,
        reason=reason,
        categories=tuple(row["categories"]),
        by=desk.by,
        at=desk.now,
    )
    earlier.restated(by_figure=newer.id, by=desk.by, at=desk.now)
    desk.keep(earlier)
    return desk.keep(newer)


def _id(record: str | None) -> UUID | None:
    return None if record is None else UUID(record)
