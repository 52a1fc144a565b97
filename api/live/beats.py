"""The fixed clock of pushes: it beats alike, however much or little happens."""

from __future__ import annotations

import math
import time
from typing import Protocol

import anyio

SECONDS_A_BEAT = 1.0
SECONDS_TO_LOOK = 0.1


class Beats(Protocol):
    """When subscribers are looked for, and when they are told."""

    async def next(self) -> None:
        """Wait for the next beat."""

    async def telling(self) -> None:
        """Wait until what was found may be told."""


class Steady:
    """A beat each second. What was found is told at a tenth of a second, never in between: by how
    long a look takes nobody learns what else was going on."""

    def __init__(self, beat: float = SECONDS_A_BEAT, telling: float = SECONDS_TO_LOOK) -> None:
        self._beat, self._telling = beat, telling

    async def next(self) -> None:
        await _until_a_multiple_of(self._beat)

    async def telling(self) -> None:
        await _until_a_multiple_of(self._telling)


async def _until_a_multiple_of(seconds: float) -> None:
    now = time.monotonic()
    await anyio.sleep((math.floor(now / seconds) + 1) * seconds - now)
