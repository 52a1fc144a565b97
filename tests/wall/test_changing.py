"""What is hidden changes no byte of what a mutation answers, nor of what is answered after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.api.minimal import ENTRIES
from tests.wall.amount import fewer, some
from tests.wall.asking import Difference, Document
from tests.wall.changing import KEY, MUTATIONS, Given, document, variants
from tests.wall.hands import Hands
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.pools import ABSENT, ROOTS
from tests.wall.reading import WIDE, asking, deep

Note = Callable[[Pair], None]

FEW = {"MZ": 3, "PG": 26, "HD": 26, "EXT": 26}
"""Of how many bad inputs one is tried at each build, by each viewer."""
TOGETHER = 3
"""In so many parts everybody tries all mutations, each part in worlds of its own."""
NAME = "query ($id: ID!) { node(id: $id) { __typename } }"


def shares() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Who tries which mutations. On PostgreSQL each is tried by one party, unless all is asked."""
    if fewer():
        for place, viewer in enumerate(VIEWERS):
            yield viewer, MUTATIONS[place :: len(VIEWERS)]
        return
    for viewer in VIEWERS:
        for place in range(TOGETHER):
            yield viewer, MUTATIONS[place::TOGETHER]


@pytest.mark.parametrize(
    ("viewer", "mutations"),
    [pytest.param(*share, id=f"{share[0]}-{share[1][0]} and others") for share in shares()],
)
def test_every_mutation(
    worlds: Worlds, counted: Note, viewer: str, mutations: tuple[str, ...]
) -> None:
    pools = worlds.pair(viewer).pools
    with closing(worlds.fresh(viewer)) as pair:
        # Somebody uses the same keys out of sight, in one of the worlds.
        owner, third = pair.a.world.cast.owner, pair.a.world.cast.third
        Hands(pair.a.world.home, owner, "changing", third).give("reportIncident")
        one, other = (
            Hands(asked.world.home, viewer, "changing", owner) for asked in (pair.a, pair.b)
        )
        for mutation in mutations:
            by = ENTRIES[mutation].by
            given = alike(mutation, one, other)
            good = document(mutation, given, "by others")
            for who in ("nobody", "member"):
                pair.ask(who, [good])
            others = variants(mutation, given, types_of(pair, given), pools)
            pair.ask(by, some(others, FEW[viewer], start=VIEWERS.index(viewer)))
            given = alike(mutation, one, other)
            done = document(mutation, given, "well")
            pair.ask(by, [done])
            assert b'"messageEn":' not in pair.last.body, pair.last.body.decode()
            pair.ask(by, repeated(mutation, given))
        for root in ROOTS:
            pair.ask(asking(root), deep(root, WIDE, pools), sound=True)
        counted(pair)


def alike(mutation: str, one: Hands, other: Hands) -> Given:
    """An input that a mutation takes, about records that are new in both worlds."""
    said: list[Given | str] = []
    for hands in (one, other):
        try:
            said.append(hands.given(mutation))
        except AssertionError as refused:
            said.append(str(refused))
    here, there = said
    if here != there:
        raise Difference(f"what comes before {mutation} tells the worlds apart: {here} {there}")
    assert not isinstance(here, str), here
    return here


def types_of(pair: Pair, given: Given) -> dict[str, str]:
    """The types of the records that an input names."""
    named = [
        one for value in given.values() for one in (value if isinstance(value, list) else [value])
    ]
    found: dict[str, str] = {}
    for one in named:
        if isinstance(one, str) and len(one) == len(ABSENT):
            node = pair.a.data(pair.a.world.who("member"), Document("type", NAME, {"id": one}))[
                "node"
            ]
            found |= {one: node["__typename"]} if node else {}
    return found


def repeated(mutation: str, given: Given) -> Iterator[Document]:
    """The same once more, and another under its key."""
    yield document(mutation, given, "again")
    others = [
        name for name, value in given.items() if name != KEY and isinstance(value, str | list)
    ]
    if not others:  # its key is all that it takes
        return
    other = others[0]
    absent = [ABSENT] if isinstance(given[other], list) else ABSENT
    yield document(mutation, given | {other: absent}, "another under its key")
