"""Effectiveness checks and hand-overs as GraphQL shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.people.types import Department
from api.register.types.annotated import AnnotatedRecord
from api.register.words import LayerWord

if TYPE_CHECKING:
    from api.register.types.records import Countermeasure, Incident

_Countermeasure = Annotated["Countermeasure", strawberry.lazy("api.register.types")]
_Incident = Annotated["Incident", strawberry.lazy("api.register.types")]


@strawberry.type(description="日常業務への移行 / On what terms a measure became routine.")
class HandOver:
    rule: str = strawberry.field(description="規程・文書 / The rule or document it is part of now.")
    rule_version: str | None = strawberry.field(description="版 / The version of that rule.")
    decision: str = strawberry.field(description="決定 / On what decision.")
    department: Department | None = strawberry.field(
        description="移行先 / The department that lives by it, if you may see it."
    )


@strawberry.type(
    description="効果検証 / One layer of one countermeasure, held against a criterion stated before."
)
class EffectivenessCheck(AnnotatedRecord):
    countermeasure: _Countermeasure | None = strawberry.field(
        description="対策 / The countermeasure, if you may see it."
    )
    layer: LayerWord = strawberry.field(description="段階 / Set up, operated or effective.")
    measure: str = strawberry.field(description="指標 / What is measured.")
    baseline: str | None = strawberry.field(
        description="検証前の値 / How it was before; null where only the set-up is checked."
    )
    target: str = strawberry.field(description="基準 / What counts as met.")
    questioned_by: list[_Incident] = strawberry.field(
        description="見直しの契機 / The incidents that questioned the effect since it was stated, as far"
        " as you may see: where there is one, the check does not count any more."
    )
    stated_on: date = strawberry.field(description="設定日 / The day the criterion was stated.")
    met: bool | None = strawberry.field(
        description="達成 / Whether the criterion was met; null: not checked yet."
    )
    result: str | None = strawberry.field(description="結果 / What was found last.")
    result_reason: str | None = strawberry.field(
        description="結果を改めた理由 / Why it was found met, or not met, after the contrary."
    )
    checked_on: date | None = strawberry.field(description="検証日 / The day it was found.")


@strawberry.type(
    description="効果の段階 / One layer of the effect of a countermeasure, as far as you may see."
)
class EffectLayer:
    layer: LayerWord = strawberry.field(description="段階 / Set up, operated or effective.")
    needed: bool = strawberry.field(
        description="要否 / Whether it must be found met before the countermeasure is closed."
    )
    has_criterion: bool = strawberry.field(
        description="基準の有無 / Whether a check that you may see, and that counts, holds it to something."
    )
    met: bool | None = strawberry.field(
        description="達成 / What was concluded last; null: nothing yet, as far as you may see."
    )
    checked_on: date | None = strawberry.field(description="検証日 / The day of that.")
    check: EffectivenessCheck | None = strawberry.field(
        description="効果検証 / The check that decides: the one concluded last, else the one stated last."
    )
