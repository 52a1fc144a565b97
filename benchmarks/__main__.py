"""`make bench`: runs every measurement, prints JSON on stdout and a table on stderr."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    appending,
    as_of,
    listing,
    over_http,
    reading,
    rebuilding,
    starting,
    walls,
    workbooks,
)
from benchmarks.grounds import Postgresql, grounds
from benchmarks.measure import Measured

ON_BOTH = {"appending": appending, "rebuilding": rebuilding, "as_of": as_of, "reading": reading}
ON_POSTGRESQL = {"walls": walls, "over_http": over_http}
ON_SQLITE = {"listing": listing, "workbooks": workbooks, "starting": starting}


def main() -> None:
    """Measure; `--smoke` measures the same on less, and fails below half of a target; names measure these
    alone."""
    smoke = "--smoke" in sys.argv[1:]
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    found: list[Measured] = []
    table = Table("what", "against", "ratio", "target", "met", "detail")
    for one in measured(named, smoke=smoke):
        print(".", end="", file=sys.stderr, flush=True)
        found.append(one)
        met = {None: "", True: "○", False: "×"}[one.met]
        target = "" if one.target is None else str(one.target)
        table.add_row(one.what, one.against, f"{one.ratio:.3g}", target, met, one.detail)
    console = Console(stderr=True)
    console.print()
    console.print(table)
    missed = [one.what for one in found if one.met is False]
    console.print(f"Targets missed: {len(missed)}" + "".join(f"\n  × {what}" for what in missed))
    print(json.dumps([one.plain() for one in found], ensure_ascii=False))
    failed = [one.what for one in found if one.failed]
    if smoke and failed:
        sys.exit("Not even half of what is due:" + "".join(f"\n  × {what}" for what in failed))


def measured(named: list[str], *, smoke: bool) -> Iterator[Measured]:
    """Every measurement, or those of the named modules."""
    on_both = {n: module for n, module in ON_BOTH.items() if not named or n in named}
    on_one = {n: module for n, module in ON_POSTGRESQL.items() if not named or n in named}
    with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
        if on_both or on_one:
            with grounds(Path(folder)) as places:
                for module in on_both.values():
                    for ground in places:
                        yield from module.measure(ground, smoke=smoke)
                for other in on_one.values():
                    for ground in places:
                        if isinstance(ground, Postgresql):
                            yield from other.measure(ground, smoke=smoke)
    for name, other in ON_SQLITE.items():
        if not named or name in named:
            with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
                yield from other.measure(Path(folder), smoke=smoke)


main()
