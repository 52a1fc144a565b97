"""Who looks, in SQL: somebody with a clearance, or whoever the database was told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from projections import told
from projections.clearance import Clearance
from projections.view import Day


@dataclass(frozen=True, slots=True, eq=False)
class Viewer:
    """Who looks, as SQL: the values of a clearance, or what the database was told of one."""

    party: sa.ColumnElement[int]
    bit: sa.ColumnElement[int]
    today: sa.ColumnElement[str]
    people: sa.ColumnElement[int] | None
    clearance: Clearance | None

    @classmethod
    def of(cls, clearance: Clearance) -> Viewer:
        return cls(
            party=sa.literal(-1 if clearance.party is None else clearance.party, sa.SmallInteger),
            bit=sa.literal(clearance.bit, sa.BigInteger),
            today=sa.literal(clearance.today, Day),
            people=sa.literal(clearance.people, sa.BigInteger) if clearance.people else None,
            clearance=clearance,
        )

    def finds(self, rows: sa.Select[Any]) -> sa.ColumnElement[bool]:
        """Whether there is a row. In a policy, from the first on: PostgreSQL otherwise plans each such
        question twice, once to be asked of all rows together, and twice again whatever it holds."""
        return (rows if self.clearance is not None else rows.offset(0)).exists()


DATABASE: Final = Viewer(told.PARTY, told.PARTY_BIT, told.TODAY, told.PEOPLE, None)
"""Whoever asks the database."""
