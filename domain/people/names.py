"""Names that stand from a day on: of a department, and of a party."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

N = TypeVar("N")


def name_on(names: Iterable[tuple[date, N]], day: date) -> N:
    """The name that stands on a day: the last one that began by then.

    Of two that begin on one day the later word counts; before all of them stands the first.
    """
    first, *later = names
    standing = first
    for one in later:
        if standing[0] <= one[0] <= day:
            standing = one
    return standing[1]
