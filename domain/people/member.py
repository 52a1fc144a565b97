"""A member: one person, the same across parties, with dated roles in one party at a time."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.people.refusals import MemberServesAnotherParty, RoleIsNotHeld
from domain.people.roles import Grant, Role
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import Field, clean_line, one_of

_NAME: Final = Field("氏名", "member's name")
_ROLE: Final = Field("役割", "role")


class Member(Root):
    """A person who takes part. The name is sealed; the identity stays when the party changes."""

    TOPIC = "member"

    class Enrolled(FirstFact):
        """The person takes part, enrolled by a party."""

        TOPIC = "member.enrolled"
        SEALED = ("name",)
        owner: int
        name: str

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

    def __init__(self) -> None:
        self.owner = -1
        self.name = ""
        self.grants: tuple[Grant, ...] = ()

    @classmethod
    def enrol(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        name: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Enrol a person for a party; roles are granted apart."""
        name = clean_line(name, _NAME)
        return cls._create(cls.Enrolled, id=id, owner=owner, name=name, by=by, timestamp=at)

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

        Granting only ever gives: a role is shortened by ending it.
        """
        grant = Grant(party, one_of(Role, role, _ROLE).value, department, since, until)
        if until is not None and until < since:
            raise PeriodEndsBeforeItBegins(begins=since, ends=until)
        if any(covers(held, grant) for held in self.grants):
            return
        if any(held.party != party and stands_from(held, since) for held in self.grants):
            raise MemberServesAnotherParty(since=since)
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
                self.grants = ended(self.grants, fact)
            case _:
                super().evolve(fact)


def outlasts(grant: Grant, day: date) -> bool:
    """Whether the grant goes on beyond that day."""
    return grant.until is None or grant.until > day


def stands_from(grant: Grant, day: date) -> bool:
    """Whether the grant stands on that day or on any later one."""
    return grant.until is None or max(grant.since, day) <= grant.until


def covers(held: Grant, other: Grant) -> bool:
    """Whether who holds the first holds the second, all its days, already."""
    return (
        replace(held, since=other.since, until=other.until) == other
        and held.since <= other.since
        and (held.until is None or (other.until is not None and other.until <= held.until))
    )


def ended(grants: tuple[Grant, ...], fact: Member.RoleEnded) -> tuple[Grant, ...]:
    """The grants after that role has ended; one that had not begun by then never stands."""
    ending = fact.party, fact.role, fact.department
    return tuple(
        replace(grant, until=fact.until)
        if (grant.party, grant.role, grant.department) == ending and outlasts(grant, fact.until)
        else grant
        for grant in grants
    )
