"""How the operator states where the service is reached, and how often it may be asked."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from api.edge.edge import ADDRESS_RATE, MEMBER_RATE, Edge
from api.edge.rates import BURST
from api.edge.wrong import RequestIsWrong
from service.edge import edge_of
from service.settings import SettingIsWrong
from tests.houses import Home
from tests.service.test_workers import serving


def burst(edge: Edge, *, address: bool = False) -> int:
    """How many plain questions at once are answered."""
    buckets = edge.addresses if address else edge.members
    assert buckets is not None
    paid = 0
    while paid < 100_000:
        try:
            buckets.pay("a", 1)
        except RequestIsWrong:
            break
        paid += 1
    return paid


def test_unless_something_is_stated_it_answers_under_local_names_and_bounds_the_rate() -> None:
    edge = edge_of({})
    assert edge.origins.knows("localhost:8000") and not edge.origins.knows("sekisho.example")
    assert not edge.origins.over_tls
    assert MEMBER_RATE * BURST <= burst(edge) < MEMBER_RATE * (BURST + 1)
    assert ADDRESS_RATE * BURST <= burst(edge, address=True) < ADDRESS_RATE * (BURST + 1)


def test_the_addresses_that_are_stated_are_its_names_too() -> None:
    origins = edge_of(
        {"SEKISHO_ORIGINS": "https://Sekisho.example, https://s.example:8443"}
    ).origins
    assert origins.stated == {"https://sekisho.example", "https://s.example:8443"}
    assert origins.over_tls
    assert origins.knows("s.example:8443") and not origins.knows("s.example")
    assert not edge_of({"SEKISHO_ORIGINS": "http://s.example, https://t.example"}).origins.over_tls


@pytest.mark.parametrize(
    "text",
    [
        "sekisho.example",
        "https://sekisho.example/",
        "https://*",
        "ftp://a",
        "https://a b",
        "https://",
    ],
)
def test_an_address_that_cannot_be_one_is_told_with_an_example(text: str) -> None:
    with pytest.raises(SettingIsWrong, match=r"https://sekisho\.example"):
        edge_of({"SEKISHO_ORIGINS": text})


def test_the_rate_is_stated_switched_off_and_shared_by_processes() -> None:
    assert burst(edge_of({"SEKISHO_RATE": "7"})) == 7 * BURST
    assert burst(edge_of({"SEKISHO_RATE": "8", "SEKISHO_WORKERS": "4"})) == 2 * BURST
    off = edge_of({"SEKISHO_RATE": "off"})
    assert off.members is None and off.addresses is None
    for text in ("0", "-1", "much", "nan", "inf", "1e9"):
        with pytest.raises(SettingIsWrong, match="SEKISHO_RATE"):
            edge_of({"SEKISHO_RATE": text})


@pytest.mark.sqlite_only("the same on any database")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_running_service_sends_away_who_asks_too_often(
    home: Home, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("SEKISHO_RATE", "2")
    monkeypatch.setenv("SEKISHO_ORIGINS", "https://sekisho.example")
    with serving(home, "--workers", workers) as service:
        request = urllib.request.Request(
            f"{service.url}/graphql",
            data=json.dumps({"query": "{ me { name } }"}).encode(),
            headers={
                "Authorization": f"Bearer {service.token}",
                "Content-Type": "application/json",
                "Host": "sekisho.example",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.headers["strict-transport-security"]
        with pytest.raises(urllib.error.HTTPError) as told:
            for _ in range(200):
                with urllib.request.urlopen(request, timeout=30):
                    pass
        with told.value as refused:
            assert refused.code == 429 and int(refused.headers["retry-after"]) >= 1


@pytest.mark.sqlite_only("the same on any database")
def test_a_wrong_setting_is_said_before_anything_is_served(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEKISHO_RATE", "much")
    with pytest.raises(AssertionError, match="SEKISHO_RATE"), serving(home):
        pass


@pytest.mark.sqlite_only("the same on any database")
def test_behind_a_proxy_each_address_is_told_apart(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEKISHO_RATE", "1")
    with serving(home) as service:

        def guess(address: str) -> int:
            request = urllib.request.Request(
                f"{service.url}/graphql",
                data=b"{}",
                headers={"Authorization": "Bearer x", "X-Forwarded-For": address},
            )
            with pytest.raises(urllib.error.HTTPError) as told:
                urllib.request.urlopen(request, timeout=30)
            told.value.close()
            return told.value.code

        assert 429 in [guess("192.0.2.1") for _ in range(20)]
        assert guess("192.0.2.2") == 401
        assert guess("203.0.113.9, 192.0.2.1") == 429, "the proxy's own word is the last one"
