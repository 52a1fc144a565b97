"""Members and the dated roles they hold: rows of the party that enrolled them."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people.member import Member
from projections.view import Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Member.Enrolled() | Member.Renamed():
            row["name"] = fact.name
        case Member.RoleGranted():
            grant = {
                "party": fact.party,
                "role": fact.role,
                "department": fact.department and str(fact.department),
                "since": iso(fact.since),
                "until": iso(fact.until),
            }
            row["grants"] = [*row["grants"], grant]
        case Member.RoleEnded():
            ended = (fact.party, fact.role, fact.department and str(fact.department))
            row["grants"] = [
                grant
                if (grant["party"], grant["role"], grant["department"]) != ended
                or (grant["until"] and grant["until"] <= str(fact.until))
                else grant | {"until": iso(fact.until)}
                for grant in row["grants"]
            ]


MEMBERS = View(
    kind="member",
    prefix="MEM",
    columns=(
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("grants", sa.JSON, nullable=False),
    ),
    facts=(Member.Enrolled, Member.Renamed, Member.RoleGranted, Member.RoleEnded),
    begins=(Member.Enrolled,),
    fold=fold,
    blank={"grants": ()},
    search=("name",),
)
