"""The desk over GraphQL: for its handlers a desk, for everybody else an empty one."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.context import Context
from api.http import build_app
from domain.calendar import TOKYO
from store.reads import Way
from tests.api.stage import SCHEMA
from tests.desks import desk_of, open_the_desk
from tests.houses import Home

TICKET = """__typename ... on Ticket { id code status question channel category urgency receivedOn
    assessment waitsForAnAnswer erased conclusion outcome resultToldOn
    sayings { kind text by { id name } on } persons { id name part member party { code } }
    handlers { member { name } since until } seenBy { name } designable { name } knownTo { name }
    clocks { clock due daysLeft workingDaysLeft doneOn over } identity { name contact until } }
    ... on Refusal { message messageEn }"""
REQUEST = "__typename ... on CustodianRequest { id ticketCode purpose reason state until } ... on Refusal { message }"


class AtTheDesk:
    """A house with a desk, asked over GraphQL by its people."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._keys = 0

    def ask(self, who: str, query: str, **variables: Any) -> Any:
        data, errors = self.answer(who, query, **variables)
        assert not errors, errors
        return data

    def answer(self, who: str, query: str, **variables: Any) -> tuple[Any, list[Any]]:
        with ExitStack() as stack:
            context = Context(
                self.home.office, self.home.people[who], stack, desk_office=desk_of(self.home)
            )
            result = SCHEMA.execute_sync(query, variable_values=variables, context_value=context)
        context.keep_read(Way.QUESTION, query)
        return result.data, list(result.errors or ())

    def do(self, who: str, mutation: str, key: str | None = None, **given: Any) -> Any:
        self._keys += 1
        named = given | {"idempotencyKey": key or str(self._keys)}
        kind = mutation[0].upper() + mutation[1:] + "Input"
        shown = _SHOWN.get(mutation, TICKET)
        document = f"mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} }} }}"
        return self.ask(who, document, input=named)[mutation]

    def log(self, who: str = "MZ intake", **given: Any) -> Any:
        return self.do(who, "logTicket", **({"question": "見てよいか"} | given))

    def codes(self, who: str, **which: Any) -> list[str]:
        found = self.ask(
            who,
            "query ($f: TicketFilter) { tickets(filter: $f) { totalCount nodes { code } } }",
            f=which,
        )["tickets"]
        assert found["totalCount"] == len(found["nodes"])
        return [one["code"] for one in found["nodes"]]

    def ticket(self, who: str, ticket: str) -> Any:
        query = f"query ($t: String!) {{ ticket(ticket: $t) {{ {TICKET} }} }}"
        return self.ask(who, query.replace("... on Refusal { message messageEn }", ""), t=ticket)[
            "ticket"
        ]


DRAFT = """__typename ... on IncidentDraft { id title summary state editor { name } incident }
    ... on Refusal { message }"""
_SHOWN = {
    "reportDraft": """__typename ... on Incident { id title summary owner { code } }
        ... on Refusal { message }""",
    "draftIncident": f"{DRAFT} ... on TextIsCarriedOver {{ passages }}",
    "withdrawDraft": DRAFT,
    **dict.fromkeys(("askForIdentity", "askForErasure", "grantRequest", "declineRequest"), REQUEST),
    **dict.fromkeys(
        ("designateOfficer", "revokeDesignation", "transferDesignation"),
        "__typename ... on DeskDesignation { id member { name } deputy since until stands }"
        " ... on Refusal { message }",
    ),
    "issueReceipt": "__typename ... on IssuedReceipt { code ticket { code } } ... on Refusal { message }",
}


@pytest.fixture
def at(home: Home) -> AtTheDesk:
    open_the_desk(home)
    return AtTheDesk(home)


def test_a_call_is_logged_by_its_words_alone(at: AtTheDesk) -> None:
    made = at.log(question="共有システムで他社の契約を見てよいですか")
    assert made["__typename"] == "Ticket"
    assert (made["status"], made["channel"], made["category"]) == ("RECEIVED", "PHONE", "UNJUDGED")
    assert made["receivedOn"] == at.home.today.isoformat()
    assert made["question"] == "共有システムで他社の契約を見てよいですか"
    assert at.codes("MZ handler") == [made["code"]]
    assert at.ticket("MZ handler", made["code"]) == made
    later = at.do("MZ handler", "describeTicket", ticket=made["code"], category="MAY_I_SEE")
    assert (later["category"], later["channel"]) == ("MAY_I_SEE", "PHONE")


