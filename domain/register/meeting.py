"""A review meeting (再発防止等合同検討会議): convened for some parties, prepared, held, and its minutes kept."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact, Root
from domain.register.refusals import (
    AttendanceIsOutOfRange,
    CorrectionsEndBeforeToday,
    CorrectionsTakeTooLong,
    MeetingNeedsAnotherParty,
    MeetingStatusForbids,
    MinutesAreSettled,
    MinutesAreStillCorrected,
    PapersAreClosed,
    PapersAreNotClosed,
    PartyIsNotOfTheMeeting,
    QuorumIsNotMet,
    QuorumIsOutOfRange,
    ReplacementNeedsItsReason,
)
from domain.texts import REASON, Field, Word, clean_line, clean_line_or_none, clean_text

_TITLE: Final = Field("会議名", "title")
_PLACE: Final = Field("場所", "place")
_HOURS: Final = Field("時間", "hours")


class MeetingStatus(Word):
    """How far a meeting has come."""

    CONVENED = "CONVENED", "招集済み"
    PAPERS_CLOSED = "PAPERS_CLOSED", "資料確定"
    OPEN = "OPEN", "開催中"
    ADJOURNED = "ADJOURNED", "閉会"
    CONFIRMED = "CONFIRMED", "議事録確定"
    CANCELLED = "CANCELLED", "中止"


FEWEST: Final = 2
"""Parties of a meeting, and of those present: one alone does not review what it does itself."""
MOST_PEOPLE: Final = 9_999
LONGEST_CORRECTION: Final = timedelta(days=366)

PREPARED: Final = (MeetingStatus.CONVENED, MeetingStatus.PAPERS_CLOSED)
"""The meeting is still to come: its agenda may change."""


class ReviewMeeting(Root):
    """A meeting of some parties, of which all see it. Never reopened; what follows is another of its series."""

    TOPIC = "review_meeting"

    class Convened(FirstFact):
        """These parties are to meet on that day; perhaps to go on where an earlier meeting ended."""

        TOPIC = "review_meeting.convened"
        SEALED = ("title", "hours", "place")
        owner: int
        title: str
        held_on: date
        hours: str | None
        place: str | None
        parties: tuple[int, ...]
        quorum: int
        follows: UUID | None

    class Revised(Fact):
        """The meeting is on another day, elsewhere, or called otherwise."""

        TOPIC = "review_meeting.revised"
        SEALED = ("title", "hours", "place")
        title: str
        held_on: date
        hours: str | None
        place: str | None

    class PapersClosed(Fact):
        """What the register shows now, judged at this status date (基準日), are the meeting's papers."""

        TOPIC = "review_meeting.papers_closed"
        issue: int
        status_date: date

    class PapersReplaced(Fact):
        """What the register shows now takes the place of the papers before."""

        TOPIC = "review_meeting.papers_replaced"
        SEALED = ("reason",)
        issue: int
        status_date: date
        reason: str

    class Opened(Fact):
        """The meeting is open; of these parties so many people each are present."""

        TOPIC = "review_meeting.opened"
        present: tuple[int, ...]
        people: tuple[int, ...]

    class Adjourned(Fact):
        """The meeting is over; its minutes may be corrected until that day."""

        TOPIC = "review_meeting.adjourned"
        corrections_until: date

    class MinutesConfirmed(Fact):
        """The minutes stand as they are."""

        TOPIC = "review_meeting.minutes_confirmed"

    class Cancelled(Fact):
        """The meeting does not take place."""

        TOPIC = "review_meeting.cancelled"
        SEALED = ("reason",)
        reason: str | None

    def __init__(self) -> None:
        self.owner = -1
        self.title = ""
        self.held_on = date.min
        self.hours: str | None = None
        self.place: str | None = None
        self.parties: tuple[int, ...] = ()
        self.quorum = 0
        self.status = MeetingStatus.CONVENED
        self.issue = 0
        self.corrections_until = date.min

    @classmethod
    def convene(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        title: str,
        held_on: date,
        hours: str | None = None,
        place: str | None = None,
        parties: tuple[int, ...],
        quorum: int | None = None,
        follows: UUID | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Convene a meeting of the owner and these parties; all of them make the quorum unless fewer are stated."""
        all_of_them = tuple(sorted({owner, *parties}))
        if len(all_of_them) < FEWEST:
            raise MeetingNeedsAnotherParty()
        needed = len(all_of_them) if quorum is None else quorum
        if not FEWEST <= needed <= len(all_of_them):
            raise QuorumIsOutOfRange(fewest=FEWEST, parties=len(all_of_them))
        return cls._create(
            cls.Convened,
            id=id,
            owner=owner,
            title=clean_line(title, _TITLE),
            held_on=held_on,
            hours=clean_line_or_none(hours, _HOURS),
            place=clean_line_or_none(place, _PLACE),
            parties=all_of_them,
            quorum=needed,
            follows=follows,
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        title: str,
        held_on: date,
        hours: str | None,
        place: str | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Put the meeting on another day or elsewhere; the same again changes nothing."""
        title = clean_line(title, _TITLE)
        hours, place = clean_line_or_none(hours, _HOURS), clean_line_or_none(place, _PLACE)
        if (title, held_on, hours, place) == (self.title, self.held_on, self.hours, self.place):
            return
        self.require_prepared()
        self.trigger_event(
            self.Revised,
            title=title,
            held_on=held_on,
            hours=hours,
            place=place,
            by=by,
            timestamp=at,
        )

    def close_papers(self, *, status_date: date, by: UUID, at: datetime) -> None:
        """Pin what the register shows now as the papers of the meeting: its first issue."""
        self.require_prepared()
        if self.issue:
            raise PapersAreClosed(issue=self.issue)
        self.trigger_event(self.PapersClosed, issue=1, status_date=status_date, by=by, timestamp=at)

    def replace_papers(self, *, status_date: date, reason: str, by: UUID, at: datetime) -> None:
        """Replace the papers (差替) by what the register shows now: another issue."""
        self.require_prepared()
        if not self.issue:
            raise PapersAreNotClosed()
        stated = clean_text(reason, REASON)
        if stated is None:
            raise ReplacementNeedsItsReason()
        self.trigger_event(
            self.PapersReplaced,
            issue=self.issue + 1,
            status_date=status_date,
            reason=stated,
            by=by,
            timestamp=at,
        )

    def open(self, *, present: Mapping[int, int], by: UUID, at: datetime) -> None:
        """Open the meeting with so many people of each party that is present."""
        self.require_prepared()
        if not self.issue:
            raise PapersAreNotClosed()
        for party in present:
            self.require_party(party)
        if not all(1 <= people <= MOST_PEOPLE for people in present.values()):
            raise AttendanceIsOutOfRange(most=MOST_PEOPLE)
        if len(present) < self.quorum:
            raise QuorumIsNotMet(quorum=self.quorum, present=len(present))
        parties = tuple(sorted(present))
        self.trigger_event(
            self.Opened,
            present=parties,
            people=tuple(present[party] for party in parties),
            by=by,
            timestamp=at,
        )

    def adjourn(self, *, corrections_until: date, on: date, by: UUID, at: datetime) -> None:
        """Close the meeting; its minutes may be corrected until the end of a day."""
        self.require_open()
        if corrections_until < on:
            raise CorrectionsEndBeforeToday(until=corrections_until)
        if corrections_until > on + LONGEST_CORRECTION:
            raise CorrectionsTakeTooLong(last=on + LONGEST_CORRECTION)
        self.trigger_event(self.Adjourned, corrections_until=corrections_until, by=by, timestamp=at)

    def confirm_minutes(self, *, on: date, by: UUID, at: datetime) -> None:
        """Let the minutes stand, once the time for corrections is over."""
        self._require(MeetingStatus.ADJOURNED)
        if on <= self.corrections_until:
            raise MinutesAreStillCorrected(until=self.corrections_until)
        self.trigger_event(self.MinutesConfirmed, by=by, timestamp=at)

    def cancel(self, *, reason: str | None, by: UUID, at: datetime) -> None:
        """Call the meeting off before it is opened."""
        self.require_prepared()
        self.trigger_event(self.Cancelled, reason=clean_text(reason, REASON), by=by, timestamp=at)

    # ----- what may be done at it -------------------------------------------------------------------

    def require_prepared(self) -> None:
        """Refuse what is done before a meeting is opened, once it is."""
        self._require(*PREPARED)

    def require_open(self) -> None:
        """Refuse what is done at a meeting, unless it is open."""
        self._require(MeetingStatus.OPEN)

    def require_correctable(self, on: date) -> None:
        """Refuse another wording of what was said, once the time for corrections is over."""
        self._require(MeetingStatus.OPEN, MeetingStatus.ADJOURNED, MeetingStatus.CONFIRMED)
        over = self.status == MeetingStatus.ADJOURNED and on > self.corrections_until
        if over or self.status == MeetingStatus.CONFIRMED:
            raise MinutesAreSettled()

    def require_party(self, party: int) -> None:
        """Refuse a party that was not convened."""
        if party not in self.parties:
            raise PartyIsNotOfTheMeeting()

    def _require(self, *needed: MeetingStatus) -> None:
        if self.status not in needed:
            raise MeetingStatusForbids(status=self.status, needed=needed)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case ReviewMeeting.Convened():
                self.owner, self.parties, self.quorum = fact.owner, fact.parties, fact.quorum
                self._describe(fact)
            case ReviewMeeting.Revised():
                self._describe(fact)
            case ReviewMeeting.PapersClosed() | ReviewMeeting.PapersReplaced():
                self.status, self.issue = MeetingStatus.PAPERS_CLOSED, fact.issue
            case ReviewMeeting.Opened():
                self.status = MeetingStatus.OPEN
            case ReviewMeeting.Adjourned():
                self.status = MeetingStatus.ADJOURNED
                self.corrections_until = fact.corrections_until
            case ReviewMeeting.MinutesConfirmed():
                self.status = MeetingStatus.CONFIRMED
            case ReviewMeeting.Cancelled():
                self.status = MeetingStatus.CANCELLED
            case _:
                super().evolve(fact)

    def _describe(self, fact: Convened | Revised) -> None:
        self.title, self.held_on = fact.title, fact.held_on
        self.hours, self.place = fact.hours, fact.place
