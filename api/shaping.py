"""Shapes what root fields answer by functions generated from the document, and not field by field.

GraphQL's own executor completes each value by itself; most of an answer's time goes there. Behind each
root field stands a tree of plain rows already, so that a function written for the document turns it into
the answer at once. It does what the specification says of values that are as they should be. At
anything else it gives up, and the executor completes the same rows, with its errors and their paths.

This module knows nothing of what is asked about: a schema, whose fields read their value from a row by
a name (`Named`), and abstract types whose rows name their type (`TYPE`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    Undefined,
    is_abstract_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path

TYPE: Final = "__typename"
"""Where a row names its type."""
MOST: Final = 64
"""Ways to ask that are remembered of one document: of each root field, each way its switches stand."""
LONGEST: Final = 3_000
"""Names that the sources written for one document may have, some 400 bytes of memory each: what would be
longer is left to the executor."""

Shape = Callable[[Any], Any]
"""Gives a value its form in the answer; raises anything where it cannot."""

Named = Callable[[GraphQLField], str | None]
"""The name by which a field reads its value from a row; None of one that is resolved otherwise."""


class OutOfReach(Exception):
    """No function can be generated for this selection."""


@dataclass(slots=True)
class Functions:
    """Those made for one document so far, and how many names their sources have."""

    by_key: dict[Hashable, Shape | None] = field(default_factory=dict)
    names: int = 0


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
        known = self.kept.by_key.get(key, _unknown)
        if known is _unknown and self.shaping.patient:
            known = _later
        elif known in (_unknown, _later):
            known = self._written(returned, details)
        if key in self.kept.by_key or len(self.kept.by_key) < MOST:
            self.kept.by_key[key] = known
        return None if known is _later else known

    def _written(self, returned: GraphQLOutputType, details: FieldDetailsList) -> Shape | None:
        writer = _Writer(self, self.shaping, LONGEST - self.kept.names)
        try:
            shape = writer.written(returned, details)
        except OutOfReach:
            return None
        self.kept.names += writer.names
        return shape


class _Writer:
    """Writes the source of one function, and of one more for each selection on a type below it."""

    def __init__(self, executor: _Executor, shaping: Shaping, most: int) -> None:
        """`most` names at most stand in the source; `names` are those that do."""
        self._executor = executor
        self._most = most
        self._named = shaping.named
        self._left = shaping.left
        self._lines: list[str] = []
        self._known: dict[str, Any] = {_WRONG: _wrong}
        self.names = 0

    def written(self, of: GraphQLOutputType, details: FieldDetailsList) -> Shape:
        """The function that shapes a value of a type; raises OutOfReach."""
        name = self._function(of, details)
        source = "\n".join(self._lines)
        exec(compile(source, "<shaping>", "exec"), self._known)  # noqa: S102 -- of names that are quoted
        made: Shape = self._known[name]
        return made

    def _new(self, kind: str) -> str:
        self.names += 1
        if self.names > self._most:
            raise OutOfReach
        return f"{kind}{self.names}"

    def _keep(self, known: Any) -> str:
        """A name under which the source finds something."""
        name = self._new("k")
        self._known[name] = known
        return name

    def _function(self, of: Any, details: FieldDetailsList) -> str:
        """The name of a function of one value."""
        if isinstance(of, GraphQLNonNull):
            inner = of.of_type
            if is_object_type(inner):
                return self._object(inner, details)
            if is_abstract_type(inner):
                return self._abstract(inner, details)
            if is_leaf_type(inner):
                return self._leaf(inner, null=False)
        elif is_leaf_type(of):
            return self._leaf(of, null=True)
        name = self._new("f")
        body = self._value(of, details, "o")
        self._lines.append(f"def {name}(o):\n    return {body}")
        return name

    def _value(self, of: Any, details: FieldDetailsList, value: str) -> str:
        """An expression that shapes what another one gives."""
        may_be_null = not isinstance(of, GraphQLNonNull)
        inner = of if may_be_null else of.of_type
        v = self._new("v")
        if is_leaf_type(inner):
            shape = self._leaf(inner, null=may_be_null)
            plain = _TEXT if inner.name in self._left else _PLAIN.get(inner)
            if plain is None:
                return f"{shape}({value})"
            kind, more = plain
            test = f"({v} := {value}).__class__ is {kind}{more.format(v)}"
            if may_be_null:
                test = f"({v} := {value}) is None or {v}.__class__ is {kind}{more.format(v)}"
            return f"({v} if {test} else {shape}({v}))"
        if is_list_type(inner):
            each = self._function(inner.of_type, details)
            shaped = f"[{each}(i) for i in {v}] if {v}.__class__ is list else {_WRONG}({v})"
        elif is_object_type(inner):
            shaped = f"{self._object(inner, details)}({v})"
        else:
            shaped = f"{self._abstract(inner, details)}({v})"
        null = "None" if may_be_null else f"{_WRONG}({v})"
        return f"({null} if ({v} := {value}) is None else {shaped})"

    def _object(self, of: GraphQLObjectType, details: FieldDetailsList) -> str:
        """The name of a function of a row of this type."""
        fields, deferred, _ = self._executor.collect_subfields(of, details)
        if deferred:
            raise OutOfReach
        parts = [f"{answer!r}: {self._field(of, below)}" for answer, below in fields.items()]
        name = self._new("f")
        self._lines.append(f"def {name}(o):")
        if of.is_type_of is not None:
            self._lines.append(f"    if o[{TYPE!r}] != {of.name!r}: {_WRONG}(o)")
        self._lines.append(f"    return {{{', '.join(parts)}}}")
        return name

    def _field(self, of: GraphQLObjectType, details: FieldDetailsList) -> str:
        node = details[0].node
        if node.name.value == TYPE:
            return repr(of.name)
        known = self._executor.schema.get_field(of, node.name.value)
        key = None if known is None or known.args else self._named(known)
        if known is None or key is None:
            raise OutOfReach
        return self._value(known.type, details, f"o[{key!r}]")

    def _abstract(self, of: GraphQLAbstractType, details: FieldDetailsList) -> str:
        """The name of a function of a row that names its type."""
        possible = self._executor.schema.get_possible_types(of)
        by_type = ", ".join(f"{one.name!r}: {self._object(one, details)}" for one in possible)
        name, table = self._new("f"), self._new("t")
        self._lines.append(f"{table} = {{{by_type}}}")
        self._lines.append(f"def {name}(o):\n    return {table}[o[{TYPE!r}]](o)")
        return name

    def _leaf(self, of: GraphQLLeafType, *, null: bool) -> str:
        """The name of a function of a value of a scalar or an enum."""
        coerce = (
            _remembering(of.coerce_output_value) if is_enum_type(of) else of.coerce_output_value
        )

        def shape(value: Any) -> Any:
            if value is None:
                return None if null else _wrong(value)
            coerced = coerce(value)
            if coerced is None or coerced is Undefined:
                _wrong(value)
            return coerced

        return self._keep(shape)


def _remembering(coerce: Shape) -> Shape:
    """The same, of words that come again and again."""
    known: dict[Any, Any] = {}

    def remembered(value: Any) -> Any:
        found = known.get(value)
        if found is None:
            found = coerce(value)
            if len(known) < LONGEST:
                known[value] = found
        return found

    return remembered


def _unknown(value: Any) -> Any:
    """In place of a function that was never asked for."""
    raise NotImplementedError(type(value))


def _later(value: Any) -> Any:
    """In place of one that was asked for once."""
    raise NotImplementedError(type(value))


def _wrong(value: Any) -> Any:
    raise ValueError(type(value))


_WRONG: Final = "wrong"
_INT: Final = " and -2147483648 <= {0} <= 2147483647"
_TEXT: Final = ("str", "")
_PLAIN: Final[Mapping[Any, tuple[str, str]]] = {
    GraphQLString: ("str", ""),
    GraphQLID: ("str", ""),
    GraphQLBoolean: ("bool", ""),
    GraphQLInt: ("int", _INT),
}
"""The values that these scalars leave as they are: of which class, and what else must hold."""
