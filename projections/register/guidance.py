"""Guidance of consultation desks: the question, the answer and what it rests on."""

from __future__ import annotations

import sqlalchemy as sa

from domain.calendar import day_in_tokyo
from domain.kernel import Fact
from domain.register.guidance import Guidance
from projections.view import Day, Id, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Guidance.Published():
            row |= {
                "question": fact.question,
                "answer": fact.answer,
                "basis": fact.basis,
                "basis_version": fact.basis_version,
                "supersedes": fact.supersedes and str(fact.supersedes),
            }
        case Guidance.Superseded():
            row["superseded_by"] = str(fact.by_guidance)
        case Guidance.Withdrawn():
            row |= {
                "withdrawn_on": iso(day_in_tokyo(fact.timestamp)),
                "withdrawal_reason": fact.reason,
            }
        case Guidance.Judged():
            row["categories"] = list(fact.categories)


GUIDANCE = View(
    kind="guidance",
    prefix="GUI",
    columns=(
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("basis_version", sa.Text),
        sa.Column("supersedes", Id),
        sa.Column("superseded_by", Id),
        sa.Column("withdrawn_on", Day),
        sa.Column("withdrawal_reason", sa.Text),
    ),
    facts=(Guidance.Published, Guidance.Superseded, Guidance.Withdrawn, Guidance.Judged),
    begins=(Guidance.Published,),
    fold=fold,
    search=("question", "answer", "basis"),
    references={"supersedes": "guidance", "superseded_by": "guidance"},
    indexes=(("supersedes",),),
)
