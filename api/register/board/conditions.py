"""What of a countermeasure is judged by what stands beside it, over visible rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from api.lens import Vantage
from api.register.kinds.checks import questioned_since
from domain.register.progress import DONE, CountermeasureKind, Layer, layers_needed
from projections.people.departments import DEPARTMENTS
from projections.register.causes import CAUSES
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.evidence import EVIDENCE
from projections.register.operations import OPERATED

Condition = sa.ColumnElement[bool]


def one_of(column: sa.ColumnElement[str], wanted: Sequence[str | None]) -> Condition:
    """Whether the column holds one of these; None among them: whether it holds nothing."""
    stated = column.in_([one for one in wanted if one is not None])
    return sa.or_(stated, column.is_(None)) if None in wanted else stated


def of_department(rows: sa.FromClause, wanted: Sequence[str | None], lens: Vantage) -> Condition:
    """Whether one of these departments is responsible, as far as they are visible; None: no visible one."""
    known = lens.visible(DEPARTMENTS)
    named = [one.lower() for one in wanted if one is not None]
    column = rows.c.responsible_department
    stated = column.in_(sa.select(known.c.id).where(known.c.id.in_(named)))
    if None not in wanted:
        return stated
    return sa.or_(stated, column.is_(None), column.not_in(sa.select(known.c.id)))


def categories_answered(lens: Vantage) -> sa.Subquery:
    """Each measure (`target`) with each category of a visible cause that it answers, which may be none."""
    pairs, causes = lens.links("countermeasure"), lens.visible(CAUSES)
    return (
        sa.select(pairs.c.target, causes.c.category)
        .join(causes, causes.c.id == pairs.c.cause)
        .distinct()
        .subquery("categories")
    )


def answers(rows: sa.FromClause, wanted: Sequence[str | None], lens: Vantage) -> Condition:
    """Whether a measure answers a visible cause of one of these categories. None: one of no category, or no
    cause at all."""
    found = categories_answered(lens)
    of_these = rows.c.id.in_(sa.select(found.c.target).where(one_of(found.c.category, wanted)))
    return sa.or_(of_these, answers_nothing(rows, lens)) if None in wanted else of_these


def answers_nothing(rows: sa.FromClause, lens: Vantage) -> Condition:
    """Whether a measure answers no visible cause."""
    found = categories_answered(lens)
    return rows.c.id.not_in(sa.select(found.c.target))


def evidenced(rows: sa.FromClause, lens: Vantage) -> Condition:
    """Whether visible evidence of a measure stands."""
    found = lens.visible(EVIDENCE)
    return rows.c.id.in_(sa.select(found.c.about).where(~found.c.withdrawn))


def shown_to_operate(rows: sa.FromClause, lens: Vantage) -> Condition:
    """Whether a visible operation record shows a measure to operate."""
    return rows.c.id.in_(sa.select(lens.pairs(OPERATED).c.countermeasure))


def counting_checks(lens: Vantage) -> sa.Subquery:
    """The visible checks that no visible incident has questioned since they were stated."""
    checks = lens.visible(CHECKS)
    gone = questioned_since(lens)
    return sa.select(checks).where(checks.c.id.not_in(sa.select(gone.c.check))).subquery("counting")


def has_criterion(rows: sa.FromClause, lens: Vantage) -> Condition:
    """Whether a criterion is stated for any layer of a measure, and still counts."""
    return rows.c.id.in_(sa.select(counting_checks(lens).c.countermeasure))


def lacks(rows: sa.FromClause, layers: Iterable[Layer], lens: Vantage) -> Condition:
    """Whether a measure needs one of these layers and no visible check has found it met."""
    met = _found_met(lens)
    return sa.or_(
        sa.false(),
        *(
            sa.and_(
                _needs(rows, layer),
                rows.c.id.not_in(sa.select(met.c.countermeasure).where(met.c.layer == layer.value)),
            )
            for layer in layers
        ),
    )


def _needs(rows: sa.FromClause, layer: Layer) -> Condition:
    """domain.register.progress.layers_needed, in SQL."""
    kinds = [kind for kind in (None, *CountermeasureKind) if layer in layers_needed(kind)]
    return one_of(rows.c.kind, [kind and kind.value for kind in kinds])


def _found_met(lens: Vantage) -> sa.Subquery:
    """The layers found met: of several conclusions the last counts, and at one instant the worse one
    (domain.register.check.checked)."""
    checks = counting_checks(lens)
    met = sa.func.max(sa.case((checks.c.met, checks.c.concluded_at)))
    unmet = sa.func.max(sa.case((~checks.c.met, checks.c.concluded_at)))
    return (
        sa.select(checks.c.countermeasure, checks.c.layer)
        .where(checks.c.met.is_not(None))
        .group_by(checks.c.countermeasure, checks.c.layer)
        .having(met > sa.func.coalesce(unmet, ""))
        .subquery("found_met")
    )


def ready_to_check(checks: sa.FromClause, lens: Vantage) -> Condition:
    """Whether a check waits for what it will find: of something done, and not questioned since."""
    measures, counting = lens.visible(COUNTERMEASURES), counting_checks(lens)
    done = sa.select(measures.c.id).where(measures.c.status.in_(DONE))
    return sa.and_(
        checks.c.met.is_(None),
        checks.c.countermeasure.in_(done),
        checks.c.id.in_(sa.select(counting.c.id)),
    )


def of_departments(checks: sa.FromClause, wanted: Sequence[str], lens: Vantage) -> Condition:
    """Whether one of these departments answers for what a check is of, or lives by it as routine."""
    measures, known = lens.visible(COUNTERMEASURES), lens.visible(DEPARTMENTS)
    named = sa.select(known.c.id).where(known.c.id.in_([one.lower() for one in wanted]))
    theirs = sa.select(measures.c.id).where(
        sa.or_(
            measures.c.responsible_department.in_(named), measures.c.routine_department.in_(named)
        )
    )
    return checks.c.countermeasure.in_(theirs)
