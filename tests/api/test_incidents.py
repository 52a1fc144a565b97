"""What becomes of incidents over GraphQL, and which of them come back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from commands.register.releases import release_record
from projections.register.incidents import INCIDENTS
from tests.api.annotating import PG, release
from tests.api.stage import Stage
from tests.api.test_commands import key

SHOWN = """query ($id: ID!) { node(id: $id) { version ... on Incident { title group summary reporting
    occurredOn number status statusReason recurrenceOf { id } recurrences { id } } } }"""


def a_case(stage: Stage, party: str = "MZ", **more: Any) -> str:
    given = {"idempotencyKey": key(), "title": "宛先の誤り", "informationCategories": ["NONE"]}
    made = stage.do(stage.who(party, "editor"), "reportIncident", **(given | more))
    assert made["__typename"] == "Incident", made
    return str(made["id"])


def shown(stage: Stage, case: str, who: UUID | None = None) -> dict[str, Any]:
    found = stage.ask(who or stage.who("MZ"), SHOWN, id=case)["node"]
    assert isinstance(found, dict)
    return found


def change(
    stage: Stage, mutation: str, case: str, party: str = "MZ", **given: Any
) -> dict[str, Any]:
    """Change an incident as it is now; answers what was answered, and that a refusal changed nothing."""
    editor = stage.who(party, "editor")
    version, facts = shown(stage, case, editor)["version"], stage.facts()
    whole = {"idempotencyKey": key(), "incident": case, "expectedVersion": version} | given
    answer = stage.do(editor, mutation, **whole)
    if "messageEn" in answer:
        assert stage.facts() == facts
    return answer


def test_a_case_runs_from_its_report_to_its_closing_and_back(stage: Stage) -> None:
    case = a_case(stage)
    steps: list[tuple[str, dict[str, Any], str, str | None]] = [
        ("beginInvestigation", {}, "UNDER_INVESTIGATION", None),
        ("confirmIncident", {}, "CONFIRMED", None),
        ("closeIncident", {"reason": "対策を終えた"}, "CLOSED", "対策を終えた"),
        ("reopenIncident", {"reason": "新しい証言"}, "UNDER_INVESTIGATION", "新しい証言"),
    ]
    for mutation, given, status, reason in steps:
        assert change(stage, mutation, case, **given)["__typename"] == "Incident"
        found = shown(stage, case)
        assert (found["status"], found["statusReason"]) == (status, reason)


@pytest.mark.parametrize(
    ("before", "mutation", "given", "refusal"),
    [
        ((), "confirmIncident", {}, "IncidentIsNotUnderInvestigation"),
        ((), "closeIncident", {}, "EarlyClosingNeedsItsReason"),
        ((), "reopenIncident", {"reason": "x"}, "IncidentIsNotClosed"),
        (("begin", "confirm"), "beginInvestigation", {}, "IncidentIsBeyondInvestigation"),
        (("close",), "reopenIncident", {"reason": " "}, "ReopeningNeedsItsReason"),
        (("close",), "beginInvestigation", {}, "IncidentIsClosed"),
        (("close",), "confirmIncident", {}, "IncidentIsClosed"),
        (("close",), "reviseIncident", {"title": "x"}, "IncidentIsClosed"),
        (("close",), "numberIncident", {"number": "9"}, "IncidentIsClosed"),
        ((), "reviseIncident", {"title": "  "}, "TextIsEmpty"),
        ((), "reviseIncident", {"title": "二\n行"}, "TextHasLines"),
        ((), "closeIncident", {"reason": "x" * 10_001}, "TextIsTooLong"),
        ((), "numberIncident", {"number": "制\u0007御"}, "TextHasControlCharacters"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    stage: Stage,
    before: tuple[str, ...],
    mutation: str,
    given: dict[str, Any],
    refusal: str,
) -> None:
    case = a_case(stage)
    acts: dict[str, Callable[[], dict[str, Any]]] = {
        "begin": lambda: change(stage, "beginInvestigation", case),
        "confirm": lambda: change(stage, "confirmIncident", case),
        "close": lambda: change(stage, "closeIncident", case, reason="重複"),
    }
    for act in before:
        assert acts[act]()["__typename"] == "Incident"
    assert change(stage, mutation, case, **given)["__typename"] == refusal


def test_what_is_left_out_of_a_revision_stays_and_null_removes_it(stage: Stage) -> None:
    case = a_case(stage, group="①", summary="要旨", reporting="報告済み", occurredOn="2022-12-19")
    change(stage, "reviseIncident", case, title="宛先違い")
    found = shown(stage, case)
    kept = ("title", "group", "summary", "reporting", "occurredOn")
    assert [found[name] for name in kept] == ["宛先違い", "①", "要旨", "報告済み", "2022-12-19"]
    change(stage, "reviseIncident", case, summary=None, occurredOn=None, title=None, group="②")
    found = shown(stage, case)
    assert [found[name] for name in kept] == ["宛先違い", "②", None, "報告済み", None]
    facts = stage.facts()
    assert change(stage, "reviseIncident", case, group="②")["__typename"] == "Incident"
    assert stage.facts() == facts, "nothing changed, nothing recorded"


def test_a_number_is_given_and_taken_back(stage: Stage) -> None:
    case = a_case(stage)
    change(stage, "numberIncident", case, number=" MZ-7 ")
    assert shown(stage, case)["number"] == "MZ-7"
    change(stage, "numberIncident", case, number=None)
    assert shown(stage, case)["number"] is None


# ----- recurrences ------------------------------------------------------------------------------


def recurs(stage: Stage, case: str, of: str, party: str = "MZ", **given: Any) -> str:
    return str(change(stage, "markRecurrence", case, party, of=of, **given)["__typename"])


def test_an_incident_shows_what_it_repeats_and_what_repeats_it(stage: Stage) -> None:
    first, second, third, neighbour = (a_case(stage) for _ in range(4))
    assert recurs(stage, second, first) == "Incident"
    assert recurs(stage, third, first) == "Incident"
    assert shown(stage, second)["recurrenceOf"] == {"id": first}
    assert [one["id"] for one in shown(stage, first)["recurrences"]] == [second, third]
    assert shown(stage, neighbour)["recurrences"] == []
    assert recurs(stage, third, second) == "Incident", "put right"
    assert [one["id"] for one in shown(stage, first)["recurrences"]] == [second]


def test_no_incident_comes_round_to_itself(stage: Stage) -> None:
    chain = [a_case(stage) for _ in range(4)]
    for earlier, later in pairwise(chain):
        assert recurs(stage, later, earlier) == "Incident"
    assert recurs(stage, chain[0], chain[0]) == "IncidentIsItsOwnRecurrence"
    for later in chain[1:]:
        assert recurs(stage, chain[0], later) == "RecurrenceGoesInACircle"
    assert recurs(stage, chain[3], chain[1]) == "Incident"


def test_what_it_repeats_must_be_seen(stage: Stage) -> None:
    case, hidden = a_case(stage), a_case(stage, "PG")
    for of in (hidden, "00000000-0000-0000-0000-000000000000", "nonsense"):
        assert recurs(stage, case, of) == "NoSuchRecord"
    closed = a_case(stage)
    change(stage, "closeIncident", closed, reason="重複")
    assert recurs(stage, closed, case) == "IncidentIsClosed"
    assert recurs(stage, case, closed) == "Incident", "what has come back was closed, as a rule"


def test_another_party_sees_a_recurrence_where_it_sees_both(stage: Stage) -> None:
    first, second = a_case(stage), a_case(stage)
    reader = stage.who("PG")
    release(stage, INCIDENTS, first, PG)
    before = shown(stage, first, reader)
    assert recurs(stage, second, first) == "Incident"
    assert shown(stage, first, reader) == before, "not a trace of it, not even in the version"
    release(stage, INCIDENTS, second, PG)
    assert shown(stage, first, reader)["recurrences"] == [{"id": second}]
    third = a_case(stage)
    assert recurs(stage, second, third, acknowledgeReaders=["PG"]) == "Incident"
    assert shown(stage, second, reader)["recurrenceOf"] is None, "it repeats a hidden one"


def test_a_circle_through_what_is_hidden_is_no_refusal(stage: Stage) -> None:
    """It would tell that the hidden one is there, and what it repeats."""
    mine = a_case(stage)
    release(stage, INCIDENTS, mine, PG)
    hidden, seen = a_case(stage, "PG"), a_case(stage, "PG")
    assert recurs(stage, hidden, mine, "PG") == "Incident"
    assert recurs(stage, seen, hidden, "PG") == "Incident"
    stage.house.office.perform(
        stage.who("PG", "barrier_officer"),
        lambda desk: release_record(desk, INCIDENTS, record=UUID(seen), to=2, basis="共有"),
    )
    assert shown(stage, seen)["recurrenceOf"] is None
    assert recurs(stage, mine, seen, acknowledgeReaders=["PG"]) == "Incident"
    found = stage.ask(
        stage.who("PG"),
        "query ($id: ID!) { node(id: $id) { ... on Incident {"
        " recurrenceOf { recurrenceOf { recurrenceOf { id } } } } } }",
        id=mine,
    )
    assert found["node"]["recurrenceOf"]["recurrenceOf"]["recurrenceOf"] == {"id": mine}


def test_a_released_incident_is_changed_by_who_knows_its_readers(stage: Stage) -> None:
    case = a_case(stage)
    release(stage, INCIDENTS, case, PG)
    for mutation, given in (
        ("reviseIncident", {"title": "宛先違い"}),
        ("numberIncident", {"number": "1"}),
        ("beginInvestigation", {}),
        ("closeIncident", {"reason": "重複"}),
    ):
        assert change(stage, mutation, case, **given)["__typename"] == "OthersWillRead"
    known: dict[str, Any] = {"acknowledgeReaders": ["PG"]}
    assert (
        change(stage, "reviseIncident", case, title="宛先違い", **known)["__typename"] == "Incident"
    )
    assert shown(stage, case, stage.who("PG"))["title"] == "宛先違い"
