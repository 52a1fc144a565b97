"""Tickets and all that belongs to the desk, as GraphQL shows them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, cast

import strawberry

from api.asking import Asking, below
from api.desk import words
from api.desk.words import Clock, DraftState, GuidanceDraftState, Purpose, RequestState
from api.people.party import Party
from api.record import Named
from api.register.guidance import OFFERED, resembling
from api.register.types import Guidance

HowMany = Annotated[int, strawberry.argument(description="件数 / How many, 100 at most.")]


@strawberry.enum(description="発言の種類 / What was written in a ticket.")
class Saying(Enum):
    ANSWER = strawberry.enum_value("ANSWER", description="回答 / The desk to the consulter.")
    MESSAGE = strawberry.enum_value("MESSAGE", description="連絡 / The consulter to the desk.")
    NOTE = strawberry.enum_value("NOTE", description="内部メモ / The desk for itself.")
    ACTION = strawberry.enum_value("ACTION", description="対応 / What was done.")


@strawberry.type(description="窓口の人 / A member as the desk calls one.")
class DeskMember:
    id: strawberry.ID = strawberry.field(description="識別子 / The member.")
    name: str | None = strawberry.field(
        description="氏名 / Name; null where the member is of another party."
    )
    party: Party | None = strawberry.field(
        description="所属 / The party served: of colleagues, and of whoever was ever designated; else null."
    )


@strawberry.type(description="担当者 / Somebody named for a ticket, by days.")
class TicketHandler:
    member: DeskMember = strawberry.field(description="担当者 / The member.")
    since: date = strawberry.field(description="開始日 / First day.")
    until: date | None = strawberry.field(description="終了日 / Last day; null: until ended.")


@strawberry.type(description="関わる人 / Somebody named in a ticket.")
class TicketPerson:
    id: strawberry.ID = strawberry.field(description="識別子 / To erase or strike out by.")
    name: str = strawberry.field(description="名前 / The name, as it was said.")
    part: words.Part = strawberry.field(description="関わり / What they have to do with it.")
    member: strawberry.ID | None = strawberry.field(
        description="利用者 / Who that is in the register; they do not see the ticket."
    )
    department: strawberry.ID | None = strawberry.field(
        description="部署 / Nobody of this department sees the ticket."
    )
    party: Party | None = strawberry.field(
        description="会社 / Nobody of this party sees the ticket."
    )


@strawberry.type(description="やりとりと記録 / Something written in a ticket.")
class TicketSaying:
    kind: Saying = strawberry.field(description="種類 / Who says it to whom.")
    text: str = strawberry.field(description="本文 / What it says.")
    by: DeskMember | None = strawberry.field(
        description="記入者 / Who wrote it; null: the consulter, with the receipt code."
    )
    at: datetime = strawberry.field(description="日時 / When it was recorded.")
    on: date | None = strawberry.field(description="実施日 / The day of an action.")


@strawberry.enum(description="判断の種類 / What the desk decided about a ticket.")
class Deciding(Enum):
    ASSESSED = strawberry.enum_value("ASSESSED", description="判定 / What it turned out to be.")
    CONCLUDED = strawberry.enum_value("CONCLUDED", description="終結 / What it came to.")
    REOPENED = strawberry.enum_value("REOPENED", description="再開 / It was taken up again.")
    HELD = strawberry.enum_value("HELD", description="消去の停止 / Nothing of it may be erased.")
    HOLD_LIFTED = strawberry.enum_value("HOLD_LIFTED", description="停止の解除 / It may again.")


@strawberry.type(description="判断の経過 / Something the desk decided about a ticket, and why.")
class TicketDecision:
    kind: Deciding = strawberry.field(description="種類 / What was decided.")
    assessment: words.Assessment | None = strawberry.field(
        description="判定 / As what it was assessed."
    )
    outcome: words.Outcome | None = strawberry.field(description="結果 / What it came to.")
    text: str | None = strawberry.field(description="理由・結論 / Why, or the conclusion in words.")
    by: DeskMember = strawberry.field(description="判断者 / Who decided.")
    at: datetime = strawberry.field(description="日時 / When it was recorded.")


@strawberry.type(
    description="添付ファイル / A file of a ticket: to be saved, never shown; pictures are without metadata."
)
class TicketFile:
    id: strawberry.ID = strawberry.field(description="識別子 / Identity, random.")
    name: str = strawberry.field(description="ファイル名 / Its name.")
    media_type: str = strawberry.field(description="種類 / What it holds, as a media type.")
    size: int = strawberry.field(description="大きさ / Its size in bytes.")
    url: str | None = strawberry.field(
        description="取得先 / The path to GET it from, with the same token; null once erased."
    )
    attached_at: datetime = strawberry.field(description="日時 / When it was attached.")
    by: DeskMember | None = strawberry.field(
        description="添付者 / Who attached it; null: the consulter, with the receipt code."
    )
    from_consulter: bool = strawberry.field(
        description="相談者から / It is the consulter's, and erased with them; else the desk's own."
    )


@strawberry.type(description="期限 / A clock of a ticket.")
class TicketDue:
    clock: Clock = strawberry.field(description="種類 / What runs.")
    due: date = strawberry.field(description="期限 / The last day.")
    days_left: int = strawberry.field(
        description="残り日数 / Days behind today; 0: today is the last; negative: it is over."
    )
    working_days_left: int = strawberry.field(
        description="残り営業日 / The same in working days of Japan."
    )
    done_on: date | None = strawberry.field(description="済んだ日 / When it was stopped.")
    over: bool = strawberry.field(description="超過 / It ran out before it was stopped.")


@strawberry.type(description="保存 / How long a ticket is kept. Nothing is erased by itself.")
class TicketRetention:
    held: bool = strawberry.field(description="消去の停止 / Under a legal hold.")
    remind_on: date | None = strawberry.field(
        description="お知らせの日 / From when the desk is reminded; null while it is open or held."
    )
    erase_from: date | None = strawberry.field(
        description="消去できる日 / The first day on which the time it is kept is over; null as above."
    )
    texts: int = strawberry.field(description="文の数 / Texts that erasing all of it destroys.")
    people: int = strawberry.field(
        description="人の数 / People named whom erasing all of it destroys."
    )
    files: int = strawberry.field(
        description="ファイルの数 / Files that erasing all of it destroys."
    )


@strawberry.type(description="身元 / Who asked, opened for you by the custodian.")
class OpenedIdentity:
    name: str | None = strawberry.field(description="氏名 / Name; null: not given.")
    contact: str | None = strawberry.field(
        description="連絡先 / How to reach them; null: not given."
    )
    until: date = strawberry.field(description="開封の期限 / Until when it is shown to you.")


def _identity(root: Any) -> Any:
    """Opened where it is asked for, since that is put on record."""
    return root["identity"]()


def _similar(root: Any, info: Asking, first: HowMany = OFFERED) -> list[Guidance]:
    """Looked for where it is asked for, with the eyes of who asks on the register."""
    if root["erased"]:
        return []
    found = resembling(info.context.lens(), root["question"], first, below(info))
    return cast("list[Guidance]", found)


@strawberry.type(
    description="相談 / A ticket of your party's desk, for those who may see it: designated, and not concerned."
)
class Ticket(Named):
    id: strawberry.ID = strawberry.field(description="識別子 / Identity, random.")
    code: str = strawberry.field(description="コード / A short code for people, random.")
    status: words.TicketStatus = strawberry.field(description="状態 / How far it is.")
    consulter: strawberry.ID = strawberry.field(
        description="相談者の識別子 / Stands for who asks, named or not: to erase them by."
    )
    receipt_issued: bool = strawberry.field(
        description="受付番号の有無 / Whether the consulter was given a receipt code."
    )
    channel: words.Channel = strawberry.field(description="受付方法 / How it came.")
    category: words.TicketCategory = strawberry.field(description="分類 / What it is about.")
    urgency: words.Urgency = strawberry.field(description="緊急度 / How soon.")
    received_on: date = strawberry.field(description="受付日 / The day it was received.")
    logged_by: DeskMember = strawberry.field(description="受付者 / Who took it down.")
    question: str = strawberry.field(description="相談の内容 / What was asked or told.")
    acknowledged_on: date | None = strawberry.field(
        description="受領の通知日 / When told it was received."
    )
    assessment: words.Assessment | None = strawberry.field(
        description="判定 / What it turned out to be."
    )
    assessment_reason: str | None = strawberry.field(description="判定の理由 / Why.")
    known_to: list[DeskMember] = strawberry.field(
        description="判定前に見られた人 / Who could see it before it became a report."
    )
    handlers: list[TicketHandler] = strawberry.field(description="担当者 / Who is named for it.")
    seen_by: list[DeskMember] = strawberry.field(description="見られる人 / Who may see it today.")
    designable: list[DeskMember] = strawberry.field(
        description="担当にできる人 / Whom you can name as a handler."
    )
    persons: list[TicketPerson] = strawberry.field(description="関わる人 / Who is named in it.")
    sayings: list[TicketSaying] = strawberry.field(
        description="やりとりと記録 / What was written, in order."
    )
    decisions: list[TicketDecision] = strawberry.field(
        description="判断の経過 / What the desk decided, in order: also what was decided otherwise later."
    )
    files: list[TicketFile] = strawberry.field(
        description="添付ファイル / What was attached, in order."
    )
    waits_for_an_answer: bool = strawberry.field(
        description="返事待ち / The last word is the consulter's."
    )
    taken_up: bool | None = strawberry.field(
        description="取上げ / Whether it was taken up, as told."
    )
    decision_told_on: date | None = strawberry.field(
        description="取上げの通知日 / When that was told."
    )
    outcome: words.Outcome | None = strawberry.field(description="結果 / What it came to.")
    conclusion: str | None = strawberry.field(description="結論 / In words.")
    concluded_on: date | None = strawberry.field(description="終結日 / When it was concluded.")
    result_told_on: date | None = strawberry.field(description="結果の通知日 / When that was told.")
    welfare_checked_on: date | None = strawberry.field(
        description="不利益の有無の確認日 / When it was asked whether somebody suffered for it."
    )
    suffered: bool | None = strawberry.field(description="不利益 / Whether somebody did.")
    welfare: str | None = strawberry.field(description="不利益の内容 / What was found, in words.")
    drafts: list[IncidentDraft] = strawberry.field(
        description="事案の下書き / What was drafted of it as incidents; the desk alone knows of the link."
    )
    guidance_drafts: list[GuidanceDraft] = strawberry.field(
        description="事例の下書き / What was drafted of it as guidance; the desk alone knows of the link."
    )
    similar_guidance: list[Guidance] = strawberry.field(
        resolver=_similar,
        description="似た質問の事例 / Guidance of the register that stands and resembles the question, the likest first.",
    )
    clocks: list[TicketDue] = strawberry.field(description="期限 / By when what is due.")
    next_due: TicketDue | None = strawberry.field(
        description="次の期限 / The first of those that are not stopped; null: none runs."
    )
    identity: OpenedIdentity | None = strawberry.field(
        resolver=_identity,
        description="身元 / Who asked, where the custodian opened it for you; null tells nothing of whether it is"
        " known.",
    )
    retention: TicketRetention = strawberry.field(description="保存 / How long it is kept.")
    erased: bool = strawberry.field(description="消去済み / Its content was erased.")
    changed_at: datetime = strawberry.field(description="更新日時 / When it last changed.")


@strawberry.type(
    description="見えなくなった相談 / It is recorded, and you may see the ticket no more: it is for its handlers"
    " alone, or concerns you."
)
class TicketOutOfSight(Named):
    message: str = strawberry.field(description="説明 / What was done, in Japanese.")
    message_en: str = strawberry.field(description="英語の説明 / The same in English.")


@strawberry.type(description="相談の辺 / A ticket in a list.")
class TicketEdge:
    cursor: str = strawberry.field(description="位置 / Ask for what comes behind it with after.")
    node: Ticket = strawberry.field(description="相談 / The ticket.")


@strawberry.type(description="ページ / Where a page of tickets stands.")
class TicketPage:
    has_next_page: bool = strawberry.field(description="次の有無 / Whether more follow.")
    has_previous_page: bool = strawberry.field(description="前の有無 / Whether some came before.")
    start_cursor: str | None = strawberry.field(description="最初の位置 / Of the first ticket.")
    end_cursor: str | None = strawberry.field(description="最後の位置 / Of the last ticket.")


@strawberry.type(description="相談の一覧 / Tickets that you may see, as a Relay connection.")
class TicketConnection:
    nodes: list[Ticket] = strawberry.field(description="相談 / The tickets of the page.")
    edges: list[TicketEdge] = strawberry.field(description="辺 / The same with their cursors.")
    page_info: TicketPage = strawberry.field(description="ページ / The page.")
    total_count: int = strawberry.field(description="総数 / How many you may see in all.")


@strawberry.type(description="従事者の指定 / A designation for your party's desk.")
class DeskDesignation(Named):
    id: strawberry.ID = strawberry.field(description="識別子 / Identity.")
    member: DeskMember = strawberry.field(description="従事者 / Who is designated.")
    deputy: bool = strawberry.field(
        description="代行 / Sees a ticket only where nobody else is left who may."
    )
    basis: str = strawberry.field(description="根拠 / The written designation it rests on.")
    since: date = strawberry.field(description="開始日 / First day.")
    until: date | None = strawberry.field(description="終了日 / Last day; null: until ended.")
    end_reason: str | None = strawberry.field(
        description="終了の理由 / Why it was ended, if it was."
    )
    stands: bool = strawberry.field(
        description="有効 / Stands today, and the member holds the role of the desk."
    )


@strawberry.type(description="管理者への申請 / What a handler asks of the custodian.")
class CustodianRequest(Named):
    id: strawberry.ID = strawberry.field(description="識別子 / Identity.")
    ticket_code: str = strawberry.field(description="相談のコード / Of which ticket.")
    purpose: Purpose = strawberry.field(description="目的 / What is asked for.")
    whole_ticket: bool = strawberry.field(
        description="全体 / Erasing: all of the ticket, not one person of it."
    )
    asker: DeskMember = strawberry.field(description="申請者 / Who asks.")
    reason: str = strawberry.field(description="理由 / Why.")
    asked_at: datetime = strawberry.field(description="申請日時 / When.")
    state: RequestState = strawberry.field(description="状態 / What has become of it.")
    decline_reason: str | None = strawberry.field(
        description="却下の理由 / Why the custodian declined."
    )
    until: date | None = strawberry.field(
        description="開封の期限 / Until when who asked is shown; null of an erasure."
    )


@strawberry.type(
    description="事案の下書き / What the desk rewrote of a ticket for an editor to report; of which ticket is not told."
)
class IncidentDraft(Named):
    id: strawberry.ID = strawberry.field(description="識別子 / To report it by.")
    title: str = strawberry.field(description="事案の概要 / What happened, in one line.")
    summary: str | None = strawberry.field(description="要旨 / Summary.")
    occurred_on: date | None = strawberry.field(description="発生日 / Day.")
    editor: DeskMember = strawberry.field(description="編集担当 / Who is to report it.")
    state: DraftState = strawberry.field(description="状態 / What has become of it.")
    written_on: date = strawberry.field(description="作成日 / When it was written.")
    incident: strawberry.ID | None = strawberry.field(
        description="事案 / The incident of the register, once it is reported."
    )


@strawberry.type(
    description="事例の下書き / A question and its answer, rewritten for everybody, before the desk publishes them."
)
class GuidanceDraft(Named):
    id: strawberry.ID = strawberry.field(description="識別子 / To publish it by.")
    question: str | None = strawberry.field(
        description="質問 / What is asked, rewritten; null once it is published: the guidance tells, as it stands now."
    )
    answer: str | None = strawberry.field(description="回答 / How it is answered; null as above.")
    basis: str | None = strawberry.field(
        description="根拠 / The rule that the answer rests on; null as above."
    )
    basis_version: str | None = strawberry.field(
        description="根拠の版 / The edition of that rule; null as above."
    )
    ticket_code: str | None = strawberry.field(
        description="相談のコード / Of which ticket it was written; null: of none."
    )
    state: GuidanceDraftState = strawberry.field(description="状態 / What has become of it.")
    written_by: DeskMember = strawberry.field(description="作成者 / Who wrote it.")
    written_on: date = strawberry.field(description="作成日 / When it was written.")
    guidance: strawberry.ID | None = strawberry.field(
        description="事例 / The guidance of the register, once it is published."
    )


_TOLD = "言い方（日本語） / The words and the number, in Japanese."
_TOLD_EN = "言い方（英語） / The same in English."


@strawberry.type(
    description="分類別の件数 / How many tickets a category had; or several, merged since one of them had fewer than"
    " five."
)
class CountOfCategories:
    categories: list[words.TicketCategory] = strawberry.field(
        description="分類 / The category, or all that are merged."
    )
    number: int = strawberry.field(description="件数 / How many, five at least.")
    told: str = strawberry.field(description=_TOLD)
    told_en: str = strawberry.field(description=_TOLD_EN)


@strawberry.type(
    description="受付方法別の件数 / How many tickets a channel had; or several, merged since one of them had fewer than"
    " five."
)
class CountOfChannels:
    channels: list[words.Channel] = strawberry.field(
        description="受付方法 / The channel, or all that are merged."
    )
    number: int = strawberry.field(description="件数 / How many, five at least.")
    told: str = strawberry.field(description=_TOLD)
    told_en: str = strawberry.field(description=_TOLD_EN)


@strawberry.type
class StatisticsOfAPeriod(Named):
    first_day: date = strawberry.field(description="期間の初日 / First day of the period.")
    last_day: date = strawberry.field(description="期間の末日 / Last day of the period.")
    total: int | None = strawberry.field(
        description="件数 / Tickets received in it that the whole desk may see: no whistleblowing reports, and none about"
        " somebody of the desk; null: fewer than five."
    )
    told: str = strawberry.field(description="件数（日本語） / The total in words, in Japanese.")
    told_en: str = strawberry.field(description="件数（英語） / The total in words, in English.")
    categories: list[CountOfCategories] = strawberry.field(
        description="分類別 / By category; none where the total is not told."
    )
    channels: list[CountOfChannels] = strawberry.field(
        description="受付方法別 / By channel; none where the total is not told."
    )


@strawberry.type(
    description="相談の統計 / What your party's desk told of a period: as it was known on the day, never restated."
)
class DeskStatistics(StatisticsOfAPeriod):
    id: strawberry.ID = strawberry.field(description="識別子 / Identity.")
    published_on: date = strawberry.field(description="公表日 / When it was told.")


@strawberry.type(
    description="相談の統計の見込み / What would be told of a period if it were published now."
)
class StatisticsPreview(StatisticsOfAPeriod):
    pass


@strawberry.type(description="相談の閲覧の記録 / That a ticket was shown to somebody.")
class TicketReadOnRecord:
    at: datetime = strawberry.field(description="日時 / When.")
    member: DeskMember = strawberry.field(description="閲覧者 / To whom.")
    ticket_code: str = strawberry.field(description="相談のコード / Which ticket.")
    with_identity: bool = strawberry.field(description="身元 / With who asked.")
    with_file: bool = strawberry.field(description="ファイル / A file of it was handed out.")


@strawberry.type(description="発行した受付番号 / A receipt code, shown once.")
class IssuedReceipt(Named):
    code: str | None = strawberry.field(
        description="受付番号 / 16 digits to tell the consulter. It is not kept: null where the same request is"
        " sent again, and then a new one is issued under another key."
    )
    ticket: Ticket = strawberry.field(description="相談 / The ticket.")


@strawberry.type(description="相談者へのやりとり / A word between the desk and the consulter.")
class ReceiptSaying:
    from_desk: bool = strawberry.field(description="窓口から / From the desk; else from you.")
    text: str = strawberry.field(description="本文 / What it says.")
    on: date = strawberry.field(description="日付 / The day.")


@strawberry.type(
    description="受付番号で見る相談 / What a consulter sees of a ticket with the receipt code."
)
class TicketReceipt(Named):
    status: words.TicketStatus = strawberry.field(description="状態 / How far it is.")
    received_on: date = strawberry.field(description="受付日 / The day it was received.")
    question: str = strawberry.field(description="相談の内容 / What you asked.")
    sayings: list[ReceiptSaying] = strawberry.field(description="やりとり / Answers and messages.")
    files_received: int = strawberry.field(
        description="受け取ったファイルの数 / How many files of yours the desk has."
    )
    taken_up: bool | None = strawberry.field(
        description="取上げ / Whether it was taken up, once told."
    )
    outcome: words.Outcome | None = strawberry.field(
        description="結果 / What it came to, once you were told."
    )
