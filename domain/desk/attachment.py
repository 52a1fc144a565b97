"""A file of a ticket (添付): sealed with the key of whom it is from, and gone with it.

What the consulter hands in goes with the consulter's key, what the desk files itself with the ticket's.
"""

from datetime import datetime
from typing import Self
from uuid import UUID

from domain.desk.facts import FirstDeskFact
from domain.files import File
from domain.kernel import Fact, Root


class Attachment(Root):
    """A file of one ticket; it never changes."""

    TOPIC = "attachment"

    class FileAttached(FirstDeskFact):
        """A file was attached to a ticket; `subject` is the consulter or the ticket.

        `size` is of the file as it is handed out, `sealed_sha256` of the bytes that are kept: whoever holds
        no key can still tell that these are unchanged.
        """

        TOPIC = "attachment.file_attached"
        SEALED = ("name",)
        owner: int
        ticket: UUID
        subject: UUID
        name: str
        media_type: str
        size: int
        sealed_sha256: str

    def __init__(self) -> None:
        self.owner = -1
        self.ticket = UUID(int=0)
        self.subject = UUID(int=0)
        self.name = ""
        self.media_type = ""
        self.size = 0
        self.attached_by = UUID(int=0)
        self.attached_at: datetime | None = None

    @classmethod
    def attach(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        ticket: UUID,
        subject: UUID,
        file: File,
        sealed_sha256: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Attach a file, with the SHA-256 of its bytes as kept."""
        return cls._create(
            cls.FileAttached,
            id=id,
            owner=owner,
            ticket=ticket,
            subject=subject,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sealed_sha256=sealed_sha256,
            by=by,
            timestamp=at,
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Attachment.FileAttached():
                self.owner, self.ticket, self.subject = fact.owner, fact.ticket, fact.subject
                self.name, self.media_type, self.size = fact.name, fact.media_type, fact.size
                self.attached_by, self.attached_at = fact.by, fact.timestamp
            case _:
                super().evolve(fact)
