"""What the database itself refuses: to change what is recorded, and to put another key in the place of one."""

from __future__ import annotations

from alembic import op

_SQLITE_REFUSAL = """
CREATE TRIGGER {table}_never_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: {table} refuses {verb}'); END
"""

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION sekisho_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what is recorded is never changed: % refuses %', TG_TABLE_NAME, TG_OP; END $$
"""

_POSTGRESQL_REFUSAL = """
CREATE TRIGGER {table}_never_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION sekisho_refuse_change()
"""


# SQLite's INSERT OR REPLACE removes the row in its way without firing a DELETE trigger.
_SQLITE_REPLACE_REFUSAL = """
CREATE TRIGGER {table}_never_REPLACE BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'what is recorded is never changed: {table} refuses REPLACE'); END
"""


def refuse_changes(
    table: str,
    verbs: tuple[str, ...] = ("UPDATE", "DELETE"),
    *,
    keys: tuple[tuple[str, ...], ...],
) -> None:
    """Let the database itself refuse to change or remove what is recorded."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(_POSTGRESQL_FUNCTION)
        verbs = (*verbs, "TRUNCATE")
    refusal = _POSTGRESQL_REFUSAL if postgresql else _SQLITE_REFUSAL
    for verb in verbs:
        op.execute(refusal.format(table=table, verb=verb))
    if not postgresql:
        same = " OR ".join(
            "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys
        )
        op.execute(_SQLITE_REPLACE_REFUSAL.format(table=table, same=same))


_SQLITE_KEY_REFUSAL = """
CREATE TRIGGER {table}_only_forget BEFORE UPDATE ON {table}
WHEN NEW.wrapped IS NOT NULL OR NEW.originator_id <> OLD.originator_id
  OR NEW.originator_version <> OLD.originator_version OR NEW.field <> OLD.field
BEGIN SELECT RAISE(ABORT, 'a key is destroyed or kept, never replaced'); END
"""

_POSTGRESQL_KEY_FUNCTION = """
CREATE FUNCTION sekisho_only_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.wrapped IS NOT NULL OR NEW.originator_id <> OLD.originator_id
    OR NEW.originator_version <> OLD.originator_version OR NEW.field <> OLD.field
  THEN RAISE EXCEPTION 'a key is destroyed or kept, never replaced'; END IF;
  RETURN NEW;
END $$
"""

_POSTGRESQL_KEY_REFUSAL = """
CREATE TRIGGER {table}_only_forget BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION sekisho_only_forget()
"""


def refuse_new_keys(table: str, key: tuple[str, ...]) -> None:
    """A text's key may be destroyed (NULL), nothing else may happen to it."""
    refuse_changes(table, ("DELETE",), keys=(key,))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_KEY_FUNCTION)
        op.execute(_POSTGRESQL_KEY_REFUSAL.format(table=table))
    else:
        op.execute(_SQLITE_KEY_REFUSAL.format(table=table))
