"""The records that quote a figure's value in their texts, as far as the viewer may see them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import sqlalchemy as sa
from strawberry.utils.str_converters import to_camel_case

from api.kinds import Kind, Value
from api.lens import Lens
from api.levels import Row
from domain.register.quoting import excerpt, may_be_quoted, numbers, spellings

_CHUNK = 50
"""Values looked for in one SELECT."""


def quoted(figures: list[Row], lens: Lens, kinds: tuple[Kind, ...]) -> list[list[Row]]:
    """For each figure, where its value stands in the texts of other records of these kinds."""
    values = {figure["value"]: Decimal(figure["value"]) for figure in figures}
    sought = {text: value for text, value in values.items() if may_be_quoted(value)}
    found: dict[str, list[Row]] = {text: [] for text in values}
    for kind in kinds:
        for row in _candidates(kind, lens, sought):
            lens.scope.go_on()
            for name, places in _numbers_in(kind, row):
                for text, value in sought.items():
                    if value in places:
                        found[text].append(_quote(kind, row, name, *places[value]))
                        lens.scope.show(row["id"], row["owner"])
    return [
        [quote for quote in found[figure["value"]] if quote["record"] != figure["id"]]
        for figure in figures
    ]


def _candidates(kind: Kind, lens: Lens, sought: dict[str, Decimal]) -> Iterator[Row]:
    """The visible rows whose searchable text holds the digits of one of the values."""
    rows = lens.visible(kind.view)
    columns = [rows.c[name] for name in ("id", "owner", *kind.view.search)]
    spelled = iter(dict.fromkeys(one for value in sought.values() for one in spellings(value)))
    seen: set[str] = set()
    while some := list(islice(spelled, _CHUNK)):
        holds = sa.or_(*(rows.c.search.contains(one) for one in some))
        found = lens.scope.connection.execute(
            sa.select(*columns).where(holds).order_by(rows.c.born).limit(lens.scope.rows_left + 1)
        ).mappings()
        new = [dict(row) for row in found if row["id"] not in seen]
        lens.scope.spend(len(new))
        seen.update(row["id"] for row in new)
        yield from new


Place = tuple[str, int, int]
"""A text, and where in it a number begins and ends."""


def _numbers_in(kind: Kind, row: Row) -> Iterator[tuple[str, dict[Decimal, Place]]]:
    """For each field of the row, the first place of each number in it; each text is read once."""
    for column, name in _fields(kind):
        places: dict[Decimal, Place] = {}
        for text in _texts(kind, row[column]):
            for number, begins, ends in numbers(text):
                places.setdefault(number, (text, begins, ends))
        yield name, places


def _quote(kind: Kind, row: Row, name: str, text: str, begins: int, ends: int) -> Row:
    said = excerpt(text, begins, ends)
    return {"record": row["id"], "kind": kind.view.kind, "field": name, "text": said}


def _fields(kind: Kind) -> list[tuple[str, str]]:
    """The searched columns that the kind shows, with the names they are shown under."""
    shown = {
        field.columns[0]: to_camel_case(name)
        for name, field in kind.fields.items()
        if isinstance(field, Value) and len(field.columns) == 1
    }
    return [(column, shown[column]) for column in kind.view.search if column in shown]


def _texts(kind: Kind, kept: Any) -> list[str]:
    texts = kind.view.listed(kept) if isinstance(kept, list) else [kept]
    return [text for text in texts if text is not None]
