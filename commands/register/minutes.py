"""The minutes of a review meeting: what items came to, what was resolved, what was thought of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from commands.register.agenda import is_seen, named_by
from commands.register.extensions import decide_extension
from commands.register.progress import judge
from domain.refusals import NoSuchRecord
from domain.register.agenda_item import AgendaItem
from domain.register.countermeasure import Countermeasure
from domain.register.extension import ExtensionRequest
from domain.register.meeting import ReviewMeeting
from domain.register.minutes import EntryKind, MinutesEntry, Outcome
from domain.register.refusals import (
    DecisionIsSeenByNobodyElse,
    NothingIsConcluded,
    OutcomeGrantsNothing,
    OutcomeIsRecorded,
    OutcomeWasCarriedOut,
    VerdictIsOfAMeasure,
)
from projections.barrier import visible
from projections.register.agendas import AGENDA_ITEMS, MINUTES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENSIONS
from projections.register.meetings import REVIEW_MEETINGS
from projections.view import Row


def record_outcome(
    desk: Desk,
    *,
    item: UUID,
    outcome: str,
    text: str | None = None,
) -> Iterable[UUID]:
    """Record what an item of an open meeting came to, once."""
    at = speaking(desk, "record_outcome", None, item)
    if (known := _outcome_of(desk, item)) is not None:
        raise OutcomeIsRecorded(named=(known["code"],))
    entry = _entered(desk, at, kind=EntryKind.OUTCOME, outcome=outcome, text=text)
    return desk.keep(entry)


def apply_outcome(
    desk: Desk,
    *,
    item: UUID,
    verdict: str | None = None,
    extension_granted: bool | None = None,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Carry out what an item came to, until the minutes are settled: the meeting's verdict on a countermeasure
    of the actor's own party, or its decision on more time that this party asked for.

    Another party of the meeting sees the record, too. The version expected is that of the record.
    """
    row = desk.row(AGENDA_ITEMS, item)
    view, record = named_by(desk, row)
    desk.expect(view, UUID(record["id"]), expected_version)
    desk.permit("apply_outcome", owner=record["owner"])
    meeting = desk.load(ReviewMeeting, UUID(row["meeting"]))
    meeting.require_correctable(desk.today)
    outcome = _outcome_of(desk, item)
    if outcome is None:
        raise NothingIsConcluded
    if view is REVIEW_MEETINGS or not any(
        is_seen(desk, view, record, party) for party in meeting.parties if party != record["owner"]
    ):
        raise DecisionIsSeenByNobodyElse
    if verdict is not None:
        if view is not COUNTERMEASURES:
            raise VerdictIsOfAMeasure
        judge(desk, desk.load(Countermeasure, UUID(record["id"])), verdict, reason)
    if extension_granted is not None:
        if view is not EXTENSIONS or outcome["outcome"] != Outcome.DECIDED:
            raise OutcomeGrantsNothing
        decide_extension(
            desk,
            extension=UUID(record["id"]),
            granted=extension_granted,
            reason=reason,
            meeting=meeting.id,
        )
    return (UUID(record["id"]),)


def enter_resolution(
    desk: Desk, *, meeting: UUID, item: UUID | None = None, text: str
) -> Iterable[UUID]:
    """Enter what an open meeting resolved: about an item, or as a whole."""
    at = speaking(desk, "enter_resolution", meeting, item)
    return desk.keep(_entered(desk, at, kind=EntryKind.RESOLUTION, text=text))


def enter_opinion(
    desk: Desk,
    *,
    meeting: UUID,
    item: UUID | None = None,
    theme: str | None = None,
    text: str,
) -> Iterable[UUID]:
    """Enter what somebody thought, under a theme: of an item, or of the whole."""
    at = speaking(desk, "enter_opinion", meeting, item)
    return desk.keep(_entered(desk, at, kind=EntryKind.OPINION, theme=theme, text=text))


def amend_minutes(
    desk: Desk,
    *,
    entry: UUID,
    reason: str | None = None,
    expected_version: str | None = None,
    **given: Any,
) -> Iterable[UUID]:
    """Put an entry of one's own party right, until the minutes are settled; what is left out stays."""
    found = _correctable(desk, "amend_minutes", entry, expected_version)
    names = ("outcome", "theme", "text")
    said = dict(zip(names, found.said, strict=True)) | given
    found.amend(**said, reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def strike_out_entry(
    desk: Desk, *, entry: UUID, reason: str | None = None, expected_version: str | None = None
) -> Iterable[UUID]:
    """Take an entry of one's own party out of the minutes, until they are settled."""
    found = _correctable(desk, "strike_out_entry", entry, expected_version)
    found.strike_out(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def speaking(desk: Desk, command: str, meeting: UUID | None, item: UUID | None) -> dict[str, Any]:
    """At which open meeting something is said, and about what: `meeting`, `about`, `about_kind`, `item`.

    With an item it is about what the item is about, else about the meeting itself; an item is of the
    meeting that is named, if one is. Raises NoSuchRecord.
    """
    said: dict[str, Any] = {"about": meeting, "about_kind": REVIEW_MEETINGS.kind, "item": item}
    if item is not None:
        row = desk.row(AGENDA_ITEMS, item)
        if meeting not in (None, UUID(row["meeting"])):
            raise NoSuchRecord(named=item)
        meeting = UUID(row["meeting"])
        said |= {"about": UUID(row["about"]), "about_kind": row["about_kind"]}
    assert meeting is not None, "an item or the meeting is named"
    desk.row(REVIEW_MEETINGS, meeting)
    desk.permit(command)
    desk.load(ReviewMeeting, meeting).require_open()
    if item is not None:
        desk.load(AgendaItem, item).require_standing()
    return said | {"meeting": meeting}


def _entered(desk: Desk, at: dict[str, Any], **said: Any) -> MinutesEntry:
    return MinutesEntry.enter(
        id=uuid4(), owner=desk.actor.party, **at, **said, by=desk.by, at=desk.now
    )


def _outcome_of(desk: Desk, item: UUID) -> Row | None:
    """The outcome of an item that stands: whoever sees the item sees what it came to."""
    entries = visible(MINUTES, desk.clearance)
    there = sa.select(entries).where(
        entries.c.item == str(item),
        entries.c.kind == EntryKind.OUTCOME.value,
        ~entries.c.struck_out,
    )
    found = desk.work.connection.execute(there).mappings().first()
    return None if found is None else dict(found)


def _correctable(desk: Desk, command: str, entry: UUID, version: str | None) -> MinutesEntry:
    row = desk.expect(MINUTES, entry, version)
    desk.permit(command, owner=row["owner"])
    found = desk.load(MinutesEntry, entry)
    desk.load(ReviewMeeting, found.meeting).require_correctable(desk.today)
    if row["kind"] == EntryKind.OUTCOME and _was_carried_out(desk, row):
        raise OutcomeWasCarriedOut
    return found


def _was_carried_out(desk: Desk, entry: Row) -> bool:
    """Whether a request for more time was decided by an outcome."""
    if entry["about_kind"] != EXTENSIONS.kind:
        return False
    request = desk.load(ExtensionRequest, UUID(entry["about"]))
    return request.decided_at_meeting == UUID(entry["meeting"])
