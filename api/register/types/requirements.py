"""Requirements as GraphQL shows them."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.record import Record
from api.register.types.meetings import DiscussedRecord
from api.register.words import (
    ReportClockWord,
    RequirementKindWord,
    RequirementStatusWord,
    StageWord,
)


@strawberry.type(description="挙げた記録 / A record that another one names, as far as you may see.")
class NamedRecord:
    record: Record = strawberry.field(description="記録 / The record.")


@strawberry.type(
    description="番号の付いた記録 / A record that is named by the number of an item or a submission."
)
class NumberedRecord:
    number: int = strawberry.field(description="番号 / Of the item, or of the submission.")
    record: Record = strawberry.field(description="記録 / The record.")


@strawberry.type(description="要求事項 / One thing that is wanted.")
class RequirementItem:
    number: int = strawberry.field(description="番号 / Its number in the requirement.")
    text: str = strawberry.field(description="内容 / What is wanted.")
    due: date | None = strawberry.field(description="期限 / Its own due, or the requirement's.")
    asked_on: date = strawberry.field(description="求められた日 / The day it was asked.")
    follow_up: bool = strawberry.field(description="追加要求 / It was asked later than the first.")
    submitted_in: list[int] = strawberry.field(
        description="提出 / The numbers of the submissions about it."
    )
    days_left: int | None = strawberry.field(
        description="残り日数 / Days left at statusDate, below zero once overdue; null: without due,"
        " submitted or over."
    )
    overdue: bool = strawberry.field(
        description="期限超過 / Its due has passed at statusDate and it was not submitted."
    )
    answers: list[NamedRecord] = strawberry.field(
        description="回答する記録 / The records that answer it, as far as you may see."
    )


@strawberry.type(description="提出 / What was handed in, as things stood then.")
class Submission:
    number: int = strawberry.field(description="番号 / Its number in the requirement.")
    stage: StageWord = strawberry.field(description="段階 / Which report it is.")
    submitted_on: date = strawberry.field(description="提出日 / The day it was handed in.")
    status_date: date = strawberry.field(description="基準日 / The day it speaks of.")
    recorded_at: datetime = strawberry.field(
        description="登録日時 / When it was recorded: asOf this instant shows what stood then."
    )
    items: list[int] = strawberry.field(
        description="要求事項 / The numbers of the items it is about."
    )
    note: str | None = strawberry.field(description="要旨 / What was told, in short.")
    records: list[NamedRecord] = strawberry.field(
        description="提出した記録 / The report, evidence and incidents handed in, as far as you may see."
    )


@strawberry.type(description="報告期限 / By when a report of a stage is due.")
class ReportDue:
    stage: StageWord = strawberry.field(description="段階 / First or final report.")
    due: date = strawberry.field(description="期限 / The last day.")
    days_left: int | None = strawberry.field(
        description="残り日数 / Days left at statusDate, below zero once overdue; null: submitted or over."
    )
    overdue: bool = strawberry.field(
        description="期限超過 / It has passed at statusDate without such a report."
    )


@strawberry.type(
    description="要求 / What an authority, an auditor or a committee wants of a party."
)
class Requirement(DiscussedRecord):
    kind: RequirementKindWord = strawberry.field(description="種別 / In which form it is wanted.")
    authority: str = strawberry.field(description="発出元 / From whom.")
    title: str = strawberry.field(description="件名 / In one line.")
    received_on: date = strawberry.field(description="受領日 / The day it was received.")
    due: date | None = strawberry.field(description="期限 / Of all items without their own.")
    clock: ReportClockWord | None = strawberry.field(
        description="報告期限の種別 / By which law's days reports are due."
    )
    clock_from: date | None = strawberry.field(
        description="起算日 / The day these run from; null: the day it was received."
    )
    first_report_due: date | None = strawberry.field(
        description="第1報の期限 / Last day of the first report."
    )
    final_report_due: date | None = strawberry.field(
        description="最終報の期限 / Last day of the final report."
    )
    status: RequirementStatusWord = strawberry.field(
        description="状況 / Whether the duty to report stands; what is done about it may go on."
    )
    ended_on: date | None = strawberry.field(description="終了日 / The day the duty ended.")
    end_reason: str | None = strawberry.field(description="終了理由 / What was said of the end.")
    next_due: date | None = strawberry.field(
        description="次の期限 / The first due of what is not submitted; null: none, or over."
    )
    items: list[RequirementItem] = strawberry.field(description="要求事項 / What is wanted, each.")
    submissions: list[Submission] = strawberry.field(
        description="提出 / What was handed in, in order."
    )
    answers: list[NumberedRecord] = strawberry.field(
        description="回答する記録 / The records that answer it, by item, as far as you may see."
    )
    submitted: list[NumberedRecord] = strawberry.field(
        description="提出した記録 / The records handed in, by submission, as far as you may see."
    )
    clocks: list[ReportDue] = strawberry.field(
        description="報告期限 / The clocks of the first and the final report, if there are any."
    )
    overdue: bool = strawberry.field(
        description="期限超過 / A due of an item or a report has passed at statusDate, unmet."
    )
