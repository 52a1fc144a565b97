"""Which incidents a figure covers: fixed when it is stated, visible where both ends are."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from domain.kernel import Recorded
from domain.register.figure import Figure
from projections.view import METADATA, Id

COVERAGE = sa.Table(
    "coverage",
    METADATA,
    sa.Column("figure", Id, primary_key=True),
    sa.Column("incident", Id, primary_key=True),
    sa.Index("coverage_incident", "incident"),
)


def fold(connection: sa.Connection, recorded: Sequence[Recorded]) -> None:
    """One row for each incident of each figure stated."""
    rows = [
        {"figure": str(one.fact.originator_id), "incident": str(incident)}
        for one in recorded
        if isinstance(one.fact, Figure.Stated)
        for incident in one.fact.incidents
    ]
    if rows:
        connection.execute(COVERAGE.insert(), rows)
