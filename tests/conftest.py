"""What all tests share: a house of their own, and random tests that CI repeats exactly."""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import grounds, marks
from tests.grounds import Ground
from tests.houses import Home, Template
from tests.unlocking import the_first_lock_off

settings.register_profile(
    "here",
    database=None,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="what the houses of the tests stand on; with postgresql, only tests that have one run",
    )

    parser.addoption(
        "--first-lock-off",
        action="store_true",
        help="ask the two worlds of tests/wall with the barrier's own predicate switched off",
    )


def pytest_configure(config: pytest.Config) -> None:
    os.environ[grounds.CHOSEN] = config.getoption("--database")
    for ours in ("asyncio", "httpx2"):  # what the tests themselves do is no log of the service
        logging.getLogger(ours).setLevel(logging.WARNING)
    config.addinivalue_line("markers", "sqlite_only(reason): about what only SQLite has")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what stands on the ground of the run is run: everything else is the same
    as on SQLite, and was run there."""
    if config.getoption("--database") == "sqlite":
        return
    chosen = [
        item
        for item in items
        if "ground" in getattr(item, "fixturenames", ())
        and item.get_closest_marker("sqlite_only") is None
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Whatever a test is about, it fails if something that people wrote comes up in a log."""
    report = yield
    marks.judge(report)
    return report


def pytest_sessionfinish() -> None:
    grounds.stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was asked of the two worlds in this run (docs/wall.md)."""
    reports = [
        one
        for outcome in ("passed", "failed")
        for one in terminalreporter.stats.get(outcome, ())
        if one.nodeid.startswith("tests/wall/") and one.when == "call"
    ]
    told = [known for one in reports for known in one.user_properties]
    if told:
        sums = {
            what: sum(value for name, value in told if name == f"wall {what}")
            for what in ("documents", "answers")
        }
        sets = {
            what: len({value for name, value in told if name == f"wall {what}"})
            for what in ("clearance", "world")
        }
        seconds = sum(one.duration for one in reports)
        terminalreporter.write_line(
            f"the wall: {sums['documents']:,} documents, {sums['answers']:,} answers,"
            f" {sets['clearance']} clearances, {sets['world']} worlds, {seconds:,.0f} seconds of work"
        )


@pytest.fixture(scope="session")
def ground() -> Ground:
    """What houses stand on in this run. A test that asks for it is run on each database."""
    return grounds.ground()


@pytest.fixture(scope="session")
def postgresql() -> grounds.Postgresql:
    """A running PostgreSQL server, for tests that need it in any run."""
    return grounds.postgresql()


@pytest.fixture(scope="session")
def template(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A founded house at rest."""
    return Template.founded_in(tmp_path_factory.mktemp("template"))


@pytest.fixture
def home(template: Template, tmp_path: Path) -> Iterator[Home]:
    """A founded house with parties and people, for this test alone."""
    opened = template.copied_to(tmp_path / "home")
    yield opened
    opened.remove()


@pytest.fixture
def without_the_first_lock(ground: Ground) -> Iterator[None]:
    """The barrier's own predicate is off: what is hidden now, the database hides (docs/wall.md).

    Ask for it behind whatever founds or copies a house.
    """
    if not isinstance(ground, grounds.Postgresql):
        pytest.skip("SQLite has one lock")
    with the_first_lock_off():
        yield
