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
    ValueNode,
    VariableNode,
)

DEFAULT_PAGE = 50
LARGEST_PAGE = 100
INTROSPECTION_DEPTH = 20
"""The question that tools ask of a schema opens nine wrappings of a type, one in another."""
INTROSPECTION_COST = 50
"""Of each field asked of the schema, which is answered for many types at once: the whole of it, as
tools ask, is more than half of what a document may cost."""
_PAGES = frozenset({"nodes", "edges"})
_OF_SCHEMA = frozenset({"__schema", "__type"})
_PREVIEW = "releasePreview"
PREVIEW_COST = 1_000
"""A preview is a command that is taken back: it counts as much, and an operation has one at most."""


class DocumentIsTooLarge(Exception):
    """A document beyond a limit; the message names the limit."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a selection asks for, with all fragments expanded.

    `root_fields` are the fields that stand directly in it, and `paged` says that rows of a page
    are among them.
    """

    depth: int = 0
    fields: int = 0
    root_fields: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0
    previews: int = 0
    paged: bool = False

    def beside(self, other: Size) -> Size:
        return Size(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.root_fields + other.root_fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.cost + other.cost,
            self.previews + other.previews,
            self.paged or other.paged,
        )


LIMITS = Size(
    depth=12, fields=500, root_fields=20, aliases=30, directives=30, cost=20_000, previews=1
)
_LIMITED = ("fields", "aliases", "directives", "cost", "previews")
"""Of an operation, and of each fragment, that nobody uses one to hide in."""


def check(document: DocumentNode, variables: Mapping[str, Any] | None) -> int:
    """The cost of the dearest operation; raises DocumentIsTooLarge where an operation or a fragment
    is beyond LIMITS."""
    measure = _Measure(document, variables or {})
    dearest = 0
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            size = measure.definition(definition)
            _require(size, *_LIMITED, "depth", "root_fields")
            dearest = max(dearest, size.cost)
        elif isinstance(definition, FragmentDefinitionNode):
            size = measure.definition(definition)
            _require(size, *_LIMITED)
            # It may be spread in a question about the schema; elsewhere its operation is refused.
            _require_depth_of_schema(size)
    return dearest


def _require(size: Size, *names: str) -> None:
    for name in names:
        if getattr(size, name) > getattr(LIMITS, name):
            raise too_large(name, getattr(LIMITS, name))


def _require_depth_of_schema(size: Size) -> None:
    if size.depth > INTROSPECTION_DEPTH:
        raise too_large("depth", INTROSPECTION_DEPTH)


def too_large(name: str, limit: int) -> DocumentIsTooLarge:
    """What is said of a document beyond this limit."""
    return DocumentIsTooLarge(
        f"問い合わせが大きすぎます（{name} の上限 {limit}）。"
        f" / The query is too large: {name} is limited to {limit}."
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
        self._unsent = {
            one.variable.name.value: _number(one.default_value)
            for operation in document.definitions
            if isinstance(operation, OperationDefinitionNode)
            for one in operation.variable_definitions or ()
            if one.default_value is not None
        }
        """What a variable with a default of its own counts for that was not sent."""

    def definition(self, defined: OperationDefinitionNode | FragmentDefinitionNode) -> Size:
        """An operation or a fragment, with the directives that stand on it and on its variables."""
        directives = len(defined.directives or ())
        directives += sum(len(one.directives or ()) for one in defined.variable_definitions or ())
        return self._selections(defined.selection_set).beside(Size(directives=directives))

    def _selections(self, selected: SelectionSetNode | None) -> Size:
        size = Size()
        for one in selected.selections if selected else ():
            size = size.beside(Size(directives=len(one.directives or ())))
            match one:
                case FieldNode():
                    size = size.beside(self._field(one))
                case InlineFragmentNode():
                    size = size.beside(self._selections(one.selection_set))
                case FragmentSpreadNode():
                    size = size.beside(self._fragment(one.name.value))
        return size

    def _field(self, field: FieldNode) -> Size:
        below = self._selections(field.selection_set)
        depth, cost = below.depth, 1 + self._page(field, below) * below.cost
        if field.name.value in _OF_SCHEMA:
            _require_depth_of_schema(below)
            depth, cost = 0, 1 + INTROSPECTION_COST * below.fields
        previews = field.name.value == _PREVIEW
        return Size(
            depth=1 + depth,
            fields=1 + below.fields,
            root_fields=1,
            aliases=(field.alias is not None) + below.aliases,
            directives=below.directives,
            cost=cost + PREVIEW_COST * previews,
            previews=previews + below.previews,
            paged=field.name.value in _PAGES,
        )

    def _fragment(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = Size()  # a cycle counts nothing here; validation refuses it
            fragment = self._fragments.get(name)
            if fragment is not None:
                self._known[name] = self.definition(fragment)
        return self._known[name]

    def _page(self, field: FieldNode, below: Size) -> int:
        """How many rows the field's page may have; 1 where it has none."""
        for argument in field.arguments or ():
            if argument.name.value == "first":
                value = argument.value
                if isinstance(value, IntValueNode):
                    return min(max(_number(value), 1), LARGEST_PAGE)
                if isinstance(value, VariableNode):
                    name = value.name.value
                    given = self._variables.get(name, self._unsent.get(name, DEFAULT_PAGE))
                    if isinstance(given, int):
                        return min(max(given, 1), LARGEST_PAGE)
                return LARGEST_PAGE
        return DEFAULT_PAGE if below.paged else 1


def _number(value: ValueNode) -> int:
    """A number in the document; as many as a page may have where it is none."""
    # Digits without end are no number for Python; validation refuses them.
    return int(value.value[:9]) if isinstance(value, IntValueNode) else LARGEST_PAGE
