"""Rows of one type as a planner fetched them: tuples still, with where each field's value is to be found.

A level is a sequence of dicts to whoever reads it as one, such as GraphQL's executor; `api.shaping` reads
the tuples themselves. This module knows nothing of the business.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, overload

Row = dict[str, Any]
"""One object as the executor reads it: its fields by their names in Python, the columns they were made
from, `_id`, and how many `_values` it is in an answer, with all that stands below it."""

TYPE: Final = "__typename"
"""Where a row names its type."""


class Kept(NamedTuple):
    """The value stands in the row itself."""

    place: int


class Made(NamedTuple):
    """A value was made for each row: a list of them, as many as rows."""

    made: bool = True


class Below(NamedTuple):
    """Rows of other levels, the last value of which is what stands in ours: all of them, or the first."""

    place: int
    many: bool


class Within(NamedTuple):
    """An object made of the same row, that of another level over the same rows; absent where `present`
    is null."""

    present: int | None
    inner: Layout


Place = Kept | Made | Below | Within


Layout = tuple[tuple[str, str, Place], ...]
"""Where a level's fields are, each with its name and the name of its kind of place: equal layouts are read
alike, and without the latter two kinds of place may be equal."""


@dataclass(slots=True, eq=False)
class Level(Sequence[Row]):
    """Rows of one type: `type` is its name, `names` those of the rows' values.

    `beside` holds, for each field of the layout, what does not stand in the rows: the list of values
    made, the levels below, the level within. `counts`: how many values each row is in an answer, with all
    that stands below it.
    """

    type: str
    names: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    layout: Layout
    beside: Sequence[Any]
    counts: list[int]
    _dicts: list[Row] | None = None

    @property
    def dicts(self) -> list[Row]:
        """Each row with all that stands below it."""
        if self._dicts is None:
            self._dicts = self._as_dicts()
        return self._dicts

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self.dicts[at]

    def _as_dicts(self) -> list[Row]:
        dicts: list[Row] = [dict(zip(self.names, row, strict=True)) for row in self.rows]
        for out, count in zip(dicts, self.counts, strict=True):
            out |= {TYPE: self.type, "_id": out.get("id"), "_values": count}
        for (name, _, place), beside in zip(self.layout, self.beside, strict=True):
            for out, value in zip(dicts, self._values(place, beside), strict=True):
                out[name] = value
        return dicts

    def _values(self, place: Place, beside: Any) -> list[Any]:
        match place:
            case Kept(at):
                return [row[at] for row in self.rows]
            case Made():
                made: list[Any] = beside
                return made
            case Below(at, many):
                found = _by_key(beside)
                each = [found.get(row[at], []) for row in self.rows]
                return each if many else [some[0] if some else None for some in each]
            case Within(present):
                return [
                    inner if present is None or row[present] is not None else None
                    for row, inner in zip(self.rows, beside.dicts, strict=True)
                ]


def _by_key(levels: Sequence[Level]) -> Mapping[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = {}
    for level in levels:
        for row, out in zip(level.rows, level.dicts, strict=True):
            found.setdefault(row[-1], []).append(out)
    return found
