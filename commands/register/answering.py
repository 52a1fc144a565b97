"""The records by which a party answers: to an authority, or to another party."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk
from commands.register.classifying import JUDGED, NAMES, records_named
from domain.refusals import NotYourParty
from domain.register.refusals import RecordAnswersNothing
from projections.among import among
from projections.barrier import visible
from projections.register.notes import NOTES
from projections.register.requirements import REQUIREMENTS
from projections.register.roll_outs import ROLL_OUT_ANSWERS
from projections.view import View

ANSWERING: Final = frozenset(JUDGED) - {NOTES, REQUIREMENTS}
"""What answers: records of what happened, of what was done, and of what shows it. A note is for one's own."""

CALLED: Final = {
    **NAMES,
    NOTES.kind: ("メモ", "note"),
    REQUIREMENTS.kind: ("要求", "requirement"),
}


def own_records_named(desk: Desk, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Records of the actor's own party by which it answers, each with its kind, in their order.

    Raises NoSuchRecord, NotYourParty, RecordAnswersNothing.
    """
    named = tuple(dict.fromkeys(ids))
    found = records_named(desk, named)
    for one in named:
        view, row = found[one]
        if row["owner"] != desk.actor.party:
            raise NotYourParty
        _require_answers(view)
    return {one: found[one][0].kind for one in named}


def _require_answers(view: View) -> None:
    if view not in ANSWERING:
        ja, en = CALLED[view.kind]
        raise RecordAnswersNothing(kind_ja=ja, kind_en=en)


def own_answer_to(desk: Desk, roll_out: UUID) -> str | None:
    """The code of the answer that the actor's party gave to a roll-out, if any."""
    rows = visible(ROLL_OUT_ANSWERS, desk.clearance)
    mine = sa.select(rows.c.code).where(
        among(rows.c.roll_out, [str(roll_out)]), rows.c.owner == desk.actor.party
    )
    code: str | None = desk.work.connection.execute(mine).scalar()
    return code
