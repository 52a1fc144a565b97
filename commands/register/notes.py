"""Writing notes on records, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from commands.office import Desk
from commands.register.about import about
from domain.register.note import Note
from projections.register.notes import NOTES


def write_note(
    desk: Desk, *, record: UUID, text: str, categories: tuple[str, ...] = ()
) -> Iterable[UUID]:
    """Write a note on a record the actor sees, for the actor's own party."""
    view, _ = about(desk, record)
    desk.permit("write_note")
    return desk.keep(
        Note.write(
            id=uuid4(),
            owner=desk.actor.party,
            about=record,
            about_kind=view.kind,
            text=text,
            categories=categories,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_note(
    desk: Desk, *, note: UUID, text: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Put a note of one's own in other words."""
    found = _opened(desk, "revise_note", note, expected_version)
    found.revise(text=text, by=desk.by, at=desk.now)
    return desk.keep(found)


def withdraw_note(desk: Desk, *, note: UUID, expected_version: str | None = None) -> Iterable[UUID]:
    """Take a note of one's own back; the past still shows it."""
    found = _opened(desk, "withdraw_note", note, expected_version)
    found.withdraw(by=desk.by, at=desk.now)
    return desk.keep(found)


def _opened(desk: Desk, command: str, note: UUID, version: str | None) -> Note:
    row = desk.expect(NOTES, note, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Note, note)
