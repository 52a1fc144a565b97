"""How extension requests are read, and how they lead to countermeasures and back."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from api.kinds import Kind, Related, Several, Through, Value, column
from api.lens import Lens, Vantage
from api.levels import Row
from api.register.kinds.meetings import DISCUSSED, DISCUSSED_INTERFACES
from api.register.kinds.schedules import milestones
from api.register.kinds.shared import ANNOTATED, columns, record
from domain.register.extension import ExtensionStatus
from projections.among import among
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENDED, EXTENSIONS

_CHUNK = 500


def _countermeasure() -> Kind:
    from api.register.kinds.records import COUNTERMEASURE  # it leads back here

    return COUNTERMEASURE


def _wanted(requests: list[Row], lens: Lens) -> list[list[Row]]:
    """Of each request, what it asks for each countermeasure that may be seen."""
    pairs, measures = lens.pairs(EXTENDED), lens.visible(COUNTERMEASURES)
    query = (
        sa.select(pairs)
        .join(measures, measures.c.id == pairs.c.countermeasure)
        .order_by(measures.c.born)
    )
    found: dict[str, list[Row]] = defaultdict(list)
    ids = [request["id"] for request in requests]
    for start in range(0, len(ids), _CHUNK):
        some = query.where(among(pairs.c.extension, ids[start : start + _CHUNK]))
        rows = lens.scope.connection.execute(some.limit(lens.scope.rows_left + 1)).mappings()
        for row in rows:
            found[row["extension"]].append(dict(row))
    return [found[one] for one in ids]


WANTED: Kind = Kind(
    "RequestedSchedule",
    COUNTERMEASURES,
    {
        "countermeasure": Related(_countermeasure, many=False, parent="countermeasure"),
        "kind": column("schedule_kind"),
        "milestones": Value(("milestones",), milestones),
        **columns(
            "from_wording",
            "from_due",
            "from_certainty",
            "wording",
            "written_on",
            "start",
            "due",
            "certainty",
            "ambiguous",
        ),
    },
)

EXTENSION: Kind = Kind(
    "ExtensionRequest",
    EXTENSIONS,
    {
        **record(EXTENSIONS),
        **columns("reason", "status", "decided_at", "decision_reason"),
        "measures": Several(("id",), lambda: WANTED, _wanted),
        **ANNOTATED,
        **DISCUSSED,
    },
    DISCUSSED_INTERFACES,
)


def pending(requests: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a request is not decided yet."""
    return requests.c.status == ExtensionStatus.PENDING.value


def _pending(requests: sa.Subquery, _: Vantage) -> sa.ColumnElement[bool]:
    return pending(requests)


_OF_MEASURE = Through(lambda lens: lens.pairs(EXTENDED), "countermeasure", "extension")

EXTENSIONS_OF_MEASURE = Related(lambda: EXTENSION, many=True, through=_OF_MEASURE)
"""The requests for more time for a countermeasure."""
PENDING_OF_MEASURE = Related(lambda: EXTENSION, many=False, through=_OF_MEASURE, where=_pending)
"""The one among them that is not decided yet."""
