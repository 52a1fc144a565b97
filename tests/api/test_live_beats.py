"""When subscribers are looked for and when they are told: by the clock, whatever happened."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import anyio
import pytest

from api.answering import pushed
from api.edge.asked import Question
from api.edge.edge import Edge
from api.live.beats import Steady
from api.live.places import NoPlace, Places
from api.live.pushing import BEATS_OF_SILENCE, Live
from tests.api.listening import SCHEMA
from tests.api.test_live import report
from tests.houses import Home


class Noted:
    """Beats that are noted, and at which something happens."""

    def __init__(self, *happens: Callable[[], object]) -> None:
        self.noted: list[str] = []
        self._happens = list(happens)

    async def next(self) -> None:
        self.noted.append("beat")
        self._happens.pop(0)()

    async def telling(self) -> None:
        self.noted.append("telling")


def heard(home: Home, *happens: Callable[[], object]) -> list[str]:
    """What a subscriber hears and the clock tells, beat by beat, until the service stops."""

    def stop() -> None:
        live.stopping = True

    beats, edge = Noted(*happens, stop), Edge()
    live = Live(home.office, home.house.tokens, partial(pushed, SCHEMA, edge), edge, beats)
    member = home.people["PG member"]
    token = home.house.tokens.issue(member, at=home.clock(), valid=timedelta(hours=9))

    async def listen() -> None:
        asked = Question("subscription { changed { totalCount } }")
        async for body in live.pushes(live.admit(token), asked):
            beats.noted.append("kept alive" if body is None else "pushed")

    anyio.run(listen)
    return beats.noted


def nothing() -> None:
    """Happens at most beats."""


def test_what_was_found_is_told_when_the_clock_says_so(home: Home) -> None:
    happens = (lambda: report(home), lambda: report(home, "MZ"), lambda: report(home))
    assert heard(home, *happens) == [
        "beat", "telling", "pushed", "beat", "beat", "telling", "pushed", "beat",
    ]  # fmt: skip


@pytest.mark.parametrize("party", ["PG", "MZ"])
def test_a_stream_is_kept_alive_at_the_same_beats_whatever_happened(home: Home, party: str) -> None:
    happens: list[Callable[[], object]] = [nothing] * (2 * BEATS_OF_SILENCE + 3)
    happens[4] = partial(report, home, party)
    noted = [one for one in heard(home, *happens) if one not in ("telling", "pushed")]
    assert noted.index("kept alive") == BEATS_OF_SILENCE
    assert noted.count("kept alive") == 2


@pytest.mark.parametrize(("name", "seconds"), [("next", 0.2), ("telling", 0.05)])
def test_the_clock_beats_at_multiples_of_a_time(name: str, seconds: float) -> None:
    async def listen() -> None:
        waiting = getattr(Steady(0.2, 0.05), name)
        for late in (0.0, 0.07, 0.26):
            await anyio.sleep(late)
            before = time.monotonic()
            await waiting()
            multiple = (math.floor(before / seconds) + 1) * seconds
            assert multiple - 0.01 <= time.monotonic()
            assert multiple - before <= seconds

    anyio.run(listen)


def test_places_are_counted_altogether_and_for_each() -> None:
    places = Places(3, of_one=2)
    with places.held_by("a"), places.held_by("a"):
        with pytest.raises(NoPlace), places.held_by("a"):
            pass
        with places.held_by("b"), pytest.raises(NoPlace), places.held_by("c"):
            pass
        with places.held_by("c"):
            pass
    with places.held_by("a"), places.held_by("a"):
        pass
