"""An investigation (調査): who or what was asked about which time, and how many answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final, Self, TypedDict
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.refusals import PeriodEndsBeforeItBegins
from domain.register.record import (
    TITLE,
    Field,
    JudgedFact,
    Record,
    Word,
    clean_line_or_none,
    clean_text,
    counted,
    normalised_categories,
    one_of,
    require_come,
)
from domain.register.refusals import MoreRespondentsThanAsked

METHOD: Final = Field("調査方法", "method")
_NOTE: Final = Field("備考", "note")
_FROM: Final = Field("調査対象期間の始まり", "beginning of the period")
_TO: Final = Field("調査対象期間の終わり", "end of the period")
_POPULATION: Final = Field("対象者数", "population")
_RESPONDENTS: Final = Field("回答者数", "number of respondents")


class Method(Word):
    """How one came to know: ログ調査, アンケート, 聞き取り."""

    LOG = "LOG", "ログ調査"
    QUESTIONNAIRE = "QUESTIONNAIRE", "アンケート"
    INTERVIEW = "INTERVIEW", "聞き取り"


class _Plan(TypedDict):
    """What is known of an investigation, as its facts hold it."""

    method: str
    title: str | None
    period_from: date | None
    period_to: date | None
    population: int | None
    respondents: int | None
    note: str | None


class Investigation(Record):
    """An investigation of a party; figures cite it."""

    TOPIC = "investigation"

    class Recorded(FirstFact):
        """The party has investigated, or is doing so."""

        TOPIC = "investigation.recorded"
        SEALED = ("title", "note")
        owner: int
        report: UUID | None
        method: str
        title: str | None
        period_from: date | None
        period_to: date | None
        population: int | None
        respondents: int | None
        note: str | None
        categories: tuple[str, ...]

    class Revised(Fact):
        """The investigation was of another kind, time or size than recorded."""

        TOPIC = "investigation.revised"
        SEALED = ("title", "note")
        method: str
        title: str | None
        period_from: date | None
        period_to: date | None
        population: int | None
        respondents: int | None
        note: str | None

    class Judged(JudgedFact):
        """The information categories of the investigation are these."""

        TOPIC = "investigation.judged"

    def __init__(self) -> None:
        super().__init__()
        self.report: UUID | None = None
        self.method = ""
        self.title: str | None = None
        self.period_from: date | None = None
        self.period_to: date | None = None
        self.population: int | None = None
        self.respondents: int | None = None
        self.note: str | None = None

    @classmethod
    def record(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        report: UUID | None = None,
        method: str,
        title: str | None = None,
        period_from: date | None = None,
        period_to: date | None = None,
        population: int | None = None,
        respondents: int | None = None,
        note: str | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """Record an investigation: its method, the time it looked at, the people asked."""
        plan = _plan(method, title, period_from, period_to, population, respondents, note)
        require_come(period_from, _FROM, at)
        require_come(period_to, _TO, at)
        return cls._create(
            cls.Recorded,
            id=id,
            owner=owner,
            report=report,
            **plan,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def revise(
        self,
        *,
        method: str,
        title: str | None,
        period_from: date | None,
        period_to: date | None,
        population: int | None,
        respondents: int | None,
        note: str | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Describe the investigation anew; the same description again changes nothing."""
        plan = _plan(method, title, period_from, period_to, population, respondents, note)
        if all(getattr(self, name) == detail for name, detail in plan.items()):
            return
        if period_from != self.period_from:
            require_come(period_from, _FROM, at)
        if period_to != self.period_to:
            require_come(period_to, _TO, at)
        self.trigger_event(self.Revised, **plan, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Investigation.Recorded():
                self.owner, self.categories = fact.owner, fact.categories
                self.report = fact.report
                self._describe(fact)
            case Investigation.Revised():
                self._describe(fact)
            case _:
                super().evolve(fact)

    def _describe(self, fact: Recorded | Revised) -> None:
        self.method, self.title, self.note = fact.method, fact.title, fact.note
        self.period_from, self.period_to = fact.period_from, fact.period_to
        self.population, self.respondents = fact.population, fact.respondents


def _plan(
    method: str,
    title: str | None,
    period_from: date | None,
    period_to: date | None,
    population: int | None,
    respondents: int | None,
    note: str | None,
) -> _Plan:
    """The description of an investigation, once its rules hold."""
    if period_from is not None and period_to is not None and period_to < period_from:
        raise PeriodEndsBeforeItBegins(begins=period_from, ends=period_to)
    for number, field in ((population, _POPULATION), (respondents, _RESPONDENTS)):
        if number is not None:
            counted(Decimal(number), field)
    if population is not None and respondents is not None and respondents > population:
        raise MoreRespondentsThanAsked(population=population, respondents=respondents)
    return _Plan(
        method=one_of(Method, method, METHOD).value,
        title=clean_line_or_none(title, TITLE),
        period_from=period_from,
        period_to=period_to,
        population=population,
        respondents=respondents,
        note=clean_text(note, _NOTE),
    )
