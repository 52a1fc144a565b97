"""The stage: the example register, played once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.stage import Played, Stage, copy_of, play_into
from tests.grounds import Ground


@pytest.fixture(scope="session")
def played(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play_into(tmp_path_factory.mktemp("played"))


@pytest.fixture
def stage(played: Played, tmp_path: Path) -> Iterator[Stage]:
    opened = copy_of(played, tmp_path / "house")
    yield opened
    opened.remove()


@pytest.fixture(scope="session")
def shared(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A stage for tests that only read."""
    opened = copy_of(played, tmp_path_factory.mktemp("shared"))
    yield opened
    opened.remove()
