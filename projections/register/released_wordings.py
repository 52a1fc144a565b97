"""Released wordings: records of the party that reads them. Their owner reads them through the release."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.released_wording import ReleasedWording
from projections.openings import Opening
from projections.told import PARTY
from projections.view import Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case ReleasedWording.Written() | ReleasedWording.Rewritten():
            row |= {"text": fact.text, "categories": list(fact.categories)}


RELEASED_WORDINGS = View(
    kind="released_wording",
    prefix="WRD",
    columns=(sa.Column("text", sa.Text, nullable=False),),
    facts=(ReleasedWording.Written, ReleasedWording.Rewritten),
    begins=(ReleasedWording.Written,),
    fold=fold,
    search=("text",),
    audience=lambda _: 0,
    told_apart=False,
)
"""Nobody sees one but by a release, so that nothing counts twice for the owner of the record. The same words
may be given again, of which the reader is told nothing: without the words nobody could tell."""

_NOW, _PAST = RELEASED_WORDINGS.current, RELEASED_WORDINGS.past

OWN_WORDINGS, OWN_WORDINGS_PAST = (
    Opening(name, of, tuple(column.name for column in of.c), meant=of.c.owner == PARTY)
    for name, of in (("own_wording", _NOW), ("own_wording_past", _PAST))
)
"""Wordings, and what became of them, as the party that gave them may look at what others were shown."""
