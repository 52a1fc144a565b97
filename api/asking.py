"""What a resolver is told: who asks, and what was selected below its field."""

from __future__ import annotations

from dataclasses import replace

from graphql import get_named_type
from strawberry.types import Info
from strawberry.types.nodes import SelectedField, Selection

from api.context import Context
from api.selecting import Selections

Asking = Info[Context, None]


def below(info: Asking) -> Selections:
    """What was asked of the field, in any of its mentions. A fragment on the very type that the field
    answers, such as a union, is told without that condition."""
    raw = info._raw_info
    switches = [one for one in info.variable_values.items() if isinstance(one[1], bool)]
    key = (tuple(map(id, raw.field_nodes)), *switches)  # the nodes live as long as their document
    return info.context.selected.once(key, lambda: _below(info))


def _below(info: Asking) -> Selections:
    answered = get_named_type(info._raw_info.return_type).name
    mentions = [one for one in info.selected_fields if isinstance(one, SelectedField)]
    return Selections(_plain(below, answered) for one in mentions for below in one.selections)


def _plain(selection: Selection, answered: str) -> Selection:
    if isinstance(selection, SelectedField) or selection.type_condition != answered:
        return selection
    inside = [_plain(one, answered) for one in selection.selections]
    return replace(selection, type_condition="", selections=inside)
