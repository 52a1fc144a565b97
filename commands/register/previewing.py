"""What a release would show: it is carried out, looked at from both sides, and undone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk, Office
from commands.register.releases import release_records
from commands.register.responsible import party_number
from projections.among import among
from projections.barrier import visible
from projections.beside import beside, seen
from projections.clearance import Clearance
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, MINUTES
from projections.register.releases import RELEASES
from projections.told import admitted

T = TypeVar("T")

Show = Callable[[sa.Connection, Clearance, int, Collection[str]], Mapping[str, T]]
"""How records of one party are shown to a clearance, by their ids: whichever of them it sees. Nothing of
any other party is shown with them."""


@dataclass(frozen=True, slots=True)
class Side(Generic[T]):
    """One record that would be released, from both sides.

    `record` as its owner sees it; `seen` as the other party would, itself or its wording; `behind`
    what its owner has beside it, and would stay closed to them. What other parties have is none of
    it, whoever sees that: the owner learns nothing of what the other party keeps, or was shown.
    `said` counts what the owner reads in agendas and minutes about it, which the other party would
    read with it.
    """

    record: T | None
    seen: T | None
    behind: Sequence[T]
    said: int


def preview_release(
    office: Office,
    member: UUID,
    *,
    own: Show[T],
    theirs: Show[T],
    behind: Show[T],
    **terms: Any,
) -> list[Side[T]]:
    """What `release_records` would show on these terms, in the order of its ids; raises the Refusal
    that it would meet. Nothing is recorded. Each look shows what it is given in its own way."""

    def look(desk: Desk, releases: tuple[UUID, ...]) -> list[Side[T]]:
        connection, mine, owner = desk.work.connection, desk.clearance, desk.actor.party
        other = Clearance(party_number(desk, terms["to"]), desk.today.isoformat())
        records = [str(one) for one in dict.fromkeys(terms["ids"])]
        opened = _opened(connection, mine, releases)
        around = {one: [one, *others] for one, others in beside(connection, mine, records).items()}
        with admitted(connection, other, back=mine):
            open_to_them = seen(connection, other, owner, _all(around.values()))
            shown = theirs(connection, other, owner, list(opened.values()))
            read = _said(connection, other, records)
        closed = {
            one: [each for each in around[one] if each not in open_to_them] for one in records
        }
        mine_shown = own(connection, mine, owner, records)
        left = behind(connection, mine, owner, _all(closed.values()))
        known = _said(connection, mine, records)
        return [
            Side(
                mine_shown.get(one),
                shown.get(opened[one]),
                [left[each] for each in closed[one] if each in left],
                len(read[one] & known[one]),
            )
            for one in records
        ]

    return office.rehearse(member, lambda desk: release_records(desk, **terms), look)


def _opened(
    connection: sa.Connection, clearance: Clearance, releases: Iterable[UUID]
) -> dict[str, str]:
    """What each record is opened as: by itself, or as a wording."""
    rows = visible(RELEASES, clearance)
    some = sa.select(rows.c.of, rows.c.record).where(among(rows.c.id, [*map(str, releases)]))
    return {row.of: row.record for row in connection.execute(some)}


def _said(
    connection: sa.Connection, clearance: Clearance, records: Iterable[str]
) -> Mapping[str, set[str]]:
    """What a clearance reads about each record in agendas and minutes, by ids."""
    found: dict[str, set[str]] = {one: set() for one in records}
    for view in (AGENDA_ITEMS, MINUTES, ACTION_ITEMS):
        rows = visible(view, clearance)
        about = sa.select(rows.c.id, rows.c.about).where(among(rows.c.about, list(found)))
        for row in connection.execute(about):
            found[row.about].add(row.id)
    return found


def _all(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(one for some in lists for one in some))
