"""Departments of a party: rows like others, seen by their own party."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people.department import Department
from projections.view import Day, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Department.Founded():
            row |= {"name": fact.name, "standing_since": iso(fact.since)}
        case Department.Renamed():
            row["name"] = fact.name
        case Department.Closed():
            row["standing_until"] = iso(fact.until)


DEPARTMENTS = View(
    kind="department",
    prefix="DEP",
    columns=(
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("standing_since", Day, nullable=False),
        sa.Column("standing_until", Day),
    ),
    facts=(Department.Founded, Department.Renamed, Department.Closed),
    begins=(Department.Founded,),
    fold=fold,
    search=("name",),
)
