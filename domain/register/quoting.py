"""Where a text quotes a figure: the value as written in digits, found by pure functions.

A restated figure may still stand in other texts. A value is quoted where a number of the same value
is written: with or without thousands separators, in full or half width. A number is taken whole, so
that 3677 is quoted neither by 13677 nor by 3677.5.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

SMALLEST: Final = 100
"""Values below are not looked for: they stand in texts by accident too often."""

EXCERPT: Final = 20
"""Characters of the text shown on either side of a quoted value."""

_NUMBER: Final = re.compile(r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?", re.ASCII)
_BEFORE: Final = re.compile(r"(?:[a-z]-?|\d-|[万億兆])$", re.IGNORECASE)
"""What makes a number part of a code or of a larger number: MZ-3677, 0120-3677, 9万3677."""
_BEHIND: Final = re.compile(r"-\d|/\d{1,2}(?!\d)|[万億兆]\d|年")
"""The same behind it, and days: 2023-02-17, 2023/2, 2023年."""


def may_be_quoted(value: Decimal) -> bool:
    """Whether it makes sense to look for the value in texts."""
    return value >= SMALLEST


def spellings(value: Decimal) -> tuple[str, str]:
    """How the whole part of a value is written: without and with thousands separators."""
    whole = int(value)
    return str(whole), f"{whole:,}"


def quotes(value: Decimal, text: str) -> Iterator[tuple[int, int]]:
    """Where the text quotes the value: first character, and the one behind the last."""
    return ((begins, ends) for number, begins, ends in numbers(text) if number == value)


def numbers(text: str) -> Iterator[tuple[Decimal, int, int]]:
    """The numbers that the text quotes, each with its first character and the one behind its last."""
    plain = text if text.isascii() else "".join(map(_plain, text))
    for number in _NUMBER.finditer(plain):
        begins, ends = number.span()
        part = _BEFORE.search(plain[max(0, begins - 2) : begins]) or _BEHIND.match(plain, ends)
        if not part:
            yield Decimal(number[0].replace(",", "")), begins, ends


def excerpt(text: str, begins: int, ends: int) -> str:
    """The quoted value with what stands around it in its line; … where something is left out."""
    first = max(text.rfind("\n", 0, begins) + 1, begins - EXCERPT)
    last = min(_line_end(text, ends), ends + EXCERPT)
    before = "…" if first > 0 and text[first - 1] != "\n" else ""
    behind = "…" if last < len(text) and text[last] != "\n" else ""
    return f"{before}{text[first:last]}{behind}"


def _line_end(text: str, after: int) -> int:
    found = text.find("\n", after)
    return len(text) if found < 0 else found


@lru_cache(10_000)
def _plain(character: str) -> str:
    """The character in half width, one for one, so that places stay; ① and ² are no digits."""
    half = unicodedata.normalize("NFKC", character)
    single = len(half) == 1 and half.isascii() and unicodedata.category(character) != "No"
    return half if single else character
