"""Members: enrolling them, granting and ending dated roles, and letting them move to another party.

An administrator acts for the own party alone; the operator for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from commands.office import Desk
from domain.people.department import Department
from domain.people.member import Member
from domain.refusals import NoSuchRecord
from projections.people.members import MEMBERS


def enrol_member(
    desk: Desk,
    *,
    name: str,
    roles: Iterable[str],
    department: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    party: int | None = None,
) -> Iterable[UUID]:
    """Enrol a person in a party, the actor's own unless the operator names one, with the roles."""
    owner = desk.actor.party if party is None else party
    desk.permit("enrol_member", owner=owner)
    desk.permit("grant_role", owner=owner)
    member = Member.enrol(id=uuid4(), owner=owner, name=name, by=desk.by, at=desk.now)
    return _grant(desk, member, roles, department, since, until)


def rename_member(
    desk: Desk, *, member: UUID, name: str, expected_version: str | None = None
) -> Iterable[UUID]:
    """Let a person bear another name."""
    one = _opened(desk, "rename_member", member, expected_version)
    one.rename(name=name, by=desk.by, at=desk.now)
    return desk.keep(one)


def grant_roles(
    desk: Desk,
    *,
    member: UUID,
    roles: Iterable[str],
    department: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Iterable[UUID]:
    """Grant further roles to a member, from today unless said otherwise."""
    one = _opened(desk, "grant_role", member)
    return _grant(desk, one, roles, department, since, until)


def grant_role(
    desk: Desk,
    *,
    member: UUID,
    role: str,
    department: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Grant one further role to a member."""
    one = _opened(desk, "grant_role", member, expected_version)
    return _grant(desk, one, (role,), department, since, until)


def end_role(
    desk: Desk,
    *,
    member: UUID,
    role: str,
    department: UUID | None = None,
    until: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """End a role after its last day, today unless said otherwise."""
    one = _opened(desk, "end_role", member, expected_version)
    one.end(
        party=one.owner,
        role=role,
        department=department,
        until=until or desk.today,
        by=desk.by,
        at=desk.now,
    )
    return desk.keep(one)


def retire_member(
    desk: Desk,
    *,
    member: UUID,
    until: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """End all roles of a member after the last day with the party, today unless said otherwise."""
    one = _opened(desk, "retire_member", member, expected_version)
    one.retire(until=until or desk.today, by=desk.by, at=desk.now)
    return desk.keep(one)


def move_member(
    desk: Desk,
    *,
    member: UUID,
    party: int,
    roles: Iterable[str],
    department: UUID | None = None,
    since: date | None = None,
) -> Iterable[UUID]:
    """Let a person move to another party: all roles end the day before, and the person is enrolled
    anew there. The new record comes first in the answer.

    Between two parties nobody but the operator may act; their administrators each do their half,
    `retire_member` and `enrol_member`.
    """
    leaving = _opened(desk, "retire_member", member)
    desk.permit("enrol_member", owner=party)
    desk.permit("grant_role", owner=party)
    begins = since or desk.today
    leaving.leave_for(party=party, since=begins, by=desk.by, at=desk.now)
    joined = Member.enrol(
        id=uuid4(),
        owner=party,
        name=leaving.name,
        formerly=leaving.id,
        by=desk.by,
        at=desk.now,
    )
    made = _grant(desk, joined, roles, department, begins, None)
    return (*made, *desk.keep(leaving))


def _opened(desk: Desk, command: str, member: UUID, version: str | None = None) -> Member:
    """The member as the actor read it, for a command the actor may give."""
    row = desk.expect(MEMBERS, member, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(Member, member)


def _grant(
    desk: Desk,
    member: Member,
    roles: Iterable[str],
    department: UUID | None,
    since: date | None,
    until: date | None,
) -> tuple[UUID, ...]:
    _require_department(desk, member.owner, department)
    for role in roles:
        member.grant(
            party=member.owner,
            role=role,
            department=department,
            since=since or desk.today,
            until=until,
            by=desk.by,
            at=desk.now,
        )
    return desk.keep(member)


def _require_department(desk: Desk, party: int, department: UUID | None) -> None:
    """A role is limited to a department of the same party that goes on; any other is none."""
    if department is None:
        return
    unit = desk.load(Department, department)
    if unit.owner != party:
        raise NoSuchRecord(named=department)
    unit.require_open()
