"""Review meetings as GraphQL shows them: their agenda, their minutes, and what they asked to be done."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated

import strawberry

from api.people.party import Party
from api.record import Record
from api.register.types.annotated import AnnotatedRecord
from domain.register.action_item import ActionItemStatus
from domain.register.meeting import MeetingStatus
from domain.register.minutes import EntryKind, Outcome
from domain.texts import Word

_Meeting = Annotated["ReviewMeeting", strawberry.lazy("api.register.types")]
_Item = Annotated["AgendaItem", strawberry.lazy("api.register.types")]
_Entry = Annotated["MinutesEntry", strawberry.lazy("api.register.types")]
_Action = Annotated["ActionItem", strawberry.lazy("api.register.types")]


def _said(vocabulary: type[Word]) -> str:
    return " · ".join(f"{word.value} {word.ja}" for word in vocabulary)


strawberry.enum(
    MeetingStatus,
    description=f"会議の状態 / How far a meeting has come: {_said(MeetingStatus)}.",
)
strawberry.enum(
    EntryKind,
    name="MinutesEntryKind",
    description=f"記載の種類 / What is entered into minutes: {_said(EntryKind)}.",
)
strawberry.enum(Outcome, description=f"結論 / What an item came to: {_said(Outcome)}.")
strawberry.enum(
    ActionItemStatus,
    description=f"宿題の状態 / Whether it is still to be done: {_said(ActionItemStatus)}.",
)


@strawberry.enum(description="議題にする理由 / Why a record is proposed for an agenda.")
class ProposalReason(Enum):
    OVERDUE = strawberry.enum_value("OVERDUE", description="期限超過 / Its due has passed.")
    LATE_START = strawberry.enum_value("LATE_START", description="着手遅れ / It has not begun.")
    CHECK_OVERDUE = strawberry.enum_value(
        "CHECK_OVERDUE", description="確認遅れ / Its check day has passed."
    )
    SLIPPED = strawberry.enum_value(
        "SLIPPED", description="後ろ倒し / It slipped since the papers before."
    )
    WAITS_FOR_VERDICT = strawberry.enum_value(
        "WAITS_FOR_VERDICT",
        description="評価待ち / It is done, and its verdict is open or outdated.",
    )
    WAITS_FOR_VERIFICATION = strawberry.enum_value(
        "WAITS_FOR_VERIFICATION", description="検証待ち / It is done, and a check of it is pending."
    )
    NEW = strawberry.enum_value(
        "NEW", description="新規 / It came into your sight since the papers before."
    )
    CHANGED = strawberry.enum_value(
        "CHANGED", description="変更 / It changed since the papers before."
    )
    PARKED = strawberry.enum_value(
        "PARKED", description="持越し / An earlier meeting of the series left it open."
    )
    EXTENSION_ASKED = strawberry.enum_value(
        "EXTENSION_ASKED", description="期限延長の申請 / More time is asked for and not decided."
    )
    ACTION_ITEM_DUE = strawberry.enum_value(
        "ACTION_ITEM_DUE", description="宿題の期限 / An action item about it is due by the meeting."
    )


@strawberry.interface(
    description="議題になる記録 / A record that is put on agendas of review meetings."
)
class DiscussedRecord(AnnotatedRecord):
    agenda_items: list[_Item] = strawberry.field(
        description="議題 / Where it stands on agendas that you see."
    )
    minutes: list[_Entry] = strawberry.field(
        description="議事 / What meetings of yours came to about it, and what was said."
    )
    action_items: list[_Action] = strawberry.field(
        description="宿題 / What meetings of yours asked to be done about it."
    )


@strawberry.type(description="会議資料 / One issue of a meeting's papers.")
class Papers:
    issue: int = strawberry.field(description="版 / 1 is the first; each replacement is the next.")
    status_date: date = strawberry.field(
        description="基準日 / The day against which lateness is judged in them."
    )
    closed_at: datetime = strawberry.field(
        description="確定日時 / They show what the register knew then. asOf: {meeting} asks for the last issue."
    )
    reason: str | None = strawberry.field(
        description="差替えの理由 / Why they replace the issue before."
    )


@strawberry.type(description="出席 / How many people of a party were present.")
class Attendance:
    party: Party = strawberry.field(description="会社 / The party.")
    people: int = strawberry.field(description="人数 / How many people.")


@strawberry.type(
    description="会議 / A review meeting; every party that is convened sees it, and of its agenda and minutes what"
    " is about records that it sees."
)
class ReviewMeeting(Record):
    title: str = strawberry.field(description="会議名 / What it is called.")
    held_on: date = strawberry.field(description="開催日 / The day.")
    hours: str | None = strawberry.field(description="時間 / From when to when.")
    place: str | None = strawberry.field(description="場所 / Where.")
    parties: list[Party] = strawberry.field(description="参加会社 / The parties convened.")
    quorum: int = strawberry.field(description="定足数 / How many of its parties must be present.")
    status: MeetingStatus = strawberry.field(description="状態 / How far it has come.")
    papers: list[Papers] = strawberry.field(
        description="資料 / Every issue of its papers, the last one the valid one."
    )
    attendance: list[Attendance] = strawberry.field(
        description="出席 / Which parties were present."
    )
    opened_at: datetime | None = strawberry.field(description="開会日時 / When it was opened.")
    adjourned_at: datetime | None = strawberry.field(
        description="閉会日時 / When it was adjourned."
    )
    corrections_until: date | None = strawberry.field(
        description="訂正期限 / The last day on which its minutes may be corrected."
    )
    confirmed_at: datetime | None = strawberry.field(
        description="議事録確定日時 / When its minutes were confirmed."
    )
    cancel_reason: str | None = strawberry.field(description="中止の理由 / Why it was called off.")
    follows: _Meeting | None = strawberry.field(
        description="前回 / The meeting before it in the series, if you see it."
    )
    followed_by: list[_Meeting] = strawberry.field(description="次回 / The meetings behind it.")
    agenda: list[_Item] = strawberry.field(
        description="議題 / What stands on its agenda, as far as you may see; number and annex give the order."
    )
    minutes: list[_Entry] = strawberry.field(
        description="議事録 / What was entered and not struck out, as far as you may see."
    )
    action_items: list[_Action] = strawberry.field(
        description="宿題 / What it asked to be done, as far as you may see."
    )
    carried_over: list[_Action] = strawberry.field(
        description="前回までの宿題 / What earlier meetings of the series asked for and is still open."
    )


@strawberry.type(description="議題 / What a meeting speaks of.")
class AgendaItem(Record):
    meeting: _Meeting | None = strawberry.field(description="会議 / The meeting.")
    record: Record | None = strawberry.field(
        description="対象 / The record it is about; the meeting itself where it is a topic of its own."
    )
    topic: str | None = strawberry.field(
        description="議題名 / What it is called beside its record."
    )
    annex: bool = strawberry.field(
        description="別紙 / Not among the items that all parties of the meeting see."
    )
    number: int | None = strawberry.field(
        description="番号 / Its number among the common items, or in your annex, once the papers are closed;"
        " none where it was added or moved behind them."
    )
    withdrawn: bool = strawberry.field(description="取下げ / It is off the agenda.")
    outcome: _Entry | None = strawberry.field(description="結論 / What it came to.")
    minutes: list[_Entry] = strawberry.field(
        description="議事 / Everything entered about it at the meeting."
    )
    action_items: list[_Action] = strawberry.field(
        description="宿題 / What the meeting asked to be done about it."
    )


@strawberry.type(
    description="議事録の記載 / An entry of the minutes: an outcome, a resolution, or an opinion."
)
class MinutesEntry(Record):
    meeting: _Meeting | None = strawberry.field(description="会議 / The meeting.")
    item: _Item | None = strawberry.field(
        description="議題 / The item it is about; null: the whole."
    )
    record: Record | None = strawberry.field(
        description="対象 / The record it is about, or the meeting itself."
    )
    kind: EntryKind = strawberry.field(description="種類 / Outcome, resolution or opinion.")
    outcome: Outcome | None = strawberry.field(
        description="結論 / What the item came to, of an outcome."
    )
    theme: str | None = strawberry.field(description="論点 / Under what an opinion stands.")
    text: str | None = strawberry.field(
        description="内容 / What was resolved or thought; of an outcome its reason."
    )
    reason: str | None = strawberry.field(
        description="訂正・削除の理由 / Why it was amended last, or struck out."
    )
    struck_out: bool = strawberry.field(description="削除 / It is no part of the minutes.")


@strawberry.type(description="宿題 / What a meeting asked a party to do.")
class ActionItem(Record):
    meeting: _Meeting | None = strawberry.field(description="会議 / The meeting that asked for it.")
    item: _Item | None = strawberry.field(
        description="議題 / The item it came of; null: the whole."
    )
    record: Record | None = strawberry.field(
        description="対象 / The record it is about, or the meeting itself."
    )
    text: str = strawberry.field(description="内容 / What is to be done.")
    party: Party = strawberry.field(description="担当会社 / The party that is to do it.")
    who: str | None = strawberry.field(description="担当 / Who there.")
    due: date | None = strawberry.field(
        description="期限 / By when; null: by the next meeting of the series."
    )
    status: ActionItemStatus = strawberry.field(description="状態 / Open, done or dropped.")
    overdue: bool = strawberry.field(
        description="期限超過 / It is open and its due has passed at statusDate."
    )
    result: str | None = strawberry.field(description="結果 / What came of it.")
    done_on: date | None = strawberry.field(description="完了日 / The day it was done.")
    reason: str | None = strawberry.field(
        description="理由 / Why it was dropped, or reopened last."
    )


@strawberry.type(description="議題の候補 / A record that may belong on an agenda, and why.")
class AgendaProposal:
    record: DiscussedRecord = strawberry.field(description="記録 / The record.")
    reasons: list[ProposalReason] = strawberry.field(description="理由 / Why it is proposed.")
