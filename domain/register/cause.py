"""A cause (原因): why an incident could happen, or why nobody noticed."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.record import (
    CODE,
    REASON,
    Field,
    JudgedFact,
    Record,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
    one_of_or_none,
)
from domain.register.refusals import DismissalNeedsItsReason
from domain.register.taxonomy import CAUSE_CATEGORY

_STATEMENT: Final = Field("原因", "statement of the cause")
_KIND: Final = Field("原因の種別", "kind of cause")


class CauseKind(StrEnum):
    """How it contributed: 発生原因, 検出漏れ, 背景."""

    OCCURRENCE = "OCCURRENCE"
    ESCAPE = "ESCAPE"
    BACKGROUND = "BACKGROUND"


class Standing(StrEnum):
    """What has become of a stated cause."""

    STATED = "STATED"
    CONFIRMED = "CONFIRMED"
    DISMISSED = "DISMISSED"


class Cause(Record):
    """A cause, stated by a party, then confirmed or dismissed, and either again.

    Its category is a name of the party's taxonomy. Which incidents it led to and which
    countermeasures answer it are links, streams of their own.
    """

    TOPIC = "cause"

    class Stated(FirstFact):
        """Somebody holds this to be a cause."""

        TOPIC = "cause.stated"
        SEALED = ("statement",)
        owner: int
        statement: str
        category: str | None
        kind: str | None
        number: str | None
        categories: tuple[str, ...]

    class Revised(Fact):
        """The cause is stated in other words."""

        TOPIC = "cause.revised"
        SEALED = ("statement",)
        statement: str

    class Classified(Fact):
        """The cause belongs to another category or is of another kind."""

        TOPIC = "cause.classified"
        category: str | None
        kind: str | None

    class Numbered(Fact):
        """The party calls the cause by this 管理番号, or by none."""

        TOPIC = "cause.numbered"
        number: str | None

    class Confirmed(Fact):
        """It was a cause."""

        TOPIC = "cause.confirmed"

    class Dismissed(Fact):
        """It was no cause."""

        TOPIC = "cause.dismissed"
        SEALED = ("reason",)
        reason: str

    class Judged(JudgedFact):
        """The information categories of the cause are these."""

        TOPIC = "cause.judged"

    def __init__(self) -> None:
        super().__init__()
        self.standing = Standing.STATED
        self.statement = ""
        self.category: str | None = None
        self.kind: str | None = None
        self.number: str | None = None

    @classmethod
    def state(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        statement: str,
        category: str | None = None,
        kind: str | None = None,
        number: str | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """State a cause; `category` names the 分類, `categories` whose information it holds."""
        return cls._create(
            cls.Stated,
            id=id,
            owner=owner,
            statement=clean_line(statement, _STATEMENT),
            category=clean_line_or_none(category, CAUSE_CATEGORY),
            kind=one_of_or_none(CauseKind, kind, _KIND),
            number=clean_line_or_none(number, CODE),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(self, *, statement: str, by: UUID, at: datetime) -> None:
        """State the cause in other words; the same words again change nothing."""
        statement = clean_line(statement, _STATEMENT)
        if statement != self.statement:
            self.trigger_event(self.Revised, statement=statement, by=by, timestamp=at)

    def classify(self, *, category: str | None, kind: str | None, by: UUID, at: datetime) -> None:
        """File the cause under a category and a kind; the same again changes nothing."""
        category = clean_line_or_none(category, CAUSE_CATEGORY)
        kind = one_of_or_none(CauseKind, kind, _KIND)
        if (category, kind) != (self.category, self.kind):
            self.trigger_event(self.Classified, category=category, kind=kind, by=by, timestamp=at)

    def give_number(self, *, number: str | None, by: UUID, at: datetime) -> None:
        """Call the cause by a 管理番号, or by none; the same again changes nothing."""
        number = clean_line_or_none(number, CODE)
        if number != self.number:
            self.trigger_event(self.Numbered, number=number, by=by, timestamp=at)

    def confirm(self, *, by: UUID, at: datetime) -> None:
        """Say that it was a cause, even after it was dismissed."""
        if self.standing != Standing.CONFIRMED:
            self.trigger_event(self.Confirmed, by=by, timestamp=at)

    def dismiss(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Say that it was no cause, and why, even after it was confirmed."""
        if self.standing == Standing.DISMISSED:
            return
        why = clean_text(reason, REASON)
        if why is None:
            raise DismissalNeedsItsReason()
        self.trigger_event(self.Dismissed, reason=why, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Cause.Stated():
                self.owner, self.categories = fact.owner, fact.categories
                self.statement, self.number = fact.statement, fact.number
                self.category, self.kind = fact.category, fact.kind
            case Cause.Revised():
                self.statement = fact.statement
            case Cause.Classified():
                self.category, self.kind = fact.category, fact.kind
            case Cause.Numbered():
                self.number = fact.number
            case Cause.Confirmed():
                self.standing = Standing.CONFIRMED
            case Cause.Dismissed():
                self.standing = Standing.DISMISSED
            case _:
                super().evolve(fact)
