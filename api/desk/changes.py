"""Mutations of the desk: each is one command on the desk's log, answered with the ticket as it now stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson
import strawberry

from api.asking import Asking
from api.changing import Creating, Given, arguments, either, refused, sound_key, stated
from api.desk.looking import DeskSight
from api.desk.types import (
    CustodianRequest,
    DeskDesignation,
    DeskStatistics,
    GuidanceDraft,
    IncidentDraft,
    IssuedReceipt,
    Ticket,
    TicketOutOfSight,
)
from api.levels import Row
from commands.desk import custody, drafts, files, guidance, publishing, tickets
from commands.desk.office import Command
from commands.office import Receipt
from domain import refusals as shared
from domain.desk import refusals as rules
from domain.desk import words
from domain.files import HandedIn
from domain.refusals import Refusal
from projections.desk.statistics import publications
from projections.desk.tickets import designations, requests
from projections.desk.tickets import drafts as drafts_of

Work = Callable[..., Iterable[UUID]]
Shown = Callable[[Asking, Receipt], Row | None]

EVERY: Final[tuple[type[Refusal], ...]] = (
    shared.NotPermitted,
    rules.NoSuchTicket,
    rules.DeskIsNotSetUp,
    shared.NoSuchRecord,
    shared.KeyWasUsedForAnotherInput,
    shared.TextIsEmpty,
    shared.TextHasLines,
    shared.TextIsTooLong,
    shared.TextHasControlCharacters,
)
"""What any mutation of the desk may answer."""
_DAY: Final[tuple[type[Refusal], ...]] = (shared.DayIsStillToCome, rules.DayIsBeforeTheTicket)
OF_A_PERIOD: Final[tuple[type[Refusal], ...]] = (
    rules.NotDesignated,
    shared.PeriodEndsBeforeItBegins,
    rules.PeriodIsNotWhole,
    rules.PeriodIsNotOver,
    rules.PeriodIsNotSettled,
    rules.PeriodWasPublished,
)
"""What may be wrong with the period of a publication, or with who makes it."""
_OPEN: Final[tuple[type[Refusal], ...]] = (rules.TicketIsErased, rules.TicketIsConcluded)
_ELSE_TODAY = "省けば本日 / else today."
FILES: Final[tuple[type[Refusal], ...]] = (
    shared.FileIsEmpty,
    shared.FileIsTooLarge,
    shared.FileTypeIsNotTaken,
    shared.FileIsNotWhatItsNameSays,
    shared.PictureIsUnreadable,
    shared.PictureHasTooManyPixels,
    shared.PictureMoves,
    rules.TicketHasManyFiles,
    rules.SubjectIsErased,
    rules.TicketIsErased,
)
"""What may become of a file that is handed in."""


def the_ticket(info: Asking, receipt: Receipt) -> Row | None:
    """The ticket of a command, as who asks may see it now; of who may not, none."""
    return _ticket(info, str(receipt.records[0]))


def _ticket(info: Asking, ticket: str) -> Row | None:
    sight = info.context.desk
    row = sight.row(ticket) if sight else None
    return sight.shown([row])[0] if sight and row else None


def _the_request(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    [row] = requests(sight.connection, id=str(receipt.records[0]))
    return sight.request(row) if sight.is_told_of(row) else None


def _sight(info: Asking) -> DeskSight:
    sight = info.context.desk
    assert sight is not None, "the command was carried out at a desk"
    return sight


def _the_designation(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    known = designations(sight.connection)
    return next(sight.designation(one) for one in known if one.id == receipt.records[0])


def perform(info: Asking, given: Any, work: Work, shown: Shown = the_ticket) -> Row | None:
    """Run a command of the desk with the input's fields; answer what it was about, if who asks may see it."""
    details = stated(given)
    key = details.pop("idempotency_key")
    request = orjson.dumps([work.__name__, details], default=str, option=orjson.OPT_SORT_KEYS)
    context = info.context
    if context.desk_office is None:
        return refused(info, rules.DeskIsNotSetUp())
    try:
        receipt = context.desk_office.perform(
            context.member,
            _bound(work, arguments(given, details)),
            key=sound_key(key),
            request=request,
        )
    except Refusal as refusal:
        return refused(info, refusal)
    found = shown(info, receipt)
    return found if found is not None else _OUT_OF_SIGHT


