"""What a resolver is given: who asks, and one snapshot to read from."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import UUID

from api.planning import Lens, Scope
from commands.office import Office, day_in_tokyo
from domain.people.roles import Actor
from projections.clearance import Moment
from projections.people.identity import actor_of, clearance_of

_FIRST_DAY = datetime(1, 1, 2, tzinfo=UTC)
"""A day earlier some offsets name an instant that no calendar holds."""


class Context:
    """One request: its office, its member, and the snapshot opened when first read from."""

    def __init__(self, office: Office, member: UUID, stack: ExitStack) -> None:
        self.office = office
        self.member = member
        self.now: datetime = office.log.clock()
        self._stack = stack

    @cached_property
    def _opened(self) -> tuple[Scope, Actor | None]:
        connection = self._stack.enter_context(self.office.log.reading())
        today = day_in_tokyo(self.now)
        actor = actor_of(connection, self.member, today)
        return Scope(connection, clearance_of(actor, today)), actor

    @property
    def scope(self) -> Scope:
        return self._opened[0]

    @property
    def actor(self) -> Actor | None:
        return self._opened[1]

    def lens(self, as_of: datetime | None = None, status_date: date | None = None) -> Lens:
        """How a root field looks; an instant still to come is now."""
        if as_of is None or as_of >= self.now:
            day = (status_date or day_in_tokyo(self.now)).isoformat()
            return Lens(self.scope, None, day)
        as_of = max(as_of, _FIRST_DAY)
        position = self.office.log.position_at(self.scope.connection, as_of)
        then = day_in_tokyo(as_of)
        return Lens(
            self.scope, Moment(position, then.isoformat()), (status_date or then).isoformat()
        )
