"""Departments of a party: rows like others, seen by their own party and by who administers it.

A row keeps every name with its first day, and `name_on` says at reading which of them stands: no
date is folded into a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people import department
from domain.people.department import Department
from projections.view import Day, Id, Row, View, iso


def dated(since: date, name: str) -> str:
    """A name with its first day, as the row keeps it."""
    return f"{since} {name}"


def names_of(kept: Iterable[str]) -> list[department.DatedName]:
    """The names of a row with their first days."""
    parted = (one.split(" ", 1) for one in kept)
    return [(date.fromisoformat(since), name) for since, name in parted]


def undated(kept: Iterable[str]) -> list[str]:
    """The names of a row as people write them: each it has borne or is to bear, once."""
    return list(dict.fromkeys(name for _, name in names_of(kept)))


def name_on(kept: Iterable[str], day: str) -> str:
    """Which of a row's names stands on a day (ISO)."""
    return department.name_on(names_of(kept), date.fromisoformat(day))


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Department.Founded():
            row |= {"names": [dated(fact.since, fact.name)], "standing_since": iso(fact.since)}
        case Department.Renamed():
            row["names"] = [*row["names"], dated(fact.since, fact.name)]
        case Department.Closed():
            row["standing_until"] = iso(fact.until)
        case Department.MergedInto():
            row |= {
                "standing_until": iso(fact.since - timedelta(days=1)),
                "merged_into": str(fact.into),
            }


DEPARTMENTS = View(
    kind="department",
    prefix="DEP",
    columns=(
        sa.Column("names", sa.JSON, nullable=False),
        sa.Column("standing_since", Day, nullable=False),
        sa.Column("standing_until", Day),
        sa.Column("merged_into", Id),
    ),
    facts=(Department.Founded, Department.Renamed, Department.Closed, Department.MergedInto),
    begins=(Department.Founded,),
    fold=fold,
    search=("names",),
    listed=undated,
    references={"merged_into": "department"},
)
