"""Who asks, and what: a bearer token; strict JSON, or a form that hands in one file beside it."""

from __future__ import annotations

from uuid import UUID

import anyio
from starlette.requests import HTTPConnection, Request

from api.edge.asked import Question, in_shape
from api.edge.bodies import limited, too_slow
from api.edge.edge import A_WRONG_TOKEN, Edge
from api.edge.forms import Look, form
from api.edge.media import FORM, JSON, sent
from api.edge.origins import only
from api.edge.strict import strict_json
from api.edge.wrong import RequestIsWrong
from api.identity import TokenIsNotValid, Tokens
from commands.office import Office

MAX_BODY = 100_000
"""Bytes of JSON that a request may have."""
MAX_ANONYMOUS = 10_000
"""Bytes that the texts of a form may have that comes without a token."""
MAX_TOKEN = 2_000
"""Letters that a token may have; ours have some three hundred."""


def asking(request: HTTPConnection, tokens: Tokens, office: Office, edge: Edge) -> UUID:
    """The member who asks, from a page of our own or no page, and not too often; raises
    RequestIsWrong."""
    edge.origins.require_own_page(request.headers)
    edge.pay_for_address(request)
    try:
        member = bearer(request, tokens, office)
    except RequestIsWrong:
        edge.pay_for_address(request, A_WRONG_TOKEN)
        raise
    request.state.member = str(member)
    edge.pay_for_member(member)
    return member


def address_of(asking: HTTPConnection) -> str | None:
    """The address that a request came from, if over a network."""
    return asking.client.host if asking.client else None


def bearer(request: HTTPConnection, tokens: Tokens, office: Office) -> UUID:
    """The member whom the request's token names; raises RequestIsWrong."""
    scheme, _, token = (only(request.headers, "authorization") or "").partition(" ")
    if scheme.lower() != "bearer":
        raise unauthenticated()
    return member_of(token.strip(), tokens, office)


def member_of(token: str, tokens: Tokens, office: Office) -> UUID:
    """The member whom a token names; raises RequestIsWrong."""
    try:
        if len(token) > MAX_TOKEN:
            raise TokenIsNotValid
        return tokens.member(token, at=office.log.clock())
    except TokenIsNotValid:
        raise unauthenticated() from None


def unauthenticated() -> RequestIsWrong:
    """What is said to whom no valid token names."""
    return RequestIsWrong(
        401,
        "有効なトークンが必要です。sekisho token で発行し、Authorization: Bearer に付けてください。"
        " / A valid token is needed: issue one with sekisho token and send it as"
        " Authorization: Bearer.",
        "UNAUTHENTICATED",
        {"WWW-Authenticate": "Bearer"},
    )


async def question(request: Request, edge: Edge, look: Look | None = None) -> Question:
    """What is asked; raises RequestIsWrong. With `look`, as without a token, a form is read on only where
    that likes what it asks."""
    kind = sent(only(request.headers, "content-type"))
    encoding = request.headers.get("content-encoding", "identity")
    if kind is None or encoding.lower() != "identity":
        raise RequestIsWrong(
            415, f"Content-Type: {JSON} (UTF-8) / {FORM} (ファイル / file)", "CONTENT_TYPE"
        )
    try:
        if kind == FORM:
            with anyio.fail_after(edge.form_seconds):
                return await form(request, MAX_ANONYMOUS if look else MAX_BODY, look)
        with anyio.fail_after(edge.body_seconds):
            return await _in_json(request)
    except TimeoutError:
        raise too_slow() from None


async def _in_json(request: Request) -> Question:
    remedy = (
        f"本文は {MAX_BODY:,} バイトまでです。小さくしてから送信してください。"
        f" / The body may have {MAX_BODY:,} bytes: make it smaller."
    )
    body = b"".join([chunk async for chunk in limited(request, MAX_BODY, remedy)])
    try:
        told = strict_json(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise RequestIsWrong(400, "JSON を読めません。 / This is no strict JSON.", "JSON") from None
    return in_shape(told)
