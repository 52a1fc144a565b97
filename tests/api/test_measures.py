"""Countermeasures over GraphQL: described, assigned, split, given up, handed over and judged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from projections.register.countermeasures import COUNTERMEASURES
from tests.api.measuring import (
    ABSENT,
    PG,
    a_measure,
    change,
    closed_department,
    department,
    done,
    key,
    ready,
    refused,
    release,
    someone,
)
from tests.api.stage import Stage, unnamed

CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("reviseCountermeasure", "editor", {"title": "入退室の記録を毎週確かめる"}),
    ("remarkCountermeasure", "editor", {"remark": "委託先を含む"}),
    ("characteriseCountermeasure", "editor", {"kind": "PREVENTIVE"}),
    ("assignCountermeasure", "editor", {"responsibleParty": "PG"}),
    ("numberCountermeasure", "editor", {"number": "M-77"}),
    ("splitCountermeasure", "editor", {"parts": [{"title": "一"}, {"title": "二"}]}),
    ("reportProgress", "editor", {"status": "IN_PROGRESS"}),
    ("cancelCountermeasure", "editor", {"reason": "代わりの対策があるため"}),
    ("acceptRisk", "cco", {"reason": "残る影響が小さいため"}),
    ("giveVerdict", "cco", {"verdict": "FOLLOW_UP", "reason": "次回も見る"}),
    ("setSchedule", "editor", {"wording": "2023年4月～"}),
    ("rescheduleCountermeasure", "editor", {"wording": "2023年4月～"}),
    ("setCheckDay", "editor", {"day": "2027-04-01"}),
]
"""Every change that a fresh measure takes, with who may make it."""
change_of = pytest.mark.parametrize(
    ("mutation", "role", "given"), CHANGES, ids=lambda one: str(one)
)


# ----- what holds for every change --------------------------------------------------------------


@change_of
def test_a_change_is_made_once_for_a_key(
    stage: Stage, mutation: str, role: str, given: dict[str, Any]
) -> None:
    measure = a_measure(stage)
    once = {"idempotencyKey": "once"} | given
    changed = change(stage, mutation, measure, role, **once)
    assert changed["__typename"] == "Countermeasure", changed
    assert (changed["id"], changed["version"] != measure["version"]) == (measure["id"], True)
    facts = stage.facts()
    assert change(stage, mutation, measure, role, **once) == changed
    assert stage.facts() == facts
    other = {"idempotencyKey": "once", "expectedVersion": changed["version"]} | given
    assert refused(stage, mutation, measure, role, **other) == "KeyWasUsedForAnotherInput"


@change_of
def test_a_change_of_what_was_read_too_long_ago_is_refused(
    stage: Stage, mutation: str, role: str, given: dict[str, Any]
) -> None:
    measure = a_measure(stage)
    change(stage, "remarkCountermeasure", measure, remark="先に変わった")
    assert refused(stage, mutation, measure, role, **given) == "StaleVersion"


@change_of
def test_a_change_needs_its_role(
    stage: Stage, mutation: str, role: str, given: dict[str, Any]
) -> None:
    measure = a_measure(stage)
    for other in {"member", "editor", "barrier_officer", "cco", "auditor"} - {role}:
        assert refused(stage, mutation, measure, other, **given) == "NotPermitted"


@change_of
def test_nobody_changes_a_measure_of_another_party_and_a_hidden_one_is_absent(
    stage: Stage, mutation: str, role: str, given: dict[str, Any]
) -> None:
    measure, them = a_measure(stage, informationCategories=["NONE"]), stage.who("PG", role)
    hidden = unnamed(measure["id"], change(stage, mutation, measure, them, **given))
    for absent in (ABSENT, "nonsense"):
        answer = change(stage, mutation, {"id": absent, "version": "0"}, them, **given)
        assert unnamed(absent, answer) == hidden
    assert hidden["__typename"] == "NoSuchRecord"
    release(stage, COUNTERMEASURES, measure["id"], PG)
    assert refused(stage, mutation, measure, them, **given) == "NotYourParty"


@change_of
def test_who_changes_a_released_measure_says_that_they_know_who_reads(
    stage: Stage, mutation: str, role: str, given: dict[str, Any]
) -> None:
    measure = a_measure(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure["id"], PG)
    assert refused(stage, mutation, measure, role, **given) == "OthersWillRead"
    known = {"acknowledgeReaders": ["PG"]} | given
    assert change(stage, mutation, measure, role, **known)["__typename"] == "Countermeasure"


@change_of
def test_a_measure_that_was_split_changes_no_more(
    stage: Stage, mutation: str, role: str, given: dict[str, Any]
) -> None:
    whole = change(
        stage, "splitCountermeasure", a_measure(stage), parts=[{"title": "一"}, {"title": "二"}]
    )
    assert refused(stage, mutation, whole, role, **given) == "CountermeasureIsSplit"


# ----- describing and assigning -----------------------------------------------------------------


def test_a_measure_is_described_anew_and_what_is_left_out_stays(stage: Stage) -> None:
    measure = a_measure(stage, items=["一覧", "研修"], kind="CORRECTIVE", continuing=True)
    revised = change(stage, "reviseCountermeasure", measure, title="記録を毎週確かめる")
    assert (revised["title"], revised["items"]) == ("記録を毎週確かめる", ["一覧", "研修"])
    revised = change(stage, "reviseCountermeasure", revised, items=[])
    assert (revised["title"], revised["items"]) == ("記録を毎週確かめる", [])
    characterised = change(stage, "characteriseCountermeasure", revised, kind=None)
    assert (characterised["kind"], characterised["continuing"]) == (None, True)
    facts = stage.facts()
    same = change(stage, "characteriseCountermeasure", characterised, continuing=True)
    assert (same["version"], stage.facts()) == (characterised["version"], facts)


@pytest.mark.parametrize(
    ("mutation", "given", "refusal"),
    [
        ("reviseCountermeasure", {"title": " "}, "TextIsEmpty"),
        ("reviseCountermeasure", {"items": ["一", "二\n三"]}, "TextHasLines"),
        ("remarkCountermeasure", {"remark": "x" * 10_001}, "TextIsTooLong"),
        ("numberCountermeasure", {"number": "M\u00077"}, "TextHasControlCharacters"),
        ("assignCountermeasure", {"responsibleParty": "XX"}, "NoSuchRecord"),
        ("assignCountermeasure", {"responsibleDepartment": ABSENT}, "NoSuchRecord"),
    ],
)
def test_a_description_that_cannot_be_is_refused(
    stage: Stage, mutation: str, given: dict[str, Any], refusal: str
) -> None:
    assert refused(stage, mutation, a_measure(stage), **given) == refusal


def test_what_operates_continues(stage: Stage) -> None:
    answer = refused(stage, "characteriseCountermeasure", done(stage), continuing=False)
    assert answer == "OperatingMeasureIsContinuing"


def test_a_remark_or_a_number_is_taken_away(stage: Stage) -> None:
    measure = a_measure(stage, remark="委託先を含む", number="M-1")
    measure = change(stage, "remarkCountermeasure", measure)
    measure = change(stage, "numberCountermeasure", measure, number=None)
    assert (measure["remark"], measure["number"]) == (None, None)


def test_a_measure_is_assigned_to_a_department_that_stands(stage: Stage) -> None:
    sales, measure = str(department(stage)), a_measure(stage)
    assigned = change(stage, "assignCountermeasure", measure, responsibleDepartment=sales)
    assert assigned["responsible"] == {"party": {"code": "MZ"}, "department": {"id": sales}}
    closed = str(closed_department(stage))
    for mutation, given in (
        ("assignCountermeasure", {"responsibleDepartment": closed}),
        ("splitCountermeasure", {"parts": [{"title": "一", "responsibleDepartment": closed}] * 2}),
    ):
        assert refused(stage, mutation, assigned, **given) == "DepartmentIsClosed"
    answer = stage.do(
        stage.who("MZ", "editor"),
        "proposeCountermeasure",
        idempotencyKey=key(),
        title="対策",
        responsibleDepartment=closed,
    )
    assert answer["__typename"] == "DepartmentIsClosed"


SEEN_ABROAD = """query ($id: ID!, $at: DateTime!) {
    node(id: $id) { version changedAt ... on Countermeasure { title
        responsible { party { code } department { name } } } }
    history(id: $id) { totalCount } changes(since: {at: $at}) { totalCount }
    countermeasures(orderBy: CHANGED_DESC) { nodes { id } } }"""


def test_a_change_that_shows_other_readers_nothing_needs_no_acknowledgement(stage: Stage) -> None:
    """A department is nobody's to see but its own party's."""
    measure = a_measure(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, measure["id"], PG)
    sales, systems = str(department(stage)), str(department(stage, "情報部"))
    asked = {"id": measure["id"], "at": stage.clock().isoformat()}
    before = stage.ask(stage.who("PG"), SEEN_ABROAD, **asked)
    for unit in (sales, systems, None):
        measure = change(stage, "assignCountermeasure", measure, responsibleDepartment=unit)
        assert measure["__typename"] == "Countermeasure", measure
    assert stage.ask(stage.who("PG"), SEEN_ABROAD, **asked) == before
    for seen in ({"responsibleParty": "PG"}, {"responsibleParty": "HD"}):
        answer = refused(stage, "assignCountermeasure", measure, **seen)
        assert answer == "OthersWillRead"


def test_a_record_that_is_not_there_is_named_as_the_asker_named_it(stage: Stage) -> None:
    measure = a_measure(stage)
    for mutation, given, named in (
        ("assignCountermeasure", {"responsibleParty": "xx"}, "xx"),
        ("assignCountermeasure", {"responsibleDepartment": ABSENT}, ABSENT),
        ("handOverCountermeasure", {"receivingDepartment": "営業部"} | TERMS, "営業部"),
        ("reviseCountermeasure", {"countermeasure": "CM-0000-0000"}, "CM-0000-0000"),
    ):
        answer = change(stage, mutation, measure, **given)
        assert answer["__typename"] == "NoSuchRecord"
        assert f"（{named}）" in answer["message"]
        assert f"({named})" in answer["messageEn"]


def test_a_stranger_sees_nothing_and_is_told_whom_to_ask(stage: Stage) -> None:
    """Whose token is good and who is enrolled nowhere."""
    measure, stranger = a_measure(stage), UUID(int=0x57)
    assert refused(stage, "remarkCountermeasure", measure, stranger, remark="x") == "NoSuchRecord"
    given = {"idempotencyKey": key(), "title": "対策"}
    answer = stage.do(stranger, "proposeCountermeasure", **given)
    assert answer["__typename"] == "NotPermitted"
    assert answer["message"].endswith("次の役割の方にご依頼ください：編集担当。")


def test_a_department_answers_for_its_own_party_alone(stage: Stage) -> None:
    sales, systems = str(department(stage)), str(department(stage, "情報部"))
    measure = a_measure(stage, responsibleDepartment=sales)
    for given in (
        {"responsibleParty": "PG"},
        {"responsibleParty": "PG", "responsibleDepartment": sales},
    ):
        answer = refused(stage, "assignCountermeasure", measure, **given)
        assert answer == "DepartmentIsOfAnotherParty"
    other = {"responsibleParty": "PG", "responsibleDepartment": None}
    theirs = change(stage, "assignCountermeasure", measure, **other)
    assert theirs["responsible"] == {"party": {"code": "PG"}, "department": None}
    part = {"title": "一", "responsibleDepartment": sales}
    answer = refused(stage, "splitCountermeasure", theirs, parts=[part, part])
    assert answer == "DepartmentIsOfAnotherParty"
    back = change(stage, "assignCountermeasure", theirs, responsibleDepartment=systems)
    assert back["responsible"] == {"party": {"code": "MZ"}, "department": {"id": systems}}
    editor, named = stage.who("MZ", "editor"), {"title": "対策", "responsibleParty": "PG"}
    proposed = stage.do(
        editor, "proposeCountermeasure", idempotencyKey=key(), responsibleDepartment=sales, **named
    )
    assert proposed["__typename"] == "DepartmentIsOfAnotherParty"


def test_what_is_left_out_of_an_assignment_stays(stage: Stage) -> None:
    sales = str(department(stage))
    measure = a_measure(stage, responsibleDepartment=sales)
    facts = stage.facts()
    for given in ({}, {"responsibleParty": "MZ"}, {"responsibleParty": None}):
        same = change(stage, "assignCountermeasure", measure, **given)
        assert same["responsible"] == {"party": {"code": "MZ"}, "department": {"id": sales}}
    assert stage.facts() == facts
    none = change(stage, "assignCountermeasure", measure, responsibleDepartment=None)
    assert none["responsible"] == {"party": {"code": "MZ"}, "department": None}


def test_a_department_of_another_party_that_is_hidden_is_none(stage: Stage) -> None:
    hidden = str(department(stage, "他社の部署", PG))
    answer = refused(stage, "assignCountermeasure", a_measure(stage), responsibleDepartment=hidden)
    assert answer == "NoSuchRecord"


# ----- splitting --------------------------------------------------------------------------------


def test_a_measure_is_split_and_its_parts_answer_the_same_causes(stage: Stage) -> None:
    editor = stage.who("MZ", "editor")
    sales, systems = str(department(stage)), str(department(stage, "情報部"))
    whole = a_measure(
        stage,
        kind="CORRECTIVE",
        continuing=True,
        wording="2023年度",
        writtenOn="2023-02-17",
        responsibleDepartment=sales,
        informationCategories=["PERSONAL"],
    )
    causes = [
        stage.do(editor, "stateCause", idempotencyKey=key(), statement=one)["id"]
        for one in ("手順がない", "知らなかった")
    ]
    for cause in causes:
        stage.do(editor, "linkRecords", idempotencyKey=key(), cause=cause, record=whole["id"])
    parts = [
        {"title": "手順を定める", "items": ["案", "決定"], "wording": "～2023年6月"},
        {
            "title": "研修を行う",
            "kind": "PREVENTIVE",
            "continuing": False,
            "responsibleDepartment": systems,
        },
    ]
    split = change(stage, "splitCountermeasure", whole, parts=parts)
    assert (split["status"], split["id"]) == ("SPLIT", whole["id"])
    assert [part["title"] for part in split["parts"]] == ["手順を定める", "研修を行う"]
    query = """query ($id: ID!) { node(id: $id) { informationCategories ... on Countermeasure {
        items kind continuing status splitFrom { id } causes { id }
        responsible { department { id } } schedule { wording due } } } }"""
    first, second = (stage.ask(editor, query, id=part["id"])["node"] for part in split["parts"])
    assert first == {
        "informationCategories": ["PERSONAL"],
        "items": ["案", "決定"],
        "kind": "CORRECTIVE",
        "continuing": True,
        "status": "PLANNED",
        "splitFrom": {"id": whole["id"]},
        "causes": [{"id": one} for one in causes],
        "responsible": {"department": {"id": sales}},
        "schedule": {"wording": "～2023年6月", "due": "2023-06-30"},
    }
    assert (second["kind"], second["continuing"], second["items"]) == ("PREVENTIVE", False, [])
    assert second["responsible"] == {"department": {"id": systems}}
    assert second["schedule"] == {"wording": "2023年度", "due": "2024-03-31"}


@pytest.mark.parametrize("wording", ["2023年9月末", "2023年6月末頃", "時期未定"])
def test_a_part_that_is_later_or_vaguer_than_the_whole_slips(stage: Stage, wording: str) -> None:
    whole = a_measure(stage, wording="2023年6月末までに", writtenOn="2023-02-17")
    later = {"title": "一", "wording": wording, "writtenOn": "2023-02-17"}
    parts = [later, {"title": "二"}]
    assert refused(stage, "splitCountermeasure", whole, parts=parts) == "SlipNeedsItsReason"
    parts = [later | {"reason": "範囲が広い"}, {"title": "二"}]
    split = change(stage, "splitCountermeasure", whole, parts=parts)
    query = """query ($id: ID!) { node(id: $id) { ... on Countermeasure { status
        schedule { wording originalWording slips { reason } } pendingExtension { id version } } } }"""

    def plan(part: dict[str, Any]) -> dict[str, Any]:
        return dict(stage.ask(stage.who("MZ"), query, id=part["id"])["node"])

    first, second = (plan(one) for one in split["parts"])
    original = "2023年6月末までに"
    as_before = {"wording": original, "originalWording": original, "slips": []}
    assert (first["schedule"], second["schedule"]) == (as_before, as_before)
    assert (first["status"], second["pendingExtension"]) == ("PLANNED", None)
    request = first["pendingExtension"]
    decided = {"extension": request["id"], "expectedVersion": request["version"]}
    who, given = stage.who("MZ", "cco"), {"idempotencyKey": key(), "granted": True}
    stage.do(who, "decideExtension", **decided, **given)
    slipped = as_before | {"wording": wording, "slips": [{"reason": "範囲が広い"}]}
    first, second = (plan(one) for one in split["parts"])
    assert (first["schedule"], second["schedule"]) == (slipped, as_before)


@pytest.mark.parametrize("wording", [None, "2023年6月末までに"])
def test_a_part_that_keeps_its_time_takes_no_reason(stage: Stage, wording: str | None) -> None:
    for given in ({"wording": "2023年6月末までに", "writtenOn": "2023-02-17"}, {}):
        whole = a_measure(stage, **given)
        part = {"title": "一", "wording": wording, "writtenOn": "2023-02-17", "reason": "予定"}
        answer = refused(stage, "splitCountermeasure", whole, parts=[part, {"title": "二"}])
        assert answer == "ReasonNeedsAChange"
        split = change(
            stage, "splitCountermeasure", whole, parts=[part | {"reason": " "}, {"title": "二"}]
        )
        assert split["status"] == "SPLIT"


def test_a_measure_is_not_split_into_thousands_of_links(stage: Stage) -> None:
    whole = a_measure(stage)
    assert refused(stage, "splitCountermeasure", whole, parts=[{"title": "一"}] * 1_001) == (
        "SplitIsTooLarge"
    )


def test_no_wording_was_written_on_a_day_to_come_even_where_none_is_given(stage: Stage) -> None:
    facts, ahead = stage.facts(), {"writtenOn": "2999-01-01"}
    given = {"idempotencyKey": key(), "title": "対策"} | ahead
    answer = stage.do(stage.who("MZ", "editor"), "proposeCountermeasure", **given)
    assert (answer["__typename"], stage.facts()) == ("DayIsStillToCome", facts)
    parts = [{"title": "一"} | ahead, {"title": "二"}]
    assert (
        refused(stage, "splitCountermeasure", a_measure(stage), parts=parts) == "DayIsStillToCome"
    )


def test_a_measure_that_was_split_is_neither_open_nor_late_and_its_parts_are(stage: Stage) -> None:
    whole = a_measure(stage, wording="～2023年3月", writtenOn="2023-02-17")
    split = change(stage, "splitCountermeasure", whole, parts=[{"title": "一"}, {"title": "二"}])
    found = stage.ask(
        stage.who("MZ"),
        """query ($c: [String!]) {
          all: countermeasures(filter: {codes: $c}) { nodes { overdue lateStart checkOverdue } }
          open: countermeasures(filter: {codes: $c, open: true}) { totalCount }
          split: countermeasures(filter: {status: [SPLIT]}) { nodes { parts { overdue } } }
          progress(by: PARTY) { key byStatus { status count } } }""",
        c=[split["code"]],
    )
    assert found["all"]["nodes"] == [{"overdue": False, "lateStart": False, "checkOverdue": False}]
    assert found["open"]["totalCount"] == 0
    assert found["split"]["nodes"] == [{"parts": [{"overdue": True}, {"overdue": True}]}]
    counts = next(one["byStatus"] for one in found["progress"] if one["key"] == "MZ")
    assert {"status": "SPLIT", "count": 1} in counts


def test_the_parts_of_a_released_measure_are_its_owners_alone(stage: Stage) -> None:
    whole = a_measure(stage, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, whole["id"], PG)
    split = change(
        stage,
        "splitCountermeasure",
        whole,
        parts=[{"title": "一"}, {"title": "二"}],
        acknowledgeReaders=["PG"],
    )
    query = """query ($id: ID!) { node(id: $id) { ... on Countermeasure { status parts { id }
        splitFrom { id } } } }"""
    seen = stage.ask(stage.who("PG"), query, id=whole["id"])["node"]
    assert seen == {"status": "SPLIT", "parts": [], "splitFrom": None}
    release(stage, COUNTERMEASURES, split["parts"][0]["id"], PG)
    seen = stage.ask(stage.who("PG"), query, id=whole["id"])["node"]
    assert seen["parts"] == [{"id": split["parts"][0]["id"]}]


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ([], "SplittingNeedsTwoParts"),
        ([{"title": "一"}], "SplittingNeedsTwoParts"),
        ([{"title": "一"}, {"title": " "}], "TextIsEmpty"),
        ([{"title": "一"}, {"title": "二", "responsibleDepartment": ABSENT}], "NoSuchRecord"),
    ],
)
def test_a_split_that_cannot_be_is_refused(
    stage: Stage, parts: list[dict[str, Any]], refusal: str
) -> None:
    assert refused(stage, "splitCountermeasure", a_measure(stage), parts=parts) == refusal


def test_what_is_done_is_not_split(stage: Stage) -> None:
    parts = [{"title": "一"}, {"title": "二"}]
    answer = refused(stage, "splitCountermeasure", done(stage), parts=parts)
    assert answer == "OnlyOpenMeasuresAreSplit"


# ----- giving up and accepting ------------------------------------------------------------------


def test_a_measure_is_cancelled_or_its_risk_accepted_with_a_reason(stage: Stage) -> None:
    cancelled = change(stage, "cancelCountermeasure", done(stage), reason="代わりがあるため")
    assert (cancelled["status"], cancelled["statusReason"]) == ("CANCELLED", "代わりがあるため")
    assert cancelled["schedule"]["finishedOn"] is None, "what is given up is not finished"
    accepted = change(stage, "acceptRisk", a_measure(stage), "cco", reason="影響が小さいため")
    assert accepted["status"] == "RISK_ACCEPTED"
    for mutation, who in (("cancelCountermeasure", "editor"), ("acceptRisk", "cco")):
        assert refused(stage, mutation, a_measure(stage), who, reason=" ") == (
            "GivingUpNeedsItsReason"
        )
    answer = refused(stage, "cancelCountermeasure", accepted, reason="やはり不要")
    assert answer == "CountermeasureIsNotTakenUpAgain"


def test_who_may_not_accept_a_risk_does_not_report_it_as_accepted(stage: Stage) -> None:
    measure = a_measure(stage)
    given = {"status": "RISK_ACCEPTED", "reason": "影響が小さいため"}
    assert refused(stage, "reportProgress", measure, **given) == "NotPermitted"
    both = someone(stage, "editor", "cco")
    assert change(stage, "reportProgress", measure, both, **given)["status"] == "RISK_ACCEPTED"
    cancelled = change(
        stage, "reportProgress", a_measure(stage), status="CANCELLED", reason="不要になったため"
    )
    assert cancelled["status"] == "CANCELLED"


@pytest.mark.parametrize(
    ("mutation", "given"),
    [
        ("cancelCountermeasure", {"reason": "不要"}),
        ("handOverCountermeasure", {"rule": "規程", "decision": "会議"}),
        ("reportProgress", {"status": "IN_PROGRESS"}),
    ],
)
def test_an_editor_of_another_department_ends_no_measure(
    stage: Stage, mutation: str, given: dict[str, Any]
) -> None:
    sales, systems = department(stage), department(stage, "情報部")
    measure = a_measure(stage, responsibleDepartment=str(sales))
    other = someone(stage, "editor", of=systems)
    assert refused(stage, mutation, measure, other, **given) == "NotYourDepartment"


# ----- handing over -----------------------------------------------------------------------------

TERMS = {
    "rule": "情報管理規程",
    "ruleVersion": "第3版",
    "nextCheck": "2027-04-01",
    "decision": "第5回合同検討会議",
}


def test_a_checked_measure_is_handed_over_to_routine_and_looked_at_again(stage: Stage) -> None:
    sales = str(department(stage))
    handed_over = change(
        stage, "handOverCountermeasure", ready(stage), receivingDepartment=sales, **TERMS
    )
    assert handed_over["status"] == "HANDED_OVER"
    assert handed_over["handOver"] == {
        "rule": "情報管理規程",
        "ruleVersion": "第3版",
        "decision": "第5回合同検討会議",
        "department": {"id": sales},
    }
    assert handed_over["schedule"]["nextCheck"] == "2027-04-01"
    facts = stage.facts()
    again = change(stage, "handOverCountermeasure", handed_over, receivingDepartment=sales, **TERMS)
    assert (again["version"], stage.facts()) == (handed_over["version"], facts)
    back = change(stage, "reportProgress", handed_over, status="IN_PROGRESS", reason="形骸化")
    assert (back["status"], back["handOver"]) == ("IN_PROGRESS", None)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"rule": " "}, "TextIsEmpty"),
        ({"decision": " "}, "TextIsEmpty"),
        ({"receivingDepartment": ABSENT}, "NoSuchRecord"),
    ],
)
def test_a_hand_over_on_no_terms_is_refused(
    stage: Stage, given: dict[str, Any], refusal: str
) -> None:
    answer = refused(stage, "handOverCountermeasure", done(stage), **TERMS | given)
    assert answer == refusal


def test_a_measure_is_not_handed_over_to_a_closed_department(stage: Stage) -> None:
    given = {"receivingDepartment": str(closed_department(stage))} | TERMS
    assert refused(stage, "handOverCountermeasure", done(stage), **given) == "DepartmentIsClosed"


def test_a_measure_is_not_handed_over_unchecked_nor_in_passing(stage: Stage) -> None:
    measure = done(stage)
    facts = stage.facts()
    answer = change(stage, "handOverCountermeasure", measure, **TERMS)
    assert answer["__typename"] == "ClosingNeedsItsChecks"
    assert "整備、運用、効果" in answer["message"]
    assert "set up, operated, effective" in answer["messageEn"]
    assert stage.facts() == facts
    answer = change(stage, "reportProgress", measure, status="HANDED_OVER")
    assert answer["__typename"] == "HandingOverNamesItsRule"
    assert "handOverCountermeasure" in answer["message"]
    assert "handOverCountermeasure" in answer["messageEn"]
    assert stage.facts() == facts


@pytest.mark.parametrize("continuing", [None, False])
def test_only_a_continuing_measure_is_handed_over(stage: Stage, continuing: bool | None) -> None:
    measure = a_measure(stage, continuing=continuing)
    answer = refused(stage, "handOverCountermeasure", measure, **TERMS)
    assert answer == "OnlyContinuingMeasuresOperate"


def test_what_was_given_up_is_not_handed_over(stage: Stage) -> None:
    cancelled = change(stage, "cancelCountermeasure", done(stage), reason="不要")
    answer = refused(stage, "handOverCountermeasure", cancelled, **TERMS)
    assert answer == "CountermeasureIsNotTakenUpAgain"


def test_nobody_reports_a_split_or_a_second_ending(stage: Stage) -> None:
    assert refused(stage, "reportProgress", a_measure(stage), status="SPLIT") == (
        "ProgressDoesNotSplit"
    )


# ----- verdicts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["RESOLVED", "FOLLOW_UP_ENDED"])
def test_a_measure_is_closed_once_it_was_checked(stage: Stage, verdict: str) -> None:
    measure = done(stage)
    assert refused(stage, "giveVerdict", measure, "cco", verdict=verdict) == (
        "ClosingNeedsItsChecks"
    )
    closed = change(stage, "giveVerdict", ready(stage), "cco", verdict=verdict, reason="効果を確認")
    assert (closed["verdict"], closed["verdictReason"]) == (verdict, "効果を確認")


def test_a_verdict_is_neither_too_early_nor_by_the_reporter(stage: Stage) -> None:
    early = refused(stage, "giveVerdict", a_measure(stage), "cco", verdict="RESOLVED")
    assert early == "VerdictIsTooEarly"
    both = someone(stage, "editor", "cco")
    measure = a_measure(stage)
    measure = change(stage, "reportProgress", measure, both, status="IMPLEMENTED")
    answer = refused(stage, "giveVerdict", measure, both, verdict="FOLLOW_UP")
    assert answer == "VerdictIsByTheReporter"


def test_what_was_given_up_needs_no_check_to_be_closed(stage: Stage) -> None:
    cancelled = change(stage, "cancelCountermeasure", a_measure(stage), reason="不要")
    closed = change(stage, "giveVerdict", cancelled, "cco", verdict="FOLLOW_UP_ENDED")
    assert closed["verdict"] == "FOLLOW_UP_ENDED"


def test_a_verdict_is_outdated_when_the_measure_falls_back_or_becomes_more(stage: Stage) -> None:
    resolved = change(stage, "giveVerdict", ready(stage), "cco", verdict="RESOLVED")
    assert not resolved["verdictOutdated"]
    back = change(stage, "reportProgress", resolved, status="IN_PROGRESS", reason="不備")
    assert (back["verdict"], back["verdictOutdated"]) == ("RESOLVED", True)
    query = "{ countermeasures(filter: {verdictOutdated: true}) { nodes { id } } }"
    found = stage.ask(stage.who("MZ"), query)["countermeasures"]["nodes"]
    assert found == [{"id": back["id"]}]
    again = change(stage, "giveVerdict", back, "cco", verdict="NEEDS_IMPROVEMENT")
    assert not again["verdictOutdated"]
    correction = change(
        stage, "giveVerdict", ready(stage, kind="CORRECTION"), "cco", verdict="RESOLVED"
    )
    more = change(stage, "characteriseCountermeasure", correction, kind="CORRECTIVE")
    assert more["verdictOutdated"]
