"""A small aggregate of the tests' own: notes with sealed and open details."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root


class Note(Root):
    """A note that is written and rewritten, without any rule."""

    TOPIC = "test.note"

    class Written(FirstFact):
        """The second version of this fact: its first knew neither colour nor lines in a list."""

        TOPIC = "test.note.written"
        SEALED = ("text", "lines", "aside")
        text: str
        lines: tuple[str, ...]
        aside: str | None
        weight: int
        colour: str
        class_version: ClassVar[int] = 3

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["colour"] = "grey"

        @staticmethod
        def upcast_v2_v3(state: dict[str, Any]) -> None:
            state["weight"] = state.pop("kilos") * 1000

    class Rewritten(Fact):
        """The note reads otherwise."""

        TOPIC = "test.note.rewritten"
        SEALED = ("text",)
        text: str

    def __init__(self) -> None:
        self.text = ""
        self.lines: tuple[str, ...] = ()
        self.aside: str | None = None
        self.weight = 0
        self.colour = ""

    @classmethod
    def write(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        text: str,
        lines: tuple[str, ...] = (),
        aside: str | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        return cls._create(
            cls.Written,
            id=id,
            text=text,
            lines=lines,
            aside=aside,
            weight=7,
            colour="red",
            by=by,
            timestamp=at,
        )

    def rewrite(self, *, text: str, by: UUID, at: datetime) -> None:
        self.trigger_event(self.Rewritten, text=text, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Note.Written():
                self.text, self.lines, self.aside = fact.text, fact.lines, fact.aside
                self.weight, self.colour = fact.weight, fact.colour
            case Note.Rewritten():
                self.text = fact.text
