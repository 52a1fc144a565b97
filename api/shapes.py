"""Writes functions that turn rows into what an answer holds of them, as the specification has it.

They do so for values that are as they should be, and raise anything at all where one is not. One reads
objects that are dicts. Of levels (`api.levels`) another one makes the objects of all rows at once, each
once, however many rows above it lead to it; it is written as a layout comes by for the first time.

This module knows nothing of what is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
)

from api.levels import TYPE, Below, Kept, Layout, Level, Made, Place, Within

LONGEST: Final = 3_000
"""Names that the sources written for one document may have, some 400 bytes of memory each: what would be
longer is left to the executor."""

Shape = Callable[[Any], Any]
"""Gives a value its form in the answer; raises anything where it cannot."""


class OutOfReach(Exception):
    """No function can be written for this selection."""


@dataclass(frozen=True, slots=True)
class Selected:
    """What is selected of the objects of one type, by its name in the answer."""

    of: GraphQLObjectType
    fields: Mapping[str, Chosen]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One field: the key it has in a row (None: it is the name of the type), its type, and what is selected
    of each type of object that its value may be of, by name."""

    key: str | None
    type: Any
    below: Mapping[str, Selected]


@dataclass(slots=True)
class Measure:
    """How many names the sources written for one document have together."""

    names: int = 0


