"""Many processes that write to one log, and one that follows it and trusts nothing.

It imports little, since each process imports it anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from random import Random
from uuid import UUID

import sqlalchemy as sa

from domain.register.taxonomy import Taxonomy
from store.engine import open_engine, snapshot
from store.keys import WrappingKey
from store.log import Log
from store.tables import REGISTER


def write(url: str, secret: bytes, seed: int, facts: int) -> None:
    """One writer, in a process of its own: so many facts, in commands of varied size.

    Its clock is wrong by up to an hour, and some of its commands break off.
    """
    random = Random(seed)
    skew = timedelta(seconds=random.randint(-3_600, 3_600))
    log = open_log(url, secret, lambda: datetime.now(UTC) + skew)
    by, party = UUID(int=seed), seed * 1_000_000  # an id follows from the party
    while facts > 0:
        size = min(facts, random.choice((1, 1, 2, 3, 10, 50, 200, 500)))
        party += 1
        try:
            with log.writing() as work:
                taxonomy = Taxonomy.found(owner=party, by=by, at=work.now)
                for number in range(size - 1):
                    taxonomy.add(name=f"分類{number}", by=by, at=work.now)
                work.keep(taxonomy)
                if random.random() < 0.05:
                    raise BreaksOff
        except BreaksOff:
            continue
        facts -= size
    log.engine.dispose()


class BreaksOff(Exception):
    """A command that is not carried through."""


def open_log(url: str, secret: bytes, clock: Callable[[], datetime]) -> Log:
    """A log by its URL, without any fold."""
    return Log(open_engine(url), REGISTER, WrappingKey(secret), clock=clock, fold=lambda *_: None)


@contextmanager
def writers(url: str, secret: bytes, each: Sequence[int]) -> Iterator[Sequence[BaseProcess]]:
    """Processes that write so many facts each; none is left behind."""
    context = get_context("spawn")
    started = [
        context.Process(target=write, args=(url, secret, seed, facts), daemon=True)
        for seed, facts in enumerate(each, 1)
    ]
    for one in started:
        one.start()
    try:
        yield started
    finally:
        for one in started:
            one.kill()
            one.join()


class Follower:
    """Reads the log by position, as mail and witnesses will, and trusts nothing."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.position = 0
        self.commands = 0
        self._command = 0
        self._at = 0

    def follow(self) -> int:
        """Read what is new and hold it against what was read before; returns how much it was.

        The next fact has the next position; a command's facts appear all at once and bear the
        position of their first; instants never go back.
        """
        facts = REGISTER.facts.c
        with snapshot(self._engine) as connection:
            rows = connection.execute(
                sa.select(facts.position, facts.command, facts.recorded_at)
                .where(facts.position > self.position)
                .order_by(facts.position)
            ).all()
        read = self.position
        for position, command, at in rows:
            assert position == self.position + 1, f"{position} comes behind {self.position}"
            if command != self._command:
                assert command == position, f"{position} says it belongs to {command}"
                self.commands += 1
            else:
                assert command > read, f"{position} came later than its command {command}"
                assert at == self._at, f"{position} has another instant than its command"
            assert at >= self._at, f"{position} is recorded before {self.position}"
            self.position, self._command, self._at = position, command, at
        return len(rows)


def follow(engine: sa.Engine, processes: Sequence[BaseProcess]) -> Follower:
    """Follow the log until all writers have ended, and once more."""
    follower = Follower(engine)
    while any(one.is_alive() for one in processes):
        if not follower.follow():
            time.sleep(0.01)
    follower.follow()
    return follower
