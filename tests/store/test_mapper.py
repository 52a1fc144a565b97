"""Facts to bytes and back; a fact stored long ago is brought up to date as it is read."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent

from domain.kernel import Fact
from store.keys import KeyRing, WrappingKey
from store.log import Log
from store.mapper import SealingMapper
from store.tables import REGISTER
from tests.houses import EVENING, Clock
from tests.store.notes import Note

BY = UUID(int=0xED)


@pytest.fixture
def noted(engine: sa.Engine, wrapping: WrappingKey, clock: Clock) -> Log:
    return Log(engine, REGISTER, wrapping, clock=clock, fold=lambda *_: None)


def store(log: Log, change: dict[str, Any]) -> UUID:
    """Store a note as an earlier version of the program did; None takes a field away."""
    keys = KeyRing(log.wrapping, REGISTER)
    note = Note.write(id=uuid4(), text="本文", lines=("行",), by=BY, at=EVENING)
    (fact,) = note.collect_events()
    stored = SealingMapper(keys).to_stored_event(fact)
    state = json.loads(stored.state) | change
    for name in [name for name, value in change.items() if value is None]:
        del state[name]
    with log.recorder.writing() as connection:
        log.recorder.append(
            connection,
            [StoredEvent(note.id, 1, stored.topic, json.dumps(state).encode())],
            after=0,
            recorded_at=1,
        )
        connection.execute(REGISTER.keys.insert(), keys.made)
    return note.id


def load(log: Log, note: UUID) -> Note:
    with log.writing() as work:
        return work.load(Note, note)


def test_a_fact_of_the_first_version_is_brought_up_by_every_step(noted: Log) -> None:
    first = {"class_version": 1, "colour": None, "weight": None, "kilos": 2}
    note = load(noted, store(noted, first))
    assert (note.colour, note.weight) == ("grey", 2000)
    assert (note.text, note.lines) == ("本文", ("行",))


def test_a_fact_of_the_second_version_takes_the_last_step_alone(noted: Log) -> None:
    note = load(noted, store(noted, {"class_version": 2, "weight": None, "kilos": 3}))
    assert (note.colour, note.weight) == ("red", 3000)


def test_a_fact_of_this_version_is_read_as_it_is(noted: Log) -> None:
    note = load(noted, store(noted, {}))
    assert (note.colour, note.weight) == ("red", 7)


def test_the_version_stands_in_the_state_from_the_second_on() -> None:
    mapper = SealingMapper(KeyRing(WrappingKey(bytes(32)), REGISTER))
    note = Note.write(id=uuid4(), text="本文", by=BY, at=EVENING)
    note.rewrite(text="別文", by=BY, at=EVENING)
    first, second = map(mapper.to_stored_event, note.collect_events())
    assert json.loads(first.state)["class_version"] == 3
    assert "class_version" not in json.loads(second.state)


@pytest.mark.parametrize(
    "change", [{"weight": "heavy"}, {"weight": None}, {"by": "somebody"}, {"timestamp": "then"}]
)
def test_a_state_that_is_no_fact_names_the_fact_it_should_be(
    noted: Log, change: dict[str, Any]
) -> None:
    broken = store(noted, change)
    with pytest.raises(MapperDeserialisationError, match=f"fact 1 of {broken}"):
        load(noted, broken)


def test_every_fact_comes_back_with_its_types(noted: Log, clock: Clock) -> None:
    with noted.writing() as work:
        note = Note.write(id=uuid4(), text="本文", lines=("行", "行"), by=BY, at=work.now)
        work.keep(note)
    with noted.reading() as connection:
        (one,) = noted.facts(connection, 0, 10)
    fact = one.fact
    assert isinstance(fact, Note.Written)
    assert isinstance(fact, Fact)
    assert fact.timestamp == EVENING == one.at
    assert (fact.by, fact.lines, fact.aside) == (BY, ("行", "行"), None)
