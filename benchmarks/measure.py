"""Medians of several rounds, taken in turn so that both sides meet the same machine."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio is to be: at most, or at least, this. `reached` is where it stands as long as that is not
    so (docs/decisions/0027)."""

    limit: float
    at_least: bool = False
    reached: float | None = None

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"

    def is_met_by(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit

    def is_half_met_by(self, ratio: float) -> bool:
        """Whether a ratio is no worse than half of the target, or of what was reached of it."""
        due = self.limit if self.reached is None else self.reached
        return ratio >= due / 2 if self.at_least else ratio <= due * 2


@dataclass(frozen=True, slots=True)
class Measured:
    """A ratio: the time (or memory) of `what` over that of `against`, unless `detail` says else."""

    what: str
    against: str
    ratio: float
    detail: str = ""
    target: Target | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else self.target.is_met_by(self.ratio)

    @property
    def failed(self) -> bool:
        """Whether it is so far from its target that something must have broken."""
        return self.target is not None and not self.target.is_half_met_by(self.ratio)

    def plain(self) -> dict[str, object]:
        return {
            "what": self.what,
            "against": self.against,
            "ratio": round(self.ratio, 3),
            "detail": self.detail,
            "target": self.target and str(self.target),
            "met": self.met,
        }


def times(*sides: Callable[[], object], rounds: int) -> list[float]:
    """The median seconds of each side, over rounds in which the sides take turns."""
    taken: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, kept in zip(sides, taken, strict=True):
            begun = time.perf_counter()
            side()
            kept.append(time.perf_counter() - begun)
    return [statistics.median(one) for one in taken]
