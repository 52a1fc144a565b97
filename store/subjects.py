"""Keys by subject: one for each ticket and each person in one, in a store apart from the log.

A ciphertext begins with the id of its subject and is bound to that and to its place. Erasing a subject
destroys its one key: everything sealed for it is gone at once, wherever it stands, and the log's bytes stay
as they are. A backup of the log holds no key.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.engine import snapshot
from store.keys import KEY, NONCE, KeyDoesNotFit, Place, WrappingKey, keyed_hash
from store.mapper import Stream, opened
from store.tables import SUBJECT_KEYS, LogTables

HASHING: Final = UUID("5ec12e75-0000-8000-8000-000000000000")
"""The subject that is nobody: its key is the secret of the desk's hashes. It is founded once, wrapped anew with
all others, so that a receipt code finds its ticket under every wrapping key, and never destroyed."""

_ID: Final = 16
_MANY: Final = 400
_LOCK: Final = zlib.crc32(SUBJECT_KEYS.name.encode())


class KeyStoreIsMissing(Exception):
    """The desk's log is there, and the keys of its subjects are not."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"相談窓口の鍵の保管庫（{where}）がありません。バックアップから戻してください。記録は失われていません。"
            f" / The desk's key store ({where}) is missing: restore it from its backup. The log is"
            " whole, and opens again with it."
        )


