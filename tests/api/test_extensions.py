"""Extension requests over GraphQL: a later due is asked for, and a decided request alone moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from projections.register.countermeasures import COUNTERMEASURES
from projections.register.extensions import EXTENSIONS
from tests.api.measuring import a_measure, change, extended, key, ready, refused, release, someone
from tests.api.stage import Stage
from tests.houses import PG

BY_MARCH = {"wording": "2023年3月末までに", "writtenOn": "2023-02-17"}
BY_JUNE = {"wording": "2023年6月末までに", "writtenOn": "2023-02-17"}
BY_JULY = {"wording": "2023年7月末までに", "writtenOn": "2023-02-17"}
WHY = {"reason": "部品の遅れ"}
Given = dict[str, Any]

MEASURE = """query ($id: ID!, $at: Moment) { node(id: $id, asOf: $at) { ... on Countermeasure {
    version overdue schedule { wording due slipCount slips { toWording reason request { id status } } }
    extensionRequests { id status } pendingExtension { id } } } }"""


def read(stage: Stage, measure: Given, party: str = "MZ", at: str | None = None) -> Given:
    """A measure as a member is shown it."""
    found = stage.ask(stage.who(party), MEASURE, id=measure["id"], at=at and {"at": at})
    return dict(found["node"] or {})


def asked(stage: Stage, *measures: Given, **given: Any) -> Given:
    """A request for later dues of these measures, by MZ's editor."""
    named = [{"id": m["id"], "expectedVersion": m["version"], **BY_JUNE} for m in measures]
    whole = {"idempotencyKey": key(), "countermeasures": named} | WHY | given
    return stage.do(stage.who("MZ", "editor"), "requestExtension", **whole)


def of(request: Given) -> Given:
    return {"extension": request["id"], "expectedVersion": request["version"]}


def decide(stage: Stage, request: Given, who: str = "cco", /, **given: Any) -> Given:
    """What deciding a request answers; granted unless told otherwise."""
    whole = {"idempotencyKey": key(), "granted": True} | of(request) | given
    return stage.do(stage.who("MZ", who), "decideExtension", **whole)


def withdraw(stage: Stage, request: Given) -> Given:
    given = {"idempotencyKey": key()} | of(request)
    return stage.do(stage.who("MZ", "editor"), "withdrawExtension", **given)


# ----- asking -----------------------------------------------------------------------------------


def test_one_request_covers_several_measures_and_the_old_dues_count_until_it_is_granted(
    stage: Stage,
) -> None:
    first, second, beside = (a_measure(stage, **BY_MARCH) for _ in range(3))
    request = asked(stage, first, second)
    assert (request["status"], request["reason"]) == ("PENDING", "部品の遅れ")
    assert [one["countermeasure"]["id"] for one in request["measures"]] == [
        first["id"],
        second["id"],
    ]
    told = request["measures"][0]
    assert (told["fromWording"], told["fromDue"]) == ("2023年3月末までに", "2023-03-31")
    assert (told["wording"], told["due"]) == ("2023年6月末までに", "2023-06-30")
    for measure in (first, second):
        stands = read(stage, measure)
        assert (stands["schedule"]["due"], stands["overdue"]) == ("2023-03-31", True)
        assert stands["version"] == measure["version"]
        assert stands["pendingExtension"] == {"id": request["id"]}
    assert read(stage, beside)["pendingExtension"] is None
    granted = decide(stage, request, reason="やむを得ない")
    assert (granted["status"], granted["decisionReason"]) == ("GRANTED", "やむを得ない")
    assert granted["decidedAt"]
    for measure in (first, second):
        moved = read(stage, measure)
        assert moved["schedule"]["due"] == "2023-06-30"
        assert moved["schedule"]["slips"] == [
            {
                "toWording": "2023年6月末までに",
                "reason": "部品の遅れ",
                "request": {"id": request["id"], "status": "GRANTED"},
            }
        ]
        assert moved["pendingExtension"] is None
        assert moved["extensionRequests"] == [{"id": request["id"], "status": "GRANTED"}]
    assert read(stage, beside)["schedule"]["due"] == "2023-03-31"


