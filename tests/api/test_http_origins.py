"""Where a request comes from: our own pages or no page, and only under names of the service."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.edge.edge import Edge
from api.edge.headers import NOTHING
from api.edge.origins import Origins
from api.http import build_app
from tests.api.stage import SCHEMA, Stage

PUBLIC = "https://sekisho.example"
QUERY = {"query": "{ me { name } }"}


@pytest.fixture(scope="module")
def client(shared: Stage) -> TestClient:
    return reached(shared, PUBLIC)


def reached(stage: Stage, *origins: str) -> TestClient:
    """A client of the service as it is reached under these addresses."""
    edge = Edge(origins=Origins(frozenset(origins)))
    client = TestClient(
        build_app(stage.house.office, stage.house.tokens, SCHEMA, edge),
        base_url="http://127.0.0.1:8000",
    )
    client.headers["Authorization"] = f"Bearer {stage.token(stage.who('MZ'))}"
    return client


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"Origin": PUBLIC},
        {"Origin": PUBLIC, "Sec-Fetch-Site": "same-origin"},
        {"Origin": PUBLIC, "Sec-Fetch-Site": "cross-site", "Host": "localhost:8000"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://localhost:8000", "Host": "localhost:8000"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_programs_and_own_pages_may_ask(client: TestClient, stated: dict[str, str]) -> None:
    assert client.post("/graphql", json=QUERY, headers=stated).status_code == 200


@pytest.mark.parametrize(
    "stated",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": f"{PUBLIC}.elsewhere.example"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://sekisho.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    ],
)
@pytest.mark.parametrize("path", ["/graphql", "/evidence/a"])
def test_pages_of_other_sites_may_not(
    client: TestClient, stated: dict[str, str], path: str
) -> None:
    method = "POST" if path == "/graphql" else "GET"
    answer = client.request(method, path, headers=stated)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "ORIGIN"


def test_no_answer_gives_leave_to_other_sites(client: TestClient) -> None:
    preflight = {"Origin": PUBLIC, "Access-Control-Request-Method": "POST"}
    for answer in (
        client.options("/graphql", headers=preflight),
        client.post("/graphql", json=QUERY, headers={"Origin": PUBLIC}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("10.1.2.3", True),
        ("localhost", True),
        ("LOCALHOST:8000", True),
        ("sekisho.example", True),
        ("Sekisho.Example", True),
        ("sekisho.example:8443", False),
        ("elsewhere.example", False),
        ("localhost.elsewhere.example", False),
        ("127.0.0.1.elsewhere.example", False),
        ("sekisho.example.elsewhere.example", False),
        ("", False),
        ("[::1", True),
        ("[", False),
    ],
)
@pytest.mark.parametrize("path", ["/", "/graphql", "/nowhere"])
def test_it_answers_to_its_own_names_alone(
    client: TestClient, host: str, known: bool, path: str
) -> None:
    answer = client.post(path, json=QUERY, headers={"Host": host})
    assert (answer.status_code != 421) == known
    if not known:
        assert "SEKISHO_ORIGINS" in answer.json()["errors"][0]["message"]


def test_every_answer_keeps_to_itself(client: TestClient) -> None:
    for answer in (
        client.get("/"),
        client.post("/graphql", json=QUERY),
        client.post("/graphql", json={"query": "{"}),
        client.get("/graphql"),
        client.get("/nowhere"),
        client.get("/evidence/a"),
        client.get("/", headers={"Host": "elsewhere.example"}),
        client.post("/graphql", headers={"Authorization": ""}),
    ):
        told = answer.headers
        assert told["cache-control"] == "no-store"
        assert told["content-security-policy"] == NOTHING
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "no-referrer"
        assert told["cross-origin-opener-policy"] == "same-origin"
        assert told["cross-origin-resource-policy"] == "same-origin"
        assert told["cross-origin-embedder-policy"] == "require-corp"
        assert told["x-frame-options"] == "DENY"
        assert "server" not in told and "set-cookie" not in told


def test_transport_security_is_asked_for_where_all_is_over_tls(shared: Stage) -> None:
    header = "strict-transport-security"
    assert "max-age=63072000" in reached(shared, PUBLIC).get("/").headers[header]
    for origins in ((), (PUBLIC, "http://sekisho.example")):
        assert header not in reached(shared, *origins).get("/").headers


def test_the_policy_of_pages_names_no_other_site_and_no_inline_script() -> None:
    sources = [*Path("api").rglob("*.py"), *Path("service").rglob("*.py")]
    assert sources
    for source in sources:
        assert "unsafe-" not in source.read_text()
