"""What the mutations of the desk are given."""

from __future__ import annotations

from datetime import date
from typing import Final

import strawberry

from api.changing import Creating
from api.desk import words
from domain.files import HandedIn

_ELSE_TODAY: Final = "省けば本日 / else today."
FILE_TAKEN: Final = (
    "PDF, Word, Excel, PowerPoint, CSV, text, PNG or JPEG of at most 10 MB, without macros; sent as"
    " multipart/form-data. A picture is drawn anew, without place, time or device; a document keeps what it"
    " says of its author."
)


@strawberry.input(
    description="相談の受付 / Log a ticket: the question is enough; the rest can be filled in tomorrow."
)
class LogTicketInput(Creating):
    question: str = strawberry.field(description="相談の内容 / What was asked or told.")
    channel: words.Channel = strawberry.field(
        default=words.Channel.PHONE, description="受付方法 / How it came; else by phone."
    )
    category: words.TicketCategory = strawberry.field(
        default=words.TicketCategory.UNJUDGED, description="分類 / What it is about."
    )
    urgency: words.Urgency = strawberry.field(
        default=words.Urgency.NORMAL, description="緊急度 / How soon."
    )
    received_on: date | None = strawberry.field(
        default=None, description=f"受付日 / The day it was received; {_ELSE_TODAY}"
    )
    name: str | None = strawberry.field(
        default=None,
        description="相談者の氏名 / Who asks, if they say so. It goes into the vault, apart from the ticket.",
    )
    contact: str | None = strawberry.field(
        default=None,
        description="相談者の連絡先 / How to reach them, if they say so; into the vault as well.",
    )


@strawberry.input(description="相談への操作 / Do something about a ticket.")
class OfTicket(Creating):
    ticket: str = strawberry.field(description="相談 / Its id, or its code.")


@strawberry.input(description="相談の分類 / Say more of a ticket; what is left out stays.")
class DescribeTicketInput(OfTicket):
    channel: words.Channel | None = strawberry.field(
        default=None, description="受付方法 / How it came."
    )
    category: words.TicketCategory | None = strawberry.field(
        default=None, description="分類 / What it is about."
    )
    urgency: words.Urgency | None = strawberry.field(default=None, description="緊急度 / How soon.")
    received_on: date | None = strawberry.field(
        default=None, description="受付日 / The day it was received."
    )


@strawberry.input(description="日付の登録 / Note a day.")
class OnADay(OfTicket):
    on: date | None = strawberry.field(default=None, description=f"日付 / The day; {_ELSE_TODAY}")


@strawberry.input(description="判定 / Judge what a ticket is.")
class AssessTicketInput(OfTicket):
    assessment: words.Assessment = strawberry.field(description="判定 / What it turned out to be.")
    reason: str | None = strawberry.field(default=None, description="理由 / Why.")
    handlers: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="担当者 / Members to handle it; a whistleblowing report is for these alone.",
    )


@strawberry.input(description="担当者の指定・解除 / Name a handler, or let one go.")
class HandlerInput(OfTicket):
    member: strawberry.ID = strawberry.field(description="担当者 / The member; see designable.")
    until: date | None = strawberry.field(default=None, description="終了日 / Last day.")


@strawberry.input(
    description="関わる人の登録 / Name somebody whom it is about: whoever that is in the register sees it no more."
)
class NamePersonInput(OfTicket):
    name: str = strawberry.field(description="名前 / The name, as it was said.")
    part: words.Part = strawberry.field(
        default=words.Part.MENTIONED, description="関わり / What they have to do with it."
    )
    member: strawberry.ID | None = strawberry.field(
        default=None, description="利用者 / The member of the register that this is."
    )
    department: strawberry.ID | None = strawberry.field(
        default=None, description="部署 / A department that it is about."
    )
    party: str | None = strawberry.field(
        default=None, description="会社 / The code of a party that it is about."
    )


@strawberry.input(description="関わる人の取消し / Take back that somebody is named.")
class StrikeOutPersonInput(OfTicket):
    person: strawberry.ID = strawberry.field(description="関わる人 / An id of its persons.")


