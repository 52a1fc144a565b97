"""Who somebody is: a member's standing grants, read before any clearance can exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from domain.people.roles import OPERATOR, READS, Actor, Grant, Role
from projections.clearance import Clearance
from projections.people.members import MYSELF
from projections.prepared import ask, prepared
from projections.rows import Question, Values, together
from projections.told import admit, tell_member, telling_member
from projections.view import EVERYONE, bit


def actor_of(connection: sa.Connection, member: UUID, on: date) -> Actor | None:
    """The member with the grants that stand on this day; None for a stranger.

    Someone whose grants have all ended is an actor of no party. The database is told who asks.
    """
    with together(connection):
        tell_member(connection, str(member))
        found = ask(connection, _grants, member=str(member))
    return actor_with(member, found[0][0], on) if found else None


def asking_who(dialect: sa.Dialect, member: UUID) -> list[Question]:
    """What tells the database who asks and then asks for their grants, for `actor_found`."""
    grants = prepared(_grants, (), dialect).question(member=str(member))
    return [*telling_member(dialect, str(member)), grants]


def actor_found(
    dialect: sa.Dialect, member: UUID, on: date, found: Sequence[list[Values]]
) -> Actor | None:
    """The member as `actor_of` tells them, of what `asking_who` found."""
    rows = prepared(_grants, (), dialect).told(found[-1])
    return actor_with(member, rows[0][0], on) if rows else None


def _grants() -> sa.Select[tuple[list[dict[str, str | int | None]]]]:
    return sa.select(MYSELF.c.grants).where(MYSELF.c.id == sa.bindparam("member"))


def name_of(connection: sa.Connection, member: UUID) -> str | None:
    """What who asks is called: they know it, whatever else they may see."""
    query = sa.select(MYSELF.c.name).where(MYSELF.c.id == str(member))
    return connection.execute(query).scalar()


def actor_with(member: UUID, kept: Iterable[dict[str, str | int | None]], on: date) -> Actor:
    """Somebody with those of the grants of a member's row that stand on this day."""
    grants = tuple(grant for grant in map(_grant, kept) if grant.stands_on(on))
    return Actor(member, grants[0].party if grants else -1, grants)


def enter(connection: sa.Connection, member: UUID, on: date) -> tuple[Actor | None, Clearance]:
    """Who asks, and what they may see; from now on the database shows this reading no more."""
    actor = actor_of(connection, member, on)
    clearance = clearance_of(actor, on)
    admit(connection, clearance)
    return actor, clearance


def clearance_of(actor: Actor | None, on: date) -> Clearance:
    """What this actor may see; nothing without a role that reads, but whom one administers."""
    if actor is None:
        return Clearance(None, on.isoformat())
    reads = bool(actor.roles & READS)
    return Clearance(actor.party if reads else None, on.isoformat(), _administered(actor))


def _administered(actor: Actor) -> int:
    if actor == OPERATOR:
        return EVERYONE
    return bit(actor.party) if Role.ADMINISTRATOR in actor.roles else 0


def _grant(kept: dict[str, str | int | None]) -> Grant:
    department, since, until = kept["department"], kept["since"], kept["until"]
    return Grant(
        party=int(kept["party"] or 0),
        role=str(kept["role"]),
        department=UUID(str(department)) if department else None,
        since=date.fromisoformat(str(since)),
        until=date.fromisoformat(str(until)) if until else None,
    )
