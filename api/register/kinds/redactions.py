"""How redactions are read by the party whose records they are about."""

from __future__ import annotations

from api.kinds import Kind, OfAnyKind, column
from api.register.kinds.evidence import every_kind
from api.register.kinds.shared import columns, record
from projections.register.redactions import REDACTIONS

REDACTION: Kind = Kind(
    "Redaction",
    REDACTIONS,
    {
        **record(REDACTIONS),
        **columns("field", "written_on", "reason", "status", "decided_at", "decline_reason"),
        "record": OfAnyKind(parent="about", kind="about_kind", kinds=every_kind),
        "text_count": column("texts"),
    },
    ("Record",),
)
