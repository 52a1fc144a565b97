"""Makes the views' tables anew: they are filled from the facts, so they are never carried over."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

import projections.all
from projections.view import METADATA

assert projections.all.VIEWS, "the views register their tables when they are imported"


def make_anew(connection: sa.Connection, gone: Iterable[str] = ()) -> None:
    """Create the tables of all views as this program knows them, empty, in place of the old ones.

    A migration that changes a view calls this, and names in `gone` the tables that are views no
    more; `sekisho migrate` then fills the views from the facts in the same transaction. Meeting it
    twice on the way from an old database does no harm.
    """
    METADATA.drop_all(connection)
    old = sa.MetaData()
    old.reflect(connection, only=lambda name, _: name in set(gone))
    old.drop_all(connection)
    METADATA.create_all(connection)
