"""A draft of an incident (事案の下書き): what a ticket told, rewritten, for an editor to report.

The editor reads the draft alone. The incident's id is minted here, so that reporting it may be tried again;
that it came from a ticket is known to the desk alone.
"""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.desk.facts import DeskFact, FirstDeskFact
from domain.desk.refusals import DraftIsDone
from domain.kernel import Fact, Root
from domain.refusals import DayIsStillToCome
from domain.texts import Field, Word, clean_line, clean_text

TITLE: Final = Field("事案の概要", "title")
SUMMARY: Final = Field("要旨", "summary")
OCCURRED: Final = Field("発生日", "day of occurrence")
REASON: Final = Field("理由", "reason")


class DraftState(Word):
    """What has become of a draft."""

    WRITTEN = "WRITTEN", "未報告"
    REPORTED = "REPORTED", "報告済み"
    WITHDRAWN = "WITHDRAWN", "取下げ"


class IncidentDraft(Root):
    """What an editor may report as an incident. Its texts go with the ticket's key."""

    TOPIC = "incident_draft"

    class Written(FirstDeskFact):
        """A handler has rewritten what a ticket told, for this editor."""

        TOPIC = "incident_draft.written"
        SEALED = ("title", "summary")
        owner: int
        subject: UUID
        ticket: UUID
        incident: UUID
        editor: UUID
        title: str
        summary: str | None
        occurred_on: date | None

    class Reported(DeskFact):
        """The editor has reported it: the incident stands in the register."""

        TOPIC = "incident_draft.reported"

    class Withdrawn(DeskFact):
        """The desk has taken it back."""

        TOPIC = "incident_draft.withdrawn"
        SEALED = ("reason",)
        reason: str | None

    def __init__(self) -> None:
        self.owner = -1
        self.ticket = UUID(int=0)
        self.incident = UUID(int=0)
        self.editor = UUID(int=0)
        self.title = ""
        self.summary: str | None = None
        self.occurred_on: date | None = None
        self.state = DraftState.WRITTEN
        self.written_at: datetime | None = None

    @classmethod
    def write(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        ticket: UUID,
        incident: UUID,
        editor: UUID,
        title: str,
        summary: str | None = None,
        occurred_on: date | None = None,
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Write it for an editor. `on` is today."""
        if occurred_on is not None and occurred_on > on:
            raise DayIsStillToCome(day=occurred_on, today=on, **OCCURRED.details)
        return cls._create(
            cls.Written,
            id=id,
            owner=owner,
            subject=ticket,
            ticket=ticket,
            incident=incident,
            editor=editor,
            title=clean_line(title, TITLE),
            summary=clean_text(summary, SUMMARY),
            occurred_on=occurred_on,
            by=by,
            timestamp=at,
        )

    def report(self, *, by: UUID, at: datetime) -> None:
        """Note that it was reported, also where it was withdrawn in between; once reported, it stays so."""
        if self.state is DraftState.REPORTED:
            return
        self.trigger_event(self.Reported, by=by, timestamp=at)

    def withdraw(self, *, reason: str | None = None, by: UUID, at: datetime) -> None:
        """Take it back while it is not reported."""
        self.require_waiting()
        reason = clean_text(reason, REASON)
        self.trigger_event(self.Withdrawn, reason=reason, by=by, timestamp=at)

    def require_waiting(self) -> None:
        """Refuse what is reported or withdrawn: DraftIsDone."""
        if self.state is not DraftState.WRITTEN:
            raise DraftIsDone(state=self.state)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case IncidentDraft.Written():
                self.owner, self.ticket, self.incident = fact.owner, fact.ticket, fact.incident
                self.editor, self.title, self.summary = fact.editor, fact.title, fact.summary
                self.occurred_on, self.written_at = fact.occurred_on, fact.timestamp
            case IncidentDraft.Reported():
                self.state = DraftState.REPORTED
            case IncidentDraft.Withdrawn():
                self.state = DraftState.WITHDRAWN
            case _:
                super().evolve(fact)
