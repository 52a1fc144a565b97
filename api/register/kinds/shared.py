"""What all kinds share: the fields of any record."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from api.planning import Field, Kind, Lens, Related, column
from projections.people.parties import PARTIES

PARTY: Kind = Kind(
    "Party",
    PARTIES,
    {"code": column("party_code"), "name": column("name"), "name_en": column("name_en")},
)


def columns(*names: str) -> dict[str, Field]:
    """Fields that are columns of the same name."""
    return {name: column(name) for name in names}


def party(key: str) -> Related:
    """The party whose number a column holds."""
    return Related(lambda: PARTY, many=False, parent=key, child="number")


RECORD: Mapping[str, Field] = {
    **columns("id", "code", "version", "recorded_at", "changed_at"),
    "information_categories": column("categories"),
    "owner": party("owner"),
}


def _standing(rows: sa.Subquery, _: Lens) -> sa.ColumnElement[bool]:
    return ~rows.c.withdrawn


def _evidence() -> Kind:
    from api.register.kinds.evidence import EVIDENCE  # it is about these very kinds

    return EVIDENCE


def _note() -> Kind:
    from api.register.kinds.notes import NOTE  # it is about these very kinds

    return NOTE


ANNOTATED: Mapping[str, Field] = {
    "evidence": Related(_evidence, many=True, child="about", where=_standing),
    "notes": Related(_note, many=True, child="about", where=_standing),
}
"""The fields of a record that bears evidence and notes; its type is an `AnnotatedRecord`."""

ANNOTATED_INTERFACES = ("Record", "AnnotatedRecord")
