"""Races: several at once at one register, through doors of their own, as several servers would be.

`race_often` is for rules: two commands at one moment, again and again, each time about new records,
and a judge who says whether what came out could have come out one after the other.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, TypeVar

from domain.refusals import Refusal
from service import house
from tests.houses import Home

RACES: Final = int(os.environ.get("SEKISHO_RACES", "200"))
"""How often two commands race."""

T = TypeVar("T")


@contextmanager
def doors(home: Home, count: int = 2) -> Iterator[list[Home]]:
    """The same house, entered `count` times: each with connections and a log of its own."""
    opened = [
        replace(home, house=house.enter(home.house.settings, home.clock)) for _ in range(count)
    ]
    yield opened
    for one in opened:
        one.close()


def race(*acts: Callable[[], object]) -> list[object]:
    """All act at one moment, each in a thread of its own; a refusal is an answer like any other."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def race_often(
    home: Home,
    *,
    about: Callable[[Home], T],
    one: Callable[[Home, T], object],
    other: Callable[[Home, T], object],
    judge: Callable[[T, object, object], None],
    times: int = RACES,
) -> None:
    """Race `one` against `other` about something new each time, and have the outcome judged.

    Who is called first alternates. A `judge` is given what the race was about and both answers.
    """
    with doors(home) as (left, right):
        for turn in range(times):
            subject = about(home)

            def first(subject: T = subject) -> object:
                return one(left, subject)

            def second(subject: T = subject) -> object:
                return other(right, subject)

            if turn % 2:
                judge(subject, *race(first, second))
            else:
                judge(subject, *reversed(race(second, first)))