@strawberry.input(
    description="取上げの通知 / Note that the consulter was told whether it is taken up."
)
class TellDecisionInput(OnADay):
    taken_up: bool = strawberry.field(description="取上げ / Whether it is taken up.")


@strawberry.input(description="記入 / Write something.")
class WritingInput(OfTicket):
    text: str = strawberry.field(description="本文 / What to write.")


@strawberry.input(description="対応の登録 / Note what was done.")
class RecordActionInput(WritingInput):
    on: date | None = strawberry.field(default=None, description=f"日付 / The day; {_ELSE_TODAY}")


@strawberry.input(description="終結 / Conclude a ticket.")
class ConcludeTicketInput(WritingInput):
    outcome: words.Outcome = strawberry.field(description="結果 / What it came to.")
    told_on: date | None = strawberry.field(
        default=None, description="結果の通知日 / When the consulter was told, if they were."
    )


@strawberry.input(description="不利益の有無の確認 / Note whether somebody suffered for it.")
class CheckWelfareInput(OnADay):
    suffered: bool = strawberry.field(description="不利益 / Whether somebody did.")
    text: str | None = strawberry.field(default=None, description="内容 / In words.")


@strawberry.input(description="理由を付けた操作 / Do something, and say why.")
class WithReason(OfTicket):
    reason: str = strawberry.field(description="理由 / Why.")


@strawberry.input(description="消去の申請 / Ask to erase a person of a ticket, or all of it.")
class AskForErasureInput(WithReason):
    person: strawberry.ID | None = strawberry.field(
        default=None, description="関わる人 / An id of its persons; left out: all of the ticket."
    )


@strawberry.input(description="申請の承認 / Agree to a request.")
class GrantRequestInput(Creating):
    request: strawberry.ID = strawberry.field(description="申請 / The request.")
    until: date | None = strawberry.field(
        default=None, description="開封の期限 / Until when it is shown; else for seven days."
    )


@strawberry.input(description="申請の却下 / Decline a request.")
class DeclineRequestInput(Creating):
    request: strawberry.ID = strawberry.field(description="申請 / The request.")
    reason: str = strawberry.field(description="理由 / Why.")


@strawberry.input(description="従事者の指定 / Designate a member for the desk of your party.")
class DesignateOfficerInput(Creating):
    member: strawberry.ID = strawberry.field(
        description="従事者 / The member, who also needs the role desk_officer."
    )
    basis: str = strawberry.field(description="根拠 / The written designation it rests on.")
    deputy: bool = strawberry.field(
        default=False,
        description="代行 / Perhaps of another party: sees a ticket only where nobody else is left who may.",
    )
    since: date | None = strawberry.field(
        default=None, description=f"開始日 / First day; {_ELSE_TODAY}"
    )
    until: date | None = strawberry.field(default=None, description="終了日 / Last day.")


@strawberry.input(description="指定の終了 / End a designation.")
class RevokeDesignationInput(Creating):
    designation: strawberry.ID = strawberry.field(description="指定 / The designation.")
    until: date | None = strawberry.field(
        default=None, description=f"終了日 / Last day; {_ELSE_TODAY}"
    )
    reason: str | None = strawberry.field(default=None, description="理由 / Why.")


@strawberry.input(description="指定の引継ぎ / Let another member take a designation over.")
class TransferDesignationInput(Creating):
    designation: strawberry.ID = strawberry.field(description="指定 / The designation that ends.")
    to: strawberry.ID = strawberry.field(description="引き継ぐ人 / The member who takes over.")
    basis: str = strawberry.field(description="根拠 / The written designation it rests on.")
    since: date | None = strawberry.field(
        default=None, description=f"開始日 / First day of the new one; {_ELSE_TODAY}"
    )


@strawberry.input(
    description="受領の通知の登録 / Note when the consulter was told it was received."
)
class AcknowledgeTicketInput(OnADay):
    pass


@strawberry.input(description="結果の通知の登録 / Note when the consulter was told the result.")
class TellResultInput(OnADay):
    pass


