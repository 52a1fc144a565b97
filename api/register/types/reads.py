"""Reads on record as GraphQL shows them to the auditors of a party."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.people.party import Party
from api.people.words import RoleWord
from api.record import Record
from api.register.types.records import Edge, PageInfo
from store.reads import Way

strawberry.enum(
    Way,
    name="ReadWay",
    description="閲覧の方法 / A question, a push to a subscriber, a file of evidence, an export.",
)


@strawberry.type(
    description="閲覧の記録 / One answer that showed records of your own party to another party."
)
class Read:
    id: strawberry.ID = strawberry.field(description="識別子 / Identity, random.")
    at: datetime = strawberry.field(description="日時 / When it was answered.")
    party: Party = strawberry.field(description="閲覧した会社 / The party that was shown them.")
    roles: list[RoleWord] = strawberry.field(
        description="役割 / The roles that who read held then."
    )
    member: strawberry.ID = strawberry.field(
        description="閲覧者 / Who read, by id: their own party knows the name."
    )
    member_code: str = strawberry.field(description="閲覧者のコード / Who read, by a short code.")
    way: Way = strawberry.field(description="方法 / How they were shown.")
    address: str | None = strawberry.field(
        description="閲覧元 / The network address it was asked from, or the network if no more is kept; null"
        " of what was asked at the machine itself."
    )
    document: str = strawberry.field(description="文書のハッシュ / SHA-256 of what was asked.")
    records: list[Record] = strawberry.field(
        description="記録 / Those of your own party that were shown, as you see them now."
    )


@strawberry.type(description="閲覧の記録の一覧 / A page of reads, the last one first.")
class ReadConnection:
    total_count: int = strawberry.field(description="総数 / All reads that meet the question.")
    nodes: list[Read] = strawberry.field(description="閲覧 / The reads of this page.")
    edges: list[Edge[Read]] = strawberry.field(description="要素 / The same with cursors.")
    page_info: PageInfo = strawberry.field(description="ページ / Where this page stands.")
