"""Roll-outs, open to who asked and, by a release, to who is asked; and the answers, each of its giver's party."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.roll_out import RollOut, RollOutAnswer
from projections.view import Day, Id, KindIn, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case RollOut.Asked() | RollOut.Revised():
            row |= {
                "to_party": fact.to,
                "text": fact.text,
                "answer_by": iso(fact.answer_by),
                "categories": list(fact.categories),
            }
            if isinstance(fact, RollOut.Asked):
                row |= {"about": str(fact.about), "about_kind": fact.about_kind}


def fold_answer(row: Row, fact: Fact) -> None:
    match fact:
        case RollOutAnswer.Given() | RollOutAnswer.Revised():
            row |= {
                "verdict": fact.verdict,
                "text": fact.text,
                "records": [str(one) for one in fact.records],
                "records_kinds": list(fact.kinds),
            }
            if isinstance(fact, RollOutAnswer.Given):
                row["roll_out"] = str(fact.roll_out)
        case RollOutAnswer.Judged():
            row["categories"] = list(fact.categories)


ROLL_OUTS = View(
    kind="roll_out",
    prefix="ROL",
    columns=(
        sa.Column("about", Id, nullable=False),
        sa.Column("about_kind", sa.String(24), nullable=False),
        sa.Column("to_party", sa.SmallInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("answer_by", Day),
    ),
    facts=(RollOut.Asked, RollOut.Revised),
    begins=(RollOut.Asked,),
    fold=fold,
    search=("text",),
    references={"about": KindIn("about_kind")},
    indexes=(("about",), ("answer_by",)),
)
"""The party asked sees it by a release, as it sees a wording: withdrawn with that, ended by no day, barred
by any rule on the categories of its words."""

ROLL_OUT_ANSWERS = View(
    kind="roll_out_answer",
    prefix="ANS",
    columns=(
        sa.Column("roll_out", Id, nullable=False),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("records", sa.JSON, nullable=False),
        sa.Column("records_kinds", sa.JSON, nullable=False),
    ),
    facts=(RollOutAnswer.Given, RollOutAnswer.Revised, RollOutAnswer.Judged),
    begins=(RollOutAnswer.Given,),
    fold=fold_answer,
    search=("text",),
    references={"roll_out": "roll_out", "records": KindIn("records_kinds")},
    indexes=(("roll_out",),),
)
