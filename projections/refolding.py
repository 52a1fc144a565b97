"""Folds rows anew from their own facts, where a text of these was forgotten.

A row and its past tell which commands changed it: each version begins with one. So its facts are found
without reading the log, and what comes of them is what filling all views anew would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from domain.kernel import Recorded
from projections import rows
from projections.folding import Folding
from projections.view import View


class Facts(Protocol):
    """Reads the log."""

    def end(self, after: int, limit: int) -> int: ...

    def between(self, after: int, upto: int) -> list[Recorded]: ...


class Refolding:
    """Folds anew within one transaction, in which each command is read once."""

    def __init__(self, folding: Folding, connection: sa.Connection, facts: Facts) -> None:
        self._folding = folding
        self._connection = connection
        self._facts = facts
        self._commands: dict[int, list[Recorded]] = {}

    def take(self, positions: Sequence[int]) -> None:
        """Fold anew every row that the facts at these positions changed."""
        changed = [self._at(position) for position in positions]
        for view, subjects in self._folding.by_row(changed).items():
            for number, turns in subjects.items():
                self._fold(view, number, str(turns.subject))

    def _fold(self, view: View, number: int, record: str) -> None:
        [before] = rows.read(self._connection, view.current, [record])
        was = rows.read(self._connection, view.past, [record])
        since, since_then = (
            [column.name for column in table.c].index("since")
            for table in (view.current, view.past)
        )
        began = [before[since], *(row[since_then] for row in was)]
        facts = [fact for command in self._of(began) for fact in self._commands[command]]
        turns = self._folding.by_row(facts)[view][number]
        past: list[list[Any]] = []
        row = self._folding.turn(view, None, turns, past)
        assert len(past) == len(was), f"{view.kind} {record}: {len(was)} past rows, now {len(past)}"
        rows.delete(self._connection, view.past, [record])
        rows.insert(self._connection, view.past, past)
        if (after := view.values(row)) != before:
            rows.update(self._connection, view.current, [(before, after)])

    def _of(self, positions: Sequence[int]) -> list[int]:
        """The commands of the facts at these positions, in order; their facts are read."""
        found: set[int] = set()
        for position in positions:
            command = self._at(position).command
            found.add(command)
            if command not in self._commands:
                upto = self._facts.end(command - 1, 1)
                self._commands[command] = self._facts.between(command - 1, upto)
        return sorted(found)

    def _at(self, position: int) -> Recorded:
        [fact] = self._facts.between(position - 1, position)
        return fact
