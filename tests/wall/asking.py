"""Asking a world over HTTP, and comparing what two worlds answer to the byte."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import httpx2
import orjson

from api.http import build_app
from api.schema import Schema, build_schema
from tests.api.stage import PATIENT
from tests.wall.minting import minting
from tests.wall.worlds import World

SCHEMA: Final[Schema] = build_schema()
INTERPRETED: Final[Schema] = build_schema()
"""The same, of which the executor shapes every answer. One of two worlds answers by it, and the other of
those that are asked most by generated functions alone: so both are compared to the byte."""
INTERPRETED.shaping.off = True
GENERATED: Final[Schema] = build_schema()
GENERATED.shaping.patient = False
JSON: Final = {"Content-Type": "application/json"}


class Answer(NamedTuple):
    """Everything that reaches who asked."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Document(NamedTuple):
    """A GraphQL document with its variables, and what it is about."""

    name: str
    text: str
    variables: Mapping[str, Any]


class Difference(AssertionError):
    """Two worlds that differ only in what somebody may not see answered them differently."""


@dataclass(eq=False)
class Asked:
    """A world that answers over HTTP."""

    world: World

    def __post_init__(self) -> None:
        home = self.world.home
        schema = INTERPRETED if self.world.letter == "A" else SCHEMA
        if self.world.letter == "B" and self.world.cast.viewer == "MZ":
            schema = GENERATED
        app = build_app(home.office, home.house.tokens, schema, PATIENT, desk=home.house.desk)
        transport = httpx2.ASGITransport(app, client=("127.0.0.1", 50_000))
        self._client = httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1")
        self._loop = asyncio.new_event_loop()
        self._tokens: dict[UUID, str] = {}

    def token(self, member: UUID) -> str:
        """A token that outlasts the world."""
        if member not in self._tokens:
            home = self.world.home
            self._tokens[member] = home.house.tokens.issue(
                member, at=home.clock(), valid=timedelta(days=365)
            )
        return self._tokens[member]

    def send(self, method: str, path: str, seed: str = "", **request: Any) -> Answer:
        """One request; ids that it makes are drawn from the seed."""
        with minting(seed):
            said = self._loop.run_until_complete(self._client.request(method, path, **request))
        return Answer(said.status_code, tuple(said.headers.raw), said.content)

    def ask(self, member: UUID | None, document: Document, seed: str = "") -> Answer:
        """Post a document; by nobody in particular without a member."""
        headers = dict(JSON)
        if member is not None:
            headers["Authorization"] = f"Bearer {self.token(member)}"
        body = orjson.dumps({"query": document.text, "variables": document.variables})
        return self.send("POST", "/graphql", seed, content=body, headers=headers)

    def data(self, member: UUID, document: Document) -> Any:
        """What a sound document is answered."""
        answer = self.ask(member, document)
        told = orjson.loads(answer.body)
        assert "errors" not in told, (document.name, told["errors"])
        return told["data"]

    def close(self) -> None:
        """Let go of all it holds."""
        self._loop.run_until_complete(self._client.aclose())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        self.world.home.remove()


def differ(one: Answer, other: Answer) -> str:
    """Where two answers part, in words; empty if nowhere."""
    if one == other:
        return ""
    if one.status != other.status:
        return f"status {one.status} and {other.status}"
    if one.body == other.body:
        return f"headers {sorted(set(one.headers) ^ set(other.headers))}"
    place = next(
        (n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b),
        min(len(one.body), len(other.body)),
    )
    start = max(0, place - 160)
    here, there = (
        body[start : place + 160].decode(errors="replace") for body in (one.body, other.body)
    )
    return f"bodies at byte {place}:\n  A: …{here}…\n  B: …{there}…"


def require_alike(document: Document, one: Answer, other: Answer, by: str) -> None:
    """Raise Difference unless both worlds answered the same, and neither broke."""
    found = differ(one, other)
    if found:
        raise Difference(
            f"{by} learns from {document.name} which world this is: {found}\n"
            f"{document.text}\n{orjson.dumps(document.variables).decode()}"
        )
    if one.status >= 500 or b'"INTERNAL"' in one.body:
        raise AssertionError(f"{document.name} broke: {one.body.decode()}\n{document.text}")


def require_same(what: str, here: object, there: object) -> None:
    """The same for what is no answer to a request."""
    if here != there:
        raise Difference(f"{what} tells which world this is:\n  A: {here!r}\n  B: {there!r}")
