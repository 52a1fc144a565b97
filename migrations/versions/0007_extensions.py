"""A due that is set is moved back by a decided request."""

from __future__ import annotations

from alembic import op

from migrations.views import make_anew

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_anew(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")