def test_the_same_call_sent_twice_is_one_ticket(at: AtTheDesk) -> None:
    first, again = at.log(key="1755"), at.log(key="1755")
    assert first["id"] == again["id"]
    assert at.log(key="1755", question="別の件")["__typename"] == "KeyWasUsedForAnotherInput"


OUTSIDERS = (
    *("MZ cco", "MZ editor", "MZ auditor", "MZ member", "MZ barrier_officer", "MZ undesignated"),
    *("MZ custodian", "HD administrator", "HD secretariat", "PG intake", "PG cco", "EXT deputy"),
)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_everybody_else_finds_an_empty_desk(at: AtTheDesk, who: str) -> None:
    made = at.log(name="相談者", contact="090-0000-0001")
    assert at.codes(who) == []
    assert at.ticket(who, made["code"]) is None
    assert at.ticket(who, made["id"]) is None
    for ticket in (made["code"], made["id"]):
        refused = at.do(who, "noteTicket", ticket=ticket, text="?")
        nothing = at.do(who, "noteTicket", ticket="TKT-0000-0000", text="?")
        assert refused["__typename"] == nothing["__typename"] == "NoSuchTicket"
        assert refused["message"].replace(ticket, "…") == nothing["message"].replace(
            "TKT-0000-0000", "…"
        )


def test_who_is_not_designated_logs_nothing(at: AtTheDesk) -> None:
    assert at.log("MZ undesignated")["__typename"] == "NotDesignated"
    assert at.log("MZ cco")["__typename"] == "NotPermitted"


def test_a_report_shrinks_to_its_handlers_and_who_knew_is_on_record(at: AtTheDesk) -> None:
    code = at.log()["code"]
    assert (
        at.do("MZ intake", "assessTicket", ticket=code, assessment="WHISTLEBLOWING")["__typename"]
        == "WhistleblowingNeedsHandlers"
    )
    undesignated = [str(at.home.people["MZ undesignated"])]
    assert (
        at.do(
            "MZ intake",
            "assessTicket",
            ticket=code,
            assessment="WHISTLEBLOWING",
            handlers=undesignated,
        )["__typename"]
        == "HandlerIsNotDesignable"
    )
    handlers = [str(at.home.people["MZ handler"])]
    answered = at.do(
        "MZ intake", "assessTicket", ticket=code, assessment="WHISTLEBLOWING", handlers=handlers
    )
    assert answered["__typename"] == "TicketOutOfSight", "whoever assessed it sees it no more"
    assert at.codes("MZ intake") == at.codes("MZ other handler") == []
    shown = at.ticket("MZ handler", code)
    assert [one["name"] for one in shown["seenBy"]] == ["MZ handler"]
    assert {one["name"] for one in shown["knownTo"]} == {
        "MZ intake",
        "MZ handler",
        "MZ other handler",
    }
    assert [one["clock"] for one in shown["clocks"]] == ["ACKNOWLEDGE", "DECIDE", "FEEDBACK"]


def test_whom_a_ticket_is_about_loses_sight_of_it_in_mid_edit(at: AtTheDesk) -> None:
    code = at.log()["code"]
    other = str(at.home.people["MZ other handler"])
    assert (
        at.do("MZ other handler", "noteTicket", ticket=code, text="下書き")["__typename"]
        == "Ticket"
    )
    named = at.do("MZ handler", "namePerson", ticket=code, name="乙", part="ACCUSED", member=other)
    assert {one["name"] for one in named["designable"]} == {"MZ handler", "MZ intake"}
    assert (
        at.do("MZ other handler", "noteTicket", ticket=code, text="続き")["__typename"]
        == "NoSuchTicket"
    )
    assert at.codes("MZ other handler") == []
    person = named["persons"][0]["id"]
    at.do("MZ handler", "strikeOutPerson", ticket=code, person=person)
    assert at.codes("MZ other handler") == [code]


