"""A ticket (相談): what somebody asked the desk or told it, and what the desk made of it.

Everything that was said is sealed. What passed between the consulter and the desk goes with the consulter's
key, what the desk keeps for itself with the ticket's, and who somebody else is with that person's: each can
be erased by itself. Steps follow ISO 37002 (receive, assess, address, conclude).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Self
from uuid import UUID

from domain.calendar import day_in_tokyo, months_after
from domain.desk.contents import (
    Decided,
    Filed,
    Handler,
    Named,
    Said,
    covers,
    outlasts,
    released,
)
from domain.desk.facts import DeskFact, FirstDeskFact
from domain.desk.refusals import (
    DayIsBeforeTheTicket,
    DayIsLongAgo,
    LastHandlerStays,
    NoSuchPerson,
    SubjectIsErased,
    TicketHasManyFiles,
    TicketHasNewContent,
    TicketIsConcluded,
    TicketIsErased,
    TicketIsHeld,
    TicketIsNotAssessed,
    TicketIsNotConcluded,
    WhistleblowingNeedsHandlers,
)
from domain.desk.retention import AFTER_NEW_CONTENT
from domain.desk.words import (
    Assessment,
    Channel,
    Outcome,
    Part,
    TicketCategory,
    TicketStatus,
    Urgency,
)
from domain.files import File
from domain.kernel import Fact, Root
from domain.refusals import DayIsStillToCome, PeriodEndsBeforeItBegins
from domain.texts import Field, clean_line, clean_text, one_of, one_of_or_none, written

QUESTION: Final = Field("相談の内容", "question")
ANSWER: Final = Field("回答", "answer")
MESSAGE: Final = Field("相談者からの連絡", "message")
NOTE: Final = Field("内部メモ", "internal note")
ACTION: Final = Field("対応", "action")
REASON: Final = Field("理由", "reason")
CONCLUSION: Final = Field("結論", "conclusion")
PERSON: Final = Field("人の名前", "person's name")
WELFARE: Final = Field("不利益の有無の確認", "check for detriment")
_CHANNEL: Final = Field("受付方法", "channel")
_CATEGORY: Final = Field("相談の分類", "category")
_URGENCY: Final = Field("緊急度", "urgency")
_ASSESSMENT: Final = Field("判定", "assessment")
_OUTCOME: Final = Field("結果", "outcome")
_PART: Final = Field("関わり", "part in the ticket")
RECEIVED_ON: Final = Field("受付日", "day of receipt")
_DONE_ON: Final = Field("日付", "day")
_A_DAY: Final = timedelta(days=1)
LONG_AGO: Final = 120
"""Months behind which a day of receipt is taken for a mistyped year."""
MOST_FILES: Final = 50
"""Files of the consulter's that a ticket takes, and as many of the desk's own."""


class Ticket(Root):
    """A ticket of a party's desk."""

    TOPIC = "ticket"

    class Logged(FirstDeskFact):
        """The desk has taken down what somebody asks; `subject` stands for the consulter."""

        TOPIC = "ticket.logged"
        SEALED = ("question",)
        owner: int
        subject: UUID
        question: str
        channel: str
        category: str
        urgency: str
        received_on: date

    class Described(DeskFact):
        """How it came, what it is about and how urgent it is."""

        TOPIC = "ticket.described"
        channel: str
        category: str
        urgency: str
        received_on: date

    class ReceiptIssued(DeskFact):
        """The consulter can come back with a code, of which a hash is kept."""

        TOPIC = "ticket.receipt_issued"
        code_hash: str

    class Acknowledged(DeskFact):
        """The consulter was told that it was received."""

        TOPIC = "ticket.acknowledged"
        on: date

    class Assessed(DeskFact):
        """The desk has judged what it is; these members knew of it by then."""

        TOPIC = "ticket.assessed"
        SEALED = ("reason",)
        assessment: str
        reason: str | None
        known_to: tuple[UUID, ...]

    class HandlerDesignated(DeskFact):
        """A member is named for this ticket."""

        TOPIC = "ticket.handler_designated"
        member: UUID
        since: date
        until: date | None

    class HandlerReleased(DeskFact):
        """A member is no longer named for it behind a day."""

        TOPIC = "ticket.handler_released"
        member: UUID
        until: date

    class PersonNamed(DeskFact):
        """Somebody is named in it: `subject` stands for that person."""

        TOPIC = "ticket.person_named"
        SEALED = ("name",)
        subject: UUID
        name: str
        part: str
        member: UUID | None
        department: UUID | None
        party: int | None

    class PersonStruckOut(DeskFact):
        """Somebody was named by mistake."""

        TOPIC = "ticket.person_struck_out"
        person: UUID

    class DecisionTold(DeskFact):
        """The consulter was told whether it is taken up."""

        TOPIC = "ticket.decision_told"
        on: date
        taken_up: bool

    class Answered(DeskFact):
        """The desk has answered the consulter."""

        TOPIC = "ticket.answered"
        SEALED = ("text",)
        subject: UUID
        text: str

    class MessageReceived(DeskFact):
        """The consulter has written again."""

        TOPIC = "ticket.message_received"
        SEALED = ("text",)
        subject: UUID
        text: str

    class NoteWritten(DeskFact):
        """The desk has noted something for itself."""

        TOPIC = "ticket.note_written"
        SEALED = ("text",)
        text: str

    class ActionTaken(DeskFact):
        """Something was done about it."""

        TOPIC = "ticket.action_taken"
        SEALED = ("text",)
        text: str
        on: date

    class FileAttached(DeskFact):
        """A file was attached, whose content stands apart (`attachment.py`); `subject` is the consulter,
        or the ticket itself."""

        TOPIC = "ticket.file_attached"
        SEALED = ("name",)
        subject: UUID
        attachment: UUID
        name: str
        media_type: str
        size: int

    class Concluded(DeskFact):
        """The matter has come to an end."""

        TOPIC = "ticket.concluded"
        SEALED = ("text",)
        outcome: str
        text: str

    class ResultTold(DeskFact):
        """The consulter was told the result."""

        TOPIC = "ticket.result_told"
        on: date

    class WelfareChecked(DeskFact):
        """It was asked afterwards whether somebody suffered for it."""

        TOPIC = "ticket.welfare_checked"
        SEALED = ("text",)
        on: date
        suffered: bool
        text: str | None

    class Reopened(DeskFact):
        """The matter goes on."""

        TOPIC = "ticket.reopened"
        SEALED = ("reason",)
        reason: str

    class HoldPlaced(DeskFact):
        """Nothing of it may be erased from now on: the law, or a court, may want it."""

        TOPIC = "ticket.hold_placed"
        SEALED = ("reason",)
        reason: str

    class HoldLifted(DeskFact):
        """It may be erased again when its time has come."""

        TOPIC = "ticket.hold_lifted"
        SEALED = ("reason",)
        reason: str

    class SubjectsErased(DeskFact):
        """The keys of these subjects are destroyed: of the ticket, or of people in it."""

        TOPIC = "ticket.subjects_erased"
        subjects: tuple[UUID, ...]

    def __init__(self) -> None:
        self.owner = -1
        self.consulter = UUID(int=0)
        self.question = ""
        self.channel: str = Channel.PHONE
        self.category: str = TicketCategory.UNJUDGED
        self.urgency: str = Urgency.NORMAL
        self.received_on = date.min
        self.logged_by = UUID(int=0)
        self.receipt: str | None = None
        self.acknowledged_on: date | None = None
        self.assessment: str | None = None
        self.assessment_reason: str | None = None
        self.assessed_at: datetime | None = None
        self.reserved = False
        self.known_to: tuple[UUID, ...] = ()
        self.handlers: tuple[Handler, ...] = ()
        self.persons: tuple[Named, ...] = ()
        self.all_persons: tuple[UUID, ...] = ()
        self.said: tuple[Said, ...] = ()
        self.decided: tuple[Decided, ...] = ()
        self.waits_for_an_answer = False
        self.files: tuple[Filed, ...] = ()
        self.decision_told_on: date | None = None
        self.taken_up: bool | None = None
        self.outcome: str | None = None
        self.conclusion: str | None = None
        self.concluded_at: datetime | None = None
        self.result_told_on: date | None = None
        self.welfare_checked_on: date | None = None
        self.suffered: bool | None = None
        self.welfare: str | None = None
        self.erased: frozenset[UUID] = frozenset()
        self.held = False
        self.hold_reason: str | None = None
        self.last_at: datetime | None = None
        self.last_written_at: datetime | None = None

    @property
    def status(self) -> TicketStatus:
        """How far it is."""
        if self.id in self.erased:
            return TicketStatus.ERASED
        if self.outcome is not None:
            return TicketStatus.TOLD if self.result_told_on else TicketStatus.CONCLUDED
        if self.assessment is not None:
            return TicketStatus.ASSESSED
        return TicketStatus.ACKNOWLEDGED if self.acknowledged_on else TicketStatus.RECEIVED

    # ----- receive ------------------------------------------------------------------------------

    @classmethod
    def log(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        consulter: UUID,
        question: str,
        channel: str = Channel.PHONE,
        category: str = TicketCategory.UNJUDGED,
        urgency: str = Urgency.NORMAL,
        received_on: date,
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Take down what somebody asks. `on` is today."""
        _require_received(received_on, on)
        return cls._create(
            cls.Logged,
            id=id,
            owner=owner,
            subject=consulter,
            question=written(question, QUESTION),
            channel=one_of(Channel, channel, _CHANNEL).value,
            category=one_of(TicketCategory, category, _CATEGORY).value,
            urgency=one_of(Urgency, urgency, _URGENCY).value,
            received_on=received_on,
            by=by,
            timestamp=at,
        )

    def describe(
        self,
        *,
        channel: str | None = None,
        category: str | None = None,
        urgency: str | None = None,
        received_on: date | None = None,
        on: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Say how it came, what it is about or how urgent it is; what is left out stays."""
        told = {
            "channel": one_of_or_none(Channel, channel, _CHANNEL) or self.channel,
            "category": one_of_or_none(TicketCategory, category, _CATEGORY) or self.category,
            "urgency": one_of_or_none(Urgency, urgency, _URGENCY) or self.urgency,
        }
        received = received_on or self.received_on
        now = (self.channel, self.category, self.urgency, self.received_on)
        if (*told.values(), received) == now:
            return
        self.require_content()
        _require_received(received, on)
        self._require_first(received)
        self.trigger_event(self.Described, **told, received_on=received, by=by, timestamp=at)

    def issue_receipt(self, *, code_hash: str, by: UUID, at: datetime) -> None:
        """Let the consulter come back with a code; a new one replaces the one before."""
        self.require_consulter()
        self.trigger_event(self.ReceiptIssued, code_hash=code_hash, by=by, timestamp=at)

    def acknowledge(self, *, on: date, today: date, by: UUID, at: datetime) -> None:
        """Note that the consulter was told it was received; another day puts the one noted right."""
        if on == self.acknowledged_on:
            return
        self.require_content()
        self._require_day(on, today)
        self.trigger_event(self.Acknowledged, on=on, by=by, timestamp=at)

    # ----- assess -------------------------------------------------------------------------------

    def assess(
        self,
        *,
        assessment: str,
        reason: str | None = None,
        handlers: Iterable[UUID] = (),
        known_to: Iterable[UUID] = (),
        today: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Judge what it is. A whistleblowing report is for its named handlers alone from now on, whatever
        it is judged to be later, and `known_to` keeps who knew of it until then."""
        judged = one_of(Assessment, assessment, _ASSESSMENT).value
        reason, named = clean_text(reason, REASON), tuple(dict.fromkeys(handlers))
        if judged != self.assessment or reason not in (None, self.assessment_reason):
            self._require_open()
            handled = named or any(one.since <= today for one in self._lasting())
            if judged == Assessment.WHISTLEBLOWING and not handled:
                raise WhistleblowingNeedsHandlers()
            self.trigger_event(
                self.Assessed,
                assessment=judged,
                reason=reason,
                known_to=tuple(sorted(known_to)),
                by=by,
                timestamp=at,
            )
        for member in named:
            self.designate(member=member, since=today, by=by, at=at)

    def designate(
        self, *, member: UUID, since: date, until: date | None = None, by: UUID, at: datetime
    ) -> None:
        """Name somebody for it; who is named through those days already stays so."""
        if until is not None and until < since:
            raise PeriodEndsBeforeItBegins(begins=since, ends=until)
        if any(covers(one, member, since, until) for one in self.handlers):
            return
        self.trigger_event(
            self.HandlerDesignated, member=member, since=since, until=until, by=by, timestamp=at
        )

    def release(self, *, member: UUID, until: date, by: UUID, at: datetime) -> None:
        """Let somebody be named for it no longer than a day; a report keeps one handler at least."""
        ending = [one for one in self.handlers if one.member == member and outlasts(one, until)]
        if not ending:
            return
        others = [one for one in self._lasting() if one.member != member]
        if self.reserved and not any(one.since - until <= _A_DAY for one in others):
            raise LastHandlerStays()
        self.trigger_event(self.HandlerReleased, member=member, until=until, by=by, timestamp=at)

    def name_person(
        self,
        *,
        person: UUID,
        name: str,
        part: str = Part.MENTIONED,
        member: UUID | None = None,
        department: UUID | None = None,
        party: int | None = None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Name somebody in it. Who that is in the register shuts out: the member, everybody of the
        department, or everybody of the party."""
        self.require_content()
        self.trigger_event(
            self.PersonNamed,
            subject=person,
            name=clean_line(name, PERSON),
            part=one_of(Part, part, _PART).value,
            member=member,
            department=department,
            party=party,
            by=by,
            timestamp=at,
        )

    def strike_out(self, *, person: UUID, by: UUID, at: datetime) -> None:
        """Take back that somebody is named in it."""
        if person not in {one.person for one in self.persons}:
            raise NoSuchPerson()
        self.trigger_event(self.PersonStruckOut, person=person, by=by, timestamp=at)

    # ----- address ------------------------------------------------------------------------------

    def tell_decision(
        self, *, taken_up: bool, on: date, today: date, by: UUID, at: datetime
    ) -> None:
        """Note that the consulter was told whether it is taken up."""
        if (taken_up, on) == (self.taken_up, self.decision_told_on):
            return
        self._require_open()
        self._require_day(on, today)
        self.trigger_event(self.DecisionTold, on=on, taken_up=taken_up, by=by, timestamp=at)

    def answer(self, *, text: str, by: UUID, at: datetime) -> None:
        """Answer the consulter."""
        self._require_open()
        self.require_consulter()
        text = written(text, ANSWER)
        self.trigger_event(self.Answered, subject=self.consulter, text=text, by=by, timestamp=at)

    def receive(self, *, text: str, by: UUID, at: datetime) -> None:
        """Take a further message of the consulter, whatever has become of the matter."""
        self.require_consulter()
        text = written(text, MESSAGE)
        self.trigger_event(
            self.MessageReceived, subject=self.consulter, text=text, by=by, timestamp=at
        )

    def note(self, *, text: str, by: UUID, at: datetime) -> None:
        """Note something for the desk alone."""
        self.require_content()
        self.trigger_event(self.NoteWritten, text=written(text, NOTE), by=by, timestamp=at)

    def act(self, *, text: str, on: date, today: date, by: UUID, at: datetime) -> None:
        """Note what was done about it, and when."""
        self._require_open()
        self._require_day(on, today)
        text = written(text, ACTION)
        self.trigger_event(self.ActionTaken, text=text, on=on, by=by, timestamp=at)

    def attach(
        self, *, attachment: UUID, file: File, from_consulter: bool, by: UUID, at: datetime
    ) -> UUID:
        """Take a file in, whatever has become of the matter; answers with whose key it goes."""
        subject = self.consulter if from_consulter else self.id
        self._require_subject(subject)
        if sum(one.subject == subject for one in self.files) >= MOST_FILES:
            raise TicketHasManyFiles(limit=MOST_FILES)
        self.trigger_event(
            self.FileAttached,
            subject=subject,
            attachment=attachment,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            by=by,
            timestamp=at,
        )
        return subject

    # ----- conclude -----------------------------------------------------------------------------

    def conclude(self, *, outcome: str, text: str, by: UUID, at: datetime) -> None:
        """Say what it came to; the same again changes nothing."""
        came_to = one_of(Outcome, outcome, _OUTCOME).value
        text = written(text, CONCLUSION)
        if (came_to, text) == (self.outcome, self.conclusion):
            return
        self._require_open()
        if self.assessment is None:
            raise TicketIsNotAssessed()
        self.trigger_event(self.Concluded, outcome=came_to, text=text, by=by, timestamp=at)

    def tell_result(self, *, on: date, today: date, by: UUID, at: datetime) -> None:
        """Note that the consulter was told the result; another day puts the one noted right."""
        if on == self.result_told_on:
            return
        self._require_concluded()
        self._require_day(on, today)
        self.trigger_event(self.ResultTold, on=on, by=by, timestamp=at)

    def check_welfare(
        self,
        *,
        suffered: bool,
        text: str | None = None,
        on: date,
        today: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Note whether somebody suffered for it; it may be asked again later."""
        self._require_concluded()
        self._require_day(on, today)
        self.trigger_event(
            self.WelfareChecked,
            on=on,
            suffered=suffered,
            text=clean_text(text, WELFARE),
            by=by,
            timestamp=at,
        )

    def reopen(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Take it up again."""
        self._require_concluded()
        reason = written(reason, REASON)
        self.trigger_event(self.Reopened, reason=reason, by=by, timestamp=at)

    # ----- erase --------------------------------------------------------------------------------

    def hold(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Let nothing of it be erased, whatever its time; what is held stays so."""
        self.require_content()
        if not self.held:
            reason = written(reason, REASON)
            self.trigger_event(self.HoldPlaced, reason=reason, by=by, timestamp=at)

    def lift_hold(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Let it be erased again when its time has come; without a hold it changes nothing."""
        if self.held:
            reason = written(reason, REASON)
            self.trigger_event(self.HoldLifted, reason=reason, by=by, timestamp=at)

    def require_erasable(self, *, whole: bool, on: date) -> None:
        """Refuse to erase what is held, or all of what somebody wrote in within thirty days."""
        if self.held:
            raise TicketIsHeld()
        stays = self.last_written_on + AFTER_NEW_CONTENT
        if whole and on <= stays:
            raise TicketHasNewContent(until=stays)

    @property
    def last_written_on(self) -> date:
        """The day on which something was written in it last."""
        assert self.last_written_at is not None, "its first fact holds the question"
        return day_in_tokyo(self.last_written_at)

    def subjects(self) -> tuple[UUID, ...]:
        """Everybody it is about: the ticket itself, the consulter, and who is named in it."""
        return (self.id, self.consulter, *self.all_persons)

    def erase(self, *, subject: UUID | None = None, by: UUID, at: datetime) -> tuple[UUID, ...]:
        """Erase the consulter or somebody named; without a `subject`, all of the ticket. Answers whose
        keys are destroyed with it: those who were erased before record nothing."""
        if subject is not None and subject not in self.subjects():
            raise NoSuchPerson()
        whole = subject in (None, self.id)
        wanted = self.subjects() if whole else (subject,)
        gone = tuple(one for one in wanted if one is not None and one not in self.erased)
        if gone:
            self.trigger_event(self.SubjectsErased, subjects=gone, by=by, timestamp=at)
        return gone

    # ----- what is remembered -------------------------------------------------------------------

    def evolve(self, fact: Fact) -> None:
        self.last_at = fact.timestamp
        if fact.SEALED:
            self.last_written_at = fact.timestamp
        match fact:
            case Ticket.Logged():
                self.owner, self.consulter = fact.owner, fact.subject
                self.question, self.logged_by = fact.question, fact.by
                self._describe(fact)
            case Ticket.Described():
                self._describe(fact)
            case Ticket.ReceiptIssued():
                self.receipt = fact.code_hash
            case Ticket.Acknowledged():
                self.acknowledged_on = fact.on
            case Ticket.Assessed():
                self.assessment, self.assessment_reason = fact.assessment, fact.reason
                self.assessed_at = fact.timestamp
                self._decide("ASSESSED", fact, fact.reason, fact.assessment)
                self.reserved |= fact.assessment == Assessment.WHISTLEBLOWING
                self.known_to = tuple(dict.fromkeys((*self.known_to, *fact.known_to)))
            case Ticket.HandlerDesignated():
                self.handlers += (Handler(fact.member, fact.since, fact.until),)
            case Ticket.HandlerReleased():
                self.handlers = released(self.handlers, fact.member, fact.until)
            case Ticket.PersonNamed():
                self.persons += (_named(fact),)
                self.all_persons += (fact.subject,)
            case Ticket.PersonStruckOut():
                self.persons = tuple(one for one in self.persons if one.person != fact.person)
            case Ticket.DecisionTold():
                self.decision_told_on, self.taken_up = fact.on, fact.taken_up
                self.acknowledged_on = self.acknowledged_on or fact.on
            case Ticket.Answered() | Ticket.MessageReceived():
                self._hear(fact, fact.text)
                self.waits_for_an_answer = isinstance(fact, Ticket.MessageReceived)
            case Ticket.NoteWritten():
                self._hear(fact, fact.text)
            case Ticket.ActionTaken():
                self._hear(fact, fact.text, fact.on)
            case Ticket.FileAttached():
                self.files += (_filed(fact),)
                self.waits_for_an_answer |= fact.subject == self.consulter
            case Ticket.Concluded():
                self.outcome, self.conclusion = fact.outcome, fact.text
                self.concluded_at = fact.timestamp
                self._decide("CONCLUDED", fact, fact.text, fact.outcome)
            case Ticket.ResultTold():
                self.result_told_on, self.waits_for_an_answer = fact.on, False
                self.acknowledged_on = self.acknowledged_on or fact.on
            case Ticket.WelfareChecked():
                self.welfare_checked_on = fact.on
                self.suffered, self.welfare = fact.suffered, fact.text
            case Ticket.Reopened():
                self.outcome = self.conclusion = self.concluded_at = self.result_told_on = None
                self._decide("REOPENED", fact, fact.reason)
            case Ticket.HoldPlaced():
                self.held, self.hold_reason = True, fact.reason
                self._decide("HELD", fact, fact.reason)
            case Ticket.HoldLifted():
                self.held, self.hold_reason = False, None
                self._decide("HOLD_LIFTED", fact, fact.reason)
            case Ticket.SubjectsErased():
                self.erased |= frozenset(fact.subjects)
            case _:
                super().evolve(fact)

    def _describe(self, fact: "Ticket.Logged | Ticket.Described") -> None:
        self.channel, self.category = fact.channel, fact.category
        self.urgency, self.received_on = fact.urgency, fact.received_on

    def _hear(self, fact: Fact, text: str, on: date | None = None) -> None:
        kind = _SAID[type(fact)]
        self.said += (Said(kind, text, fact.by, fact.timestamp, on),)

    def _decide(self, kind: str, fact: Fact, text: str | None, word: str | None = None) -> None:
        self.decided += (Decided(kind, word, text, fact.by, fact.timestamp),)

    def require_consulter(self) -> None:
        """Refuse what is new about a consulter who was erased: SubjectIsErased, TicketIsErased."""
        self._require_subject(self.consulter)

    def require_content(self) -> None:
        """Refuse what is new about a ticket that was erased: TicketIsErased."""
        if self.id in self.erased:
            raise TicketIsErased()

    def _require_open(self) -> None:
        self.require_content()
        if self.outcome is not None:
            raise TicketIsConcluded()

    def _require_concluded(self) -> None:
        self.require_content()
        if self.outcome is None:
            raise TicketIsNotConcluded()

    def _require_subject(self, subject: UUID) -> None:
        self.require_content()
        if subject in self.erased:
            raise SubjectIsErased()

    def _require_day(self, day: date, today: date) -> None:
        _require_past(day, _DONE_ON, today)
        if day < self.received_on:
            raise DayIsBeforeTheTicket(day=day, received=self.received_on, **_DONE_ON.details)

    def _require_first(self, received: date) -> None:
        told = (self.acknowledged_on, self.decision_told_on, self.result_told_on)
        noted = (*told, self.welfare_checked_on, *(said.on for said in self.said))
        first = min(filter(None, noted), default=received)
        if first < received:
            raise DayIsBeforeTheTicket(day=first, received=received, **_DONE_ON.details)

    def _lasting(self) -> list[Handler]:
        """Who is named for it for as long as it takes."""
        return [one for one in self.handlers if one.until is None]


_SAID: Final[dict[type[Fact], str]] = {
    Ticket.Answered: "ANSWER",
    Ticket.MessageReceived: "MESSAGE",
    Ticket.NoteWritten: "NOTE",
    Ticket.ActionTaken: "ACTION",
}


def _filed(fact: Ticket.FileAttached) -> Filed:
    told = (fact.name, fact.media_type, fact.size)
    return Filed(fact.attachment, fact.subject, *told, fact.by, fact.timestamp)


def _named(fact: Ticket.PersonNamed) -> Named:
    return Named(fact.subject, fact.name, fact.part, fact.member, fact.department, fact.party)


def _require_received(day: date, today: date) -> None:
    _require_past(day, RECEIVED_ON, today)
    earliest = months_after(today, -LONG_AGO)
    if day < earliest:
        raise DayIsLongAgo(day=day, earliest=earliest, **RECEIVED_ON.details)


def _require_past(day: date, field: Field, today: date) -> None:
    if day > today:
        raise DayIsStillToCome(day=day, today=today, **field.details)
