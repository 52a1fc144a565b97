"""A draft of guidance (事例の下書き): a question and its answer, rewritten, before the desk publishes them.

The guidance's id is minted here, so that publishing it may be tried again; of which ticket it came, if of any, is
known to the desk alone.
"""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from domain.desk.facts import DeskFact, FirstDeskFact
from domain.desk.refusals import GuidanceDraftIsDone
from domain.kernel import Fact, Root
from domain.texts import Field, Word, clean_line, clean_line_or_none, clean_text, written

QUESTION: Final = Field("質問", "question")
ANSWER: Final = Field("回答", "answer")
BASIS: Final = Field("根拠", "basis")
BASIS_VERSION: Final = Field("根拠の版", "version of the basis")
REASON: Final = Field("理由", "reason")


class GuidanceDraftState(Word):
    """What has become of a draft of guidance."""

    WRITTEN = "WRITTEN", "未公表"
    PUBLISHED = "PUBLISHED", "公表済み"
    WITHDRAWN = "WITHDRAWN", "取下げ"


class GuidanceDraft(Root):
    """What the desk may publish as guidance. What is written of a ticket goes with the ticket's key."""

    TOPIC = "guidance_draft"

    class Written(FirstDeskFact):
        """Somebody of the desk has written it, perhaps of what a ticket asked."""

        TOPIC = "guidance_draft.written"
        SEALED = ("question", "answer", "basis", "basis_version")
        owner: int
        subject: UUID
        ticket: UUID | None
        guidance: UUID
        question: str
        answer: str
        basis: str
        basis_version: str | None

    class Published(DeskFact):
        """The guidance stands in the register."""

        TOPIC = "guidance_draft.published"

    class Withdrawn(DeskFact):
        """The desk has dropped it."""

        TOPIC = "guidance_draft.withdrawn"
        SEALED = ("reason",)
        reason: str | None

    def __init__(self) -> None:
        self.owner = -1
        self.ticket: UUID | None = None
        self.guidance = UUID(int=0)
        self.question = ""
        self.answer = ""
        self.basis = ""
        self.basis_version: str | None = None
        self.state = GuidanceDraftState.WRITTEN
        self.written_at: datetime | None = None
        self.written_by = UUID(int=0)

    @classmethod
    def write(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        ticket: UUID | None,
        guidance: UUID,
        question: str,
        answer: str,
        basis: str,
        basis_version: str | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Write it. `basis` names the rule that the answer rests on, `basis_version` its edition."""
        return cls._create(
            cls.Written,
            id=id,
            owner=owner,
            subject=ticket or id,
            ticket=ticket,
            guidance=guidance,
            question=written(question, QUESTION),
            answer=written(answer, ANSWER),
            basis=clean_line(basis, BASIS),
            basis_version=clean_line_or_none(basis_version, BASIS_VERSION),
            by=by,
            timestamp=at,
        )

    def publish(self, *, by: UUID, at: datetime) -> None:
        """Note that it was published, also where it was dropped in between; once published, it stays so."""
        if self.state is GuidanceDraftState.PUBLISHED:
            return
        self.trigger_event(self.Published, by=by, timestamp=at)

    def withdraw(self, *, reason: str | None = None, by: UUID, at: datetime) -> None:
        """Drop it while it is not published."""
        self.require_waiting()
        reason = clean_text(reason, REASON)
        self.trigger_event(self.Withdrawn, reason=reason, by=by, timestamp=at)

    def require_waiting(self) -> None:
        """Refuse what is published or dropped: GuidanceDraftIsDone."""
        if self.state is not GuidanceDraftState.WRITTEN:
            raise GuidanceDraftIsDone(state=self.state)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case GuidanceDraft.Written():
                self.owner, self.ticket, self.guidance = fact.owner, fact.ticket, fact.guidance
                self.question, self.answer = fact.question, fact.answer
                self.basis, self.basis_version = fact.basis, fact.basis_version
                self.written_at, self.written_by = fact.timestamp, fact.by
            case GuidanceDraft.Published():
                self.state = GuidanceDraftState.PUBLISHED
            case GuidanceDraft.Withdrawn():
                self.state = GuidanceDraftState.WITHDRAWN
            case _:
                super().evolve(fact)
