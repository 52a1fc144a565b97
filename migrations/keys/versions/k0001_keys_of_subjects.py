"""The keys of subjects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "k0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject_key",
        sa.Column("subject", sa.Uuid(), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary()),
        sa.Column("wrapped_by", sa.String(16), nullable=False),
    )
    _refuse_revival()


def downgrade() -> None:
    raise NotImplementedError("keys are destroyed by an erasure alone")


_SQLITE_REFUSAL = """
CREATE TRIGGER subject_key_never_{verb} BEFORE {verb} ON subject_key {when}
BEGIN SELECT RAISE(ABORT, 'a destroyed key stays destroyed: subject_key refuses it'); END
"""
_REVIVED = "WHEN OLD.wrapped IS NULL OR NEW.subject <> OLD.subject"
_SAME_ROW = "WHEN EXISTS (SELECT 1 FROM subject_key WHERE subject = NEW.subject)"

_POSTGRESQL_FUNCTION = """
CREATE FUNCTION sekisho_never_revive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a destroyed key stays destroyed: subject_key refuses %', TG_OP;
  END IF;
  IF OLD.wrapped IS NULL OR NEW.subject <> OLD.subject THEN
    RAISE EXCEPTION 'a destroyed key stays destroyed: subject_key refuses it';
  END IF;
  RETURN NEW;
END $$
"""
_POSTGRESQL_TRIGGERS = (
    "CREATE TRIGGER subject_key_never_UPDATE BEFORE UPDATE ON subject_key"
    " FOR EACH ROW EXECUTE FUNCTION sekisho_never_revive()",
    "CREATE TRIGGER subject_key_never_DELETE BEFORE DELETE OR TRUNCATE ON subject_key"
    " FOR EACH STATEMENT EXECUTE FUNCTION sekisho_never_revive()",
)


def _refuse_revival() -> None:
    """A key may be destroyed, or wrapped anew; one that was destroyed gets no other."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in (_POSTGRESQL_FUNCTION, *_POSTGRESQL_TRIGGERS):
            op.execute(statement)
        return
    for verb, when in (("UPDATE", _REVIVED), ("DELETE", ""), ("INSERT", _SAME_ROW)):
        op.execute(_SQLITE_REFUSAL.format(verb=verb, when=when))
