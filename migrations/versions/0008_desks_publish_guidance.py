"""Guidance of consultation desks is a record of the register."""

from __future__ import annotations

from alembic import op

from migrations.views import make_anew

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_anew(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")
