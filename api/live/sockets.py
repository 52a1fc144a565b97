"""`/graphql` as a WebSocket: the protocol graphql-transport-ws, and no other; subscriptions alone."""

from __future__ import annotations

from contextlib import ExitStack, aclosing, suppress
from typing import Any

import anyio
import orjson
from anyio.abc import TaskGroup
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.edge.asked import Question, in_shape
from api.edge.edge import A_WRONG_TOKEN
from api.edge.rates import place
from api.edge.strict import strict_json
from api.edge.wrong import RequestIsWrong
from api.live.places import NoPlace
from api.live.pushing import (
    SECONDS_TO_SEND,
    Body,
    Live,
    StreamEnds,
    Subscriber,
    TokenEnded,
    words,
)
from api.requests import address_of

PROTOCOL = "graphql-transport-ws"
MAX_MESSAGE = 65_536
"""Letters that one message of a client may have; the server refuses as many bytes before."""
MAX_ID = 128
SUBSCRIPTIONS = 10
"""Subscriptions open at once on one socket."""
SECONDS_TO_BEGIN = 10

TOO_MANY = words(
    f"1つの接続で開ける購読は {SUBSCRIPTIONS} 件までです。ほかの購読を終えてください。"
    f" / One connection may hold {SUBSCRIPTIONS} subscriptions: complete another first.",
    "TOO_MANY_SUBSCRIPTIONS",
)


