"""What every aggregate shares: an identity, an author on each fact, and sealed texts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from uuid import UUID, uuid4

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate


class Fact(AggregateEvent):
    """Something that happened, and who brought it about.

    `SEALED` names the free texts of the fact: the store encrypts each under a key of its own
    before it reaches the log. A text whose key was destroyed reads as `FORGOTTEN`.
    """

    by: UUID
    SEALED: ClassVar[tuple[str, ...]] = ()

    def subject_of(self, field: str) -> UUID | None:  # noqa: ARG002 -- for those that override it
        """Whom a sealed text is about, where texts are sealed by subject (the desk); else nobody is told."""
        return None

    def apply(self, aggregate: Any) -> None:
        aggregate.evolve(self)


class FirstFact(Fact, AggregateCreated):
    """The fact that begins an aggregate."""


class Root(BaseAggregate[UUID]):
    """An aggregate: methods decide, `evolve` remembers."""

    Event = Fact

    @staticmethod
    def create_id(*_: object, **__: object) -> UUID:
        return uuid4()

    def evolve(self, fact: Fact) -> None:
        """Fold one fact into the state. Never refuse, never look outside."""
        raise NotImplementedError


FORGOTTEN = "［消去済み］"
"""What stands where a sealed text stood whose key was destroyed."""


class Recorded(NamedTuple):
    """A fact with its place in the log: what a fold is given.

    `position` counts from 1, dense and in commit order; `command` is the position of the first fact
    of the same command, and `at` the instant the register learned it, never before any earlier one.
    `forgotten`: a text of it was destroyed since.
    """

    position: int
    command: int
    at: datetime
    fact: Fact
    forgotten: bool = False
