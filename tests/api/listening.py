"""Subscribers of the tests: told by hand what a beat would tell them, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import anyio
import orjson

from api.answering import pushed
from api.edge.asked import Question
from api.edge.edge import Edge
from api.live.feed import Feed
from api.live.pushing import Live, StreamEnds, Subscriber
from api.schema import Schema, build_schema
from service.house import House

SCHEMA: Schema = build_schema()
CHANGED = """subscription ($filter: ChangeFilter, $since: Moment, $first: Int! = 50) {
    changed(filter: $filter, since: $since, first: $first) {
      totalCount pageInfo { hasNextPage }
      nodes { at kind recordId recordType owner { code } code title author { party { code } roles }
        fields { name label old new } record { id version } } } }"""


class Unmoved:
    """Beats without any time between them."""

    async def next(self) -> None:
        await anyio.sleep(0)

    async def telling(self) -> None:
        await anyio.sleep(0)


def live(house: House, edge: Edge | None = None, schema: Schema = SCHEMA) -> Live:
    """The subscriptions of a process over this house."""
    edge = edge or Edge()
    return Live(house.office, house.tokens, partial(pushed, schema, edge), edge, Unmoved())


@dataclass
class Listener:
    """One subscriber of a house. Subscribing is the first beat.

    `heard` are the bodies of all pushes, as they go over the wire, by beats; `ended` is the last
    one, once there is one.
    """

    house: House
    member: UUID
    query: str = CHANGED
    variables: dict[str, Any] = field(default_factory=dict)
    schema: Schema = SCHEMA
    ended: bytes | None = None
    heard: list[list[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        now = self.house.log.clock()
        token = self.house.tokens.issue(self.member, at=now, valid=timedelta(days=9))
        self._subscriber = Subscriber(self.member, token)
        self._live = live(self.house, schema=self.schema)
        self._feed = Feed()
        self.beat()

    def beat(self) -> list[bytes]:
        """All that one beat tells."""
        told: list[bytes] = []
        self.heard.append(told)
        while (push := self.look()) is not None:
            told.append(push)
            if not self._feed.more:
                break
        return told

    def look(self) -> bytes | None:
        """One push, if there is something to tell."""
        if self.ended is not None:
            return None
        try:
            body = self._live.look(
                self._subscriber, Question(self.query, self.variables), self._feed
            )
        except StreamEnds as ends:
            self.ended = orjson.dumps(ends.body)
            return None
        return None if body is None else orjson.dumps(body)

    def entries(self) -> list[dict[str, Any]]:
        """The entries that one beat tells."""
        return [entry for push in self.beat() for entry in nodes_of(push)]

    def kinds(self) -> list[tuple[str, str]]:
        """Kind and title of them."""
        return [(entry["kind"], entry["title"]) for entry in self.entries()]

    @property
    def code(self) -> str | None:
        """Why it ended."""
        return None if self.ended is None else code_of(self.ended)


def nodes_of(push: bytes) -> Sequence[dict[str, Any]]:
    """The entries of a push."""
    told: list[dict[str, Any]] = orjson.loads(push)["data"]["changed"]["nodes"]
    return told


def code_of(body: bytes) -> str:
    """What is wrong, where one thing is."""
    [error] = orjson.loads(body)["errors"]
    return str(error["extensions"]["code"])
