"""A cause (原因): why an incident could happen, or why nobody noticed."""

from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from domain.calendar import day_in_tokyo
from domain.kernel import Fact, FirstFact
from domain.register.record import (
    CODE,
    REASON,
    Field,
    JudgedFact,
    Record,
    Word,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
    one_of_or_none,
)
from domain.register.refusals import (
    CauseIsDismissed,
    DismissalNeedsItsReason,
    ReinstatementNeedsItsReason,
)
from domain.register.taxonomy import CAUSE_CATEGORY

_STATEMENT: Final = Field("原因", "statement of the cause")
_KIND: Final = Field("原因の種別", "kind of cause")


class CauseKind(Word):
    """How it contributed: 発生原因, 検出漏れ, 背景."""

    OCCURRENCE = "OCCURRENCE", "発生原因"
    ESCAPE = "ESCAPE", "検出漏れ"
    BACKGROUND = "BACKGROUND", "背景"


class Standing(Word):
    """What has become of a stated cause."""

    STATED = "STATED", "登録"
    CONFIRMED = "CONFIRMED", "確認済み"
    DISMISSED = "DISMISSED", "棄却"


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
        """It was a cause; the reason says why, if it had been dismissed."""

        TOPIC = "cause.confirmed"
        class_version = 2
        SEALED = ("reason",)
        reason: str | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["reason"] = None

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
        self.dismissal: Cause.Dismissed | None = None
        self.confirmed_for: str | None = None
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
            self._require_not_dismissed()
            self.trigger_event(self.Revised, statement=statement, by=by, timestamp=at)

    def classify(self, *, category: str | None, kind: str | None, by: UUID, at: datetime) -> None:
        """File the cause under a category and a kind; the same again changes nothing."""
        category = clean_line_or_none(category, CAUSE_CATEGORY)
        kind = one_of_or_none(CauseKind, kind, _KIND)
        if (category, kind) != (self.category, self.kind):
            self._require_not_dismissed()
            self.trigger_event(self.Classified, category=category, kind=kind, by=by, timestamp=at)

    def give_number(self, *, number: str | None, by: UUID, at: datetime) -> None:
        """Call the cause by a 管理番号, or by none; the same again changes nothing."""
        number = clean_line_or_none(number, CODE)
        if number != self.number:
            self._require_not_dismissed()
            self.trigger_event(self.Numbered, number=number, by=by, timestamp=at)

    def confirm(self, *, reason: str | None = None, by: UUID, at: datetime) -> None:
        """Say that it was a cause; after it was dismissed, with the reason.

        Again it changes nothing, unless there is another reason to keep.
        """
        why = clean_text(reason, REASON)
        if self.standing == Standing.CONFIRMED and why in (None, self.confirmed_for):
            return
        if self.dismissal is not None and why is None:
            raise ReinstatementNeedsItsReason()
        self.trigger_event(self.Confirmed, reason=why, by=by, timestamp=at)

    def dismiss(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Say that it was no cause, and why, even after it was confirmed.

        What is dismissed stays so: the same reason again, or none, changes nothing.
        """
        why = clean_text(reason, REASON)
        if self.dismissal is not None and why in (None, self.dismissal.reason):
            return
        self._require_not_dismissed()
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
                self.standing, self.dismissal = Standing.CONFIRMED, None
                self.confirmed_for = fact.reason
            case Cause.Dismissed():
                self.standing, self.dismissal = Standing.DISMISSED, fact
            case _:
                super().evolve(fact)

    def _require_not_dismissed(self) -> None:
        if self.dismissal is not None:
            raise CauseIsDismissed(day=day_in_tokyo(self.dismissal.timestamp))
