"""A report: the paper a party hands in, over which figures are stated."""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.record import (
    TITLE,
    Field,
    JudgedFact,
    Record,
    clean_line,
    normalised_categories,
    require_come,
)

_STATUS_DATE: Final = Field("基準日", "status date")


class Report(Record):
    """A report of a party, by its title and the day it speaks of."""

    TOPIC = "report"

    class Founded(FirstFact):
        """The party keeps this report."""

        TOPIC = "report.founded"
        SEALED = ("title",)
        owner: int
        title: str
        status_date: date | None
        categories: tuple[str, ...]

    class Revised(Fact):
        """The report bears another title or speaks of another day."""

        TOPIC = "report.revised"
        SEALED = ("title",)
        title: str
        status_date: date | None

    class Judged(JudgedFact):
        """The information categories of the report are these."""

        TOPIC = "report.judged"

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.status_date: date | None = None

    @classmethod
    def found(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        title: str,
        status_date: date | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Found a report; `status_date` is its 基準日."""
        require_come(status_date, _STATUS_DATE, at)
        return cls._create(
            cls.Founded,
            id=id,
            owner=owner,
            title=clean_line(title, TITLE),
            status_date=status_date,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(self, *, title: str, status_date: date | None, by: UUID, at: datetime) -> None:
        """Reword the report; the same title and day again change nothing."""
        title = clean_line(title, TITLE)
        if (title, status_date) == (self.title, self.status_date):
            return
        if status_date != self.status_date:
            require_come(status_date, _STATUS_DATE, at)
        self.trigger_event(self.Revised, title=title, status_date=status_date, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Report.Founded():
                self.owner, self.categories = fact.owner, fact.categories
                self.title, self.status_date = fact.title, fact.status_date
            case Report.Revised():
                self.title, self.status_date = fact.title, fact.status_date
            case _:
                super().evolve(fact)
