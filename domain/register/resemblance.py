"""How much one text resembles others: by the pairs of letters they share, the rarer the more. Japanese is
written without blanks; pairs of letters are to it what words are to English."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from typing import Final

LEAST: Final = 0.1
"""Below this, what two texts share is chance."""
LONGEST: Final = 1_000
"""Letters at the beginning of a text that are compared: a question is asked in its first sentences."""
_GRAMMAR: Final = 0.3
"""What a pair of hiragana counts for beside any other: particles, and the endings of verbs."""


def resemblance(asked: str, known: Sequence[str]) -> list[float]:
    """How much a text resembles each of these: from 0 (nothing shared) to 1 (the same), by the cosine of their
    pairs of letters. A pair counts by how few of the known texts have it."""
    counted = [_pairs(text) for text in known]
    having = Counter(pair for pairs in counted for pair in pairs)

    def weighed(pairs: Counter[str]) -> dict[str, float]:
        return {
            pair: _said(pair) * (1 + log(times)) * log((1 + len(known)) / (1 + having[pair]) + 1)
            for pair, times in pairs.items()
        }

    mine = weighed(_pairs(asked))
    return [_cosine(mine, weighed(pairs)) for pairs in counted]


def _said(pair: str) -> float:
    return _GRAMMAR if all("ぁ" <= sign <= "ん" for sign in pair) else 1.0


def _cosine(some: dict[str, float], others: dict[str, float]) -> float:
    shared = sum(weight * others[pair] for pair, weight in some.items() if pair in others)
    return shared / (_length(some) * _length(others)) if shared else 0.0


def _length(weights: dict[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def _pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring letters, width and case aside; a text of one letter is its own pair."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    letters = "".join(sign for sign in folded if sign.isalnum())
    return Counter(letters[start : start + 2] for start in range(max(1, len(letters) - 1)))
