"""Slips over the visible countermeasures: counted by party, department and month, and listed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

import orjson
import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.context import instant_text
from api.lens import Lens
from api.levels import Row
from api.paging import Page, PageIsWrong
from api.register.board.conditions import of_department
from api.register.finding import keyed
from api.register.kinds import COUNTERMEASURE, EXTENSION
from api.register.kinds.schedules import requests_of
from api.register.listing import (
    DEFAULT_PAGE,
    After,
    AsOf,
    First,
    Moment,
    instant_of,
    lens_of,
    until_lies_before,
)
from api.register.past import authors_told, parties_by_number
from api.selecting import Asked, Selections, asked_fields
from commands.office import day_in_tokyo
from projections import changes as past
from projections.changes import Change
from projections.people.departments import DEPARTMENTS, name_on
from projections.people.parties import PARTIES
from projections.register.countermeasures import COUNTERMEASURES

_PAGE = frozenset({"nodes", "pageInfo"})


@strawberry.input(description="後ろ倒しの絞り込み / Filter of slips; all that is stated must hold.")
class SlipFilter:
    responsible: str | None = strawberry.field(
        default=None, description="主管会社 / Code of the responsible party."
    )
    department: list[strawberry.ID | None] | None = strawberry.field(
        default=None,
        description="主管部署 / One of these is responsible; null among them: none that you may see.",
    )
    month: list[str] | None = strawberry.field(
        default=None, description="月 / Recorded in one of these months in Tokyo, such as 2023-04."
    )

    def conditions(self, rows: sa.Subquery, lens: Lens) -> list[sa.ColumnElement[bool]]:
        """What the countermeasures must meet."""
        found: list[sa.ColumnElement[bool]] = []
        if self.responsible is not None:
            parties = lens.visible(PARTIES)
            of = sa.select(parties.c.number).where(parties.c.party_code == self.responsible)
            found.append(rows.c.responsible_party.in_(of))
        if self.department is not None:
            found.append(of_department(rows, self.department, lens))
        return found


@dataclass(frozen=True, slots=True)
class _Slip:
    """One slip: which of its measure's it is, and what groups it."""

    measure: str
    owner: int
    place: int
    told: Mapping[str, Any]
    party: int
    department: str | None
    request: str | None

    @property
    def days(self) -> int | None:
        """From due to due; None where the schedule became vaguer, or has no due."""
        before, after = self.told["fromDue"], self.told["toDue"]
        if before is None or after is None or after <= before:
            return None
        return (date.fromisoformat(after) - date.fromisoformat(before)).days

    @property
    def month(self) -> str:
        return day_in_tokyo(datetime.fromisoformat(self.told["recordedOn"])).isoformat()[:7]

    @property
    def cursor(self) -> str:
        named = orjson.dumps([self.measure, self.place])
        return base64.urlsafe_b64encode(named).decode("ascii").rstrip("=")


def report(
    info: Asking,
    since: Annotated[
        Moment | None, strawberry.argument(description="から / Recorded behind this moment.")
    ] = None,
    until: Annotated[
        Moment | None,
        strawberry.argument(description="まで / Recorded up to and with this moment."),
    ] = None,
    filter: Annotated[  # noqa: A002 -- the argument's public name
        SlipFilter | None, strawberry.argument(description="絞り込み / Filter.")
    ] = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
    as_of: AsOf = None,
) -> Row:
    """Slips of the visible countermeasures, the newest first, with their numbers."""
    page = Page(first, after)
    page.check()
    lens = lens_of(info, as_of, None)
    found = _found(lens, filter or SlipFilter(), _bounds(info, since, until))
    asked = {one.name: one for one in asked_fields(below(info), frozenset({"SlipReport"}))}
    answer: Row = {"total_count": len(found), **_counted(found)}
    for name, make in (
        ("byParty", _by_party),
        ("byDepartment", _by_department),
        ("byMonth", _by_month),
    ):
        if name in asked:
            answer[f"by_{name[2:].lower()}"] = groups = make(lens, found)
            lens.scope.answer(asked[name].times * 6 * len(groups))
    if asked.keys() & _PAGE:
        start = 0 if after is None else _place(found, after)
        few = found[start : start + first]
        nodes = _nodes(info, lens, few, asked.get("nodes"), instant_of(info, as_of))
        answer |= {
            "nodes": nodes,
            "page_info": {
                "has_next_page": start + first < len(found),
                "has_previous_page": after is not None,
                "start_cursor": few[0].cursor if few else None,
                "end_cursor": few[-1].cursor if few else None,
            },
        }
    return answer


def _bounds(
    info: Asking, since: Moment | None, until: Moment | None
) -> tuple[str | None, str | None]:
    begin, end = instant_of(info, since), instant_of(info, until)
    if begin is not None and end is not None and end < begin:
        raise until_lies_before()
    return (
        None if begin is None else instant_text(begin),
        None if end is None else instant_text(end),
    )


