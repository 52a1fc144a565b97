"""Each party's categories of cause, in their order."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.taxonomy import Taxonomy
from projections.view import Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Taxonomy.Founded():
            row["names"] = list(fact.categories_of_cause)
        case Taxonomy.CategoryAdded():
            row["names"] = [*row["names"], fact.name]


TAXONOMIES = View(
    kind="taxonomy",
    prefix="TAX",
    columns=(sa.Column("names", sa.JSON, nullable=False),),
    facts=(Taxonomy.Founded, Taxonomy.CategoryAdded),
    begins=(Taxonomy.Founded,),
    fold=fold,
    search=("names",),
)
