"""The desk of the example: who sees which of its tickets on the day behind the play, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from domain.calendar import TOKYO
from domain.people.roles import CUSTODIAN_COMMANDS, DESK_COMMANDS
from examples.desk import CALLER, CAST, Played, play_the_desk
from examples.play import CODES, Clock, play
from service import house
from tests.api.stage import Stage
from tests.grounds import Ground

DAY = date(2023, 6, 15)
DRAFTS = "{ incidentDrafts { id title state incident } }"
OF = """query ($t: String!) { ticket(ticket: $t) { status channel assessment question seenBy { name }
    knownTo { name } persons { name } sayings { kind by { name } } waitsForAnAnswer outcome
    clocks { clock daysLeft doneOn over } identity { name contact } } }"""


@dataclass(frozen=True, slots=True)
class Opened:
    """The desk on the morning behind the play, and who may ask."""

    stage: Stage
    desk: Played

    def ask(self, who: str, query: str, **given: Any) -> Any:
        [member] = [one.id for one in self.stage.people if one.name == who]
        return self.stage.ask(member, query, **given)

    def ticket(self, who: str, about: str) -> Any:
        return self.ask(who, OF, t=str(self.desk.tickets[about]))["ticket"]

    def codes(self, who: str, which: str = "") -> set[str]:
        """What those of the tickets are about that somebody finds."""
        found = self.ask(who, f"{{ tickets{which} {{ nodes {{ id }} }} }}")["tickets"]["nodes"]
        about = {str(ticket): name for name, ticket in self.desk.tickets.items()}
        return {about[one["id"]] for one in found}


@pytest.fixture(scope="module")
def opened(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    clock = Clock()
    found = house.found(ground.blank(tmp_path_factory.mktemp("desk")), clock)
    people = play(found.office, clock)
    assert found.desk is not None
    desk = play_the_desk(found.desk, found.office, clock, people, on=DAY)
    clock.move_to(DAY, 9)
    stage = Stage(found, (*people, *desk.people), clock)
    yield Opened(stage, desk)
    stage.remove()


INTAKE, HANDLER, OTHER, CUSTODIAN, DEPUTY = (
    f"{CODES[party]} {title}" for _, party, title, _, _ in CAST
)
ALL = {"a call", "a campaign", "a screen", "a report", "a move"}


def test_every_command_of_the_desk_is_given(opened: Opened) -> None:
    assert {*DESK_COMMANDS, *CUSTODIAN_COMMANDS} - opened.desk.given == set()


def test_five_tickets_are_there_each_for_whom_it_is(opened: Opened) -> None:
    assert opened.codes(HANDLER) == ALL
    assert opened.codes(INTAKE) == opened.codes(OTHER) == ALL - {"a report"}
    for who in (CUSTODIAN, DEPUTY, "MZ CCO", "MZ 編集担当", "MZ 監査担当", "PG 委員", "HD CCO"):
        assert opened.codes(who) == set()
        assert opened.ticket(who, "a call") is None


def test_the_report_is_kept_from_the_department_that_it_is_about(opened: Opened) -> None:
    report = opened.ticket(HANDLER, "a report")
    assert report["seenBy"] == [{"name": HANDLER}]
    assert {one["name"] for one in report["knownTo"]} == {INTAKE, HANDLER}
    [acknowledge, decide, feedback] = report["clocks"]
    assert (acknowledge["over"], decide["daysLeft"], decide["doneOn"]) == (False, 3, None)
    assert feedback["daysLeft"] > 60
    assert opened.ticket(INTAKE, "a report") is opened.ticket(OTHER, "a report") is None


def test_clocks_run_out_about_the_day(opened: Opened) -> None:
    assert opened.codes(HANDLER, "(filter: {over: [ACKNOWLEDGE]})") == {"a campaign"}
    assert opened.codes(HANDLER, "(filter: {dueWithin: 3})") == {"a campaign", "a report"}
    assert opened.codes(HANDLER, "(filter: {dueWithin: 7})") == {"a call", "a campaign", "a report"}


def test_one_was_concluded_told_and_looked_back_at(opened: Opened) -> None:
    moved = opened.ticket(INTAKE, "a move")
    assert (moved["status"], moved["outcome"], moved["channel"]) == ("TOLD", "CORRECTED", "MAIL")
    assert all(one["doneOn"] and not one["over"] for one in moved["clocks"])
    assert moved["persons"] == [{"name": "［消去済み］"}]
    assert opened.codes(INTAKE, "(filter: {open: true})") == ALL - {"a report", "a move"}


def test_identities_are_in_the_vault_and_one_is_open_to_who_asked(opened: Opened) -> None:
    assert opened.ticket(HANDLER, "a report")["identity"]["name"] == "指示を受けた社員"
    assert opened.ticket(INTAKE, "a campaign")["identity"] is None
    assert opened.codes(INTAKE, f'(filter: {{contact: "{CALLER}"}})') == {"a call", "a move"}


def test_what_was_asked_of_the_custodian_waits_or_was_decided(opened: Opened) -> None:
    query = (
        "{ custodianRequests { state purpose asker { name } } deskDesignations { stands deputy } }"
    )
    told = opened.ask(CUSTODIAN, query)
    assert [(one["state"], one["purpose"]) for one in told["custodianRequests"]] == [
        ("ASKED", "OPEN_IDENTITY"),
        ("DECLINED", "OPEN_IDENTITY"),
        ("GRANTED", "OPEN_IDENTITY"),
        ("GRANTED", "ERASE"),
    ]
    stands = [one["deputy"] for one in told["deskDesignations"] if one["stands"]]
    assert sorted(stands) == [False, False, False, True]
    assert opened.ask("MZ CCO", query) == {"custodianRequests": [], "deskDesignations": []}


def test_the_anonymous_caller_comes_back_with_the_code_that_is_printed(opened: Opened) -> None:
    query = "query ($c: String!) { receipt(code: $c) { question sayings { fromDesk on } takenUp } }"
    client: TestClient = opened.stage.client()
    sent = {"query": query, "variables": {"c": opened.desk.code}}
    told = client.post("/graphql", json=sent).json()["data"]["receipt"]
    assert [one["fromDesk"] for one in told["sayings"]] == [True, False]
    assert told["sayings"][1]["on"] == (DAY - timedelta(days=2)).isoformat()
    assert told["takenUp"] is True
    assert opened.ticket(INTAKE, "a screen")["sayings"][-1]["by"] is None


def test_the_last_ticket_came_in_as_the_desk_closed(opened: Opened) -> None:
    query = "{ tickets(first: 1) { nodes { id changedAt receivedOn category acknowledgedOn } } }"
    [last] = opened.ask(INTAKE, query)["tickets"]["nodes"]
    assert last["id"] == str(opened.desk.tickets["a call"])
    at = datetime.fromisoformat(last["changedAt"]).astimezone(TOKYO)
    assert f"{at:%Y-%m-%d %H:%M}" == "2023-06-14 17:55"
    assert (last["category"], last["acknowledgedOn"]) == ("UNJUDGED", None)


def test_an_incident_is_drafted_for_an_editor_who_learns_nothing_of_the_ticket(
    opened: Opened,
) -> None:
    [draft] = opened.ask("MZ 編集担当", DRAFTS)["incidentDrafts"]
    assert (draft["state"], draft["incident"]) == ("WRITTEN", None)
    assert opened.ask("PG 編集担当", DRAFTS) == {"incidentDrafts": []}
    query = "query ($t: String!) { ticket(ticket: $t) { drafts { title state } } }"
    told = opened.ask(OTHER, query, t=str(opened.desk.tickets["a screen"]))["ticket"]["drafts"]
    assert {one["state"] for one in told} == {"WITHDRAWN", "WRITTEN"}
    assert draft["title"] in {one["title"] for one in told}


def test_guidance_stands_and_is_offered_to_who_asks_the_like(opened: Opened) -> None:
    query = "{ guidance(filter: {standing: true}) { nodes { question basisVersion supersedes { code } } } }"
    found = opened.ask("MZ 委員", query)["guidance"]["nodes"]
    assert [one["basisVersion"] for one in found] == ["2023年度版", "2023年4月版"]
    assert opened.ask("PG 委員", query)["guidance"]["nodes"] == []
    similar = "query ($t: String!) { ticket(ticket: $t) { similarGuidance { question } } }"
    call = str(opened.desk.tickets["a call"])
    told = opened.ask(INTAKE, similar, t=call)["ticket"]["similarGuidance"]
    assert told[0]["question"] == found[1]["question"]
    [waiting] = opened.ask(OTHER, "{ guidanceDrafts { ticketCode state } }")["guidanceDrafts"]
    assert waiting["state"] == "WRITTEN"
    assert opened.ask("MZ 委員", "{ guidanceDrafts { state } }")["guidanceDrafts"] == []
