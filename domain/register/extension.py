"""An extension request (期限延長の申請): once a due is set, only a decided request moves it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.record import (
    REASON,
    JudgedFact,
    Record,
    Word,
    clean_text,
    normalised_categories,
)
from domain.register.refusals import (
    AskerDoesNotDecide,
    DecliningNeedsItsReason,
    ExtensionIsDecided,
    ExtensionIsOutdated,
    MeasureIsNamedTwice,
    NoRecordIsNamed,
    NothingIsExtended,
    SlipNeedsItsReason,
)
from domain.register.schedule import Period, PeriodFact, is_slip, sound


class ExtensionStatus(Word):
    """How far a request has come; all but the first end it."""

    PENDING = "PENDING", "審査中"
    GRANTED = "GRANTED", "承認"
    DECLINED = "DECLINED", "却下"
    WITHDRAWN = "WITHDRAWN", "取下げ"


@dataclass(frozen=True, slots=True)
class Move:
    """A measure that is to have more time: what its schedule says now, and what it is to say.

    `code` is what people call the measure by.
    """

    countermeasure: UUID
    code: str
    before: Period
    after: Period


@dataclass(frozen=True, slots=True)
class Standing:
    """What a schedule says, as far as a request is for it alone."""

    wording: str
    start: date | None
    due: date | None
    certainty: str
    milestones: tuple[str, ...]

    @classmethod
    def of(cls, said: Period) -> Self:
        return cls(said.wording, said.start, said.due, said.certainty, said.milestones)


@dataclass(frozen=True, slots=True)
class Extension:
    """What is asked for one measure: another period, in place of what its schedule said then."""

    period: Period
    before: Standing


class ExtensionRequest(Record):
    """What a party asks for measures of its own: a later or vaguer due for each, for one reason.

    It is decided as a whole, by somebody else than who asked. Until then the old due counts.
    """

    TOPIC = "extension"

    class Filed(FirstFact):
        """More time is asked for these measures. What for each of them, its own facts say."""

        TOPIC = "extension.filed"
        SEALED = ("reason",)
        owner: int
        reason: str
        countermeasures: tuple[UUID, ...]
        categories: tuple[str, ...]

    class Wanted(PeriodFact):
        """For this measure another period is wanted, in place of what its schedule says so far."""

        TOPIC = "extension.wanted"
        from_wording: str
        from_start: date | None
        from_due: date | None
        from_certainty: str
        from_milestones: tuple[str, ...]

        @property
        def before(self) -> Standing:
            """What the schedule said so far."""
            return Standing(
                self.from_wording,
                self.from_start,
                self.from_due,
                self.from_certainty,
                self.from_milestones,
            )

    class Granted(Fact):
        """The measures have more time: decided by who recorded it, or in this meeting."""

        TOPIC = "extension.granted"
        SEALED = ("reason",)
        reason: str | None
        meeting: UUID | None

    class Declined(Fact):
        """The dues stay: decided by who recorded it, or in this meeting."""

        TOPIC = "extension.declined"
        SEALED = ("reason",)
        reason: str
        meeting: UUID | None

    class Withdrawn(Fact):
        """The party asks for it no more."""

        TOPIC = "extension.withdrawn"

    class Judged(JudgedFact):
        """The information categories of the request are these."""

        TOPIC = "extension.judged"

    def __init__(self) -> None:
        super().__init__()
        self.asked_by = UUID(int=0)
        self.reason = ""
        self.wanted: dict[UUID, Extension] = {}
        self.status = ExtensionStatus.PENDING
        self.decided_at_meeting: UUID | None = None

    @classmethod
    def file(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        moves: tuple[Move, ...],
        reason: str | None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Ask for more time, for measures of one party, each of which would slip by it.

        A fact for each measure follows the first one: what is wanted is told a fact each, as
        schedules are.
        """
        if not moves:
            raise NoRecordIsNamed()
        _require_once(moves)
        why = clean_text(reason, REASON)
        if why is None:
            raise SlipNeedsItsReason()
        moves = tuple(
            Move(one.countermeasure, one.code, one.before, sound(one.after)) for one in moves
        )
        idle = tuple(one.code for one in moves if not is_slip(one.before, one.after))
        if idle:
            raise NothingIsExtended(named=idle)
        request = cls._create(
            cls.Filed,
            id=id,
            owner=owner,
            reason=why,
            countermeasures=tuple(one.countermeasure for one in moves),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )
        for one in moves:
            request.trigger_event(
                cls.Wanted,
                countermeasure=one.countermeasure,
                **one.after.said(),
                from_wording=one.before.wording,
                from_start=one.before.start,
                from_due=one.before.due,
                from_certainty=one.before.certainty,
                from_milestones=one.before.milestones,
                by=by,
                timestamp=at,
            )
        return request

    def asks_already(self, countermeasure: UUID, period: Period, reason: str | None) -> bool:
        """Whether it asks this for a measure, so that asking again changes nothing."""
        same = sound(period).says_the_same_as(self.wanted[countermeasure].period)
        return same and clean_text(reason, REASON) in (None, self.reason)

    def fits(self, countermeasure: UUID, standing: Period) -> bool:
        """Whether the schedule of a measure still says what it said when more time was asked."""
        return Standing.of(standing) == self.wanted[countermeasure].before

    def grant(
        self,
        *,
        outdated: tuple[str, ...] = (),
        reason: str | None = None,
        meeting: UUID | None = None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Let the measures have more time, all of them.

        `outdated` are the codes of those for which it was asked too long ago: their schedules say
        something else now, or nobody plans them any more.
        """
        self._require_decider(by)
        if outdated:
            raise ExtensionIsOutdated(named=outdated)
        self.trigger_event(
            self.Granted, reason=clean_text(reason, REASON), meeting=meeting, by=by, timestamp=at
        )

    def decline(
        self, *, reason: str | None, meeting: UUID | None = None, by: UUID, at: datetime
    ) -> None:
        """Let the dues stay, and say why."""
        self._require_decider(by)
        why = clean_text(reason, REASON)
        if why is None:
            raise DecliningNeedsItsReason()
        self.trigger_event(self.Declined, reason=why, meeting=meeting, by=by, timestamp=at)

    def withdraw(self, *, by: UUID, at: datetime) -> None:
        """Ask for it no more; what is withdrawn stays so."""
        if self.status is ExtensionStatus.WITHDRAWN:
            return
        self._require_pending()
        self.trigger_event(self.Withdrawn, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case ExtensionRequest.Filed():
                self.owner, self.categories = fact.owner, fact.categories
                self.asked_by, self.reason = fact.by, fact.reason
            case ExtensionRequest.Wanted():
                self.wanted[fact.countermeasure] = Extension(fact.period, fact.before)
            case ExtensionRequest.Granted():
                self.status, self.decided_at_meeting = ExtensionStatus.GRANTED, fact.meeting
            case ExtensionRequest.Declined():
                self.status, self.decided_at_meeting = ExtensionStatus.DECLINED, fact.meeting
            case ExtensionRequest.Withdrawn():
                self.status = ExtensionStatus.WITHDRAWN
            case _:
                super().evolve(fact)

    def _require_pending(self) -> None:
        if self.status is not ExtensionStatus.PENDING:
            raise ExtensionIsDecided(status=self.status)

    def _require_decider(self, by: UUID) -> None:
        """Nobody grants what they asked for, nor carries out that a meeting did."""
        self._require_pending()
        if by == self.asked_by:
            raise AskerDoesNotDecide()


def _require_once(moves: Iterable[Move]) -> None:
    known: set[UUID] = set()
    for one in moves:
        if one.countermeasure in known:
            raise MeasureIsNamedTwice(named=(one.code,))
        known.add(one.countermeasure)
