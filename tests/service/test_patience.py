"""What uvicorn itself does not limit: how long a head may take and how large it may be, and how
many connections are held."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from service import serving
from service.patience import LARGEST_HEAD, Patient

HEAD = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


class Hasty(Patient):
    """The same, in a hurry."""

    seconds = 0.3


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with what it was sent."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(body.decode())(scope, receive, send)


@contextmanager
def listening(http: type[Patient], most: int = 50) -> Iterator[int]:
    """The port of a service in a thread of its own."""
    config = serving.configured(echo, http=http, limit_concurrency=most)
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening(Hasty) as port:
        yield port


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def told(line: socket.socket) -> bytes:
    """All that comes until the service closes the line."""
    found = b""
    while True:
        try:
            some = line.recv(65_536)
        except ConnectionResetError:
            return found
        if not some:
            return found
        found += some


def request(body: bytes, *headers: bytes) -> bytes:
    stated = b"".join(header + b"\r\n" for header in headers)
    return HEAD + stated + b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.parametrize("begun", [b"", b"PO", HEAD, HEAD + b"A: b\r\n"])
def test_a_head_that_does_not_come_is_not_waited_for(port: int, begun: bytes) -> None:
    since = time.monotonic()
    with connect(port) as line:
        line.sendall(begun)
        assert told(line) == b""
    assert time.monotonic() - since < 2


def test_a_head_that_drips_is_not_waited_for_either(port: int) -> None:
    since = time.monotonic()
    with connect(port) as line, pytest.raises(OSError):
        for letter in (HEAD * 100)[:400]:
            line.sendall(bytes([letter]))
            time.sleep(0.02)
    assert time.monotonic() - since < 3


def test_a_head_without_end_is_cut_off(port: int) -> None:
    with connect(port) as line:
        line.sendall(HEAD)
        try:
            for _ in range(200):
                line.sendall(b"A: " + b"b" * 8_000 + b"\r\n")
                time.sleep(0.001)
        except OSError:
            pass
        answer = told(line)
    assert answer == b"" or b" 431 " in answer.splitlines()[0]
    with connect(port) as line:
        line.sendall(request(b"still there", b"Connection: close"))
        assert told(line).endswith(b"still there")


def test_bodies_pipelines_and_long_heads_pass(port: int) -> None:
    long = b"A: " + b"b" * (LARGEST_HEAD // 2)
    with connect(port) as line:
        line.sendall(request(b"x" * 300_000))
        line.sendall(request(b"second", long) + request(b"third", b"Connection: close"))
        answer = told(line)
    assert answer.count(b" 200 OK") == 3
    assert b"x" * 300_000 in answer and b"second" in answer and answer.endswith(b"third")


def test_a_kept_line_has_its_time_again_for_each_head(port: int) -> None:
    with connect(port) as line:
        for _ in range(3):
            time.sleep(0.2)
            line.sendall(request(b"again"))
            assert line.recv(65_536).endswith(b"again")


def test_a_body_may_take_longer_than_a_head(port: int) -> None:
    with connect(port) as line:
        line.sendall(HEAD + b"Content-Length: 5\r\nConnection: close\r\n\r\n")
        time.sleep(0.6)
        line.sendall(b"later")
        assert told(line).endswith(b"later")


def test_whoever_comes_when_all_lines_are_taken_is_told_so() -> None:
    with listening(Patient, most=3) as port:
        held = [connect(port) for _ in range(3)]
        time.sleep(0.1)
        with connect(port) as line:
            line.sendall(request(b"", b"Connection: close"))
            assert b" 503 " in told(line).splitlines()[0]
        for one in held:
            one.close()
        time.sleep(0.1)
        with connect(port) as line:
            line.sendall(request(b"now", b"Connection: close"))
            assert told(line).endswith(b"now")


def test_it_does_not_say_what_serves_it(port: int) -> None:
    with connect(port) as line:
        line.sendall(request(b"", b"Connection: close"))
        assert b"server:" not in told(line).lower()
