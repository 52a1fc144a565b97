"""Whom certain members serve today, and as what they are called at home: asked by the desk."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.people.roles import OPERATOR, Actor
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.departments import DEPARTMENTS
from projections.people.identity import actor_with, clearance_of
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES, names_on
from projections.told import admit


def serving(connection: sa.Connection, members: Collection[UUID], on: date) -> dict[UUID, Actor]:
    """The members with the grants that stand on this day; strangers are left out.

    Looked up as the operator looks people up: nobody is told of what is found. From now on the database
    shows this reading members alone.
    """
    clearance = clearance_of(OPERATOR, on)
    admit(connection, clearance)
    rows = visible(MEMBERS, clearance)
    query = sa.select(rows.c.id, rows.c.grants).where(rows.c.id.in_(sorted(map(str, members))))
    found = connection.execute(query).all() if members else []
    return {UUID(row.id): actor_with(UUID(row.id), row.grants, on) for row in found}


@dataclass(frozen=True, slots=True)
class Directory:
    """What the members of one party are called, by id, its departments, and the parties by number: each with
    its code and the names that stand."""

    members: dict[str, str]
    departments: frozenset[str]
    parties: dict[int, dict[str, Any]]


def directory(connection: sa.Connection, party: int, on: date) -> Directory:
    """The directory of a party on a day. The database is told of the party."""
    clearance = Clearance(party, on.isoformat())
    admit(connection, clearance)
    members, parties = visible(MEMBERS, clearance), visible(PARTIES, clearance)
    departments = visible(DEPARTMENTS, clearance)
    names = connection.execute(sa.select(members.c.id, members.c.name)).all()
    places = connection.execute(sa.select(departments.c.id)).scalars()
    known = connection.execute(sa.select(parties.c.number, parties.c.party_code, parties.c.names))
    return Directory(
        {row.id: row.name for row in names},
        frozenset(places),
        {
            row.number: {"code": row.party_code} | names_on(row.names, on.isoformat())
            for row in known
        },
    )
