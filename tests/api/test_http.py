"""`POST /graphql` as a client meets it: tokens, strict JSON, limits, and headers that keep quiet."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from store.engine import open_engine
from tests.api.stage import Stage

QUERY = json.dumps({"query": "{ me { name } }"})
NEWER = {"Accept": "application/graphql-response+json"}
"""The media type whose status tells what became of a document."""


@pytest.fixture(scope="module")
def client(shared: Stage) -> TestClient:
    return shared.client()


@pytest.fixture(scope="module")
def headers(shared: Stage) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {shared.token(shared.who('MZ'))}",
        "Content-Type": "application/json",
    }


def test_a_question_is_answered(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/graphql", content=QUERY, headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"data": {"me": {"name": "MZ 委員"}}})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_a_valid_token_nothing_is_answered(
    client: TestClient, headers: dict[str, str], shared: Stage
) -> None:
    tokens = shared.house.tokens
    now = datetime.now(UTC)
    expired = tokens.issue(shared.who("MZ"), at=now - timedelta(days=2), valid=timedelta(days=1))
    token = headers["Authorization"].removeprefix("Bearer ")
    for bad in (
        "",
        "Bearer",
        "Bearer x.y.z",
        f"Basic {token}",
        f"Bearer {token}x",
        f"Bearer {expired}",
    ):
        answer = client.post("/graphql", content=QUERY, headers={**headers, "Authorization": bad})
        assert answer.status_code == 401, bad
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_stranger_with_a_good_token_sees_nothing(
    client: TestClient, headers: dict[str, str], shared: Stage
) -> None:
    query = {
        "query": "{ me { name } incidents { totalCount } reports { id } progress(by: PARTY) { total } }"
    }
    stranger = {**headers, "Authorization": f"Bearer {shared.token(uuid4())}"}
    assert client.post("/graphql", content=json.dumps(query), headers=stranger).json() == {
        "data": {"me": None, "incidents": {"totalCount": 0}, "reports": [], "progress": []}
    }


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("accept", ["*/*", "text/event-stream"])
def test_only_post_is_taken(
    client: TestClient, headers: dict[str, str], method: str, accept: str
) -> None:
    asked = headers | {"Accept": accept}
    answer = client.request(method, "/graphql?query={me{name}}", headers=asked)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "x/application/jsonp",
        "",
        "application/json; charset=utf-16",
    ],
)
def test_only_json_is_taken(client: TestClient, headers: dict[str, str], kind: str) -> None:
    answer = client.post("/graphql", content=QUERY, headers={**headers, "Content-Type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"{me{name}}"',
        b"123",
        b"{",
        b'{"query": NaN}',
        b'{"query": "{me{name}}", "query": "{me{id}}"}',
        b'{"query": 1}',
        b'{"query": "{me{name}}", "variables": []}',
        b'{"query": "{me{name}}", "operationName": 1}',
        b'{"query": "\xff"}',
        b"[" * 50_000,
        b'[{"query": "{me{name}}"}]',
        b'{"query": "{me{name}}", "operationName": "\\ud800"}',
        b'{"query": "query ($k: [CauseKind!]) { causes(filter: {kind: $k}) { totalCount } }",'
        b' "variables": {"k": ["\\ud800"]}}',
        b'{"query": "query ($t: String) { causes(filter: {search: $t}) { totalCount } }",'
        b' "variables": {"t": "\\udfff"}}',
    ],
    ids=range(17),
)
def test_what_is_no_strict_json_is_refused(
    client: TestClient, headers: dict[str, str], body: bytes
) -> None:
    answer = client.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 400
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    "query",
    [
        "{ me { nothing } }",
        "{",
        "query a { me { name } } query b { me { id } }",
        "{ incidents(first: $x) { totalCount } }",
        'mutation { a: stateCause(input: {idempotencyKey: "a", statement: "a"}) { __typename }'
        ' b: stateCause(input: {idempotencyKey: "b", statement: "b"}) { __typename } }',
        'mutation { ... on Mutation { a: stateCause(input: {idempotencyKey: "a", statement: "a"})'
        ' { __typename } b: stateCause(input: {idempotencyKey: "b", statement: "b"}) { __typename } } }',
        'mutation { ...a } fragment a on Mutation { ...b a: stateCause(input: {idempotencyKey: "a",'
        ' statement: "a"}) { __typename } } fragment b on Mutation { b: stateCause(input:'
        ' {idempotencyKey: "b", statement: "b"}) { __typename } }',
        "subscription { me { name } }",
        "fragment a on Me { name }",
        "type A { name: String }",
        "{ incidents(first: " + "9" * 5_000 + ") { totalCount } }",
    ],
)
def test_a_document_that_cannot_run_is_a_bad_request(
    client: TestClient, headers: dict[str, str], query: str
) -> None:
    asked = json.dumps({"query": query})
    answer = client.post("/graphql", content=asked, headers=headers | NEWER)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == f"{NEWER['Accept']}; charset=utf-8"
    older = client.post("/graphql", content=asked, headers=headers)
    assert older.status_code in (200, 400)
    assert older.headers["content-type"] == "application/json; charset=utf-8"
    assert older.json() == answer.json()
    assert answer.json().keys() == {"errors"}


def test_a_body_beyond_the_limit_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/graphql", content=b" " * 100_001, headers=headers)
    assert answer.status_code == 413


def fan_out(depth: int) -> str:
    fragments = [f"fragment f{i} on Me {{ ...f{i + 1} ...f{i + 1} }}" for i in range(depth)]
    return "{ me { ...f0 } } " + " ".join(fragments) + f" fragment f{depth} on Me {{ name }}"


@pytest.mark.parametrize(
    "query",
    [
        fan_out(50),
        "{ causes { nodes { countermeasures { causes { countermeasures { causes { countermeasures"
        " { causes { countermeasures { causes { countermeasures { causes { id } } } } } } } } } } } } }",
        "{ " + " ".join(f"a{i}: me {{ id }}" for i in range(31)) + " }",
        "{ me { " + "name " * 2_000 + "} }",
        "{ "
        + " ".join(
            f"a{i}: countermeasures(first: 100) {{ nodes {{ {'id ' * 90} }} }}" for i in range(3)
        )
        + " }",
    ],
    ids=["fragments", "depth", "aliases", "tokens", "cost"],
)
def test_a_document_too_large_is_refused_before_it_is_looked_into(
    client: TestClient, headers: dict[str, str], query: str
) -> None:
    answer = client.post("/graphql", content=json.dumps({"query": query}), headers=headers)
    assert answer.status_code == 400


def test_a_fragment_cycle_is_a_bad_request(client: TestClient, headers: dict[str, str]) -> None:
    query = "{ me { ...a } } fragment a on Me { ...b } fragment b on Me { ...a }"
    asked = json.dumps({"query": query})
    answer = client.post("/graphql", content=asked, headers=headers | NEWER)
    assert answer.status_code == 400


def test_an_unexpected_error_is_masked_under_an_id(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = open_engine(stage.house.settings.owner_url)
    with owner.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE incident RENAME TO incident_hidden")
    owner.dispose()
    body = {"query": '{ incidents(filter: {search: "秘密の語"}) { totalCount } }'}
    answer = stage.client().post(
        "/graphql",
        content=json.dumps(body),
        headers={
            "Authorization": f"Bearer {stage.token(stage.who('MZ'))}",
            "Content-Type": "application/json",
        },
    )
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["id"] in error["message"]
    said = capsys.readouterr()
    assert error["extensions"]["id"] in said.out + said.err
    for text in (answer.text, said.out, said.err):
        assert "incident_hidden" not in text
        assert "秘密の語" not in text
    assert "no such table" not in answer.text and "does not exist" not in answer.text


def test_the_front_page_says_what_to_do(client: TestClient) -> None:
    assert "POST /graphql" in client.get("/").text


@pytest.mark.parametrize("name", ["", "b"])
def test_an_operation_that_is_not_there_is_a_bad_request(
    client: TestClient, headers: dict[str, str], name: str
) -> None:
    for query in ("{ me { name } }", "query a { me { name } }"):
        asked = json.dumps({"query": query, "operationName": name})
        answer = client.post("/graphql", content=asked, headers=headers)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_NAME"


def test_one_mutation_may_stand_in_a_fragment(stage: Stage) -> None:
    query = """mutation { ...one } fragment one on Mutation {
        stateCause(input: {idempotencyKey: "a", statement: "a"}) { __typename } }"""
    answer = stage.client().post(
        "/graphql",
        json={"query": query},
        headers={"Authorization": f"Bearer {stage.token(stage.who('MZ', 'editor'))}"},
    )
    assert answer.json() == {"data": {"stateCause": {"__typename": "Cause"}}}


def test_nobody_is_sent_to_the_host_that_a_request_names(
    client: TestClient, headers: dict[str, str]
) -> None:
    elsewhere = {**headers, "Host": "elsewhere.example"}
    answer = client.post("/graphql/", content=QUERY, headers=elsewhere, follow_redirects=False)
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (r'{ node(id: "a\u0000b") { id } }', None),
        ('{ countermeasures(filter: {codes: ["a\\u0000"]}) { totalCount } }', {}),
        ("query ($c: [String!]) { causes(filter: {category: $c}) { totalCount } }", {"c": ["\0"]}),
        (
            r'mutation { stateCause(input: {idempotencyKey: "\u0000", statement: "a"}) { __typename } }',
            None,
        ),
    ],
)
def test_a_text_with_nul_is_a_bad_request_on_every_database(
    client: TestClient, headers: dict[str, str], query: str, variables: dict[str, Any] | None
) -> None:
    asked = json.dumps({"query": query, "variables": variables})
    answer = client.post("/graphql", content=asked, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "NUL"


@pytest.mark.parametrize(
    ("query", "variables", "example"),
    [
        ('{ countermeasures(asOf: {at: "not"}) { totalCount } }', {}, "2023-02-17T12:00:00+09:00"),
        ('{ countermeasures(statusDate: "2023-02-30") { totalCount } }', {}, "2023-02-17"),
        (
            "query ($d: Date) { countermeasures(statusDate: $d) { totalCount } }",
            {"d": 5},
            "2023-02-17",
        ),
    ],
)
def test_a_mistyped_day_is_told_with_an_example(
    client: TestClient,
    headers: dict[str, str],
    query: str,
    variables: dict[str, Any],
    example: str,
) -> None:
    asked = json.dumps({"query": query, "variables": variables})
    answer = client.post("/graphql", content=asked, headers=headers).json()
    [error] = answer["errors"]
    assert example in error["message"]
    assert "INTERNAL" not in str(error)


def test_a_key_that_is_too_long_is_called_so(stage: Stage) -> None:
    refused = stage.do(
        stage.who("MZ", "editor"), "stateCause", idempotencyKey="k" * 201, statement="原因"
    )
    assert refused["__typename"] == "TextIsTooLong"
    assert "冪等キー" in refused["message"]
