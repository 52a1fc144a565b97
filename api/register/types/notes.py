"""Notes as GraphQL shows them."""

from __future__ import annotations

import strawberry

from api.record import Record


@strawberry.type(description="メモ / A note on a record, of its writer's party.")
class Note(Record):
    about: Record | None = strawberry.field(
        description="対象 / The record it is on, if you may see it."
    )
    text: str = strawberry.field(description="本文 / What it says.")
    withdrawn: bool = strawberry.field(description="取下げ / Its writer took it back.")
