"""What changed: between two moments, entry by entry, as far as one viewer saw it and may see it now.

An entry is one record at one instant. Applying the entries of a window to what was seen at its
beginning gives what was seen at its end. Only records that may be seen now take part: of the others
there is no entry, no count and no trace.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from projections import timeline
from projections.all import VIEWS
from projections.among import among
from projections.barrier import (
    began_or_ended,
    released_or_run_out,
    releases_to,
    versions,
)
from projections.barring import rules_against
from projections.clearance import Clearance, Window
from projections.register.links import LINKS
from projections.spans import Barred
from projections.timeline import State, Step, Turn, Version
from projections.view import CHUNK, KindIn, Position, Row, View

VIEW_OF: Final[Mapping[str, View]] = {view.kind: view for view in VIEWS}
"""Every view by the kind of its records."""

T = TypeVar("T")
_IDS: Final = "ids"

Ids = dict[str, set[str]]
"""Ids of records, by kind."""


class Change(StrEnum):
    """What became of a record for one viewer."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    RELEASED = "RELEASED"
    WITHDRAWN = "WITHDRAWN"
    UNDONE = "UNDONE"


@dataclass(frozen=True, slots=True)
class Entry:
    """One record at one instant: what was seen of it before, and after.

    `place` is the position of the command that `author` gave (0 and None where a dated release ran
    out); neither it nor `born` is ever told. `ends`: of a link, the versions of its two ends.
    """

    view: View
    id: str
    owner: int
    born: int
    at: str
    change: Change
    place: int
    author: str | None
    old: State | None
    new: State | None
    ends: tuple[tuple[str, str, int], ...] = ()


def changes(
    connection: sa.Connection,
    clearance: Clearance,
    window: Window,
    kinds: Collection[str] = tuple(VIEW_OF),
    only: Collection[str] | None = None,
) -> list[Entry]:
    """The entries of a window in order of time: of records of these kinds, and of these alone, if
    some are named by their ids."""
    return _Reading(connection, clearance, window).entries(kinds, only)


@dataclass(frozen=True, slots=True)
class _Known:
    """What never changes of a record, and which others its versions name."""

    kind: str
    born: int
    recorded_at: str
    others: set[tuple[str, str]]


