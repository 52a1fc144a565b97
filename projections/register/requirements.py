"""Requirements: what is wanted, by when, what answers it, and what was submitted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.requirement import Requirement, RequirementStatus, Stage
from projections.view import Day, KindIn, Row, View, iso

NEVER: Final = str(date.max)
"""The day on which a duty was met that is not."""


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case Requirement.Received():
            row |= _terms(fact) | {"items": _items(fact, 1, fact.received_on)}
        case Requirement.Revised():
            row["items"] = _revised(row, fact)
            row |= _terms(fact)
        case Requirement.FollowedUp():
            row["items"] = [*row["items"], *_items(fact, len(row["items"]) + 1, fact.asked_on)]
        case Requirement.Answered():
            _answer(row, fact)
        case Requirement.Submitted():
            _submit(row, fact)
        case Requirement.Ended():
            row |= {"status": fact.outcome, "ended_on": iso(fact.ended_on)}
            row["end_reason"] = fact.reason
        case Requirement.Judged():
            row["categories"] = list(fact.categories)
    duties = list(_duties(row))
    row["duties"] = [f"{due} {met}" for due, met in duties]
    row["next_due"] = min((due for due, met in duties if met == NEVER), default=None)


def _terms(fact: Requirement.Received | Requirement.Revised) -> Row:
    return {
        "kind": fact.kind,
        "authority": fact.authority,
        "title": fact.title,
        "received_on": iso(fact.received_on),
        "due": iso(fact.due),
        "clock": fact.clock,
        "clock_from": iso(fact.clock_from),
        "first_due": iso(fact.first_due),
        "final_due": iso(fact.final_due),
    }


def _items(
    fact: Requirement.Received | Requirement.FollowedUp, first: int, asked_on: date
) -> list[Row]:
    told, followed = zip(fact.items, fact.item_dues, strict=True), first > 1
    asked = {"askedOn": iso(asked_on), "followUp": followed}
    return [
        {"number": number, "text": text, "due": iso(due), **asked}
        for number, (text, due) in enumerate(told, first)
    ]


def _revised(row: Row, fact: Requirement.Revised) -> list[Row]:
    told = zip(row["items"], fact.items, fact.item_dues, strict=True)
    received = iso(fact.received_on)
    return [
        item
        | {"text": text, "due": iso(due)}
        | {"askedOn": item["askedOn"] if item["followUp"] else received}
        for item, text, due in told
    ]


def _answer(row: Row, fact: Requirement.Answered) -> None:
    """Put what answers one item in place of what answered it; the three lists go side by side."""
    known = zip(row["answered_items"], row["answers"], row["answers_kinds"], strict=True)
    others = [one for one in known if one[0] != fact.item]
    now = [
        (fact.item, str(record), kind)
        for record, kind in zip(fact.records, fact.kinds, strict=True)
    ]
    answering = sorted([*others, *now], key=lambda one: one[0])
    row["answered_items"] = [item for item, _, _ in answering]
    row["answers"] = [record for _, record, _ in answering]
    row["answers_kinds"] = [kind for _, _, kind in answering]


def _submit(row: Row, fact: Requirement.Submitted) -> None:
    """Number it, and keep at which place of the log it was pinned, which nobody is shown."""
    row["submissions"] = [
        *row["submissions"],
        {
            "number": fact.number,
            "stage": fact.stage,
            "submittedOn": iso(fact.submitted_on),
            "statusDate": iso(fact.status_date),
            "recordedAt": row["changed_at"],
            "items": list(fact.answering),
            "note": fact.note,
        },
    ]
    row["pinned"] = [*row["pinned"], row["since"]]
    row["submitted_in"] = [*row["submitted_in"], *(fact.number for _ in fact.records)]
    row["submitted"] = [*row["submitted"], *map(str, fact.records)]
    row["submitted_kinds"] = [*row["submitted_kinds"], *fact.kinds]


def _duties(row: Row) -> Iterable[tuple[str, str]]:
    """By when something was to be submitted, and on which day it was, or the duty ended."""
    for item in row["items"]:
        about = (one for one in row["submissions"] if item["number"] in one["items"])
        yield from _duty(row, item["due"] or row["due"], about)
    yield from _duty(row, row["first_due"], row["submissions"])
    final = (one for one in row["submissions"] if one["stage"] == Stage.FINAL)
    yield from _duty(row, row["final_due"], final)


def _duty(row: Row, due: str | None, met_by: Iterable[Row]) -> Iterable[tuple[str, str]]:
    if due is not None:
        days = [one["submittedOn"] for one in met_by]
        yield due, min([*days, row["ended_on"] or NEVER])


def _texts(listed: list[Any]) -> list[str]:
    """The texts of items and the notes on submissions, which are searched."""
    return [text for one in listed for text in (one.get("text"), one.get("note")) if text]


_LISTS: Final = (
    *("items", "submissions", "duties", "pinned"),
    *("answers", "answers_kinds", "answered_items"),
    *("submitted", "submitted_kinds", "submitted_in"),
)

REQUIREMENTS = View(
    kind="requirement",
    prefix="REQ",
    columns=(
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("received_on", Day, nullable=False),
        sa.Column("due", Day),
        sa.Column("clock", sa.String(32)),
        sa.Column("clock_from", Day),
        sa.Column("first_due", Day),
        sa.Column("final_due", Day),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("ended_on", Day),
        sa.Column("end_reason", sa.Text),
        sa.Column("next_due", Day),
        *(sa.Column(name, sa.JSON, nullable=False) for name in _LISTS),
    ),
    facts=(
        Requirement.Received,
        Requirement.Revised,
        Requirement.FollowedUp,
        Requirement.Answered,
        Requirement.Submitted,
        Requirement.Ended,
        Requirement.Judged,
    ),
    begins=(Requirement.Received,),
    fold=fold,
    blank={
        "status": RequirementStatus.OPEN.value,
        **{name: [] for name in _LISTS},
    },
    search=("title", "authority", "items", "submissions", "end_reason"),
    listed=_texts,
    internal=frozenset({"duties", "answered_items", "submitted_in", "pinned"}),
    references={
        "answers": KindIn("answers_kinds"),
        "submitted": KindIn("submitted_kinds"),
    },
    indexes=(("next_due",),),
)
"""`answers` and `submitted` name records one beside the other, each with its kind and, inside, with the
number of the item it answers or of the submission it was part of. `duties` are the days on which
something was due, each with the day on which it was met: lateness is judged from them at reading.
`pinned` is the place in the log of each submission."""
