"""How the categories of causes are read."""

from __future__ import annotations

from api.kinds import Kind, column
from api.register.kinds.shared import record
from projections.register.taxonomies import TAXONOMIES

TAXONOMY: Kind = Kind(
    "Taxonomy", TAXONOMIES, {**record(TAXONOMIES), "categories": column("names")}, ("Record",)
)
