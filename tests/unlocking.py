"""Takes the first lock off: the barrier's own predicate, so that the second lock stands alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
import sqlalchemy as sa

from projections import barrier, second_lock

_ROOMS: Final = ("projections.", "commands.", "papers.", "api.")


@contextmanager
def the_first_lock_off() -> Iterator[None]:
    """While this lasts, the barrier lets every row through that its tables hold.

    What a query looks like otherwise stays: a moment of the past is of that moment, and a link that
    was undone does not stand. Whatever was compiled before is forgotten, and so afterwards.
    """
    second_lock.rules()  # the database's own rules are the barrier's with its predicate on
    with pytest.MonkeyPatch.context() as patch:
        for name, everything in {
            "_may_see": lambda rows, *_: rows.c.audience.is_not(None),
            "_is_seen": lambda *_: sa.true(),
            "seen_while_it_stood": lambda *_: sa.true(),
        }.items():
            patch.setattr(barrier, name, everything)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        if f"{name}.".startswith(_ROOMS) and module is not second_lock:
            for known in vars(module).values():
                if hasattr(known, "cache_clear"):
                    known.cache_clear()
