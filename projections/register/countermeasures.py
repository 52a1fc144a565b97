"""Countermeasures with their schedule: one row, since one list shows what, by when and how far."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.countermeasure import Countermeasure
from domain.register.progress import Status, Verdict, kind_outdates, verdict_fits
from domain.register.schedule import Period, PeriodFact, Schedule, is_slip
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
                "split_from": _id(fact.split_from),
            }
        case Countermeasure.Revised():
            row |= {"title": fact.title, "items": list(fact.items)}
        case Countermeasure.Remarked():
            row["remark"] = fact.remark
        case Countermeasure.Characterised():
            row["verdict_outdated"] |= kind_outdates(
                row["verdict"], row["status"], before=row["kind"], after=fact.kind
            )
            row |= {"kind": fact.kind, "continuing": fact.continuing}
        case Countermeasure.Assigned():
            row |= {
                "responsible_party": fact.party,
                "responsible_department": _id(fact.department),
            }
        case Countermeasure.Numbered():
            row["number"] = fact.number
        case Countermeasure.ProgressReported():
            row |= {"status": fact.status, "status_reason": fact.reason} | _NOT_HANDED_OVER
            row["verdict_outdated"] |= not verdict_fits(row["verdict"], fact.status)
        case Countermeasure.HandedOver():
            row |= {
                "status": Status.HANDED_OVER,
                "status_reason": None,
                "routine_department": _id(fact.department),
                "rule": fact.rule,
                "rule_version": fact.rule_version,
                "handed_over_decision": fact.decision,
            }
        case Countermeasure.SplitUp():
            row |= {"status": Status.SPLIT, "status_reason": None}
        case Countermeasure.EffectQuestioned():
            row |= _question(row, fact)
        case Countermeasure.VerdictGiven():
            row |= {
                "verdict": fact.verdict,
                "verdict_reason": fact.reason,
                "verdict_outdated": False,
            }
        case Countermeasure.VerdictOutdated():
            row["verdict_outdated"] = True
        case Countermeasure.Judged():
            row["categories"] = list(fact.categories)
        case Schedule.Set():
            _plan(row, fact)
        case Schedule.Rescheduled():
            if fact.slip:
                row["slips"] = [*row["slips"], _moved(row, fact)]
                row["slip_count"] += 1
                if fact.request is not None:
                    row["slip_requests"] = [*row["slip_requests"], str(fact.request)]
            _plan(row, fact)
        case Schedule.Corrected():
            later = is_slip(_stood(row, fact.period), fact.period)
            put_right = _moved(row, fact) | {"later": later}
            row["corrections"] = [*row["corrections"], put_right]
            row["correction_count"] += 1
            _plan(row, fact)
        case Schedule.Started():
            row["started_on"] = iso(fact.on)
        case Schedule.Finished():
            row["finished_on"] = iso(fact.on)
        case Schedule.CheckDaySet():
            row["next_check"] = iso(fact.on)


_NOT_HANDED_OVER = dict.fromkeys(
    ("routine_department", "rule", "rule_version", "handed_over_decision")
)


def _question(row: Row, fact: Countermeasure.EffectQuestioned) -> dict[str, Any]:
    """An effect that is open again is followed up, and what was routine operates."""
    operates = {"status": Status.OPERATING, "status_reason": None} | _NOT_HANDED_OVER
    return {
        "rounds": fact.round,
        "questioned_by": [*row["questioned_by"], str(fact.incident)],
        "verdict": Verdict.FOLLOW_UP,
        "verdict_reason": None,
        "verdict_outdated": False,
    } | (operates if row["status"] == Status.HANDED_OVER else {})


def _moved(row: Row, fact: Schedule.Rescheduled | Schedule.Corrected) -> dict[str, Any]:
    """From what the schedule was to what it becomes, and why."""
    return {
        "fromWording": row["wording"],
        "toWording": fact.wording,
        "fromDue": row["due"],
        "toDue": iso(fact.due),
        "reason": fact.reason,
        "recordedOn": row["changed_at"],
    }


def _stood(row: Row, period: Period) -> Period:
    """This period, but as due and as certain as the row says so far."""
    due = None if row["due"] is None else date.fromisoformat(row["due"])
    return replace(period, due=due, certainty=row["certainty"])


def _plan(row: Row, fact: PeriodFact) -> None:
    """The first wording there is stays the original, whatever becomes of the schedule."""
    row |= {
        "wording": fact.wording,
        "written_on": iso(fact.written_on),
        "schedule_kind": fact.kind,
        "start": iso(fact.start),
        "due": iso(fact.due),
        "certainty": fact.certainty,
        "ambiguous": fact.ambiguous,
        "milestones": list(fact.milestones),
    }
    if row["original_wording"] is None and fact.period.is_stated:
        row |= {"original_wording": fact.wording, "original_due": iso(fact.due)}


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
        sa.Column("verdict_outdated", sa.Boolean, nullable=False),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("questioned_by", sa.JSON, nullable=False),
        sa.Column("rule", sa.Text),
        sa.Column("rule_version", sa.Text),
        sa.Column("routine_department", Id),
        sa.Column("handed_over_decision", sa.Text),
        sa.Column("split_from", Id),
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
        sa.Column("slip_requests", sa.JSON, nullable=False),
        sa.Column("corrections", sa.JSON, nullable=False),
        sa.Column("correction_count", sa.Integer, nullable=False),
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
        Countermeasure.HandedOver,
        Countermeasure.SplitUp,
        Countermeasure.EffectQuestioned,
        Countermeasure.VerdictGiven,
        Countermeasure.VerdictOutdated,
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
        "verdict": Verdict.NONE_YET,
        "verdict_outdated": False,
        "rounds": 0,
        "questioned_by": (),
        "milestones": (),
        "slips": (),
        "slip_count": 0,
        "slip_requests": (),
        "corrections": (),
        "correction_count": 0,
    },
    search=("title", "items", "number", "remark"),
    # How often it was questioned tells of incidents that the reader may not see.
    internal=frozenset({"rounds"}),
    references={
        "responsible_department": "department",
        "routine_department": "department",
        "split_from": "countermeasure",
        "questioned_by": "incident",
        # Of the last slips, one each: those before had none.
        "slip_requests": "extension",
    },
    indexes=(("due",), ("status",), ("split_from",)),
)
