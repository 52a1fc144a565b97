"""The stage: the example register, played once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.play import Person
from tests.api.stage import Stage, copy_of, play_into


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Person, ...]]:
    folder = tmp_path_factory.mktemp("played")
    return folder, play_into(folder)


@pytest.fixture
def stage(played: tuple[Path, tuple[Person, ...]], tmp_path: Path) -> Iterator[Stage]:
    folder, people = played
    opened = copy_of(folder, tmp_path / "house", people)
    yield opened
    opened.house.engine.dispose()


@pytest.fixture(scope="session")
def shared(
    played: tuple[Path, tuple[Person, ...]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """A stage for tests that only read."""
    folder, people = played
    opened = copy_of(folder, tmp_path_factory.mktemp("shared"), people)
    yield opened
    opened.house.engine.dispose()
