"""Asking for more time: whatever would make a due later or vaguer ends here as a request."""

from __future__ import annotations

from uuid import UUID, uuid4

import sqlalchemy as sa

from commands.office import Desk
from domain.register.countermeasure import Countermeasure
from domain.register.extension import ExtensionRequest, ExtensionStatus, Move
from domain.register.refusals import ExtensionIsPending
from domain.register.schedule import Period, Schedule
from projections.among import among
from projections.barrier import visible, visible_pairs
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENDED, EXTENSIONS
from projections.view import code_of


def move_of(measure: UUID, before: Period, after: Period) -> Move:
    """A measure that is to have more time."""
    return Move(measure, code_of(COUNTERMEASURES.prefix, measure), before, after)


def ask_for(
    desk: Desk, moves: tuple[Move, ...], reason: str | None, categories: tuple[str, ...] = ()
) -> UUID:
    """File a request for measures of the actor's party; raises ExtensionIsPending where one stands."""
    request = ExtensionRequest.file(
        id=uuid4(),
        owner=desk.actor.party,
        moves=moves,
        reason=reason,
        categories=categories,
        by=desk.by,
        at=desk.now,
    )
    require_none_pending(desk, *(one.countermeasure for one in moves))
    desk.keep(request)
    return request.id


def ask_once(
    desk: Desk, measure: Countermeasure, schedule: Schedule, period: Period, reason: str | None
) -> None:
    """File a request for one measure, unless the one that is pending asks the same already."""
    for request, _ in _pending(desk, measure.id):
        if desk.load(ExtensionRequest, request).asks_already(measure.id, period, reason):
            return
    ask_for(desk, (move_of(measure.id, schedule.promised, period),), reason)


def require_none_pending(desk: Desk, *measures: UUID) -> None:
    """Refuse to ask for measures for which a request is pending."""
    codes = tuple(code for _, code in _pending(desk, *measures))
    if codes:
        raise ExtensionIsPending(named=codes)


def end_requests(desk: Desk, measure: UUID) -> None:
    """Ask no more for a measure that nobody plans any more; a request for others besides stays to be decided."""
    for found, _ in _pending(desk, measure):
        request = desk.load(ExtensionRequest, found)
        if request.wanted.keys() == {measure}:
            request.withdraw(by=desk.by, at=desk.now)
            desk.keep(request)


def _pending(desk: Desk, *measures: UUID) -> list[tuple[UUID, str]]:
    """The requests that are pending for some of these measures, with their codes."""
    requests, wanted = visible(EXTENSIONS, desk.clearance), visible_pairs(EXTENDED, desk.clearance)
    found = desk.work.connection.execute(
        sa.select(requests.c.id, requests.c.code)
        .where(
            requests.c.status == ExtensionStatus.PENDING.value,
            requests.c.id.in_(
                sa.select(wanted.c.extension).where(
                    among(wanted.c.countermeasure, [str(one) for one in measures])
                )
            ),
        )
        .order_by(requests.c.born)
    )
    return [(UUID(request), code) for request, code in found]
