"""Notes on records: each of its writer's party, whosever record it is on."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.note import Note
from projections.view import Id, KindIn, Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Note.Written():
            row |= {"about": str(fact.about), "about_kind": fact.about_kind, "text": fact.text}
        case Note.Revised():
            row["text"] = fact.text
        case Note.Withdrawn():
            row["withdrawn"] = True
        case Note.Judged():
            row["categories"] = list(fact.categories)


NOTES = View(
    kind="note",
    prefix="NOTE",
    columns=(
        sa.Column("about", Id, nullable=False),
        sa.Column("about_kind", sa.String(24), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    ),
    facts=(Note.Written, Note.Revised, Note.Withdrawn, Note.Judged),
    begins=(Note.Written,),
    fold=fold,
    blank={"withdrawn": False},
    search=("text",),
    references={"about": KindIn("about_kind")},
    indexes=(("about",),),
)
