"""Rows of which a text was forgotten: as filling all views anew would give them, over random histories."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import FORGOTTEN
from store.tables import REGISTER
from tests.grounds import examples
from tests.houses import Home, Template
from tests.projections.play import Book, Step, histories, play
from tests.projections.test_history import everything, in_batches, refold


@pytest.fixture(scope="module")
def lent(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that is made new for each example of a property."""
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.close()


def forget_some(home: Home, random: Random) -> int:
    """Destroy some keys, one command for a few of them; answers how many."""
    with home.log.writing() as work:
        streams = (
            work.connection.execute(sa.select(REGISTER.keys.c.originator_id).distinct())
            .scalars()
            .all()
        )
        texts = [text for one in sorted(streams) for text in work.kept_texts(one)]
        chosen = random.sample(texts, min(len(texts), random.randrange(1, 6)))
        for text in chosen:
            work.forget(text)
    return len(chosen)


@settings(max_examples=examples(20))
@given(steps=histories(least=3), seed=st.integers(0, 2**32))
def test_what_is_forgotten_is_folded_as_if_it_had_never_been_known(
    template: Template, lent: Home, steps: list[Step], seed: int
) -> None:
    template.restore(home := lent)
    book, random = Book(), Random(seed)
    for step in steps:
        play(home.log, home.clock, book, step)
        if random.randrange(4) == 0:
            forget_some(home, random)
    assert forget_some(home, random)
    with home.log.following() as connection:
        kept = everything(connection)
    assert kept == refold(home, in_batches(home, [1000]))
    assert FORGOTTEN in str(kept)
