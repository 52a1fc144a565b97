"""Carries a question out: limits, one snapshot or one command, and the answer in its media type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.responses import Response

from api.context import Context
from api.desk.receipts import is_for_consulters
from api.edge.asked import Question
from api.edge.documents import Read, document
from api.edge.edge import A_COMMAND, PER_COST, Edge
from api.edge.masking import log
from api.edge.media import GRAPHQL
from api.edge.wrong import RequestIsWrong, in_json
from api.schema import Schema
from commands.desk.consulting import CONSULTER
from commands.desk.office import DeskOffice
from commands.office import Office
from store.deadline import is_over, within
from store.reads import ReadIsNotKept, Way

MAX_ERRORS = 5
_SUGGESTION = re.compile(r"[ ]?Did you mean .*?\?(?= Found: |\Z)", re.DOTALL)


def answer(
    office: Office,
    schema: Schema,
    edge: Edge,
    member: UUID,
    asked: Question,
    media: str,
    address: str | None,
    desk: DeskOffice | None = None,
) -> Response:
    """The answer to a member's question from an address; raises RequestIsWrong where none is tried."""
    try:
        asks = document(asked, member)
    except GraphQLError as e:
        return _cannot_run([e], media)
    if asks.operation is OperationType.SUBSCRIPTION:
        raise RequestIsWrong(
            400,
            "購読は Accept: text/event-stream で送信するか、WebSocket を使ってください。"
            " / Send a subscription with Accept: text/event-stream, or use a WebSocket.",
            "SUBSCRIPTION",
        )
    command = asks.operation is OperationType.MUTATION
    edge.pay_for_member(member, asks.cost / PER_COST + (A_COMMAND if command else 0))
    seconds = edge.command_seconds if command else edge.question_seconds
    with ExitStack() as stack:
        context = Context(office, member, stack, address, asks.read.selected, desk)
        result = _carried_out(schema, asks.read, asked, context, seconds, command=command)
    if result.data is not None:
        keep_read(context, Way.QUESTION, asked.query, command=command)
    if result.data is None and all(error.path is None for error in result.errors or ()):
        return _cannot_run(result.errors or [], media)
    return in_json(_body(result), media=media)


def is_consulters(asked: Question) -> bool:
    """Whether what is asked needs a receipt code alone; not where it cannot be read."""
    try:
        asks = document(asked, CONSULTER)
    except (GraphQLError, RequestIsWrong):
        return False
    return is_for_consulters(asks.read.parsed, asked.operation)


def answer_consulter(
    office: Office, desk: DeskOffice, schema: Schema, edge: Edge, asked: Question, media: str
) -> Response | None:
    """The answer to who comes with a receipt code and without a token; None where anything else is asked,
    or where it cannot be read."""
    if not is_consulters(asked):
        return None
    asks = document(asked, CONSULTER)
    command = asks.operation is OperationType.MUTATION
    seconds = edge.command_seconds if command else edge.question_seconds
    with ExitStack() as stack:
        context = Context(office, CONSULTER, stack, desk_office=desk)
        result = _carried_out(schema, asks.read, asked, context, seconds, command=command)
    if result.data is None and all(error.path is None for error in result.errors or ()):
        return _cannot_run(result.errors or [], media)
    return in_json(_body(result), media=media)


def keep_read(context: Context, way: Way, document: str, *, command: bool = False) -> None:
    """Put on record what is about to be shown of other parties' records; raises RequestIsWrong, and then
    nothing of it may leave."""
    try:
        context.keep_read(way, document)
    except ReadIsNotKept as e:
        log.error("read_not_kept", kind=type(e.__cause__).__name__)
        raise RequestIsWrong(
            503,
            (
                "行われましたが、閲覧の記録を残せないためお答えできません。同じ idempotencyKey でもう一度送信してください。"
                " / It was done, but cannot be answered while reads cannot be put on record: send it"
                " again with the same idempotencyKey."
                if command
                else "閲覧の記録を残せないため、他社の記録をお見せできません。管理者にお知らせください。"
                " / Nothing of other parties can be shown while reads cannot be put on record: tell the"
                " administrator."
            ),
            "READ_NOT_KEPT",
        ) from None


def pushed(
    schema: Schema, edge: Edge, read: Read, asked: Question, context: Context
) -> dict[str, Any]:
    """What a subscription is told at this moment: it is a question asked again and again."""
    return _body(_carried_out(schema, read, asked, context, edge.question_seconds))


def _carried_out(
    schema: Schema,
    read: Read,
    asked: Question,
    context: Context,
    seconds: float,
    *,
    command: bool = False,
) -> ExecutionResult:
    """What came of a question within so many seconds; raises RequestIsWrong where nothing did."""
    with within(seconds):
        result = schema.carry_out(read, asked.variables, asked.operation, context)
        if result.errors and is_over():
            raise _took_too_long(seconds, command=command)
    return result


def _body(result: ExecutionResult) -> dict[str, Any]:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = shown(result.errors)
    return body


def shown(errors: Iterable[GraphQLError]) -> list[Any]:
    """The first few errors, without guesses at what was meant."""
    told: list[Any] = [error.formatted for error in list(errors)[:MAX_ERRORS]]
    for one in told:
        one["message"] = _SUGGESTION.sub("", one["message"])
    return told


def _cannot_run(errors: list[GraphQLError], media: str) -> Response:
    """A request error of GraphQL: nothing was carried out, and there is no `data`. A client of the
    older media type expects status 200 and looks for errors."""
    return in_json({"errors": shown(errors)}, 400 if media == GRAPHQL else 200, media=media)


def _took_too_long(seconds: float, *, command: bool) -> RequestIsWrong:
    """A command may have been recorded all the same: its answer, too, is part of the time."""
    remedy = (
        "同じ idempotencyKey でもう一度送信してください（二重には記録されません）。"
        " / Not done within {} seconds: send it again with the same idempotencyKey; nothing is"
        " recorded twice."
        if command
        else "first、ids か項目を減らすか、時間をおいてやり直してください。"
        " / Not done within {} seconds: ask for smaller pages, fewer ids or less of each record, or"
        " try again later."
    )
    return RequestIsWrong(
        503, f"{seconds:g} 秒以内に終わりませんでした。{remedy.format(f'{seconds:g}')}", "TIMEOUT"
    )