class Writer:
    """Writes the source of one function, with those of what stands below it."""

    def __init__(self, measure: Measure, left: frozenset[str]) -> None:
        """`left` are the scalars, by name, that leave a text as it is."""
        self._measure = measure
        self._left = left
        self._lines: list[str] = []
        self._known: dict[str, Any] = {_WRONG: _wrong, "Level": Level}

    def of_value(self, of: GraphQLOutputType, below: Mapping[str, Selected]) -> Shape:
        """The function that shapes a value of a type; raises OutOfReach."""
        return self._compiled(self._function(of, below))

    def of_rows(self, selected: Selected, layout: Layout) -> Shape:
        """The function that shapes the rows of a level of one type and layout; raises OutOfReach."""
        level = _Places(layout)
        shaped = self._in_row(selected, level)
        name = self._new("f")
        rows = f"zip(l.rows, {', '.join(level.beside.values())})" if level.beside else "l.rows"
        self._lines += [
            f"def {name}(l):",
            *(f"    {line}" for line in level.before),
            "    shaped = []",
            f"    for {', '.join(('r', *level.beside))} in {rows}:",
            f"        shaped.append({shaped})",
            "    return shaped",
        ]
        return self._compiled(name)

    def _compiled(self, name: str) -> Shape:
        source = "\n".join(self._lines)
        exec(compile(source, "<shaping>", "exec"), self._known)  # noqa: S102 -- of names that are quoted
        made: Shape = self._known[name]
        return made

    def _new(self, kind: str) -> str:
        if self._measure.names == LONGEST:
            raise OutOfReach
        self._measure.names += 1
        return f"{kind}{self._measure.names}"

    def _keep(self, known: Any) -> str:
        """A name under which the source finds something."""
        name = self._new("k")
        self._known[name] = known
        return name

    # Values, and objects that are dicts

    def _function(self, of: Any, below: Mapping[str, Selected]) -> str:
        """The name of a function of one value."""
        if isinstance(of, GraphQLNonNull):
            inner = of.of_type
            if is_object_type(inner):
                return self._object(below[inner.name])
            if is_abstract_type(inner):
                return self._abstract(below)
            if is_leaf_type(inner):
                return self._leaf(inner, null=False)
        elif is_leaf_type(of):
            return self._leaf(of, null=True)
        name = self._new("f")
        body = self._value(of, below, "o")
        self._lines.append(f"def {name}(o):\n    return {body}")
        return name

    def _value(self, of: Any, below: Mapping[str, Selected], value: str) -> str:
        """An expression that shapes what another one gives."""
        may_be_null = not isinstance(of, GraphQLNonNull)
        inner = of if may_be_null else of.of_type
        v, first = self._named(value)
        if is_leaf_type(inner):
            return self._leaf_value(inner, v, first, null=may_be_null)
        if is_list_type(inner):
            shaped = f"{self._list(inner.of_type, below, v)} if {v}.__class__ is list else "
            if below:
                levels = self._keep(Levels(below, self._measure, self._left))
                shaped += f"{levels}.shaped({v}) if {v}.__class__ is Level else "
            shaped += f"{_WRONG}({v})"
        elif is_object_type(inner):
            shaped = f"{self._object(below[inner.name])}({v})"
        else:
            shaped = f"{self._abstract(below)}({v})"
        null = "None" if may_be_null else f"{_WRONG}({v})"
        return f"({null} if {first} is None else {shaped})"

    def _named(self, value: str) -> tuple[str, str]:
        """A name for what an expression gives, and what is written where it is read first."""
        if value.isidentifier():
            return value, value
        name = self._new("v")
        return name, f"({name} := {value})"

    def _list(self, of: Any, below: Mapping[str, Selected], value: str) -> str:
        """An expression that shapes the items of a list."""
        if is_leaf_type(get_nullable_type(of)):
            return f"[{self._value(of, below, 'i')} for i in {value}]"
        return f"[{self._function(of, below)}(i) for i in {value}]"

    def _leaf_value(self, of: GraphQLLeafType, v: str, first: str, *, null: bool) -> str:
        plain = _TEXT if of.name in self._left else _PLAIN.get(of)
        if plain is not None:
            kind, more = plain
            sound = f"{v if null else first}.__class__ is {kind}{more.format(v)}"
            if null:
                sound = f"{first} is None or {sound}"
            return f"({v} if {sound} else {self._leaf(of, null=null)}({v}))"
        if not is_enum_type(of):
            return f"{self._leaf(of, null=null)}({first})"
        words = self._keep(_Words(of.coerce_output_value))
        none = "None" if null else f"{_WRONG}({v})"
        return f"({none} if {first} is None else {words}[{v}])"

    def _leaf(self, of: GraphQLLeafType, *, null: bool) -> str:
        """The name of a function of a value of a scalar or an enum."""
        coerce = of.coerce_output_value

        def shape(value: Any) -> Any:
            if value is None:
                return None if null else _wrong(value)
            return _sound(coerce(value))

        return self._keep(shape)

    def _object(self, selected: Selected) -> str:
        """The name of a function of a row of this type."""
        parts = [
            f"{answer!r}: {self._in_object(selected, one)}"
            for answer, one in selected.fields.items()
        ]
        name = self._new("f")
        self._lines.append(f"def {name}(o):")
        if selected.of.is_type_of is not None:
            self._lines.append(f"    if o[{TYPE!r}] != {selected.of.name!r}: {_WRONG}(o)")
        self._lines.append(f"    return {{{', '.join(parts)}}}")
        return name

    def _in_object(self, selected: Selected, one: Chosen) -> str:
        if one.key is None:
            return repr(selected.of.name)
        return self._value(one.type, one.below, f"o[{one.key!r}]")

    def _abstract(self, below: Mapping[str, Selected]) -> str:
        """The name of a function of a row that names its type."""
        by_type = ", ".join(f"{name!r}: {self._object(one)}" for name, one in below.items())
        name, table = self._new("f"), self._new("t")
        self._lines.append(f"{table} = {{{by_type}}}")
        self._lines.append(f"def {name}(o):\n    return {table}[o[{TYPE!r}]](o)")
        return name

    # The rows of levels

    def _in_row(self, selected: Selected, level: _Places) -> str:
        """An expression for the object of a row."""
        parts = [
            f"{answer!r}: {self._of_row(selected, one, level)}"
            for answer, one in selected.fields.items()
        ]
        return f"{{{', '.join(parts)}}}"

    def _of_row(self, selected: Selected, one: Chosen, level: _Places) -> str:
        """An expression for a field of a row."""
        if one.key is None:
            return repr(selected.of.name)
        match level.place(one.key):
            case Kept(at):
                return self._value(one.type, one.below, f"r[{at}]")
            case Made():
                value = self._new("m")
                level.beside[value] = level.beside_of(one.key)
                return self._value(one.type, one.below, value)
            case Below(at, many):
                return self._of_rows_below(one, level, at, many=many)
            case Within() as within:
                return self._of_same_row(one, level, within)

    def _of_rows_below(self, one: Chosen, level: _Places, at: int, *, many: bool) -> str:
        required = isinstance(one.type, GraphQLNonNull)
        inner = one.type.of_type if required else one.type
        if is_list_type(inner) is not many:
            raise OutOfReach
        if many and get_named_type(inner.of_type) is not _of_items(inner):
            raise OutOfReach  # a list of lists
        found = self._new("b")
        levels = self._keep(Levels(one.below, self._measure, self._left))
        by_key = "all_by_key" if many else "first_by_key"
        level.before.append(f"{found} = {levels}.{by_key}({level.beside_of(one.key)})")
        if many:
            return f"({found}.get(r[{at}]) or [])"
        return f"{found}[r[{at}]]" if required else f"{found}.get(r[{at}])"

    def _of_same_row(self, one: Chosen, level: _Places, within: Within) -> str:
        required = isinstance(one.type, GraphQLNonNull)
        inner = one.type.of_type if required else one.type
        if not is_object_type(inner):
            raise OutOfReach
        beside = level.beside_of(one.key)
        level.before.append(f"if {beside}.type != {inner.name!r}: {_WRONG}(l)")
        same = _Places(within.inner, beside, level.before, level.beside)
        shaped = self._in_row(one.below[inner.name], same)
        if within.present is None:
            return shaped
        null = f"{_WRONG}(r)" if required else "None"
        return f"({shaped} if r[{within.present}] is not None else {null})"


