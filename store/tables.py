"""The tables of a log: facts, the wrapped keys of what is sealed, files, and requests answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa

METADATA = sa.MetaData()
"""Every table of the register's log; `migrations/` owns them."""
DESK_METADATA = sa.MetaData()
"""Every table of the desk's log and of its rows; `migrations/desk/` owns them."""
KEYS_METADATA = sa.MetaData()
"""The one table of the desk's key store; `migrations/keys/` owns it."""

Position = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""A place in the log. SQLite keeps a rowid only for INTEGER."""


@dataclass(frozen=True, slots=True)
class LogTables:
    """The tables of one log.

    `facts`: one row a fact; never updated or deleted (triggers refuse it). `command`
    is the position of the first fact of the same command. `author_salt` and `body_salt` are the fact's commitment salts for a verifiable log. `recorded_at` counts
    microseconds since 1970 UTC.
    `keys`: the data key of each sealed text or file, wrapped; that of a forgotten one is NULL for
    good. Where `keys_apart`, one key a subject, in a database or schema of their own.
    `files`: the sealed content that belongs to a fact; never updated or deleted (triggers refuse it).
    `requests`: what a member's idempotency key was used for, and the records it made.
    """

    facts: sa.Table
    keys: sa.Table
    files: sa.Table
    requests: sa.Table
    keys_apart: bool = False

    @classmethod
    def named(cls, name: str, metadata: sa.MetaData, keys_apart: sa.Table | None = None) -> Self:
        """The tables of a log by this name; `keys_apart` is where its keys are kept, if not with it."""
        facts = sa.Table(
            f"{name}_facts",
            metadata,
            sa.Column("position", Position, primary_key=True, autoincrement=False),
            sa.Column("command", Position, nullable=False),
            sa.Column("originator_id", sa.Uuid, nullable=False),
            sa.Column("originator_version", sa.Integer, nullable=False),
            sa.Column("topic", sa.Text, nullable=False),
            sa.Column("state", sa.LargeBinary, nullable=False),
            sa.Column("recorded_at", sa.BigInteger, nullable=False),
            sa.Column("author_salt", sa.LargeBinary(16), nullable=False),
            sa.Column("body_salt", sa.LargeBinary(16), nullable=False),
            sa.UniqueConstraint(
                "originator_id", "originator_version", name=f"{name}_facts_stream_key"
            ),
            sa.Index(f"{name}_facts_recorded_at", "recorded_at"),
        )
        keys = _keys(name, metadata) if keys_apart is None else keys_apart
        files = sa.Table(
            f"{name}_files",
            metadata,
            sa.Column("originator_id", sa.Uuid, primary_key=True),
            sa.Column("originator_version", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("content", sa.LargeBinary, nullable=False),
        )
        requests = sa.Table(
            f"{name}_requests",
            metadata,
            sa.Column("member", sa.Uuid, primary_key=True),
            sa.Column("key", sa.Text, primary_key=True),
            sa.Column("digest", sa.LargeBinary(32), nullable=False),
            sa.Column("records", sa.JSON, nullable=False),
            sa.Column("recorded_at", sa.BigInteger, nullable=False),
        )
        return cls(facts, keys, files, requests, keys_apart is not None)


def _keys(name: str, metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        f"{name}_keys",
        metadata,
        sa.Column("originator_id", sa.Uuid, primary_key=True),
        sa.Column("originator_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary),
    )


REGISTER = LogTables.named("register", METADATA)
"""The register's log."""
SUBJECT_KEYS = sa.Table(
    "subject_key",
    KEYS_METADATA,
    sa.Column("subject", sa.Uuid, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("wrapped_by", sa.String(16), nullable=False),
)
"""The key of each subject of the desk: a ticket, or a person in one. That of an erased subject is NULL
for good. `wrapped_by` names the wrapping key."""
DESK = LogTables.named("desk", DESK_METADATA, SUBJECT_KEYS)
"""The desk's log, in a database or schema of its own, its keys in another."""
