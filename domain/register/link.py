"""A link: this cause led to that incident, or that countermeasure answers this cause."""

from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root
from domain.texts import REASON, Field, Word, clean_text, one_of

_TO_KIND: Final = Field("関連先の種類", "kind of record to link to")


class LinkedKind(Word):
    """What a cause is linked to."""

    INCIDENT = "incident", "事案"
    COUNTERMEASURE = "countermeasure", "対策"


class Link(Root):
    """A link is a stream of its own, to be seen where both its ends are; it may be undone."""

    TOPIC = "link"

    class Made(FirstFact):
        """The cause and the other record belong together."""

        TOPIC = "link.made"
        owner: int
        cause: UUID
        to: UUID
        to_kind: str

    class Undone(Fact):
        """They do not belong together."""

        TOPIC = "link.undone"
        SEALED = ("reason",)
        reason: str | None

    class Remade(Fact):
        """They belong together after all: a link of the party that says so now."""

        TOPIC = "link.remade"
        class_version = 2
        owner: int | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["owner"] = None

    def __init__(self) -> None:
        self.owner = -1
        self.stands = False

    @staticmethod
    def id_for(cause: UUID, to: UUID) -> UUID:
        """The id of the link between the cause and the other record."""
        return derived_id("link", cause, to)

    @classmethod
    def make(
        cls, *, owner: int, cause: UUID, to: UUID, to_kind: str, by: UUID, at: datetime
    ) -> Self:
        """Link a cause to an incident or a countermeasure."""
        return cls._create(
            cls.Made,
            id=cls.id_for(cause, to),
            owner=owner,
            cause=cause,
            to=to,
            to_kind=one_of(LinkedKind, to_kind, _TO_KIND).value,
            by=by,
            timestamp=at,
        )

    def undo(self, *, reason: str | None = None, by: UUID, at: datetime) -> None:
        """Take the link back; one that is undone already stays so."""
        if self.stands:
            self.trigger_event(self.Undone, reason=clean_text(reason, REASON), by=by, timestamp=at)

    def remake(self, *, owner: int, by: UUID, at: datetime) -> None:
        """Link both again; a link that stands already stays so.

        It is then a link of who makes it: whose the earlier one was, not everybody may know.
        """
        if not self.stands:
            self.trigger_event(self.Remade, owner=owner, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Link.Made():
                self.owner, self.stands = fact.owner, True
            case Link.Undone():
                self.stands = False
            case Link.Remade():
                self.owner = self.owner if fact.owner is None else fact.owner
                self.stands = True
            case _:
                super().evolve(fact)
