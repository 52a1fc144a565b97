"""How roll-outs and their answers are read."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from api.kinds import Kind, Related, Several, Value
from api.lens import Lens
from api.levels import Row
from api.register.kinds.evidence import ABOUT
from api.register.kinds.requirements import NAMED, named, seen_of
from api.register.kinds.shared import (
    ANNOTATED,
    ANNOTATED_INTERFACES,
    columns,
    party,
    record,
)
from domain.register import lateness
from projections.register.roll_outs import ROLL_OUT_ANSWERS, ROLL_OUTS
from projections.view import bit


def _withdrawn(row: Row, _: Lens) -> bool:
    return not row["audience"] & bit(row["to_party"])


def withdrawn(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """The same in SQL: the party asked sees it no longer."""
    theirs = sa.literal(1, sa.BigInteger).op("<<")(rows.c.to_party)
    return rows.c.audience.op("&")(theirs) == 0


def _days_left(row: Row, lens: Lens) -> int | None:
    if row["answer_by"] is None:
        return None
    on = date.fromisoformat(lens.status_date)
    return lateness.days_left(due=date.fromisoformat(row["answer_by"]), on=on)


def _records(rows: list[Row], lens: Lens) -> list[list[Row]]:
    return seen_of([named(row["records"], row["records_kinds"]) for row in rows], lens)


ROLL_OUT: Kind = Kind(
    "RollOut",
    ROLL_OUTS,
    {
        **record(ROLL_OUTS),
        **columns("text", "answer_by"),
        "to": party("to_party"),
        "about": ABOUT,
        "days_left": Value(("answer_by",), _days_left),
        "withdrawn": Value(("audience", "to_party"), _withdrawn),
        "answers": Related(lambda: ROLL_OUT_ANSWER, many=True, child="roll_out"),
    },
    ("Record",),
)

ROLL_OUT_ANSWER: Kind = Kind(
    "RollOutAnswer",
    ROLL_OUT_ANSWERS,
    {
        **record(ROLL_OUT_ANSWERS),
        **columns("verdict", "text"),
        "roll_out": Related(lambda: ROLL_OUT, many=False, parent="roll_out"),
        "records": Several(("records", "records_kinds"), lambda: NAMED, _records),
        **ANNOTATED,
    },
    ANNOTATED_INTERFACES,
)

ROLL_OUTS_OF_RECORD = Related(lambda: ROLL_OUT, many=True, child="about")
"""The roll-outs that ask about a record."""