_OF_TICKETS: Final = (Ticket, CustodianRequest, IncidentDraft, GuidanceDraft)
"""What is shown where the ticket may be seen; a command that is sent again is asked that again."""
_OUT_OF_SIGHT: Final[Row] = {
    "__typename": "TicketOutOfSight",
    "message": "記録しました。この相談は担当者だけのもの、またはあなたに関わるものになったため、もう表示されません。",
    "message_en": "This is recorded. You see the ticket no more: it is for its handlers alone now, or concerns you.",
}


def _bound(work: Work, given: dict[str, Any]) -> Command:
    return lambda handling: work(handling, **given)


def mutation(
    work: Work,
    given: type[Creating],
    record: Any,
    description: str,
    *refusals: type[Refusal],
    shown: Shown = the_ticket,
) -> Any:
    """The mutation that carries out a command of the desk: named after it, answering `record` or a refusal."""
    first, *others = work.__name__.split("_")
    name = first + "".join(part.title() for part in others)
    told = record | TicketOutOfSight if record in _OF_TICKETS else record
    result = either(f"{name[0].upper()}{name[1:]}Result", told, *EVERY, *refusals)

    def resolve(self: Any, info: Any, input: Any) -> Any:  # noqa: A002, ARG001 -- GraphQL's names
        return perform(info, input, work, shown)

    resolve.__annotations__ = {"info": Asking, "input": Given[given], "return": Any}  # type: ignore[misc, valid-type]  # built at run time
    return strawberry.mutation(
        resolver=resolve, name=name, graphql_type=result, description=description
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


FILE_TAKEN: Final = (
    "PDF, Word, Excel, PowerPoint, CSV, text, PNG or JPEG of at most 10 MB, without macros; sent as"
    " multipart/form-data. A picture is drawn anew, without place, time or device; a document keeps what it"
    " says of its author."
)


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


def _the_publication(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    known = publications(sight.connection, sight.people.actor.party)
    made = (row for row in known if row["id"] == str(receipt.records[0]))
    return next(map(sight.publication, made), None)


def _the_draft(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    [row] = drafts_of(sight.connection, id=str(receipt.records[0]))
    return sight.draft(row) if sight.row(row["ticket"]) else None


def _the_guidance_draft(info: Asking, receipt: Receipt) -> Row | None:
    sight = _sight(info)
    return next(iter(sight.guidance_drafts(id=str(receipt.records[0]))), None)


@strawberry.type
class DeskMutations:
    log_ticket = mutation(
        tickets.log_ticket,
        LogTicketInput,
        Ticket,
        "相談を受け付ける / Log a ticket at the desk of your party.",
        rules.NotDesignated,
        shared.DayIsStillToCome,
        rules.DayIsLongAgo,
    )
    describe_ticket = mutation(
        tickets.describe_ticket,
        DescribeTicketInput,
        Ticket,
        "相談の分類などを改める / Say how a ticket came, what it is about, how urgent it is.",
        rules.TicketIsErased,
        rules.DayIsLongAgo,
        *_DAY,
    )
    acknowledge_ticket = mutation(
        tickets.acknowledge_ticket,
        AcknowledgeTicketInput,
        Ticket,
        "受領の通知を登録する / Note that the consulter was told it was received.",
        rules.TicketIsErased,
        *_DAY,
    )
    assess_ticket = mutation(
        tickets.assess_ticket,
        AssessTicketInput,
        Ticket,
        "相談を判定する / Judge what a ticket is; a whistleblowing report shrinks to its handlers at once.",
        rules.WhistleblowingNeedsHandlers,
        rules.HandlerIsNotDesignable,
        *_OPEN,
    )
    designate_handler = mutation(
        tickets.designate_handler,
        DesignateHandlerInput,
        Ticket,
        "担当者を指定する / Name a handler of a ticket.",
        rules.HandlerIsNotDesignable,
        shared.PeriodEndsBeforeItBegins,
    )
    release_handler = mutation(
        tickets.release_handler,
        ReleaseHandlerInput,
        Ticket,
        "担当者を解除する / Let a handler go; without a day, today is the last.",
        rules.LastHandlerStays,
    )
    name_person = mutation(
        tickets.name_person,
        NamePersonInput,
        Ticket,
        "関わる人を登録する / Name somebody whom a ticket is about. Who that is sees it no more, from this moment.",
        rules.TicketIsErased,
        rules.NoSuchParty,
    )
    strike_out_person = mutation(
        tickets.strike_out_person,
        StrikeOutPersonInput,
        Ticket,
        "関わる人を取り消す / Take back that somebody is named in a ticket.",
        rules.NoSuchPerson,
    )
    tell_decision = mutation(
        tickets.tell_decision,
        TellDecisionInput,
        Ticket,
        "取上げの通知を登録する / Note that the consulter was told whether it is taken up.",
        *_OPEN,
        *_DAY,
    )
    answer_ticket = mutation(
        tickets.answer_ticket,
        AnswerTicketInput,
        Ticket,
        "回答する / Answer the consulter, who reads it with the receipt code.",
        rules.SubjectIsErased,
        *_OPEN,
    )
    take_message = mutation(
        tickets.take_message,
        TakeMessageInput,
        Ticket,
        "相談者からの連絡を登録する / Take down what the consulter says further.",
        rules.SubjectIsErased,
        rules.TicketIsErased,
    )
    note_ticket = mutation(
        tickets.note_ticket,
        NoteTicketInput,
        Ticket,
        "内部メモを書く / Note something for the desk alone.",
        rules.TicketIsErased,
    )
    record_action = mutation(
        tickets.record_action,
        RecordActionInput,
        Ticket,
        "対応を登録する / Note what was done about a ticket.",
        *_OPEN,
        *_DAY,
    )
    conclude_ticket = mutation(
        tickets.conclude_ticket,
        ConcludeTicketInput,
        Ticket,
        "終結する / Say what a ticket came to.",
        rules.TicketIsNotAssessed,
        *_OPEN,
        *_DAY,
    )
    tell_result = mutation(
        tickets.tell_result,
        TellResultInput,
        Ticket,
        "結果の通知を登録する / Note that the consulter was told the result.",
        rules.TicketIsNotConcluded,
        rules.TicketIsErased,
        *_DAY,
    )
    check_welfare = mutation(
        tickets.check_welfare,
        CheckWelfareInput,
        Ticket,
        "不利益の有無の確認を登録する / Note whether somebody suffered for it.",
        rules.TicketIsNotConcluded,
        rules.TicketIsErased,
        *_DAY,
    )
    reopen_ticket = mutation(
        tickets.reopen_ticket,
        ReopenTicketInput,
        Ticket,
        "再開する / Take a concluded ticket up again.",
        rules.TicketIsNotConcluded,
        rules.TicketIsErased,
    )
    hold_ticket = mutation(
        tickets.hold_ticket,
        HoldTicketInput,
        Ticket,
        "消去を停止する / Let nothing of a ticket be erased: a legal hold.",
        rules.TicketIsErased,
    )
    lift_hold = mutation(
        tickets.lift_hold,
        LiftHoldInput,
        Ticket,
        "消去の停止を解除する / Lift a legal hold.",
    )
    ask_for_identity = mutation(
        custody.ask_for_identity,
        AskForIdentityInput,
        CustodianRequest,
        "身元の開封を申請する / Ask the custodian to open who asked.",
        rules.RequestIsWaiting,
        rules.TicketIsErased,
        shown=_the_request,
    )
    ask_for_erasure = mutation(
        custody.ask_for_erasure,
        AskForErasureInput,
        CustodianRequest,
        "消去を申請する / Ask the custodian to erase a person of a ticket, or all of it, for good.",
        rules.RequestIsWaiting,
        rules.NoSuchPerson,
        rules.TicketIsErased,
        rules.TicketIsHeld,
        rules.TicketHasNewContent,
        shown=_the_request,
    )
    draft_incident = mutation(
        drafts.draft_incident,
        DraftIncidentInput,
        IncidentDraft,
        "事案を下書きする / Draft an incident of what a ticket told, rewritten, for an editor to report. That it came"
        " from a ticket is known to the desk alone.",
        rules.TextIsCarriedOver,
        rules.EditorCannotReport,
        rules.TicketIsErased,
        shared.DayIsStillToCome,
        shown=_the_draft,
    )
    withdraw_draft = mutation(
        drafts.withdraw_draft,
        WithdrawDraftInput,
        IncidentDraft,
        "下書きを取り下げる / Take a draft back while it is not reported.",
        rules.NoSuchDraft,
        rules.DraftIsDone,
        shown=_the_draft,
    )
    draft_guidance = mutation(
        guidance.draft_guidance,
        DraftGuidanceInput,
        GuidanceDraft,
        "事例を下書きする / Draft guidance, perhaps of what a ticket asked: rewritten, since everybody of the party is to"
        " read it. See publishGuidance.",
        rules.NotDesignated,
        rules.GuidanceIsOfItsOwnParty,
        rules.TextIsCarriedOver,
        rules.TicketIsErased,
        shown=_the_guidance_draft,
    )
    withdraw_guidance_draft = mutation(
        guidance.withdraw_guidance_draft,
        WithdrawGuidanceDraftInput,
        GuidanceDraft,
        "事例の下書きを取り下げる / Drop a draft of guidance while it is not published.",
        rules.NoSuchGuidanceDraft,
        rules.GuidanceDraftIsDone,
        shown=_the_guidance_draft,
    )
    publish_statistics = mutation(
        publishing.publish_statistics,
        PublishStatisticsInput,
        DeskStatistics,
        "相談の統計を公表する / Tell everybody of your party how many tickets its desk received in a period; numbers under"
        " five are merged. Each day is told of once; see statisticsPreview before.",
        *OF_A_PERIOD,
        shown=_the_publication,
    )
    grant_request = mutation(
        custody.grant_request,
        GrantRequestInput,
        CustodianRequest,
        "申請を承認する / Agree to a request; an erasure is carried out at once.",
        shared.PeriodEndsBeforeItBegins,
        rules.TicketIsHeld,
        rules.TicketHasNewContent,
        rules.RequestIsDecided,
        rules.NobodyDecidesAlone,
        shown=_the_request,
    )
    decline_request = mutation(
        custody.decline_request,
        DeclineRequestInput,
        CustodianRequest,
        "申請を却下する / Decline a request.",
        rules.RequestIsDecided,
        rules.NobodyDecidesAlone,
        rules.TicketIsErased,
        shown=_the_request,
    )
    designate_officer = mutation(
        custody.designate_officer,
        DesignateOfficerInput,
        DeskDesignation,
        "従事者を指定する / Designate a member for your party's desk, in writing.",
        rules.DesignationIsOnesOwn,
        rules.MemberIsDesignated,
        shared.PeriodEndsBeforeItBegins,
        shown=_the_designation,
    )
    revoke_designation = mutation(
        custody.revoke_designation,
        RevokeDesignationInput,
        DeskDesignation,
        "指定を終える / End a designation.",
        rules.DesignationIsOver,
        shown=_the_designation,
    )
    transfer_designation = mutation(
        custody.transfer_designation,
        TransferDesignationInput,
        DeskDesignation,
        "指定を引き継ぐ / Let another member take a designation over, as it stands: a deputy's, and with its end.",
        shared.PeriodEndsBeforeItBegins,
        rules.DesignationIsOver,
        rules.DesignationIsOnesOwn,
        rules.MemberIsDesignated,
        shown=_the_designation,
    )

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either("AttachToTicketResult", Ticket | TicketOutOfSight, *EVERY, *FILES),
        description="ファイルを添付する / Attach a file to a ticket. It is kept sealed, and only ever downloaded.",
    )
    def attach_to_ticket(self, info: Asking, input: Given[AttachToTicketInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        desk, member, named = info.context.desk_office, info.context.member, input.ticket
        if desk is None:
            return refused(info, rules.DeskIsNotSetUp())
        try:
            desk.perform(member, lambda at: files.receiving(at, ticket=named))
            taken = files.taken(input.file)
        except Refusal as refusal:
            return refused(info, refusal)

        def attach_to_ticket(handling: Any, **given: Any) -> Iterable[UUID]:
            return files.attach_to_ticket(handling, **(given | {"file": taken}))

        return perform(info, input, attach_to_ticket)

    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either(
            "IssueReceiptResult",
            IssuedReceipt | TicketOutOfSight,
            *EVERY,
            rules.SubjectIsErased,
            rules.TicketIsErased,
        ),
        description="受付番号を発行する / Issue a receipt code, with which the consulter comes back. It is shown once;"
        " a new one ends the one before.",
    )
    def issue_receipt(self, info: Asking, input: Given[IssueReceiptInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        code = tickets.new_code()

        def issue_receipt(handling: Any, *, ticket: str) -> Iterable[UUID]:
            return tickets.issue_receipt(handling, ticket=ticket, code=code)

        def issued(asking: Asking, receipt: Receipt) -> Row | None:
            found = the_ticket(asking, receipt)
            told = _ALREADY if receipt.repeated else code
            return found and {"__typename": "IssuedReceipt", "code": told, "ticket": found}

        return perform(info, input, issue_receipt, issued)


_ALREADY = None
"""What a repeat is told: a code is shown once."""
