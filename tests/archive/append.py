"""Appends an example to the archive for every fact class or class version that has none.

`python -m tests.archive.append`. What stands in the archive is never changed or removed: it is how
facts were stored at the time, and they must be read for good.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent
from eventsourcing.utils import get_topic

from domain.kernel import Fact
from store.keys import KeyRing, WrappingKey
from store.mapper import SealingMapper
from store.subjects import SubjectKeys
from store.tables import KEYS_METADATA, REGISTER, SUBJECT_KEYS
from tests.archive.examples import example, fact_classes, is_of_the_desk

ARCHIVE: Final = Path(__file__).with_name("facts.jsonl")
KEY: Final = bytes(range(32))
"""The wrapping key of the archive, of no use anywhere else."""


def lines(archive: Path = ARCHIVE) -> list[dict[str, Any]]:
    """What the archive holds."""
    if not archive.exists():
        return []
    return [json.loads(line) for line in archive.read_text("utf-8").splitlines()]


def version_of(fact: type[Fact]) -> int:
    return int(getattr(fact, "class_version", 1))


def told(fact: Fact) -> dict[str, Any]:
    """A fact's details in plain JSON, to be compared with."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(vars(fact)))
    return plain


def missing(archive: Path = ARCHIVE) -> Iterator[type[Fact]]:
    """The fact classes of which the archive has no example in their present version."""
    known = {(line["topic"], line["class_version"]) for line in lines(archive)}
    return (fact for fact in fact_classes() if (get_topic(fact), version_of(fact)) not in known)


def stored(fact: type[Fact]) -> dict[str, Any]:
    """The line of a fact class: its example as stored today, its keys (by field, of the desk by subject),
    and what it says."""
    one = example(fact)
    if is_of_the_desk(fact):
        event, subjects = _sealed_by_subject(one)
        return _line(fact, one, event) | {"subjects": subjects}
    keys = KeyRing(WrappingKey(KEY), REGISTER)
    event = SealingMapper(keys).to_stored_event(one)
    return _line(fact, one, event) | {
        "keys": {str(key["field"]): in_text(bytes(key["wrapped"])) for key in keys.made}
    }


def _line(fact: type[Fact], one: Fact, event: StoredEvent) -> dict[str, Any]:
    return {
        "topic": event.topic,
        "class_version": version_of(fact),
        "originator_id": str(event.originator_id),
        "originator_version": event.originator_version,
        "state": event.state.decode(),
        "keys": {},
        "expected": told(one),
    }


def _sealed_by_subject(one: Fact) -> tuple[StoredEvent, dict[str, str]]:
    with key_store({}) as keys:
        ring = keys.ring()
        event = SealingMapper(ring).to_stored_event(one)
        ring.keep()
        with keys.engine.connect() as connection:
            rows = connection.execute(sa.select(SUBJECT_KEYS)).all()
    return event, {str(row.subject): in_text(row.wrapped) for row in rows}


@contextmanager
def key_store(subjects: Mapping[str, str]) -> Iterator[SubjectKeys]:
    """The desk's key store, in memory, with these wrapped keys of subjects."""
    keys = SubjectKeys(sa.create_engine("sqlite://"), WrappingKey(KEY))
    KEYS_METADATA.create_all(keys.engine)
    with keys.engine.begin() as connection:
        for subject, wrapped in subjects.items():
            row = {"subject": UUID(subject), "wrapped": base64.b64decode(wrapped)}
            connection.execute(sa.insert(SUBJECT_KEYS), row | {"wrapped_by": keys.wrapping.name})
    try:
        yield keys
    finally:
        keys.engine.dispose()


def in_text(wrapped: bytes) -> str:
    """A wrapped key as a line holds it."""
    return base64.b64encode(wrapped).decode()


def append(archive: Path = ARCHIVE) -> int:
    """Append what is missing; answers how many lines that were."""
    new = [json.dumps(stored(fact), ensure_ascii=False) + "\n" for fact in missing(archive)]
    with archive.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(new)
    return len(new)


if __name__ == "__main__":
    sys.stdout.write(f"{append()} appended to {ARCHIVE.name}\n")
