"""`POST /graphql`: strict JSON in, a bearer token, one snapshot or one command, JSON out."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import orjson
from anyio import to_thread
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.context import Context
from api.identity import TokenIsNotValid, Tokens
from api.limits import DocumentIsTooLarge, check
from api.schema import Schema
from commands.office import Office

MAX_BODY = 100_000
MAX_TOKENS = 2_000
JSON = "application/json"


class RequestIsWrong(Exception):
    """A request that cannot be served; the answer says why."""

    def __init__(self, status: int, message: str, code: str) -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code

    def response(self) -> Response:
        headers = {"WWW-Authenticate": "Bearer"} if self.status == 401 else {}
        if self.status == 405:
            headers["Allow"] = "POST"
        body = {"errors": [{"message": self.message, "extensions": {"code": self.code}}]}
        return _json(body, self.status, headers)


class SafeHeaders:
    """Puts the headers on every answer that keep it private to who asked."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"cache-control", b"no-store"),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
                ]
            await send(message)

        await self._app(scope, receive, sending)


def build_app(office: Office, tokens: Tokens, schema: Schema) -> Starlette:
    """The web application over an office."""

    async def graphql(request: Request) -> Response:
        try:
            member = _member(request, tokens, office)
            query, variables, operation = await _question(request)
        except RequestIsWrong as wrong:
            return wrong.response()
        return await to_thread.run_sync(
            _answer, office, schema, member, query, variables, operation
        )

    async def hello(_: Request) -> Response:
        return PlainTextResponse(
            "Sekisho（関所）\n\nPOST /graphql に JSON で問い合わせてください。"
            " Authorization: Bearer <トークン> が必要です。\n"
            "POST JSON to /graphql with Authorization: Bearer <token>.\n"
        )

    app = Starlette(
        routes=[
            Route("/", hello, methods=["GET"]),
            Route("/graphql", graphql, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ],
        middleware=[Middleware(SafeHeaders)],
    )
    app.router.redirect_slashes = False  # it would send the asker to whatever Host says
    return app


def _member(request: Request, tokens: Tokens, office: Office) -> UUID:
    if request.method != "POST":
        raise RequestIsWrong(405, "POST で送信してください。 / Use POST.", "METHOD")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise TokenIsNotValid
        return tokens.member(token.strip(), at=office.log.clock())
    except TokenIsNotValid:
        raise RequestIsWrong(
            401,
            "有効なトークンが必要です。sekisho token で発行し、Authorization: Bearer に付けてください。"
            " / A valid token is needed: issue one with sekisho token and send it as"
            " Authorization: Bearer.",
            "UNAUTHENTICATED",
        ) from None


async def _question(request: Request) -> tuple[str, dict[str, Any] | None, str | None]:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if kind.strip().lower() != JSON or charset not in ("", "utf-8", "utf8"):
        raise RequestIsWrong(415, f"Content-Type: {JSON} (UTF-8)", "CONTENT_TYPE")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise RequestIsWrong(
                413, f"本文は {MAX_BODY} バイトまでです。 / Too large.", "TOO_LARGE"
            )
    try:
        asked = json.loads(
            body.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_distinct
        )
        json.dumps(asked, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise RequestIsWrong(400, "JSON を読めません。 / This is no strict JSON.", "JSON") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str):
        raise RequestIsWrong(
            400, '{"query": "…"} の形で送信してください。 / Send a query.', "QUERY"
        )
    variables, operation = asked.get("variables"), asked.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(operation, str | None):
        raise RequestIsWrong(
            400, "variables はオブジェクト、operationName は文字列です。 / Wrong shape.", "QUERY"
        )
    return asked["query"], variables, operation


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _answer(
    office: Office,
    schema: Schema,
    member: UUID,
    query: str,
    variables: dict[str, Any] | None,
    operation: str | None,
) -> Response:
    try:
        document = parse(query, max_tokens=MAX_TOKENS, no_location=False)
        check(document, variables)
        _one_operation(document, operation)
    except DocumentIsTooLarge as e:
        return RequestIsWrong(400, str(e), "DOCUMENT_LIMIT").response()
    except GraphQLError as e:
        return _json({"errors": [e.formatted]}, 400)
    except RecursionError:
        return RequestIsWrong(
            400, "入れ子が深すぎます。 / Nested too deep.", "DOCUMENT_LIMIT"
        ).response()
    with ExitStack() as stack:
        result = schema.execute_sync(
            query,
            variable_values=variables,
            context_value=Context(office, member, stack),
            operation_name=operation,
        )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
        if result.data is None and all(error.path is None for error in result.errors):
            return _json({"errors": body["errors"]}, 400)
    return _json(body)


def _one_operation(document: DocumentNode, name: str | None) -> None:
    """One operation at a time, one mutation in it: a command is one transaction, with its answer."""
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    named = [one for one in operations if one.name is not None and one.name.value == name]
    if not (named or (name is None and len(operations) == 1)):
        raise GraphQLError(
            "operationName で操作を1つ選んでください。 / Name one operation with operationName.",
            extensions={"code": "OPERATION_NAME"},
        )
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    for definition in operations:
        if (
            definition.operation is OperationType.MUTATION
            and _root_fields(definition.selection_set, dict(fragments)) != 1
        ):
            raise GraphQLError(
                "1回の送信に書ける操作は1つです。 / One mutation per operation.",
                extensions={"code": "ONE_MUTATION"},
            )


def _root_fields(selected: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]) -> int:
    """How many fields stand at the root, with its fragments opened, each once."""
    found = 0
    for one in selected.selections:
        match one:
            case InlineFragmentNode():
                found += _root_fields(one.selection_set, fragments)
            case FragmentSpreadNode():
                fragment = fragments.pop(one.name.value, None)
                found += 0 if fragment is None else _root_fields(fragment.selection_set, fragments)
            case _:
                found += 1
    return found


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status_code=status, headers=headers, media_type=JSON)
