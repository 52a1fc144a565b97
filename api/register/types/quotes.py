"""Where a figure is quoted, as GraphQL shows it."""

from __future__ import annotations

import strawberry

from api.record import Record


@strawberry.type(description="引用 / A text that quotes a figure's value.")
class Quote:
    record: Record = strawberry.field(description="記録 / The record whose text it is.")
    field: str = strawberry.field(description="項目 / The field, as the record's type names it.")
    text: str = strawberry.field(description="抜粋 / The value with what stands around it.")
