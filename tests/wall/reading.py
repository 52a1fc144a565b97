"""What is asked of a world: every root field, selected as largely as may be, by every argument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from graphql import GraphQLEnumType, GraphQLObjectType, get_named_type, is_required_argument

from tests.wall.amount import some
from tests.wall.asking import SCHEMA, Document
from tests.wall.documents import maximal, packed, units
from tests.wall.pools import ABSENT, LISTS, NONSENSE, PARTIES, ROOTS, Pools, spread

GRAPH: Final = SCHEMA._schema
NOW: Final[Mapping[str, Any]] = {}
EVER: Final = {"at": "0001-01-01T00:00:00+00:00"}
PAGE: Final = 40
"""Rows of a page with everything below them: of more the service does not answer so much."""
ROOTS_AT_ONCE: Final = 20
"""Root fields that a document has at most."""
WIDE: Final = 2
"""Levels of what is selected where one argument after another is tried."""
LISTED: Final = frozenset(
    node.name
    for name in LISTS
    for node in [get_named_type(get_named_type(ROOTS[name].type).fields["nodes"].type)]
)
"""The types that a list leads to."""


OF_AUDITORS = ("readsOf", "readsBy", "couldSee", "whyVisible", "seen", "redactionReport")
"""What auditors may ask, and most others not."""


def asking(root: str) -> str:
    """The role of whoever asks a root field that not every member may ask."""
    return "auditor" if root in OF_AUDITORS else "member"


def document(root: str, selection: str, given: Mapping[str, Any]) -> Document:
    """A document of one root field, its arguments as variables."""
    args = ROOTS[root].args
    heads = ", ".join(f"${one}: {args[one].type}" for one in given)
    told = ", ".join(f"{one}: ${one}" for one in given)
    text = f"{root}{f'({told})' if told else ''} {selection}"
    name = f"{root}({', '.join(f'{one}: {value!r}' for one, value in given.items())})"
    return Document(name, f"{f'query ({heads}) ' if heads else ''}{{ {text} }}", dict(given))


def needed(root: str, pools: Pools) -> list[dict[str, Any]]:
    """What a root field must be given: nothing, or one of several sets of arguments."""
    sets: list[dict[str, Any]] = [{}]
    for name, one in ROOTS[root].args.items():
        if not is_required_argument(one):
            continue
        named = get_named_type(one.type)
        values: list[Any]
        if isinstance(named, GraphQLEnumType):
            values = list(named.values)
        elif named.name == "ID":
            of_type = "Redaction" if name == "redaction" else None
            values = [one for one in pools.ids(of_type) if one in pools.visible]
        elif named.name == "ReleaseTerms":
            values = spread(pools.terms(), 2)
        elif named.name == "String":
            values = list(PARTIES[:2])
        else:
            since = (pools.moments[len(pools.moments) // 2], pools.moments[-2])
            values = [EVER, *({"at": moment.isoformat()} for moment in since)]
        sets = [known | {name: value} for known in sets for value in values]
    return sets


# ----- everything below a root -------------------------------------------------------------------


def deep(root: str, depth: int, pools: Pools, given: Mapping[str, Any] = NOW) -> Iterator[Document]:
    """A root field with everything below it, to a depth: at a moment, if one is given."""
    if root == "node":
        yield from _nodes(depth, pools, given)
        return
    selections = maximal(GRAPH, ROOTS[root], depth)
    page = {"first": PAGE} if "first" in ROOTS[root].args else {}
    for base in spread(needed(root, pools), 3 if len(selections) > 1 else 5):
        for selection in selections:
            yield document(root, selection, {**base, **page, **given})


def _nodes(depth: int, pools: Pools, given: Mapping[str, Any]) -> Iterator[Document]:
    """Records of each type by their ids; deeply where no list leads to them."""
    types = {type_name for type_name, _, _ in pools.visible.values()}
    for type_name in sorted(types):
        of = GRAPH.get_type(type_name)
        assert isinstance(of, GraphQLObjectType)
        levels = WIDE if type_name in LISTED else depth - 1
        seen = [one for one in pools.ids(type_name) if one in pools.visible]
        for selection in packed(units(GRAPH, of, levels, (f"... on {type_name}",))):
            for one in seen[: 1 if given else 2]:
                yield document("node", str(selection), {"id": one, **given})


# ----- every argument ----------------------------------------------------------------------------


def arguments(root: str, pools: Pools, one_in: int = 1, start: int = 0) -> Iterator[Document]:
    """A root field by values of every argument and every filter, one at a time; lists page by page
    besides."""
    selection = maximal(GRAPH, ROOTS[root], WIDE)[0] if root != "node" else "{ __typename id }"
    base, *_ = needed(root, pools)
    for name, one in ROOTS[root].args.items():
        for _, alike in groupby(pools.values(one.type, name, root), _filter):
            for value in some(alike, one_in, start):
                yield document(root, selection, base | {name: value})
    if root in LISTS:
        yield from some(_pages(root, selection, pools), one_in, start)


def _filter(value: Any) -> tuple[str, ...]:
    """The fields of an input object, the same for all that is told by them."""
    return tuple(value) if isinstance(value, dict) else ()


def _pages(root: str, selection: str, pools: Pools) -> Iterator[Document]:
    """Short pages in every order, from the beginning and behind rows on either side of the wall."""
    args = ROOTS[root].args
    orders = pools.values(args["orderBy"].type, "orderBy", root)
    cursors = pools.values(args["after"].type, "after", root)
    for order in orders:
        for after in (None, *cursors[:8:3], *cursors[8::5]):
            for first in (1, 3):
                yield document(root, selection, {"orderBy": order, "after": after, "first": first})


def every_id(pools: Pools) -> Iterator[Document]:
    """Each record of either side by its id, and the history of some, many in a document."""
    sides = (pools.visible, pools.hidden)
    yield from _many("node", "{ __typename id }", [*(i for side in sides for i in side), ABSENT])
    few = [*(i for side in sides for i in spread(side, 29)), ABSENT, NONSENSE]
    yield from _many("history", "{ totalCount }", few)


def _many(root: str, selection: str, every: list[str]) -> Iterator[Document]:
    for start in range(0, len(every), ROOTS_AT_ONCE):
        together = every[start : start + ROOTS_AT_ONCE]
        heads = ", ".join(f"$i{n}: ID!" for n in range(len(together)))
        told = " ".join(f"a{n}: {root}(id: $i{n}) {selection}" for n in range(len(together)))
        given = {f"i{n}": one for n, one in enumerate(together)}
        yield Document(f"{root} by ids", f"query ({heads}) {{ {told} }}", given)
