"""A released wording (開示用の文面): what another party reads in place of a record, in words of its own."""

from datetime import UTC, datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.refusals import TextIsEmpty
from domain.register.record import normalised_categories
from domain.texts import Field, clean_text

_TEXT: Final = Field("開示用の文面", "released wording")


class ReleasedWording(Root):
    """The words that one party reads of a record, which it never sees by them.

    A release opens them like any record, and ends with them: words given later are another wording.
    Of what record they are, that release alone tells: whoever reads them sees no more than the text.
    """

    TOPIC = "released_wording"

    class Written(FirstFact):
        """The record was put into these words for the party."""

        TOPIC = "released_wording.written"
        SEALED = ("text",)
        owner: int
        to: int
        text: str
        categories: tuple[str, ...]

    class Rewritten(Fact):
        """These words say it now, or still say it though the record has changed."""

        TOPIC = "released_wording.rewritten"
        SEALED = ("text",)
        to: int
        text: str
        categories: tuple[str, ...]

    def __init__(self) -> None:
        self.owner = -1
        self.to = -1
        self.text = ""
        self.categories: tuple[str, ...] = ()
        self.said_at = datetime.min.replace(tzinfo=UTC)

    @classmethod
    def write(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        to: int,
        text: str,
        categories: tuple[str, ...],
        by: UUID,
        at: datetime,
    ) -> Self:
        """Put a record into words for a party; `categories` are those of the words themselves."""
        return cls._create(
            cls.Written,
            id=id,
            owner=owner,
            to=to,
            text=_sound(text),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def rewrite(
        self,
        *,
        text: str,
        categories: tuple[str, ...],
        outdated: bool = False,
        by: UUID,
        at: datetime,
    ) -> None:
        """Put it into other words; the same again changes nothing, unless the record has changed
        since (`outdated`): then they are found to hold still."""
        said = _sound(text), normalised_categories(categories)
        if said == (self.text, self.categories) and not outdated:
            return
        self.trigger_event(
            self.Rewritten, to=self.to, text=said[0], categories=said[1], by=by, timestamp=at
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case ReleasedWording.Written():
                self.owner, self.to = fact.owner, fact.to
                self._say(fact)
            case ReleasedWording.Rewritten():
                self._say(fact)
            case _:
                super().evolve(fact)

    def _say(self, fact: "ReleasedWording.Written | ReleasedWording.Rewritten") -> None:
        self.text, self.categories, self.said_at = fact.text, fact.categories, fact.timestamp


def _sound(text: str) -> str:
    plain = clean_text(text, _TEXT)
    if plain is None:
        raise TextIsEmpty(**_TEXT.details)
    return plain
