"""Who asked (身元), kept apart from what was said. To open it takes two (`request.py`).

Every ticket has one, whether or not the consulter gave a name, and all are of one length: neither a row nor
its size tells whether there is a name in it. A returning caller is recognised by a keyed hash of how to reach
them, without opening anything; it is sealed like the rest, so that whoever is erased is recognised no more.
"""

import json
from datetime import datetime
from typing import Final, Self
from uuid import UUID

from domain.desk.facts import DeskFact, FirstDeskFact
from domain.kernel import Fact, Root
from domain.texts import Field, clean_line_or_none, require_length

NAME: Final = Field("相談者の氏名", "consulter's name")
CONTACT: Final = Field("相談者の連絡先", "way to reach the consulter")
LONGEST: Final = 200
"""Characters of a name or a contact."""
_FILLED: Final = 1_300
"""Bytes of each as it is kept: the longest one, each character of four bytes and escaped, and some more."""


class Identity(Root):
    """Who asked, of one ticket; `subject` stands for the consulter."""

    TOPIC = "identity"

    class Deposited(FirstDeskFact):
        """The desk knows, or does not know, who asks."""

        TOPIC = "identity.deposited"
        SEALED = ("name", "contact", "caller")
        owner: int
        ticket: UUID
        subject: UUID
        name: str
        contact: str
        caller: str

    class Given(DeskFact):
        """The consulter has said who they are."""

        TOPIC = "identity.given"
        SEALED = ("name", "contact", "caller")
        subject: UUID
        name: str
        contact: str
        caller: str

    def __init__(self) -> None:
        self.owner = -1
        self.ticket = UUID(int=0)
        self.subject = UUID(int=0)
        self.name: str | None = None
        self.contact: str | None = None

    @classmethod
    def deposit(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        ticket: UUID,
        consulter: UUID,
        name: str | None,
        contact: str | None,
        caller: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Keep who asks, or that it is not known. `caller` is the keyed hash of how to reach them."""
        return cls._create(
            cls.Deposited,
            id=id,
            owner=owner,
            ticket=ticket,
            subject=consulter,
            name=_filled(name, NAME),
            contact=_filled(contact, CONTACT),
            caller=caller,
            by=by,
            timestamp=at,
        )

    def give(
        self, *, name: str | None, contact: str | None, caller: str, by: UUID, at: datetime
    ) -> None:
        """Let the consulter say, later, who they are; what is left out or blank stays."""
        name = clean_line_or_none(name, NAME) or self.name
        contact = clean_line_or_none(contact, CONTACT) or self.contact
        if (name, contact) == (self.name, self.contact):
            return
        self.trigger_event(
            self.Given,
            subject=self.subject,
            name=_filled(name, NAME),
            contact=_filled(contact, CONTACT),
            caller=caller,
            by=by,
            timestamp=at,
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Identity.Deposited():
                self.owner, self.ticket, self.subject = fact.owner, fact.ticket, fact.subject
                self.name, self.contact = fact.name.strip() or None, fact.contact.strip() or None
            case Identity.Given():
                self.name, self.contact = fact.name.strip() or None, fact.contact.strip() or None
            case _:
                super().evolve(fact)


def _filled(text: str | None, field: Field) -> str:
    """The line, made as long as any other, in bytes as a fact keeps it."""
    plain = clean_line_or_none(text, field) or ""
    require_length(plain, LONGEST, field)
    return plain + " " * (_FILLED - len(json.dumps(plain, ensure_ascii=False).encode()))
