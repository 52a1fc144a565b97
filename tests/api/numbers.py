"""Every number of a progress board, with the filter of the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.api.stage import SCHEMA

Ask = Callable[..., dict[str, Any]]
COUNTS = ("overdue", "lateStart", "checkOverdue", "withoutDue")
VALUES = "{ category responsible department kind verdict dueBucket }"
GROUPS = f"""query ($by: By!, $on: Date, $at: Moment, $of: RightsOf) {{
    progress(by: $by, statusDate: $on, asOf: $at, withRightsOf: $of) {{
    key total {" ".join(COUNTS)} byStatus {{ status count }} filter {VALUES} }} }}"""
EVERY_BY = tuple(SCHEMA._schema.type_map["By"].values)  # type: ignore[attr-defined]  # an enum


def numbers(group: dict[str, Any]) -> Iterator[tuple[dict[str, Any], int]]:
    """What each number of a group counts, as a filter of countermeasures, and the number."""
    of = group["filter"]
    yield of, group["total"]
    for count in COUNTS:
        yield of | {count: True}, group[count]
        yield of | {count: False}, group["total"] - group[count]
    counted = {one["status"]: one["count"] for one in group["byStatus"]}
    for status in SCHEMA._schema.type_map["CountermeasureStatus"].values:  # type: ignore[attr-defined]
        yield of | {"status": [status]}, counted.get(status, 0)


def behind(ask: Ask, filters: list[dict[str, Any]], **moment: Any) -> list[int]:
    """How many countermeasures each of these filters lists, asked together."""
    heads = "".join(f", $f{n}: CountermeasureFilter" for n in range(len(filters)))
    roots = " ".join(
        f"n{n}: countermeasures(first: 0, filter: $f{n}, statusDate: $on, asOf: $at,"
        " withRightsOf: $of) { totalCount }"
        for n in range(len(filters))
    )
    document = f"query ($on: Date, $at: Moment, $of: RightsOf{heads}) {{ {roots} }}"
    told = ask(document, **moment, **{f"f{n}": one for n, one in enumerate(filters)})
    return [told[f"n{n}"]["totalCount"] for n in range(len(filters))]


def require_lists(ask: Ask, **moment: Any) -> int:
    """Every number of every board opens a list of as many; answers how many there were."""
    looked = 0
    for by in EVERY_BY:
        for group in ask(GROUPS, by=by, **moment)["progress"]:
            filters, counted = zip(*numbers(group), strict=True)
            listed = behind(ask, list(filters), **moment)
            for filter_, number, found in zip(filters, counted, listed, strict=True):
                assert found == number, (by, group["key"], filter_)
                looked += 1
    return looked