@strawberry.input(description="担当者の指定 / Name a handler, perhaps until a day.")
class DesignateHandlerInput(HandlerInput):
    pass


@strawberry.input(description="担当者の解除 / Let a handler go, today or behind another day.")
class ReleaseHandlerInput(HandlerInput):
    pass


@strawberry.input(description="回答 / Answer the consulter.")
class AnswerTicketInput(WritingInput):
    pass


@strawberry.input(description="連絡の登録 / Take down what the consulter says further.")
class TakeMessageInput(WritingInput):
    pass


@strawberry.input(description="内部メモ / Note something for the desk alone.")
class NoteTicketInput(WritingInput):
    pass


@strawberry.input(description="再開 / Take a concluded ticket up again.")
class ReopenTicketInput(WithReason):
    pass


@strawberry.input(description="消去の停止 / Place a legal hold.")
class HoldTicketInput(WithReason):
    pass


@strawberry.input(description="消去の停止の解除 / Lift a legal hold.")
class LiftHoldInput(WithReason):
    pass


@strawberry.input(description="身元の開封の申請 / Ask the custodian who asked.")
class AskForIdentityInput(WithReason):
    pass


@strawberry.input(description="ファイルの添付 / Attach a file to a ticket.")
class AttachToTicketInput(OfTicket):
    file: HandedIn = strawberry.field(description=f"ファイル / {FILE_TAKEN}")
    from_consulter: bool = strawberry.field(
        default=False,
        description="相談者から / The consulter handed it over: it is erased with them; else with the ticket.",
    )


@strawberry.input(description="受付番号の発行 / Issue a receipt code.")
class IssueReceiptInput(OfTicket):
    pass


@strawberry.input(
    description="事案の下書き / Rewrite what a ticket told, for an editor of your party to report."
)
class DraftIncidentInput(OfTicket):
    editor: strawberry.ID = strawberry.field(description="編集担当 / Who is to report it.")
    title: str = strawberry.field(description="事案の概要 / What happened, in one line, rewritten.")
    summary: str | None = strawberry.field(default=None, description="要旨 / Summary, rewritten.")
    occurred_on: date | None = strawberry.field(default=None, description="発生日 / Day.")
    carried_over_is_meant: bool = strawberry.field(
        default=False,
        description="引継ぎの確認 / The names and passages of the ticket in it are meant to stand there.",
    )


@strawberry.input(description="下書きの取下げ / Take a draft back.")
class WithdrawDraftInput(Creating):
    draft: strawberry.ID = strawberry.field(description="下書き / The draft.")
    reason: str | None = strawberry.field(default=None, description="理由 / Why.")


@strawberry.input(
    description="事例の下書き / Write a question and its answer for everybody, to be published as guidance."
)
class DraftGuidanceInput(Creating):
    question: str = strawberry.field(description="質問 / What is asked, rewritten.")
    answer: str = strawberry.field(description="回答 / How it is answered.")
    basis: str = strawberry.field(description="根拠 / The rule that the answer rests on.")
    basis_version: str | None = strawberry.field(
        default=None, description="根拠の版 / The edition of that rule, or its day."
    )
    ticket: str | None = strawberry.field(
        default=None,
        description="相談 / The ticket that asked it, by id or code; leave out if none did.",
    )
    carried_over_is_meant: bool = strawberry.field(
        default=False,
        description="引継ぎの確認 / The names and passages of the ticket in it are meant to stand there.",
    )


@strawberry.input(description="事例の下書きの取下げ / Drop a draft of guidance.")
class WithdrawGuidanceDraftInput(Creating):
    draft: strawberry.ID = strawberry.field(description="下書き / The draft.")
    reason: str | None = strawberry.field(default=None, description="理由 / Why.")


@strawberry.input(
    description="相談の統計の公表 / Publish the statistics of a period: of whole months that are over long enough."
)
class PublishStatisticsInput(Creating):
    first_day: date = strawberry.field(description="期間の初日 / The first day of a month.")
    last_day: date = strawberry.field(
        description="期間の末日 / The last day of that month or of a later one."
    )
