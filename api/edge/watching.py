"""Tells the operator's log who is sent away at the edge, without flooding it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import structlog
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.edge.rates import place

log = structlog.get_logger("sekisho.edge")

TOLD = {
    401: "no valid token",
    403: "from another site",
    408: "body too slow",
    413: "body too large",
    421: "for another host",
    429: "too often",
    503: "busy or too long",
}
SECONDS_BETWEEN = 60
"""The same of the same address is told once in so many seconds, with how often it was."""
MOST_KEPT = 1_000


class Watched:
    """Logs refusals of these kinds: what, from which address, of which member if one is known."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._told: OrderedDict[tuple[int, str], tuple[float, int]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Any) -> None:
            status = _status(message)
            if status in TOLD:
                self._tell(status, scope)
            await send(message)

        if scope["type"] in ("http", "websocket"):
            scope.setdefault("state", {})
        await self._app(scope, receive, sending)

    def _tell(self, status: int, scope: Scope) -> None:
        asking, now = HTTPConnection(scope), self._clock()
        address = place(asking.client.host if asking.client else None)
        if scope["state"].get("consulter"):
            address = "-"  # no address is kept of who asks the desk
        since, times = self._told.get((status, address), (float("-inf"), 0))
        if now - since < SECONDS_BETWEEN:
            self._told[status, address] = since, times + 1
            return
        self._told[status, address] = now, 0
        self._told.move_to_end((status, address))
        while len(self._told) > MOST_KEPT:
            self._told.popitem(last=False)
        log.warning(
            "refused",
            status=status,
            what=TOLD[status],
            address=address,
            member=scope["state"].get("member"),
            also=times,
        )


_STARTS = ("http.response.start", "websocket.http.response.start")
_CLOSES = {4403: 401, 4429: 429, 1009: 413}
"""Codes that close a socket, and the status that a request would have been answered."""


def _status(message: Any) -> int:
    if message["type"] in _STARTS:
        return int(message["status"])
    return _CLOSES.get(message.get("code"), 0) if message["type"] == "websocket.close" else 0
