"""Which incidents questioned the effect of which countermeasure, and which round each began."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from domain.register.countermeasure import Countermeasure
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from projections.view import METADATA, Id, Pairs

QUESTIONING = sa.Table(
    "questioning",
    METADATA,
    sa.Column("countermeasure", Id, primary_key=True),
    sa.Column("incident", Id, primary_key=True),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Index("questioning_incident", "incident"),
)


def _pairs(fact: Countermeasure.EffectQuestioned) -> Iterable[tuple[str, str, int]]:
    return ((str(fact.originator_id), str(fact.incident), fact.round),)


QUESTIONED = Pairs(
    table=QUESTIONING,
    facts=(Countermeasure.EffectQuestioned,),
    pairs=_pairs,
    ends={"countermeasure": COUNTERMEASURES, "incident": INCIDENTS},
    counted={"countermeasure": ("rounds", "round")},
)
"""Both ends were there before: the pair stands once the countermeasure has reached its round."""
