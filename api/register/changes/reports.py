"""Mutations about reports, investigations and figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import strawberry

from api.changing import LEAVE_OUT, Changing, CreatingRecord, mutation
from api.register.types import Figure, Investigation, Report
from api.register.words import BreakdownWord, MethodWord
from commands.register.reports import (
    found_report,
    record_investigation,
    restate_figure,
    revise_investigation,
    revise_report,
    state_figure,
)
from domain.refusals import DayIsStillToCome, PeriodEndsBeforeItBegins
from domain.register import refusals as rules

_NUMBERS = (rules.NumberIsNegative, rules.NumberIsNotFinite, rules.NumberIsTooLong)


@strawberry.input(description="報告の登録 / Found a report.")
class FoundReportInput(CreatingRecord):
    title: str = strawberry.field(description="件名 / Title.")
    status_date: date | None = strawberry.field(
        default=None, description="基準日 / The day it speaks of."
    )


@strawberry.input(description=f"報告の変更 / Revise a report. {LEAVE_OUT}")
class ReviseReportInput(Changing):
    report: strawberry.ID = strawberry.field(description="報告 / The report.")
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="件名 / Title; it always has one."
    )
    status_date: date | None = strawberry.field(
        default=strawberry.UNSET, description="基準日 / The day it speaks of."
    )


@strawberry.input(description="調査の登録 / Record an investigation.")
class RecordInvestigationInput(CreatingRecord):
    method: MethodWord = strawberry.field(description="方法 / Method.")
    report: strawberry.ID | None = strawberry.field(
        default=None, description="報告 / The report it belongs to."
    )
    title: str | None = strawberry.field(default=None, description="件名 / Title.")
    period_from: date | None = strawberry.field(
        default=None, description="対象期間（始）/ First day covered."
    )
    period_to: date | None = strawberry.field(
        default=None, description="対象期間（終）/ Last day covered."
    )
    population: int | None = strawberry.field(default=None, description="対象者数 / People asked.")
    respondents: int | None = strawberry.field(
        default=None, description="回答者数 / People who answered."
    )
    note: str | None = strawberry.field(default=None, description="備考 / Note.")


@strawberry.input(description=f"調査の変更 / Revise an investigation. {LEAVE_OUT}")
class ReviseInvestigationInput(Changing):
    investigation: strawberry.ID = strawberry.field(description="調査 / The investigation.")
    method: MethodWord | None = strawberry.field(
        default=strawberry.UNSET, description="方法 / Method; it always has one."
    )
    title: str | None = strawberry.field(default=strawberry.UNSET, description="件名 / Title.")
    period_from: date | None = strawberry.field(
        default=strawberry.UNSET, description="対象期間（始）/ First day covered."
    )
    period_to: date | None = strawberry.field(
        default=strawberry.UNSET, description="対象期間（終）/ Last day covered."
    )
    population: int | None = strawberry.field(
        default=strawberry.UNSET, description="対象者数 / People asked."
    )
    respondents: int | None = strawberry.field(
        default=strawberry.UNSET, description="回答者数 / People who answered."
    )
    note: str | None = strawberry.field(default=strawberry.UNSET, description="備考 / Note.")


@strawberry.input(description="件数等の登録 / State a figure.")
class StateFigureInput(CreatingRecord):
    label: str = strawberry.field(description="区分 / What it is about, as labelled.")
    measure: str = strawberry.field(description="指標 / What was counted.")
    value: Decimal = strawberry.field(description="値 / The value, exact as stated.")
    unit: str = strawberry.field(description="単位 / Its unit, such as 件 or 人.")
    report: strawberry.ID | None = strawberry.field(
        default=None, description="報告 / The report it hangs on; needed for one over the whole."
    )
    base: Decimal | None = strawberry.field(
        default=None, description="母数 / What a share of it refers to."
    )
    breakdown: BreakdownWord | None = strawberry.field(
        default=None, description="内訳 / Own staff or contractor."
    )
    distinct: bool | None = strawberry.field(
        default=None,
        description="実数 / True: duplicates removed; false: counted each time (延べ).",
    )
    about: bool = strawberry.field(default=False, description="概数 / Approximate.")
    multiple: bool = strawberry.field(
        default=False, description="複数回答 / Several answers were allowed."
    )
    method: MethodWord | None = strawberry.field(
        default=None, description="調査方法 / How it was found."
    )
    investigation: strawberry.ID | None = strawberry.field(
        default=None, description="調査 / The investigation it cites."
    )
    incidents: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="事案 / The incidents it covers, for good."
    )
    whole: bool = strawberry.field(
        default=False, description="合計 / Over the whole report; then it names no incidents."
    )


@strawberry.input(description="件数等の修正 / Restate a figure by a newer one.")
class RestateFigureInput(Changing):
    figure: strawberry.ID = strawberry.field(description="件数等 / The earlier figure.")
    value: Decimal = strawberry.field(description="値 / The newer value.")
    reason: str = strawberry.field(description="修正理由 / Why it is restated.")
    about: bool | None = strawberry.field(default=None, description="概数 / Approximate.")
    distinct: bool | None = strawberry.field(default=None, description="実数 / Duplicates removed.")
    measure: str | None = strawberry.field(
        default=None, description="指標 / What was counted, if it is another."
    )
    unit: str | None = strawberry.field(default=None, description="単位 / Its unit, if another.")
    report: strawberry.ID | None = strawberry.field(
        default=None, description="報告 / The report it is now stated in, if another."
    )
    investigation: strawberry.ID | None = strawberry.field(
        default=None, description="調査 / The investigation it now cites, if another."
    )


@strawberry.type
class ReportMutations:
    found_report = mutation(
        found_report,
        FoundReportInput,
        Report,
        "報告を登録する / Found a report of your party.",
        DayIsStillToCome,
        rules.NoneStandsAlone,
    )
    revise_report = mutation(
        revise_report,
        ReviseReportInput,
        Report,
        "報告を変更する / Give a report another title or status date.",
        DayIsStillToCome,
    )
    record_investigation = mutation(
        record_investigation,
        RecordInvestigationInput,
        Investigation,
        "調査を登録する / Record how figures were found.",
        rules.NoneStandsAlone,
        rules.MoreRespondentsThanAsked,
        DayIsStillToCome,
        PeriodEndsBeforeItBegins,
        *_NUMBERS,
    )
    revise_investigation = mutation(
        revise_investigation,
        ReviseInvestigationInput,
        Investigation,
        "調査を変更する / Describe an investigation anew.",
        rules.MoreRespondentsThanAsked,
        DayIsStillToCome,
        PeriodEndsBeforeItBegins,
        *_NUMBERS,
    )
    state_figure = mutation(
        state_figure,
        StateFigureInput,
        Figure,
        "件数等を登録する / State a figure.",
        rules.NoneStandsAlone,
        rules.WholeFigureNamesIncidents,
        rules.WholeFigureNeedsItsReport,
        *_NUMBERS,
    )
    restate_figure = mutation(
        restate_figure,
        RestateFigureInput,
        Figure,
        "件数等を修正する / Restate a figure; the earlier one stays. Its quotes tell where the old value"
        " still stands.",
        rules.FigureIsRestated,
        rules.RestatementNeedsItsReason,
        *_NUMBERS,
    )
