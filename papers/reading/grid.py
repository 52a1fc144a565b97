"""A sheet as a grid of texts, whatever file it came from, with what the eye would not see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.utils import get_column_letter

from papers.reading.paper import Place

Cell = tuple[int, int]
"""Row and column, both counted from 1."""


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters of a column: 1 is A."""
    return get_column_letter(column)


def named(cell: Cell) -> str:
    """A cell by its name: (5, 3) is C5."""
    return f"{letters(cell[1])}{cell[0]}"


@dataclass(slots=True)
class Sheet:
    """The texts of a sheet, stripped, without blank ones; rows in order.

    `covered` leads from each cell under a merge to the merge's top left, `merges` from a top left
    to its bottom right. In a sheet with `merges_lost` (CSV) a blank category or cause means the one
    above. Cells in `struck`, `comments`, `formulas` … are what a reader of the paper would not see;
    those `half_shown` hold a number or a time of which the paper may show something else.
    """

    name: str
    merges_lost: bool = False
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    covered: dict[Cell, Cell] = field(default_factory=dict)
    merges: dict[Cell, Cell] = field(default_factory=dict)
    state: str = "visible"
    struck: list[tuple[Cell, str]] = field(default_factory=list)
    raised: list[tuple[Cell, str]] = field(default_factory=list)
    hidden: list[tuple[Cell, str]] = field(default_factory=list)
    comments: list[Cell] = field(default_factory=list)
    broken_formulas: list[tuple[Cell, str]] = field(default_factory=list)
    good_formulas: list[Cell] = field(default_factory=list)
    control_characters: list[tuple[Cell, str]] = field(default_factory=list)
    garbled: list[Cell] = field(default_factory=list)
    half_shown: set[Cell] = field(default_factory=set)
    coloured: list[Cell] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """The text in a cell, "" if blank; of a merge, in every row of its first column."""
        here = self.rows.get(row)
        if here is not None and (text := here.get(column)):
            return text
        top = self.covered.get((row, column))
        if top is None or (top[1] != column):
            return ""
        return self.rows.get(top[0], {}).get(column, "")

    def anchor(self, row: int, column: int) -> Cell:
        """The cell whose text this is: the top left of its merge, else itself."""
        return self.covered.get((row, column), (row, column))

    def place(self, cell: Cell, header: str | None = None) -> Place:
        """A cell to show to people."""
        return Place(self.name, cell[0], letters(cell[1]), header)

    def own(self, row: int) -> Iterator[tuple[int, str]]:
        """The columns and texts that stand in a row itself (merges from above left out)."""
        return iter(self.rows.get(row, {}).items())
