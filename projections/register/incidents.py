"""Incidents: what happened, and how far the case has come."""

from __future__ import annotations

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.incident import Incident, IncidentStatus
from projections.view import Day, Id, Row, View, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Incident.Reported() | Incident.Revised():
            row |= {
                "title": fact.title,
                "group_label": fact.group,
                "summary": fact.summary,
                "reporting": fact.reporting,
                "occurred_on": iso(fact.occurred_on),
            }
            if isinstance(fact, Incident.Reported):
                row["number"] = fact.number
                row["recurrence_of"] = fact.recurrence_of and str(fact.recurrence_of)
        case Incident.Numbered():
            row["number"] = fact.number
        case Incident.InvestigationBegun():
            row["status"] = IncidentStatus.UNDER_INVESTIGATION
        case Incident.Confirmed():
            row |= {"status": IncidentStatus.CONFIRMED, "status_reason": None}
        case Incident.Closed():
            row |= {"status": IncidentStatus.CLOSED, "status_reason": fact.reason}
        case Incident.Reopened():
            row |= {"status": IncidentStatus.UNDER_INVESTIGATION, "status_reason": fact.reason}
        case Incident.MarkedAsRecurrence():
            row["recurrence_of"] = str(fact.of)
        case Incident.Judged():
            row["categories"] = list(fact.categories)


INCIDENTS = View(
    kind="incident",
    prefix="INC",
    columns=(
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("group_label", sa.Text),
        sa.Column("summary", sa.Text),
        sa.Column("reporting", sa.Text),
        sa.Column("occurred_on", Day),
        sa.Column("number", sa.Text),
        sa.Column("recurrence_of", Id),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("status_reason", sa.Text),
    ),
    facts=(
        Incident.Reported,
        Incident.Revised,
        Incident.Numbered,
        Incident.InvestigationBegun,
        Incident.Confirmed,
        Incident.Closed,
        Incident.Reopened,
        Incident.MarkedAsRecurrence,
        Incident.Judged,
    ),
    begins=(Incident.Reported,),
    fold=fold,
    blank={"status": IncidentStatus.REPORTED},
    search=("title", "group_label", "summary", "number"),
    references={"recurrence_of": "incident"},
    indexes=(("recurrence_of",),),
)
