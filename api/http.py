"""`POST /graphql`: strict JSON or one file in, a bearer token, one snapshot or one command, JSON out."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import UUID

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
from api.files import downloads
from api.identity import Tokens
from api.limits import DocumentIsTooLarge, check
from api.requests import Question, RequestIsWrong, bearer, in_json, question
from api.schema import Schema
from commands.office import Office

MAX_TOKENS = 2_000
NUL = "\x00"


SAFE = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class SafeHeaders:
    """Puts the headers on every answer that keep it private to who asked; its own go before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(header for header in SAFE if header[0] not in own),
                ]
            await send(message)

        await self._app(scope, receive, sending)


def build_app(office: Office, tokens: Tokens, schema: Schema) -> Starlette:
    """The web application over an office."""

    async def graphql(request: Request) -> Response:
        try:
            _require_post(request)
            member = bearer(request, tokens, office)
            asked = await question(request)
        except RequestIsWrong as wrong:
            return wrong.response()
        return await to_thread.run_sync(_answer, office, schema, member, asked)

    async def hello(_: Request) -> Response:
        return PlainTextResponse(
            "Sekisho（関所）\n\nPOST /graphql に JSON で問い合わせてください。"
            " Authorization: Bearer <トークン> が必要です。\n"
            "POST JSON to /graphql with Authorization: Bearer <token>.\n"
        )

    app = Starlette(
        routes=[
            Route("/", hello, methods=["GET"]),
            Route("/evidence/{id}", downloads(office, tokens), methods=["GET"]),
            Route("/graphql", graphql, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ],
        middleware=[Middleware(SafeHeaders)],
    )
    app.router.redirect_slashes = False  # it would send the asker to whatever Host says
    return app


def _require_post(request: Request) -> None:
    if request.method != "POST":
        raise RequestIsWrong(405, "POST で送信してください。 / Use POST.", "METHOD")


def _answer(
    office: Office,
    schema: Schema,
    member: UUID,
    asked: Question,
) -> Response:
    try:
        document = parse(asked.query, max_tokens=MAX_TOKENS, no_location=False)
        check(document, asked.variables)
        _no_nul(document, asked.variables)
        _one_operation(document, asked.operation)
    except DocumentIsTooLarge as e:
        return RequestIsWrong(400, str(e), "DOCUMENT_LIMIT").response()
    except GraphQLError as e:
        return in_json({"errors": [e.formatted]}, 400)
    except RecursionError:
        return RequestIsWrong(
            400, "入れ子が深すぎます。 / Nested too deep.", "DOCUMENT_LIMIT"
        ).response()
    with ExitStack() as stack:
        result = schema.execute_sync(
            asked.query,
            variable_values=asked.variables,
            context_value=Context(office, member, stack),
            operation_name=asked.operation,
        )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
        if result.data is None and all(error.path is None for error in result.errors):
            return in_json({"errors": body["errors"]}, 400)
    return in_json(body)


def _no_nul(document: DocumentNode, variables: dict[str, Any] | None) -> None:
    """No text with the character that databases take for its end: not all of them store it."""
    token = document.loc.start_token if document.loc else None
    while token is not None:
        if token.value is not None and NUL in token.value:
            raise _nul()
        token = token.next
    left: list[Any] = [variables]
    while left:
        match left.pop():
            case str() as text if NUL in text:
                raise _nul()
            case dict() as given:
                left += [*given, *given.values()]
            case list() as several:
                left += several


def _nul() -> GraphQLError:
    return GraphQLError(
        "文字列に NUL 文字（U+0000）が含まれています。取り除いてください。"
        " / A text holds the NUL character (U+0000): remove it.",
        extensions={"code": "NUL"},
    )


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
