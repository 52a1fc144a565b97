"""Mutations by which more time is asked for and decided."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import Changing, CreatingRecord, mutation
from api.register.changes.schedules import MilestoneInput
from api.register.types import ExtensionRequest
from commands.register.extensions import decide_extension, request_extension, withdraw_extension
from domain.refusals import DayIsStillToCome, StaleVersion
from domain.register import refusals as rules


@strawberry.input(
    description="申請する対策と実施時期 / A countermeasure, and the schedule asked for it."
)
class ExtendedMeasureInput:
    id: strawberry.ID = strawberry.field(description="対策 / The countermeasure.")
    wording: str = strawberry.field(description="実施時期 / In the wording people use.")
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day it was written; else today."
    )
    milestones: list[MilestoneInput] | None = strawberry.field(
        default=None, description="節目 / Its milestones; else those of the wording."
    )
    expected_version: str = strawberry.field(
        description="版 / The version of the countermeasure as you read it."
    )


@strawberry.input(description="期限延長の申請 / Ask for later dues, for one reason.")
class RequestExtensionInput(CreatingRecord):
    countermeasures: list[ExtendedMeasureInput] = strawberry.field(
        description="対策 / Countermeasures of your party, each once."
    )
    reason: str = strawberry.field(description="理由 / Why more time is needed, for all of them.")


@strawberry.input(description="期限延長の承認・却下 / Decide a request as a whole.")
class DecideExtensionInput(Changing):
    extension: strawberry.ID = strawberry.field(description="期限延長の申請 / The request.")
    granted: bool = strawberry.field(
        description="承認 / True: the schedules move; false: the dues stay."
    )
    reason: str | None = strawberry.field(
        default=None, description="決定の理由 / Why; needed to decline."
    )


@strawberry.input(description="期限延長の申請の取下げ / Ask for it no more.")
class WithdrawExtensionInput(Changing):
    extension: strawberry.ID = strawberry.field(description="期限延長の申請 / The request.")


@strawberry.type
class ExtensionMutations:
    request_extension = mutation(
        request_extension,
        RequestExtensionInput,
        ExtensionRequest,
        "期限延長を申請する / Ask for later or vaguer dues of several countermeasures. Until it is decided the"
        " old ones count.",
        StaleVersion,
        DayIsStillToCome,
        rules.NoRecordIsNamed,
        rules.MeasureIsNamedTwice,
        rules.SlipNeedsItsReason,
        rules.NothingIsExtended,
        rules.ExtensionIsPending,
        rules.CountermeasureIsSplit,
        rules.GivenUpMeasureHasNoDays,
        rules.RoutineIsNotRescheduled,
        rules.NoneStandsAlone,
    )
    decide_extension = mutation(
        decide_extension,
        DecideExtensionInput,
        ExtensionRequest,
        "期限延長を承認または却下する / Grant a request, which moves all its schedules, or decline it; as"
        " somebody else than who asked.",
        rules.ExtensionIsDecided,
        rules.AskerDoesNotDecide,
        rules.ExtensionIsOutdated,
        rules.DecliningNeedsItsReason,
        rules.MeetingDecidesExtensions,
    )
    withdraw_extension = mutation(
        withdraw_extension,
        WithdrawExtensionInput,
        ExtensionRequest,
        "期限延長の申請を取り下げる / Ask for it no more.",
        rules.ExtensionIsDecided,
    )
