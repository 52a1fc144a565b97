"""How review meetings are read: their parties and papers, and how agenda items are numbered for who looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from api.kinds import Field, Inside, Kind, OfAnyKind, Related, Several, Through, Together, Value
from api.lens import Lens, Vantage
from api.levels import Row
from api.register.kinds.evidence import every_kind
from api.register.kinds.shared import ANNOTATED_INTERFACES, PARTY, columns, party, record
from domain.calendar import day_in_tokyo
from domain.register.action_item import ActionItemStatus
from domain.register.minutes import EntryKind
from projections.clearance import Moment
from projections.people.parties import PARTIES
from projections.register.agendas import ACTION_ITEMS, AGENDA_ITEMS, MINUTES
from projections.register.meetings import REVIEW_MEETINGS

# ----- parties ------------------------------------------------------------------------------------


def _known(lens: Lens) -> dict[int, Row]:
    """The parties by their numbers, as rows of their kind."""
    rows = lens.visible(PARTIES)
    query = sa.select(rows.c.number, rows.c.party_code, rows.c.names)
    return {row.number: row._asdict() for row in lens.scope.connection.execute(query)}


def _parties(rows: list[Row], lens: Lens) -> list[list[Row]]:
    known = _known(lens)
    return [[known[number] for number in row["parties"]] for row in rows]


def _attendance(rows: list[Row], lens: Lens) -> list[list[Row]]:
    known = _known(lens)
    return [
        [known[one["party"]] | {"people": one["people"]} for one in row["attendance"]]
        for row in rows
    ]


ATTENDANCE: Kind = Kind(
    "Attendance", PARTIES, {**columns("people"), "party": Inside(lambda: PARTY)}
)

# ----- numbers of items ---------------------------------------------------------------------------


def papers_of(lens: Lens, meetings: Iterable[str]) -> dict[str, Moment]:
    """The moment of each of these meetings' last papers, as far as they are closed."""
    rows = lens.visible(REVIEW_MEETINGS)
    query = sa.select(rows.c.id, rows.c.papers, rows.c.papers_position).where(
        rows.c.id.in_(sorted(meetings)), rows.c.papers_position.is_not(None)
    )
    return {
        row.id: Moment(
            row.papers_position,
            day_in_tokyo(datetime.fromisoformat(row.papers[-1]["closed_at"])).isoformat(),
        )
        for row in lens.scope.connection.execute(query)
    }


def _numbers(rows: list[Row], lens: Lens) -> list[Any]:
    """The number of each item among those of the last papers that the viewer sees of them: those in
    common, and those in the annex. Who sees the same items counts them alike. None has one that was added
    behind them, or moved from one part to the other."""
    found: dict[tuple[str, bool], int] = {}
    for meeting, moment in papers_of(lens, {row["meeting"] for row in rows}).items():
        items = replace(lens.vantage, moment=moment).visible(AGENDA_ITEMS)
        counted = {True: 0, False: 0}
        query = (
            sa.select(items.c.id, items.c.common)
            .where(items.c.meeting == meeting, ~items.c.withdrawn)
            .order_by(items.c.born)
        )
        for item, common in lens.scope.connection.execute(query):
            counted[common] += 1
            found[item, common] = counted[common]
    return [None if row["withdrawn"] else found.get((row["id"], row["common"])) for row in rows]


# ----- what follows from the series ---------------------------------------------------------------


def earlier(lens: Vantage) -> sa.Subquery:
    """Each meeting with every one before it in its series: `meeting`, `before`."""
    meetings = lens.visible(REVIEW_MEETINGS)
    chain = (
        sa.select(meetings.c.id.label("meeting"), meetings.c.follows.label("before"))
        .where(meetings.c.follows.is_not(None))
        .cte("earlier", recursive=True)
    )
    further = meetings.alias("further")
    chain = chain.union(
        sa.select(chain.c.meeting, further.c.follows)
        .join(further, further.c.id == chain.c.before)
        .where(further.c.follows.is_not(None))
    )
    return sa.select(chain).subquery("series")


def _carried_over(lens: Vantage) -> sa.Subquery:
    series, actions = earlier(lens), lens.visible(ACTION_ITEMS)
    return (
        sa.select(series.c.meeting, actions.c.id.label("action"))
        .join(actions, actions.c.meeting == series.c.before)
        .where(actions.c.status == ActionItemStatus.OPEN.value)
        .subquery("carried_over")
    )


