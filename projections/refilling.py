"""Fills views anew from the facts: rows are folded in memory and written many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from domain.kernel import Recorded
from projections import rows
from projections.folding import Folding, Turns
from projections.view import Row, View

HELD = 10_000
"""How many rows are held in memory, so that a row that changes again need not be read again."""

_Held = tuple[Row, bool, int]
"""A row, whether it stands in its table already, and in which batch it changed last."""
_NEW: Final = (None, False, 0)


class Refilling:
    """Empties the views of a folding and fills them again, batch by batch, in one transaction.

    The result is what folding inside each append gave. A row is written when it has not changed for
    long, at the latest at the end; memory holds `held` rows and one batch, however long the log is.
    """

    def __init__(self, connection: sa.Connection, folding: Folding, held: int = HELD) -> None:
        self._connection = connection
        self._folding = folding
        self._most = held
        self._batch = 0
        self._held: dict[View, dict[int, _Held]] = {view: {} for view in folding.views}
        for view in folding.views:
            rows.delete(connection, view.past)
            rows.delete(connection, view.current)
        for pairs in folding.pairs:
            rows.delete(connection, pairs.table)

    def take(self, recorded: Sequence[Recorded]) -> None:
        """Fold the next facts of the log: whole commands."""
        self._batch += 1
        for view, subjects in self._folding.by_row(recorded).items():
            self._fold(view, subjects)
        for pairs, added in self._folding.by_pairs(recorded).items():
            rows.insert(self._connection, pairs.table, added)
        self._write(self._most)

    def end(self) -> None:
        """Write what is still held."""
        self._write(0)

    def _fold(self, view: View, subjects: dict[int, Turns]) -> None:
        held, turn, batch = self._held[view], self._folding.turn, self._batch
        self._read(view, subjects)
        past: list[list[Any]] = []
        for number, turns in subjects.items():
            stood, stands, _ = held.pop(number, _NEW)
            held[number] = turn(view, stood, turns, past), stands, batch
        rows.insert(self._connection, view.past, past)

    def _read(self, view: View, subjects: dict[int, Turns]) -> None:
        held = self._held[view]
        missing = {
            str(turns.subject): number
            for number, turns in subjects.items()
            if number not in held and not isinstance(turns.fact, view.begins)
        }
        for row in rows.read(self._connection, view.current, list(missing)):
            stood = dict(zip(view.names, row, strict=True))
            held[missing[row[0]]] = stood, True, self._batch

    def _write(self, most: int) -> None:
        """Write rows, those first that have not changed for longest, until `most` are held."""
        while sum(map(len, self._held.values())) > most:
            oldest = min(next(iter(held.values()))[2] for held in self._held.values() if held)
            for view, held in self._held.items():
                self._write_of(view, held, oldest)

    def _write_of(self, view: View, held: dict[int, _Held], batch: int) -> None:
        written: list[int] = []
        for number, (_, _, changed) in held.items():
            if changed != batch:
                break  # each change moves a row to the end
            written.append(number)
        out = [held.pop(number) for number in written]
        rows.delete(self._connection, view.current, [row["id"] for row, stands, _ in out if stands])
        rows.insert(self._connection, view.current, [view.values(row) for row, _, _ in out])
