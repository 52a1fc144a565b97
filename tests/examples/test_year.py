"""The year plays on either database, gives every command there is, and its story can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.people.roles import MAY
from examples.desk import play_the_desk
from examples.play import Clock
from examples.year import stage as acting
from examples.year.play import live
from service import house
from tests.api.numbers import require_lists
from tests.api.stage import Stage
from tests.grounds import Ground

READMES = ("README.md", "README.ja.md")
HEADINGS = {"README.md": "## A year in it", "README.ja.md": "## 一年をたどる"}


@dataclass(frozen=True, slots=True)
class Lived:
    """The year, lived through, with the people who may now ask about it."""

    acted: acting.Stage
    asking: Stage

    def ask(self, who: str, query: str) -> dict[str, Any]:
        return self.asking.ask(self.acted.people[who], query)


@pytest.fixture(scope="module")
def lived(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    clock = Clock()
    opened = house.found(ground.blank(tmp_path_factory.mktemp("year")), clock)
    acted = acting.Stage(opened.office, clock)
    people = live(acted)
    assert opened.desk is not None
    everybody = (*people, *acted.joined)
    desk = play_the_desk(opened.desk, opened.office, clock, everybody, on=date(2024, 6, 15))
    acted.given |= desk.given
    reported(Stage(opened, people, clock), acted.people["MZ editor"])
    acted.given.add("report_draft")
    yield Lived(acted, Stage(opened, people, clock))
    Stage(opened, people, clock).remove()


def reported(asking: Stage, editor: UUID) -> None:
    """The incident that the desk drafted, reported by its editor as the guide shows: in the play it waits."""
    query = "{ incidentDrafts { id } }"
    [draft] = asking.ask(editor, query)["incidentDrafts"]
    document = """mutation ($i: ReportDraftInput!) { reportDraft(input: $i) { __typename } }"""
    given = {"idempotencyKey": "draft-1", "draft": draft["id"]}
    assert asking.ask(editor, document, i=given) == {"reportDraft": {"__typename": "Incident"}}


def queries_of(readme: str) -> list[str]:
    """The questions of a README's section on the year."""
    _, _, behind = Path(readme).read_text("utf-8").partition(HEADINGS[readme])
    section, _, _ = behind.partition("\n## ")
    return re.findall(r"```graphql\n(.*?)```", section, re.DOTALL)


def test_every_command_there_is_is_given(lived: Lived) -> None:
    assert set(MAY) - lived.acted.given == set()


def test_who_joins_later_is_shown_with_the_cast(lived: Lived) -> None:
    assert [one.name for one in lived.acted.joined] == ["MZ システム担当", "PG 事務局", "MZ 事務局"]


@pytest.mark.parametrize("readme", READMES)
def test_the_questions_of_the_readme_are_answered(lived: Lived, readme: str) -> None:
    queries = queries_of(readme)
    assert len(queries) == 9
    for query in queries:
        for who in ("MZ member", "PG member", "MZ cco"):
            lived.ask(who, query)


def test_both_readmes_ask_the_same() -> None:
    assert queries_of("README.md") == queries_of("README.ja.md")


def test_what_slipped_is_told_with_its_reason(lived: Lived) -> None:
    answer = lived.ask("PG member", queries_of("README.md")[1])
    [slipped] = answer["countermeasures"]["nodes"]
    assert slipped["schedule"]["originalWording"] == "～2023年3月"
    assert slipped["schedule"]["finishedOn"] == "2023-06-28"
    [slip] = slipped["schedule"]["slips"]
    assert slip["toWording"] == "2023年6月末まで" and slip["reason"]
    assert slip["request"] is None, "the request is not released"


