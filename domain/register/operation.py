"""An operation record (運用記録): what is done again and again, how often, and with what result."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Self, TypedDict
from uuid import UUID

from domain.calendar import months_after
from domain.kernel import Fact, FirstFact
from domain.refusals import PeriodEndsBeforeItBegins
from domain.register.record import (
    TITLE,
    Field,
    JudgedFact,
    Record,
    Word,
    clean_line,
    clean_text,
    counted,
    normalised_categories,
    one_of,
)
from domain.register.refusals import NothingIsCheckedNext, OperationIsStillToCome

_KIND: Final = Field("運用の種別", "kind of operation")
_PLANNED: Final = Field("予定数", "number planned")
_DONE: Final = Field("実施数", "number done")
_PEOPLE: Final = Field("人数", "number of people")
_RESULT: Final = Field("結果", "result")


class OperationKind(Word):
    """What is done again and again.

    研修, 理解度確認, 点検・モニタリング, 委託先の監督, 開発時の確認, 起動時・利用時のID確認, 監査, その他.
    A training and a check of what was understood are two: who attended may not have passed.
    """

    TRAINING = "TRAINING", "研修"
    COMPREHENSION_CHECK = "COMPREHENSION_CHECK", "理解度確認"
    MONITORING = "MONITORING", "点検・モニタリング"
    CONTRACTOR_SUPERVISION = "CONTRACTOR_SUPERVISION", "委託先の監督"
    DEVELOPMENT_GATE = "DEVELOPMENT_GATE", "開発時の確認"
    ID_CHECK = "ID_CHECK", "起動時・利用時のID確認"
    AUDIT = "AUDIT", "監査"
    OTHER = "OTHER", "その他"


class _Account(TypedDict):
    """What is told of an operation, as its facts hold it."""

    kind: str
    title: str
    period_from: date
    period_to: date
    planned: int | None
    done: int | None
    people: int | None
    result: str | None


class OperationRecord(Record):
    """What a party did in a period, and which countermeasures that shows to operate."""

    TOPIC = "operation"

    class Recorded(FirstFact):
        """The party has done this in the period, or means to."""

        TOPIC = "operation.recorded"
        SEALED = ("title", "result")
        owner: int
        kind: str
        title: str
        period_from: date
        period_to: date
        planned: int | None
        done: int | None
        people: int | None
        result: str | None
        countermeasures: tuple[UUID, ...]
        categories: tuple[str, ...]

    class Revised(Fact):
        """The operation was another, at another time, or went otherwise than recorded."""

        TOPIC = "operation.revised"
        SEALED = ("title", "result")
        kind: str
        title: str
        period_from: date
        period_to: date
        planned: int | None
        done: int | None
        people: int | None
        result: str | None

    class Judged(JudgedFact):
        """The information categories of the operation record are these."""

        TOPIC = "operation.judged"

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.title = ""
        self.period_from = self.period_to = date.min
        self.planned: int | None = None
        self.done: int | None = None
        self.people: int | None = None
        self.result: str | None = None
        self.countermeasures: tuple[UUID, ...] = ()

    @classmethod
    def record(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        kind: str,
        title: str,
        period_from: date,
        period_to: date,
        planned: int | None = None,
        done: int | None = None,
        people: int | None = None,
        result: str | None = None,
        countermeasures: tuple[UUID, ...] = (),
        categories: tuple[str, ...] = (),
        on: date,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Record what was done, or is planned, in a period, as of today (`on`)."""
        account = _account(kind, title, period_from, period_to, planned, done, people, result, on)
        return cls._create(
            cls.Recorded,
            id=id,
            owner=owner,
            **account,
            countermeasures=tuple(dict.fromkeys(countermeasures)),
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        kind: str,
        title: str,
        period_from: date,
        period_to: date,
        planned: int | None,
        done: int | None,
        people: int | None,
        result: str | None,
        on: date,
        by: UUID,
        at: datetime,
    ) -> None:
        """Tell the operation anew; the same again changes nothing."""
        account = _account(kind, title, period_from, period_to, planned, done, people, result, on)
        if any(getattr(self, name) != detail for name, detail in account.items()):
            self.trigger_event(self.Revised, **account, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case OperationRecord.Recorded():
                self.owner, self.categories = fact.owner, fact.categories
                self.countermeasures = fact.countermeasures
                self._tell(fact)
            case OperationRecord.Revised():
                self._tell(fact)
            case _:
                super().evolve(fact)

    def _tell(self, fact: Recorded | Revised) -> None:
        self.kind, self.title, self.result = fact.kind, fact.title, fact.result
        self.period_from, self.period_to = fact.period_from, fact.period_to
        self.planned, self.done, self.people = fact.planned, fact.done, fact.people


def next_check_after(period_from: date, period_to: date) -> date | None:
    """When what was done over a period falls due again: after its end, as long as it lasted.

    Whole months count as months: 1 April to 30 June leads to 30 September, and 16 April to 15 May
    to 15 June. None where the calendar ends before that.
    """
    try:
        follows = period_to + timedelta(days=1)
        months = (follows.year - period_from.year) * 12 + follows.month - period_from.month
        if months_after(period_from, months) == follows:
            return months_after(period_from, 2 * months) - timedelta(days=1)
        return period_to + (follows - period_from)
    except (ValueError, OverflowError):
        return None


def check_day_after(
    period_from: date,
    period_to: date,
    *,
    done: int | None,
    stated: date | None,
    check_day: date | None,
    on: date,
) -> date | None:
    """The check day of a continuing measure that was shown to operate over a period.

    It is the day stated, else the one that follows from the period, but never before the day
    already set. What is only planned, from a day after today (`on`), moves nothing by itself, and
    nor does what was not done at all (`done` is 0, not left open).
    """
    if stated is not None or period_from > on or done == 0:
        return stated or check_day
    days = (check_day, next_check_after(period_from, period_to))
    return max((day for day in days if day is not None), default=None)


def require_something_checked(stated: date | None, *, continuing: bool) -> None:
    """Refuse a next check day where no measure has one."""
    if stated is not None and not continuing:
        raise NothingIsCheckedNext()


def _account(
    kind: str,
    title: str,
    period_from: date,
    period_to: date,
    planned: int | None,
    done: int | None,
    people: int | None,
    result: str | None,
    on: date,
) -> _Account:
    """What is told of an operation, once its rules hold. More may be done than was planned."""
    if period_to < period_from:
        raise PeriodEndsBeforeItBegins(begins=period_from, ends=period_to)
    for number, field in ((planned, _PLANNED), (done, _DONE), (people, _PEOPLE)):
        if number is not None:
            counted(Decimal(number), field)
    told = clean_text(result, _RESULT)
    if (done or told) and period_from > on:
        raise OperationIsStillToCome(begins=period_from)
    return _Account(
        kind=one_of(OperationKind, kind, _KIND).value,
        title=clean_line(title, TITLE),
        period_from=period_from,
        period_to=period_to,
        planned=planned,
        done=done,
        people=people,
        result=told,
    )
