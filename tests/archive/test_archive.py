"""Every fact ever stored is read as it was meant, whatever has become of its class since."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import get_topic

from domain.kernel import Fact
from store.keys import KeyDoesNotFit, KeyRing, WrappingKey
from store.mapper import SealingMapper
from store.tables import METADATA, REGISTER
from tests.archive import append
from tests.archive.examples import example, fact_classes

LINES = append.lines()


def read(line: dict[str, Any]) -> Fact:
    """The fact of an archived line, read with the keys stored beside it."""
    originator_id, version = UUID(line["originator_id"]), line["originator_version"]
    event = StoredEvent(originator_id, version, line["topic"], line["state"].encode())
    if "subjects" in line:
        with append.key_store(line["subjects"]) as store:
            return SealingMapper(store.ring()).to_domain_event(event)
    keys = KeyRing(WrappingKey(append.KEY), REGISTER)
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine, [REGISTER.keys])
    with engine.connect() as connection, connection.begin():
        for field, wrapped in line["keys"].items():
            connection.execute(
                REGISTER.keys.insert(),
                {
                    "originator_id": originator_id,
                    "originator_version": version,
                    "field": field,
                    "wrapped": base64.b64decode(wrapped),
                },
            )
        keys.fetch(connection, [originator_id])
    engine.dispose()
    return SealingMapper(keys).to_domain_event(event)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['topic']}-{line['class_version']}")
def test_a_stored_fact_still_says_what_it_said(line: dict[str, Any]) -> None:
    told = append.told(read(line))
    assert {name: told[name] for name in line["expected"]} == line["expected"]


@pytest.mark.parametrize("fact", fact_classes(), ids=get_topic)
def test_a_fact_read_back_is_the_fact_that_was_stored(fact: type[Fact]) -> None:
    assert read(append.stored(fact)) == example(fact)


def test_a_fact_of_the_desk_opens_with_the_keys_of_its_subjects_alone() -> None:
    sealed = [line for line in LINES if line.get("subjects")]
    assert sealed
    for line in sealed:
        for lost in line["subjects"]:
            left = {one: key for one, key in line["subjects"].items() if one != lost}
            with pytest.raises(KeyDoesNotFit):
                read(line | {"subjects": left})


def test_every_fact_class_has_its_line() -> None:
    waiting = [get_topic(fact) for fact in append.missing()]
    assert not waiting, f"run python -m tests.archive.append for {waiting}"


def test_every_fact_of_the_house_is_known_here() -> None:
    assert len(fact_classes()) >= 150
    assert len({line["topic"] for line in LINES}) >= len(fact_classes())


def test_appending_changes_no_line_that_is_there(tmp_path: Path) -> None:
    archive = tmp_path / "facts.jsonl"
    known = append.ARCHIVE.read_text("utf-8").splitlines(keepends=True)
    present = {(get_topic(fact), append.version_of(fact)) for fact in fact_classes()}
    named = [(line["topic"], line["class_version"]) for line in LINES]
    taken = [at for at, name in enumerate(named) if name in present][:3]
    kept = [line for at, line in enumerate(known) if at not in taken]
    archive.write_text("".join(kept), "utf-8")
    assert append.append(archive) == 3
    after = archive.read_text("utf-8").splitlines(keepends=True)
    assert after[:-3] == kept
    assert {line["topic"] for line in append.lines(archive)} == {line["topic"] for line in LINES}
    assert append.append(archive) == 0
    assert archive.read_text("utf-8") == "".join(after)
