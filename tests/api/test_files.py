"""Files over HTTP: handed in by a form that is strict to the letter, and handed out as files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given as draw
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.files import attachment
from domain.files import MOST_BYTES
from projections.register.evidence import EVIDENCE
from store.reads import Way
from store.tables import REGISTER
from tests.api.annotating import (
    ABSENT,
    DOCUMENT,
    PDF,
    PG,
    attach,
    form,
    release,
    upload,
)
from tests.api.stage import Stage
from tests.api.test_commands import a_measure, key
from tests.houses import MZ

NAME = "実施記録 (3月).pdf"
CONTENT = b"%PDF-1.7\r\n--boundary\r\n\0\xff" * 5


@pytest.fixture
def client(stage: Stage) -> TestClient:
    return stage.client()


@pytest.fixture
def token(stage: Stage) -> str:
    return stage.token(stage.who("MZ", "editor"))


@pytest.fixture
def record(stage: Stage) -> str:
    found: str = a_measure(stage)["id"]
    return found


def get(client: TestClient, token: str, path: str, method: str = "GET") -> Any:
    return client.request(method, path, headers={"Authorization": f"Bearer {token}"})


# ----- handed in --------------------------------------------------------------------------------


def test_a_file_is_handed_in_and_out_unchanged(client: TestClient, token: str, record: str) -> None:
    made = upload(client, token, record, NAME, CONTENT)
    assert made["file"]["name"] == NAME
    answer = get(client, token, made["file"]["url"])
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-length"] == str(len(CONTENT))
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=\"evidence.pdf\"; filename*=UTF-8''")
    assert unquote(disposition.partition("''")[2]) == NAME
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_file_as_large_as_may_be_passes_and_a_larger_one_is_refused_by_its_rule(
    client: TestClient, token: str, record: str
) -> None:
    largest = b"%PDF-".ljust(MOST_BYTES, b"x")
    made = upload(client, token, record, "a.pdf", largest)
    assert made["file"]["size"] == MOST_BYTES
    assert get(client, token, made["file"]["url"]).content == largest
    refused = upload(client, token, record, "a.pdf", largest + b"x")
    assert refused["__typename"] == "FileIsTooLarge"
    beyond = client.post(
        "/graphql",
        data=form(record),
        files={"0": ("a.pdf", bytes(13 * 1024 * 1024))},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert beyond.status_code == 413
    assert beyond.json()["errors"][0]["extensions"]["code"] == "TOO_LARGE"


def test_a_repeat_with_the_same_file_is_answered_again(
    client: TestClient, token: str, record: str, stage: Stage
) -> None:
    made = upload(client, token, record, NAME, CONTENT, idempotencyKey="same")
    facts = stage.facts()
    assert upload(client, token, record, NAME, CONTENT, idempotencyKey="same") == made
    other = upload(client, token, record, NAME, CONTENT + b"!", idempotencyKey="same")
    assert other["__typename"] == "KeyWasUsedForAnotherInput"
    assert stage.facts() == facts


def test_without_a_valid_token_no_form_is_read(
    client: TestClient, record: str, stage: Stage
) -> None:
    facts = stage.facts()
    answer = client.post("/graphql", data=form(record), files={"0": (NAME, CONTENT)})
    assert (answer.status_code, stage.facts()) == (401, facts)


FILE = {"0": (NAME, CONTENT)}


def told(record: str, **changed: Any) -> dict[str, str]:
    """The texts of a form, some of them changed."""
    texts = form(record)
    operations = json.loads(texts["operations"]) | changed.pop("asked", {})
    return texts | {"operations": json.dumps(operations)} | changed


def asked(record: str, file: Any) -> dict[str, Any]:
    given = {"idempotencyKey": key(), "record": record, "title": "x", "file": file}
    return {"variables": {"input": given}}


@pytest.mark.parametrize(
    "broken",
    [
        lambda record: (told(record), {}),
        lambda record: (told(record), FILE | {"1": (NAME, CONTENT)}),
        lambda record: (told(record) | {"more": "x"}, FILE),
        lambda record: (told(record, map="{}"), FILE),
        lambda record: (told(record, map="[]"), FILE),
        lambda record: (told(record, map="{"), FILE),
        lambda record: (told(record, map='{"0": []}'), FILE),
        lambda record: (told(record, map='{"0": null}'), FILE),
        lambda record: (told(record, map='{"0": "variables.input.file"}'), FILE),
        lambda record: (told(record, map='{"0": [1]}'), FILE),
        lambda record: (told(record, map='{"1": ["variables.input.file"]}'), FILE),
        lambda record: (
            told(record, map='{"0": ["variables.input.file"], "1": ["variables.input.x"]}'),
            FILE,
        ),
        lambda record: (
            told(record, map='{"0": ["variables.input.file", "variables.input.file"]}'),
            FILE,
        ),
        lambda record: (
            told(record, map='{"0": ["variables.input.file"], "0": ["variables.input.file"]}'),
            FILE,
        ),
        lambda record: (told(record, map='{"0": ["variables.input.other"]}'), FILE),
        lambda record: (told(record, map='{"0": ["variables.input.title"]}'), FILE),
        lambda record: (told(record, map='{"0": ["variables.input.file.name"]}'), FILE),
        lambda record: (told(record, map='{"0": ["variables.input.title.name"]}'), FILE),
        lambda record: (told(record, map='{"0": ["variables"]}'), FILE),
        lambda record: (told(record, map='{"0": ["query"]}'), FILE),
        lambda record: (told(record, map='{"0": ["0.variables.input.file"]}'), FILE),
        lambda record: (told(record, asked=asked(record, "text")), FILE),
        lambda record: (told(record, asked=asked(record, {})), FILE),
        lambda record: (told(record, asked={"variables": None}), FILE),
        lambda record: (told(record, operations="[]"), FILE),
        lambda record: (told(record, operations="[" * 50_000), FILE),
        lambda record: (told(record, operations='{"query": NaN}'), FILE),
        lambda record: (told(record, operations='{"query": "\\ud800"}'), FILE),
        lambda record: (told(record, operations=" " * 100_001), FILE),
        lambda record: ({"map": told(record)["map"]}, FILE),
        lambda record: ({"operations": told(record)["operations"]}, FILE),
        lambda record: ({"map": told(record)["map"], "0": "text"}, {"operations": (NAME, b"{}")}),
        lambda record: (told(record) | {"0": "text"}, {}),
    ],
    ids=range(33),
)
def test_a_form_that_is_not_to_the_letter_is_refused(
    client: TestClient, token: str, record: str, stage: Stage, broken: Any
) -> None:
    texts, files = broken(record)
    facts = stage.facts()
    answer = client.post(
        "/graphql",
        data=texts,
        files=files or {"": (None, "")},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 400, answer.text
    [error] = answer.json()["errors"]
    assert error["message"] and error["extensions"]["code"] in ("FORM", "QUERY")
    assert stage.facts() == facts


def raw(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + end


OPERATIONS = (
    b'Content-Disposition: form-data; name="operations"\r\n\r\n{"query": "{ me { name } }"}'
)
MAP = b'Content-Disposition: form-data; name="map"\r\n\r\n{"0": ["variables.file"]}'
PART = b'Content-Disposition: form-data; name="0"; filename="a.pdf"\r\n\r\n%PDF-'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", raw(OPERATIONS, MAP, PART)),
        ("multipart/form-data; boundary=", raw(OPERATIONS, MAP, PART)),
        ("multipart/form-data; boundary=y", raw(OPERATIONS, MAP, PART)),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"rubbish"),
        ("multipart/form-data; boundary=x", raw(OPERATIONS, MAP, PART)[:-20]),
        ("multipart/form-data; boundary=x", raw(OPERATIONS, MAP, PART, end=b"")),
        ("multipart/form-data; boundary=x", raw(OPERATIONS, MAP, PART, PART)),
        ("multipart/form-data; boundary=x", raw(OPERATIONS, OPERATIONS, MAP, PART)),
        ("multipart/form-data; boundary=x", raw(b"\r\n{}", MAP, PART)),
        ("multipart/form-data; boundary=x", raw(OPERATIONS.replace(b"me", b"\xff"), MAP, PART)),
        ("multipart/form-data; boundary=x", raw(*[b"a: b\r\n" * 5000 + OPERATIONS])),
    ],
    ids=range(12),
)
def test_a_body_that_is_no_form_is_refused(
    client: TestClient, token: str, kind: str, body: bytes
) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    answer = client.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORM"


def test_json_is_limited_as_before(client: TestClient, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"query": "{ me { name } }", "variables": {"x": "x" * 100_000}})
    assert client.post("/graphql", content=body, headers=headers).status_code == 413


# ----- handed out -------------------------------------------------------------------------------


def test_a_head_tells_the_same_without_the_file(
    client: TestClient, token: str, record: str
) -> None:
    url = upload(client, token, record, NAME, CONTENT)["file"]["url"]
    full, head = get(client, token, url), get(client, token, url, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == full.headers


def test_what_is_not_handed_out_is_one_answer(
    client: TestClient, token: str, record: str, stage: Stage
) -> None:
    hidden = attach(stage, record)
    cited = attach(stage, record, document=DOCUMENT)
    gone = attach(stage, record)
    stage.do(
        stage.who("MZ", "editor"),
        "withdrawEvidence",
        idempotencyKey=key(),
        evidence=gone["id"],
        expectedVersion=gone["version"],
        reason="誤り",
    )
    unknown = get(client, token, "/nowhere")
    assert unknown.status_code == 404
    pg = stage.token(stage.who("PG"))
    stranger = stage.token(UUID(ABSENT))
    for asker, named in (
        (pg, hidden["id"]),
        (stranger, hidden["id"]),
        (token, cited["id"]),
        (token, gone["id"]),
        (token, record),
        (token, ABSENT),
        (token, "nonsense"),
        (token, "%00"),
        (token, hidden["id"] + "/"),
    ):
        answer = get(client, asker, f"/evidence/{named}")
        assert (answer.status_code, answer.content) == (404, unknown.content), named
        assert answer.headers == unknown.headers


def test_released_evidence_is_handed_out_until_the_release_ends(
    client: TestClient, record: str, stage: Stage
) -> None:
    made = attach(stage, record, informationCategories=["NONE"])
    pg, url = stage.token(stage.who("PG")), made["file"]["url"]
    assert get(client, pg, url).status_code == 404
    release(stage, EVIDENCE, made["id"], PG)
    assert get(client, pg, url).content == PDF.content
    assert get(client, stage.token(stage.who("HD")), url).status_code == 404
    assert get(client, pg, url, "HEAD").status_code == 200, "which tells its name and size"
    total, reads = stage.house.reads.of_records(MZ, (made["id"],), first=9)
    assert (total, {read.way for read in reads}) == (2, {Way.FILE})


def test_without_a_valid_token_nothing_is_handed_out(
    client: TestClient, record: str, stage: Stage
) -> None:
    made = attach(stage, record)
    for path in (made["file"]["url"], f"/evidence/{ABSENT}"):
        for headers in ({}, {"Authorization": "Bearer x.y.z"}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_file_is_only_ever_got(
    client: TestClient, token: str, record: str, stage: Stage, method: str
) -> None:
    made = attach(stage, record)
    assert get(client, token, made["file"]["url"], method).status_code == 405


def test_a_file_whose_key_was_destroyed_is_gone_for_who_may_see_it(
    client: TestClient, token: str, record: str, stage: Stage
) -> None:
    made, neighbour = attach(stage, record), attach(stage, record)
    keys = REGISTER.keys
    with stage.house.log.recorder.writing() as connection:
        connection.execute(
            sa.update(keys)
            .where(keys.c.originator_id == UUID(made["id"]), keys.c.field == "content")
            .values(wrapped=None)
        )
    answer = get(client, token, made["file"]["url"])
    assert answer.status_code == 410 and "消去済み" in answer.text
    assert get(client, stage.token(stage.who("PG")), made["file"]["url"]).status_code == 404
    assert get(client, token, neighbour["file"]["url"]).content == PDF.content


# ----- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"),
        ("表.csv", "attachment; filename=\"evidence.csv\"; filename*=UTF-8''%E8%A1%A8.csv"),
        ('a".txt', "attachment; filename=\"evidence.txt\"; filename*=UTF-8''a%22.txt"),
        ("100%.txt", "attachment; filename=\"evidence.txt\"; filename*=UTF-8''100%25.txt"),
        ("a'(b).txt", "attachment; filename=\"a'(b).txt\"; filename*=UTF-8''a%27%28b%29.txt"),
    ],
)
def test_a_name_is_told_as_the_standard_says(name: str, header: str) -> None:
    assert attachment(name) == header


@draw(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = attachment(f"{name}.pdf")
    assert header.isascii() and header.count('"') == 2 and "\n" not in header
    assert unquote(header.partition("''")[2]) == f"{name}.pdf"
