"""What tests of evidence and notes share: records to write on, and files to hand in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from commands.office import Desk
from commands.people.departments import found_department
from commands.people.members import enrol_member
from commands.register.releases import release_record
from domain.files import HandedIn
from domain.people.roles import OPERATOR
from projections.view import View
from tests.api.stage import Stage
from tests.api.test_commands import key

HD, PG, MZ = 0, 1, 2
PDF = HandedIn("C:\\資料\\実施記録.pdf", b"%PDF-1.7\nthe record")
DOCUMENT = {"name": "行為規制の手引", "number": "手-12", "version": "第3版", "place": "文書庫"}
ABSENT = "00000000-0000-0000-0000-000000000000"

ANNOTATED = """query ($id: ID!) { node(id: $id) { version changedAt ... on AnnotatedRecord {
    evidence { id title } notes { id text } } } }"""


def attach(stage: Stage, record: str, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    """Attach evidence of a record: the file, unless a document is cited."""
    whole = {"idempotencyKey": key(), "record": record, "title": "研修の実施記録"} | given
    if not whole.keys() & {"file", "document"}:
        whole["file"] = PDF
    return stage.do(who or stage.who("MZ", "editor"), "attachEvidence", **whole)


def note(stage: Stage, record: str, who: UUID | None = None, **given: Any) -> dict[str, Any]:
    """Write a note on a record."""
    whole = {"idempotencyKey": key(), "record": record, "text": "次回に範囲を確かめる"} | given
    return stage.do(who or stage.who("MZ", "editor"), "writeNote", **whole)


def borne(stage: Stage, who: UUID, record: str) -> Any:
    """The evidence and notes of a record as somebody sees them, with the record's version."""
    return stage.ask(who, ANNOTATED, id=record)["node"]


def first(stage: Stage, who: UUID, field: str) -> str:
    """The id of the first record of a list."""
    page = stage.ask(who, f"{{ {field}(first: 1) {{ nodes {{ id }} }} }}")[field]
    found: str = page["nodes"][0]["id"]
    return found


def hidden_from_mz(stage: Stage) -> str:
    """An incident of PG that MZ does not see."""
    query = '{ incidents(filter: {owner: "PG"}, first: 1) { nodes { id } } }'
    found: str = stage.ask(stage.who("PG"), query)["incidents"]["nodes"][0]["id"]
    return found


def release(stage: Stage, view: View, record: str, to: int) -> None:
    """MZ releases a record of its own."""

    def command(desk: Desk) -> Any:
        return release_record(desk, view, record=UUID(record), to=to, basis="合同会議で共有")

    stage.house.office.perform(stage.who("MZ", "barrier_officer"), command)


def department_with_editor(stage: Stage, name: str) -> tuple[UUID, UUID]:
    """A department of MZ, and an editor who is limited to it."""
    since = date(2023, 1, 1)
    office = stage.house.office
    [department] = office.perform(
        OPERATOR.member, lambda desk: found_department(desk, party=MZ, name=name, since=since)
    ).records
    [editor] = office.perform(
        OPERATOR.member,
        lambda desk: enrol_member(
            desk,
            party=MZ,
            name=f"{name} 編集担当",
            roles=("editor",),
            department=department,
            since=since,
        ),
    ).records
    return department, editor


UPLOAD = """mutation ($input: AttachEvidenceInput!) { attachEvidence(input: $input) {
    __typename ... on Evidence { id file { name mediaType size sha256 url } }
    ... on Refusal { message messageEn } } }"""


def form(record: str, **given: Any) -> dict[str, str]:
    """The texts of a form that hands in a file, as the specification says."""
    whole = {"idempotencyKey": key(), "record": record, "title": "研修の実施記録", "file": None}
    asked = {"query": UPLOAD, "variables": {"input": whole | given}}
    return {"operations": json.dumps(asked), "map": json.dumps({"0": ["variables.input.file"]})}


def upload(
    client: TestClient, token: str, record: str, name: str, content: bytes, **given: Any
) -> Any:
    """Hand in a file over HTTP; answers what the mutation answered."""
    answer = client.post(
        "/graphql",
        data=form(record, **given),
        files={"0": (name, content)},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json(), answer.text
    return answer.json()["data"]["attachEvidence"]
