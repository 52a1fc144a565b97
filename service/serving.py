"""Serves the application with uvicorn, and says when it is ready."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from api.live.pushing import Live
from api.live.sockets import MAX_MESSAGE
from service.patience import Patient

SECONDS_TO_FINISH = 3
"""How long requests under way may take once the service was told to stop."""

SECONDS_TO_START = 60
"""How long the processes of one service may take until all of them accept requests."""

MOST_CONNECTIONS = 1_000
"""Held by one process at once; whoever comes then is told 503."""

NEW_OBJECTS = 10_000
"""After so many more of them, garbage is collected. With Python's own 700, an answer of a hundred records
would be looked through three times while it is being made, to find nothing that could go."""


class PortIsTaken(Exception):
    """Something else listens there already."""


def serve(app: Starlette, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is told the URL once requests are accepted.

    Port 0 takes any free one. Raises PortIsTaken.
    """
    listener = _listen(host, port)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            end_with_the_service(app.state.live)
            settle()
            ready(_url(host, listener))

    Server(configured(app)).run(sockets=[listener])


def end_with_the_service(live: Live) -> None:
    """Let the streams end well once the service is told to stop, before the server sees to it: it
    would wait for them, and then cut them off. To be called when the server listens for signals."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _and_then(live, signal.getsignal(sign)))


def _and_then(live: Live, otherwise: Any) -> Callable[[int, FrameType | None], None]:
    def told(sign: int, frame: FrameType | None) -> None:
        live.stopping = True
        if callable(otherwise):
            otherwise(sign, frame)

    return told


def settle() -> None:
    """Take what was built so far for lasting, so that collecting garbage need not look at it, and collect
    it less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


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

    config = configured(factory, factory=True, workers=workers)
    try:
        Supervisor(config, sockets=[listener]).run()
    finally:
        listener.close()


def configured(app: ASGIApp | str, **others: Any) -> uvicorn.Config:
    """How uvicorn serves here, but for what is named."""
    named: dict[str, Any] = {"http": Patient, "limit_concurrency": MOST_CONNECTIONS} | others
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE,
        ws_per_message_deflate=False,
        # A request that never ends must not keep Ctrl+C waiting.
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        **named,
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
