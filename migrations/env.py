"""Runs migrations on the connection it is handed; tables come from the store and projections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

import projections.all
import projections.view
import store.tables

assert projections.all.VIEWS, "the views register their tables when they are imported"


def run(connection: sa.Connection) -> None:
    """Bring the database up to date, or compare it, as the calling command says."""
    context.configure(
        connection=connection,
        target_metadata=[store.tables.METADATA, projections.view.METADATA],
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