def _found(lens: Lens, wanted: SlipFilter, bounds: tuple[str | None, str | None]) -> list[_Slip]:
    rows = lens.visible(COUNTERMEASURES)
    names = ("id", "owner", "slips", "slip_requests", "responsible_party", "responsible_department")
    slipped = (
        sa.select(*(rows.c[name] for name in names))
        .where(rows.c.slip_count > 0, *wanted.conditions(rows, lens))
        .order_by(rows.c.born)
    )
    kept = lens.scope.connection.execute(slipped).mappings().all()
    lens.scope.spend(len(kept))
    begin, end = bounds
    found = [
        _Slip(
            row["id"],
            row["owner"],
            place,
            told,
            row["responsible_party"],
            row["responsible_department"],
            request,
        )
        for row in map(dict, kept)
        for place, (told, request) in enumerate(zip(row["slips"], requests_of(row), strict=True))
        if (begin is None or told["recordedOn"] > begin)
        and (end is None or told["recordedOn"] <= end)
    ]
    if wanted.month is not None:
        found = [slip for slip in found if slip.month in wanted.month]
    return sorted(found, key=lambda slip: slip.told["recordedOn"], reverse=True)


def _counted(slips: Sequence[_Slip]) -> Row:
    days = [slip.days for slip in slips]
    return {
        "days": sum(one for one in days if one is not None),
        "without_days": days.count(None),
        "countermeasures": len({slip.measure for slip in slips}),
    }


def _group(key: str | None, slips: Sequence[_Slip], **filter_: Any) -> Row:
    stated = {"responsible": None, "department": None, "month": None} | filter_
    return {"key": key, "count": len(slips), **_counted(slips), "filter": stated}


def _apart(slips: Iterable[_Slip], key: Callable[[_Slip], Any]) -> dict[Any, list[_Slip]]:
    """The slips by what they share, the most first."""
    apart: dict[Any, list[_Slip]] = {}
    for slip in slips:
        apart.setdefault(key(slip), []).append(slip)
    return dict(sorted(apart.items(), key=lambda one: -len(one[1])))


def _by_party(lens: Lens, slips: Sequence[_Slip]) -> list[Row]:
    codes = {number: one["code"] for number, one in parties_by_number(lens).items()}
    apart = _apart(slips, lambda slip: codes[slip.party])
    return [_group(code, some, responsible=code) for code, some in apart.items()]


def _by_department(lens: Lens, slips: Sequence[_Slip]) -> list[Row]:
    rows = lens.visible(DEPARTMENTS)
    kept = lens.scope.connection.execute(sa.select(rows.c.id, rows.c.names))
    names = {row.id: name_on(row.names, lens.status_date) for row in kept}
    apart = _apart(slips, lambda slip: slip.department if slip.department in names else None)
    return [_group(names.get(one), some, department=[one]) for one, some in apart.items()]


def _by_month(_: Lens, slips: Sequence[_Slip]) -> list[Row]:
    apart = _apart(slips, lambda slip: slip.month)
    return [_group(month, apart[month], month=[month]) for month in sorted(apart)]


def _nodes(
    info: Asking, lens: Lens, few: Sequence[_Slip], asked: Asked | None, end: datetime | None
) -> list[Row]:
    selections = asked.selections if asked else Selections()
    each = {one.name: one for one in asked_fields(selections, frozenset({"SlipOfCountermeasure"}))}
    for slip in few:
        lens.scope.show(slip.measure, slip.owner)
    lens.scope.answer((asked.times if asked else 0) * (len(each) + 3) * len(few))
    measures = _measures(lens, few, each.get("countermeasure"))
    authors = _authors(info, lens, few, end) if "author" in each else {}
    asked_for = {slip.request for slip in few if slip.request is not None}
    requests = keyed(lens, EXTENSION, asked_for, each.get("request"), "id")
    return [
        {
            "from_wording": slip.told["fromWording"],
            "to_wording": slip.told["toWording"],
            "from_due": slip.told["fromDue"],
            "to_due": slip.told["toDue"],
            "reason": slip.told["reason"],
            "recorded_at": slip.told["recordedOn"],
            "request": requests.get(slip.request),
            "days": slip.days,
            "countermeasure": measures.get(slip.measure),
            "author": authors.get((slip.measure, slip.told["recordedOn"])),
        }
        for slip in few
    ]


def _measures(lens: Lens, few: Sequence[_Slip], asked: Asked | None) -> dict[str, Row]:
    """What slipped, by id; each is shown as often as it slipped on this page."""
    if asked is None:
        return {}
    ids = [slip.measure for slip in few]
    most = max(map(ids.count, ids), default=1)
    shown = replace(asked, times=asked.times * most)
    return keyed(lens, COUNTERMEASURE, set(ids), shown, "id")


def _authors(
    info: Asking, lens: Lens, few: Sequence[_Slip], end: datetime | None
) -> dict[tuple[str, str], Row | None]:
    """Who recorded each of these, as `changes` tells it: of a change that the viewer saw."""
    entries = past.changes(
        lens.scope.connection,
        lens.clearance,
        info.context.window(None, end),
        (COUNTERMEASURES.kind,),
        {slip.measure for slip in few},
    )
    wanted = {(slip.measure, slip.told["recordedOn"]) for slip in few}
    seen = [
        entry
        for entry in entries
        if entry.change is Change.CHANGED and (entry.id, entry.at) in wanted
    ]
    told = authors_told(lens, seen)
    return {(entry.id, entry.at): told.get(entry) for entry in seen}


def _place(slips: Sequence[_Slip], cursor: str) -> int:
    """How many slips go before the place behind a cursor."""
    try:
        named = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        named = None
    for place, slip in enumerate(slips):
        if [slip.measure, slip.place] == named:
            return place + 1
    raise PageIsWrong(
        "カーソルが使えません。最初のページから読み直してください。",
        "This cursor leads nowhere: start again from the first page.",
    )
