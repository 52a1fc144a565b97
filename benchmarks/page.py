"""Writes docs/benchmarks.md of what `make bench` printed: `python -m benchmarks.page FILE… > docs/benchmarks.md`."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
from pathlib import Path
from typing import Any

HEAD = """\
# Measurements / 計測

`make bench` measures everything that is said to be quick, as ratios within one run: no time of one machine says
anything about another one. Each line is a median of several rounds, in which both sides take turns; where answers are
compared, they are the same to the byte or, from another service, the same JSON. `make bench-smoke` is the short form: it is part of what
must pass before a change lands, and fails where a figure is not even half of what is due.

This page is the output of full runs of each module, one after the other and beside nothing else, on {machine}.
Where a target is missed, [decision 0027](decisions/0027-as-fast-as-the-database.md) tells what was reached, where the time
goes and what the next step would buy.

| what | against | ratio | target | met | |
|---|---|---|---|---|---|
"""


def main() -> None:
    """Print the page."""
    found = [one for name in sys.argv[1:] for one in json.loads(Path(name).read_text())]
    machine = (
        f"{os.cpu_count()} cores ({platform.system()}, {platform.machine()}), Python"
        f" {platform.python_version()}, SQLite {sqlite3.sqlite_version}, PostgreSQL 18"
    )
    print(HEAD.format(machine=machine), end="")
    for one in found:
        print(_line(one))


def _line(one: dict[str, Any]) -> str:
    met = {None: "", True: "○", False: "×"}[one["met"]]
    cells = (one["what"], one["against"], f"{one['ratio']:.3g}", one["target"] or "", met)
    return f"| {' | '.join((*cells, one['detail']))} |"


main()
