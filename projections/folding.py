"""Folds facts into rows: inside the append, and by `refilling` all of them once more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact, Recorded
from projections import rows
from projections.rows import Values
from projections.view import Pairs, Release, Row, RowIsMissing, View, apart, moment_text

Turn = tuple[Recorded, bool]
"""A fact that changes a row, and whether it does so by releasing the record."""


class Turns(NamedTuple):
    """The record of a row, and the facts that change it, in order."""

    subject: UUID
    turns: list[Turn]

    @property
    def fact(self) -> Fact:
        """The first of them."""
        return self.turns[0][0].fact


class Folding:
    """Folds facts into all views, a batch at a time, inside the transaction that appends them.

    A batch holds whole commands, since a row changes once a command.
    """

    def __init__(
        self, views: Iterable[View], release: Release, pairs: Iterable[Pairs] = ()
    ) -> None:
        self.views = tuple(views)
        self.pairs = tuple(pairs)
        self._release = release
        self._kinds: dict[str, View | None] = {view.kind: view for view in self.views}
        self._releasing = frozenset(release.facts)
        self._views_of: dict[type[Fact], list[View]] = {}
        self._pairs_of: dict[type[Fact], list[Pairs]] = {}
        for view in self.views:
            for fact in view.facts:
                self._views_of.setdefault(fact, []).append(view)
        for table in self.pairs:
            for fact in table.facts:
                self._pairs_of.setdefault(fact, []).append(table)

    def only(self, views: Collection[View], pairs: Collection[Pairs]) -> Self:
        """The same for some of the views and pairs alone."""
        some = type(self)(views, self._release, pairs)
        some._kinds = {kind: view if view in views else None for kind, view in self._kinds.items()}
        return some

    @property
    def facts(self) -> frozenset[type[Fact]]:
        """The classes of fact that are folded here."""
        releasing = self._releasing if self.views else frozenset()
        return releasing | self._views_of.keys() | self._pairs_of.keys()

    def __call__(self, connection: sa.Connection, recorded: Sequence[Recorded]) -> None:
        for view, subjects in self.by_row(recorded).items():
            self._fold(connection, view, subjects)
        for pairs, added in self.by_pairs(recorded).items():
            rows.insert(connection, pairs.table, added)

    def by_row(self, recorded: Iterable[Recorded]) -> dict[View, dict[int, Turns]]:
        """What changes which row, in order; a row goes by the number of its id."""
        touched: dict[View, dict[int, Turns]] = {}
        views_of, releasing = self._views_of, self._releasing
        for one in recorded:
            fact = one.fact
            kind = type(fact)
            for view in views_of.get(kind, ()):
                subject = view.subject(fact)
                subjects = touched.get(view)
                if subjects is None:
                    subjects = touched[view] = {}
                turns = subjects.get(subject.int)
                if turns is None:
                    subjects[subject.int] = Turns(subject, [(one, False)])
                else:
                    turns.turns.append((one, False))
            if kind in releasing:
                about, subject = self._release.concerns(fact)
                released = self._kinds[about]
                if released is not None:
                    subjects = touched.setdefault(released, {})
                    turns = subjects.setdefault(subject.int, Turns(subject, []))
                    turns.turns.append((one, True))
        return touched

    def by_pairs(self, recorded: Iterable[Recorded]) -> dict[Pairs, list[Values]]:
        """What is added to which pairs, in order."""
        added: dict[Pairs, list[Values]] = {}
        for one in recorded:
            for pairs in self._pairs_of.get(type(one.fact), ()):
                added.setdefault(pairs, []).extend(pairs.pairs(one.fact))
        return added

    def turn(self, view: View, stood: Row | None, turned: Turns, past: list[list[Any]]) -> Row:
        """Fold facts of whole commands into one row, in place; what it was joins `past`.

        `stood` is None for a row that begins. Raises RowIsMissing if it does not begin here.
        """
        subject, turns = turned
        first = turns[0][0]
        if stood is not None:
            row = stood
        elif isinstance(first.fact, view.begins):
            row = view.begin(first, subject)
        else:
            raise RowIsMissing(f"{view.kind} {subject} for {first.fact!r}")
        start, count = 0, len(turns)
        while start < count:
            one = turns[start][0]
            end = start + 1
            while end < count and turns[end][0].command == one.command:
                end += 1
            at, version, changed_at = moment_text(one), row["version"], row["changed_at"]
            searched = None
            if version:  # the row stood before this command
                past.append([*view.values(row), one.position, at])
                searched = view.searched(row)
                row["since"], row["stood_from"] = one.position, at
            row["author"] = id_text(one.fact.by.int)
            row["changed_at"] = at
            for each, releases in turns[start:end]:
                if releases:
                    self._release.touch(row, each.fact)
                else:
                    view.fold(row, each.fact)
                    if stood is None and each is first:
                        row["audience"] |= view.audience(row)
            view.finish(row, searched)
            if view.told_apart and version and any(one.forgotten for one, _ in turns[start:end]):
                # Its words are gone, but not that they changed.
                row["version"] = apart(version, row["version"])
            if row["version"] == version:
                # Who may not see what changed is not told that something did.
                row["changed_at"] = changed_at
            start = end
        return row

    def _fold(self, connection: sa.Connection, view: View, subjects: dict[int, Turns]) -> None:
        known = [
            str(turns.subject)
            for turns in subjects.values()
            if not isinstance(turns.fact, view.begins)
        ]
        found = {row[0]: row for row in rows.read(connection, view.current, known)}
        past: list[list[Any]] = []
        new: list[Values] = []
        changed: list[tuple[Values, Values]] = []
        for turns in subjects.values():
            before = found.get(str(turns.subject))
            stood = None if before is None else dict(zip(view.names, before, strict=True))
            after = view.values(self.turn(view, stood, turns, past))
            if before is None:
                new.append(after)
            else:
                changed.append((before, after))
        rows.insert(connection, view.past, past)
        rows.insert(connection, view.current, new)
        met = rows.update(connection, view.current, changed)
        if met() != len(changed):
            raise RowIsMissing(f"{len(changed)} rows of {view.kind} to update, {met()} met")


@lru_cache(1_000)
def id_text(number: int) -> str:
    """An id as the views keep it. Authors are few, and this is asked for each change."""
    return str(UUID(int=number))