def test_a_party_that_it_is_about_leaves_the_deputy_alone(at: AtTheDesk) -> None:
    code = at.log()["code"]
    assert at.codes("EXT deputy") == []
    answered = at.do("MZ handler", "namePerson", ticket=code, name="当社", party="MZ")
    assert answered["__typename"] == "TicketOutOfSight"
    assert at.codes("MZ handler") == []
    assert at.codes("EXT deputy") == [code]
    unknown = at.do("EXT deputy", "namePerson", ticket=code, name="?", party="XX")
    assert unknown["__typename"] == "NoSuchParty" and "HD" in unknown["message"]


def test_who_asked_is_opened_by_two(at: AtTheDesk) -> None:
    code = at.log(name="相談者 甲", contact="kou@example.jp")["code"]
    assert at.ticket("MZ intake", code)["identity"] is None
    asked = at.do("MZ handler", "askForIdentity", ticket=code, reason="本人確認のため")
    assert (asked["state"], asked["ticketCode"]) == ("ASKED", code)
    again = at.do("MZ handler", "askForIdentity", ticket=code, reason="もう一度")
    assert again["__typename"] == "RequestIsWaiting"
    queue = "{ custodianRequests { id reason asker { name } } }"
    [waiting] = at.ask("MZ custodian", queue)["custodianRequests"]
    assert (waiting["reason"], waiting["asker"]["name"]) == ("本人確認のため", "MZ handler")
    assert at.ask("PG custodian", queue)["custodianRequests"] == []
    assert (
        at.do("PG custodian", "grantRequest", request=waiting["id"])["__typename"] == "NoSuchTicket"
    )
    assert at.do("MZ custodian", "grantRequest", request=waiting["id"])["state"] == "GRANTED"
    opened = at.ticket("MZ handler", code)["identity"]
    assert (opened["name"], opened["contact"]) == ("相談者 甲", "kou@example.jp")
    assert at.ticket("MZ intake", code)["identity"] is None, "opened to who asked alone"
    reads = at.ask("MZ custodian", "{ ticketReads { member { name } ticketCode withIdentity } }")
    assert {"member": {"name": "MZ handler"}, "ticketCode": code, "withIdentity": True} in reads[
        "ticketReads"
    ]
    at.home.clock.pass_by(days=8)
    assert at.ticket("MZ handler", code)["identity"] is None, "and for seven days"


def test_a_returning_caller_is_recognised_without_opening_who_it_is(at: AtTheDesk) -> None:
    first = at.log(contact="090-1234-5678")["code"]
    at.log(contact="090-8765-4321")
    at.log()
    assert at.codes("MZ handler", contact="０９０ 1234 5678") == [first]
    assert at.codes("MZ handler", contact="090") == []
    assert at.codes("PG intake", contact="090-1234-5678") == []


def test_a_handler_searches_what_they_may_see(at: AtTheDesk) -> None:
    found = at.log(question="スマートメーターの画面")["code"]
    other = at.log(question="別の件")["code"]
    at.do("MZ handler", "noteTicket", ticket=other, text="ｽﾏｰﾄﾒｰﾀｰとは無関係")
    assert at.codes("MZ handler", search="スマートメーター") == [other, found]
    assert at.codes("MZ handler", search=other) == [other]
    assert at.codes("PG intake", search="画面") == []


def test_a_ticket_goes_its_way_to_the_end_and_back(at: AtTheDesk) -> None:
    code = at.log()["code"]
    at.do("MZ intake", "acknowledgeTicket", ticket=code)
    assert (
        at.do("MZ handler", "concludeTicket", ticket=code, outcome="ADVISED", text="…")[
            "__typename"
        ]
        == "TicketIsNotAssessed"
    )
    at.do("MZ handler", "assessTicket", ticket=code, assessment="ADVICE")
    at.do("MZ handler", "answerTicket", ticket=code, text="閲覧できません")
    at.do("MZ handler", "recordAction", ticket=code, text="権限を見直した")
    done = at.do(
        "MZ handler",
        "concludeTicket",
        ticket=code,
        outcome="ADVISED",
        text="助言した",
        toldOn=at.home.today.isoformat(),
    )
    assert (done["status"], done["conclusion"]) == ("TOLD", "助言した")
    assert all(one["doneOn"] and not one["over"] for one in done["clocks"])
    assert at.codes("MZ handler", open=True) == []
    assert at.codes("MZ handler", status=["TOLD"]) == [code]
    refused = at.do("MZ handler", "answerTicket", ticket=code, text="追伸")
    assert refused["__typename"] == "TicketIsConcluded"
    again = at.do("MZ handler", "reopenTicket", ticket=code, reason="新しい事実")
    assert (again["status"], again["outcome"]) == ("ASSESSED", None)


