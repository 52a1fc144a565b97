"""Runs the migrations of the key store on the connection it is handed."""

from __future__ import annotations

from alembic import context

from store.tables import KEYS_METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=KEYS_METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
