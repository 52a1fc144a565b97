"""How guidance is read, and which of it stands for a viewer."""

from __future__ import annotations

import sqlalchemy as sa

from api.kinds import Kind, Related
from api.lens import Vantage
from api.register.kinds.shared import ANNOTATED, ANNOTATED_INTERFACES, columns, record
from projections.register.guidance import GUIDANCE as ROWS

GUIDANCE: Kind = Kind(
    "Guidance",
    ROWS,
    {
        **record(ROWS),
        **columns(
            "question", "answer", "basis", "basis_version", "withdrawn_on", "withdrawal_reason"
        ),
        "supersedes": Related(lambda: GUIDANCE, many=False, parent="supersedes"),
        "superseded_by": Related(lambda: GUIDANCE, many=False, child="supersedes"),
        **ANNOTATED,
    },
    ANNOTATED_INTERFACES,
)


def stands(rows: sa.FromClause, lens: Vantage) -> sa.ColumnElement[bool]:
    """Guidance that was not withdrawn, and that no visible guidance supersedes: hidden guidance changes nothing
    for you."""
    newer = lens.visible(ROWS).alias("newer")
    superseded = sa.select(newer.c.id).where(newer.c.supersedes == rows.c.id).exists()
    return sa.and_(rows.c.withdrawn_on.is_(None), ~superseded)
