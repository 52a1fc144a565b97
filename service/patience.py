"""HTTP as uvicorn speaks it, but that nobody may take all day over a request's head, or make it
endless: uvicorn itself waits for ever and keeps whatever comes."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SECONDS_FOR_A_HEAD = 10.0
LARGEST_HEAD = 32_768
"""Bytes of a request line with its headers."""
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Patient(HttpToolsProtocol):
    """One connection."""

    seconds = SECONDS_FOR_A_HEAD
    _waiting: asyncio.TimerHandle | None = None
    _heard = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._begin_to_wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self._waiting
        super().data_received(data)
        if before is None or self._waiting is not before:
            return  # what came was of a body, or begins a head
        self._heard += len(data)
        if self._heard > LARGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self._end()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begin_to_wait()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    def _begin_to_wait(self) -> None:
        self._stop_waiting()
        self._heard = 0
        self._waiting = self.loop.call_later(self.seconds, self._end)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _end(self) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.close()
