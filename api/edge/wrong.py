"""Requests that are not served, and answers in JSON."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from api.edge.media import JSON


class RequestIsWrong(Exception):
    """A request that is not served; the answer says why, and what to do."""

    def __init__(
        self, status: int, message: str, code: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code
        self.headers = headers or {}

    def response(self, media: str = JSON) -> Response:
        body = {"errors": [{"message": self.message, "extensions": {"code": self.code}}]}
        return in_json(body, self.status, self.headers, media)


def in_json(
    body: Any, status: int = 200, headers: dict[str, str] | None = None, media: str = JSON
) -> Response:
    """An answer in UTF-8, as every JSON of this service is."""
    kind = {"Content-Type": f"{media}; charset=utf-8"}
    return Response(orjson.dumps(body), status_code=status, headers=kind | (headers or {}))
