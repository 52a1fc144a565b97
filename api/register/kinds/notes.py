"""How notes are read."""

from __future__ import annotations

from api.kinds import Kind
from api.register.kinds.evidence import ABOUT
from api.register.kinds.shared import columns, record
from projections.register.notes import NOTES

NOTE: Kind = Kind(
    "Note",
    NOTES,
    {**record(NOTES), **columns("text", "withdrawn"), "about": ABOUT},
    ("Record",),
)
