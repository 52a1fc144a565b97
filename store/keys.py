"""Keys: a wrapping key in a file beside the database, and a data key for every sealed text."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.tables import LogTables

NONCE = 12
KEY = 32


class KeyFileIsMissing(Exception):
    """The database is there, its wrapping key is not."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"鍵ファイル {path} がありません。バックアップから戻してください。"
            f" / The key file {path} is missing: restore it from its backup."
        )


class KeyDoesNotFit(Exception):
    """A wrapped key or a sealed text does not open: wrong key file, or the text was moved."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text stands. It is bound to this place: moved, it no longer opens."""

    topic: str
    originator_id: UUID
    originator_version: int
    field: str

    @property
    def bound(self) -> bytes:
        return "\0".join(
            (
                "sekisho-1",
                self.topic,
                str(self.originator_id),
                str(self.originator_version),
                self.field,
            )
        ).encode()


class WrappingKey:
    """The key that wraps all data keys of a database. It never enters the database."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY:
            raise KeyDoesNotFit(f"a wrapping key has {KEY} bytes, this one has {len(secret)}")
        self._cipher = AESGCM(secret)
        self._digest_key = hashlib.blake2b(secret, person=b"sekisho-digest").digest()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The key in `path`; raises KeyFileIsMissing, KeyDoesNotFit."""
        try:
            return cls(bytes.fromhex(path.read_text("ascii").strip()))
        except FileNotFoundError:
            raise KeyFileIsMissing(path) from None
        except ValueError:
            raise KeyDoesNotFit(f"{path} does not hold a key in hexadecimal") from None

    @classmethod
    def found(cls, path: Path) -> Self:
        """A new key, written to `path`, readable by the owner alone; an existing one is kept."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls.read(path)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(os.urandom(KEY).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return cls.read(path)

    def wrap(self, data_key: bytes, place: Place) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, data_key, b"key\0" + place.bound)

    def unwrap(self, wrapped: bytes, place: Place) -> bytes:
        try:
            return self._cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], b"key\0" + place.bound)
        except InvalidTag:
            raise KeyDoesNotFit(
                "鍵ファイルがこのデータベースのものではありません。バックアップから戻してください。"
                " / The key file is not this database's: restore it from its backup."
                f" ({place.topic} {place.originator_id} {place.originator_version} {place.field})"
            ) from None

    def digest(self, data: bytes) -> bytes:
        """A keyed hash (32 bytes): equal inputs can be recognised, not guessed, without the key."""
        return hmac.new(self._digest_key, data, hashlib.blake2b).digest()[:32]


class KeyRing:
    """The data keys of one transaction: those it makes are rows of it, those it opens are read
    once a stream."""

    def __init__(self, wrapping: WrappingKey, tables: LogTables) -> None:
        self._wrapping = wrapping
        self._keys = tables.keys
        self._read: dict[tuple[UUID, int, str], bytes | None] = {}
        self.made: list[dict[str, object]] = []

    def fetch(self, connection: sa.Connection, originator_ids: Iterable[UUID]) -> None:
        """Read the wrapped keys of these streams."""
        keys = self._keys
        wanted = list(originator_ids)
        for start in range(0, len(wanted), 500):
            query = sa.select(keys).where(keys.c.originator_id.in_(wanted[start : start + 500]))
            for originator_id, version, field, wrapped in connection.execute(query):
                self._read[originator_id, version, field] = wrapped

    def seal(self, text: bytes, place: Place) -> bytes:
        """The text under a new key; the wrapped key joins `made`."""
        data_key, nonce = AESGCM.generate_key(256), os.urandom(NONCE)
        self.made.append(
            {
                "originator_id": place.originator_id,
                "originator_version": place.originator_version,
                "field": place.field,
                "wrapped": self._wrapping.wrap(data_key, place),
            }
        )
        return nonce + AESGCM(data_key).encrypt(nonce, text, place.bound)

    def open(self, sealed: bytes, place: Place) -> bytes | None:
        """The text, or None if its key was destroyed; raises KeyDoesNotFit."""
        at = (place.originator_id, place.originator_version, place.field)
        if at not in self._read:
            raise KeyDoesNotFit(f"no key was ever kept for {place}")
        wrapped = self._read[at]
        if wrapped is None:
            return None
        try:
            return AESGCM(self._wrapping.unwrap(wrapped, place)).decrypt(
                sealed[:NONCE], sealed[NONCE:], place.bound
            )
        except InvalidTag:
            raise KeyDoesNotFit(f"the sealed text does not open at {place}") from None
