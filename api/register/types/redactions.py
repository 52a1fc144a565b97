"""Redactions as GraphQL shows them: what is to be destroyed, who was shown it, and what follows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import strawberry

from api.people.party import Party
from api.record import Named, Record
from api.register.types.auditing import Reader
from domain.register.record import InformationCategory
from domain.register.redaction import RedactionStatus
from domain.texts import Word

REPORT: Final = "RedactionReport"
"""The name of what is told of a redaction beside itself."""


def _said(vocabulary: type[Word]) -> str:
    return " · ".join(f"{word.value} {word.ja}" for word in vocabulary)


strawberry.enum(
    RedactionStatus,
    description=f"消去の状況 / How far a redaction has come: {_said(RedactionStatus)}.",
)


@strawberry.type(
    description="消去 / The end of all texts that a field of a record has held; seen by the party whose record"
    " it is alone."
)
class Redaction(Record):
    record: Record | None = strawberry.field(description="対象の記録 / The record.")
    field: str = strawberry.field(
        description="項目 / The field, as answers call it, such as summary or schedule.slips."
    )
    written_on: date = strawberry.field(
        description="最初の記載日 / The day on which the first of its texts was recorded."
    )
    reason: str = strawberry.field(description="理由 / Why it was requested.")
    status: RedactionStatus = strawberry.field(description="状況 / How far it has come.")
    decided_at: datetime | None = strawberry.field(
        description="確認日時 / When it was carried out or declined."
    )
    decline_reason: str | None = strawberry.field(description="却下の理由 / Why it was declined.")
    text_count: int = strawberry.field(
        description="消去した文の数 / How many texts were destroyed, those of the past among them."
    )


@strawberry.type(description="会社ごとの閲覧 / Of one party, who was shown what is redacted.")
class ReadBy:
    party: Party = strawberry.field(description="会社 / The party.")
    reads: int = strawberry.field(description="閲覧数 / How many answers showed it to them.")
    readers: list[Reader] = strawberry.field(
        description="閲覧者 / Who they were; who read last comes first."
    )


@strawberry.type(
    description="事案の案 / An incident to report, as reportIncident takes it: what the redacted text said is"
    " not in it."
)
class ProposedIncident:
    title: str = strawberry.field(description="事案の概要 / What happened, in one line.")
    summary: str = strawberry.field(description="要旨 / Summary.")
    occurred_on: date = strawberry.field(description="発生日 / Day.")
    information_categories: list[InformationCategory] = strawberry.field(
        description="情報区分 / Whose information this report itself holds."
    )


@strawberry.type(
    name=REPORT,
    description="消去の報告 / A redaction, who was shown what is redacted, and what to report of it.",
)
class RedactionReport(Named):
    redaction: Redaction = strawberry.field(description="消去 / The redaction.")
    read_by: list[ReadBy] = strawberry.field(
        description="閲覧した会社 / The other parties that were shown the record until it was redacted, as far"
        " as reads are on record."
    )
    follow_up: ProposedIncident | None = strawberry.field(
        description="報告すべき事案 / An incident to report next; null of a redaction that was declined."
    )
