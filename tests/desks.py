"""A desk of the tests: an intake officer, two handlers, a custodian and an outside deputy, at MZ's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from commands.desk import custody, tickets
from commands.desk.office import DeskOffice, Handling
from commands.people.members import enrol_member
from domain.desk.ticket import Ticket
from projections.desk.tickets import row_of
from tests.houses import NUMBERS, OPENING, Home, Template
from tests.marks import MARK

PEOPLE: Final = {
    "MZ intake": ("MZ", "desk_officer"),
    "MZ handler": ("MZ", "desk_officer"),
    "MZ other handler": ("MZ", "desk_officer"),
    "MZ undesignated": ("MZ", "desk_officer"),
    "MZ custodian": ("MZ", "custodian"),
    "MZ other custodian": ("MZ", "custodian"),
    "PG intake": ("PG", "desk_officer"),
    "PG custodian": ("PG", "custodian"),
    "MZ drafting editor": ("MZ", "editor"),
    "EXT deputy": ("EXT", "desk_officer"),
}
DESIGNATED: Final = ("MZ intake", "MZ handler", "MZ other handler")
QUESTION: Final = f"{MARK}他社の顧客の画面が見えてしまった"
"""Marked: no test may find it in a log (tests/marks.py)."""


def desk_of(home: Home) -> DeskOffice:
    """The desk of a house, which every house of the tests has."""
    assert home.house.desk is not None
    return home.house.desk


def open_the_desk(home: Home) -> None:
    """Enrol the desk's people, and designate them in writing."""
    for name, (party, role) in PEOPLE.items():
        home.people[name] = home.made(
            "operator",
            enrol_member,
            party=NUMBERS[party],
            name=name,
            roles=[role],
            since=OPENING,
        )
    for name in DESIGNATED:
        handle(
            home,
            "MZ custodian",
            custody.designate_officer,
            member=home.people[name],
            basis="指定書",
        )
    deputy = home.people["EXT deputy"]
    handle(
        home, "MZ custodian", custody.designate_officer, member=deputy, basis="契約書", deputy=True
    )
    handle(
        home,
        "PG custodian",
        custody.designate_officer,
        member=home.people["PG intake"],
        basis="指定書",
    )


def opened(template: Template, folder: Path) -> Template:
    """A house at rest whose desk has its people."""
    home = template.copied_to(folder)
    open_the_desk(home)
    home.close()
    return Template(home.house.settings, home.people)


def handle(
    home: Home,
    who: str,
    command: Callable[..., Iterable[UUID]],
    *,
    key: str | None = None,
    sent: bytes = b"",
    **details: Any,
) -> UUID:
    """Let somebody do something at the desk; answers the first record."""

    def bound(handling: Handling) -> Iterable[UUID]:
        return command(handling, **details)

    done = desk_of(home).perform(home.people[who], bound, key=key, request=sent)
    return done.records[0]


def logged(home: Home, who: str = "MZ intake", **details: Any) -> str:
    """A ticket that was taken down."""
    return str(handle(home, who, tickets.log_ticket, **({"question": QUESTION} | details)))


def erased(home: Home, ticket: str, person: UUID | None = None) -> None:
    """Let a person of a ticket be erased, or all of it: then a month after its last word."""
    if person is None:
        home.clock.pass_by(days=31)
    asked = handle(
        home, "MZ handler", custody.ask_for_erasure, ticket=ticket, person=person, reason="求め"
    )
    handle(home, "MZ custodian", custody.grant_request, request=asked)


def loaded(home: Home, ticket: str) -> Ticket:
    """A ticket as its facts say."""
    desk = desk_of(home)
    with desk.log.following() as connection:
        return desk.log.load(connection, Ticket, UUID(ticket))[0]


def seeing(home: Home, ticket: str) -> set[str]:
    """Who of the desk's people sees a ticket today."""
    desk = desk_of(home)
    found = set()
    with desk.log.following() as connection:
        for name in PEOPLE:
            people = desk.people(connection, home.people[name], home.today)
            if people.sees(row_of(connection, ticket)):
                found.add(name)
    return found
