"""Mutations about requirements."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import LEAVE_OUT, Changing, CreatingRecord, mutation
from api.register.types import Requirement
from api.register.words import OutcomeWord, ReportClockWord, RequirementKindWord, StageWord
from commands.register.requirements import (
    answer_requirement,
    end_requirement,
    follow_up_requirement,
    receive_requirement,
    revise_requirement,
    submit_requirement,
)
from domain.refusals import DayIsStillToCome
from domain.register import refusals as rules

_DAYS = (DayIsStillToCome, rules.DayIsBeforeReceipt)


@strawberry.input(description="要求事項 / One thing that is wanted.")
class RequirementItemInput:
    text: str = strawberry.field(description="内容 / What is wanted, in one line.")
    due: date | None = strawberry.field(
        default=None, description="期限 / Its own due, where it has one."
    )


@strawberry.input(description="要求事項の変更 / An item told anew; what is left out stays.")
class RequirementItemChange:
    number: int = strawberry.field(description="番号 / Which item.")
    text: str | None = strawberry.field(
        default=strawberry.UNSET, description="内容 / What is wanted; it always says something."
    )
    due: date | None = strawberry.field(
        default=strawberry.UNSET, description="期限 / Its own due; null: that of the requirement."
    )


@strawberry.input(description="要求の登録 / Write down what your party was asked.")
class ReceiveRequirementInput(CreatingRecord):
    kind: RequirementKindWord = strawberry.field(description="種別 / In which form.")
    authority: str = strawberry.field(description="発出元 / From whom.")
    title: str = strawberry.field(description="件名 / In one line.")
    received_on: date = strawberry.field(description="受領日 / The day it was received.")
    items: list[RequirementItemInput] = strawberry.field(
        description="要求事項 / What is wanted, one by one; numbered from 1."
    )
    due: date | None = strawberry.field(
        default=None, description="期限 / Of all items without their own."
    )
    clock: ReportClockWord | None = strawberry.field(
        default=None, description="報告期限の種別 / By which law's days reports are due."
    )
    clock_from: date | None = strawberry.field(
        default=None, description="起算日 / The day you knew, if another than that of receipt."
    )
    first_due: date | None = strawberry.field(
        default=None, description="第1報の期限 / If the clock does not say it, or another was set."
    )
    final_due: date | None = strawberry.field(
        default=None, description="最終報の期限 / If the clock does not say it, or another was set."
    )


@strawberry.input(description=f"要求の変更 / Tell a requirement anew. {LEAVE_OUT}")
class ReviseRequirementInput(Changing):
    requirement: strawberry.ID = strawberry.field(description="要求 / The requirement.")
    kind: RequirementKindWord | None = strawberry.field(
        default=strawberry.UNSET, description="種別 / In which form; it always has one."
    )
    authority: str | None = strawberry.field(
        default=strawberry.UNSET, description="発出元 / From whom; it always says so."
    )
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="件名 / In one line; it always has one."
    )
    received_on: date | None = strawberry.field(
        default=strawberry.UNSET, description="受領日 / When; it always has one."
    )
    items: list[RequirementItemChange] = strawberry.field(
        default_factory=list,
        description="要求事項 / Those that change; none is added or taken away.",
    )
    due: date | None = strawberry.field(
        default=strawberry.UNSET, description="期限 / Of all items without their own."
    )
    clock: ReportClockWord | None = strawberry.field(
        default=strawberry.UNSET,
        description="報告期限の種別 / Its days take the place of those set.",
    )
    clock_from: date | None = strawberry.field(
        default=strawberry.UNSET, description="起算日 / The day these run from."
    )
    first_due: date | None = strawberry.field(
        default=strawberry.UNSET, description="第1報の期限 / Null: as the clock says."
    )
    final_due: date | None = strawberry.field(
        default=strawberry.UNSET, description="最終報の期限 / Null: as the clock says."
    )


@strawberry.input(description="回答する記録 / Name your own records that answer an item.")
class AnswerRequirementInput(Changing):
    requirement: strawberry.ID = strawberry.field(description="要求 / The requirement.")
    item: int = strawberry.field(description="番号 / Which item.")
    add: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="加える記録 / Records of your own party that answer it."
    )
    remove: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="外す記録 / Records that answer it no longer."
    )


@strawberry.input(description="報告の提出 / Hand something in, as things stand now.")
class SubmitRequirementInput(Changing):
    requirement: strawberry.ID = strawberry.field(description="要求 / The requirement.")
    stage: StageWord = strawberry.field(description="段階 / Which report it is.")
    submitted_on: date | None = strawberry.field(
        default=None, description="提出日 / The day it was handed in; else today."
    )
    status_date: date | None = strawberry.field(
        default=None,
        description="基準日 / The day it speaks of; else that on which it was handed in.",
    )
    items: list[int] | None = strawberry.field(
        default=None, description="要求事項 / The numbers it is about; else all not yet submitted."
    )
    note: str | None = strawberry.field(default=None, description="要旨 / What was told, in short.")
    records: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="提出した記録 / The report, evidence and other records of your own party.",
    )
    incidents: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="報告した事案 / Incidents of your own party, whose state of reporting it sets.",
    )
    reporting: str | None = strawberry.field(
        default=None, description="報告状況 / What these then say; else the stage and the day."
    )


@strawberry.input(description="追加要求 / Write down what was asked further.")
class FollowUpRequirementInput(Changing):
    requirement: strawberry.ID = strawberry.field(description="要求 / The requirement.")
    items: list[RequirementItemInput] = strawberry.field(
        description="要求事項 / What is wanted besides; numbered on."
    )
    asked_on: date | None = strawberry.field(
        default=None, description="求められた日 / The day it was asked; else today."
    )


@strawberry.input(description="報告の終了 / The duty to report is over.")
class EndRequirementInput(Changing):
    requirement: strawberry.ID = strawberry.field(description="要求 / The requirement.")
    outcome: OutcomeWord = strawberry.field(description="終了の種別 / How it ended.")
    ended_on: date | None = strawberry.field(
        default=None, description="終了日 / The day it ended; else today."
    )
    reason: str | None = strawberry.field(default=None, description="理由 / What was said of it.")


@strawberry.type
class RequirementMutations:
    receive_requirement = mutation(
        receive_requirement,
        ReceiveRequirementInput,
        Requirement,
        "要求を登録する / Write down what an authority, an auditor or a committee wants.",
        *_DAYS,
        rules.RequirementNamesNoItem,
        rules.NoneStandsAlone,
    )
    revise_requirement = mutation(
        revise_requirement,
        ReviseRequirementInput,
        Requirement,
        "要求の内容を改める / Tell a requirement anew.",
        *_DAYS,
        rules.RequirementHasNoSuchItem,
        rules.RequirementIsOver,
    )
    answer_requirement = mutation(
        answer_requirement,
        AnswerRequirementInput,
        Requirement,
        "回答する記録を挙げる / Name records of your own that answer an item, or name them no longer.",
        rules.RequirementHasNoSuchItem,
        rules.RecordAnswersNothing,
    )
    submit_requirement = mutation(
        submit_requirement,
        SubmitRequirementInput,
        Requirement,
        "報告を提出する / Hand in what is numbered and kept as of now; incidents named say so.",
        *_DAYS,
        rules.RequirementHasNoSuchItem,
        rules.RequirementIsOver,
        rules.SubmissionNamesNoItem,
        rules.RecordAnswersNothing,
        rules.IncidentIsClosed,
    )
    follow_up_requirement = mutation(
        follow_up_requirement,
        FollowUpRequirementInput,
        Requirement,
        "追加要求を登録する / Write down what was asked further.",
        *_DAYS,
        rules.RequirementNamesNoItem,
        rules.RequirementIsOver,
    )
    end_requirement = mutation(
        end_requirement,
        EndRequirementInput,
        Requirement,
        "報告を終了する / No further reports are wanted, or it was withdrawn; measures go on.",
        *_DAYS,
        rules.RequirementIsOver,
    )
