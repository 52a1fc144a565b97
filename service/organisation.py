"""The operator's commands about departments and members: all parties, by names and by dates."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from commands.office import Desk, day_in_tokyo
from commands.people.departments import found_department, rename_department
from commands.people.members import end_role, grant_roles, move_member, rename_member, retire_member
from commands.register.organisation import close_department, merge_departments
from domain.people.roles import OPERATOR
from projections.people.departments import DEPARTMENTS, name_on
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.view import Row
from service import house, people
from service.console import out, say_json
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever types: the opened house, one reading of it, and today."""

    opened: house.House
    connection: sa.Connection
    today: date

    def do(self, command: Callable[..., Iterable[UUID]], **details: Any) -> tuple[UUID, ...]:
        """Give a command; answers the records of its receipt."""

        def bound(desk: Desk) -> Iterable[UUID]:
            return command(desk, **details)

        return self.opened.office.perform(OPERATOR.member, bound).records

    def party(self, code: str) -> people.FoundParty:
        return people.party_by_code(self.connection, code)

    def member(self, name: str, party: str | None) -> UUID:
        return people.member_by_name(self.connection, name, party)

    def department(self, name: str, party: people.FoundParty) -> UUID:
        return people.department_by_name(self.connection, name, party, self.today)

    def department_or_none(self, name: str | None, party: people.FoundParty) -> UUID | None:
        return None if name is None else self.department(name, party)

    def party_of(self, member: UUID) -> people.FoundParty:
        """The party that enrolled a member."""
        members, parties = MEMBERS.current, PARTIES.current
        row = self.connection.execute(
            sa.select(parties.c.number, parties.c.party_code)
            .join(members, members.c.owner == parties.c.number)
            .where(members.c.id == str(member))
        ).one()
        return people.FoundParty(row.number, row.party_code)


@contextmanager
def operating() -> Iterator[Operator]:
    """The house of the settings, as the operator at its machine finds it."""
    with (
        closing(house.enter(Settings.from_environment())) as opened,
        people.looking_up(opened.log) as connection,
    ):
        yield Operator(opened, connection, day_in_tokyo(opened.log.clock()))


# ----- departments ------------------------------------------------------------------------------


def list_departments(*, party: str | None, on: date | None, as_json: bool) -> None:
    """List departments with the names that stand on a day."""
    with operating() as operator:
        day = (on or operator.today).isoformat()
        rows = _rows(operator, DEPARTMENTS.current, party)
        names = {row["id"]: name_on(row["names"], day) for row in rows}
        shown = [
            {
                "id": row["id"],
                "code": row["code"],
                "party": row["party_code"],
                "name": names[row["id"]],
                "since": row["standing_since"],
                "until": row["standing_until"],
                "mergedInto": names.get(row["merged_into"] or ""),
            }
            for row in rows
        ]
    _show(shown, ("code", "party", "name", "since", "until", "mergedInto", "id"), as_json)


def add_department(*, name: str, party: str, since: date | None) -> None:
    """Found a department."""
    with operating() as operator:
        number = operator.party(party).number
        [made] = operator.do(found_department, name=name, party=number, since=since)
        out.print(f"設置しました / Founded: {name} {made}", markup=False)


def rename(*, name: str, to: str, party: str, since: date | None) -> None:
    """Let a department bear another name from a day on."""
    with operating() as operator:
        department = operator.department(name, operator.party(party))
        operator.do(rename_department, department=department, name=to, since=since)
        day = since or operator.today
        out.print(f"{day} から {to} / From {day}: {name} → {to}", markup=False)


def merge(*, names: list[str], into: str, party: str, since: date | None) -> None:
    """Merge departments into another."""
    with operating() as operator:
        known = operator.party(party)
        successor = operator.department(into, known)
        merged = tuple(operator.department(name, known) for name in names)
        operator.do(merge_departments, into=successor, departments=merged, since=since)
        out.print(f"統合しました / Merged: {'、'.join(names)} → {into}", markup=False)


def close(*, name: str, party: str, until: date | None) -> None:
    """Close a department after its last day."""
    with operating() as operator:
        department = operator.department(name, operator.party(party))
        operator.do(close_department, department=department, until=until)
        day = until or operator.today
        out.print(f"{day} で廃止 / Closed after {day}: {name}", markup=False)


# ----- members ----------------------------------------------------------------------------------


