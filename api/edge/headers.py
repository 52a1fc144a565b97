"""Headers on every answer that keep it private to who asked, and its pages to themselves."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The policy of what is no page: a browser that shows it all the same loads nothing for it."""

SAFE = {
    "cache-control": "no-store",
    "content-security-policy": NOTHING,
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
OVER_TLS = {"strict-transport-security": "max-age=63072000; includeSubDomains"}


class SafeHeaders:
    """Puts them on every answer; an answer's own go before."""

    def __init__(self, app: ASGIApp, over_tls: bool) -> None:
        self._app = app
        wanted = SAFE | (OVER_TLS if over_tls else {})
        self._wanted = [(name.encode(), value.encode()) for name, value in wanted.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                added = [header for header in self._wanted if header[0] not in own]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, sending)
