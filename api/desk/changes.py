"""Mutations of the desk: each is one command on the desk's log, answered with the ticket as it now stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import strawberry

from api.asking import Asking
from api.changing import Given, either, refused
from api.desk.inputs import (
    AcknowledgeTicketInput,
    AnswerTicketInput,
    AskForErasureInput,
    AskForIdentityInput,
    AssessTicketInput,
    AttachToTicketInput,
    CheckWelfareInput,
    ConcludeTicketInput,
    DeclineRequestInput,
    DescribeTicketInput,
    DesignateHandlerInput,
    DesignateOfficerInput,
    DraftGuidanceInput,
    DraftIncidentInput,
    GrantRequestInput,
    HoldTicketInput,
    IssueReceiptInput,
    LiftHoldInput,
    LogTicketInput,
    NamePersonInput,
    NoteTicketInput,
    PublishStatisticsInput,
    RecordActionInput,
    ReleaseHandlerInput,
    ReopenTicketInput,
    RevokeDesignationInput,
    StrikeOutPersonInput,
    TakeMessageInput,
    TellDecisionInput,
    TellResultInput,
    TransferDesignationInput,
    WithdrawDraftInput,
    WithdrawGuidanceDraftInput,
)
from api.desk.performing import (
    EVERY,
    mutation,
    perform,
    the_designation,
    the_draft,
    the_guidance_draft,
    the_publication,
    the_request,
    the_ticket,
)
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
from commands.office import Receipt
from domain import refusals as shared
from domain.desk import refusals as rules
from domain.refusals import Refusal

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
        shown=the_request,
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
        shown=the_request,
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
        shown=the_draft,
    )
    withdraw_draft = mutation(
        drafts.withdraw_draft,
        WithdrawDraftInput,
        IncidentDraft,
        "下書きを取り下げる / Take a draft back while it is not reported.",
        rules.NoSuchDraft,
        rules.DraftIsDone,
        shown=the_draft,
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
        shown=the_guidance_draft,
    )
    withdraw_guidance_draft = mutation(
        guidance.withdraw_guidance_draft,
        WithdrawGuidanceDraftInput,
        GuidanceDraft,
        "事例の下書きを取り下げる / Drop a draft of guidance while it is not published.",
        rules.NoSuchGuidanceDraft,
        rules.GuidanceDraftIsDone,
        shown=the_guidance_draft,
    )
    publish_statistics = mutation(
        publishing.publish_statistics,
        PublishStatisticsInput,
        DeskStatistics,
        "相談の統計を公表する / Tell everybody of your party how many tickets its desk received in a period; numbers under"
        " five are merged. Each day is told of once; see statisticsPreview before.",
        *OF_A_PERIOD,
        shown=the_publication,
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
        shown=the_request,
    )
    decline_request = mutation(
        custody.decline_request,
        DeclineRequestInput,
        CustodianRequest,
        "申請を却下する / Decline a request.",
        rules.RequestIsDecided,
        rules.NobodyDecidesAlone,
        rules.TicketIsErased,
        shown=the_request,
    )
    designate_officer = mutation(
        custody.designate_officer,
        DesignateOfficerInput,
        DeskDesignation,
        "従事者を指定する / Designate a member for your party's desk, in writing.",
        rules.DesignationIsOnesOwn,
        rules.MemberIsDesignated,
        shared.PeriodEndsBeforeItBegins,
        shown=the_designation,
    )
    revoke_designation = mutation(
        custody.revoke_designation,
        RevokeDesignationInput,
        DeskDesignation,
        "指定を終える / End a designation.",
        rules.DesignationIsOver,
        shown=the_designation,
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
        shown=the_designation,
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