class _Reading:
    """One reading of one window; every record's chain of versions is read once."""

    def __init__(self, connection: sa.Connection, clearance: Clearance, window: Window) -> None:
        self._connection = connection
        self._clearance = clearance
        self._window = window
        self._asked_for = {
            "behind": window.behind,
            "upto": window.upto,
            "after": window.since.position,
            "last": window.until.position,
            "first_day": window.since.day,
            "today": window.until.day,
        }
        self._barred = Barred(map(dict, connection.execute(rules_against(clearance)).mappings()))
        self._known: dict[str, _Known] = {}
        self._asked: set[str] = set()
        self._steps: dict[str, list[Step]] = {}

    def entries(self, kinds: Collection[str], only: Collection[str] | None) -> list[Entry]:
        views = [view for view in VIEWS if view.kind in kinds]
        if only is None:
            subjects = self._that_changed({*kinds, *_named_by(views)})
            self._load(subjects)
            self._load(self._that_name(self._come_or_gone(subjects), views))
        else:
            self._load({kind: set(only) for kind in kinds})
        told = [one for one, known in self._known.items() if known.kind in kinds]
        self._load(self._besides(told))
        found = [entry for one in told for entry in self._entries_of(one)]
        return sorted(found, key=lambda entry: (entry.at, entry.born))

    def _that_changed(self, kinds: Collection[str]) -> Ids:
        """The records of which a version began or ended in the window, or came into sight or went."""
        found: Ids = {}
        for view in VIEWS:
            if view.kind in kinds:
                query = began_or_ended(view, self._clearance)
                found[view.kind] = set(self._connection.execute(query, self._asked_for).scalars())
        query = released_or_run_out(self._clearance)
        for record, kind in self._connection.execute(query, self._asked_for):
            if kind in found:
                found[kind].add(record)
        return found

    def _come_or_gone(self, subjects: Ids) -> Ids:
        """Those of them that came into sight later than they were made, or went out of it."""
        found: Ids = defaultdict(set)
        for kind, ids in subjects.items():
            for one in ids & self._known.keys():
                known = self._known[one]
                if any(
                    step.inside
                    and (step.version is None) != (before.version is None)
                    and step.at != known.recorded_at
                    for before, step in pairwise(self._steps[one])
                ):
                    found[kind].add(one)
        return found

    def _that_name(self, these: Ids, views: Iterable[View]) -> Ids:
        """The records that name one of these in the window: what is seen of them changes too."""
        found: Ids = defaultdict(set)
        for view in views:
            for column, kind in _naming(view).items():
                sought = set().union(*these.values()) if kind is None else these.get(kind, set())
                if sought:
                    found[view.kind] |= self._naming_in(view, column, sought)
        return found

    def _naming_in(self, view: View, column: str, sought: set[str]) -> set[str]:
        asked = self._asked_for
        if isinstance(view.current.c[column].type, sa.JSON):
            found = self._connection.execute(_named_in(view, self._clearance, column), asked)
            return {one for one, named in found if not sought.isdisjoint(named or ())}
        query = _naming_one(view, self._clearance, column)
        return {
            one
            for some in _chunks(sought)
            for one in self._connection.execute(query, asked | {"ids": some}).scalars()
        }

    def _besides(self, told: Iterable[str]) -> Ids:
        """What the records told of name and need, which decides how much of them is seen."""
        found: Ids = defaultdict(set)
        for one in told:
            for kind, other in self._known[one].others:
                found[kind].add(other)
        return found

    def _load(self, ids: Ids) -> None:
        """Read the chains of these records, and fold them into steps."""
        for kind, some in ids.items():
            missing = some - self._asked
            if missing:
                self._load_kind(VIEW_OF[kind], missing)
        self._asked.update(*ids.values())

    def _load_kind(self, view: View, ids: set[str]) -> None:
        chains: dict[str, list[Row]] = defaultdict(list)
        query = _chain(view, self._clearance)
        for some in _chunks(ids):
            found = self._connection.execute(query, self._asked_for | {"ids": some})
            names = tuple(found.keys())
            for values in found:
                row = dict(zip(names, values, strict=True))
                chains[row["id"]].append(row)
        given = self._given({one for one, chain in chains.items() if self._is_broken(chain)})
        for one, chain in chains.items():
            stood = list(self._whole(view, chain, given.get(one, ())))
            self._steps[one] = timeline.steps(stood, self._window)
            others = {other for row in chain for other in _others(view, row)}
            first = chain[0]
            self._known[one] = _Known(view.kind, first["born"], first["recorded_at"], others)

    def _is_broken(self, chain: Sequence[Row]) -> bool:
        """Whether releases to the viewer matter to a chain: some of it was seen by one that ends, or
        went out of sight."""
        return any(row["ends"] for row in chain) or any(
            self._went(row, following) for row, following in _followed(chain)
        )

    def _went(self, row: Row, following: Row | None) -> bool:
        """Whether what was seen gave way, in the window or before it, to what was not."""
        till = row["till"]
        if till is None or till > self._window.until.position:
            return False
        return following is None or bool(following["since"] != till)

    def _given(self, records: Collection[str]) -> dict[str, list[Row]]:
        """What became of the releases of each record to the viewer, in order."""
        found: dict[str, list[Row]] = defaultdict(list)
        query = _given(self._clearance)
        for some in _chunks(records):
            for row in self._connection.execute(query, {"ids": some}).mappings():
                found[row["record"]].append(dict(row))
        return found

    def _whole(self, view: View, chain: Sequence[Row], given: Sequence[Row]) -> Iterator[Version]:
        """A chain of versions that were seen, with one that was not in each gap between them."""
        first = chain[0]
        if self._window.since.position < first["since"] != first["born"]:
            yield _hidden(first["born"], first["recorded_at"], first["author"])
        for row, following in _followed(chain):
            yield _version(view, row, given, self._barred)
            if self._went(row, following):
                yield _hidden(row["till"], row["stood_till"], _withdrawn_by(row, given))

    def _entries_of(self, one: str) -> Iterator[Entry]:
        known = self._known[one]
        view = VIEW_OF[known.kind]
        for turn in timeline.turns(one, self._steps):
            state = turn.new or turn.old
            assert state is not None, "a turn is from something or to something"
            yield Entry(
                view,
                one,
                state.version.owner,
                known.born if view is not LINKS else state.version.since,
                turn.at,
                self._change(known, turn),
                turn.place,
                turn.author,
                turn.old,
                turn.new,
                self._ends(view, turn, state),
            )

    def _change(self, known: _Known, turn: Turn) -> Change:
        if turn.old is not None and turn.new is not None:
            return Change.CHANGED
        if known.kind == LINKS.kind:
            if turn.old is None:
                return Change.RELEASED if turn.stood else Change.ADDED
            return Change.WITHDRAWN if turn.stands else Change.UNDONE
        if turn.new is None:
            return Change.WITHDRAWN
        return Change.ADDED if turn.at == known.recorded_at else Change.RELEASED

    def _ends(self, view: View, turn: Turn, state: State) -> tuple[tuple[str, str, int], ...]:
        """Which versions of its ends a link stood between, to tell it by."""
        if view is not LINKS:
            return ()
        return tuple(
            (self._known[one].kind, one, self._version_at(one, turn).since)
            for one in state.version.needs
        )

    def _version_at(self, one: str, turn: Turn) -> Version:
        """The version of a link's end that was seen with it: at the turn, or just before."""
        seen = [
            step.version
            for step in self._steps[one]
            if step.version is not None
            and (step.at <= turn.at if turn.new is not None else step.at < turn.at)
        ]
        return seen[-1]


