"""A figure (件数等): one number as stated, with what it counts, over what, and how one knows."""

from datetime import datetime
from decimal import Decimal
from typing import Final, Self
from uuid import UUID

from domain.kernel import Fact, FirstFact
from domain.register.investigation import METHOD, Method
from domain.register.record import (
    REASON,
    Field,
    JudgedFact,
    Record,
    Word,
    clean_line,
    clean_text,
    counted,
    normalised_categories,
    one_of_or_none,
)
from domain.register.refusals import (
    FigureIsRestated,
    FigureRestatesItself,
    RestatementNeedsItsReason,
    WholeFigureNamesIncidents,
    WholeFigureNeedsItsReport,
)

_LABEL: Final = Field("判明した事案", "label")
_MEASURE: Final = Field("項目", "measure")
_VALUE: Final = Field("値", "value")
_UNIT: Final = Field("単位", "unit")
_BASE: Final = Field("母数", "base")
_BREAKDOWN: Final = Field("内訳", "breakdown")


class Breakdown(Word):
    """Whose people a figure counts, where a paper tells them apart."""

    OWN_STAFF = "OWN_STAFF", "当社"
    CONTRACTOR = "CONTRACTOR", "委託先"


class Figure(Record):
    """A figure stands as it was stated; a better one restates it and says why.

    Figures of people are never added: one person may stand behind several.
    """

    TOPIC = "figure"

    class Stated(FirstFact):
        """The party has stated this number.

        `base` is what a percentage refers to; `distinct` says whether each is counted once (実) or
        each time (延べ), where that is known; `about` that it is approximate (約); `multiple` that
        several answers were allowed; `whole` that it covers the whole report.
        """

        TOPIC = "figure.stated"
        SEALED = ("label", "reason")
        owner: int
        report: UUID | None
        label: str
        measure: str
        value: Decimal
        unit: str
        base: Decimal | None
        breakdown: str | None
        distinct: bool | None
        about: bool
        multiple: bool
        method: str | None
        investigation: UUID | None
        incidents: tuple[UUID, ...]
        whole: bool
        restates: UUID | None
        reason: str | None
        categories: tuple[str, ...]

    class Restated(Fact):
        """A newer figure stands in the place of this one."""

        TOPIC = "figure.restated"
        by_figure: UUID

    class Judged(JudgedFact):
        """The information categories of the figure are these."""

        TOPIC = "figure.judged"

    def __init__(self) -> None:
        super().__init__()
        self.stated: Figure.Stated | None = None
        self.restated_by: UUID | None = None

    @classmethod
    def state(
        cls,
        *,
        id: UUID,  # noqa: A002 -- the library's own word
        owner: int,
        report: UUID | None = None,
        label: str,
        measure: str,
        value: Decimal,
        unit: str,
        base: Decimal | None = None,
        breakdown: str | None = None,
        distinct: bool | None = None,
        about: bool = False,
        multiple: bool = False,
        method: str | None = None,
        investigation: UUID | None = None,
        incidents: tuple[UUID, ...] = (),
        whole: bool = False,
        restates: UUID | None = None,
        reason: str | None = None,
        categories: tuple[str, ...] = (),
        by: UUID,
        at: datetime,
    ) -> Self:
        """State a figure about incidents, about none by name, or over the whole report."""
        why = clean_text(reason, REASON)
        if whole and incidents:
            raise WholeFigureNamesIncidents()
        if whole and report is None:
            raise WholeFigureNeedsItsReport()
        if restates == id:
            raise FigureRestatesItself()
        if restates is not None and why is None:
            raise RestatementNeedsItsReason()
        return cls._create(
            cls.Stated,
            id=id,
            owner=owner,
            report=report,
            label=clean_line(label, _LABEL),
            measure=clean_line(measure, _MEASURE),
            value=counted(value, _VALUE),
            unit=clean_line(unit, _UNIT),
            base=None if base is None else counted(base, _BASE),
            breakdown=one_of_or_none(Breakdown, breakdown, _BREAKDOWN),
            distinct=distinct,
            about=about,
            multiple=multiple,
            method=one_of_or_none(Method, method, METHOD),
            investigation=investigation,
            incidents=tuple(dict.fromkeys(incidents)),
            whole=whole,
            restates=restates,
            reason=why,
            categories=normalised_categories(categories),
            by=by,
            timestamp=at,
        )

    def restated(self, *, by_figure: UUID, by: UUID, at: datetime) -> None:
        """Give way to a newer figure; the same one again changes nothing."""
        if by_figure == self.restated_by:
            return
        if self.restated_by is not None:
            raise FigureIsRestated()
        if by_figure == self.id:
            raise FigureRestatesItself()
        self.trigger_event(self.Restated, by_figure=by_figure, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Figure.Stated():
                self.owner, self.categories, self.stated = fact.owner, fact.categories, fact
            case Figure.Restated():
                self.restated_by = fact.by_figure
            case _:
                super().evolve(fact)
