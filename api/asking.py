"""What a resolver is told: who asks, and what was selected below its field."""

from __future__ import annotations

from strawberry.types import Info
from strawberry.types.nodes import SelectedField, Selection

from api.context import Context

Asking = Info[Context, None]


def asked(info: Asking) -> list[SelectedField]:
    """The mentions of the field itself."""
    return [one for one in info.selected_fields if isinstance(one, SelectedField)]


def below(info: Asking) -> list[Selection]:
    """What was asked of the field, in any of its mentions."""
    return [below for one in asked(info) for below in one.selections]
