"""Enrolling members and granting them dated roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from commands.office import Desk
from domain.people.member import Member


def enrol_member(
    desk: Desk,
    *,
    party: int,
    name: str,
    roles: Iterable[str],
    department: UUID | None = None,
    since: date,
    until: date | None = None,
) -> Iterable[UUID]:
    """Enrol a person in a party and grant the roles from a day on."""
    desk.permit("enrol_member")
    desk.permit("grant_role")
    member = Member.enrol(id=uuid4(), owner=party, name=name, by=desk.by, at=desk.now)
    return _grant(desk, member, party, roles, department, since, until)


def grant_roles(
    desk: Desk,
    *,
    member: UUID,
    party: int,
    roles: Iterable[str],
    department: UUID | None = None,
    since: date,
    until: date | None = None,
) -> Iterable[UUID]:
    """Grant further roles to a member."""
    desk.permit("grant_role")
    return _grant(desk, desk.load(Member, member), party, roles, department, since, until)


def _grant(
    desk: Desk,
    member: Member,
    party: int,
    roles: Iterable[str],
    department: UUID | None,
    since: date,
    until: date | None,
) -> Iterable[UUID]:
    for role in roles:
        member.grant(
            party=party,
            role=role,
            department=department,
            since=since,
            until=until,
            by=desk.by,
            at=desk.now,
        )
    return desk.keep(member)
