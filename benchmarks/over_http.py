"""The meeting query over HTTP, of `sekisho serve` and of its peers, all on the same PostgreSQL database.

Sekisho answers from behind both its locks, by logins of their own to write and to read. The peers are
spared them: what the barrier decides is written into their views, and their login owns the tables.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final

import psycopg

from benchmarks.grounds import Postgresql
from benchmarks.listing import meeting
from benchmarks.load import Asked, Peer, answer_of, asked
from benchmarks.measure import Measured, Target
from benchmarks.peers import serving
from service import house
from service.settings import Settings

RECORDS: Final = 100
LINES: Final = 4
"""Connections at once."""
PROCESSES: Final = (1, 2)
"""Both are tried of who can be served by several; the better one counts."""
SEKISHO, POSTGRAPHILE, STRAWBERRY = "Sekisho", "PostGraphile 5", "Strawberry over ORM rows"
TARGETS: Final = {
    POSTGRAPHILE: Target(2.5, at_least=True, reached=1.1),
    STRAWBERRY: Target(12, at_least=True),
}
VIEWS: Final = Path(serving.__file__).with_name("meeting.sql")


@dataclass(frozen=True)
class Met:
    """One who was asked, and what came of each round."""

    peer: Peer
    length: int
    rounds: list[Asked] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return median(one.rate for one in self.rounds)

    def within(self, share: float) -> float:
        """The seconds within which this share of the answers came."""
        return median(one.within(share) for one in self.rounds)

    def __str__(self) -> str:
        p50, p99 = (self.within(share) * 1000 for share in (0.5, 0.99))
        return f"{self.peer.name}: {self.rate:.0f}/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms"


def measure(ground: Postgresql, *, smoke: bool) -> Iterator[Measured]:
    """Whole answers a second over connections that are kept. In short: without PostGraphile."""
    settings = ground.locked("meeting")
    opened, editor = meeting(settings)
    token = opened.tokens.issue(editor, at=house.system_clock(), valid=timedelta(days=1))
    opened.close()
    _prepare(settings)
    ground.analyse(settings)
    node = None if smoke else _node()
    with ExitStack() as running:
        begin = running.enter_context
        peers = {
            SEKISHO: [begin(serving.sekisho(settings, token, n)) for n in PROCESSES],
            STRAWBERRY: [begin(serving.strawberry_orm(settings))],
        }
        if node:
            peers[POSTGRAPHILE] = [
                begin(serving.postgraphile(settings, node, n)) for n in PROCESSES
            ]
        met = _met(peers)
        for rounds, seconds in ((1, 1.0), (2, 0.7) if smoke else (7, 3.0)):
            _ask_in_turn(met, rounds, seconds)  # the first time to get warm
    yield from _told(met)


def _prepare(settings: Settings) -> None:
    """Make the peers' views."""
    owner = settings.owner_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(VIEWS.read_bytes())


def _node() -> Path | None:
    node = serving.node_of_peers()
    if node is None:
        print(
            f"\n{POSTGRAPHILE} is left out: npm has not fetched it, or there is no Node.js"
            f" {serving.OLDEST_NODE} or newer for it (make peers).",
            file=sys.stderr,
        )
    return node


def _met(peers: dict[str, list[Peer]]) -> dict[str, list[Met]]:
    """Meet all of them, who answer the same: in which order an object's fields stand is all one."""
    met: dict[str, list[Met]] = {}
    first = None
    for name, some in peers.items():
        answers = [answer_of(peer) for peer in some]
        met[name] = [Met(peer, len(answer)) for peer, answer in zip(some, answers, strict=True)]
        for answer in answers:
            told = json.loads(answer)
            first = first or told
            assert told == first, f"{name} answers otherwise"
    assert first and len(first["data"]["countermeasures"]["nodes"]) == RECORDS, "it is whole"
    return met


def _ask_in_turn(met: dict[str, list[Met]], rounds: int, seconds: float) -> None:
    for some in met.values():
        for one in some:
            one.rounds.clear()
    for _ in range(rounds):
        for some in met.values():
            for one in some:
                one.rounds.append(asked(one.peer, length=one.length, lines=LINES, seconds=seconds))


def _told(met: dict[str, list[Met]]) -> Iterator[Measured]:
    what = f"PostgreSQL: the nested list of {RECORDS} over HTTP at {LINES} connections"
    best = {name: max(some, key=lambda one: one.rate) for name, some in met.items()}
    ours = best.pop(SEKISHO)
    for name, theirs in best.items():
        figures = "; ".join(map(str, [*met[SEKISHO], *met[name]]))
        yield Measured(
            f"{what}, answers a second",
            name,
            ours.rate / theirs.rate,
            f"{figures} (higher is better)",
            TARGETS[name],
        )
        yield Measured(
            f"{what}, the slowest of a hundred",
            name,
            ours.within(0.99) / theirs.within(0.99),
            f"p99 {ours.within(0.99) * 1000:.1f} ms and {theirs.within(0.99) * 1000:.1f} ms"
            " (lower is better)",
            Target(1),
        )
