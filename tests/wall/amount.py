"""How much is asked of two worlds: a part at each build, more on SQLite, and all of it by `make wall-long`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final, TypeVar

from tests.grounds import Sqlite, ground_name
from tests.wall.pairs import VIEWERS

T = TypeVar("T")

EVERYTHING: Final = "SEKISHO_WALL_EVERYTHING" in os.environ


def fewer() -> bool:
    """Whether less is asked than elsewhere, since all was asked on SQLite."""
    return not EVERYTHING and ground_name() != Sqlite.name


SOME_VIEWERS: Final = VIEWERS if EVERYTHING else VIEWERS[:2]
"""Who tries what each party tries in worlds of its own, and all of it with the first lock off."""


def some(every: Iterable[T], one_in: int, start: int = 0) -> list[T]:
    """One in so many of them, of an eighth as many on PostgreSQL, and one at least; all if everything is
    asked."""
    found = list(every)
    step = 1 if EVERYTHING else min(one_in * (8 if fewer() else 1), len(found) or 1)
    return found[start % step :: step]
