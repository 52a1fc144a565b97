"""A list behind a number: how many it holds, its first rows, and the question that lists all of it.

The number and the question are made from one filter, so that they cannot part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from strawberry import UNSET
from strawberry.utils.str_converters import to_camel_case

from api.kinds import Kind
from api.lens import Lens
from api.levels import Row
from api.noting import note_needed
from api.paging import Order, sorting
from api.register.finding import keyed
from api.register.kinds import NODES
from api.register.kinds.barrier_rules import own_records
from api.register.listing import Filter
from api.register.past import line_of
from api.selecting import Asked, asked_fields
from projections.among import among

Named = tuple[str, str]
"""The kind of a record (the name of its view) and its id."""

_IN_ORDER = Order()


@dataclass(frozen=True, slots=True)
class Behind:
    """The list of the root field `root` under a filter; of several kinds of record where `kind` is None.

    `day` names the column of the day that matters. `known`: what is told of single records besides.
    """

    root: str
    kind: Kind | None
    filter: Filter
    order: Order = _IN_ORDER
    day: str | None = None
    known: Mapping[str, Row] = field(default_factory=dict)

    def count(self, lens: Lens) -> int:
        rows = self._rows(lens)
        count = sa.select(sa.func.count()).select_from(rows)
        return int(
            lens.scope.connection.execute(
                count.where(*self.filter.conditions(rows, lens))
            ).scalar_one()
        )

    def first(self, lens: Lens, few: int) -> list[Named]:
        """The first of them, by kind and id."""
        rows = self._rows(lens)
        kind = rows.c.kind if self.kind is None else sa.literal(self.kind.view.kind)
        found = (
            sa.select(kind.label("of"), rows.c.id)
            .where(*self.filter.conditions(rows, lens))
            .order_by(*sorting(rows, self.order))
            .limit(few)
        )
        return [(row.of, row.id) for row in lens.scope.connection.execute(found)]

    def question(self, **more: Any) -> str:
        """The root field with its arguments, as GraphQL."""
        stated = {"filter": self.filter} | {
            name: value for name, value in more.items() if value is not None
        }
        return f"{self.root}({', '.join(f'{n}: {written(v)}' for n, v in stated.items())})"

    def _rows(self, lens: Lens) -> sa.Subquery:
        return own_records(lens) if self.kind is None else lens.visible(self.kind.view)


def written(value: Any) -> str:
    """A value in the words of GraphQL; of an input what it states."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Enum():
            return value.name
        case datetime() | date():
            return json.dumps(value.isoformat())
        case list():
            return f"[{', '.join(map(written, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
    stated = ((one.name, getattr(value, one.name)) for one in fields(value))
    told = (
        f"{to_camel_case(name)}: {written(one)}" for name, one in stated if one not in (None, UNSET)
    )
    return f"{{{', '.join(told)}}}"


def items(
    lens: Lens,
    named: Sequence[Named],
    asked: Asked | None,
    day: str | None,
    known: Mapping[str, Row],
) -> list[Row]:
    """These records as they are shown in a group, as far as they may be seen."""
    if asked is None:
        return []
    each = {one.name: one for one in asked_fields(asked.selections, frozenset({"BoardItem"}))}
    told: dict[str, Row] = {}
    records: dict[str, Row] = {}
    for kind in dict.fromkeys(kind for kind, _ in named):
        ids = {one for of, one in named if of == kind}
        told |= _told(lens, NODES[kind], ids, day)
        shown = each.get("record")
        records |= keyed(lens, NODES[kind], ids, shown and _times(shown, asked.times), "id")
    lens.scope.answer(asked.times * (1 + len(each)) * len(told))
    return [
        {"roles": [], **told[one], **known.get(one, {}), "record": records.get(one)}
        for _, one in named
        if one in told
    ]


def _times(asked: Asked, times: int) -> Asked:
    return replace(asked, times=asked.times * times)


def _told(lens: Lens, kind: Kind, ids: set[str], day: str | None) -> dict[str, Row]:
    """What these records are recognised by, and the day that matters."""
    view = kind.view
    rows = lens.visible(view)
    names = {"id", "owner", "code", *view.search, *(need.column for need in view.needs)}
    if day is not None and day in rows.c:
        names.add(day)
    found = lens.scope.connection.execute(
        sa.select(*(rows.c[name] for name in sorted(names))).where(among(rows.c.id, list(ids)))
    )
    told: dict[str, Row] = {}
    for row in map(dict, found.mappings()):
        if view.needs:
            note_needed(lens, view, {need.column: (row[need.column],) for need in view.needs})
        else:
            lens.scope.show(row["id"], row["owner"])
        told[row["id"]] = {
            "code": row["code"],
            "title": line_of(view, row, lens.status_date),
            "day": row.get(day) if day else None,
        }
    lens.scope.spend(len(told))
    return told
