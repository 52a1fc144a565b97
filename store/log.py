"""The log: a command is one transaction — lock, idempotency, load, decide, append, fold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import orjson
import sqlalchemy as sa
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.utils import get_topic

from domain.kernel import FORGOTTEN, Fact, FirstFact, Recorded, Root
from domain.refusals import KeyWasUsedForAnotherInput, NoSuchRecord
from store.engine import is_emptied, snapshot
from store.keys import KeyRing, Place, WrappingKey
from store.line import close_line
from store.mapper import SealingMapper
from store.reading import Reader, instant, micros, replay
from store.recorder import LogRecorder, head_of
from store.statements import Question, fetch, send, send_all
from store.subjects import SubjectKeys
from store.tables import LogTables

__all__ = ["Clock", "Fold", "Log", "Refold", "Work", "instant", "micros"]

R = TypeVar("R", bound=Root)

Fold = Callable[[sa.Connection, Sequence[Recorded]], None]
"""Turns new facts into rows, inside the transaction that appends them."""

Refold = Callable[[sa.Connection, Reader, Sequence[int]], None]
"""Folds anew the rows that the facts at these positions changed, as they read now: a text of each was
forgotten in the same transaction."""

Clock = Callable[[], datetime]

Asked = tuple[UUID, str, list[Any]]

_FEW = 20
"""So many facts at most are sent without waiting for the answers: a large command is copied."""


def content_of(record: UUID, fact: type[FirstFact]) -> Place:
    """Where the content stands that a record's first fact brought along."""
    return Place(get_topic(fact), record, 1, "content")


class Kept(NamedTuple):
    """A sealed text that can still be read: where it stands, the class of its fact, when it was recorded,
    and what it says; of a file's content nothing."""

    stream: UUID
    version: int
    fact: type[Fact]
    field: str
    position: int
    recorded_at: datetime
    says: object


