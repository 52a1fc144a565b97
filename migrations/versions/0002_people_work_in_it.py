"""Rows say who made them and when they stood; the register keeps files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.views import make_anew

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_files",
        sa.Column("originator_id", sa.Uuid(), nullable=False),
        sa.Column("originator_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("originator_id", "originator_version"),
    )
    _refuse_changes_of_files()
    make_anew(op.get_bind(), gone=("coverage",))


def downgrade() -> None:
    raise NotImplementedError("facts are never taken back")


_SQLITE_REFUSAL = """
CREATE TRIGGER register_files_never_{verb} BEFORE {verb} ON register_files {when}
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: register_files refuses {refused}'); END
"""
# SQLite's INSERT OR REPLACE removes the row in its way without firing a DELETE trigger.
_SAME_ROW = """
WHEN EXISTS (SELECT 1 FROM register_files WHERE originator_id = NEW.originator_id
  AND originator_version = NEW.originator_version)
"""
_POSTGRESQL_REFUSAL = """
CREATE TRIGGER register_files_never_{verb} BEFORE {verb} ON register_files
FOR EACH STATEMENT EXECUTE FUNCTION sekisho_refuse_change()
"""


def _refuse_changes_of_files() -> None:
    """A file is forgotten by destroying its key; its sealed bytes stay as they are."""
    if op.get_bind().dialect.name == "postgresql":
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(_POSTGRESQL_REFUSAL.format(verb=verb))
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(_SQLITE_REFUSAL.format(verb=verb, when="", refused=verb))
    replacing = _SQLITE_REFUSAL.replace("never_{verb}", "never_REPLACE")
    op.execute(replacing.format(verb="INSERT", when=_SAME_ROW, refused="REPLACE"))
