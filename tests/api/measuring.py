"""What tests of countermeasures share: measures to change, and how to bring them this far."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from commands.people.departments import found_department
from commands.people.members import enrol_member
from domain.people.department import Department
from domain.people.roles import OPERATOR
from tests.api.annotating import ABSENT, MZ, PG, release
from tests.api.stage import Stage
from tests.api.test_commands import a_measure, key

__all__ = [
    "ABSENT",
    "LAYERS",
    "MZ",
    "PG",
    "a_check",
    "a_measure",
    "change",
    "closed_department",
    "conclude",
    "department",
    "done",
    "extended",
    "key",
    "ready",
    "refused",
    "release",
    "someone",
    "verified",
]

LAYERS = ("SET_UP", "OPERATED", "EFFECTIVE")


def change(
    stage: Stage,
    mutation: str,
    measure: dict[str, Any],
    who: UUID | str = "editor",
    /,
    **given: Any,
) -> dict[str, Any]:
    """Change a measure of MZ as it was read, by its editor unless another role or member is named."""
    whole = {
        "idempotencyKey": key(),
        "countermeasure": measure["id"],
        "expectedVersion": measure["version"],
    }
    member = stage.who("MZ", who) if isinstance(who, str) else who
    return stage.do(member, mutation, **whole | given)


def refused(
    stage: Stage,
    mutation: str,
    measure: dict[str, Any],
    who: UUID | str = "editor",
    /,
    **given: Any,
) -> str:
    """The refusal of a change, in which nothing was recorded."""
    facts = stage.facts()
    answer = change(stage, mutation, measure, who, **given)
    assert stage.facts() == facts
    assert answer.get("message") and answer.get("messageEn"), answer
    return str(answer["__typename"])


def extended(stage: Stage, measure: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A measure of MZ that was rescheduled to a later due, which its chief compliance officer granted."""
    asked = change(stage, "rescheduleCountermeasure", measure, **given)
    pending = asked["pendingExtension"]
    told = {name: given[name] for name in ("acknowledgeReaders",) if name in given}
    granted = stage.do(
        stage.who("MZ", "cco"),
        "decideExtension",
        idempotencyKey=key(),
        extension=pending["id"],
        expectedVersion=pending["version"],
        granted=True,
        **told,
    )
    assert granted["status"] == "GRANTED", granted
    # what changes nothing answers the measure as it now stands
    [of_measure] = granted["measures"]
    return change(stage, "setCheckDay", of_measure["countermeasure"], **told)


def done(stage: Stage, **more: Any) -> dict[str, Any]:
    """A continuing measure that operates, of no stated kind."""
    measure = a_measure(stage, continuing=True, **more)
    return change(stage, "reportProgress", measure, status="OPERATING")


def a_check(
    stage: Stage, measure: dict[str, Any], layer: str = "EFFECTIVE", /, **given: Any
) -> dict[str, Any]:
    """A criterion of a measure, stated by MZ's auditor."""
    whole = {
        "idempotencyKey": key(),
        "countermeasure": measure["id"],
        "layer": layer,
        "measure": "目的外閲覧の件数（月）",
        "baseline": "12件",
        "target": "3か月続けて0件",
    } | given
    return stage.do(stage.who("MZ", "auditor"), "stateCriterion", **whole)


def conclude(
    stage: Stage, check: dict[str, Any], who: UUID | str = "auditor", /, **given: Any
) -> dict[str, Any]:
    """Say what was found of a check: that it is met, unless told otherwise."""
    whole = {
        "idempotencyKey": key(),
        "check": check["id"],
        "expectedVersion": check["version"],
        "met": True,
        "result": "0件だった",
    } | given
    member = stage.who("MZ", who) if isinstance(who, str) else who
    return stage.do(member, "checkEffect", **whole)


def ready(stage: Stage, **more: Any) -> dict[str, Any]:
    """A measure that operates and was found met in every layer."""
    measure = done(stage, **more)
    for layer in LAYERS:
        found = conclude(stage, a_check(stage, measure, layer))
        assert found["met"] is True, found
    return measure


def verified(stage: Stage, **more: Any) -> dict[str, Any]:
    """A measure whose effect the CCO called resolved."""
    resolved = change(stage, "giveVerdict", ready(stage, **more), "cco", verdict="RESOLVED")
    assert resolved["verdict"] == "RESOLVED", resolved
    return resolved


def department(stage: Stage, name: str = "営業部", party: int = MZ) -> UUID:
    """A department, of MZ unless another party is named."""
    [found] = stage.house.office.perform(
        OPERATOR.member,
        lambda desk: found_department(desk, party=party, name=name, since=date(2023, 1, 1)),
    ).records
    return found


def closed_department(stage: Stage) -> UUID:
    """A department of MZ that is no more."""
    found = department(stage, "旧業務部")
    with stage.house.log.writing() as work:
        one = work.load(Department, found)
        one.close(until=date(2023, 6, 30), by=OPERATOR.member, at=work.now)
        work.keep(one)
    return found


def someone(stage: Stage, *roles: str, of: UUID | None = None) -> UUID:
    """A new member of MZ with these roles, for one department or the whole party."""
    [member] = stage.house.office.perform(
        OPERATOR.member,
        lambda desk: enrol_member(
            desk, party=MZ, name="担当", roles=roles, department=of, since=date(2023, 1, 1)
        ),
    ).records
    return member
