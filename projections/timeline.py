"""What one viewer saw of a record, and when it changed: folded from its versions, nothing read.

A record's versions are a chain: each stands from its command until the next. A viewer sees a version
or not; one that is seen by a dated release is seen until the end of its last day in Tokyo, without any
fact, and while a rule bars it nothing is seen. Commands recorded at one instant are one moment: nobody can ask for what stood between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from projections.clearance import Window
from projections.spans import Edge, Span

Named = tuple[tuple[str, str | tuple[str, ...] | None], ...]
"""The columns that name other records, with the ids in them."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: from which place in the log and instant (ISO, UTC) it stood.

    `last_day` (ISO): the last day of the dated release by which it is seen. `digest` tells whether
    two versions say the same. `owner` is whose it was (a link made again is another party's, maybe).
    `needs` are ids of records without which it is not seen, `barred` the times at which rules bar it.
    """

    since: int
    at: str
    author: str
    seen: bool
    last_day: str | None
    digest: str
    owner: int = -1
    named: Named = ()
    needs: tuple[str, ...] = ()
    barred: tuple[Span, ...] = ()

    def is_shown(self, at: tuple[str, int]) -> bool:
        """Whether it is seen from this edge on, while it stands."""
        if not self.seen or (self.last_day is not None and Edge.after(self.last_day).key <= at):
            return False
        return not any(
            begin.key <= at and (end is None or at < end.key) for begin, end in self.barred
        )

    def edges(self) -> Iterator[Edge]:
        """Where it may come into sight or go by itself."""
        if self.last_day is not None:
            yield Edge.after(self.last_day)
        for begin, end in self.barred:
            yield begin
            if end is not None:
                yield end


@dataclass(frozen=True, slots=True)
class Step:
    """From this instant on the record's own facts show this version, or none.

    `place` is the log's position, `author` who did it; 0 and None where a day ended. `inside`: in
    the window that was asked for.
    """

    at: str
    place: int
    author: str | None
    version: Version | None
    inside: bool


@dataclass(frozen=True, slots=True)
class State:
    """What a viewer sees of a record: a version, and of what it names the records they see."""

    version: Version
    named: Named

    @property
    def said(self) -> tuple[str, Named]:
        """What of it can be told from another state."""
        return self.version.digest, self.named


@dataclass(frozen=True, slots=True)
class Turn:
    """At an instant, what a viewer sees of one record becomes something else.

    `old` and `new` are None where nothing is seen; `stood` and `stands` tell whether the record by
    itself, without what it needs, could be seen before and after.
    """

    at: str
    place: int
    author: str | None
    old: State | None
    new: State | None
    stood: bool
    stands: bool


def steps(versions: Sequence[Version], window: Window) -> list[Step]:
    """A record's own steps up to the end of the window; `versions` in order, from the one that
    stands as the window begins."""
    found: list[Step] = []
    for version, following in pairwise([*versions, None]):
        assert version is not None
        began = Edge(version.at, version.since, version.author)
        over = None if following is None else (following.at, following.since)
        cuts = [
            edge
            for edge in version.edges()
            if began.key < edge.key
            and (over is None or edge.key < over)
            and edge.is_reached(window)
        ]
        stood: bool | None = None
        for edge in (began, *sorted(cuts, key=lambda cut: cut.key)):
            shown = version.is_shown(edge.key)
            if shown is not stood:
                state = version if shown else None
                found.append(Step(edge.at, edge.place, edge.author, state, edge.is_behind(window)))
            stood = shown
    return found


def turns(own: str, known: Mapping[str, Sequence[Step]]) -> list[Turn]:
    """The turns of the record `own` inside the window, given its steps and those of all it names
    and needs, by id. Whoever has no steps is never seen.

    A window may begin between two commands of one instant: the later ones are a turn by themselves.
    """
    ids = {own}
    for step in known.get(own, ()):
        if step.version is not None:
            ids.update(step.version.needs, ids_in(step.version.named))
    events = [(step.at, step.place, one, step) for one in ids for step in known.get(one, ())]
    events.sort(key=itemgetter(0, 1, 2))
    shown: dict[str, Version | None] = {}
    now: State | None = None
    found: list[Turn] = []
    for (at, inside), together in groupby(events, key=lambda event: (event[0], event[3].inside)):
        old, stood = now, shown.get(own) is not None
        place, author = 0, None
        for _, position, one, step in together:
            shown[one] = step.version
            before, now = now, _state(own, shown)
            if not _alike(before, now):
                place, author = position, step.author
        if inside and not _alike(old, now):
            found.append(Turn(at, place, author, old, now, stood, shown.get(own) is not None))
    return found


def ids_in(named: Named) -> Iterable[str]:
    """All ids in columns that name records."""
    for _, value in named:
        if isinstance(value, tuple):
            yield from value
        elif value is not None:
            yield value


def _alike(one: State | None, other: State | None) -> bool:
    return one is other or (one is not None and other is not None and one.said == other.said)


def _state(own: str, shown: Mapping[str, Version | None]) -> State | None:
    version = shown.get(own)
    if version is None or (version.needs and not all(map(shown.get, version.needs))):
        return None
    if not version.named:
        return State(version, ())
    return State(version, tuple((name, _seen(ids, shown)) for name, ids in version.named))


def _seen(
    ids: str | tuple[str, ...] | None, shown: Mapping[str, Version | None]
) -> str | tuple[str, ...] | None:
    if isinstance(ids, tuple):
        return tuple(one for one in ids if shown.get(one))
    return ids if ids is not None and shown.get(ids) else None
