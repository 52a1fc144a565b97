"""How soon the command line answers: its help, against a bare start of what draws it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import Measured, Target, times

BARE = "import typer, rich"
HELP = "import sys; sys.argv[1:] = ['--help']; from service.main import main; main()"


def measure(folder: Path, *, smoke: bool) -> Iterator[Measured]:
    """New processes, one after the other."""
    helped, bare = _starting(folder, HELP), _starting(folder, BARE)
    helped()
    bare()
    ours, floor = times(helped, bare, rounds=5 if smoke else 15)
    yield Measured(
        "sekisho --help",
        f"a process that does no more than {BARE}",
        ours / floor,
        f"{ours * 1000:.0f} ms and {floor * 1000:.0f} ms (lower is better)",
        Target(3),
    )


def _starting(folder: Path, code: str) -> Callable[[], object]:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {code}"]
    return lambda: subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
