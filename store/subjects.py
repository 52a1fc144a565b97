"""Keys by subject: one for each ticket and each person in one, in a store apart from the log.

A ciphertext begins with the id of its subject and is bound to that and to its place. Erasing a subject
destroys its one key: everything sealed for it is gone at once, wherever it stands, and the log's bytes stay
as they are. A backup of the log holds no key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.engine import snapshot
from store.keys import KEY, NONCE, KeyDoesNotFit, Place, WrappingKey
from store.tables import SUBJECT_KEYS

_ID: Final = 16
_MANY: Final = 400


class KeyStoreIsMissing(Exception):
    """The desk's log is there, and the keys of its subjects are not."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"相談窓口の鍵の保管庫（{where}）がありません。バックアップから戻してください。記録は失われていません。"
            f" / The desk's key store ({where}) is missing: restore it from its backup. The log is"
            " whole, and opens again with it."
        )


@dataclass(frozen=True, slots=True)
class SubjectKeys:
    """The store of the keys of subjects, on an engine of its own; `wrapping` wraps them."""

    engine: sa.Engine
    wrapping: WrappingKey

    def ring(self) -> SubjectRing:
        """The keys of one transaction."""
        return SubjectRing(self)

    def is_empty(self) -> bool:
        """Whether no key was ever made."""
        with snapshot(self.engine) as connection:
            return connection.execute(sa.select(SUBJECT_KEYS.c.subject).limit(1)).first() is None

    def require_fitting_key(self) -> None:
        """Raise KeyDoesNotFit unless the wrapping key is the one these keys are wrapped by."""
        keys = SUBJECT_KEYS
        with snapshot(self.engine) as connection:
            found = connection.execute(
                sa.select(keys.c.subject, keys.c.wrapped)
                .where(keys.c.wrapped.is_not(None))
                .limit(1)
            ).first()
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
        """Keep the keys of new subjects: durable when this returns, before anything sealed by them is."""
        if made:
            rows = [
                {
                    "subject": subject,
                    "wrapped": self.wrapping.wrap(key, _bound_to(subject)),
                    "wrapped_by": self.wrapping.name,
                }
                for subject, key in made.items()
            ]
            with self._writing() as connection:
                connection.execute(sa.insert(SUBJECT_KEYS), rows)

    def destroy(self, subjects: Iterable[UUID]) -> int:
        """Destroy the keys of these subjects, for good; answers how many there were. Again it does no harm."""
        keys, wanted, gone = SUBJECT_KEYS, sorted(set(subjects)), 0
        with self._writing() as connection:
            for start in range(0, len(wanted), _MANY):
                some = keys.c.subject.in_(wanted[start : start + _MANY])
                destroyed = sa.update(keys).where(some, keys.c.wrapped.is_not(None))
                gone += connection.execute(destroyed.values(wrapped=None)).rowcount
        return gone

    def rewrap(self, wrapping: WrappingKey) -> int:
        """Wrap every key by another wrapping key, in one transaction; answers how many."""
        keys = SUBJECT_KEYS
        with self._writing() as connection:
            rows = connection.execute(sa.select(keys).where(keys.c.wrapped.is_not(None))).all()
            for one in rows:
                bound_to = _bound_to(one.subject)
                data_key = self.wrapping.unwrap_for(one.wrapped, bound_to)
                connection.execute(
                    sa.update(keys)
                    .where(keys.c.subject == one.subject)
                    .values(wrapped=wrapping.wrap(data_key, bound_to), wrapped_by=wrapping.name)
                )
        return len(rows)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with (
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection


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


def key_store_shown(file: Path | None) -> str:
    """What an operator calls the key store."""
    return str(file) if file else "PostgreSQL: desk_keys"
