"""The desk's statistics over GraphQL: published by whoever works there, read by everybody of its party."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http import build_app
from commands.desk import custody, tickets
from service.refilling import refill_desk
from tests.api.stage import SCHEMA
from tests.api.test_desk import AtTheDesk
from tests.desks import desk_of, handle, logged, open_the_desk
from tests.houses import Home

TABLE = """firstDay lastDay total told toldEn categories { categories number told toldEn }
    channels { channels number told toldEn }"""
STATISTICS = f"{{ deskStatistics {{ id publishedOn {TABLE} }} }}"
PREVIEW = f"""query ($f: Date!, $l: Date!) {{ statisticsPreview(firstDay: $f, lastDay: $l) {{ __typename
    ... on StatisticsPreview {{ {TABLE} }} ... on Refusal {{ message messageEn }} }} }}"""
PUBLISH = f"""mutation ($i: PublishStatisticsInput!) {{ publishStatistics(input: $i) {{ __typename
    ... on DeskStatistics {{ id publishedOn {TABLE} }} ... on Refusal {{ message messageEn }} }} }}"""
FEBRUARY = ("2023-02-01", "2023-02-28")
DAY = timedelta(days=1)
MARCH = ("2023-03-01", "2023-03-31")
REST = ["I_SAW", "SYSTEM", "CONDUCT", "HARASSMENT", "UNJUDGED", "OTHER"]


class InNumbers(AtTheDesk):
    """The desk, asked for its numbers."""

    def publish(
        self, who: str = "MZ handler", period: Iterable[str] = FEBRUARY, **given: Any
    ) -> Any:
        first, last = period
        self._keys += 1
        named = {"idempotencyKey": str(self._keys), "firstDay": first, "lastDay": last} | given
        return self.ask(who, PUBLISH, i=named)["publishStatistics"]

    def preview(self, who: str = "MZ handler", period: Iterable[str] = FEBRUARY) -> Any:
        first, last = period
        return self.ask(who, PREVIEW, f=first, l=last)["statisticsPreview"]

    def told(self, who: str) -> Any:
        return self.ask(who, STATISTICS)["deskStatistics"]

    def received(
        self, number: int, category: str = "MAY_I_SEE", channel: str = "PHONE"
    ) -> list[str]:
        return [
            logged(self.home, category=category, channel=channel, received_on=date(2023, 2, 17))
            for _ in range(number)
        ]

    def settle(self) -> None:
        """Until what came in February is judged."""
        self.home.clock.pass_by(days=32)


@pytest.fixture
def at(home: Home) -> InNumbers:
    open_the_desk(home)
    return InNumbers(home)


def lines(told: Any) -> list[tuple[list[str], int]]:
    return [
        (one.get("categories") or one["channels"], one["number"])
        for one in (*told["categories"], *told["channels"])
    ]


def without(told: Any, *names: str) -> Any:
    return {name: value for name, value in told.items() if name not in ("__typename", *names)}


def test_what_came_is_told_to_everybody_of_the_party_and_nobody_else(at: InNumbers) -> None:
    at.received(9)
    at.received(6, "MAY_I_USE", "MAIL")
    at.received(3, "SYSTEM", "PAGE")
    at.received(2, "CONDUCT")
    at.settle()
    foreseen = at.preview()
    assert all(at.told(who) == [] for who in ("MZ member", "MZ handler")), (
        "nothing is told by looking"
    )
    told = at.publish()
    assert told["__typename"] == "DeskStatistics"
    assert without(told, "id", "publishedOn") == without(foreseen)
    assert (told["total"], told["told"], told["toldEn"]) == (20, "20件", "20")
    assert told["categories"][0]["told"] == "閲覧してよいか：9件"
    assert told["channels"][-1]["told"] == "対面、メール・文書、受付ページ：9件"
    assert told["channels"][-1]["toldEn"] == "counter, mail, page: 9"
    assert told["publishedOn"] == at.home.today.isoformat()
    assert lines(told) == [
        (["MAY_I_SEE"], 9),
        (["MAY_I_USE"], 6),
        (REST, 5),
        (["PHONE"], 11),
        (["COUNTER", "MAIL", "PAGE"], 9),
    ]
    for who in ("MZ member", "MZ cco", "MZ undesignated", "MZ intake"):
        assert at.told(who) == [without(told)], who
    for who in ("MZ custodian", "HD administrator", "HD member", "PG intake", "EXT deputy"):
        assert at.told(who) == [], who


def test_fewer_than_five_are_told_as_such(at: InNumbers) -> None:
    at.received(4)
    at.settle()
    told = at.publish()
    assert (told["total"], told["told"], told["toldEn"]) == (None, "5件未満", "fewer than 5")
    assert told["categories"] == told["channels"] == []


def test_what_one_officer_sees_taken_away_nothing_is_left(at: InNumbers) -> None:
    """Reports, and what is about somebody of the desk, are not counted: nobody there learns of them."""
    counted = at.received(12)
    report, about_one, about_us = at.received(3)
    handlers = [at.home.people["MZ handler"]]
    handle(
        at.home,
        "MZ handler",
        tickets.assess_ticket,
        ticket=report,
        assessment="WHISTLEBLOWING",
        handlers=handlers,
    )
    other = at.home.people["MZ other handler"]
    handle(at.home, "MZ handler", tickets.name_person, ticket=about_one, name="乙", member=other)
    handle(at.home, "MZ handler", tickets.name_person, ticket=about_us, name="当社", party="MZ")
    at.settle()
    for who in ("MZ intake", "MZ handler", "MZ other handler"):
        assert at.preview(who)["total"] == len(counted)
    assert len(at.codes("MZ handler")) == 14
    assert len(at.codes("MZ other handler")) == 12, "all that is told, and no trace of the rest"
    assert at.publish("MZ other handler")["total"] == 12


def test_nor_for_those_who_worked_there_or_will(at: InNumbers) -> None:
    about_former, *_ = at.received(8)
    member = at.home.people["MZ undesignated"]
    handle(
        at.home, "MZ handler", tickets.name_person, ticket=about_former, name="丙", member=member
    )
    at.settle()
    assert at.preview()["total"] == 8
    later: dict[str, Any] = {"member": member, "basis": "指定書", "since": date(2024, 1, 1)}
    handle(at.home, "MZ custodian", custody.designate_officer, **later)
    assert at.preview()["total"] == 7


def test_a_period_is_told_once_and_not_restated(at: InNumbers) -> None:
    moved, *_ = at.received(6)
    at.settle()
    told = at.publish()
    march = date(2023, 3, 15)
    handle(at.home, "MZ handler", tickets.describe_ticket, ticket=moved, received_on=march)
    for _ in range(5):
        logged(at.home, received_on=march)
    logged(at.home, received_on=date(2023, 2, 20))
    at.home.clock.pass_by(days=60)
    for period in (FEBRUARY, ("2023-02-01", "2023-03-31"), ("2022-04-01", "2023-03-31")):
        refused = at.publish(period=period)
        assert refused["__typename"] == "PeriodWasPublished"
        assert "2023-02-01から2023-02-28まで" in refused["message"]
        assert at.preview(period=period)["__typename"] == "PeriodWasPublished"
    later = at.publish(period=MARCH)
    assert later["total"] == 5, "each ticket is told of once"
    assert at.told("MZ member") == [without(later), without(told)]


def test_the_same_request_publishes_once(at: InNumbers) -> None:
    at.received(5)
    at.settle()
    first, again = (at.publish(idempotencyKey="spring") for _ in range(2))
    assert first == again and len(at.told("MZ member")) == 1
    other = at.publish(period=MARCH, idempotencyKey="spring")
    assert other["__typename"] == "KeyWasUsedForAnotherInput"


@pytest.mark.parametrize(
    ("period", "refusal", "says"),
    [
        (("2023-02-28", "2023-02-01"), "PeriodEndsBeforeItBegins", "2023-02-28"),
        (("2023-02-01", "2023-02-27"), "PeriodIsNotWhole", "月の末日"),
        (("2023-02-02", "2023-02-28"), "PeriodIsNotWhole", "first day"),
        (FEBRUARY, "PeriodIsNotSettled", "2023-03-21"),
        (MARCH, "PeriodIsNotOver", "2023-03-31"),
        (("9999-12-01", "9999-12-31"), "PeriodIsNotOver", "9999-12-31"),
    ],
)
def test_a_period_that_is_no_such_is_refused_with_what_to_do(
    at: InNumbers, period: tuple[str, str], refusal: str, says: str
) -> None:
    at.received(5)
    at.home.clock.pass_by(days=20)
    for refused in (at.publish(period=period), at.preview(period=period)):
        assert refused["__typename"] == refusal
        assert says in refused["message"] + refused["messageEn"]
    assert at.told("MZ member") == []


def test_it_takes_a_standing_designation_at_ones_own_desk(at: InNumbers) -> None:
    at.received(7)
    deputy = at.home.people["MZ undesignated"]
    at.settle()
    for who, refusal in (
        ("MZ undesignated", "NotDesignated"),
        ("EXT deputy", "NotDesignated"),
        ("MZ cco", "NotPermitted"),
        ("MZ custodian", "NotPermitted"),
        ("HD administrator", "NotPermitted"),
        ("HD member", "NotPermitted"),
    ):
        assert at.publish(who)["__typename"] == at.preview(who)["__typename"] == refusal, who
    given: dict[str, Any] = {"member": deputy, "basis": "代行", "deputy": True}
    handle(at.home, "MZ custodian", custody.designate_officer, **given)
    assert at.publish("MZ undesignated")["__typename"] == "NotDesignated", "a deputy stands in"
    theirs = at.publish("PG intake")
    assert (theirs["total"], at.told("PG member")) == (None, [without(theirs)])
    assert at.told("MZ member") == []
    assert at.publish("MZ intake")["total"] == 7, "each desk for itself"


def test_rows_filled_anew_say_the_same(at: InNumbers) -> None:
    moved, *_ = at.received(6)
    at.settle()
    at.publish()
    handle(
        at.home, "MZ handler", tickets.describe_ticket, ticket=moved, received_on=date(2023, 3, 3)
    )
    before = at.told("MZ member")
    log = desk_of(at.home).log
    with log.engine.connect().execution_options(writes=True) as connection, connection.begin():
        refill_desk(log, connection)
    assert at.told("MZ member") == before
    at.home.clock.pass_by(days=60)
    assert at.preview(period=MARCH)["total"] is None


def test_numbers_stand_in_the_log_and_no_id_of_a_ticket_beside_them(at: InNumbers) -> None:
    made = at.received(6)
    at.settle()
    at.publish()
    file = at.home.house.settings.desk_file
    if file is None:
        pytest.skip("on PostgreSQL the log is no file of ours")
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT state FROM desk_facts WHERE topic LIKE 'statistics_publication%'"
        [(state,)] = connection.execute(query).fetchall()
    assert b'"total":6' in state
    assert not any(one.encode() in state for one in made)


def test_without_a_desk_there_is_nothing_to_tell(at: InNumbers) -> None:
    house = at.home.house
    token = house.tokens.issue(at.home.people["MZ handler"], at=at.home.clock(), valid=DAY)
    client = TestClient(build_app(house.office, house.tokens, SCHEMA, desk=None))
    first, last = FEBRUARY
    asked = {"query": PREVIEW, "variables": {"f": first, "l": last}}
    heads = {"Authorization": f"Bearer {token}"}
    told = client.post("/graphql", json=asked, headers=heads).json()["data"]
    assert told["statisticsPreview"]["__typename"] == "DeskIsNotSetUp"
    told = client.post("/graphql", json={"query": STATISTICS}, headers=heads).json()["data"]
    assert told == {"deskStatistics": []}
