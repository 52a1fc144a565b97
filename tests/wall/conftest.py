"""The worlds of a run, and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.houses import Template
from tests.wall.pairs import Pair, Worlds
from tests.wall.worlds import founded


@pytest.fixture(scope="session")
def worlds(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """All worlds, each told when a test first asks for it."""
    folder = tmp_path_factory.mktemp("worlds")
    every = Worlds(founded(template, folder / "base"), folder)
    yield every
    every.close()


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Callable[[Pair], None]:
    """Notes what was asked of a pair, for the summary of the run."""

    def note(pair: Pair) -> None:
        record_property("wall documents", pair.counts.documents)
        record_property("wall answers", pair.counts.answers)
        for clearance in sorted(pair.counts.clearances):
            record_property("wall clearance", clearance)
        pair.counts = type(pair.counts)()

    return note
