"""Who will read what is said of a meeting: whichever of its parties sees what it is about.

That is for the owner of a record to know. So whoever writes reckons with all parties of the meeting.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.meeting import ReviewMeeting
from projections.among import among
from projections.barrier import visible
from projections.clearance import Clearance
from projections.people.parties import PARTIES
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, MINUTES
from projections.register.meetings import REVIEW_MEETINGS
from projections.view import View

_SAID: Final = (AGENDA_ITEMS, MINUTES, ACTION_ITEMS)
OF_MEETINGS: Final = (REVIEW_MEETINGS, *_SAID)

_VIEW_OF: Final[dict[type[Fact], View]] = {
    fact: view
    for view in OF_MEETINGS
    for fact in view.facts
    if fact is not ReviewMeeting.Convened  # who convenes names the parties
}


def attending(
    connection: sa.Connection, facts: Iterable[Fact], clearance: Clearance
) -> frozenset[str]:
    """The codes of the other parties of the meetings of which these facts say something in words."""
    meetings: set[str] = set()
    for fact in facts:
        view = _VIEW_OF.get(type(fact))
        if view is not None and any(getattr(fact, name) for name in fact.SEALED):
            meetings.add(_meeting_of(connection, view, fact, clearance))
    if not meetings:
        return frozenset()
    rows = visible(REVIEW_MEETINGS, clearance)
    invited = connection.execute(
        sa.select(rows.c.parties).where(among(rows.c.id, sorted(meetings)))
    ).scalars()
    numbers = {number for some in invited for number in some} - {clearance.party}
    parties = visible(PARTIES, clearance)
    codes = sa.select(parties.c.party_code).where(among(parties.c.number, sorted(numbers)))
    return frozenset(connection.execute(codes).scalars())


def _meeting_of(connection: sa.Connection, view: View, fact: Fact, clearance: Clearance) -> str:
    """The meeting of which a fact speaks."""
    if view is REVIEW_MEETINGS:
        return str(fact.originator_id)
    if (begun := getattr(fact, "meeting", None)) is not None:
        return str(begun)
    rows = visible(view, clearance)
    of = sa.select(rows.c.meeting).where(rows.c.id == str(fact.originator_id))
    return str(connection.execute(of).scalar_one())
