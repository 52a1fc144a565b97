"""Reads all rows of all views, to be compared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from projections.view import METADATA as VIEWS


def rows_of(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """The rows of every view in the order of their keys."""
    return {
        table.name: [
            dict(row)
            for row in connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in VIEWS.sorted_tables
    }
