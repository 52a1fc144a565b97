"""The desk behind the wall: two worlds that differ in tickets, identities, designations, requests and reads
answer alike whoever may not see these, other handlers of the same desk included. So they do where both have
published statistics of what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import pytest
from graphql import get_named_type

from commands.desk import consulting, custody, files, guidance, publishing, tickets
from commands.people.members import enrol_member
from domain.files import HandedIn
from projections.desk.tickets import guidance_drafts
from tests.apart import DESK_MUTATIONS, DESK_QUERIES
from tests.api.test_desk import RECEIPT, WRITE
from tests.api.test_desk_files import ATTACH, GIVE, form
from tests.desks import desk_of, erased, handle, loaded, logged, opened
from tests.houses import NUMBERS, OPENING, Home, Template
from tests.wall.asking import SCHEMA, Answer, Asked, Document, require_alike
from tests.wall.documents import maximal
from tests.wall.minting import minting
from tests.wall.worlds import Cast, World

pytestmark = pytest.mark.xdist_group("the desk")

ABSENT: Final = "0b6f8a52-0f2f-4f0e-9f6e-6f2d3f0c1a55"
NO_CODE: Final = "TKT-0000-0000"
HIDDEN: Final = "隠した相談の言葉"
SHARED: Final = "両方の世界にある相談"


@dataclass
class Two:
    """The two worlds, and names of what stands in them."""

    a: Asked
    b: Asked
    hidden: list[str] = field(default_factory=list)
    shared: str = ""
    files: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    answers: int = 0

    def ask(self, who: str | None, one: Document) -> None:
        """Ask both as somebody; they must answer alike."""
        here, there = (
            world.ask(
                None if who is None else world.world.home.people[who],
                one,
                seed=f"{self.answers} {one.name}",
            )
            for world in (self.a, self.b)
        )
        require_alike(one, here, there, who or "nobody")
        self.answers += 2

    def send(self, who: str | None, method: str, path: str, about: str, **request: Any) -> Answer:
        """Send both what is no document; they must answer alike."""
        here, there = (
            world.send(
                method,
                path,
                f"{self.answers} {about}",
                headers={} if who is None else _bearing(world, who),
                **request,
            )
            for world in (self.a, self.b)
        )
        require_alike(Document(about, path, {}), here, there, who or "nobody")
        self.answers += 2
        return here


def _bearing(world: Asked, who: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {world.token(world.world.home.people[who])}"}


def attached(home: Home, who: str, ticket: str, name: str) -> str:
    """A file of a ticket; answers its id."""
    file = files.taken(HandedIn(f"{name}.pdf", b"%PDF-1.7 " + name.encode()))
    handle(home, who, files.attach_to_ticket, ticket=ticket, file=file)
    return str(loaded(home, ticket).files[-1].id)


def happened_in_both(home: Home) -> str:
    """What the desk of MZ sees in either world."""
    with minting("shared"):
        ticket = logged(home, question=SHARED)
    with minting("shared answer"):
        handle(home, "MZ handler", tickets.answer_ticket, ticket=ticket, text="共通の回答")
    with minting("shared file"):
        attached(home, "MZ handler", ticket, "共通の資料")
    with minting("counted"):
        for number in range(6):
            logged(home, question=f"{SHARED} {number}", category="MAY_I_SEE")
    return ticket


PERIODS: Final = (
    {"firstDay": "2023-02-01", "lastDay": "2023-02-28"},
    {"firstDay": "2023-01-01", "lastDay": "2023-01-31"},
    {"firstDay": "2022-12-01", "lastDay": "2023-02-28"},
    {"firstDay": "2023-03-01", "lastDay": "2023-03-31"},
)
"""One that was published, one that could be, one that shares days with the first, one that is not over."""
JANUARY: Final = date(2023, 1, 20)
FEBRUARY: Final = (date(2023, 2, 1), date(2023, 2, 28))
AT_PG: Final = {
    "A": (("MAY_I_SEE", "PHONE", 9), ("SYSTEM", "MAIL", 4), ("CONDUCT", "COUNTER", 2)),
    "B": (("MAY_I_SEE", "PHONE", 7), ("MAY_I_SEE", "MAIL", 2), ("HARASSMENT", "PAGE", 4)),
}
"""What PG's desk received besides what is hidden there (one by phone in the first world, three in the second):
other small numbers in each, and the same ones told."""


def counted_in(home: Home, letter: str) -> None:
    """What statistics are made of besides what both worlds share: at PG what differs in its small numbers alone,
    and at MZ in the second world reports of which nothing is told."""
    for category, channel, times in AT_PG[letter]:
        for number in range(times):
            question = f"PG {HIDDEN}{letter} {category} {number}"
            logged(home, "PG intake", question=question, category=category, channel=channel)
    for number in range(5 if letter == "B" else 0):
        question = f"{HIDDEN}{letter} 一月 {number}"
        report = logged(home, "MZ handler", question=question, received_on=JANUARY)
        handlers = [home.people["MZ handler"]]
        given: dict[str, Any] = {"assessment": "WHISTLEBLOWING", "handlers": handlers}
        handle(home, "MZ handler", tickets.assess_ticket, ticket=report, **given)


def published_in_both(home: Home) -> None:
    """Both desks tell of February."""
    first, last = FEBRUARY
    for who in ("MZ handler", "PG intake"):
        with minting(f"published by {who}"):
            given: dict[str, Any] = {"first_day": first, "last_day": last}
            handle(home, who, publishing.publish_statistics, **given)


DRAFTED: Final[dict[str, Any]] = {
    "question": "隠した下書きの質問",
    "answer": "隠した下書きの回答",
    "basis": "規程",
}


def drafts_of(home: Home) -> list[str]:
    """The drafts of guidance there are."""
    with desk_of(home).log.following() as connection:
        return [row["id"] for row in guidance_drafts(connection)]


def hidden_in(home: Home, letter: str, shared: str) -> list[str]:
    """What only MZ's one handler, or PG's desk, or a custodian knows; more of it in the second world."""
    made: list[str] = []
    for number in range(1 if letter == "A" else 3):
        home.clock.pass_by(minutes=1)
        report = logged(
            home, "MZ handler", question=f"{HIDDEN}{letter}{number}", contact="090-1111"
        )
        handlers = [home.people["MZ handler"]]
        handle(
            home,
            "MZ handler",
            tickets.assess_ticket,
            ticket=report,
            assessment="WHISTLEBLOWING",
            handlers=handlers,
        )
        handle(home, "MZ handler", tickets.name_person, ticket=report, name="丁", party="PG")
        code = f"{number:016d}"
        handle(home, "MZ handler", tickets.issue_receipt, ticket=report, code=code)
        wrote = partial(consulting.write_back, text=f"{HIDDEN}{letter}")
        desk_of(home).by_receipt(code, wrote, key="1", request=b"")
        theirs = logged(home, "PG intake", question=f"PG {HIDDEN}{letter}{number}")
        handle(home, "MZ handler", guidance.draft_guidance, ticket=report, **DRAFTED)
        handle(home, "PG intake", guidance.draft_guidance, **DRAFTED)
        attached(home, "MZ handler", report, f"{HIDDEN}{letter}{number}")
        attached(home, "PG intake", theirs, f"PG {HIDDEN}{letter}{number}")
        made += [report, theirs]
    handle(home, "MZ handler", custody.ask_for_identity, ticket=shared, reason=f"{HIDDEN}{letter}")
    if letter == "B":
        handle(home, "MZ handler", custody.ask_for_identity, ticket=made[0], reason="確認")
        erased(home, made[2], loaded(home, made[2]).consulter)
        with minting("PG more"):
            more = home.made(
                "operator",
                enrol_member,
                party=NUMBERS["HD"],
                name="HD 従事者",
                roles=["desk_officer"],
                since=OPENING,
            )
        handle(home, "PG custodian", custody.designate_officer, member=more, basis="x", deputy=True)
        left = partial(consulting.leave_identity, name="戊", contact="b@example.jp")
        desk_of(home).by_receipt(f"{0:016d}", left, key="2", request=b"")
        desk_of(home).reads.keep(
            home.clock(), home.people["MZ handler"], [(made[0], NUMBERS["MZ"])], [made[0]]
        )
    return made


@pytest.fixture(scope="module")
def two(template: Template, locks: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("desks")
    with minting("the desk's people"):
        base = opened(template, folder / "base")
    worlds = []
    hidden: list[str] = []
    held: list[str] = []
    drafts: list[str] = []
    for letter in ("A", "B"):
        home = base.copied_to(folder / letter)
        shared = happened_in_both(home)
        made = hidden_in(home, letter, shared)
        hidden += made
        drafts += drafts_of(home)
        held += [str(one.id) for ticket in made for one in loaded(home, ticket).files]
        counted_in(home, letter)
        home.clock.now = template_clock(home)
        published_in_both(home)
        with minting("afterwards"):
            handle(home, "MZ intake", tickets.note_ticket, ticket=shared, text="その後")
        worlds.append(Asked(World(home, letter, Cast("MZ", "PG", "HD"))))
    pair = Two(worlds[0], worlds[1], hidden=hidden, shared=shared, files=held, drafts=drafts)
    yield pair
    for world in worlds:
        world.close()


def template_clock(home: Home) -> Any:
    """The same instant in both, behind all that happened and long enough for statistics."""
    return home.clock.now.replace(hour=20, minute=0) + timedelta(days=32)


KNOWN_NOTHING: Final = (
    *("MZ undesignated", "MZ cco", "MZ editor", "MZ auditor", "MZ member", "HD administrator"),
    *("HD secretariat", "HD member", "PG cco", "PG member", "EXT deputy", "EXT member"),
)
"""For these each desk is empty."""
OTHER_HANDLERS: Final = ("MZ intake", "MZ other handler")
"""These see what both worlds share, and nothing of what one handler keeps."""
EVERYBODY: Final = (*KNOWN_NOTHING, *OTHER_HANDLERS)


def arguments(name: str, two: Two) -> list[dict[str, Any]]:
    """What a question of the desk is asked with."""
    ids = [*two.hidden, two.shared, ABSENT, NO_CODE, "", "x"]
    if name == "ticket":
        return [{"ticket": one} for one in ids]
    if name == "statisticsPreview":
        return [dict(one) for one in PERIODS]
    if name == "receipt":
        return [{"code": one} for one in ("0000000000000000", "9" * 16, "")]
    if name == "tickets":
        filters: list[dict[str, Any]] = [
            {},
            {"open": True},
            {"open": False},
            {"status": ["RECEIVED", "ASSESSED"]},
            {"assessment": ["WHISTLEBLOWING"]},
            {"category": ["UNJUDGED"]},
            {"urgency": ["NORMAL"]},
            {"waitsForAnAnswer": True},
            {"over": ["ACKNOWLEDGE", "DECIDE"]},
            {"dueWithin": 90},
            {"search": HIDDEN},
            {"search": SHARED},
            {"contact": "090-1111"},
            {"contact": "b@example.jp"},
        ]
        return [{"filter": one, "first": first} for one in filters for first in (50, 1)]
    return [{}]


def questions(two: Two) -> Iterator[Document]:
    """Every question of the desk, selected as largely as may be."""
    query = SCHEMA._schema.query_type
    assert query is not None
    for name in sorted(DESK_QUERIES - {"receipt"}):
        of = query.fields[name]
        kinds = {argument: str(one.type) for argument, one in of.args.items()}
        for number, given in enumerate(arguments(name, two)):
            stated = ", ".join(f"${one}: {kinds[one]}" for one in given)
            handed = ", ".join(f"{one}: ${one}" for one in given)
            for place, selection in enumerate(maximal(SCHEMA._schema, of, 4)):
                text = f"query {f'({stated})' if given else ''} {{ {name}{f'({handed})' if given else ''} {selection} }}"
                yield Document(f"{name} {number} {place}", text, given)


GIVEN: Final[dict[str, dict[str, Any]]] = {
    "logTicket": {"question": "両方で受け付けた相談", "name": "己", "contact": "c@example.jp"},
    "assessTicket": {"assessment": "ADVICE"},
    "conclude": {},
    "concludeTicket": {"outcome": "ADVISED", "text": "結論"},
    "tellDecision": {"takenUp": True},
    "checkWelfare": {"suffered": False},
    "namePerson": {"name": "庚"},
    "answerTicket": {"text": "回答"},
    "takeMessage": {"text": "連絡"},
    "noteTicket": {"text": "メモ"},
    "recordAction": {"text": "対応"},
    "reopenTicket": {"reason": "理由"},
    "askForIdentity": {"reason": "理由"},
    "askForErasure": {"reason": "理由"},
    "declineRequest": {"reason": "理由"},
    "holdTicket": {"reason": "理由"},
    "liftHold": {"reason": "理由"},
    "draftIncident": {"title": "下書き"},
    "draftGuidance": {"question": "質問", "answer": "回答", "basis": "規程"},
    "designateOfficer": {"basis": "指定書"},
    "transferDesignation": {"basis": "指定書"},
}


def changes(two: Two, who: str) -> Iterator[Document]:
    """Every mutation of the desk, about what is hidden, what is not there, and what both worlds share."""
    mutation = SCHEMA._schema.mutation_type
    assert mutation is not None
    people = two.a.world.home.people
    apart = {"writeBack", "leaveIdentity", "issueReceipt", "attachToTicket", "attachWithReceipt"}
    for name in sorted(DESK_MUTATIONS - apart):
        [argument] = mutation.fields[name].args.values()
        fields = get_named_type(argument.type).fields
        given = dict(GIVEN.get(name, {}))
        for one in ("member", "to", "editor"):
            if one in fields and str(fields[one].type).endswith("!"):
                given[one] = str(people["MZ member"])
        if "person" in fields and name == "strikeOutPerson":
            given["person"] = ABSENT
        subjects: list[dict[str, Any]] = [{}]
        if "ticket" in fields:
            subjects = [{"ticket": one} for one in (*two.hidden[:4], two.shared, ABSENT, NO_CODE)]
        for one in ("request", "designation", "draft"):
            if one in fields:
                known = (*two.hidden[:2], *two.drafts[:2], two.drafts[-1], ABSENT, "x")
                subjects = [{one: each} for each in known]
        if name == "publishStatistics":
            subjects = [dict(one) for one in PERIODS]
        for number, subject in enumerate(subjects):
            key = {"idempotencyKey": f"{who} {name} {number}"}
            yield document_of(name, given | subject | key, str(number))


def document_of(name: str, given: dict[str, Any], about: str) -> Document:
    """A mutation that answers all it can."""
    mutation = SCHEMA._schema.mutation_type
    assert mutation is not None
    of = mutation.fields[name]
    [argument] = of.args.values()
    kind = get_named_type(argument.type).name
    [selection, *_] = maximal(SCHEMA._schema, of, 2)
    text = f"mutation ($input: {kind}!) {{ {name}(input: $input) {selection} }}"
    return Document(f"{name}: {about}", text, {"input": given})


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_question_tells_of_what_is_hidden_at_the_desk(two: Two, who: str) -> None:
    for one in questions(two):
        two.ask(who, one)
    assert two.answers


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_mutation_tells_of_what_is_hidden_at_the_desk(two: Two, who: str) -> None:
    for one in changes(two, who):
        two.ask(who, one)
    for one in questions(two):
        two.ask(who, one)


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_file_tells_of_what_is_hidden_at_the_desk(two: Two, who: str) -> None:
    assert len(two.files) >= 8
    [shared, *_] = (str(one.id) for one in loaded(two.a.world.home, two.shared).files)
    for one in (*two.files, ABSENT, "x", "%00"):
        for method in ("GET", "HEAD"):
            told = two.send(who, method, f"/tickets/files/{one}", f"{method} {one}")
            assert told.status == 404
    told = two.send(who, "GET", f"/tickets/files/{shared}", "the shared file")
    assert told.status == (200 if who in OTHER_HANDLERS else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_file_that_is_handed_in_tells_of_what_is_hidden_at_the_desk(two: Two, who: str) -> None:
    for number, ticket in enumerate((*two.hidden, two.shared, ABSENT, NO_CODE, "x")):
        for name, content in (("記録.pdf", b"%PDF-1.7"), ("道具.pdf", b"MZ")):
            given = {"ticket": ticket, "idempotencyKey": f"{who} {name} {number}"}
            file = {"0": (name, content)}
            about = f"attachToTicket {ticket} {name}"
            two.send(who, "POST", "/graphql", about, data=form(ATTACH, given), files=file)
    for one in questions(two):
        two.ask(who, one)


def test_the_questions_show_what_may_be_seen(two: Two) -> None:
    """Else nothing would be compared."""
    home = two.a.world.home
    seen = two.a.data(
        home.people["MZ other handler"],
        Document("t", "{ tickets { totalCount nodes { question } } }", {}),
    )["tickets"]
    assert SHARED in {one["question"] for one in seen["nodes"]}
    assert not any(HIDDEN in one["question"] for one in seen["nodes"])
    known = two.b.data(
        two.b.world.home.people["MZ handler"],
        Document("t", "{ tickets { nodes { question } } }", {}),
    )["tickets"]
    assert sum(HIDDEN in one["question"] for one in known["nodes"]) >= 2


STATISTICS: Final = Document(
    "s",
    """{ deskStatistics { total categories { categories number } channels { channels number } } }""",
    {},
)


def test_what_is_published_is_told_and_hides_what_differs(two: Two) -> None:
    """Else nothing would be compared either: the small numbers of PG, and the reports of MZ."""
    for world in (two.a, two.b):
        people = world.world.home.people
        [at_pg] = world.data(people["PG member"], STATISTICS)["deskStatistics"]
        assert at_pg["total"] == 16
        assert [one["number"] for one in at_pg["categories"]] == [9, 7]
        assert [one["number"] for one in at_pg["channels"]] == [10, 6]
        [at_mz, *_] = world.data(people["MZ other handler"], STATISTICS)["deskStatistics"]
        assert at_mz["total"] == 7, "six, and the one that both worlds share"
        assert world.data(people["HD member"], STATISTICS)["deskStatistics"] == []


def test_without_a_token_a_wrong_code_is_like_any_other(two: Two) -> None:
    for code in ("1234567890123456", "", "0"):
        two.ask(None, Document("receipt", RECEIPT, {"c": code}))
        given = {"idempotencyKey": "1", "code": code, "text": "…"}
        two.ask(None, Document("write", WRITE, {"i": given}))
        handing_in = form(GIVE, {"code": code, "idempotencyKey": "1"})
        file = {"0": ("記録.pdf", b"%PDF-1.7")}
        two.send(None, "POST", "/graphql", "attachWithReceipt", data=handing_in, files=file)


def test_a_custodian_learns_of_no_content_and_no_identity(two: Two) -> None:
    for world in (two.a, two.b):
        who = world.world.home.people["MZ custodian"]
        for one in questions(two):
            answer = world.ask(who, one)
            told = answer.body.decode()
            assert SHARED not in told, one.name
            assert "b@example.jp" not in told
