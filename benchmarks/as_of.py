"""Lists over records of long histories: as of a moment, and as they stand now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson
import sqlalchemy as sa

from benchmarks import history
from benchmarks.asking import answer
from benchmarks.grounds import Ground
from benchmarks.listing import QUERY
from benchmarks.measure import Measured, Target, times
from commands.people.members import enrol_member
from commands.people.parties import DEFAULT_PARTIES, found_parties
from domain.people.roles import OPERATOR
from examples.play import Clock
from projections.barrier import visible
from projections.clearance import Clearance, Moment
from projections.register.countermeasures import COUNTERMEASURES
from projections.told import admit
from service import house
from service.refilling import refill

FLAT: Final = Target(1.5)
NOW: Final = Target(1.2)
TODAY: Final = "2099-12-31"


def measure(ground: Ground, *, smoke: bool) -> Iterator[Measured]:
    """Of the past a page of a hundred by due date, and how many there are: early, midway and late. Of now
    the meeting query."""
    records, few, many = (200, 3_000, 9_000) if smoke else (10_000, 100_000, 1_000_000)
    settings = ground.blank("as-of")
    clock = Clock()
    opened = house.found(settings, clock)
    reader = _reader(opened)
    commands = history.repeated(many, records, linked=100)
    taken: list[float] = []
    now: list[float] = []
    told = opened.log.recorder.max_notification_id() or 0
    for facts in (few, many):
        told += sum(history.store(opened.log, history.until(commands, facts - told)).values())
        with opened.log.recorder.writing() as connection:
            refill(opened.log, connection)
        _analyse(opened)
        taken.append(sum(_asked(opened, told, records)))
        now.append(_now(opened, reader))
    opened.close()
    yield Measured(
        f"{ground.name}: the nested list of 100 among {records:,} records, {many:,} facts",
        f"the same with {few:,}",
        now[1] / now[0],
        f"{now[1] * 1000:.1f} ms and {now[0] * 1000:.1f} ms (lower is better)",
        NOW,
    )
    yield Measured(
        f"{ground.name}: the list of {records:,} records as of a moment, {many:,} facts",
        f"the same with {few:,}",
        taken[1] / taken[0],
        "a page of 100 and the count; early, midway and late in the log",
        FLAT,
    )


def _asked(opened: house.House, facts: int, records: int) -> Iterator[float]:
    clearance = Clearance(history.OWNER, TODAY)
    with opened.log.reading() as connection:
        admit(connection, clearance)
        for share in (0.3, 0.5, 0.9):
            moment = Moment(int(facts * share), TODAY)
            rows = visible(COUNTERMEASURES, clearance, moment)
            page = sa.select(rows.c.id, rows.c.title, rows.c.status, rows.c.due)
            page = page.order_by(rows.c.due, rows.c.id).limit(100)
            count = sa.select(sa.func.count()).select_from(rows)
            assert connection.execute(count).scalar() == records, "all are there at that moment"

            def ask(page: sa.Select[Any] = page, count: sa.Select[Any] = count) -> None:
                assert len(connection.execute(page).all()) == 100
                connection.execute(count).scalar()

            yield times(ask, rounds=5)[0]


def _reader(opened: house.House) -> UUID:
    """A member of the party whose records they are."""
    day = date(2023, 1, 1)
    do = opened.office.perform
    do(
        OPERATOR.member,
        lambda desk: found_parties(desk, parties=DEFAULT_PARTIES, since=day),
    )
    enrolled = do(
        OPERATOR.member,
        lambda desk: enrol_member(
            desk, party=history.OWNER, name="会議", roles=["member"], since=day
        ),
    )
    return enrolled.records[0]


def _now(opened: house.House, reader: UUID) -> float:
    def ask() -> bytes:
        return answer(opened, reader, QUERY)

    for _ in range(6):
        told = orjson.loads(ask())["data"]["countermeasures"]["nodes"]
    assert len(told) == 100 and all(one["causes"] for one in told), "each with its cause"
    return times(ask, rounds=30)[0]


def _analyse(opened: house.House) -> None:
    """What a database does by itself once it has had the time."""
    with opened.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
