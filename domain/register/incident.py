"""An incident (事案): something that happened across the barrier and should not have."""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.calendar import day_in_tokyo
from domain.kernel import Fact, FirstFact
from domain.register.record import (
    CODE,
    REASON,
    TITLE,
    Field,
    JudgedFact,
    Record,
    Word,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
    require_come,
)
from domain.register.refusals import (
    EarlyClosingNeedsItsReason,
    IncidentIsBeyondInvestigation,
    IncidentIsClosed,
    IncidentIsItsOwnRecurrence,
    IncidentIsNotClosed,
    IncidentIsNotUnderInvestigation,
    RecurrenceGoesInACircle,
    ReopeningNeedsItsReason,
)

_GROUP: Final = Field("区分", "group")
_SUMMARY: Final = Field("事案の概要", "summary")
_REPORTING: Final = Field("報告状況", "state of reporting")
_OCCURRED: Final = Field("発生日", "day it occurred")


class IncidentStatus(Word):
    """How far the incident is cleared up."""

    REPORTED = "REPORTED", "報告"
    UNDER_INVESTIGATION = "UNDER_INVESTIGATION", "調査中"
    CONFIRMED = "CONFIRMED", "確定"
    CLOSED = "CLOSED", "完了"


class Incident(Record):
    """An incident of a party, from the first report to its closing; it may be reopened."""

    TOPIC = "incident"

    class Reported(FirstFact):
        """An incident has come to light."""

        TOPIC = "incident.reported"
        SEALED = ("title", "group", "summary", "reporting")
        owner: int
        title: str
        group: str | None
        summary: str | None
        reporting: str | None
        occurred_on: date | None
        number: str | None
        recurrence_of: UUID | None
        categories: tuple[str, ...]

    class Revised(Fact):
        """The incident is described in other words or by another day."""

        TOPIC = "incident.revised"
        SEALED = ("title", "group", "summary", "reporting")
        title: str
        group: str | None
        summary: str | None
        reporting: str | None
        occurred_on: date | None

    class Numbered(Fact):
        """The party calls the incident by this 管理番号, or by none."""

        TOPIC = "incident.numbered"
        number: str | None

    class InvestigationBegun(Fact):
        """The incident is being investigated."""

        TOPIC = "incident.investigation_begun"

    class Confirmed(Fact):
        """What happened is established."""

        TOPIC = "incident.confirmed"

    class Closed(Fact):
        """Nothing more is to be done about the incident."""

        TOPIC = "incident.closed"
        SEALED = ("reason",)
        reason: str | None

    class Reopened(Fact):
        """The closed incident is investigated again."""

        TOPIC = "incident.reopened"
        SEALED = ("reason",)
        reason: str

    class MarkedAsRecurrence(Fact):
        """The incident is an earlier one come back."""

        TOPIC = "incident.marked_as_recurrence"
        of: UUID

    class Judged(JudgedFact):
        """The information categories of the incident are these."""

        TOPIC = "incident.judged"

    def __init__(self) -> None:
        super().__init__()
        self.status = IncidentStatus.REPORTED
        self.title = ""
        self.group: str | None = None
        self.summary: str | None = None
        self.reporting: str | None = None
        self.occurred_on: date | None = None
        self.number: str | None = None
        self.recurrence_of: UUID | None = None
        self.closing: Incident.Closed | None = None

    @classmethod
    def report(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        title: str,
        group: str | None = None,
        summary: str | None = None,
        reporting: str | None = None,
        occurred_on: date | None = None,
        number: str | None = None,
        recurrence_of: UUID | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Report an incident; `group` is the paper's 区分, `reporting` its 報告状況."""
        if recurrence_of == id:
            raise IncidentIsItsOwnRecurrence()
        require_come(occurred_on, _OCCURRED, at)
        return cls._create(
            cls.Reported,
            id=id,
            owner=owner,
            title=clean_line(title, TITLE),
            group=clean_line_or_none(group, _GROUP),
            summary=clean_text(summary, _SUMMARY),
            reporting=clean_line_or_none(reporting, _REPORTING),
            occurred_on=occurred_on,
            number=clean_line_or_none(number, CODE),
            recurrence_of=recurrence_of,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        title: str,
        group: str | None,
        summary: str | None,
        reporting: str | None,
        occurred_on: date | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Describe the incident anew; the same description again changes nothing."""
        title, group = clean_line(title, TITLE), clean_line_or_none(group, _GROUP)
        summary = clean_text(summary, _SUMMARY)
        reporting = clean_line_or_none(reporting, _REPORTING)
        known = self.title, self.group, self.summary, self.reporting, self.occurred_on
        if (title, group, summary, reporting, occurred_on) == known:
            return
        self._require_open()
        if occurred_on != self.occurred_on:
            require_come(occurred_on, _OCCURRED, at)
        self.trigger_event(
            self.Revised,
            title=title,
            group=group,
            summary=summary,
            reporting=reporting,
            occurred_on=occurred_on,
            by=by,
            timestamp=at,
        )

    def give_number(self, *, number: str | None, by: UUID, at: datetime) -> None:
        """Call the incident by a 管理番号, or by none; the same again changes nothing."""
        number = clean_line_or_none(number, CODE)
        if number == self.number:
            return
        self._require_open()
        self.trigger_event(self.Numbered, number=number, by=by, timestamp=at)

    def begin_investigation(self, *, by: UUID, at: datetime) -> None:
        """Take up the investigation of a reported incident."""
        if self.status == IncidentStatus.UNDER_INVESTIGATION:
            return
        self._require_open()
        if self.status == IncidentStatus.CONFIRMED:
            raise IncidentIsBeyondInvestigation()
        self.trigger_event(self.InvestigationBegun, by=by, timestamp=at)

    def confirm(self, *, by: UUID, at: datetime) -> None:
        """Say that the investigation established what happened."""
        if self.status == IncidentStatus.CONFIRMED:
            return
        self._require_open()
        if self.status != IncidentStatus.UNDER_INVESTIGATION:
            raise IncidentIsNotUnderInvestigation()
        self.trigger_event(self.Confirmed, by=by, timestamp=at)

    def close(self, *, reason: str | None = None, by: UUID, at: datetime) -> None:
        """Close the incident; before it is confirmed, only with a reason.

        What is closed stays so: the same reason again, or none, changes nothing.
        """
        reason = clean_text(reason, REASON)
        if self.closing is not None and reason in (None, self.closing.reason):
            return
        self._require_open()
        if self.status != IncidentStatus.CONFIRMED and reason is None:
            raise EarlyClosingNeedsItsReason()
        self.trigger_event(self.Closed, reason=reason, by=by, timestamp=at)

    def reopen(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Investigate a closed incident again, and say why."""
        if self.status != IncidentStatus.CLOSED:
            raise IncidentIsNotClosed()
        why = clean_text(reason, REASON)
        if why is None:
            raise ReopeningNeedsItsReason()
        self.trigger_event(self.Reopened, reason=why, by=by, timestamp=at)

    def mark_as_recurrence(
        self, *, of: UUID, earlier: tuple[UUID, ...] = (), by: UUID, at: datetime
    ) -> None:
        """Say which earlier incident has come back; the same again changes nothing.

        `earlier` are the incidents which that one repeats in turn.
        """
        if of == self.recurrence_of:
            return
        self._require_open()
        if of == self.id:
            raise IncidentIsItsOwnRecurrence()
        if self.id in earlier:
            raise RecurrenceGoesInACircle()
        self.trigger_event(self.MarkedAsRecurrence, of=of, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Incident.Reported():
                self.owner, self.categories = fact.owner, fact.categories
                self.number, self.recurrence_of = fact.number, fact.recurrence_of
                self._describe(fact)
            case Incident.Revised():
                self._describe(fact)
            case Incident.Numbered():
                self.number = fact.number
            case Incident.InvestigationBegun() | Incident.Reopened():
                self.status, self.closing = IncidentStatus.UNDER_INVESTIGATION, None
            case Incident.Confirmed():
                self.status = IncidentStatus.CONFIRMED
            case Incident.Closed():
                self.status, self.closing = IncidentStatus.CLOSED, fact
            case Incident.MarkedAsRecurrence():
                self.recurrence_of = fact.of
            case _:
                super().evolve(fact)

    def _describe(self, fact: Reported | Revised) -> None:
        self.title, self.group, self.summary = fact.title, fact.group, fact.summary
        self.reporting, self.occurred_on = fact.reporting, fact.occurred_on

    def _require_open(self) -> None:
        if self.closing is not None:
            raise IncidentIsClosed(day=day_in_tokyo(self.closing.timestamp))