@contextmanager
def changing_keys(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which keys are changed: one at a time, on either database."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        yield connection


class SubjectKeys:
    """The store of the keys of subjects, on an engine of its own; `wrapping` wraps them."""

    def __init__(self, engine: sa.Engine, wrapping: WrappingKey) -> None:
        self.engine = engine
        self.wrapping = wrapping

    def ring(self) -> SubjectRing:
        """The keys of one transaction."""
        return SubjectRing(self)

    def found(self) -> None:
        """Make the secret of the hashes, where there is none: beside keys, a missing one is never made
        anew. Raises KeyDoesNotFit."""
        keys, mine = SUBJECT_KEYS, SUBJECT_KEYS.c.subject == HASHING
        with changing_keys(self.engine) as connection:
            kept = connection.execute(sa.select(keys.c.wrapped).where(mine)).scalar()
            alone = connection.execute(sa.select(keys.c.subject).where(~mine)).first() is None
            if not alone:
                self._opened_secret(kept)
            elif kept is None:
                connection.execute(sa.insert(keys), self._row(HASHING, os.urandom(KEY)))
            elif not self.wrapping.fits(kept, _bound_to(HASHING)):
                row = self._row(HASHING, os.urandom(KEY))
                connection.execute(sa.update(keys).where(mine).values(row))

    def digest(self, data: bytes) -> bytes:
        """A keyed hash (32 bytes): equal inputs can be recognised, not guessed. It stays what it is when the
        keys are wrapped anew. Raises KeyDoesNotFit."""
        return keyed_hash(self._secret, data)

    @cached_property
    def _secret(self) -> bytes:
        keys = SUBJECT_KEYS
        with snapshot(self.engine) as connection:
            mine = sa.select(keys.c.wrapped).where(keys.c.subject == HASHING)
            return self._opened_secret(connection.execute(mine).scalar())

    def _opened_secret(self, wrapped: bytes | None) -> bytes:
        if wrapped is None:
            raise KeyDoesNotFit(
                "相談窓口の鍵の保管庫が不完全です（受付番号の照合に使う秘密がありません）。保管庫をバックアップから戻してください。"
                " / The desk's key store is not whole: the secret of its hashes is missing. Restore it"
                " from its backup."
            )
        return self.wrapping.unwrap_for(wrapped, _bound_to(HASHING))

    def is_empty(self) -> bool:
        """Whether no key of a subject was ever made."""
        with snapshot(self.engine) as connection:
            return holds_no_key(connection)

    def require_fitting_key(self) -> None:
        """Raise KeyDoesNotFit unless the wrapping key is the one these keys are wrapped by."""
        with snapshot(self.engine) as connection:
            found = some_key(connection)
        if found is not None:
            self.wrapping.unwrap_for(found.wrapped, _bound_to(found.subject))

    def read(self, subjects: Iterable[UUID]) -> dict[UUID, bytes | None]:
        """The keys of those subjects that have one; None where it was destroyed. Raises KeyDoesNotFit."""
        keys, wanted = SUBJECT_KEYS, sorted(set(subjects))
        found: dict[UUID, bytes | None] = {}
        with snapshot(self.engine) as connection:
            for start in range(0, len(wanted), _MANY):
                some = wanted[start : start + _MANY]
                rows = connection.execute(
                    sa.select(keys.c.subject, keys.c.wrapped).where(keys.c.subject.in_(some))
                )
                for subject, wrapped in rows:
                    found[subject] = wrapped and self.wrapping.unwrap_for(
                        wrapped, _bound_to(subject)
                    )
        return found

    def add(self, made: dict[UUID, bytes]) -> None:
        """Keep the keys of new subjects: durable when this returns, before anything sealed by them is.

        Raises KeyDoesNotFit where the keys were wrapped anew since: what is added under a wrapping key
        that is thrown away would be lost.
        """
        if made:
            rows = [self._row(subject, key) for subject, key in made.items()]
            with changing_keys(self.engine) as connection:
                self._require_same_wrapping(connection)
                connection.execute(sa.insert(SUBJECT_KEYS), rows)

    def destroy(self, subjects: Iterable[UUID]) -> int:
        """Destroy the keys of these subjects, for good; answers how many there were. Again it does no harm."""
        keys, wanted, gone = SUBJECT_KEYS, sorted(set(subjects) - {HASHING}), 0
        with changing_keys(self.engine) as connection:
            for start in range(0, len(wanted), _MANY):
                some = keys.c.subject.in_(wanted[start : start + _MANY])
                destroyed = sa.update(keys).where(some, keys.c.wrapped.is_not(None))
                gone += connection.execute(destroyed.values(wrapped=None)).rowcount
        return gone

    def rewrap(self, wrapping: WrappingKey) -> int:
        """Wrap every key by another wrapping key, in one transaction; answers of how many subjects."""
        with changing_keys(self.engine) as connection:
            return self.rewrap_within(connection, wrapping)

    def rewrap_within(self, connection: sa.Connection, wrapping: WrappingKey) -> int:
        """The same, in a transaction that is under way."""
        keys = SUBJECT_KEYS
        rows = connection.execute(sa.select(keys).where(keys.c.wrapped.is_not(None))).all()
        for one in rows:
            bound_to = _bound_to(one.subject)
            data_key = self.wrapping.unwrap_for(one.wrapped, bound_to)
            connection.execute(
                sa.update(keys)
                .where(keys.c.subject == one.subject)
                .values(wrapped=wrapping.wrap(data_key, bound_to), wrapped_by=wrapping.name)
            )
        return sum(one.subject != HASHING for one in rows)

    def _row(self, subject: UUID, key: bytes) -> dict[str, Any]:
        wrapped = self.wrapping.wrap(key, _bound_to(subject))
        return {"subject": subject, "wrapped": wrapped, "wrapped_by": self.wrapping.name}

    def _require_same_wrapping(self, connection: sa.Connection) -> None:
        keys = SUBJECT_KEYS
        by = sa.select(keys.c.wrapped_by).where(keys.c.subject == HASHING)
        if connection.execute(by).scalar() not in (None, self.wrapping.name):
            raise KeyDoesNotFit(
                "相談窓口の鍵が交換されました（sekisho keys rotate）。新しい鍵ファイルでサービスを再起動してください。"
                " / The desk's key was changed (sekisho keys rotate): start the service again, with the"
                " new key file."
            )


class SubjectRing:
    """The keys of one transaction: each is read once, and those it makes are kept before its facts are."""

    def __init__(self, store: SubjectKeys) -> None:
        self._store = store
        self._known: dict[UUID, bytes | None] = {}
        self._made: dict[UUID, bytes] = {}

    def seal(self, text: bytes, place: Place, subject: UUID | None) -> bytes:
        """The text under the key of its subject, which gets one with its first; raises SubjectIsErased."""
        assert subject is not None, f"whom {place.topic} {place.field} is about is not said"
        key = self._key(subject)
        if key is None:
            if subject in self._known:
                raise KeyDoesNotFit(f"the key of {subject} was destroyed: nothing is sealed for it")
            key = self._known[subject] = self._made[subject] = os.urandom(KEY)
        nonce = os.urandom(NONCE)
        sealed = AESGCM(key).encrypt(nonce, text, place.bound + subject.bytes)
        return subject.bytes + nonce + sealed

    def open_at(
        self,
        stream: UUID,  # noqa: ARG002 -- a key is found by its subject, not by its place
        version: int,  # noqa: ARG002
        field: str,
        sealed: bytes,
        bound_to: bytes,
    ) -> bytes | None:
        """The text, or None if the key of its subject was destroyed; raises KeyDoesNotFit."""
        return self.open_text(field, sealed, bound_to)

    def open_text(self, _: str, sealed: bytes, bound_to: bytes) -> bytes | None:
        """The same of a field, wherever it stands."""
        subject = UUID(bytes=sealed[:_ID])
        key = self._key(subject)
        if key is None:
            if subject not in self._known:
                raise KeyDoesNotFit(
                    "相談窓口の鍵の保管庫に、この記録の鍵がありません。保管庫をより新しいバックアップから戻してください。"
                    " / The desk's key store has no key for what is recorded: restore a newer backup"
                    f" of it. ({subject})"
                )
            return None
        nonce, text = sealed[_ID : _ID + NONCE], sealed[_ID + NONCE :]
        try:
            return AESGCM(key).decrypt(nonce, text, bound_to + subject.bytes)
        except InvalidTag:
            raise KeyDoesNotFit("a sealed text was moved, or is not what was sealed") from None

    def have(self, subjects: Iterable[UUID]) -> None:
        """Read the keys of these subjects at once."""
        self._known |= self._store.read(set(subjects) - self._known.keys())

    def keep(self) -> None:
        """Keep the keys that were made."""
        self._store.add(self._made)
        self._made = {}

    def _key(self, subject: UUID) -> bytes | None:
        if subject not in self._known:
            self._known |= self._store.read((subject,))
        return self._known.get(subject)


def _bound_to(subject: UUID) -> bytes:
    return b"sekisho-subject-1\0" + subject.bytes


def holds_no_key(connection: sa.Connection) -> bool:
    """Whether no key of a subject was ever made there."""
    someone = sa.select(SUBJECT_KEYS.c.subject).where(SUBJECT_KEYS.c.subject != HASHING).limit(1)
    return connection.execute(someone).first() is None


def some_key(connection: sa.Connection) -> sa.Row[UUID, bytes | None] | None:
    """Any key that stands, with its subject: one wrapping key wraps them all."""
    keys = SUBJECT_KEYS
    standing = sa.select(keys.c.subject, keys.c.wrapped).where(keys.c.wrapped.is_not(None))
    return connection.execute(standing.limit(1)).first()


def is_wrapped_by(subject: UUID, wrapped: bytes, wrapping: WrappingKey) -> bool:
    """Whether a subject's key opens under this wrapping key."""
    return wrapping.fits(wrapped, _bound_to(subject))


def sealed_for(connection: sa.Connection, tables: LogTables) -> set[UUID]:
    """The subjects for whom anything in a log is sealed, as its ciphertexts say: none of them is opened."""
    found: set[UUID] = set()

    def note(_: str, sealed: bytes, __: bytes) -> None:
        found.add(UUID(bytes=sealed[:_ID]))

    facts = tables.facts.c
    query = sa.select(facts.topic, facts.state, facts.originator_id, facts.originator_version)
    for row in connection.execute(query.execution_options(yield_per=1_000)):
        opened(row.topic, row.state, Stream(row.originator_id), row.originator_version, note)
    of_files = sa.select(sa.func.substr(tables.files.c.content, 1, _ID))
    heads = (bytes(head) for head in connection.execute(of_files).scalars())
    found.update(UUID(bytes=head) for head in heads if len(head) == _ID)  # a shorter one is none
    return found


def key_store_shown(file: Path | None) -> str:
    """What an operator calls the key store."""
    return str(file) if file else "PostgreSQL: desk_keys"
