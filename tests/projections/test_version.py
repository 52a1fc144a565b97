"""The version of a row as one viewer is shown it: what a record names moves it for its owner alone."""

from __future__ import annotations

from typing import Any

import pytest

from projections.all import VIEWS
from projections.clearance import Clearance
from projections.version import shown_version
from projections.view import View, bit
from tests.houses import HD, MZ, PG

TODAY = "2023-04-01"
NAMING = [
    pytest.param(view, column, id=f"{view.kind}.{column}")
    for view in VIEWS
    for column in view.references
]
OWNERS = [Clearance(MZ, TODAY), Clearance(None, TODAY, bit(MZ)), Clearance(MZ, TODAY, bit(MZ))]
OTHERS = [Clearance(PG, TODAY), Clearance(HD, TODAY, bit(HD)), Clearance(None, TODAY)]


def row(view: View, **more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(view.references)
    return blank | {"owner": MZ, "version": "0123456789abcdef01234567"} | more


@pytest.mark.parametrize(("view", "column"), NAMING)
@pytest.mark.parametrize("named", ["d1", ["d1", "d2"]], ids=["one", "several"])
def test_what_a_record_names_is_part_of_its_version_for_its_owner(
    view: View, column: str, named: str | list[str]
) -> None:
    for clearance in OWNERS:
        before, after = row(view), row(view, **{column: named})
        assert shown_version(view, after, clearance) != shown_version(view, before, clearance)
        assert shown_version(view, after, clearance) == shown_version(view, after, OWNERS[0])


@pytest.mark.parametrize(("view", "column"), NAMING)
def test_what_a_record_names_is_no_part_of_it_for_anybody_else(view: View, column: str) -> None:
    for clearance in OTHERS:
        assert shown_version(view, row(view, **{column: "d1"}), clearance) == row(view)["version"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
def test_a_version_moves_with_content_and_has_one_length(view: View) -> None:
    for clearance in (*OWNERS, *OTHERS):
        one = shown_version(view, row(view), clearance)
        other = shown_version(view, row(view, version="f" * 24), clearance)
        assert (one != other, len(one), len(other)) == (True, 24, 24)


def test_the_same_id_in_another_column_is_another_version() -> None:
    [view] = [view for view in VIEWS if view.kind == "countermeasure"]
    one = row(view, responsible_department="d1")
    other = row(view, routine_department="d1")
    assert shown_version(view, one, OWNERS[0]) != shown_version(view, other, OWNERS[0])
