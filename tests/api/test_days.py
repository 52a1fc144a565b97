"""The day of something that has happened has come: in Tokyo, by the clock of the house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from commands.office import day_in_tokyo
from tests.api.annotating import MZ
from tests.api.minimal import Given, World, of
from tests.api.stage import Stage


@pytest.fixture
def world(stage: Stage) -> World:
    return World(stage)


def today(world: World) -> date:
    return day_in_tokyo(world.stage.clock())


WORDED = {"wording": "2099年3月"}
DAYS: list[tuple[str, str, Any]] = [
    ("reportIncident", "occurredOn", lambda _: {"title": "誤表示"}),
    ("reviseIncident", "occurredOn", lambda w: of("incident", w.incident())),
    ("foundReport", "statusDate", lambda _: {"title": "第1報"}),
    ("reviseReport", "statusDate", lambda w: of("report", w.report())),
    ("recordInvestigation", "periodFrom", lambda _: {"method": "LOG"}),
    ("recordInvestigation", "periodTo", lambda _: {"method": "LOG"}),
    ("reviseInvestigation", "periodFrom", lambda w: of("investigation", w.investigation())),
    ("reviseInvestigation", "periodTo", lambda w: of("investigation", w.investigation())),
    ("proposeCountermeasure", "writtenOn", lambda _: {"title": "対策", **WORDED}),
    ("setSchedule", "writtenOn", lambda w: of("countermeasure", w.measure()) | WORDED),
    (
        "rescheduleCountermeasure",
        "writtenOn",
        lambda w: of("countermeasure", w.scheduled_measure()) | WORDED | {"reason": "遅れ"},
    ),
    (
        "correctSchedule",
        "writtenOn",
        lambda w: of("countermeasure", w.scheduled_measure()) | WORDED | {"reason": "誤記"},
    ),
]


@pytest.mark.parametrize(("mutation", "field", "begin"), DAYS)
def test_a_day_still_to_come_is_refused_and_today_is_not(
    world: World, mutation: str, field: str, begin: Any
) -> None:
    given: Given = begin(world)
    editor, facts = world.people[MZ, "editor"], world.stage.facts()

    def on(day: date) -> Given:
        stated = given | {field: day.isoformat()}
        return world.stage.do(editor, mutation, idempotencyKey=str(day), **stated)

    tomorrow = today(world) + timedelta(days=1)
    refused = on(tomorrow)
    assert refused["__typename"] == "DayIsStillToCome"
    for message in (refused["message"], refused["messageEn"]):
        assert tomorrow.isoformat() in message and today(world).isoformat() in message
    assert world.stage.facts() == facts
    assert "messageEn" not in on(today(world))
    assert world.stage.facts() > facts


def test_the_parts_of_a_measure_were_written_by_today_as_well(world: World) -> None:
    measure, tomorrow = world.measure(), today(world) + timedelta(days=1)
    part = {"title": "一", "writtenOn": tomorrow.isoformat(), **WORDED}
    answer = world.stage.do(
        world.people[MZ, "editor"],
        "splitCountermeasure",
        idempotencyKey="1",
        **of("countermeasure", measure),
        parts=[part, {"title": "二"}],
    )
    assert answer["__typename"] == "DayIsStillToCome"
