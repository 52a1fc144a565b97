"""Limits on a document, linear in its size and applied before validation.

Each fragment is measured once: a document of a kilobyte can otherwise ask for 2^50 fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

DEFAULT_PAGE = 50
LARGEST_PAGE = 100


class DocumentIsTooLarge(Exception):
    """A document beyond a limit; the message names the limit."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a selection asks for, with all fragments expanded."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    cost: int = 0

    def beside(self, other: Size) -> Size:
        return Size(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.cost + other.cost,
        )


LIMITS = Size(depth=12, fields=500, aliases=30, cost=20_000)


def check(document: DocumentNode, variables: Mapping[str, Any] | None) -> None:
    """Raise DocumentIsTooLarge where an operation or a fragment is beyond LIMITS."""
    measure = _Measure(document, variables or {})
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            size = measure.selections(definition.selection_set)
            for name in ("depth", "fields", "aliases", "cost"):
                if getattr(size, name) > getattr(LIMITS, name):
                    raise DocumentIsTooLarge(
                        f"問い合わせが大きすぎます（{name} の上限 {getattr(LIMITS, name)}）。"
                        f" / The query is too large: {name} is limited to {getattr(LIMITS, name)}."
                    )


class _Measure:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._variables = variables
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}

    def selections(self, selected: SelectionSetNode | None) -> Size:
        size = Size()
        for one in selected.selections if selected else ():
            match one:
                case FieldNode():
                    size = size.beside(self._field(one))
                case InlineFragmentNode():
                    size = size.beside(self.selections(one.selection_set))
                case FragmentSpreadNode():
                    size = size.beside(self._fragment(one.name.value))
        return size

    def _field(self, field: FieldNode) -> Size:
        below = self.selections(field.selection_set)
        return Size(
            1 + below.depth,
            1 + below.fields,
            (field.alias is not None) + below.aliases,
            1 + self._page(field) * below.cost,
        )

    def _fragment(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = Size()  # a cycle counts nothing here; validation refuses it
            fragment = self._fragments.get(name)
            if fragment is not None:
                self._known[name] = self.selections(fragment.selection_set)
        return self._known[name]

    def _page(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, IntValueNode):
                    # Digits without end are no number for Python; validation refuses them.
                    return min(max(int(value.value[:9]), 1), LARGEST_PAGE)
                if isinstance(value, VariableNode):
                    given = self._variables.get(value.name.value, DEFAULT_PAGE)
                    if isinstance(given, int):
                        return min(max(given, 1), LARGEST_PAGE)
                return LARGEST_PAGE
        return 1
