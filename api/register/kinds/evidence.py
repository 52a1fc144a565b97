"""How evidence is read: what it is about, and its file or the document cited."""

from __future__ import annotations

from collections.abc import Mapping

from api.kinds import Inside, Kind, OfAnyKind, Value
from api.register.kinds.shared import columns, record
from projections.register.evidence import EVIDENCE as ROWS
from projections.view import Row


def every_kind() -> Mapping[str, Kind]:
    """All kinds of record, by the name of their view."""
    from api.register.kinds import NODES  # evidence is one of them

    return NODES


ABOUT = OfAnyKind(parent="about", kind="about_kind", kinds=every_kind)
"""The record that a piece of evidence or a note is about."""


def _path(row: Row) -> str | None:
    return None if row["withdrawn"] else f"/evidence/{row['id']}"


EVIDENCE_FILE: Kind = Kind(
    "EvidenceFile",
    ROWS,
    {
        **columns("name", "media_type", "size", "sha256"),
        "url": Value(("id", "withdrawn"), lambda row, _: _path(row)),
    },
)

EVIDENCE: Kind = Kind(
    "Evidence",
    ROWS,
    {
        **record(ROWS),
        **columns(
            "title",
            "name",
            "number",
            "document_version",
            "place",
            "withdrawn",
            "withdrawal_reason",
        ),
        "about": ABOUT,
        "file": Inside(lambda: EVIDENCE_FILE, present="media_type"),
    },
    ("Record",),
)