def test_a_slip_leads_to_the_request_that_was_granted(lived: Lived) -> None:
    answer = lived.ask("MZ member", queries_of("README.md")[1])
    [slipped] = answer["countermeasures"]["nodes"]
    [slip] = slipped["schedule"]["slips"]
    assert slip["request"]["decidedAt"][:10] == "2023-04-14"
    assert "延長" in slip["request"]["decisionReason"]
    query = "{ extensionRequests(orderBy: RECORDED) { nodes { status measures { wording } } } }"
    asked = lived.ask("MZ member", query)["extensionRequests"]["nodes"]
    assert [one["status"] for one in asked] == ["GRANTED", "WITHDRAWN", "PENDING"]
    assert lived.ask("PG member", query)["extensionRequests"]["nodes"] == []


def test_a_figure_shows_all_that_it_restates(lived: Lived) -> None:
    answer = lived.ask("MZ member", queries_of("README.md")[2])
    [first] = [one for one in answer["reports"] if "第2報" in one["title"]]
    people, views = sorted(first["figures"], key=lambda one: str(one["unit"]))
    assert (people["value"], people["restates"]["value"]) == ("3677", "3393")
    assert people["restates"]["restates"]["value"] == "890"
    assert (views["measure"], views["value"], views["unit"]) == ("閲覧回数", "399376", "回")
    assert views["restates"]["value"] == "94721"


def test_an_effect_in_question_reopens_what_was_handed_over(lived: Lived) -> None:
    now, then = (lived.ask("MZ member", query) for query in queries_of("README.md")[3:5])
    [measure] = now["countermeasures"]["nodes"]
    assert (measure["status"], measure["verdict"]) == ("OPERATING", "NEEDS_IMPROVEMENT")
    assert len(measure["questionedBy"]) == 1
    assert [one["met"] for one in measure["checks"]] == [True, True, True, False]
    assert [len(one["questionedBy"]) for one in measure["checks"]] == [1, 1, 1, 0]
    [before] = then["countermeasures"]["nodes"]
    assert (before["status"], before["handOver"]["ruleVersion"]) == ("HANDED_OVER", "第5版")


def test_what_stays_inside_is_not_told(lived: Lived) -> None:
    inside = lived.ask("PG member", queries_of("README.md")[5])
    assert inside == {"operationRecords": {"nodes": []}, "incidents": {"nodes": []}}
    [measure] = lived.ask("PG member", queries_of("README.md")[3])["countermeasures"]["nodes"]
    assert measure["checks"] == measure["questionedBy"] == measure["operations"] == []


def test_the_network_company_was_told_in_other_words_that_are_old_now(lived: Lived) -> None:
    query = queries_of("README.md")[6]
    told = lived.ask("PG member", query)
    [wording] = told["releasedWordings"]["nodes"]
    assert (wording["owner"], told["releases"]["nodes"]) == ({"code": "MZ"}, [])
    [stale] = lived.ask("MZ member", query)["releases"]["nodes"]
    assert (stale["to"], stale["wording"]) == ({"code": "PG"}, wording["text"])
    assert stale["record"]["changedAt"] > stale["releasedAt"]


def test_what_is_kept_from_whom_is_reported_to_its_own_party(lived: Lived) -> None:
    query = queries_of("README.md")[7]
    [rule] = lived.ask("PG member", query)["barrierReport"]["rules"]
    assert (rule["to"], rule["category"], rule["active"]) == (
        {"code": "MZ"},
        "NETWORK_CUSTOMER",
        True,
    )
    told = lived.ask("MZ member", query)["barrierReport"]
    assert [one["name"] for one in told["rules"]] in ([], ["調査中の個人情報の共有停止"])
    assert "託送情報" not in str(told)


def test_the_desk_was_resolved_by_its_three_checks(lived: Lived) -> None:
    desk = lived.acted["measure body"]
    [changed] = [
        one
        for one in _history(lived, desk)
        if one["kind"] == "CHANGED" and "verdict" in {field["name"] for field in one["fields"]}
    ]
    assert changed["author"] == {"party": {"code": "MZ"}, "roles": ["cco"]}
    assert date.fromisoformat(changed["at"][:10]) == date(2023, 12, 11)


