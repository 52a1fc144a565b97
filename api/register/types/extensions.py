"""Extension requests as GraphQL shows them: for which measures, what for each, and what was decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.register.types.meetings import DiscussedRecord
from api.register.types.schedules import Milestone
from api.register.words import CertaintyWord, ScheduleKindWord
from domain.register.extension import ExtensionStatus

if TYPE_CHECKING:
    from api.register.types.records import Countermeasure

_Countermeasure = Annotated["Countermeasure", strawberry.lazy("api.register.types")]

strawberry.enum(
    ExtensionStatus,
    description="申請の状況 / How far an extension request has come: pending (審査中), granted (承認), declined"
    " (却下), withdrawn (取下げ).",
)


@strawberry.type(
    description="申請された実施時期 / What a request asks for one countermeasure, beside what its schedule said"
    " then."
)
class RequestedSchedule:
    countermeasure: _Countermeasure = strawberry.field(description="対策 / The countermeasure.")
    from_wording: str = strawberry.field(description="申請時の原文 / The wording before.")
    from_due: date | None = strawberry.field(description="申請時の期限 / The due before.")
    from_certainty: CertaintyWord = strawberry.field(
        description="申請時の確度 / How firmly it was stated before."
    )
    wording: str = strawberry.field(description="原文 / The wording asked for.")
    written_on: date = strawberry.field(description="記載日 / The day it was written.")
    kind: ScheduleKindWord = strawberry.field(description="種類 / What kind of statement it is.")
    start: date | None = strawberry.field(description="開始 / First day, if stated.")
    due: date | None = strawberry.field(description="期限 / Last day, if stated.")
    certainty: CertaintyWord = strawberry.field(description="確度 / How firmly it is stated.")
    ambiguous: bool = strawberry.field(description="両様 / True if it can be read in two ways.")
    milestones: list[Milestone] = strawberry.field(description="節目 / Several dates in one cell.")


@strawberry.type(
    description="期限延長の申請 / A request for later or vaguer dues. Until it is granted the old ones count."
)
class ExtensionRequest(DiscussedRecord):
    reason: str = strawberry.field(description="理由 / Why more time is needed.")
    status: ExtensionStatus = strawberry.field(description="状況 / How far it has come.")
    decided_at: datetime | None = strawberry.field(
        description="決定日時 / When it was granted or declined."
    )
    decision_reason: str | None = strawberry.field(
        description="決定の理由 / Why it was granted or declined."
    )
    measures: list[RequestedSchedule] = strawberry.field(
        description="対策ごとの実施時期 / What is asked for each countermeasure, as far as you may see."
    )
