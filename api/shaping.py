"""Shapes what root fields answer by functions generated from the document, and not field by field.

GraphQL's own executor completes each value by itself; most of an answer's time goes there. Behind each
root field stands a tree of rows already, so that a function written for the document (`api.shapes`) turns
it into the answer at once. It does what the specification says of values that are as they should be. At
anything else it gives up, and the executor completes the same rows, with its errors and their paths.

This module knows nothing of what is asked about: a schema, whose fields read their value from a row by
a name (`Named`), and abstract types whose rows name their type (`TYPE`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path

from api.levels import TYPE
from api.shapes import Chosen, Measure, OutOfReach, Selected, Shape, Writer

MOST: Final = 64
"""Ways to ask that are remembered of one document: of each root field, each way its switches stand."""

Named = Callable[[GraphQLField], str | None]
"""The name by which a field reads its value from a row; None of one that is resolved otherwise."""


@dataclass(slots=True)
class Functions:
    """Those made for one document so far, and the measure of their sources; `once` are the ways in which a
    patient one was asked so far."""

    by_key: dict[Hashable, Shape | None] = field(default_factory=dict)
    once: set[Hashable] = field(default_factory=set)
    measure: Measure = field(default_factory=Measure)


@dataclass(slots=True)
class Shaping:
    """How a schema's answers are shaped: by functions, unless it is `off`. `left` are the scalars of the
    schema's own, by name, that leave a text as it is. A `patient` one writes a function as a document is
    asked for the second time: to write it takes as long as to shape a large answer or two without it.

    `generated` and `interpreted` count the values of root fields, by who shaped them.
    """

    named: Named
    left: frozenset[str] = frozenset()
    patient: bool = False
    off: bool = False
    generated: int = 0
    interpreted: int = 0

    def executing(self, kept: Functions) -> Any:
        """What executes one document: in place of the executor's class."""
        return _Executing(self, kept)


@dataclass(frozen=True, slots=True)
class _Executing:
    shaping: Shaping
    kept: Functions

    def build(self, *given: Any, **named: Any) -> Any:
        """The executor, or what is wrong with its variables."""
        executor = _Executor.build(*given, **named)
        if isinstance(executor, _Executor):
            executor.shaping, executor.kept = self.shaping, self.kept
        return executor


class _Executor(Executor[Any]):
    """An executor that leaves the values of root fields to the functions."""

    shaping: Shaping
    kept: Functions
    interpreting = False

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        if path.prev is None and not self.shaping.off and not self.interpreting:
            shape = self._shape(str(path.key), return_type, field_details_list)
            if shape is not None:
                try:
                    shaped = shape(result)
                except Exception:  # noqa: S110 -- the executor finds what is wrong, and tells it
                    pass
                else:
                    self.shaping.generated += 1
                    return shaped
            self.shaping.interpreted += 1
        interpreting = self.interpreting
        self.interpreting = (
            True  # it comes here again, for what stands within a value that must be there
        )
        try:
            return super().complete_value(
                return_type, field_details_list, info, path, result, position_context
            )
        finally:
            self.interpreting = interpreting

    def _shape(
        self, name: str, returned: GraphQLOutputType, details: FieldDetailsList
    ) -> Shape | None:
        """The function for one root field. What is selected below it depends on the document, and on
        variables that are true or false."""
        coerced = self.variable_values.coerced
        switches = tuple((one, value) for one, value in coerced.items() if isinstance(value, bool))
        operation = self.operation.name.value if self.operation.name else None
        key = (operation, name, switches)
        if key in self.kept.by_key:
            return self.kept.by_key[key]
        if self.shaping.patient and key not in self.kept.once:
            if len(self.kept.once) < MOST:
                self.kept.once.add(key)
            return None
        shape = self._written(returned, details)
        if len(self.kept.by_key) < MOST:
            self.kept.by_key[key] = shape
        return shape

    def _written(self, returned: GraphQLOutputType, details: FieldDetailsList) -> Shape | None:
        writer = Writer(self.kept.measure, self.shaping.left)
        try:
            return writer.of_value(returned, self._below(returned, details))
        except OutOfReach:
            return None

    def _below(self, of: GraphQLOutputType, details: FieldDetailsList) -> Mapping[str, Selected]:
        """What is selected of each type of object that a value may be of; of a leaf, none."""
        inner: Any = get_named_type(of)
        if is_leaf_type(inner):
            return {}
        types = self.schema.get_possible_types(inner) if is_abstract_type(inner) else (inner,)
        return {one.name: self._selected(one, details) for one in types}

    def _selected(self, of: GraphQLObjectType, details: FieldDetailsList) -> Selected:
        fields, deferred, _ = self.collect_subfields(of, details)
        if deferred:
            raise OutOfReach
        return Selected(of, {answer: self._chosen(of, one) for answer, one in fields.items()})

    def _chosen(self, of: GraphQLObjectType, details: FieldDetailsList) -> Chosen:
        name = details[0].node.name.value
        if name == TYPE:
            return Chosen(None, None, {})
        known = self.schema.get_field(of, name)
        key = None if known is None or known.args else self.shaping.named(known)
        if known is None or key is None:
            raise OutOfReach
        return Chosen(key, known.type, self._below(known.type, details))
