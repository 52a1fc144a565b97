"""The named rules of lateness in SQL, over rows of countermeasures and a day (ISO)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from domain.calendar import days_after
from domain.register.lateness import IN_SIGHT, SOON, DueBucket
from domain.register.progress import DONE, NEVER_LATE


def overdue(rows: sa.FromClause, on: str) -> sa.ColumnElement[bool]:
    """domain.register.lateness.is_overdue, in SQL."""
    return sa.and_(
        rows.c.due < on,
        sa.or_(rows.c.finished_on.is_(None), rows.c.finished_on > on),
        rows.c.status.not_in(NEVER_LATE),
    )


def late_start(rows: sa.FromClause, on: str) -> sa.ColumnElement[bool]:
    """domain.register.lateness.is_late_start, in SQL."""
    return sa.and_(
        rows.c.start < on,
        sa.or_(rows.c.started_on.is_(None), rows.c.started_on > on),
        sa.or_(rows.c.finished_on.is_(None), rows.c.finished_on > on),
        rows.c.status.not_in(NEVER_LATE),
    )


def check_overdue(rows: sa.FromClause, on: str) -> sa.ColumnElement[bool]:
    """domain.register.lateness.is_check_overdue, in SQL."""
    return sa.and_(
        rows.c.continuing.is_(sa.true()), rows.c.next_check < on, rows.c.status.not_in(NEVER_LATE)
    )


def without_due(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    return rows.c.due.is_(None)


def due_bucket(rows: sa.FromClause, on: str) -> sa.ColumnElement[str]:
    """domain.register.lateness.due_bucket, in SQL."""
    finished = sa.or_(
        rows.c.finished_on <= on,
        sa.and_(rows.c.finished_on.is_(None), rows.c.status.in_(DONE)),
    )
    return sa.case(
        (rows.c.status.in_(NEVER_LATE), DueBucket.ENDED.value),
        (overdue(rows, on), DueBucket.OVERDUE.value),
        (finished, DueBucket.DONE.value),
        (rows.c.due.is_(None), DueBucket.WITHOUT_DUE.value),
        (rows.c.due <= _behind(on, SOON), DueBucket.WITHIN_30_DAYS.value),
        (rows.c.due <= _behind(on, IN_SIGHT), DueBucket.WITHIN_90_DAYS.value),
        else_=DueBucket.LATER.value,
    )


def _behind(on: str, days: int) -> str:
    """So many days later, or the last day that a calendar holds."""
    return days_after(date.fromisoformat(on), days).isoformat()
