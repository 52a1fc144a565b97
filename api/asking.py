"""What a resolver is told: who asks, and what was selected below its field."""

from __future__ import annotations

from dataclasses import replace

from graphql import get_named_type
from strawberry.types import Info
from strawberry.types.nodes import SelectedField, Selection

from api.context import Context

Asking = Info[Context, None]


def asked(info: Asking) -> list[SelectedField]:
    """The mentions of the field itself."""
    return [one for one in info.selected_fields if isinstance(one, SelectedField)]


def below(info: Asking) -> list[Selection]:
    """What was asked of the field, in any of its mentions. A fragment on the very type that the field
    answers, such as a union, is told without that condition."""
    answered = get_named_type(info._raw_info.return_type).name
    return [_plain(below, answered) for one in asked(info) for below in one.selections]


def _plain(selection: Selection, answered: str) -> Selection:
    if isinstance(selection, SelectedField) or selection.type_condition != answered:
        return selection
    inside = [_plain(one, answered) for one in selection.selections]
    return replace(selection, type_condition="", selections=inside)
