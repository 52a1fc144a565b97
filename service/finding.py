"""One thing that `sekisho check` looked at."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not.

    What is not `serious` works, and protects less than it could.
    """

    well: bool
    what: str
    remedy: str = ""
    serious: bool = True


def private(what: str, file: Path) -> Finding:
    """Whether a file is its owner's alone."""
    mode = stat.S_IMODE(file.stat().st_mode)
    return Finding(
        mode & 0o077 == 0,
        f"{what}: {file} ({mode:o})",
        f"他の人に読めます。chmod 600 {file} を実行してください。"
        f" / Others can read it: run chmod 600 {file}.",
    )


def some(told: list[str]) -> str:
    """The first of what is told, and how many there are."""
    return "; ".join(told[:6]) + (f" … ({len(told)})" if len(told) > 6 else "")
