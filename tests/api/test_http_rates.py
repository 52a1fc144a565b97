"""How often and how many at once: buckets that fill steadily, doors that few pass, and time limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from threading import Event
from uuid import uuid4

import anyio
import pytest
from starlette.testclient import TestClient

from api.edge.doors import Doors
from api.edge.edge import Edge
from api.edge.rates import BURST, MOST_KEPT, Buckets, place
from api.edge.wrong import RequestIsWrong
from api.http import build_app
from tests.api.stage import SCHEMA, Stage

QUERY = {"query": "{ me { name } }"}


@dataclass
class Seconds:
    """A clock that stands."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def client_of(stage: Stage, edge: Edge) -> TestClient:
    return TestClient(build_app(stage.house.office, stage.house.tokens, SCHEMA, edge))


def as_member(stage: Stage, party: str = "MZ") -> dict[str, str]:
    return {"Authorization": f"Bearer {stage.token(stage.who(party))}"}


def refused(buckets: Buckets, key: str, price: float = 1) -> int:
    """After how many seconds to come back."""
    with pytest.raises(RequestIsWrong) as wrong:
        buckets.pay(key, price)
    assert wrong.value.status == 429
    return int(wrong.value.headers["Retry-After"])


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Seconds()
    buckets = Buckets(2, clock)
    for _ in range(2 * BURST):
        buckets.pay("a", 1)
    assert refused(buckets, "a") == 1
    buckets.pay("b", 1)
    clock.now += 1
    buckets.pay("a", 1)
    buckets.pay("a", 1)
    assert refused(buckets, "a") == 1
    assert refused(buckets, "a", 5) == 3
    clock.now += 1_000_000
    for _ in range(2):
        buckets.pay("a", BURST)
    assert refused(buckets, "a") == 1, "it never holds more than when full"


def test_what_is_refused_costs_nothing_and_the_dearest_waits_for_half_a_bucket() -> None:
    clock = Seconds()
    buckets = Buckets(1, clock)
    for _ in range(2):
        buckets.pay("a", 1_000)
    for _ in range(100):
        assert refused(buckets, "a", 1_000) == BURST / 2
    clock.now += BURST / 2
    buckets.pay("a", 1_000)
    assert refused(buckets, "a") == 1


def test_no_more_buckets_are_kept_than_so_many() -> None:
    buckets = Buckets(1, Seconds())
    for number in range(MOST_KEPT + 100):
        buckets.pay(number, 1)
    assert len(buckets) == MOST_KEPT


def test_one_machine_is_one_address() -> None:
    assert place("192.0.2.1") == "192.0.2.1"
    assert place("::ffff:192.0.2.1") == "192.0.2.1"
    assert place("2001:db8:1:2:a::1") == place("2001:db8:1:2:b::9")
    assert place("2001:db8:1:2::1") != place("2001:db8:1:3::1")
    assert place(None) == place("") != place("testclient")


def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_answered(
    shared: Stage,
) -> None:
    clock = Seconds()
    client = client_of(shared, Edge(members=Buckets(1, clock)))
    mine, yours = as_member(shared), as_member(shared, "PG")
    statuses = [client.post("/graphql", json=QUERY, headers=mine).status_code for _ in range(20)]
    assert statuses[0] == 200 and statuses[-1] == 429
    answer = client.post("/graphql", json=QUERY, headers=mine)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE"
    assert client.get("/evidence/a", headers=mine).status_code == 429
    assert client.post("/graphql", json=QUERY, headers=yours).status_code == 200
    clock.now += 3
    assert client.post("/graphql", json=QUERY, headers=mine).status_code == 200


def test_a_dear_question_counts_as_many(shared: Stage) -> None:
    dear = {"query": "{ countermeasures(first: 100) { nodes { " + "id " * 90 + "} } }"}
    for query, most in ((QUERY, 9), (dear, 1)):
        client = client_of(shared, Edge(members=Buckets(1, Seconds())))
        mine = as_member(shared)
        asked = [client.post("/graphql", json=query, headers=mine).status_code for _ in range(12)]
        assert asked.count(200) == most, query


def test_whoever_tries_tokens_is_slowed_at_the_address(shared: Stage) -> None:
    client = client_of(shared, Edge(addresses=Buckets(10, Seconds())))
    tried = [
        client.post("/graphql", json=QUERY, headers={"Authorization": "Bearer x"}).status_code
        for _ in range(12)
    ]
    assert tried[0] == 401 and tried[-1] == 429 and tried.count(401) < 11
    assert client.post("/graphql", json=QUERY, headers=as_member(shared)).status_code == 429


# ----- how many at once -------------------------------------------------------------------------


def test_so_many_are_answered_at_once_so_many_wait_and_the_rest_is_sent_away() -> None:
    doors = Doors(at_once=2, waiting=3, seconds=10)
    let_go = Event()
    told: list[str] = []

    async def come() -> None:
        try:
            told.append(await doors.run(partial(waiting, let_go)))
        except RequestIsWrong as wrong:
            told.append(wrong.code)

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(7):
                tasks.start_soon(come)
            while len(told) < 2:
                await anyio.sleep(0.001)
            assert told == ["BUSY", "BUSY"]
            let_go.set()

    anyio.run(main)
    assert told == ["BUSY", "BUSY", *["done"] * 5]


def waiting(let_go: Event) -> str:
    assert let_go.wait(10)
    return "done"


def test_nobody_waits_at_the_door_for_ever() -> None:
    doors = Doors(at_once=1, waiting=5, seconds=0.05)
    let_go = Event()
    told: list[str] = []

    async def first() -> None:
        told.append(await doors.run(partial(waiting, let_go)))

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(first)
            await anyio.sleep(0.01)
            with pytest.raises(RequestIsWrong) as wrong:
                await doors.run(lambda: None)
            assert (wrong.value.status, wrong.value.code) == (503, "BUSY")
            let_go.set()

    anyio.run(main)
    assert told == ["done"]


def test_one_member_holds_few_places_and_others_come_in() -> None:
    doors = Doors(of_one=2)
    mine, yours = uuid4(), uuid4()
    with doors.one_of(mine), doors.one_of(mine):
        with pytest.raises(RequestIsWrong) as wrong, doors.one_of(mine):
            raise AssertionError
        assert wrong.value.status == 429
        with doors.one_of(yours):
            pass
    with doors.one_of(mine), doors.one_of(mine):
        pass


def test_work_that_fails_leaves_its_place() -> None:
    doors = Doors(at_once=1, waiting=1, seconds=1)

    async def main() -> None:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await doors.run(lambda: 1 // 0)
        assert await doors.run(lambda: 7) == 7

    anyio.run(main)
