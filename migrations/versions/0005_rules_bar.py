"""Barrier rules keep information of a party from another one."""

from __future__ import annotations

from alembic import op

from migrations.views import make_anew

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_anew(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")
