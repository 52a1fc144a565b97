"""A party: one of the companies that keep the register, or the experts outside them."""

import re
from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root
from domain.people.names import name_on
from domain.people.refusals import (
    PartyBeginsLater,
    PartyCodeIsMalformed,
    PartyIsClosed,
    PartyNumberIsOutOfRange,
)
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import NAME, Field, clean_line, clean_line_or_none

LAST_NUMBER: Final = 62
"""The highest number of a party: a number is a bit of a 64-bit audience, one bit is the sign."""

_CODE: Final = re.compile(r"[A-Z0-9]{1,12}")
_ENGLISH_NAME: Final = Field("英語名称", "English name")

DatedNames = tuple[date, tuple[str, str | None]]
"""The first day of the names, and the name with the English one."""


class Party(Root):
    """A party, numbered for good. Names change with a day; a closed party changes no more."""

    TOPIC = "party"

    class Founded(FirstFact):
        """The party is one of those that keep the register."""

        TOPIC = "party.founded"
        number: int
        code: str
        name: str
        name_en: str | None
        since: date

    class Renamed(Fact):
        """The party bears another name from a day on."""

        TOPIC = "party.renamed"
        name: str
        name_en: str | None
        since: date

    class Closed(Fact):
        """The party keeps the register no longer than a day."""

        TOPIC = "party.closed"
        until: date

    def __init__(self) -> None:
        self.number = -1
        self.code = ""
        self.names: tuple[DatedNames, ...] = ()
        self.since = date.min
        self.until: date | None = None

    @staticmethod
    def id_for(number: int) -> UUID:
        """The id of the party with this number."""
        return derived_id("party", number)

    @classmethod
    def found(
        cls,
        *,
        number: int,
        code: str,
        name: str,
        name_en: str | None = None,
        since: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Found the party under a number and a code that it keeps."""
        if not 0 <= number <= LAST_NUMBER:
            raise PartyNumberIsOutOfRange(first=0, last=LAST_NUMBER)
        if not _CODE.fullmatch(code):
            raise PartyCodeIsMalformed()
        return cls._create(
            cls.Founded,
            id=cls.id_for(number),
            number=number,
            code=code,
            name=clean_line(name, NAME),
            name_en=clean_line_or_none(name_en, _ENGLISH_NAME),
            since=since,
            by=by,
            timestamp=at,
        )

    def rename(
        self, *, name: str, name_en: str | None = None, since: date, by: UUID, at: datetime
    ) -> None:
        """Let the party bear other names from a day on; those it bears on that day change nothing."""
        names = clean_line(name, NAME), clean_line_or_none(name_en, _ENGLISH_NAME)
        if since >= self.since and names == name_on(self.names, since):
            return
        self._require_open()
        if since < self.since:
            raise PartyBeginsLater(begins=self.since)
        self.trigger_event(
            self.Renamed, name=names[0], name_en=names[1], since=since, by=by, timestamp=at
        )

    def close(self, *, until: date, by: UUID, at: datetime) -> None:
        """Close the party after its last day; the same day again changes nothing."""
        if until == self.until:
            return
        self._require_open()
        if until < self.since:
            raise PeriodEndsBeforeItBegins(begins=self.since, ends=until)
        self.trigger_event(self.Closed, until=until, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Party.Founded():
                self.number, self.code, self.since = fact.number, fact.code, fact.since
                self.names = ((fact.since, (fact.name, fact.name_en)),)
            case Party.Renamed():
                self.names += ((fact.since, (fact.name, fact.name_en)),)
            case Party.Closed():
                self.until = fact.until
            case _:
                super().evolve(fact)

    def _require_open(self) -> None:
        if self.until is not None:
            raise PartyIsClosed(until=self.until)
