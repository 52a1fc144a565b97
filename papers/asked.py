"""Which later schedules are asked for and not decided yet: what an import need not ask for again, and
what an export tells beside the schedule that counts."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from domain.register.extension import ExtensionStatus
from projections.barrier import visible, visible_pairs
from projections.clearance import Clearance
from projections.register.extensions import EXTENDED, EXTENSIONS


def pending_wordings(connection: sa.Connection, clearance: Clearance) -> dict[str, str]:
    """The wording that is asked for, by the id of its countermeasure."""
    return {row.countermeasure: row.wording for row in _pending(connection, clearance)}


def pending_of_others(connection: sa.Connection, clearance: Clearance) -> dict[str, int]:
    """The pending requests of other parties, with the numbers of their owners."""
    rows = _pending(connection, clearance)
    return {row.extension: row.owner for row in rows if row.owner != clearance.party}


def _pending(connection: sa.Connection, clearance: Clearance) -> Iterator[Any]:
    requests, wanted = visible(EXTENSIONS, clearance), visible_pairs(EXTENDED, clearance)
    yield from connection.execute(
        sa.select(wanted.c.extension, wanted.c.countermeasure, wanted.c.wording, requests.c.owner)
        .join(requests, requests.c.id == wanted.c.extension)
        .where(requests.c.status == ExtensionStatus.PENDING.value)
    )
