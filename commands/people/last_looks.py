"""Saying how far one has looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commands.office import Desk
from domain.people.last_look import LastLook


def mark_as_seen(desk: Desk, *, up_to: datetime | None = None) -> Iterable[UUID]:
    """Say up to when the actor has looked, now unless said otherwise; never less far than before."""
    desk.permit("mark_as_seen")
    upto = desk.now if up_to is None else up_to
    look = desk.find(LastLook, LastLook.id_for(desk.by))
    if look is None:
        look = LastLook.mark(owner=desk.actor.party, member=desk.by, upto=upto, at=desk.now)
    else:
        look.move(upto=upto, by=desk.by, at=desk.now)
    return desk.keep(look)
