"""Identities that follow from what they name: who means the same thing finds the same id."""

from typing import Final
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("6f0d3f0e-6b1c-5c53-9a6e-2f6b5e0a7d11")
"""The project's own namespace of derived ids. It never changes: stored ids depend on it."""


def derived_id(kind: str, *of: object) -> UUID:
    """The id of the one `kind` of these things: derived_id("party", 2) is MZ's, everywhere."""
    return uuid5(NAMESPACE, "/".join((kind, *map(str, of))))
