"""The records of the register as GraphQL shows them. Rows without resolvers: the planner fills them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

import strawberry

from api.people.party import Party
from api.people.types import Department
from api.record import Record
from api.register.types.annotated import AnnotatedRecord
from api.register.types.checks import EffectivenessCheck, EffectLayer, HandOver
from api.register.types.extensions import ExtensionRequest
from api.register.types.meetings import DiscussedRecord
from api.register.types.operations import OperationRecord
from api.register.types.quotes import Quote
from api.register.types.requirements import Requirement
from api.register.types.roll_outs import RollOut
from api.register.types.schedules import Schedule
from api.register.words import (
    BreakdownWord,
    CauseKindWord,
    CauseStandingWord,
    CountermeasureKindWord,
    CountermeasureStatusWord,
    DueBucketWord,
    IncidentStatusWord,
    LayerWord,
    MethodWord,
    VerdictWord,
)

_Cause = Annotated["Cause", strawberry.lazy("api.register.types")]
_Countermeasure = Annotated["Countermeasure", strawberry.lazy("api.register.types")]
_Figure = Annotated["Figure", strawberry.lazy("api.register.types")]
_Incident = Annotated["Incident", strawberry.lazy("api.register.types")]
_Link = Annotated["Link", strawberry.lazy("api.register.types")]
_Report = Annotated["Report", strawberry.lazy("api.register.types")]


@strawberry.type(description="調査 / How figures were found: by log, questionnaire or interview.")
class Investigation(AnnotatedRecord):
    method: MethodWord = strawberry.field(description="方法 / Method.")
    title: str | None = strawberry.field(description="件名 / Title.")
    period_from: date | None = strawberry.field(description="対象期間（始）/ First day covered.")
    period_to: date | None = strawberry.field(description="対象期間（終）/ Last day covered.")
    population: int | None = strawberry.field(description="対象者数 / People asked.")
    respondents: int | None = strawberry.field(description="回答者数 / People who answered.")
    note: str | None = strawberry.field(description="備考 / Note.")
    figures: list[_Figure] = strawberry.field(
        description="件数等 / Figures that cite it, as far as you may see."
    )


@strawberry.type(
    description="件数等 / A figure as stated. Figures of people are never totalled by adding."
)
class Figure(AnnotatedRecord):
    label: str = strawberry.field(description="区分 / What it is about, as labelled.")
    measure: str = strawberry.field(description="指標 / What was counted.")
    value: Decimal = strawberry.field(description="値 / The value, exact as stated.")
    unit: str = strawberry.field(description="単位 / Its unit, such as 件 or 人.")
    base: Decimal | None = strawberry.field(description="母数 / What a share of it refers to.")
    breakdown: BreakdownWord | None = strawberry.field(
        description="内訳 / Own staff or contractor."
    )
    distinct: bool | None = strawberry.field(
        description="実数 / True: duplicates removed; false: counted each time (延べ); null: unstated."
    )
    about: bool = strawberry.field(description="概数 / Stated as approximate (約).")
    multiple: bool = strawberry.field(description="複数回答 / Several answers were allowed.")
    method: MethodWord | None = strawberry.field(description="調査方法 / How it was found.")
    whole: bool = strawberry.field(description="合計 / Stated over the whole, not a part.")
    reason: str | None = strawberry.field(
        description="修正理由 / Why it restates an earlier figure, if it does."
    )
    investigation: Investigation | None = strawberry.field(description="調査 / What it cites.")
    report: _Report | None = strawberry.field(description="報告 / The report it hangs on.")
    incidents: list[_Incident] = strawberry.field(
        description="事案 / The incidents it covers, as far as you may see."
    )
    restates: _Figure | None = strawberry.field(
        description="修正前 / The earlier figure it restates; that one stays as it was."
    )
    restated_by: _Figure | None = strawberry.field(
        description="修正後 / The newer figure that stands in its place, if you may see it."
    )
    quotes: list[Quote] = strawberry.field(
        description="引用 / Where its value still stands in the texts of other records, written in"
        " digits, as far as you may see; values below 100 are not looked for."
    )


@strawberry.type(description="報告 / What a party reported on a day.")
class Report(DiscussedRecord):
    title: str = strawberry.field(description="件名 / Title.")
    status_date: date | None = strawberry.field(description="基準日 / The day it speaks of.")
    figures: list[Figure] = strawberry.field(
        description="件数等 / Its standing figures, as far as you may see."
    )
    investigations: list[Investigation] = strawberry.field(
        description="調査 / Its investigations, as far as you may see."
    )


@strawberry.type(
    description="事案 / Something that happened across the barrier and should not have."
)
class Incident(DiscussedRecord):
    title: str = strawberry.field(description="事案の概要 / What happened, in one line.")
    group: str | None = strawberry.field(description="区分 / The group it was reported under.")
    summary: str | None = strawberry.field(description="要旨 / Summary.")
    reporting: str | None = strawberry.field(description="報告状況 / How far it was reported.")
    occurred_on: date | None = strawberry.field(description="発生日 / The day it happened.")
    number: str | None = strawberry.field(description="管理番号 / The owner's own number.")
    status: IncidentStatusWord = strawberry.field(description="状態 / How far the case has come.")
    status_reason: str | None = strawberry.field(
        description="理由 / Why it was closed or reopened."
    )
    recurrence_of: _Incident | None = strawberry.field(
        description="再発元 / The earlier incident it repeats, if you may see it."
    )
    recurrences: list[_Incident] = strawberry.field(
        description="再発 / The incidents that repeat it, as far as you may see."
    )
    figures: list[Figure] = strawberry.field(
        description="件数等 / Standing figures that cover it, as far as you may see."
    )
    causes: list[_Cause] = strawberry.field(description="原因 / Its causes, as far as you may see.")
    links: list[_Link] = strawberry.field(
        description="結び付き / The links to its causes, as far as you may see."
    )
    questioned: list[_Countermeasure] = strawberry.field(
        description="見直した対策 / The countermeasures whose effect it questioned, as far as you may"
        " see."
    )
    requirements: list[Requirement] = strawberry.field(
        description="回答する要求 / The requirements it answers, as far as you may see."
    )
    roll_outs: list[RollOut] = strawberry.field(
        description="横展開 / The roll-outs that ask about it, as far as you may see."
    )


@strawberry.type(description="原因 / A cause of incidents.")
class Cause(DiscussedRecord):
    statement: str = strawberry.field(description="原因 / The cause, in one line.")
    category: str | None = strawberry.field(description="分類 / Category in the party's taxonomy.")
    kind: CauseKindWord | None = strawberry.field(
        description="種別 / Why it occurred, why it escaped detection, or background."
    )
    number: str | None = strawberry.field(description="管理番号 / The owner's own number.")
    standing: CauseStandingWord = strawberry.field(
        description="状態 / Stated, confirmed, dismissed."
    )
    reason: str | None = strawberry.field(
        description="理由 / Why it was dismissed, or confirmed after all."
    )
    countermeasures: list[_Countermeasure] = strawberry.field(
        description="対策 / What answers it; empty: answered by nothing, as far as you may see."
    )
    incidents: list[Incident] = strawberry.field(
        description="事案 / The incidents it explains, as far as you may see."
    )
    links: list[_Link] = strawberry.field(
        description="結び付き / The links to what it explains and what answers it, as far as you may"
        " see."
    )
    requirements: list[Requirement] = strawberry.field(
        description="回答する要求 / The requirements it answers, as far as you may see."
    )
    roll_outs: list[RollOut] = strawberry.field(
        description="横展開 / The roll-outs that ask about it, as far as you may see."
    )


@strawberry.type(description="主管 / Who is responsible.")
class Responsible:
    party: Party = strawberry.field(description="主管会社 / The responsible party.")
    department: Department | None = strawberry.field(
        description="主管部署 / The responsible department, if you may see it."
    )


@strawberry.type(description="対策 / A countermeasure: what is done so that it does not recur.")
class Countermeasure(DiscussedRecord):
    title: str = strawberry.field(description="対策 / The measure, in one line.")
    items: list[str] = strawberry.field(description="内訳 / Its items.")
    kind: CountermeasureKindWord | None = strawberry.field(
        description="種別 / Correction, corrective or preventive; null: unstated."
    )
    continuing: bool | None = strawberry.field(
        description="継続 / True: continuing; false: one-off; null: unstated."
    )
    number: str | None = strawberry.field(description="管理番号 / The owner's own number.")
    remark: str | None = strawberry.field(description="備考 / Remark.")
    status: CountermeasureStatusWord = strawberry.field(
        description="状況 / The implementer's status."
    )
    status_reason: str | None = strawberry.field(description="理由 / Reason given with the status.")
    verdict: VerdictWord = strawberry.field(description="評価 / The reviewer's verdict.")
    verdict_reason: str | None = strawberry.field(description="評価理由 / Reason of the verdict.")
    verdict_outdated: bool = strawberry.field(
        description="評価の再確認要 / Progress or kind changed behind the verdict, or a check was not"
        " met: give it anew."
    )
    hand_over: HandOver | None = strawberry.field(
        description="移行 / On what terms it became routine, while it is."
    )
    questioned_by: list[Incident] = strawberry.field(
        description="見直しの契機 / The incidents that questioned its effect, as far as you may see;"
        " checks stated before do not count any more."
    )
    checks: list[EffectivenessCheck] = strawberry.field(
        description="効果検証 / Its effectiveness checks, as far as you may see."
    )
    effect: list[EffectLayer] = strawberry.field(
        description="効果の三段階 / Set up, operated, effective: what is needed and what was found, as far as"
        " you may see."
    )
    lacking_layers: list[LayerWord] = strawberry.field(
        description="未確認の段階 / The layers that it needs and that were not found met, as far as you may see."
    )
    split_from: _Countermeasure | None = strawberry.field(
        description="分割元 / The measure of which it is a part."
    )
    parts: list[_Countermeasure] = strawberry.field(
        description="分割後の対策 / The parts in its place, as far as you may see."
    )
    responsible: Responsible = strawberry.field(description="主管 / Who is responsible.")
    schedule: Schedule | None = strawberry.field(description="実施時期 / Its schedule.")
    overdue: bool = strawberry.field(
        description="期限超過 / A due has passed without an actual finish, at statusDate."
    )
    late_start: bool = strawberry.field(
        description="着手遅れ / A start has passed without an actual start, at statusDate."
    )
    check_overdue: bool = strawberry.field(
        description="確認遅れ / A continuing measure's next check day has passed, at statusDate."
    )
    without_due: bool = strawberry.field(
        description="期限なし / It has no due; never read as on time."
    )
    due_bucket: DueBucketWord = strawberry.field(
        description="期限の区分 / How far off its due is, at statusDate."
    )
    causes: list[Cause] = strawberry.field(
        description="原因 / The causes it answers, as far as you may see."
    )
    links: list[_Link] = strawberry.field(
        description="結び付き / The links to these causes, as far as you may see."
    )
    extension_requests: list[ExtensionRequest] = strawberry.field(
        description="期限延長の申請 / All requests for a later due, as far as you may see."
    )
    pending_extension: ExtensionRequest | None = strawberry.field(
        description="審査中の申請 / The request that is not decided yet, if you may see it: until then the due"
        " stays."
    )
    operations: list[OperationRecord] = strawberry.field(
        description="運用記録 / The records that show it to operate, as far as you may see."
    )
    requirements: list[Requirement] = strawberry.field(
        description="回答する要求 / The requirements it answers, as far as you may see."
    )
    roll_outs: list[RollOut] = strawberry.field(
        description="横展開 / The roll-outs that ask about it, as far as you may see."
    )


@strawberry.type(
    description="結び付き / A link between a cause and an incident or a countermeasure."
)
class Link(Record):
    cause: Cause = strawberry.field(description="原因 / The cause.")
    incident: Incident | None = strawberry.field(description="事案 / The incident it explains.")
    countermeasure: Countermeasure | None = strawberry.field(
        description="対策 / The countermeasure that answers it."
    )


@strawberry.type(description="ページ / Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="次の有無 / Whether more follow.")
    has_previous_page: bool = strawberry.field(description="前の有無 / Whether some went before.")
    start_cursor: str | None = strawberry.field(description="先頭 / Cursor of the first row.")
    end_cursor: str | None = strawberry.field(description="末尾 / Cursor of the last row.")


T = TypeVar("T")


@strawberry.type(description="要素 / A row of a list with its cursor.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="カーソル / Names the row for paging.")
    node: T = strawberry.field(description="記録 / The record.")


@strawberry.type(description="一覧 / A page of a list, counted as far as you may see.")
class Connection(Generic[T]):
    total_count: int = strawberry.field(description="総数 / All rows that meet the filter.")
    nodes: list[T] = strawberry.field(description="記録 / The records of this page.")
    edges: list[Edge[T]] = strawberry.field(description="要素 / The same with cursors.")
    page_info: PageInfo = strawberry.field(description="ページ / Where this page stands.")