# ----- the kinds ----------------------------------------------------------------------------------


def _on_agenda(rows: sa.Subquery, _: Vantage) -> sa.ColumnElement[bool]:
    return ~rows.c.withdrawn


def _in_minutes(rows: sa.Subquery, _: Vantage) -> sa.ColumnElement[bool]:
    return ~rows.c.struck_out


def _is_outcome(rows: sa.Subquery, lens: Vantage) -> sa.ColumnElement[bool]:
    return sa.and_(_in_minutes(rows, lens), rows.c.kind == EntryKind.OUTCOME.value)


def _papers(row: Row, _: Lens) -> list[Row]:
    return [dict(one) for one in row["papers"]]


REVIEW_MEETING: Kind = Kind(
    "ReviewMeeting",
    REVIEW_MEETINGS,
    {
        **record(REVIEW_MEETINGS),
        **columns("title", "held_on", "hours", "place", "quorum", "status"),
        **columns("opened_at", "adjourned_at", "corrections_until", "confirmed_at"),
        **columns("cancel_reason"),
        "papers": Value(("papers",), _papers),
        "parties": Several(("parties",), lambda: PARTY, _parties),
        "attendance": Several(("attendance",), lambda: ATTENDANCE, _attendance),
        "follows": Related(lambda: REVIEW_MEETING, many=False, parent="follows"),
        "followed_by": Related(lambda: REVIEW_MEETING, many=True, child="follows"),
        "agenda": Related(lambda: AGENDA_ITEM, many=True, child="meeting", where=_on_agenda),
        "minutes": Related(lambda: MINUTES_ENTRY, many=True, child="meeting", where=_in_minutes),
        "action_items": Related(lambda: ACTION_ITEM, many=True, child="meeting"),
        "carried_over": Related(
            lambda: ACTION_ITEM, many=True, through=Through(_carried_over, "meeting", "action")
        ),
    },
    ("Record",),
)

_OF_MEETING: Mapping[str, Field] = {
    "meeting": Related(lambda: REVIEW_MEETING, many=False, parent="meeting"),
    "record": OfAnyKind(parent="about", kind="about_kind", kinds=every_kind),
}
"""What everything that is said of a meeting names."""

_ITEM = Related(lambda: AGENDA_ITEM, many=False, parent="item")

AGENDA_ITEM: Kind = Kind(
    "AgendaItem",
    AGENDA_ITEMS,
    {
        **record(AGENDA_ITEMS),
        **columns("topic", "withdrawn"),
        **_OF_MEETING,
        "annex": Value(("common",), lambda row, _: not row["common"]),
        "number": Together(("id", "meeting", "withdrawn", "common"), _numbers),
        "outcome": Related(lambda: MINUTES_ENTRY, many=False, child="item", where=_is_outcome),
        "minutes": Related(lambda: MINUTES_ENTRY, many=True, child="item", where=_in_minutes),
        "action_items": Related(lambda: ACTION_ITEM, many=True, child="item"),
    },
    ("Record",),
)

MINUTES_ENTRY: Kind = Kind(
    "MinutesEntry",
    MINUTES,
    {
        **record(MINUTES),
        **columns("kind", "outcome", "theme", "text", "reason", "struck_out"),
        **_OF_MEETING,
        "item": _ITEM,
    },
    ("Record",),
)


def _overdue(row: Row, lens: Lens) -> bool:
    is_open = row["status"] == ActionItemStatus.OPEN.value
    return is_open and row["due"] is not None and row["due"] < lens.status_date


ACTION_ITEM: Kind = Kind(
    "ActionItem",
    ACTION_ITEMS,
    {
        **record(ACTION_ITEMS),
        **columns("text", "who", "due", "status", "result", "done_on", "reason"),
        **_OF_MEETING,
        "item": _ITEM,
        "party": party("party"),
        "overdue": Value(("status", "due"), _overdue),
    },
    ("Record",),
)

DISCUSSED: Mapping[str, Field] = {
    "agenda_items": Related(lambda: AGENDA_ITEM, many=True, child="about", where=_on_agenda),
    "minutes": Related(lambda: MINUTES_ENTRY, many=True, child="about", where=_in_minutes),
    "action_items": Related(lambda: ACTION_ITEM, many=True, child="about"),
}
"""The fields of a record that is put on agendas; its type is a `DiscussedRecord`."""

DISCUSSED_INTERFACES = (*ANNOTATED_INTERFACES, "DiscussedRecord")
