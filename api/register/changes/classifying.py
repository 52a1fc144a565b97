"""The mutation that judges many records at once."""

from __future__ import annotations

import strawberry

from api.asking import Asking, below
from api.changing import ExpectingSeveral, Touching, mutation
from api.levels import Row
from api.record import Named, Record
from api.register.finding import records_named
from api.selecting import Asked, asked_fields
from commands.office import Receipt
from commands.register.classifying import classify_records
from domain.register import refusals as rules
from domain.register.record import InformationCategory

PAYLOAD = "ClassifyRecordsPayload"


@strawberry.input(description="情報区分の一括判定 / Judge many records at once.")
class ClassifyRecordsInput(Touching, ExpectingSeveral):
    ids: list[strawberry.ID] = strawberry.field(
        description="記録 / The records, of any kinds, all of your own party; at most 1,000."
    )
    categories: list[InformationCategory] = strawberry.field(
        description="情報区分 / Whose information they hold, all of them."
    )


@strawberry.type(name=PAYLOAD, description="判定の結果 / The records as they were judged.")
class Judged(Named):
    records: list[Record] = strawberry.field(
        description="記録 / The records in the order given, each once, as far as you may see."
    )
    count: int = strawberry.field(description="件数 / How many these are.")


def _shown(info: Asking, receipt: Receipt) -> Row:
    lens, ids = info.context.lens(), [str(one) for one in receipt.records]
    asked = {one.name: one for one in asked_fields(below(info), frozenset({PAYLOAD}))}
    found = records_named(lens, ids, asked.get("records", Asked("records")))
    return {"__typename": PAYLOAD, "records": found, "count": len(found)}


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
