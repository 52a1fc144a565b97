"""Causes, their categories and their links over GraphQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.register.link import Link
from projections.register.causes import CAUSES
from projections.register.incidents import INCIDENTS
from tests.api.annotating import HD, PG, release
from tests.api.stage import Stage
from tests.api.test_commands import a_measure, key
from tests.api.test_incidents import a_case

SHOWN = """query ($id: ID!, $asOf: Moment) { node(id: $id, asOf: $asOf) { version ... on Cause {
    statement category kind number standing reason incidents { id } countermeasures { id } } } }"""


def a_cause(stage: Stage, party: str = "MZ", **more: Any) -> str:
    given = {"idempotencyKey": key(), "statement": "手順がない", "informationCategories": ["NONE"]}
    made = stage.do(stage.who(party, "editor"), "stateCause", **(given | more))
    assert made["__typename"] == "Cause", made
    return str(made["id"])


def shown(
    stage: Stage, cause: str, who: UUID | None = None, at: str | None = None
) -> dict[str, Any]:
    as_of = {"at": at} if at else None
    found = stage.ask(who or stage.who("MZ"), SHOWN, id=cause, asOf=as_of)["node"]
    assert isinstance(found, dict)
    return found


def change(stage: Stage, mutation: str, cause: str, **given: Any) -> dict[str, Any]:
    editor, facts = stage.who("MZ", "editor"), stage.facts()
    version = shown(stage, cause)["version"]
    whole = {"idempotencyKey": key(), "cause": cause, "expectedVersion": version} | given
    answer = stage.do(editor, mutation, **whole)
    if "messageEn" in answer:
        assert stage.facts() == facts
    return answer


LINKS = "query ($id: ID!) { node(id: $id) { ... on Cause { links { id version } } } }"


def linked(stage: Stage, cause: str, record: str, party: str = "MZ") -> dict[str, Any]:
    """The ends of a link, and its version as an editor of the party sees it, if it does."""
    made = str(Link.id_for(UUID(cause), UUID(record)))
    node = stage.ask(stage.who(party, "editor"), LINKS, id=cause)["node"] or {"links": []}
    seen = [one["version"] for one in node["links"] if one["id"] == made]
    return {"cause": cause, "record": record, "expectedVersion": seen[0] if seen else "?"}


def link(stage: Stage, mutation: str, cause: str, record: str, **given: Any) -> dict[str, Any]:
    facts = stage.facts()
    ends = {"cause": cause, "record": record}
    read = linked(stage, cause, record) if mutation == "unlinkRecords" else ends
    whole = {"idempotencyKey": key()} | read | given
    answer = stage.do(stage.who("MZ", "editor"), mutation, **whole)
    if "messageEn" in answer:
        assert stage.facts() == facts
    return answer


def taxonomy(stage: Stage, party: str, role: str = "member", **given: Any) -> list[str] | None:
    query = "query ($asOf: Moment) { taxonomy(asOf: $asOf) { categories owner { code } } }"
    found = stage.ask(stage.who(party, role), query, **given)["taxonomy"]
    assert found is None or found["owner"] == {"code": party}
    return found and list(found["categories"])


# ----- weighing ---------------------------------------------------------------------------------


def test_a_cause_is_confirmed_and_dismissed_and_confirmed_again(stage: Stage) -> None:
    cause = a_cause(stage)
    assert change(stage, "confirmCause", cause)["__typename"] == "Cause"
    assert shown(stage, cause)["standing"] == "CONFIRMED"
    assert change(stage, "dismissCause", cause, reason=" ")["__typename"] == (
        "DismissalNeedsItsReason"
    )
    change(stage, "dismissCause", cause, reason="聞き取りで分かった")
    found = shown(stage, cause)
    assert (found["standing"], found["reason"]) == ("DISMISSED", "聞き取りで分かった")
    assert change(stage, "confirmCause", cause)["__typename"] == "ReinstatementNeedsItsReason"
    change(stage, "confirmCause", cause, reason="新しいログが見つかった")
    found = shown(stage, cause)
    assert (found["standing"], found["reason"]) == ("CONFIRMED", "新しいログが見つかった")


@pytest.mark.parametrize(
    ("mutation", "given"),
    [
        ("reviseCause", {"statement": "手順が古い"}),
        ("classifyCause", {"kind": "ESCAPE"}),
        ("numberCause", {"number": "C-9"}),
        ("dismissCause", {"reason": "別の理由"}),
    ],
)
def test_a_dismissed_cause_changes_no_more_until_it_is_confirmed_after_all(
    stage: Stage, mutation: str, given: dict[str, Any]
) -> None:
    cause = a_cause(stage)
    change(stage, "dismissCause", cause, reason="聞き取りで分かった")
    assert change(stage, mutation, cause, **given)["__typename"] == "CauseIsDismissed"
    change(stage, "confirmCause", cause, reason="新しいログが見つかった")
    assert change(stage, mutation, cause, **given)["__typename"] == "Cause"


@pytest.mark.parametrize(
    ("mutation", "given", "refusal"),
    [
        ("reviseCause", {"statement": " "}, "TextIsEmpty"),
        ("reviseCause", {"statement": "二\n行"}, "TextHasLines"),
        ("classifyCause", {"category": "x" * 2001}, "TextIsTooLong"),
        ("numberCause", {"number": "制\u0007御"}, "TextHasControlCharacters"),
    ],
)
def test_what_cannot_be_written_is_refused(
    stage: Stage, mutation: str, given: dict[str, Any], refusal: str
) -> None:
    assert change(stage, mutation, a_cause(stage), **given)["__typename"] == refusal


def test_a_cause_is_reworded_and_numbered(stage: Stage) -> None:
    cause = a_cause(stage)
    change(stage, "reviseCause", cause, statement="手順が古い")
    change(stage, "numberCause", cause, number="C-1")
    found = shown(stage, cause)
    assert (found["statement"], found["number"]) == ("手順が古い", "C-1")


# ----- filing -----------------------------------------------------------------------------------


def test_a_new_category_joins_the_own_taxonomy_alone(stage: Stage) -> None:
    cause = a_cause(stage)
    before = {party: taxonomy(stage, party) for party in ("HD", "PG", "MZ")}
    change(stage, "classifyCause", cause, category=" 委託管理 ", kind="ESCAPE")
    found = shown(stage, cause)
    assert (found["category"], found["kind"]) == ("委託管理", "ESCAPE")
    assert taxonomy(stage, "MZ") == [*(before["MZ"] or []), "委託管理"]
    assert {party: taxonomy(stage, party) for party in ("HD", "PG")} == {
        party: before[party] for party in ("HD", "PG")
    }


def test_what_is_left_out_of_a_filing_stays_and_null_removes_it(stage: Stage) -> None:
    cause = a_cause(stage, category="システム", kind="ESCAPE")
    change(stage, "classifyCause", cause, kind="BACKGROUND")
    found = shown(stage, cause)
    assert (found["category"], found["kind"]) == ("システム", "BACKGROUND")
    for blank in (None, " "):
        change(stage, "classifyCause", cause, category="システム")
        change(stage, "classifyCause", cause, category=blank)
        found = shown(stage, cause)
        assert (found["category"], found["kind"]) == (None, "BACKGROUND")


def test_a_category_is_added_once(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    before = taxonomy(stage, "MZ") or []
    made = stage.do(editor, "addCategory", idempotencyKey=key(), name="委託管理")
    assert made["__typename"] == "Taxonomy"
    assert taxonomy(stage, "MZ") == [*before, "委託管理"]
    facts = stage.facts()
    again = stage.do(editor, "addCategory", idempotencyKey=key(), name="委託管理")
    assert (again["id"], stage.facts()) == (made["id"], facts)
    blank = stage.do(editor, "addCategory", idempotencyKey=key(), name=" ")
    assert (blank["__typename"], stage.facts()) == ("TextIsEmpty", facts)


def test_a_party_without_a_taxonomy_begins_with_the_usual_categories(stage: Stage) -> None:
    assert taxonomy(stage, "MZ", asOf={"at": "2023-01-01T00:00:00Z"}) is None
    query = "{ taxonomy { id } }"
    other = stage.ask(stage.who("PG"), query)["taxonomy"]["id"]
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert stage.ask(stage.who("MZ"), node, id=other)["node"] is None, "another party's is hidden"


# ----- links ------------------------------------------------------------------------------------


def test_a_link_is_undone_and_stays_where_it_stood(stage: Stage) -> None:
    cause, case = a_cause(stage), a_case(stage)
    measure = a_measure(stage)["id"]
    for record in (case, measure):
        assert link(stage, "linkRecords", cause, record)["__typename"] == "Link"
    then = datetime.now(UTC).isoformat()
    undone = link(stage, "unlinkRecords", cause, case, reason="取り違え")
    assert (undone["__typename"], undone["id"]) == ("Cause", cause)
    found = shown(stage, cause)
    assert (found["incidents"], found["countermeasures"]) == ([], [{"id": measure}])
    assert shown(stage, cause, at=then)["incidents"] == [{"id": case}]
    assert link(stage, "linkRecords", cause, case)["__typename"] == "Link"
    assert shown(stage, cause)["incidents"] == [{"id": case}]


def test_a_measure_that_was_split_keeps_its_links_and_gets_no_more(stage: Stage) -> None:
    cause, other, undone = a_cause(stage), a_cause(stage), a_cause(stage)
    measure = a_measure(stage)
    for one in (cause, undone):
        link(stage, "linkRecords", one, measure["id"])
    link(stage, "unlinkRecords", undone, measure["id"])
    whole = stage.do(
        stage.who("MZ", "editor"),
        "splitCountermeasure",
        idempotencyKey=key(),
        countermeasure=measure["id"],
        expectedVersion=measure["version"],
        parts=[{"title": "一"}, {"title": "二"}],
    )
    assert whole["__typename"] == "Countermeasure"
    answer = link(stage, "unlinkRecords", cause, measure["id"])
    assert answer["__typename"] == "CountermeasureIsSplit"
    for one in (other, undone):
        answer = link(stage, "linkRecords", one, measure["id"])
        assert answer["__typename"] == "CountermeasureIsSplit"
    facts = stage.facts()
    assert link(stage, "linkRecords", cause, measure["id"])["__typename"] == "Link"
    assert stage.facts() == facts, "it stands already"
    assert link(stage, "linkRecords", other, whole["parts"][0]["id"])["__typename"] == "Link"


def test_what_is_not_linked_is_not_unlinked(stage: Stage) -> None:
    cause, case = a_cause(stage), a_case(stage)
    never = link(stage, "unlinkRecords", cause, case)
    link(stage, "linkRecords", cause, case)
    link(stage, "unlinkRecords", cause, case)
    undone = link(stage, "unlinkRecords", cause, case)
    assert never["__typename"] == "NoSuchRecord"
    assert undone == never, "a link nobody sees any more is none"
    assert link(stage, "unlinkRecords", cause, cause)["__typename"] == "NoSuchRecord"
    assert link(stage, "unlinkRecords", cause, case, reason="x" * 10_001) == never


def test_either_party_takes_back_a_link_of_which_it_owns_an_end(stage: Stage) -> None:
    case = a_case(stage)
    release(stage, INCIDENTS, case, PG)
    theirs = a_cause(stage, "PG")
    made = stage.do(
        stage.who("PG", "editor"), "linkRecords", idempotencyKey=key(), cause=theirs, record=case
    )
    assert made["__typename"] == "Link"
    assert link(stage, "unlinkRecords", theirs, case)["__typename"] == "NoSuchRecord"
    taken = stage.do(
        stage.who("PG", "editor"),
        "unlinkRecords",
        idempotencyKey=key(),
        **linked(stage, theirs, case, "PG"),
    )
    assert taken["__typename"] == "Cause"


def test_a_link_between_two_records_of_another_party_is_not_ours_to_undo(stage: Stage) -> None:
    cause, case = a_cause(stage), a_case(stage)
    link(stage, "linkRecords", cause, case)
    for view, record in ((CAUSES, cause), (INCIDENTS, case)):
        release(stage, view, record, HD)
    facts = stage.facts()
    answer = stage.do(
        stage.who("HD", "editor"),
        "unlinkRecords",
        idempotencyKey=key(),
        **linked(stage, cause, case, "HD"),
    )
    assert (answer["__typename"], stage.facts()) == ("NotYourParty", facts)
    hidden = stage.do(
        stage.who("PG", "editor"),
        "unlinkRecords",
        idempotencyKey=key(),
        **linked(stage, cause, case, "PG"),
    )
    assert (hidden["__typename"], stage.facts()) == ("NoSuchRecord", facts)
