"""Operation records as GraphQL shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.register.types.annotated import AnnotatedRecord
from api.register.words import OperationKindWord

if TYPE_CHECKING:
    from api.register.types.records import Countermeasure

_Countermeasure = Annotated["Countermeasure", strawberry.lazy("api.register.types")]


@strawberry.type(
    description="運用記録 / What was done in a period, of what is done again and again."
)
class OperationRecord(AnnotatedRecord):
    kind: OperationKindWord = strawberry.field(description="種別 / What was done.")
    title: str = strawberry.field(description="件名 / In one line.")
    period_from: date = strawberry.field(description="期間（始）/ First day of the period.")
    period_to: date = strawberry.field(description="期間（終）/ Last day of the period.")
    planned: int | None = strawberry.field(description="予定数 / How often it was planned.")
    done: int | None = strawberry.field(description="実施数 / How often it was done.")
    people: int | None = strawberry.field(description="人数 / How many people it reached.")
    result: str | None = strawberry.field(description="結果 / What came of it.")
    countermeasures: list[_Countermeasure] = strawberry.field(
        description="対策 / The countermeasures it shows to operate, as far as you may see."
    )
