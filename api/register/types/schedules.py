"""Schedules as GraphQL shows them, with their slips and corrections."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.register.words import CertaintyWord, ScheduleKindWord

if TYPE_CHECKING:
    from api.register.types.extensions import ExtensionRequest

__all__ = ["Milestone", "Schedule", "ScheduleCorrection", "Slip"]

_ExtensionRequest = Annotated["ExtensionRequest", strawberry.lazy("api.register.types")]


@strawberry.type(description="後ろ倒し / A slip: a due that became later or vaguer.")
class Slip:
    from_wording: str = strawberry.field(description="変更前 / The wording before.")
    to_wording: str = strawberry.field(description="変更後 / The wording after.")
    from_due: date | None = strawberry.field(description="変更前の期限 / The due before.")
    to_due: date | None = strawberry.field(description="変更後の期限 / The due after.")
    reason: str | None = strawberry.field(description="変更理由 / Why.")
    request: _ExtensionRequest | None = strawberry.field(
        description="承認された申請 / The request that was granted, if you may see it; null also: moved before"
        " there were requests."
    )
    recorded_at: datetime = strawberry.field(description="登録日時 / When it was recorded.")


@strawberry.type(
    description="実施時期の訂正 / A schedule put right: what had stood, what stands, and what was wrong."
)
class ScheduleCorrection:
    from_wording: str = strawberry.field(description="訂正前 / The wording before.")
    to_wording: str = strawberry.field(description="訂正後 / The wording after.")
    from_due: date | None = strawberry.field(description="訂正前の期限 / The due before.")
    to_due: date | None = strawberry.field(description="訂正後の期限 / The due after.")
    reason: str | None = strawberry.field(
        description="訂正理由 / What was wrong; null: put right before a reason was asked for."
    )
    later: bool = strawberry.field(
        description="期限の後退 / True: the due became later or vaguer, or went. It counts as no slip."
    )
    recorded_at: datetime = strawberry.field(description="登録日時 / When it was recorded.")


@strawberry.type(description="節目 / A milestone read from a schedule's wording.")
class Milestone:
    day: date = strawberry.field(description="日 / Its day.")
    wording: str = strawberry.field(description="原文 / As written.")


@strawberry.type(
    description="実施時期 / When a countermeasure is carried out: wording and reading."
)
class Schedule:
    id: strawberry.ID = strawberry.field(description="識別子 / Identity.")
    code: str = strawberry.field(description="コード / A short code for people.")
    version: str = strawberry.field(description="版 / The version of its countermeasure.")
    wording: str = strawberry.field(description="原文 / The wording as written.")
    written_on: date = strawberry.field(description="記載日 / The day it was written.")
    kind: ScheduleKindWord = strawberry.field(description="種類 / What kind of statement it is.")
    start: date | None = strawberry.field(description="開始 / First day, if stated.")
    due: date | None = strawberry.field(description="期限 / Last day, if stated.")
    certainty: CertaintyWord = strawberry.field(description="確度 / How firmly it is stated.")
    ambiguous: bool = strawberry.field(description="両様 / True if it can be read in two ways.")
    milestones: list[Milestone] = strawberry.field(description="節目 / Several dates in one cell.")
    original_wording: str | None = strawberry.field(
        description="当初の原文 / The wording first stated, whatever became of it; null: none yet."
    )
    original_due: date | None = strawberry.field(description="当初の期限 / The due first stated.")
    slip_count: int = strawberry.field(description="後ろ倒し回数 / How often it slipped.")
    slips: list[Slip] = strawberry.field(description="後ろ倒し / Each slip with its reason.")
    correction_count: int = strawberry.field(
        description="訂正回数 / How often it was put right without counting as a slip."
    )
    corrections: list[ScheduleCorrection] = strawberry.field(
        description="訂正 / Each correction with what had stood before and its reason."
    )
    started_on: date | None = strawberry.field(description="着手日 / The actual first day.")
    finished_on: date | None = strawberry.field(description="完了日 / The actual last day.")
    next_check: date | None = strawberry.field(description="次回確認日 / Next check day.")
