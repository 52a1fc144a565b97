"""Stating what an effect is held against, checking it, and questioning it after an incident."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.expecting import each_as_read
from commands.office import Desk
from commands.register.incidents import repeated_by
from commands.revising import anew
from domain.register.cause import Standing
from domain.register.check import EffectivenessCheck, checked, require_fit_to_check
from domain.register.countermeasure import Countermeasure
from domain.register.progress import Checked
from domain.register.refusals import MeasureAnswersAnotherCause, NothingToQuestion
from projections.barrier import links_between, visible
from projections.register.causes import CAUSES
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS

_CRITERION: Final = ("measure", "baseline", "target")


def state_criterion(
    desk: Desk,
    *,
    countermeasure: UUID,
    layer: str,
    measure: str,
    target: str,
    baseline: str | None = None,
    categories: tuple[str, ...] = (),
) -> Iterable[UUID]:
    """State what one layer of a countermeasure of the actor's party will be held against."""
    row = desk.row(COUNTERMEASURES, countermeasure)
    desk.permit("state_criterion", owner=row["owner"])
    return desk.keep(
        EffectivenessCheck.state(
            id=uuid4(),
            of=desk.load(Countermeasure, countermeasure),
            layer=layer,
            measure=measure,
            baseline=baseline,
            target=target,
            categories=categories,
            on=desk.today,
            by=desk.by,
            at=desk.now,
        )
    )


def restate_criterion(
    desk: Desk, *, check: UUID, expected_version: str | None = None, **criterion: Any
) -> Iterable[UUID]:
    """Hold the layer against something else while nothing was found; what is left out stays."""
    row = desk.expect(CHECKS, check, expected_version)
    desk.permit("restate_criterion", owner=row["owner"])
    found = desk.load(EffectivenessCheck, check)
    stated = anew(found.criterion, _CRITERION, criterion, needed=("measure", "target"))
    found.restate(**stated, on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)


def check_effect(
    desk: Desk,
    *,
    check: UUID,
    met: bool,
    result: str,
    reason: str | None = None,
    checked_on: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Say what was found against a criterion, today unless another day is given.

    Never by those who answer for the countermeasure, nor by those who reported it as done. What is
    not met outdates a verdict that counted the effect as proven.
    """
    row = desk.expect(CHECKS, check, expected_version)
    desk.permit("check_effect", owner=row["owner"])
    found = desk.load(EffectivenessCheck, check)
    measure = desk.load(Countermeasure, found.countermeasure)
    require_fit_to_check(desk.actor, measure)
    found.conclude(
        of=measure,
        met=met,
        result=result,
        reason=reason,
        day=checked_on or desk.today,
        on=desk.today,
        by=desk.by,
        at=desk.now,
    )
    return desk.keep(found, measure)


def question_effect(
    desk: Desk,
    *,
    incident: UUID,
    countermeasures: tuple[UUID, ...] = (),
    expected_version: str | None = None,
    expected_versions: tuple[str, ...] | None = None,
) -> Iterable[UUID]:
    """Open again what counted as effective, since an incident repeats the cause it answers.

    The causes are those of the incident and of the earlier ones it repeats. Without named measures
    all of the actor's party are meant that are verified and answer one of them.

    `expected_version` is of the incident, `expected_versions` are of the measures that are named.
    """
    desk.permit("question_effect")
    desk.expect(INCIDENTS, incident, expected_version)
    answering = _answering(desk, (incident, *repeated_by(desk, incident)))
    for one, version in each_as_read(countermeasures, expected_versions):
        owner = desk.expect(COUNTERMEASURES, one, version)["owner"]
        desk.permit("question_effect", owner=owner)
    if not answering.keys() >= set(countermeasures):
        raise MeasureAnswersAnotherCause()
    named = [answering[one] for one in dict.fromkeys(countermeasures)]
    measures = named or [one for one in answering.values() if one.may_be_questioned_by(incident)]
    if not measures:
        raise NothingToQuestion()
    for measure in measures:
        measure.question(incident=incident, by=desk.by, at=desk.now)
    desk.keep(*measures)
    return (incident, *(measure.id for measure in measures))


def checked_so_far(desk: Desk, measure: Countermeasure) -> Checked:
    """What the checks of the measure's present round say; they are its party's own, so it sees all."""
    rows = visible(CHECKS, desk.clearance)
    found = desk.work.connection.execute(
        sa.select(rows.c.id).where(rows.c.countermeasure == str(measure.id)).order_by(rows.c.born)
    ).scalars()
    checks = [desk.load(EffectivenessCheck, UUID(check)) for check in found.all()]
    return checked(checks, measure.round)


def _answering(desk: Desk, incidents: Iterable[UUID]) -> dict[UUID, Countermeasure]:
    """The measures of the actor's party that answer a cause of these incidents, as far as the actor
    may see; a cause that was dismissed is none."""
    explains = links_between(desk.clearance, "incident").alias("explains")
    answers = links_between(desk.clearance, "countermeasure").alias("answers")
    causes = visible(CAUSES, desk.clearance)
    measures = visible(COUNTERMEASURES, desk.clearance)
    repeated = (
        sa.select(causes.c.id)
        .join(explains, explains.c.cause == causes.c.id)
        .where(
            explains.c.target.in_([str(one) for one in incidents]),
            causes.c.standing != Standing.DISMISSED.value,
        )
    )
    found = desk.work.connection.execute(
        sa.select(measures.c.id, measures.c.born)
        .join(answers, answers.c.target == measures.c.id)
        .where(answers.c.cause.in_(repeated), measures.c.owner == desk.actor.party)
        .distinct()
        .order_by(measures.c.born)
    )
    return {UUID(row.id): desk.load(Countermeasure, UUID(row.id)) for row in found.all()}
