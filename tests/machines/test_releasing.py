"""Releasing a record whole or in other words, and barring it, step by step: what the other party sees
meanwhile."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from api.lens import Lens, Scope
from api.register.kinds.barrier_rules import barred_pairs
from api.register.kinds.releases import stale, stands
from commands.register.barrier_rules import end_barrier_rule, impose_barrier_rule
from commands.register.incidents import report_incident, revise_incident
from commands.register.releases import release_records, withdraw_release
from domain.refusals import Refusal
from domain.register.refusals import (
    BarrierRuleForbids,
    ReleaseDoesNotStand,
    ReleaseStands,
    RuleEndsBeforeItBegins,
    RuleIsNotProlonged,
    RuleIsOver,
)
from domain.register.release import Release
from projections.barrier import visible
from projections.register.barrier_rules import BARRIER_RULES
from projections.register.incidents import INCIDENTS
from projections.register.released_wordings import RELEASED_WORDINGS
from projections.register.releases import RELEASES
from tests.houses import MZ, PG, Home, Template
from tests.machines.harness import SETTINGS

LASTS = st.sampled_from((None, None, 0, 2))
TEXTS = st.sampled_from(("甲", "乙"))
BASES = st.sampled_from(("共有", "共有", "公表"))
FORMS = st.sampled_from(("whole", "worded"))


class ReleasingMachine(RuleBasedStateMachine):
    """One incident of MZ, released to PG and barred from it by commands, beside what must be open at each instant."""

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__()
        template.restore(home)
        self.home = home
        made = home.perform("MZ editor", report_incident, title="秘", categories=("PERSONAL",))
        self.record: UUID = made.records[0]
        self.wording: UUID | None = None
        self.terms: dict[str, tuple[str, date | None]] = {}
        """Of each form that was not withdrawn, its basis and its last day."""
        self.text = ""
        self.stale = False
        self.titles = 0
        self.barring: dict[UUID, tuple[date, date | None]] = {}
        """Of each rule that was not lifted, its first and its last day."""

    def bars(self, since: date, until: date | None) -> bool:
        """Whether a rule bars the record on one of these days."""
        return any(
            (until is None or first <= until) and (last is None or since <= last)
            for first, last in self.barring.values()
        )

    @property
    def is_barred(self) -> bool:
        return self.bars(self.home.today, self.home.today)

    def stands(self, form: str) -> bool:
        if form not in self.terms:
            return False
        until = self.terms[form][1]
        return until is None or self.home.today <= until

    def release_of(self, form: str) -> UUID | None:
        opened = self.record if form == "whole" else self.wording
        return opened and Release.id_for(opened, PG)

    def told(self, who: str, command: Any, **details: Any) -> type[Refusal] | None:
        before = self.home.facts()
        self.home.clock.pass_by(seconds=1)
        try:
            self.home.perform(who, command, **details)
        except Refusal as refusal:
            assert self.home.facts() == before
            return type(refusal)
        return None

    @rule(form=FORMS, lasts=LASTS, basis=BASES, text=TEXTS)
    def release(self, form: str, lasts: int | None, basis: str, text: str) -> None:
        until = None if lasts is None else self.home.today + timedelta(days=lasts)
        other, stood = "worded" if form == "whole" else "whole", self.stands(form)
        same = self.terms.get(form) == (basis, until)
        refused: type[Refusal] | None = None
        if self.stands(other) or (self.stands(form) and not same):
            refused = ReleaseStands
        if not self.stands(other) and self.bars(self.home.today, until):
            refused = BarrierRuleForbids
        said = self.told(
            "MZ barrier_officer",
            release_records,
            ids=(self.record,),
            to="PG",
            basis=basis,
            until=until,
            wordings=({"id": self.record, "text": text},) if form == "worded" else (),
        )
        assert said is refused
        if refused is None:
            self.terms[form] = basis, until
            if form == "worded":
                self.text, self.stale = text, False
                [wording] = self.home.sees(RELEASED_WORDINGS, PG)
                assert stood == (self.wording == UUID(wording)), (
                    "what was closed does not come back"
                )
                self.wording = UUID(wording)

    @rule(form=FORMS)
    def withdraw(self, form: str) -> None:
        if self.release_of(form) not in self.known():
            return
        stood = self.stands(form)
        said = self.told("MZ barrier_officer", withdraw_release, release=self.release_of(form))
        assert said is (None if stood else ReleaseDoesNotStand)
        if stood:
            del self.terms[form]

    @rule(begins=st.sampled_from((-9, 0, 0, 2)), lasts=LASTS)
    def impose(self, begins: int, lasts: int | None) -> None:
        first = self.home.today + timedelta(days=begins)
        last = None if lasts is None else max(first, self.home.today) + timedelta(days=lasts)
        self.home.clock.pass_by(seconds=1)
        made = self.home.made(
            "MZ barrier_officer",
            impose_barrier_rule,
            name="規則",
            category="PERSONAL",
            to="PG",
            basis="法令",
            first_day=first,
            last_day=last,
        )
        self.barring[made] = first, last

    @rule(place=st.integers(0, 3), lasts=LASTS)
    def lift(self, place: int, lasts: int | None) -> None:
        if not self.barring:
            return
        one = list(self.barring)[place % len(self.barring)]
        first, last = self.barring[one]
        wanted = None if lasts is None else self.home.today + timedelta(days=lasts)
        refused: type[Refusal] | None = None
        if last is not None and last < self.home.today:
            refused = RuleIsOver
        elif wanted is not None and wanted < first:
            refused = RuleEndsBeforeItBegins
        elif wanted is not None and last is not None and wanted >= last:
            refused = RuleIsNotProlonged
        said = self.told(
            "MZ barrier_officer",
            end_barrier_rule,
            rule=one,
            last_day=wanted,
            reason="改正",
            acknowledged=("PG",),
        )
        assert said is refused
        if refused is None and wanted is None:
            del self.barring[one]
        elif refused is None:
            self.barring[one] = first, wanted

    @rule()
    def revise(self) -> None:
        self.titles += 1
        said = self.told(
            "MZ editor",
            revise_incident,
            incident=self.record,
            title=f"秘 {self.titles}",
            acknowledged=("PG",),
        )
        assert said is None
        self.stale = bool(self.text)

    @rule(hours=st.sampled_from((1, 24, 80)))
    def time_passes(self, hours: int) -> None:
        self.home.clock.pass_by(hours=hours)

    def known(self) -> set[UUID]:
        return {UUID(one) for one in self.home.sees(RELEASES, MZ)}

    @invariant()
    def the_other_party_sees_what_is_open_and_nothing_else(self) -> None:
        seen = self.home.sees(INCIDENTS, PG)
        barred = self.is_barred
        assert (str(self.record) in seen) == (self.stands("whole") and not barred)
        texts = {one: row["text"] for one, row in self.home.sees(RELEASED_WORDINGS, PG).items()}
        reads = self.stands("worded") and not barred
        assert texts == ({str(self.wording): self.text} if reads else {})
        assert not self.home.sees(RELEASES, PG)
        assert not self.home.sees(BARRIER_RULES, PG)

    @invariant()
    def the_owner_is_told_which_releases_are_barred(self) -> None:
        with self.home.looking(MZ) as connection:
            clearance = self.home.clearance(MZ)
            lens = Lens(clearance, None, clearance.today, scope=Scope(connection, clearance))
            pairs = barred_pairs(lens, now=True)
            found = set(connection.execute(sa.select(pairs.c.release)).scalars())
        standing = {str(self.release_of(form)) for form in self.terms if self.stands(form)}
        assert found == (standing if self.is_barred else set())

    @invariant()
    def the_owner_reads_it_through_the_release_alone(self) -> None:
        assert not self.home.sees(RELEASED_WORDINGS, MZ)
        with self.home.looking(MZ) as connection:
            clearance = self.home.clearance(MZ)
            lens = Lens(clearance, None, clearance.today, scope=Scope(connection, clearance))
            rows = visible(RELEASES, clearance)
            query = sa.select(
                rows.c.id, rows.c.of, rows.c.wording, stands(rows, lens), stale(rows, lens)
            )
            found = {row[0]: tuple(row)[1:] for row in connection.execute(query)}
        for form in ("whole", "worded"):
            release = str(self.release_of(form))
            assert release in found or not self.stands(form)
            if release in found:
                text = self.text if form == "worded" else None
                old = form == "worded" and self.stale and self.stands(form)
                assert found[release] == (str(self.record), text, self.stands(form), old)


def test_a_record_is_released_whole_or_in_other_words(template: Template) -> None:
    with tempfile.TemporaryDirectory(prefix="machine-") as folder:
        home = template.copied_to(Path(folder))
        run_state_machine_as_test(partial(ReleasingMachine, template, home), settings=SETTINGS)  # type: ignore[arg-type]  # all it does is call it
        home.close()
