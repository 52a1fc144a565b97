"""What was handed over to routine: who lives by it speaks of it, answers for it, and may be merged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from commands.office import day_in_tokyo
from tests.api.measuring import a_check, change, conclude, department, key, ready, someone
from tests.api.stage import Stage
from tests.api.test_commands import a_measure
from tests.api.test_operations import next_check, record, revise

TERMS = {"rule": "情報管理規程", "decision": "第5回合同検討会議"}


def handed_over(stage: Stage, responsible: UUID, receiving: UUID) -> dict[str, Any]:
    measure = ready(stage, responsibleDepartment=str(responsible))
    return change(
        stage, "handOverCountermeasure", measure, receivingDepartment=str(receiving), **TERMS
    )


def organise(stage: Stage, mutation: str, unit: UUID, **given: Any) -> dict[str, Any]:
    """Change a department of MZ as it stands."""
    administrator, facts = someone(stage, "administrator"), stage.facts()
    query = "{ departments(first: 100) { nodes { id version } } }"
    found = stage.ask(administrator, query)["departments"]["nodes"]
    version = next(one["version"] for one in found if one["id"] == str(unit))
    read = {"idempotencyKey": key(), "expectedVersion": version}
    answer = stage.do(administrator, mutation, **read, **given)
    assert "messageEn" not in answer or stage.facts() == facts
    return answer


@pytest.fixture
def units(stage: Stage) -> tuple[UUID, UUID]:
    """A department that answers for a measure, and one that receives it."""
    return department(stage, "企画部"), department(stage, "営業部")


def test_who_takes_the_place_of_the_receiving_department_lives_by_the_routine(
    stage: Stage, units: tuple[UUID, UUID]
) -> None:
    responsible, receiving = units
    into = department(stage, "お客さま部")
    measure = handed_over(stage, responsible, receiving)
    check = a_check(stage, measure, "OPERATED")
    merged = organise(
        stage,
        "mergeDepartments",
        into,
        into=str(into),
        **{"from": [str(receiving)]},
    )
    assert merged["__typename"] == "Department", merged
    query = """query ($id: ID!) { node(id: $id) { ... on Countermeasure {
        status handOver { rule decision department { id } } responsible { department { id } } } } }"""
    assert stage.ask(stage.who("MZ"), query, id=measure["id"])["node"] == {
        "status": "HANDED_OVER",
        "handOver": TERMS | {"department": {"id": str(into)}},
        "responsible": {"department": {"id": str(responsible)}},
    }
    mine = conclude(stage, check, someone(stage, "editor", of=into))
    assert mine["__typename"] == "CheckerIsOfTheResponsibleDepartment"


def test_a_department_that_lives_by_a_routine_is_not_closed(
    stage: Stage, units: tuple[UUID, UUID]
) -> None:
    responsible, receiving = units
    handed_over(stage, responsible, receiving)
    closed = organise(stage, "closeDepartment", receiving, department=str(receiving))
    assert closed["__typename"] == "DepartmentHasMeasures"


def test_both_departments_record_operations_of_a_routine_and_no_third(
    stage: Stage, units: tuple[UUID, UUID]
) -> None:
    responsible, receiving = units
    measure = handed_over(stage, responsible, receiving)
    for unit in units:
        made = record(stage, someone(stage, "editor", of=unit), countermeasures=[measure["id"]])
        assert made["__typename"] == "OperationRecord", made
    other = someone(stage, "editor", of=department(stage, "総務部"))
    refused = record(stage, other, countermeasures=[measure["id"]])
    assert refused["__typename"] == "NotYourDepartment"


def test_what_was_planned_and_is_now_done_moves_the_check_day_once(stage: Stage) -> None:
    measure = a_measure(stage, continuing=True)
    today = day_in_tokyo(stage.clock())
    first = today + timedelta(days=10)
    last = first + timedelta(days=9)
    ahead: dict[str, Any] = {
        "periodFrom": first.isoformat(),
        "periodTo": last.isoformat(),
        "planned": 1,
    }
    made = record(stage, countermeasures=[measure["id"]], **ahead)
    assert next_check(stage, measure) is None, "only planned"
    stage.clock.move_to(today + timedelta(days=30), 10)
    told = revise(stage, made, done=1, result="実施")
    assert next_check(stage, measure) == (last + timedelta(days=10)).isoformat()
    facts = stage.facts()
    revise(stage, told, done=2)
    assert stage.facts() == facts + 1, "the check day stays"
