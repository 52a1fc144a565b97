"""Custody of a desk in a house: designations handed on as they stand, requests, and erased callers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from commands.desk.custody import (
    ask_for_erasure,
    ask_for_identity,
    designate_officer,
    grant_request,
    revoke_designation,
    transfer_designation,
)
from commands.desk.office import DeskOffice
from commands.desk.tickets import acknowledge_ticket, assess_ticket, log_ticket, name_person
from commands.people.members import enrol_member
from domain.desk.designation import Designation
from domain.desk.refusals import DesignationIsOver, HandlerIsNotDesignable
from domain.desk.ticket import Ticket
from domain.refusals import PeriodEndsBeforeItBegins
from projections.desk.tickets import Designated, designations, row_of, tickets_of_caller
from service.refilling import refill_desk
from tests.houses import EXT, MZ, OPENING, Home

TODAY = date(2023, 2, 17)
NEXT_WEEK = TODAY + timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Staffed:
    """A house with a desk of MZ: two officers, a deputy outside, and a custodian."""

    home: Home

    @property
    def office(self) -> DeskOffice:
        assert self.home.house.desk is not None
        return self.home.house.desk

    def perform(
        self, who: str, command: Callable[..., Iterable[UUID]], **details: Any
    ) -> tuple[UUID, ...]:
        return self.office.perform(
            self.home.people[who], lambda handling: command(handling, **details)
        ).records

    def made(self, who: str, command: Callable[..., Iterable[UUID]], **details: Any) -> UUID:
        return self.perform(who, command, **details)[0]

    def designated(self) -> dict[UUID, Designated]:
        with self.office.log.following() as connection:
            return {one.id: one for one in designations(connection)}

    def loaded(self, ticket: UUID) -> Ticket:
        with self.office.log.following() as connection:
            [one] = self.office.log.load(connection, Ticket, ticket)
            return one

    def recognises(self, contact: str) -> set[str]:
        with self.office.log.following() as connection:
            return tickets_of_caller(connection, self.office.secrets.caller(contact))


@pytest.fixture
def desk(home: Home) -> Staffed:
    for name, party, role in (
        ("MZ desk officer", MZ, "desk_officer"),
        ("MZ second officer", MZ, "desk_officer"),
        ("EXT desk officer", EXT, "desk_officer"),
        ("EXT second officer", EXT, "desk_officer"),
        ("MZ custodian", MZ, "custodian"),
    ):
        home.people[name] = home.made(
            "operator", enrol_member, party=party, name=name, roles=[role], since=OPENING
        )
    desk = Staffed(home)
    for officer in ("MZ desk officer", "MZ second officer"):
        desk.made("MZ custodian", designate_officer, member=home.people[officer], basis="指定書")
    return desk


def test_a_designation_is_handed_on_as_it_stands(desk: Staffed) -> None:
    given = desk.made(
        "MZ custodian",
        designate_officer,
        member=desk.home.people["EXT desk officer"],
        basis="指定書 第4号",
        deputy=True,
        until=NEXT_WEEK,
    )
    begins = TODAY + timedelta(days=2)
    made, ended = desk.perform(
        "MZ custodian",
        transfer_designation,
        designation=given,
        to=desk.home.people["EXT second officer"],
        basis="指定書 第5号",
        since=begins,
    )
    known = desk.designated()
    assert ended == given
    assert known[given].until == begins - timedelta(days=1)
    assert known[made] == Designated(
        made, MZ, desk.home.people["EXT second officer"], True, begins, NEXT_WEEK
    )


@pytest.mark.parametrize(
    ("begins", "refusal"),
    [
        (NEXT_WEEK + timedelta(days=1), PeriodEndsBeforeItBegins),
        (NEXT_WEEK + timedelta(days=2), DesignationIsOver),
    ],
)
def test_a_designation_is_not_handed_on_behind_its_end(
    desk: Staffed, begins: date, refusal: type[Exception]
) -> None:
    given = desk.made(
        "MZ custodian",
        designate_officer,
        member=desk.home.people["EXT desk officer"],
        basis="指定書",
        deputy=True,
        until=NEXT_WEEK,
    )
    before = desk.designated()
    with pytest.raises(refusal):
        desk.perform(
            "MZ custodian",
            transfer_designation,
            designation=given,
            to=desk.home.people["EXT second officer"],
            basis="指定書",
            since=begins,
        )
    assert desk.designated() == before
    with desk.office.log.following() as connection:
        [one] = desk.office.log.load(connection, Designation, given)
    assert one.until == NEXT_WEEK


def test_a_designation_is_ended_by_its_own_desk(desk: Staffed) -> None:
    mine = next(
        one.id
        for one in desk.designated().values()
        if one.member == desk.home.people["MZ second officer"]
    )
    desk.perform("MZ custodian", revoke_designation, designation=mine, reason="異動")
    assert desk.designated()[mine].until == TODAY


def test_an_identity_is_not_opened_until_a_day_that_is_past(desk: Staffed) -> None:
    ticket = desk.made("MZ desk officer", log_ticket, question="見てよいか")
    asked = desk.made("MZ desk officer", ask_for_identity, ticket=str(ticket), reason="連絡に要る")
    with pytest.raises(PeriodEndsBeforeItBegins):
        desk.perform("MZ custodian", grant_request, request=asked, until=TODAY - timedelta(days=1))
    desk.perform("MZ custodian", grant_request, request=asked, until=TODAY)


def test_a_deputy_whom_a_ticket_concerns_does_not_handle_it(desk: Staffed) -> None:
    outside = desk.home.people["EXT desk officer"]
    desk.made("MZ custodian", designate_officer, member=outside, basis="指定書", deputy=True)
    ticket = str(desk.made("MZ desk officer", log_ticket, question="見てよいか"))
    desk.perform("MZ desk officer", name_person, ticket=ticket, name="社外の甲", party="EXT")
    for handlers in ((outside,), (desk.home.people["MZ desk officer"], outside)):
        with pytest.raises(HandlerIsNotDesignable):
            desk.perform(
                "MZ desk officer",
                assess_ticket,
                ticket=ticket,
                assessment="WHISTLEBLOWING",
                handlers=handlers,
            )


def test_a_report_does_not_come_back_to_the_whole_desk(desk: Staffed) -> None:
    mine = desk.home.people["MZ desk officer"]
    ticket = desk.made("MZ desk officer", log_ticket, question="見てしまった")
    for judged in ("WHISTLEBLOWING", "ADVICE"):
        desk.perform(
            "MZ desk officer",
            assess_ticket,
            ticket=str(ticket),
            assessment=judged,
            handlers=(mine,),
        )
    with desk.office.log.following() as connection:
        row = row_of(connection, str(ticket))
        second = desk.office.people(connection, desk.home.people["MZ second officer"], TODAY)
        assert not second.sees(row)
        assert desk.office.people(connection, mine, TODAY).sees(row)


def test_what_was_told_already_is_not_moved_by_saying_it_again(desk: Staffed) -> None:
    ticket = desk.made("MZ desk officer", log_ticket, question="見てよいか")
    desk.perform("MZ desk officer", acknowledge_ticket, ticket=str(ticket))
    desk.home.clock.pass_by(days=3)
    desk.perform("MZ desk officer", acknowledge_ticket, ticket=str(ticket))
    assert desk.loaded(ticket).acknowledged_on == TODAY


def test_who_was_erased_is_recognised_no_more_also_in_rows_filled_anew(desk: Staffed) -> None:
    """The keyed hash of how to reach them goes with their key: a number could be tried out against it."""
    known, kept = (
        desk.made("MZ desk officer", log_ticket, question="見てよいか", contact=contact)
        for contact in ("090-0000-0000", "内線 1234")
    )
    assert desk.recognises("090 0000 0000") == {str(known)}
    person = desk.loaded(known).consulter
    asked = desk.made(
        "MZ desk officer", ask_for_erasure, ticket=str(known), person=person, reason="申し出"
    )
    desk.perform("MZ custodian", grant_request, request=asked)
    log = desk.office.log
    for _ in range(2):
        assert desk.recognises("090 0000 0000") == set()
        assert desk.recognises("内線1234") == {str(kept)}
        with (
            log.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            refill_desk(log, connection)
