"""Bearer tokens: signed, expiring, naming a member. Rights are read afresh at every request."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
AUDIENCE = "sekisho"


class TokenIsNotValid(Exception):
    """The token is malformed, not ours, or expired."""


class TokenKeyIsDamaged(Exception):
    """The key that signs tokens cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"トークンの鍵 {path} を読めません。削除すると新しい鍵を作ります（発行済みのトークンは無効になります）。"
            f" / The token key {path} cannot be read. Delete it to have a new one made;"
            " tokens issued so far are then void."
        )


class Tokens:
    """Signs and reads tokens with one Ed25519 key, kept in a file beside the database."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key

    @classmethod
    def kept_in(cls, path: Path) -> Self:
        """With the key in `path`, made there (readable by the owner alone) if there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls._read(path)
        key = OKPKey.generate_key("Ed25519", private=True)
        with os.fdopen(handle, "wb") as file:
            file.write(key.as_pem(private=True))
        return cls(key)

    @classmethod
    def _read(cls, path: Path) -> Self:
        try:
            return cls(OKPKey.import_key(path.read_bytes()))
        except (JoseError, ValueError, TypeError) as e:
            raise TokenKeyIsDamaged(path) from e

    def issue(self, member: UUID, *, at: datetime, valid: timedelta) -> str:
        """A token for this member, good until `at + valid`."""
        claims = {
            "sub": str(member),
            "aud": AUDIENCE,
            "iat": int(at.timestamp()),
            "exp": int((at + valid).timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])

    def member(self, token: str, *, at: datetime) -> UUID:
        """Whom the token names; raises TokenIsNotValid."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            jwt.JWTClaimsRegistry(
                now=int(at.timestamp()),
                aud={"essential": True, "value": AUDIENCE},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(claims)
            return UUID(claims["sub"])
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as e:
            raise TokenIsNotValid from e
