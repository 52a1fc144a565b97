"""Members and the dated roles they hold: rows of the party that enrolled them, seen by it and by who
administers it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people.member import Member
from projections.openings import Opening
from projections.told import MEMBER
from projections.view import Day, Row, View, iso


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
                _shortened(grant, str(fact.until))
                if (grant["party"], grant["role"], grant["department"]) == ended
                else grant
                for grant in row["grants"]
            ]
        case Member.Retired():
            row["retired"] = iso(fact.until)
            row["grants"] = [_shortened(grant, str(fact.until)) for grant in row["grants"]]


def _shortened(grant: dict[str, Any], until: str) -> dict[str, Any]:
    lasts = grant["until"] is None or grant["until"] > until
    return grant | {"until": until} if lasts else grant


MEMBERS = View(
    kind="member",
    prefix="MEM",
    columns=(
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("grants", sa.JSON, nullable=False),
        sa.Column("retired", Day),
    ),
    facts=(
        Member.Enrolled,
        Member.Renamed,
        Member.RoleGranted,
        Member.RoleEnded,
        Member.Retired,
    ),
    begins=(Member.Enrolled,),
    fold=fold,
    blank={"grants": ()},
    search=("name",),
)

MYSELF = Opening(
    "myself", MEMBERS.current, ("id", "name", "grants"), meant=MEMBERS.current.c.id == MEMBER
)
"""Who asks: known before any clearance is."""