class Closing(Exception):
    """The socket is to be closed, with a code of the protocol (RFC 6455 beyond it)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


async def converse(live: Live, socket: WebSocket) -> None:
    """Hold one conversation, from the handshake to the close."""
    with ExitStack() as unknown:
        try:
            live.edge.origins.require_own_page(socket.headers)
            live.edge.pay_for_address(socket)
            unknown.enter_context(live.strangers.held_by(place(address_of(socket))))
        except RequestIsWrong as wrong:
            await socket.send_denial_response(wrong.response())
        except NoPlace:
            await socket.send_denial_response(PlainTextResponse("Busy", 503))
        else:
            await _Conversation(live, socket, unknown).hold()


class _Conversation:
    """`unknown` is left once it is known whose it is."""

    def __init__(self, live: Live, socket: WebSocket, unknown: ExitStack) -> None:
        self._live = live
        self._socket = socket
        self._unknown = unknown
        self._open: dict[str, anyio.CancelScope] = {}
        self._closing: Closing | None = None

    async def hold(self) -> None:
        if PROTOCOL not in self._socket.scope["subprotocols"]:
            await self._socket.accept()
            await self._socket.close(4406, "Subprotocol not acceptable")
            return
        await self._socket.accept(PROTOCOL)
        async with anyio.create_task_group() as tasks:
            await self._until_it_ends(tasks)
            tasks.cancel_scope.cancel()
        if self._closing is not None:
            with suppress(WebSocketDisconnect):
                await self._socket.close(self._closing.code, self._closing.reason)

    async def _until_it_ends(self, tasks: TaskGroup) -> None:
        try:
            subscriber = await self._begun()
            self._socket.state.member = str(subscriber.member)
            self._unknown.close()
            with self._live.streams.held_by(subscriber.member):
                await self._send({"type": "connection_ack"})
                while True:
                    await self._answer(subscriber, await self._receive(), tasks)
        except Closing as closing:
            self._closing = closing
        except NoPlace:
            self._closing = Closing(4429, "Too many connections")
        except WebSocketDisconnect:
            pass

    async def _begun(self) -> Subscriber:
        """Whoever the first message names."""
        with anyio.move_on_after(SECONDS_TO_BEGIN):
            while True:
                match await self._receive():
                    case {"type": "connection_init", **others}:
                        return self._admitted(others.get("payload"))
                    case {"type": "subscribe"}:
                        raise Closing(4401, "Unauthorized")
                    case message:
                        await self._play(message)
        raise Closing(4408, "Connection initialisation timeout")

    def _admitted(self, payload: Any) -> Subscriber:
        given = payload.get("Authorization") if isinstance(payload, dict) else None
        scheme, _, token = given.partition(" ") if isinstance(given, str) else ("", "", "")
        try:
            known = token.strip() if scheme.lower() == "bearer" else ""
            return self._live.admit(known, address_of(self._socket))
        except RequestIsWrong:
            with suppress(RequestIsWrong):
                self._live.edge.pay_for_address(self._socket, A_WRONG_TOKEN)
            raise Closing(4403, "Forbidden: a valid token is needed") from None

    async def _answer(self, subscriber: Subscriber, message: Any, tasks: TaskGroup) -> None:
        match message:
            case {"type": "subscribe", "id": str() as name, "payload": dict() as payload}:
                await self._subscribe(subscriber, name, payload, tasks)
            case {"type": "complete", "id": str() as name}:
                if scope := self._open.pop(name, None):
                    scope.cancel()
            case {"type": "connection_init"}:
                raise Closing(4429, "Too many initialisation requests")
            case _:
                await self._play(message)

    async def _play(self, message: Any) -> None:
        """Answer a ping; whatever has no meaning here ends the conversation."""
        match message:
            case {"type": "ping"}:
                await self._send({"type": "pong"})
            case {"type": "pong"}:
                pass
            case _:
                raise Closing(4400, "Invalid message")

    async def _subscribe(
        self, subscriber: Subscriber, name: str, payload: dict[str, Any], tasks: TaskGroup
    ) -> None:
        if not 0 < len(name) <= MAX_ID:
            raise Closing(4400, "Invalid id")
        if name in self._open:
            raise Closing(4409, "Subscriber already exists")
        try:
            asked = in_shape(payload)
        except RequestIsWrong:
            raise Closing(4400, "Invalid payload") from None
        if len(self._open) >= SUBSCRIPTIONS:
            await self._send(_error(name, TOO_MANY))
            return
        self._open[name] = scope = anyio.CancelScope()
        tasks.start_soon(self._push, subscriber, name, asked, scope, tasks)

    async def _push(
        self,
        subscriber: Subscriber,
        name: str,
        asked: Question,
        scope: anyio.CancelScope,
        tasks: TaskGroup,
    ) -> None:
        """Push what one subscription is told, until it ends or is completed."""
        try:
            with scope:
                last = await self._pushed(subscriber, name, asked)
                if self._open.get(name) is scope:  # else the client has just completed it
                    del self._open[name]
                    await self._send(last)
        except Closing as closing:
            self._closing = closing
            tasks.cancel_scope.cancel()
        except WebSocketDisconnect:
            tasks.cancel_scope.cancel()

    async def _pushed(self, subscriber: Subscriber, name: str, asked: Question) -> dict[str, Any]:
        """Push until there is nothing more to come; answers the last message."""
        try:
            async with aclosing(self._live.pushes(subscriber, asked)) as pushes:
                async for body in pushes:
                    if body is not None:  # the socket itself is kept alive by the server's pings
                        await self._send({"id": name, "type": "next", "payload": body})
        except TokenEnded:
            raise Closing(4403, "Forbidden: the token has ended") from None
        except StreamEnds as ends:
            return _error(name, ends.body)
        return {"id": name, "type": "complete"}

    async def _send(self, message: dict[str, Any]) -> None:
        with anyio.move_on_after(SECONDS_TO_SEND) as sending:
            await self._socket.send_text(orjson.dumps(message).decode())
        if sending.cancelled_caught:
            raise Closing(1008, "Too slow")

    async def _receive(self) -> Any:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text = message.get("text")
        if text is None:
            raise Closing(4400, "Messages are text")
        if len(text) > MAX_MESSAGE:
            raise Closing(1009, "Message too big")
        try:
            return strict_json(text)
        except (ValueError, RecursionError):
            raise Closing(4400, "Invalid JSON") from None


def _error(name: str, body: Body) -> dict[str, Any]:
    return {"id": name, "type": "error", "payload": body["errors"]}
