"""Who holds the roles of the own party on the status date: alone, or not for long any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from api.lens import Lens
from api.levels import Row
from domain.calendar import days_after
from domain.people.roles import Role
from projections.people.members import MEMBERS

Held = Mapping[str, Row]
"""Members by their codes: `id`, the `roles` that matter and, if any, the `day`."""


def sole_holders(lens: Lens) -> Held:
    """The members who alone hold a role, with these roles."""
    holders: dict[str, list[Any]] = defaultdict(list)
    for member, roles in _standing(lens):
        for role in roles:
            holders[role].append(member)
    found: dict[str, Row] = {}
    for role in Role:
        if len(holders[role]) == 1:
            [member] = holders[role]
            told = found.setdefault(member.code, {"id": member.id, "roles": [], "day": None})
            told["roles"].append(role.value)
    return found


def lapsing_roles(lens: Lens, days: int) -> Held:
    """The members a role of whom ends within so many days, with these roles and the first such day."""
    on = date.fromisoformat(lens.status_date)
    found: dict[str, Row] = {}
    for member, roles in _standing(lens):
        ending = {
            role: until
            for role, until in roles.items()
            if until is not None and (date.fromisoformat(until) - on).days <= days
        }
        if ending:
            found[member.code] = {
                "id": member.id,
                "roles": sorted(ending),
                "day": min(ending.values()),
            }
    return found


def _standing(lens: Lens) -> Iterator[tuple[Any, dict[str, str | None]]]:
    """The members of the own party who hold a role on the status date, each role with its last day: None
    where there is none. What goes on under another grant does not end."""
    rows = lens.visible(MEMBERS)
    own = lens.clearance.party
    query = sa.select(rows.c.id, rows.c.code, rows.c.grants).where(rows.c.owner == own)
    kept = lens.scope.connection.execute(query.order_by(rows.c.born)).all()
    lens.scope.spend(len(kept))
    for member in kept:
        roles: dict[str, str | None] = {}
        grants = [one for one in member.grants if one["party"] == own]
        for role in {one["role"] for one in grants}:
            held, last = _held([one for one in grants if one["role"] == role], lens.status_date)
            if held:
                roles[role] = last
        if roles:
            yield member, roles


def _held(grants: list[dict[str, Any]], on: str) -> tuple[bool, str | None]:
    """Whether a role is held on a day, and until when; None: without an end.

    A grant that begins by the day after another one's last carries it on.
    """
    reached: str | None = None
    for grant in sorted(grants, key=lambda one: str(one["since"])):
        until = grant["until"]
        if grant["since"] > (on if reached is None else _after(reached)):
            break
        if until is None:
            return True, None
        if until >= on:
            reached = until if reached is None else max(reached, until)
    return reached is not None, reached


def _after(day: str) -> str:
    """The day after another, or the last that a calendar holds."""
    return days_after(date.fromisoformat(day), 1).isoformat()
