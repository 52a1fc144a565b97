"""Mutations about what a meeting came to, and what it asked to be done."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import LEAVE_OUT, Changing, Touching, mutation
from api.register.types import ActionItem, Countermeasure, ExtensionRequest, MinutesEntry
from api.register.words import VerdictWord
from commands.register.action_items import (
    assign_action_item,
    drop_action_item,
    reopen_action_item,
    report_action_item,
    revise_action_item,
)
from commands.register.minutes import (
    amend_minutes,
    apply_outcome,
    enter_opinion,
    enter_resolution,
    record_outcome,
    strike_out_entry,
)
from domain.refusals import DayIsStillToCome
from domain.register import refusals as rules
from domain.register.minutes import Outcome

_OPEN = (rules.MeetingStatusForbids, rules.ItemIsWithdrawn)
_SETTLED = (rules.MeetingStatusForbids, rules.MinutesAreSettled)
_ITEM = "議題 / The item of the meeting that it is about; else it is about the whole."
_REASON = "理由 / Why."


@strawberry.input(description="結論の記録 / Record what an item came to.")
class RecordOutcomeInput(Touching):
    item: strawberry.ID = strawberry.field(description="議題 / The item.")
    outcome: Outcome = strawberry.field(description="結論 / What it came to.")
    text: str | None = strawberry.field(
        default=None, description="理由 / Why, or on what terms; needed unless it is decided."
    )


@strawberry.input(
    description="結論の反映 / Carry out what an item about a record of your own party came to."
)
class ApplyOutcomeInput(Touching):
    item: strawberry.ID = strawberry.field(
        description="議題 / The item, whose outcome is recorded."
    )
    expected_version: str = strawberry.field(
        description="版 / The version of the record that the item is about, as you read it."
    )
    verdict: VerdictWord | None = strawberry.field(
        default=None, description="評価 / The meeting's verdict on a countermeasure."
    )
    extension_granted: bool | None = strawberry.field(
        default=None,
        description="期限延長の承認 / Of an extension request that is decided: granted or declined; where the meeting"
        " decides these.",
    )
    reason: str | None = strawberry.field(
        default=None, description="理由 / The reason of the verdict, or of the decision."
    )


@strawberry.input(description="決定事項の記載 / Enter what the meeting resolved.")
class EnterResolutionInput(Touching):
    meeting: strawberry.ID = strawberry.field(description="会議 / The meeting.")
    item: strawberry.ID | None = strawberry.field(default=None, description=_ITEM)
    text: str = strawberry.field(description="内容 / What was resolved.")


@strawberry.input(description="意見の記載 / Enter what somebody thought.")
class EnterOpinionInput(Touching):
    meeting: strawberry.ID = strawberry.field(description="会議 / The meeting.")
    item: strawberry.ID | None = strawberry.field(default=None, description=_ITEM)
    theme: str | None = strawberry.field(default=None, description="論点 / Under what it stands.")
    text: str = strawberry.field(description="内容 / What was thought.")


@strawberry.input(description=f"議事録の訂正 / Put an entry of your party right. {LEAVE_OUT}")
class AmendMinutesInput(Changing):
    entry: strawberry.ID = strawberry.field(description="記載 / The entry.")
    outcome: Outcome | None = strawberry.field(
        default=strawberry.UNSET, description="結論 / What the item came to, of an outcome."
    )
    theme: str | None = strawberry.field(
        default=strawberry.UNSET, description="論点 / Under what an opinion stands."
    )
    text: str | None = strawberry.field(
        default=strawberry.UNSET, description="内容 / What was said; of an outcome its reason."
    )
    reason: str | None = strawberry.field(
        default=None, description="訂正の理由 / Why it is put right."
    )


@strawberry.input(description="記載の削除 / Take an entry of your party out of the minutes.")
class StrikeOutEntryInput(Changing):
    entry: strawberry.ID = strawberry.field(description="記載 / The entry.")
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.input(description="宿題の割当て / Ask a party to do something.")
class AssignActionItemInput(Touching):
    meeting: strawberry.ID = strawberry.field(description="会議 / The meeting.")
    item: strawberry.ID | None = strawberry.field(default=None, description=_ITEM)
    text: str = strawberry.field(description="内容 / What is to be done.")
    party: str | None = strawberry.field(
        default=None, description="担当会社 / Code of a party of the meeting; else your own."
    )
    who: str | None = strawberry.field(default=None, description="担当 / Who there.")
    due: date | None = strawberry.field(
        default=None, description="期限 / By when; else by the next meeting."
    )


@strawberry.input(description="宿題への操作 / Change an action item.")
class ChangingActionItem(Changing):
    action_item: strawberry.ID = strawberry.field(description="宿題 / The action item.")


@strawberry.input(description=f"宿題の変更 / Say anew what is to be done. {LEAVE_OUT}")
class ReviseActionItemInput(ChangingActionItem):
    text: str | None = strawberry.field(
        default=strawberry.UNSET, description="内容 / What is to be done; it is always stated."
    )
    who: str | None = strawberry.field(default=strawberry.UNSET, description="担当 / Who.")
    due: date | None = strawberry.field(default=strawberry.UNSET, description="期限 / By when.")


@strawberry.input(description="宿題の完了報告 / Report what your party was asked to do as done.")
class ReportActionItemInput(ChangingActionItem):
    result: str | None = strawberry.field(default=None, description="結果 / What came of it.")
    done_on: date | None = strawberry.field(
        default=None, description="完了日 / The day it was done; else today."
    )


@strawberry.input(description="宿題の取りやめ / Let an action item of your party's asking be.")
class DropActionItemInput(ChangingActionItem):
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.input(description="宿題の再開 / Ask again for what was done or dropped.")
class ReopenActionItemInput(ChangingActionItem):
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.type
class MinutesMutations:
    record_outcome = mutation(
        record_outcome,
        RecordOutcomeInput,
        MinutesEntry,
        "結論を記録する / Record what an item of an open meeting came to.",
        *_OPEN,
        rules.OutcomeIsRecorded,
        rules.OutcomeNeedsItsReason,
    )
    apply_outcome = mutation(
        apply_outcome,
        ApplyOutcomeInput,
        Countermeasure | ExtensionRequest,
        "結論を反映する / Carry out what an item came to: a verdict on a countermeasure of your own party, or the"
        " decision on more time that it asked for.",
        *_SETTLED,
        rules.NothingIsConcluded,
        rules.DecisionIsSeenByNobodyElse,
        rules.VerdictIsOfAMeasure,
        rules.VerdictIsTooEarly,
        rules.VerdictIsByTheReporter,
        rules.ClosingNeedsItsChecks,
        rules.CountermeasureIsSplit,
        rules.OutcomeGrantsNothing,
        rules.OfficerDecidesExtensions,
        rules.ExtensionIsDecided,
        rules.ExtensionIsOutdated,
        rules.AskerDoesNotDecide,
        rules.DecliningNeedsItsReason,
    )
    enter_resolution = mutation(
        enter_resolution,
        EnterResolutionInput,
        MinutesEntry,
        "決定事項を記載する / Enter what an open meeting resolved.",
        *_OPEN,
    )
    enter_opinion = mutation(
        enter_opinion,
        EnterOpinionInput,
        MinutesEntry,
        "意見を記載する / Enter what was thought at an open meeting.",
        *_OPEN,
    )
    amend_minutes = mutation(
        amend_minutes,
        AmendMinutesInput,
        MinutesEntry,
        "議事録を訂正する / Put an entry right until the minutes are settled.",
        *_SETTLED,
        rules.EntryIsNoOutcome,
        rules.EntryIsStruckOut,
        rules.OutcomeNeedsItsReason,
        rules.OutcomeWasCarriedOut,
    )
    strike_out_entry = mutation(
        strike_out_entry,
        StrikeOutEntryInput,
        MinutesEntry,
        "議事録の記載を削除する / Take an entry out until the minutes are settled.",
        *_SETTLED,
        rules.OutcomeWasCarriedOut,
    )
    assign_action_item = mutation(
        assign_action_item,
        AssignActionItemInput,
        ActionItem,
        "宿題を割り当てる / Ask a party of an open meeting to do something.",
        *_OPEN,
        rules.PartyIsNotOfTheMeeting,
        rules.ItemIsNotTheirs,
        rules.DueIsOver,
    )
    revise_action_item = mutation(
        revise_action_item,
        ReviseActionItemInput,
        ActionItem,
        "宿題を変える / Say anew what is to be done.",
        rules.ActionItemIsOver,
        rules.DueIsOver,
    )
    report_action_item = mutation(
        report_action_item,
        ReportActionItemInput,
        ActionItem,
        "宿題の完了を報告する / Report an action item of your party as done.",
        rules.ActionItemIsOver,
        DayIsStillToCome,
    )
    drop_action_item = mutation(
        drop_action_item,
        DropActionItemInput,
        ActionItem,
        "宿題を取りやめる / Let an action item be.",
        rules.ActionItemIsOver,
    )
    reopen_action_item = mutation(
        reopen_action_item,
        ReopenActionItemInput,
        ActionItem,
        "宿題を再開する / Ask again for what was done or dropped.",
        rules.ActionItemIsOpen,
    )
