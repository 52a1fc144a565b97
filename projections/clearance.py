"""What one request may see: fixed before anything is read."""

from __future__ import annotations

from dataclasses import dataclass

from projections.view import bit


@dataclass(frozen=True, slots=True)
class Clearance:
    """What one person may see, fixed for one request.

    `party` is the number of the party the person serves, None where no role lets them read.
    `today` (ISO, Asia/Tokyo) is the day against which ends of dates are judged. `people` are the
    bits of the parties whose departments and members the person administers, who needs to see these
    and no record.
    """

    party: int | None
    today: str
    people: int = 0

    @property
    def bit(self) -> int:
        return 0 if self.party is None else bit(self.party)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the past: everything up to `position` was known; `day` is its date (ISO)."""

    position: int
    day: str


@dataclass(frozen=True, slots=True)
class Window:
    """The time behind one moment, up to and with another; both as instants too (ISO, UTC)."""

    since: Moment
    until: Moment
    behind: str
    upto: str
