"""Mutations about operation records."""

from __future__ import annotations

from datetime import date

import strawberry

from api.changing import (
    LEAVE_OUT,
    Changing,
    CreatingRecord,
    ExpectingSeveral,
    Touching,
    mutation,
)
from api.register.types import OperationRecord
from api.register.words import OperationKindWord
from commands.register.operations import record_operation, revise_operation
from domain.refusals import NotYourDepartment, PeriodEndsBeforeItBegins
from domain.register import refusals as rules

_ACCOUNT = (
    PeriodEndsBeforeItBegins,
    rules.NumberIsNegative,
    rules.NumberIsTooLong,
    rules.OperationIsStillToCome,
    NotYourDepartment,
)


@strawberry.input(description="運用の記録 / Record what was done in a period, or is planned.")
class RecordOperationInput(CreatingRecord, Touching, ExpectingSeveral):
    kind: OperationKindWord = strawberry.field(description="種別 / What was done.")
    title: str = strawberry.field(description="件名 / In one line.")
    period_from: date = strawberry.field(description="期間（始）/ First day of the period.")
    period_to: date = strawberry.field(description="期間（終）/ Last day of the period.")
    planned: int | None = strawberry.field(
        default=None, description="予定数 / How often it was planned."
    )
    done: int | None = strawberry.field(default=None, description="実施数 / How often it was done.")
    people: int | None = strawberry.field(
        default=None, description="人数 / How many people it reached."
    )
    result: str | None = strawberry.field(default=None, description="結果 / What came of it.")
    countermeasures: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="対策 / The countermeasures it shows to operate; fixed once recorded.",
    )
    next_check: date | None = strawberry.field(
        default=None,
        description=(
            "次回確認日 / Next check day of your continuing countermeasures among them; else as long"
            " after the period as it lasted, and never before the day set."
        ),
    )


@strawberry.input(description=f"運用記録の変更 / Tell an operation anew. {LEAVE_OUT}")
class ReviseOperationInput(Changing):
    operation: strawberry.ID = strawberry.field(description="運用記録 / The operation record.")
    kind: OperationKindWord | None = strawberry.field(
        default=strawberry.UNSET, description="種別 / What was done; it always has one."
    )
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="件名 / In one line; it always has one."
    )
    period_from: date | None = strawberry.field(
        default=strawberry.UNSET, description="期間（始）/ First day; it always has one."
    )
    period_to: date | None = strawberry.field(
        default=strawberry.UNSET, description="期間（終）/ Last day; it always has one."
    )
    planned: int | None = strawberry.field(
        default=strawberry.UNSET, description="予定数 / How often it was planned."
    )
    done: int | None = strawberry.field(
        default=strawberry.UNSET, description="実施数 / How often it was done."
    )
    people: int | None = strawberry.field(
        default=strawberry.UNSET, description="人数 / How many people it reached."
    )
    result: str | None = strawberry.field(
        default=strawberry.UNSET, description="結果 / What came of it."
    )


@strawberry.type
class OperationMutations:
    record_operation = mutation(
        record_operation,
        RecordOperationInput,
        OperationRecord,
        "運用を記録する / Record an operation; check days of continuing measures move with it.",
        *_ACCOUNT,
        rules.NothingIsCheckedNext,
        rules.NoneStandsAlone,
    )
    revise_operation = mutation(
        revise_operation,
        ReviseOperationInput,
        OperationRecord,
        "運用記録を改める / Tell an operation anew; check days stay, but for one"
        " that was only planned and is now done.",
        *_ACCOUNT,
    )
