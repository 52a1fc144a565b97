"""How the records of the register are read: their columns, and where their fields lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from api.kinds import Inside, Kind, Related, Through, Value, column
from api.lens import Vantage
from api.levels import Row
from api.register.kinds.checks import EFFECT, MEASURES_QUESTIONED
from api.register.kinds.extensions import EXTENSIONS_OF_MEASURE, PENDING_OF_MEASURE
from api.register.kinds.meetings import DISCUSSED, DISCUSSED_INTERFACES
from api.register.kinds.operations import OPERATIONS_OF_MEASURE
from api.register.kinds.people import DEPARTMENT
from api.register.kinds.quotes import QUOTES
from api.register.kinds.requirements import REQUIREMENTS_OF_RECORD
from api.register.kinds.roll_outs import ROLL_OUTS_OF_RECORD
from api.register.kinds.schedules import SCHEDULE
from api.register.kinds.shared import ANNOTATED, ANNOTATED_INTERFACES, columns, party, record
from domain.register import lateness
from domain.register.progress import DONE, NEVER_LATE
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.coverage import COVERED
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.investigations import INVESTIGATIONS
from projections.register.links import LINKS
from projections.register.reports import REPORTS


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


def _late(rule: Callable[[Row, date], bool | str]) -> Value:
    return Value(
        LATENESS_COLUMNS, lambda row, lens: rule(row, date.fromisoformat(lens.status_date))
    )


def _never_late(row: Row) -> bool:
    return row["status"] in NEVER_LATE


def overdue(row: Row, on: date) -> bool:
    """Whether the row's due has passed, by the one rule of the domain."""
    return lateness.is_overdue(
        due=_day(row["due"]), finished_on=_day(row["finished_on"]), on=on, closed=_never_late(row)
    )


def late_start(row: Row, on: date) -> bool:
    return lateness.is_late_start(
        start=_day(row["start"]),
        started_on=_day(row["started_on"]),
        finished_on=_day(row["finished_on"]),
        on=on,
        closed=_never_late(row),
    )


def check_overdue(row: Row, on: date) -> bool:
    return lateness.is_check_overdue(
        continuing=bool(row["continuing"]),
        next_check=_day(row["next_check"]),
        on=on,
        closed=_never_late(row),
    )


def due_bucket(row: Row, on: date) -> str:
    return lateness.due_bucket(
        due=_day(row["due"]),
        finished_on=_day(row["finished_on"]),
        done=row["status"] in DONE,
        on=on,
        closed=_never_late(row),
    )


def _number(name: str) -> Value:
    return Value((name,), lambda row, _: None if row[name] is None else Decimal(row[name]))


def _linked(parent: str, child: str, target_kind: str) -> Through:
    return Through(lambda lens: lens.links(target_kind), parent, child)


def _covered(parent: str, child: str) -> Through:
    return Through(lambda lens: lens.pairs(COVERED), parent, child)


def standing(figures: sa.Subquery, lens: Vantage) -> sa.ColumnElement[bool]:
    """Figures that no visible figure restates: a hidden restatement changes nothing for you."""
    newer = lens.visible(FIGURES).alias("newer")
    return ~sa.select(newer.c.id).where(newer.c.restates == figures.c.id).exists()


REPORT: Kind = Kind(
    "Report",
    REPORTS,
    {
        **record(REPORTS),
        **columns("title", "status_date"),
        "figures": Related(lambda: FIGURE, many=True, child="report", where=standing),
        "investigations": Related(lambda: INVESTIGATION, many=True, child="report"),
        **ANNOTATED,
        **DISCUSSED,
    },
    DISCUSSED_INTERFACES,
)

INVESTIGATION: Kind = Kind(
    "Investigation",
    INVESTIGATIONS,
    {
        **record(INVESTIGATIONS),
        **columns(
            "method", "title", "period_from", "period_to", "population", "respondents", "note"
        ),
        "figures": Related(lambda: FIGURE, many=True, child="investigation", where=standing),
        **ANNOTATED,
    },
    ANNOTATED_INTERFACES,
)

