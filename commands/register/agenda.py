"""The agenda of a review meeting: what each party puts on it of what it sees, and what all see together."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from domain.refusals import NoSuchRecord
from domain.register.agenda_item import AgendaItem
from domain.register.meeting import ReviewMeeting
from domain.register.refusals import ItemIsNotForAll, ItemIsOnTheAgenda, RecordIsNotDiscussed
from projections.all import VIEWS
from projections.barrier import visible
from projections.people.parties import PARTIES
from projections.register.agendas import AGENDA_ITEMS, DISCUSSED
from projections.register.meetings import REVIEW_MEETINGS
from projections.rights import Rights, visible_to
from projections.view import Row, View


def add_agenda_item(
    desk: Desk,
    *,
    meeting: UUID,
    record: UUID | None = None,
    topic: str | None = None,
    common: bool = False,
) -> Iterable[UUID]:
    """Put a record that the actor sees on the agenda of a meeting, or a topic of the meeting's own.

    `common`: all parties see the record together, as the party says whose record it is.
    """
    found = _preparing(desk, "add_agenda_item", meeting)
    view, row = REVIEW_MEETINGS, desk.row(REVIEW_MEETINGS, meeting)
    if record is not None and record != meeting:
        view, row = _discussed(desk, record)
        _require_once(desk, meeting, record)
        if common:
            _require_for_all(desk, "add_agenda_item", found, view, row)
    return desk.keep(
        AgendaItem.add(
            id=uuid4(),
            owner=desk.actor.party,
            meeting=meeting,
            about=UUID(row["id"]),
            about_kind=view.kind,
            topic=topic,
            common=common,
            by=desk.by,
            at=desk.now,
        )
    )


def reword_agenda_item(
    desk: Desk, *, item: UUID, topic: str | None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Call an item of one's own party otherwise."""
    found = _own(desk, "reword_agenda_item", item, expected_version)
    found.reword(topic=topic, by=desk.by, at=desk.now)
    return desk.keep(found)


def withdraw_agenda_item(
    desk: Desk, *, item: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Take an item of one's own party off the agenda."""
    found = _own(desk, "withdraw_agenda_item", item, expected_version)
    found.withdraw(by=desk.by, at=desk.now)
    return desk.keep(found)


def share_agenda_item(
    desk: Desk, *, item: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Count an item about a record of one's own party among those that all parties see."""
    found, meeting, view, row = _about_own(desk, "share_agenda_item", item, expected_version)
    if view is not REVIEW_MEETINGS:
        _require_for_all(desk, "share_agenda_item", meeting, view, row)
    found.share(by=desk.by, at=desk.now)
    return desk.keep(found)


def set_agenda_item_apart(
    desk: Desk, *, item: UUID, expected_version: str | None = None
) -> Iterable[UUID]:
    """Leave an item about a record of one's own party to the annex of those who see it."""
    found, *_ = _about_own(desk, "set_agenda_item_apart", item, expected_version)
    found.set_apart(by=desk.by, at=desk.now)
    return desk.keep(found)


def _preparing(desk: Desk, command: str, meeting: UUID) -> ReviewMeeting:
    """The meeting, while its agenda may change."""
    desk.row(REVIEW_MEETINGS, meeting)
    desk.permit(command)
    found = desk.load(ReviewMeeting, meeting)
    found.require_prepared()
    return found


def _own(desk: Desk, command: str, item: UUID, version: str | None) -> AgendaItem:
    row = desk.expect(AGENDA_ITEMS, item, version)
    desk.permit(command, owner=row["owner"])
    _preparing(desk, command, UUID(row["meeting"]))
    return desk.load(AgendaItem, item)


def _about_own(
    desk: Desk, command: str, item: UUID, version: str | None
) -> tuple[AgendaItem, ReviewMeeting, View, Row]:
    """An item about a record of the actor's own party, whoever put it on the agenda."""
    row = desk.expect(AGENDA_ITEMS, item, version)
    view, about = named_by(desk, row)
    desk.permit(command, owner=about["owner"])
    meeting = _preparing(desk, command, UUID(row["meeting"]))
    return desk.load(AgendaItem, item), meeting, view, about


def named_by(desk: Desk, item: Row) -> tuple[View, Row]:
    """What an item is about, as the actor sees it."""
    [view] = [one for one in (*DISCUSSED, REVIEW_MEETINGS) if one.kind == item["about_kind"]]
    return view, desk.row(view, UUID(item["about"]))


def _discussed(desk: Desk, record: UUID) -> tuple[View, Row]:
    """The record with its kind, as the actor sees it; raises NoSuchRecord or RecordIsNotDiscussed."""
    for view in DISCUSSED:
        row = desk.look(view, record)
        if row is not None:
            return view, row
    if any(desk.look(view, record) is not None for view in VIEWS):
        raise RecordIsNotDiscussed
    raise NoSuchRecord(named=record)


def _require_once(desk: Desk, meeting: UUID, record: UUID) -> None:
    """Refuse a record that is on the agenda: whoever sees the record sees its item."""
    items = visible(AGENDA_ITEMS, desk.clearance)
    there = sa.select(items.c.code).where(
        items.c.meeting == str(meeting), items.c.about == str(record), ~items.c.withdrawn
    )
    code = desk.work.connection.execute(there).scalar()
    if code is not None:
        raise ItemIsOnTheAgenda(named=(code,))


def _require_for_all(
    desk: Desk, command: str, meeting: ReviewMeeting, view: View, row: Row
) -> None:
    """Refuse to call common what some party of the meeting does not see, as its owner knows."""
    desk.permit(command, owner=row["owner"])
    parties = visible(PARTIES, desk.clearance)
    codes = desk.work.connection.execute(
        sa.select(parties.c.number, parties.c.party_code).where(
            parties.c.number.in_(meeting.parties), parties.c.number != row["owner"]
        )
    )
    lacking = [one.party_code for one in codes.all() if not is_seen(desk, view, row, one.number)]
    if lacking:
        raise ItemIsNotForAll(parties=tuple(sorted(lacking)))


def is_seen(desk: Desk, view: View, row: Row, party: int) -> bool:
    """Whether another party sees an own record now."""
    rights = Rights(party, None, desk.clearance.today)
    rows = visible_to(view, desk.clearance, rights, None)
    found = sa.select(rows.c.id).where(rows.c.id == row["id"])
    return desk.work.connection.execute(found).first() is not None
