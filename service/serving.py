"""Serves the application with uvicorn, and says when it is ready."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

SECONDS_TO_FINISH = 3
"""How long requests under way may take once the service was told to stop."""

SECONDS_TO_START = 60
"""How long the processes of one service may take until all of them accept requests."""


class PortIsTaken(Exception):
    """Something else listens there already."""


def serve(app: ASGIApp, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the URL once requests are accepted.

    Port 0 takes any free one. Raises PortIsTaken.
    """
    listener = _listen(host, port)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            settle()
            ready(_url(host, listener))

    Server(_config(app)).run(sockets=[listener])


def settle() -> None:
    """Take what was built so far for lasting, so that collecting garbage need not look at it."""
    gc.collect()
    gc.freeze()


def serve_together(
    factory: str, workers: int, host: str, port: int, ready: Callable[[str], None]
) -> None:
    """Serve with several processes over one socket until interrupted.

    Each calls `factory` (`module:function`) for its application. One that dies is replaced.
    `ready` is told the URL once all of them accept requests. Raises PortIsTaken.
    """
    listener = _listen(host, port)

    class Supervisor(Multiprocess):
        def init_processes(self) -> None:
            super().init_processes()
            if all(one.wait_until_ready(SECONDS_TO_START) for one in self.processes):
                ready(_url(host, listener))

        def handle_hup(self) -> None:
            """A closed terminal ends it all, as it ends a single process."""
            self.should_exit.set()

    config = _config(factory, factory=True, workers=workers)
    try:
        Supervisor(config, sockets=[listener]).run()
    finally:
        listener.close()


def _config(app: ASGIApp | str, **others: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        # A request that never ends must not keep Ctrl+C waiting.
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        **others,
    )


def _url(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


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
