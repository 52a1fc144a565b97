"""How requirements are read: their items, what answers each, what was submitted, and how late it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from api.kinds import Kind, OfAnyKind, Related, Several, Through, Value, column
from api.lens import Lens
from api.levels import Row
from api.register.kinds.evidence import every_kind
from api.register.kinds.meetings import DISCUSSED, DISCUSSED_INTERFACES
from api.register.kinds.shared import ANNOTATED, columns, record
from domain.register import lateness
from domain.register.requirement import Stage
from projections.among import among
from projections.named import each_of, named_in
from projections.register.requirements import REQUIREMENTS
from projections.view import CHUNK

NAMED: Kind = Kind(
    "NamedRecord",
    REQUIREMENTS,
    {"record": OfAnyKind(parent="record", kind="record_kind", kinds=every_kind)},
)
NUMBERED: Kind = Kind(
    "NumberedRecord",
    REQUIREMENTS,
    {"number": column("number"), **NAMED.fields},
)


def named(ids: Iterable[str], kinds: Iterable[str]) -> list[Row]:
    """Records by id and kind, as small rows."""
    return [{"record": one, "record_kind": kind} for one, kind in zip(ids, kinds, strict=True)]


def seen_of(several: list[list[Row]], lens: Lens) -> list[list[Row]]:
    """Of lists of records those that may be seen: the others leave no trace."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in (row for some in several for row in some):
        wanted[row["record_kind"]].add(row["record"])
    seen: set[str] = set()
    for kind, ids in wanted.items():
        rows = lens.visible(every_kind()[kind].view)
        every = sorted(ids)
        for start in range(0, len(every), CHUNK):
            some = sa.select(rows.c.id).where(among(rows.c.id, every[start : start + CHUNK]))
            seen.update(lens.scope.connection.execute(some).scalars())
    return [[row for row in some if row["record"] in seen] for some in several]


def _those(rows: list[Row], lens: Lens) -> list[list[Row]]:
    return seen_of([row["records"] for row in rows], lens)


def _numbered(which: str, numbers: str) -> Several:
    """The records that a column names, each with its number in the column beside it."""

    def made(rows: list[Row], lens: Lens) -> list[list[Row]]:
        every = [
            [
                {"number": number, **one}
                for number, one in zip(
                    row[numbers], named(row[which], row[f"{which}_kinds"]), strict=True
                )
            ]
            for row in rows
        ]
        return seen_of(every, lens)

    return Several((which, f"{which}_kinds", numbers), lambda: NUMBERED, made)


# ----- days -------------------------------------------------------------------------------------


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _clock(due: str | None, days: Iterable[str], row: Row, lens: Lens) -> Row:
    """How a duty stands on the status date: met by the first of some days, or by the end of all."""
    on = date.fromisoformat(lens.status_date)
    met = _day(min([*days, *([row["ended_on"]] if row["ended_on"] else [])], default=None))
    last, done = _day(due), lateness.has_happened(met, on)
    return {
        "due": due,
        "days_left": None if done or last is None else lateness.days_left(due=last, on=on),
        "overdue": lateness.is_overdue(due=last, finished_on=met, on=on, closed=False),
    }


def _clocks(row: Row, lens: Lens) -> list[Row]:
    days = [one["submittedOn"] for one in row["submissions"]]
    final = [one["submittedOn"] for one in row["submissions"] if one["stage"] == Stage.FINAL]
    of_each = (
        (Stage.FIRST, row["first_due"], days),
        (Stage.FINAL, row["final_due"], final),
    )
    return [
        {"stage": stage.value} | _clock(due, met, row, lens)
        for stage, due, met in of_each
        if due is not None
    ]


def _overdue(row: Row, lens: Lens) -> bool:
    on = date.fromisoformat(lens.status_date)
    return any(
        lateness.is_overdue(due=_day(due), finished_on=_day(met), on=on, closed=False)
        for due, _, met in (one.partition(" ") for one in row["duties"])
    )


