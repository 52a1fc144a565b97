"""What every record shows that bears evidence and notes."""

from __future__ import annotations

import strawberry

from api.record import Record
from api.register.types.evidence import Evidence
from api.register.types.notes import Note


@strawberry.interface(description="証跡とメモの付く記録 / A record that bears evidence and notes.")
class AnnotatedRecord(Record):
    evidence: list[Evidence] = strawberry.field(
        description="証跡 / Its evidence that is not withdrawn, as far as you may see."
    )
    notes: list[Note] = strawberry.field(
        description="メモ / Notes on it that are not withdrawn, as far as you may see."
    )
