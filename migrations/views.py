"""Makes the views' tables anew: they are filled from the facts, so they are never carried over."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

import projections.all
from projections import openings, second_lock
from projections.view import METADATA

assert projections.all.VIEWS, "the views register their tables when they are imported"
_OPENINGS = (projections.all.OPENINGS, projections.all.FUNCTIONS)


def make_anew(connection: sa.Connection, gone: Iterable[str] = ()) -> None:
    """Create the tables of all views as this program knows them, empty, in place of the old ones.

    A migration that changes a view calls this, and names in `gone` the tables that are views no
    more; `sekisho migrate` then fills the views from the facts in the same transaction. Meeting it
    twice on the way from an old database does no harm. On PostgreSQL each table is locked from its
    first moment: until the logins are given their policies, nobody sees or writes a row.
    """
    locked = connection.dialect.name == "postgresql"
    if locked:
        second_lock.unlock(connection)
    for statement in openings.drop(*_OPENINGS, connection.dialect):
        connection.exec_driver_sql(statement)
    METADATA.drop_all(connection)
    old = sa.MetaData()
    old.reflect(connection, only=lambda name, _: name in set(gone))
    old.drop_all(connection)
    METADATA.create_all(connection)
    for _, statement in openings.create(*_OPENINGS, connection.dialect):
        connection.exec_driver_sql(statement)
    if locked:
        for statement in second_lock.close(METADATA.sorted_tables):
            connection.exec_driver_sql(statement)
