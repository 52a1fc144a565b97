"""An agenda item (議題): what a meeting is to speak of, seen by whoever of it sees what the item is about."""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.register.refusals import ItemIsWithdrawn, ItemNeedsItsTopic
from domain.texts import Field, clean_line_or_none

_TOPIC: Final = Field("議題名", "topic")


class AgendaItem(Root):
    """A record on the agenda of a meeting, or a topic of the meeting's own.

    An item is in common once the party whose record it is about says that all parties see it; else it
    stands in the annex of those that do.
    """

    TOPIC = "agenda_item"

    class Added(FirstFact):
        """The party puts this on the agenda: a record, or the meeting itself with a topic."""

        TOPIC = "agenda_item.added"
        SEALED = ("topic",)
        owner: int
        meeting: UUID
        about: UUID
        about_kind: str
        topic: str | None
        common: bool

    class Reworded(Fact):
        """The item is called otherwise."""

        TOPIC = "agenda_item.reworded"
        SEALED = ("topic",)
        topic: str | None

    class Shared(Fact):
        """All parties of the meeting see the record: the item is one of those in common."""

        TOPIC = "agenda_item.shared"

    class SetApart(Fact):
        """The item stands in the annex of those who see the record."""

        TOPIC = "agenda_item.set_apart"

    class Withdrawn(Fact):
        """The item is off the agenda."""

        TOPIC = "agenda_item.withdrawn"

    def __init__(self) -> None:
        self.owner = -1
        self.meeting = self.about = UUID(int=0)
        self.about_kind = ""
        self.topic: str | None = None
        self.common = False
        self.withdrawn = False

    @classmethod
    def add(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        meeting: UUID,
        about: UUID,
        about_kind: str,
        topic: str | None = None,
        common: bool = False,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Put a record on the agenda, or a topic: then the item is about the meeting itself."""
        return cls._create(
            cls.Added,
            id=id,
            owner=owner,
            meeting=meeting,
            about=about,
            about_kind=about_kind,
            topic=_called(topic, meeting, about),
            common=common or about == meeting,
            by=by,
            timestamp=at,
        )

    def reword(self, *, topic: str | None, by: UUID, at: datetime) -> None:
        """Call the item otherwise, or by its record alone; the same again changes nothing."""
        topic = _called(topic, self.meeting, self.about)
        if topic == self.topic:
            return
        self.require_standing()
        self.trigger_event(self.Reworded, topic=topic, by=by, timestamp=at)

    def share(self, *, by: UUID, at: datetime) -> None:
        """Count the item among those that all parties see; one that is, stays."""
        self.require_standing()
        if not self.common:
            self.trigger_event(self.Shared, by=by, timestamp=at)

    def set_apart(self, *, by: UUID, at: datetime) -> None:
        """Leave the item to the annex; a topic of the meeting's own is always in common."""
        self.require_standing()
        if self.common and self.about != self.meeting:
            self.trigger_event(self.SetApart, by=by, timestamp=at)

    def withdraw(self, *, by: UUID, at: datetime) -> None:
        """Take the item off the agenda; what is off stays off."""
        if not self.withdrawn:
            self.trigger_event(self.Withdrawn, by=by, timestamp=at)

    def require_standing(self) -> None:
        """Refuse what is said of an item that was taken off."""
        if self.withdrawn:
            raise ItemIsWithdrawn()

    def evolve(self, fact: Fact) -> None:
        match fact:
            case AgendaItem.Added():
                self.owner, self.meeting, self.about = fact.owner, fact.meeting, fact.about
                self.about_kind, self.topic, self.common = (
                    fact.about_kind,
                    fact.topic,
                    fact.common,
                )
            case AgendaItem.Reworded():
                self.topic = fact.topic
            case AgendaItem.Shared():
                self.common = True
            case AgendaItem.SetApart():
                self.common = False
            case AgendaItem.Withdrawn():
                self.withdrawn = True
            case _:
                super().evolve(fact)


def _called(topic: str | None, meeting: UUID, about: UUID) -> str | None:
    called = clean_line_or_none(topic, _TOPIC)
    if called is None and about == meeting:
        raise ItemNeedsItsTopic()
    return called