def duty_overdue(rows: sa.FromClause, on: str) -> sa.ColumnElement[bool]:
    """The same in SQL: one of the duties was due before the day and not met by it."""
    each = each_of(rows.c.duties)
    due, met = sa.func.substr(each.c.value, 1, 10), sa.func.substr(each.c.value, 12, 10)
    return sa.select(each.c.value).where(due < on, met > on).exists()


# ----- items and submissions --------------------------------------------------------------------


def _items(rows: list[Row], lens: Lens) -> list[list[Row]]:
    return [[_item(row, item, lens) for item in row["items"]] for row in rows]


def _item(row: Row, item: Row, lens: Lens) -> Row:
    about = [one for one in row["submissions"] if item["number"] in one["items"]]
    answering = zip(row["answered_items"], named(row["answers"], row["answers_kinds"]), strict=True)
    return {
        "number": item["number"],
        "text": item["text"],
        "asked_on": item["askedOn"],
        "follow_up": item["followUp"],
        "submitted_in": [one["number"] for one in about],
        "records": [one for number, one in answering if number == item["number"]],
        **_clock(item["due"] or row["due"], (one["submittedOn"] for one in about), row, lens),
    }


def _submissions(rows: list[Row], _: Lens) -> list[list[Row]]:
    return [[_submission(row, one) for one in row["submissions"]] for row in rows]


def _submission(row: Row, one: Row) -> Row:
    handed_in = zip(
        row["submitted_in"], named(row["submitted"], row["submitted_kinds"]), strict=True
    )
    return {
        "number": one["number"],
        "stage": one["stage"],
        "submitted_on": one["submittedOn"],
        "status_date": one["statusDate"],
        "recorded_at": one["recordedAt"],
        "items": one["items"],
        "note": one["note"],
        "records": [record for number, record in handed_in if number == one["number"]],
    }


ITEM: Kind = Kind(
    "RequirementItem",
    REQUIREMENTS,
    {
        **columns(
            *("number", "text", "due", "asked_on", "follow_up", "submitted_in"),
            *("days_left", "overdue"),
        ),
        "answers": Several(("records",), lambda: NAMED, _those),
    },
)

SUBMISSION: Kind = Kind(
    "Submission",
    REQUIREMENTS,
    {
        **columns(
            *("number", "stage", "submitted_on", "status_date", "recorded_at", "items", "note")
        ),
        "records": Several(("records",), lambda: NAMED, _those),
    },
)

_OF_ITEMS = ("items", "submissions", "answers", "answers_kinds", "answered_items")

REQUIREMENT: Kind = Kind(
    "Requirement",
    REQUIREMENTS,
    {
        **record(REQUIREMENTS),
        **columns(
            *("kind", "authority", "title", "received_on", "due", "clock", "clock_from"),
            *("status", "ended_on", "end_reason", "next_due"),
        ),
        "first_report_due": column("first_due"),
        "final_report_due": column("final_due"),
        "items": Several((*_OF_ITEMS, "due", "ended_on"), lambda: ITEM, _items),
        "submissions": Several(
            ("submissions", "submitted", "submitted_kinds", "submitted_in"),
            lambda: SUBMISSION,
            _submissions,
        ),
        "answers": _numbered("answers", "answered_items"),
        "submitted": _numbered("submitted", "submitted_in"),
        "clocks": Value(("first_due", "final_due", "submissions", "ended_on"), _clocks),
        "overdue": Value(("duties",), _overdue),
        **ANNOTATED,
        **DISCUSSED,
    },
    DISCUSSED_INTERFACES,
)

REQUIREMENTS_OF_RECORD = Related(
    lambda: REQUIREMENT,
    many=True,
    through=Through(lambda lens: named_in(lens.visible(REQUIREMENTS), "answers"), "named", "id"),
)
"""The requirements that a record answers."""
