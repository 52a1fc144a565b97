"""The main questions are shaped by functions alone, and as the executor would shape them."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import orjson
import pytest

from api.context import Context
from api.edge.asked import Question
from api.edge.documents import document
from api.schema import build_schema
from benchmarks.listing import QUERY
from tests.api.stage import Stage

README: Final = Path(__file__).parents[2] / "README.md"
TOLD: Final = [
    one
    for block in re.findall(r"```graphql\n(.*?)```", README.read_text(), re.DOTALL)
    for one in re.split(r"\n(?=\{)", block)
    if one.startswith("{")
]
"""The questions that stand in the README as they are."""
RECORDS: Final = """
{ found: %s(first: 20) { totalCount pageInfo { endCursor hasNextPage }
    nodes { ...All } edges { cursor node { ...All } } } }
fragment All on Record { __typename id code version owner { code name } informationCategories changedAt
  releases { basis to { code } }
  ... on Incident { title figures { value unit } causes { statement countermeasures { title schedule { due } } } }
  ... on Cause { statement kind incidents { title } links { id } }
  ... on Figure { label value investigation { title } report { title } quotes { text field record { id } } }
  ... on Countermeasure { title items status overdue lateStart withoutDue responsible { party { code } }
    schedule { wording milestones { day wording } slips { reason } } parts { id } operations { id } evidence { id } }
  ... on OperationRecord { title countermeasures { id } }
  ... on Release { record { __typename id } to { code } stands } }
"""
LISTS: Final = ("incidents", "causes", "figures", "countermeasures", "operationRecords", "releases")


@pytest.mark.parametrize("text", [QUERY, *TOLD, *(RECORDS % one for one in LISTS)])
def test_nothing_falls_back(shared: Stage, text: str) -> None:
    schema = build_schema()
    member = shared.who("MZ", "barrier_officer")
    read = document(Question(text), member).read

    def answer() -> bytes:
        with ExitStack() as stack:
            context = Context(shared.house.office, member, stack, selected=read.selected)
            result = schema.carry_out(read, None, None, context)
        errors = [one.formatted for one in result.errors or ()]
        return orjson.dumps({"data": result.data, "errors": errors})

    first = answer()
    counted = schema.shaping.interpreted
    again = answer()
    assert schema.shaping.interpreted == counted
    schema.shaping.off = True
    assert first == again == answer()
    if b'"errors":[]' in first:
        assert schema.shaping.generated > 0
