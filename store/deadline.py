"""How long the work under way may still take: no database works on it any longer than that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Of the thread or task at work, not of the program: what is asked of a database deep inside a
# request would else be handed its deadline through every room.
_ends: ContextVar[float | None] = ContextVar("ends", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Statements in here that are not done by then are given up, with an error."""
    before = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(before)


def seconds_left() -> float | None:
    """None where nothing sets an end."""
    ends = _ends.get()
    return None if ends is None else ends - time.monotonic()


def is_over() -> bool:
    """Whether the time is up."""
    ends = _ends.get()
    return ends is not None and time.monotonic() > ends
