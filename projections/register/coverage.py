"""Which incidents a figure covers: fixed when it is stated, visible where both ends are."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from domain.register.figure import Figure
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.view import METADATA, Id, Pairs

COVERAGE = sa.Table(
    "coverage",
    METADATA,
    sa.Column("figure", Id, primary_key=True),
    sa.Column("incident", Id, primary_key=True),
    sa.Index("coverage_incident", "incident"),
)


def _pairs(fact: Figure.Stated) -> Iterable[tuple[str, str]]:
    figure = str(fact.originator_id)
    return ((figure, str(incident)) for incident in fact.incidents)


COVERED = Pairs(
    table=COVERAGE,
    facts=(Figure.Stated,),
    pairs=_pairs,
    ends={"figure": FIGURES, "incident": INCIDENTS},
)
"""One row for each incident of each figure stated."""
