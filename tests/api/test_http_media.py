"""Media types: what a request may be sent in, and which type and status it is answered with."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from api.edge.media import FORM, GRAPHQL, JSON, answered_in, sent
from tests.api.stage import Stage

GOOD, WRONG = "{ me { name } }", "{ me { nothing } }"


@pytest.fixture(scope="module")
def client(shared: Stage) -> TestClient:
    client = shared.client()
    client.headers["Authorization"] = f"Bearer {shared.token(shared.who('MZ'))}"
    return client


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{JSON}, {GRAPHQL};q=0.9", JSON),
        (f"{JSON};q=0.9, {GRAPHQL};q=0.8", JSON),
        (f"{GRAPHQL};q=0.5, */*;q=0.1", GRAPHQL),
        (f"{JSON}, */*;q=0.5", JSON),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"*/*, {GRAPHQL};q=0", JSON),
        (f"text/html, {JSON};q=0.1", JSON),
        (f"{GRAPHQL.upper()}; Charset=UTF-8", GRAPHQL),
        (f"{JSON};charset=utf-16", None),
        (f"{JSON};q=0", None),
        (f"{JSON};q=much", None),
        (f"{JSON};q=nan", None),
        (f"{JSON};q=2", None),
        ("text/html", None),
        ("application/xml, text/*", None),
        ("x/application/json", None),
        (",", None),
        (";;;", None),
    ],
)
def test_the_preferred_type_is_answered(accept: str | None, media: str | None) -> None:
    assert answered_in(accept) == media


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        (JSON, JSON),
        ("Application/JSON ; Charset=UTF-8", JSON),
        (f'{JSON}; charset="utf-8"', JSON),
        (f"{FORM}; boundary=x", FORM),
        (f"{FORM}; boundary=x; charset=utf-8", FORM),
        (f"{FORM}; boundary=x; charset=punycode", None),
        (f"{FORM}; boundary=x; charset*=utf-8''punycode", None),
        (f"{FORM}; boundary=x; charset=punycode; charset=utf-8", None),
        (f"{FORM}; boundary=x; version=1", None),
        (f"{JSON};", JSON),
        (None, None),
        ("", None),
        (f"{JSON}; charset=utf-16", None),
        (f"{JSON}; charset=", None),
        (f"{JSON}; version=1", None),
        (f"{JSON}, {JSON}", None),
        (f"{JSON},text/plain", None),
        (f"x/{JSON}", None),
        ("application/jsonp", None),
        ("application/json-patch+json", None),
        ("application/graphql", None),
        ("text/plain", None),
        ("application/x-www-form-urlencoded", None),
    ],
)
def test_only_what_is_named_to_the_letter_is_taken(stated: str | None, kind: str | None) -> None:
    assert sent(stated) == kind


def test_an_answer_is_in_the_type_that_was_asked_for(client: TestClient) -> None:
    for media in (JSON, GRAPHQL):
        answer = client.post("/graphql", json={"query": GOOD}, headers={"Accept": media})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"{media}; charset=utf-8"
        assert answer.json() == {"data": {"me": {"name": "MZ 委員"}}}


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{"},
        {"query": WRONG},
        {"query": "query ($n: Int!) { causes(first: $n) { totalCount } }", "variables": {"n": "a"}},
        {"query": "query ($n: Int!) { causes(first: $n) { totalCount } }"},
    ],
    ids=["syntax", "validation", "a variable of another type", "a variable that is missing"],
)
def test_a_request_error_has_no_data_and_the_status_of_its_type(
    client: TestClient, asked: object
) -> None:
    for media, status in ((JSON, 200), (GRAPHQL, 400)):
        answer = client.post("/graphql", json=asked, headers={"Accept": media})
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith(media)
        assert answer.json().keys() == {"errors"}


def test_an_error_of_one_field_leaves_the_others(client: TestClient) -> None:
    query = '{ me { name } bad: countermeasures(after: "nowhere") { totalCount nodes { id } } }'
    for media in (JSON, GRAPHQL):
        answer = client.post("/graphql", json={"query": query}, headers={"Accept": media})
        assert answer.status_code == 200
        assert "data" in answer.json() and answer.json()["errors"][0]["path"] == ["bad"]


def test_who_takes_no_json_is_told_what_there_is(client: TestClient) -> None:
    answer = client.post("/graphql", json={"query": GOOD}, headers={"Accept": "text/html"})
    assert answer.status_code == 406
    assert GRAPHQL in answer.json()["errors"][0]["message"]


def test_what_is_compressed_is_not_opened(client: TestClient) -> None:
    headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    answer = client.post("/graphql", content=json.dumps({"query": GOOD}), headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("name", ["Content-Type", "Authorization", "Origin"])
def test_a_header_that_could_be_read_in_two_ways_is_refused(client: TestClient, name: str) -> None:
    value = client.headers.get(name, JSON)
    twice = [(name, value), (name, value)]
    mine = [] if name == "Authorization" else [("Authorization", client.headers["Authorization"])]
    bare = TestClient(client.app)
    kind = [] if name == "Content-Type" else [("Content-Type", JSON)]
    answer = bare.post("/graphql", content=b"{}", headers=[*mine, *kind, *twice])
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "HEADER"


@pytest.mark.parametrize("extensions", [[], "a", 1, True])
def test_extensions_are_an_object_or_absent(client: TestClient, extensions: object) -> None:
    asked = {"query": GOOD, "extensions": extensions}
    assert client.post("/graphql", json=asked).status_code == 400
    for good in ({}, {"a": [1]}, None):
        asked = {"query": GOOD, "extensions": good}
        assert client.post("/graphql", json=asked).json() == {"data": {"me": {"name": "MZ 委員"}}}