class Work:
    """One command's transaction: what it loads, decides and keeps stands or falls together.

    `now` is the instant all its facts are recorded at: never before any earlier one.
    """

    def __init__(
        self,
        log: Log,
        connection: sa.Connection,
        head: tuple[int, int],
        asked: Asked | None,
        found: list[list[Any]],
        clock: Clock,
    ) -> None:
        """`asked`: a member's key, and the row of the request it was used for, if any. `found`: what
        else was found at the beginning."""
        self._log = log
        self.connection = connection
        self._sql = log.recorder.statements
        self._position, last = head
        self._asked = asked
        self.found = found
        self.now = instant(max(micros(clock()), last))
        self._keys = KeyRing(log.wrapping, log.recorder.tables)
        self._subjects = log.subjects.ring() if log.subjects else None
        self._ring = self._subjects or self._keys
        self._mapper = SealingMapper(self._ring)
        self._loaded: dict[UUID, Root] = {}
        self._kept: dict[UUID, Root] = {}
        self._files: list[tuple[UUID, int, bytes]] = []
        self._request: tuple[Any, ...] | None = None
        self._forgotten: list[Kept] = []
        self.facts = 0

    def load(self, kind: type[R], record: UUID) -> R:
        """The aggregate as its facts say, once a transaction; raises NoSuchRecord."""
        found = self.find(kind, record)
        if found is None:
            raise NoSuchRecord(named=record)
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

    def attach(
        self, record: UUID, fact: type[FirstFact], content: bytes, subject: UUID | None = None
    ) -> str:
        """Seal a content that begins with this fact of the record, to be written along with it; `subject`
        is whom it is about, where texts are sealed by subject.

        Answers the SHA-256 of the sealed bytes in hex: kept in the fact, it binds them to the log.
        """
        place = content_of(record, fact)
        sealed = self._ring.seal(content, place, subject)
        self._files.append((record, place.originator_version, sealed))
        return hashlib.sha256(sealed).hexdigest()

    def kept_texts(self, record: UUID) -> list[Kept]:
        """The sealed texts of a stream that can still be read, in order. The mark of a forgotten one, that
        somebody submitted again, is none."""
        facts, keys = self._log.recorder.tables.facts, self._log.recorder.tables.keys
        positions = self.connection.execute(
            sa.select(facts.c.position)
            .join(keys, _same_fact(facts, keys))
            .where(facts.c.originator_id == record, keys.c.wrapped.is_not(None))
            .distinct()
            .order_by(facts.c.position)
        )
        reader = self._log.reader(self.connection)
        found: list[Kept] = []
        for position in positions.scalars().all():
            [one] = reader.between(position - 1, position)
            found += self._texts_of(one)
        return found

    def _texts_of(self, one: Recorded) -> Iterator[Kept]:
        keys, fact = self._log.recorder.tables.keys, one.fact
        standing = self.connection.execute(
            sa.select(keys.c.field)
            .where(
                keys.c.originator_id == fact.originator_id,
                keys.c.originator_version == fact.originator_version,
                keys.c.wrapped.is_not(None),
            )
            .order_by(keys.c.field)
        )
        for field in standing.scalars().all():
            says = getattr(fact, field, None)
            if says not in (FORGOTTEN, (FORGOTTEN,)):
                place = (fact.originator_id, fact.originator_version, type(fact), field)
                yield Kept(*place, one.position, one.at, says)

    def forget(self, text: Kept) -> None:
        """Destroy the key of a sealed text as the command ends: no row tells it from then on."""
        self._forgotten.append(text)

    @property
    def forgets(self) -> bool:
        """Whether a text is forgotten here."""
        return bool(self._forgotten)

    def answered(self, member: UUID, key: str, request: bytes) -> list[UUID] | None:
        """The records this member's key made before; raises KeyWasUsedForAnotherInput."""
        if self._asked and self._asked[:2] == (member, key):
            rows = self._asked[2]
        else:
            rows = fetch(self.connection, self._sql.request, (self._sql.id_of(member), key))
        if not rows:
            return None
        digest, records = rows[0]
        if bytes(digest) != self._log.digest(request):
            raise KeyWasUsedForAnotherInput
        known = orjson.loads(records) if isinstance(records, str) else records
        return [UUID(record) for record in known]

    def remember(self, member: UUID, key: str, request: bytes, records: Iterable[UUID]) -> None:
        """Bind this member's key to this request and the records it made."""
        self._request = (
            self._sql.id_of(member),
            key,
            self._log.digest(request),
            orjson.dumps([str(record) for record in records]).decode(),
            micros(self.now),
        )

    @property
    def pending(self) -> tuple[Fact, ...]:
        """The facts of what was kept so far, not yet written."""
        return tuple(
            fact
            for one in self._kept.values()
            for fact in one.pending_events
            if isinstance(fact, Fact)
        )

    def append(self) -> None:
        """Write what was kept and fold it. Called once, by `Log.writing`, before the commit."""
        facts = [fact for one in self._kept.values() for fact in one.collect_events()]
        if len(facts) > _FEW:
            close_line(self.connection)
        if facts:
            self._append(facts)
        elif self._request:
            send(self.connection, self._sql.add_request, [self._request])
        if self._forgotten:
            self._forget()

    def _forget(self) -> None:
        """Destroy keys, and fold anew whatever was folded from their texts."""
        keys = self._log.recorder.tables.keys
        for text in self._forgotten:
            self.connection.execute(
                sa.update(keys)
                .where(
                    keys.c.originator_id == text.stream,
                    keys.c.originator_version == text.version,
                    keys.c.field == text.field,
                )
                .values(wrapped=None)
            )
        positions = sorted({text.position for text in self._forgotten})
        self._log.refold(self.connection, self._log.reader(self.connection), positions)

    def _append(self, facts: Sequence[DomainEventProtocol[UUID]]) -> None:
        """Fold first: what is written then needs no answer, and waits for none."""
        command = self._position + 1
        stored = [self._mapper.to_stored_event(fact) for fact in facts]
        recorded = [
            Recorded(position, command, self.now, fact)
            for position, fact in enumerate(facts, command)
            if isinstance(fact, Fact)
        ]
        self._log.fold(self.connection, recorded)
        if self._subjects:
            self._subjects.keep()  # durable before anything sealed by them is
        recorder, sql = self._log.recorder, self._sql
        rows = recorder.rows(stored, after=self._position, recorded_at=micros(self.now))
        keys = [
            (
                sql.id_of(key["originator_id"]),
                key["originator_version"],
                key["field"],
                key["wrapped"],
            )
            for key in self._keys.made
        ]
        files = [(sql.id_of(stream), *file) for stream, *file in self._files]
        requests = [self._request] if self._request else []
        inserts = [(sql.add_facts, rows), (sql.add_keys, keys), (sql.add_request, requests)]
        send_all(self.connection, inserts)
        send(self.connection, sql.add_files, files)
        self.facts = len(facts)

    def _replay(self, record: UUID) -> Root | None:
        return replay(self.connection, self._sql, record, self._ring, self._keys)


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
        refold: Refold | None = None,
        reading: sa.Engine | None = None,
        subjects: SubjectKeys | None = None,
    ) -> None:
        """`reading` is the login that answers questions, where it is not the one that writes. Without
        `refold` no text is forgotten. With `subjects` texts are sealed by subject, and never forgotten
        one by one."""
        self.engine = engine
        self.subjects = subjects
        self._readers = reading or engine
        self.wrapping = wrapping
        self.digest: Callable[[bytes], bytes] = subjects.digest if subjects else wrapping.digest
        self.clock = clock
        self.fold = fold
        self.refold = refold or _cannot
        self.recorder = LogRecorder(engine, tables, lambda: micros(clock()))
        self._key_fits = False
        self._holds_more = False

    @contextmanager
    def writing(
        self,
        request: tuple[UUID, str] | None = None,
        also: Sequence[Question] = (),
        clock: Clock | None = None,
    ) -> Iterator[Work]:
        """A command's transaction; its facts are appended and folded as it ends, or nothing is.

        `request` is the member and the key that the work will ask about first (`answered`); `also` is
        what it will ask besides (`Work.found`). A server is asked all of it at once. `clock` is another
        one than the log's.
        """
        with self._working(request, also, clock) as work:
            self._require_fitting_key(work.connection)
            yield work
            work.append()
        self._holds_more |= work.forgets
        if self._holds_more:
            self._holds_more = not self.leave_nothing_behind()

    def leave_nothing_behind(self) -> bool:
        """Let go of what SQLite still holds of texts that were forgotten: earlier pages in its write-ahead
        log. Pages themselves are overwritten (`secure_delete`). Answers whether that could be done now:
        somebody may read an older state. PostgreSQL is told by its operator."""
        return self.engine.dialect.name != "sqlite" or is_emptied(self.engine)

    @contextmanager
    def rehearsing(self, also: Sequence[Question] = ()) -> Iterator[Work]:
        """The same for a command that is tried alone: whoever looks calls `Work.append` to see what
        would become of it, and then nothing of it was."""
        with self._working(None, also) as work:
            yield work
            work.connection.rollback()

    @contextmanager
    def _working(
        self,
        request: tuple[UUID, str] | None,
        also: Sequence[Question],
        clock: Clock | None = None,
    ) -> Iterator[Work]:
        sql = self.recorder.statements
        questions: list[Question] = [(sql.head, ()), *also]
        if request:
            questions.append((sql.request, (sql.id_of(request[0]), request[1])))
        with self.recorder.writing_on_line(questions) as (connection, (head, *found)):
            asked = (*request, found.pop()) if request else None
            yield Work(self, connection, head_of(head), asked, found, clock or self.clock)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One read-only snapshot, of what questions are answered from."""
        with snapshot(self._readers) as connection:
            yield connection

    def load(self, connection: sa.Connection, kind: type[R], *records: UUID) -> list[R]:
        """These aggregates as their facts say, on a reading of the log that is sealed by subject; nobody
        decides by them. Raises NoSuchRecord, KeyDoesNotFit."""
        assert self.subjects is not None, "who decides loads within a command"
        ring, found = self.subjects.ring(), []
        for record in records:
            one = replay(connection, self.recorder.statements, record, ring)
            if not isinstance(one, kind):
                raise NoSuchRecord(named=record)
            found.append(one)
        return found

    def stands(self, record: UUID) -> bool:
        """Whether any fact was recorded under this id."""
        facts = self.recorder.tables.facts
        with self.following() as connection:
            first = sa.select(facts.c.position).where(facts.c.originator_id == record).limit(1)
            return connection.execute(first).first() is not None

    @contextmanager
    def following(self) -> Iterator[sa.Connection]:
        """One read-only snapshot for who reads the facts themselves, as `reading` may not."""
        with snapshot(self.engine) as connection:
            yield connection

    def require_fitting_key(self) -> None:
        """Raise KeyDoesNotFit if the wrapping key is not the one this log is sealed under."""
        with self.following() as connection:
            self._require_fitting_key(connection)

    def _require_fitting_key(self, connection: sa.Connection) -> None:
        """The same, asked until a key was found that fits: nothing is ever sealed under a second
        wrapping key, even where two begin an empty log at once."""
        if self._key_fits:
            return
        if self.subjects:
            self.subjects.require_fitting_key()
            self._key_fits = True
            return
        facts, keys = self.recorder.tables.facts, self.recorder.tables.keys
        kept = connection.execute(
            sa.select(facts.c.topic, keys)
            .join(facts, _same_fact(facts, keys))
            .where(keys.c.wrapped.is_not(None))
            .limit(1)
        ).first()
        if kept is not None:
            place = Place(kept.topic, kept.originator_id, kept.originator_version, kept.field)
            self.wrapping.unwrap(kept.wrapped, place)
            self._key_fits = True

    @contextmanager
    def _beside(self, connection: sa.Connection) -> Iterator[sa.Connection]:
        """A connection that reads the log, which the login that answers questions may not: the
        same one where it is no login apart."""
        if connection.engine.pool is self.engine.pool:
            yield connection
            return
        with self.following() as following:
            yield following

    def content(
        self, connection: sa.Connection, record: UUID, fact: type[FirstFact]
    ) -> bytes | None:
        """The content that began with this fact of the record, or None if its key was destroyed."""
        place, files = content_of(record, fact), self.recorder.tables.files
        with self._beside(connection) as log:
            sealed = log.execute(
                sa.select(files.c.content).where(
                    files.c.originator_id == record,
                    files.c.originator_version == place.originator_version,
                )
            ).scalar_one()
            if self.subjects:
                return self.subjects.ring().open_text(place.field, sealed, place.bound)
            keys = KeyRing(self.wrapping, self.recorder.tables)
            keys.fetch(log, [record])
        return keys.open(sealed, place)

    def position_at(self, connection: sa.Connection, at: datetime) -> int:
        """The last position recorded at or before `at`; 0 before the first."""
        facts = self.recorder.tables.facts
        with self._beside(connection) as log:
            found = log.execute(
                sa.select(facts.c.position)
                .where(facts.c.recorded_at <= micros(at))
                .order_by(facts.c.recorded_at.desc(), facts.c.position.desc())
                .limit(1)
            ).scalar()
        return found or 0

    def head(self) -> tuple[int, int]:
        """The last position and its recording instant in microseconds; (0, 0) of an empty log."""
        with self.following() as connection:
            return self.recorder.head(connection)

    def facts(self, connection: sa.Connection, after: int, limit: int) -> list[Recorded]:
        """The facts behind position `after`, opened, in order: `limit` of them, and then those
        that complete the last command, since a fold takes whole commands."""
        reader = self.reader(connection)
        return reader.between(after, reader.end(after, limit))

    def reader(self, connection: sa.Connection, kinds: Collection[type[Fact]] = ()) -> Reader:
        """Reads facts in bulk; with `kinds`, those of these classes alone."""
        return Reader(connection, self.recorder.tables, self.wrapping, kinds, self.subjects)


def _same_fact(facts: sa.Table, keys: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(
        facts.c.originator_id == keys.c.originator_id,
        facts.c.originator_version == keys.c.originator_version,
    )


def _cannot(*_: object) -> None:
    raise NotImplementedError("this log was opened without a way to fold rows anew")
