"""A requirement (報告徴収・勧告・命令・監査指摘・委員会意見): what an authority wants of a party, and what was submitted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple, Self, TypedDict
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.clocks import ReportClock, days_of_clock
from domain.register.record import (
    REASON,
    TITLE,
    Field,
    JudgedFact,
    Record,
    Word,
    clean_line,
    clean_text,
    normalised_categories,
    one_of,
    one_of_or_none,
    require_come,
)
from domain.register.refusals import (
    DayIsBeforeReceipt,
    RequirementHasNoSuchItem,
    RequirementIsOver,
    RequirementNamesNoItem,
    SubmissionNamesNoItem,
)

_KIND: Final = Field("要求の種別", "kind of requirement")
_AUTHORITY: Final = Field("発出元", "authority")
_ITEM: Final = Field("要求事項", "item")
_RECEIVED: Final = Field("受領日", "day it was received")
_DUE: Final = Field("期限", "due")
_ITEM_DUE: Final = Field("項目の期限", "due of the item")
_CLOCK: Final = Field("報告期限の種別", "clock of reports")
_CLOCK_FROM: Final = Field("起算日", "day the clock runs from")
_FIRST_DUE: Final = Field("第1報の期限", "due of the first report")
_FINAL_DUE: Final = Field("最終報の期限", "due of the final report")
_STAGE: Final = Field("報告の段階", "stage of the report")
_SUBMITTED: Final = Field("提出日", "day it was submitted")
_STATUS_DATE: Final = Field("基準日", "status date")
_ASKED: Final = Field("追加要求日", "day it was asked")
_ENDED: Final = Field("終了日", "day it ended")
_OUTCOME: Final = Field("終了の種別", "kind of end")
_NOTE: Final = Field("提出内容の要旨", "note on the submission")


class RequirementKind(Word):
    """Who wants something in which form: 報告徴収, 勧告, 命令, 監査指摘, 委員会意見."""

    INFORMATION_REQUEST = "INFORMATION_REQUEST", "報告徴収"
    RECOMMENDATION = "RECOMMENDATION", "勧告"
    ORDER = "ORDER", "命令"
    AUDIT_FINDING = "AUDIT_FINDING", "監査指摘"
    COMMITTEE_OPINION = "COMMITTEE_OPINION", "委員会意見"


class RequirementStatus(Word):
    """Whether the duty to report stands."""

    OPEN = "OPEN", "対応中"
    NO_FURTHER_REPORTS = "NO_FURTHER_REPORTS", "追加報告不要"
    WITHDRAWN = "WITHDRAWN", "要求の取下げ"


class Outcome(Word):
    """How the duty ended: nothing more is to be reported, or the authority took it back."""

    NO_FURTHER_REPORTS = "NO_FURTHER_REPORTS", "追加報告不要"
    WITHDRAWN = "WITHDRAWN", "要求の取下げ"


class Stage(Word):
    """Which report a submission is."""

    FIRST = "FIRST", "第1報（速報）"
    FOLLOW_UP = "FOLLOW_UP", "追加報告"
    FINAL = "FINAL", "最終報（確報）"


class Item(NamedTuple):
    """One thing wanted: in words, by when if that was said, and since when it is wanted."""

    text: str
    due: date | None
    asked_on: date


class _Terms(TypedDict):
    """What is told of a requirement, as its facts hold it."""

    kind: str
    authority: str
    title: str
    received_on: date
    due: date | None
    clock: str | None
    clock_from: date | None
    first_due: date | None
    final_due: date | None
    items: tuple[str, ...]
    item_dues: tuple[date | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A requirement as somebody tells it; `items` are texts with their own dues."""

    kind: str
    authority: str
    title: str
    received_on: date
    due: date | None = None
    clock: str | None = None
    clock_from: date | None = None
    first_due: date | None = None
    final_due: date | None = None
    items: tuple[tuple[str, date | None], ...] = ()


