"""Barrier rules as GraphQL shows them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.people.party import Party
from api.record import Record
from domain.register.record import InformationCategory

if TYPE_CHECKING:
    from api.register.types.releases import Release

_Release = Annotated["Release", strawberry.lazy("api.register.types.releases")]


@strawberry.type(
    description="遮断規則 / What a party keeps from another, whatever was released; seen by the party whose"
    " rule it is alone."
)
class BarrierRule(Record):
    name: str = strawberry.field(description="名称 / What the rule is called.")
    category: InformationCategory = strawberry.field(
        description="対象の情報区分 / Which information of the owner it covers."
    )
    to: Party = strawberry.field(description="遮断先 / The party that never gets it.")
    basis: str = strawberry.field(description="法令等の根拠 / The legal basis.")
    first_day: date = strawberry.field(
        description="開始日 / The first day; never before it was imposed."
    )
    last_day: date | None = strawberry.field(description="終了日 / The last day; null: for good.")
    active: bool = strawberry.field(
        description="有効 / It bars at the moment asked for. An inactive rule protects nothing."
    )
    over: bool = strawberry.field(description="終了 / It bars no more, neither then nor later.")
    end_reason: str | None = strawberry.field(description="終了の理由 / Why it was ended.")
    covered_count: int = strawberry.field(
        description="対象の記録数 / Records of your own party that hold such information: ownRecords lists"
        " them."
    )
    barred_releases: list[_Release] = strawberry.field(
        description="遮断中の開示 / The standing releases that it bars, or will bar once it begins: withdraw"
        " them, or release other words."
    )


@strawberry.type(
    description="遮断の状況 / Whether the barrier of your own party holds: its rules, and what no rule can"
    " cover yet."
)
class BarrierReport:
    rules: list[BarrierRule] = strawberry.field(
        description="遮断規則 / Every rule that is not over, in the order imposed."
    )
    barred_release_count: int = strawberry.field(
        description="遮断中の開示数 / Standing releases that an active rule bars: releases lists them."
    )
    unjudged_count: int = strawberry.field(
        description="未判定の記録数 / Records whose information nobody has judged, so that no rule covers"
        " them and none is released: ownRecords lists them."
    )
