"""A publication of the desk's statistics (統計の公表): made once for a period, never restated or taken back.

It holds numbers that everybody of the party may read, and no word of a ticket.
"""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from domain.desk.facts import FirstDeskFact
from domain.desk.statistics import Period, Table, Terms
from domain.kernel import Fact, Root


class StatisticsPublication(Root):
    """What a desk told of a period."""

    TOPIC = "statistics_publication"

    class Published(FirstDeskFact):
        """The desk has told how many tickets it received, as far as that may be told; the numbers stand in the
        order of their words, of which several may be merged. No ticket of the period is counted again."""

        TOPIC = "statistics_publication.published"
        owner: int
        first_day: date
        last_day: date
        total: int | None
        categories: tuple[tuple[str, ...], ...]
        category_numbers: tuple[int, ...]
        channels: tuple[tuple[str, ...], ...]
        channel_numbers: tuple[int, ...]

    def __init__(self) -> None:
        self.owner = -1
        self.period = Period(date.min, date.min)

    @classmethod
    def publish(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        terms: Terms,
        table: Table,
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Tell it, if the terms hold today (`on`)."""
        terms.require(on)
        return cls._create(
            cls.Published,
            id=id,
            owner=owner,
            first_day=terms.period.first_day,
            last_day=terms.period.last_day,
            total=table.total,
            categories=tuple(line.words for line in table.categories),
            category_numbers=tuple(line.number for line in table.categories),
            channels=tuple(line.words for line in table.channels),
            channel_numbers=tuple(line.number for line in table.channels),
            by=by,
            timestamp=at,
        )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case StatisticsPublication.Published():
                self.owner, self.period = fact.owner, Period(fact.first_day, fact.last_day)
            case _:
                super().evolve(fact)
