"""Subscriptions of a served house: every process hears what any of them writes, and all end well."""

from __future__ import annotations

import json
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from api.live.sockets import MAX_MESSAGE, PROTOCOL
from tests.houses import Home
from tests.service.test_workers import REPORT, Served, serving

QUERY = "subscription ($s: Moment) { changed(since: $s) { nodes { title } } }"
WAIT = 20
"""Seconds that a slow machine is given."""


@contextmanager
def socket_of(served: Served) -> Iterator[ClientConnection]:
    """A socket of the service's member."""
    url = served.url.replace("http", "ws", 1) + "/graphql"
    with connect(url, subprotocols=[Subprotocol(PROTOCOL)], max_size=None) as socket:
        payload = {"Authorization": f"Bearer {served.token}"}
        say(socket, type="connection_init", payload=payload)
        assert hear(socket) == {"type": "connection_ack"}
        yield socket


def say(socket: ClientConnection, **message: object) -> None:
    socket.send(json.dumps(message))


def hear(socket: ClientConnection) -> dict[str, object]:
    message: dict[str, object] = json.loads(socket.recv(timeout=WAIT))
    return message


def subscription(home: Home) -> dict[str, object]:
    """What changes from now on; stated, since it takes a while to begin."""
    return {"query": QUERY, "variables": {"s": {"at": home.clock().isoformat()}}}


@contextmanager
def stream_of(served: Served, home: Home) -> Iterator[HTTPResponse]:
    """The same as server-sent events."""
    request = urllib.request.Request(
        f"{served.url}/graphql",
        data=json.dumps(subscription(home)).encode(),
        headers={
            "Authorization": f"Bearer {served.token}",
            "Content-Type": "application/json",
            "Accept": "text/event-stream",
        },
    )
    with urllib.request.urlopen(request, timeout=WAIT) as answer:
        yield answer


def report(served: Served, title: str) -> None:
    served.ask(REPORT, input={"title": title, "idempotencyKey": str(uuid4())})


@pytest.mark.parametrize("workers", [1, 2])
def test_whichever_process_writes_all_are_told_and_end_with_the_service(
    home: Home, workers: int
) -> None:
    with ExitStack() as stack:
        served = stack.enter_context(serving(home, "--workers", str(workers)))
        sockets = [stack.enter_context(socket_of(served)) for _ in range(6)]
        for socket in sockets:
            say(socket, id="1", type="subscribe", payload=subscription(home))
        stream = stack.enter_context(stream_of(served, home))
        for title in ("一", "二"):
            report(served, title)
            told = {"data": {"changed": {"nodes": [{"title": title}]}}}
            for socket in sockets:
                assert hear(socket) == {"id": "1", "type": "next", "payload": told}
            assert stream.readline() == b"event: next\n"
            assert json.loads(stream.readline().removeprefix(b"data: ")) == told
            assert stream.readline() == b"\n"
        served.process.send_signal(signal.SIGINT)
        for socket in sockets:
            with pytest.raises(ConnectionClosed) as closing:
                while hear(socket)["type"] == "complete":
                    pass
            assert closing.value.rcvd is not None and closing.value.rcvd.code == 1012
        assert stream.read().endswith(b"event: complete\ndata:\n\n")
        served.process.wait(WAIT)
        assert served.process.stderr is not None
        assert "error" not in served.process.stderr.read()


def test_a_message_too_large_is_not_even_read(home: Home) -> None:
    with serving(home) as served, socket_of(served) as socket:
        with pytest.raises(ConnectionClosed) as closing:
            socket.send("x" * (MAX_MESSAGE + 1))
            socket.recv(timeout=WAIT)
        assert closing.value.rcvd is not None and closing.value.rcvd.code == 1009
        with socket_of(served) as another:
            say(another, type="ping")
            assert hear(another) == {"type": "pong"}
