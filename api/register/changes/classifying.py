"""The mutation that judges many records at once."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
import strawberry
from graphql import GraphQLResolveInfo

from api.asking import Asking, below
from api.changing import ExpectingSeveral, mutation
from api.planning import Asked, Lens, Row, asked_fields, fetch
from api.record import Record
from api.register.kinds import NODES
from commands.office import Receipt
from commands.register.classifying import classify_records
from domain.register import refusals as rules
from domain.register.record import InformationCategory

PAYLOAD = "ClassifyRecordsPayload"
_CHUNK = 500


@strawberry.input(description="情報区分の一括判定 / Judge many records at once.")
class ClassifyRecordsInput(ExpectingSeveral):
    ids: list[strawberry.ID] = strawberry.field(
        description="記録 / The records, of any kinds, all of your own party; at most 1,000."
    )
    categories: list[InformationCategory] = strawberry.field(
        description="情報区分 / Whose information they hold, all of them."
    )


@strawberry.type(name=PAYLOAD, description="判定の結果 / The records as they were judged.")
class Judged:
    records: list[Record] = strawberry.field(
        description="記録 / The records in the order given, each once, as far as you may see."
    )
    count: int = strawberry.field(description="件数 / How many these are.")

    @classmethod
    def is_type_of(cls, obj: Any, _info: GraphQLResolveInfo[Any]) -> bool:
        return isinstance(obj, dict) and obj.get("__typename") == PAYLOAD


def _shown(info: Asking, receipt: Receipt) -> Row:
    lens, ids = info.context.lens(), [str(one) for one in receipt.records]
    asked = {one.name: one for one in asked_fields(below(info), frozenset({PAYLOAD}))}
    found = _records(lens, ids, asked.get("records", Asked("records", [])))
    return {"__typename": PAYLOAD, "records": found, "count": len(found)}


def _records(lens: Lens, ids: list[str], asked: Asked) -> list[Row]:
    """The visible ones among these records, of whatever kinds, in their order."""
    found: dict[str, Row] = {}
    for kind in NODES.values():
        for start in range(0, len(ids), _CHUNK):
            some = ids[start : start + _CHUNK]
            rows = fetch(
                kind,
                lens,
                asked.selections,
                lambda rows, columns, some=some: sa.select(*columns).where(rows.c.id.in_(some)),  # type: ignore[misc]  # bound at once, in the loop
                times=asked.times,
            )
            found |= {row["_id"]: row for row in rows}
    return [found[one] for one in ids if one in found]


@strawberry.type
class ClassifyingMutations:
    classify_records = mutation(
        classify_records,
        ClassifyRecordsInput,
        Judged,
        "情報区分を一括で判定する / Judge whose information many records hold: all of them, or none.",
        rules.NoneStandsAlone,
        rules.JudgementNamesNoCategory,
        rules.NoRecordIsNamed,
        rules.RecordsAreTooMany,
        rules.CategoriesAreNotJudged,
        shown=_shown,
    )
