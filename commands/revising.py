"""Describing a record anew: what is given replaces what stood, and all else stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def anew(
    record: object, names: tuple[str, ...], given: Mapping[str, Any], *, needed: tuple[str, ...]
) -> dict[str, Any]:
    """The described fields of a record, with those that are given in place of theirs.

    None removes what was said, but for what is `needed`: that stays.
    """
    unknown = given.keys() - set(names)
    assert not unknown, f"{type(record).__name__} is not described by {sorted(unknown)}"
    replaced = {
        name: value for name, value in given.items() if value is not None or name not in needed
    }
    return {name: getattr(record, name) for name in names} | replaced
