"""The spans of time for which barrier rules bar, and their edges; nothing is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from projections.clearance import Window


def end_of(day: str) -> str:
    """The first instant after a day in Tokyo, which has no summer time: 15:00 UTC."""
    return f"{day}T15:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where something comes into sight or goes: with a fact, at its place in the log and by its author,
    or as a day ends (`eve`, ISO)."""

    at: str
    place: int = 0
    author: str | None = None
    eve: str = ""

    @classmethod
    def after(cls, day: str) -> Edge:
        return cls(end_of(day), eve=day)

    @property
    def key(self) -> tuple[str, int]:
        """In order of time; a day ends before whatever is recorded at that instant."""
        return self.at, self.place

    def is_behind(self, window: Window) -> bool:
        """Whether it lies behind the beginning of a window."""
        if self.place:
            return self.place > window.since.position
        return self.eve >= window.since.day

    def is_reached(self, window: Window) -> bool:
        """Whether it lies before the end of a window."""
        return self.place <= window.until.position if self.place else self.eve < window.until.day


Span = tuple[Edge, Edge | None]
"""From an edge up to another, or for good."""


class Barred:
    """What bars one viewer's party, and when: made of the rules against it (see
    projections.barring.rules_against)."""

    def __init__(self, rules: Iterable[Mapping[str, Any]]) -> None:
        known = [(rule["owner"], rule["bars"], _span(rule)) for rule in rules]
        known.sort(key=lambda one: one[2][0].key)
        self._known = [
            (owner, bars, (begin, end))
            for owner, bars, (begin, end) in known
            if end is None or begin.key < end.key
        ]

    def spans(self, owner: int, holds: int) -> tuple[Span, ...]:
        """When records of this owner that hold such information (bits) are barred: in order, none
        touches another."""
        return tuple(
            _joined(span for whose, bars, span in self._known if whose == owner and bars & holds)
        )


def _span(rule: Mapping[str, Any]) -> Span:
    imposed = Edge(rule["recorded_at"], rule["born"], rule["imposed_by"])
    begin = max(imposed, Edge.after(rule["eve"]), key=lambda edge: edge.key)
    ends = []
    if not rule["standing"]:
        ends.append(Edge(rule["stood_from"], rule["since"], rule["author"]))
    if rule["last_day"] is not None:
        ends.append(Edge.after(rule["last_day"]))
    return begin, min(ends, key=lambda edge: edge.key, default=None)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans as one where they touch."""
    begin: Edge | None = None
    end: Edge | None = None
    for first, last in spans:
        if begin is None:
            begin, end = first, last
        elif end is None:
            break
        elif first.key <= end.key:
            if last is None or last.key > end.key:
                end = last
        else:
            yield begin, end
            begin, end = first, last
    if begin is not None:
        yield begin, end
