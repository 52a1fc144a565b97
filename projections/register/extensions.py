"""Extension requests: for which measures more time is asked, what for each, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.extension import ExtensionRequest, ExtensionStatus
from projections.register.countermeasures import COUNTERMEASURES
from projections.view import METADATA, Day, Id, Instant, Pairs, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case ExtensionRequest.Filed():
            row |= {
                "reason": fact.reason,
                "countermeasures": [str(measure) for measure in fact.countermeasures],
            }
        case ExtensionRequest.Granted():
            row |= _decided(row, ExtensionStatus.GRANTED, fact.reason)
        case ExtensionRequest.Declined():
            row |= _decided(row, ExtensionStatus.DECLINED, fact.reason)
        case ExtensionRequest.Withdrawn():
            row["status"] = ExtensionStatus.WITHDRAWN
        case ExtensionRequest.Judged():
            row["categories"] = list(fact.categories)


def _decided(row: Row, status: ExtensionStatus, reason: str | None) -> dict[str, Any]:
    return {"status": status, "decided_at": row["changed_at"], "decision_reason": reason}


EXTENSIONS = View(
    kind="extension",
    prefix="EXR",
    columns=(
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("decided_at", Instant),
        sa.Column("decision_reason", sa.Text),
        sa.Column("countermeasures", sa.JSON, nullable=False),
    ),
    facts=(
        ExtensionRequest.Filed,
        ExtensionRequest.Wanted,
        ExtensionRequest.Granted,
        ExtensionRequest.Declined,
        ExtensionRequest.Withdrawn,
        ExtensionRequest.Judged,
    ),
    begins=(ExtensionRequest.Filed,),
    fold=fold,
    blank={"status": ExtensionStatus.PENDING},
    search=("reason", "decision_reason"),
    references={"countermeasures": "countermeasure"},
    indexes=(("status",),),
)

EXTENDED_TABLE = sa.Table(
    "extended",
    METADATA,
    sa.Column("extension", Id, primary_key=True),
    sa.Column("countermeasure", Id, primary_key=True),
    sa.Column("from_wording", sa.Text, nullable=False),
    sa.Column("from_due", Day),
    sa.Column("from_certainty", sa.String(16), nullable=False),
    sa.Column("wording", sa.Text, nullable=False),
    sa.Column("written_on", Day, nullable=False),
    sa.Column("schedule_kind", sa.String(16), nullable=False),
    sa.Column("start", Day),
    sa.Column("due", Day),
    sa.Column("certainty", sa.String(16), nullable=False),
    sa.Column("ambiguous", sa.Boolean, nullable=False),
    sa.Column("milestones", sa.JSON, nullable=False),
    sa.Index("extended_countermeasure", "countermeasure"),
)


def _pairs(fact: ExtensionRequest.Wanted) -> Iterable[tuple[Any, ...]]:
    return (
        (
            str(fact.originator_id),
            str(fact.countermeasure),
            fact.from_wording,
            iso(fact.from_due),
            fact.from_certainty,
            fact.wording,
            iso(fact.written_on),
            fact.kind,
            iso(fact.start),
            iso(fact.due),
            fact.certainty,
            fact.ambiguous,
            list(fact.milestones),
        ),
    )


EXTENDED = Pairs(
    table=EXTENDED_TABLE,
    facts=(ExtensionRequest.Wanted,),
    pairs=_pairs,
    ends={"extension": EXTENSIONS, "countermeasure": COUNTERMEASURES},
)
"""What a request asks for each measure: told where both may be seen, fixed when it is filed."""
