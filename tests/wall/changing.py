"""What is changed in two worlds: every mutation, with an input it takes and with others that name what
is hidden, what is not there, and what may not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from tests.apart import DESK_MUTATIONS
from tests.wall.asking import SCHEMA, Document
from tests.wall.documents import composite, packed, units
from tests.wall.pools import ABSENT, NONSENSE, Pools, spread
from tests.wall.story import WORDS

Given = dict[str, Any]

_MUTATION = SCHEMA._schema.mutation_type
assert _MUTATION is not None
FIELDS: Final = {name: one for name, one in _MUTATION.fields.items() if name not in DESK_MUTATIONS}
MUTATIONS: Final = tuple(FIELDS)
KEY: Final = "idempotencyKey"
VERSION: Final = "expectedVersion"
STALE: Final = "0" * 24

PLAIN: Final[Mapping[str, tuple[Any, ...]]] = {
    "String": (f"{WORDS['A']}の1", "", "長" * 5_001, "a\u202eb", "INC-0000-0000"),
    "Boolean": (True, False),
    "Int": (0, -1, 10**9),
    "Decimal": ("3677", "-1", "NaN"),
    "Date": ("2023-01-31", "2031-01-01", "0001-01-01"),
    "DateTime": ("2023-01-31T00:00:00+09:00",),
    "Upload": (None,),
}
"""What a field of a plain type is tried with."""
NAMED: Final[Mapping[str, tuple[Any, ...]]] = {
    VERSION: (STALE, ""),
    "responsibleParty": ("MZ", "PG", "EXT", "XX"),
    "acknowledgeReaders": ((), ("HD", "PG", "MZ", "EXT")),
}
"""And some fields by their names."""


def input_of(mutation: str) -> GraphQLInputObjectType:
    """The input of a mutation."""
    [argument] = FIELDS[mutation].args.values()
    given = get_named_type(argument.type)
    assert isinstance(given, GraphQLInputObjectType)
    return given


def document(mutation: str, given: Given, name: str) -> Document:
    """A mutation that answers all it can of what it did, or of why it did not."""
    answered = composite(FIELDS[mutation])
    assert answered is not None
    found = sorted(units(SCHEMA._schema, answered, 2), key=lambda unit: len(unit.path))
    selection, *_ = packed(found)
    text = (
        f"mutation ($input: {input_of(mutation).name}!) {{ {mutation}(input: $input) {selection} }}"
    )
    return Document(f"{mutation}: {name}", text, {"input": given})


def variants(
    mutation: str, base: Given, types: Mapping[str, str], pools: Pools
) -> Iterator[Document]:
    """The mutation with one field after another that says something else than `base` does.

    `types` are the types of the records that `base` names, by their ids.
    """
    for name, one in input_of(mutation).fields.items():
        if name == KEY:
            continue
        for number, given in enumerate(_others(name, one.type, base, types, pools)):
            key = {KEY: f"{mutation} {name} {number}"}
            yield document(mutation, base | given | key, f"{name} {number}")


def _others(
    name: str, of: GraphQLInputType, base: Given, types: Mapping[str, str], pools: Pools
) -> Iterator[Given]:
    inner = get_nullable_type(of)
    several = is_list_type(inner)
    named = get_named_type(of)
    if named.name == "ID":
        stated = base.get(name) or ABSENT
        known = types.get(stated[0] if isinstance(stated, list) else stated)
        for record in _records(known, pools):
            about = pools.visible.get(record) or pools.hidden.get(record)
            version = {VERSION: about[2]} if about and _is_subject(name, base) else {}
            yield {name: [record] if several else record} | version
        if several:
            yield {name: []}
        return
    if name in NAMED:
        values = NAMED[name]
    elif isinstance(named, GraphQLEnumType):
        values = tuple(spread(named.values, 6))
    elif isinstance(named, GraphQLInputObjectType):
        return
    else:
        values = PLAIN[named.name]
    for value in values:
        plain = list(value) if isinstance(value, tuple) else value
        yield {name: [plain] if several and not isinstance(plain, list) else plain}


def _is_subject(name: str, base: Given) -> bool:
    """Whether a field names the record whose version is expected: the first that names one."""
    return VERSION in base and next((one for one in base if one not in (KEY, VERSION)), None) in (
        name,
        None,
    )


def _records(type_name: str | None, pools: Pools) -> Iterator[str]:
    """Records of the same type on either side of the wall, some of other types, and of none."""
    if type_name is not None:
        for side in (pools.visible, pools.hidden):
            yield from spread((one for one, about in side.items() if about[0] == type_name), 4)
    for side in (pools.visible, pools.hidden):
        yield from spread((one for one, about in side.items() if about[0] != type_name), 2)
    yield from (ABSENT, NONSENSE)
