"""Review meetings: seen by every party that is convened, from the start and for good."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from domain.kernel import Fact
from domain.register.meeting import MeetingStatus, ReviewMeeting
from projections.view import Day, Id, Instant, Position, Row, View, bit, iso


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case ReviewMeeting.Convened():
            row |= {
                **_described(fact),
                "parties": list(fact.parties),
                "quorum": fact.quorum,
                "follows": None if fact.follows is None else str(fact.follows),
                "status": MeetingStatus.CONVENED.value,
            }
        case ReviewMeeting.Revised():
            row |= _described(fact)
        case ReviewMeeting.PapersClosed():
            _close_papers(row, fact.issue, iso(fact.status_date), None)
        case ReviewMeeting.PapersReplaced():
            _close_papers(row, fact.issue, iso(fact.status_date), fact.reason)
        case ReviewMeeting.Opened():
            attendance = zip(fact.present, fact.people, strict=True)
            row |= {
                "status": MeetingStatus.OPEN.value,
                "opened_at": row["stood_from"],
                "attendance": [{"party": party, "people": people} for party, people in attendance],
            }
        case ReviewMeeting.Adjourned():
            row |= {
                "status": MeetingStatus.ADJOURNED.value,
                "adjourned_at": row["stood_from"],
                "corrections_until": iso(fact.corrections_until),
            }
        case ReviewMeeting.MinutesConfirmed():
            row |= {"status": MeetingStatus.CONFIRMED.value, "confirmed_at": row["stood_from"]}
        case ReviewMeeting.Cancelled():
            row |= {"status": MeetingStatus.CANCELLED.value, "cancel_reason": fact.reason}


def _described(fact: ReviewMeeting.Convened | ReviewMeeting.Revised) -> dict[str, Any]:
    return {
        "title": fact.title,
        "held_on": iso(fact.held_on),
        "hours": fact.hours,
        "place": fact.place,
    }


def _close_papers(row: Row, issue: int, status_date: str | None, reason: str | None) -> None:
    """The papers are what the register shows up to and with the command that closes them."""
    papers = {"issue": issue, "status_date": status_date, "closed_at": row["stood_from"]}
    row |= {
        "status": MeetingStatus.PAPERS_CLOSED.value,
        "papers": [*row["papers"], papers | {"reason": reason}],
        "papers_position": row["since"],
    }


def _everybody(row: Row) -> int:
    return sum(bit(party) for party in row["parties"])


REVIEW_MEETINGS = View(
    kind="review_meeting",
    prefix="MTG",
    columns=(
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("held_on", Day, nullable=False),
        sa.Column("hours", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("parties", sa.JSON, nullable=False),
        sa.Column("quorum", sa.SmallInteger, nullable=False),
        sa.Column("follows", Id),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("papers", sa.JSON, nullable=False),
        sa.Column("papers_position", Position),
        sa.Column("attendance", sa.JSON, nullable=False),
        sa.Column("opened_at", Instant),
        sa.Column("adjourned_at", Instant),
        sa.Column("corrections_until", Day),
        sa.Column("confirmed_at", Instant),
        sa.Column("cancel_reason", sa.Text),
    ),
    facts=(
        ReviewMeeting.Convened,
        ReviewMeeting.Revised,
        ReviewMeeting.PapersClosed,
        ReviewMeeting.PapersReplaced,
        ReviewMeeting.Opened,
        ReviewMeeting.Adjourned,
        ReviewMeeting.MinutesConfirmed,
        ReviewMeeting.Cancelled,
    ),
    begins=(ReviewMeeting.Convened,),
    fold=fold,
    blank={"papers": [], "attendance": []},
    search=("title", "place"),
    # Numbers of parties and places in the log are never told.
    internal=frozenset({"parties", "attendance", "papers_position"}),
    references={"follows": "review_meeting"},
    indexes=(("held_on",),),
    audience=_everybody,
)
