"""GraphiQL: off unless switched on, kept here whole, under a policy that lets nothing else in."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from api.edge.edge import Edge
from api.graphiql.serving import POLICY
from api.http import build_app
from service.edge import edge_of
from service.settings import SettingIsWrong
from tests.api.stage import SCHEMA, Stage

HERE = files("api.graphiql")


@pytest.fixture(scope="module")
def client(shared: Stage) -> TestClient:
    edge = Edge(graphiql=True)
    return TestClient(build_app(shared.house.office, shared.house.tokens, SCHEMA, edge))


class Page(HTMLParser):
    """What a page loads, and what it says by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.attributes: set[str] = set()
        self.inside: list[str] = []
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said[self.inside[-1]] = data


def test_it_is_not_there_unless_switched_on(shared: Stage) -> None:
    plain = shared.client()
    for path in ("/graphiql", "/graphiql/page.js", "/graphiql/graphiql.min.js"):
        assert plain.get(path).status_code == 404


def test_a_service_has_it_off_and_a_demo_on_unless_the_operator_says_otherwise() -> None:
    assert edge_of({}).graphiql is False
    assert edge_of({}, graphiql=True).graphiql is True
    assert edge_of({"SEKISHO_GRAPHIQL": "on"}).graphiql is True
    assert edge_of({"SEKISHO_GRAPHIQL": "off"}, graphiql=True).graphiql is False
    with pytest.raises(SettingIsWrong):
        edge_of({"SEKISHO_GRAPHIQL": "perhaps"})


def test_the_page_loads_its_own_files_alone_and_says_no_script_by_itself(
    client: TestClient,
) -> None:
    answer = client.get("/graphiql")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    page = Page()
    page.feed(answer.text)
    assert len(page.loaded) == 7
    for address in page.loaded:
        if address != "data:,":  # no icon
            assert address.startswith("/graphiql/")
            assert client.get(address).status_code == 200
    assert "script" not in page.said and "style" not in page.said
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]


def test_its_policy_lets_in_nothing_from_elsewhere_and_nothing_inline() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'" and rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY


def test_every_file_is_told_as_what_it_is(client: TestClient) -> None:
    for name, kind in {
        "page.js": "javascript",
        "page.css": "css",
        "graphiql.min.js": "script",
    }.items():
        answer = client.get(f"/graphiql/{name}")
        assert kind in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    for name in ("../http.py", "serving.py", "README.md", "%2e%2e/http.py", "vendor", ""):
        assert client.get(f"/graphiql/{name}").status_code == 404


def test_the_files_of_others_are_as_published() -> None:
    stated = dict(
        re.findall(
            r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$", (HERE / "vendor/README.md").read_text(), re.M
        )
    )
    assert len(stated) == 4
    for name, digest in stated.items():
        assert hashlib.sha256((HERE / "vendor" / name).read_bytes()).hexdigest() == digest


def test_the_page_keeps_no_token_and_asks_nothing_without_one(client: TestClient) -> None:
    script = (HERE / "page.js").read_text()
    assert not re.search(r"(local|session)Storage|document\.cookie|indexedDB", script)
    assert "forgetful()" in script and "shouldPersistHeaders: false" in script
    answer = client.post("/graphql", json={"query": "{ __schema { queryType { name } } }"})
    assert answer.status_code == 401
