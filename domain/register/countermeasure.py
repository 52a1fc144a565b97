"""A countermeasure (対策): what is done about causes, by whom, how far, and whether it worked."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.progress import (
    CLOSED_STATUSES,
    CONTINUING_ONLY,
    DONE,
    GIVEN_UP,
    LOOKED_AT_ONCE_DONE,
    PROPOSABLE,
    TAKEN_UP,
    UNCHECKED,
    Checked,
    CountermeasureKind,
    Layer,
    Status,
    Verdict,
    closes,
    is_verified,
    kind_outdates,
    steps_back,
    verdict_fits,
)
from domain.register.record import (
    CODE,
    REASON,
    TITLE,
    Field,
    JudgedFact,
    Record,
    clean_line,
    clean_line_or_none,
    clean_text,
    normalised_categories,
    one_of,
    one_of_or_none,
)
from domain.register.refusals import (
    ClosingNeedsItsChecks,
    CountermeasureIsNotTakenUpAgain,
    CountermeasureIsSplit,
    DepartmentIsOfAnotherParty,
    EffectIsNotVerified,
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
    ReporterCheckedIt,
    RoutineIsNotRescheduled,
    SplittingNeedsTwoParts,
    SteppingBackNeedsItsReason,
    VerdictIsByTheReporter,
    VerdictIsTooEarly,
)

_ITEM: Final = Field("実施項目", "item")
_KIND: Final = Field("対策の種別", "kind of countermeasure")
_REMARK: Final = Field("備考", "remark")
_STATUS: Final = Field("状況", "status")
_VERDICT: Final = Field("評価", "verdict")
_RULE: Final = Field("規程・文書", "rule or document")
_RULE_VERSION: Final = Field("規程・文書の版", "version of the rule")
_DECISION: Final = Field("移行の決定", "decision to hand over")


@dataclass(frozen=True, slots=True)
class HandOver:
    """On what terms a measure became routine: who lives by which rule, and who decided it."""

    department: UUID | None
    rule: str
    rule_version: str | None
    next_check: date | None
    decision: str


class Countermeasure(Record):
    """A countermeasure of a party, on two axes: the implementer's status, the reviewer's verdict.

    Neither moves the other. A status that falls back, or a check that is not met, leaves the verdict
    as given but outdated.
    """

    TOPIC = "countermeasure"

    class Proposed(FirstFact):
        """The party means to do this, or thinks about it; perhaps as a part of a larger measure."""

        TOPIC = "countermeasure.proposed"
        class_version = 2
        SEALED = ("title", "items", "remark")
        owner: int
        title: str
        items: tuple[str, ...]
        kind: str | None
        continuing: bool | None
        responsible_party: int
        responsible_department: UUID | None
        number: str | None
        remark: str | None
        status: str
        categories: tuple[str, ...]
        split_from: UUID | None

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["split_from"] = None

    class Revised(Fact):
        """The countermeasure is described in other words or items."""

        TOPIC = "countermeasure.revised"
        SEALED = ("title", "items")
        title: str
        items: tuple[str, ...]

    class Remarked(Fact):
        """This is remarked about the countermeasure, or nothing any more."""

        TOPIC = "countermeasure.remarked"
        SEALED = ("remark",)
        remark: str | None

    class Characterised(Fact):
        """The countermeasure is of this kind, one-off or continuing."""

        TOPIC = "countermeasure.characterised"
        kind: str | None
        continuing: bool | None

    class Assigned(Fact):
        """This party answers for the countermeasure, and this department of it."""

        TOPIC = "countermeasure.assigned"
        party: int
        department: UUID | None

    class Numbered(Fact):
        """The party calls the countermeasure by this 管理番号, or by none."""

        TOPIC = "countermeasure.numbered"
        number: str | None

    class ProgressReported(Fact):
        """The implementer is this far."""

        TOPIC = "countermeasure.progress_reported"
        SEALED = ("reason",)
        status: str
        reason: str | None

    class HandedOver(Fact):
        """The measure is routine now: this department lives by this rule, by this decision."""

        TOPIC = "countermeasure.handed_over"
        SEALED = ("rule", "rule_version", "decision")
        department: UUID | None
        rule: str
        rule_version: str | None
        next_check: date | None
        decision: str

    class SplitUp(Fact):
        """These parts stand in its place."""

        TOPIC = "countermeasure.split_up"
        parts: tuple[UUID, ...]

    class EffectQuestioned(Fact):
        """An incident repeats what the measure was to prevent: its effect is open again."""

        TOPIC = "countermeasure.effect_questioned"
        incident: UUID
        round: int

    class VerdictGiven(Fact):
        """The reviewer makes this of it."""

        TOPIC = "countermeasure.verdict_given"
        SEALED = ("reason",)
        verdict: str
        reason: str | None

    class VerdictOutdated(Fact):
        """A check found unmet what the verdict, or the hand-over, counted as proven."""

        TOPIC = "countermeasure.verdict_outdated"
        check: UUID

    class Judged(JudgedFact):
        """The information categories of the countermeasure are these."""

        TOPIC = "countermeasure.judged"

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.items: tuple[str, ...] = ()
        self.kind: str | None = None
        self.continuing: bool | None = None
        self.responsible_party = -1
        self.responsible_department: UUID | None = None
        self.number: str | None = None
        self.remark: str | None = None
        self.status = Status.UNDER_CONSIDERATION
        self.status_reason: str | None = None
        self.reported_done_by: frozenset[UUID] = frozenset()
        self.verdict = Verdict.NONE_YET
        self.verdict_reason: str | None = None
        self.verdict_is_outdated = False
        self.handed_over: HandOver | None = None
        self.split_from: UUID | None = None
        self.questioned_by: frozenset[UUID] = frozenset()

    @property
    def round(self) -> int:
        """How often its effect was questioned: checks of earlier rounds no longer count."""
        return len(self.questioned_by)

    @classmethod
    def propose(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        title: str,
        items: tuple[str, ...] = (),
        kind: str | None = None,
        continuing: bool | None = None,
        responsible_party: int | None = None,
        responsible_department: UUID | None = None,
        number: str | None = None,
        remark: str | None = None,
        status: str = Status.UNDER_CONSIDERATION,
        categories: tuple[str, ...] = (),
        split_from: UUID | None = None,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Propose a countermeasure; the owner answers for it unless another party is named."""
        word = one_of(Status, status, _STATUS)
        if word not in PROPOSABLE:
            raise ProposalIsAlreadyUnderWay()
        return cls._create(
            cls.Proposed,
            id=id,
            owner=owner,
            title=clean_line(title, TITLE),
            items=tuple(clean_line(item, _ITEM) for item in items),
            kind=one_of_or_none(CountermeasureKind, kind, _KIND),
            continuing=continuing,
            responsible_party=owner if responsible_party is None else responsible_party,
            responsible_department=responsible_department,
            number=clean_line_or_none(number, CODE),
            remark=clean_text(remark, _REMARK),
            status=word.value,
            categories=normalised_categories(categories),
            split_from=split_from,
            by=by,
            timestamp=at,
        )

    def revise(self, *, title: str, items: tuple[str, ...], by: UUID, at: datetime) -> None:
        """Describe the countermeasure anew; the same words again change nothing."""
        title = clean_line(title, TITLE)
        items = tuple(clean_line(item, _ITEM) for item in items)
        if (title, items) == (self.title, self.items):
            return
        self.require_whole()
        self.trigger_event(self.Revised, title=title, items=items, by=by, timestamp=at)

    def change_remark(self, *, remark: str | None, by: UUID, at: datetime) -> None:
        """Put another remark (備考), or none; the same again changes nothing."""
        remark = clean_text(remark, _REMARK)
        if remark == self.remark:
            return
        self.require_whole()
        self.trigger_event(self.Remarked, remark=remark, by=by, timestamp=at)

    def characterise(
        self, *, kind: str | None, continuing: bool | None, by: UUID, at: datetime
    ) -> None:
        """Say what it is for, and whether it is one-off or continuing; the same changes nothing."""
        kind = one_of_or_none(CountermeasureKind, kind, _KIND)
        if (kind, continuing) == (self.kind, self.continuing):
            return
        self.require_whole()
        if self.status in CONTINUING_ONLY and continuing is not True:
            raise OperatingMeasureIsContinuing()
        self.trigger_event(
            self.Characterised, kind=kind, continuing=continuing, by=by, timestamp=at
        )

    def assign(self, *, party: int, department: UUID | None, by: UUID, at: datetime) -> None:
        """Make a party and its department answer for it; the same again changes nothing."""
        if (party, department) == (self.responsible_party, self.responsible_department):
            return
        self.require_whole()
        self.trigger_event(self.Assigned, party=party, department=department, by=by, timestamp=at)

    def give_number(self, *, number: str | None, by: UUID, at: datetime) -> None:
        """Call the countermeasure by a 管理番号, or by none; the same again changes nothing."""
        number = clean_line_or_none(number, CODE)
        if number == self.number:
            return
        self.require_whole()
        self.trigger_event(self.Numbered, number=number, by=by, timestamp=at)

    def report_progress(
        self,
        *,
        status: str,
        reason: str | None = None,
        checked: Checked = UNCHECKED,
        decided_elsewhere: bool = False,
        by: UUID,
        at: datetime,
    ) -> None:
        """Report how far it is; the same status again changes nothing, unless there is another reason
        to keep while it goes on.

        `decided_elsewhere`: a sheet tells that it was handed over, and need not say on what terms.
        """
        after = one_of(Status, status, _STATUS)
        why = clean_text(reason, REASON)
        if after == self.status and why in (None, self.status_reason):
            return
        self._require_way_to(after, why)
        if after == Status.HANDED_OVER and not decided_elsewhere:
            raise HandingOverNamesItsRule()
        self._require_reporter(by, after, checked)
        self.trigger_event(
            self.ProgressReported, status=after.value, reason=why, by=by, timestamp=at
        )

    def hand_over(
        self,
        *,
        department: UUID | None,
        rule: str,
        rule_version: str | None = None,
        next_check: date | None = None,
        decision: str,
        checked: Checked = UNCHECKED,
        by: UUID,
        at: datetime,
    ) -> None:
        """Make a continuing measure routine, once its effect was checked; the same terms again
        change nothing. What a sheet called handed over is given its terms like this."""
        terms = HandOver(
            department=department,
            rule=clean_line(rule, _RULE),
            rule_version=clean_line_or_none(rule_version, _RULE_VERSION),
            next_check=next_check,
            decision=clean_line(decision, _DECISION),
        )
        if terms == self.handed_over:
            return
        if self.status != Status.HANDED_OVER:
            self._require_way_to(Status.HANDED_OVER, None)
        self._require_reporter(by, Status.HANDED_OVER, checked)
        self._require_checks(checked)
        self.trigger_event(self.HandedOver, **asdict(terms), by=by, timestamp=at)

    def follow(self, *, department: UUID, by: UUID, at: datetime) -> None:
        """Let another department live by the routine: the one that took the receiving one's place."""
        if self.handed_over is not None and self.handed_over.department != department:
            terms = replace(self.handed_over, department=department)
            self.trigger_event(self.HandedOver, **asdict(terms), by=by, timestamp=at)

    def split(self, *, parts: tuple[UUID, ...], by: UUID, at: datetime) -> None:
        """Put its parts in its place, two at least. It then changes no more."""
        self.require_whole()
        if self.status not in TAKEN_UP:
            raise OnlyOpenMeasuresAreSplit(status=self.status)
        if len(set(parts)) < 2:
            raise SplittingNeedsTwoParts()
        self.trigger_event(self.SplitUp, parts=parts, by=by, timestamp=at)

    def question(self, *, incident: UUID, by: UUID, at: datetime) -> None:
        """Open the verified effect again, since an incident repeats the cause; once an incident."""
        if incident in self.questioned_by:
            return
        if not self.may_be_questioned_by(incident):
            raise EffectIsNotVerified()
        self.trigger_event(
            self.EffectQuestioned, incident=incident, round=self.round + 1, by=by, timestamp=at
        )

    def give_verdict(
        self,
        *,
        verdict: str,
        reason: str | None = None,
        checked: Checked = UNCHECKED,
        by: UUID,
        at: datetime,
    ) -> None:
        """Judge the effect; the same verdict again changes nothing, unless it was outdated."""
        word = one_of(Verdict, verdict, _VERDICT)
        why = clean_text(reason, REASON)
        known = self.verdict, self.verdict_reason
        if (word, why) == known and not self.verdict_is_outdated:
            return
        self.require_whole()
        if not verdict_fits(word, self.status):
            raise VerdictIsTooEarly(verdict=word, status=self.status)
        if by in self.reported_done_by:
            raise VerdictIsByTheReporter()
        if closes(word, self.status):
            self._require_checks(checked)
        self.trigger_event(self.VerdictGiven, verdict=word.value, reason=why, by=by, timestamp=at)

    def doubt(self, *, check: UUID, by: UUID, at: datetime) -> None:
        """Outdate the verdict since a check was not met, where the effect counted as proven."""
        if is_verified(self.status, self.verdict, outdated=False) and not self.verdict_is_outdated:
            self.trigger_event(self.VerdictOutdated, check=check, by=by, timestamp=at)

    def may_be_questioned_by(self, incident: UUID) -> bool:
        """Whether an incident can open its effect again, as it has not yet done."""
        verified = is_verified(self.status, self.verdict, outdated=self.verdict_is_outdated)
        return verified and incident not in self.questioned_by

    def require_whole(self) -> None:
        """Refuse what is asked of a measure that was split: its parts stand in its place."""
        if self.status == Status.SPLIT:
            raise CountermeasureIsSplit()

    def require_effect(self) -> None:
        """Refuse to check the effect of what is given up or split."""
        self.require_whole()
        if self.status in GIVEN_UP:
            raise GivenUpMeasureHasNoEffect()

    def require_done_for(self, layer: Layer, *, met: bool) -> None:
        """Refuse to look at a layer, or to find it met, before the measure is reported as done."""
        if (met or layer in LOOKED_AT_ONCE_DONE) and self.status not in DONE:
            raise MeasureIsNotDoneYet()

    def require_awaited(self) -> None:
        """Refuse days of what nobody waits for any more: it is split or given up."""
        self.require_whole()
        if self.status in GIVEN_UP:
            raise GivenUpMeasureHasNoDays()

    def require_open(self) -> None:
        """Refuse another time for what nobody plans any more: split, given up, or routine."""
        self.require_awaited()
        if self.status == Status.HANDED_OVER:
            raise RoutineIsNotRescheduled()

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Countermeasure.Proposed():
                self.owner, self.categories = fact.owner, fact.categories
                self.title, self.items, self.remark = fact.title, fact.items, fact.remark
                self.kind, self.continuing, self.number = fact.kind, fact.continuing, fact.number
                self.responsible_party = fact.responsible_party
                self.responsible_department = fact.responsible_department
                self.status, self.split_from = Status(fact.status), fact.split_from
            case Countermeasure.Revised():
                self.title, self.items = fact.title, fact.items
            case Countermeasure.Remarked():
                self.remark = fact.remark
            case Countermeasure.Characterised():
                self.verdict_is_outdated |= kind_outdates(
                    self.verdict, self.status, before=self.kind, after=fact.kind
                )
                self.kind, self.continuing = fact.kind, fact.continuing
            case Countermeasure.Assigned():
                self.responsible_party = fact.party
                self.responsible_department = fact.department
            case Countermeasure.Numbered():
                self.number = fact.number
            case Countermeasure.ProgressReported():
                self._progress(fact)
            case Countermeasure.HandedOver():
                self.status, self.handed_over = Status.HANDED_OVER, terms_of(fact)
                self.status_reason = None
                self.reported_done_by |= {fact.by}
            case Countermeasure.SplitUp():
                self.status = Status.SPLIT
            case Countermeasure.EffectQuestioned():
                self._open_again(fact)
            case Countermeasure.VerdictGiven():
                self.verdict, self.verdict_reason = Verdict(fact.verdict), fact.reason
                self.verdict_is_outdated = False
            case Countermeasure.VerdictOutdated():
                self.verdict_is_outdated = True
            case _:
                super().evolve(fact)

    def _progress(self, fact: ProgressReported) -> None:
        self.status, self.status_reason = Status(fact.status), fact.reason
        self.handed_over = None
        if self.status in DONE:
            self.reported_done_by |= {fact.by}
        if not verdict_fits(self.verdict, self.status):
            self.verdict_is_outdated = True

    def _open_again(self, fact: EffectQuestioned) -> None:
        self.questioned_by |= {fact.incident}
        self.verdict, self.verdict_reason = Verdict.FOLLOW_UP, None
        self.verdict_is_outdated = False
        self.handed_over = None
        if self.status == Status.HANDED_OVER:
            self.status, self.status_reason = Status.OPERATING, None

    def _require_way_to(self, after: Status, reason: str | None) -> None:
        """Forward by any number of steps; back, out and in again with a reason."""
        before = self.status
        self.require_whole()
        if after == Status.SPLIT:
            raise ProgressDoesNotSplit()
        if before in CLOSED_STATUSES and after not in TAKEN_UP:
            raise CountermeasureIsNotTakenUpAgain(before=before, words=TAKEN_UP)
        if after in CONTINUING_ONLY and self.continuing is not True:
            raise OnlyContinuingMeasuresOperate()
        if reason is None and after in GIVEN_UP:
            raise GivingUpNeedsItsReason()
        if reason is None and steps_back(before, after):
            raise SteppingBackNeedsItsReason(before=before, after=after)

    def _require_reporter(self, reporter: UUID, after: Status, checked: Checked) -> None:
        """Who checked the effect does not vouch for it being done."""
        if after in DONE and reporter in checked.by:
            raise ReporterCheckedIt()

    def _require_checks(self, checked: Checked) -> None:
        """Nothing is closed before each layer its kind needs was checked and found met."""
        lacking = checked.lacks(self.kind)
        if lacking:
            raise ClosingNeedsItsChecks(layers=lacking)


def require_department_of(party: int, owner: int) -> None:
    """Refuse to let a department of one party (its `owner`) answer for another."""
    if owner != party:
        raise DepartmentIsOfAnotherParty()


def terms_of(fact: Countermeasure.HandedOver) -> HandOver:
    """The terms that a hand-over states."""
    return HandOver(
        department=fact.department,
        rule=fact.rule,
        rule_version=fact.rule_version,
        next_check=fact.next_check,
        decision=fact.decision,
    )
