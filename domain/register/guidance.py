"""Guidance (事例集): a question of the kind a consultation desk is asked, with the answer and what it rests on.

It is never reworded: newer guidance supersedes it, and both stay readable.
"""

from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

from domain.calendar import day_in_tokyo
from domain.kernel import Fact, FirstFact
from domain.register.record import (
    REASON,
    Field,
    JudgedFact,
    Record,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
)
from domain.register.refusals import (
    GuidanceIsSuperseded,
    GuidanceIsWithdrawn,
    WithdrawalOfGuidanceNeedsItsReason,
)
from domain.texts import written

QUESTION: Final = Field("質問", "question")
ANSWER: Final = Field("回答", "answer")
BASIS: Final = Field("根拠", "basis")
BASIS_VERSION: Final = Field("根拠の版", "version of the basis")


class Guidance(Record):
    """How a question is answered, for whoever has the same one."""

    TOPIC = "guidance"

    class Published(FirstFact):
        """The desk of a party has published it, perhaps in place of earlier guidance."""

        TOPIC = "guidance.published"
        SEALED = ("question", "answer", "basis", "basis_version")
        owner: int
        question: str
        answer: str
        basis: str
        basis_version: str | None
        supersedes: UUID | None
        categories: tuple[str, ...]

    class Superseded(Fact):
        """Newer guidance stands in its place."""

        TOPIC = "guidance.superseded"
        by_guidance: UUID

    class Withdrawn(Fact):
        """It holds no longer, and nothing stands in its place."""

        TOPIC = "guidance.withdrawn"
        SEALED = ("reason",)
        reason: str

    class Judged(JudgedFact):
        """The information categories of the guidance are these."""

        TOPIC = "guidance.judged"

    def __init__(self) -> None:
        super().__init__()
        self.supersedes: UUID | None = None
        self.superseded_by: UUID | None = None
        self.withdrawn_on: date | None = None

    @classmethod
    def publish(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        question: str,
        answer: str,
        basis: str,
        basis_version: str | None = None,
        supersedes: UUID | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Publish it. `basis` names the rule that the answer rests on, `basis_version` its edition."""
        return cls._create(
            cls.Published,
            id=id,
            owner=owner,
            question=written(question, QUESTION),
            answer=written(answer, ANSWER),
            basis=clean_line(basis, BASIS),
            basis_version=clean_line_or_none(basis_version, BASIS_VERSION),
            supersedes=supersedes,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def supersede(self, *, by_guidance: UUID, by: UUID, at: datetime) -> None:
        """Give way to newer guidance, withdrawn or not; the same again changes nothing."""
        if by_guidance == self.superseded_by:
            return
        if self.superseded_by is not None:
            raise GuidanceIsSuperseded()
        self.trigger_event(self.Superseded, by_guidance=by_guidance, by=by, timestamp=at)

    def withdraw(self, *, reason: str, by: UUID, at: datetime) -> None:
        """Take it back, with the reason."""
        if self.superseded_by is not None:
            raise GuidanceIsSuperseded()
        if self.withdrawn_on is not None:
            raise GuidanceIsWithdrawn(day=self.withdrawn_on)
        why = clean_text(reason, REASON)
        if why is None:
            raise WithdrawalOfGuidanceNeedsItsReason()
        self.trigger_event(self.Withdrawn, reason=why, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Guidance.Published():
                self.owner, self.categories = fact.owner, fact.categories
                self.supersedes = fact.supersedes
            case Guidance.Superseded():
                self.superseded_by = fact.by_guidance
            case Guidance.Withdrawn():
                self.withdrawn_on = day_in_tokyo(fact.timestamp)
            case _:
                super().evolve(fact)
