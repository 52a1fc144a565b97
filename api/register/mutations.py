"""What may be done over GraphQL: each mutation is one command, and answers its record or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import or_
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
import strawberry
from graphql import GraphQLError, GraphQLUnionType, get_named_type

from api.planning import Row
from api.refusals import CHANGING, CREATING, answer, refusal_type
from api.register.queries import Asking, any_record, below
from api.register.types import Cause, Countermeasure, Figure, Incident, Link
from api.register.words import CauseKindWord, CountermeasureKindWord, CountermeasureStatusWord
from commands.office import Command
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import (
    propose_countermeasure,
    report_progress,
    set_schedule,
)
from commands.register.incidents import report_incident
from commands.register.reports import restate_figure
from domain.refusals import NoSuchRecord, NotYourDepartment, Refusal, TextIsEmpty
from domain.register import refusals as rules
from domain.register.record import InformationCategory


def _either(name: str, record: type, *refusals: type[Refusal]) -> Any:
    """The union a mutation answers: the record, or a named refusal."""
    types = (record, *(refusal_type(refusal) for refusal in dict.fromkeys(refusals)))
    description = "結果 / The record as it now stands for you, or the rule that said no."
    return Annotated[reduce(or_, types), strawberry.union(name, description=description)]


T = TypeVar("T")
Given = Annotated[T, strawberry.argument(description="内容 / What the command needs.")]
"""The one argument of a mutation."""

_KEY = "冪等キー / Your own name for this request: a repeat is answered again, not done again."
_VERSION = "版 / The version of the record as you read it."
_CATEGORIES = "情報区分 / Whose information the record holds; leave out while unjudged."


@strawberry.input(description="事案の登録 / Report an incident.")
class ReportIncidentInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    title: str = strawberry.field(description="事案の概要 / What happened, in one line.")
    group: str | None = strawberry.field(default=None, description="区分 / Group.")
    summary: str | None = strawberry.field(default=None, description="要旨 / Summary.")
    reporting: str | None = strawberry.field(default=None, description="報告状況 / Reporting.")
    occurred_on: date | None = strawberry.field(default=None, description="発生日 / Day.")
    number: str | None = strawberry.field(default=None, description="管理番号 / Your own number.")
    recurrence_of: strawberry.ID | None = strawberry.field(
        default=None, description="再発元 / The earlier incident it repeats."
    )
    information_categories: list[InformationCategory] = strawberry.field(
        default_factory=list, description=_CATEGORIES
    )


@strawberry.input(description="原因の登録 / State a cause.")
class StateCauseInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    statement: str = strawberry.field(description="原因 / The cause, in one line.")
    category: str | None = strawberry.field(
        default=None, description="分類 / Category; a new one joins your party's taxonomy."
    )
    kind: CauseKindWord | None = strawberry.field(default=None, description="種別 / Kind.")
    number: str | None = strawberry.field(default=None, description="管理番号 / Your own number.")
    information_categories: list[InformationCategory] = strawberry.field(
        default_factory=list, description=_CATEGORIES
    )


@strawberry.input(description="対策の登録 / Propose a countermeasure.")
class ProposeCountermeasureInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    title: str = strawberry.field(description="対策 / The measure, in one line.")
    items: list[str] = strawberry.field(default_factory=list, description="内訳 / Its items.")
    kind: CountermeasureKindWord | None = strawberry.field(default=None, description="種別 / Kind.")
    continuing: bool | None = strawberry.field(default=None, description="継続 / Continuing.")
    responsible_party: str | None = strawberry.field(
        default=None, description="主管会社 / Code of the responsible party; else your own."
    )
    responsible_department: strawberry.ID | None = strawberry.field(
        default=None, description="主管部署 / Id of the responsible department."
    )
    number: str | None = strawberry.field(default=None, description="管理番号 / Your own number.")
    remark: str | None = strawberry.field(default=None, description="備考 / Remark.")
    wording: str | None = strawberry.field(
        default=None, description="実施時期 / Schedule in the wording people use."
    )
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day the wording was written; else today."
    )
    information_categories: list[InformationCategory] = strawberry.field(
        default_factory=list, description=_CATEGORIES
    )


@strawberry.input(description="結び付け / Link a cause to an incident or a countermeasure.")
class LinkRecordsInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    cause: strawberry.ID = strawberry.field(description="原因 / The cause.")
    record: strawberry.ID = strawberry.field(
        description="相手 / The incident it explains or the countermeasure that answers it."
    )


@strawberry.input(description="実施時期の設定 / Set a countermeasure's schedule.")
class SetScheduleInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    expected_version: str = strawberry.field(description=_VERSION)
    countermeasure: strawberry.ID = strawberry.field(description="対策 / The countermeasure.")
    wording: str = strawberry.field(description="実施時期 / In the wording people use.")
    written_on: date | None = strawberry.field(
        default=None, description="記載日 / The day it was written; else today."
    )
    reason: str | None = strawberry.field(
        default=None, description="変更理由 / Needed when the due becomes later or vaguer."
    )


@strawberry.input(description="進捗報告 / Report a countermeasure's progress.")
class ReportProgressInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    expected_version: str = strawberry.field(description=_VERSION)
    countermeasure: strawberry.ID = strawberry.field(description="対策 / The countermeasure.")
    status: CountermeasureStatusWord | None = strawberry.field(
        default=None, description="状況 / The implementer's status."
    )
    started_on: date | None = strawberry.field(default=None, description="着手日 / Actual start.")
    finished_on: date | None = strawberry.field(default=None, description="完了日 / Actual finish.")
    reason: str | None = strawberry.field(
        default=None, description="理由 / Needed to give up or to step back."
    )


@strawberry.input(description="件数の修正 / Restate a figure by a newer one.")
class RestateFigureInput:
    idempotency_key: str = strawberry.field(description=_KEY)
    expected_version: str = strawberry.field(description=_VERSION)
    figure: strawberry.ID = strawberry.field(description="件数 / The earlier figure.")
    value: Decimal = strawberry.field(description="値 / The newer value.")
    reason: str = strawberry.field(description="修正理由 / Why it is restated.")
    about: bool | None = strawberry.field(default=None, description="概数 / Approximate.")
    distinct: bool | None = strawberry.field(default=None, description="実数 / Duplicates removed.")


ReportIncidentResult = _either("ReportIncidentResult", Incident, *CREATING, rules.NoneStandsAlone)
StateCauseResult = _either("StateCauseResult", Cause, *CREATING, rules.NoneStandsAlone)
ProposeCountermeasureResult = _either(
    "ProposeCountermeasureResult", Countermeasure, *CREATING, rules.NoneStandsAlone
)
LinkRecordsResult = _either("LinkRecordsResult", Link, *CREATING)
SetScheduleResult = _either(
    "SetScheduleResult", Countermeasure, *CHANGING, rules.SlipNeedsItsReason
)
ReportProgressResult = _either(
    "ReportProgressResult",
    Countermeasure,
    *CHANGING,
    NotYourDepartment,
    rules.CountermeasureIsNotTakenUpAgain,
    rules.OnlyContinuingMeasuresOperate,
    rules.GivingUpNeedsItsReason,
    rules.SteppingBackNeedsItsReason,
    rules.FinishIsBeforeStart,
    rules.DayIsInTheFuture,
)
RestateFigureResult = _either(
    "RestateFigureResult",
    Figure,
    *CHANGING,
    rules.FigureIsRestated,
    rules.RestatementNeedsItsReason,
    rules.NumberIsNegative,
    rules.NumberIsNotFinite,
    rules.NumberIsTooLong,
)


@strawberry.type(description="操作 / What may be done. Each is one command: all of it, or nothing.")
class Mutation:
    @strawberry.mutation(
        graphql_type=ReportIncidentResult,
        description="事案を登録する / Report an incident of your party.",
    )
    def report_incident(self, info: Asking, input: Given[ReportIncidentInput]) -> Any:  # noqa: A002 -- the argument's public name
        return _perform(info, input, report_incident)

    @strawberry.mutation(
        graphql_type=StateCauseResult, description="原因を登録する / State a cause."
    )
    def state_cause(self, info: Asking, input: Given[StateCauseInput]) -> Any:  # noqa: A002 -- see above
        return _perform(info, input, state_cause)

    @strawberry.mutation(
        graphql_type=ProposeCountermeasureResult,
        description="対策を登録する / Propose a countermeasure.",
    )
    def propose_countermeasure(
        self,
        info: Asking,
        input: Given[ProposeCountermeasureInput],  # noqa: A002 -- see above
    ) -> Any:
        return _perform(info, input, propose_countermeasure)

    @strawberry.mutation(
        graphql_type=LinkRecordsResult,
        description="原因を事案または対策に結び付ける / Link a cause to an incident or a countermeasure.",
    )
    def link_records(self, info: Asking, input: Given[LinkRecordsInput]) -> Any:  # noqa: A002 -- see above
        return _perform(info, input, link_records)

    @strawberry.mutation(
        graphql_type=SetScheduleResult,
        description="実施時期を設定・変更する / Set or change a schedule.",
    )
    def set_schedule(self, info: Asking, input: Given[SetScheduleInput]) -> Any:  # noqa: A002 -- see above
        return _perform(info, input, set_schedule)

    @strawberry.mutation(
        graphql_type=ReportProgressResult,
        description="進捗を報告する / Report status and actual days.",
    )
    def report_progress(self, info: Asking, input: Given[ReportProgressInput]) -> Any:  # noqa: A002 -- see above
        return _perform(info, input, report_progress)

    @strawberry.mutation(
        graphql_type=RestateFigureResult,
        description="件数を修正する / Restate a figure; the earlier one stays.",
    )
    def restate_figure(self, info: Asking, input: Given[RestateFigureInput]) -> Any:  # noqa: A002 -- see above
        return _perform(info, input, restate_figure)


_RECORDS = frozenset({"cause", "record", "countermeasure", "figure", "recurrence_of"})
_DEPARTMENT = "responsible_department"


def _perform(info: Asking, given: Any, command: Callable[..., Iterable[UUID]]) -> Row | None:
    """Run the command with the input's fields; answer the record through the barrier."""
    details = {field.name: getattr(given, field.name) for field in fields(given)}
    key = details.pop("idempotency_key")
    request = orjson.dumps([command.__name__, details], default=_plain, option=orjson.OPT_SORT_KEYS)
    context = info.context
    try:
        receipt = context.office.perform(
            context.member,
            _worded(command, details),
            key=_sound_key(key),
            request=request,
        )
    except Refusal as refusal:
        return _refused(info, refusal)
    found = any_record(context.lens(), str(receipt.records[0]), below(info))
    return found if found is not None else answer(NoSuchRecord())


