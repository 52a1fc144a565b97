"""Figures as stated, with base and method; a restated one stays, and its newer one stands."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.figure import Figure
from projections.view import Id, Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Figure.Stated():
            row |= {
                "report": fact.report and str(fact.report),
                "label": fact.label,
                "measure": fact.measure,
                "value": f"{fact.value:f}",
                "unit": fact.unit,
                "base": None if fact.base is None else f"{fact.base:f}",
                "breakdown": fact.breakdown,
                "distinct_people": fact.distinct,
                "about": fact.about,
                "multiple": fact.multiple,
                "method": fact.method,
                "investigation": fact.investigation and str(fact.investigation),
                "incidents": [str(incident) for incident in fact.incidents],
                "whole": fact.whole,
                "restates": fact.restates and str(fact.restates),
                "reason": fact.reason,
            }
        case Figure.Restated():
            row["restated_by"] = str(fact.by_figure)
        case Figure.Judged():
            row["categories"] = list(fact.categories)


FIGURES = View(
    kind="figure",
    prefix="FIG",
    columns=(
        sa.Column("report", Id),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("base", sa.Text),
        sa.Column("breakdown", sa.String(16)),
        sa.Column("distinct_people", sa.Boolean),
        sa.Column("about", sa.Boolean, nullable=False),
        sa.Column("multiple", sa.Boolean, nullable=False),
        sa.Column("method", sa.String(16)),
        sa.Column("investigation", Id),
        sa.Column("incidents", sa.JSON, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("restates", Id),
        sa.Column("reason", sa.Text),
        sa.Column("restated_by", Id),
    ),
    facts=(Figure.Stated, Figure.Restated, Figure.Judged),
    begins=(Figure.Stated,),
    fold=fold,
    search=("label", "measure"),
    # What only names other records is no content: the reader may not see them.
    references={
        "report": "report",
        "investigation": "investigation",
        "incidents": "incident",
        "restates": "figure",
        "restated_by": "figure",
    },
    indexes=(("report",), ("restates",)),
)
