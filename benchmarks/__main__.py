"""`make bench`: runs every measurement, prints JSON on stdout and a table on stderr."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import appending, listing, workbooks
from benchmarks.measure import Measured


def main() -> None:
    """Measure; `--smoke` measures the same on less."""
    smoke = "--smoke" in sys.argv[1:]
    found: list[Measured] = []
    for module in (appending, listing, workbooks):
        with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
            found += module.measure(Path(folder), smoke=smoke)
    table = Table("what", "against", "ratio", "detail")
    for one in found:
        table.add_row(one.what, one.against, f"{one.ratio:.2f}", one.detail)
    Console(stderr=True).print(table)
    print(json.dumps([one.plain() for one in found], ensure_ascii=False))


main()
