"""Serves the application with uvicorn, and says when it is ready."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

SECONDS_TO_FINISH = 3
"""How long requests under way may take once the service was told to stop."""


class PortIsTaken(Exception):
    """Something else listens there already."""


def serve(app: ASGIApp, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the URL once requests are accepted.

    Port 0 takes any free one. Raises PortIsTaken.
    """
    listener = _listen(host, port)
    taken = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            gc.collect()
            gc.freeze()
            ready(f"http://{shown}:{taken}")

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        # A request that never ends must not keep Ctrl+C waiting.
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as e:
        listener.close()
        raise PortIsTaken(
            f"{host}:{port} は使えません（{e.strerror}）。--port で別の番号を指定してください。"
            f" / Cannot listen on {host}:{port} ({e.strerror}): choose another with --port."
        ) from e
    return listener
