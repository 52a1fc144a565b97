"""What every record of the register shares: an owner, and the categories of its information."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Final
from uuid import UUID

from domain.calendar import day_in_tokyo
from domain.kernel import Fact, Root
from domain.refusals import DayIsStillToCome
from domain.register.refusals import (
    JudgementNamesNoCategory,
    NoneStandsAlone,
    NumberIsNegative,
    NumberIsNotFinite,
    NumberIsTooLong,
)
from domain.texts import (
    REASON,
    Field,
    Word,
    clean_line,
    clean_line_or_none,
    clean_text,
    one_of,
    one_of_or_none,
)

__all__ = [
    "CATEGORIES",
    "CODE",
    "REASON",
    "TITLE",
    "Field",
    "InformationCategory",
    "JudgedFact",
    "Record",
    "Word",
    "clean_line",
    "clean_line_or_none",
    "clean_text",
    "counted",
    "may_be_released",
    "normalised_categories",
    "one_of",
    "one_of_or_none",
    "require_come",
]

TITLE: Final = Field("件名", "title")
CODE: Final = Field("管理番号", "reference number")
CATEGORIES: Final = Field("情報区分", "information category")

LONGEST_WHOLE: Final = 18
"""Digits before the point that a number may have: what a 64-bit integer surely holds."""
LONGEST_FRACTION: Final = 9
"""Digits behind the point that a number may have."""


class InformationCategory(Word):
    """Whose information a record holds. Barrier rules speak of these."""

    NETWORK_CUSTOMER = "NETWORK_CUSTOMER", "託送等の顧客情報"
    OTHER_RETAILER_CUSTOMER = "OTHER_RETAILER_CUSTOMER", "他小売の顧客情報"
    PERSONAL = "PERSONAL", "個人情報"
    NONE = "NONE", "該当なし"


class JudgedFact(Fact):
    """What the information categories of a record are, as judged by a person."""

    categories: tuple[str, ...]


class Record(Root):
    """A record: owned by one party, of judged or yet unjudged information categories."""

    Judged: ClassVar[type[JudgedFact]]

    def __init__(self) -> None:
        self.owner = -1
        self.categories: tuple[str, ...] = ()

    def judge(self, *, categories: tuple[str, ...], by: UUID, at: datetime) -> None:
        """Say whose information the record holds; the same judgement again changes nothing.

        A judgement can be replaced, never taken back: a record that was judged, and perhaps
        released, does not become unjudged.
        """
        judged = normalised_categories(categories)
        if not judged:
            raise JudgementNamesNoCategory()
        if judged != self.categories:
            self.trigger_event(self.Judged, categories=judged, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case JudgedFact():
                self.categories = fact.categories
            case _:
                super().evolve(fact)


def normalised_categories(categories: tuple[str, ...]) -> tuple[str, ...]:
    """The categories once each and in one order; `NONE` beside another is refused."""
    named = {one_of(InformationCategory, category, CATEGORIES) for category in categories}
    if InformationCategory.NONE in named and len(named) > 1:
        raise NoneStandsAlone()
    return tuple(category.value for category in InformationCategory if category in named)


def may_be_released(categories: tuple[str, ...]) -> bool:
    """Whether a record of these categories may be released at all: not before it is judged."""
    return bool(categories)


def require_come(day: date | None, field: Field, at: datetime) -> None:
    """Refuse the day of something that has happened while that day is still to come, in Tokyo."""
    today = day_in_tokyo(at)
    if day is not None and day > today:
        raise DayIsStillToCome(day=day, today=today, **field.details)


def counted(number: Decimal, field: Field) -> Decimal:
    """A number of things: finite, not below zero, of at most 18 digits before and 9 behind."""
    if not number.is_finite():
        raise NumberIsNotFinite(**field.details)
    if number.is_signed():
        raise NumberIsNegative(**field.details)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "a finite number has an exponent"
    if number.adjusted() >= LONGEST_WHOLE or exponent < -LONGEST_FRACTION:
        raise NumberIsTooLong(whole=LONGEST_WHOLE, fraction=LONGEST_FRACTION, **field.details)
    return number
