"""A department: the part of a party that answers for countermeasures."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.people.refusals import DepartmentIsClosed
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import NAME, clean_line


class Department(Root):
    """A department of a party. Its name changes with a day; once closed it changes no more."""

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

    def __init__(self) -> None:
        self.owner = -1
        self.name = ""
        self.since = date.min
        self.until: date | None = None

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
        """Give the department another name; the same name again changes nothing."""
        name = clean_line(name, NAME)
        if name == self.name:
            return
        self._require_open()
        self.trigger_event(self.Renamed, name=name, since=since, by=by, timestamp=at)

    def close(self, *, until: date, by: UUID, at: datetime) -> None:
        """Close the department after its last day; the same day again changes nothing."""
        if until == self.until:
            return
        self._require_open()
        if until < self.since:
            raise PeriodEndsBeforeItBegins(begins=self.since, ends=until)
        self.trigger_event(self.Closed, until=until, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Department.Founded():
                self.owner, self.name, self.since = fact.owner, fact.name, fact.since
            case Department.Renamed():
                self.name = fact.name
            case Department.Closed():
                self.until = fact.until
            case _:
                super().evolve(fact)

    def _require_open(self) -> None:
        if self.until is not None:
            raise DepartmentIsClosed()
