"""What changed, as GraphQL shows it: one entry for each record and instant, old beside new."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum
from typing import NewType

import strawberry

from api.people.party import Party
from api.record import Record
from api.register.kinds import NODES
from api.register.types.records import Edge, PageInfo
from projections.changes import Change as ChangeKind

FieldValue = NewType("FieldValue", object)

_WORD = re.compile(r"(?<!^)(?=[A-Z])")
RecordType = Enum(  # type: ignore[misc]  # the kinds that `node` finds, whatever they are
    "RecordType", {_WORD.sub("_", kind.name).upper(): name for name, kind in NODES.items()}
)
strawberry.enum(RecordType, description="記録の種類 / A kind of record that node finds.")

strawberry.enum(
    ChangeKind,
    name="ChangeKind",
    description=(
        "変更の種類 / Added (登録), changed (変更), released to you (開示), out of your sight for a while"
        " (閲覧終了; it may be seen again now), a link undone (解消)."
    ),
)


@strawberry.type(description="変更者 / Who made a change: the company and the roles held then.")
class Author:
    party: Party | None = strawberry.field(
        description="会社 / The company; null: the operator of the service."
    )
    roles: list[str] = strawberry.field(
        description="役割 / The roles held then; operator (運用者) at the machine's own command line."
    )
    name: str | None = strawberry.field(
        description="氏名 / The name, of members of your own party alone."
    )


@strawberry.type(description="項目の変更 / A field before and after.")
class FieldChange:
    name: str = strawberry.field(
        description="項目 / The field's name in this schema; schedule.due lies in schedule."
    )
    label: str = strawberry.field(description="項目名 / What people call it, in Japanese.")
    old: FieldValue | None = strawberry.field(
        description="変更前 / Before. Of another record its id, as far as you saw it then."
    )
    new: FieldValue | None = strawberry.field(description="変更後 / After.")


@strawberry.type(description="変更 / What became of one record at one instant, as you saw it.")
class Change:
    at: datetime = strawberry.field(description="日時 / When the register learned it.")
    kind: ChangeKind = strawberry.field(description="種類 / What became of the record.")
    record_id: strawberry.ID = strawberry.field(description="識別子 / The record's id.")
    record_type: RecordType = strawberry.field(description="記録の種類 / The record's type.")
    owner: Party = strawberry.field(description="所有会社 / The party that owns the record.")
    code: str = strawberry.field(description="コード / The record's code.")
    title: str = strawberry.field(
        description="見出し / A line to recognise it by, in the words it had then."
    )
    record: Record | None = strawberry.field(
        description="記録 / The record at the end of the window; null where you did not see it."
    )
    author: Author | None = strawberry.field(
        description="変更者 / Who made it; null where a dated release ran out."
    )
    fields: list[FieldChange] = strawberry.field(
        description="項目 / What differs: all that is stated of a record that comes or goes."
    )


@strawberry.type(description="件数 / How many changes are of a kind.")
class ChangeCount:
    kind: ChangeKind = strawberry.field(description="種類 / The kind of change.")
    count: int = strawberry.field(description="件数 / How many, as far as you may see.")


@strawberry.type(description="変更の一覧 / A page of changes, in order of time.")
class ChangeConnection:
    total_count: int = strawberry.field(description="総数 / All changes that meet the filter.")
    counts: list[ChangeCount] = strawberry.field(
        description="種類別 / All of them counted by kind, as far as you may see."
    )
    nodes: list[Change] = strawberry.field(description="変更 / The changes of this page.")
    edges: list[Edge[Change]] = strawberry.field(description="要素 / The same with cursors.")
    page_info: PageInfo = strawberry.field(description="ページ / Where this page stands.")
