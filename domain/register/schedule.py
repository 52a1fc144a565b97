"""A schedule (実施時期): when a countermeasure is to be done, as written and read; its slips."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root
from domain.refusals import PeriodEndsBeforeItBegins
from domain.register.refusals import (
    CorrectionNeedsItsReason,
    CountermeasureHasNoSchedule,
    DayIsInTheFuture,
    DueIsMovedByRequest,
    FinishIsBeforeStart,
    LaterCorrectionIsTheOfficers,
    MilestoneHasNoDay,
    ReasonNeedsAChange,
    SlipNeedsItsReason,
)
from domain.register.wording.reading import Certainty, ScheduleKind
from domain.texts import REASON, Field, clean_line, clean_text, one_of

_WORDING: Final = Field("実施時期", "wording of the schedule")
_KIND: Final = Field("実施時期の種類", "kind of schedule")
_CERTAINTY: Final = Field("期限の確度", "certainty")
_MILESTONE: Final = Field("節目", "milestone")


_FIRMEST_FIRST: Final = tuple(Certainty)
MISTYPED: Final = timedelta(days=30)
"""So long after it was first set a due may be found mistyped by whoever edits it."""


@dataclass(frozen=True, slots=True)
class Period:
    """A wording of time and its reading.

    `written_on` is the day the wording was written, from which it is read. `ambiguous` says that it
    could be read otherwise. Each milestone is an ISO day, a blank and its wording.
    """

    wording: str
    written_on: date
    kind: str
    start: date | None
    due: date | None
    certainty: str
    ambiguous: bool
    milestones: tuple[str, ...] = ()

    def said(self) -> dict[str, Any]:
        """All it says, by name, as a fact takes it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_stated(self) -> bool:
        """Whether anything is said of time: a blank or a dash says nothing."""
        return bool(self.wording) and self.kind != ScheduleKind.NONE

    def says_the_same_as(self, other: "Period") -> bool:
        """Whether both have one wording and one reading, on whatever day they were written."""
        return replace(self, written_on=other.written_on) == other


class PeriodFact(Fact):
    """A fact that holds the schedule of a countermeasure, as written and as read."""

    countermeasure: UUID
    wording: str
    written_on: date
    kind: str
    start: date | None
    due: date | None
    certainty: str
    ambiguous: bool
    milestones: tuple[str, ...]

    @property
    def period(self) -> Period:
        """What the fact says of time."""
        return Period(
            wording=self.wording,
            written_on=self.written_on,
            kind=self.kind,
            start=self.start,
            due=self.due,
            certainty=self.certainty,
            ambiguous=self.ambiguous,
            milestones=self.milestones,
        )


