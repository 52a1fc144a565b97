"""The list as of a moment, however long each record's history has grown since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa

from benchmarks import history
from benchmarks.grounds import Ground
from benchmarks.measure import Measured, Target, times
from projections.barrier import visible
from projections.clearance import Clearance, Moment
from projections.register.countermeasures import COUNTERMEASURES
from projections.told import admit
from service import house
from service.refilling import refill

FLAT: Final = Target(3)
TODAY: Final = "2099-12-31"


def measure(ground: Ground, *, smoke: bool) -> Iterator[Measured]:
    """A page of a hundred by due date, and how many there are: early, midway and late."""
    records, few, many = (200, 2_000, 8_000) if smoke else (10_000, 100_000, 1_000_000)
    settings = ground.blank("as-of")
    opened = house.found(settings)
    commands = history.repeated(many, records)
    taken: list[float] = []
    told = 0
    for facts in (few, many):
        told += sum(history.store(opened.log, history.until(commands, facts - told)).values())
        with opened.log.recorder.writing() as connection:
            refill(opened.log, connection)
        _analyse(opened)
        taken.append(sum(_asked(opened, told, records)))
    opened.close()
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


def _analyse(opened: house.House) -> None:
    """What a database does by itself once it has had the time."""
    with opened.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
