"""Reads facts in bulk: in the order of the log, opened, and by whole commands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.utils import get_topic

from domain.kernel import Fact, Recorded, Root
from store.keys import KeyDoesNotFit, KeyRing, WrappingKey
from store.mapper import Ring, Stream, opened
from store.statements import Statements, fetch, statements_of
from store.subjects import SubjectKeys
from store.tables import LogTables

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NONE: dict[str, bytes | None] = {}
_IDS = 20_000
"""How many ids of streams are remembered, since making one of its text takes a while."""


def micros(at: datetime) -> int:
    """The instant as microseconds since 1970 UTC."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def instant(at: int) -> datetime:
    """The inverse of `micros`."""
    return _EPOCH + timedelta(microseconds=at)


def replay(
    connection: sa.Connection,
    sql: Statements,
    record: UUID,
    ring: Ring,
    keys: KeyRing | None = None,
) -> Root | None:
    """The aggregate as its facts say, opened with a ring; `keys` takes what keys are found beside them."""
    at, of_stream = Stream(record), sql.id_of(record)
    found = fetch(connection, sql.stream, (of_stream, of_stream))
    if keys is not None:
        keys.take(
            (record, version, field, wrapped)
            for version, _, _, field, wrapped in found
            if field is not None
        )
    stored = {version: (topic, state) for version, topic, state, _, _ in found}
    subject: Root | None = None
    for version, (topic, state) in stored.items():
        open_ = partial(ring.open_at, record, version)
        subject = opened(topic, state, at, version, open_).mutate(subject)
    return subject


class Reader:
    """Reads one log on one connection; with `kinds`, the facts of these classes alone."""

    def __init__(
        self,
        connection: sa.Connection,
        tables: LogTables,
        wrapping: WrappingKey,
        kinds: Collection[type[Fact]] = (),
        subjects: SubjectKeys | None = None,
    ) -> None:
        self._connection = connection
        self._tables = tables
        self._wrapping = wrapping
        self._subjects = subjects
        self._topics = tuple(sorted(get_topic(kind) for kind in kinds))
        self._sql = statements_of(tables, connection.dialect.name, len(self._topics))
        as_id = self._sql.as_id
        self._stream: Callable[[Any], Stream] = lru_cache(_IDS)(lambda kept: Stream(as_id(kept)))

    def last(self) -> int:
        """The last position of the log; 0 of an empty one."""
        rows = fetch(self._connection, self._sql.head)
        return int(rows[0][0]) if rows else 0

    def end(self, after: int, limit: int) -> int:
        """The last of `limit` positions behind `after`, and of those that complete its command."""
        found = fetch(self._connection, self._sql.next_command, (after + limit,))
        return int(found[0][0]) - 1 if found else self.last()

    def between(self, after: int, upto: int) -> list[Recorded]:
        """The facts behind position `after`, as far as `upto`."""
        arguments = (after, upto, *self._topics)
        if self._subjects:
            return self._by_subject(self._subjects, arguments)
        keys: dict[int, dict[str, bytes | None]] = {}
        forgotten: set[int] = set()
        for position, field, wrapped in fetch(self._connection, self._sql.keys_between, arguments):
            keys.setdefault(position, {})[field] = wrapped
            if wrapped is None:
                forgotten.add(position)
        stream_of, open_text = self._stream, self._wrapping.open
        facts: list[Recorded] = []
        told, at = 0, _EPOCH
        here: dict[str, bytes | None] = {}

        def open_(field: str, sealed: bytes, bound_to: bytes) -> bytes | None:
            if field not in here:
                raise KeyDoesNotFit(f"no key was ever kept for {field} of fact {position}")
            wrapped = here[field]
            return None if wrapped is None else open_text(sealed, wrapped, bound_to)

        for position, command, recorded_at, stream, version, topic, state in fetch(
            self._connection, self._sql.facts_between, arguments
        ):
            if recorded_at != told:
                told, at = recorded_at, instant(recorded_at)
            here = keys.get(position, _NONE)
            fact = opened(topic, state, stream_of(stream), version, open_)
            facts.append(Recorded(position, command, at, fact, position in forgotten))
        return facts

    def _by_subject(self, keys: SubjectKeys, arguments: tuple[Any, ...]) -> list[Recorded]:
        """The same of a log whose texts say themselves by which key they open."""
        open_ = keys.ring().open_text
        return [
            Recorded(
                position,
                command,
                instant(at),
                opened(topic, state, self._stream(stream), version, open_),
            )
            for position, command, at, stream, version, topic, state in fetch(
                self._connection, self._sql.facts_between, arguments
            )
        ]

    def batches(self, size: int) -> Iterator[tuple[int, list[Recorded]]]:
        """The whole log, `size` positions and whole commands at a time: how far, and the facts."""
        at, last = 0, self.last()
        while at < last:
            upto = self.end(at, size)
            yield upto, self.between(at, upto)
            at = upto
