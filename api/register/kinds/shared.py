"""What all kinds share: the fields of any record."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from api.kinds import Field, Kind, Related, Value, column
from api.lens import Vantage
from projections.people.parties import PARTIES, names_on
from projections.version import shown_version
from projections.view import View


def _bears(name: str) -> Value:
    return Value(("names",), lambda row, lens: names_on(row["names"], lens.status_date)[name])


PARTY: Kind = Kind(
    "Party",
    PARTIES,
    {"code": column("party_code"), "name": _bears("name"), "name_en": _bears("name_en")},
)


def columns(*names: str) -> dict[str, Field]:
    """Fields that are columns of the same name."""
    return {name: column(name) for name in names}


def party(key: str) -> Related:
    """The party whose number a column holds."""
    return Related(lambda: PARTY, many=False, parent=key, child="number")


def version(view: View) -> Value:
    """The version of a row as the viewer is shown it."""
    return Value(
        ("version", "owner", *view.references),
        lambda row, lens: (
            row["version"] if lens.rights else shown_version(view, row, lens.clearance)
        ),
    )


def _release() -> Kind:
    from api.register.kinds.releases import RELEASE_OF_RECORD  # it is about these very kinds

    return RELEASE_OF_RECORD


def record(view: View) -> dict[str, Field]:
    """The fields of any record, of a view."""
    return {
        **columns("id", "code", "recorded_at", "changed_at"),
        "version": version(view),
        "information_categories": column("categories"),
        "owner": party("owner"),
        "releases": Related(_release, many=True, child="of"),
    }


def _standing(rows: sa.Subquery, _: Vantage) -> sa.ColumnElement[bool]:
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
