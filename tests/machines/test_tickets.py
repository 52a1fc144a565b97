"""A ticket of the desk, step by step through the store, beside a small model of what it must be and of who
must see it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commands.desk import custody, files, tickets
from domain.desk.attachment import Attachment
from domain.desk.refusals import (
    DayIsBeforeTheTicket,
    HandlerIsNotDesignable,
    LastHandlerStays,
    SubjectIsErased,
    TicketHasManyFiles,
    TicketHasNewContent,
    TicketIsConcluded,
    TicketIsErased,
    TicketIsHeld,
    TicketIsNotAssessed,
    TicketIsNotConcluded,
    WhistleblowingNeedsHandlers,
)
from domain.files import HandedIn
from domain.kernel import FORGOTTEN
from domain.refusals import DayIsStillToCome, Refusal, TextIsEmpty
from projections.desk.tables import TICKETS
from tests.desks import DESIGNATED, desk_of, handle, loaded, logged, opened, seeing
from tests.houses import Home, Template
from tests.machines.harness import SETTINGS

TEXTS = st.sampled_from(("甲", "一行目\n二行目", " 乙 ", "", "  "))
HANDLERS = st.sampled_from(("MZ intake", "MZ other handler"))
SHIFTS = st.sampled_from((-2, -1, 0, 1))
"""Days from the day of receipt."""
ME = "MZ handler"
FILE = files.taken(HandedIn("記録.txt", "画面の写し".encode()))
FILES = 2
"""As many as a ticket takes here."""


class TicketMachine(RuleBasedStateMachine):
    """One ticket in a house of its own, worked on by one handler; another stands beside it."""

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__()
        template.restore(home)
        self.home = home
        self.said: list[tuple[str, str]] = []
        self.files: list[bool] = []
        self.waits = False
        self.concerned: dict[str, str] = {}
        self.handlers: set[str] = set()
        self.assessment: str | None = None
        self.reserved = False
        self.outcome: str | None = None
        self.conclusion: str | None = None
        self.told: date | None = None
        self.acknowledged: date | None = None
        self.erased: set[str] = set()
        self.held = False
        self.facts = 0

    @initialize(question=TEXTS.filter(str.strip))
    def log(self, question: str) -> None:
        self.question = question.strip()
        self.ticket = logged(self.home, question=question)
        self.neighbour = logged(self.home, question="隣の相談")
        self.received = self.written = self.home.today
        self.facts = self._facts()

    # ----- steps --------------------------------------------------------------------------------

    def step(
        self, command: Any, refused: type[Refusal] | None = None, **details: Any
    ) -> UUID | None:
        """The handler gives a command; a refused one records nothing."""
        try:
            done = handle(self.home, ME, command, ticket=self.ticket, **details)
        except Refusal as refusal:
            assert type(refusal) is refused, (command.__name__, refusal)
            assert self._facts() == self.facts
            return None
        assert refused is None, f"{command.__name__} should have been refused: {refused}"
        self.facts = self._facts()
        return done

    def _closed(self) -> type[Refusal] | None:
        if "ticket" in self.erased:
            return TicketIsErased
        return TicketIsConcluded if self.outcome else None

    def _unconcluded(self) -> type[Refusal] | None:
        if "ticket" in self.erased:
            return TicketIsErased
        return None if self.outcome else TicketIsNotConcluded

    def _day(self, shift: int) -> tuple[date, type[Refusal] | None]:
        day = self.received + timedelta(days=shift)
        if day > self.home.today:
            return day, DayIsStillToCome
        return day, DayIsBeforeTheTicket if day < self.received else None

    @rule(days=st.sampled_from((0, 1, 30)))
    def time_passes(self, days: int) -> None:
        self.home.clock.pass_by(days=days, minutes=1)

    @rule(shift=SHIFTS)
    def acknowledge(self, shift: int) -> None:
        day, wrong = self._day(shift)
        refused = TicketIsErased if "ticket" in self.erased else wrong
        if day == self.acknowledged:
            refused = None
        if self.step(tickets.acknowledge_ticket, refused, on=day):
            self.acknowledged = day

    @rule(
        assessment=st.sampled_from(("ADVICE", "POSSIBLE_BREACH", "WHISTLEBLOWING")),
        others=st.sets(HANDLERS, max_size=1),
    )
    def assess(self, assessment: str, others: set[str]) -> None:
        named = {ME, *others} if assessment == "WHISTLEBLOWING" else others
        refused: type[Refusal] | None = None
        if others & self.concerned.keys():
            refused = HandlerIsNotDesignable
        elif assessment != self.assessment:
            refused = self._closed()
        members = [self.home.people[one] for one in sorted(named)]
        if self.step(tickets.assess_ticket, refused, assessment=assessment, handlers=members):
            if assessment != self.assessment:
                self.written = self.home.today
            self.assessment = assessment
            self.reserved |= assessment == "WHISTLEBLOWING"
            self.handlers |= named

    @rule()
    def report_without_handlers(self) -> None:
        if self.assessment == "WHISTLEBLOWING" or self.handlers:
            return
        refused = self._closed() or WhistleblowingNeedsHandlers
        self.step(tickets.assess_ticket, refused, assessment="WHISTLEBLOWING")

    @rule(who=HANDLERS)
    def designate(self, who: str) -> None:
        refused = HandlerIsNotDesignable if who in self.concerned else None
        if self.step(tickets.designate_handler, refused, member=self.home.people[who]):
            self.handlers.add(who)

    @rule(who=HANDLERS)
    def let_go(self, who: str) -> None:
        """From the day after: today it is still theirs."""
        if who not in self.handlers:
            self.step(tickets.release_handler, member=self.home.people[who])
            return
        last = self.reserved and self.handlers == {who}
        yesterday = self.home.today - timedelta(days=1)
        refused = LastHandlerStays if last else None
        member = self.home.people[who]
        if self.step(tickets.release_handler, refused, member=member, until=yesterday):
            self.handlers.discard(who)

    @rule(who=HANDLERS, by=st.sampled_from(("member", "party")))
    def name(self, who: str, by: str) -> None:
        about: dict[str, Any] = {"member": self.home.people[who]}
        if by == "party":  # of whom nobody works at this desk
            about = {"party": "HD"}
        refused = TicketIsErased if "ticket" in self.erased else None
        if self.step(tickets.name_person, refused, name="乙", **about):
            self.written = self.home.today
            [*_, person] = loaded(self.home, self.ticket).persons
            if by == "member":
                self.concerned[who] = str(person.person)

    @rule(who=HANDLERS)
    def strike_out(self, who: str) -> None:
        if who not in self.concerned:
            return
        theirs = self.home.people[who]
        for one in loaded(self.home, self.ticket).persons:
            if one.member == theirs:
                self.step(tickets.strike_out_person, person=one.person)
        del self.concerned[who]

    @rule(text=TEXTS, kind=st.sampled_from(("ANSWER", "MESSAGE", "NOTE", "ACTION")), shift=SHIFTS)
    def write(self, text: str, kind: str, shift: int) -> None:
        command = {
            "ANSWER": tickets.answer_ticket,
            "MESSAGE": tickets.take_message,
            "NOTE": tickets.note_ticket,
            "ACTION": tickets.record_action,
        }[kind]
        refused: type[Refusal] | None = TicketIsErased if "ticket" in self.erased else None
        if kind in ("ANSWER", "ACTION"):
            refused = self._closed()
        if refused is None and kind in ("ANSWER", "MESSAGE") and "consulter" in self.erased:
            refused = SubjectIsErased
        details: dict[str, Any] = {"text": text}
        if kind == "ACTION":
            details["on"], wrong = self._day(shift)
            refused = refused or wrong
        refused = refused or (None if text.strip() else TextIsEmpty)
        if self.step(command, refused, **details):
            self.said.append((kind, text.strip()))
            self.written = self.home.today
            self.waits = kind == "MESSAGE" or (self.waits and kind != "ANSWER")

    @rule(theirs=st.booleans())
    def attach(self, theirs: bool) -> None:
        refused: type[Refusal] | None = None
        if "ticket" in self.erased:
            refused = TicketIsErased
        elif theirs and "consulter" in self.erased:
            refused = SubjectIsErased
        elif self.files.count(theirs) >= FILES:
            refused = TicketHasManyFiles
        if self.step(files.attach_to_ticket, refused, file=FILE, from_consulter=theirs):
            self.files.append(theirs)
            self.written = self.home.today
            self.waits = self.waits or theirs

    @rule(text=TEXTS, told=st.sampled_from((None, *(-1, 0, 1))))
    def conclude(self, text: str, told: int | None) -> None:
        again = bool(self.outcome and "ticket" not in self.erased)
        again = again and text.strip() == self.conclusion
        refused: type[Refusal] | None = None if text.strip() else TextIsEmpty
        if refused is None and not again:
            refused = self._closed() or (None if self.assessment else TicketIsNotAssessed)
        day = None
        if told is not None:
            day, wrong = self._day(told)
            refused = refused or (None if day == self.told else wrong)
        if self.step(tickets.conclude_ticket, refused, outcome="ADVISED", text=text, told_on=day):
            self.outcome, self.conclusion = "ADVISED", text.strip()
            self._is_told(day or self.told)
            if not again:
                self.written = self.home.today

    def _is_told(self, day: date | None) -> None:
        self.waits = self.waits and day == self.told
        self.told = day
        self.acknowledged = self.acknowledged or day

    @rule(shift=SHIFTS)
    def tell(self, shift: int) -> None:
        day, wrong = self._day(shift)
        refused = None if day == self.told else self._unconcluded() or wrong
        if self.step(tickets.tell_result, refused, on=day):
            self._is_told(day)

    @rule(reason=TEXTS)
    def reopen(self, reason: str) -> None:
        refused = self._unconcluded() or (None if reason.strip() else TextIsEmpty)
        if self.step(tickets.reopen_ticket, refused, reason=reason):
            self.outcome = self.conclusion = self.told = None
            self.written = self.home.today

    @rule(whom=st.sampled_from(("ticket", "consulter")))
    def erase(self, whom: str) -> None:
        one = loaded(self.home, self.ticket)
        person = one.consulter if whom == "consulter" else None
        refused: type[Refusal] | None = None
        if self.held:
            refused = TicketIsHeld
        elif person is None and self.home.today <= self.written + timedelta(days=30):
            refused = TicketHasNewContent
        elif "ticket" in self.erased:
            refused = TicketIsErased
        asked = self.step(custody.ask_for_erasure, refused, person=person, reason="求め")
        if asked is None:
            return
        handle(self.home, "MZ custodian", custody.grant_request, request=asked)
        self.erased |= {"ticket", "consulter"} if whom == "ticket" else {"consulter"}
        self.facts = self._facts()

    @rule(reason=TEXTS)
    def hold(self, reason: str) -> None:
        refused: type[Refusal] | None = TicketIsErased if "ticket" in self.erased else None
        if refused is None and not self.held and not reason.strip():
            refused = TextIsEmpty
        before = self.held
        if self.step(tickets.hold_ticket, refused, reason=reason) and not before:
            self.held, self.written = True, self.home.today

    @rule(reason=TEXTS)
    def lift(self, reason: str) -> None:
        refused = TextIsEmpty if self.held and not reason.strip() else None
        before = self.held
        if self.step(tickets.lift_hold, refused, reason=reason) and before:
            self.held, self.written = False, self.home.today

    # ----- what holds ---------------------------------------------------------------------------

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        one = loaded(self.home, self.ticket)
        gone, whole = "consulter" in self.erased, "ticket" in self.erased
        assert one.question == (FORGOTTEN if gone else self.question)
        told = [
            (kind, FORGOTTEN if (gone if kind in ("ANSWER", "MESSAGE") else whole) else text)
            for kind, text in self.said
        ]
        assert [(said.kind, said.text) for said in one.said] == told
        assert (one.assessment, one.outcome) == (self.assessment, self.outcome)
        assert (one.acknowledged_on, one.result_told_on) == (self.acknowledged, self.told)
        assert one.waits_for_an_answer is self.waits
        assert loaded(self.home, self.neighbour).question == "隣の相談"

    @invariant()
    def its_files_open_as_long_as_whose_they_are(self) -> None:
        log = desk_of(self.home).log
        gone = {True: "consulter" in self.erased, False: "ticket" in self.erased}
        held = loaded(self.home, self.ticket).files
        assert [one.name for one in held] == [
            FORGOTTEN if gone[theirs] else FILE.file.name for theirs in self.files
        ]
        with log.following() as connection:
            contents = [log.content(connection, one.id, Attachment.Kept) for one in held]
        assert contents == [None if gone[theirs] else FILE.content for theirs in self.files]

    @invariant()
    def its_row_says_the_same(self) -> None:
        one = loaded(self.home, self.ticket)
        with desk_of(self.home).log.following() as connection:
            query = sa.select(TICKETS).where(TICKETS.c.id == self.ticket)
            row = connection.execute(query).mappings().one()
        assert (row["assessment"], row["outcome"]) == (self.assessment, self.outcome)
        assert row["waits"] == one.waits_for_an_answer
        assert (row["held"], row["written_on"]) == (self.held, self.written.isoformat())
        assert row["acknowledged_on"] == (self.acknowledged and self.acknowledged.isoformat())
        assert row["result_told_on"] == (self.told and self.told.isoformat())
        assert len(row["concerned"]) == len(one.persons)
        assert (row["reserved"], row["erased"]) == (self.reserved, "ticket" in self.erased)

    @invariant()
    def who_may_sees_it(self) -> None:
        able = set(self.handlers) if self.reserved else set(DESIGNATED)
        able -= self.concerned.keys()
        assert seeing(self.home, self.ticket) == able
        assert ME in able

    def _facts(self) -> int:
        return desk_of(self.home).log.recorder.max_notification_id() or 0


def test_a_ticket_is_what_its_steps_make_of_it(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_desk = opened(template, tmp_path / "desk")
    home = with_a_desk.copied_to(tmp_path / "home")
    monkeypatch.setattr("domain.desk.ticket.MOST_FILES", FILES)
    run_state_machine_as_test(partial(TicketMachine, with_a_desk, home), settings=SETTINGS)  # type: ignore[arg-type]  # all it does is call it
    home.remove()
