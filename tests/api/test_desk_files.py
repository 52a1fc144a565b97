"""Files of tickets: handed in by a form, kept sealed, and handed out to who may see the ticket alone."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from PIL import Image
from starlette.testclient import TestClient

from api.http import build_app
from domain.calendar import TOKYO
from domain.desk.ticket import MOST_FILES
from domain.files import MEGABYTE, MOST_BYTES, HandedIn
from domain.kernel import FORGOTTEN
from store.pictures import MOST_PIXELS
from store.reads import ReadIsNotKept
from store.subjects import SubjectKeys
from tests.api.stage import SCHEMA
from tests.api.test_desk import AtTheDesk
from tests.desks import desk_of, erased, loaded, open_the_desk
from tests.domain.test_files import MACRO, WORD, package
from tests.houses import Home
from tests.marks import MARK
from tests.pictures import MAKER, jpeg, png

NAME = f"{MARK}窓口の記録.pdf"
PDF = b"%PDF-1.7\r\n" + MARK.encode() * 50
FILE = "id name mediaType size url attachedAt by { name } fromConsulter"
ATTACHED = f"""__typename ... on Ticket {{ id code waitsForAnAnswer changedAt files {{ {FILE} }} }}
    ... on Refusal {{ message messageEn }}"""
ATTACH = (
    f"mutation ($input: AttachToTicketInput!) {{ attachToTicket(input: $input) {{ {ATTACHED} }} }}"
)
GIVE = """mutation ($input: AttachWithReceiptInput!) { attachWithReceipt(input: $input) {
    __typename ... on TicketReceipt { status filesReceived } ... on Refusal { message messageEn } } }"""


@pytest.fixture
def at(home: Home) -> AtTheDesk:
    open_the_desk(home)
    return AtTheDesk(home)


@pytest.fixture
def client(at: AtTheDesk) -> Iterator[TestClient]:
    house = at.home.house
    with TestClient(build_app(house.office, house.tokens, SCHEMA, desk=house.desk)) as client:
        yield client


@pytest.fixture
def code(at: AtTheDesk) -> str:
    found: str = at.log()["code"]
    return found


def bearing(at: AtTheDesk, who: str | UUID) -> dict[str, str]:
    """The headers of somebody who has a token."""
    member = who if isinstance(who, UUID) else at.home.people[who]
    token = at.home.house.tokens.issue(member, at=at.home.clock(), valid=timedelta(days=400))
    return {"Authorization": f"Bearer {token}"}


def form(query: str, given: dict[str, Any]) -> dict[str, str]:
    """The texts of a form that hands in a file."""
    whole = {"idempotencyKey": str(uuid4()), "file": None} | given
    asked = {"query": query, "variables": {"input": whole}}
    return {"operations": json.dumps(asked), "map": json.dumps({"0": ["variables.input.file"]})}


def sent(
    client: TestClient,
    headers: dict[str, str],
    query: str,
    name: str,
    content: bytes,
    **given: Any,
) -> Any:
    """What a form that hands in a file is answered, as the mutation says it."""
    file = {"0": (name, content)}
    answer = client.post("/graphql", data=form(query, given), files=file, headers=headers)
    assert answer.status_code == 200, answer.text
    assert "errors" not in answer.json(), answer.text
    [told] = answer.json()["data"].values()
    return told


def attach(at: AtTheDesk, code: str, who: str = "MZ handler", **given: Any) -> Any:
    """Attach a file by whoever it is; the last of the ticket's files, or the refusal."""
    file = given.pop("file", HandedIn(NAME, PDF))
    named = {"idempotencyKey": str(uuid4()), "ticket": code, "file": file} | given
    told = at.ask(who, ATTACH, input=named)["attachToTicket"]
    return told["files"][-1] if told["__typename"] == "Ticket" else told


def files(at: AtTheDesk, code: str, who: str = "MZ handler") -> Any:
    query = f"query ($t: String!) {{ ticket(ticket: $t) {{ files {{ {FILE} }} }} }}"
    return at.ask(who, query, t=code)["ticket"]["files"]


