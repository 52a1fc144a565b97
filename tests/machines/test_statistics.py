"""A desk's statistics, step by step through the store, beside a model of every ticket: what is told of a period is
told of the tickets that all who work there see, each of them once, and stays as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commands.desk import custody, publishing, tickets
from domain.calendar import month_end, months_after
from domain.desk.refusals import PeriodIsNotOver, PeriodIsNotSettled, PeriodWasPublished
from domain.desk.statistics import Period, table_of
from domain.refusals import PeriodEndsBeforeItBegins, Refusal
from projections.desk.statistics import publications
from tests.desks import DESIGNATED, desk_of, handle, logged, opened, seeing
from tests.houses import MZ, Home, Template
from tests.machines.harness import SETTINGS

ME = "MZ handler"
BEGINS = date(2023, 2, 1)
WORDS = st.tuples(
    st.sampled_from(("MAY_I_SEE", "MAY_I_SEE", "MAY_I_USE", "OTHER")),
    st.sampled_from(("PHONE", "PHONE", "MAIL")),
)
PLACES = st.integers(0, 1_000)
MONTHS = st.integers(0, 6)


@dataclass(frozen=True)
class Known:
    """What the model knows of a ticket."""

    received: date
    words: tuple[str, str]
    report: bool = False
    about: frozenset[str] = frozenset()
    told: bool = False


class StatisticsMachine(RuleBasedStateMachine):
    """A desk in a house of its own; its officers log, judge and name, and publish now and then."""

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__()
        template.restore(home)
        self.home = home
        self.desk = set(DESIGNATED)
        self.tickets: dict[str, Known] = {}
        self.published: dict[Period, Any] = {}

    @initialize()
    def begin(self) -> None:
        self.home.clock.pass_by(days=12)  # the first of March

    @rule(words=WORDS, number=st.integers(1, 9), days=st.integers(0, 40))
    def log(self, words: tuple[str, str], number: int, days: int) -> None:
        received = max(BEGINS, self.home.today - timedelta(days=days))
        category, channel = words
        for _ in range(number):
            made = logged(
                self.home, category=category, channel=channel, received_on=received, contact=None
            )
            self.tickets[made] = Known(received, words)

    @rule(days=st.sampled_from((1, 31, 62)))
    def time_passes(self, days: int) -> None:
        self.home.clock.pass_by(days=days)

    def _one(self, place: int) -> str:
        """One of the tickets, of those that were told of if there are any and the place is even."""
        told = [ticket for ticket, one in sorted(self.tickets.items()) if one.told]
        some = told if told and place % 2 == 0 else sorted(self.tickets)
        return some[place % len(some)]

    def _change(self, ticket: str, **changes: Any) -> None:
        self.tickets[ticket] = replace(self.tickets[ticket], **changes)

    @precondition(lambda self: self.tickets)
    @rule(place=PLACES, words=WORDS, days=st.integers(0, 60))
    def describe(self, place: int, words: tuple[str, str], days: int) -> None:
        ticket = self._one(place)
        if ME not in seeing(self.home, ticket):
            return
        received = max(BEGINS, self.home.today - timedelta(days=days))
        category, channel = words
        given: dict[str, Any] = {"category": category, "channel": channel, "received_on": received}
        handle(self.home, ME, tickets.describe_ticket, ticket=ticket, **given)
        self._change(ticket, received=received, words=words)

    @precondition(lambda self: self.tickets)
    @rule(place=PLACES)
    def judge(self, place: int) -> None:
        ticket, handlers = self._one(place), [self.home.people[ME]]
        given: dict[str, Any] = {"assessment": "WHISTLEBLOWING", "handlers": handlers}
        handle(self.home, ME, tickets.assess_ticket, ticket=ticket, **given)
        self._change(ticket, report=True)

    @precondition(lambda self: self.tickets)
    @rule(place=PLACES, who=st.sampled_from(("MZ other handler", "MZ undesignated", "MZ member")))
    def name(self, place: int, who: str) -> None:
        ticket, member = self._one(place), self.home.people[who]
        handle(self.home, ME, tickets.name_person, ticket=ticket, name="乙", member=member)
        self._change(ticket, about=self.tickets[ticket].about | {who})

    @precondition(lambda self: "MZ undesignated" not in self.desk)
    @rule()
    def somebody_joins(self) -> None:
        member = self.home.people["MZ undesignated"]
        handle(self.home, "MZ custodian", custody.designate_officer, member=member, basis="指定書")
        self.desk.add("MZ undesignated")

    @rule(first=MONTHS, last=MONTHS, who=st.sampled_from(("MZ intake", ME)))
    def publish(self, first: int, last: int, who: str) -> None:
        begins, ends = months_after(BEGINS, first), months_after(BEGINS, last)
        self._publish(Period(begins, month_end(ends.year, ends.month)), who)

    @rule(months=st.integers(0, 1))
    def publish_what_follows(self, months: int) -> None:
        """What comes behind all that was told."""
        last = max((one.last_day for one in self.published), default=BEGINS - timedelta(days=1))
        begins = last + timedelta(days=1)
        ends = months_after(begins, months)
        self._publish(Period(begins, month_end(ends.year, ends.month)), ME)

    def _publish(self, period: Period, who: str) -> None:
        refused = self._refused(period)
        given: dict[str, Any] = {"first_day": period.first_day, "last_day": period.last_day}
        try:
            handle(self.home, who, publishing.publish_statistics, **given)
        except Refusal as refusal:
            assert type(refusal) is refused, refusal
            return
        assert refused is None, f"{period} should have been refused: {refused}"
        inside = [
            ticket
            for ticket, one in self.tickets.items()
            if period.first_day <= one.received <= period.last_day
        ]
        told = table_of(
            one.words
            for one in (self.tickets[ticket] for ticket in inside)
            if not (one.told or one.report or one.about & self.desk)
        )
        self.published[period] = told
        for ticket in inside:
            self._change(ticket, told=True)

    def _refused(self, period: Period) -> type[Refusal] | None:
        if period.last_day < period.first_day:
            return PeriodEndsBeforeItBegins
        if period.last_day >= self.home.today:
            return PeriodIsNotOver
        if period.last_day + timedelta(days=20) >= self.home.today:
            return PeriodIsNotSettled
        overlap = any(one.overlaps(period) for one in self.published)
        return PeriodWasPublished if overlap else None

    @invariant()
    def what_was_told_stays(self) -> None:
        with desk_of(self.home).log.following() as connection:
            rows = publications(connection, MZ)
        kept = {
            Period(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])): row
            for row in rows
        }
        assert kept.keys() == self.published.keys()
        assert [row["first_day"] for row in rows] == sorted(
            (row["first_day"] for row in rows), reverse=True
        )
        for period, table in self.published.items():
            row = kept[period]
            assert row["total"] == table.total
            for name in ("categories", "channels"):
                told = [(tuple(one["words"]), one["number"]) for one in row[name]]
                assert told == [(line.words, line.number) for line in getattr(table, name)]

    @invariant()
    def no_ticket_is_told_of_twice(self) -> None:
        told = sum(table.total or 0 for table in self.published.values())
        assert told <= len(self.tickets)


def test_what_a_desk_tells_is_what_its_tickets_make_of_it(
    template: Template, tmp_path: Path
) -> None:
    with_a_desk = opened(template, tmp_path / "desk")
    home = with_a_desk.copied_to(tmp_path / "home")
    run_state_machine_as_test(partial(StatisticsMachine, with_a_desk, home), settings=SETTINGS)  # type: ignore[arg-type]  # all it does is call it
    home.remove()
