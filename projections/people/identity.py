"""Who somebody is: a member's standing grants, read before any clearance can exist."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from domain.people.roles import READS, Actor, Grant
from projections.clearance import Clearance
from projections.people.members import MEMBERS


def actor_of(connection: sa.Connection, member: UUID, on: date) -> Actor | None:
    """The member with the grants that stand on this day; None for a stranger.

    Someone whose grants have all ended is an actor of no party.
    """
    table = MEMBERS.current
    row = connection.execute(sa.select(table.c.grants).where(table.c.id == str(member))).first()
    if row is None:
        return None
    grants = tuple(grant for grant in map(_grant, row.grants) if grant.stands_on(on))
    return Actor(member, grants[0].party if grants else -1, grants)


def clearance_of(actor: Actor | None, on: date) -> Clearance:
    """What this actor may see; nothing without a role that reads."""
    reads = actor is not None and bool(actor.roles & READS)
    return Clearance(actor.party if actor and reads else None, on.isoformat())


def _grant(kept: dict[str, str | int | None]) -> Grant:
    department, since, until = kept["department"], kept["since"], kept["until"]
    return Grant(
        party=int(kept["party"] or 0),
        role=str(kept["role"]),
        department=UUID(str(department)) if department else None,
        since=date.fromisoformat(str(since)),
        until=date.fromisoformat(str(until)) if until else None,
    )
