"""How many are answered at once: as many as there are connections, and few by one member."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar, TypeVarTuple

import anyio
from anyio import CapacityLimiter, to_thread

from api.edge.rates import too_often
from api.edge.wrong import RequestIsWrong
from store.engine import ANSWERING

T = TypeVar("T")
Given = TypeVarTuple("Given")


class Doors:
    """Work in threads, so many at once; so many wait, not long, and who comes then is sent away."""

    def __init__(
        self, at_once: int = ANSWERING, waiting: int = 200, of_one: int = 12, seconds: float = 10
    ) -> None:
        self._places = CapacityLimiter(at_once)
        self._threads = CapacityLimiter(at_once)
        self._most_waiting = waiting
        self._waiting = 0
        self._of_one = of_one
        self._seconds = seconds
        self._inside: Counter[Hashable] = Counter()

    @contextmanager
    def one_of(self, member: Hashable) -> Iterator[None]:
        """Everything about one request of a member; raises RequestIsWrong where the member has too
        many under way."""
        if self._inside[member] >= self._of_one:
            raise too_often(1)
        self._inside[member] += 1
        try:
            yield
        finally:
            self._inside[member] -= 1
            if not self._inside[member]:
                del self._inside[member]

    async def run(self, work: Callable[[*Given], T], *given: *Given) -> T:
        """The answer of `work`, done in a thread; raises RequestIsWrong where no place is free in
        time."""
        visitor = object()
        await self._enter(visitor)
        try:
            return await to_thread.run_sync(work, *given, limiter=self._threads)
        finally:
            self._places.release_on_behalf_of(visitor)

    async def _enter(self, visitor: object) -> None:
        with suppress(anyio.WouldBlock):
            self._places.acquire_on_behalf_of_nowait(visitor)
            return
        if self._waiting >= self._most_waiting:
            raise _full()
        self._waiting += 1
        try:
            with anyio.fail_after(self._seconds):
                await self._places.acquire_on_behalf_of(visitor)
        except TimeoutError:
            raise _full() from None
        finally:
            self._waiting -= 1


def _full() -> RequestIsWrong:
    return RequestIsWrong(
        503,
        "ただいま混み合っています。少し待ってやり直してください。 / Busy: try again in a moment.",
        "BUSY",
        {"Retry-After": "2"},
    )
