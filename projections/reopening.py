"""To whom another judgement, or the end of a barrier rule, opens again what was released before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.barrier_rule import BarrierRule
from domain.register.record import JudgedFact
from projections.among import among
from projections.barrier import visible
from projections.clearance import Clearance
from projections.own_rules import OwnRule, is_barred, own_rules
from projections.register.releases import RELEASES
from projections.standing import Standing, standing_releases


def opened_to(
    connection: sa.Connection, facts: Iterable[Fact], clearance: Clearance
) -> frozenset[str]:
    """The codes of the parties that will read, today or on a later day, what a rule of the viewer's
    party would keep from them that day."""
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
    this = str(fact.originator_id)
    left = [rule for rule in rules if rule.id != this or fact.last_day is not None]
    after = [
        replace(rule, last_day=str(fact.last_day)) if rule.id == this else rule for rule in left
    ]
    releases = visible(RELEASES, clearance)
    for one in standing_releases(connection, clearance, releases.c.to_party == fact.to):
        if _opens(one, rules, after, one.categories, clearance.today):
            yield one.code


def _by_judgements(
    connection: sa.Connection, facts: list[JudgedFact], rules: list[OwnRule], clearance: Clearance
) -> Iterator[str]:
    judged = {str(fact.originator_id): fact.categories for fact in facts}
    of = visible(RELEASES, clearance).c.of
    for one in standing_releases(connection, clearance, among(of, list(judged))):
        if not one.worded and _opens(one, rules, rules, judged[one.record], clearance.today):
            yield one.code


def _opens(
    release: Standing,
    before: Sequence[OwnRule],
    after: Sequence[OwnRule],
    categories: tuple[str, ...],
    today: str,
) -> bool:
    """Whether there is a day of a release on which these rules barred it, and those others do not bar
    what it is judged to hold then. It can only begin where a rule begins, or behind its last day."""
    edges = {today, *(rule.first_day for rule in (*before, *after))}
    edges |= {_behind(rule.last_day) for rule in (*before, *after) if rule.last_day is not None}
    return any(
        day >= today
        and (release.until is None or day <= release.until)
        and is_barred(before, release.to, release.categories, day)
        and not is_barred(after, release.to, categories, day)
        for day in edges
    )


def _behind(day: str) -> str:
    """The day after, as the views keep days; behind the last one that there is there is none."""
    last = date.fromisoformat(day)
    return str(last + timedelta(days=1)) if last < date.max else ""
