"""What all tests share: a house of their own, and random tests that CI repeats exactly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.houses import Home, Template

settings.register_profile(
    "here",
    database=None,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A founded house at rest."""
    return Template.founded_in(tmp_path_factory.mktemp("template"))


@pytest.fixture
def home(template: Template, tmp_path: Path) -> Iterator[Home]:
    """A founded house with parties and people, for this test alone."""
    opened = template.copied_to(tmp_path / "home")
    yield opened
    opened.close()
