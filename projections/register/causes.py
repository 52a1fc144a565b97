"""Causes, with their category in the party's taxonomy."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.cause import Cause
from projections.view import Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Cause.Stated():
            row |= {
                "statement": fact.statement,
                "category": fact.category,
                "cause_kind": fact.kind,
                "number": fact.number,
            }
        case Cause.Revised():
            row["statement"] = fact.statement
        case Cause.Classified():
            row |= {"category": fact.category, "cause_kind": fact.kind}
        case Cause.Numbered():
            row["number"] = fact.number
        case Cause.Confirmed():
            row |= {"standing": "CONFIRMED", "reason": fact.reason}
        case Cause.Dismissed():
            row |= {"standing": "DISMISSED", "reason": fact.reason}
        case Cause.Judged():
            row["categories"] = list(fact.categories)


CAUSES = View(
    kind="cause",
    prefix="CAU",
    columns=(
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("category", sa.Text),
        sa.Column("cause_kind", sa.String(16)),
        sa.Column("number", sa.Text),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
    ),
    facts=(
        Cause.Stated,
        Cause.Revised,
        Cause.Classified,
        Cause.Numbered,
        Cause.Confirmed,
        Cause.Dismissed,
        Cause.Judged,
    ),
    begins=(Cause.Stated,),
    fold=fold,
    blank={"standing": "STATED"},
    search=("statement", "category", "number"),
)
