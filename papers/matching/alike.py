"""Which known text another may be a new wording of: close enough to ask, never to decide."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final, TypeVar

CLOSE: Final = 0.6
"""The share of common signs (difflib's ratio) from which two texts may be one, reworded."""

_MOST_LENGTHS: Final = 2_000_000
_MOST_SIGNS: Final = 200_000
_MOST_TEXTS: Final = 5_000

T = TypeVar("T")


class Alike:
    """Compares texts within a bound on the work, whatever the size of two files.

    Beyond the bound any candidate counts as close: better asked in vain than taken wrongly.
    """

    def __init__(self) -> None:
        self._matcher = SequenceMatcher(None, autojunk=False)
        self._lengths, self._signs, self._texts = _MOST_LENGTHS, _MOST_SIGNS, _MOST_TEXTS

    def closest(self, text: str, candidates: Iterable[tuple[str, T]]) -> T | None:
        """The candidate most like the text, if one is close; the first of equally close ones."""
        self._matcher.set_seq2(text)
        best, found = 0.0, None
        for other, candidate in candidates:
            ratio = self._ratio(other)
            if ratio >= CLOSE and ratio > best:
                best, found = ratio, candidate
            if best == 1:
                break
        return found

    def _ratio(self, other: str) -> float:
        """First by the lengths alone, then by the signs, then by the texts, each costing more."""
        if not (self._lengths and self._signs and self._texts):
            return 1.0
        matcher = self._matcher
        matcher.set_seq1(other)
        self._lengths -= 1
        if matcher.real_quick_ratio() < CLOSE:
            return 0.0
        self._signs -= 1
        if matcher.quick_ratio() < CLOSE:
            return 0.0
        self._texts -= 1
        return matcher.ratio()
