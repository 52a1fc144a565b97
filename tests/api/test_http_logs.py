"""Logs tell what happened and where, under a number, and never what anybody wrote or asked.

Besides these tests, any other of the API fails where such a text comes up (tests/marks.py).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from graphql import GraphQLInputObjectType, GraphQLType, get_named_type
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.edge.edge import Edge
from api.edge.masking import Masked
from api.edge.origins import Origins
from api.edge.rates import Buckets
from api.edge.watching import Watched
from api.http import build_app
from store.engine import open_engine
from tests.api.annotating import upload
from tests.api.minimal import ENTRIES, World
from tests.api.stage import SCHEMA, Stage
from tests.houses import Home
from tests.marks import LOGGING, MARK, MARKS, judge, logged
from tests.service.test_workers import serving

PLAIN = ("expectedVersion", "expectedVersions", "value")
"""Texts of an input that nobody writes freely."""


@pytest.fixture
def said(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[list[str]]:
    """Everything that was logged, in any way; looked through at the end."""
    found: list[str] = []
    yield found
    streams = capfd.readouterr()
    found += [streams.out, streams.err, caplog.text]
    assert not logged("".join(found)), "".join(found)


def client_of(stage: Stage, role: str = "editor") -> TestClient:
    client = stage.client()
    client.headers["Authorization"] = f"Bearer {stage.token(stage.who('MZ', role))}"
    return client


def marked(kind: GraphQLType, value: Any) -> Any:
    """The same input with every text in it marked."""
    named = get_named_type(kind)
    if isinstance(value, list):
        return [marked(named, one) for one in value]
    if isinstance(named, GraphQLInputObjectType) and isinstance(value, dict):
        return {
            name: one if name in PLAIN else marked(named.fields[name].type, one)
            for name, one in value.items()
        }
    if named.name == "String" and isinstance(value, str):
        return f"{MARK}{value}"
    return value


def test_no_command_logs_what_it_was_given(stage: Stage, said: list[str]) -> None:
    world = World(stage)
    client = stage.client()
    answers: dict[str, int] = {}
    for name, entry in ENTRIES.items():
        field = SCHEMA._schema.mutation_type.fields[name]  # type: ignore[union-attr]  # there is one
        kind = get_named_type(field.args["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        given = marked(kind, entry.given(world) | {"idempotencyKey": world.key()})
        query = f"mutation {MARK_NAME}($i: {kind.name}!) {{ {name}(input: $i) {{ __typename }} }}"
        who = world.people[2, entry.by]
        answer = client.post(
            "/graphql",
            json={"query": query, "variables": {"i": given}},
            headers={"Authorization": f"Bearer {stage.token(who)}"},
        ).json()
        assert "INTERNAL" not in str(answer), (name, answer)
        kept = answer["data"][name]["__typename"] if answer.get("data") else "-"
        answers[kept] = answers.get(kept, 0) + 1
    assert sum(answers.values()) == len(ENTRIES)
    assert answers["Incident"] > 5 and answers["Countermeasure"] > 10, "they were carried out"


MARK_NAME = "secretMark"
"""A name in a document is of plain letters."""


@pytest.mark.parametrize(
    "asked",
    [
        {"query": f'{{ node(id: "{MARK}") {{ id }} }}'},
        {"query": f'{{ causes(filter: {{search: "{MARK}"}}) {{ totalCount }} }}'},
        {"query": f'{{ causes(after: "{MARK}") {{ totalCount nodes {{ id }} }} }}'},
        {"query": f'{{ causes(asOf: {{at: "{MARK}"}}) {{ totalCount }} }}'},
        {"query": f"{{ me {{ {MARK} }} }}"},
        {"query": f'{{ me {{ name(a: "{MARK}") }} }}'},
        {"query": f"# {MARK}\n{{"},
        {"query": "query ($a: Int) { causes(first: $a) { totalCount } }", "variables": {"a": MARK}},
        {"query": "query ($a: ID!) { node(id: $a) { id } }", "variables": {"a": {MARK: MARK}}},
        {"query": "{ me { name } }", "operationName": MARK},
        {"query": "{ me { name } }", "variables": MARK},
        {"query": MARK * 40_000},
        {"query": f'{{ node(id: "{MARK}\\u0000") {{ id }} }}'},
        {"query": "{ " + f'a: node(id: "{MARK}") {{ id }} ' * 40 + "}"},
        [MARK],
        MARK,
    ],
    ids=range(16),
)
def test_no_question_is_logged_whatever_comes_of_it(
    shared: Stage, said: list[str], asked: object
) -> None:
    assert client_of(shared).post("/graphql", json=asked).status_code in (200, 400, 413)


def test_nothing_of_a_file_is_logged(stage: Stage, said: list[str]) -> None:
    client = stage.client()
    token = stage.token(stage.who("MZ", "editor"))
    record = World(stage).incident()["id"]
    content = f"%PDF-1.7 {MARK}".encode()
    made = upload(client, token, record, f"{MARK}.pdf", content)
    got = client.get(made["file"]["url"], headers={"Authorization": f"Bearer {token}"})
    assert got.content == content
    for path in (f"/evidence/{MARK}", f"/{MARK}", f"/graphql?query={MARK}"):
        assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code >= 400


@pytest.mark.parametrize("table", ["fact", "incident"])
def test_an_unforeseen_error_is_logged_under_its_number_without_a_text(
    stage: Stage, said: list[str], table: str, caplog: pytest.LogCaptureFixture
) -> None:
    owner = open_engine(stage.house.settings.owner_url)
    tables = {"fact": stage.house.log.recorder.tables.facts.name, "incident": "incident"}
    with owner.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {tables[table]} RENAME TO gone")
    owner.dispose()
    query = f"""mutation {{ reportIncident(input: {{idempotencyKey: "{MARK}", title: "{MARK}"}})
        {{ __typename ... on Incident {{ title }} }} }}"""
    told = client_of(stage).post("/graphql", json={"query": query})
    [error] = told.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "gone" not in told.text and tables[table] not in error["message"]


def test_what_fails_outside_of_any_question_is_masked_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def failing(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError(MARK)

    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        raise AssertionError

    anyio.run(Masked(failing), {"type": "http", "headers": []}, receive, send)
    start, answer = told
    assert start["status"] == 500
    [error] = json.loads(answer["body"])["errors"]
    number = error["message"].partition("（")[2].partition("）")[0]
    written = capsys.readouterr().out
    assert len(number) == 12 and number in written and "ValueError" in written
    assert MARK not in written and MARK not in error["message"]


@pytest.mark.sqlite_only("the same on any database")
def test_a_running_service_writes_nothing_of_it_anywhere(home: Home) -> None:
    with serving(home) as service:
        service.ask(
            "mutation ($i: ReportIncidentInput!) { reportIncident(input: $i) { __typename } }",
            i={"title": MARK, "idempotencyKey": MARK},
        )
        service.ask(f'{{ incidents(filter: {{search: "{MARK}"}}) {{ nodes {{ title }} }} }}')
        service.process.terminate()
        assert service.process.stderr is not None
        written = "".join(service.said) + service.process.stderr.read()
    assert "http://" in written
    assert not logged(written) and service.token not in written


def test_the_marks_are_in_many_tests_and_not_in_the_product() -> None:
    rooms = ("api", "commands", "domain", "papers", "projections", "service", "store")
    product = "".join(one.read_text() for room in rooms for one in Path(room).rglob("*.py"))
    assert not logged(product)
    written = [one.read_text() for room in LOGGING for one in Path(room).rglob("*.py")]
    played = [one.read_text() for one in Path("examples").rglob("*.py")]
    for mark in MARKS:
        assert any(mark in text for text in [*written, *played]) or mark in ("MZ 委員", MARK)


@pytest.mark.parametrize(
    ("where", "said", "outcome"),
    [
        ("tests/api/test_a.py::test_b", [("Captured log call", f"a {MARK} b")], "failed"),
        ("tests/api/test_a.py::test_b", [("Captured stdout call", f"a {MARK} b")], "failed"),
        ("tests/wall/test_a.py::test_b", [("Captured stderr setup", MARK)], "failed"),
        ("tests/api/test_a.py::test_b", [("Captured log call", "a b")], "passed"),
        ("tests/service/test_a.py::test_b", [("Captured stdout call", MARK)], "passed"),
    ],
)
def test_a_mark_in_a_log_would_be_found(
    where: str, said: list[tuple[str, str]], outcome: str
) -> None:
    report = pytest.TestReport(where, ("a", 1, "b"), {}, "passed", None, "call", said)
    judge(report)
    assert report.outcome == outcome


def test_every_log_of_this_run_is_listened_to(pytestconfig: pytest.Config) -> None:
    assert logging.getLogger().level == logging.DEBUG
    hooks = pytestconfig.pluginmanager.hook.pytest_runtest_makereport.get_hookimpls()
    assert any("tests" in str(hook.plugin) and "conftest" in str(hook.plugin) for hook in hooks)


def test_uvicorn_logs_no_requests() -> None:
    assert not logging.getLogger("uvicorn.access").handlers


# ----- what the operator is told of refusals ----------------------------------------------------


def refusals(out: str) -> list[str]:
    return [line for line in out.splitlines() if "refused" in line]


def test_who_is_sent_away_is_told_once_with_address_and_member(
    shared: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    edge = Edge(members=Buckets(1, lambda: 0.0), origins=Origins())
    app = build_app(shared.house.office, shared.house.tokens, SCHEMA, edge)
    client = TestClient(app, base_url="http://localhost")
    who = shared.who("MZ")
    mine = {"Authorization": f"Bearer {shared.token(who)}"}
    asked = {"query": f'{{ node(id: "{MARK}") {{ id }} }}'}
    for _ in range(20):
        client.post("/graphql", json=asked, headers=mine)
        client.post("/graphql", json=asked, headers={"Authorization": f"Bearer {MARK_NAME}"})
        client.post("/graphql", json=asked, headers=mine | {"Origin": "https://a.example"})
        client.post("/graphql", json=asked, headers=mine | {"Host": "a.example"})
    told = refusals(capsys.readouterr().out)
    assert sorted(line.partition("status=")[2][:3] for line in told) == ["401", "403", "421", "429"]
    assert all("testclient" in line and "a.example" not in line for line in told)
    [too_often] = [line for line in told if "status=429" in line]
    assert str(who) in too_often and MARK_NAME not in "".join(told)


def test_a_flood_is_a_line_a_minute_with_how_many_there_were(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = 0.0
    sent = {"type": "http.response.start", "status": 401, "headers": []}

    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        await send(sent)

    async def ignore(_: Message) -> None: ...

    watched = Watched(refusing, lambda: now)

    async def flood(address: str) -> None:
        nonlocal now
        for _ in range(180):
            scope = {"type": "http", "headers": [], "client": (address, 1)}
            await watched(scope, ignore, ignore)  # type: ignore[arg-type]  # nothing is received
            now += 1

    anyio.run(flood, "192.0.2.1")
    told = refusals(capsys.readouterr().out)
    assert [line.partition("also=")[2].split()[0] for line in told] == ["0", "59", "59"]
