"""Countermeasures counted by group, as GraphQL shows them."""

from __future__ import annotations

import strawberry

from api.register.words import (
    CountermeasureKindWord,
    CountermeasureStatusWord,
    DueBucketWord,
    VerdictWord,
)


@strawberry.type(
    description="絞り込みの値 / What to put into CountermeasureFilter for a list of a group: fields of the same"
    " names. null: the field is left out; null inside a list is a value."
)
class CountermeasureFilterValues:
    category: list[str | None] | None = strawberry.field(description="分類 / Categories.")
    responsible: str | None = strawberry.field(description="主管会社 / Code of the party.")
    department: list[strawberry.ID | None] | None = strawberry.field(
        description="主管部署 / Departments, by id."
    )
    kind: list[CountermeasureKindWord | None] | None = strawberry.field(description="種別 / Kinds.")
    verdict: list[VerdictWord] | None = strawberry.field(description="評価 / Verdicts.")
    due_bucket: list[DueBucketWord] | None = strawberry.field(
        description="期限の区分 / How far off the due is."
    )


@strawberry.type(description="件数 / How many have a status.")
class StatusCount:
    status: CountermeasureStatusWord = strawberry.field(description="状況 / The status.")
    count: int = strawberry.field(description="件数 / How many, as far as you may see.")


@strawberry.type(
    description="進捗 / Progress of one group of countermeasures, as far as you may see."
)
class ProgressGroup:
    key: str | None = strawberry.field(
        description="区分 / What the group shares; null: none is stated, as far as you may see."
    )
    total: int = strawberry.field(description="件数 / How many countermeasures.")
    filter: CountermeasureFilterValues = strawberry.field(
        description="絞り込み / For countermeasures(filter:) at the same asOf, statusDate and rights: it lists"
        " these. With status, overdue, lateStart, checkOverdue or withoutDue besides it lists what that"
        " number counts."
    )
    by_status: list[StatusCount] = strawberry.field(description="状況別 / Counted by status.")
    overdue: int = strawberry.field(description="期限超過 / Overdue at statusDate.")
    late_start: int = strawberry.field(description="着手遅れ / Late to start at statusDate.")
    check_overdue: int = strawberry.field(description="確認遅れ / Check overdue at statusDate.")
    without_due: int = strawberry.field(description="期限なし / Without a due: a group of its own.")
