"""A preview shows what would be seen and nothing that is hidden, and a wording is what it says now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from commands.register.incidents import report_incident
from commands.register.releases import release_records
from tests.wall.amount import SOME_VIEWERS, some
from tests.wall.asking import Document
from tests.wall.documents import maximal
from tests.wall.minting import minting
from tests.wall.pairs import VIEWERS, Pair, Worlds
from tests.wall.pools import ROOTS, Pools
from tests.wall.reading import GRAPH, WIDE, deep, document
from tests.wall.story import WORDS
from tests.wall.worlds import BASIS

Note = Callable[[Pair], None]

SEALED = ("PERSONAL",)
PREVIEWED = "releasePreview"
FEW = {"MZ": 4, "PG": 17, "HD": 18, "EXT": 19}
"""Of how many things that may be released one is tried at each build, by each viewer's officer."""


def previews(pools: Pools) -> Iterator[Document]:
    """What each of the terms would show, with what stands right below it."""
    for terms in pools.terms():
        for selection in maximal(GRAPH, ROOTS[PREVIEWED], WIDE + 1)[:1]:
            yield document(PREVIEWED, selection, {"input": terms})


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_preview_shows_nothing_that_is_hidden(worlds: Worlds, counted: Note, viewer: str) -> None:
    pair, start = worlds.pair(viewer), VIEWERS.index(viewer)
    pair.ask("barrier_officer", some(previews(pair.pools), FEW[viewer], start))
    own = {"ids": [str(pair.a.world["V first incident"]), str(pair.a.world["V countermeasure"])]}
    one_in = 1 if viewer == VIEWERS[0] else 5
    for to in ("O", "T"):
        terms = own | {"to": pair.a.world.cast.code(to), "basis": BASIS}
        for selection in some(maximal(GRAPH, ROOTS[PREVIEWED], 4), one_in, start):
            pair.ask("barrier_officer", [document(PREVIEWED, selection, {"input": terms})])
    counted(pair)


@pytest.mark.parametrize("viewer", SOME_VIEWERS)
def test_a_wording_that_was_put_otherwise_is_served_no_more(
    worlds: Worlds, counted: Note, viewer: str
) -> None:
    """Each world had other words before; what is asked of now knows the last ones alone."""
    with closing(worlds.fresh(viewer)) as pair:
        for asked in (pair.a, pair.b):
            world, words = asked.world, WORDS[asked.world.letter]
            with minting("to be worded"):
                record = world.home.made(
                    f"{world.cast.owner} editor", report_incident, title=words, categories=SEALED
                )
                for text in (f"{words}の要旨", "改めた要旨"):
                    world.home.clock.pass_by(minutes=1)
                    world.home.perform(
                        f"{world.cast.owner} barrier_officer",
                        release_records,
                        ids=(record,),
                        to=viewer,
                        basis="共有",
                        wordings=({"id": record, "text": text},),
                    )
        for root in ("releasedWordings", "node"):
            pair.ask("member", deep(root, WIDE, pair.pools), sound=True)
        for word in WORDS.values():
            given = {"filter": {"search": word}}
            [selection, *_] = maximal(GRAPH, ROOTS["releasedWordings"], WIDE)
            pair.ask("member", [document("releasedWordings", selection, given)], sound=True)
        counted(pair)
