"""Files of tickets: what is handed in is looked at, pictures are drawn anew, and it is kept sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from commands.desk.consulting import CONSULTER
from commands.desk.office import Consulting, Handling
from domain.desk.attachment import Attachment
from domain.desk.ticket import Ticket
from domain.files import File, HandedIn, examined
from store.log import Work
from store.pictures import PICTURES, redrawn


class Taken(NamedTuple):
    """A file that can be kept: what is known of it, and its content."""

    file: File
    content: bytes


def taken(handed: HandedIn) -> Taken:
    """The file as it is kept, of a picture nothing but the picture. To draw it may take seconds: done before
    anybody has to wait for the log. Raises the refusals of files and pictures."""
    file, content = examined(handed), handed.content
    if file.media_type in PICTURES:
        content = redrawn(content, file.media_type)
        file = examined(HandedIn(file.name, content))
    return Taken(file, content)


def receiving(handling: Handling, *, ticket: str) -> Iterable[UUID]:
    """Look whether a file is taken from the actor at all, before it is worked on."""
    handling.ticket("attach_to_ticket", ticket)
    return ()


def attach_to_ticket(
    handling: Handling, *, ticket: str, file: Taken, from_consulter: bool = False
) -> Iterable[UUID]:
    """File what belongs to a ticket; what the consulter handed over goes with the consulter's key."""
    one = handling.ticket("attach_to_ticket", ticket)
    made = _attached(handling.work, one, file, from_consulter=from_consulter, by=handling.by)
    return handling.keep(one, made)


def attach_with_receipt(consulting: Consulting, *, file: Taken) -> None:
    """Hand a file in to the desk, with a receipt code."""
    one = consulting.ticket
    made = _attached(consulting.work, one, file, from_consulter=True, by=CONSULTER)
    consulting.work.keep(one, made)


def _attached(
    work: Work, ticket: Ticket, taken: Taken, *, from_consulter: bool, by: UUID
) -> Attachment:
    attachment, at = uuid4(), work.now
    subject = ticket.attach(
        attachment=attachment, file=taken.file, from_consulter=from_consulter, by=by, at=at
    )
    return Attachment.keep(
        id=attachment,
        owner=ticket.owner,
        ticket=ticket.id,
        subject=subject,
        sealed_sha256=work.attach(attachment, Attachment.Kept, taken.content, subject),
        by=by,
        at=at,
    )
