"""A roll-out (横展開): another party is asked, in words written for it, whether something applies to it."""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.calendar import day_in_tokyo
from domain.kernel import Fact, FirstFact, Root
from domain.refusals import TextIsEmpty
from domain.register.record import (
    JudgedFact,
    Record,
    Word,
    normalised_categories,
    one_of,
)
from domain.register.refusals import AnswerIsWantedTooEarly, RollOutIsYourOwn
from domain.texts import Field, clean_text

_TEXT: Final = Field("依頼の文面", "words of the roll-out")
_ANSWER: Final = Field("回答の内容", "words of the answer")
_VERDICT: Final = Field("該当の有無", "verdict")


class RollOut(Root):
    """One question to one party, about a record that it sees no more of than it did.

    A release opens it to the party asked, as it opens a wording, and ends with it. Parties asked at the
    same time have a roll-out each, and learn nothing of each other.
    """

    TOPIC = "roll_out"

    class Asked(FirstFact):
        """The party wants to know of the other one whether this applies to it."""

        TOPIC = "roll_out.asked"
        SEALED = ("text",)
        owner: int
        to: int
        about: UUID
        about_kind: str
        text: str
        answer_by: date | None
        categories: tuple[str, ...]

    class Revised(Fact):
        """It asks in these words now, or wants the answer by another day."""

        TOPIC = "roll_out.revised"
        SEALED = ("text",)
        to: int
        text: str
        answer_by: date | None
        categories: tuple[str, ...]

    def __init__(self) -> None:
        self.owner = -1
        self.to = -1
        self.text = ""
        self.answer_by: date | None = None
        self.categories: tuple[str, ...] = ()

    @classmethod
    def ask(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        to: int,
        about: UUID,
        about_kind: str,
        text: str,
        answer_by: date | None = None,
        categories: tuple[str, ...],
        by: UUID,
        at: datetime,
    ) -> Self:
        """Ask a party about a record; `categories` are those of the words themselves."""
        _require_not_past(answer_by, at)
        return cls._create(
            cls.Asked,
            id=id,
            owner=owner,
            to=to,
            about=about,
            about_kind=about_kind,
            text=_sound(text),
            answer_by=answer_by,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        text: str,
        answer_by: date | None,
        categories: tuple[str, ...],
        by: UUID,
        at: datetime,
    ) -> None:
        """Ask in other words or by another day; the same again changes nothing."""
        said = _sound(text), answer_by, normalised_categories(categories)
        if said == (self.text, self.answer_by, self.categories):
            return
        if answer_by != self.answer_by:
            _require_not_past(answer_by, at)
        self.trigger_event(
            self.Revised,
            to=self.to,
            text=said[0],
            answer_by=answer_by,
            categories=said[2],
            by=by,
            timestamp=at,
        )

    def require_asks(self, party: int) -> None:
        """Refuse the party that asked: it does not answer itself."""
        if party == self.owner:
            raise RollOutIsYourOwn()

    def evolve(self, fact: Fact) -> None:
        match fact:
            case RollOut.Asked():
                self.owner, self.to = fact.owner, fact.to
                self._say(fact)
            case RollOut.Revised():
                self._say(fact)
            case _:
                super().evolve(fact)

    def _say(self, fact: "RollOut.Asked | RollOut.Revised") -> None:
        self.text, self.answer_by, self.categories = fact.text, fact.answer_by, fact.categories


class Applies(Word):
    """Whether what was asked about applies to the party asked."""

    APPLIES = "APPLIES", "該当あり"
    DOES_NOT_APPLY = "DOES_NOT_APPLY", "該当なし"
    UNDER_EXAMINATION = "UNDER_EXAMINATION", "確認中"


class RollOutAnswer(Record):
    """What the party asked answers: a record of its own, which it releases to the asker, or does not."""

    TOPIC = "roll_out_answer"

    class Given(FirstFact):
        """The party answers this."""

        TOPIC = "roll_out_answer.given"
        SEALED = ("text",)
        owner: int
        roll_out: UUID
        verdict: str
        text: str | None
        records: tuple[UUID, ...]
        kinds: tuple[str, ...]
        categories: tuple[str, ...]

    class Revised(Fact):
        """The party answers this now."""

        TOPIC = "roll_out_answer.revised"
        SEALED = ("text",)
        verdict: str
        text: str | None
        records: tuple[UUID, ...]
        kinds: tuple[str, ...]

    class Judged(JudgedFact):
        """The information categories of the answer are these."""

        TOPIC = "roll_out_answer.judged"

    def __init__(self) -> None:
        super().__init__()
        self.verdict = ""
        self.text: str | None = None
        self.records: dict[UUID, str] = {}

    @classmethod
    def give(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        roll_out: UUID,
        verdict: str,
        text: str | None = None,
        records: dict[UUID, str],
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Answer a roll-out; `records` are what the party does about it, each with its kind."""
        return cls._create(
            cls.Given,
            id=id,
            owner=owner,
            roll_out=roll_out,
            verdict=one_of(Applies, verdict, _VERDICT).value,
            text=clean_text(text, _ANSWER),
            records=tuple(records),
            kinds=tuple(records.values()),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        verdict: str,
        text: str | None,
        records: dict[UUID, str],
        by: UUID,
        at: datetime,
    ) -> None:
        """Answer otherwise; the same answer again changes nothing."""
        said = one_of(Applies, verdict, _VERDICT).value, clean_text(text, _ANSWER)
        if (*said, records) == (self.verdict, self.text, self.records):
            return
        self.trigger_event(
            self.Revised,
            verdict=said[0],
            text=said[1],
            records=tuple(records),
            kinds=tuple(records.values()),
            by=by,
            timestamp=at,
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case RollOutAnswer.Given():
                self.owner, self.categories = fact.owner, fact.categories
                self._say(fact)
            case RollOutAnswer.Revised():
                self._say(fact)
            case _:
                super().evolve(fact)

    def _say(self, fact: "RollOutAnswer.Given | RollOutAnswer.Revised") -> None:
        self.verdict, self.text = fact.verdict, fact.text
        self.records = dict(zip(fact.records, fact.kinds, strict=True))


def _sound(text: str) -> str:
    plain = clean_text(text, _TEXT)
    if plain is None:
        raise TextIsEmpty(**_TEXT.details)
    return plain


def _require_not_past(day: date | None, at: datetime) -> None:
    if day is not None and day < day_in_tokyo(at):
        raise AnswerIsWantedTooEarly(day=day)
