"""Six processes write at once: positions are dense and in commit order, and nobody sees a gap."""

from __future__ import annotations

import os
import time
from typing import Final
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.settings import Settings
from store.engine import snapshot
from store.tables import REGISTER
from tests.grounds import environment
from tests.store.writers import Follower, follow, writers

WRITERS: Final = 6
FACTS: Final = {
    "postgresql": int(os.environ.get("SEKISHO_RACE_FACTS", "100000")),
    "sqlite": int(os.environ.get("SEKISHO_RACE_FACTS", "100000")) // 10,
}
"""How many facts are written; `make race-long` asks for ten times as many."""


def test_positions_are_dense_and_in_commit_order(settings: Settings, engine: sa.Engine) -> None:
    each = [FACTS[engine.dialect.name] // WRITERS] * WRITERS
    url = environment(settings)["SEKISHO_DATABASE_URL"]
    with writers(url, os.urandom(32), each) as processes:
        follower = follow(engine, processes)
        assert [one.exitcode for one in processes] == [0] * WRITERS
    assert follower.position == sum(each)
    facts = REGISTER.facts.c
    with snapshot(engine) as connection:
        said = connection.execute(
            sa.select(
                sa.func.count(),
                sa.func.max(facts.position),
                sa.func.count(facts.command.distinct()),
            )
        ).one()
    assert tuple(said) == (sum(each), sum(each), follower.commands)


def test_a_writer_that_is_killed_leaves_no_gap_and_nobody_waiting(
    settings: Settings, engine: sa.Engine
) -> None:
    url = environment(settings)["SEKISHO_DATABASE_URL"]
    follower = Follower(engine)
    with writers(url, os.urandom(32), [1_000_000, 600, 600]) as (endless, *others):
        deadline = time.monotonic() + 60
        while not follower.follow() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.2)
        endless.kill()
        for one in others:
            one.join(60)
        assert [one.exitcode for one in others] == [0, 0]
    follower.follow()
    assert follower.position >= 1_200


@pytest.mark.parametrize("broken", ["a gap", "out of order", "in parts", "back in time"])
def test_a_follower_notices(engine: sa.Engine, broken: str) -> None:
    """Else the tests above would pass whatever happened."""
    follower = Follower(engine)
    write(engine, (1, 1, 10), (2, 1, 10))
    assert follower.follow() == 2
    match broken:
        case "a gap":
            write(engine, (4, 4, 11))
        case "out of order":
            write(engine, (4, 4, 11), (3, 4, 11))
        case "in parts":
            write(engine, (3, 1, 10))
        case "back in time":
            write(engine, (3, 3, 9))
    with pytest.raises(AssertionError):
        follower.follow()


def write(engine: sa.Engine, *rows: tuple[int, int, int]) -> None:
    """Facts with these positions, commands and instants."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for position, command, at in rows:
            connection.execute(
                REGISTER.facts.insert(),
                {
                    "position": position,
                    "command": command,
                    "originator_id": UUID(int=1),
                    "originator_version": position,
                    "topic": "test",
                    "state": b"",
                    "recorded_at": at,
                    "author_salt": bytes(16),
                    "body_salt": bytes(16),
                },
            )
