"""Keys: a wrapping key in a file beside the database, and a data key for every sealed text."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.statements import fetch, statements_of
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


class Place(NamedTuple):
    """Where a sealed text stands. It is bound to this place: moved, it no longer opens."""

    topic: str
    originator_id: UUID
    originator_version: int
    field: str

    @property
    def bound(self) -> bytes:
        return bound(self.topic, str(self.originator_id), self.originator_version, self.field)


def bound(topic: str, stream: str, version: int, field: str) -> bytes:
    """What a text sealed at this place, and its wrapped key, are bound to."""
    return f"sekisho-1\0{topic}\0{stream}\0{version}\0{field}".encode()


def keyed_hash(secret: bytes, data: bytes) -> bytes:
    """What stands for the data (32 bytes), to who has the secret."""
    return hmac.new(secret, data, hashlib.blake2b).digest()[:32]


class WrappingKey:
    """The key that wraps all data keys of a database. It never enters the database."""

    def __init__(self, secret: bytes, file: Path | None = None) -> None:
        """`file` is where it was read, to be named where it does not fit."""
        if len(secret) != KEY:
            raise KeyDoesNotFit(f"a wrapping key has {KEY} bytes, this one has {len(secret)}")
        self._cipher = AESGCM(secret)
        self._file = f" {file} " if file else ""
        self.name = hashlib.blake2b(secret, digest_size=8, person=b"sekisho-name").hexdigest()
        self._digest_key = hashlib.blake2b(secret, person=b"sekisho-digest").digest()

    @classmethod
    def read(cls, path: Path) -> Self:
        """The key in `path`; raises KeyFileIsMissing, KeyDoesNotFit."""
        try:
            return cls(bytes.fromhex(path.read_text("ascii").strip()), path)
        except FileNotFoundError:
            raise KeyFileIsMissing(path) from None
        except ValueError:
            raise KeyDoesNotFit(
                f"{path} は鍵ファイルではありません（16進数64桁）。控えから戻してください。"
                f" / {path} holds no key (64 hexadecimal digits): restore it from its backup."
            ) from None

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

    def wrap(self, data_key: bytes, bound_to: bytes) -> bytes:
        """The data key, to be opened by this wrapping key alone and for one place."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, data_key, b"key\0" + bound_to)

    def unwrap(self, wrapped: bytes, place: Place) -> bytes:
        """The data key; raises KeyDoesNotFit."""
        return self.unwrap_for(wrapped, place.bound)

    def open(self, sealed: bytes, wrapped: bytes, bound_to: bytes) -> bytes:
        """The text that was sealed under this wrapped data key; raises KeyDoesNotFit."""
        data_key = self.unwrap_for(wrapped, bound_to)
        try:
            return AESGCM(data_key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
        except InvalidTag:
            raise KeyDoesNotFit(f"the sealed text does not open at {_said(bound_to)}") from None

    def unwrap_for(self, wrapped: bytes, bound_to: bytes) -> bytes:
        """The data key that was wrapped for this; raises KeyDoesNotFit."""
        try:
            return self._cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], b"key\0" + bound_to)
        except InvalidTag:
            raise KeyDoesNotFit(
                f"鍵ファイル{self._file}がこのデータベースのものではありません。バックアップから戻してください。"
                f" / The key file{self._file.rstrip()} is not this database's: restore it from its backup."
                f" ({_said(bound_to)})"
            ) from None

    def fits(self, wrapped: bytes, bound_to: bytes) -> bool:
        """Whether this is the key that wrapped it."""
        try:
            self.unwrap_for(wrapped, bound_to)
        except KeyDoesNotFit:
            return False
        return True

    def digest(self, data: bytes) -> bytes:
        """A keyed hash (32 bytes): equal inputs can be recognised, not guessed, without the key."""
        return keyed_hash(self._digest_key, data)


class KeyRing:
    """The data keys of one transaction: those it makes are rows of it, those it opens are read
    once a stream."""

    def __init__(self, wrapping: WrappingKey, tables: LogTables) -> None:
        self._wrapping = wrapping
        self._tables = tables
        self._read: dict[tuple[UUID, int, str], bytes | None] = {}
        self.made: list[dict[str, Any]] = []

    def fetch(self, connection: sa.Connection, originator_ids: Iterable[UUID]) -> None:
        """Read the wrapped keys of these streams."""
        sql = statements_of(self._tables, connection.dialect.name)
        for one in originator_ids:
            rows = fetch(connection, sql.stream_keys, (sql.id_of(one),))
            self.take((one, version, field, wrapped) for version, field, wrapped in rows)

    def take(self, rows: Iterable[tuple[UUID, int, str, bytes | None]]) -> None:
        """Hold these wrapped keys: of a stream, a version of it and a field."""
        for originator_id, version, field, wrapped in rows:
            self._read[originator_id, version, field] = wrapped

    def seal(self, text: bytes, place: Place, _: UUID | None = None) -> bytes:
        """The text under a new key, whomever it is about; the wrapped key joins `made`."""
        random, bound_to = os.urandom(KEY + NONCE), place.bound
        data_key, nonce = random[:KEY], random[KEY:]
        self.made.append(
            {
                "originator_id": place.originator_id,
                "originator_version": place.originator_version,
                "field": place.field,
                "wrapped": self._wrapping.wrap(data_key, bound_to),
            }
        )
        return nonce + AESGCM(data_key).encrypt(nonce, text, bound_to)

    def open(self, sealed: bytes, place: Place) -> bytes | None:
        """The text, or None if its key was destroyed; raises KeyDoesNotFit."""
        topic, stream, version, field = place
        return self.open_at(
            stream, version, field, sealed, bound(topic, str(stream), version, field)
        )

    def open_at(
        self, stream: UUID, version: int, field: str, sealed: bytes, bound_to: bytes
    ) -> bytes | None:
        """The same, with what the text is bound to."""
        if (stream, version, field) not in self._read:
            raise KeyDoesNotFit(f"no key was ever kept for {_said(bound_to)}")
        wrapped = self._read[stream, version, field]
        return None if wrapped is None else self._wrapping.open(sealed, wrapped, bound_to)


def _said(bound_to: bytes) -> str:
    told = bound_to.decode(errors="replace").split("\0")[1:]
    return " ".join(one for one in told if one.isprintable())
