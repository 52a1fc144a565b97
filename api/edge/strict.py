"""JSON to the letter: one reading, whoever reads it."""

from __future__ import annotations

import json
import math
from typing import Any

DEEPEST = 32
"""How deep objects and lists may stand in one another."""


def strict_json(text: str) -> Any:
    """The value; raises ValueError or RecursionError where it is not JSON to the letter, where
    an object has a key twice, a number is none, half a surrogate pair stands for a letter, or
    it nests deeper than anything that is asked for."""
    value = json.loads(
        text, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=distinct
    )
    _look_through(value)
    return value


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """These pairs; raises ValueError if a key stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(constant: str) -> Any:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number without end")
    return number


def _look_through(value: Any) -> None:
    level, depth = [value], 0
    while level:
        if depth > DEEPEST:
            raise ValueError("too deep")
        below: list[Any] = []
        for one in level:
            match one:
                case str():
                    one.encode("utf-8")  # half a surrogate pair is no text
                case dict():
                    below += [*one, *one.values()]
                case list():
                    below += one
        level, depth = below, depth + 1
