"""A subscription as server-sent events: what is pushed, how it ends, and who gets no stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from starlette.applications import Starlette

from api.edge.edge import Edge
from api.http import build_app
from api.live import events, pushing
from api.live.beats import Steady
from api.live.pushing import Live
from tests.api.listening import SCHEMA
from tests.api.test_live_sockets import ADDED, bearer, report, since_now
from tests.houses import Home

EVENTS = {"Accept": "text/event-stream", "Content-Type": "application/json"}
BOTH = {**EVENTS, "Accept": "application/graphql-response+json, text/event-stream"}
QUERY = {"query": "{ me { name } }"}
NEXT = b"event: next\ndata: "
COMPLETE = b"event: complete\ndata:\n\n"
"""The last event of every stream."""


def app_of(home: Home) -> Starlette:
    return build_app(home.office, home.house.tokens, SCHEMA, Edge(), Steady(0.02, 0.01))


class Answer:
    """An answer that is read while it is being written."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.ended = False
        self._come: asyncio.Queue[bytes] = asyncio.Queue()

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.ended = not message.get("more_body", False)
            await self._come.put(message["body"])

    async def piece(self) -> bytes:
        """What comes next; empty at the end."""
        return await asyncio.wait_for(self._come.get(), 10)

    async def rest(self) -> bytes:
        """Everything to the end."""
        pieces = [await self.piece()]
        while not self.ended or not self._come.empty():
            pieces.append(await self.piece())
        return b"".join(pieces)

    async def told(self) -> Any:
        """The body of the next push."""
        while (piece := await self.piece()) == b":\n\n":
            pass
        assert piece.startswith(NEXT) and piece.endswith(b"\n\n")
        return orjson.loads(piece.removeprefix(NEXT))


@asynccontextmanager
async def asked(
    app: Starlette, headers: dict[str, str], body: dict[str, Any]
) -> AsyncIterator[Answer]:
    """A request that lasts as long as this is open; then its client is gone."""
    answer, gone = Answer(), asyncio.Event()
    sent = False

    async def receive() -> Any:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": orjson.dumps(body), "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "method": "POST",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    serving = asyncio.create_task(app(scope, receive, answer.send))
    try:
        yield answer
    finally:
        gone.set()
        await asyncio.wait_for(serving, 10)


def live_of(app: Starlette) -> Live:
    live: Live = app.state.live
    return live


async def read(
    app: Starlette, headers: dict[str, str], body: dict[str, Any]
) -> tuple[Answer, bytes]:
    """A whole answer."""
    async with asked(app, headers, body) as answer:
        return answer, await answer.rest()


def test_a_subscription_is_a_stream_of_events(home: Home) -> None:
    async def story() -> None:
        app = app_of(home)
        headers = EVENTS | bearer(home)
        async with asked(app, headers, since_now(home)) as answer:
            report(home)
            assert await answer.told() == ADDED
            assert answer.status == 200
            assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert answer.headers["cache-control"] == "no-store"
            report(home)
            assert await answer.told() == ADDED
            live_of(app).stopping = True
            assert await answer.rest() == COMPLETE

    asyncio.run(story())


def test_who_takes_both_is_answered_a_subscription_in_events_and_a_question_in_json(
    home: Home,
) -> None:
    async def story() -> None:
        app = app_of(home)
        headers = BOTH | bearer(home)
        async with asked(app, headers, since_now(home)) as answer:
            report(home)
            assert await answer.told() == ADDED
        answer, body = await read(app, headers, QUERY)
        assert answer.headers["content-type"].startswith("application/graphql-response+json")
        assert orjson.loads(body) == {"data": {"me": {"name": "PG member"}}}

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (QUERY, "SUBSCRIPTIONS_ONLY"),
        ({"query": "subscription {"}, None),
        ({"query": "subscription { nothing }"}, None),
        ({"query": "subscription { changed(first: 0) { totalCount } }"}, "BAD_PAGE"),
    ],
)
def test_what_is_wrong_with_a_document_is_told_in_the_stream(
    home: Home, body: dict[str, Any], code: str | None
) -> None:
    async def story() -> None:
        answer, told = await read(app_of(home), EVENTS | bearer(home), body)
        assert answer.status == 200
        assert told.startswith(NEXT) and told.endswith(b"\n\n" + COMPLETE)
        said = orjson.loads(told.removeprefix(NEXT).removesuffix(b"\n\n" + COMPLETE))
        assert set(said) == {"errors"}
        if code is not None:
            assert said["errors"][0]["extensions"]["code"] == code

    asyncio.run(story())


