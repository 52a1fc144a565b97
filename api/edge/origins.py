"""Where a request says it comes from, and whom it takes this service for."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.edge.wrong import RequestIsWrong

_LOOPBACK = frozenset({"localhost"})


@dataclass(frozen=True, slots=True)
class Origins:
    """The addresses under which people reach the service, such as `https://sekisho.example`.

    `any_name`: answer whatever name a request gives the service.
    """

    stated: frozenset[str] = frozenset()
    any_name: bool = False

    @property
    def over_tls(self) -> bool:
        """Whether people reach it over TLS alone."""
        return bool(self.stated) and all(one.startswith("https://") for one in self.stated)

    def knows(self, host: str | None) -> bool:
        """Whether this is a name of the service: one that was stated, loopback, or a bare address,
        which no name server can be made to give out."""
        if self.any_name:
            return True
        if host is None:
            return False
        host = host.lower()
        name = _without_port(host)
        names = (one.partition("://")[2] for one in self.stated)
        return host in names or name in _LOOPBACK or _is_address(name)

    def require_own_page(self, headers: Headers) -> None:
        """Refuse what a browser sends for a page of another site; raises RequestIsWrong.

        A program that is no browser states neither header, and has nothing to be misused: who asks
        is told by a token, which no browser adds by itself.
        """
        origin, site = only(headers, "origin"), only(headers, "sec-fetch-site")
        if origin is not None and origin.lower() in self.stated:
            return
        if site is not None:
            own = site in ("same-origin", "none")
        else:
            own = origin is None or origin.lower().partition("://")[2] == only(headers, "host")
        if not own:
            raise RequestIsWrong(
                403,
                "別のサイトのページからは利用できません。 / Pages of another site cannot use this.",
                "ORIGIN",
            )


def only(headers: Headers, name: str) -> str | None:
    """The one value of a header; several are a request that two readers would read in two ways."""
    values = headers.getlist(name)
    if len(values) > 1:
        raise RequestIsWrong(400, f"{name}: 1回だけ / Send {name} once.", "HEADER")
    return values[0] if values else None


class KnownNames:
    """Answers only those who call the service by a name of its own (against DNS rebinding)."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            try:
                known = self._origins.knows(only(Headers(scope=scope), "host"))
            except RequestIsWrong:
                known = False
            if not known:
                await _UNKNOWN.response()(scope, receive, send)
                return
        await self._app(scope, receive, send)


_UNKNOWN = RequestIsWrong(
    421,
    "この名前では答えません。運用者は SEKISHO_ORIGINS に公開アドレスを設定してください。"
    " / Not answered under this name: the operator states its address in SEKISHO_ORIGINS.",
    "HOST",
)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
