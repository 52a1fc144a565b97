"""The threat model names a test for each line, and each of them exists."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
MODEL = (ROOT / "docs" / "threat-model.md").read_text()
NAMED = sorted(set(re.findall(r"`([a-z_/]+\.py)::(\w+)`", MODEL)))
NOT_YET = MODEL.index("## Not yet")
LEVEL_3 = {
    "8": ("8.1.1 8.1.2 8.1.3 8.1.4 8.2.1 8.2.2 8.2.3 8.2.4 8.3.1 8.3.2 8.3.3 8.4.1 8.4.2"),
    "16": (
        "16.1.1 16.2.1 16.2.2 16.2.3 16.2.4 16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3"
        " 16.5.1 16.5.2 16.5.3 16.5.4"
    ),
}
"""What these two chapters ask for at level 3."""


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse((TESTS / path).read_text())
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    assert name.startswith("test_") and name in functions_in(path)


def test_every_line_names_its_requirement_and_its_test() -> None:
    lines = [line for line in MODEL[:NOT_YET].splitlines() if line.startswith("| ")]
    told = [line.strip("|").split(" | ") for line in lines]
    about = [cells for cells in told if len(cells) == 4 and cells[0].strip() != "attack"]
    assert len(about) > 50
    for attack, against, requirements, tests in about:
        assert attack.strip() and against.strip()
        assert re.fullmatch(r"(\d+\.\d+\.\d+ ?)+", requirements.strip()), attack
        assert re.fullmatch(r"(`[a-z_/]+\.py::test_\w+`,? ?)+", tests.strip()), attack


@pytest.mark.parametrize("chapter", LEVEL_3)
def test_each_requirement_of_the_chapters_of_level_3_is_met_or_said_not_to_be(chapter: str) -> None:
    for requirement in LEVEL_3[chapter].split():
        assert re.search(rf"(?<![\d.]){re.escape(requirement)}(?![\d.]\d)", MODEL), requirement


def test_every_package_is_locked_with_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = re.split(r"\n(?=[a-zA-Z0-9])", lock.strip())
    assert len(pinned) > 50
    assert all("==" in one and "--hash=sha256:" in one for one in pinned)
    modules = json.loads((TESTS / "node" / "package-lock.json").read_text())["packages"]
    assert len(modules) > 2
    assert all(one.get("integrity") for name, one in modules.items() if name)
