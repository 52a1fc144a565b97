"""Asks one question again and again over a few connections that are kept, and counts whole answers."""

from __future__ import annotations

import json
import selectors
import socket
import time
from dataclasses import dataclass
from typing import Final

_ENDS_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = b"\r\ncontent-length:"
PATIENCE_S: Final = 60


class AnswerIsWrong(Exception):
    """An answer of another status or length than the first one, or none at all."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is asked: a name to tell, a port on this machine, and the bytes of the question."""

    name: str
    port: int
    request: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """Whole answers within some seconds, with the seconds each took, from the shortest on."""

    seconds: float
    taken: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.taken) / self.seconds

    def within(self, share: float) -> float:
        """The seconds within which this share of the answers came."""
        return self.taken[min(len(self.taken) - 1, int(len(self.taken) * share))]


def request_of(port: int, query: str, **headers: str) -> bytes:
    """The bytes of a POST of a GraphQL document."""
    body = json.dumps({"query": query}).encode()
    named = {
        "Host": f"127.0.0.1:{port}",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    } | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"POST /graphql HTTP/1.1\r\n{head}\r\n".encode() + body


class Line:
    """One connection, which has one question under way at a time."""

    def __init__(self, peer: Peer) -> None:
        self.socket = socket.create_connection(("127.0.0.1", peer.port), PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begun = 0.0
        self.body = b""
        self._request = peer.request
        self._held = bytearray(1 << 20)
        self._into = memoryview(self._held)
        self._filled = self._wanted = self._head = 0

    def ask(self) -> None:
        self._filled = self._wanted = self._head = 0
        self.begun = time.perf_counter()
        self.socket.sendall(self._request)

    def hear(self) -> bool:
        """Take what has come; whether the answer is whole. Raises AnswerIsWrong."""
        came = self.socket.recv_into(self._into[self._filled :])
        if not came:
            raise AnswerIsWrong("the connection was closed")
        self._filled += came
        if not self._wanted:
            end = self._held.find(_ENDS_HEAD, 0, self._filled)
            if end < 0:
                return False
            head = bytes(self._into[: end + 2])
            if not head.startswith(b"HTTP/1.1 200 "):
                raise AnswerIsWrong(bytes(self._into[: self._filled]).decode(errors="replace"))
            stated = head.lower().partition(_LENGTH)[2].partition(b"\r\n")[0]
            self._head = end + len(_ENDS_HEAD)
            self._wanted = self._head + int(stated)
        return self._filled >= self._wanted

    @property
    def answer(self) -> bytes:
        """The body of the answer."""
        return bytes(self._into[self._head : self._wanted])

    @property
    def length(self) -> int:
        """Bytes of the answer's body."""
        return self._wanted - self._head


def answer_of(peer: Peer) -> bytes:
    """The body of one answer; raises AnswerIsWrong."""
    line = Line(peer)
    with line.socket:
        line.ask()
        while not line.hear():
            pass
        return line.answer


def asked(peer: Peer, *, length: int, lines: int, seconds: float) -> Asked:
    """Ask over so many connections for some seconds; an answer under way at their end does not count.

    Every answer has this length. Raises AnswerIsWrong.
    """
    taken: list[float] = []
    waiting = selectors.DefaultSelector()
    some = [Line(peer) for _ in range(lines)]
    try:
        for line in some:
            waiting.register(line.socket, selectors.EVENT_READ, line)
            line.ask()
        begun = now = time.perf_counter()
        while now - begun < seconds:
            ready = waiting.select(PATIENCE_S)
            if not ready:
                raise AnswerIsWrong(f"none within {PATIENCE_S} seconds")
            for key, _ in ready:
                line = key.data
                if line.hear():
                    if line.length != length:
                        raise AnswerIsWrong(f"{line.length} bytes instead of {length}")
                    now = time.perf_counter()
                    taken.append(now - line.begun)
                    line.ask()
    finally:
        waiting.close()
        for line in some:
            line.socket.close()
    return Asked(now - begun, sorted(taken))
