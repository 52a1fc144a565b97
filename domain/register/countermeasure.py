"""A countermeasure (対策): what is done about causes, by whom, how far, and whether it worked."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
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
    CountermeasureIsNotTakenUpAgain,
    GivingUpNeedsItsReason,
    OnlyContinuingMeasuresOperate,
    OperatingMeasureIsContinuing,
    ProposalIsAlreadyUnderWay,
    SteppingBackNeedsItsReason,
    VerdictIsByTheReporter,
    VerdictIsTooEarly,
)

_ITEM: Final = Field("実施項目", "item")
_KIND: Final = Field("対策の種別", "kind of countermeasure")
_REMARK: Final = Field("備考", "remark")
_STATUS: Final = Field("状況", "status")
_VERDICT: Final = Field("評価", "verdict")


class CountermeasureKind(StrEnum):
    """What it is for: 修正, 是正処置, 予防処置 (ISO 9000)."""

    CORRECTION = "CORRECTION"
    CORRECTIVE = "CORRECTIVE"
    PREVENTIVE = "PREVENTIVE"


class Status(StrEnum):
    """How far the implementer is, in the order of progress; the last two give it up."""

    UNDER_CONSIDERATION = "UNDER_CONSIDERATION"
    PLANNED = "PLANNED"
    IN_PROGRESS = "IN_PROGRESS"
    IMPLEMENTED = "IMPLEMENTED"
    OPERATING = "OPERATING"
    HANDED_OVER = "HANDED_OVER"
    CANCELLED = "CANCELLED"
    RISK_ACCEPTED = "RISK_ACCEPTED"


class Verdict(StrEnum):
    """What the reviewer makes of it: －, 継続フォロー, 要改善, 解決, フォロー終了."""

    NONE_YET = "NONE_YET"
    FOLLOW_UP = "FOLLOW_UP"
    NEEDS_IMPROVEMENT = "NEEDS_IMPROVEMENT"
    RESOLVED = "RESOLVED"
    FOLLOW_UP_ENDED = "FOLLOW_UP_ENDED"


PROPOSABLE: Final = (Status.UNDER_CONSIDERATION, Status.PLANNED)
TAKEN_UP: Final = (Status.UNDER_CONSIDERATION, Status.PLANNED, Status.IN_PROGRESS)
DONE: Final = frozenset({Status.IMPLEMENTED, Status.OPERATING, Status.HANDED_OVER})
"""There is something that can have an effect."""
CONTINUING_ONLY: Final = frozenset({Status.OPERATING, Status.HANDED_OVER})
GIVEN_UP: Final = frozenset({Status.CANCELLED, Status.RISK_ACCEPTED})
CLOSED_STATUSES: Final = GIVEN_UP | {Status.HANDED_OVER}
"""The implementer reports no more. An implemented one-off is not among them: its effect is not
yet judged, and it may still fall back."""

_PROGRESS: Final = tuple(status for status in Status if status not in GIVEN_UP)


class Countermeasure(Record):
    """A countermeasure of a party, on two axes: the implementer's status, the reviewer's verdict.

    Neither moves the other. A status that falls back leaves the verdict as given but outdated.
    """

    TOPIC = "countermeasure"

    class Proposed(FirstFact):
        """The party means to do this, or thinks about it."""

        TOPIC = "countermeasure.proposed"
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

    class VerdictGiven(Fact):
        """The reviewer makes this of it."""

        TOPIC = "countermeasure.verdict_given"
        SEALED = ("reason",)
        verdict: str
        reason: str | None

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
        self.reported_done_by: frozenset[UUID] = frozenset()
        self.verdict = Verdict.NONE_YET
        self.verdict_reason: str | None = None
        self.verdict_is_outdated = False

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
            by=by,
            timestamp=at,
        )

    def revise(self, *, title: str, items: tuple[str, ...], by: UUID, at: datetime) -> None:
        """Describe the countermeasure anew; the same words again change nothing."""
        title = clean_line(title, TITLE)
        items = tuple(clean_line(item, _ITEM) for item in items)
        if (title, items) != (self.title, self.items):
            self.trigger_event(self.Revised, title=title, items=items, by=by, timestamp=at)

    def change_remark(self, *, remark: str | None, by: UUID, at: datetime) -> None:
        """Put another remark (備考), or none; the same again changes nothing."""
        remark = clean_text(remark, _REMARK)
        if remark != self.remark:
            self.trigger_event(self.Remarked, remark=remark, by=by, timestamp=at)

    def characterise(
        self, *, kind: str | None, continuing: bool | None, by: UUID, at: datetime
    ) -> None:
        """Say what it is for, and whether it is one-off or continuing; the same changes nothing."""
        kind = one_of_or_none(CountermeasureKind, kind, _KIND)
        if (kind, continuing) == (self.kind, self.continuing):
            return
        if self.status in CONTINUING_ONLY and continuing is not True:
            raise OperatingMeasureIsContinuing()
        self.trigger_event(
            self.Characterised, kind=kind, continuing=continuing, by=by, timestamp=at
        )

    def assign(self, *, party: int, department: UUID | None, by: UUID, at: datetime) -> None:
        """Make a party and its department answer for it; the same again changes nothing."""
        if (party, department) != (self.responsible_party, self.responsible_department):
            self.trigger_event(
                self.Assigned, party=party, department=department, by=by, timestamp=at
            )

    def give_number(self, *, number: str | None, by: UUID, at: datetime) -> None:
        """Call the countermeasure by a 管理番号, or by none; the same again changes nothing."""
        number = clean_line_or_none(number, CODE)
        if number != self.number:
            self.trigger_event(self.Numbered, number=number, by=by, timestamp=at)

    def report_progress(
        self, *, status: str, reason: str | None = None, by: UUID, at: datetime
    ) -> None:
        """Report how far it is; the same status again changes nothing."""
        after = one_of(Status, status, _STATUS)
        why = clean_text(reason, REASON)
        if after == self.status:
            return
        self._require_way_to(after, why)
        self.trigger_event(
            self.ProgressReported, status=after.value, reason=why, by=by, timestamp=at
        )

    def give_verdict(
        self, *, verdict: str, reason: str | None = None, by: UUID, at: datetime
    ) -> None:
        """Judge the effect; the same verdict again changes nothing, unless it was outdated."""
        word = one_of(Verdict, verdict, _VERDICT)
        why = clean_text(reason, REASON)
        known = self.verdict, self.verdict_reason
        if (word, why) == known and not self.verdict_is_outdated:
            return
        if not verdict_fits(word, self.status):
            raise VerdictIsTooEarly(verdict=word.value, status=self.status.value)
        if by in self.reported_done_by:
            raise VerdictIsByTheReporter()
        self.trigger_event(self.VerdictGiven, verdict=word.value, reason=why, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Countermeasure.Proposed():
                self.owner, self.categories = fact.owner, fact.categories
                self.title, self.items, self.remark = fact.title, fact.items, fact.remark
                self.kind, self.continuing, self.number = fact.kind, fact.continuing, fact.number
                self.responsible_party = fact.responsible_party
                self.responsible_department = fact.responsible_department
                self.status = Status(fact.status)
            case Countermeasure.Revised():
                self.title, self.items = fact.title, fact.items
            case Countermeasure.Remarked():
                self.remark = fact.remark
            case Countermeasure.Characterised():
                self.kind, self.continuing = fact.kind, fact.continuing
            case Countermeasure.Assigned():
                self.responsible_party = fact.party
                self.responsible_department = fact.department
            case Countermeasure.Numbered():
                self.number = fact.number
            case Countermeasure.ProgressReported():
                self._progress(fact)
            case Countermeasure.VerdictGiven():
                self.verdict, self.verdict_reason = Verdict(fact.verdict), fact.reason
                self.verdict_is_outdated = False
            case _:
                super().evolve(fact)

    def _progress(self, fact: ProgressReported) -> None:
        self.status = Status(fact.status)
        if self.status in DONE:
            self.reported_done_by |= {fact.by}
        if not verdict_fits(self.verdict, self.status):
            self.verdict_is_outdated = True

    def _require_way_to(self, after: Status, reason: str | None) -> None:
        """Forward by any number of steps; back, out and in again with a reason."""
        before = self.status
        if before in CLOSED_STATUSES and after not in TAKEN_UP:
            raise CountermeasureIsNotTakenUpAgain(before=before.value, words=TAKEN_UP)
        if after in CONTINUING_ONLY and self.continuing is not True:
            raise OnlyContinuingMeasuresOperate()
        if reason is None and after in GIVEN_UP:
            raise GivingUpNeedsItsReason()
        if reason is None and steps_back(before, after):
            raise SteppingBackNeedsItsReason(before=before.value, after=after.value)


def is_open(status: str) -> bool:
    """Whether the implementer still has to report: not handed over, cancelled or risk accepted."""
    return status not in CLOSED_STATUSES


def steps_back(before: Status, after: Status) -> bool:
    """Whether progress goes back, as it does when what was given up is taken up again."""
    if before in GIVEN_UP:
        return True
    return after in _PROGRESS and _PROGRESS.index(after) < _PROGRESS.index(before)


def verdict_fits(verdict: str, status: str) -> bool:
    """Whether the verdict may stand beside the status.

    Resolved needs something done; follow-up also ends for what was given up.
    """
    match verdict:
        case Verdict.RESOLVED:
            return status in DONE
        case Verdict.FOLLOW_UP_ENDED:
            return status in DONE | GIVEN_UP
        case _:
            return True
