"""How schedules are read: their wordings and days, what moved them, and by which request."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from api.kinds import Kind, Related, Several, Value, column
from api.lens import Lens
from api.levels import Row
from api.register.kinds.shared import columns, version
from domain.register.schedule import Schedule
from projections.register.countermeasures import COUNTERMEASURES
from projections.view import code_of


def _schedule_id(row: Row) -> UUID:
    return Schedule.id_for(UUID(row["id"]))


def milestones(row: Row, _: Lens) -> list[Row]:
    """Each milestone of a schedule, by its day and wording."""
    return [
        dict(zip(("day", "wording"), entry.split(" ", 1), strict=True))
        for entry in row["milestones"]
    ]


def _moved(one: Row) -> Row:
    """What a schedule was moved or put right by."""
    return {
        "from_wording": one["fromWording"],
        "to_wording": one["toWording"],
        "from_due": one["fromDue"],
        "to_due": one["toDue"],
        "reason": one["reason"],
        "recorded_at": one["recordedOn"],
    }


def _moves(column: str, *more: str) -> Value:
    """The same, one after another."""

    def made(row: Row, _: Lens) -> list[Row]:
        return [_moved(one) | {name: one[name] for name in more} for one in row[column]]

    return Value((column,), made)


def _slips(rows: Iterable[Row], _: Lens) -> list[list[Row]]:
    return [
        [
            _moved(slip) | {"request": request}
            for slip, request in zip(row["slips"], requests_of(row), strict=True)
        ]
        for row in rows
    ]


def requests_of(row: Row) -> list[str | None]:
    """The request by which each slip was granted; the first ones may be older than requests are."""
    granted: list[str] = row["slip_requests"]
    return [*[None] * (len(row["slips"]) - len(granted)), *granted]


def _extension() -> Kind:
    from api.register.kinds.extensions import EXTENSION  # it leads back here

    return EXTENSION


SLIP: Kind = Kind(
    "Slip",
    COUNTERMEASURES,
    {
        **columns("from_wording", "to_wording", "from_due", "to_due", "reason", "recorded_at"),
        "request": Related(_extension, many=False, parent="request"),
    },
)

SCHEDULE: Kind = Kind(
    "Schedule",
    COUNTERMEASURES,
    {
        "id": Value(("id",), lambda row, _: str(_schedule_id(row))),
        "code": Value(("id",), lambda row, _: code_of("SCH", _schedule_id(row))),
        "kind": column("schedule_kind"),
        "milestones": Value(("milestones",), milestones),
        "slips": Several(("slips", "slip_requests"), lambda: SLIP, _slips, told=_moves("slips")),
        "corrections": _moves("corrections", "later"),
        "version": version(COUNTERMEASURES),
        **columns(
            "wording",
            "written_on",
            "start",
            "due",
            "certainty",
            "ambiguous",
            "original_wording",
            "original_due",
            "slip_count",
            "correction_count",
            "started_on",
            "finished_on",
            "next_check",
        ),
    },
)
