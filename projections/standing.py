"""The releases of a party that stand, with whose information is in what they open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from projections.all import VIEWS
from projections.among import among
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.parties import PARTIES
from projections.register.releases import RELEASES
from projections.view import CHUNK

_VIEWS = {view.kind: view for view in VIEWS}


@dataclass(frozen=True, slots=True)
class Standing:
    """A release that stands today, to the party with this number and code, perhaps until a day (ISO).

    `record` is the record it is of, `categories` those of what the party reads: the record, or, if it
    is `worded`, other words in its place.
    """

    record: str
    worded: bool
    to: int
    code: str
    until: str | None
    categories: tuple[str, ...]


def standing_releases(
    connection: sa.Connection, clearance: Clearance, *conditions: sa.ColumnElement[bool]
) -> list[Standing]:
    """The releases of the viewer's party that stand today and meet the conditions, which speak of the
    columns of `visible(RELEASES, clearance)`."""
    releases, parties = visible(RELEASES, clearance), visible(PARTIES, clearance)
    query = (
        sa.select(releases, parties.c.party_code)
        .join(releases, releases.c.to_party == parties.c.number)
        .where(
            releases.c.standing,
            sa.or_(releases.c.until.is_(None), releases.c.until >= clearance.today),
            *conditions,
        )
    )
    found = [dict(row) for row in connection.execute(query).mappings()]
    whole = [row for row in found if row["record"] == row["of"]]
    known = _categories(connection, clearance, ((row["of_kind"], row["of"]) for row in whole))
    return [
        Standing(
            row["of"],
            row["record"] != row["of"],
            row["to_party"],
            row["party_code"],
            row["until"],
            tuple(known.get(row["record"], row["categories"])),
        )
        for row in found
    ]


def _categories(
    connection: sa.Connection, clearance: Clearance, records: Iterable[tuple[str, str]]
) -> Mapping[str, list[str]]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, one in records:
        by_kind[kind].append(one)
    found: dict[str, list[str]] = {}
    for kind, ids in by_kind.items():
        rows = visible(_VIEWS[kind], clearance)
        for start in range(0, len(ids), CHUNK):
            some = sa.select(rows.c.id, rows.c.categories).where(
                among(rows.c.id, ids[start : start + CHUNK])
            )
            found |= {row.id: row.categories for row in connection.execute(some)}
    return found
