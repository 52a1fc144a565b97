"""A conversation over a WebSocket: graphql-transport-ws to the letter, and no more than may be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from api.edge.edge import Edge
from api.edge.rates import Buckets
from api.http import build_app
from api.live import pushing, sockets
from api.live.beats import Steady
from commands.register.incidents import report_incident
from store.engine import open_engine
from store.reads import Way
from tests.api.listening import SCHEMA
from tests.houses import MZ, Home
from tests.releasing import release

PROTOCOL = "graphql-transport-ws"
SUBSCRIBE = {"query": "subscription { changed { nodes { kind title } } }"}
ADDED = {"data": {"changed": {"nodes": [{"kind": "ADDED", "title": "誤送信"}]}}}


def client_of(home: Home, edge: Edge | None = None, address: str = "testclient") -> TestClient:
    beats = Steady(0.02, 0.01)
    app = build_app(home.office, home.house.tokens, SCHEMA, edge, beats)
    return TestClient(app, client=(address, 50_000))


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    with client_of(home) as opened:
        yield opened


def bearer(home: Home, who: str = "PG member", **valid: float) -> dict[str, str]:
    issued = home.house.tokens.issue(
        home.people[who], at=home.clock(), valid=timedelta(**valid or {"hours": 1})
    )
    return {"Authorization": f"Bearer {issued}"}


@contextmanager
def opened(client: TestClient, **headers: str) -> Iterator[WebSocketTestSession]:
    """A socket before anything was said."""
    with client.websocket_connect("/graphql", [PROTOCOL], headers=headers) as socket:
        yield socket


@contextmanager
def begun(
    client: TestClient, home: Home, who: str = "PG member", **valid: float
) -> Iterator[WebSocketTestSession]:
    """A socket of somebody the service knows."""
    with opened(client) as socket:
        socket.send_json({"type": "connection_init", "payload": bearer(home, who, **valid)})
        assert socket.receive_json() == {"type": "connection_ack"}
        yield socket


def subscribe(socket: WebSocketTestSession, name: str = "1", **payload: Any) -> None:
    """Subscribe to what changes from about now on, unless a payload says otherwise."""
    socket.send_json({"id": name, "type": "subscribe", "payload": payload or SUBSCRIBE})


def report(home: Home, title: str = "誤送信", party: str = "PG") -> None:
    home.clock.pass_by(seconds=1)
    home.perform(f"{party} editor", report_incident, title=title)


def since_now(home: Home) -> dict[str, Any]:
    """A subscription that misses nothing, however long it takes to begin."""
    query = "subscription ($s: Moment) { changed(since: $s) { nodes { kind title } } }"
    return {"query": query, "variables": {"s": {"at": home.clock().isoformat()}}}


def closed(socket: WebSocketTestSession) -> int:
    """With which code the socket was closed, without a further word."""
    with pytest.raises(WebSocketDisconnect) as closing:
        socket.receive_json()
    return closing.value.code


# ----- the protocol -------------------------------------------------------------------------------


def test_a_subscription_is_pushed_what_changes(home: Home, client: TestClient) -> None:
    with begun(client, home) as socket:
        subscribe(socket, **since_now(home))
        report(home)
        assert socket.receive_json() == {"id": "1", "type": "next", "payload": ADDED}


def test_several_subscriptions_share_a_socket_and_one_is_completed(
    home: Home, client: TestClient
) -> None:
    with begun(client, home) as socket:
        subscribe(socket, "a", **since_now(home))
        subscribe(socket, "b", **since_now(home))
        report(home)
        assert {socket.receive_json()["id"] for _ in range(2)} == {"a", "b"}
        socket.send_json({"id": "a", "type": "complete"})
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}
        report(home)
        assert socket.receive_json()["id"] == "b"
        subscribe(socket, "a", **since_now(home))
        report(home)
        assert {socket.receive_json()["id"] for _ in range(2)} == {"a", "b"}


def test_a_ping_is_answered_before_and_after_the_beginning(home: Home, client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_json({"type": "ping", "payload": {"n": 1}})
        assert socket.receive_json() == {"type": "pong"}
        socket.send_json({"type": "pong"})
        socket.send_json({"type": "connection_init", "payload": bearer(home)})
        assert socket.receive_json() == {"type": "connection_ack"}
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


@pytest.mark.parametrize(
    "query",
    [
        "subscription {",
        "subscription { nothing }",
        "{ me { name } }",
        "subscription { changed(first: 0) { totalCount } }",
        "subscription { changed { nodes { title } } " + "x " * 2_000 + "}",
    ],
)
def test_a_bad_document_ends_its_own_subscription_alone(
    home: Home, client: TestClient, query: str
) -> None:
    with begun(client, home) as socket:
        subscribe(socket, "good", **since_now(home))
        subscribe(socket, "bad", query=query)
        refused = socket.receive_json()
        assert (refused["id"], refused["type"]) == ("bad", "error")
        assert refused["payload"] and all("message" in error for error in refused["payload"])
        report(home)
        assert socket.receive_json() == {"id": "good", "type": "next", "payload": ADDED}
        subscribe(socket, "bad", **since_now(home))
        report(home)
        assert {socket.receive_json()["id"] for _ in range(2)} == {"good", "bad"}


def test_the_same_limits_hold_as_for_a_question(home: Home, client: TestClient) -> None:
    deep = "subscription { changed { nodes " + "{ record " * 12 + "{ id }" + " }" * 12 + " } }"
    with begun(client, home) as socket:
        subscribe(socket, query=deep)
        [error] = socket.receive_json()["payload"]
        assert error["extensions"]["code"] == "DOCUMENT_LIMIT"


@pytest.mark.parametrize(
    ("protocols", "code"),
    [([], 4406), (["graphql-ws"], 4406), (["graphql-ws", PROTOCOL], None)],
)
def test_only_one_protocol_is_spoken(
    client: TestClient, protocols: list[str], code: int | None
) -> None:
    with client.websocket_connect("/graphql", protocols) as socket:
        if code is None:
            assert socket.accepted_subprotocol == PROTOCOL
        else:
            assert closed(socket) == code


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "[]",
        "null",
        '"ping"',
        "{}",
        '{"type": 1}',
        '{"type": "start", "id": "1", "payload": {}}',
        '{"type": "connection_terminate"}',
        '{"type": "next", "id": "1"}',
        '{"type": "ping", "type": "ping"}',
        '{"type": "subscribe", "id": 1, "payload": {"query": "subscription { changed { totalCount } }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "subscription { changed { totalCount } }"}}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{", "variables": []}}',
        '{"type": "complete"}',
        '{"type": "complete", "id": null}',
        '{"type": "ping", "payload": ' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"type": "ping", "payload": "\\ud800"}',
    ],
    ids=range(20),
)
def test_a_message_that_means_nothing_closes_the_socket(
    home: Home, client: TestClient, message: str
) -> None:
    with begun(client, home) as socket:
        socket.send_text(message)
        assert closed(socket) == 4400


def test_a_message_of_bytes_closes_the_socket(home: Home, client: TestClient) -> None:
    with begun(client, home) as socket:
        socket.send_bytes(b'{"type": "ping"}')
        assert closed(socket) == 4400


def test_a_message_too_large_closes_the_socket(home: Home, client: TestClient) -> None:
    with begun(client, home) as socket:
        socket.send_json({"type": "ping", "payload": {"": "x" * sockets.MAX_MESSAGE}})
        assert closed(socket) == 1009


def test_an_id_is_used_once_at_a_time(home: Home, client: TestClient) -> None:
    with begun(client, home) as socket:
        subscribe(socket)
        subscribe(socket)
        assert closed(socket) == 4409


def test_a_conversation_begins_once(home: Home, client: TestClient) -> None:
    with begun(client, home) as socket:
        socket.send_json({"type": "connection_init", "payload": bearer(home)})
        assert closed(socket) == 4429


# ----- who may listen -----------------------------------------------------------------------------


def test_nobody_subscribes_before_the_beginning(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket)
        assert closed(socket) == 4401


@pytest.mark.parametrize(
    "payload",
    [
        None,
        {},
        [],
        {"Authorization": None},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x.y.z"},
        {"Authorization": "Basic eA=="},
        {"Authorization": "Bearer " + "x" * 5_000},
    ],
    ids=range(8),
)
def test_without_a_valid_token_there_is_no_beginning(client: TestClient, payload: Any) -> None:
    with opened(client) as socket:
        socket.send_json({"type": "connection_init", "payload": payload})
        assert closed(socket) == 4403


def test_the_operator_is_told_who_was_sent_away(
    home: Home, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(client) as socket:
        socket.send_json({"type": "connection_init", "payload": {"Authorization": "Bearer 秘密"}})
        assert closed(socket) == 4403
    with begun(client, home, minutes=5) as socket:
        subscribe(socket)
        home.clock.pass_by(minutes=6)
        assert closed(socket) == 4403
    told = [line for line in capsys.readouterr().out.splitlines() if "refused" in line]
    assert ["status=401" in line and "testclient" in line for line in told] == [True]
    assert "秘密" not in "".join(told)


def test_who_says_nothing_is_not_waited_for(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "SECONDS_TO_BEGIN", 0.05)
    with opened(client) as socket:
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}
        assert closed(socket) == 4408


def test_a_socket_ends_with_its_token(home: Home, client: TestClient) -> None:
    with begun(client, home, minutes=5) as socket:
        subscribe(socket)
        home.clock.pass_by(minutes=6)
        assert closed(socket) == 4403


@pytest.mark.parametrize(
    ("headers", "welcome"),
    [
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver.elsewhere.example"}, False),
        ({"Origin": "http://testserver"}, True),
        ({}, True),
    ],
)
def test_a_page_of_another_site_gets_no_socket(
    client: TestClient, headers: dict[str, str], welcome: bool
) -> None:
    with ExitStack() as stack:
        if welcome:
            stack.enter_context(opened(client, **headers))
        else:
            with pytest.raises(WebSocketDenialResponse) as denied:
                stack.enter_context(opened(client, **headers))
            assert denied.value.status_code == 403


# ----- how much -----------------------------------------------------------------------------------


def test_a_socket_holds_so_many_subscriptions(home: Home, client: TestClient) -> None:
    with begun(client, home) as socket:
        for number in range(sockets.SUBSCRIPTIONS + 1):
            subscribe(socket, str(number))
        refused = socket.receive_json()
        assert (refused["id"], refused["type"]) == (str(sockets.SUBSCRIPTIONS), "error")
        assert refused["payload"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"
        socket.send_json({"id": "0", "type": "complete"})
        subscribe(socket, "more")
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


def test_a_member_holds_so_many_sockets_and_another_as_many(home: Home, client: TestClient) -> None:
    with ExitStack() as stack:
        for _ in range(pushing.STREAMS_OF_ONE):
            stack.enter_context(begun(client, home))
        with opened(client) as one_more:
            one_more.send_json({"type": "connection_init", "payload": bearer(home)})
            assert closed(one_more) == 4429
        stack.enter_context(begun(client, home, "MZ member"))
    with begun(client, home):
        pass


def test_so_many_sockets_from_one_address_wait_to_be_known(client: TestClient, home: Home) -> None:
    with ExitStack() as stack:
        for _ in range(pushing.STRANGERS_OF_ONE):
            stack.enter_context(opened(client))
        with pytest.raises(WebSocketDenialResponse) as denied:
            stack.enter_context(opened(client))
        assert denied.value.status_code == 503
    with begun(client, home):
        pass


def test_who_subscribes_too_often_is_told_so(home: Home) -> None:
    edge = Edge(members=Buckets(0.1))
    with client_of(home, edge) as client, begun(client, home) as socket:
        for number in range(sockets.SUBSCRIPTIONS):
            asked = since_now(home)
            report(home)
            subscribe(socket, f"{number}", **asked)
            said = socket.receive_json()
            while said["type"] == "next" and said["id"] != f"{number}":
                said = socket.receive_json()
            if said["type"] == "error":
                break
        assert said["payload"][0]["extensions"]["code"] == "RATE"


def test_who_guesses_tokens_is_soon_not_let_in(home: Home) -> None:
    edge = Edge(addresses=Buckets(1))
    with client_of(home, edge) as client, pytest.raises(WebSocketDenialResponse) as denied:
        for _ in range(20):
            with opened(client) as socket:
                socket.send_json({"type": "connection_init", "payload": {}})
                assert closed(socket) == 4403
    assert denied.value.status_code == 429


def test_what_nobody_foresaw_is_told_under_a_number(
    home: Home, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with begun(client, home) as socket:
        owner = open_engine(home.house.settings.owner_url)
        with owner.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE incident RENAME TO incident_hidden")
        owner.dispose()
        subscribe(
            socket, query='subscription { changed(filter: {owner: "秘密の語"}) { totalCount } }'
        )
        refused = socket.receive_json()
    [error] = refused["payload"]
    assert refused["type"] == "error"
    assert error["extensions"]["code"] == "INTERNAL"
    said = "".join(capsys.readouterr())
    assert error["extensions"]["id"] in said
    assert "秘密の語" not in said
    assert "incident" not in json.dumps(refused)


def test_a_push_of_anothers_record_is_on_record_with_where_it_went(home: Home) -> None:
    record = home.made("MZ editor", report_incident, title="秘", categories=("NONE",))
    with client_of(home, address="192.0.2.77") as client, begun(client, home) as socket:
        subscribe(socket, **since_now(home))
        home.clock.pass_by(seconds=1)
        release(home, record)
        assert socket.receive_json()["type"] == "next"
        _, [read] = home.house.reads.of_records(MZ, (str(record),), first=9)
    assert (read.way, read.address) == (Way.PUSH, "192.0.2.77")
