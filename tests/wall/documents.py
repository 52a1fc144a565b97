"""Documents generated from the schema: selections as large as they may be, to a depth, in documents as
large as they may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_required_argument,
)

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

FIELDS: Final = 440
ALIASES: Final = 28
"""What a generated document has at most; the service takes some more."""
WRAPPERS: Final = ("Connection", "Edge", "PageInfo")
"""Types that stand between a list and its records: they are no level of their own."""


@dataclass
class Selection:
    """Fields asked for on a type: leaves by name, and below other fields or type conditions."""

    leaves: list[str] = field(default_factory=list)
    below: dict[str, Selection] = field(default_factory=dict)

    def at(self, path: Iterable[str]) -> Selection:
        """The selection at the end of a path, begun where there is none."""
        here = self
        for step in path:
            here = here.below.setdefault(step, Selection())
        return here

    @property
    def fields(self) -> int:
        """How many fields it asks for."""
        return len(self.leaves) + sum(
            one.fields + (not step.startswith("...")) for step, one in self.below.items()
        )

    @property
    def aliases(self) -> int:
        """How many of them under another name."""
        return sum(":" in one for one in (*self.leaves, *self.below)) + sum(
            one.aliases for one in self.below.values()
        )

    def __str__(self) -> str:
        inside = [*self.leaves, *(f"{step} {one}" for step, one in self.below.items())]
        return f"{{ {' '.join(inside)} }}"


@dataclass(frozen=True, slots=True)
class Unit:
    """All leaves of one type at the end of a path of fields and type conditions."""

    path: tuple[str, ...]
    leaves: tuple[str, ...]


def units(
    schema: GraphQLSchema, of: Composite, depth: int, path: tuple[str, ...] = ()
) -> Iterator[Unit]:
    """What a selection of so many levels is made of, from the top down; each level has the leaves of
    every type that may stand there."""
    here = path
    abstract = not isinstance(of, GraphQLObjectType)
    for one in schema.get_possible_types(of) if abstract else (of,):  # type: ignore[arg-type]  # it is
        assert isinstance(one, GraphQLObjectType)
        here = (*path, f"... on {one.name}") if abstract else path
        leaves, below = ["__typename"], []
        for field_name, each in one.fields.items():
            if any(map(is_required_argument, each.args.values())):
                continue
            name = field_name
            if abstract and name in ambiguous(schema, of.name):
                name = f"{name}Of{one.name}: {name}"
            inner = composite(each)
            if inner is None:
                leaves.append(name)
            elif depth > 1 or inner.name.endswith(WRAPPERS):
                below.append((name, inner))
        yield Unit(here, tuple(leaves))
        for name, inner in below:
            levels = depth if inner.name.endswith(WRAPPERS) else depth - 1
            yield from units(schema, inner, levels, (*here, name))


@lru_cache
def ambiguous(schema: GraphQLSchema, abstract: str) -> frozenset[str]:
    """The fields that the types of an interface or union have in common by name, but not by type:
    GraphQL does not answer them under one name."""
    of = schema.get_type(abstract)
    assert isinstance(of, GraphQLInterfaceType | GraphQLUnionType)
    types: dict[str, set[str]] = defaultdict(set)
    for one in schema.get_possible_types(of):
        for name, each in one.fields.items():
            types[name].add(str(each.type))
    return frozenset(name for name, found in types.items() if len(found) > 1)


def composite(of: GraphQLField) -> Composite | None:
    """The type of a field that needs a selection; None of a leaf."""
    named = get_named_type(of.type)
    return named if isinstance(named, Composite) else None


def packed(found: Iterable[Unit]) -> Iterator[Selection]:
    """The units in as few selections as they fill."""
    full = Selection()
    for unit in found:
        fields = len(unit.leaves) + len(unit.path)
        aliases = sum(":" in one for one in (*unit.leaves, *unit.path))
        if full.fields and (full.fields + fields > FIELDS or full.aliases + aliases > ALIASES):
            yield full
            full = Selection()
        full.at(unit.path).leaves.extend(unit.leaves)
    if full.fields:
        yield full


def maximal(schema: GraphQLSchema, of: GraphQLField, depth: int) -> list[str]:
    """The selections to a depth of a field, as text; one of nothing for a leaf."""
    inner = composite(of)
    return [""] if inner is None else [str(one) for one in packed(units(schema, inner, depth))]
