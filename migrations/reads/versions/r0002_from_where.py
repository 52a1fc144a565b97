"""Reads say from where somebody asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("read", sa.Column("address", sa.String(43)))


def downgrade() -> None:
    raise NotImplementedError("what was read stays read")
