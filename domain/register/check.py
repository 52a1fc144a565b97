"""An effectiveness check (効果検証): whether one layer of a countermeasure is as was said before."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.people.roles import Actor, Role
from domain.refusals import TextIsEmpty
from domain.register.countermeasure import Countermeasure
from domain.register.progress import LOOKED_AT_ONCE_DONE, Checked, Layer
from domain.register.record import (
    REASON,
    Field,
    JudgedFact,
    Record,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
    one_of,
)
from domain.register.refusals import (
    BaselineIsMissing,
    ChangedResultNeedsItsReason,
    CheckerEditsForTheWholeParty,
    CheckerIsOfTheResponsibleDepartment,
    CheckerReportedItDone,
    CheckIsBeforeItsCriterion,
    CheckIsOfAnEarlierRound,
    CriterionHasItsResult,
)
from domain.register.schedule import require_actual

_LAYER: Final = Field("検証の段階", "layer of the check")
_MEASURE: Final = Field("検証の指標", "measure of the check")
_BASELINE: Final = Field("検証前の値", "baseline of the check")
_TARGET: Final = Field("達成とする基準", "target of the check")
_RESULT: Final = Field("検証の結果", "result of the check")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is measured, how it was before, and what counts as met."""

    measure: str
    baseline: str | None
    target: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was found, on which day, and when the register learned it."""

    met: bool
    result: str
    on: date
    reason: str | None
    at: datetime

    def says_the_same_as(self, met: bool, result: str, on: date, reason: str | None) -> bool:
        """Whether this was concluded already; a reason that is left out says no other."""
        same = (met, result, on) == (self.met, self.result, self.on)
        return same and reason in (None, self.reason)


class EffectivenessCheck(Record):
    """One layer of one countermeasure: a criterion stated before, and what was then found."""

    TOPIC = "check"

    class CriterionStated(FirstFact):
        """This is what the layer will be held against."""

        TOPIC = "check.criterion_stated"
        SEALED = ("measure", "baseline", "target")
        owner: int
        countermeasure: UUID
        layer: str
        measure: str
        baseline: str | None
        target: str
        round: int
        stated_on: date
        categories: tuple[str, ...]

    class CriterionRestated(Fact):
        """Nothing was found yet, and it will be held against this instead."""

        TOPIC = "check.criterion_restated"
        SEALED = ("measure", "baseline", "target")
        measure: str
        baseline: str | None
        target: str
        stated_on: date

    class Concluded(Fact):
        """This was found on a day, and the criterion is met or not; the reason says why it is another
        result than before."""

        TOPIC = "check.concluded"
        class_version = 2
        SEALED = ("result", "reason")
        met: bool
        result: str
        on: date
        reason: str | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["reason"] = None

    class Judged(JudgedFact):
        """The information categories of the check are these."""

        TOPIC = "check.judged"

    def __init__(self) -> None:
        super().__init__()
        self.countermeasure = UUID(int=0)
        self.layer = Layer.SET_UP
        self.round = 0
        self.criterion = Criterion("", None, "")
        self.stated_on = date.min
        self.conclusion: Conclusion | None = None
        self.concluded_by: frozenset[UUID] = frozenset()

    @classmethod
    def state(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        of: Countermeasure,
        layer: str,
        measure: str,
        baseline: str | None = None,
        target: str,
        categories: tuple[str, ...] = (),
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """State today (`on`) what a layer of the countermeasure will be held against."""
        of.require_effect()
        looked_at = one_of(Layer, layer, _LAYER)
        criterion = sound(looked_at, measure, baseline, target)
        return cls._create(
            cls.CriterionStated,
            id=id,
            owner=of.owner,
            countermeasure=of.id,
            layer=looked_at.value,
            **asdict(criterion),
            round=of.round,
            stated_on=on,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def restate(
        self,
        *,
        measure: str,
        baseline: str | None,
        target: str,
        on: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Hold the layer against something else, from today (`on`) on; the same changes nothing."""
        if cleaned(measure, baseline, target) == self.criterion:
            return
        criterion = sound(self.layer, measure, baseline, target)
        if self.conclusion is not None:
            raise CriterionHasItsResult()
        self.trigger_event(
            self.CriterionRestated, **asdict(criterion), stated_on=on, by=by, timestamp=at
        )

    def conclude(
        self,
        *,
        of: Countermeasure,
        met: bool,
        result: str,
        reason: str | None = None,
        day: date,
        on: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Say what was found on a day, as of today (`on`); the last conclusion counts.

        What is not met puts the effect of the countermeasure in doubt. Another result than the one
        recorded needs a reason; the same conclusion again changes nothing.
        """
        found, why = clean_text(result, _RESULT), clean_text(reason, REASON)
        if found is None:
            raise TextIsEmpty(**_RESULT.details)
        known = self.conclusion
        if known is not None and known.says_the_same_as(met, found, day, why):
            return
        of.require_effect()
        if of.round != self.round:
            raise CheckIsOfAnEarlierRound()
        of.require_done_for(self.layer, met=met)
        require_actual(day, on)
        if day < self.stated_on:
            raise CheckIsBeforeItsCriterion(day=day, stated=self.stated_on)
        if known is not None and known.met != met and why is None:
            raise ChangedResultNeedsItsReason()
        self.trigger_event(
            self.Concluded, met=met, result=found, on=day, reason=why, by=by, timestamp=at
        )
        if not met:
            of.doubt(check=self.id, by=by, at=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case EffectivenessCheck.CriterionStated():
                self.owner, self.categories = fact.owner, fact.categories
                self.countermeasure, self.round = fact.countermeasure, fact.round
                self.layer = Layer(fact.layer)
                self._hold_against(fact)
            case EffectivenessCheck.CriterionRestated():
                self._hold_against(fact)
            case EffectivenessCheck.Concluded():
                known = self.conclusion
                # The same found in other words is no later finding: another check's may lie between.
                at = known.at if known is not None and known.met == fact.met else fact.timestamp
                self.conclusion = Conclusion(fact.met, fact.result, fact.on, fact.reason, at)
                self.concluded_by |= {fact.by}
            case _:
                super().evolve(fact)

    def _hold_against(self, fact: CriterionStated | CriterionRestated) -> None:
        self.criterion = Criterion(fact.measure, fact.baseline, fact.target)
        self.stated_on = fact.stated_on


def checked(checks: Iterable[EffectivenessCheck], in_round: int) -> Checked:
    """What the checks of a round say together: of each layer the last conclusion counts.

    Of two that the register learned at one instant, the worse one does.
    """
    last: dict[Layer, tuple[datetime, bool]] = {}
    by: frozenset[UUID] = frozenset()
    for check in checks:
        if check.round == in_round and check.conclusion is not None:
            by |= check.concluded_by
            found = (check.conclusion.at, not check.conclusion.met)
            last[check.layer] = max(found, last.get(check.layer, found))
    return Checked(frozenset(layer for layer, (_, unmet) in last.items() if not unmet), by)


def cleaned(measure: str, baseline: str | None, target: str) -> Criterion:
    """A criterion with its texts cleaned."""
    return Criterion(
        measure=clean_line(measure, _MEASURE),
        baseline=clean_line_or_none(baseline, _BASELINE),
        target=clean_line(target, _TARGET),
    )


def sound(layer: Layer, measure: str, baseline: str | None, target: str) -> Criterion:
    """A criterion that a layer may be held against: operation and effect are compared to how it was."""
    criterion = cleaned(measure, baseline, target)
    if criterion.baseline is None and layer in LOOKED_AT_ONCE_DONE:
        raise BaselineIsMissing()
    return criterion


def is_of_the_department(actor: Actor, department: UUID | None) -> bool:
    """Whether somebody holds any role for the department that answers for a measure."""
    return department is not None and any(
        grant.party == actor.party and grant.department == department for grant in actor.grants
    )


def edits_for_the_whole_party(actor: Actor) -> bool:
    """Whether somebody may report progress for each department of the party, and for none."""
    return any(
        grant.party == actor.party and grant.role == Role.EDITOR and grant.department is None
        for grant in actor.grants
    )


def require_fit_to_check(actor: Actor, measure: Countermeasure) -> None:
    """Refuse to let those check an effect who answer for the measure or reported it as done."""
    routine = measure.handed_over
    answering = (measure.responsible_department, routine.department if routine else None)
    if edits_for_the_whole_party(actor):
        raise CheckerEditsForTheWholeParty()
    if any(is_of_the_department(actor, department) for department in answering):
        raise CheckerIsOfTheResponsibleDepartment()
    if actor.member in measure.reported_done_by:
        raise CheckerReportedItDone()
