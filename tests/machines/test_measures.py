"""Countermeasures and their schedules, step by step through the store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from domain.kernel import Root
from domain.people.roles import Actor
from domain.refusals import PeriodEndsBeforeItBegins, Refusal, TextIsEmpty, WordIsUnknown
from domain.register.check import (
    Conclusion,
    Criterion,
    EffectivenessCheck,
    checked,
    require_fit_to_check,
)
from domain.register.countermeasure import Countermeasure, HandOver
from domain.register.progress import Checked, Layer
from domain.register.refusals import (
    BaselineIsMissing,
    ChangedResultNeedsItsReason,
    CheckerReportedItDone,
    CheckIsBeforeItsCriterion,
    CheckIsOfAnEarlierRound,
    ClosingNeedsItsChecks,
    CorrectionNeedsItsReason,
    CountermeasureHasNoSchedule,
    CountermeasureIsNotTakenUpAgain,
    CountermeasureIsSplit,
    CriterionHasItsResult,
    DayIsInTheFuture,
    DueIsMovedByRequest,
    EffectIsNotVerified,
    FinishIsBeforeStart,
    GivenUpMeasureHasNoDays,
    GivenUpMeasureHasNoEffect,
    GivingUpNeedsItsReason,
    HandingOverNamesItsRule,
    MeasureIsNotDoneYet,
    OnlyContinuingMeasuresOperate,
    OnlyOpenMeasuresAreSplit,
    OperatingMeasureIsContinuing,
    ProgressDoesNotSplit,
    ProposalIsAlreadyUnderWay,
    ReasonNeedsAChange,
    ReporterCheckedIt,
    RoutineIsNotRescheduled,
    SlipNeedsItsReason,
    SplittingNeedsTwoParts,
    SteppingBackNeedsItsReason,
    VerdictIsByTheReporter,
    VerdictIsTooEarly,
)
from domain.register.schedule import Period, Schedule
from projections.register.checks import CHECKS
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
from tests.story import CCO, EDITOR, Asked

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


LAYERS: Final = ("SET_UP", "OPERATED", "EFFECTIVE")
NEEDED: Final = {"CORRECTION": {"SET_UP"}}
"""The layers a kind needs; any other needs all."""
INCIDENTS: Final = tuple(UUID(int=0x1C0 + number) for number in range(3))
CHECKS_SAY: Final = st.builds(
    lambda met, by: Checked(met=frozenset(met), by=frozenset(by)),
    met=st.sampled_from((LAYERS, LAYERS, LAYERS[:1], LAYERS[1:], ())),
    by=st.sampled_from(((), (), (EDITOR,), (CCO,))),
)
"""What the checks of a measure may say."""


class CountermeasureMachine(RecordMachine):
    kind, view = Countermeasure, COUNTERMEASURES
    unshown: ClassVar[frozenset[str]] = frozenset(
        {"reported_done_by", "handed_over", "verdict_is_outdated"}
    )

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.status_reason: str | None = None
        self.questioned: list[UUID] = []

    def neighbour(self, asked: Asked) -> Root:
        return Countermeasure.propose(id=uuid4(), owner=PG, title="隣の対策", **asked)

    @initialize(
        title=LINES.filter(str.strip),
        items=st.lists(LINES.filter(str.strip), max_size=2),
        kind=st.sampled_from((None, "CORRECTION", "CORRECTIVE")),
        continuing=st.sampled_from((None, True, True, False)),
        status=st.sampled_from(LADDER[:2]),
        part_of=st.sampled_from((None, UUID(int=0xA0))),
    )
    def propose(
        self,
        title: str,
        items: list[str],
        kind: str | None,
        continuing: bool | None,
        status: str,
        part_of: UUID | None,
    ) -> None:
        self.begin(
            lambda asked: Countermeasure.propose(
                id=uuid4(),
                owner=MZ,
                title=title,
                items=tuple(items),
                kind=kind,
                continuing=continuing,
                status=status,
                split_from=part_of,
                **asked,
            ),
            owner=MZ,
            categories=(),
            title=line(title),
            items=tuple(map(line, items)),
            kind=kind,
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
            handed_over=None,
            split_from=part_of,
            questioned_by=frozenset(),
        )

    @property
    def shown(self) -> dict[str, Any]:
        department, part_of = self.model["responsible_department"], self.model["split_from"]
        terms: HandOver | None = self.model["handed_over"]
        return super().shown | {
            "items": list(self.model["items"]),
            "responsible_department": department and str(department),
            "status_reason": self.status_reason,
            "wording": None,
            "verdict_outdated": self.model["verdict_is_outdated"],
            "rule": terms and terms.rule,
            "rule_version": terms and terms.rule_version,
            "routine_department": terms and terms.department and str(terms.department),
            "handed_over_decision": terms and terms.decision,
            "split_from": part_of and str(part_of),
            "questioned_by": list(map(str, self.questioned)),
            "rounds": len(self.questioned),
        }

    @property
    def is_split(self) -> bool:
        return bool(self.model["status"] == "SPLIT")

    def _unless_split(self, refused: type[Refusal] | None = None, **changes: Any) -> Any:
        """What a change of a split measure is refused with, unless it changes nothing."""
        same = all(self.model[name] == value for name, value in changes.items())
        return CountermeasureIsSplit if self.is_split and not same else refused

    @rule(status=st.sampled_from((*LADDER[2:], *GIVEN_UP, "SPLIT")))
    def propose_what_is_under_way(self, status: str) -> None:
        self.refuse(
            lambda asked: Countermeasure.propose(
                id=uuid4(), owner=MZ, title="甲", status=status, **asked
            ),
            ProposalIsAlreadyUnderWay,
        )

    @rule(title=LINES, items=st.lists(LINES.filter(str.strip), max_size=2))
    def revise(self, title: str, items: list[str]) -> None:
        words: dict[str, Any] = {"title": line(title), "items": tuple(map(line, items))}
        self.step(
            lambda measure, asked: measure.revise(title=title, items=tuple(items), **asked),
            refused=empty(title) or self._unless_split(**words),
            **words,
        )

    @rule(remark=TEXTS, number=st.sampled_from((None, "MZ-1")))
    def annotate(self, remark: str | None, number: str | None) -> None:
        self.step(
            lambda measure, asked: measure.change_remark(remark=remark, **asked),
            refused=self._unless_split(remark=text(remark)),
            remark=text(remark),
        )
        self.step(
            lambda measure, asked: measure.give_number(number=number, **asked),
            refused=self._unless_split(number=number),
            number=number,
        )

    @rule(
        kind=st.sampled_from((None, "CORRECTION", "CORRECTIVE", "？")),
        continuing=st.sampled_from((None, True, True, False)),
    )
    def characterise(self, kind: str | None, continuing: bool | None) -> None:
        before, verdict = self.model["kind"], self.model["verdict"]
        same = (kind, continuing) == (before, self.model["continuing"])
        refused = self._unless_split(kind=kind, continuing=continuing)
        if kind == "？":
            refused = WordIsUnknown
        elif not same and self.model["status"] in LADDER[4:] and continuing is not True:
            refused = OperatingMeasureIsContinuing
        changes: dict[str, Any] = {"kind": kind, "continuing": continuing}
        status = self.model["status"]
        closed = (verdict in FITTING and status in DONE) or status == "HANDED_OVER"
        if not refused and closed and before == "CORRECTION" != kind:
            changes["verdict_is_outdated"] = True
        self.step(
            lambda measure, asked: measure.characterise(kind=kind, continuing=continuing, **asked),
            refused=refused,
            **changes,
        )

    @rule(party=st.sampled_from((MZ, PG)), department=st.sampled_from((None, UUID(int=5))))
    def assign(self, party: int, department: UUID | None) -> None:
        answers: dict[str, Any] = {"responsible_party": party, "responsible_department": department}
        self.step(
            lambda measure, asked: measure.assign(party=party, department=department, **asked),
            refused=self._unless_split(**answers),
            **answers,
        )

    @rule(
        after=st.sampled_from((*LADDER, *LADDER[2:5], *GIVEN_UP, "SPLIT")),
        reason=TEXTS,
        checks=CHECKS_SAY,
        elsewhere=st.booleans(),
        by=PEOPLE,
    )
    def report_progress(
        self, after: str, reason: str | None, checks: Checked, elsewhere: bool, by: UUID
    ) -> None:
        before, verdict = self.model["status"], self.model["verdict"]
        refused = self._not_that_way(before, after, text(reason))
        same = after == before and text(reason) in (None, self.status_reason)
        if not refused and not same:
            if after == "HANDED_OVER" and not elsewhere:
                refused = HandingOverNamesItsRule
            elif after in DONE and by in checks.by:
                refused = ReporterCheckedIt
        changes: dict[str, Any] = {"status": after}
        if not refused and not same:
            self.status_reason = text(reason)
            changes["handed_over"] = None
            if after in DONE:
                changes["reported_done_by"] = self.model["reported_done_by"] | {by}
            if after not in FITTING.get(verdict, (after,)):
                changes["verdict_is_outdated"] = True
        self.step(
            lambda measure, asked: measure.report_progress(
                status=after,
                reason=reason,
                checked=checks,
                decided_elsewhere=elsewhere,
                **asked,
            ),
            refused=refused,
            by=by,
            recorded=not same,
            **changes,
        )

    def _not_that_way(self, before: str, after: str, why: str | None) -> type[Refusal] | None:
        if after == before and why in (None, self.status_reason):
            return None
        if before == "SPLIT":
            return CountermeasureIsSplit
        if after == "SPLIT":
            return ProgressDoesNotSplit
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

    def _lacking(self, checks: Checked) -> type[Refusal] | None:
        needed = NEEDED.get(self.model["kind"] or "", set(LAYERS))
        return None if needed <= checks.met else ClosingNeedsItsChecks

    @rule(
        rule=LINES,
        department=st.sampled_from((None, UUID(int=5))),
        decision=LINES,
        checks=CHECKS_SAY,
        by=PEOPLE,
    )
    def hand_over(
        self, rule: str, department: UUID | None, decision: str, checks: Checked, by: UUID
    ) -> None:
        before = self.model["status"]
        terms = HandOver(department, line(rule), None, None, line(decision))
        refused = empty(rule) or empty(decision)
        if not refused and terms != self.model["handed_over"]:
            if before != "HANDED_OVER":
                refused = self._not_that_way(before, "HANDED_OVER", "移行")
            if not refused and by in checks.by:
                refused = ReporterCheckedIt
            refused = refused or self._lacking(checks)
            if not refused:
                self.status_reason = None
        self.step(
            lambda measure, asked: measure.hand_over(
                department=department, rule=rule, decision=decision, checked=checks, **asked
            ),
            refused=refused,
            by=by,
            status="HANDED_OVER",
            handed_over=terms,
            reported_done_by=self.model["reported_done_by"]
            | (set() if terms == self.model["handed_over"] else {by}),
        )

    @rule(parts=st.sampled_from((0, 1, 2)), sure=st.sampled_from((False, False, False, True)))
    def split(self, parts: int, sure: bool) -> None:
        refused: type[Refusal] | None = None
        if self.is_split:
            refused = CountermeasureIsSplit
        elif self.model["status"] not in LADDER[:3]:
            refused = OnlyOpenMeasuresAreSplit
        elif parts < 2:
            refused = SplittingNeedsTwoParts
        elif not sure:
            return  # little can be done with one that was split
        else:
            self.status_reason = None
        self.step(
            lambda measure, asked: measure.split(
                parts=tuple(UUID(int=0xA1 + part) for part in range(parts)), **asked
            ),
            refused=refused,
            status="SPLIT",
        )

    @rule(incident=st.sampled_from(INCIDENTS))
    def question(self, incident: UUID) -> None:
        status, outdated = self.model["status"], self.model["verdict_is_outdated"]
        closed = self.model["verdict"] in FITTING and status in DONE and not outdated
        changes: dict[str, Any] = {}
        refused: type[Refusal] | None = None
        if incident not in self.questioned:
            if status != "HANDED_OVER" and not closed:
                refused = EffectIsNotVerified
            else:
                self.questioned.append(incident)
                changes = {
                    "questioned_by": frozenset(self.questioned),
                    "verdict": "FOLLOW_UP",
                    "verdict_reason": None,
                    "verdict_is_outdated": False,
                    "handed_over": None,
                }
                if status == "HANDED_OVER":
                    changes["status"], self.status_reason = "OPERATING", None
        self.step(
            lambda measure, asked: measure.question(incident=incident, **asked),
            refused=refused,
            **changes,
        )

    @rule(
        verdict=st.sampled_from(
            (
                "NONE_YET",
                "FOLLOW_UP",
                "NEEDS_IMPROVEMENT",
                "RESOLVED",
                "RESOLVED",
                "FOLLOW_UP_ENDED",
                "？",
            )
        ),
        reason=TEXTS,
        checks=CHECKS_SAY,
        by=PEOPLE,
    )
    def give_verdict(self, verdict: str, reason: str | None, checks: Checked, by: UUID) -> None:
        known = (self.model["verdict"], self.model["verdict_reason"])
        outdated, status = self.model["verdict_is_outdated"], self.model["status"]
        same = (verdict, text(reason)) == known and not outdated
        refused: type[Refusal] | None = None
        if verdict == "？":
            refused = WordIsUnknown
        elif not same and self.is_split:
            refused = CountermeasureIsSplit
        elif not same and status not in FITTING.get(verdict, (status,)):
            refused = VerdictIsTooEarly
        elif not same and by in self.model["reported_done_by"]:
            refused = VerdictIsByTheReporter
        elif not same and verdict in FITTING and status in DONE:
            refused = self._lacking(checks)
        self.step(
            lambda measure, asked: measure.give_verdict(
                verdict=verdict, reason=reason, checked=checks, **asked
            ),
            refused=refused,
            by=by,
            verdict=verdict,
            verdict_reason=text(reason),
            verdict_is_outdated=False,
        )

    @rule(check=st.sampled_from(INCIDENTS))
    def doubt(self, check: UUID) -> None:
        """What counted as proven is in doubt once a check is not met."""
        status, outdated = self.model["status"], self.model["verdict_is_outdated"]
        closed = self.model["verdict"] in FITTING and status in DONE
        self.step(
            lambda measure, asked: measure.doubt(check=check, **asked),
            verdict_is_outdated=outdated or closed or status == "HANDED_OVER",
        )

    @rule(layer=st.sampled_from(Layer), met=st.booleans())
    def ask_what_it_takes(self, layer: Layer, met: bool) -> None:
        """Whether it may be planned anew, is waited for, and may be looked at."""
        status = self.model["status"]
        ended: type[Refusal] | None = None
        if self.is_split:
            ended = CountermeasureIsSplit
        elif status in GIVEN_UP:
            ended = GivenUpMeasureHasNoDays
        early = status not in DONE and (met or layer != "SET_UP")
        self.step(lambda measure, _: measure.require_awaited(), refused=ended)
        self.step(
            lambda measure, _: measure.require_open(),
            refused=RoutineIsNotRescheduled if status == "HANDED_OVER" else ended,
        )
        self.step(
            lambda measure, _: measure.require_done_for(layer, met=met),
            refused=MeasureIsNotDoneYet if early else None,
        )


class CheckMachine(RecordMachine):
    """A check beside its countermeasure, which is done, judged, questioned and given up meanwhile."""

    kind, view = EffectivenessCheck, CHECKS
    unshown: ClassVar[frozenset[str]] = frozenset({"criterion", "conclusion", "concluded_by"})

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.reason: str | None = None

    def neighbour(self, asked: Asked) -> Root:
        other = Countermeasure.propose(id=uuid4(), owner=PG, title="隣の対策", **asked)
        return EffectivenessCheck.state(
            id=uuid4(), of=other, layer="SET_UP", measure="件数", target="0", on=self.today, **asked
        )

    @initialize(layer=st.sampled_from(LAYERS), baseline=st.sampled_from(("甲", " 甲 ", "なし")))
    def state(self, layer: str, baseline: str) -> None:
        with self.home.log.writing() as work:
            measure = Countermeasure.propose(
                id=uuid4(), owner=MZ, title="対策", continuing=True, by=EDITOR, at=work.now
            )
            work.keep(measure)
        self.measure: UUID = measure.id
        self.round = 0
        self.begin(
            lambda asked: EffectivenessCheck.state(
                id=uuid4(),
                of=measure,
                layer=layer,
                measure="甲",
                baseline=baseline,
                target="乙",
                on=self.today,
                **asked,
            ),
            owner=MZ,
            categories=(),
            countermeasure=self.measure,
            layer=layer,
            round=0,
            criterion=Criterion("甲", line(baseline), "乙"),
            stated_on=self.today,
            conclusion=None,
            concluded_by=frozenset(),
        )

    @property
    def shown(self) -> dict[str, Any]:
        criterion: Criterion = self.model["criterion"]
        found: Conclusion | None = self.model["conclusion"]
        return super().shown | {
            "countermeasure": str(self.measure),
            "measure": criterion.measure,
            "baseline": criterion.baseline,
            "target": criterion.target,
            "stated_on": iso(self.model["stated_on"]),
            "met": found and found.met,
            "result": found and found.result,
            "result_reason": self.reason,
            "checked_on": found and iso(found.on),
        }

    @rule(measure=LINES, goal=LINES, baseline=st.sampled_from((None, "甲", " ")))
    def restate(self, measure: str, goal: str, baseline: str | None) -> None:
        criterion = Criterion(line(measure), line(baseline or "") or None, line(goal))
        refused = empty(measure) or empty(goal)
        changes: dict[str, Any] = {}
        if not refused and criterion != self.model["criterion"]:
            if criterion.baseline is None and self.model["layer"] != "SET_UP":
                refused = BaselineIsMissing
            elif self.model["conclusion"]:
                refused = CriterionHasItsResult
            changes = {"criterion": criterion, "stated_on": self.today}
        self.step(
            lambda check, asked: check.restate(
                measure=measure, target=goal, baseline=baseline, on=self.today, **asked
            ),
            refused=refused,
            **changes,
        )

    @rule(by=PEOPLE, again=st.sampled_from((False, True)))
    def report_done(self, by: UUID, again: bool) -> None:
        """What was concluded in this round by oneself is not reported as done, and back it goes."""
        with self.home.log.writing() as work:
            measure = work.load(Countermeasure, self.measure)
            found = checked([work.load(EffectivenessCheck, self.id)], measure.round)
            here = self.round == self.model["round"]
            assert found.by == (self.model["concluded_by"] if here else frozenset())
            asked = Asked(by=by, at=work.now)
            try:
                measure.report_progress(
                    status="HANDED_OVER", checked=found, decided_elsewhere=True, **asked
                )
                assert measure.status == "HANDED_OVER"
            except ReporterCheckedIt:
                assert by in found.by
            except CountermeasureIsNotTakenUpAgain:
                assert measure.status == "CANCELLED"
            if again and measure.status == "HANDED_OVER":
                measure.question(incident=uuid4(), **asked)
                self.round += 1
            work.keep(measure)

    @rule(status=st.sampled_from(("OPERATING", "OPERATING", "PLANNED", "CANCELLED")))
    def move(self, status: str) -> None:
        """It operates, is to be done after all, or is given up; by somebody who checks nothing."""
        with self.home.log.writing() as work:
            measure = work.load(Countermeasure, self.measure)
            asked = Asked(by=UUID(int=7), at=work.now)
            if measure.status in ("CANCELLED", "HANDED_OVER"):
                measure.report_progress(status="PLANNED", reason="再開", **asked)
            measure.report_progress(status=status, reason="都合", **asked)
            if measure.status == "OPERATING":
                met = Checked(met=frozenset(LAYERS))
                measure.give_verdict(
                    verdict="RESOLVED", checked=met, by=UUID(int=8), at=asked["at"]
                )
            work.keep(measure)

    def _beside(self) -> Countermeasure:
        """Its countermeasure as it now is."""
        with self.home.log.writing() as work:
            return work.load(Countermeasure, self.measure)

    def _too_soon_or_late(self, met: bool, ago: int, day: date) -> type[Refusal] | None:
        status = self._beside().status
        if status == "CANCELLED":
            return GivenUpMeasureHasNoEffect
        if self.round != self.model["round"]:
            return CheckIsOfAnEarlierRound
        if status not in DONE and (met or self.model["layer"] != "SET_UP"):
            return MeasureIsNotDoneYet
        if ago < 0:
            return DayIsInTheFuture
        return CheckIsBeforeItsCriterion if day < self.model["stated_on"] else None

    @rule(
        met=st.booleans(),
        result=TEXTS.filter(lambda one: one is not None),
        reason=TEXTS,
        ago=st.sampled_from((-1, 0, 0, 1, 3)),
        by=PEOPLE,
    )
    def conclude(self, met: bool, result: str, reason: str | None, ago: int, by: UUID) -> None:
        day, why = self.today - timedelta(days=ago), text(reason)
        known: Conclusion | None = self.model["conclusion"]
        found = text(result)
        same = known is not None and (known.met, known.result, known.on) == (met, found, day)
        same = same and why in (None, self.reason)
        refused: type[Refusal] | None = None
        if found is None:
            refused = TextIsEmpty
        elif not same:
            refused = self._too_soon_or_late(met, ago, day)
            if not refused and known is not None and known.met != met and why is None:
                refused = ChangedResultNeedsItsReason
        changes: dict[str, Any] = {}
        if not refused and not same:
            self.reason = why
            at = known.at if known is not None and known.met == met else self.home.clock()
            conclusion = Conclusion(met, found or "", day, why, at)
            changes = {
                "conclusion": conclusion,
                "concluded_by": self.model["concluded_by"] | {by},
            }
        measure = self._beside()
        self.step(
            lambda check, asked: check.conclude(
                of=measure,
                met=met,
                result=result,
                reason=reason,
                day=day,
                on=self.today,
                **asked,
            ),
            refused=refused,
            by=by,
            **changes,
        )
        if changes and not met:
            self._keep_in_doubt(by)

    def _keep_in_doubt(self, by: UUID) -> None:
        """What a check that is not met does to its measure is kept beside it."""
        with self.home.log.writing() as work:
            measure = work.load(Countermeasure, self.measure)
            measure.doubt(check=self.id, by=by, at=work.now)
            proven = measure.status == "HANDED_OVER" or measure.verdict in FITTING
            assert measure.verdict_is_outdated or not (proven and measure.status in DONE)
            work.keep(measure)

    @rule(by=PEOPLE)
    def ask_whether_fit(self, by: UUID) -> None:
        with self.home.log.writing() as work:
            measure = work.load(Countermeasure, self.measure)
        try:
            require_fit_to_check(Actor(by, MZ, ()), measure)
            assert by not in measure.reported_done_by
        except CheckerReportedItDone:
            assert by in measure.reported_done_by


FIRMNESS: Final = ("FIRM", "PLANNED", "TARGET", "NONE")
MARCH, JUNE = date(2023, 3, 31), date(2023, 6, 30)
PERIODS = st.builds(
    Period,
    wording=st.sampled_from(("～2023年3月", "～2023年6月", "2023年度上期", "")),
    written_on=st.sampled_from((date(2023, 2, 17), date(2023, 3, 1))),
    kind=st.sampled_from(("BY", "FROM", "BY", "FROM", "NONE")),
    start=st.sampled_from((None, date(2023, 2, 20), date(2023, 5, 1))),
    due=st.sampled_from((None, MARCH, MARCH, JUNE)),
    certainty=st.sampled_from(FIRMNESS[:3]),
    ambiguous=st.booleans(),
    milestones=st.sampled_from(((), ("2023-03-01 手順書",))),
)


def unordered(period: Period) -> type[Refusal] | None:
    wrong = period.start and period.due and period.due < period.start
    return PeriodEndsBeforeItBegins if wrong else None


def stated(period: Period) -> Period | None:
    """The period, where it says anything."""
    return period if period.wording and period.kind != "NONE" else None


def backwards(before: Period, after: Period) -> bool:
    """Whether a due became later or vaguer, or went."""
    return before.due is not None and (
        after.due is None
        or after.due > before.due
        or (
            after.due == before.due
            and FIRMNESS.index(after.certainty) > FIRMNESS.index(before.certainty)
        )
    )


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


REQUEST: Final = uuid4()


class ScheduleMachine(Machine):
    """The schedule's row is the one of its countermeasure."""

    kind, view = Schedule, COUNTERMEASURES

    def __init__(self, template: Template, home: Home) -> None:
        super().__init__(template, home)
        self.measure = uuid4()
        self.reason: str | None = None
        self.corrected_away: Period | None = None
        """What stood before its due was corrected away: another due is held against it."""
        self.slipped: list[dict[str, Any]] = []
        self.granted: list[str] = []
        self.put_right: list[dict[str, Any]] = []

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
            original=stated(period),
            period=period,
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
            "original_wording": original and original.wording,
            "original_due": original and iso(original.due),
            "slip_count": self.model["slips"],
            "slips": self.slipped,
            "slip_requests": self.granted,
            "correction_count": len(self.put_right),
            "corrections": self.put_right,
            "started_on": iso(self.model["started_on"]),
            "finished_on": iso(self.model["finished_on"]),
            "next_check": iso(self.model["check_day"]),
        }

    unshown: ClassVar[frozenset[str]] = frozenset(
        {"countermeasure", "original", "period", "check_day"}
    )

    @rule(period=PERIODS, reason=TEXTS, request=st.sampled_from((None, REQUEST)))
    def reschedule(self, period: Period, reason: str | None, request: UUID | None) -> None:
        before: Period = self.model["period"]
        same = reading(before) == reading(period)
        slips = backwards(self.corrected_away or before, period)
        refused = unordered(period)
        if not refused and not same and slips and text(reason) is None:
            refused = SlipNeedsItsReason
        if not refused and not same and slips and request is None:
            refused = DueIsMovedByRequest
        if not refused and same:
            refused = self._no_other(reason)
        changes: dict[str, Any] = {}
        if not same:
            changes = {
                "period": period,
                "original": self._original(period),
                "slips": self.model["slips"] + slips,
            }
        self.step(
            lambda schedule, asked: schedule.reschedule(
                period=period, reason=reason, request=request, **asked
            ),
            refused=refused,
            **changes,
        )
        if not same and not refused:
            self.reason, self.corrected_away = text(reason), None
        if slips and not same and not refused:
            self.slipped = [*self.slipped, self._moved(before, period, reason)]
            self.granted = [*self.granted, str(request)]

    def _original(self, period: Period) -> Period | None:
        """The first wording there ever was."""
        original: Period | None = self.model["original"]
        return original or stated(period)

    def _moved(self, before: Period, period: Period, reason: str | None) -> dict[str, Any]:
        return {
            "fromWording": before.wording,
            "toWording": period.wording,
            "fromDue": iso(before.due),
            "toDue": iso(period.due),
            "reason": text(reason),
            "recordedOn": self.row()["changed_at"],
        }

    @rule(period=PERIODS, reason=TEXTS)
    def correct(self, period: Period, reason: str | None) -> None:
        before: Period = self.model["period"]
        refused, changes = unordered(period), dict[str, Any]()
        if not refused and before == period:
            refused = self._no_other(reason)
        elif not refused:
            changes["period"] = period
            if self.model["original"] is None:
                refused = CountermeasureHasNoSchedule
            elif text(reason) is None:
                refused = CorrectionNeedsItsReason
        self.step(
            lambda schedule, asked: schedule.correct(period=period, reason=reason, **asked),
            refused=refused,
            **changes,
        )
        if changes and not refused:
            promised = self.corrected_away or before
            self.corrected_away = promised if period.due is None else None
            told = {"later": backwards(before, period)}
            self.put_right = [*self.put_right, self._moved(before, period, reason) | told]
            self.reason = text(reason)

    def _no_other(self, reason: str | None) -> type[Refusal] | None:
        """Without a change, only the reason that was given is said again."""
        return None if text(reason) in (None, self.reason) else ReasonNeedsAChange

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


def test_an_effectiveness_check(template: Template) -> None:
    run(CheckMachine, template)


def test_a_schedule(template: Template) -> None:
    run(ScheduleMachine, template)
