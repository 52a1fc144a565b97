"""Reads what is sent: no more than may be, and not for ever."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.requests import Request

from api.edge.wrong import RequestIsWrong

CLOSE = {"Connection": "close"}
"""Whoever is not listened to any longer is not kept on the line either."""


async def limited(request: Request, most: int, remedy: str) -> AsyncGenerator[bytes, None]:
    """The body in pieces; raises RequestIsWrong once there is more of it than `most` bytes, or
    where it says so beforehand."""
    read = _stated(request)
    if read <= most:
        read = 0
        async for chunk in request.stream():
            read += len(chunk)
            if read > most:
                break
            yield chunk
    if read > most:
        raise RequestIsWrong(413, remedy, "TOO_LARGE", CLOSE)


def _stated(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 19 else 0


def too_slow() -> RequestIsWrong:
    """What is said where a body does not come."""
    return RequestIsWrong(
        408,
        "本文が時間内に届きませんでした。 / The body did not arrive in time.",
        "TOO_SLOW",
        CLOSE,
    )
