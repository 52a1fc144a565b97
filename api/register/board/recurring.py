"""Incidents that repeat a cause which was thought resolved."""

from __future__ import annotations

import sqlalchemy as sa

from api.lens import Vantage
from api.register.board.conditions import counting_checks
from domain.register.cause import Standing
from domain.register.progress import CLOSING_VERDICTS, DONE, Status
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.register.questionings import QUESTIONED
from projections.spans import end_of


def recurs(rows: sa.FromClause, lens: Vantage) -> sa.ColumnElement[bool]:
    """Whether an incident speaks against an effect that counts as proven, and has not questioned it yet.

    Its own cause, or one of the incidents that it repeats, is answered by something verified. What is not
    marked as a repetition speaks so if it came behind the last day on which the effect was found.
    """
    incidents = lens.visible(INCIDENTS)
    repeats = _repeats(lens)
    answered = _answered(lens)
    found = _last_found(lens)
    questioned = lens.pairs(QUESTIONED)
    came_later = sa.or_(
        incidents.c.occurred_on > found.c.day,
        sa.and_(
            incidents.c.occurred_on.is_(None),
            incidents.c.recorded_at >= found.c.day.concat(end_of("")),
        ),
    )
    asked = sa.select(questioned.c.incident).where(
        questioned.c.incident == repeats.c.incident,
        questioned.c.countermeasure == answered.c.countermeasure,
    )
    speaking = (
        sa.select(repeats.c.incident)
        .join(answered, answered.c.incident == repeats.c.origin)
        .join(incidents, incidents.c.id == repeats.c.incident)
        .outerjoin(found, found.c.countermeasure == answered.c.countermeasure)
        .where(
            sa.or_(repeats.c.incident != repeats.c.origin, came_later),
            ~asked.exists(),
        )
    )
    return rows.c.id.in_(speaking)


def _repeats(lens: Vantage) -> sa.CTE:
    """Each visible incident with itself and the visible ones that it repeats, one after another."""
    incidents = lens.visible(INCIDENTS)
    earlier = lens.visible(INCIDENTS).alias("earlier")
    itself = sa.select(incidents.c.id.label("incident"), incidents.c.id.label("origin"))
    found = itself.cte("repeats", recursive=True)
    step = (
        sa.select(found.c.incident, earlier.c.id)
        .join(incidents, incidents.c.id == found.c.origin)
        .join(earlier, earlier.c.id == incidents.c.recurrence_of)
    )
    return found.union(step)


def _answered(lens: Vantage) -> sa.Subquery:
    """Each incident with the verified measures that answer a cause of it which was not dismissed."""
    explains = lens.links("incident").alias("explains")
    answers = lens.links("countermeasure").alias("answers")
    causes, measures = lens.visible(CAUSES), lens.visible(COUNTERMEASURES)
    verified = sa.or_(
        measures.c.status == Status.HANDED_OVER.value,
        sa.and_(
            measures.c.verdict.in_(CLOSING_VERDICTS),
            measures.c.status.in_(DONE),
            ~measures.c.verdict_outdated,
        ),
    )
    return (
        sa.select(explains.c.target.label("incident"), measures.c.id.label("countermeasure"))
        .join(causes, causes.c.id == explains.c.cause)
        .join(answers, answers.c.cause == causes.c.id)
        .join(measures, measures.c.id == answers.c.target)
        .where(verified, causes.c.standing != Standing.DISMISSED.value)
        .distinct()
        .subquery("answered")
    )


def _last_found(lens: Vantage) -> sa.Subquery:
    """The last day on which a check of each measure found it met."""
    checks = counting_checks(lens)
    return (
        sa.select(checks.c.countermeasure, sa.func.max(checks.c.checked_on).label("day"))
        .where(checks.c.met)
        .group_by(checks.c.countermeasure)
        .subquery("last_found")
    )
