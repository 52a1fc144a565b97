"""Reads on record: what another party was shown is kept before it leaves, and told to its owner's auditors."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from api.lens import Scope
from projections.clearance import Clearance
from projections.view import bit
from store.engine import READS_SCHEMA, open_engine
from store.reads import LISTS, READS
from tests.api.stage import Stage
from tests.api.test_releases import an_incident, release
from tests.houses import MZ, PG

TITLES = "query ($id: ID!) { node(id: $id) { id ... on Incident { title } } }"
OF = """query ($record: ID!, $first: Int! = 50, $after: String) {
    readsOf(record: $record, first: $first, after: $after) { totalCount
      nodes { id at party { code } roles member memberCode way address document records { id code } }
      pageInfo { hasNextPage endCursor } } }"""
BY = """query ($who: ID!) { readsBy(member: $who) { totalCount
    nodes { roles records { id } } } }"""


@pytest.fixture
def client(stage: Stage) -> TestClient:
    return stage.client()


def asked(
    client: TestClient, stage: Stage, who: UUID, query: str, **variables: Any
) -> tuple[int, dict[str, Any]]:
    """The status and body of an answer over HTTP: reads are kept where answers leave."""

    token = stage.house.tokens.issue(who, at=stage.clock(), valid=timedelta(hours=1))
    answer = client.post(
        "/graphql",
        json={"query": query, "variables": variables},
        headers={"Authorization": f"Bearer {token}"},
    )
    return answer.status_code, answer.json()


def reads_of(stage: Stage, record: str, party: str = "PG", **page: Any) -> dict[str, Any]:
    found = stage.ask(stage.who(party, "auditor"), OF, record=record, **page)["readsOf"]
    return dict(found)


def kept(stage: Stage) -> int:
    with stage.house.reads.engine.connect() as connection:
        query = sa.select(sa.func.count()).select_from(READS)
        return int(connection.execute(query).scalar_one())


def test_who_is_shown_a_released_record_is_told_to_its_owners_auditor(
    stage: Stage, client: TestClient
) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    reader = stage.who("MZ", "editor")
    status, body = asked(client, stage, reader, TITLES, id=record["id"])
    assert status == 200 and body["data"]["node"]["id"] == record["id"]
    found = reads_of(stage, record["id"])
    [read] = found["nodes"]
    assert found["totalCount"] == 1
    assert (read["party"], read["roles"], read["way"]) == ({"code": "MZ"}, ["EDITOR"], "QUESTION")
    assert read["member"] == str(reader) and read["memberCode"].startswith("MEM-")
    assert read["document"] == hashlib.sha256(TITLES.encode()).hexdigest()
    assert [one["id"] for one in read["records"]] == [record["id"]]
    [by] = stage.ask(stage.who("PG", "auditor"), BY, who=str(reader))["readsBy"]["nodes"]
    assert [one["id"] for one in by["records"]] == [record["id"]]


def test_from_where_it_was_asked_is_told(stage: Stage) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    app = stage.client().app
    for address in ("192.0.2.77", "2001:db8::1"):
        there = TestClient(app, client=(address, 50_000))
        asked(there, stage, stage.who("MZ"), TITLES, id=record["id"])
    found = reads_of(stage, record["id"])["nodes"]
    assert [one["address"] for one in found] == ["2001:db8::1", "192.0.2.77"]


def test_what_is_ones_own_or_not_shown_is_not_on_record(stage: Stage, client: TestClient) -> None:
    record, hidden = an_incident(stage), an_incident(stage)
    release(stage, record["id"])
    before = kept(stage)
    asked(client, stage, stage.who("PG"), TITLES, id=record["id"])
    asked(client, stage, stage.who("MZ"), TITLES, id=hidden["id"])
    asked(client, stage, stage.who("MZ"), "{ me { name party { name } } }")
    asked(client, stage, stage.who("MZ"), "{ incidents(first: 0) { totalCount nodes { id } } }")
    assert kept(stage) == before
    assert reads_of(stage, hidden["id"])["totalCount"] == 0


def test_people_whom_one_administers_are_ones_own(stage: Stage) -> None:
    """An administrator reads no record, and so has no party to look by."""
    with stage.house.log.reading() as connection:
        scope = Scope(connection, Clearance(None, "2023-02-17", bit(MZ)))
        scope.show("own", MZ)
        scope.show("other", PG)
    assert scope.shown == {"other": PG}


def test_only_the_records_of_the_page_are_shown(stage: Stage, client: TestClient) -> None:
    """The row behind a page, which tells whether there is one, was not read by anybody."""
    several = [an_incident(stage)["id"] for _ in range(3)]
    release(stage, *several)
    query = """query ($owner: String) { incidents(first: 2, orderBy: RECORDED_DESC,
        filter: {owner: $owner}) { nodes { id } pageInfo { hasNextPage } } }"""
    _, body = asked(client, stage, stage.who("MZ"), query, owner="PG")
    shown = {one["id"] for one in body["data"]["incidents"]["nodes"]}
    assert body["data"]["incidents"]["pageInfo"]["hasNextPage"] and len(shown) == 2
    assert {one for one in several if reads_of(stage, one)["totalCount"]} == shown


def test_changes_and_what_hangs_on_a_record_are_shown_too(stage: Stage, client: TestClient) -> None:
    begun = stage.clock()
    record = an_incident(stage)
    release(stage, record["id"])
    query = "query ($since: Moment!) { changes(since: $since) { nodes { recordId title } } }"
    asked(client, stage, stage.who("MZ"), query, since={"at": begun.isoformat()})
    [read] = reads_of(stage, record["id"])["nodes"]
    assert read["way"] == "QUESTION"


def test_nobody_is_told_of_others_records_that_were_read_with_their_own(
    stage: Stage, client: TestClient
) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    asked(client, stage, stage.who("MZ"), "{ incidents(first: 100) { nodes { id } } }")
    with stage.house.reads.engine.connect() as connection:
        owners = set(connection.execute(sa.select(LISTS.c.owner)).scalars())
    told = reads_of(stage, record["id"])["nodes"][0]["records"]
    own = stage.ask(stage.who("PG"), "{ ownRecords(first: 100) { nodes { id } } }")
    mine = {one["id"] for one in own["ownRecords"]["nodes"]}
    assert {one["id"] for one in told} <= mine and owners
    assert reads_of(stage, record["id"], party="HD") == {
        "totalCount": 0,
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }


@pytest.mark.parametrize("who", [("PG", "barrier_officer"), ("PG", "cco"), ("MZ", "member")])
def test_reads_are_for_auditors(stage: Stage, who: tuple[str, str]) -> None:
    record = an_incident(stage)
    for query, named in ((OF, {"record": record["id"]}), (BY, {"who": record["id"]})):
        _, errors = stage.answer(stage.who(*who), query, **named)
        assert [one.extensions["code"] for one in errors] == ["NOT_PERMITTED"]


def test_what_cannot_be_put_on_record_does_not_leave(stage: Stage, client: TestClient) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    settings = stage.house.settings
    url = settings.owner_url if settings.on_postgresql else settings.reads_url
    owner = open_engine(url, READS_SCHEMA)
    with owner.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql("ALTER TABLE shown RENAME TO gone")
    owner.dispose()
    status, body = asked(client, stage, stage.who("MZ"), TITLES, id=record["id"])
    assert status == 503
    assert body["errors"][0]["extensions"]["code"] == "READ_NOT_KEPT"
    assert "data" not in body and record["code"] not in str(body)
    status, body = asked(client, stage, stage.who("PG"), TITLES, id=record["id"])
    assert status == 200, "one's own records need no other's leave"


def test_reads_are_paged(stage: Stage, client: TestClient) -> None:
    record = an_incident(stage)
    release(stage, record["id"])
    for _ in range(3):
        asked(client, stage, stage.who("MZ"), TITLES, id=record["id"])
    page = reads_of(stage, record["id"], first=2)
    assert page["totalCount"] == 3 and page["pageInfo"]["hasNextPage"]
    rest = reads_of(stage, record["id"], first=2, after=page["pageInfo"]["endCursor"])
    assert not rest["pageInfo"]["hasNextPage"]
    assert len({one["id"] for one in page["nodes"] + rest["nodes"]}) == 3
    _, errors = stage.answer(
        stage.who("PG", "auditor"), OF, record=record["id"], after=str(UUID(int=7))
    )
    assert errors[0].extensions["code"] == "BAD_PAGE"


def test_what_is_quoted_or_called_by_a_record_is_shown(stage: Stage, client: TestClient) -> None:
    """A figure's quotes hold text of records; a link is called by both of its ends."""
    mz = stage.who("MZ", "editor")
    figure = stage.do(
        mz,
        "stateFigure",
        idempotencyKey="figure",
        label="閲覧",
        measure="件数",
        value="48151",
        unit="件",
        informationCategories=["NONE"],
    )
    record = an_incident(stage, title="48151件の閲覧")
    release(stage, record["id"])
    query = "query ($id: ID!) { node(id: $id) { ... on Figure { quotes { text } } } }"
    _, body = asked(client, stage, mz, query, id=figure["id"])
    assert "48151" in str(body)
    assert reads_of(stage, record["id"])["totalCount"] == 1
    cause = stage.do(mz, "stateCause", idempotencyKey="cause", statement="MZの原因")
    link = stage.do(mz, "linkRecords", idempotencyKey="l", cause=cause["id"], record=record["id"])
    before = reads_of(stage, record["id"])["totalCount"]
    titled = "query ($id: ID!) { history(id: $id) { nodes { title } } }"
    _, body = asked(client, stage, mz, titled, id=link["id"])
    assert "48151件の閲覧" in str(body)
    assert reads_of(stage, record["id"])["totalCount"] == before + 1


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_moments_at_the_ends_of_the_calendar_are_moments(stage: Stage, at: str) -> None:
    query = """query ($record: ID!, $at: DateTime!) {
        readsOf(record: $record, since: {at: $at}, until: {at: $at}) { totalCount }
        couldSee(record: $record, at: {at: $at}) { could } }"""
    record = an_incident(stage)
    told = stage.ask(stage.who("PG", "auditor"), query, record=record["id"], at=at)
    assert told["readsOf"]["totalCount"] == 0
