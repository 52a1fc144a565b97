"""Links between a cause and what it explains or what answers it: seen where both ends are."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.link import Link
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.view import EVERYONE, Id, Need, Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Link.Made():
            row |= {
                "cause": str(fact.cause),
                "target": str(fact.to),
                "target_kind": fact.to_kind,
                "standing": True,
            }
        case Link.Undone():
            row["standing"] = False
        case Link.Remade():
            row["standing"] = True
            if fact.owner is not None:
                row["owner"] = fact.owner


LINKS = View(
    kind="link",
    prefix="LNK",
    columns=(
        sa.Column("cause", Id, nullable=False),
        sa.Column("target", Id, nullable=False),
        sa.Column("target_kind", sa.String(16), nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
    ),
    facts=(Link.Made, Link.Undone, Link.Remade),
    begins=(Link.Made,),
    fold=fold,
    indexes=(("cause",), ("target",)),
    needs=(
        Need("cause", (CAUSES,)),
        Need("target", (INCIDENTS, COUNTERMEASURES), kind="target_kind"),
    ),
    # Both ends decide: the barrier joins them (barrier.visible).
    audience=lambda _: EVERYONE,
)
