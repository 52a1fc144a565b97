"""What somebody met who walked through the desk for the first time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.edge.edge import Edge
from api.edge.origins import Origins
from api.edge.rates import Buckets
from api.http import build_app
from commands.people.departments import found_department
from tests.api.stage import SCHEMA
from tests.api.test_desk import DRAFTS, RECEIPT, AtTheDesk, drafted, posted
from tests.api.test_http_logs import refusals
from tests.api.test_http_rates import Seconds
from tests.desks import open_the_desk
from tests.houses import MZ, PG, Home

OUT = "__typename ... on TicketOutOfSight { message messageEn } ... on Refusal { message }"


@pytest.fixture
def at(home: Home) -> AtTheDesk:
    open_the_desk(home)
    return AtTheDesk(home)


def told(at: AtTheDesk, who: str, shown: str, ticket: str) -> Any:
    query = f"query ($t: String!) {{ ticket(ticket: $t) {{ {shown} }} }}"
    return at.ask(who, query, t=ticket)["ticket"]


def member(at: AtTheDesk, who: str) -> str:
    return str(at.home.people[who])


# ----- what is typed, and what comes back -------------------------------------------------------


@pytest.mark.parametrize("typed", ["tkt-{}", " TKT-{} ", "ＴＫＴ－{}"])
def test_a_code_is_found_however_it_is_typed(at: AtTheDesk, typed: str) -> None:
    made = at.log()
    written = typed.format(made["code"].removeprefix("TKT-").lower())
    assert told(at, "MZ handler", "id", written)["id"] == made["id"]
    assert at.do("MZ handler", "noteTicket", ticket=written, text="…")["__typename"] == "Ticket"
    assert told(at, "MZ handler", "code", made["id"].upper())["code"] == made["code"]
    assert told(at, "PG intake", "id", written) is None


def test_who_shuts_themselves_out_is_told_that_it_is_done(at: AtTheDesk) -> None:
    code = at.log()["code"]
    document = f"mutation ($i: AssessTicketInput!) {{ assessTicket(input: $i) {{ {OUT} }} }}"
    given = {
        "idempotencyKey": "report",
        "ticket": code,
        "assessment": "WHISTLEBLOWING",
        "handlers": [member(at, "MZ handler")],
    }
    done = at.ask("MZ intake", document, i=given)["assessTicket"]
    assert done["__typename"] == "TicketOutOfSight"
    assert done["message"].startswith("記録しました") and "recorded" in done["messageEn"]
    assert at.ask("MZ intake", document, i=given)["assessTicket"] == done, "sent again, told again"
    other = at.ask("MZ intake", document, i=given | {"idempotencyKey": "again"})["assessTicket"]
    assert other["__typename"] == "NoSuchTicket", "whatever comes later is not done"
    assert told(at, "MZ handler", "assessment", code) == {"assessment": "WHISTLEBLOWING"}


def test_a_receipt_that_is_asked_for_again_says_that_it_is_not_shown_again(at: AtTheDesk) -> None:
    code = at.log()["code"]
    assert told(at, "MZ handler", "receiptIssued", code) == {"receiptIssued": False}
    first = at.do("MZ intake", "issueReceipt", key="r", ticket=code)
    again = at.do("MZ intake", "issueReceipt", key="r", ticket=code)
    assert first["code"] and (again["__typename"], again["code"]) == ("IssuedReceipt", None)
    assert told(at, "MZ handler", "receiptIssued", code) == {"receiptIssued": True}


def test_what_was_found_when_looking_back_is_read(at: AtTheDesk) -> None:
    code = at.log()["code"]
    at.do("MZ handler", "assessTicket", ticket=code, assessment="ADVICE")
    at.do("MZ handler", "concludeTicket", ticket=code, outcome="ADVISED", text="…")
    at.do("MZ handler", "checkWelfare", ticket=code, suffered=True, text="担当を外された")
    assert told(at, "MZ handler", "suffered welfare", code) == {
        "suffered": True,
        "welfare": "担当を外された",
    }


def test_the_clock_that_ends_first_is_told(at: AtTheDesk) -> None:
    code = at.log()["code"]
    due = "nextDue { clock daysLeft over }"
    assert told(at, "MZ handler", due, code)["nextDue"] == {
        "clock": "ACKNOWLEDGE",
        "daysLeft": 7,
        "over": False,
    }
    at.do("MZ handler", "acknowledgeTicket", ticket=code)
    assert told(at, "MZ handler", due, code)["nextDue"]["clock"] == "FEEDBACK"
    at.do("MZ handler", "assessTicket", ticket=code, assessment="ADVICE")
    today = at.home.today.isoformat()
    at.do("MZ handler", "concludeTicket", ticket=code, outcome="ADVISED", text="…", toldOn=today)
    assert told(at, "MZ handler", due, code) == {"nextDue": None}


# ----- with a receipt code ----------------------------------------------------------------------


def came(at: AtTheDesk, edge: Edge) -> TestClient:
    opened = at.home.house
    app = build_app(opened.office, opened.tokens, SCHEMA, edge, desk=opened.desk)
    return TestClient(app, base_url="http://localhost")


def test_whoever_tries_codes_is_slowed_at_the_address_right_or_wrong(at: AtTheDesk) -> None:
    code = at.do("MZ intake", "issueReceipt", ticket=at.log()["code"])["code"]
    for tried in ("1111-1111-1111-1111", code):
        client = came(at, Edge(addresses=Buckets(20, Seconds())))
        told = [posted(client, RECEIPT, c=tried) for _ in range(7)]
        assert [one.status_code for one in told] == [200] * 5 + [429] * 2, tried
        assert "Retry-After" in told[-1].headers


def test_of_who_comes_with_a_code_no_address_is_logged(
    at: AtTheDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    client = came(at, Edge(addresses=Buckets(4, Seconds()), origins=Origins()))
    for _ in range(3):
        posted(client, RECEIPT, c="1111-1111-1111-1111")
    told = refusals(capsys.readouterr().out)
    assert told and all("429" in line and "testclient" not in line for line in told)


# ----- people -----------------------------------------------------------------------------------


def test_who_is_named_is_somebody_the_desk_knows(at: AtTheDesk) -> None:
    """Else nobody would be shut out, and whoever named them would think so."""
    code = at.log()["code"]
    theirs = at.home.made(
        "operator", found_department, party=PG, name="託送部", since=at.home.today
    )
    ours = at.home.made("operator", found_department, party=MZ, name="営業部", since=at.home.today)
    ticket = told(at, "MZ handler", "id", code)["id"]
    for wrong in (
        {"member": "00000000-0000-4000-8000-000000000000"},
        {"member": "甲"},
        {"member": ticket},
        {"member": member(at, "PG editor")},
        {"department": str(theirs)},
        {"department": member(at, "MZ handler")},
    ):
        named = at.do("MZ handler", "namePerson", ticket=code, name="甲", **wrong)
        assert named["__typename"] == "NoSuchRecord", wrong
    for right in (
        {"member": member(at, "MZ other handler")},
        {"member": member(at, "EXT deputy")},
        {"department": str(ours)},
        {},
    ):
        named = at.do("MZ handler", "namePerson", ticket=code, name="甲", **right)
        assert named["__typename"] == "Ticket", right


def test_who_asked_is_erased_and_the_ticket_stays(at: AtTheDesk) -> None:
    code = at.log(question="消える問い", contact="a@example.jp")["code"]
    at.do("MZ handler", "noteTicket", ticket=code, text="残る覚え")
    asks = told(at, "MZ handler", "consulter", code)["consulter"]
    asked = at.do("MZ handler", "askForErasure", ticket=code, person=asks, reason="本人の求め")
    at.do("MZ custodian", "grantRequest", request=asked["id"])
    shown = at.ticket("MZ handler", code)
    assert (shown["question"], shown["erased"]) == ("［消去済み］", False)
    assert [one["text"] for one in shown["sayings"]] == ["残る覚え"]


def test_whose_name_is_not_told_is_known_by_their_party(at: AtTheDesk) -> None:
    code = at.log()["code"]
    at.do("MZ handler", "namePerson", ticket=code, name="当社", party="MZ")
    by = "loggedBy { name party { code } } seenBy { name party { code } }"
    assert told(at, "EXT deputy", by, code) == {
        "loggedBy": {"name": None, "party": {"code": "MZ"}},
        "seenBy": [{"name": "EXT deputy", "party": {"code": "EXT"}}],
    }


# ----- the custodian ----------------------------------------------------------------------------


def test_a_custodian_finds_whom_to_designate(at: AtTheDesk) -> None:
    query = "{ deskCandidates { id name party { code } } }"
    found = at.ask("MZ custodian", query)["deskCandidates"]
    assert [one["name"] for one in found] == [
        "MZ handler",
        "MZ intake",
        "MZ other handler",
        "MZ undesignated",
    ]
    assert {one["party"]["code"] for one in found} == {"MZ"}
    for who in ("MZ handler", "MZ cco", "MZ editor", "EXT deputy", "HD administrator"):
        assert at.ask(who, query) == {"deskCandidates": []}


def test_only_colleagues_are_designated_and_deputies_from_anywhere(at: AtTheDesk) -> None:
    for wrong in ("00000000-0000-4000-8000-000000000000", member(at, "PG intake"), "甲"):
        made = at.do("MZ custodian", "designateOfficer", member=wrong, basis="指定書")
        assert made["__typename"] == "NoSuchRecord"
    made = at.do(
        "MZ custodian",
        "designateOfficer",
        member=member(at, "PG intake"),
        basis="委嘱契約",
        deputy=True,
    )
    assert made["__typename"] == "DeskDesignation"


def test_the_paper_of_a_designation_is_read_by_its_custodian(at: AtTheDesk) -> None:
    at.do(
        "MZ custodian",
        "designateOfficer",
        member=member(at, "MZ undesignated"),
        basis="指定書 第九号",
    )
    query = "{ deskDesignations { id basis endReason member { name } } }"
    [made] = [
        one
        for one in at.ask("MZ custodian", query)["deskDesignations"]
        if one["member"]["name"] == "MZ undesignated"
    ]
    assert (made["basis"], made["endReason"]) == ("指定書 第九号", None)
    at.do("MZ custodian", "revokeDesignation", designation=made["id"], reason="異動のため")
    [ended] = [
        one for one in at.ask("MZ custodian", query)["deskDesignations"] if one["id"] == made["id"]
    ]
    assert (ended["basis"], ended["endReason"]) == ("指定書 第九号", "異動のため")


REQUESTS = "{ custodianRequests { purpose wholeTicket state declineReason until } }"


def test_who_asked_reads_why_it_was_declined(at: AtTheDesk) -> None:
    code = at.log(name="甲")["code"]
    asked = at.do("MZ handler", "askForIdentity", ticket=code, reason="連絡のため")
    at.do("MZ custodian", "declineRequest", request=asked["id"], reason="窓口から返信できるため")
    for who in ("MZ handler", "MZ custodian"):
        [shown] = at.ask(who, REQUESTS)["custodianRequests"]
        assert (shown["state"], shown["declineReason"]) == ("DECLINED", "窓口から返信できるため")
        assert shown["wholeTicket"] is False
    assert at.ask("MZ other handler", REQUESTS)["custodianRequests"] == []


def test_an_erasure_is_of_one_or_of_all_and_opens_nothing(at: AtTheDesk) -> None:
    code = at.log()["code"]
    named = at.do("MZ handler", "namePerson", ticket=code, name="丙")
    person = named["persons"][0]["id"]
    at.home.clock.pass_by(days=40)
    for whom in ({"person": person}, {}):
        asked = at.do("MZ handler", "askForErasure", ticket=code, reason="…", **whom)
        at.do("MZ custodian", "grantRequest", request=asked["id"])
    whole, one = at.ask("MZ custodian", REQUESTS)["custodianRequests"]
    assert (whole["wholeTicket"], one["wholeTicket"]) == (True, False)
    assert whole["until"] is one["until"] is None


def test_a_draft_that_was_taken_back_is_read_no_more(at: AtTheDesk) -> None:
    made = drafted(at, at.log()["code"], summary="書きすぎた一文")
    assert at.ask("MZ editor", DRAFTS)["incidentDrafts"]
    at.do("MZ handler", "withdrawDraft", draft=made["id"])
    assert at.ask("MZ editor", DRAFTS)["incidentDrafts"] == []


def test_what_was_decided_stays_told_with_who_and_why(at: AtTheDesk) -> None:
    code = at.log()["code"]
    at.do("MZ handler", "assessTicket", ticket=code, assessment="ADVICE", reason="助言で足りる")
    at.do("MZ handler", "concludeTicket", ticket=code, outcome="ADVISED", text="閲覧しない")
    at.do("MZ other handler", "reopenTicket", ticket=code, reason="続きがあった")
    at.do("MZ handler", "assessTicket", ticket=code, assessment="POSSIBLE_BREACH")
    at.do("MZ handler", "concludeTicket", ticket=code, outcome="CORRECTED", text="直した")
    at.do("MZ handler", "holdTicket", ticket=code, reason="訴えがあった")
    query = """query ($t: String!) { ticket(ticket: $t) { decisions { kind assessment outcome text by { name } }
        retention { texts } } }"""
    told = at.ask("MZ intake", query, t=code)["ticket"]
    assert [
        (one["kind"], one["assessment"] or one["outcome"], one["text"], one["by"]["name"])
        for one in told["decisions"]
    ] == [
        ("ASSESSED", "ADVICE", "助言で足りる", "MZ handler"),
        ("CONCLUDED", "ADVISED", "閲覧しない", "MZ handler"),
        ("REOPENED", None, "続きがあった", "MZ other handler"),
        ("ASSESSED", "POSSIBLE_BREACH", None, "MZ handler"),
        ("CONCLUDED", "CORRECTED", "直した", "MZ handler"),
        ("HELD", None, "訴えがあった", "MZ handler"),
    ]
    assert told["retention"]["texts"] == 6, "the question, and what was said of each decision"
    assert at.codes("MZ handler", search="続きがあった") == [code]


def test_the_custodian_asks_for_what_waits(at: AtTheDesk) -> None:
    asked = [
        at.do("MZ handler", "askForIdentity", ticket=at.log()["code"], reason=f"理由{number}")
        for number in range(3)
    ]
    at.do("MZ custodian", "grantRequest", request=asked[0]["id"])
    query = (
        "query ($n: Int!, $s: [RequestState!]) { custodianRequests(first: $n, state: $s) { id } }"
    )
    waiting = at.ask("MZ custodian", query, n=50, s=["ASKED"])["custodianRequests"]
    assert [one["id"] for one in waiting] == [asked[2]["id"], asked[1]["id"]]
    assert (
        at.ask("MZ custodian", query, n=1, s=["GRANTED", "ASKED"])["custodianRequests"]
        == waiting[:1]
    )
    assert at.ask("MZ handler", query, n=50, s=["GRANTED"])["custodianRequests"] == [
        {"id": asked[0]["id"]}
    ]


def test_nobody_is_designated_twice_for_a_day(at: AtTheDesk) -> None:
    who, today = str(at.home.people["MZ handler"]), at.home.today
    given = {"member": who, "basis": "指定書 第2号"}
    for days in (
        {},
        {"since": (today + timedelta(days=30)).isoformat()},
        {"since": "2023-01-01", "until": "2023-12-31"},
    ):
        refused = at.do("MZ custodian", "designateOfficer", **given | days)
        assert refused["__typename"] == "MemberIsDesignated", days
    query = "{ deskDesignations { id member { name } stands } }"
    [one] = [
        one["id"]
        for one in at.ask("MZ custodian", query)["deskDesignations"]
        if one["member"]["name"] == "MZ handler"
    ]
    at.do("MZ custodian", "revokeDesignation", designation=one, until=today.isoformat())
    assert at.do("MZ custodian", "designateOfficer", **given)["__typename"] == "MemberIsDesignated"
    tomorrow = {"since": (today + timedelta(days=1)).isoformat()}
    assert at.do("MZ custodian", "designateOfficer", **given | tomorrow)["member"] == {
        "name": "MZ handler"
    }
    assert at.do("PG custodian", "designateOfficer", member=who, basis="契約", deputy=True)[
        "deputy"
    ]