def test_clocks_tell_what_is_left(at: AtTheDesk) -> None:
    code = at.log()["code"]
    [acknowledge, feedback] = at.ticket("MZ handler", code)["clocks"]
    assert (acknowledge["due"], acknowledge["daysLeft"]) == ("2023-02-24", 7)
    assert acknowledge["workingDaysLeft"] == 4, "a weekend and the Emperor's birthday lie between"
    assert feedback["due"] == "2023-05-17"
    assert at.codes("MZ handler", dueWithin=6) == []
    at.home.clock.pass_by(days=8)
    assert at.codes("MZ handler", over=["ACKNOWLEDGE"]) == [code]
    assert at.codes("MZ handler", over=["FEEDBACK"]) == []
    assert at.ticket("MZ handler", code)["clocks"][0]["over"]


def test_a_person_is_erased_by_two_and_the_log_goes_on(at: AtTheDesk) -> None:
    made = at.log(question="消すべき言葉", name="甲")
    code = made["code"]
    at.do("MZ handler", "noteTicket", ticket=code, text="窓口の覚え")
    named = at.do("MZ handler", "namePerson", ticket=code, name="丙")
    person = named["persons"][0]["id"]
    asked = at.do("MZ handler", "askForErasure", ticket=code, person=person, reason="本人の求め")
    at.do("MZ custodian", "grantRequest", request=asked["id"])
    shown = at.ticket("MZ handler", code)
    assert shown["persons"][0]["name"] == "［消去済み］"
    assert shown["question"] == "消すべき言葉"
    refused = at.do("MZ handler", "askForErasure", ticket=code, reason="保存期間の満了")
    assert refused["__typename"] == "TicketHasNewContent"
    assert "2023-03-19" in refused["message"], "thirty days behind the last word"
    at.home.clock.pass_by(days=31)
    at.do("MZ handler", "holdTicket", ticket=code, reason="訴訟")
    refused = at.do("MZ handler", "askForErasure", ticket=code, reason="保存期間の満了")
    assert refused["__typename"] == "TicketIsHeld"
    at.do("MZ handler", "liftHold", ticket=code, reason="和解")
    assert (
        at.do("MZ handler", "askForErasure", ticket=code, reason="…")["__typename"]
        == "TicketHasNewContent"
    ), "the reason of the hold is new as well"
    at.home.clock.pass_by(days=31)
    asked = at.do("MZ handler", "askForErasure", ticket=code, reason="保存期間の満了")
    assert at.do("MZ custodian", "grantRequest", request=asked["id"])["state"] == "GRANTED"
    shown = at.ticket("MZ handler", code)
    assert shown["erased"] and shown["question"] == "［消去済み］"
    assert {one["text"] for one in shown["sayings"]} == {"［消去済み］"}
    refused = at.do("MZ handler", "noteTicket", ticket=code, text="まだ書ける？")
    assert refused["__typename"] == "TicketIsErased"


