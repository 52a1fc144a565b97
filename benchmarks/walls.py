"""What the wall costs: the nested list of a hundred with either lock, with both and with none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson

from benchmarks.asking import answer
from benchmarks.grounds import Postgresql
from benchmarks.listing import QUERY
from benchmarks.measure import Measured, times
from commands.office import Desk
from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from commands.register.causes import link_records, state_cause
from commands.register.countermeasures import propose_countermeasure
from commands.register.incidents import report_incident
from commands.register.releases import release_record
from domain.people.roles import OPERATOR
from examples.play import Clock
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.incidents import INCIDENTS
from service import house
from tests.unlocking import the_first_lock_off

RECORDS = 100
PG, MZ = 1, 2


def measure(ground: Postgresql, *, smoke: bool) -> Iterator[Measured]:
    """Asked by the party whose records they are, and by one to which all are released until a day.

    Nothing is hidden from either, so that all four ways give the same answer.
    """
    clock = Clock()
    clock.join_real_time()
    settings = ground.locked("walls")
    with_both = house.found(settings, clock)
    people = told_to_another(with_both, clock)
    ground.analyse(settings)
    unlocked = house.enter(replace(settings, reader_url=settings.owner_url), clock)
    rounds = 8 if smoke else 60
    for whose, member in people.items():
        answers: list[bytes] = []
        sides = [
            _asking(opened, member, answers, off)
            for opened in (unlocked, with_both)
            for off in (True, False)
        ]
        none, barrier, database, both = _in_turn(sides, rounds)
        assert len(set(answers)) == 1, "all four ways answer alike"
        for what, taken in (
            ("the barrier's predicate", barrier),
            ("row-level security", database),
            ("both locks", both),
        ):
            yield Measured(
                f"PostgreSQL: the nested list of {RECORDS} {whose}, with {what}",
                "without any lock",
                taken / none,
                f"{taken * 1000:.1f} ms and {none * 1000:.1f} ms (lower is better)",
            )
    with_both.close()
    unlocked.close()


Asking = Callable[[], Any]


def _in_turn(sides: list[Asking], rounds: int) -> list[float]:
    """The medians. What a side compiles is forgotten with its lock, so each asks in a row."""
    taken: list[list[float]] = [[] for _ in sides]
    for _ in range(3):
        for side, kept in zip(sides, taken, strict=True):
            kept.append(side()(rounds))
    return [sorted(one)[1] for one in taken]


def _asking(opened: house.House, member: UUID, answers: list[bytes], off: bool) -> Asking:
    def ask() -> bytes:
        return answer(opened, member, QUERY)

    @contextmanager
    def lock() -> Iterator[None]:
        with the_first_lock_off() if off else nullcontext():
            yield

    def timed(rounds: int) -> float:
        with lock():
            for _ in range(6):  # the server plans a statement anew five times
                told = ask()
            assert len(orjson.loads(told)["data"]["countermeasures"]["nodes"]) == RECORDS
            answers.append(told)
            return times(ask, rounds=rounds)[0]

    return lambda: timed


def told_to_another(opened: house.House, clock: Clock) -> dict[str, UUID]:
    """A register of one party's records, all of them released to another until a day."""
    day = date(2023, 1, 1)
    do = opened.office.perform
    do(OPERATOR.member, lambda desk: found_parties(desk, parties=DEFAULT_PARTIES, since=day))
    people = {}
    for party, role in ((MZ, "editor"), (MZ, "barrier_officer"), (PG, "member")):
        people[party, role] = do(
            OPERATOR.member,
            lambda desk, party=party, role=role: enrol_member(  # type: ignore[misc]  # bound at once
                desk, party=party, name=role, roles=[role], since=day
            ),
        ).records[0]
    editor, officer = people[MZ, "editor"], people[MZ, "barrier_officer"]

    def made(command: Callable[..., Any], **details: Any) -> UUID:
        return do(editor, lambda desk: command(desk, categories=("NONE",), **details)).records[0]

    until = clock().date() + timedelta(days=400)
    for number in range(RECORDS):
        incident = made(report_incident, title=f"事案 {number}")
        cause = made(state_cause, statement=f"原因 {number}", category="システム")
        measure = made(
            propose_countermeasure,
            title=f"対策 {number}",
            wording="2023年6月末までに",
            written_on=date(2023, 2, 17),
        )
        for record in (incident, measure):
            ends = {"cause": cause, "record": record}
            do(editor, lambda desk, ends=ends: link_records(desk, **ends))  # type: ignore[misc]  # bound at once
        for view, record in ((INCIDENTS, incident), (CAUSES, cause), (COUNTERMEASURES, measure)):

            def release(desk: Desk, view: Any = view, record: UUID = record) -> Any:
                return release_record(desk, view, record=record, to=PG, basis="共有", until=until)

            do(officer, release)
    return {"of one's own": editor, "released until a day": people[PG, "member"]}
