"""Mutations about when countermeasures are carried out, and when they are looked at."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import mutation
from api.register.changes.countermeasures import ChangingCountermeasure
from api.register.types import Countermeasure
from commands.register.schedules import (
    correct_schedule,
    reschedule_countermeasure,
    set_check_day,
    set_schedule,
)
from domain.refusals import DayIsStillToCome
from domain.register import refusals as rules


@strawberry.input(description="節目 / A milestone of a schedule.")
class MilestoneInput:
    day: date = strawberry.field(description="日 / Its day.")
    wording: str = strawberry.field(description="名称 / What is due then.")


@strawberry.input(description="実施時期の設定 / Set a countermeasure's schedule.")
class SetScheduleInput(ChangingCountermeasure):
    wording: str = strawberry.field(description="実施時期 / In the wording people use.")
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day it was written; else today."
    )
    reason: str | None = strawberry.field(
        default=None, description="変更理由 / Needed when the due becomes later or vaguer."
    )


@strawberry.input(description="実施時期の変更 / Move a countermeasure to another time.")
class RescheduleCountermeasureInput(SetScheduleInput):
    milestones: list[MilestoneInput] | None = strawberry.field(
        default=None, description="節目 / Its milestones; else those of the wording."
    )


@strawberry.input(description="実施時期の訂正 / Put right a schedule that was mistyped or misread.")
class CorrectScheduleInput(ChangingCountermeasure):
    wording: str = strawberry.field(description="実施時期 / In the wording people use.")
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day it was written; else as it was."
    )
    reason: str | None = strawberry.field(
        default=None, description="理由 / What was wrong; needed unless nothing changes."
    )
    milestones: list[MilestoneInput] | None = strawberry.field(
        default=None, description="節目 / Its milestones; else those of the wording."
    )


@strawberry.input(description="次回確認日の設定 / Set when a countermeasure is looked at next.")
class SetCheckDayInput(ChangingCountermeasure):
    day: date | None = strawberry.field(
        default=None, description="次回確認日 / The day; left out or null: none."
    )


_PLANNING = (
    DayIsStillToCome,
    rules.ReasonNeedsAChange,
    rules.SlipNeedsItsReason,
    rules.ExtensionIsPending,
    rules.CountermeasureIsSplit,
    rules.GivenUpMeasureHasNoDays,
    rules.RoutineIsNotRescheduled,
)


@strawberry.type
class ScheduleMutations:
    set_schedule = mutation(
        set_schedule,
        SetScheduleInput,
        Countermeasure,
        "実施時期を設定・変更する / Set or change a schedule. A due later or vaguer than the one that is set is"
        " asked for: it stays until that request is decided (pendingExtension).",
        *_PLANNING,
    )
    reschedule_countermeasure = mutation(
        reschedule_countermeasure,
        RescheduleCountermeasureInput,
        Countermeasure,
        "実施時期を変更する / Move a countermeasure to another time, with its milestones. A due later or vaguer"
        " than the one that is set is asked for: it stays until that request is decided (pendingExtension).",
        *_PLANNING,
    )
    correct_schedule = mutation(
        correct_schedule,
        CorrectScheduleInput,
        Countermeasure,
        "実施時期を訂正する / Put right what was mistyped or misread, and say what was wrong; that is no"
        " slip, and the first wording and each correction stay in sight.",
        DayIsStillToCome,
        rules.ReasonNeedsAChange,
        rules.CorrectionNeedsItsReason,
        rules.LaterCorrectionIsTheOfficers,
        rules.ExtensionIsPending,
        rules.CountermeasureHasNoSchedule,
        rules.CountermeasureIsSplit,
    )
    set_check_day = mutation(
        set_check_day,
        SetCheckDayInput,
        Countermeasure,
        "次回確認日を設定する / Say when a countermeasure is looked at next.",
        rules.CountermeasureIsSplit,
        rules.GivenUpMeasureHasNoDays,
    )