def test_a_ticket_is_kept_for_its_time_and_its_desk_is_reminded(at: AtTheDesk) -> None:
    code = at.log()["code"]
    query = """query ($t: String!) { ticket(ticket: $t) { retention {
        held remindOn eraseFrom texts people } } }"""
    nothing = at.ask("MZ handler", query, t=code)["ticket"]["retention"]
    assert nothing == {
        "held": False,
        "remindOn": None,
        "eraseFrom": None,
        "texts": 1,
        "people": 0,
    }
    at.do("MZ handler", "assessTicket", ticket=code, assessment="ADVICE")
    at.do("MZ handler", "concludeTicket", ticket=code, outcome="ADVISED", text="助言した")
    kept = at.ask("MZ handler", query, t=code)["ticket"]["retention"]
    assert (kept["remindOn"], kept["eraseFrom"], kept["texts"]) == ("2027-12-20", "2028-02-18", 2)
    assert at.codes("MZ handler", keptOver=True) == []
    at.home.clock.pass_by(days=5 * 365 - 40)
    assert at.codes("MZ handler", keptOver=True) == [code]
    at.do("MZ handler", "noteTicket", ticket=code, text="新しい覚え")
    later = at.ask("MZ handler", query, t=code)["ticket"]["retention"]
    assert later["eraseFrom"] == "2028-02-18"
    at.do("MZ handler", "holdTicket", ticket=code, reason="訴訟")
    held = at.ask("MZ handler", query, t=code)["ticket"]["retention"]
    assert (held["held"], held["eraseFrom"]) == (True, None)
    assert at.codes("MZ handler", keptOver=True) == []


def test_nobody_designates_or_decides_for_themselves(at: AtTheDesk) -> None:
    me = str(at.home.people["MZ custodian"])
    own = at.do("MZ custodian", "designateOfficer", member=me, basis="自分で")
    assert own["__typename"] == "DesignationIsOnesOwn"
    assert (
        at.do("MZ handler", "designateOfficer", member=me, basis="…")["__typename"]
        == "NotPermitted"
    )


def test_a_designation_ends_or_is_taken_over_at_once(at: AtTheDesk) -> None:
    code = at.log()["code"]
    query = "{ deskDesignations { id member { name } deputy stands } }"
    known = {
        one["member"]["name"]: one for one in at.ask("MZ custodian", query)["deskDesignations"]
    }
    assert at.ask("MZ handler", query)["deskDesignations"] == []
    ended = known["MZ handler"]["id"]
    at.do(
        "MZ custodian",
        "transferDesignation",
        designation=ended,
        to=str(at.home.people["MZ undesignated"]),
        basis="異動",
    )
    assert at.codes("MZ handler") == []
    assert at.codes("MZ undesignated") == [code]


