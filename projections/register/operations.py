"""Operation records: what was done in a period, how often, by how many, and with what result."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.operation import OperationRecord
from projections.register.countermeasures import COUNTERMEASURES
from projections.view import METADATA, Day, Id, Pairs, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case OperationRecord.Recorded() | OperationRecord.Revised():
            row |= {
                "kind": fact.kind,
                "title": fact.title,
                "period_from": iso(fact.period_from),
                "period_to": iso(fact.period_to),
                "planned": fact.planned,
                "done": fact.done,
                "people": fact.people,
                "result": fact.result,
            }
            if isinstance(fact, OperationRecord.Recorded):
                row["countermeasures"] = [str(measure) for measure in fact.countermeasures]
        case OperationRecord.Judged():
            row["categories"] = list(fact.categories)


OPERATIONS = View(
    kind="operation",
    prefix="OPR",
    columns=(
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("period_from", Day, nullable=False),
        sa.Column("period_to", Day, nullable=False),
        sa.Column("planned", sa.BigInteger),
        sa.Column("done", sa.BigInteger),
        sa.Column("people", sa.BigInteger),
        sa.Column("result", sa.Text),
        sa.Column("countermeasures", sa.JSON, nullable=False),
    ),
    facts=(OperationRecord.Recorded, OperationRecord.Revised, OperationRecord.Judged),
    begins=(OperationRecord.Recorded,),
    fold=fold,
    search=("title", "result"),
    references={"countermeasures": "countermeasure"},
    indexes=(("period_to",),),
)

OPERATED_TABLE = sa.Table(
    "operated",
    METADATA,
    sa.Column("operation", Id, primary_key=True),
    sa.Column("countermeasure", Id, primary_key=True),
    sa.Index("operated_countermeasure", "countermeasure"),
)


def _pairs(fact: OperationRecord.Recorded) -> Iterable[tuple[str, str]]:
    operation = str(fact.originator_id)
    return ((operation, str(measure)) for measure in fact.countermeasures)


OPERATED = Pairs(
    table=OPERATED_TABLE,
    facts=(OperationRecord.Recorded,),
    pairs=_pairs,
    ends={"operation": OPERATIONS, "countermeasure": COUNTERMEASURES},
)
"""One row for each countermeasure that an operation shows to operate, fixed when it is recorded."""