class Levels:
    """Shapes levels whose rows may be of one or several types."""

    def __init__(
        self, below: Mapping[str, Selected], measure: Measure, left: frozenset[str]
    ) -> None:
        self._below = below
        self._measure = measure
        self._left = left
        self._known: dict[tuple[str, Layout], Shape] = {}

    def shaped(self, level: Level) -> list[Any]:
        """The object of each row; raises anything where one cannot be made."""
        key = level.type, level.layout
        shape = self._known.get(key)
        if shape is None:
            shape = Writer(self._measure, self._left).of_rows(self._below[level.type], level.layout)
            self._known[key] = shape
        objects: list[Any] = shape(level)
        return objects

    def all_by_key(self, levels: Iterable[Level]) -> Mapping[Hashable, list[Any]]:
        """The objects of all rows, by the key that the row above has for them."""
        found: dict[Hashable, list[Any]] = {}
        for level in levels:
            for row, one in zip(level.rows, self.shaped(level), strict=True):
                if row[-1] in found:
                    found[row[-1]].append(one)
                else:
                    found[row[-1]] = [one]
        return found

    def first_by_key(self, levels: Iterable[Level]) -> Mapping[Hashable, Any]:
        """The same, of each key the first."""
        found: dict[Hashable, Any] = {}
        for level in levels:
            for row, one in zip(level.rows, self.shaped(level), strict=True):
                found.setdefault(row[-1], one)
        return found


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the source of a function finds what belongs to the rows of a level: the level itself `at` an
    expression, what was made for each row `beside` it under names of its own, and what is to be done
    `before` the rows are gone through."""

    layout: Layout
    at: str = "l"
    before: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)

    def place(self, key: str) -> Place:
        """Where the values of a field are; raises OutOfReach."""
        return self.layout[self._number(key)][2]

    def beside_of(self, key: str | None) -> str:
        """An expression for what the level holds for a field beside its rows."""
        return f"{self.at}.beside[{self._number(key)}]"

    def _number(self, key: str | None) -> int:
        for number, (name, _, _) in enumerate(self.layout):
            if name == key:
                return number
        raise OutOfReach


class _Words(dict[Any, Any]):
    """The words of an enum by their values, as they come by again and again."""

    def __init__(self, coerce: Shape) -> None:
        super().__init__()
        self._coerce = coerce

    def __missing__(self, value: Any) -> Any:
        word = _sound(self._coerce(value))
        if len(self) < LONGEST:
            self[value] = word
        return word


def _of_items(of: Any) -> Any:
    return of.of_type.of_type if isinstance(of.of_type, GraphQLNonNull) else of.of_type


def _sound(coerced: Any) -> Any:
    return _wrong(coerced) if coerced is None or coerced is Undefined else coerced


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
