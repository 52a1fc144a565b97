"""Roll-outs and their answers as GraphQL shows them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.people.party import Party
from api.record import Named, Record
from api.register.types.annotated import AnnotatedRecord
from api.register.types.requirements import NamedRecord
from api.register.words import AppliesWord

_Answer = Annotated["RollOutAnswer", strawberry.lazy("api.register.types.roll_outs")]

ASKED = "AskRollOutPayload"


@strawberry.type(
    description="横展開 / A party is asked whether something applies to it, in words written for it."
)
class RollOut(Record):
    to: Party = strawberry.field(description="依頼先 / The party that is asked.")
    text: str = strawberry.field(description="文面 / What it is asked.")
    answer_by: date | None = strawberry.field(
        description="回答期限 / The day by which an answer is wanted."
    )
    days_left: int | None = strawberry.field(
        description="残り日数 / Days left at statusDate, below zero once passed; null: no day is stated."
    )
    about: Record | None = strawberry.field(
        description="対象 / The record it is about, if you may see it."
    )
    withdrawn: bool = strawberry.field(
        description="取下げ / The party asked does not see it any more."
    )
    answers: list[_Answer] = strawberry.field(
        description="回答 / What was answered, as far as you may see."
    )


@strawberry.type(
    description="横展開への回答 / What a party answers: a record of its own, to be released to who asked."
)
class RollOutAnswer(AnnotatedRecord):
    verdict: AppliesWord = strawberry.field(description="該当の有無 / Whether it applies.")
    text: str | None = strawberry.field(description="内容 / What is answered.")
    roll_out: RollOut | None = strawberry.field(
        description="横展開 / What was asked, if you may see it."
    )
    records: list[NamedRecord] = strawberry.field(
        description="対応する記録 / What is done about it, as far as you may see."
    )


@strawberry.type(name=ASKED, description="横展開の結果 / The roll-outs, one for each party asked.")
class AskedRollOuts(Named):
    roll_outs: list[RollOut] = strawberry.field(
        description="横展開 / One for each party, in the order given."
    )