FIGURE: Kind = Kind(
    "Figure",
    FIGURES,
    {
        **record(FIGURES),
        **columns(
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
        "restated_by": Related(lambda: FIGURE, many=False, child="restates"),
        "quotes": QUOTES,
        **ANNOTATED,
    },
    ANNOTATED_INTERFACES,
)

INCIDENT: Kind = Kind(
    "Incident",
    INCIDENTS,
    {
        **record(INCIDENTS),
        **columns(
            "title", "summary", "reporting", "occurred_on", "number", "status", "status_reason"
        ),
        "group": column("group_label"),
        "recurrence_of": Related(lambda: INCIDENT, many=False, parent="recurrence_of"),
        "recurrences": Related(lambda: INCIDENT, many=True, child="recurrence_of"),
        "figures": Related(
            lambda: FIGURE, many=True, through=_covered("incident", "figure"), where=standing
        ),
        "causes": Related(lambda: CAUSE, many=True, through=_linked("target", "cause", "incident")),
        "links": Related(lambda: LINK, many=True, child="target"),
        "questioned": MEASURES_QUESTIONED,
        "requirements": REQUIREMENTS_OF_RECORD,
        "roll_outs": ROLL_OUTS_OF_RECORD,
        **ANNOTATED,
        **DISCUSSED,
    },
    DISCUSSED_INTERFACES,
)

CAUSE: Kind = Kind(
    "Cause",
    CAUSES,
    {
        **record(CAUSES),
        **columns("statement", "category", "number", "standing", "reason"),
        "kind": column("cause_kind"),
        "countermeasures": Related(
            lambda: COUNTERMEASURE,
            many=True,
            through=_linked("cause", "target", "countermeasure"),
        ),
        "incidents": Related(
            lambda: INCIDENT, many=True, through=_linked("cause", "target", "incident")
        ),
        "links": Related(lambda: LINK, many=True, child="cause"),
        "requirements": REQUIREMENTS_OF_RECORD,
        "roll_outs": ROLL_OUTS_OF_RECORD,
        **ANNOTATED,
        **DISCUSSED,
    },
    DISCUSSED_INTERFACES,
)

RESPONSIBLE: Kind = Kind(
    "Responsible",
    COUNTERMEASURES,
    {
        "party": party("responsible_party"),
        "department": Related(lambda: DEPARTMENT, many=False, parent="responsible_department"),
    },
)

COUNTERMEASURE: Kind = Kind(
    "Countermeasure",
    COUNTERMEASURES,
    {
        **record(COUNTERMEASURES),
        **columns(
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
            "verdict_outdated",
        ),
        "responsible": Inside(lambda: RESPONSIBLE),
        **EFFECT,
        "split_from": Related(lambda: COUNTERMEASURE, many=False, parent="split_from"),
        "parts": Related(lambda: COUNTERMEASURE, many=True, child="split_from"),
        "schedule": Inside(lambda: SCHEDULE, present="wording"),
        "overdue": _late(overdue),
        "late_start": _late(late_start),
        "check_overdue": _late(check_overdue),
        "without_due": Value(("due",), lambda row, _: lateness.is_without_due(_day(row["due"]))),
        "due_bucket": _late(due_bucket),
        "causes": Related(
            lambda: CAUSE, many=True, through=_linked("target", "cause", "countermeasure")
        ),
        "links": Related(lambda: LINK, many=True, child="target"),
        "extension_requests": EXTENSIONS_OF_MEASURE,
        "pending_extension": PENDING_OF_MEASURE,
        "operations": OPERATIONS_OF_MEASURE,
        "requirements": REQUIREMENTS_OF_RECORD,
        "roll_outs": ROLL_OUTS_OF_RECORD,
        **ANNOTATED,
        **DISCUSSED,
    },
    DISCUSSED_INTERFACES,
)

LINK: Kind = Kind(
    "Link",
    LINKS,
    {
        **record(LINKS),
        "cause": Related(lambda: CAUSE, many=False, parent="cause"),
        "incident": Related(lambda: INCIDENT, many=False, parent="target"),
        "countermeasure": Related(lambda: COUNTERMEASURE, many=False, parent="target"),
    },
    ("Record",),
)
