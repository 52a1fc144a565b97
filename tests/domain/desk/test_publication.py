"""Publications of a desk's statistics: made once, of a period of which nothing was told before."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.desk.clocks import Limit
from domain.desk.publication import StatisticsPublication
from domain.desk.refusals import PeriodIsNotSettled, PeriodWasPublished
from domain.desk.statistics import CHANNELS, Line, Period, Table, Terms
from tests.story import NOON, SUBJECT, TODAY, Asked, happened, rebuilt, then_begun, then_refused

OFFICER = UUID(int=0xDE)
FEBRUARY = Period(date(2023, 2, 1), date(2023, 2, 28))
MARCH = Period(date(2023, 3, 1), date(2023, 3, 31))
TABLE = Table(
    14,
    (Line(("MAY_I_SEE",), 8), Line(("MAY_I_USE", "OTHER"), 6)),
    (Line(CHANNELS, 14),),
)
PUBLISHED = happened(
    StatisticsPublication.Published,
    by=OFFICER,
    owner=2,
    first_day=date(2023, 2, 1),
    last_day=date(2023, 2, 28),
    total=14,
    categories=(("MAY_I_SEE",), ("MAY_I_USE", "OTHER")),
    category_numbers=(8, 6),
    channels=(CHANNELS,),
    channel_numbers=(14,),
)


def publish(
    period: Period = FEBRUARY, *published: Period, table: Table = TABLE
) -> StatisticsPublication:
    terms = Terms(period, published, Limit(20), lambda _: True)
    stated: dict[str, Any] = {"id": SUBJECT, "owner": 2, "terms": terms, "table": table}
    return StatisticsPublication.publish(**stated, on=TODAY, **Asked(by=OFFICER, at=NOON))


def test_what_is_told_stands_in_numbers() -> None:
    then_begun(publish, PUBLISHED)
    nothing: dict[str, Any] = dict.fromkeys(
        ("categories", "category_numbers", "channels", "channel_numbers"), ()
    )
    then_begun(lambda: publish(table=Table(None)), PUBLISHED.but(total=None, **nothing))


def test_it_is_told_when_its_terms_hold() -> None:
    then_refused(lambda: publish(MARCH), PeriodIsNotSettled)
    then_refused(lambda: publish(FEBRUARY, FEBRUARY), PeriodWasPublished)
    then_begun(lambda: publish(FEBRUARY, MARCH), PUBLISHED)


def test_a_publication_knows_its_desk_and_its_period() -> None:
    one = rebuilt(StatisticsPublication, PUBLISHED)
    assert (one.owner, one.period) == (2, FEBRUARY)
