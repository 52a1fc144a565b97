"""How the effect of a countermeasure is read: its checks, its hand-over, and what questioned it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from api.kinds import Field, Inside, Kind, Related, Through, column
from api.lens import Vantage
from api.register.kinds.people import DEPARTMENT
from api.register.kinds.shared import ANNOTATED, ANNOTATED_INTERFACES, columns, record
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.questionings import QUESTIONED


def _countermeasure() -> Kind:
    from api.register.kinds.records import COUNTERMEASURE  # it leads back here

    return COUNTERMEASURE


def _incident() -> Kind:
    from api.register.kinds.records import INCIDENT  # it leads back here

    return INCIDENT


def _questioned(parent: str, child: str) -> Through:
    return Through(lambda lens: lens.pairs(QUESTIONED), parent, child)


def _questioned_since(lens: Vantage) -> sa.Subquery:
    """Checks with the incidents that questioned the effect since they were stated."""
    pairs = lens.pairs(QUESTIONED)
    checks = lens.visible(CHECKS)
    return (
        sa.select(checks.c.id.label("check"), pairs.c.incident)
        .join(pairs, pairs.c.countermeasure == checks.c.countermeasure)
        .where(pairs.c.round > checks.c.round)
        .subquery("questioned_since")
    )


_QUESTIONED_SINCE = Through(_questioned_since, "check", "incident")


CHECK: Kind = Kind(
    "EffectivenessCheck",
    CHECKS,
    {
        **record(CHECKS),
        **columns(
            "layer",
            "measure",
            "baseline",
            "target",
            "stated_on",
            "met",
            "result",
            "result_reason",
            "checked_on",
        ),
        "countermeasure": Related(_countermeasure, many=False, parent="countermeasure"),
        "questioned_by": Related(_incident, many=True, through=_QUESTIONED_SINCE),
        **ANNOTATED,
    },
    ANNOTATED_INTERFACES,
)

HAND_OVER: Kind = Kind(
    "HandOver",
    COUNTERMEASURES,
    {
        **columns("rule", "rule_version"),
        "decision": column("handed_over_decision"),
        "department": Related(lambda: DEPARTMENT, many=False, parent="routine_department"),
    },
)

EFFECT: Mapping[str, Field] = {
    "hand_over": Inside(lambda: HAND_OVER, present="rule"),
    "checks": Related(lambda: CHECK, many=True, child="countermeasure"),
    "questioned_by": Related(
        _incident, many=True, through=_questioned("countermeasure", "incident")
    ),
}
"""What a countermeasure shows of its effect."""

MEASURES_QUESTIONED = Related(
    _countermeasure, many=True, through=_questioned("incident", "countermeasure")
)
"""The countermeasures whose effect an incident questioned."""
