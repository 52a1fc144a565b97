"""What a desk has published, and the tickets of a period that it has not: read within one snapshot."""

from __future__ import annotations

import sqlalchemy as sa

from domain.desk.statistics import Period
from projections.desk.tables import STATISTICS, TICKETS
from projections.desk.tickets import Row
from projections.view import iso


def publications(connection: sa.Connection, desk: int) -> list[Row]:
    """What a desk has published, the latest period first."""
    query = sa.select(STATISTICS).where(STATISTICS.c.owner == desk)
    return list(connection.execute(query.order_by(STATISTICS.c.first_day.desc())).mappings())


def received_in(connection: sa.Connection, desk: int, period: Period) -> list[Row]:
    """The tickets that a desk received in a period and that were not told of before: not yet looked at by any
    rule."""
    rows = TICKETS.c
    days = rows.received_on.between(iso(period.first_day), iso(period.last_day))
    query = sa.select(TICKETS).where(rows.owner == desk, days, rows.counted.is_(False))
    return list(connection.execute(query).mappings())