def test_pages_of_tickets(at: AtTheDesk) -> None:
    codes = [at.log(question=f"{number}")["code"] for number in range(5)][::-1]
    query = """query ($a: String) { tickets(first: 2, after: $a) { totalCount nodes { code }
        edges { cursor } pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after = None
    while True:
        page = at.ask("MZ handler", query, a=after)["tickets"]
        assert page["totalCount"] == 5
        seen += [one["code"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == codes
    _, errors = at.answer("PG intake", query, a=after)
    _, nothing = at.answer("PG intake", query, a="x")
    assert errors[0].message == nothing[0].message
    counted = at.ask("MZ other handler", "{ tickets { totalCount } }")["tickets"]
    assert counted == {"totalCount": 5}
    reads = at.ask("MZ custodian", "{ ticketReads { member { name } } }")["ticketReads"]
    assert "MZ other handler" not in {one["member"]["name"] for one in reads}, "none was opened"


# ----- out of the desk --------------------------------------------------------------------------

DRAFTS = "{ incidentDrafts { id title state incident } }"


def drafted(at: AtTheDesk, code: str, **given: Any) -> Any:
    editor = str(at.home.people["MZ editor"])
    told = {"ticket": code, "editor": editor, "title": "画面に不要な項目が出ていた"} | given
    return at.do("MZ handler", "draftIncident", **told)


def test_a_ticket_becomes_an_incident_that_does_not_tell_of_it(at: AtTheDesk) -> None:
    code = at.log(question="検針の画面に他の小売の契約番号が出ていて、乙川さんも見ていました")[
        "code"
    ]
    at.do("MZ handler", "namePerson", ticket=code, name="乙川")
    carried = drafted(at, code, summary="検針の画面に他の小売の契約番号が出ていた。乙 川も見た")
    assert carried["__typename"] == "TextIsCarriedOver"
    assert carried["passages"] == ["乙川", "検針の画面に他の小売の契約番号が出てい"]
    made = drafted(at, code, summary="契約に関わる項目が、権限のない人にも見えた")
    assert (made["state"], made["incident"]) == ("WRITTEN", None)
    [waiting] = at.ask("MZ editor", DRAFTS)["incidentDrafts"]
    assert waiting["id"] == made["id"]
    assert at.ask("PG editor", DRAFTS)["incidentDrafts"] == []
    assert at.codes("MZ editor") == []
    for stranger in ("PG editor", "MZ cco", "MZ intake"):
        refused = at.do(stranger, "reportDraft", draft=made["id"])
        assert refused["__typename"] == "NoSuchDraft"
    reported = at.do("MZ editor", "reportDraft", draft=made["id"])
    assert (reported["title"], reported["owner"]["code"]) == ("画面に不要な項目が出ていた", "MZ")
    again = at.do("MZ editor", "reportDraft", draft=made["id"])
    assert again["id"] == reported["id"], "sent again, it is reported once"
    incidents = at.ask("MZ member", "{ incidents { totalCount } }")["incidents"]
    assert incidents == {"totalCount": 1}
    assert code not in str(at.ask("MZ member", "{ incidents { nodes { id title summary } } }"))
    query = "query ($t: String!) { ticket(ticket: $t) { drafts { state incident } } }"
    [link] = at.ask("MZ handler", query, t=code)["ticket"]["drafts"]
    assert link == {"state": "REPORTED", "incident": reported["id"]}
    assert at.do("MZ handler", "withdrawDraft", draft=made["id"])["__typename"] == "DraftIsDone"


def test_what_was_reported_and_not_noted_is_noted_when_it_is_sent_again(
    at: AtTheDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = drafted(at, at.log()["code"])

    def unreachable(*_: Any, **__: Any) -> Any:
        raise OSError("the register is away")

    query = """mutation ($i: ReportDraftInput!) { reportDraft(input: $i) { __typename } }"""
    given = {"idempotencyKey": "r", "draft": made["id"]}
    for step in ("api.doors.report_incident", "commands.desk.drafts.note_as_reported"):
        with monkeypatch.context() as patch:
            patch.setattr(step, unreachable)
            told = at.ask("MZ editor", query, i=given)["reportDraft"]
            assert told == {"__typename": "RegisterIsAway"}
        [draft] = at.ask("MZ editor", DRAFTS)["incidentDrafts"]
        assert draft["state"] == "WRITTEN"
    assert at.do("MZ editor", "reportDraft", draft=made["id"])["__typename"] == "Incident"
    assert at.ask("MZ member", "{ incidents { totalCount } }")["incidents"]["totalCount"] == 1


def test_who_reports_is_an_editor_whom_it_does_not_concern(at: AtTheDesk) -> None:
    code = at.log()["code"]
    for other in ("MZ cco", "PG editor", "MZ handler"):
        refused = drafted(at, code, editor=str(at.home.people[other]))
        assert refused["__typename"] == "EditorCannotReport", other
    made = drafted(at, code)
    editor = str(at.home.people["MZ editor"])
    at.do("MZ handler", "namePerson", ticket=code, name="編集", member=editor)
    assert drafted(at, code)["__typename"] == "EditorCannotReport"
    assert at.ask("MZ editor", DRAFTS)["incidentDrafts"] == []
    assert at.do("MZ editor", "reportDraft", draft=made["id"])["__typename"] == "NoSuchDraft"


def test_a_draft_that_was_taken_back_is_not_reported(at: AtTheDesk) -> None:
    made = drafted(at, at.log()["code"])
    assert at.do("PG intake", "withdrawDraft", draft=made["id"])["__typename"] == "NoSuchDraft"
    assert at.do("MZ handler", "withdrawDraft", draft=made["id"])["state"] == "WITHDRAWN"
    assert at.do("MZ editor", "reportDraft", draft=made["id"])["__typename"] == "DraftIsDone"


# ----- consulters -------------------------------------------------------------------------------


@pytest.fixture
def client(at: AtTheDesk) -> TestClient:
    house = at.home.house
    return TestClient(build_app(house.office, house.tokens, SCHEMA, desk=house.desk))


def posted(client: TestClient, query: str, **variables: Any) -> Any:
    return client.post("/graphql", json={"query": query, "variables": variables})


RECEIPT = "query ($c: String!) { receipt(code: $c) { status question sayings { fromDesk text on } outcome } }"
WRITE = """mutation ($i: WriteBackInput!) { writeBack(input: $i) { __typename
    ... on TicketReceipt { sayings { fromDesk text } } ... on Refusal { message } } }"""


def test_an_anonymous_consulter_comes_back_with_the_code(at: AtTheDesk, client: TestClient) -> None:
    code = at.log(question="名前は言えません")["code"]
    receipt = at.do("MZ intake", "issueReceipt", ticket=code)["code"]
    assert len(receipt.replace("-", "")) == 16
    at.do("MZ handler", "answerTicket", ticket=code, text="調べます")
    at.do("MZ handler", "noteTicket", ticket=code, text="内輪の話")
    shown = posted(client, RECEIPT, c=receipt.replace("-", "")).json()["data"]["receipt"]
    assert shown["question"] == "名前は言えません"
    assert [(one["fromDesk"], one["text"]) for one in shown["sayings"]] == [(True, "調べます")]
    at.home.clock.pass_by(days=1, hours=3)
    wrote = posted(client, WRITE, i={"idempotencyKey": "1", "code": receipt, "text": "続きです"})
    assert wrote.json()["data"]["writeBack"]["sayings"][-1] == {
        "fromDesk": False,
        "text": "続きです",
    }
    again = posted(client, WRITE, i={"idempotencyKey": "1", "code": receipt, "text": "続きです"})
    assert len(again.json()["data"]["writeBack"]["sayings"]) == 2
    assert at.codes("MZ handler", waitsForAnAnswer=True) == [code]
    said = at.ticket("MZ handler", code)["sayings"][-1]
    assert (said["text"], said["by"]) == ("続きです", None)
    leave = """mutation ($i: LeaveIdentityInput!) { leaveIdentity(input: $i) { __typename } }"""
    left = posted(
        client, leave, i={"idempotencyKey": "2", "code": receipt, "contact": "a@example.jp"}
    )
    assert left.json()["data"]["leaveIdentity"]["__typename"] == "TicketReceipt"
    assert at.codes("MZ handler", contact="A@example.jp") == [code]


def test_a_wrong_code_is_told_like_any_other(at: AtTheDesk, client: TestClient) -> None:
    code = at.log()["code"]
    first = at.do("MZ intake", "issueReceipt", ticket=code)["code"]
    at.do("MZ intake", "issueReceipt", ticket=code)
    for wrong in ("0000-0000-0000-0000", "", "x" * 300, first):
        assert posted(client, RECEIPT, c=wrong).json() == {"data": {"receipt": None}}, wrong
        given = {"idempotencyKey": "1", "code": wrong, "text": "…"}
        assert (
            posted(client, WRITE, i=given).json()["data"]["writeBack"]["__typename"]
            == "CodeIsWrong"
        )


def test_without_a_token_nothing_else_is_answered(client: TestClient) -> None:
    for query in (
        "{ me { name } }",
        '{ receipt(code: "1") { status } me { name } }',
        '{ receipt(code: "1") { status } ...F } fragment F on Query { tickets { totalCount } }',
        '{ ... on Query { receipt(code: "1") { status } tickets { totalCount } } }',
        "{ __schema { queryType { name } } }",
        "not graphql",
        'query A { receipt(code: "1") { status } } query B { me { name } }',
    ):
        answer = posted(client, query)
        assert answer.status_code == 401, query
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_what_a_consulter_does_is_recorded_by_the_day(at: AtTheDesk, client: TestClient) -> None:
    code = at.log()["code"]
    receipt = at.do("MZ intake", "issueReceipt", ticket=code)["code"]
    at.home.clock.pass_by(days=2, hours=5, minutes=7)
    posted(client, WRITE, i={"idempotencyKey": "1", "code": receipt, "text": "…"})
    with desk_of(at.home).log.following() as connection:
        last = desk_of(at.home).log.facts(connection, 0, 1_000)[-1]
    assert last.at.astimezone(TOKYO).strftime("%H:%M:%S") == "00:00:00"
