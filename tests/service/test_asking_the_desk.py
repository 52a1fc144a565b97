"""`sekisho ask desk-…`: the desk's saved questions of a running service, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from commands.desk import custody, tickets
from service import house
from tests.desks import handle, logged, open_the_desk
from tests.houses import Home
from tests.service.test_asking import Ask, ask, cells
from tests.service.test_workers import Served, serving

__all__ = ["ask"]


@pytest.fixture
def served(home: Home) -> Iterator[Served]:
    """A service with a desk: one ticket waits for an answer and for the custodian, one is only taken down."""
    home.clock.now = house.system_clock()
    open_the_desk(home)
    first = logged(
        home, question="他社の画面を[見て]よいか", received_on=home.today - timedelta(days=9)
    )
    handle(
        home,
        "MZ intake",
        tickets.assess_ticket,
        ticket=first,
        assessment="POSSIBLE_BREACH",
        handlers=(home.people["MZ handler"],),
    )
    handle(home, "MZ handler", tickets.take_message, ticket=first, text="昨日も出ました")
    handle(home, "MZ handler", custody.ask_for_identity, ticket=first, reason="折り返すため")
    logged(home, question="住所を使ってよいか", channel="MAIL", category="MAY_I_USE")
    with serving(home) as running:
        yield running


def test_the_desks_tickets_are_tables(home: Home, served: Served, ask: Ask) -> None:
    token = home.house.tokens.issue(
        home.people["MZ handler"], at=home.clock(), valid=timedelta(hours=1)
    )
    told = ask("desk-open", url=served.url, token=token)[1]
    assert told.startswith("終結していない相談\n") and told.endswith("2 / 2 件\n")
    columns = cells(told)
    assert columns[2] == "利用・提供してよいか未分類" and columns[5] == "違反の疑い"
    assert "他社の画面を[見て]よいか" in columns[6] and "MZhandler" in columns[7]
    due = cells(ask("desk-due")[1])
    assert due[2] == "受領の通知" * 2 and due[4] == "-27", "the one that ran out comes first"
    waiting = cells(ask("desk-waiting")[1])
    assert (waiting[4], waiting[5]) == ("連絡", "昨日も出ました")
    english = ask("desk-open", "--lang", "en")[1]
    assert english.startswith("Tickets that are not concluded\n")
    assert {"possiblebreach", "mayiuseunjudged"} <= set(cells(english))
    for name in ("desk-designations", "desk-reads"):
        assert "該当はありません" in ask(name)[1], "for the custodian alone"
    assert cells(ask("desk-requests")[1])[4] == "折り返すため", "one's own"


def test_the_custodians_questions_are_tables(home: Home, served: Served, ask: Ask) -> None:
    officer, custodian = (
        home.house.tokens.issue(home.people[who], at=home.clock(), valid=timedelta(hours=1))
        for who in ("MZ intake", "MZ custodian")
    )
    ask("desk-open", url=served.url, token=officer)
    requests = cells(ask("desk-requests", token=custodian)[1])
    assert (requests[1], requests[2], requests[6]) == ("身元の開封", "MZhandler", "申請中")
    names, parties, deputies, basis, *_ = cells(ask("desk-designations")[1])
    assert names.count("MZ") == 3 and parties.count("EXT") == 1
    assert deputies == "○" and basis.count("指定書") == 3 and "契約書" in basis
    reads = cells(ask("desk-reads")[1])
    assert reads[1] == "MZintake" * 2 and reads[4] == ""
    english = cells(ask("desk-requests", "--lang", "en")[1])
    assert (english[1], english[6]) == ("openidentity", "asked")
    for name in ("desk-open", "desk-due", "desk-waiting"):
        assert "該当はありません" in ask(name)[1], "a custodian sees no ticket"


def test_everybody_else_is_answered_as_by_an_empty_desk(served: Served, ask: Ask) -> None:
    for name in (
        *("desk-open", "desk-due", "desk-waiting"),
        *("desk-requests", "desk-designations", "desk-reads"),
    ):
        status, told, _ = ask(name, url=served.url, token=served.token)
        assert status == 0 and told.endswith("該当はありません。\n"), name
