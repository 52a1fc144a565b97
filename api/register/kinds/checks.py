"""How the effect of a countermeasure is read: its checks, its hand-over, and what questioned it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from api.kinds import Field, Inside, Kind, Related, Several, Through, Together, column
from api.lens import Lens, Vantage
from api.levels import Row
from api.register.kinds.people import DEPARTMENT
from api.register.kinds.shared import ANNOTATED, ANNOTATED_INTERFACES, columns, record
from domain.register.progress import Layer, layers_needed
from projections.among import among
from projections.register.checks import CHECKS
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.questionings import QUESTIONED
from projections.view import CHUNK


def _countermeasure() -> Kind:
    from api.register.kinds.records import COUNTERMEASURE  # it leads back here

    return COUNTERMEASURE


def _incident() -> Kind:
    from api.register.kinds.records import INCIDENT  # it leads back here

    return INCIDENT


def _questioned(parent: str, child: str) -> Through:
    return Through(lambda lens: lens.pairs(QUESTIONED), parent, child)


def questioned_since(lens: Vantage) -> sa.Subquery:
    """Checks with the incidents that questioned the effect since they were stated."""
    pairs = lens.pairs(QUESTIONED)
    checks = lens.visible(CHECKS)
    return (
        sa.select(checks.c.id.label("check"), pairs.c.incident)
        .join(pairs, pairs.c.countermeasure == checks.c.countermeasure)
        .where(pairs.c.round > checks.c.round)
        .subquery("questioned_since")
    )


_QUESTIONED_SINCE = Through(questioned_since, "check", "incident")


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

EFFECT_LAYER: Kind = Kind(
    "EffectLayer",
    CHECKS,
    {
        **columns("layer", "needed", "has_criterion", "met", "checked_on"),
        "check": Related(lambda: CHECK, many=False, parent="check"),
    },
)


def _layers(rows: list[Row], lens: Lens) -> list[list[Row]]:
    """The three layers of each measure, with the check that decides each."""
    checks = lens.visible(CHECKS)
    gone = questioned_since(lens)
    names = ("id", "owner", "countermeasure", "layer", "met", "checked_on", "concluded_at", "born")
    deciding: dict[tuple[str, str], Row] = {}
    ids = [row["id"] for row in rows]
    for start in range(0, len(ids), CHUNK):
        counting = sa.select(*(checks.c[name] for name in names)).where(
            among(checks.c.countermeasure, ids[start : start + CHUNK]),
            checks.c.id.not_in(sa.select(gone.c.check)),
        )
        found = lens.scope.connection.execute(counting).mappings().all()
        lens.scope.spend(len(found))
        for one in sorted(map(dict, found), key=_weight):
            deciding[one["countermeasure"], one["layer"]] = one
    for one in deciding.values():
        lens.scope.show(one["id"], one["owner"])
    return [
        [_layer(row, layer, deciding.get((row["id"], layer))) for layer in Layer] for row in rows
    ]


def _lacking(rows: list[Row], lens: Lens) -> list[Any]:
    """The layers that each measure needs and no check has found met."""
    return [
        [layer["layer"] for layer in layers if layer["needed"] and not layer["met"]]
        for layers in _layers(rows, lens)
    ]


def _weight(check: Row) -> tuple[str, bool, int]:
    """The last conclusion counts, and at one instant the worse; without any, what was stated last."""
    return check["concluded_at"] or "", not check["met"], check["born"]


def _layer(measure: Row, layer: Layer, check: Row | None) -> Row:
    found = check or dict.fromkeys(("id", "met", "checked_on"))
    return {
        "layer": layer.value,
        "needed": layer in layers_needed(measure["kind"]),
        "has_criterion": check is not None,
        "met": found["met"],
        "checked_on": found["checked_on"],
        "check": found["id"],
    }


EFFECT: Mapping[str, Field] = {
    "hand_over": Inside(lambda: HAND_OVER, present="rule"),
    "lacking_layers": Together(("id", "kind"), _lacking),
    "effect": Several(("id", "kind"), lambda: EFFECT_LAYER, _layers),
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
