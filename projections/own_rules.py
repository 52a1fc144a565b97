"""The barrier rules that a party has against others and that are not over, as its own people see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from projections.barrier import visible
from projections.clearance import Clearance
from projections.prepared import ask
from projections.register.barrier_rules import BARRIER_RULES


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule against the party with this number; days as ISO texts."""

    id: str
    code: str
    name: str
    category: str
    to: int
    first_day: str
    last_day: str | None

    def bars(self, to: int, categories: Collection[str], day: str) -> bool:
        """Whether it keeps a record of these categories from the party on this day."""
        return (
            self.to == to
            and self.category in categories
            and self.first_day <= day
            and (self.last_day is None or day <= self.last_day)
        )


def own_rules(connection: sa.Connection, clearance: Clearance) -> list[OwnRule]:
    """Those of the viewer's party that bar today or will, in the order in which they were imposed."""
    found = ask(connection, _rules, clearance, party=clearance.party, today=clearance.today)
    return [OwnRule(*row) for row in found]


def is_barred(rules: Iterable[OwnRule], to: int, categories: Collection[str], day: str) -> bool:
    """Whether one of these rules keeps a record of these categories from the party on this day."""
    return any(rule.bars(to, categories, day) for rule in rules)


def _rules(
    clearance: Clearance,
) -> sa.Select[tuple[str, str, str, str, int, str, str | None]]:
    rows = visible(BARRIER_RULES, clearance)
    names = ("id", "code", "name", "category", "to_party", "first_day", "last_day")
    today = sa.bindparam("today", type_=rows.c.last_day.type)
    return (
        sa.select(*(rows.c[name] for name in names))
        .where(
            rows.c.owner == sa.bindparam("party", type_=rows.c.owner.type),
            rows.c.standing,
            sa.or_(rows.c.last_day.is_(None), rows.c.last_day >= today),
        )
        .order_by(rows.c.born)
    )
