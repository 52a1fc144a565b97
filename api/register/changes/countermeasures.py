"""Mutations about countermeasures: proposing, describing, progress, closing and splitting."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import LEAVE_OUT, Changing, CreatingRecord, mutation
from api.register.types import Countermeasure
from api.register.words import (
    CountermeasureKindWord,
    CountermeasureStatusWord,
    VerdictWord,
)
from commands.register.countermeasures import (
    assign_countermeasure,
    characterise_countermeasure,
    number_countermeasure,
    propose_countermeasure,
    remark_countermeasure,
    revise_countermeasure,
    split_countermeasure,
)
from commands.register.progress import (
    accept_risk,
    cancel_countermeasure,
    give_verdict,
    hand_over_countermeasure,
    report_progress,
)
from domain.people.refusals import DepartmentIsClosed
from domain.refusals import DayIsStillToCome, NotYourDepartment
from domain.register import refusals as rules


@strawberry.input(description="対策の登録 / Propose a countermeasure.")
class ProposeCountermeasureInput(CreatingRecord):
    title: str = strawberry.field(description="対策 / The measure, in one line.")
    items: list[str] = strawberry.field(default_factory=list, description="内訳 / Its items.")
    kind: CountermeasureKindWord | None = strawberry.field(default=None, description="種別 / Kind.")
    continuing: bool | None = strawberry.field(default=None, description="継続 / Continuing.")
    responsible_party: str | None = strawberry.field(
        default=None, description="主管会社 / Code of the responsible party; else your own."
    )
    responsible_department: strawberry.ID | None = strawberry.field(
        default=None, description="主管部署 / Id of a department of the responsible party."
    )
    number: str | None = strawberry.field(default=None, description="管理番号 / Your own number.")
    remark: str | None = strawberry.field(default=None, description="備考 / Remark.")
    wording: str | None = strawberry.field(
        default=None, description="実施時期 / Schedule in the wording people use."
    )
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day the wording was written; else today."
    )


@strawberry.input(description="対策への操作 / Change one countermeasure.")
class ChangingCountermeasure(Changing):
    countermeasure: strawberry.ID = strawberry.field(description="対策 / The countermeasure.")


@strawberry.input(description=f"対策の記述の変更 / Revise a countermeasure. {LEAVE_OUT}")
class ReviseCountermeasureInput(ChangingCountermeasure):
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="対策 / The measure, in one line; it always has one."
    )
    items: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="内訳 / Its items, all of them; an empty list: none."
    )


@strawberry.input(description="備考の変更 / Remark on a countermeasure.")
class RemarkCountermeasureInput(ChangingCountermeasure):
    remark: str | None = strawberry.field(
        default=None, description="備考 / The remark; left out or null: none."
    )


@strawberry.input(description=f"種別の変更 / Characterise a countermeasure. {LEAVE_OUT}")
class CharacteriseCountermeasureInput(ChangingCountermeasure):
    kind: CountermeasureKindWord | None = strawberry.field(
        default=strawberry.UNSET, description="種別 / Kind."
    )
    continuing: bool | None = strawberry.field(
        default=strawberry.UNSET, description="継続 / Continuing."
    )


@strawberry.input(description="主管の変更 / Assign a countermeasure.")
class AssignCountermeasureInput(ChangingCountermeasure):
    responsible_party: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="主管会社 / Code of the responsible party; left out: that of the department you"
        " name, else as it is.",
    )
    responsible_department: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="主管部署 / Id of a department of the responsible party; left out: as it is, null:"
        " none in particular.",
    )


@strawberry.input(description="管理番号の変更 / Number a countermeasure.")
class NumberCountermeasureInput(ChangingCountermeasure):
    number: str | None = strawberry.field(
        default=None, description="管理番号 / Your own number; left out or null: none."
    )


@strawberry.input(
    description="分割後の対策 / A part; what is left out is as the whole had it, but for its items."
)
class PartInput:
    title: str = strawberry.field(description="対策 / The measure, in one line.")
    items: list[str] = strawberry.field(default_factory=list, description="内訳 / Its items.")
    kind: CountermeasureKindWord | None = strawberry.field(default=None, description="種別 / Kind.")
    continuing: bool | None = strawberry.field(default=None, description="継続 / Continuing.")
    wording: str | None = strawberry.field(
        default=None,
        description="実施時期 / A schedule of its own; else that of the whole.",
    )
    reason: str | None = strawberry.field(
        default=None,
        description="変更理由 / Why it is later or vaguer than the whole: then it is needed.",
    )
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day the wording was written; else today."
    )
    responsible_department: strawberry.ID | None = strawberry.field(
        default=None, description="主管部署 / Id of the responsible department."
    )


@strawberry.input(description="対策の分割 / Split a countermeasure.")
class SplitCountermeasureInput(ChangingCountermeasure):
    parts: list[PartInput] = strawberry.field(description="分割後の対策 / Two parts at least.")


@strawberry.input(
    description="進捗報告 / Report a countermeasure's progress; an actual day that is left out follows"
    " from the status, and null withdraws one."
)
class ReportProgressInput(ChangingCountermeasure):
    status: CountermeasureStatusWord | None = strawberry.field(
        default=None, description="状況 / The implementer's status."
    )
    started_on: date | None = strawberry.field(
        default=strawberry.UNSET, description="着手日 / Actual start."
    )
    finished_on: date | None = strawberry.field(
        default=strawberry.UNSET, description="完了日 / Actual finish."
    )
    reason: str | None = strawberry.field(
        default=None, description="理由 / Needed to give up or to step back."
    )


@strawberry.input(description="対策の中止 / Cancel a countermeasure.")
class CancelCountermeasureInput(ChangingCountermeasure):
    reason: str = strawberry.field(description="理由 / Why it is given up.")


@strawberry.input(description="リスク受容 / Accept the risk instead of the countermeasure.")
class AcceptRiskInput(ChangingCountermeasure):
    reason: str = strawberry.field(description="理由 / Why the risk is accepted.")


@strawberry.input(
    description="日常業務への移行 / Hand a continuing countermeasure over to routine."
)
class HandOverCountermeasureInput(ChangingCountermeasure):
    rule: str = strawberry.field(description="規程・文書 / The rule or document it is part of now.")
    decision: str = strawberry.field(description="決定 / On what decision.")
    receiving_department: strawberry.ID | None = strawberry.field(
        default=None, description="移行先 / Id of the department that lives by the rule."
    )
    rule_version: str | None = strawberry.field(
        default=None, description="版 / The version of the rule."
    )
    next_check: date | None = strawberry.field(
        default=None, description="次回確認日 / When it is looked at next; else as it was."
    )


@strawberry.input(description="評価 / Give a verdict on a countermeasure.")
class GiveVerdictInput(ChangingCountermeasure):
    verdict: VerdictWord = strawberry.field(description="評価 / The reviewer's verdict.")
    reason: str | None = strawberry.field(default=None, description="評価理由 / Why.")


_GIVING_UP = (
    rules.CountermeasureIsNotTakenUpAgain,
    rules.CountermeasureIsSplit,
    rules.GivingUpNeedsItsReason,
)
_HANDING_OVER = (
    NotYourDepartment,
    rules.CountermeasureIsNotTakenUpAgain,
    rules.CountermeasureIsSplit,
    rules.OnlyContinuingMeasuresOperate,
    rules.ReporterCheckedIt,
)


@strawberry.type
class CountermeasureMutations:
    propose_countermeasure = mutation(
        propose_countermeasure,
        ProposeCountermeasureInput,
        Countermeasure,
        "対策を登録する / Propose a countermeasure.",
        DayIsStillToCome,
        rules.NoneStandsAlone,
        rules.DepartmentIsOfAnotherParty,
        DepartmentIsClosed,
    )
    revise_countermeasure = mutation(
        revise_countermeasure,
        ReviseCountermeasureInput,
        Countermeasure,
        "対策の記述を変更する / Describe a countermeasure by another title or other items.",
        rules.CountermeasureIsSplit,
    )
    remark_countermeasure = mutation(
        remark_countermeasure,
        RemarkCountermeasureInput,
        Countermeasure,
        "対策の備考を変更する / Put another remark beside a countermeasure, or none.",
        rules.CountermeasureIsSplit,
    )
    characterise_countermeasure = mutation(
        characterise_countermeasure,
        CharacteriseCountermeasureInput,
        Countermeasure,
        "対策の種別を変更する / Say what a countermeasure is for, and whether it continues.",
        rules.CountermeasureIsSplit,
        rules.OperatingMeasureIsContinuing,
    )
    assign_countermeasure = mutation(
        assign_countermeasure,
        AssignCountermeasureInput,
        Countermeasure,
        "対策の主管を変更する / Say which party and department answer for a countermeasure.",
        rules.CountermeasureIsSplit,
        rules.DepartmentIsOfAnotherParty,
        DepartmentIsClosed,
    )
    number_countermeasure = mutation(
        number_countermeasure,
        NumberCountermeasureInput,
        Countermeasure,
        "対策の管理番号を変更する / Call a countermeasure by your own number, or by none.",
        rules.CountermeasureIsSplit,
    )
    split_countermeasure = mutation(
        split_countermeasure,
        SplitCountermeasureInput,
        Countermeasure,
        "対策を分割する / Put parts in the place of a countermeasure, which then changes no more."
        " Answers the whole.",
        DayIsStillToCome,
        rules.CountermeasureIsSplit,
        rules.OnlyOpenMeasuresAreSplit,
        rules.SplittingNeedsTwoParts,
        rules.SplitIsTooLarge,
        rules.SlipNeedsItsReason,
        rules.ReasonNeedsAChange,
        rules.DepartmentIsOfAnotherParty,
        DepartmentIsClosed,
    )
    report_progress = mutation(
        report_progress,
        ReportProgressInput,
        Countermeasure,
        "進捗を報告する / Report status and actual days. Who accepts a risk must be permitted to.",
        *_HANDING_OVER,
        rules.HandingOverNamesItsRule,
        rules.ProgressDoesNotSplit,
        rules.GivingUpNeedsItsReason,
        rules.GivenUpMeasureHasNoDays,
        rules.SteppingBackNeedsItsReason,
        rules.FinishIsBeforeStart,
        rules.DayIsInTheFuture,
    )
    cancel_countermeasure = mutation(
        cancel_countermeasure,
        CancelCountermeasureInput,
        Countermeasure,
        "対策を中止する / Give a countermeasure up.",
        NotYourDepartment,
        *_GIVING_UP,
    )
    accept_risk = mutation(
        accept_risk,
        AcceptRiskInput,
        Countermeasure,
        "リスクを受容する / Accept the risk instead of the countermeasure.",
        *_GIVING_UP,
    )
    hand_over_countermeasure = mutation(
        hand_over_countermeasure,
        HandOverCountermeasureInput,
        Countermeasure,
        "日常業務へ移行する / Make a continuing countermeasure routine, once its effect was checked.",
        *_HANDING_OVER,
        rules.ClosingNeedsItsChecks,
        DepartmentIsClosed,
    )
    give_verdict = mutation(
        give_verdict,
        GiveVerdictInput,
        Countermeasure,
        "対策を評価する / Judge the effect of a countermeasure.",
        rules.CountermeasureIsSplit,
        rules.VerdictIsTooEarly,
        rules.VerdictIsByTheReporter,
        rules.ClosingNeedsItsChecks,
    )
