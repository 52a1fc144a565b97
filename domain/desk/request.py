"""A request to the custodian (管理者への申請): to open who asked, or to erase somebody. It takes two people.

The custodian decides by the reason and never sees the ticket.
"""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.desk.facts import DeskFact, FirstDeskFact
from domain.desk.refusals import NobodyDecidesAlone, RequestIsDecided
from domain.kernel import Fact, Root
from domain.refusals import PeriodEndsBeforeItBegins
from domain.texts import Field, Word, written

REASON: Final = Field("申請の理由", "reason of the request")


class Purpose(Word):
    """What is asked for."""

    OPEN_IDENTITY = "OPEN_IDENTITY", "身元の開封"
    ERASE = "ERASE", "消去"


class RequestState(Word):
    """What has become of a request."""

    ASKED = "ASKED", "申請中"
    GRANTED = "GRANTED", "承認"
    DECLINED = "DECLINED", "却下"


class CustodianRequest(Root):
    """A handler's request, decided by a custodian. Its texts are about the ticket (`subject`) and go with
    that one's key."""

    TOPIC = "custodian_request"

    class Asked(FirstDeskFact):
        """A handler asks, and says why; `person` is whom to erase, if not the whole ticket."""

        TOPIC = "custodian_request.asked"
        SEALED = ("reason",)
        owner: int
        subject: UUID
        purpose: str
        person: UUID | None
        reason: str

    class Granted(DeskFact):
        """The custodian agrees; who asked may be told until a day."""

        TOPIC = "custodian_request.granted"
        until: date

    class Declined(DeskFact):
        """The custodian does not."""

        TOPIC = "custodian_request.declined"
        SEALED = ("reason",)
        subject: UUID
        reason: str

    def __init__(self) -> None:
        self.owner = -1
        self.ticket = UUID(int=0)
        self.purpose: str = Purpose.OPEN_IDENTITY
        self.person: UUID | None = None
        self.asker = UUID(int=0)
        self.asked_at: datetime | None = None
        self.reason = ""
        self.state = RequestState.ASKED
        self.until: date | None = None
        self.decline_reason: str | None = None

    @classmethod
    def ask(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        ticket: UUID,
        purpose: Purpose,
        person: UUID | None = None,
        reason: str,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Ask the custodian."""
        return cls._create(
            cls.Asked,
            id=id,
            owner=owner,
            subject=ticket,
            purpose=purpose.value,
            person=person,
            reason=written(reason, REASON),
            by=by,
            timestamp=at,
        )

    def grant(self, *, until: date, today: date, by: UUID, at: datetime) -> None:
        """Agree. An opened identity is told from today until that last day."""
        self._require_waiting(by)
        if until < today:
            raise PeriodEndsBeforeItBegins(begins=today, ends=until)
        self.trigger_event(self.Granted, until=until, by=by, timestamp=at)

    def decline(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Say no, and why."""
        self._require_waiting(by)
        reason = written(reason, REASON)
        self.trigger_event(self.Declined, subject=self.ticket, reason=reason, by=by, timestamp=at)

    def opens_on(self, day: date, to: UUID) -> bool:
        """Whether the identity is told to this member that day."""
        opened = self.purpose == Purpose.OPEN_IDENTITY and self.state is RequestState.GRANTED
        return opened and to == self.asker and self.until is not None and day <= self.until

    def evolve(self, fact: Fact) -> None:
        match fact:
            case CustodianRequest.Asked():
                self.owner, self.ticket, self.reason = fact.owner, fact.subject, fact.reason
                self.purpose, self.person = fact.purpose, fact.person
                self.asker, self.asked_at = fact.by, fact.timestamp
            case CustodianRequest.Granted():
                self.state, self.until = RequestState.GRANTED, fact.until
            case CustodianRequest.Declined():
                self.state, self.decline_reason = RequestState.DECLINED, fact.reason
            case _:
                super().evolve(fact)

    def _require_waiting(self, by: UUID) -> None:
        if self.state is not RequestState.ASKED:
            raise RequestIsDecided()
        if by == self.asker:
            raise NobodyDecidesAlone()
