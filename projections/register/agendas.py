"""Agenda items, entries of the minutes and action items: each seen by whoever of the meeting sees what it is about."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.action_item import ActionItem, ActionItemStatus
from domain.register.agenda_item import AgendaItem
from domain.register.minutes import MinutesEntry
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENSIONS
from projections.register.incidents import INCIDENTS
from projections.register.meetings import REVIEW_MEETINGS
from projections.register.reports import REPORTS
from projections.register.requirements import REQUIREMENTS
from projections.view import EVERYONE, Day, Id, KindIn, Need, Row, View, iso

DISCUSSED: Final = (COUNTERMEASURES, INCIDENTS, CAUSES, REPORTS, EXTENSIONS, REQUIREMENTS)
"""The records that are put on an agenda."""

_NEEDS: Final = (
    Need("meeting", (REVIEW_MEETINGS,)),
    Need("about", (*DISCUSSED, REVIEW_MEETINGS), kind="about_kind"),
)


def _columns() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("meeting", Id, nullable=False),
        sa.Column("about", Id, nullable=False),
        sa.Column("about_kind", sa.String(24), nullable=False),
    )


def _named(fact: AgendaItem.Added | MinutesEntry.Entered | ActionItem.Assigned) -> Row:
    return {
        "meeting": str(fact.meeting),
        "about": str(fact.about),
        "about_kind": fact.about_kind,
    }


def _of_item(fact: MinutesEntry.Entered | ActionItem.Assigned) -> str | None:
    return None if fact.item is None else str(fact.item)


def fold_item(row: Row, fact: Fact) -> None:
    match fact:
        case AgendaItem.Added():
            row |= _named(fact) | {"topic": fact.topic, "common": fact.common}
        case AgendaItem.Reworded():
            row["topic"] = fact.topic
        case AgendaItem.Shared():
            row["common"] = True
        case AgendaItem.SetApart():
            row["common"] = False
        case AgendaItem.Withdrawn():
            row["withdrawn"] = True


AGENDA_ITEMS = View(
    kind="agenda_item",
    prefix="AGI",
    columns=(
        *_columns(),
        sa.Column("topic", sa.Text),
        sa.Column("common", sa.Boolean, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    ),
    facts=(
        AgendaItem.Added,
        AgendaItem.Reworded,
        AgendaItem.Shared,
        AgendaItem.SetApart,
        AgendaItem.Withdrawn,
    ),
    begins=(AgendaItem.Added,),
    fold=fold_item,
    blank={"withdrawn": False},
    search=("topic",),
    references={"meeting": "review_meeting", "about": KindIn("about_kind")},
    indexes=(("meeting",), ("about",)),
    needs=_NEEDS,
    audience=lambda _: EVERYONE,
)


def fold_entry(row: Row, fact: Fact) -> None:
    match fact:
        case MinutesEntry.Entered():
            row |= _named(fact) | _said(fact) | {"item": _of_item(fact), "kind": fact.kind}
        case MinutesEntry.Amended():
            row |= _said(fact) | {"reason": fact.reason}
        case MinutesEntry.StruckOut():
            row |= {"struck_out": True, "reason": fact.reason}


def _said(fact: MinutesEntry.Entered | MinutesEntry.Amended) -> Row:
    return {"outcome": fact.outcome, "theme": fact.theme, "text": fact.text}


MINUTES = View(
    kind="minutes_entry",
    prefix="MIN",
    columns=(
        *_columns(),
        sa.Column("item", Id),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("theme", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("struck_out", sa.Boolean, nullable=False),
    ),
    facts=(MinutesEntry.Entered, MinutesEntry.Amended, MinutesEntry.StruckOut),
    begins=(MinutesEntry.Entered,),
    fold=fold_entry,
    blank={"struck_out": False},
    search=("theme", "text"),
    references={
        "meeting": "review_meeting",
        "about": KindIn("about_kind"),
        "item": "agenda_item",
    },
    indexes=(("meeting",), ("about",), ("item",)),
    needs=_NEEDS,
    audience=lambda _: EVERYONE,
)


def fold_action(row: Row, fact: Fact) -> None:
    match fact:
        case ActionItem.Assigned():
            row |= _named(fact) | _to_do(fact)
            row |= {"item": _of_item(fact), "party": fact.party}
            row["status"] = ActionItemStatus.OPEN.value
        case ActionItem.Revised():
            row |= _to_do(fact)
        case ActionItem.Done():
            row |= {"result": fact.result, "done_on": iso(fact.done_on), "reason": None}
            row["status"] = ActionItemStatus.DONE.value
        case ActionItem.Dropped():
            row |= {"status": ActionItemStatus.DROPPED.value, "reason": fact.reason}
        case ActionItem.Reopened():
            row |= {"result": None, "done_on": None, "reason": fact.reason}
            row["status"] = ActionItemStatus.OPEN.value


def _to_do(fact: ActionItem.Assigned | ActionItem.Revised) -> Row:
    return {"text": fact.text, "who": fact.who, "due": iso(fact.due)}


ACTION_ITEMS = View(
    kind="action_item",
    prefix="ACT",
    columns=(
        *_columns(),
        sa.Column("item", Id),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("party", sa.SmallInteger, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("due", Day),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("done_on", Day),
        sa.Column("reason", sa.Text),
    ),
    facts=(
        ActionItem.Assigned,
        ActionItem.Revised,
        ActionItem.Done,
        ActionItem.Dropped,
        ActionItem.Reopened,
    ),
    begins=(ActionItem.Assigned,),
    fold=fold_action,
    search=("text", "who", "result"),
    references={
        "meeting": "review_meeting",
        "about": KindIn("about_kind"),
        "item": "agenda_item",
    },
    indexes=(("meeting",), ("about",), ("item",), ("due",)),
    needs=_NEEDS,
    audience=lambda _: EVERYONE,
)
