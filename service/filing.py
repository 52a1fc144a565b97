"""Whether the sealed files that a log keeps are those its facts speak of; no key is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.utils import get_topic

from domain.desk.attachment import Attachment
from domain.register.evidence import Evidence
from projections.register.evidence import EVIDENCE
from projections.view import code_of
from service.console import Step
from store.mapper import Stream, opened
from store.tables import DESK, REGISTER, LogTables


@dataclass(frozen=True, slots=True)
class Filed:
    """Where the files of a log stand: the facts that brought them, and how people call what they are of."""

    tables: LogTables
    fact: type[Evidence.FileAttached | Attachment.Kept]
    prefix: str


OF_EVIDENCE: Final = Filed(REGISTER, Evidence.FileAttached, EVIDENCE.prefix)
OF_TICKETS: Final = Filed(DESK, Attachment.Kept, "ATT")


@dataclass(frozen=True, slots=True)
class Unsound:
    """A file that is not as its fact says: of which record it is, and what is wrong with it."""

    prefix: str
    record: UUID
    ja: str
    en: str

    def __str__(self) -> str:
        code = f"{code_of(self.prefix, self.record)} ({self.record})"
        return f"{code} のファイルが{self.ja} / The file of {code} {self.en}"


def unsound_files(connection: sa.Connection, filed: Filed, step: Step) -> Iterator[Unsound | None]:
    """Each file with what is wrong with it, None of one that is as it was sealed. One is held at a
    time, and each is told by the record it belongs to."""
    facts, files, of = filed.tables.facts, filed.tables.files, filed.prefix
    attached = {
        (row.originator_id, row.originator_version): _sealed_as(row)
        for row in connection.execute(
            sa.select(
                facts.c.topic, facts.c.state, facts.c.originator_id, facts.c.originator_version
            ).where(facts.c.topic == get_topic(filed.fact))
        )
    }
    kept = {
        (row.originator_id, row.originator_version)
        for row in connection.execute(sa.select(files.c.originator_id, files.c.originator_version))
    }
    for done, (place, sealed_sha256) in enumerate(attached.items(), start=1):
        if place not in kept:
            yield Unsound(of, place[0], "ありません", "is missing")
        elif _hash_of(connection, files, place) != sealed_sha256:
            yield Unsound(of, place[0], "記録時と異なります", "is not the one that was recorded")
        else:
            yield None
        step("ファイル / Files", done, len(attached))
    for record, _ in sorted(kept - attached.keys()):
        yield Unsound(of, record, "どの記録にも属していません", "belongs to no fact")


def _sealed_as(row: sa.Row[str, bytes, UUID, int]) -> str:
    """The hash that a fact says; its sealed texts stay sealed."""
    stream = Stream(row.originator_id)
    fact = opened(row.topic, row.state, stream, row.originator_version, lambda *_: None)
    assert isinstance(fact, Evidence.FileAttached | Attachment.Kept)
    return fact.sealed_sha256


def _hash_of(connection: sa.Connection, files: sa.Table, place: tuple[UUID, int]) -> str:
    sealed = connection.execute(
        sa.select(files.c.content).where(
            files.c.originator_id == place[0], files.c.originator_version == place[1]
        )
    ).scalar_one()
    return hashlib.sha256(sealed).hexdigest()
