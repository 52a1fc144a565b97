"""Runs the migrations of the desk on the connection it is handed."""

from __future__ import annotations

from alembic import context

from projections.desk.tables import METADATA
from store.tables import DESK_METADATA
from store.ticket_reads import TICKET_READS

assert TICKET_READS.metadata is DESK_METADATA, (
    "the tables register themselves when they are imported"
)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=[DESK_METADATA, METADATA],
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
