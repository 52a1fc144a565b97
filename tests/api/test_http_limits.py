"""Limits on documents and time: what is at a limit passes, what is beyond it is named and refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import anyio
import pytest
from graphql import GraphQLError, get_introspection_query, parse, validate
from starlette.testclient import TestClient
from starlette.types import Message

from api.answering import shown
from api.edge.documents import MAX_DIGITS, MAX_TOKENS, MAX_VALUES
from api.edge.doors import Doors
from api.edge.edge import Edge
from api.http import build_app
from api.lens import Scope
from api.limits import LIMITS, Size, check
from api.live.pushing import LOOKS_AT_ONCE
from projections.clearance import Clearance
from store.deadline import is_over, seconds_left, within
from store.engine import ANSWERING, CONNECTIONS, open_engine, snapshot
from tests.api.annotating import first
from tests.api.stage import SCHEMA, Stage

NEWER = {"Accept": "application/graphql-response+json"}


@pytest.fixture(scope="module")
def client(shared: Stage) -> TestClient:
    return client_of(shared, Edge())


def client_of(stage: Stage, edge: Edge, role: str = "member") -> TestClient:
    client = TestClient(build_app(stage.house.office, stage.house.tokens, SCHEMA, edge))
    token = stage.token(stage.who("MZ", role))
    client.headers.update(NEWER | {"Authorization": f"Bearer {token}"})
    return client


def asked(client: TestClient, query: str, **variables: Any) -> tuple[int, list[Any]]:
    answer = client.post("/graphql", json={"query": query, "variables": variables})
    return answer.status_code, answer.json().get("errors", [])


# ----- documents --------------------------------------------------------------------------------

AT_THE_LIMIT: dict[str, Callable[[int], str]] = {
    "depth": lambda n: "{ causes { nodes { " + _down(n - 3) + " } } }",
    "fields": lambda n: "{ me { " + "name " * (n - 1) + "} }",
    "root_fields": lambda n: "{ " + "me { name } " * n + "}",
    "aliases": lambda n: "{ me { " + " ".join(f"a{i}: name" for i in range(n)) + " } }",
    "directives": lambda n: "{ me { " + "name @include(if: true) " * n + "} }",
}


def _down(levels: int) -> str:
    fields = ["countermeasures" if i % 2 == 0 else "causes" for i in range(levels)]
    return " { ".join([*fields, "id"]) + " }" * levels


LIMIT: dict[str, int] = {
    "depth": LIMITS.depth,
    "fields": LIMITS.fields,
    "root_fields": LIMITS.root_fields,
    "aliases": LIMITS.aliases,
    "directives": LIMITS.directives,
}


@pytest.mark.parametrize("name", LIMIT)
def test_what_is_at_a_limit_passes_and_one_more_is_refused_by_its_name(
    client: TestClient, name: str
) -> None:
    limit = LIMIT[name]
    status, errors = asked(client, AT_THE_LIMIT[name](limit))
    assert (status, errors) == (200, [])
    status, [error] = asked(client, AT_THE_LIMIT[name](limit + 1))
    assert status == 400
    assert error["extensions"] == {"code": "DOCUMENT_LIMIT"}
    assert f"{name} is limited to {limit}" in error["message"]


@pytest.mark.parametrize(
    ("name", "limit", "query", "variables"),
    [
        ("tokens", MAX_TOKENS, "{ me { " + "name " * MAX_TOKENS + "} }", {}),
        ("digits", MAX_DIGITS, "{ causes(first: " + "1" * 51 + ") { totalCount } }", {}),
        ("digits", MAX_DIGITS, "{ causes(first: 1." + "1" * 51 + ") { totalCount } }", {}),
        ("variables", MAX_VALUES, "{ me { name } }", {"a": [[1]] * (MAX_VALUES // 2)}),
        ("depth", 20, "{ __type(name: \"Me\") { " + "ofType { " * 20 + "name" + " }" * 22, {}),
        ("cost", LIMITS.cost, "{ causes(first: 100) { nodes { " + "id " * 200 + "} } }", {}),
        ("cost", LIMITS.cost, "{ causes { nodes { " + "id " * 400 + "} } }", {}),
        ("cost", LIMITS.cost, "{ causes { ...a } } fragment a on CauseConnection { edges { node { " + "id " * 400 + "} } }", {}),
        ("cost", LIMITS.cost, "query ($n: Int) { causes(first: $n) { nodes { " + "id " * 200 + "} } }", {"n": 10_000}),
        ("cost", LIMITS.cost, "query ($n: Int) { causes(first: $n) { nodes { " + "id " * 400 + "} } }", {}),
        ("cost", LIMITS.cost, "query ($n: Int = 100) { causes(first: $n) { nodes { " + "id " * 200 + "} } }", {}),
        ("directives", 30, "query ($a: Boolean = true " + "@a " * 31 + ") { me { name @include(if: $a) } }", {}),
        ("directives", 30, "query q " + "@a " * 31 + "{ me { name } }", {}),
        ("directives", 30, "{ ...a } fragment a on Query " + "@a " * 31 + "{ me { name } }", {}),
        ("fields", 500, "{ me { name } } fragment a on Me { " + "name " * 501 + "}", {}),
    ],
)  # fmt: skip
def test_no_way_leads_around_a_limit(
    client: TestClient, name: str, limit: int, query: str, variables: dict[str, Any]
) -> None:
    status, [error] = asked(client, query, **variables)
    assert status == 400
    assert f"{name} is limited to {limit}" in error["message"]


def test_pages_multiply_what_stands_in_them() -> None:
    def cost(query: str) -> int:
        return check(parse(query), {})

    assert cost("{ me { name } }") == 2
    assert cost("{ causes(first: 10) { totalCount } }") == 11
    assert cost("{ causes { totalCount } }") == 2
    assert cost("{ causes { nodes { id } } }") == 101
    assert cost("{ causes(first: 10) { nodes { id countermeasures { id } } } }") == 41


def test_a_document_is_measured_in_time_that_grows_with_its_size() -> None:
    def seconds(fragments: int) -> float:
        doubled = " ".join(
            f"fragment f{i} on Me {{ ...f{i + 1} ...f{i + 1} }}" for i in range(fragments)
        )
        parsed = parse(f"{{ me {{ ...f0 }} }} {doubled} fragment f{fragments} on Me {{ name }}")
        since = time.perf_counter()
        with pytest.raises(Exception, match="too large"):
            check(parsed, {})
        return time.perf_counter() - since

    seconds(50)
    assert seconds(200) < 100 * seconds(50)
    assert seconds(200) < 1


def test_every_limit_counts_for_something() -> None:
    assert all(getattr(LIMITS, name) > 0 for name in Size.__dataclass_fields__ if name != "paged")


def test_a_list_of_values_as_large_as_may_be_is_answered(client: TestClient) -> None:
    query = "query ($c: [String!]) { causes(filter: {codes: $c}) { totalCount } }"
    status, errors = asked(client, query, c=["CA-1"] * (MAX_VALUES - 10))
    assert (status, errors) == (200, [])


# ----- what errors tell -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ me { nane } }", {}),
        ("{ causes(firts: 1) { totalCount } }", {}),
        ("{ causes(filter: {kind: [BACKGROUNDS]}) { totalCount } }", {}),
        ("{ causes(filter: {kinds: [BACKGROUND]}) { totalCount } }", {}),
        ("query ($k: [CauseKind!]) { causes(filter: {kind: $k}) { totalCount } }", {"k": ["BACKGROUNDS"]}),
        ("query ($f: CauseFilter) { causes(filter: $f) { totalCount } }", {"f": {"kinds": []}}),
        ('{ node(id: "a") { ... on Causes { id } } }', {}),
        ('{ node(id: "a") { statement } }', {}),
        ("query ($f: CauseFilters) { causes(filter: $f) { totalCount } }", {}),
        ("{ me { name @includes(if: true) } }", {}),
        ("query ($name: ID!) { node(id: $nane) { id } }", {"name": "a"}),
    ],
)  # fmt: skip
def test_no_error_guesses_what_was_meant(
    client: TestClient, query: str, variables: dict[str, Any]
) -> None:
    answer = client.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == 400
    assert "did you mean" not in answer.text.lower()
    assert all(error["message"].strip() for error in answer.json()["errors"])


def test_without_care_there_would_be_guesses() -> None:
    """The case before is about something."""
    for query in (
        "{ causes(firts: 1) { totalCount } }",
        "{ causes(filter: {kinds: [BACKGROUND]}) { totalCount } }",
    ):
        [error] = validate(SCHEMA._schema, parse(query))
        assert "Did you mean" in error.message


def test_no_more_than_five_errors_are_told(client: TestClient) -> None:
    status, errors = asked(client, "{ me { " + " ".join(f"none{i}" for i in range(30)) + " } }")
    assert (status, len(errors)) == (400, 5)
    one = GraphQLError("a")
    assert len(shown([one] * 8)) == 5


# ----- introspection ----------------------------------------------------------------------------


def test_whoever_is_signed_in_may_ask_for_the_schema_and_nobody_else(shared: Stage) -> None:
    plain = shared.client()
    tools = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    told = set()
    for member in (*(person.id for person in shared.people), None):
        token = "none" if member is None else shared.token(member)
        answer = plain.post(
            "/graphql", json={"query": tools}, headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == (401 if member is None else 200)
        if member is not None:
            told.add(answer.text)
    assert len(told) == 1 and "errors" not in json.loads(told.pop())


# ----- time -------------------------------------------------------------------------------------


def test_a_statement_is_given_up_when_the_time_is_up(stage: Stage) -> None:
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "postgresql": "SELECT pg_sleep(60)",
    }
    engine = stage.house.reader
    since = time.monotonic()
    with (
        within(0.3),
        pytest.raises(Exception, match=r"interrupted|statement timeout"),
        snapshot(engine) as connection,
    ):
        connection.exec_driver_sql(slow[engine.dialect.name])
    assert time.monotonic() - since < 5
    with snapshot(engine) as connection:  # the connection goes on, without an end
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        assert seconds_left() is None and not is_over()


def test_nor_does_python_go_on_when_the_time_is_up(stage: Stage) -> None:
    with snapshot(stage.house.reader) as connection:
        scope = Scope(connection, Clearance(None, "2023-02-18"))
        with within(60):
            scope.spend(1)
            scope.answer(1)
        for work in (scope.go_on, partial(scope.spend, 0), partial(scope.answer, 0)):
            with within(-1), pytest.raises(GraphQLError, match="The time is up"):
                work()


def make_slow(stage: Stage, table: str) -> None:
    """Let every look at a table take a minute."""
    slow = {
        "sqlite": "SELECT 1 UNION ALL SELECT i + 1 FROM slow LIMIT 1000000000",
        "postgresql": "SELECT length(pg_sleep(60)::text)",
    }
    owner = open_engine(stage.house.settings.owner_url)
    with owner.begin() as connection:
        name = connection.dialect.identifier_preparer.quote(table)
        for statement in (
            f"ALTER TABLE {name} RENAME TO hidden",
            f"CREATE VIEW {name} AS WITH RECURSIVE slow (i) AS ({slow[owner.dialect.name]})"
            " SELECT * FROM hidden WHERE (SELECT max(i) FROM slow) >= 0",
        ):
            connection.exec_driver_sql(statement)
        if owner.dialect.name == "postgresql":
            connection.exec_driver_sql(f"GRANT SELECT ON {name} TO PUBLIC")
    owner.dispose()


def test_a_question_that_takes_too_long_is_given_up_and_said_so(stage: Stage) -> None:
    make_slow(stage, "incident")
    client = client_of(stage, Edge(question_seconds=0.5))
    since = time.monotonic()
    answer = client.post(
        "/graphql", json={"query": "{ incidents { nodes { title } } me { name } }"}
    )
    assert time.monotonic() - since < 5
    assert answer.status_code == 503
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "TIMEOUT" and "smaller pages" in error["message"]
    assert asked(client, "{ me { name } }") == (200, [])


def test_a_command_that_takes_too_long_records_nothing(stage: Stage) -> None:
    record = first(stage, stage.who("MZ", "editor"), "incidents")
    make_slow(stage, "incident")
    client = client_of(stage, Edge(command_seconds=0.5), "editor")
    before = stage.facts()
    given = {"idempotencyKey": "a", "record": record, "text": "後で見る"}
    query = "mutation ($input: WriteNoteInput!) { writeNote(input: $input) { __typename } }"
    since = time.monotonic()
    answer = client.post("/graphql", json={"query": query, "variables": {"input": given}})
    assert time.monotonic() - since < 5
    assert answer.status_code == 503, answer.text
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "TIMEOUT"
    assert "again with the same idempotencyKey" in error["message"]
    assert stage.facts() == before


def asgi(stage: Stage, edge: Edge, *body: bytes) -> list[Message]:
    """What the application sends to somebody who sends these pieces and then no more."""
    told: list[Message] = []
    left = list(body)

    async def receive() -> Message:
        if not left:
            await anyio.sleep(30)
        return {"type": "http.request", "body": left.pop(0), "more_body": True}

    async def send(message: Message) -> None:
        told.append(message)

    token = stage.token(stage.who("MZ"))
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"localhost"),
            (b"content-type", b"application/json"),
            (b"authorization", f"Bearer {token}".encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    app = build_app(stage.house.office, stage.house.tokens, SCHEMA, edge)
    anyio.run(app, scope, receive, send)
    return told


@pytest.mark.parametrize("body", [(), (b'{"query"', b": ")])
def test_a_body_that_does_not_come_is_not_waited_for(
    shared: Stage, body: tuple[bytes, ...]
) -> None:
    since = time.monotonic()
    start, answer = asgi(shared, Edge(body_seconds=0.2), *body)
    assert time.monotonic() - since < 5
    assert start["status"] == 408
    assert (b"connection", b"close") in [(n.lower(), v) for n, v in start["headers"]]
    assert b"TOO_SLOW" in answer["body"]


def test_a_file_beyond_any_measure_is_told_how_large_a_file_may_be(client: TestClient) -> None:
    files: dict[str, tuple[str | None, str | bytes]] = {
        "operations": (None, '{"query": "{ me { name } }", "variables": {"f": null}}'),
        "map": (None, '{"0": ["variables.f"]}'),
        "0": ("a.pdf", b"%PDF-".ljust(13_000_000, b"x")),
    }
    answer = client.post("/graphql", files=files)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "TOO_LARGE"
    assert "10 MB" in error["message"] and "make it smaller" in error["message"]


def test_there_is_a_connection_for_everybody_who_is_answered() -> None:
    assert Doors()._places.total_tokens == ANSWERING <= CONNECTIONS - LOOKS_AT_ONCE
