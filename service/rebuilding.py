"""`sekisho rebuild`: fills the views anew from the facts, all of them or those that are named."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from service import house
from service.console import out, progress_bar
from service.refilling import chosen, refill
from service.settings import Settings


def run(names: Sequence[str]) -> None:
    """Fill the views anew, and say of how many facts."""
    chosen(names)  # a wrong name is refused before anything is opened
    with (
        closing(house.enter(Settings.from_environment())) as opened,
        progress_bar() as step,
        opened.log.recorder.writing() as connection,
    ):
        facts = refill(opened.log, connection, names, step)
    views = ", ".join(names) or "すべて / all"
    out.print(f"表を作り直しました / Rebuilt: {views}（記録 {facts:,} 件 / facts）", markup=False)
