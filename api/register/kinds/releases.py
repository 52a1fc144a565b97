"""How releases are read by the party that gave them, and wordings by the party that reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from api.kinds import Field, Kind, OfAnyKind, Related, Through, Together, Value, column
from api.lens import Lens, Vantage
from api.levels import Row
from api.register.kinds.evidence import every_kind
from api.register.kinds.shared import columns, party, record
from projections.all import VIEWS
from projections.among import among
from projections.register.released_wordings import RELEASED_WORDINGS
from projections.register.releases import RELEASES
from projections.view import CHUNK

_VIEWS = {view.kind: view for view in VIEWS}


def day_of(lens: Vantage) -> str:
    """The day against which ends of releases are judged (ISO): the moment's own, or today."""
    return lens.moment.day if lens.moment else lens.clearance.today


def stands(rows: sa.FromClause, lens: Vantage) -> sa.ColumnElement[bool]:
    """Whether a release stands, in SQL."""
    lasts = sa.or_(rows.c.until.is_(None), rows.c.until >= day_of(lens))
    return sa.and_(rows.c.standing, lasts)


def _stands(row: Row, lens: Lens) -> bool:
    return bool(row["standing"]) and (row["until"] is None or row["until"] >= day_of(lens))


def stale(rows: sa.FromClause, lens: Lens) -> sa.ColumnElement[bool]:
    """Whether a release stands by a wording older than its record, in SQL."""
    changed = []
    for view in _VIEWS.values():
        records = lens.visible(view)
        newer = sa.select(records.c.id).where(
            records.c.id == rows.c.of, records.c.changed_at > rows.c.worded_at
        )
        changed.append(sa.and_(rows.c.of_kind == view.kind, newer.exists()))
    return sa.and_(stands(rows, lens), rows.c.wording.is_not(None), sa.or_(*changed))


def _stale(rows: list[Row], lens: Lens) -> list[Any]:
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["worded_at"] is not None and _stands(row, lens):
            wanted[row["of_kind"]].append(row["of"])
    changed: dict[str, str] = {}
    for kind, ids in wanted.items():
        records = lens.visible(_VIEWS[kind])
        for start in range(0, len(ids), CHUNK):
            some = sa.select(records.c.id, records.c.changed_at).where(
                among(records.c.id, ids[start : start + CHUNK])
            )
            changed.update((row.id, row.changed_at) for row in lens.scope.connection.execute(some))
    return [
        _stands(row, lens)
        and row["worded_at"] is not None
        and changed.get(row["of"], "") > row["worded_at"]
        for row in rows
    ]


def _rule() -> Kind:
    from api.register.kinds.barrier_rules import BARRIER_RULE  # it is about releases

    return BARRIER_RULE


def _barring(lens: Vantage) -> sa.Subquery:
    from api.register.kinds.barrier_rules import barred_pairs  # it is about releases

    return barred_pairs(lens, now=True)


_TERMS: Mapping[str, Field] = {
    "to": party("to_party"),
    **columns("basis", "until", "released_at", "wording", "worded_at"),
    "stands": Value(("standing", "until"), _stands),
    "withdrawn": Value(("standing",), lambda row, _: not row["standing"]),
    "barred_by": Related(_rule, many=True, through=Through(_barring, "release", "rule")),
    "stale": Together(("of", "of_kind", "worded_at", "standing", "until"), _stale),
}

RELEASE: Kind = Kind(
    "Release",
    RELEASES,
    {
        **record(RELEASES),
        "record": OfAnyKind(parent="of", kind="of_kind", kinds=every_kind),
        **_TERMS,
    },
    ("Record",),
)

RELEASE_OF_RECORD: Kind = Kind("ReleaseOfRecord", RELEASES, {**columns("id", "code"), **_TERMS})
"""A release as it is told beside the record it is of."""

RELEASED_WORDING: Kind = Kind(
    "ReleasedWording",
    RELEASED_WORDINGS,
    {**record(RELEASED_WORDINGS), "text": column("text")},
    ("Record",),
)
