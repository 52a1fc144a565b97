"""What it costs to put reads on record: the nested list of a hundred that another party opened, at one
connection and at four."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from uuid import UUID

from benchmarks.asking import answer
from benchmarks.grounds import Ground, Postgresql
from benchmarks.listing import QUERY
from benchmarks.measure import Measured
from benchmarks.walls import RECORDS, told_to_another
from examples.play import Clock
from service import house

AT_ONCE = (1, 4)


def measure(ground: Ground, *, smoke: bool) -> Iterator[Measured]:
    """The same question with its read kept before it leaves, and without: asked in turn."""
    clock = Clock()
    clock.join_real_time()
    name = "reads"
    settings = ground.locked(name) if isinstance(ground, Postgresql) else ground.blank(name)
    opened = house.found(settings, clock)
    reader = next(
        member
        for whose, member in told_to_another(opened, clock).items()
        if whose == "released until a day"
    )
    rounds = 3 if smoke else 9
    each = 30 if smoke else 120
    for lines in AT_ONCE:
        with_record: list[float] = []
        without: list[float] = []
        for _ in range(rounds):
            for kept, taken in ((False, without), (True, with_record)):
                taken.append(_seconds(_asking(opened, reader, keep=kept), lines, each))
        slower = median(with_record) / median(without)
        commit = (median(with_record) - median(without)) / each
        yield Measured(
            f"{ground.name}: the nested list of {RECORDS} of another party, on record,"
            f" {lines} at once",
            "not on record",
            slower,
            f"{commit * 1000:.2f} ms more an answer (lower is better)",
        )
    opened.close()


def _asking(opened: house.House, member: UUID, *, keep: bool) -> Callable[[], None]:
    def ask() -> None:
        answer(opened, member, QUERY, keep=keep)

    return ask


def _seconds(ask: Callable[[], None], lines: int, each: int) -> float:
    with ThreadPoolExecutor(lines) as pool:
        begun = time.perf_counter()
        for done in [pool.submit(ask) for _ in range(each)]:
            done.result()
        return time.perf_counter() - begun
