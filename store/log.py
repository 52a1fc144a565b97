"""The log: a command is one transaction — lock, idempotency, load, decide, append, fold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from eventsourcing.persistence import StoredEvent

from domain.kernel import Fact, Recorded, Root
from domain.refusals import KeyWasUsedForAnotherInput, NoSuchRecord
from store.engine import snapshot
from store.keys import KeyRing, Place, WrappingKey
from store.mapper import SealingMapper
from store.recorder import LogRecorder
from store.tables import LogTables

R = TypeVar("R", bound=Root)

Fold = Callable[[sa.Connection, Sequence[Recorded]], None]
"""Turns new facts into rows, inside the transaction that appends them."""

Clock = Callable[[], datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BATCH = 1_000


def micros(at: datetime) -> int:
    """The instant as microseconds since 1970 UTC."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def instant(at: int) -> datetime:
    """The inverse of `micros`."""
    return _EPOCH + timedelta(microseconds=at)


class Work:
    """One command's transaction: what it loads, decides and keeps stands or falls together.

    `now` is the instant all its facts are recorded at: never before any earlier one.
    """

    def __init__(self, log: Log, connection: sa.Connection) -> None:
        self._log = log
        self.connection = connection
        self._position, last = log.recorder.head(connection)
        self.now = instant(max(micros(log.clock()), last))
        self._keys = KeyRing(log.wrapping, log.recorder.tables)
        self._mapper = SealingMapper(self._keys)
        self._loaded: dict[UUID, Root] = {}
        self._kept: dict[UUID, Root] = {}
        self.facts = 0

    def load(self, kind: type[R], record: UUID) -> R:
        """The aggregate as its facts say, once a transaction; raises NoSuchRecord."""
        found = self.find(kind, record)
        if found is None:
            raise NoSuchRecord
        return found

    def find(self, kind: type[R], record: UUID) -> R | None:
        """Like `load`, but None where there is nothing of this kind under this id."""
        known = self._loaded.get(record) or self._kept.get(record)
        if known is None:
            known = self._replay(record)
        if not isinstance(known, kind):
            return None
        self._loaded[record] = known
        return known

    def keep(self, *aggregates: Root) -> None:
        """Append the new facts of these aggregates when the command ends well."""
        for aggregate in aggregates:
            kept = self._kept.setdefault(aggregate.id, aggregate)
            assert kept is aggregate, f"two of {aggregate.id} in one command: one would be lost"

    def answered(self, member: UUID, key: str, request: bytes) -> list[UUID] | None:
        """The records this member's key made before; raises KeyWasUsedForAnotherInput."""
        requests = self._log.recorder.tables.requests
        row = self.connection.execute(
            sa.select(requests.c.digest, requests.c.records).where(
                requests.c.member == member, requests.c.key == key
            )
        ).first()
        if row is None:
            return None
        if row.digest != self._log.wrapping.digest(request):
            raise KeyWasUsedForAnotherInput
        return [UUID(record) for record in row.records]

    def remember(self, member: UUID, key: str, request: bytes, records: Iterable[UUID]) -> None:
        """Bind this member's key to this request and the records it made."""
        self.connection.execute(
            self._log.recorder.tables.requests.insert(),
            {
                "member": member,
                "key": key,
                "digest": self._log.wrapping.digest(request),
                "records": [str(record) for record in records],
                "recorded_at": micros(self.now),
            },
        )

    def append(self) -> None:
        """Write what was kept and fold it. Called once, by `Log.writing`, before the commit."""
        facts = [fact for one in self._kept.values() for fact in one.collect_events()]
        if not facts:
            return
        stored = [self._mapper.to_stored_event(fact) for fact in facts]
        recorder = self._log.recorder
        positions: list[int] = []
        for start in range(0, len(stored), _BATCH):
            positions += recorder.append(
                self.connection,
                stored[start : start + _BATCH],
                after=self._position + start,
                recorded_at=micros(self.now),
                command=self._position + 1,
            )
        if self._keys.made:
            self.connection.execute(recorder.tables.keys.insert(), self._keys.made)
        self.facts = len(facts)
        recorded = [
            Recorded(position, self._position + 1, self.now, fact)
            for position, fact in zip(positions, facts, strict=True)
            if isinstance(fact, Fact)
        ]
        self._log.fold(self.connection, recorded)

    def _replay(self, record: UUID) -> Root | None:
        stored = self._log.recorder.select_events(record)
        if not stored:
            return None
        self._keys.fetch(self.connection, [record])
        subject: Root | None = None
        for one in stored:
            subject = self._mapper.to_domain_event(one).mutate(subject)
        return subject


