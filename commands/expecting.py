"""Several records at once, each as the actor read it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from domain.refusals import VersionsAreNotAsMany


def each_as_read(
    records: tuple[UUID, ...], versions: tuple[str, ...] | None
) -> Iterable[tuple[UUID, str | None]]:
    """Each record with the version it is expected in, None where none are stated; each pair once.

    Raises VersionsAreNotAsMany.
    """
    if versions is None:
        return dict.fromkeys((record, None) for record in records)
    if len(versions) != len(records):
        raise VersionsAreNotAsMany(versions=len(versions), records=len(records))
    return dict.fromkeys(zip(records, versions, strict=True))
