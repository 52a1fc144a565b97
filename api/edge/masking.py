"""What nobody foresaw: told under a number, and logged under it without what people wrote."""

from __future__ import annotations

import traceback
import uuid
from typing import Any

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from api.edge.wrong import RequestIsWrong

log = structlog.get_logger("sekisho.api")


def unexpected(error: BaseException) -> tuple[str, dict[str, str]]:
    """Log an error without its own message, which may hold anything; answers the words and the
    extensions to show instead."""
    number = uuid.uuid4().hex[:12]
    log.error(
        "unexpected",
        error_id=number,
        kind=type(error).__name__,
        where=traceback.format_tb(error.__traceback__),
    )
    message = (
        f"内部エラーが発生しました（{number}）。管理者に番号をお伝えください。"
        f" / Something went wrong ({number}). Tell this number to the administrator."
    )
    return message, {"code": "INTERNAL", "id": number}


class Masked:
    """Answers 500 with a number where the application fails, and lets no server log the error."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Any) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            message, extensions = unexpected(error)
            if scope["type"] == "http" and not begun:
                wrong = RequestIsWrong(500, message, extensions["code"])
                await wrong.response()(scope, receive, send)
