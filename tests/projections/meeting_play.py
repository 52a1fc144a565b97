"""Random commands about review meetings, for tests/projections/play.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.register.action_item import ActionItem
from domain.register.agenda_item import AgendaItem
from domain.register.meeting import ReviewMeeting
from domain.register.minutes import EntryKind, MinutesEntry, Outcome

if TYPE_CHECKING:
    from tests.projections.play import Turn

_KINDS = ("incident", "cause", "countermeasure", "report")


def convene(turn: Turn) -> None:
    owner = turn.party
    others = [party for party in turn.parties if party != owner]
    if not others:
        return
    meeting = ReviewMeeting.convene(
        id=turn.new_id,
        owner=owner,
        title=turn.draw.text,
        held_on=date(2023, 3, 10),
        parties=(turn.draw.of(others), turn.party),
        quorum=2,
        follows=turn.book.one("review_meeting", turn.draw),
        **turn.asked,
    )
    turn.begin("review_meeting", meeting)
    for _ in range(2):
        put_on_agenda(turn)


def change_meeting(turn: Turn) -> None:
    """What comes next in a meeting, or something else of it."""
    meeting = turn.some(ReviewMeeting, "review_meeting")
    if meeting is None:
        return
    day, somebody = turn.today, dict.fromkeys(meeting.parties, 1)
    acts: list[Callable[[], None]] = [
        lambda: meeting.revise(
            title=turn.draw.text, held_on=day, hours=None, place=turn.draw.text, **turn.asked
        ),
        lambda: meeting.close_papers(status_date=day, **turn.asked),
        lambda: meeting.replace_papers(status_date=day, reason="訂正", **turn.asked),
        lambda: meeting.open(present=somebody, **turn.asked),
        lambda: meeting.adjourn(corrections_until=day + timedelta(days=1), on=day, **turn.asked),
        lambda: meeting.confirm_minutes(on=day + timedelta(days=9), **turn.asked),
    ]
    nearest = {"CONVENED": 1, "PAPERS_CLOSED": 3, "OPEN": 4, "ADJOURNED": 5}
    at = nearest.get(meeting.status)
    turn.draw.of(acts if at is None or not turn.draw.below(3) else [acts[at]])()
    turn.work.keep(meeting)


def _about(turn: Turn) -> dict[str, Any] | None:
    """A meeting, and what is spoken of: a record, or the meeting itself."""
    meeting = turn.book.one("review_meeting", turn.draw)
    kind = turn.draw.of(_KINDS)
    record = turn.book.one(kind, turn.draw)
    if meeting is None:
        return None
    if record is None or not turn.draw.below(4):
        kind, record = "review_meeting", meeting
    return {"meeting": meeting, "about": record, "about_kind": kind}


def put_on_agenda(turn: Turn) -> None:
    about = _about(turn)
    if about is not None:
        item = AgendaItem.add(
            id=turn.new_id, owner=turn.party, topic=turn.draw.text, **about, **turn.asked
        )
        turn.begin("agenda_item", item)


def change_item(turn: Turn) -> None:
    item = turn.some(AgendaItem, "agenda_item")
    if item is not None:
        acts: list[Callable[[], None]] = [
            lambda: item.reword(topic=turn.draw.text, **turn.asked),
            lambda: item.share(**turn.asked),
            lambda: item.set_apart(**turn.asked),
            lambda: item.withdraw(**turn.asked),
        ]
        turn.draw.of(acts)()
        turn.work.keep(item)


def speak(turn: Turn) -> None:
    """Something is entered into the minutes, and asked to be done; of an item, or else of the whole."""
    item, about = turn.some(AgendaItem, "agenda_item"), _about(turn)
    if item is not None:
        of_item = {"meeting": item.meeting, "about": item.about, "about_kind": item.about_kind}
        about = of_item | {"item": item.id}
    elif about is not None:
        about |= {"item": None}
    if about is None:
        return
    kind = turn.draw.of(tuple(EntryKind))
    entry = MinutesEntry.enter(
        id=turn.new_id,
        owner=turn.party,
        kind=kind,
        outcome=turn.draw.of(tuple(Outcome)) if kind is EntryKind.OUTCOME else None,
        text=turn.draw.text,
        **about,
        **turn.asked,
    )
    turn.begin("minutes_entry", entry)
    asked = ActionItem.assign(
        id=turn.new_id,
        owner=turn.party,
        party=turn.party,
        text=turn.draw.text,
        due=turn.draw.of((None, turn.today)),
        on=turn.today,
        **about,
        **turn.asked,
    )
    turn.begin("action_item", asked)


def correct(turn: Turn) -> None:
    """An entry is put right or struck out; something is done, dropped or asked for again."""
    entry, action = turn.some(MinutesEntry, "minutes_entry"), turn.some(ActionItem, "action_item")
    if entry is None or action is None:
        return
    outcome, theme, _ = entry.said
    turn.draw.of(
        [
            lambda: entry.amend(
                outcome=outcome, theme=theme, text=turn.draw.text, reason="訂正", **turn.asked
            ),
            lambda: entry.strike_out(reason="重複", **turn.asked),
            lambda: action.report_done(result=turn.draw.text, done_on=turn.today, **turn.asked),
            lambda: action.drop(reason="不要", **turn.asked),
            lambda: action.reopen(reason="漏れ", **turn.asked),
            lambda: action.revise(
                text=turn.draw.text, who=None, due=None, on=turn.today, **turn.asked
            ),
        ]
    )()
    turn.work.keep(entry, action)


MEETING: tuple[Callable[[Turn], None], ...] = (
    convene,
    change_meeting,
    change_meeting,
    put_on_agenda,
    change_item,
    speak,
    correct,
)