def test_without_an_accept_for_events_there_is_no_stream(home: Home) -> None:
    async def story() -> None:
        for accept in ("application/json", "*/*", "text/plain, */*"):
            headers = EVENTS | bearer(home) | {"Accept": accept}
            answer, told = await read(app_of(home), headers, since_now(home))
            assert answer.status == 400
            assert orjson.loads(told)["errors"][0]["extensions"]["code"] == "SUBSCRIPTION"

    asyncio.run(story())


@pytest.mark.parametrize(
    ("without", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Content-Type": "text/plain"}, 415),
        ({"Origin": "null"}, 403),
    ],
)
def test_what_is_wrong_with_a_request_is_its_status(
    home: Home, without: dict[str, str], status: int
) -> None:
    async def story() -> None:
        headers = EVENTS | bearer(home) | without
        answer, _ = await read(app_of(home), headers, since_now(home))
        assert answer.status == status

    asyncio.run(story())


def test_a_stream_ends_with_its_token(home: Home) -> None:
    async def story() -> None:
        headers = EVENTS | bearer(home, minutes=5)
        async with asked(app_of(home), headers, since_now(home)) as answer:
            report(home)
            assert await answer.told() == ADDED
            home.clock.pass_by(minutes=6)
            told = await answer.told()
            assert told["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            assert await answer.rest() == COMPLETE

    asyncio.run(story())


def test_a_silent_stream_is_kept_alive_at_fixed_beats(home: Home) -> None:
    async def story() -> None:
        async with asked(app_of(home), EVENTS | bearer(home), since_now(home)) as answer:
            assert await answer.piece() == b":\n\n"
            report(home, party="MZ")
            assert await answer.piece() == b":\n\n"

    asyncio.run(story())


def test_a_member_holds_so_many_streams_and_one_that_is_left_counts_no_more(home: Home) -> None:
    async def story() -> None:
        app, headers = app_of(home), EVENTS | bearer(home)
        streams = [asked(app, headers, since_now(home)) for _ in range(pushing.STREAMS_OF_ONE)]
        for stream in streams:
            answer = await stream.__aenter__()
            await answer.piece()
        refused, told = await read(app, headers, since_now(home))
        assert refused.status == 429
        assert orjson.loads(told)["errors"][0]["extensions"]["code"] == "TOO_MANY_STREAMS"
        for stream in streams:
            await stream.__aexit__(None, None, None)
        async with asked(app, headers, since_now(home)) as again:
            assert await again.piece() == b":\n\n"

    asyncio.run(story())


def test_who_does_not_read_is_let_go(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "SECONDS_TO_SEND", 0.05)

    async def story() -> None:
        app = app_of(home)
        stuck = asyncio.Event()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                await stuck.wait()

        async def receive() -> Any:
            return await anext(received)

        async def asks() -> AsyncIterator[Any]:
            yield {
                "type": "http.request",
                "body": orjson.dumps(since_now(home)),
                "more_body": False,
            }
            await stuck.wait()

        received = asks()
        headers = EVENTS | bearer(home)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "method": "POST",
            "path": "/graphql",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
        await asyncio.wait_for(app(scope, receive, send), 10)

    asyncio.run(story())
