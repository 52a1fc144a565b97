"""`POST /graphql`: strict JSON or one file in, a bearer token, one snapshot or one command, JSON out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, Protocol

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from api.answering import answer, answer_consulter, is_consulters, pushed
from api.desk.files import file_of_ticket
from api.edge.asked import Question
from api.edge.edge import A_RECEIPT, Edge
from api.edge.headers import SafeHeaders
from api.edge.masking import Masked
from api.edge.media import FORM, JSON, answered_in, sent
from api.edge.origins import KnownNames, only
from api.edge.watching import Watched
from api.edge.wrong import RequestIsWrong
from api.files import file_of_evidence
from api.graphiql.serving import pages
from api.identity import Tokens
from api.live.beats import Beats, Steady
from api.live.events import EVENTS, events, is_subscription, takes_events
from api.live.pushing import Live
from api.live.sockets import converse
from api.requests import address_of, asking, question
from api.schema import Schema
from commands.desk.office import DeskOffice
from commands.office import Office

TOO_LARGE: Final = 413
_HELLO = (
    "Sekisho（関所）\n\nPOST /graphql に JSON で問い合わせてください。"
    " Authorization: Bearer <トークン> が必要です。\n"
    "POST JSON to /graphql with Authorization: Bearer <token>.\n"
)


def build_app(
    office: Office,
    tokens: Tokens,
    schema: Schema,
    edge: Edge | None = None,
    beats: Beats | None = None,
    desk: DeskOffice | None = None,
) -> Starlette:
    """The web application over an office, and a desk if there is one; its `state.live` holds the subscriptions."""
    edge = edge or Edge()
    live = Live(office, tokens, partial(pushed, schema, edge), edge, beats or Steady())

    async def graphql(request: Request, send: Sending) -> None:
        _require_post(request)
        accept = request.headers.get("accept")
        media = answered_in(accept)
        if media is None and not takes_events(accept):
            raise RequestIsWrong(
                406,
                f"Accept: {JSON} / application/graphql-response+json / {EVENTS}",
                "NOT_ACCEPTABLE",
            )
        if desk is not None and media is not None and "authorization" not in request.headers:
            found = await consulted(request, media)
            if found is not None:
                await send(found)
                return
        member = asking(request, tokens, office, edge)
        with edge.doors.one_of(member):
            try:
                asked = await question(request, edge)
                if media is not None and not (
                    takes_events(accept) and await edge.doors.run(is_subscription, asked, member)
                ):
                    there = address_of(request)
                    await send(
                        await edge.doors.run(
                            answer, office, schema, edge, member, asked, media, there, desk
                        )
                    )
                    return
            except RequestIsWrong as wrong:
                await send(wrong.response(media or JSON))
                return
        await send(events(live, request, asked), lasting=True)

    async def consulted(request: Request, media: str) -> Response | None:
        """The answer to a consulter with a receipt code; None for who asks anything else."""
        assert desk is not None, "asked where there is a desk"
        edge.origins.require_own_page(request.headers)
        kind, liked = sent(only(request.headers, "content-type")), False
        if kind not in (JSON, FORM):
            return None

        def look(asked: Question) -> bool:
            nonlocal liked
            liked = is_consulters(asked)
            return liked

        request.state.consulter = True
        edge.pay_for_address(request, A_RECEIPT)
        with edge.doors.one_of(("consulter", address_of(request))):
            try:
                asked = await question(request, edge, look)
            except RequestIsWrong as wrong:
                if liked or (kind == FORM and wrong.status == TOO_LARGE):
                    return wrong.response(media)
                request.state.consulter = False
                return None
            found = await edge.doors.run(answer_consulter, office, desk, schema, edge, asked, media)
        request.state.consulter = found is not None
        return found

    async def socket(websocket: WebSocket) -> None:
        await converse(live, websocket)

    async def evidence(request: Request, send: Sending) -> None:
        member = asking(request, tokens, office, edge)
        with edge.doors.one_of(member):
            named = request.path_params["id"]
            found = await edge.doors.run(
                file_of_evidence, office, edge, member, named, request.method, address_of(request)
            )
            await send(found)

    async def ticket_file(request: Request, send: Sending) -> None:
        member = asking(request, tokens, office, edge)
        with edge.doors.one_of(member):
            named = request.path_params["id"]
            found = await edge.doors.run(
                file_of_ticket, office, desk, edge, member, named, request.method
            )
            await send(found)

    async def hello(_: Request) -> Response:
        return PlainTextResponse(_HELLO)

    app = Starlette(
        routes=[
            Route("/", hello, methods=["GET"]),
            Route("/evidence/{id}", Endpoint(evidence, edge), methods=["GET"]),
            Route("/tickets/files/{id}", Endpoint(ticket_file, edge), methods=["GET"]),
            Route("/graphql", Endpoint(graphql, edge)),
            WebSocketRoute("/graphql", socket),
            *(pages() if edge.graphiql else []),
        ],
        middleware=[
            Middleware(SafeHeaders, over_tls=edge.origins.over_tls),
            Middleware(Watched),
            Middleware(Masked),
            Middleware(KnownNames, origins=edge.origins),
        ],
    )
    app.state.live = live
    app.router.redirect_slashes = False  # it would send the asker to whatever Host says
    return app


class Sending(Protocol):
    """Sends an answer; one that is `lasting` takes as long as it takes."""

    async def __call__(self, response: Response, *, lasting: bool = False) -> None: ...


class Endpoint:
    """An endpoint for every method that sends its own answer: what it holds for the asker, it holds
    until the asker has the answer, or takes too long over it."""

    def __init__(self, answers: Callable[[Request, Sending], Awaitable[None]], edge: Edge) -> None:
        self._answers = answers
        self._seconds = edge.sending_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(response: Response, *, lasting: bool = False) -> None:
            with anyio.move_on_after(None if lasting else self._seconds):
                await response(scope, receive, send)

        try:
            await self._answers(Request(scope, receive), sending)
        except RequestIsWrong as wrong:
            await sending(wrong.response())


def _require_post(request: Request) -> None:
    if request.method != "POST":
        raise RequestIsWrong(
            405, "POST で送信してください。 / Use POST.", "METHOD", {"Allow": "POST"}
        )
