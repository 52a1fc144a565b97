"""Rebuilding all views: against plain rows, against the library's own runner, and its memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa

from benchmarks import history, runner
from benchmarks.grounds import Ground
from benchmarks.measure import Measured, Target, times
from projections.all import FOLDING
from projections.refilling import HELD
from projections.view import METADATA
from service import house
from service.refilling import BATCH, refill
from service.settings import Settings
from store.tables import REGISTER

AGAINST_ROWS: Final = {
    "SQLite": Target(0.12, at_least=True, reached=0.036),
    "PostgreSQL": Target(0.25, at_least=True, reached=0.048),
}
AGAINST_RUNNER: Final = Target(40, at_least=True, reached=15)
MEMORY: Final = Target(1.2)

MONTHLY: Final = 400
"""Countermeasures proposed a month: so many more months make the larger register."""


def measure(ground: Ground, *, smoke: bool) -> Iterator[Measured]:
    """The facts of some years, sealed texts opened; `history.MIX` says what they are."""
    few, many, run = (3_000, 9_000, 200) if smoke else (100_000, 1_000_000, 2_000)
    monthly = 30 if smoke else MONTHLY
    require_equal_rows(ground)
    settings = ground.blank("years")
    opened = house.found(settings)
    mix = history.store(opened.log, history.years(few, monthly))
    facts = sum(mix.values())
    said = f"{facts:,} facts, {_sealed(opened) / facts:.0%} of them with a sealed text"
    bare = ground.bare(settings)

    def rebuild() -> None:
        with opened.log.recorder.writing() as connection:
            refill(opened.log, connection)

    def read() -> None:
        for table in (REGISTER.facts, REGISTER.keys):
            names = [c.name for c in table.c if not c.name.endswith("salt")]
            cursor = bare.cursor()
            cursor.execute(f"SELECT {', '.join(names)} FROM {table.name}")
            deque(cursor, maxlen=0)
        bare.commit()

    rebuild()
    ours, rows = times(rebuild, read, rounds=3)
    yield Measured(
        f"{ground.name}: rebuilding all views",
        "reading the facts and their keys as plain rows",
        rows / ours,
        f"{said}; share of that speed",
        AGAINST_ROWS[ground.name],
    )
    per_fact = runner.seconds_per_fact(ground, opened, run)
    yield Measured(
        f"{ground.name}: rebuilding all views",
        "the library's ProjectionRunner, a transaction a fact",
        per_fact / (ours / facts),
        f"times as fast a fact; the runner over {run:,} of them, in memory, sealed texts opened",
        AGAINST_RUNNER,
    )
    bare.close()
    opened.close()
    larger = ground.blank("more-years")
    opened = house.found(larger)
    history.store(opened.log, history.years(many, monthly))
    opened.close()
    scaled = ("500", "1000") if smoke else ()
    (small, _), (large, taken) = (_peak(one, *scaled) for one in (settings, larger))
    yield Measured(
        f"{ground.name}: peak memory of a rebuild of {many:,} facts",
        f"that of {few:,}",
        large / small,
        f"of the process: {large >> 20} MB and {small >> 20} MB; "
        f"a fact takes {taken / many / (ours / facts):.2f} of the time it takes among the few",
        MEMORY,
    )


def require_equal_rows(ground: Ground) -> None:
    """A rebuild gives the rows that folding command by command gives, before it is timed."""
    opened = house.found(ground.blank("equal"))
    history.store(opened.log, history.years(1_000, 10))
    with opened.log.recorder.writing() as connection:
        refill(opened.log, connection, batch=700, held=100)
        rebuilt = _contents(connection)
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())
        reader = opened.log.reader(connection)
        for _, command in reader.batches(1):
            FOLDING(connection, command)
        assert _contents(connection) == rebuilt, "equal rows before anything is timed"
    assert rebuilt["countermeasure_past"]
    opened.close()


def peak(url: str, key_file: str, *scaled: str) -> None:
    """Rebuild in this process, and say its peak memory in bytes and the seconds it took."""
    import resource
    from pathlib import Path

    opened = house.enter(Settings.of(url, Path(key_file)))
    batch, held = map(int, scaled) if scaled else (BATCH, HELD)
    begun = time.perf_counter()
    with opened.log.recorder.writing() as connection:
        refill(opened.log, connection, batch=batch, held=held)
    taken = time.perf_counter() - begun
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, taken)


def _peak(settings: Settings, *scaled: str) -> tuple[int, float]:
    url = settings.database_url.render_as_string(hide_password=False)
    say = "import sys; from benchmarks.rebuilding import peak; peak(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", say, url, str(settings.key_file), *scaled],
        check=True,
        capture_output=True,
        text=True,
    )
    memory, taken = done.stdout.split()
    return int(memory), float(taken)


def _contents(connection: sa.Connection) -> dict[str, list[Any]]:
    return {
        table.name: sorted(connection.execute(sa.select(table)).all(), key=repr)
        for table in METADATA.sorted_tables
    }


def _sealed(opened: house.House) -> int:
    """How many facts bear a sealed text."""
    keys = REGISTER.keys
    bearing = sa.select(keys.c.originator_id, keys.c.originator_version).distinct().subquery()
    with opened.log.following() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(bearing)).scalar_one()
