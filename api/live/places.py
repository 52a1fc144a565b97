"""How many hold something open at once: so many altogether, and so many of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class NoPlace(Exception):
    """As many are held as may be."""


class Places:
    """Places of one process."""

    def __init__(self, most: int, of_one: int) -> None:
        self._most, self._of_one = most, of_one
        self._held: Counter[Hashable] = Counter()

    @contextmanager
    def held_by(self, one: Hashable) -> Iterator[None]:
        """A place, as long as it is needed; raises NoPlace."""
        if self._held.total() >= self._most or self._held[one] >= self._of_one:
            raise NoPlace
        self._held[one] += 1
        try:
            yield
        finally:
            self._held[one] -= 1
            if not self._held[one]:
                del self._held[one]
