"""Countermeasures and their schedules, step by step through the store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from domain.kernel import Root
from domain.refusals import PeriodEndsBeforeItBegins, Refusal, WordIsUnknown
from domain.register.countermeasure import Countermeasure
from domain.register.refusals import (
    CountermeasureIsNotTakenUpAgain,
    DayIsInTheFuture,
    FinishIsBeforeStart,
    GivingUpNeedsItsReason,
    OnlyContinuingMeasuresOperate,
    OperatingMeasureIsContinuing,
    ProposalIsAlreadyUnderWay,
    SlipNeedsItsReason,
    SteppingBackNeedsItsReason,
    VerdictIsByTheReporter,
    VerdictIsTooEarly,
)
from domain.register.schedule import Period, Schedule
from projections.register.countermeasures import COUNTERMEASURES
from tests.houses import MZ, PG, Home, Template
from tests.machines.harness import (
    LINES,
    PEOPLE,
    TEXTS,
    Machine,
    RecordMachine,
    empty,
    iso,
    line,
    run,
    text,
)
from tests.story import EDITOR, Asked

LADDER: Final = (
    "UNDER_CONSIDERATION",
    "PLANNED",
    "IN_PROGRESS",
    "IMPLEMENTED",
    "OPERATING",
    "HANDED_OVER",
)
GIVEN_UP: Final = ("CANCELLED", "RISK_ACCEPTED")
DONE: Final = LADDER[3:]
FITTING: Final = {"RESOLVED": DONE, "FOLLOW_UP_ENDED": (*DONE, *GIVEN_UP)}
"""Where a verdict fits; the others fit everywhere."""


class CountermeasureMachine(RecordMachine):
    kind, view = Countermeasure, COUNTERMEASURES
    unshown: ClassVar[frozenset[str]] = frozenset({"reported_done_by", "verdict_is_outdated"})

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.status_reason: str | None = None

    def neighbour(self, asked: Asked) -> Root:
        return Countermeasure.propose(id=uuid4(), owner=PG, title="隣の対策", **asked)

    @initialize(
        title=LINES.filter(str.strip),
        items=st.lists(LINES.filter(str.strip), max_size=2),
        continuing=st.sampled_from((None, True, True, False)),
        status=st.sampled_from(LADDER[:2]),
    )
    def propose(self, title: str, items: list[str], continuing: bool | None, status: str) -> None:
        self.begin(
            lambda asked: Countermeasure.propose(
                id=uuid4(),
                owner=MZ,
                title=title,
                items=tuple(items),
                continuing=continuing,
                status=status,
                **asked,
            ),
            owner=MZ,
            categories=(),
            title=line(title),
            items=tuple(map(line, items)),
            kind=None,
            continuing=continuing,
            responsible_party=MZ,
            responsible_department=None,
            number=None,
            remark=None,
            status=status,
            reported_done_by=frozenset(),
            verdict="NONE_YET",
            verdict_reason=None,
            verdict_is_outdated=False,
        )

    @property
    def shown(self) -> dict[str, Any]:
        department = self.model["responsible_department"]
        return super().shown | {
            "items": list(self.model["items"]),
            "responsible_department": department and str(department),
            "status_reason": self.status_reason,
            "wording": None,
        }

    @rule(status=st.sampled_from((*LADDER[2:], *GIVEN_UP)))
    def propose_what_is_under_way(self, status: str) -> None:
        self.refuse(
            lambda asked: Countermeasure.propose(
                id=uuid4(), owner=MZ, title="甲", status=status, **asked
            ),
            ProposalIsAlreadyUnderWay,
        )

    @rule(title=LINES, items=st.lists(LINES.filter(str.strip), max_size=2))
    def revise(self, title: str, items: list[str]) -> None:
        self.step(
            lambda measure, asked: measure.revise(title=title, items=tuple(items), **asked),
            refused=empty(title),
            title=line(title),
            items=tuple(map(line, items)),
        )

    @rule(remark=TEXTS, number=st.sampled_from((None, "MZ-1")))
    def annotate(self, remark: str | None, number: str | None) -> None:
        self.step(
            lambda measure, asked: measure.change_remark(remark=remark, **asked),
            remark=text(remark),
        )
        self.step(lambda measure, asked: measure.give_number(number=number, **asked), number=number)

    @rule(
        kind=st.sampled_from((None, "CORRECTIVE", "？")),
        continuing=st.sampled_from((None, True, False)),
    )
    def characterise(self, kind: str | None, continuing: bool | None) -> None:
        same = (kind, continuing) == (self.model["kind"], self.model["continuing"])
        refused: type[Refusal] | None = None
        if kind == "？":
            refused = WordIsUnknown
        elif not same and self.model["status"] in LADDER[4:] and continuing is not True:
            refused = OperatingMeasureIsContinuing
        self.step(
            lambda measure, asked: measure.characterise(kind=kind, continuing=continuing, **asked),
            refused=refused,
            kind=kind,
            continuing=continuing,
        )

    @rule(party=st.sampled_from((MZ, PG)), department=st.sampled_from((None, UUID(int=5))))
    def assign(self, party: int, department: UUID | None) -> None:
        self.step(
            lambda measure, asked: measure.assign(party=party, department=department, **asked),
            responsible_party=party,
            responsible_department=department,
        )

    @rule(after=st.sampled_from((*LADDER, *LADDER, *GIVEN_UP)), reason=TEXTS, by=PEOPLE)
    def report_progress(self, after: str, reason: str | None, by: UUID) -> None:
        before, verdict = self.model["status"], self.model["verdict"]
        refused = self._not_that_way(before, after, text(reason))
        changes: dict[str, Any] = {"status": after}
        if not refused and after != before:
            self.status_reason = text(reason)
            if after in DONE:
                changes["reported_done_by"] = self.model["reported_done_by"] | {by}
            if after not in FITTING.get(verdict, (after,)):
                changes["verdict_is_outdated"] = True
        self.step(
            lambda measure, asked: measure.report_progress(status=after, reason=reason, **asked),
            refused=refused,
            by=by,
            **changes,
        )

    def _not_that_way(self, before: str, after: str, why: str | None) -> type[Refusal] | None:
        if after == before:
            return None
        if before in (*GIVEN_UP, "HANDED_OVER") and after not in LADDER[:3]:
            return CountermeasureIsNotTakenUpAgain
        if after in LADDER[4:] and self.model["continuing"] is not True:
            return OnlyContinuingMeasuresOperate
        if why is not None:
            return None
        if after in GIVEN_UP:
            return GivingUpNeedsItsReason
        back = before in GIVEN_UP or LADDER.index(after) < LADDER.index(before)
        return SteppingBackNeedsItsReason if back else None

    @rule(
        verdict=st.sampled_from(
            ("NONE_YET", "FOLLOW_UP", "NEEDS_IMPROVEMENT", "RESOLVED", "FOLLOW_UP_ENDED", "？")
        ),
        reason=TEXTS,
        by=PEOPLE,
    )
    def give_verdict(self, verdict: str, reason: str | None, by: UUID) -> None:
        known = (self.model["verdict"], self.model["verdict_reason"])
        outdated, status = self.model["verdict_is_outdated"], self.model["status"]
        same = (verdict, text(reason)) == known and not outdated
        refused: type[Refusal] | None = None
        if verdict == "？":
            refused = WordIsUnknown
        elif not same and status not in FITTING.get(verdict, (status,)):
            refused = VerdictIsTooEarly
        elif not same and by in self.model["reported_done_by"]:
            refused = VerdictIsByTheReporter
        self.step(
            lambda measure, asked: measure.give_verdict(verdict=verdict, reason=reason, **asked),
            refused=refused,
            by=by,
            verdict=verdict,
            verdict_reason=text(reason),
            verdict_is_outdated=False,
        )


FIRMNESS: Final = ("FIRM", "PLANNED", "TARGET", "NONE")
MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)
PERIODS = st.builds(
    Period,
    wording=st.sampled_from(("～2023年3月", "～2023年6月", "2023年度上期")),
    written_on=st.sampled_from((date(2023, 2, 17), date(2023, 3, 1))),
    kind=st.sampled_from(("BY", "FROM")),
    start=st.sampled_from((None, date(2023, 2, 20), date(2023, 5, 1))),
    due=st.sampled_from((None, MARCH, MARCH, JUNE)),
    certainty=st.sampled_from(FIRMNESS[:3]),
    ambiguous=st.booleans(),
    milestones=st.sampled_from(((), ("2023-03-01 手順書",))),
)


def unordered(period: Period) -> type[Refusal] | None:
    wrong = period.start and period.due and period.due < period.start
    return PeriodEndsBeforeItBegins if wrong else None


def reading(period: Period) -> tuple[Any, ...]:
    """All that a period says but the day it was written."""
    return (
        period.wording,
        period.kind,
        period.start,
        period.due,
        period.certainty,
        period.ambiguous,
        period.milestones,
    )


class ScheduleMachine(Machine):
    """The schedule's row is the one of its countermeasure."""

    kind, view = Schedule, COUNTERMEASURES

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.measure = uuid4()
        self.slipped: list[dict[str, Any]] = []

    @property
    def row_id(self) -> UUID:
        return self.measure

    def neighbour(self, asked: Asked) -> Root:
        return Countermeasure.propose(id=uuid4(), owner=PG, title="隣の対策", **asked)

    @initialize(period=PERIODS.filter(lambda one: not unordered(one)))
    def set(self, period: Period) -> None:
        with self.home.log.writing() as work:
            work.keep(
                Countermeasure.propose(
                    id=self.measure, owner=MZ, title="対策", by=EDITOR, at=work.now
                )
            )
        self.begin(
            lambda asked: Schedule.set(
                owner=MZ, countermeasure=self.measure, period=period, **asked
            ),
            owner=MZ,
            countermeasure=self.measure,
            original=period,
            period=period,
            was_rescheduled=False,
            slips=0,
            started_on=None,
            finished_on=None,
            check_day=None,
        )
        self.changes = 1  # the measure stood before its schedule was set

    @property
    def shown(self) -> dict[str, Any]:
        now, original = self.model["period"], self.model["original"]
        return {
            "owner": MZ,
            "wording": now.wording,
            "written_on": iso(now.written_on),
            "schedule_kind": now.kind,
            "start": iso(now.start),
            "due": iso(now.due),
            "certainty": now.certainty,
            "ambiguous": now.ambiguous,
            "milestones": list(now.milestones),
            "original_wording": original.wording,
            "original_due": iso(original.due),
            "slip_count": self.model["slips"],
            "slips": self.slipped,
            "started_on": iso(self.model["started_on"]),
            "finished_on": iso(self.model["finished_on"]),
            "next_check": iso(self.model["check_day"]),
        }

    unshown: ClassVar[frozenset[str]] = frozenset(
        {"countermeasure", "original", "period", "was_rescheduled", "check_day"}
    )

    @rule(period=PERIODS, reason=TEXTS)
    def reschedule(self, period: Period, reason: str | None) -> None:
        before: Period = self.model["period"]
        same = reading(before) == reading(period)
        slips = before.due is not None and (
            period.due is None
            or period.due > before.due
            or (
                period.due == before.due
                and FIRMNESS.index(period.certainty) > FIRMNESS.index(before.certainty)
            )
        )
        refused = unordered(period)
        if not refused and not same and slips and text(reason) is None:
            refused = SlipNeedsItsReason
        changes: dict[str, Any] = {}
        if not same:
            changes = {
                "period": period,
                "was_rescheduled": True,
                "slips": self.model["slips"] + slips,
            }
        self.step(
            lambda schedule, asked: schedule.reschedule(period=period, reason=reason, **asked),
            refused=refused,
            **changes,
        )
        if slips and not same and not refused:
            slip = {
                "fromWording": before.wording,
                "toWording": period.wording,
                "fromDue": iso(before.due),
                "toDue": iso(period.due),
                "reason": text(reason),
                "recordedOn": self.row()["changed_at"],
            }
            self.slipped = [*self.slipped, slip]

    @rule(period=PERIODS, reason=TEXTS)
    def correct(self, period: Period, reason: str | None) -> None:
        changes: dict[str, Any] = {}
        if reading(self.model["period"]) != reading(period):
            changes["period"] = period
            if not self.model["was_rescheduled"]:
                changes["original"] = period
        self.step(
            lambda schedule, asked: schedule.correct(period=period, reason=reason, **asked),
            refused=unordered(period),
            **changes,
        )

    def _day(self, ago: int | None) -> date | None:
        return None if ago is None else self.today - timedelta(days=ago)

    @rule(ago=st.sampled_from((None, 0, 1, 3, -1)))
    def start(self, ago: int | None) -> None:
        day, finished = self._day(ago), self.model["finished_on"]
        refused: type[Refusal] | None = None
        if day != self.model["started_on"]:
            if day and day > self.today:
                refused = DayIsInTheFuture
            elif day and finished and finished < day:
                refused = FinishIsBeforeStart
        self.step(
            lambda schedule, asked: schedule.start(day=day, on=self.today, **asked),
            refused=refused,
            started_on=day,
        )

    @rule(ago=st.sampled_from((None, 0, 1, 3, -1)))
    def finish(self, ago: int | None) -> None:
        day, started = self._day(ago), self.model["started_on"]
        refused: type[Refusal] | None = None
        if day != self.model["finished_on"]:
            if day and day > self.today:
                refused = DayIsInTheFuture
            elif day and started and day < started:
                refused = FinishIsBeforeStart
        self.step(
            lambda schedule, asked: schedule.finish(day=day, on=self.today, **asked),
            refused=refused,
            finished_on=day,
        )

    @rule(ahead=st.sampled_from((None, 30, 90)))
    def set_check_day(self, ahead: int | None) -> None:
        day = self._day(None if ahead is None else -ahead)
        self.step(lambda schedule, asked: schedule.set_check_day(day=day, **asked), check_day=day)


def test_a_countermeasure(template: Template) -> None:
    run(CountermeasureMachine, template)


def test_a_schedule(template: Template) -> None:
    run(ScheduleMachine, template)
