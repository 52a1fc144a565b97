"""Barrier rules: which category of a party's information never goes to which party, and on what days."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.barrier_rule import BarrierRule
from projections.openings import Opening
from projections.spans import end_of
from projections.told import PARTY
from projections.view import Day, Id, Instant, Row, View, held, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case BarrierRule.Imposed():
            row |= {
                "name": fact.name,
                "category": fact.category,
                "bars": held((fact.category,)),
                "to_party": fact.to,
                "basis": fact.basis,
                "first_day": iso(fact.first_day),
                "eve": _eve(fact.first_day),
                "last_day": iso(fact.last_day),
                "standing": True,
                "imposed_by": str(fact.by),
                "begins": max(row["recorded_at"], end_of(_eve(fact.first_day))),
                "ends": fact.last_day and end_of(str(fact.last_day)),
            }
        case BarrierRule.Ended():
            ended = row["changed_at"] if fact.last_day is None else end_of(str(fact.last_day))
            row |= {
                "ends": min(ended, row["ends"] or ended),
                "last_day": iso(fact.last_day) or row["last_day"],
                "standing": fact.last_day is not None,
                "end_reason": fact.reason,
            }


def _eve(day: date) -> str:
    """The day before, as the views keep days."""
    return str(day - timedelta(days=1)) if day > date.min else "0000-12-31"


BARRIER_RULES = View(
    kind="barrier_rule",
    prefix="BAR",
    columns=(
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("bars", sa.SmallInteger, nullable=False),
        sa.Column("to_party", sa.SmallInteger, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("first_day", Day, nullable=False),
        sa.Column("eve", Day, nullable=False),
        sa.Column("last_day", Day),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.Column("end_reason", sa.Text),
        sa.Column("imposed_by", Id, nullable=False),
        sa.Column("begins", Instant, nullable=False),
        sa.Column("ends", Instant),
    ),
    facts=(BarrierRule.Imposed, BarrierRule.Ended),
    begins=(BarrierRule.Imposed,),
    fold=fold,
    search=("name", "basis"),
    internal=frozenset({"bars", "eve", "imposed_by", "begins", "ends"}),
    indexes=(("to_party", "owner"),),
)
"""What a party keeps from another. `bars` is the bit of the category in `holds`; `eve` is the day before
the first; `begins` and `ends` are the instants between which it bars. Who last changed a rule that does
not stand is who lifted it."""

BARRING = Opening(
    "barring",
    BARRIER_RULES.current,
    (
        *("owner", "to_party", "bars", "first_day", "eve", "last_day", "standing"),
        *("begins", "ends", "born", "recorded_at", "imposed_by", "since", "stood_from", "author"),
    ),
    meant=BARRIER_RULES.current.c.to_party == PARTY,
)
"""Rules as the party they bar is judged by them: whose, what, when and by whom. Neither their names nor
their bases."""
