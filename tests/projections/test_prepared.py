"""What is compiled once serves every database of its kind, and keeps none of them."""

from __future__ import annotations

import gc
import weakref

import sqlalchemy as sa

from projections.prepared import ask


def _one(number: int) -> sa.Select[tuple[int]]:
    return sa.select(sa.literal(number, sa.Integer))


def test_a_database_that_was_let_go_of_is_not_kept() -> None:
    kept = []
    for _ in range(3):
        engine = sa.create_engine("sqlite://")
        with engine.connect() as connection:
            assert ask(connection, _one, 7) == [(7,)]
        kept.append(weakref.ref(engine.dialect))
        engine.dispose()
        del engine, connection
    gc.collect()
    assert [one() for one in kept[1:]] == [None, None], "the first of its kind may serve the others"
