"""The worlds of a run, which of its locks are on, and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.grounds import Ground, Postgresql
from tests.houses import Template
from tests.unlocking import the_first_lock_off
from tests.wall.amount import SOME_VIEWERS
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.worlds import founded


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What one party asks is asked in one process: telling its worlds takes longer than most tests.

    With the first lock off, some parties ask: all of them did with both locks on.
    """
    asking = SOME_VIEWERS if config.getoption("--first-lock-off") else VIEWERS
    left: list[pytest.Item] = []
    for item in items:
        if "two" in getattr(item, "fixturenames", ()) and config.getoption("--first-lock-off"):
            left.append(item)  # the desk has one lock
        if "worlds" not in getattr(item, "fixturenames", ()):
            continue
        called = getattr(item, "callspec", None)
        viewer = called.params.get("viewer", VIEWERS[0]) if called else VIEWERS[0]
        item.add_marker(pytest.mark.xdist_group(viewer))
        if viewer not in asking:
            left.append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in set(left)]


@pytest.fixture(scope="session")
def locks(request: pytest.FixtureRequest, ground: Ground) -> Iterator[None]:
    """With `--first-lock-off` the database's lock alone hides what is hidden."""
    if not request.config.getoption("--first-lock-off"):
        yield
        return
    if not isinstance(ground, Postgresql):
        pytest.fail("SQLite has one lock: --first-lock-off wants --database postgresql")
    with the_first_lock_off():
        yield


@pytest.fixture(scope="session")
def worlds(
    template: Template, locks: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
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
        for world in (pair.a.world, pair.b.world):
            record_property("wall world", f"{world.cast.viewer} {world.letter}")
        for clearance in sorted(pair.counts.clearances):
            record_property("wall clearance", clearance)
        pair.counts = type(pair.counts)()

    return note
