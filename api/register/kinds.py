"""How each GraphQL type of the register is read: its columns, and where its fields lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa

from api.planning import Field, Inside, Kind, Lens, Related, Row, Through, Value, column
from domain.register import lateness
from domain.register.countermeasure import GIVEN_UP
from domain.register.schedule import Schedule
from projections.barrier import links_between, visible_coverage
from projections.people.departments import DEPARTMENTS
from projections.people.parties import PARTIES
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.register.links import LINKS
from projections.register.reports import REPORTS
from projections.view import code_of


def _columns(*names: str) -> dict[str, Field]:
    return {name: column(name) for name in names}


def _party(key: str) -> Related:
    return Related(lambda: PARTY, many=False, parent=key, child="number")


_RECORD: Mapping[str, Field] = {
    **_columns("id", "code", "version", "recorded_at", "changed_at"),
    "information_categories": column("categories"),
    "owner": _party("owner"),
}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


LATENESS_COLUMNS = (
    "start",
    "due",
    "started_on",
    "finished_on",
    "next_check",
    "continuing",
    "status",
)


def _late(rule: Callable[[Row, date], bool]) -> Value:
    return Value(
        LATENESS_COLUMNS, lambda row, lens: rule(row, date.fromisoformat(lens.status_date))
    )


def _given_up(row: Row) -> bool:
    return row["status"] in GIVEN_UP


def overdue(row: Row, on: date) -> bool:
    """Whether the row's due has passed, by the one rule of the domain."""
    return lateness.is_overdue(
        due=_day(row["due"]), finished_on=_day(row["finished_on"]), on=on, closed=_given_up(row)
    )


def late_start(row: Row, on: date) -> bool:
    return lateness.is_late_start(
        start=_day(row["start"]),
        started_on=_day(row["started_on"]),
        finished_on=_day(row["finished_on"]),
        on=on,
        closed=_given_up(row),
    )


def check_overdue(row: Row, on: date) -> bool:
    return lateness.is_check_overdue(
        continuing=bool(row["continuing"]),
        next_check=_day(row["next_check"]),
        on=on,
        closed=_given_up(row),
    )


def _schedule_id(row: Row) -> UUID:
    return Schedule.id_for(UUID(row["id"]))


def _milestones(row: Row, _: Lens) -> list[Row]:
    return [
        dict(zip(("day", "wording"), entry.split(" ", 1), strict=True))
        for entry in row["milestones"]
    ]


def _slips(row: Row, _: Lens) -> list[Row]:
    return [
        {
            "from_wording": slip["fromWording"],
            "to_wording": slip["toWording"],
            "from_due": slip["fromDue"],
            "to_due": slip["toDue"],
            "reason": slip["reason"],
        }
        for slip in row["slips"]
    ]


def _number(name: str) -> Value:
    return Value((name,), lambda row, _: None if row[name] is None else Decimal(row[name]))


def _linked(parent: str, child: str, target_kind: str) -> Through:
    def pairs(lens: Lens) -> sa.Subquery:
        return links_between(lens.scope.clearance, target_kind, lens.moment)

    return Through(pairs, parent, child)


def _covered(parent: str, child: str) -> Through:
    return Through(lambda lens: visible_coverage(lens.scope.clearance, lens.moment), parent, child)


def standing(figures: sa.Subquery, lens: Lens) -> sa.ColumnElement[bool]:
    """Figures that no visible figure restates: a hidden restatement changes nothing for you."""
    newer = lens.visible(FIGURES).alias("newer")
    return ~sa.select(newer.c.id).where(newer.c.restates == figures.c.id).exists()


PARTY: Kind = Kind("Party", PARTIES, {"code": column("party_code"), **_columns("name", "name_en")})

DEPARTMENT: Kind = Kind("Department", DEPARTMENTS, {**_RECORD, **_columns("name")}, ("Record",))

REPORT: Kind = Kind(
    "Report",
    REPORTS,
    {
        **_RECORD,
        **_columns("title", "status_date"),
        "figures": Related(lambda: FIGURE, many=True, child="report", where=standing),
        "investigations": Related(lambda: INVESTIGATION, many=True, child="report"),
    },
    ("Record",),
)

INVESTIGATION: Kind = Kind(
    "Investigation",
    INVESTIGATIONS,
    {
        **_RECORD,
        **_columns(
            "method", "title", "period_from", "period_to", "population", "respondents", "note"
        ),
        "figures": Related(lambda: FIGURE, many=True, child="investigation", where=standing),
    },
    ("Record",),
)

