"""Investigations: how figures were found, among whom and over which period."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.investigation import Investigation
from projections.view import Day, Id, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Investigation.Recorded() | Investigation.Revised():
            row |= {
                "method": fact.method,
                "title": fact.title,
                "period_from": iso(fact.period_from),
                "period_to": iso(fact.period_to),
                "population": fact.population,
                "respondents": fact.respondents,
                "note": fact.note,
            }
            if isinstance(fact, Investigation.Recorded):
                row["report"] = fact.report and str(fact.report)
        case Investigation.Judged():
            row["categories"] = list(fact.categories)


INVESTIGATIONS = View(
    kind="investigation",
    prefix="INV",
    columns=(
        sa.Column("report", Id),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("period_from", Day),
        sa.Column("period_to", Day),
        sa.Column("population", sa.BigInteger),
        sa.Column("respondents", sa.BigInteger),
        sa.Column("note", sa.Text),
    ),
    facts=(Investigation.Recorded, Investigation.Revised, Investigation.Judged),
    begins=(Investigation.Recorded,),
    fold=fold,
    search=("title", "note"),
    references={"report": "report"},
    indexes=(("report",),),
)
