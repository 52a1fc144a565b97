"""Reports: what a party told on a day; figures over the whole hang on it."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.report import Report
from projections.view import Day, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Report.Founded() | Report.Revised():
            row |= {"title": fact.title, "status_date": iso(fact.status_date)}
        case Report.Judged():
            row["categories"] = list(fact.categories)


REPORTS = View(
    kind="report",
    prefix="REP",
    columns=(
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("status_date", Day),
    ),
    facts=(Report.Founded, Report.Revised, Report.Judged),
    begins=(Report.Founded,),
    fold=fold,
    search=("title",),
)
