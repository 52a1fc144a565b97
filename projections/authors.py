"""Who changed a record: the company and the roles held then, which whoever sees the change may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from domain.people.roles import OPERATOR
from projections.among import among
from projections.barrier import authors, visible
from projections.clearance import Clearance
from projections.people.identity import actor_with
from projections.people.members import MEMBERS
from projections.view import CHUNK

OPERATOR_ROLE = "operator"
"""What is told of who typed at the machine's own command line."""


@dataclass(frozen=True, slots=True)
class Author:
    """The number of a company (None of the operator), the roles held, and the name to one's own."""

    party: int | None
    roles: tuple[str, ...]
    name: str | None


Act = tuple[str, int, date]
"""A member's id, the place of what they did in the log, and the day."""


def authors_of(
    connection: sa.Connection, clearance: Clearance, acts: Iterable[Act]
) -> dict[Act, Author]:
    """Who did each of these, as far as the viewer may know."""
    wanted = set(acts)
    members = sorted({member for member, _, _ in wanted})
    kept: dict[str, list[sa.Row[tuple[object, ...]]]] = defaultdict(list)
    names: dict[str, str] = {}
    own = visible(MEMBERS, clearance)
    for start in range(0, len(members), CHUNK):
        some = members[start : start + CHUNK]
        for row in connection.execute(authors(connection, some)):
            kept[row.id].append(row)
        called = sa.select(own.c.id, own.c.name).where(among(own.c.id, some))
        names |= {row.id: row.name for row in connection.execute(called)}
    return {act: _author(act, kept[act[0]], names.get(act[0])) for act in wanted}


def _author(act: Act, rows: Iterable[sa.Row[tuple[object, ...]]], name: str | None) -> Author:
    member, place, day = act
    if UUID(member) == OPERATOR.member:
        return Author(None, (OPERATOR_ROLE,), None)
    then = max((row for row in rows if row.since <= place), key=lambda row: row.since, default=None)
    if then is None:
        return Author(None, (), None)
    actor = actor_with(UUID(member), then.grants, day)
    party = actor.party if actor.grants else then.owner
    return Author(party, tuple(sorted(role.value for role in actor.roles)), name)
