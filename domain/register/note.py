"""A note (メモ): what somebody remarks on a record they may see, for their own party to read."""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.record import Field, JudgedFact, Record, normalised_categories
from domain.register.refusals import NoteIsSomebodyElses, NoteIsWithdrawn
from domain.texts import written

_TEXT: Final = Field("メモ", "note")


class Note(Record):
    """A note on a record. It is of its writer's party, whosever record it is on."""

    TOPIC = "note"

    class Written(FirstFact):
        """Somebody has written this on that record."""

        TOPIC = "note.written"
        SEALED = ("text",)
        owner: int
        about: UUID
        about_kind: str
        text: str
        categories: tuple[str, ...]

    class Revised(Fact):
        """The writer puts it in other words."""

        TOPIC = "note.revised"
        SEALED = ("text",)
        text: str

    class Withdrawn(Fact):
        """The writer takes it back."""

        TOPIC = "note.withdrawn"

    class Judged(JudgedFact):
        """The information categories of the note are these."""

        TOPIC = "note.judged"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.writer = UUID(int=0)
        self.withdrawn = False

    @classmethod
    def write(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        about: UUID,
        about_kind: str,
        text: str,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Write a note on a record."""
        return cls._create(
            cls.Written,
            id=id,
            owner=owner,
            about=about,
            about_kind=about_kind,
            text=written(text, _TEXT),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(self, *, text: str, by: UUID, at: datetime) -> None:
        """Put it in other words, as its writer alone may; the same again changes nothing."""
        text = written(text, _TEXT)
        if text == self.text:
            return
        self._require_writer(by)
        if self.withdrawn:
            raise NoteIsWithdrawn()
        self.trigger_event(self.Revised, text=text, by=by, timestamp=at)

    def withdraw(self, *, by: UUID, at: datetime) -> None:
        """Take it back, as its writer alone may; what is withdrawn stays so."""
        if self.withdrawn:
            return
        self._require_writer(by)
        self.trigger_event(self.Withdrawn, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Note.Written():
                self.owner, self.categories = fact.owner, fact.categories
                self.text, self.writer = fact.text, fact.by
            case Note.Revised():
                self.text = fact.text
            case Note.Withdrawn():
                self.withdrawn = True
            case _:
                super().evolve(fact)

    def _require_writer(self, by: UUID) -> None:
        if by != self.writer:
            raise NoteIsSomebodyElses()
