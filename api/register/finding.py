"""Finds records by their ids, of whatever kind they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from api.kinds import Kind
from api.lens import Lens
from api.levels import Row
from api.planning import fetch
from api.register.kinds import NODES
from api.selecting import Asked, Selections
from projections.among import among

_CHUNK = 500


def any_record(lens: Lens, record_id: str, selections: Selections) -> Row | None:
    """The visible record with this id, of whatever kind, shaped for the selections."""
    connection_ = lens.scope.connection
    for kind in NODES.values():
        rows = lens.visible(kind.view)
        if connection_.execute(sa.select(rows.c.id).where(rows.c.id == record_id)).first():
            [found] = fetch(
                kind,
                lens,
                selections,
                lambda rows, columns: sa.select(*columns).where(rows.c.id == record_id),
                limit=1,
            )
            return found
    return None


def records_named(lens: Lens, ids: list[str], asked: Asked) -> list[Row]:
    """The visible ones among these records, of whatever kinds, in their order."""
    found: dict[str, Row] = {}
    for kind in NODES.values():
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            rows = fetch(
                kind,
                lens,
                asked.selections,
                lambda rows, columns, some=some: sa.select(*columns).where(rows.c.id.in_(some)),  # type: ignore[misc]  # bound at once, in the loop
                times=asked.times,
            )
            found |= {row["_id"]: row for row in rows}
    return [found[one] for one in ids if one in found]


def keyed(
    lens: Lens, kind: Kind, keys: Iterable[Any], asked: Asked | None, key: str
) -> dict[Any, Row]:
    """The visible rows of a kind with these keys, as they were asked for, by key; none that were not."""
    wanted = sorted(keys)
    if asked is None or not wanted:
        return {}
    found = fetch(
        kind,
        lens,
        asked.selections,
        lambda rows, columns: (
            sa.select(*columns, rows.c[key].label("_parent"))
            .where(among(rows.c[key], wanted))
            .order_by(rows.c.born)
        ),
        times=asked.times,
    )
    return {row["_parent"]: row for row in found}
