"""Leaks planted in a copy of the running code: a difference each, under tests/wall/leaks/.

The first line of such a file says what leaks. A line `found by:` names the tests of the wall of which one
has to find it. Then comes the difference, as `git diff` or `diff -u` writes it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final, Self

ROOT: Final = Path(__file__).parents[2]
LEAKS: Final = Path(__file__).parent / "leaks"
ROOMS: Final = (
    "domain",
    "store",
    "projections",
    "commands",
    "papers",
    "api",
    "service",
    "migrations",
    "examples",
    "tests",
)
FOUND_BY: Final = "found by:"


class LeakDoesNotFit(Exception):
    """The code has changed where a leak is planted."""

    def __init__(self, leak: str, path: str, missing: str, times: int) -> None:
        super().__init__(
            f"The leak {leak} cannot be planted any more: {path} holds {times or 'none'} of\n\n"
            f"{missing}\n\n"
            "Renew it: change the code so that it leaks again in the way the first line says, write"
            f" the change with `git diff {path}` behind the first lines of tests/wall/leaks/{leak},"
            " and take the change back."
        )


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of a file, and what stands in their place."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Leak:
    """One way in which the code might tell too much."""

    name: str
    what: str
    found_by: tuple[str, ...]
    hunks: tuple[Hunk, ...]

    @classmethod
    def read(cls, file: Path) -> Self:
        """The leak in a file."""
        what, *lines = file.read_text().splitlines()
        named = takewhile(lambda line: not line.startswith("---"), lines)
        found_by = [line.removeprefix(FOUND_BY).strip() for line in named if FOUND_BY in line]
        return cls(file.name, what, tuple(found_by), tuple(_hunks(lines)))

    def planted_in(self, folder: Path, of: Path = ROOT) -> Path:
        """A copy of the code that leaks; raises LeakDoesNotFit."""
        copied(folder, of)
        for hunk in self.hunks:
            file = folder / hunk.path
            text = file.read_text()
            if text.count(hunk.before) != 1:
                raise LeakDoesNotFit(self.name, hunk.path, hunk.before, text.count(hunk.before))
            file.write_text(text.replace(hunk.before, hunk.after))
        return folder


def copied(folder: Path, of: Path = ROOT) -> Path:
    """A copy of the code."""
    for room in ROOMS:
        shutil.copytree(of / room, folder / room, ignore=shutil.ignore_patterns("node"))
    for name in ("pyproject.toml", "alembic.ini"):
        shutil.copy(of / name, folder)
    return folder


def _hunks(lines: list[str]) -> Iterator[Hunk]:
    """The hunks of a difference; where they stand in their file is found by what they say."""
    path, before, after = "", list[str](), list[str]()
    for line in [*lines, "@@"]:
        if line.startswith(("@@", "--- ", "+++ ", "diff ", "index ")):
            if before:
                yield Hunk(path, "\n".join(before) + "\n", "".join(f"{one}\n" for one in after))
                before, after = [], []
            if line.startswith("+++ "):
                path = re.sub("^b/", "", line.removeprefix("+++ ").split("\t")[0])
        elif path and line[:1] in ("-", " ", ""):
            before.append(line[1:])
        if path and line[:1] in ("+", " ", "") and not line.startswith("+++ "):
            after.append(line[1:])


def every_leak() -> list[Path]:
    """The files of all leaks."""
    return sorted(LEAKS.glob("*.diff"))
