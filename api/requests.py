"""What a request asks: strict JSON, or a form that hands in one file beside it; and who asks."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from api.identity import TokenIsNotValid, Tokens
from commands.office import Office
from domain.register.files import MEGABYTE, MOST_BYTES, HandedIn

MAX_BODY = 100_000
"""Bytes of JSON that a request may have."""
MAX_FORM = MOST_BYTES + 2 * MEGABYTE
"""Bytes that a form may have. A file a little too large is still read, to be refused by its rule."""
JSON = "application/json"
FORM = "multipart/form-data"


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
        return in_json(body, self.status, headers)


def in_json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status_code=status, headers=headers, media_type=JSON)


def bearer(request: Request, tokens: Tokens, office: Office) -> UUID:
    """The member whom the request's token names; raises RequestIsWrong."""
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


@dataclass(frozen=True, slots=True)
class Question:
    """A GraphQL document with what belongs to it."""

    query: str
    variables: dict[str, Any] | None
    operation: str | None


async def question(request: Request) -> Question:
    """What is asked; raises RequestIsWrong."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() == FORM:
        return await _form(request)
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if kind.strip().lower() != JSON or charset not in ("", "utf-8", "utf8"):
        raise RequestIsWrong(
            415, f"Content-Type: {JSON} (UTF-8) / {FORM} (ファイル / file)", "CONTENT_TYPE"
        )
    body = b"".join([chunk async for chunk in _limited(request, MAX_BODY)])
    try:
        return _asked(strict_json(body.decode("utf-8")))
    except (ValueError, RecursionError):
        raise RequestIsWrong(400, "JSON を読めません。 / This is no strict JSON.", "JSON") from None


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > most:
            raise RequestIsWrong(
                413,
                f"本文は {most:,} バイトまでです。小さくしてから送信してください。"
                f" / The body may have {most:,} bytes: make it smaller.",
                "TOO_LARGE",
            )
        yield chunk


def strict_json(text: str) -> Any:
    """The value; raises ValueError or RecursionError where it is not JSON to the letter."""
    value = json.loads(text, parse_constant=_refuse, object_pairs_hook=_distinct)
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
    return value


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _asked(told: Any) -> Question:
    if not isinstance(told, dict) or not isinstance(told.get("query"), str):
        raise RequestIsWrong(
            400, '{"query": "…"} の形で送信してください。 / Send a query.', "QUERY"
        )
    variables, operation = told.get("variables"), told.get("operationName")
    if not isinstance(variables, dict | None) or not isinstance(operation, str | None):
        raise RequestIsWrong(
            400, "variables はオブジェクト、operationName は文字列です。 / Wrong shape.", "QUERY"
        )
    return Question(told["query"], variables, operation)


# ----- forms ------------------------------------------------------------------------------------


class _StrictParser(MultiPartParser):
    """Reads parts into memory, or files on disk once they grow; texts are UTF-8 or nothing."""

    def on_part_end(self) -> None:
        if self._current_part.file is None:
            self._current_part.data.decode("utf-8")  # the parser itself would fall back to Latin-1
        super().on_part_end()

    def close(self) -> None:
        """Let go of all files, those included whose part never ended."""
        for file in self._files_to_close_on_error:
            file.close()


async def _form(request: Request) -> Question:
    """A request of the GraphQL multipart request specification: operations, map and one file."""
    parser = _StrictParser(
        request.headers,
        _limited(request, MAX_FORM),
        max_files=1,
        max_fields=2,
        max_part_size=MAX_BODY,
    )
    try:
        return await _with_file(await parser.parse())
    except (MultiPartException, ValueError, RecursionError):
        raise _no_form() from None
    finally:
        parser.close()


async def _with_file(form: FormData) -> Question:
    """The question with the file in its place; raises ValueError where the form is not to the
    letter of the specification, or hands in another number of files."""
    parts = _distinct(form.multi_items())
    operations, places = parts.pop("operations", None), parts.pop("map", None)
    [(name, file)] = parts.items()
    if not (isinstance(operations, str) and isinstance(places, str)):
        raise ValueError("operations and map are texts")
    if not isinstance(file, UploadFile):
        raise ValueError("the part beside them is a file")
    told, mapped = strict_json(operations), strict_json(places)
    if not (isinstance(mapped, dict) and mapped.keys() == {name}):
        raise ValueError("map names the file")
    if not isinstance(mapped[name], list):
        raise ValueError("map lists the places of a file")
    [place] = mapped[name]
    asked = _asked(told)
    _put(told, place, HandedIn(file.filename or "", await file.read()))
    return asked


def _put(told: Any, place: Any, file: HandedIn) -> None:
    """Put the file in its place: a variable that is there and null."""
    if not isinstance(place, str) or not place.startswith("variables."):
        raise ValueError("the place is a variable")
    *path, last = place.split(".")
    for step in path:
        told = told.get(step) if isinstance(told, dict) else None
    if not isinstance(told, dict) or told.get(last, file) is not None:
        raise ValueError("the place is there and null")
    told[last] = file


def _no_form() -> RequestIsWrong:
    return RequestIsWrong(
        400,
        "フォームを読めません。operations・map・ファイル1つの順に、GraphQL multipart request の形で"
        "送信し、map ではファイルの入る null の変数を1つ指定してください。"
        " / This form cannot be read: send operations, map and one file as the GraphQL multipart"
        " request specification says, and let map name one variable that is null.",
        "FORM",
    )
