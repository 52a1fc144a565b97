"""Finds people and parties by the names an operator types: whoever holds the machine sees them all, and
no record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from domain.calendar import day_in_tokyo
from domain.people.roles import OPERATOR
from projections.people.departments import DEPARTMENTS, name_on
from projections.people.identity import clearance_of
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.told import admit
from store.log import Log


class NameIsUnclear(Exception):
    """A name that means nobody, or several; the message says what to type instead."""


@dataclass(frozen=True, slots=True)
class FoundParty:
    number: int
    code: str


@contextmanager
def looking_up(log: Log) -> Iterator[sa.Connection]:
    """A reading on which the operator looks people up."""
    with log.reading() as connection:
        admit(connection, clearance_of(OPERATOR, day_in_tokyo(log.clock())))
        yield connection


def party_by_code(connection: sa.Connection, code: str) -> FoundParty:
    """The party with this code; raises NameIsUnclear with the codes there are."""
    table = PARTIES.current
    rows = connection.execute(sa.select(table.c.number, table.c.party_code)).all()
    for number, known in rows:
        if known == code.strip().upper():
            return FoundParty(number, known)
    codes = ", ".join(known for _, known in sorted(rows)) or "-"
    raise NameIsUnclear(
        f"会社 {code} はありません（{codes}）。 / There is no party {code}; there are: {codes}."
    )


def member_by_name(connection: sa.Connection, name: str, party: str | None = None) -> UUID:
    """The member with this name or id; raises NameIsUnclear."""
    found = members_named(connection, name, party)
    if len(found) > 1:
        found = _serving(connection, found) or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise NameIsUnclear(
            f"{name} さんは登録されていません。sekisho member add で登録してください。"
            f" / Nobody called {name} is enrolled: use sekisho member add."
        )
    ids = "\n  ".join(map(str, found))
    raise NameIsUnclear(
        f"{name} さんは複数います。識別子で指定してください。"
        f" / Several members are called {name}; give the id instead:\n  {ids}"
    )


def _serving(connection: sa.Connection, members: list[UUID]) -> list[UUID]:
    """Those of several people who have not retired: who moved is called by one name in two records."""
    table = MEMBERS.current
    serving = sa.select(table.c.id).where(
        table.c.retired.is_(None), table.c.id.in_([str(one) for one in members])
    )
    return [UUID(one) for one in connection.execute(serving.order_by(table.c.born)).scalars()]


def members_named(connection: sa.Connection, name: str, party: str | None = None) -> list[UUID]:
    """All members with this name (or this id), of the party if one is named."""
    table = MEMBERS.current
    query = sa.select(table.c.id).where(sa.or_(table.c.name == name.strip(), table.c.id == name))
    if party is not None:
        query = query.where(table.c.owner == party_by_code(connection, party).number)
    return [UUID(member) for member in connection.execute(query.order_by(table.c.born)).scalars()]


def names_of(connection: sa.Connection, members: Iterable[UUID]) -> dict[UUID, str]:
    """What these members are called."""
    table, wanted = MEMBERS.current, sorted({str(one) for one in members})
    found = connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(wanted)))
    return {UUID(row.id): row.name for row in found}


def department_named(connection: sa.Connection, name: str, party: int, on: date) -> UUID | None:
    """The department of the party that stands on a day and goes by that name then, if there is one;
    rather one that goes on than one whose last day is stated."""
    table = DEPARTMENTS.current
    query = sa.select(table.c.id, table.c.names).where(
        table.c.owner == party,
        sa.or_(table.c.standing_until.is_(None), table.c.standing_until >= on.isoformat()),
    )
    for row in connection.execute(
        query.order_by(table.c.standing_until.is_not(None), table.c.born)
    ):
        if name_on(row.names, on.isoformat()) == name.strip():
            return UUID(row.id)
    return None


def department_by_name(connection: sa.Connection, name: str, party: FoundParty, on: date) -> UUID:
    """The department of that name or id in the party; raises NameIsUnclear with those there are."""
    table = DEPARTMENTS.current
    rows = connection.execute(
        sa.select(table.c.id, table.c.names)
        .where(table.c.owner == party.number)
        .order_by(table.c.standing_until.is_not(None), table.c.born)
    ).all()
    names = {row.id: name_on(row.names, on.isoformat()) for row in rows}
    for known, called in names.items():
        if name.strip() in (called, known):
            return UUID(known)
    others = "、".join(names.values()) or "-"
    raise NameIsUnclear(
        f"{party.code} に部署 {name} はありません（{others}）。"
        f" / {party.code} has no department {name}; there are: {others}."
    )
