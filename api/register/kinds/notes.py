"""How notes are read."""

from __future__ import annotations

from api.planning import Kind
from api.register.kinds.evidence import ABOUT
from api.register.kinds.shared import RECORD, columns
from projections.register.notes import NOTES

NOTE: Kind = Kind(
    "Note",
    NOTES,
    {**RECORD, **columns("text", "withdrawn"), "about": ABOUT},
    ("Record",),
)
