"""What a file attached to a ticket holds (添付): sealed with the key of whom it is from, and gone with it.

What it is called stands in the ticket. It is a stream of its own, since a content begins one.
"""

from datetime import datetime
from typing import Self
from uuid import UUID

from domain.desk.facts import FirstDeskFact
from domain.kernel import Fact, Root


class Attachment(Root):
    """The content of one file; it never changes."""

    TOPIC = "attachment"

    class Kept(FirstDeskFact):
        """This content belongs to that ticket; `subject` is the consulter, or the ticket itself.

        `sealed_sha256` is of the bytes that are kept: whoever holds no key can still tell that these are
        unchanged.
        """

        TOPIC = "attachment.kept"
        owner: int
        ticket: UUID
        subject: UUID
        sealed_sha256: str

    def __init__(self) -> None:
        self.owner = -1
        self.ticket = UUID(int=0)

    @classmethod
    def keep(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        ticket: UUID,
        subject: UUID,
        sealed_sha256: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Keep a content, by the SHA-256 of its bytes as kept."""
        return cls._create(
            cls.Kept,
            id=id,
            owner=owner,
            ticket=ticket,
            subject=subject,
            sealed_sha256=sealed_sha256,
            by=by,
            timestamp=at,
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Attachment.Kept():
                self.owner, self.ticket = fact.owner, fact.ticket
            case _:
                super().evolve(fact)
