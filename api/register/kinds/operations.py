"""How operation records are read, and how they lead to countermeasures and back."""

from __future__ import annotations

from api.kinds import Kind, Related, Through
from api.register.kinds.shared import ANNOTATED, ANNOTATED_INTERFACES, columns, record
from projections.register.operations import OPERATED, OPERATIONS


def _countermeasure() -> Kind:
    from api.register.kinds.records import COUNTERMEASURE  # it leads back here

    return COUNTERMEASURE


def _operated(parent: str, child: str) -> Through:
    return Through(lambda lens: lens.pairs(OPERATED), parent, child)


OPERATION: Kind = Kind(
    "OperationRecord",
    OPERATIONS,
    {
        **record(OPERATIONS),
        **columns(
            "kind", "title", "period_from", "period_to", "planned", "done", "people", "result"
        ),
        "countermeasures": Related(
            _countermeasure, many=True, through=_operated("operation", "countermeasure")
        ),
        **ANNOTATED,
    },
    ANNOTATED_INTERFACES,
)

OPERATIONS_OF_MEASURE = Related(
    lambda: OPERATION, many=True, through=_operated("countermeasure", "operation")
)
"""The operation records that show a countermeasure to operate."""
