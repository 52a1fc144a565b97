"""A department: the part of a party that answers for countermeasures."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.people.names import name_on as name_on
from domain.people.refusals import (
    DepartmentBeginsLater,
    DepartmentHasMeasures,
    DepartmentIsClosed,
    DepartmentMergesIntoItself,
    DepartmentsAreOfTwoParties,
    MergerIsInTheFuture,
)
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import NAME, clean_line

A_DAY = timedelta(days=1)

DatedName = tuple[date, str]
"""The first day of a name, and the name."""


class Department(Root):
    """A department of a party. Its name changes with a day; once closed it changes no more.

    It is closed as soon as its last day is stated, even one still to come: nothing new is given to a
    department that is known to end.
    """

    TOPIC = "department"

    class Founded(FirstFact):
        """The party has this department from a day on."""

        TOPIC = "department.founded"
        owner: int
        name: str
        since: date

    class Renamed(Fact):
        """The department bears another name from a day on."""

        TOPIC = "department.renamed"
        name: str
        since: date

    class Closed(Fact):
        """The party has the department no longer than a day."""

        TOPIC = "department.closed"
        until: date

    class MergedInto(Fact):
        """From a day on, another department of the party is in its place."""

        TOPIC = "department.merged_into"
        into: UUID
        since: date

    def __init__(self) -> None:
        self.owner = -1
        self.names: tuple[DatedName, ...] = ()
        self.since = date.min
        self.until: date | None = None
        self.merged_into: UUID | None = None
        self.merged_since: date | None = None

    @classmethod
    def found(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        name: str,
        since: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Found a department of the party."""
        return cls._create(
            cls.Founded,
            id=id,
            owner=owner,
            name=clean_line(name, NAME),
            since=since,
            by=by,
            timestamp=at,
        )

    def rename(self, *, name: str, since: date, by: UUID, at: datetime) -> None:
        """Let the department bear another name from a day on; the name it bears changes nothing.

        A name holds until the next one begins. Two that begin on one day: the later word counts.
        """
        name = clean_line(name, NAME)
        if since >= self.since and name == name_on(self.names, since):
            return
        self.require_open()
        if since < self.since:
            raise DepartmentBeginsLater(begins=self.since)
        self.trigger_event(self.Renamed, name=name, since=since, by=by, timestamp=at)

    def close(self, *, until: date, measures: bool = False, by: UUID, at: datetime) -> None:
        """Close the department after its last day; the same day again changes nothing.

        `measures`: whether open countermeasures are still assigned to it.
        """
        if until == self.until:
            return
        self.require_open()
        if until < self.since:
            raise PeriodEndsBeforeItBegins(begins=self.since, ends=until)
        if measures:
            raise DepartmentHasMeasures()
        self.trigger_event(self.Closed, until=until, by=by, timestamp=at)

    def merge_into(self, other: Self, *, since: date, on: date, by: UUID, at: datetime) -> None:
        """Let another department of the party be in its place; the same again changes nothing.

        `on` is today: what is to come cannot be merged yet, since its work stays until then.
        """
        if other.id == self.merged_into and since == self.merged_since:
            return
        self.require_open()
        other.require_open()
        if other.id == self.id:
            raise DepartmentMergesIntoItself()
        if other.owner != self.owner:
            raise DepartmentsAreOfTwoParties()
        if since > on:
            raise MergerIsInTheFuture(since=since)
        if since < other.since:
            raise DepartmentBeginsLater(begins=other.since)
        if since <= self.since:
            ends = since if since == date.min else since - A_DAY
            raise PeriodEndsBeforeItBegins(begins=self.since, ends=ends)
        self.trigger_event(self.MergedInto, into=other.id, since=since, by=by, timestamp=at)

    def require_open(self) -> None:
        """Refuse what is new to a department whose last day is stated: DepartmentIsClosed."""
        if self.until is not None:
            raise DepartmentIsClosed(until=self.until)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Department.Founded():
                self.owner, self.since = fact.owner, fact.since
                self.names = ((fact.since, fact.name),)
            case Department.Renamed():
                self.names += ((fact.since, fact.name),)
            case Department.Closed():
                self.until = fact.until
            case Department.MergedInto():
                self.until, self.merged_into = fact.since - A_DAY, fact.into
                self.merged_since = fact.since
            case _:
                super().evolve(fact)
