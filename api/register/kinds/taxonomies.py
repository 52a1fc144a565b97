"""How the categories of causes are read."""

from __future__ import annotations

from api.planning import Kind, column
from api.register.kinds.shared import RECORD
from projections.register.taxonomies import TAXONOMIES

TAXONOMY: Kind = Kind(
    "Taxonomy", TAXONOMIES, {**RECORD, "categories": column("names")}, ("Record",)
)
