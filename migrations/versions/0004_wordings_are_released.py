"""Releases know what they are about; wordings of records are released in their place."""

from __future__ import annotations

from alembic import op

from migrations.views import make_anew

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_anew(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")
