"""To whom another judgement, or the end of a barrier rule, opens again what was released before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.barrier_rule import BarrierRule
from domain.register.record import JudgedFact
from projections.among import among
from projections.barrier import visible
from projections.clearance import Clearance
from projections.own_rules import OwnRule, is_barred, own_rules
from projections.register.releases import RELEASES
from projections.standing import standing_releases


def opened_to(
    connection: sa.Connection, facts: Iterable[Fact], clearance: Clearance
) -> frozenset[str]:
    """The codes of the parties that will read what a rule of the viewer's party keeps from them."""
    ended = [fact for fact in facts if isinstance(fact, BarrierRule.Ended)]
    judged = [fact for fact in facts if isinstance(fact, JudgedFact)]
    if not ended and not judged:
        return frozenset()
    rules = own_rules(connection, clearance)
    found = set(_by_judgements(connection, judged, rules, clearance)) if rules and judged else set()
    for fact in ended:
        found.update(_by_the_end(connection, fact, rules, clearance))
    return frozenset(found)


def _by_the_end(
    connection: sa.Connection, fact: BarrierRule.Ended, rules: list[OwnRule], clearance: Clearance
) -> Iterator[str]:
    """Who reads again once the rule is over, on the first day without it."""
    this = str(fact.originator_id)
    others = [rule for rule in rules if rule.id != this]
    without = str(fact.last_day + timedelta(days=1)) if fact.last_day else clearance.today
    releases = visible(RELEASES, clearance)
    lasting = sa.or_(releases.c.until.is_(None), releases.c.until >= without)
    for one in standing_releases(connection, clearance, releases.c.to_party == fact.to, lasting):
        kept = is_barred(
            (rule for rule in rules if rule.id == this), one.to, one.categories, without
        )
        if kept and not is_barred(others, one.to, one.categories, without):
            yield one.code


def _by_judgements(
    connection: sa.Connection, facts: list[JudgedFact], rules: list[OwnRule], clearance: Clearance
) -> Iterator[str]:
    """Who reads a record again since it is judged to hold other information."""
    judged = {str(fact.originator_id): fact.categories for fact in facts}
    of = visible(RELEASES, clearance).c.of
    for one in standing_releases(connection, clearance, among(of, list(judged))):
        before = is_barred(rules, one.to, one.categories, clearance.today)
        after = is_barred(rules, one.to, judged[one.record], clearance.today)
        if before and not after and not one.worded:
            yield one.code
