"""The wall proves itself: leaks planted in a copy of the running code are found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wall.amount import EVERYTHING
from tests.wall.planting import ROOT, Leak, LeakDoesNotFit, copied, every_leak

LEAST = 12
QUIETLY = ("-x", "-q", "--no-header", "-p", "no:cacheprovider")
FOUND = "tests.wall.asking.Difference"
CHANNELS = (
    "unfiltered-total",
    "filter-after-page",
    "order-by-hidden",
    "search-over-hidden",
    "forbidden-versus-missing",
    "lazy-parent",
    "serial-code",
    "version-number",
    "cursor-position",
    "uniqueness-error",
    "cache-across-viewers",
    "hidden-links-other-end",
)
"""Ways in which others leaked; there are more under tests/wall/leaks."""


def test_every_channel_has_its_leak() -> None:
    names = {file.stem for file in every_leak()}
    assert names >= set(CHANNELS)
    for file in every_leak():
        leak = Leak.read(file)
        assert leak.what and leak.found_by and leak.hunks, file.name


def planted() -> list[Path]:
    """The leaks that are planted at this build: one of each channel, and all of the desk's, which take seconds;
    all of them where everything is asked."""
    return [
        file
        for file in every_leak()
        if EVERYTHING or file.stem in CHANNELS or file.stem.startswith("desk-")
    ]


@pytest.mark.parametrize("file", every_leak(), ids=lambda file: file.stem)
def test_every_leak_can_be_planted(file: Path) -> None:
    """One that does not fit would prove nothing when its turn comes."""
    for hunk in Leak.read(file).hunks:
        assert (ROOT / hunk.path).read_text().count(hunk.before) == 1, hunk.path


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy without a leak that Python has read: the others need not be read anew."""
    copy = copied(tmp_path_factory.mktemp("compiled") / "copy")
    done = run(copy, "--collect-only", "tests/wall")
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


@pytest.mark.parametrize("file", planted(), ids=lambda file: file.stem)
def test_a_planted_leak_is_found(file: Path, compiled: Path, tmp_path: Path) -> None:
    leak = Leak.read(file)
    copy = leak.planted_in(tmp_path / "copy", compiled)
    done = run(copy, f"--basetemp={tmp_path / 'base'}", *leak.found_by)
    assert done.returncode == 1, f"{leak.what} Nobody noticed.\n{done.stdout}{done.stderr}"
    assert FOUND in done.stdout, f"{leak.what} It broke instead.\n{done.stdout}{done.stderr}"


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Tests of a copy of the code."""
    ours = ("PYTEST_", "PYTHONDONTWRITEBYTECODE")
    told = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *QUIETLY, *arguments],
        cwd=copy,
        env=told | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_leak_that_fits_no_more_says_how_to_renew_it(tmp_path: Path) -> None:
    gone = tmp_path / "gone.diff"
    gone.write_text(
        "What leaks.\n--- a/api/http.py\n+++ b/api/http.py\n@@ @@\n-once upon a time\n+now\n"
    )
    with pytest.raises(LeakDoesNotFit, match=r"git diff api/http\.py.*gone\.diff"):
        Leak.read(gone).planted_in(tmp_path / "copy")
