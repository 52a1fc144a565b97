"""Reads are on record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("member", sa.String(36), nullable=False),
        sa.Column("party", sa.SmallInteger(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("by_way", sa.String(16), nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("shown", sa.String(64), nullable=False),
    )
    for column in ("id", "at", "member", "shown"):
        op.create_index(f"read_{column}", "read", [column])
    op.create_table(
        "shown",
        sa.Column("list", sa.String(64), primary_key=True),
        sa.Column("record", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
    )
    op.create_index("shown_record", "shown", ["record"])


def downgrade() -> None:
    raise NotImplementedError("what was read stays read")
