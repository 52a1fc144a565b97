"""What needs somebody, and what is found wanting, as GraphQL shows it: groups of records with a reason."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

import strawberry

from api.record import Named, Record

_OPENS = (
    "一覧 / The question of this API that lists all of them, as GraphQL: put what you want of it behind, such as"
    " { totalCount nodes { id } }."
)


@strawberry.type(description="記録 / A record of a group, with a line to recognise it by.")
class BoardItem:
    code: str = strawberry.field(description="コード / The record's code.")
    title: str = strawberry.field(description="見出し / A line to recognise it by.")
    day: date | None = strawberry.field(description="日 / The day that matters here, if any.")
    roles: list[str] = strawberry.field(description="役割 / The roles that matter here, if any.")
    record: Record | None = strawberry.field(description="記録 / The record itself.")


@strawberry.enum(description="要対応の区分 / Why something needs you.")
class AttentionReason(Enum):
    OVERDUE = strawberry.enum_value(
        "OVERDUE", description="期限超過 / A countermeasure of your department or party is overdue."
    )
    DUE_SOON = strawberry.enum_value(
        "DUE_SOON", description="30日以内に期限 / One is due within 30 days."
    )
    LATE_START = strawberry.enum_value("LATE_START", description="着手遅れ / One is late to start.")
    CHECK_OVERDUE = strawberry.enum_value(
        "CHECK_OVERDUE", description="確認遅れ / The check day of one has passed."
    )
    ACTION_ITEM = strawberry.enum_value(
        "ACTION_ITEM", description="宿題 / A meeting asked your party to do something."
    )
    REQUIREMENT_DUE = strawberry.enum_value(
        "REQUIREMENT_DUE",
        description="要求の期限 / A requirement of your party is overdue or due within 30 days.",
    )
    ROLL_OUT_OPEN = strawberry.enum_value(
        "ROLL_OUT_OPEN", description="横展開の照会 / Another party waits for an answer of yours."
    )
    EXTENSION_ASKED = strawberry.enum_value(
        "EXTENSION_ASKED", description="期限延長の申請 / Waits for your decision; for the CCO."
    )
    VERDICT_AWAITED = strawberry.enum_value(
        "VERDICT_AWAITED", description="評価待ち / Done, and without a verdict; for the CCO."
    )
    VERDICT_OUTDATED = strawberry.enum_value(
        "VERDICT_OUTDATED", description="評価の再確認要 / Its verdict is outdated; for the CCO."
    )
    STALE_RELEASE = strawberry.enum_value(
        "STALE_RELEASE",
        description="文面の見直し要 / The record has changed behind the wording released; for barrier officers.",
    )
    UNJUDGED_RECORD = strawberry.enum_value(
        "UNJUDGED_RECORD",
        description="情報区分の判定待ち / Nobody has judged whose information it holds; for barrier officers.",
    )
    REDACTION_TO_CONFIRM = strawberry.enum_value(
        "REDACTION_TO_CONFIRM",
        description="消去の確認待ち / Somebody else asked for it; for barrier officers and the CCO.",
    )
    CHECK_PENDING = strawberry.enum_value(
        "CHECK_PENDING",
        description="効果検証待ち / A criterion of something done, of no department of yours, against which"
        " nothing was found yet; for who checks.",
    )
    CHANGED = strawberry.enum_value(
        "CHANGED", description="前回以後の変更 / Records changed since you last looked."
    )


@strawberry.enum(description="点検の区分 / What is found wanting in your own party's records.")
class FindingKind(Enum):
    NO_DEPARTMENT = "NO_DEPARTMENT"
    NO_DUE = "NO_DUE"
    NO_EVIDENCE = "NO_EVIDENCE"
    NO_CRITERION = "NO_CRITERION"
    LONG_UNPROVEN = "LONG_UNPROVEN"
    NOT_SHOWN_TO_OPERATE = "NOT_SHOWN_TO_OPERATE"
    UNANSWERED_CAUSE = "UNANSWERED_CAUSE"
    UNLINKED_COUNTERMEASURE = "UNLINKED_COUNTERMEASURE"
    RECURRENCE = "RECURRENCE"
    SOLE_HOLDER = "SOLE_HOLDER"
    LAPSING_ROLE = "LAPSING_ROLE"


@strawberry.type(description="要対応 / Records that need you for one reason.")
class AttentionGroup:
    reason: AttentionReason = strawberry.field(description="理由 / Why.")
    message: str = strawberry.field(description="説明 / The same in a sentence, in Japanese.")
    message_en: str = strawberry.field(description="英語の説明 / The same in English.")
    count: int = strawberry.field(description="件数 / How many, as far as you may see.")
    opens: str = strawberry.field(description=_OPENS)
    items: list[BoardItem] = strawberry.field(description="記録 / The first of them.")


@strawberry.type(
    description="要対応の一覧 / What needs you: what your department or party owes, what waits for your roles, and"
    " what changed since you last looked. What is not there needs nothing."
)
class Attention:
    at: datetime = strawberry.field(
        description="日時 / When this was answered: hand it to markAsSeen once you have read it."
    )
    last_looked: datetime | None = strawberry.field(
        description="前回の確認 / How far you last said you had looked; null: you never said."
    )
    since: datetime = strawberry.field(
        description="変更の始点 / Changes behind this instant count: lastLooked, or else the last 30 days."
    )
    groups: list[AttentionGroup] = strawberry.field(
        description="区分 / One for each reason that there is."
    )


@strawberry.type(description="点検結果 / Records of your own party found wanting in one way.")
class Finding:
    kind: FindingKind = strawberry.field(description="区分 / In which way.")
    message: str = strawberry.field(description="説明 / The same in a sentence, in Japanese.")
    message_en: str = strawberry.field(description="英語の説明 / The same in English.")
    count: int = strawberry.field(description="件数 / How many, as far as you may see.")
    opens: str = strawberry.field(description=_OPENS)
    items: list[BoardItem] = strawberry.field(description="記録 / The first of them.")


@strawberry.type(description="確認済み / How far you have looked; nobody else is told.")
class MarkedAsSeen(Named):
    last_looked: datetime = strawberry.field(
        description="確認した時点 / Changes behind it count as new."
    )
