"""Hostile requests, each kind against a running service: refused in time, and the next one answered.

`make hostile` sends a hundred thousand of them; docs/wall.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from benchmarks.hostile import GOOD_ONE, KINDS, Kind, Line, attack, memory
from tests.houses import Home
from tests.marks import logged
from tests.service.test_workers import Served, serving

SECONDS = 5.0
"""More than any of them takes on a busy machine."""
MORE_MEMORY = 40_000_000
"""Bytes that a service may hold more after its first thousand requests."""


@pytest.fixture
def service(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("SEKISHO_RATE", "off")
    with serving(home) as service:
        yield service


def port_of(service: Served) -> int:
    port = urlsplit(service.url).port
    assert port is not None
    return port


def test_each_kind_is_refused_in_time_and_the_next_question_answered(service: Served) -> None:
    with closing(Line(port_of(service), service.token)) as line:
        for kind in KINDS:
            status, _ = line.send(kind)
            assert status == kind.status, kind.name
            status, answer = line.send(GOOD_ONE)
            assert (status, b"errors" in answer) == (200, False), f"after {kind.name}"
    taken, wrong = attack(port_of(service), service.token, 4 * len(KINDS))
    assert not wrong
    slowest = max((max(seconds), name) for name, seconds in taken.items() if seconds)
    assert slowest[0] < SECONDS, slowest
    before = memory(service.process.pid)
    attack(port_of(service), service.token, 8 * len(KINDS))
    assert memory(service.process.pid) - before < MORE_MEMORY
    service.process.terminate()
    assert service.process.stderr is not None
    said = service.process.stderr.read()
    assert "unexpected" not in said and "Traceback" not in said and not logged(said)


def test_each_kind_has_a_name_of_its_own_and_is_refused_for_it() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) > 70
    assert all(400 <= kind.status < 500 for kind in KINDS)


@pytest.mark.sqlite_only("the same on any database")
def test_the_kinds_are_hostile_alone_by_what_their_names_say(service: Served) -> None:
    """The request that all of them are made from is a good one."""
    with closing(Line(port_of(service), service.token)) as line:
        assert line.send(Kind("nothing is wrong with it", 200))[0] == 200
