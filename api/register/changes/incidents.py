"""Mutations about incidents."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import LEAVE_OUT, Changing, CreatingRecord, mutation
from api.register.types import Incident
from commands.register.incidents import (
    begin_investigation,
    close_incident,
    confirm_incident,
    mark_recurrence,
    number_incident,
    reopen_incident,
    report_incident,
    revise_incident,
)
from domain.refusals import DayIsStillToCome
from domain.register import refusals as rules


@strawberry.input(description="事案の登録 / Report an incident.")
class ReportIncidentInput(CreatingRecord):
    title: str = strawberry.field(description="事案の概要 / What happened, in one line.")
    group: str | None = strawberry.field(default=None, description="区分 / Group.")
    summary: str | None = strawberry.field(default=None, description="要旨 / Summary.")
    reporting: str | None = strawberry.field(default=None, description="報告状況 / Reporting.")
    occurred_on: date | None = strawberry.field(default=None, description="発生日 / Day.")
    number: str | None = strawberry.field(default=None, description="管理番号 / Your own number.")
    recurrence_of: strawberry.ID | None = strawberry.field(
        default=None, description="再発元 / The earlier incident it repeats."
    )


@strawberry.input(description="事案への操作 / Change one incident.")
class ChangingIncident(Changing):
    incident: strawberry.ID = strawberry.field(description="事案 / The incident.")


@strawberry.input(description=f"事案の記述の変更 / Revise an incident. {LEAVE_OUT}")
class ReviseIncidentInput(ChangingIncident):
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="事案の概要 / What happened; it always has one."
    )
    group: str | None = strawberry.field(default=strawberry.UNSET, description="区分 / Group.")
    summary: str | None = strawberry.field(default=strawberry.UNSET, description="要旨 / Summary.")
    reporting: str | None = strawberry.field(
        default=strawberry.UNSET, description="報告状況 / Reporting."
    )
    occurred_on: date | None = strawberry.field(
        default=strawberry.UNSET, description="発生日 / Day."
    )


@strawberry.input(description="管理番号の変更 / Number an incident.")
class NumberIncidentInput(ChangingIncident):
    number: str | None = strawberry.field(
        default=None, description="管理番号 / Your own number; left out or null: none."
    )


@strawberry.input(description="調査の開始 / Begin the investigation of an incident.")
class BeginInvestigationInput(ChangingIncident):
    pass


@strawberry.input(description="事案の確定 / Confirm an incident.")
class ConfirmIncidentInput(ChangingIncident):
    pass


@strawberry.input(description="事案の完了 / Close an incident.")
class CloseIncidentInput(ChangingIncident):
    reason: str | None = strawberry.field(
        default=None, description="理由 / Needed where it was never confirmed."
    )


@strawberry.input(description="事案の再開 / Reopen a closed incident.")
class ReopenIncidentInput(ChangingIncident):
    reason: str = strawberry.field(description="理由 / Why it is investigated again.")


@strawberry.input(description="再発の記録 / Mark an incident as a recurrence.")
class MarkRecurrenceInput(ChangingIncident):
    of: strawberry.ID = strawberry.field(description="再発元 / The earlier incident it repeats.")


@strawberry.type
class IncidentMutations:
    report_incident = mutation(
        report_incident,
        ReportIncidentInput,
        Incident,
        "事案を登録する / Report an incident of your party.",
        rules.NoneStandsAlone,
        DayIsStillToCome,
    )
    revise_incident = mutation(
        revise_incident,
        ReviseIncidentInput,
        Incident,
        "事案の記述を変更する / Describe an incident in other words or by another day.",
        rules.IncidentIsClosed,
        DayIsStillToCome,
    )
    number_incident = mutation(
        number_incident,
        NumberIncidentInput,
        Incident,
        "事案の管理番号を変更する / Call an incident by your own number, or by none.",
        rules.IncidentIsClosed,
    )
    begin_investigation = mutation(
        begin_investigation,
        BeginInvestigationInput,
        Incident,
        "事案の調査を開始する / Take up the investigation of a reported incident.",
        rules.IncidentIsClosed,
        rules.IncidentIsBeyondInvestigation,
    )
    confirm_incident = mutation(
        confirm_incident,
        ConfirmIncidentInput,
        Incident,
        "事案を確定する / Say that the investigation established what happened.",
        rules.IncidentIsClosed,
        rules.IncidentIsNotUnderInvestigation,
    )
    close_incident = mutation(
        close_incident,
        CloseIncidentInput,
        Incident,
        "事案を完了する / Close an incident.",
        rules.IncidentIsClosed,
        rules.EarlyClosingNeedsItsReason,
    )
    reopen_incident = mutation(
        reopen_incident,
        ReopenIncidentInput,
        Incident,
        "事案を再開する / Investigate a closed incident again.",
        rules.IncidentIsNotClosed,
        rules.ReopeningNeedsItsReason,
    )
    mark_recurrence = mutation(
        mark_recurrence,
        MarkRecurrenceInput,
        Incident,
        "事案を以前の事案の再発とする / Say which earlier incident has come back.",
        rules.IncidentIsClosed,
        rules.IncidentIsItsOwnRecurrence,
        rules.RecurrenceGoesInACircle,
    )
