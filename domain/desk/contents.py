"""What a ticket holds: its handlers, who is named in it, what was said and decided, and its files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody named for one ticket, from a day until a last day."""

    member: UUID
    since: date
    until: date | None

    def stands_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a ticket: who that is in the register, as far as known, shuts people out."""

    person: UUID
    name: str
    part: str
    member: UUID | None = None
    department: UUID | None = None
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """Something written in a ticket: `kind` is ANSWER, MESSAGE, NOTE or ACTION."""

    kind: str
    text: str
    by: UUID
    at: datetime
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """Something the desk decided about a ticket: `kind` is ASSESSED, CONCLUDED, REOPENED, HELD or HOLD_LIFTED,
    `word` the assessment or the outcome, `text` why, or in words."""

    kind: str
    word: str | None
    text: str | None
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A file attached to a ticket; `subject` is the consulter or the ticket, with whose key it goes."""

    id: UUID
    subject: UUID
    name: str
    media_type: str
    size: int
    by: UUID
    at: datetime


def released(handlers: Iterable[Handler], member: UUID, until: date) -> tuple[Handler, ...]:
    """The handlers, with a member named no longer than a day."""
    return tuple(
        Handler(one.member, one.since, until)
        if one.member == member and outlasts(one, until)
        else one
        for one in handlers
    )


def covers(one: Handler, member: UUID, since: date, until: date | None) -> bool:
    """Whether somebody is named for these days already."""
    ends = one.until is None or (until is not None and until <= one.until)
    return one.member == member and one.since <= since and ends


def outlasts(one: Handler, until: date) -> bool:
    """Whether somebody is named for longer than until that day."""
    return one.until is None or one.until > until
