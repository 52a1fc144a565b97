"""Redactions: which texts are to be destroyed, and which were."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.redaction import Redaction, RedactionStatus
from projections.view import Day, Id, Instant, KindIn, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Redaction.Requested():
            row |= {
                "about": str(fact.about),
                "about_kind": fact.about_kind,
                "field": fact.field,
                "written_on": iso(fact.written_on),
                "reason": fact.reason,
            }
        case Redaction.CarriedOut():
            row |= {
                "status": RedactionStatus.CARRIED_OUT,
                "decided_at": row["changed_at"],
                "texts": len(fact.destroyed),
            }
        case Redaction.Declined():
            row |= {
                "status": RedactionStatus.DECLINED,
                "decided_at": row["changed_at"],
                "decline_reason": fact.reason,
            }


REDACTIONS = View(
    kind="redaction",
    prefix="RED",
    columns=(
        sa.Column("about", Id, nullable=False),
        sa.Column("about_kind", sa.String(24), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("written_on", Day, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("decided_at", Instant),
        sa.Column("decline_reason", sa.Text),
        sa.Column("texts", sa.Integer, nullable=False),
    ),
    facts=(Redaction.Requested, Redaction.CarriedOut, Redaction.Declined),
    begins=(Redaction.Requested,),
    fold=fold,
    blank={"status": RedactionStatus.REQUESTED, "texts": 0},
    search=("reason", "field"),
    references={"about": KindIn("about_kind")},
    indexes=(("about",),),
)
