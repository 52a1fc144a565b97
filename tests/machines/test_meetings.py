"""A review meeting of HD and MZ, step by step: what may be done when, and what each party sees of it meanwhile."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from commands.register.action_items import (
    assign_action_item,
    drop_action_item,
    reopen_action_item,
    report_action_item,
)
from commands.register.agenda import (
    add_agenda_item,
    set_agenda_item_apart,
    share_agenda_item,
    withdraw_agenda_item,
)
from commands.register.incidents import report_incident
from commands.register.meetings import (
    adjourn_meeting,
    cancel_meeting,
    close_papers,
    confirm_minutes,
    convene_meeting,
    open_meeting,
    replace_papers,
    revise_meeting,
)
from commands.register.minutes import amend_minutes, record_outcome, strike_out_entry
from commands.register.releases import release_record, withdraw_release
from domain.refusals import NotYourParty, Refusal
from domain.register.refusals import (
    ActionItemIsOpen,
    ActionItemIsOver,
    AgendaIsEmpty,
    EntryIsStruckOut,
    ItemIsNotForAll,
    ItemIsOnTheAgenda,
    ItemIsWithdrawn,
    MeetingStatusForbids,
    MinutesAreSettled,
    MinutesAreStillCorrected,
    OutcomeIsRecorded,
    PapersAreClosed,
    PapersAreNotClosed,
    QuorumIsNotMet,
)
from domain.register.release import Release
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, MINUTES
from projections.register.incidents import INCIDENTS
from projections.register.meetings import REVIEW_MEETINGS
from tests.houses import HD, MZ, PG, Home, Template
from tests.machines.harness import SETTINGS

ALL = ("HD", "PG", "MZ")
WHICH = st.integers(0, 2)
PREPARED = ("CONVENED", "PAPERS_CLOSED")
Refused = type[Refusal] | None


@dataclass
class Item:
    """One of MZ's incidents: whether HD sees it, and what became of it at the meeting."""

    record: UUID
    shown: bool = False
    item: UUID | None = None
    common: bool = False
    gone: bool = False
    outcome: UUID | None = None
    struck: bool = False
    action: UUID | None = None
    action_is: str = "OPEN"

    @property
    def stands(self) -> bool:
        return self.item is not None and not self.gone