def get(client: TestClient, headers: dict[str, str], path: str, method: str = "GET") -> Any:
    return client.request(method, path, headers=headers)


# ----- handed in --------------------------------------------------------------------------------


def test_a_file_is_handed_in_and_out_unchanged(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    handler = bearing(at, "MZ handler")
    told = sent(client, handler, ATTACH, f"C:\\資料\\{NAME}", PDF, ticket=code)
    [made] = told["files"]
    assert (made["name"], made["mediaType"], made["size"]) == (NAME, "application/pdf", len(PDF))
    assert (made["by"]["name"], made["fromConsulter"]) == ("MZ handler", False)
    assert made == files(at, code, "MZ other handler")[0]
    answer = get(client, bearing(at, "MZ other handler"), made["url"])
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-length"] == str(len(PDF))
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=\"file.pdf\"; filename*=UTF-8''")
    assert unquote(disposition.partition("''")[2]) == NAME
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    head = get(client, handler, made["url"], "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == answer.headers
    assert get(client, handler, made["url"], "POST").status_code == 405


def test_the_same_file_sent_twice_is_attached_once(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    handler = bearing(at, "MZ handler")
    given = {"ticket": code, "idempotencyKey": "1"}
    first = sent(client, handler, ATTACH, "写真.jpg", jpeg(), **given)
    assert sent(client, handler, ATTACH, "写真.jpg", jpeg(), **given) == first
    assert len(first["files"]) == 1
    other = sent(client, handler, ATTACH, "写真.jpg", jpeg() + b"!", **given)
    assert other["__typename"] == "KeyWasUsedForAnotherInput"


def test_a_picture_tells_no_place_time_or_device(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    handler = bearing(at, "MZ handler")
    for name, content in (("写真.jpg", jpeg()), ("画面.PNG", png())):
        assert MAKER.encode() in content
        made = sent(client, handler, ATTACH, name, content, ticket=code)["files"][-1]
        got = get(client, handler, made["url"]).content
        assert (made["name"], made["size"]) == (name, len(got))
        picture = Image.open(BytesIO(got))
        assert picture.size == Image.open(BytesIO(content)).size
        assert dict(picture.getexif()) == {} and picture.getexif().get_ifd(0x8825) == {}
        assert MAKER.encode() not in got


LARGE = BytesIO()
Image.new("1", (int(MOST_PIXELS**0.5) + 1,) * 2).save(LARGE, "PNG")
MOVING = BytesIO()
Image.new("L", (8, 8)).save(MOVING, "PNG", save_all=True, append_images=[Image.new("L", (8, 8), 9)])


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("道具.exe", b"MZ\x90\0", "FileTypeIsNotTaken"),
        ("道具.pdf", b"MZ\x90\0", "FileIsNotWhatItsNameSays"),
        ("道具.pdf.exe", b"%PDF-1.7", "FileTypeIsNotTaken"),
        ("道具.exe\u202efdp.pdf", b"MZ\x90\0", "FileIsNotWhatItsNameSays"),
        ("画面.png", b"<html><script>alert(1)</script>", "FileIsNotWhatItsNameSays"),
        ("画面.png", b"\x89PNG\r\n\x1a\n<html><script>alert(1)", "PictureIsUnreadable"),
        ("画面.svg", b"<svg onload='alert(1)'/>", "FileTypeIsNotTaken"),
        ("画面.html", b"<html>", "FileTypeIsNotTaken"),
        ("写真.jpg", jpeg()[:2000], "PictureIsUnreadable"),
        ("写真.jpg", png(), "FileIsNotWhatItsNameSays"),
        ("写真.heic", b"\0\0\0\x18ftypheic", "FileTypeIsNotTaken"),
        ("画面.png", LARGE.getvalue(), "PictureHasTooManyPixels"),
        ("画面.png", MOVING.getvalue(), "PictureMoves"),
        ("手順.docx", package(WORD, "word/vbaProject.bin"), "FileIsNotWhatItsNameSays"),
        ("手順.docx", package(WORD, listed=MACRO), "FileIsNotWhatItsNameSays"),
        ("一覧.zip", b"PK\x03\x04", "FileTypeIsNotTaken"),
        ("一覧.csv", b"a,b\0", "FileIsNotWhatItsNameSays"),
        ("空.pdf", b"", "FileIsEmpty"),
        ("大.pdf", b"%PDF-".ljust(MOST_BYTES + 1, b"x"), "FileIsTooLarge"),
        ("資料/", b"%PDF-", "TextIsEmpty"),
        ("長" * 252 + ".pdf", b"%PDF-", "TextIsTooLong"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_with_what_to_do(
    at: AtTheDesk, code: str, name: str, content: bytes, refusal: str
) -> None:
    before = loaded(at.home, at.ticket("MZ handler", code)["id"]).version
    told = attach(at, code, file=HandedIn(name, content))
    assert told["__typename"] == refusal
    assert "ください" in told["message"] and told["messageEn"].endswith(".")
    assert loaded(at.home, at.ticket("MZ handler", code)["id"]).version == before


def test_a_file_as_large_as_may_be_passes(at: AtTheDesk, client: TestClient, code: str) -> None:
    handler = bearing(at, "MZ handler")
    largest = b"%PDF-".ljust(MOST_BYTES, b"x")
    [made] = sent(client, handler, ATTACH, "a.pdf", largest, ticket=code)["files"]
    assert get(client, handler, made["url"]).content == largest
    beyond = client.post(
        "/graphql",
        data=form(ATTACH, {"ticket": code}),
        files={"0": ("a.pdf", bytes(13 * MEGABYTE))},
        headers=handler,
    )
    assert beyond.status_code == 413


def test_no_file_touches_the_disk_before_it_is_sealed(
    at: AtTheDesk, client: TestClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(*_: Any) -> None:
        raise AssertionError("a file that is handed in was written to disk as it is")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", written)
    largest = b"%PDF-".ljust(MOST_BYTES, b"x")
    assert sent(client, bearing(at, "MZ handler"), ATTACH, "a.pdf", largest, ticket=code)["files"]


def test_a_ticket_takes_so_many_files(
    at: AtTheDesk, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.desk.ticket.MOST_FILES", 2)
    for _ in range(2):
        assert attach(at, code)["name"] == NAME
    assert attach(at, code)["__typename"] == "TicketHasManyFiles"
    assert attach(at, code, fromConsulter=True)["fromConsulter"]
    assert MOST_FILES == 50


def test_what_a_handler_files_of_the_consulter_is_erased_with_them(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    theirs, ours = attach(at, code, fromConsulter=True), attach(at, code)
    ticket = at.ticket("MZ handler", code)
    assert ticket["waitsForAnAnswer"], "the last word is the consulter's"
    handler = bearing(at, "MZ handler")
    erased(at.home, ticket["id"], loaded(at.home, ticket["id"]).consulter)
    gone = get(client, handler, theirs["url"])
    assert gone.status_code == 410 and "消去済み" in gone.text
    assert get(client, handler, ours["url"]).content == PDF
    assert [(one["name"], one["url"]) for one in files(at, code)] == [
        (FORGOTTEN, None),
        (NAME, ours["url"]),
    ]
    assert attach(at, code, fromConsulter=True)["__typename"] == "SubjectIsErased"
    erased(at.home, ticket["id"])
    handler = bearing(at, "MZ handler")
    assert get(client, handler, ours["url"]).status_code == 410
    assert get(client, bearing(at, "MZ cco"), ours["url"]).status_code == 404
    assert attach(at, code)["__typename"] == "TicketIsErased"
    assert {one["name"] for one in files(at, code)} == {FORGOTTEN}


def test_a_file_is_new_content_that_stays_for_a_month(at: AtTheDesk, code: str) -> None:
    at.home.clock.pass_by(days=31)
    attach(at, code)
    refused = at.do("MZ handler", "askForErasure", ticket=code, reason="期限")
    assert refused["__typename"] == "TicketHasNewContent"
    query = "query ($t: String!) { ticket(ticket: $t) { retention { files texts } } }"
    kept = at.ask("MZ handler", query, t=code)["ticket"]["retention"]
    assert kept == {"files": 1, "texts": 1}


def test_a_handler_finds_a_file_by_its_name(at: AtTheDesk, code: str) -> None:
    at.log(question="別の件")
    attach(at, code, file=HandedIn("検針の画面.pdf", PDF))
    assert at.codes("MZ handler", search="検針の画面") == [code]
    assert at.codes("PG intake", search="検針の画面") == []


def test_what_leaves_the_desk_is_not_called_as_a_file_is(at: AtTheDesk, code: str) -> None:
    attach(at, code, file=HandedIn("二月十日の検針画面の写し.pdf", PDF))
    editor = str(at.home.people["MZ editor"])
    told = {"editor": editor, "title": "二月十日の検針画面の写しが見つかった"}
    refused = at.do("MZ handler", "draftIncident", ticket=code, **told)
    assert refused["__typename"] == "TextIsCarriedOver"


# ----- who hands in, and out --------------------------------------------------------------------

OUTSIDERS = (
    *("MZ cco", "MZ editor", "MZ auditor", "MZ member", "MZ barrier_officer", "MZ undesignated"),
    *("MZ custodian", "HD administrator", "HD secretariat", "PG intake", "PG cco", "EXT deputy"),
)


def test_to_everybody_else_a_file_is_one_that_never_was(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    made = attach(at, code)
    unknown = get(client, bearing(at, "MZ cco"), "/nowhere")
    assert unknown.status_code == 404
    stranger = uuid4()
    named = (made["id"], str(uuid4()), at.ticket("MZ handler", code)["id"], code, "x", "%00")
    for who in (*OUTSIDERS, stranger):
        for one in (*named, made["id"] + "/"):
            answer = get(client, bearing(at, who), f"/tickets/files/{one}")
            assert (answer.status_code, answer.content) == (404, unknown.content), (who, one)
            assert answer.headers == unknown.headers
    for one in named[1:]:
        answer = get(client, bearing(at, "MZ handler"), f"/tickets/files/{one}")
        assert (answer.status_code, answer.content) == (404, unknown.content), one
    assert get(client, bearing(at, "MZ handler"), made["url"]).content == PDF


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_attaches_anything(at: AtTheDesk, code: str, who: str) -> None:
    hidden = attach(at, code, who)
    nothing = attach(at, "TKT-0000-0000", who)
    assert hidden["__typename"] == nothing["__typename"] == "NoSuchTicket"
    assert hidden["message"].replace(code, "…") == nothing["message"].replace("TKT-0000-0000", "…")
    assert files(at, code) == []


def test_a_picture_is_not_worked_on_for_who_may_not_attach_it(
    at: AtTheDesk, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(*_: Any) -> bytes:
        raise AssertionError("drawn for nobody")

    monkeypatch.setattr("commands.desk.files.redrawn", drawn)
    refused = attach(at, code, "MZ cco", file=HandedIn("写真.jpg", jpeg()))
    assert refused["__typename"] == "NoSuchTicket"


def test_whom_a_ticket_is_about_loses_its_files_too(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    other = "MZ other handler"
    mine = attach(at, code, other)
    assert get(client, bearing(at, other), mine["url"]).content == PDF
    member = str(at.home.people[other])
    named = at.do("MZ handler", "namePerson", ticket=code, name="乙", member=member)
    never = get(client, bearing(at, other), f"/tickets/files/{uuid4()}")
    lost = get(client, bearing(at, other), mine["url"])
    assert (lost.status_code, lost.content, lost.headers) == (404, never.content, never.headers)
    assert attach(at, code, other)["__typename"] == "NoSuchTicket"
    at.do("MZ handler", "strikeOutPerson", ticket=code, person=named["persons"][0]["id"])
    assert get(client, bearing(at, other), mine["url"]).content == PDF


def test_a_report_keeps_its_files_to_its_handlers(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    made = attach(at, code, "MZ intake")
    handlers = [str(at.home.people["MZ handler"])]
    at.do("MZ intake", "assessTicket", ticket=code, assessment="WHISTLEBLOWING", handlers=handlers)
    assert get(client, bearing(at, "MZ handler"), made["url"]).content == PDF
    for who in ("MZ intake", "MZ other handler", "EXT deputy"):
        assert get(client, bearing(at, who), made["url"]).status_code == 404


def test_without_a_valid_token_nothing_is_handed_out(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    made = attach(at, code)
    for path in (made["url"], f"/tickets/files/{uuid4()}"):
        for headers in ({}, {"Authorization": "Bearer x.y.z"}):
            answer = client.get(path, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"


READS = "{ ticketReads { member { name } ticketCode withFile } }"


def test_every_download_is_on_record_before_it_leaves(
    at: AtTheDesk, client: TestClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = attach(at, code)
    get(client, bearing(at, "MZ other handler"), made["url"])
    get(client, bearing(at, "MZ cco"), made["url"])
    reads = at.ask("MZ custodian", READS)["ticketReads"]
    read = {"member": {"name": "MZ other handler"}, "ticketCode": code, "withFile": True}
    assert [one for one in reads if one["withFile"]] == [read]
    assert {"member": {"name": "MZ handler"}, "ticketCode": code, "withFile": False} in reads

    def broken(*_: Any) -> None:
        raise ReadIsNotKept

    monkeypatch.setattr(type(desk_of(at.home).reads), "keep", broken)
    answer = get(client, bearing(at, "MZ handler"), made["url"])
    assert answer.status_code == 503 and MARK not in answer.text
    assert answer.json()["errors"][0]["extensions"]["code"] == "READ_NOT_KEPT"


def test_a_file_without_a_desk_is_one_that_never_was(at: AtTheDesk, code: str) -> None:
    made = attach(at, code)
    house = at.home.house
    with TestClient(build_app(house.office, house.tokens, SCHEMA)) as client:
        assert get(client, bearing(at, "MZ handler"), made["url"]).status_code == 404


def test_a_key_store_that_is_away_loses_nothing(
    at: AtTheDesk, client: TestClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = attach(at, code)

    def away(*_: object) -> Any:
        raise OSError("the key store is away")

    with monkeypatch.context() as patch:
        patch.setattr(SubjectKeys, "read", away)
        answer = get(client, bearing(at, "MZ handler"), made["url"])
        assert answer.status_code == 500 and MARK not in answer.text
    assert get(client, bearing(at, "MZ handler"), made["url"]).content == PDF


# ----- consulters -------------------------------------------------------------------------------


@pytest.fixture
def receipt(at: AtTheDesk, code: str) -> str:
    found: str = at.do("MZ intake", "issueReceipt", ticket=code)["code"]
    return found


def test_a_consulter_hands_in_a_file_with_the_code_alone(
    at: AtTheDesk, client: TestClient, code: str, receipt: str
) -> None:
    at.home.clock.pass_by(days=1, hours=3)
    told = sent(client, {}, GIVE, "写真.jpg", jpeg(), code=receipt, idempotencyKey="1")
    assert told == {"__typename": "TicketReceipt", "status": "RECEIVED", "filesReceived": 1}
    again = sent(client, {}, GIVE, "写真.jpg", jpeg(), code=receipt, idempotencyKey="1")
    assert again == told
    [made] = files(at, code)
    assert (made["by"], made["fromConsulter"]) == (None, True)
    assert at.codes("MZ handler", waitsForAnAnswer=True) == [code]
    got = get(client, bearing(at, "MZ handler"), made["url"]).content
    assert MAKER.encode() not in got
    with desk_of(at.home).log.following() as connection:
        last = desk_of(at.home).log.facts(connection, 0, 1_000)[-1]
    assert last.at.astimezone(TOKYO).strftime("%H:%M:%S") == "00:00:00", "by the day"


def test_a_consulter_is_told_what_is_wrong_with_a_file(
    at: AtTheDesk, client: TestClient, code: str, receipt: str
) -> None:
    told = sent(client, {}, GIVE, "道具.pdf", b"MZ\x90\0", code=receipt)
    assert told["__typename"] == "FileIsNotWhatItsNameSays"
    large = {"0": ("a.pdf", bytes(13 * MEGABYTE))}
    answer = client.post("/graphql", data=form(GIVE, {"code": receipt}), files=large)
    assert answer.status_code == 413
    assert "10 MB" in answer.json()["errors"][0]["message"]
    assert files(at, code) == []


def test_a_wrong_code_hands_in_nothing(
    at: AtTheDesk, client: TestClient, code: str, receipt: str
) -> None:
    at.do("MZ intake", "issueReceipt", ticket=code)
    for wrong in ("0000-0000-0000-0000", "", receipt):
        for content in (jpeg(), b"MZ\x90\0"):
            told = sent(client, {}, GIVE, "写真.jpg", content, code=wrong)
            assert told["__typename"] == "CodeIsWrong"
    assert files(at, code) == []


def test_without_a_token_no_other_form_is_read(
    at: AtTheDesk, client: TestClient, code: str
) -> None:
    for query in (
        ATTACH,
        "{ me { name } }",
        "mutation ($input: AttachWithReceiptInput!) { attachWithReceipt(input: $input) { __typename } }"
        " query Q { me { name } }",
        "not graphql",
    ):
        answer = client.post(
            "/graphql", data=form(query, {"ticket": code}), files={"0": (NAME, PDF)}
        )
        assert answer.status_code == 401, query
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert files(at, code) == []


def parts(*some: bytes) -> list[bytes]:
    return [b"--x\r\n" + part + b"\r\n" for part in some]


def part(name: str, content: bytes, more: bytes = b"") -> bytes:
    return f'Content-Disposition: form-data; name="{name}"'.encode() + more + b"\r\n\r\n" + content


def test_no_file_is_read_before_it_is_known_to_be_a_consulters(at: AtTheDesk) -> None:
    """The server stops listening; it is not that the file is thrown away afterwards."""
    house = at.home.house
    app = build_app(house.office, house.tokens, SCHEMA, desk=house.desk)
    theirs, others = form(GIVE, {"code": "1"}), form(ATTACH, {"ticket": "x"})
    file = part("0", PDF, b'; filename="a.pdf"')
    mapped = part("map", theirs["map"].encode())
    asking, wanting = (part("operations", one["operations"].encode()) for one in (theirs, others))
    lengthy = part("operations", theirs["operations"].encode() + b" " * 11_000)
    for body, status, taken in (
        (parts(wanting, mapped, file), 401, 2),
        (parts(file, asking, mapped), 401, 1),
        (parts(mapped, file), 401, 2),
        (parts(lengthy, mapped, file), 401, 1),
        (parts(asking, mapped, file), 200, 4),
    ):
        assert asyncio.run(_sent_in_pieces(app, [*body, b"--x--\r\n"])) == (status, taken)


async def _sent_in_pieces(app: Any, body: list[bytes]) -> tuple[int, int]:
    """The status that a form is answered, and how many pieces of it were taken by then."""
    taken, told = 0, 0

    async def receive() -> Any:
        nonlocal taken
        taken += 1
        more = taken < len(body)
        return {"type": "http.request", "body": body[taken - 1], "more_body": more}

    async def send(message: Any) -> None:
        nonlocal told
        told = message.get("status", told)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"multipart/form-data; boundary=x"),
        ],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    return told, taken
