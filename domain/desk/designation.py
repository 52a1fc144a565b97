"""A designation (従事者の指定): a member's written leave to work at a party's desk, from a day on.

Without it the role opens nothing, and whoever loses the role, by a move or otherwise, loses with it what the
designation opens. A deputy, perhaps of another party, sees a ticket where nobody else is left who may.
"""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.desk.facts import DeskFact, FirstDeskFact
from domain.desk.refusals import DesignationIsOnesOwn, DesignationIsOver
from domain.kernel import Fact, Root
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import Field, clean_text, written

BASIS: Final = Field("指定の根拠", "basis of the designation")
REASON: Final = Field("理由", "reason")


class Designation(Root):
    """A member's leave to work at a desk."""

    TOPIC = "designation"

    class Granted(FirstDeskFact):
        """The member is designated, in writing, from a day on."""

        TOPIC = "designation.granted"
        SEALED = ("basis",)
        owner: int
        member: UUID
        deputy: bool
        basis: str
        since: date
        until: date | None

    class Revoked(DeskFact):
        """The member is designated no longer than a day."""

        TOPIC = "designation.revoked"
        SEALED = ("reason",)
        until: date
        reason: str | None

    def __init__(self) -> None:
        self.owner = -1
        self.member = UUID(int=0)
        self.deputy = False
        self.basis = ""
        self.since = date.min
        self.until: date | None = None
        self.end_reason: str | None = None

    @classmethod
    def grant(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        member: UUID,
        basis: str,
        deputy: bool = False,
        since: date,
        until: date | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Designate a member for the desk; never oneself."""
        if member == by:
            raise DesignationIsOnesOwn()
        if until is not None and until < since:
            raise PeriodEndsBeforeItBegins(begins=since, ends=until)
        return cls._create(
            cls.Granted,
            id=id,
            owner=owner,
            member=member,
            deputy=deputy,
            basis=written(basis, BASIS),
            since=since,
            until=until,
            by=by,
            timestamp=at,
        )

    def revoke(
        self, *, until: date, reason: str | None = None, today: date, by: UUID, at: datetime
    ) -> None:
        """End it behind a last day, never a later one; on the day it ends anyway it changes nothing."""
        if until == self.until:
            return
        if self.until is not None and (self.until < today or self.until < until):
            raise DesignationIsOver(until=self.until)
        reason = clean_text(reason, REASON)
        self.trigger_event(self.Revoked, until=until, reason=reason, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Designation.Granted():
                self.owner, self.member, self.deputy = fact.owner, fact.member, fact.deputy
                self.basis, self.since, self.until = fact.basis, fact.since, fact.until
            case Designation.Revoked():
                self.until, self.end_reason = fact.until, fact.reason
            case _:
                super().evolve(fact)
