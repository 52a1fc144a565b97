"""Runs migrations on the connection it is handed; tables come from the store and projections."""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import context
from alembic.util import CommandError

import projections.all
import projections.view
import store.tables
from store.engine import open_engine

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


def by_hand() -> None:
    """Run on the database of the settings, as `alembic check` does from the command line."""
    url = os.environ.get("SEKISHO_OWNER_URL") or os.environ.get("SEKISHO_DATABASE_URL")
    if not url:
        raise CommandError("set SEKISHO_DATABASE_URL to the database, e.g. sqlite:///check.sqlite")
    engine = open_engine(url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        run(connection)
    engine.dispose()


if (handed := context.config.attributes.get("connection")) is not None:
    run(handed)
else:
    by_hand()
