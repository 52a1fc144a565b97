"""A command with its folds, against bare inserts of the same rows with the same durability."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from benchmarks.floor import Statement, bare, listening, replay_writes
from benchmarks.measure import Measured, times
from commands.register.countermeasures import propose_countermeasure
from examples.play import Clock, play
from service import house
from service.settings import Settings


def measure(folder: Path, *, smoke: bool) -> list[Measured]:
    """Proposing a countermeasure with its schedule: two facts, their keys, one row and its request."""
    clock = Clock()
    opened = house.found(Settings.of(f"sqlite:///{folder / 'register.sqlite'}"), clock)
    people = play(opened.office, clock)
    editor = next(p.id for p in people if p.party == "MZ" and p.roles == ("editor",))
    keys = count()

    def command() -> None:
        opened.office.perform(
            editor,
            lambda desk: propose_countermeasure(
                desk,
                title="入退室の記録を毎月確かめる",
                items=("記録の確認", "差異の報告"),
                wording="2023年6月末までに",
                written_on=date(2023, 2, 17),
            ),
            key=f"bench-{next(keys)}",
            request=b"{}",
        )

    rounds = 60 if smoke else 600
    with opened.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "register.sqlite", folder / "floor.sqlite")
    with listening(opened.engine, "INSERT", "UPDATE") as heard:
        for _ in range(rounds + 1):
            command()
    floor = bare(folder / "floor.sqlite")
    sent = _by_command(heard, rounds + 1)

    def inserts() -> None:
        replay_writes(floor, next(sent))

    inserts()
    ours, bottom = times(command, inserts, rounds=rounds)
    floor.close()
    return [
        Measured(
            "a command: lock, idempotency, decide, seal, append, fold",
            "bare inserts of the same rows",
            bottom / ours,
            f"share of the floor's speed; {rounds} rounds (higher is better)",
        )
    ]


def _by_command(heard: list[Statement], commands: int) -> Iterator[list[Statement]]:
    size, rest = divmod(len(heard), commands)
    assert rest == 0, "every command sends the same statements"
    return (heard[start : start + size] for start in range(0, len(heard), size))
