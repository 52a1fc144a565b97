"""The ids that commands mint: drawn from a name, so that the same command makes the same ids in two
worlds.

`uuid4` takes its bytes from the operating system. While a name is told here, it takes them from a
generator that begins with the name; anybody else in the process goes on as before.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random
from typing import Any

_DRAWN: ContextVar[Random | None] = ContextVar("_DRAWN", default=None)


class _System:
    """The operating system as `uuid` knows it, but for its random bytes."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    @staticmethod
    def urandom(size: int) -> bytes:
        drawn = _DRAWN.get()
        return os.urandom(size) if drawn is None else drawn.randbytes(size)


@contextmanager
def minting(name: str) -> Iterator[None]:
    """Have ids drawn from this name."""
    if not isinstance(uuid.os, _System):  # type: ignore[attr-defined]  # not told to the world
        uuid.os = _System()  # type: ignore[attr-defined]
    token = _DRAWN.set(Random(name))
    try:
        yield
    finally:
        _DRAWN.reset(token)
