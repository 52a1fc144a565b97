"""Looks for each subscriber at each beat, with the rights of that moment, and says what to push."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from graphql import GraphQLError, OperationType

from api.answering import keep_read, shown
from api.context import Context
from api.edge.asked import Question
from api.edge.documents import Read, document
from api.edge.edge import PER_COST, Edge
from api.edge.masking import unexpected
from api.edge.wrong import RequestIsWrong
from api.identity import Tokens
from api.live.beats import Beats
from api.live.feed import Feed, Push
from api.live.places import Places
from api.requests import member_of
from commands.office import Office
from store.deadline import within
from store.reads import Way

STREAMS, STREAMS_OF_ONE = 500, 10
"""Sockets and event streams that one process holds open, and those of one member."""
STRANGERS, STRANGERS_OF_ONE = 200, 50
"""Sockets of which it is not known yet whose they are, and those from one address."""
SECONDS_TO_SEND = 30
"""How long a subscriber may take to accept one push."""
LOOKS_AT_ONCE = 4
"""Subscribers looked for at once: questions and commands are never kept waiting for a free thread."""
BEATS_OF_SILENCE = 15
"""After so many beats a stream of events is kept alive, whatever was told meanwhile."""

Body = dict[str, Any]
"""What a GraphQL answer says: data, errors."""

Ask = Callable[[Read, Question, Context], Body]
"""Asks a subscription as any other question is asked, and says what comes of it."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who subscribed, by which token, from which address."""

    member: UUID
    token: str
    address: str | None = None


class StreamEnds(Exception):
    """A subscription is over; its last answer tells why."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body


class TokenEnded(StreamEnds):
    """Nobody is there any more to push to."""


def words(message: str, code: str, **others: str) -> Body:
    """An answer that tells why there is none."""
    return {"errors": [{"message": message, "extensions": {"code": code} | others}]}


TOKEN_ENDED = words(
    "トークンの期限が切れました。新しいトークンで接続し直してください。"
    " / The token has ended: connect again with a new one.",
    "UNAUTHENTICATED",
)
RIGHTS_CHANGED = words(
    "役割が変わりました。購読し直してください。 / Your roles changed: subscribe again.",
    "RIGHTS_CHANGED",
)


class Live:
    """The subscriptions of one process."""

    def __init__(self, office: Office, tokens: Tokens, ask: Ask, edge: Edge, beats: Beats) -> None:
        self.edge = edge
        self._office = office
        self._tokens = tokens
        self._ask = ask
        self._beats = beats
        self._looks = CapacityLimiter(LOOKS_AT_ONCE)
        self.streams = Places(STREAMS, STREAMS_OF_ONE)
        self.strangers = Places(STRANGERS, STRANGERS_OF_ONE)
        self.stopping = False
        """Once set, every stream ends at its next beat."""

    def admit(self, token: str, address: str | None = None) -> Subscriber:
        """Whoever the token names, at an address; raises RequestIsWrong."""
        return Subscriber(member_of(token, self._tokens, self._office), token, address)

    async def pushes(
        self, subscriber: Subscriber, asked: Question
    ) -> AsyncGenerator[Body | None, None]:
        """What is pushed, one answer each, and None where the line is to be kept alive.

        Raises StreamEnds. Nothing is kept for a slow reader: while a push is on its way nothing is
        looked for, and then all that happened meanwhile at once.
        """
        feed, beats = Feed(), 0
        while not self.stopping:
            body = await to_thread.run_sync(self.look, subscriber, asked, feed, limiter=self._looks)
            if body is not None:
                await self._beats.telling()
                yield body
            if not feed.more:
                await self._beats.next()
                beats += 1
                if beats % BEATS_OF_SILENCE == 0:
                    yield None

    def look(self, subscriber: Subscriber, asked: Question, feed: Feed) -> Body | None:
        """What there is to tell a subscriber at this moment, if anything; raises StreamEnds."""
        try:
            if self.admit(subscriber.token, subscriber.address) != subscriber:
                raise TokenEnded(TOKEN_ENDED)
        except RequestIsWrong:
            raise TokenEnded(TOKEN_ENDED) from None
        try:
            document = feed.document or self._begin(subscriber, asked)
            with ExitStack() as stack, within(self.edge.question_seconds):
                push = Push(self._office, subscriber.member, stack, feed, subscriber.address)
                body = self._told(push, asked, document)
            if body is not None:
                keep_read(push, Way.PUSH, asked.query)
            feed.document = document
            return body
        except StreamEnds:
            raise
        except RequestIsWrong as wrong:
            raise StreamEnds(words(wrong.message, wrong.code)) from None
        except GraphQLError as error:
            raise StreamEnds({"errors": shown([error])}) from None
        except Exception as error:
            message, extensions = unexpected(error)
            raise StreamEnds(words(message, **extensions)) from None

    def _begin(self, subscriber: Subscriber, asked: Question) -> Read:
        """The document; raises RequestIsWrong where it is beyond a limit or no subscription, and
        GraphQLError where it is no GraphQL."""
        asks = document(asked, subscriber.member)
        if asks.operation is not OperationType.SUBSCRIPTION:
            raise RequestIsWrong(
                400,
                "ここでは購読（subscription）だけができます。ほかは JSON で POST してください。"
                " / Only subscriptions here: POST everything else for JSON.",
                "SUBSCRIPTIONS_ONLY",
            )
        self.edge.pay_for_member(subscriber.member, 1 + asks.cost / PER_COST)
        return asks.read

    def _told(self, push: Push, asked: Question, read: Read) -> Body | None:
        if not push.is_due():
            return None  # nor can anybody's rights be others
        if not push.stands():
            raise StreamEnds(RIGHTS_CHANGED)
        body = self._ask(read, asked, push)
        if body.get("data") is None:
            raise StreamEnds({"errors": body["errors"]})
        return None if push.silent else body