def list_members(*, party: str | None, on: date | None, as_json: bool) -> None:
    """List members with the roles that stand on a day."""
    with operating() as operator:
        day = (on or operator.today).isoformat()
        departments = {
            row["id"]: name_on(row["names"], day)
            for row in _rows(operator, DEPARTMENTS.current, None)
        }
        shown = [
            {
                "id": row["id"],
                "code": row["code"],
                "party": row["party_code"],
                "name": row["name"],
                "roles": [
                    _role(grant, departments) for grant in row["grants"] if _stands(grant, day)
                ],
                "retired": row["retired"],
            }
            for row in _rows(operator, MEMBERS.current, party)
        ]
    _show(shown, ("code", "party", "name", "roles", "retired", "id"), as_json)


def grant(
    *,
    name: str,
    roles: list[str],
    party: str | None,
    department: str | None,
    since: date | None,
    until: date | None,
) -> None:
    """Grant roles to a member from a day on."""
    with operating() as operator:
        member = operator.member(name, party)
        unit = operator.department_or_none(department, operator.party_of(member))
        operator.do(
            grant_roles, member=member, roles=roles, department=unit, since=since, until=until
        )
        out.print(f"付与しました / Granted: {name} {', '.join(roles)}", markup=False)


def end(
    *, name: str, role: str, party: str | None, department: str | None, until: date | None
) -> None:
    """End a role of a member after a last day."""
    with operating() as operator:
        member = operator.member(name, party)
        unit = operator.department_or_none(department, operator.party_of(member))
        operator.do(end_role, member=member, role=role, department=unit, until=until)
        out.print(f"{until or operator.today} で終了 / Ended: {name} {role}", markup=False)


def retire(*, name: str, party: str | None, until: date | None) -> None:
    """End all roles of a member who leaves."""
    with operating() as operator:
        operator.do(retire_member, member=operator.member(name, party), until=until)
        out.print(f"{until or operator.today} で退任 / Retired: {name}", markup=False)


def move(
    *,
    name: str,
    to: str,
    roles: list[str],
    party: str | None,
    department: str | None,
    since: date | None,
) -> None:
    """Let a member move to another party, where a new record begins."""
    with operating() as operator:
        leaving, new = operator.member(name, party), operator.party(to)
        joined, *_ = operator.do(
            move_member,
            member=leaving,
            party=new.number,
            roles=roles,
            department=operator.department_or_none(department, new),
            since=since,
        )
        day = since or operator.today
        out.print(
            f"{day} から {new.code}（前の会社の役割はすべて前日で終了）"
            f" / From {day} with {new.code}; all roles before end the day before: {name} {joined}",
            markup=False,
        )
        out.print(
            f"新しいトークンが必要です / A new token is needed: sekisho token"
            f" {shlex.quote(name)} --party {new.code}",
            markup=False,
        )


def rename_person(*, name: str, to: str, party: str | None) -> None:
    """Let a member bear another name."""
    with operating() as operator:
        operator.do(rename_member, member=operator.member(name, party), name=to)
        out.print(f"{name} → {to}", markup=False)


# ----- how it is shown --------------------------------------------------------------------------


def _rows(operator: Operator, table: sa.Table, party: str | None) -> list[Row]:
    """The operator reads the tables themselves, as who holds the machine could anyway."""
    parties = PARTIES.current
    query = sa.select(table, parties.c.party_code).join(parties, parties.c.number == table.c.owner)
    if party is not None:
        query = query.where(table.c.owner == operator.party(party).number)
    found = operator.connection.execute(query.order_by(parties.c.number, table.c.born))
    return [dict(row) for row in found.mappings()]


def _stands(grant: dict[str, Any], day: str) -> bool:
    return grant["since"] <= day and (grant["until"] is None or day <= grant["until"])


def _role(grant: dict[str, Any], departments: dict[str, str]) -> str:
    of = f"（{departments.get(grant['department'], '?')}）" if grant["department"] else ""
    until = f" ～{grant['until']}" if grant["until"] else ""
    return f"{grant['role']}{of}{until}"


def _show(shown: list[dict[str, Any]], names: tuple[str, ...], as_json: bool) -> None:
    """One line each, never cut: names and ids are there to be copied."""
    if as_json:
        say_json(shown)
        return
    for row in shown:
        cells = (_cell(name, row[name]) for name in names)
        out.print("  ".join(cell for cell in cells if cell), markup=False)


def _cell(name: str, value: Any) -> str:
    text = "、".join(value) if isinstance(value, list) else value or ""
    return f"{_SIGNS[name]}{text}" if text and name in _SIGNS else text


_SIGNS: Final = {"since": "設置 / since ", "until": "廃止 / until ", "mergedInto": "→ "} | {
    "retired": "退任 / retired "
}
