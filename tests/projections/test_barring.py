"""Barrier rules as they are judged at reading: now, as of then, and between two moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.register.barrier_rules import end_barrier_rule, impose_barrier_rule
from commands.register.causes import link_records, state_cause, unlink_records
from commands.register.classifying import classify_records
from commands.register.incidents import report_incident, revise_incident
from domain.register.record import InformationCategory
from projections.barrier import visible
from projections.changes import Change, changes
from projections.register.causes import CAUSES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.view import INFORMATION
from tests.houses import MZ, PG, Home
from tests.projections.test_changes import all_told, applied, moment_at, window
from tests.releasing import release

READERS = ("PG", "HD")


def impose(home: Home, category: str = "PERSONAL", to: str = "PG", **days: Any) -> UUID:
    terms = {"name": "規則", "category": category, "to": to, "basis": "法令", **days}
    return home.made("MZ barrier_officer", impose_barrier_rule, **terms)


def lift(home: Home, rule: UUID, **more: Any) -> None:
    home.perform(
        "MZ barrier_officer",
        end_barrier_rule,
        rule=rule,
        reason="改正",
        acknowledged=READERS,
        **more,
    )


def incident(home: Home, title: str, category: str = "PERSONAL") -> UUID:
    return home.made("MZ editor", report_incident, title=title, categories=(category,))


def titles(home: Home, at: datetime | None = None) -> set[str]:
    """What PG sees of incidents, now or as of an instant."""
    with home.looking(PG) as connection:
        moment = None if at is None else moment_at(home, connection, at)
        rows = visible(INCIDENTS, home.clearance(PG), moment)
        return set(connection.execute(sa.select(rows.c.title)).scalars())


def test_each_category_has_its_bit() -> None:
    """Rows keep them: none may change its place."""
    assert (*INFORMATION, "NONE") == tuple(InformationCategory)


@pytest.fixture
def told(home: Home) -> Iterator[list[datetime]]:
    """A record that is shown, and barred and opened again; then by days; then by another judgement.
    Answers the instants between."""
    times = [home.clock()]

    def later(**time: float) -> None:
        home.clock.pass_by(**(time or {"minutes": 10}))
        times.append(home.clock())

    record = incident(home, "初めの件名")
    other = incident(home, "別の件名", "NONE")
    quiet = incident(home, "変わらない件名")
    cause = home.made("MZ editor", state_cause, statement="原因", categories=("NONE",))
    later()
    for view, one in ((INCIDENTS, record), (INCIDENTS, other), (INCIDENTS, quiet), (CAUSES, cause)):
        release(home, one, PG, view)
    later()
    rule = impose(home)
    later()
    home.perform("MZ editor", revise_incident, incident=record, title="遮断中の件名")
    later()
    home.perform("MZ editor", link_records, cause=cause, record=record)
    later()
    home.perform("MZ editor", unlink_records, cause=cause, record=record)
    later()
    home.perform("MZ editor", revise_incident, incident=record, title="最後の件名")
    later()
    lift(home, rule)
    later()
    tomorrow = home.today + timedelta(days=1)
    impose(home, first_day=tomorrow, last_day=tomorrow)
    later()
    for _ in range(2):
        later(days=1)
        home.perform("MZ editor", link_records, cause=cause, record=record)
        later()
        home.perform("MZ editor", unlink_records, cause=cause, record=record)
    later()
    both, network_information = (record, other), ("NETWORK_CUSTOMER",)
    home.perform("MZ editor", classify_records, ids=both, categories=network_information)
    later()
    network = impose(home, "NETWORK_CUSTOMER")
    later()
    home.perform(
        "MZ editor", classify_records, ids=(record,), categories=("NONE",), acknowledged=READERS
    )
    later()
    lift(home, network, last_day=home.today + timedelta(days=1))
    later(days=3)
    yield times


def test_what_stood_while_it_was_barred_is_never_seen(home: Home, told: list[datetime]) -> None:
    """Not even now that it may be seen: what was known then was nothing."""
    assert titles(home) == {"最後の件名", "別の件名", "変わらない件名"}
    seen = [titles(home, at) - {"別の件名", "変わらない件名"} for at in told]
    first, last, nothing = {"初めの件名"}, {"最後の件名"}, set[str]()
    assert seen[:3] == [nothing, first, nothing]
    assert seen[3:7] == [nothing] * 4
    assert seen[7:10] == [last] * 3
    assert seen[10:12] == [nothing] * 2, "by its day alone"
    assert seen[12:15] == [last] * 3
    assert seen[15:] == [nothing, *[last] * 3], "judged to hold what another rule bars"


def test_the_changes_between_any_two_moments_lead_from_one_to_the_other(
    home: Home, told: list[datetime]
) -> None:
    with home.log.reading() as connection:
        for party in (PG, MZ):
            clearance = home.clearance(party)
            stood = {
                at: all_told(connection, clearance, moment_at(home, connection, at)) for at in told
            }
            for since, until in combinations(told, 2):
                asked = window(home, connection, since, until)
                entries = changes(connection, clearance, asked)
                assert "遮断中" not in str(entries)
                found = applied(connection, clearance, entries, stood[since])
                assert found == stood[until], (party, since, until)


def test_who_barred_and_who_opened_is_told_and_no_one_of_a_day(
    home: Home, told: list[datetime]
) -> None:
    officer = str(home.people["MZ barrier_officer"])
    with home.looking(PG) as connection:
        asked = window(home, connection, told[1], told[13])
        entries = changes(connection, home.clearance(PG), asked, (INCIDENTS.kind,))
    came = (Change.RELEASED, Change.WITHDRAWN)
    assert [(one.change, one.author) for one in entries if one.change in came] == [
        *[(Change.WITHDRAWN, officer)] * 2,
        *[(Change.RELEASED, officer)] * 2,
        *[(Change.WITHDRAWN, None)] * 2,
        *[(Change.RELEASED, None)] * 2,
    ]


def test_a_link_that_stood_only_while_an_end_was_barred_is_not_known(
    home: Home, told: list[datetime]
) -> None:
    """Made and undone twice: out of sight while a rule barred, and in sight after its last day."""
    with home.looking(PG) as connection:
        entries = changes(
            connection, home.clearance(PG), window(home, connection, told[0], told[-1]),
            (LINKS.kind,),
        )  # fmt: skip
    assert [one.change for one in entries] == [Change.ADDED, Change.UNDONE]
    with home.log.reading() as connection:
        stood = [
            all_told(connection, home.clearance(PG), moment_at(home, connection, at))["link"]
            for at in told
        ]
    assert sum(map(bool, stood)) == 1


def test_what_a_rule_of_today_bars_is_not_seen_of_the_past_either(home: Home) -> None:
    """The record is judged to hold nothing of it any more; what it said before did."""
    record = incident(home, "氏名の入った件名")
    release(home, record)
    home.clock.pass_by(minutes=1)
    then = home.clock()
    home.clock.pass_by(minutes=1)
    rule = impose(home)
    home.clock.pass_by(minutes=1)
    home.perform("MZ editor", revise_incident, incident=record, title="伏せた件名")
    home.perform(
        "MZ editor",
        classify_records,
        ids=(record,),
        categories=("NONE",),
        acknowledged=READERS,
    )
    home.clock.pass_by(minutes=1)
    assert titles(home) == {"伏せた件名"}
    assert titles(home, then) == set()
    with home.looking(PG) as connection:
        asked = window(home, connection, then - timedelta(days=9), home.clock())
        told = changes(connection, home.clearance(PG), asked, (INCIDENTS.kind,))
    assert [one.change for one in told] == [Change.RELEASED]
    lift(home, rule)
    assert titles(home, then) == {"氏名の入った件名"}
