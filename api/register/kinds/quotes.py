"""How the quotes of a figure are read: which record, in which field, in which words."""

from __future__ import annotations

from collections.abc import Mapping

from api.kinds import Kind, OfAnyKind, Several
from api.lens import Lens
from api.levels import Row
from api.register.kinds.shared import columns
from api.register.quoting import quoted
from projections.register.figures import FIGURES


def _every_kind() -> Mapping[str, Kind]:
    from api.register.kinds import NODES  # figures are one of them

    return NODES


def _quotes(figures: list[Row], lens: Lens) -> list[list[Row]]:
    return quoted(figures, lens, tuple(_every_kind().values()))


QUOTE: Kind = Kind(
    "Quote",
    FIGURES,
    {
        **columns("field", "text"),
        "record": OfAnyKind(parent="record", kind="kind", kinds=_every_kind),
    },
)

QUOTES = Several(("id", "value"), lambda: QUOTE, _quotes)
"""Where the value of a figure stands in the texts of other records."""
