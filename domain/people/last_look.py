"""How far a member has looked (既読): a note that they keep for themselves, so that what is new can be told."""

from datetime import UTC, datetime
from typing import Final, Self
from uuid import UUID

from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root

_FIRST_DAY: Final = datetime(1, 1, 2, tzinfo=UTC)
"""A day earlier some offsets name an instant that no calendar holds."""


class LastLook(Root):
    """The instant up to which one member has seen what changed. A stream of the member's own; nobody else
    is shown it, whatever their role."""

    TOPIC = "last_look"

    class Marked(FirstFact):
        """A member of a party says for the first time up to when they have looked."""

        TOPIC = "last_look.marked"
        owner: int
        member: UUID
        upto: datetime

    class Moved(Fact):
        """They have looked further."""

        TOPIC = "last_look.moved"
        upto: datetime

    def __init__(self) -> None:
        self.upto = _FIRST_DAY

    @staticmethod
    def id_for(member: UUID) -> UUID:
        """The one stream of a member."""
        return derived_id("last_look", member)

    @classmethod
    def mark(cls, *, owner: int, member: UUID, upto: datetime, at: datetime) -> Self:
        """Say for the first time up to when one has looked: now, where that is still to come."""
        return cls._create(
            cls.Marked,
            id=cls.id_for(member),
            owner=owner,
            member=member,
            upto=_reached(upto, at),
            by=member,
            timestamp=at,
        )

    def move(self, *, upto: datetime, by: UUID, at: datetime) -> None:
        """Look further; what was seen is not unseen, so an earlier instant changes nothing."""
        reached = _reached(upto, at)
        if reached > self.upto:
            self.trigger_event(self.Moved, upto=reached, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case LastLook.Marked() | LastLook.Moved():
                self.upto = fact.upto
            case _:
                super().evolve(fact)


def _reached(upto: datetime, at: datetime) -> datetime:
    """How far somebody can have looked by now, in UTC."""
    return min(max(upto, _FIRST_DAY), at).astimezone(UTC)
