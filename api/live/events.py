"""`POST /graphql` for `text/event-stream`: one subscription as server-sent events (graphql-sse)."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import ExitStack, aclosing
from uuid import UUID

import anyio
import orjson
from graphql import GraphQLError, OperationType
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from api.edge.asked import Question
from api.edge.documents import document
from api.edge.wrong import RequestIsWrong
from api.live.places import NoPlace
from api.live.pushing import (
    SECONDS_TO_SEND,
    STREAMS_OF_ONE,
    Body,
    Live,
    StreamEnds,
    Subscriber,
)
from api.requests import address_of

EVENTS = "text/event-stream"
_KEEP_ALIVE = b":\n\n"
_COMPLETE = b"event: complete\ndata:\n\n"


def takes_events(accept: str | None) -> bool:
    """Whether an Accept names events; a client takes them that says `*/*` or nothing, but cannot
    read them."""
    named = (part.partition(";")[0].strip().lower() for part in (accept or "").split(","))
    return EVENTS in named


def is_subscription(asked: Question, member: UUID) -> bool:
    """Whether a subscription is asked for; a document with a fault is none."""
    try:
        return document(asked, member).operation is OperationType.SUBSCRIPTION
    except (RequestIsWrong, GraphQLError):
        return False


def events(live: Live, request: Request, asked: Question) -> Response:
    """The stream of one subscription, to whom the request's token names; what its document lacks is
    told in the stream, and ends it. Raises RequestIsWrong."""
    token = request.headers["authorization"].partition(" ")[2].strip()
    subscriber = live.admit(token, address_of(request))
    with ExitStack() as entering:
        try:
            entering.enter_context(live.streams.held_by(subscriber.member))
        except NoPlace:
            raise RequestIsWrong(
                429,
                f"同時に開ける接続は1人 {STREAMS_OF_ONE} 件までです。ほかの接続を閉じてください。"
                f" / One member may hold {STREAMS_OF_ONE} streams open: close another first.",
                "TOO_MANY_STREAMS",
            ) from None
        return _Events(live, subscriber, asked, entering.pop_all())


class _Events(StreamingResponse):
    """A stream that counts among its member's until it ends."""

    def __init__(self, live: Live, subscriber: Subscriber, asked: Question, open_: ExitStack):
        self._written = _written(live, subscriber, asked)
        super().__init__(self._written, media_type=EVENTS, headers={"X-Accel-Buffering": "no"})
        self._open = open_

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._open, anyio.CancelScope() as whole:

            async def sending(message: Message) -> None:
                with anyio.move_on_after(SECONDS_TO_SEND) as patience:
                    await send(message)
                if patience.cancelled_caught:
                    whole.cancel()

            async with aclosing(self._written):
                await super().__call__(scope, receive, sending)


async def _written(
    live: Live, subscriber: Subscriber, asked: Question
) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(live.pushes(subscriber, asked)) as pushes:
            async for body in pushes:
                yield _KEEP_ALIVE if body is None else _next(body)
    except StreamEnds as ends:
        yield _next(ends.body)
    yield _COMPLETE


def _next(body: Body) -> bytes:
    return b"event: next\ndata: " + orjson.dumps(body) + b"\n\n"
