"""Review meetings: convened, prepared, opened and adjourned, their minutes confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from commands.register.responsible import party_number
from commands.revising import anew
from domain.register.meeting import MeetingStatus, ReviewMeeting
from domain.register.record import Field, require_come
from domain.register.refusals import AgendaIsEmpty, MeetingIsNotFollowed, PartyIsNamedTwice
from projections.barrier import visible
from projections.register.agendas import AGENDA_ITEMS
from projections.register.meetings import REVIEW_MEETINGS

DAYS_TO_CORRECT: Final = 14
"""How long minutes may be corrected unless another day is stated."""

_STATUS_DATE: Final = Field("基準日", "status date")


def convene_meeting(
    desk: Desk,
    *,
    title: str,
    held_on: date,
    parties: tuple[str, ...],
    hours: str | None = None,
    place: str | None = None,
    quorum: int | None = None,
    follows: UUID | None = None,
) -> Iterable[UUID]:
    """Convene a meeting of the actor's party and these, by their codes: all of them see it.

    `follows` is the meeting before it in a series: what was left open there is proposed for this one.
    """
    desk.permit("convene_meeting")
    if follows is not None:
        before = desk.row(REVIEW_MEETINGS, follows)
        if before["owner"] != desk.actor.party or before["status"] == MeetingStatus.CANCELLED:
            raise MeetingIsNotFollowed
    return desk.keep(
        ReviewMeeting.convene(
            id=uuid4(),
            owner=desk.actor.party,
            title=title,
            held_on=held_on,
            hours=hours,
            place=place,
            parties=tuple(party_number(desk, code) for code in parties),
            quorum=quorum,
            follows=follows,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_meeting(
    desk: Desk, *, meeting: UUID, expected_version: str | None = None, **given: Any
) -> Iterable[UUID]:
    """Put a meeting on another day or elsewhere, or call it otherwise; what is left out stays."""
    found = _opened(desk, "revise_meeting", meeting, expected_version)
    names = ("title", "held_on", "hours", "place")
    described = anew(found, names, given, needed=("title", "held_on"))
    found.revise(**described, by=desk.by, at=desk.now)
    return desk.keep(found)


def close_papers(
    desk: Desk,
    *,
    meeting: UUID,
    status_date: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Pin what the register shows now as the papers of a meeting, judged at a status date: today, unless
    an earlier day is stated."""
    found = _opened(desk, "close_papers", meeting, expected_version)
    require_come(status_date, _STATUS_DATE, desk.now)
    found.close_papers(status_date=status_date or desk.today, by=desk.by, at=desk.now)
    _require_agenda(desk, meeting)
    return desk.keep(found)


def replace_papers(
    desk: Desk,
    *,
    meeting: UUID,
    reason: str,
    status_date: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Replace the papers of a meeting by what the register shows now: the next issue, and why."""
    found = _opened(desk, "replace_papers", meeting, expected_version)
    require_come(status_date, _STATUS_DATE, desk.now)
    found.replace_papers(
        status_date=status_date or desk.today, reason=reason, by=desk.by, at=desk.now
    )
    _require_agenda(desk, meeting)
    return desk.keep(found)


def open_meeting(
    desk: Desk,
    *,
    meeting: UUID,
    attendance: Iterable[Mapping[str, Any]],
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Open a meeting: of each `party` present, by its code, how many `people` are there."""
    found = _opened(desk, "open_meeting", meeting, expected_version)
    present: dict[int, int] = {}
    for one in attendance:
        party = party_number(desk, one["party"])
        if party in present:
            raise PartyIsNamedTwice(named=(one["party"],))
        present[party] = one["people"]
    found.open(present=present, by=desk.by, at=desk.now)
    return desk.keep(found)


def adjourn_meeting(
    desk: Desk,
    *,
    meeting: UUID,
    corrections_until: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Adjourn a meeting; its minutes may be corrected for two weeks, unless another day is stated."""
    found = _opened(desk, "adjourn_meeting", meeting, expected_version)
    until = corrections_until or desk.today + timedelta(days=DAYS_TO_CORRECT)
    found.adjourn(corrections_until=until, on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)


def confirm_minutes(
    desk: Desk, *, meeting: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Let the minutes of a meeting stand as they are."""
    found = _opened(desk, "confirm_minutes", meeting, expected_version)
    found.confirm_minutes(on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)


def cancel_meeting(
    desk: Desk,
    *,
    meeting: UUID,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Call a meeting off before it is opened."""
    found = _opened(desk, "cancel_meeting", meeting, expected_version)
    found.cancel(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def _opened(desk: Desk, command: str, meeting: UUID, version: str | None) -> ReviewMeeting:
    """The meeting as the actor read it, for a command of those who convened it."""
    row = desk.expect(REVIEW_MEETINGS, meeting, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(ReviewMeeting, meeting)


def _require_agenda(desk: Desk, meeting: UUID) -> None:
    """Refuse papers about nothing, as far as the actor sees the agenda."""
    items = visible(AGENDA_ITEMS, desk.clearance)
    standing = sa.select(items.c.id).where(items.c.meeting == str(meeting), ~items.c.withdrawn)
    if desk.work.connection.execute(standing.limit(1)).first() is None:
        raise AgendaIsEmpty
