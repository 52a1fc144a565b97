"""Action items: what a meeting asks a party to do, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from commands.office import Desk
from commands.register.agenda import is_seen
from commands.register.minutes import speaking
from commands.register.responsible import party_number
from commands.revising import anew
from domain.register.action_item import ActionItem
from domain.register.meeting import ReviewMeeting
from domain.register.refusals import ItemIsNotTheirs
from projections.register.agendas import ACTION_ITEMS, DISCUSSED
from projections.register.meetings import REVIEW_MEETINGS


def assign_action_item(
    desk: Desk,
    *,
    meeting: UUID,
    item: UUID | None = None,
    text: str,
    party: str | None = None,
    who: str | None = None,
    due: date | None = None,
) -> Iterable[UUID]:
    """Ask a party of an open meeting to do something, one's own unless its code is stated; about an item
    of it, or of the whole. Without a due it is for the next meeting."""
    at = speaking(desk, "assign_action_item", meeting, item)
    number = party_number(desk, party)
    desk.load(ReviewMeeting, at["meeting"]).require_party(number)
    _require_reader(desk, at, number, party)
    return desk.keep(
        ActionItem.assign(
            id=uuid4(),
            owner=desk.actor.party,
            **at,
            text=text,
            party=number,
            who=who,
            due=due,
            on=desk.today,
            by=desk.by,
            at=desk.now,
        )
    )


def revise_action_item(
    desk: Desk, *, action_item: UUID, expected_version: str | None = None, **given: Any
) -> Iterable[UUID]:
    """Say anew what one's own party asked to be done; what is left out stays."""
    found = _own(desk, "revise_action_item", action_item, expected_version)
    told = anew(found, ("text", "who", "due"), given, needed=("text",))
    found.revise(**told, on=desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)


def report_action_item(
    desk: Desk,
    *,
    action_item: UUID,
    result: str | None = None,
    done_on: date | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Report as done what one's own party was asked to do: today, unless another day is stated."""
    row = desk.expect(ACTION_ITEMS, action_item, expected_version)
    desk.permit("report_action_item", owner=row["party"])
    found = desk.load(ActionItem, action_item)
    found.report_done(result=result, done_on=done_on or desk.today, by=desk.by, at=desk.now)
    return desk.keep(found)


def drop_action_item(
    desk: Desk,
    *,
    action_item: UUID,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Let be what one's own party asked to be done."""
    found = _own(desk, "drop_action_item", action_item, expected_version)
    found.drop(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def reopen_action_item(
    desk: Desk,
    *,
    action_item: UUID,
    reason: str | None = None,
    expected_version: str | None = None,
) -> Iterable[UUID]:
    """Ask again for what was done or dropped."""
    found = _own(desk, "reopen_action_item", action_item, expected_version)
    found.reopen(reason=reason, by=desk.by, at=desk.now)
    return desk.keep(found)


def _require_reader(desk: Desk, at: Mapping[str, Any], party: int, code: str | None) -> None:
    """Refuse to ask a party to do something about an own record that it does not see. Who sees a record
    of others is theirs to know."""
    [view] = [one for one in (*DISCUSSED, REVIEW_MEETINGS) if one.kind == at["about_kind"]]
    about = desk.row(view, at["about"])
    if (
        view is not REVIEW_MEETINGS
        and party != about["owner"] == desk.actor.party
        and not is_seen(desk, view, about, party)
    ):
        raise ItemIsNotTheirs(parties=(str(code),))


def _own(desk: Desk, command: str, action_item: UUID, version: str | None) -> ActionItem:
    row = desk.expect(ACTION_ITEMS, action_item, version)
    desk.permit(command, owner=row["owner"])
    return desk.load(ActionItem, action_item)
