"""Barrier rules: imposing them, and letting them end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from commands.office import Desk
from commands.register.responsible import party_number
from domain.register.barrier_rule import BarrierRule
from projections.register.barrier_rules import BARRIER_RULES


def impose_barrier_rule(
    desk: Desk,
    *,
    name: str,
    category: str,
    to: str,
    basis: str,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Iterable[UUID]:
    """Bar a category of the own party's information from another party, by its code.

    From today on unless another first day is given. What stands released to that party is barred with
    it, at once.
    """
    desk.permit("impose_barrier_rule")
    rule = BarrierRule.impose(
        id=uuid4(),
        owner=desk.actor.party,
        name=name,
        category=category,
        to=party_number(desk, to),
        basis=basis,
        first_day=first_day or desk.today,
        last_day=last_day,
        on=desk.today,
        by=desk.by,
        at=desk.now,
    )
    return desk.keep(rule)


def end_barrier_rule(
    desk: Desk,
    *,
    rule: UUID,
    reason: str,
    last_day: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Let a rule end with a day, or at once: what was released and still stands is open again then."""
    row = desk.expect(BARRIER_RULES, rule, expected_version)
    desk.permit("end_barrier_rule", owner=row["owner"])
    found = desk.load(BarrierRule, rule)
    found.end(last_day=last_day, reason=reason, on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)