class Requirement(Record):
    """What a party was asked by somebody who may ask, item by item, until no more is to be reported.

    Items and submissions are numbered from 1 and never taken away. What answers an item are records of
    the party's own, named by id: whoever sees the requirement sees those of them that they may.
    """

    TOPIC = "requirement"

    class Received(FirstFact):
        """The party was told what is wanted of it."""

        TOPIC = "requirement.received"
        SEALED = ("authority", "title", "items")
        owner: int
        kind: str
        authority: str
        title: str
        received_on: date
        due: date | None
        clock: str | None
        clock_from: date | None
        first_due: date | None
        final_due: date | None
        items: tuple[str, ...]
        item_dues: tuple[date | None, ...]
        categories: tuple[str, ...]

    class Revised(Fact):
        """What is wanted was written down wrongly, or is wanted by another day."""

        TOPIC = "requirement.revised"
        SEALED = ("authority", "title", "items")
        kind: str
        authority: str
        title: str
        received_on: date
        due: date | None
        clock: str | None
        clock_from: date | None
        first_due: date | None
        final_due: date | None
        items: tuple[str, ...]
        item_dues: tuple[date | None, ...]

    class FollowedUp(Fact):
        """The authority asked further questions: these items are new."""

        TOPIC = "requirement.followed_up"
        SEALED = ("items",)
        asked_on: date
        items: tuple[str, ...]
        item_dues: tuple[date | None, ...]

    class Answered(Fact):
        """These records, and no others, answer the item."""

        TOPIC = "requirement.answered"
        item: int
        records: tuple[UUID, ...]
        kinds: tuple[str, ...]

    class Submitted(Fact):
        """The party handed this in, about these items, as things stood on the status date."""

        TOPIC = "requirement.submitted"
        SEALED = ("note",)
        number: int
        stage: str
        submitted_on: date
        status_date: date
        answering: tuple[int, ...]
        note: str | None
        records: tuple[UUID, ...]
        kinds: tuple[str, ...]

    class Ended(Fact):
        """The duty to report is over; what is being done about it goes on."""

        TOPIC = "requirement.ended"
        SEALED = ("reason",)
        outcome: str
        ended_on: date
        reason: str | None

    class Judged(JudgedFact):
        """The information categories of the requirement are these."""

        TOPIC = "requirement.judged"

    def __init__(self) -> None:
        super().__init__()
        self.terms: Mapping[str, object] = {}
        self.items: tuple[Item, ...] = ()
        self.begun = 0
        self.received_on = date.min
        self.answers: dict[int, dict[UUID, str]] = {}
        self.submitted: frozenset[int] = frozenset()
        self.submissions: tuple[date, ...] = ()
        self.ended_on: date | None = None

    @classmethod
    def receive(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        told: Told,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Write down what is wanted of the party; a clock says by when what it does not say itself."""
        return cls._create(
            cls.Received,
            id=id,
            owner=owner,
            **_terms(told, (told.received_on,) * len(told.items), at),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(self, *, told: Told, by: UUID, at: datetime) -> None:
        """Tell it anew, with as many items as there are; the same again changes nothing."""
        assert len(told.items) == len(self.items), "items are neither added nor taken away here"
        terms = _terms(told, self._asked(told.received_on), at)
        if terms == self.terms:
            return
        self._require_open()
        for day in self.submissions:
            _require_not_before(day, told.received_on, _SUBMITTED)
        for item in self.items[self.begun :]:
            _require_not_before(item.asked_on, told.received_on, _ASKED)
        self.trigger_event(self.Revised, **terms, by=by, timestamp=at)

    def follow_up(
        self,
        *,
        asked_on: date,
        items: tuple[tuple[str, date | None], ...],
        by: UUID,
        at: datetime,
    ) -> None:
        """Write down what the authority asked further: new items, numbered on."""
        self._require_open()
        require_come(asked_on, _ASKED, at)
        _require_not_before(asked_on, self.received_on, _ASKED)
        texts, dues = _sound_items(items, (asked_on,) * len(items))
        self.trigger_event(
            self.FollowedUp, asked_on=asked_on, items=texts, item_dues=dues, by=by, timestamp=at
        )

    def answer(
        self,
        *,
        item: int,
        add: Mapping[UUID, str],
        remove: tuple[UUID, ...] = (),
        by: UUID,
        at: datetime,
    ) -> None:
        """Say which records answer an item: these more, each with its kind, and those no longer.

        Who names one that is named already, or takes away one that is not, changes nothing. The duty
        may be over: what is done about it goes on.
        """
        self._require_items((item,))
        known = self.answers.get(item, {})
        now = {one: kind for one, kind in (known | dict(add)).items() if one not in remove}
        if now.keys() != known.keys():
            self.trigger_event(
                self.Answered,
                item=item,
                records=tuple(now),
                kinds=tuple(now.values()),
                by=by,
                timestamp=at,
            )

    def submit(
        self,
        *,
        stage: str,
        submitted_on: date,
        status_date: date | None = None,
        answering: tuple[int, ...] | None = None,
        note: str | None = None,
        records: Mapping[UUID, str],
        by: UUID,
        at: datetime,
    ) -> int:
        """Hand something in and get its number; without `answering`, all items still waiting for it.

        `records` are what was handed in, each with its kind. Handed in again, it is another one.
        """
        self._require_open()
        items = self.waiting if answering is None else tuple(sorted(set(answering)))
        if not items:
            raise SubmissionNamesNoItem()
        self._require_items(items)
        require_come(submitted_on, _SUBMITTED, at)
        _require_not_before(submitted_on, self.received_on, _SUBMITTED)
        require_come(status_date, _STATUS_DATE, at)
        number = len(self.submissions) + 1
        self.trigger_event(
            self.Submitted,
            number=number,
            stage=one_of(Stage, stage, _STAGE).value,
            submitted_on=submitted_on,
            status_date=status_date or submitted_on,
            answering=items,
            note=clean_text(note, _NOTE),
            records=tuple(records),
            kinds=tuple(records.values()),
            by=by,
            timestamp=at,
        )
        return number

    def end(
        self, *, outcome: str, ended_on: date, reason: str | None = None, by: UUID, at: datetime
    ) -> None:
        """Say that no more is to be reported, or that the authority took it back."""
        self._require_open()
        require_come(ended_on, _ENDED, at)
        _require_not_before(ended_on, self.received_on, _ENDED)
        self.trigger_event(
            self.Ended,
            outcome=one_of(Outcome, outcome, _OUTCOME).value,
            ended_on=ended_on,
            reason=clean_text(reason, REASON),
            by=by,
            timestamp=at,
        )

    @property
    def waiting(self) -> tuple[int, ...]:
        """The numbers of the items that no submission is about."""
        return tuple(n for n in range(1, len(self.items) + 1) if n not in self.submitted)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Requirement.Received():
                self.owner, self.categories = fact.owner, fact.categories
                self.items = tuple(_items(fact, fact.received_on))
                self.begun = len(self.items)
                self._tell(fact)
            case Requirement.Revised():
                asked = self._asked(fact.received_on)
                told = zip(fact.items, fact.item_dues, asked, strict=True)
                self.items = tuple(Item(*one) for one in told)
                self._tell(fact)
            case Requirement.FollowedUp():
                self.items = (*self.items, *_items(fact, fact.asked_on))
                texts, dues = zip(*(one[:2] for one in self.items), strict=True)
                self.terms = {**self.terms, "items": texts, "item_dues": dues}
            case Requirement.Answered():
                self.answers[fact.item] = dict(zip(fact.records, fact.kinds, strict=True))
            case Requirement.Submitted():
                self.submitted |= set(fact.answering)
                self.submissions = (*self.submissions, fact.submitted_on)
            case Requirement.Ended():
                self.ended_on = fact.ended_on
            case _:
                super().evolve(fact)

    def _tell(self, fact: "Requirement.Received | Requirement.Revised") -> None:
        self.received_on = fact.received_on
        self.terms = {name: getattr(fact, name) for name in _Terms.__annotations__}

    def _asked(self, received_on: date) -> tuple[date, ...]:
        """The day on which each item was asked, if the first ones were received that day."""
        followed = (item.asked_on for item in self.items[self.begun :])
        return (*(received_on,) * self.begun, *followed)

    def _require_open(self) -> None:
        if self.ended_on is not None:
            raise RequirementIsOver(day=self.ended_on)

    def _require_items(self, numbers: tuple[int, ...]) -> None:
        unknown = tuple(n for n in numbers if not 1 <= n <= len(self.items))
        if unknown:
            raise RequirementHasNoSuchItem(
                named=tuple(map(str, unknown)), first=1, last=len(self.items)
            )


def _items(fact: Requirement.Received | Requirement.FollowedUp, asked_on: date) -> Iterator[Item]:
    for text, due in zip(fact.items, fact.item_dues, strict=True):
        yield Item(text, due, asked_on)


def _terms(told: Told, asked: tuple[date, ...], at: datetime) -> _Terms:
    """What is told of a requirement, once its rules hold; a clock fills in the days left open."""
    received, clock = told.received_on, one_of_or_none(ReportClock, told.clock, _CLOCK)
    require_come(received, _RECEIVED, at)
    require_come(told.clock_from, _CLOCK_FROM, at)
    begins = told.clock_from or received
    first_due, final_due = days_of_clock(clock, begins)
    first_due, final_due = told.first_due or first_due, told.final_due or final_due
    _require_not_before(told.due, received, _DUE)
    _require_not_before(told.first_due, begins, _FIRST_DUE)
    _require_not_before(told.final_due, begins, _FINAL_DUE)
    texts, dues = _sound_items(told.items, asked)
    return _Terms(
        kind=one_of(RequirementKind, told.kind, _KIND).value,
        authority=clean_line(told.authority, _AUTHORITY),
        title=clean_line(told.title, TITLE),
        received_on=received,
        due=told.due,
        clock=clock,
        clock_from=told.clock_from,
        first_due=first_due,
        final_due=final_due,
        items=texts,
        item_dues=dues,
    )


def _sound_items(
    items: tuple[tuple[str, date | None], ...], asked: tuple[date, ...]
) -> tuple[tuple[str, ...], tuple[date | None, ...]]:
    """The texts and dues of items, none due before it was asked."""
    if not items:
        raise RequirementNamesNoItem()
    for (_, due), day in zip(items, asked, strict=True):
        _require_not_before(due, day, _ITEM_DUE)
    return tuple(clean_line(text, _ITEM) for text, _ in items), tuple(due for _, due in items)


def _require_not_before(day: date | None, received: date, field: Field) -> None:
    if day is not None and day < received:
        raise DayIsBeforeReceipt(day=day, since=received, **field.details)
