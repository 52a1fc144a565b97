"""A party may look at what another one was shown of its records."""

from __future__ import annotations

from alembic import op

from migrations.views import make_anew

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_anew(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")
