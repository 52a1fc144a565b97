"""How far one subscriber was told, and the request of one push: what happened since, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from api.context import Context, When
from api.edge.documents import Read
from commands.office import Office, day_in_tokyo
from projections.changes import Entry
from projections.clearance import Moment, Window
from store.log import instant

_NO_END = "9999"
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the log with the day it was looked at, and an instant (ISO, UTC) before everything
    that is recorded behind it.

    Whatever is committed later has a later place; its instant may be that of the last fact before.
    So the place decides what was told, and the instant only where to look.
    """

    moment: Moment
    behind: str


@dataclass(slots=True)
class Feed:
    """What one subscriber was told: everything up to `since`, and of what lies between it and
    `until` the entries up to `last`, where that is being told page by page.

    `standing` is by which party the subscriber looked when it began, `document` what is asked, once
    it was answered.
    """

    since: Mark | None = None
    until: Mark | None = None
    last: tuple[str, int] | None = None
    standing: tuple[int | None, int] | None = None
    document: Read | None = None

    @property
    def more(self) -> bool:
        """Whether a page is waiting that was found already."""
        return self.until is not None


class Push(Context):
    """One push: as any request it reads one snapshot, as whoever the subscriber is by now.

    How far the log has come is asked before the snapshot is opened, which then shows it all.
    """

    def __init__(
        self,
        office: Office,
        member: UUID,
        stack: ExitStack,
        feed: Feed,
        address: str | None = None,
    ) -> None:
        super().__init__(office, member, stack, address)
        self._feed = feed
        position, recorded_at = office.log.head()
        moment = Moment(position, day_in_tokyo(self.now).isoformat())
        self._here = Mark(moment, _text(instant(recorded_at) - _JUST_BEFORE))
        self.silent = True
        """Whether there is nothing to tell."""

    def is_due(self) -> bool:
        """Whether anything may differ from when this was asked last: the log, or the day."""
        feed = self._feed
        return feed.since is None or feed.more or self._here.moment != feed.since.moment

    def stands(self) -> bool:
        """Whether the subscriber looks by the same party as when it began."""
        clearance = self.scope.clearance
        standing = clearance.party, clearance.people
        if self._feed.standing is None:
            self._feed.standing = standing
        return self._feed.standing == standing

    def reading(self, since: When | None) -> Window:
        """From where the subscriber was told, at first `since` or else now, as far as can be told."""
        feed = self._feed
        if feed.since is None:
            feed.since = self._here if since is None else self._mark(since)
        until = feed.until or self._here
        return Window(feed.since.moment, until.moment, feed.since.behind, _NO_END)

    def untold(self, entries: Iterable[Entry]) -> list[Entry]:
        """Those of a reading's entries that were not told of yet."""
        last = self._feed.last
        return [entry for entry in entries if last is None or (entry.at, entry.born) > last]

    def told(self, entries: list[Entry], *, more: bool) -> None:
        """These entries are told now; `more` of this reading are to be told after them."""
        feed = self._feed
        self.silent = not entries
        if more:
            feed.until = feed.until or self._here
            feed.last = entries[-1].at, entries[-1].born
        else:
            feed.since = feed.until or self._here
            feed.until = feed.last = None

    def _mark(self, since: When) -> Mark:
        window, here = self.window(since, None), self._here
        place = min(window.since.position, here.moment.position)
        return Mark(replace(window.since, position=place), min(here.behind, _before(window.behind)))


def _before(at: str) -> str:
    return _text(datetime.fromisoformat(at) - _JUST_BEFORE)


def _text(at: datetime) -> str:
    """An instant as the views keep it."""
    return at.isoformat(timespec="microseconds")[:26] + "Z"
