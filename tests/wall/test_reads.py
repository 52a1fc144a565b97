"""Reads on record: a party's auditor is told who was shown its records, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.wall.asking import Document
from tests.wall.documents import maximal
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.pools import ROOTS
from tests.wall.reading import GRAPH, WIDE, document

Note = Callable[[Pair], None]

RECORDS = ("V first incident", "V cause", "O first incident", "T first incident")
READERS = ("O member", "O cco", "O auditor", "T member", "T editor", "V member")


def asked(pair: Pair) -> Iterator[Document]:
    """Of records of each side who read them, and of people of each what they read."""
    world = pair.a.world
    people = (f"{world.cast.code(who.split()[0])} {who.split()[1]}" for who in READERS)
    named = (
        *(("readsOf", {"record": str(world[name])}) for name in RECORDS),
        *(("readsBy", {"member": str(world.home.people[who])}) for who in people),
    )
    for root, given in named:
        for selection in maximal(GRAPH, ROOTS[root], WIDE + 1)[:1]:
            for page in ({}, {"first": 1}):
                yield document(root, selection, given | page)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_an_auditor_is_told_of_no_other_partys_records(
    worlds: Worlds, counted: Note, viewer: str
) -> None:
    pair = worlds.pair(viewer)
    pair.ask("auditor", asked(pair), sound=True)
    counted(pair)