def test_a_check_that_was_missed_later_outdates_the_verdict(lived: Lived) -> None:
    query = """{ countermeasures(filter: {verdictOutdated: true}) { nodes { id verdict
        checks { met resultReason } } } }"""
    [desk] = lived.ask("MZ cco", query)["countermeasures"]["nodes"]
    assert (desk["id"], desk["verdict"]) == (str(lived.acted["measure body"]), "RESOLVED")
    assert [one["met"] for one in desk["checks"]] == [True, True, False]
    assert desk["checks"][2]["resultReason"]


def test_a_date_that_was_mistyped_stays_in_sight(lived: Lived) -> None:
    query = """{ countermeasures(filter: {corrected: true}) { nodes { id schedule {
        originalWording wording slipCount corrections { fromWording later reason } } } } }"""
    [manual] = lived.ask("PG member", query)["countermeasures"]["nodes"]
    assert manual["id"] == str(lived.acted["measure manual"])
    assert manual["schedule"]["originalWording"] == "2023年2月～"
    [put_right] = manual["schedule"]["corrections"]
    assert put_right["fromWording"] == "2023年2月～" and put_right["reason"]


def _history(lived: Lived, record: UUID) -> list[dict[str, Any]]:
    query = f"""{{ history(id: "{record}", first: 100) {{ nodes {{ at kind
        author {{ party {{ code }} roles }} fields {{ name old new }} }} }} }}"""
    nodes: list[dict[str, Any]] = lived.ask("MZ member", query)["history"]["nodes"]
    return nodes


@pytest.mark.parametrize("who", ["MZ cco", "PG member"])
@pytest.mark.parametrize("at", [None, {"at": "2023-06-30T12:00:00+09:00"}])
def test_every_number_of_the_board_opens_its_list(
    lived: Lived, who: str, at: dict[str, str] | None
) -> None:
    ask = partial(lived.asking.ask, lived.acted.people[who])
    assert require_lists(ask, at=at) > 100


def test_and_so_does_every_number_of_what_another_party_could_see(lived: Lived) -> None:
    ask = partial(lived.asking.ask, lived.acted.people["MZ auditor"])
    assert require_lists(ask, of={"party": "PG"}) > 50


def test_an_information_request_was_answered_and_is_over(lived: Lived) -> None:
    query = """{ requirements { nodes { status overdue
        items { number submittedIn answers { record { id } } }
        submissions { number stage submittedOn statusDate records { record { id } } } } } }"""
    [request] = lived.ask("MZ member", query)["requirements"]["nodes"]
    assert (request["status"], request["overdue"]) == ("NO_FURTHER_REPORTS", False)
    assert [one["submittedIn"] for one in request["items"]] == [[1], [1], [2], [2]]
    assert [one["stage"] for one in request["submissions"]] == ["FIRST", "FINAL"]
    assert [len(one["answers"]) for one in request["items"]] == [3, 2, 2, 0]
    [shown] = lived.ask("HD member", query)["requirements"]["nodes"]
    assert shown == request, "all that answers it was released to the holding company"
    assert lived.ask("PG member", query)["requirements"]["nodes"] == []
    incident = f"""{{ node(id: "{lived.acted["incident callcentre"]}") {{
        ... on Incident {{ reporting }} }} }}"""
    assert lived.ask("MZ member", incident)["node"] == {"reporting": "4/14最終報を報告済み"}


def test_one_company_answered_and_another_knows_of_no_question(lived: Lived) -> None:
    query = """{ rollOuts { nodes { to { code } withdrawn about { id }
        answers { verdict owner { code } } } } }"""
    asked, mistaken = lived.ask("MZ member", query)["rollOuts"]["nodes"]
    assert (asked["withdrawn"], mistaken["withdrawn"]) == (False, True)
    assert asked["answers"] == [{"verdict": "DOES_NOT_APPLY", "owner": {"code": "PG"}}]
    [theirs] = lived.ask("PG member", query)["rollOuts"]["nodes"]
    assert (theirs["about"], theirs["answers"]) == (None, asked["answers"])
    assert lived.ask("HD member", query)["rollOuts"]["nodes"] == []
