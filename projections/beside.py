"""What stands beside records: whatever names them, whatever they name, and the other ends of their links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import sqlalchemy as sa

from projections.all import PAIRS, VIEWS
from projections.among import among
from projections.barrier import PEOPLE, visible, visible_of, visible_pairs
from projections.clearance import Clearance
from projections.named import named_in
from projections.register.links import LINKS
from projections.register.releases import RELEASES
from projections.view import CHUNK, KindIn

_RECORDS: Final = tuple(view for view in VIEWS if view not in (*PEOPLE, RELEASES))
_AT_HOME: Final = frozenset(view.kind for view in PEOPLE)


def beside(
    connection: sa.Connection, clearance: Clearance, records: Collection[str]
) -> Mapping[str, list[str]]:
    """Of each of these records the ids of what stands beside it, as far as this clearance sees it.
    People and releases are none of it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one, other in _pairs(connection, clearance, list(records)):
        if other is not None and other != one:
            found[one][other] = None
    return {one: list(found[one]) for one in records}


def seen(
    connection: sa.Connection, clearance: Clearance, owner: int, ids: Collection[str]
) -> set[str]:
    """Which of these records, if they are this party's own, this clearance sees."""
    found: set[str] = set()
    for some in _chunks(ids):
        for view in VIEWS:
            rows = visible_of(view, clearance, owner)
            found.update(
                connection.execute(sa.select(rows.c.id).where(among(rows.c.id, some))).scalars()
            )
    return found


def _pairs(
    connection: sa.Connection, clearance: Clearance, records: list[str]
) -> Iterator[tuple[str, str | None]]:
    for one, other, stands in _columns(clearance):
        for some in _chunks(records):
            query = sa.select(one, other).where(among(one, some), stands)
            yield from ((row[0], row[1]) for row in connection.execute(query))


def _columns(
    clearance: Clearance,
) -> Iterator[tuple[sa.ColumnElement[str], sa.ColumnElement[str], sa.ColumnElement[bool]]]:
    """Columns of ids, one beside the other, in both directions, and whether the row that names both
    was not withdrawn."""
    for view in _RECORDS:
        rows = visible(view, clearance)
        stands = ~rows.c.withdrawn if "withdrawn" in rows.c else sa.true()
        for name, kind in view.references.items():
            if kind in _AT_HOME:
                continue
            if not isinstance(rows.c[name].type, sa.JSON):
                yield rows.c.id, rows.c[name], stands
                yield rows.c[name], rows.c.id, stands
            elif isinstance(kind, KindIn):  # others stand among the pairs
                each = named_in(rows, name)
                yield each.c.id, each.c.named, sa.true()
                yield each.c.named, each.c.id, sa.true()
    links = visible(LINKS, clearance)
    yield links.c.cause, links.c.target, sa.true()
    yield links.c.target, links.c.cause, sa.true()
    for pairs in PAIRS:  # what is kept as a list of ids stands here as well
        rows = visible_pairs(pairs, clearance)
        one, other = (rows.c[column] for column in pairs.ends)
        yield one, other, sa.true()
        yield other, one, sa.true()


def _chunks(ids: Collection[str]) -> Iterator[list[str]]:
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
