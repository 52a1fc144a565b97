"""Guidance as GraphQL shows it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.register.types.annotated import AnnotatedRecord

_Guidance = Annotated["Guidance", strawberry.lazy("api.register.types.guidance")]


@strawberry.type(
    description="事例 / Guidance of a consultation desk: how a question is answered, and what the answer rests on."
)
class Guidance(AnnotatedRecord):
    question: str = strawberry.field(description="質問 / What is asked, written for everybody.")
    answer: str = strawberry.field(description="回答 / How it is answered.")
    basis: str = strawberry.field(description="根拠 / The rule that the answer rests on.")
    basis_version: str | None = strawberry.field(description="根拠の版 / The edition of that rule.")
    supersedes: _Guidance | None = strawberry.field(
        description="旧版 / The earlier guidance it stands in place of, if you may see it; that stays as it was."
    )
    superseded_by: _Guidance | None = strawberry.field(
        description="新版 / The newer guidance that stands in its place, if you may see it."
    )
    withdrawn_on: date | None = strawberry.field(
        description="取下げ日 / Since when it holds no longer; null: it was not withdrawn."
    )
    withdrawal_reason: str | None = strawberry.field(
        description="取下げの理由 / Why it was withdrawn."
    )
