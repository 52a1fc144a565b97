"""Judging the information categories of many records at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from commands.expecting import each_as_read
from commands.office import Desk
from domain.refusals import NoSuchRecord
from domain.register.record import Record
from domain.register.refusals import CategoriesAreNotJudged, NoRecordIsNamed, RecordsAreTooMany
from projections.all import VIEWS
from projections.barrier import visible
from projections.view import Row, View

MOST: Final = 1_000

JUDGED: Final[Mapping[View, type[Record]]] = {
    view: kind for view in VIEWS for kind in Record.__subclasses__() if kind.Judged in view.facts
}
"""What is judged in each view; of any other kind the categories are nobody's to say."""

NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "link": ("結び付き", "link"),
    "department": ("部署", "department"),
    "member": ("利用者", "member"),
    "party": ("会社", "party"),
    "taxonomy": ("分類体系", "taxonomy"),
    "release": ("開示", "release"),
    "barrier_rule": ("遮断規則", "barrier rule"),
    "redaction": ("消去", "redaction"),
    "review_meeting": ("会議", "review meeting"),
    "agenda_item": ("議題", "agenda item"),
    "minutes_entry": ("議事録の記載", "entry of minutes"),
    "action_item": ("宿題", "action item"),
    "released_wording": ("開示用の文面", "released wording"),
    "roll_out": ("横展開の依頼", "roll-out"),
}


def classify_records(
    desk: Desk,
    *,
    ids: tuple[UUID, ...],
    categories: tuple[str, ...],
    expected_versions: tuple[str, ...] | None = None,
) -> Iterable[UUID]:
    """Say whose information these records hold, whatever their kinds; each counts once.

    Answers them in the order given. What was judged so already is left as it is. The versions, if
    they are stated, are those of `ids`.
    """
    desk.permit("classify_records")
    named = tuple(dict.fromkeys(ids))
    require_some(named)
    as_read = each_as_read(ids, expected_versions)
    found = records_named(desk, named)
    for one, version in as_read:
        desk.expect(found[one][0], one, version)
    for one in named:
        view, row = found[one]
        desk.permit("classify_records", owner=row["owner"])
        record = desk.load(judged_kind(view), one)
        record.judge(categories=categories, by=desk.by, at=desk.now)
        desk.keep(record)
    return named


def require_some(named: tuple[UUID, ...]) -> None:
    """Refuse none, and more than are judged at once."""
    if not named:
        raise NoRecordIsNamed
    if len(named) > MOST:
        raise RecordsAreTooMany(limit=MOST)


def judged_kind(view: View) -> type[Record]:
    """The aggregate behind a row of this view; raises CategoriesAreNotJudged."""
    kind = JUDGED.get(view)
    if kind is None:
        ja, en = NAMES[view.kind]
        raise CategoriesAreNotJudged(kind_ja=ja, kind_en=en)
    return kind


def records_named(desk: Desk, named: tuple[UUID, ...]) -> dict[UUID, tuple[View, Row]]:
    """Each record as the actor sees it, with its view; raises NoSuchRecord if one is not seen."""
    found: dict[UUID, tuple[View, Row]] = {}
    for view in VIEWS:
        rows = visible(view, desk.clearance)
        some = sa.select(rows).where(rows.c.id.in_([str(one) for one in named]))
        for row in desk.work.connection.execute(some).mappings():
            found[UUID(row["id"])] = view, dict(row)
    unseen = [one for one in named if one not in found]
    if unseen:
        raise NoSuchRecord(named=tuple(unseen))
    return found
