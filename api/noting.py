"""What goes on record in place of rows that need other records to be seen: these records, for their owners.

Such a row, as a link or what is said of a meeting, may be another party's than what it is about. Told to its
own party, a read would say who sees that record, which is for the owner of the record to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from api.lens import Lens
from projections.among import among
from projections.barrier import visible
from projections.view import CHUNK, View


def note_needed(lens: Lens, view: View, needed: Mapping[str, Iterable[str]]) -> None:
    """Note that the records are shown whose ids these columns of rows of a view hold."""
    scope = lens.scope
    for need in view.needs:
        wanted = sorted(set(needed[need.column]) - scope.noted)
        scope.noted.update(wanted)
        for of in need.views:
            rows = visible(of, lens.clearance)
            for start in range(0, len(wanted), CHUNK):
                some = among(rows.c.id, wanted[start : start + CHUNK])
                for row in scope.connection.execute(sa.select(rows.c.id, rows.c.owner).where(some)):
                    scope.show(row.id, row.owner)
