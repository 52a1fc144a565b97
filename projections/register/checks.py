"""Effectiveness checks: what a layer of a countermeasure is held against, and what was found."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.check import EffectivenessCheck
from projections.view import Day, Id, Instant, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case EffectivenessCheck.CriterionStated() | EffectivenessCheck.CriterionRestated():
            row |= {
                "measure": fact.measure,
                "baseline": fact.baseline,
                "target": fact.target,
                "stated_on": iso(fact.stated_on),
            }
            if isinstance(fact, EffectivenessCheck.CriterionStated):
                row |= {
                    "countermeasure": str(fact.countermeasure),
                    "layer": fact.layer,
                    "round": fact.round,
                }
        case EffectivenessCheck.Concluded():
            if row["met"] != fact.met:  # the same in other words is no later conclusion
                row["concluded_at"] = row["changed_at"]
            row |= {
                "met": fact.met,
                "result": fact.result,
                "result_reason": fact.reason,
                "checked_on": iso(fact.on),
            }
        case EffectivenessCheck.Judged():
            row["categories"] = list(fact.categories)


CHECKS = View(
    kind="check",
    prefix="CHK",
    columns=(
        sa.Column("countermeasure", Id, nullable=False),
        sa.Column("layer", sa.String(16), nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("baseline", sa.Text),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("stated_on", Day, nullable=False),
        sa.Column("met", sa.Boolean),
        sa.Column("result", sa.Text),
        sa.Column("result_reason", sa.Text),
        sa.Column("checked_on", Day),
        sa.Column("concluded_at", Instant),
    ),
    facts=(
        EffectivenessCheck.CriterionStated,
        EffectivenessCheck.CriterionRestated,
        EffectivenessCheck.Concluded,
        EffectivenessCheck.Judged,
    ),
    begins=(EffectivenessCheck.CriterionStated,),
    fold=fold,
    search=("measure", "baseline", "target", "result"),
    # The round counts incidents that the reader may not see; by the instant one conclusion follows another.
    internal=frozenset({"round", "concluded_at"}),
    references={"countermeasure": "countermeasure"},
    indexes=(("countermeasure",),),
)