@pytest.mark.parametrize("mutation", ["setSchedule", "rescheduleCountermeasure"])
def test_rescheduling_to_a_later_due_files_a_request_instead(stage: Stage, mutation: str) -> None:
    measure = a_measure(stage, **BY_MARCH)
    answer = change(stage, mutation, measure, **BY_JUNE, **WHY)
    assert answer["schedule"] == measure["schedule"]
    assert answer["pendingExtension"]["code"].startswith("EXR-")
    facts = stage.facts()
    for reason in ({}, WHY):
        again = change(stage, mutation, measure, **BY_JUNE, **reason)
        assert again["pendingExtension"] == answer["pendingExtension"]
    assert stage.facts() == facts, "the same again changes nothing"
    for other in (BY_JULY | WHY, BY_JUNE | {"reason": "別の理由"}):
        assert refused(stage, mutation, measure, **other) == "ExtensionIsPending"
    decide(stage, answer["pendingExtension"])
    assert read(stage, measure)["schedule"]["due"] == "2023-06-30"


def test_milestones_that_were_asked_for_come_with_the_due(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    own = [{"day": "2023-05-10", "wording": "試行"}]
    slipped = extended(stage, measure, **BY_JUNE, **WHY, milestones=own)
    assert slipped["schedule"]["milestones"] == own


@pytest.mark.parametrize(
    "wording", ["2023年2月末までに", "2023年3月31日までに", "2023年3月1日～3月末"]
)
def test_what_makes_no_due_later_needs_no_request(stage: Stage, wording: str) -> None:
    measure = a_measure(stage, **BY_MARCH)
    moved = change(
        stage, "rescheduleCountermeasure", measure, wording=wording, writtenOn="2023-02-17"
    )
    assert (moved["schedule"]["wording"], moved["pendingExtension"]) == (wording, None)


def test_what_has_no_due_yet_moves_at_once(stage: Stage) -> None:
    measure = a_measure(stage, wording="検討中")
    moved = change(stage, "setSchedule", measure, **BY_JUNE)
    assert (moved["schedule"]["due"], moved["pendingExtension"]) == ("2023-06-30", None)


def test_a_typing_error_needs_no_request_and_stays_in_sight(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    right = change(stage, "correctSchedule", measure, wording="2023年8月末までに", reason="誤記")
    assert right["schedule"]["corrections"][0]["later"] is True
    assert right["pendingExtension"] is None


def test_a_due_that_was_moved_is_no_typing_error_but_for_the_officer(stage: Stage) -> None:
    """An earlier date needs nobody: to put it right to a later one would be the way round."""
    measure = a_measure(stage, **BY_MARCH)
    earlier = {"wording": "2023年2月末までに", "writtenOn": "2023-02-17"}
    moved = change(stage, "rescheduleCountermeasure", measure, **earlier)
    later = {"wording": "2023年8月末までに", "reason": "誤記"}
    assert refused(stage, "correctSchedule", moved, **later) == "LaterCorrectionIsTheOfficers"
    given = {"idempotencyKey": key(), "countermeasure": moved["id"], **later}
    given |= {"expectedVersion": moved["version"]}
    right = stage.do(stage.who("MZ", "cco"), "correctSchedule", **given)
    assert right["schedule"]["due"] == "2023-08-31"


def test_a_split_gives_no_time_to_correct_anew(stage: Stage) -> None:
    whole = a_measure(stage, **BY_MARCH)
    split = change(stage, "splitCountermeasure", whole, parts=[{"title": "前"}, {"title": "後"}])
    node = stage.ask(
        stage.who("MZ"),
        "query ($id: ID!) { node(id: $id) { id version } }",
        id=split["parts"][0]["id"],
    )["node"]
    later = {"wording": "2025年3月末までに", "reason": "誤記"}
    assert refused(stage, "correctSchedule", node, **later) == "LaterCorrectionIsTheOfficers"


def test_a_due_that_was_corrected_away_comes_back_by_request_alone(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    away = change(stage, "correctSchedule", measure, wording="検討中", reason="誤記")
    again = change(stage, "setSchedule", away, wording="2099年6月末までに", **WHY)
    assert again["schedule"]["due"] is None
    assert again["pendingExtension"] is not None


ASKING: list[tuple[str, Given, Given]] = [
    ("NothingIsExtended", BY_MARCH, {"wording": "2023年2月末までに"}),
    ("NothingIsExtended", {}, BY_JUNE),
    ("NothingIsExtended", {"wording": "検討中"}, BY_JUNE),
    ("DayIsStillToCome", BY_MARCH, BY_JUNE | {"writtenOn": "2999-01-01"}),
    ("StaleVersion", BY_MARCH, BY_JUNE | {"expectedVersion": "0" * 24}),
    ("NoSuchRecord", BY_MARCH, BY_JUNE | {"id": "00000000-0000-4000-8000-000000000000"}),
    ("TextIsEmpty", BY_MARCH, BY_JUNE | {"milestones": [{"day": "2023-05-01", "wording": " "}]}),
]


@pytest.mark.parametrize(("refusal", "stands", "given"), ASKING)
def test_what_is_asked_for_is_refused_by_name(
    stage: Stage, refusal: str, stands: Given, given: Given
) -> None:
    measure, facts = a_measure(stage, **stands), stage.facts()
    named = {"id": measure["id"], "expectedVersion": measure["version"]} | given
    answer = asked(stage, countermeasures=[named])
    assert (answer["__typename"], stage.facts()) == (refusal, facts), answer
    assert answer["message"] and answer["messageEn"]


def test_a_request_names_each_measure_once_and_says_why(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    facts = stage.facts()
    assert asked(stage, measure, measure)["__typename"] == "MeasureIsNamedTwice"
    assert asked(stage)["__typename"] == "NoRecordIsNamed"
    assert asked(stage, measure, reason=" ")["__typename"] == "SlipNeedsItsReason"
    assert stage.facts() == facts


def test_a_second_request_for_a_measure_names_the_first(stage: Stage) -> None:
    first, second = (a_measure(stage, **BY_MARCH) for _ in range(2))
    request, facts = asked(stage, first), stage.facts()
    answer = asked(stage, second, first)
    assert (answer["__typename"], stage.facts()) == ("ExtensionIsPending", facts)
    assert request["code"] in answer["message"] and request["code"] in answer["messageEn"]
    withdraw(stage, request)
    assert asked(stage, second, first)["status"] == "PENDING"


def cancelled(stage: Stage) -> Given:
    return change(stage, "cancelCountermeasure", a_measure(stage, **BY_MARCH), reason="不要")


def split(stage: Stage) -> Given:
    parts = [{"title": "一"}, {"title": "二"}]
    return change(stage, "splitCountermeasure", a_measure(stage, **BY_MARCH), parts=parts)


def routine(stage: Stage) -> Given:
    terms = {"rule": "情報管理規程", "decision": "合同検討会議"}
    return change(stage, "handOverCountermeasure", ready(stage, **BY_MARCH), **terms)


@pytest.mark.parametrize(
    ("end", "refusal"),
    [
        (cancelled, "GivenUpMeasureHasNoDays"),
        (split, "CountermeasureIsSplit"),
        (routine, "RoutineIsNotRescheduled"),
    ],
)
def test_nothing_is_asked_for_what_nobody_plans_any_more(
    stage: Stage, end: Callable[[Stage], Given], refusal: str
) -> None:
    measure, facts = end(stage), stage.facts()
    assert (asked(stage, measure)["__typename"], stage.facts()) == (refusal, facts + 0)


# ----- deciding ---------------------------------------------------------------------------------


def test_a_request_is_declined_with_a_reason_and_the_due_stays(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    request, facts = asked(stage, measure), stage.facts()
    answer = decide(stage, request, granted=False, reason=" ")
    assert (answer["__typename"], stage.facts()) == ("DecliningNeedsItsReason", facts)
    declined = decide(stage, request, granted=False, reason="代わりの部品がある")
    assert (declined["status"], declined["decisionReason"]) == ("DECLINED", "代わりの部品がある")
    assert read(stage, measure)["schedule"]["slipCount"] == 0
    for again in (True, False):
        answer = decide(stage, declined, granted=again, reason="別の理由")
        assert answer["__typename"] == "ExtensionIsDecided"
    assert withdraw(stage, declined)["__typename"] == "ExtensionIsDecided"
    assert asked(stage, read_again(stage, measure))["status"] == "PENDING"


def read_again(stage: Stage, measure: Given) -> Given:
    return measure | {"version": read(stage, measure)["version"]}


def test_who_asked_does_not_decide_whatever_roles_they_hold(stage: Stage) -> None:
    both = someone(stage, "editor", "cco")
    measure = a_measure(stage, **BY_MARCH)
    pending = change(stage, "rescheduleCountermeasure", measure, both, **BY_JUNE, **WHY)
    request, facts = pending["pendingExtension"], stage.facts()
    for granted in (True, False):
        given = {"idempotencyKey": key(), "granted": granted, "reason": "可"} | of(request)
        answer = stage.do(both, "decideExtension", **given)
        assert (answer["__typename"], stage.facts()) == ("AskerDoesNotDecide", facts)
    assert decide(stage, request)["status"] == "GRANTED"


@pytest.mark.parametrize("who", ["editor", "member", "barrier_officer", "auditor"])
def test_the_chief_compliance_officer_alone_decides(stage: Stage, who: str) -> None:
    request = asked(stage, a_measure(stage, **BY_MARCH))
    assert decide(stage, request, who)["__typename"] == "NotPermitted"


def test_a_request_is_withdrawn_once_and_then_over(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    gone = withdraw(stage, asked(stage, measure))
    assert gone["status"] == "WITHDRAWN"
    facts = stage.facts()
    assert withdraw(stage, gone)["version"] == gone["version"]
    assert decide(stage, gone)["__typename"] == "ExtensionIsDecided"
    assert (stage.facts(), read(stage, measure)["pendingExtension"]) == (facts, None)


CHANGES: list[tuple[str, Given]] = [
    ("rescheduleCountermeasure", {"wording": "2023年2月末までに"}),
    ("rescheduleCountermeasure", BY_MARCH | {"milestones": [{"day": "2023-03-01", "wording": "試行"}]}),
    ("correctSchedule", {"wording": "2023年2月末までに", "reason": "誤記"}),
    ("cancelCountermeasure", {"reason": "不要"}),
    ("splitCountermeasure", {"parts": [{"title": "一"}, {"title": "二"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("mutation", "given"), CHANGES)
def test_what_was_asked_of_another_schedule_is_not_granted(
    stage: Stage, mutation: str, given: Given
) -> None:
    measure, beside = (a_measure(stage, **BY_MARCH) for _ in range(2))
    request = asked(stage, measure, beside)
    assert change(stage, mutation, measure, **given)["__typename"] == "Countermeasure"
    facts = stage.facts()
    answer = decide(stage, request)
    assert (answer["__typename"], stage.facts()) == ("ExtensionIsOutdated", facts)
    assert measure["code"] in answer["message"] and beside["code"] not in answer["message"]
    declined = decide(stage, request, granted=False, reason="事情が変わった")
    assert declined["status"] == "DECLINED"


def test_what_was_given_up_and_taken_up_again_may_be_granted(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    request = asked(stage, measure)
    ended = change(stage, "cancelCountermeasure", measure, reason="不要")
    assert decide(stage, request)["__typename"] == "ExtensionIsOutdated"
    change(stage, "reportProgress", ended, status="PLANNED", reason="再び必要になった")
    assert decide(stage, request)["status"] == "GRANTED"


def test_actual_days_do_not_stand_in_the_way(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    request = asked(stage, measure)
    change(stage, "reportProgress", measure, status="IN_PROGRESS", startedOn="2023-02-20")
    assert decide(stage, request)["status"] == "GRANTED"


def test_nobody_asks_for_a_measure_that_was_split_but_for_others_besides(stage: Stage) -> None:
    alone, one, other = (a_measure(stage, **BY_MARCH) for _ in range(3))
    single = asked(stage, alone)
    both = asked(stage, one, other)
    for measure in (alone, one):
        parts = [{"title": "前"}, {"title": "後"}]
        change(stage, "splitCountermeasure", measure, parts=parts)
    query = "query ($id: ID!) { node(id: $id) { ... on ExtensionRequest { status } } }"
    told = [stage.ask(stage.who("MZ"), query, id=made["id"])["node"] for made in (single, both)]
    assert told == [{"status": "WITHDRAWN"}, {"status": "PENDING"}]


def test_parts_that_are_later_for_one_reason_are_asked_for_together(stage: Stage) -> None:
    whole = a_measure(stage, **BY_MARCH)
    parts = [
        {"title": "一", **BY_JUNE, "reason": "範囲が広い"},
        {"title": "二", **BY_JULY, "reason": " 範囲が広い"},
        {"title": "三", **BY_JULY, "reason": "委託先の都合"},
        {"title": "四"},
    ]
    change(stage, "splitCountermeasure", whole, parts=parts)
    query = """{ extensionRequests(filter: {pending: true}) { nodes {
        reason measures { countermeasure { title } due fromDue } } } }"""
    told = stage.ask(stage.who("MZ"), query)["extensionRequests"]["nodes"]
    assert [
        (one["reason"], [(m["countermeasure"]["title"], m["due"]) for m in one["measures"]])
        for one in told
    ] == [
        ("範囲が広い", [("一", "2023-06-30"), ("二", "2023-07-31")]),
        ("委託先の都合", [("三", "2023-07-31")]),
    ]


# ----- reading ----------------------------------------------------------------------------------


def found(
    stage: Stage, filter_: str, party: str = "MZ", root: str = "extensionRequests"
) -> list[str]:
    query = f"{{ {root}(filter: {{{filter_}}}) {{ nodes {{ id }} totalCount }} }}"
    answer = stage.ask(stage.who(party), query)[root]
    assert answer["totalCount"] == len(answer["nodes"])
    return [one["id"] for one in answer["nodes"]]


def test_requests_are_listed_by_what_became_of_them_and_for_what(stage: Stage) -> None:
    measures = [a_measure(stage, **BY_MARCH) for _ in range(3)]
    pending, granted, gone = (asked(stage, one) for one in measures)
    decide(stage, granted)
    withdraw(stage, gone)
    ids = [one["id"] for one in (pending, granted, gone)]
    assert found(stage, "pending: true") == ids[:1]
    assert found(stage, "pending: false") == ids[1:]
    assert found(stage, "status: [GRANTED, WITHDRAWN]") == ids[1:]
    assert found(stage, f'countermeasure: "{measures[1]["id"].upper()}"') == ids[1:2]
    assert found(stage, 'owner: "MZ", search: "部品"') == ids
    assert found(stage, 'owner: "PG"') == found(stage, 'search: "会場"') == []
    assert found(stage, f'codes: ["{gone["code"]}"]') == ids[2:]
    waiting = [measures[0]["id"]]
    assert found(stage, "extensionPending: true", root="countermeasures") == waiting
    others = found(stage, "extensionPending: false", root="countermeasures")
    assert waiting[0] not in others and measures[1]["id"] in others


def test_the_past_still_shows_what_was_pending(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    before = stage.clock().isoformat()
    request = asked(stage, measure)
    meanwhile = stage.clock().isoformat()
    decide(stage, request)
    assert read(stage, measure, at=before)["extensionRequests"] == []
    then = read(stage, measure, at=meanwhile)
    assert (then["pendingExtension"], then["schedule"]["slips"]) == ({"id": request["id"]}, [])
    assert read(stage, measure)["pendingExtension"] is None


def test_of_a_request_one_sees_what_one_may_see_of_its_measures(stage: Stage) -> None:
    shown, hidden = (
        a_measure(stage, informationCategories=["NONE"], title=title, **BY_MARCH)
        for title in ("見える対策", "隠れた対策")
    )
    request = asked(stage, shown, hidden, informationCategories=["NONE"])
    release(stage, COUNTERMEASURES, shown["id"], PG)
    assert read(stage, shown, "PG")["extensionRequests"] == []
    assert found(stage, "pending: true", "PG") == []
    assert found(stage, "extensionPending: true", "PG", "countermeasures") == []
    release(stage, EXTENSIONS, request["id"], PG)
    query = """query ($id: ID!) { node(id: $id) { ... on ExtensionRequest { status
        measures { countermeasure { title } wording } } } }"""
    told = stage.ask(stage.who("PG"), query, id=request["id"])["node"]
    assert told["measures"] == [
        {"countermeasure": {"title": "見える対策"}, "wording": "2023年6月末までに"}
    ]
    assert found(stage, f'countermeasure: "{hidden["id"]}"', "PG") == []
    assert found(stage, f'countermeasure: "{shown["id"]}"', "PG") == [request["id"]]
    unaware = decide(stage, request)
    assert unaware["__typename"] == "OthersWillRead"
    assert decide(stage, request, acknowledgeReaders=["PG"])["status"] == "GRANTED"
    [slip] = read(stage, shown, "PG")["schedule"]["slips"]
    assert slip["request"] == {"id": request["id"], "status": "GRANTED"}


def test_a_slip_says_nothing_of_a_request_that_is_hidden(stage: Stage) -> None:
    measure = a_measure(stage, informationCategories=["NONE"], **BY_MARCH)
    release(stage, COUNTERMEASURES, measure["id"], PG)
    assert decide(stage, asked(stage, measure), acknowledgeReaders=["PG"])["status"] == "GRANTED"
    [slip] = read(stage, measure, "PG")["schedule"]["slips"]
    assert (slip["reason"], slip["request"]) == ("部品の遅れ", None)
    history = """query ($id: ID!) { history(id: $id) { nodes { fields { name new } } } }"""
    told = str(stage.ask(stage.who("PG"), history, id=measure["id"]))
    assert "schedule.slips" in told and "slipRequests" not in told.replace("'new': []", "")


def test_another_party_neither_decides_nor_withdraws_what_it_sees(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    request = asked(stage, measure, informationCategories=["NONE"])
    for mutation, who in (("decideExtension", "cco"), ("withdrawExtension", "editor")):
        given = {"idempotencyKey": key(), **of(request)}
        given |= {"granted": True} if mutation == "decideExtension" else {}
        assert stage.do(stage.who("PG", who), mutation, **given)["__typename"] == "NoSuchRecord"
    release(stage, EXTENSIONS, request["id"], PG)
    for mutation, who in (("decideExtension", "cco"), ("withdrawExtension", "editor")):
        given = {"idempotencyKey": key(), **of(request)}
        given |= {"granted": True} if mutation == "decideExtension" else {}
        assert stage.do(stage.who("PG", who), mutation, **given)["__typename"] == "NotYourParty"