class Schedule(Root):
    """The one schedule of a countermeasure: the period now, the first one that was worded, the slips
    between them, and the days on which it was in fact started and finished."""

    TOPIC = "schedule"

    class Set(PeriodFact, FirstFact):
        """The countermeasure has a schedule."""

        TOPIC = "schedule.set"
        owner: int

    class Rescheduled(PeriodFact):
        """The schedule is another one now; a slip if its due became later or vaguer.

        `request` is the one that was granted for it. Slips of before there were requests have none.
        """

        TOPIC = "schedule.rescheduled"
        class_version = 2
        SEALED = ("reason",)
        slip: bool
        reason: str | None
        request: UUID | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["request"] = None

    class Corrected(PeriodFact):
        """The schedule was this all the time, and had been written down or read wrongly.

        The reason was not always asked for.
        """

        TOPIC = "schedule.corrected"
        SEALED = ("reason",)
        reason: str | None

    class Started(Fact):
        """The countermeasure was in fact started on this day, or on none known."""

        TOPIC = "schedule.started"
        countermeasure: UUID
        on: date | None

    class Finished(Fact):
        """The countermeasure was in fact finished on this day, or is not."""

        TOPIC = "schedule.finished"
        countermeasure: UUID
        on: date | None

    class CheckDaySet(Fact):
        """A continuing countermeasure is checked next on this day, or on none set."""

        TOPIC = "schedule.check_day_set"
        countermeasure: UUID
        on: date | None

    def __init__(self) -> None:
        self.owner = -1
        self.countermeasure = UUID(int=0)
        self.original: Period | None = None
        self.period = _BLANK
        self.reason: str | None = None
        self.slips = 0
        self.due_first_set_at: datetime | None = None
        self.was_moved = False
        self.corrected_away: Period | None = None
        self.started_on: date | None = None
        self.finished_on: date | None = None
        self.check_day: date | None = None

    @staticmethod
    def id_for(countermeasure: UUID) -> UUID:
        """The id of the countermeasure's schedule."""
        return derived_id("schedule", countermeasure)

    @classmethod
    def set(
        cls,
        *,
        owner: int,
        countermeasure: UUID,
        period: Period,
        reason: str | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Give the countermeasure its schedule for the first time, which needs and keeps no reason."""
        if clean_text(reason, REASON) is not None:
            raise ReasonNeedsAChange()
        return cls._create(
            cls.Set,
            id=cls.id_for(countermeasure),
            owner=owner,
            countermeasure=countermeasure,
            **sound(period).said(),
            by=by,
            timestamp=at,
        )

    def is_planned_as(self, period: Period) -> bool:
        """Whether it says this already, so that saying it again changes nothing."""
        return sound(period).says_the_same_as(self.period)

    def slips_to(self, period: Period) -> bool:
        """Whether this period would make the due later or vaguer."""
        return is_slip(self.promised, sound(period))

    def reschedule(
        self,
        *,
        period: Period,
        reason: str | None = None,
        request: UUID | None = None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Plan another time; the same period again changes nothing, and takes no other reason.

        A due becomes later or vaguer with a reason, and by a granted `request` alone.
        """
        period, why = sound(period), clean_text(reason, REASON)
        if period.says_the_same_as(self.period):
            self._require_no_other(why)
            return
        slip = is_slip(self.promised, period)
        if slip and why is None:
            raise SlipNeedsItsReason()
        if slip and request is None:
            raise DueIsMovedByRequest()
        self.trigger_event(
            self.Rescheduled,
            countermeasure=self.countermeasure,
            **period.said(),
            slip=slip,
            reason=why,
            request=request,
            by=by,
            timestamp=at,
        )

    def correct(self, *, period: Period, reason: str | None = None, by: UUID, at: datetime) -> None:
        """Put right what was mistyped or misread, with the reason: never a slip, and the first
        wording stays. The same again changes nothing."""
        period, why = sound(period), clean_text(reason, REASON)
        if period == self.period:
            self._require_no_other(why)
            return
        if self.original is None:
            raise CountermeasureHasNoSchedule()
        if why is None:
            raise CorrectionNeedsItsReason()
        self.trigger_event(
            self.Corrected,
            countermeasure=self.countermeasure,
            **period.said(),
            reason=why,
            by=by,
            timestamp=at,
        )

    @property
    def promised(self) -> Period:
        """What another time is held against: what stands, or what stood before its due was corrected away."""
        return self.corrected_away or self.period

    def require_mistyped(self, *, period: Period, of_part: bool = False, at: datetime) -> None:
        """Refuse a correction that makes a due later or vaguer long after it was first set, or once it was
        moved: that is for the chief compliance officer to vouch for. `of_part`: the due was set when the whole
        was planned."""
        since = self.due_first_set_at
        recent = since is not None and at - since <= MISTYPED and not self.was_moved
        if is_slip(self.promised, period) and (of_part or not recent):
            raise LaterCorrectionIsTheOfficers(days=MISTYPED.days)

    def start(self, *, day: date | None, on: date, by: UUID, at: datetime) -> None:
        """Say on which day it was in fact started, as of today (`on`); None withdraws the day."""
        if day == self.started_on:
            return
        require_actual(day, on)
        require_order(day, self.finished_on)
        self.trigger_event(
            self.Started, countermeasure=self.countermeasure, on=day, by=by, timestamp=at
        )

    def finish(self, *, day: date | None, on: date, by: UUID, at: datetime) -> None:
        """Say on which day it was in fact finished, as of today (`on`); None withdraws the day."""
        if day == self.finished_on:
            return
        require_actual(day, on)
        require_order(self.started_on, day)
        self.trigger_event(
            self.Finished, countermeasure=self.countermeasure, on=day, by=by, timestamp=at
        )

    def state_days(
        self, *, started: date | None, finished: date | None, on: date, by: UUID, at: datetime
    ) -> None:
        """Say both at once, each day as it is to stand. They may move past each other."""
        require_order(started, finished)
        later = started is not None and self.finished_on is not None and started > self.finished_on
        if later:
            self.finish(day=finished, on=on, by=by, at=at)
        self.start(day=started, on=on, by=by, at=at)
        self.finish(day=finished, on=on, by=by, at=at)

    def set_check_day(self, *, day: date | None, by: UUID, at: datetime) -> None:
        """Say when it is checked next; None leaves it without a day, the same changes nothing."""
        if day != self.check_day:
            self.trigger_event(
                self.CheckDaySet, countermeasure=self.countermeasure, on=day, by=by, timestamp=at
            )

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Schedule.Set():
                self.owner, self.countermeasure = fact.owner, fact.countermeasure
                self._plan(fact)
            case Schedule.Rescheduled():
                self.was_moved |= self.due_first_set_at is not None
                self.corrected_away = None
                self._plan(fact)
                self.reason, self.slips = fact.reason, self.slips + fact.slip
            case Schedule.Corrected():
                self.corrected_away = self.promised if fact.due is None else None
                self._plan(fact)
                self.reason = fact.reason
            case Schedule.Started():
                self.started_on = fact.on
            case Schedule.Finished():
                self.finished_on = fact.on
            case Schedule.CheckDaySet():
                self.check_day = fact.on
            case _:
                super().evolve(fact)

    def _require_no_other(self, reason: str | None) -> None:
        if reason not in (None, self.reason):
            raise ReasonNeedsAChange()

    def _plan(self, fact: PeriodFact) -> None:
        self.period = fact.period
        if self.original is None and fact.period.is_stated:
            self.original = fact.period
        if self.due_first_set_at is None and fact.due is not None:
            self.due_first_set_at = fact.timestamp


_BLANK: Final = Period(
    wording="",
    written_on=date.min,
    kind=ScheduleKind.NONE.value,
    start=None,
    due=None,
    certainty=Certainty.NONE.value,
    ambiguous=False,
)


def is_slip(before: Period, after: Period) -> bool:
    """Whether a due became later or vaguer: gone, or the same day with less certainty.

    Without an earlier due nothing slips, and a later start alone is no slip.
    """
    if before.due is None:
        return False
    if after.due is None or after.due > before.due:
        return True
    return after.due == before.due and is_vaguer(after.certainty, than=before.certainty)


def is_vaguer(certainty: str, *, than: str) -> bool:
    """Whether the first certainty is less than the second: FIRM, PLANNED, TARGET, NONE."""
    return _FIRMEST_FIRST.index(Certainty(certainty)) > _FIRMEST_FIRST.index(Certainty(than))


def sound(period: Period) -> Period:
    """The period with its texts cleaned, once its rules hold. A blank wording is one, too."""
    if period.start is not None and period.due is not None and period.due < period.start:
        raise PeriodEndsBeforeItBegins(begins=period.start, ends=period.due)
    return replace(
        period,
        wording=clean_text(period.wording, _WORDING) or "",
        kind=one_of(ScheduleKind, period.kind, _KIND).value,
        certainty=one_of(Certainty, period.certainty, _CERTAINTY).value,
        milestones=tuple(sound_milestone(milestone) for milestone in period.milestones),
    )


def sound_milestone(milestone: str) -> str:
    """An ISO day, a blank and a wording; what stood in several lines of a cell becomes one."""
    day, blank, wording = milestone.partition(" ")
    try:
        begins = date.fromisoformat(day).isoformat()
    except ValueError:
        raise MilestoneHasNoDay() from None
    if not blank:
        raise MilestoneHasNoDay()
    return f"{begins} {clean_line(' '.join(wording.split()), _MILESTONE)}"


def require_actual(day: date | None, on: date) -> None:
    """Refuse an actual day that is still to come."""
    if day is not None and day > on:
        raise DayIsInTheFuture(day=day)


def require_order(started: date | None, finished: date | None) -> None:
    """Refuse a finish before the start, where both are known."""
    if started is not None and finished is not None and finished < started:
        raise FinishIsBeforeStart(started=started, finished=finished)