class Log:
    """One log with its database, keys, clock and fold. Everything it needs is passed in."""

    def __init__(
        self,
        engine: sa.Engine,
        tables: LogTables,
        wrapping: WrappingKey,
        *,
        clock: Clock,
        fold: Fold,
    ) -> None:
        self.engine = engine
        self.wrapping = wrapping
        self.clock = clock
        self.fold = fold
        self.recorder = LogRecorder(engine, tables, lambda: micros(clock()))
        self._key_fits = False

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """A command's transaction; its facts are appended and folded as it ends, or nothing is."""
        with self.recorder.writing() as connection:
            self._require_fitting_key(connection)
            work = Work(self, connection)
            yield work
            work.append()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One read-only snapshot."""
        with snapshot(self.engine) as connection:
            yield connection

    def require_fitting_key(self) -> None:
        """Raise KeyDoesNotFit if the wrapping key is not the one this log is sealed under."""
        with self.reading() as connection:
            self._require_fitting_key(connection)

    def _require_fitting_key(self, connection: sa.Connection) -> None:
        """The same, asked once: nothing is ever sealed under a second wrapping key."""
        if self._key_fits:
            return
        facts, keys = self.recorder.tables.facts, self.recorder.tables.keys
        same_fact = sa.and_(
            facts.c.originator_id == keys.c.originator_id,
            facts.c.originator_version == keys.c.originator_version,
        )
        kept = connection.execute(
            sa.select(facts.c.topic, keys)
            .join(facts, same_fact)
            .where(keys.c.wrapped.is_not(None))
            .limit(1)
        ).first()
        if kept is not None:
            place = Place(kept.topic, kept.originator_id, kept.originator_version, kept.field)
            self.wrapping.unwrap(kept.wrapped, place)
        self._key_fits = True

    def position_at(self, connection: sa.Connection, at: datetime) -> int:
        """The last position recorded at or before `at`; 0 before the first."""
        facts = self.recorder.tables.facts
        found = connection.execute(
            sa.select(facts.c.position)
            .where(facts.c.recorded_at <= micros(at))
            .order_by(facts.c.recorded_at.desc(), facts.c.position.desc())
            .limit(1)
        ).scalar()
        return found or 0

    def facts(self, connection: sa.Connection, after: int, limit: int) -> list[Recorded]:
        """The facts behind position `after`, opened, in order: `limit` of them, and then those
        that complete the last command, since a fold takes whole commands."""
        table = self.recorder.tables.facts
        last = connection.execute(
            sa.select(table.c.command)
            .where(table.c.position > after)
            .order_by(table.c.position)
            .offset(limit - 1)
            .limit(1)
        ).scalar()
        whole = sa.true() if last is None else table.c.command <= last
        rows = connection.execute(
            sa.select(
                table.c.originator_id,
                table.c.originator_version,
                table.c.topic,
                table.c.state,
                table.c.position,
                table.c.command,
                table.c.recorded_at,
            )
            .where(table.c.position > after, whole)
            .order_by(table.c.position)
        ).all()
        keys = KeyRing(self.wrapping, self.recorder.tables)
        keys.fetch(connection, {row.originator_id for row in rows})
        mapper = SealingMapper(keys)
        return [
            Recorded(
                row.position,
                row.command,
                instant(row.recorded_at),
                mapper.to_domain_event(StoredEvent(*row[:4])),
            )
            for row in rows
        ]
