"""What was selected in a document: its fields with fragments flattened and mentions merged. This module knows
nothing of the business."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from strawberry.types.nodes import FragmentSpread, InlineFragment, SelectedField, Selection

T = TypeVar("T")

LONGEST: Final = 1_500
"""How many fields and fragments are kept that one document's switches select, each with some 400 bytes of what is made
of it."""


class Selections(list[Selection]):
    """What was selected somewhere in a document, with what was made of it: what is the same at each asking is
    made once."""

    __slots__ = ("_made",)

    def __init__(self, of: Iterable[Selection] = ()) -> None:
        super().__init__(of)
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, or is now."""
        made: T | None = self._made.get(key)
        if made is None:
            made = self._made[key] = make()
        return made

    @property
    def names(self) -> int:
        """How many fields and fragments it holds, with all below them."""
        return sum(1 + Selections(one.selections).names for one in self)


class Known:
    """What was selected below the root fields of a document, for each way in which its switches stood: as
    much of it as has a measure."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, Selections] = {}
        self._left = LONGEST

    def once(self, key: Hashable, make: Callable[[], Selections]) -> Selections:
        """What was made under this key, or is now."""
        known = self._by_key.get(key)
        if known is None:
            known = make()
            names = known.names
            if names <= self._left:
                self._left -= names
                self._by_key[key] = known
        return known


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that was asked for, with all that was asked below it, in any of its mentions.

    `times`: how many names the answer has it under.
    """

    name: str
    selections: Selections = field(default_factory=Selections)
    times: int = 1


def asked_fields(selections: Selections, kind_names: frozenset[str]) -> list[Asked]:
    """The fields asked for on a type; fragments flattened, several mentions of a field merged."""
    return selections.once(kind_names, lambda: _asked_fields(selections, kind_names))


def _asked_fields(selections: Selections, kind_names: frozenset[str]) -> list[Asked]:
    merged: dict[str, Selections] = {}
    names: dict[str, set[str]] = defaultdict(set)
    _merge(selections, kind_names, merged, names)
    return [Asked(name, below, len(names[name])) for name, below in merged.items()]


def _merge(
    selections: Iterable[Selection],
    kind_names: frozenset[str],
    into: dict[str, Selections],
    names: dict[str, set[str]],
) -> None:
    for one in selections:
        if not _is_included(one.directives):
            continue
        match one:
            case SelectedField():
                into.setdefault(one.name, Selections()).extend(one.selections)
                names[one.name].add(one.alias or one.name)
            case FragmentSpread() | InlineFragment():
                if not one.type_condition or one.type_condition in kind_names:
                    _merge(one.selections, kind_names, into, names)


def _is_included(directives: Mapping[str, Mapping[str, Any]]) -> bool:
    skip, include = directives.get("skip", {}), directives.get("include", {})
    return not skip.get("if", False) and bool(include.get("if", True))