class MeetingMachine(RuleBasedStateMachine):
    """Three incidents of MZ, shown to HD or not, and a meeting of both."""

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__()
        template.restore(home)
        self.home = home
        self.status, self.issue, self.settles = "CONVENED", 0, date.min
        convened: dict[str, Any] = {"title": "会議", "held_on": home.today, "parties": ("MZ",)}
        self.meeting = home.made("HD secretariat", convene_meeting, **convened)
        self.items = [
            Item(home.made("MZ editor", report_incident, title=str(n), categories=("NONE",)))
            for n in range(3)
        ]
        self.titles = 0

    def told(self, refused: Refused, who: str, command: Any, **details: Any) -> UUID | None:
        """A command and whether it is refused; answers what it made, if it was not."""
        before = self.home.facts()
        self.home.clock.pass_by(seconds=1)
        try:
            made = self.home.perform(who, command, acknowledged=ALL, **details)
        except Refusal as refusal:
            assert self.home.facts() == before
            assert type(refusal) is refused, refusal
            return None
        assert refused is None, f"expected {refused}"
        return made.records[0]

    def unless(self, *statuses: str) -> Refused:
        return None if self.status in statuses else MeetingStatusForbids

    # ----- what is seen of the records --------------------------------------------------------

    @rule(which=WHICH)
    def show_or_hide(self, which: int) -> None:
        one = self.items[which]
        if one.shown:
            release = Release.id_for(one.record, HD)
            self.told(None, "MZ barrier_officer", withdraw_release, release=release)
        else:
            given = {"view": INCIDENTS, "record": one.record, "to": HD, "basis": "会議"}
            self.told(None, "MZ barrier_officer", release_record, **given)
        one.shown = not one.shown

    # ----- the agenda -------------------------------------------------------------------------

    @rule(which=WHICH, common=st.booleans())
    def add(self, which: int, common: bool) -> None:
        one = self.items[which]
        refused = self.unless(*PREPARED)
        if refused is None and one.stands:
            refused = ItemIsOnTheAgenda
        elif refused is None and common and not one.shown:
            refused = ItemIsNotForAll
        given = {"meeting": self.meeting, "record": one.record, "common": common}
        made = self.told(refused, "MZ editor", add_agenda_item, **given)
        if made is not None:
            self.items[which] = Item(one.record, one.shown, made, common)

    @rule(which=WHICH, common=st.booleans())
    def move(self, which: int, common: bool) -> None:
        one = self.items[which]
        if one.item is None:
            return
        refused = self.unless(*PREPARED)
        if refused is None and common and not one.shown:
            refused = ItemIsNotForAll
        if refused is None and one.gone:
            refused = ItemIsWithdrawn
        command = share_agenda_item if common else set_agenda_item_apart
        self.told(refused, "MZ editor", command, item=one.item)
        one.common = common if refused is None else one.common

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        one = self.items[which]
        if one.item is not None:
            refused = self.unless(*PREPARED)
            self.told(refused, "MZ editor", withdraw_agenda_item, item=one.item)
            one.gone = one.gone or refused is None

    # ----- its course -------------------------------------------------------------------------

    @rule()
    def revise(self) -> None:
        self.titles += 1
        title = f"会議 {self.titles}"
        self.told(
            self.unless(*PREPARED),
            "HD secretariat",
            revise_meeting,
            meeting=self.meeting,
            title=title,
        )

    @rule()
    def close(self) -> None:
        refused = self.unless(*PREPARED)
        if refused is None and self.issue:
            refused = PapersAreClosed
        self._pinned(refused, close_papers)

    @rule()
    def replace(self) -> None:
        refused = self.unless(*PREPARED)
        if refused is None and not self.issue:
            refused = PapersAreNotClosed
        self._pinned(refused, replace_papers, reason="訂正")

    def _pinned(self, refused: Refused, command: Any, **given: Any) -> None:
        if refused is None and not any(one.stands and one.shown for one in self.items):
            refused = AgendaIsEmpty
        self.told(refused, "HD secretariat", command, meeting=self.meeting, **given)
        if refused is None:
            self.status, self.issue = "PAPERS_CLOSED", self.issue + 1

    @rule(both=st.sampled_from((True, True, False)))
    def open(self, both: bool) -> None:
        refused = self.unless(*PREPARED)
        if refused is None and not self.issue:
            refused = PapersAreNotClosed
        elif refused is None and not both:
            refused = QuorumIsNotMet
        present = [{"party": code, "people": 2} for code in (("HD", "MZ") if both else ("HD",))]
        given = {"meeting": self.meeting, "attendance": present}
        self.told(refused, "HD secretariat", open_meeting, **given)
        self.status = "OPEN" if refused is None else self.status

    @rule(days=st.integers(0, 2))
    def adjourn(self, days: int) -> None:
        until = self.home.today + timedelta(days=days)
        given = {"meeting": self.meeting, "corrections_until": until}
        self.told(self.unless("OPEN"), "HD secretariat", adjourn_meeting, **given)
        if self.status == "OPEN":
            self.status, self.settles = "ADJOURNED", until

    @rule()
    def confirm(self) -> None:
        refused = self.unless("ADJOURNED")
        if refused is None and self.home.today <= self.settles:
            refused = MinutesAreStillCorrected
        self.told(refused, "HD secretariat", confirm_minutes, meeting=self.meeting)
        self.status = "CONFIRMED" if refused is None else self.status

    @rule(really=st.sampled_from((False, False, False, True)))
    def cancel(self, really: bool) -> None:
        if really or self.status not in PREPARED:
            self.told(
                self.unless(*PREPARED), "HD secretariat", cancel_meeting, meeting=self.meeting
            )
            self.status = "CANCELLED" if self.status in PREPARED else self.status

    @rule(hours=st.sampled_from((1, 24, 60)))
    def time_passes(self, hours: int) -> None:
        self.home.clock.pass_by(hours=hours)

    # ----- what is said -----------------------------------------------------------------------

    @rule(which=WHICH)
    def conclude(self, which: int) -> None:
        """HD's secretariat records what an item that it sees came to."""
        one = self.items[which]
        if one.item is None or not one.shown:
            return
        refused = self.unless("OPEN")
        if refused is None and one.gone:
            refused = ItemIsWithdrawn
        elif refused is None and one.outcome is not None and not one.struck:
            refused = OutcomeIsRecorded
        given = {"item": one.item, "outcome": "DECIDED"}
        made = self.told(refused, "HD secretariat", record_outcome, **given)
        if made is not None:
            one.outcome, one.struck = made, False

    def settled(self) -> Refused:
        if self.status in (*PREPARED, "CANCELLED"):
            return MeetingStatusForbids
        over = self.status == "ADJOURNED" and self.home.today > self.settles
        return MinutesAreSettled if over or self.status == "CONFIRMED" else None

    @rule(which=WHICH, strike=st.booleans())
    def correct(self, which: int, strike: bool) -> None:
        one = self.items[which]
        if one.outcome is None or not one.shown:
            return
        refused = self.settled()
        self.titles += 1
        if strike:
            self.told(refused, "HD secretariat", strike_out_entry, entry=one.outcome)
            one.struck = one.struck or refused is None
            return
        refused = EntryIsStruckOut if refused is None and one.struck else refused
        given = {"entry": one.outcome, "text": f"訂正 {self.titles}"}
        self.told(refused, "HD secretariat", amend_minutes, **given)

    @rule(which=WHICH)
    def assign(self, which: int) -> None:
        one = self.items[which]
        if one.item is None or not one.shown or one.action is not None:
            return
        refused = self.unless("OPEN")
        if refused is None and one.gone:
            refused = ItemIsWithdrawn
        given = {"meeting": self.meeting, "item": one.item, "text": "数える", "party": "MZ"}
        one.action = self.told(refused, "HD secretariat", assign_action_item, **given)

    @rule(which=WHICH, by=st.sampled_from(("MZ editor", "HD secretariat")))
    def report(self, which: int, by: str) -> None:
        one = self.items[which]
        if one.action is None or not one.shown:
            return
        refused: Refused = ActionItemIsOver if one.action_is != "OPEN" else None
        refused = NotYourParty if by == "HD secretariat" else refused
        self.told(refused, by, report_action_item, action_item=one.action)
        one.action_is = "DONE" if refused is None else one.action_is

    @rule(which=WHICH, drop=st.booleans())
    def drop_or_reopen(self, which: int, drop: bool) -> None:
        one = self.items[which]
        if one.action is None or not one.shown:
            return
        is_open = one.action_is == "OPEN"
        if drop:
            refused: Refused = None if is_open else ActionItemIsOver
            self.told(refused, "HD secretariat", drop_action_item, action_item=one.action)
            one.action_is = "DROPPED" if refused is None else one.action_is
            return
        refused = ActionItemIsOpen if is_open else None
        self.told(refused, "HD secretariat", reopen_action_item, action_item=one.action)
        one.action_is = "OPEN"

    # ----- what must hold ---------------------------------------------------------------------

    @invariant()
    def the_meeting_is_where_it_is_and_a_stranger_sees_none(self) -> None:
        for party in (HD, MZ):
            row = self.home.sees(REVIEW_MEETINGS, party)[str(self.meeting)]
            assert (row["status"], len(row["papers"])) == (self.status, self.issue)
        for view in (REVIEW_MEETINGS, AGENDA_ITEMS, MINUTES, ACTION_ITEMS):
            assert not self.home.sees(view, PG)

    @invariant()
    def each_sees_what_is_about_records_that_it_sees(self) -> None:
        for party in (HD, MZ):
            mine = [one for one in self.items if one.shown or party == MZ]
            records = {str(one.record) for one in mine}
            items = self.home.sees(AGENDA_ITEMS, party)
            assert {row["about"] for row in items.values()} <= records
            for one in mine:
                if one.item is not None:
                    row = items[str(one.item)]
                    assert (row["common"], row["withdrawn"]) == (one.common, one.gone)
                if one.outcome is not None:
                    entry = self.home.sees(MINUTES, party)[str(one.outcome)]
                    assert entry["struck_out"] == one.struck
                if one.action is not None:
                    action = self.home.sees(ACTION_ITEMS, party)[str(one.action)]
                    assert action["status"] == one.action_is


def test_a_meeting_step_by_step(template: Template) -> None:
    with tempfile.TemporaryDirectory(prefix="machine-") as folder:
        home = template.copied_to(Path(folder))
        run_state_machine_as_test(partial(MeetingMachine, template, home), settings=SETTINGS)  # type: ignore[arg-type]  # all it does is call it
        home.close()