FIGURE: Kind = Kind(
    "Figure",
    FIGURES,
    {
        **_RECORD,
        **_columns(
            "label",
            "measure",
            "unit",
            "breakdown",
            "about",
            "multiple",
            "method",
            "whole",
            "reason",
        ),
        "value": _number("value"),
        "base": _number("base"),
        "distinct": column("distinct_people"),
        "investigation": Related(lambda: INVESTIGATION, many=False, parent="investigation"),
        "report": Related(lambda: REPORT, many=False, parent="report"),
        "incidents": Related(lambda: INCIDENT, many=True, through=_covered("figure", "incident")),
        "restates": Related(lambda: FIGURE, many=False, parent="restates"),
    },
    ("Record",),
)

INCIDENT: Kind = Kind(
    "Incident",
    INCIDENTS,
    {
        **_RECORD,
        **_columns(
            "title", "summary", "reporting", "occurred_on", "number", "status", "status_reason"
        ),
        "group": column("group_label"),
        "recurrence_of": Related(lambda: INCIDENT, many=False, parent="recurrence_of"),
        "figures": Related(
            lambda: FIGURE, many=True, through=_covered("incident", "figure"), where=standing
        ),
        "causes": Related(lambda: CAUSE, many=True, through=_linked("target", "cause", "incident")),
    },
    ("Record",),
)

CAUSE: Kind = Kind(
    "Cause",
    CAUSES,
    {
        **_RECORD,
        **_columns("statement", "category", "number", "standing", "reason"),
        "kind": column("cause_kind"),
        "countermeasures": Related(
            lambda: COUNTERMEASURE,
            many=True,
            through=_linked("cause", "target", "countermeasure"),
        ),
        "incidents": Related(
            lambda: INCIDENT, many=True, through=_linked("cause", "target", "incident")
        ),
    },
    ("Record",),
)

RESPONSIBLE: Kind = Kind(
    "Responsible",
    COUNTERMEASURES,
    {
        "party": _party("responsible_party"),
        "department": Related(lambda: DEPARTMENT, many=False, parent="responsible_department"),
    },
)

SCHEDULE: Kind = Kind(
    "Schedule",
    COUNTERMEASURES,
    {
        "id": Value(("id",), lambda row, _: str(_schedule_id(row))),
        "code": Value(("id",), lambda row, _: code_of("SCH", _schedule_id(row))),
        "kind": column("schedule_kind"),
        "milestones": Value(("milestones",), _milestones),
        "slips": Value(("slips",), _slips),
        **_columns(
            "version",
            "wording",
            "written_on",
            "start",
            "due",
            "certainty",
            "ambiguous",
            "original_wording",
            "original_due",
            "slip_count",
            "started_on",
            "finished_on",
            "next_check",
        ),
    },
)

COUNTERMEASURE: Kind = Kind(
    "Countermeasure",
    COUNTERMEASURES,
    {
        **_RECORD,
        **_columns(
            "title",
            "items",
            "kind",
            "continuing",
            "number",
            "remark",
            "status",
            "status_reason",
            "verdict",
            "verdict_reason",
        ),
        "responsible": Inside(lambda: RESPONSIBLE),
        "schedule": Inside(lambda: SCHEDULE, present="wording"),
        "overdue": _late(overdue),
        "late_start": _late(late_start),
        "check_overdue": _late(check_overdue),
        "without_due": Value(("due",), lambda row, _: lateness.is_without_due(_day(row["due"]))),
        "causes": Related(
            lambda: CAUSE, many=True, through=_linked("target", "cause", "countermeasure")
        ),
    },
    ("Record",),
)

LINK: Kind = Kind(
    "Link",
    LINKS,
    {
        **_RECORD,
        "cause": Related(lambda: CAUSE, many=False, parent="cause"),
        "incident": Related(lambda: INCIDENT, many=False, parent="target"),
        "countermeasure": Related(lambda: COUNTERMEASURE, many=False, parent="target"),
    },
    ("Record",),
)

NODES: Mapping[str, Kind] = {
    kind.view.kind: kind
    for kind in (
        DEPARTMENT,
        REPORT,
        INVESTIGATION,
        FIGURE,
        INCIDENT,
        CAUSE,
        COUNTERMEASURE,
        LINK,
    )
}
"""The kinds that `node` finds, by the name of their view."""