def contents(
    connection: sa.Connection, clearance: Clearance, entries: Iterable[Entry]
) -> dict[tuple[str, int], Row]:
    """The rows of the versions these entries were seen in, by id and place: code, categories and
    content, without what only names other records."""
    wanted: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for entry in entries:
        for state in (entry.old, entry.new):
            if state is not None:
                wanted[entry.view.kind].add((entry.id, state.version.since))
        for kind, one, since in entry.ends:
            wanted[kind].add((one, since))
    found: dict[tuple[str, int], Row] = {}
    for kind, some in wanted.items():
        view = VIEW_OF[kind]
        rows = versions(view, clearance, "code", "categories", *view.content)
        for few in _chunks(some):
            query = sa.select(rows).where(
                among(rows.c.id, {one for one, _ in few}),
                among(rows.c.since, {at for _, at in few}),
            )
            for row in connection.execute(query).mappings():
                if (row["id"], row["since"]) in some:
                    found[row["id"], row["since"]] = dict(row)
    return found


@lru_cache(maxsize=512)
def _chain(view: View, clearance: Clearance) -> sa.Select[Any]:
    rows = versions(view, clearance, *_slim(view))
    return _overlapping(rows, rows).where(among(rows.c.id, _IDS)).order_by(rows.c.since)


@lru_cache(maxsize=512)
def _named_in(view: View, clearance: Clearance, column: str) -> sa.Select[Any]:
    rows = versions(view, clearance, column)
    return _overlapping(rows, rows.c.id, rows.c[column])


@lru_cache(maxsize=512)
def _naming_one(view: View, clearance: Clearance, column: str) -> sa.Select[Any]:
    rows = versions(view, clearance, column)
    return _overlapping(rows, rows.c.id).where(among(rows.c[column], _IDS))


@lru_cache(maxsize=512)
def _given(clearance: Clearance) -> sa.Select[Any]:
    given = releases_to(clearance)
    return sa.select(given).where(among(given.c.record, _IDS)).order_by(given.c.since)


def _overlapping(rows: sa.Subquery, *columns: Any) -> sa.Select[Any]:
    """Versions that stood at some time from the moment on at which a window begins."""
    after, last = sa.bindparam("after", type_=Position), sa.bindparam("last", type_=Position)
    return sa.select(*columns).where(
        rows.c.since <= last, sa.or_(rows.c.till.is_(None), rows.c.till > after)
    )


def _naming(view: View) -> dict[str, str | None]:
    """The columns that name other records, with the kind of those: None for several kinds."""
    needed = {need.column: need.views[0].kind if need.kind is None else None for need in view.needs}
    return needed | {
        name: None if isinstance(kind, KindIn) else kind for name, kind in view.references.items()
    }


def _named_by(views: Iterable[View]) -> Iterator[str]:
    """The kinds of records that records of these views may name or need."""
    for view in views:
        for kind in _naming(view).values():
            yield from VIEW_OF if kind is None else (kind,)


def _slim(view: View) -> tuple[str, ...]:
    """The columns that tell whether something changed; content is read for a page alone."""
    kinds = [kind.column for kind in view.references.values() if isinstance(kind, KindIn)]
    needed = [name for need in view.needs for name in (need.column, need.kind) if name]
    standing = ("standing",) if view is LINKS else ()
    named = (*view.references, *kinds, *needed, *standing)
    return ("version", "holds", *dict.fromkeys(named))


def _others(view: View, row: Row) -> Iterator[tuple[str, str]]:
    """Kind and id of each record that a version names or needs."""
    for need in view.needs:
        yield row[need.kind] if need.kind else need.views[0].kind, row[need.column]
    for name, kind in view.references.items():
        of = row[kind.column] if isinstance(kind, KindIn) else kind
        named = row[name] if isinstance(row[name], list) else [row[name]]
        kinds = of if isinstance(of, list) else [of] * len(named)
        for one_kind, one in zip(kinds, named, strict=True):
            if one is not None:
                yield one_kind, one


def _followed(chain: Sequence[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each version with the next one that was seen."""
    return zip(chain, [*chain[1:], None], strict=True)


def _version(view: View, row: Row, given: Iterable[Row], barred: Barred) -> Version:
    days = [one["until"] for one in given if one["stood_from"] <= row["stood_from"]]
    return Version(
        since=row["since"],
        at=row["stood_from"],
        author=row["author"],
        seen=view is not LINKS or bool(row["standing"]),
        last_day=days[-1] if row["ends"] else None,
        digest=row["version"],
        owner=row["owner"],
        named=tuple((name, _ids(row[name])) for name in view.references),
        needs=tuple(row[need.column] for need in view.needs),
        barred=barred.spans(row["owner"], row["holds"]),
    )


def _hidden(since: int, at: str, author: str) -> Version:
    """What stood from a place on and was not seen."""
    return Version(since, at, author, seen=False, last_day=None, digest="")


def _withdrawn_by(row: Row, given: Iterable[Row]) -> str:
    """Who ended what was seen: where no release to the viewer was withdrawn with it, it had run out
    before, and nobody is told of."""
    for one in given:
        if not one["standing"] and one["since"] >= row["till"]:
            return str(one["author"]) if one["stood_from"] == row["stood_till"] else ""
    return ""


def _ids(named: Any) -> str | tuple[str, ...] | None:
    return tuple(named) if isinstance(named, list) else named


def _chunks(some: Collection[T]) -> Iterator[list[T]]:
    listed = list(some)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
