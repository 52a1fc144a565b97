"""`sekisho rebuild`: fills the views anew from the facts, all of them or those that are named."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from commands.desk.office import DeskOffice
from service import house
from service.console import Step, out, progress_bar
from service.refilling import chosen, refill, refill_desk
from service.settings import Settings


def run(names: Sequence[str]) -> None:
    """Fill the views anew, and say of how many facts; all of them, and the desk's rows with them, where none
    is named."""
    chosen(names)  # a wrong name is refused before anything is opened
    with closing(house.enter(Settings.from_environment())) as opened, progress_bar() as step:
        with opened.log.recorder.writing() as connection:
            facts = refill(opened.log, connection, names, step)
        desk = _refilled(opened.desk, step) if opened.desk and not names else None
    views = ", ".join(names) or "すべて / all"
    out.print(f"表を作り直しました / Rebuilt: {views}（記録 {facts:,} 件 / facts）", markup=False)
    if desk is not None:
        out.print(f"相談窓口 / The desk:（記録 {desk:,} 件 / facts）", markup=False)


def _refilled(desk: DeskOffice, step: Step) -> int:
    with desk.log.recorder.writing() as connection:
        return refill_desk(desk.log, connection, step)
