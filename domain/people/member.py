"""A member: one person in one party, with roles that have their days."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from domain.calendar import days_after
from domain.kernel import Fact, FirstFact, Root
from domain.people.refusals import (
    MemberHasRetired,
    MemberServesAnotherParty,
    MoveIsWithinTheParty,
    RoleIsHeldLonger,
    RoleIsNotHeld,
    RoleIsOnesOwn,
)
from domain.people.roles import Grant, Role
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import Field, clean_line, one_of

_NAME: Final = Field("氏名", "member's name")
_ROLE: Final = Field("役割", "role")


class Member(Root):
    """A person who takes part, for one party. The name is sealed.

    Whoever moves to another party retires here and is enrolled anew there: what a party knows of its
    people stays its own.
    """

    TOPIC = "member"

    class Enrolled(FirstFact):
        """The person takes part, enrolled by a party; `formerly` under another record."""

        TOPIC = "member.enrolled"
        class_version = 2
        SEALED = ("name",)
        owner: int
        name: str
        formerly: UUID | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["formerly"] = None

    class Renamed(Fact):
        """The person bears another name."""

        TOPIC = "member.renamed"
        SEALED = ("name",)
        name: str

    class RoleGranted(Fact):
        """The person holds a role in a party, or in one department of it."""

        TOPIC = "member.role_granted"
        party: int
        role: str
        department: UUID | None
        since: date
        until: date | None

    class RoleEnded(Fact):
        """The person holds that role no longer than a day."""

        TOPIC = "member.role_ended"
        party: int
        role: str
        department: UUID | None
        until: date

    class Retired(Fact):
        """The person serves the party no longer than a day: all roles end."""

        TOPIC = "member.retired"
        until: date

    def __init__(self) -> None:
        self.owner = -1
        self.name = ""
        self.grants: tuple[Grant, ...] = ()
        self.retired: date | None = None

    @classmethod
    def enrol(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        name: str,
        formerly: UUID | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Enrol a person for a party; roles are granted apart."""
        return cls._create(
            cls.Enrolled,
            id=id,
            owner=owner,
            name=clean_line(name, _NAME),
            formerly=formerly,
            by=by,
            timestamp=at,
        )

    def grants_on(self, day: date) -> tuple[Grant, ...]:
        """The roles held that day."""
        return tuple(grant for grant in self.grants if grant.stands_on(day))

    def rename(self, *, name: str, by: UUID, at: datetime) -> None:
        """Give the person another name; the same name again changes nothing."""
        name = clean_line(name, _NAME)
        if name != self.name:
            self.trigger_event(self.Renamed, name=name, by=by, timestamp=at)

    def grant(
        self,
        *,
        party: int,
        role: str,
        department: UUID | None = None,
        since: date,
        until: date | None = None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Grant a role; what is held through that whole period already changes nothing.

        Granting only ever gives: a role is shortened by ending it, and what would end earlier than
        it is held is refused.
        """
        grant = Grant(party, one_of(Role, role, _ROLE).value, department, since, until)
        if until is not None and until < since:
            raise PeriodEndsBeforeItBegins(begins=since, ends=until)
        covering = [held for held in self.grants if covers(held, grant)]
        if any(until in (None, held.until) for held in covering):
            return
        if covering:
            raise RoleIsHeldLonger(until=until)
        if party != self.owner:
            raise MemberServesAnotherParty()
        if self.retired is not None:
            raise MemberHasRetired(until=self.retired)
        if by == self.id:
            raise RoleIsOnesOwn()
        self.trigger_event(
            self.RoleGranted,
            party=party,
            role=grant.role,
            department=department,
            since=since,
            until=until,
            by=by,
            timestamp=at,
        )

    def end(
        self,
        *,
        party: int,
        role: str,
        department: UUID | None = None,
        until: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """End a role after its last day; a role that ends that day already changes nothing."""
        role = one_of(Role, role, _ROLE).value
        held = [
            g for g in self.grants if (g.party, g.role, g.department) == (party, role, department)
        ]
        ending = [grant for grant in held if outlasts(grant, until)]
        if not ending:
            if any(grant.until == until for grant in held):
                return
            raise RoleIsNotHeld(until=until)
        begins = min(grant.since for grant in ending)
        if until < begins:
            raise PeriodEndsBeforeItBegins(begins=begins, ends=until)
        self.trigger_event(
            self.RoleEnded,
            party=party,
            role=role,
            department=department,
            until=until,
            by=by,
            timestamp=at,
        )

    def retire(self, *, until: date, by: UUID, at: datetime) -> None:
        """End all roles after a last day, for good; the same day again changes nothing."""
        if until == self.retired:
            return
        if self.retired is not None:
            raise MemberHasRetired(until=self.retired)
        begins = min((grant.since for grant in self.grants), default=until)
        if until < begins:
            raise PeriodEndsBeforeItBegins(begins=begins, ends=until)
        self.trigger_event(self.Retired, until=until, by=by, timestamp=at)

    def leave_for(self, *, party: int, since: date, by: UUID, at: datetime) -> None:
        """End all roles the day before the person is enrolled anew by another party."""
        if party == self.owner:
            raise MoveIsWithinTheParty()
        self.retire(until=days_after(since, -1), by=by, at=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Member.Enrolled():
                self.owner, self.name = fact.owner, fact.name
            case Member.Renamed():
                self.name = fact.name
            case Member.RoleGranted():
                self.grants += (
                    Grant(fact.party, fact.role, fact.department, fact.since, fact.until),
                )
            case Member.RoleEnded():
                ending = fact.party, fact.role, fact.department
                self.grants = tuple(
                    shortened(grant, fact.until)
                    if (grant.party, grant.role, grant.department) == ending
                    else grant
                    for grant in self.grants
                )
            case Member.Retired():
                self.retired = fact.until
                self.grants = tuple(shortened(grant, fact.until) for grant in self.grants)
            case _:
                super().evolve(fact)


def outlasts(grant: Grant, day: date) -> bool:
    """Whether the grant goes on beyond that day."""
    return grant.until is None or grant.until > day


def covers(held: Grant, other: Grant) -> bool:
    """Whether who holds the first holds the second, all its days, already."""
    return (
        replace(held, since=other.since, until=other.until) == other
        and held.since <= other.since
        and (held.until is None or (other.until is not None and other.until <= held.until))
    )


def shortened(grant: Grant, until: date) -> Grant:
    """The grant as it ends with that day; one that had not begun by then never stands."""
    return replace(grant, until=until) if outlasts(grant, until) else grant