def _refused(info: Asking, refusal: Refusal) -> Row:
    """The refusal as one of the mutation's answers; a rule it does not foresee is an error."""
    union = get_named_type(info._raw_info.return_type)
    assert isinstance(union, GraphQLUnionType)
    if type(refusal).__name__ in {one.name for one in union.types}:
        return answer(refusal)
    raise GraphQLError(
        f"{refusal.message_ja} / {refusal.message_en}", extensions={"code": refusal.code}
    )


def _worded(command: Callable[..., Iterable[UUID]], details: dict[str, Any]) -> Command:
    arguments: dict[str, Any] = {}
    for name, value in details.items():
        match value:
            case Enum():
                arguments[name] = value.value
            case list():
                arguments[name] = tuple(
                    one.value if isinstance(one, Enum) else one for one in value
                )
            case str() if name in _RECORDS or name == _DEPARTMENT:
                arguments[name] = _record_id(value)
            case _:
                arguments[name] = value
    if "information_categories" in arguments:
        arguments["categories"] = arguments.pop("information_categories")
    return lambda desk: command(desk, **arguments)


def _record_id(text: str) -> UUID:
    """The id a client sent; what is no id names no record."""
    try:
        return UUID(text)
    except ValueError:
        raise NoSuchRecord from None


def _sound_key(key: str) -> str:
    if not 0 < len(key.strip()) <= 200:
        raise TextIsEmpty(field_ja="冪等キー（1～200文字）", field_en="idempotency key (1–200)")
    return key


def _plain(value: object) -> str:
    return str(value)
