"""The three meetings of the year: what each party saw of them, then and at the end of the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from commands.office import Office
from commands.register.meetings import close_papers, replace_papers
from examples.play import Clock
from examples.year import stage as acting
from examples.year.play import live
from service import house
from tests.api.stage import Stage
from tests.grounds import Ground

PARTIES = ("HD", "PG", "MZ")
MEETINGS = ("first meeting", "second meeting", "third meeting")
AGENDA = """query ($id: ID!) { node(id: $id) { ... on ReviewMeeting { title status
    papers { issue statusDate reason } attendance { party { code } people }
    agenda { number annex topic record { __typename ... on Countermeasure { title } } outcome { outcome } }
    minutes { kind theme text } actionItems { text party { code } status }
    carriedOver { text } follows { title } } } }"""
REGISTER = """query ($at: Moment) {
    countermeasures(first: 100, asOf: $at) { nodes { id title status verdict overdue checkOverdue
      schedule { wording due finishedOn } checks { met } minutes { text } } }
    incidents(first: 100, asOf: $at) { nodes { id title status } }
    actionItems(first: 100, asOf: $at) { nodes { id text status } }
    progress(by: VERDICT, asOf: $at) { key total overdue } }"""


class Watched(acting.Stage):
    """The year's stage, on which each party writes down what it sees as papers are closed."""

    def __init__(self, office: Office, clock: Clock, asking: Stage) -> None:
        super().__init__(office, clock)
        self.asking = asking
        self.seen: dict[tuple[str, UUID], Any] = {}

    def do(
        self,
        who: str,
        command: Callable[..., Iterable[UUID]],
        named: str | None = None,
        /,
        **details: Any,
    ) -> UUID:
        record = acting.Stage.do(self, who, command, named, **details)
        if command in (close_papers, replace_papers):
            for party in PARTIES:
                member = self.people[f"{party} member"]
                self.seen[party, record] = self.asking.ask(member, REGISTER)
        return record


@dataclass(frozen=True, slots=True)
class Lived:
    """The year, lived through, with what was seen on its way."""

    acted: Watched
    asking: Stage

    def ask(self, who: str, query: str, **given: Any) -> dict[str, Any]:
        return self.asking.ask(self.acted.people[who], query, **given)

    def meeting(self, party: str, named: str) -> Any:
        return self.ask(f"{party} member", AGENDA, id=str(self.acted[named]))["node"]


@pytest.fixture(scope="module")
def lived(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    clock = Clock()
    opened = house.found(ground.blank(tmp_path_factory.mktemp("year")), clock)
    acted = Watched(opened.office, clock, Stage(opened, (), clock))
    people = live(acted)
    asking = Stage(opened, people, clock)
    yield Lived(acted, asking)
    asking.remove()


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("named", MEETINGS)
def test_what_was_known_as_papers_were_closed_is_answered_at_the_end_of_the_year(
    lived: Lived, party: str, named: str
) -> None:
    meeting = lived.acted[named]
    then = lived.acted.seen[party, meeting]
    asked = lived.ask(f"{party} member", REGISTER, at={"meeting": str(meeting)})
    now = lived.ask(f"{party} member", REGISTER)
    for name in ("countermeasures", "incidents", "actionItems"):
        still = {one["id"] for one in now[name]["nodes"]}
        expected = [one for one in then[name]["nodes"] if one["id"] in still]
        assert asked[name]["nodes"] == expected
        assert expected or name == "actionItems"
    assert asked["progress"] == then["progress"]


def test_common_items_are_one_for_all_and_the_rest_is_in_each_annex(lived: Lived) -> None:
    first = {party: lived.meeting(party, "first meeting")["agenda"] for party in PARTIES}
    assert first["HD"] == first["PG"] == first["MZ"]
    assert sorted(one["number"] for one in first["HD"]) == [1, 2, 3, 4]
    annex = {
        party: {
            one["record"]["__typename"]: one["number"]
            for one in lived.meeting(party, "second meeting")["agenda"]
            if one["annex"]
        }
        for party in PARTIES
    }
    assert annex == {
        "HD": {"Cause": 1},
        "PG": {"Incident": 1, "Cause": 2},
        "MZ": {"Cause": 1},
    }
    common = [
        [
            one["number"]
            for one in lived.meeting(party, "second meeting")["agenda"]
            if not one["annex"]
        ]
        for party in PARTIES
    ]
    assert common == [[1, 2]] * 3


def test_papers_are_numbered_and_a_replacement_says_why(lived: Lived) -> None:
    for party in PARTIES:
        papers = lived.meeting(party, "second meeting")["papers"]
        assert [(one["issue"], one["reason"]) for one in papers] == [
            (1, None),
            (2, "原因の議題を加えたため"),
        ]
    [first] = lived.meeting("PG", "first meeting")["papers"]
    assert first["statusDate"] == "2023-04-14"


def test_minutes_and_action_items_are_seen_with_their_records(lived: Lived) -> None:
    kinds = {
        party: [one["kind"] for one in lived.meeting(party, "second meeting")["minutes"]]
        for party in PARTIES
    }
    assert (len(kinds["PG"]), len(kinds["HD"]), len(kinds["MZ"])) == (4, 3, 3)
    asked = {
        party: [one["text"] for one in lived.meeting(party, "second meeting")["actionItems"]]
        for party in PARTIES
    }
    assert asked == {"HD": [], "PG": ["鍵の貸出簿を電子にする"], "MZ": []}
    third = {
        party: [one["outcome"] for one in lived.meeting(party, "third meeting")["agenda"]]
        for party in PARTIES
    }
    assert [len(third[party]) for party in PARTIES] == [1, 1, 2]


def test_an_amended_outcome_stands_in_confirmed_minutes(lived: Lived) -> None:
    first = lived.meeting("HD", "first meeting")
    assert first["status"] == "CONFIRMED"
    texts = [one["text"] for one in first["minutes"]]
    assert "監査の範囲に委託先と再委託先が入るかを確かめる" in texts
    assert "次回は現場も見る" not in texts
    assert lived.meeting("HD", "second meeting")["follows"] == {"title": first["title"]}
    assert lived.meeting("HD", "third meeting")["status"] == "ADJOURNED"


@pytest.mark.parametrize(("before", "after"), [MEETINGS[:2], MEETINGS[1:]])
def test_what_changed_from_papers_to_papers_differs_as_the_barrier_says(
    lived: Lived, before: str, after: str
) -> None:
    query = """query ($since: ID!, $until: ID!) { changes(since: {meeting: $since}, until: {meeting: $until},
        first: 100) { totalCount nodes { recordId owner { code } } } }"""
    window = {"since": str(lived.acted[before]), "until": str(lived.acted[after])}
    found = {party: lived.ask(f"{party} member", query, **window)["changes"] for party in PARTIES}
    counts = {party: one["totalCount"] for party, one in found.items()}
    assert counts["MZ"] > counts["PG"] > 0 and counts["MZ"] > counts["HD"] > 0
    assert {one["owner"]["code"] for one in found["HD"]["nodes"]} <= {"HD", "MZ", "PG"}


def test_a_meeting_that_was_called_off_says_why_to_its_parties_alone(lived: Lived) -> None:
    query = "{ reviewMeetings(filter: {status: [CANCELLED]}) { nodes { cancelReason parties { code } } } }"
    told = {
        party: lived.ask(f"{party} member", query)["reviewMeetings"]["nodes"] for party in PARTIES
    }
    off = {"cancelReason": "書面で足りたため", "parties": [{"code": "HD"}, {"code": "MZ"}]}
    assert told == {"HD": [off], "PG": [], "MZ": [off]}
