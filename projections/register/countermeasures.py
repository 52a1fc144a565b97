"""Countermeasures with their schedule: one row, since one list shows what, by when and how far."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.countermeasure import Countermeasure
from domain.register.schedule import Schedule
from projections.view import Day, Id, Row, View, iso

PERIOD = ("wording", "written_on", "schedule_kind", "start", "due", "certainty", "ambiguous")
"""The columns of a schedule's reading."""


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Countermeasure.Proposed():
            row |= {
                "title": fact.title,
                "items": list(fact.items),
                "kind": fact.kind,
                "continuing": fact.continuing,
                "responsible_party": fact.responsible_party,
                "responsible_department": _id(fact.responsible_department),
                "number": fact.number,
                "remark": fact.remark,
                "status": fact.status,
            }
        case Countermeasure.Revised():
            row |= {"title": fact.title, "items": list(fact.items)}
        case Countermeasure.Remarked():
            row["remark"] = fact.remark
        case Countermeasure.Characterised():
            row |= {"kind": fact.kind, "continuing": fact.continuing}
        case Countermeasure.Assigned():
            row |= {
                "responsible_party": fact.party,
                "responsible_department": _id(fact.department),
            }
        case Countermeasure.Numbered():
            row["number"] = fact.number
        case Countermeasure.ProgressReported():
            row |= {"status": fact.status, "status_reason": fact.reason}
        case Countermeasure.VerdictGiven():
            row |= {"verdict": fact.verdict, "verdict_reason": fact.reason}
        case Countermeasure.Judged():
            row["categories"] = list(fact.categories)
        case Schedule.Set():
            row |= _period(fact)
            row |= {"original_wording": fact.wording, "original_due": iso(fact.due)}
        case Schedule.Rescheduled():
            _reschedule(row, fact)
        case Schedule.Corrected():
            if not row["rescheduled"]:
                row |= {"original_wording": fact.wording, "original_due": iso(fact.due)}
            row |= _period(fact)
        case Schedule.Started():
            row["started_on"] = iso(fact.on)
        case Schedule.Finished():
            row["finished_on"] = iso(fact.on)
        case Schedule.CheckDaySet():
            row["next_check"] = iso(fact.on)


def _reschedule(row: Row, fact: Schedule.Rescheduled) -> None:
    if fact.slip:
        slip = {
            "fromWording": row["wording"],
            "toWording": fact.wording,
            "fromDue": row["due"],
            "toDue": iso(fact.due),
            "reason": fact.reason,
            "recordedOn": row["changed_at"],
        }
        row["slips"] = [*row["slips"], slip]
        row["slip_count"] += 1
    row |= _period(fact) | {"rescheduled": True}


def _period(fact: Schedule.Set | Schedule.Rescheduled | Schedule.Corrected) -> dict[str, Any]:
    return {
        "wording": fact.wording,
        "written_on": iso(fact.written_on),
        "schedule_kind": fact.kind,
        "start": iso(fact.start),
        "due": iso(fact.due),
        "certainty": fact.certainty,
        "ambiguous": fact.ambiguous,
        "milestones": list(fact.milestones),
    }


def _id(record: UUID | None) -> str | None:
    return None if record is None else str(record)


def _subject(fact: Fact) -> UUID:
    """A schedule's facts are about the row of their countermeasure."""
    about = getattr(fact, "countermeasure", fact.originator_id)
    assert isinstance(about, UUID)
    return about


COUNTERMEASURES = View(
    kind="countermeasure",
    prefix="CM",
    columns=(
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("kind", sa.String(16)),
        sa.Column("continuing", sa.Boolean),
        sa.Column("responsible_party", sa.SmallInteger, nullable=False),
        sa.Column("responsible_department", Id),
        sa.Column("number", sa.Text),
        sa.Column("remark", sa.Text),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("status_reason", sa.Text),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("verdict_reason", sa.Text),
        sa.Column("wording", sa.Text),
        sa.Column("written_on", Day),
        sa.Column("schedule_kind", sa.String(16)),
        sa.Column("start", Day),
        sa.Column("due", Day),
        sa.Column("certainty", sa.String(16)),
        sa.Column("ambiguous", sa.Boolean),
        sa.Column("milestones", sa.JSON, nullable=False),
        sa.Column("original_wording", sa.Text),
        sa.Column("original_due", Day),
        sa.Column("slips", sa.JSON, nullable=False),
        sa.Column("slip_count", sa.Integer, nullable=False),
        sa.Column("rescheduled", sa.Boolean, nullable=False),
        sa.Column("started_on", Day),
        sa.Column("finished_on", Day),
        sa.Column("next_check", Day),
    ),
    facts=(
        Countermeasure.Proposed,
        Countermeasure.Revised,
        Countermeasure.Remarked,
        Countermeasure.Characterised,
        Countermeasure.Assigned,
        Countermeasure.Numbered,
        Countermeasure.ProgressReported,
        Countermeasure.VerdictGiven,
        Countermeasure.Judged,
        Schedule.Set,
        Schedule.Rescheduled,
        Schedule.Corrected,
        Schedule.Started,
        Schedule.Finished,
        Schedule.CheckDaySet,
    ),
    begins=(Countermeasure.Proposed,),
    fold=fold,
    subject=_subject,
    blank={
        "verdict": "NONE_YET",
        "milestones": (),
        "slips": (),
        "slip_count": 0,
        "rescheduled": False,
    },
    search=("title", "items", "number", "remark"),
    # What only names another record is no content: the reader may not see it.
    internal=frozenset({"responsible_department", "rescheduled"}),
    indexes=(("due",), ("status",)),
)
