"""Schedules over GraphQL: moved, put right, with milestones, actual days and check days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commands.office import day_in_tokyo
from tests.api.measuring import a_measure, change, extended, key, ready, refused
from tests.api.stage import Stage

BY_MARCH = {"wording": "2023年3月末までに", "writtenOn": "2023-02-17"}
LATER = {"wording": "2023年6月末までに", "writtenOn": "2023-02-17"}


def day(stage: Stage, ago: int) -> str:
    """The day so many days before today."""
    return (day_in_tokyo(stage.clock()) - timedelta(days=ago)).isoformat()


# ----- moving -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mutation", ["rescheduleCountermeasure", "setSchedule"])
def test_a_measure_without_a_schedule_gets_its_first(stage: Stage, mutation: str) -> None:
    first = change(stage, mutation, a_measure(stage), **BY_MARCH)
    assert (first["schedule"]["due"], first["schedule"]["slipCount"]) == ("2023-03-31", 0)


def test_a_later_due_is_a_slip_that_needs_its_reason(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    answer = refused(stage, "rescheduleCountermeasure", measure, **LATER)
    assert answer == "SlipNeedsItsReason"
    slipped = extended(stage, measure, **LATER, reason="部品の遅れ")
    assert slipped["schedule"]["slipCount"] == 1
    assert slipped["schedule"]["originalDue"] == "2023-03-31"
    facts = stage.facts()
    same = change(stage, "rescheduleCountermeasure", slipped, **LATER)
    assert (same["version"], stage.facts()) == (slipped["version"], facts)


def test_milestones_are_those_of_the_wording_unless_others_are_given(stage: Stage) -> None:
    wording = {"wording": "2023年3月に試行、2023年6月に本格実施", "writtenOn": "2023-02-17"}
    read = change(stage, "rescheduleCountermeasure", a_measure(stage), **wording)
    assert [one["day"] for one in read["schedule"]["milestones"]] == ["2023-03-31", "2023-06-30"]
    own = [{"day": "2023-04-10", "wording": "手順書の改訂"}]
    given = change(stage, "rescheduleCountermeasure", read, **wording, milestones=own)
    assert given["schedule"]["milestones"] == own
    none = change(stage, "rescheduleCountermeasure", given, **wording, milestones=[])
    assert none["schedule"]["milestones"] == []
    blank = [{"day": "2023-04-10", "wording": " "}]
    assert refused(stage, "rescheduleCountermeasure", none, **wording, milestones=blank) == (
        "TextIsEmpty"
    )


# ----- putting right ----------------------------------------------------------------------------


def test_a_schedule_that_was_mistyped_is_put_right_in_sight_without_a_slip(stage: Stage) -> None:
    measure = a_measure(stage, **BY_MARCH)
    right = change(stage, "correctSchedule", measure, wording="2023年8月末までに", reason="誤記")
    schedule = right["schedule"]
    assert (schedule["due"], schedule["slipCount"]) == ("2023-08-31", 0)
    assert (schedule["originalDue"], schedule["writtenOn"]) == ("2023-03-31", "2023-02-17")
    assert schedule["originalWording"] == "2023年3月末までに"
    assert schedule["corrections"] == [
        {
            "fromWording": "2023年3月末までに",
            "toWording": "2023年8月末までに",
            "fromDue": "2023-03-31",
            "toDue": "2023-08-31",
            "reason": "誤記",
            "later": True,
        }
    ]
    found = stage.ask(stage.who("MZ", "cco"), CORRECTED)["countermeasures"]["nodes"]
    assert found == [{"id": measure["id"], "schedule": {"correctionCount": 1}}]
    facts = stage.facts()
    same = change(stage, "correctSchedule", right, wording="2023年8月末までに")
    assert (same["version"], stage.facts()) == (right["version"], facts)


CORRECTED = """{ countermeasures(filter: {corrected: true}) {
    nodes { id schedule { correctionCount } } } }"""


@pytest.mark.parametrize("wording", ["2023年2月末までに", "2023年6月末までに", "検討中", "-"])
def test_a_schedule_is_put_right_with_a_reason_alone(stage: Stage, wording: str) -> None:
    measure = a_measure(stage, **BY_MARCH)
    for reason in ({}, {"reason": " "}):
        answer = refused(stage, "correctSchedule", measure, wording=wording, **reason)
        assert answer == "CorrectionNeedsItsReason"
    right = change(stage, "correctSchedule", measure, wording=wording, reason="転記の誤り")
    assert right["schedule"]["originalWording"] == "2023年3月末までに"
    assert [one["later"] for one in right["schedule"]["corrections"]] == [
        wording != "2023年2月末までに"
    ]


def test_before_anybody_said_when_there_is_no_first_wording(stage: Stage) -> None:
    measure = change(stage, "reportProgress", a_measure(stage), status="IN_PROGRESS")
    assert (measure["schedule"]["wording"], measure["schedule"]["originalWording"]) == ("", None)
    answer = refused(stage, "correctSchedule", measure, wording="2023年8月", reason="誤記")
    assert answer == "CountermeasureHasNoSchedule"
    planned = change(stage, "setSchedule", measure, **BY_MARCH)
    assert planned["schedule"]["originalWording"] == "2023年3月末までに"
    moved = extended(stage, planned, **LATER, reason="部品の遅れ")
    assert moved["schedule"]["originalDue"] == "2023-03-31"


def test_a_wording_is_put_right_as_it_was_meant_on_its_day(stage: Stage) -> None:
    measure = a_measure(stage, wording="来月まで", writtenOn="2023-02-17")
    right = change(stage, "correctSchedule", measure, wording="来月末まで", reason="誤記")
    assert right["schedule"]["due"] == "2023-03-31"
    other = change(
        stage, "correctSchedule", right, wording="来月末まで", writtenOn="2023-04-03",
        milestones=[{"day": "2023-04-20", "wording": "現状検証"}], reason="翌月の表だった",
    )  # fmt: skip
    assert other["schedule"]["due"] == "2023-05-31"
    assert other["schedule"]["milestones"] == [{"day": "2023-04-20", "wording": "現状検証"}]


def test_what_was_never_set_is_not_put_right(stage: Stage) -> None:
    answer = refused(stage, "correctSchedule", a_measure(stage), wording="2023年8月")
    assert answer == "CountermeasureHasNoSchedule"


# ----- what nobody waits for any more -----------------------------------------------------------

DAYS: list[tuple[str, dict[str, Any]]] = [
    ("setSchedule", LATER | {"reason": "遅れ"}),
    ("rescheduleCountermeasure", LATER | {"reason": "遅れ"}),
    ("setCheckDay", {"day": "2027-04-01"}),
    ("reportProgress", {"startedOn": "2023-02-20"}),
    ("reportProgress", {"finishedOn": "2023-03-20"}),
]
days = pytest.mark.parametrize(("mutation", "given"), DAYS, ids=lambda one: str(one))


@days
@pytest.mark.parametrize("ending", ["cancelCountermeasure", "acceptRisk"])
def test_the_days_of_what_was_given_up_change_no_more(
    stage: Stage, mutation: str, given: dict[str, Any], ending: str
) -> None:
    who = "cco" if ending == "acceptRisk" else "editor"
    measure = a_measure(stage, continuing=True, **BY_MARCH)
    ended = change(stage, ending, measure, who, reason="不要になったため")
    assert refused(stage, mutation, ended, **given) == "GivenUpMeasureHasNoDays"
    back = change(stage, "reportProgress", ended, status="PLANNED", reason="再び必要になった")
    assert change(stage, mutation, back, **given)["__typename"] == "Countermeasure"


def test_what_changes_nothing_of_a_cancelled_measure_is_let_pass(stage: Stage) -> None:
    measure = change(stage, "reportProgress", a_measure(stage, **BY_MARCH), startedOn="2023-02-20")
    ended = change(stage, "cancelCountermeasure", measure, reason="不要")
    facts = stage.facts()
    change(stage, "setSchedule", ended, **BY_MARCH)
    change(stage, "setCheckDay", ended, day=None)
    change(stage, "reportProgress", ended, startedOn="2023-02-20")
    assert stage.facts() == facts


def test_a_measure_is_cancelled_without_days_and_taken_up_again_with_them(stage: Stage) -> None:
    begun = change(stage, "reportProgress", a_measure(stage), status="IN_PROGRESS")
    given = {"status": "CANCELLED", "reason": "不要", "finishedOn": day(stage, 0)}
    assert refused(stage, "reportProgress", begun, **given) == "GivenUpMeasureHasNoDays"
    ended = change(stage, "reportProgress", begun, status="CANCELLED", reason="不要")
    back = {"status": "IN_PROGRESS", "reason": "再開", "startedOn": day(stage, 1)}
    assert days_of(change(stage, "reportProgress", ended, **back)) == (day(stage, 1), None)


def test_a_mistyped_schedule_is_put_right_even_of_what_was_given_up(stage: Stage) -> None:
    ended = change(
        stage, "cancelCountermeasure", a_measure(stage, **BY_MARCH), reason="不要になったため"
    )
    right = change(stage, "correctSchedule", ended, wording="2023年2月末までに", reason="誤記")
    assert right["schedule"]["due"] == "2023-02-28"


def test_what_is_routine_is_looked_at_again_but_not_rescheduled(stage: Stage) -> None:
    terms = {"rule": "情報管理規程", "decision": "合同検討会議"}
    routine = change(stage, "handOverCountermeasure", ready(stage), **terms)
    for mutation in ("setSchedule", "rescheduleCountermeasure"):
        assert refused(stage, mutation, routine, **LATER) == "RoutineIsNotRescheduled"
    assert change(stage, "setCheckDay", routine, day="2027-04-01")["schedule"]["nextCheck"]


def test_an_operation_moves_no_check_day_of_what_was_given_up(stage: Stage) -> None:
    stands, ended = (a_measure(stage, continuing=True) for _ in range(2))
    ended = change(stage, "cancelCountermeasure", ended, reason="不要")

    def operate(*measures: dict[str, Any], **given: Any) -> dict[str, Any]:
        whole = {
            "kind": "TRAINING",
            "title": "研修",
            "periodFrom": "2023-01-01",
            "periodTo": "2023-01-31",
            "countermeasures": [one["id"] for one in measures],
        }
        return stage.do(
            stage.who("MZ", "editor"), "recordOperation", idempotencyKey=key(), **whole | given
        )

    moved = {one["id"]: one["schedule"] for one in operate(stands, ended)["countermeasures"]}
    assert moved[stands["id"]]["nextCheck"] == "2023-02-28"
    assert moved[ended["id"]] is None
    assert operate(ended, nextCheck="2027-04-01")["__typename"] == "NothingIsCheckedNext"


# ----- looking at it again ----------------------------------------------------------------------


def test_a_check_day_is_set_moved_and_taken_away(stage: Stage) -> None:
    measure = change(stage, "setCheckDay", a_measure(stage, continuing=True), day="2023-09-29")
    assert measure["schedule"]["nextCheck"] == "2023-09-29"
    measure = change(stage, "setCheckDay", measure, day="2023-12-28")
    assert measure["schedule"]["nextCheck"] == "2023-12-28"
    measure = change(stage, "setCheckDay", measure)
    assert measure["schedule"]["nextCheck"] is None


def test_no_check_day_for_a_measure_without_one_changes_nothing(stage: Stage) -> None:
    measure = a_measure(stage)
    facts = stage.facts()
    same = change(stage, "setCheckDay", measure, day=None)
    assert (same["schedule"], stage.facts()) == (None, facts)


# ----- actual days ------------------------------------------------------------------------------


def days_of(measure: dict[str, Any]) -> tuple[str | None, str | None]:
    return measure["schedule"]["startedOn"], measure["schedule"]["finishedOn"]


def test_a_day_that_was_entered_wrongly_is_withdrawn(stage: Stage) -> None:
    measure = change(
        stage,
        "reportProgress",
        a_measure(stage),
        status="IMPLEMENTED",
        startedOn=day(stage, 9),
        finishedOn=day(stage, 2),
    )
    assert days_of(measure) == (day(stage, 9), day(stage, 2))
    measure = change(stage, "reportProgress", measure, startedOn=None)
    assert days_of(measure) == (None, day(stage, 2))
    measure = change(stage, "reportProgress", measure, finishedOn=None)
    assert days_of(measure) == (None, None)
    facts = stage.facts()
    change(stage, "reportProgress", measure, startedOn=None, finishedOn=None)
    assert stage.facts() == facts


def test_both_days_are_put_right_at_once(stage: Stage) -> None:
    measure = change(
        stage, "reportProgress", a_measure(stage), startedOn=day(stage, 30),
        finishedOn=day(stage, 20),
    )  # fmt: skip
    moved = {"startedOn": day(stage, 10), "finishedOn": day(stage, 5)}
    measure = change(stage, "reportProgress", measure, **moved)
    assert days_of(measure) == (day(stage, 10), day(stage, 5))
    assert measure["status"] == "UNDER_CONSIDERATION"


def test_what_is_in_progress_has_started_unless_said_otherwise(stage: Stage) -> None:
    measure = change(stage, "reportProgress", a_measure(stage), status="IN_PROGRESS")
    assert days_of(measure) == (day(stage, 0), None)
    unknown = {"status": "IN_PROGRESS", "startedOn": None}
    measure = change(stage, "reportProgress", a_measure(stage, **BY_MARCH), **unknown)
    assert days_of(measure) == (None, None)


@pytest.mark.parametrize(
    ("ago", "refusal"),
    [
        ({"startedOn": -1, "finishedOn": -1}, "DayIsInTheFuture"),
        ({"finishedOn": -1}, "DayIsInTheFuture"),
        ({"startedOn": 2, "finishedOn": 3}, "FinishIsBeforeStart"),
        ({"startedOn": 0}, "FinishIsBeforeStart"),
        ({"finishedOn": 10}, "FinishIsBeforeStart"),
    ],
)
def test_actual_days_that_cannot_be_are_refused(
    stage: Stage, ago: dict[str, int], refusal: str
) -> None:
    known = {"startedOn": day(stage, 9), "finishedOn": day(stage, 1)}
    measure = change(stage, "reportProgress", a_measure(stage), **known)
    given: dict[str, Any] = {name: day(stage, days) for name, days in ago.items()}
    assert refused(stage, "reportProgress", measure, **given) == refusal
