"""Medians of several rounds, taken in turn so that both sides meet the same machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A ratio: the time (or memory) of `what` over that of `against`, unless `detail` says else."""

    what: str
    against: str
    ratio: float
    detail: str = ""

    def plain(self) -> dict[str, object]:
        return asdict(self) | {"ratio": round(self.ratio, 3)}


def times(*sides: Callable[[], object], rounds: int) -> list[float]:
    """The median seconds of each side, over rounds in which the sides take turns."""
    taken: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, kept in zip(sides, taken, strict=True):
            begun = time.perf_counter()
            side()
            kept.append(time.perf_counter() - begun)
    return [statistics.median(one) for one in taken]
