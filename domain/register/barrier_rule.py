"""A barrier rule (遮断規則): information of one category of a party never goes to another party."""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.register.record import CATEGORIES, InformationCategory
from domain.register.refusals import (
    RuleCoversNoInformation,
    RuleEndNeedsItsReason,
    RuleEndsBeforeItBegins,
    RuleEndsBeforeToday,
    RuleIsAboutItsOwnParty,
    RuleIsNotProlonged,
    RuleIsOver,
    RuleNeedsItsBasis,
)
from domain.texts import NAME, REASON, Field, clean_line, clean_text, one_of

_BASIS: Final = Field("法令等の根拠", "legal basis")


class BarrierRule(Root):
    """Bars what it covers on every day from its first to its last, whatever was released.

    A rule is not revised: it ends, and another one is imposed.
    """

    TOPIC = "barrier_rule"

    class Imposed(FirstFact):
        """Records of the owner that hold information of the category are barred from the party.

        `name` is what people call the rule. It stands in refusals, and so it is not sealed.
        """

        TOPIC = "barrier_rule.imposed"
        SEALED = ("basis",)
        owner: int
        name: str
        category: str
        to: int
        basis: str
        first_day: date
        last_day: date | None

    class Ended(Fact):
        """The rule bars up to this day and no longer; None: no longer from now on."""

        TOPIC = "barrier_rule.ended"
        SEALED = ("reason",)
        to: int
        last_day: date | None
        reason: str

    def __init__(self) -> None:
        self.owner = -1
        self.to = -1
        self.category = ""
        self.first_day = date.min
        self.last_day: date | None = None
        self.lifted = False

    @classmethod
    def impose(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        name: str,
        category: str,
        to: int,
        basis: str,
        first_day: date,
        last_day: date | None = None,
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Bar a category of the owner's information from a party; `on` is today.

        The first day may lie in the past, as that of a law does: the rule bars from now on.
        """
        if to == owner:
            raise RuleIsAboutItsOwnParty()
        covered = one_of(InformationCategory, category, CATEGORIES)
        if covered is InformationCategory.NONE:
            raise RuleCoversNoInformation()
        if last_day is not None and last_day < first_day:
            raise RuleEndsBeforeItBegins(begins=first_day, ends=last_day)
        if last_day is not None and last_day < on:
            raise RuleEndsBeforeToday(ends=last_day)
        stated = clean_text(basis, _BASIS)
        if stated is None:
            raise RuleNeedsItsBasis()
        return cls._create(
            cls.Imposed,
            id=id,
            owner=owner,
            name=clean_line(name, NAME),
            category=covered.value,
            to=to,
            basis=stated,
            first_day=first_day,
            last_day=last_day,
            by=by,
            timestamp=at,
        )

    def is_over(self, on: date) -> bool:
        """Whether it bars nothing any more, that day or later."""
        return self.lifted or (self.last_day is not None and self.last_day < on)

    def end(
        self, *, last_day: date | None = None, reason: str, on: date, by: UUID, at: datetime
    ) -> None:
        """Let the rule end with a day earlier than it would, or at once."""
        if self.is_over(on):
            raise RuleIsOver()
        if last_day is not None and last_day < on:
            raise RuleEndsBeforeToday(ends=last_day)
        if last_day is not None and last_day < self.first_day:
            raise RuleEndsBeforeItBegins(begins=self.first_day, ends=last_day)
        if last_day is not None and self.last_day is not None and last_day >= self.last_day:
            raise RuleIsNotProlonged(ends=self.last_day)
        stated = clean_text(reason, REASON)
        if stated is None:
            raise RuleEndNeedsItsReason()
        self.trigger_event(
            self.Ended, to=self.to, last_day=last_day, reason=stated, by=by, timestamp=at
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case BarrierRule.Imposed():
                self.owner, self.to, self.category = fact.owner, fact.to, fact.category
                self.first_day, self.last_day = fact.first_day, fact.last_day
            case BarrierRule.Ended():
                self.lifted = fact.last_day is None
                self.last_day = fact.last_day or self.last_day
            case _:
                super().evolve(fact)


def forbids(
    category: str,
    first_day: date,
    last_day: date | None,
    *,
    categories: tuple[str, ...],
    since: date,
    until: date | None,
) -> bool:
    """Whether a rule of this category and these days bars a record of these categories on some day
    from `since` to `until`."""
    begins_in_time = until is None or first_day <= until
    lasts = last_day is None or since <= last_day
    return category in categories and begins_in_time and lasts
