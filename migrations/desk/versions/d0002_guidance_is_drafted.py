"""Drafts of guidance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d0002"
down_revision = "d0001"
branch_labels = None
depends_on = None

_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "guidance_draft",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.SmallInteger(), nullable=False),
        sa.Column("ticket", sa.String(36)),
        sa.Column("guidance", sa.String(36), nullable=False),
        sa.Column("born", _POSITION, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
    )
    op.create_index("guidance_draft_ticket", "guidance_draft", ["ticket"])
    op.create_index("guidance_draft_owner", "guidance_draft", ["owner", "born"])


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")
