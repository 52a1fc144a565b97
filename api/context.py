"""What a resolver is given: who asks, and one snapshot to read from."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from api.desk.looking import DeskSight
from api.lens import Lens, Scope
from api.selecting import Known
from commands.desk.office import DeskOffice
from commands.office import Office, day_in_tokyo
from domain.people.roles import Actor
from projections.clearance import Moment, Window
from projections.people.identity import enter
from projections.rights import Rights
from store.reads import Read, Way

ASKED_ALIKE = "{ similarGuidance }"
"""What a read is on record as that shows nothing of others but what was offered to a question like it: else the
owner of guidance could tell a ticket that was logged from a question, and when that was."""
FIRST_DAY, LAST_DAY = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""A day earlier or later some offsets name an instant that no calendar holds."""
_NEVER = Moment(0, "0001-01-01")
_ALWAYS = "9999"
_ANYWHERE = 1 << 62
"""A place behind all that the snapshot shows."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a meeting: when they were closed, at which place in the log, and the status date against
    which they judge lateness."""

    at: datetime
    position: int
    status_date: date


When = datetime | Papers
"""A place in time: an instant, or the papers of a meeting."""


def instant(when: When) -> datetime:
    return when.at if isinstance(when, Papers) else when


class Context:
    """One request: its office, its member, and the snapshot opened when first read from."""

    def __init__(
        self,
        office: Office,
        member: UUID,
        stack: ExitStack,
        address: str | None = None,
        selected: Known | None = None,
        desk_office: DeskOffice | None = None,
    ) -> None:
        """`desk_office` is the consultation desk, where there is one; `address` is where the request came from, if over a network; `selected` keeps what is made of the
        selections of a document that may be asked again."""
        self.office = office
        self.member = member
        self._address = address
        self.selected = Known() if selected is None else selected
        self.now: datetime = office.log.clock()
        self._stack = stack
        self.desk_office = desk_office

    @cached_property
    def desk(self) -> DeskSight | None:
        """What who asks may see of the desk, in one snapshot of its own."""
        if self.desk_office is None:
            return None
        return DeskSight(self.desk_office, self.member, self.now, self._stack)

    @cached_property
    def _opened(self) -> tuple[Scope, Actor | None]:
        connection = self._stack.enter_context(self.office.log.reading())
        actor, clearance = enter(connection, self.member, day_in_tokyo(self.now))
        return Scope(connection, clearance), actor

    @property
    def scope(self) -> Scope:
        return self._opened[0]

    def keep_read(self, way: Way, document: str) -> None:
        """Put on record what was shown of other parties' records, and of tickets, if anything was; raises
        ReadIsNotKept.

        To be called before the answer leaves, once the snapshot has been let go of.
        """
        if self.__dict__.get("desk") is not None:
            self.__dict__["desk"].keep_reads()
        if "_opened" not in self.__dict__ or not self.scope.shown:
            return
        actor = self.actor
        assert actor is not None, "nobody without a party is shown a record"
        self.office.reads.keep(
            Read(
                at=self.now,
                member=self.member,
                party=actor.party,
                roles=sorted(role.value for role in actor.roles),
                way=way,
                document=ASKED_ALIKE if self.scope.shown.keys() <= self.scope.alike else document,
                shown=self.scope.shown,
                address=self._address,
            )
        )

    @property
    def actor(self) -> Actor | None:
        return self._opened[1]

    def lens_with_rights(
        self, party: int, at: When | None, as_of: When | None, status_date: date | None
    ) -> Lens:
        """How a root field looks at the own party's records with the rights of a party at some time, as
        if it had asked then; `as_of` is none behind that time."""
        rights = self.lens(at)
        now = as_of is None or instant(as_of) >= instant(at or self.now)
        seen = rights if now else self.lens(as_of)
        return replace(
            seen,
            status_date=status_date.isoformat() if status_date else seen.status_date,
            rights=Rights(party, rights.moment, self._day(at)),
        )

    def lens(self, as_of: When | None = None, status_date: date | None = None) -> Lens:
        """How a root field looks; an instant still to come is now."""
        if self._is_now(as_of):
            day = (status_date or day_in_tokyo(self.now)).isoformat()
            return Lens(self.scope.clearance, None, day, scope=self.scope)
        assert as_of is not None
        moment = self._moment(as_of)
        stated = status_date or (as_of.status_date if isinstance(as_of, Papers) else None)
        day = stated.isoformat() if stated else moment.day
        return Lens(self.scope.clearance, moment, day, scope=self.scope)

    def window(self, since: When | None, until: When | None) -> Window:
        """The time between two others, each of them now where it is still to come; without
        `since` all the time up to the other."""
        if since is None:
            return Window(_NEVER, self._until(until), "", self._upto(until))
        if isinstance(since, Papers):  # behind them, more may be recorded at their very instant
            behind = since.at - timedelta(microseconds=1)
        else:
            behind = since = min(since, self.now)
        return Window(
            self._moment(since), self._until(until), instant_text(behind), self._upto(until)
        )

    def _is_now(self, when: When | None) -> bool:
        """Whether it is no time of the past; what papers show is past as soon as they are closed."""
        return when is None or (isinstance(when, datetime) and when >= self.now)

    def _day(self, when: When | None) -> str:
        return day_in_tokyo(
            self.now if self._is_now(when) else instant(when or self.now)
        ).isoformat()

    def _until(self, when: When | None) -> Moment:
        if when is None or self._is_now(when):
            return Moment(_ANYWHERE, day_in_tokyo(self.now).isoformat())
        return self._moment(when)

    def _upto(self, when: When | None) -> str:
        return _ALWAYS if when is None or self._is_now(when) else instant_text(instant(when))

    def _moment(self, when: When) -> Moment:
        at = max(instant(when), FIRST_DAY)
        if isinstance(when, Papers):
            return Moment(when.position, day_in_tokyo(at).isoformat())
        position = self.office.log.position_at(self.scope.connection, at)
        return Moment(position, day_in_tokyo(at).isoformat())


def instant_text(at: datetime) -> str:
    """An instant as the views keep it; one before all days is the first."""
    return max(at, FIRST_DAY).astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"
