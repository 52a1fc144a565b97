"""What changed and the history of a record: the entries of projections.changes, a page at a time."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.asking import Asking, below
from api.context import instant
from api.kinds import Inside, Kind, OfAnyKind, Related, Several, Value
from api.lens import Lens
from api.levels import Row
from api.live.feed import Push
from api.noting import note_needed
from api.paging import MAX_PAGE, PageIsWrong, asked_of_nodes
from api.planning import fetch
from api.register.kinds import NODES
from api.register.kinds.shared import PARTY
from api.register.listing import Moment, until_lies_before, when_of
from api.register.types import RecordType
from api.selecting import Asked, asked_fields
from commands.office import day_in_tokyo
from projections import changes as past
from projections.among import among
from projections.authors import Act, authors_of
from projections.barrier import visible
from projections.changes import Change as ChangeKind
from projections.changes import Entry
from projections.clearance import Window
from projections.people.departments import DEPARTMENTS, name_on
from projections.people.parties import PARTIES, names_on
from projections.register.links import LINKS
from projections.timeline import State
from projections.view import View

LONGEST_TITLE = 80
ENTRIES_A_ROW = 10
"""All entries of a window are found before a page is cut: so many of them count as one row read."""
_NOTHING: tuple[object, ...] = (None, [])
_JAPANESE = re.compile(r" ?/ ")


Told = Callable[[Row, Lens, Mapping[int, Row]], Any]
"""The value of a field, given the row, the lens and the parties by their numbers."""


@dataclass(frozen=True, slots=True)
class _Field:
    """How a column is told: under which name, and as which value. It is called as the field `leaf` of
    the GraphQL type `type` is described, or else as that type."""

    name: str
    type: str
    leaf: str
    value: Told


Described = Callable[[_Field], str]
"""What people call a field."""


@strawberry.input(description="変更の絞り込み / Filter of changes; all that is stated must hold.")
class ChangeFilter:
    types: list[RecordType] | None = strawberry.field(
        default=None, description="記録の種類 / One of these types of record."
    )
    kinds: list[ChangeKind] | None = strawberry.field(
        default=None, description="変更の種類 / One of these kinds of change."
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    records: list[strawberry.ID] | None = strawberry.field(
        default=None, description="記録 / One of these records, by id."
    )


def changes(
    info: Asking,
    since: Moment,
    until: Moment | None,
    wanted: ChangeFilter,
    first: int,
    after: str | None,
) -> Row:
    """The changes of a window that meet the filter."""
    begin, end = when_of(info, since), when_of(info, until)
    if begin is not None and end is not None and instant(end) < instant(begin):
        raise until_lies_before()
    lens = info.context.lens(end)
    found = _that_meet(wanted, lens, info.context.window(begin, end))
    return _Answer(info, lens).page(found, first, after)


def changed(info: Asking, since: Moment | None, wanted: ChangeFilter, first: int) -> Row:
    """The changes that a subscriber was not told of yet, as far as they fit on a page."""
    if first < 1:
        raise PageIsWrong(
            f"first は 1～{MAX_PAGE} で指定してください。", f"first goes from 1 to {MAX_PAGE}."
        )
    push = info.context
    assert isinstance(push, Push), "the subscription is answered by api.live alone"
    lens = push.lens()
    found = push.untold(_that_meet(wanted, lens, push.reading(when_of(info, since))))
    page = _Answer(info, lens).page(found, first, None)
    push.told(found[:first], more=len(found) > first)
    return page


def _that_meet(wanted: ChangeFilter, lens: Lens, window: Window) -> list[Entry]:
    """The entries of a window that meet the filter."""
    kinds = NODES if wanted.types is None else {one.value for one in wanted.types}
    found = past.changes(
        lens.scope.connection,
        lens.clearance,
        window,
        kinds,
        None if wanted.records is None else _ids(wanted.records),
    )
    lens.scope.spend(len(found) // ENTRIES_A_ROW)
    if wanted.kinds is not None:
        found = [entry for entry in found if entry.change in wanted.kinds]
    if wanted.owner is not None:
        owners = {
            number for number, one in parties_by_number(lens).items() if one["code"] == wanted.owner
        }
        found = [entry for entry in found if entry.owner in owners]
    return found


def history(info: Asking, record: str, as_of: Moment | None, first: int, after: str | None) -> Row:
    """All changes of one record; of one that may not be seen, none."""
    end = when_of(info, as_of)
    lens = info.context.lens(end)
    found = past.changes(
        lens.scope.connection,
        lens.clearance,
        info.context.window(None, end),
        NODES,
        _ids([record]),
    )
    return _Answer(info, lens).page(found, first, after)


class _Answer:
    """One page of entries, of which only what was asked for is read."""

    def __init__(self, info: Asking, lens: Lens) -> None:
        self._lens = lens
        self._connection = lens.scope.connection
        self._clearance = lens.clearance
        self._described: Described = _describing(info)
        nodes = asked_of_nodes(below(info), "Change")
        self._times = nodes.times
        of_each = asked_fields(nodes.selections, frozenset({"Change"}))
        self._of_each = {one.name: one for one in of_each}

    def page(self, entries: list[Entry], first: int, after: str | None) -> Row:
        if not 0 <= first <= MAX_PAGE:
            raise PageIsWrong(
                f"first は 0～{MAX_PAGE} で指定してください。", f"first goes from 0 to {MAX_PAGE}."
            )
        start = 0 if after is None else _place(entries, after)
        few = entries[start : start + first]
        self._lens.scope.spend(len(few))
        nodes = self._nodes(few) if self._times else [{} for _ in few]
        cursors = [_cursor(entry) for entry in few]
        counted = Counter(entry.change for entry in entries)
        return {
            "total_count": len(entries),
            "counts": [
                {"kind": kind, "count": counted[kind]} for kind in ChangeKind if counted[kind]
            ],
            "nodes": nodes,
            "edges": [
                {"node": node, "cursor": cursor}
                for node, cursor in zip(nodes, cursors, strict=True)
            ],
            "page_info": {
                "has_next_page": start + first < len(entries),
                "has_previous_page": after is not None,
                "start_cursor": cursors[0] if cursors else None,
                "end_cursor": cursors[-1] if cursors else None,
            },
        }

    def _nodes(self, few: list[Entry]) -> list[Row]:
        of_each = self._of_each
        parties = (
            parties_by_number(self._lens) if of_each.keys() & {"owner", "author", "fields"} else {}
        )
        told = of_each.keys() & {"code", "title", "fields"}
        rows = past.contents(self._connection, self._clearance, few) if told else {}
        for entry in few:
            self._note(entry)
        records = self._records(few, of_each["record"]) if "record" in of_each else {}
        authors = authors_told(self._lens, few, parties) if "author" in of_each else {}
        nodes = []
        for entry in few:
            node: Row = {
                "at": entry.at,
                "kind": entry.change,
                "record_id": entry.id,
                "record_type": RecordType(entry.view.kind),
                "owner": parties.get(entry.owner),
                "record": records.get(entry.id),
                "author": authors.get(entry),
            }
            if told:
                seen = entry.new or entry.old
                assert seen is not None
                row = rows[entry.id, seen.version.since]
                node |= {"code": row["code"], "title": _title(entry, row, rows)}
                node["fields"] = list(self._fields(entry, rows, parties))
            nodes.append(node)
        values = sum(len(of_each) + 4 * len(node.get("fields", ())) for node in nodes)
        self._lens.scope.answer(self._times * values)
        return nodes

    def _note(self, entry: Entry) -> None:
        """What needs other records, and is called by them, is noted as a read of these."""
        needs, seen = entry.view.needs, entry.new or entry.old
        if needs and seen is not None:
            ids = zip(needs, seen.version.needs, strict=True)
            note_needed(self._lens, entry.view, {need.column: (one,) for need, one in ids})
        else:
            self._lens.scope.show(entry.id, entry.owner)

    def _fields(
        self, entry: Entry, rows: Mapping[tuple[str, int], Row], parties: Mapping[int, Row]
    ) -> Iterator[Row]:
        old, new = (
            {} if state is None else _said(entry, state, rows) for state in (entry.old, entry.new)
        )
        for column, field in _fields_of(entry.view.kind).items():
            was, is_ = (
                field.value(one, self._lens, parties) if one.get(column) is not None else None
                for one in (old, new)
            )
            if was != is_ and not (was in _NOTHING and is_ in _NOTHING):
                label = self._described(field)
                yield {"name": field.name, "label": label, "old": was, "new": is_}

    def _records(self, few: list[Entry], asked: Asked) -> dict[str, Row]:
        """The records as of the end of the window, each read once."""
        found: dict[str, Row] = {}
        for kind in {entry.view.kind for entry in few}:
            ids = {entry.id for entry in few if entry.view.kind == kind}
            records = fetch(
                NODES[kind],
                self._lens,
                asked.selections,
                lambda rows, columns, ids=ids: sa.select(*columns).where(among(rows.c.id, ids)),  # type: ignore[misc]  # bound now
                times=self._times * asked.times,
            )
            found |= {record["_id"]: record for record in records}
        return found


@cache
def _fields_of(kind: str) -> Mapping[str, _Field]:
    """Every column that a viewer of a kind of record may know, with the field that shows it."""
    if kind == LINKS.kind:
        return _ENDS
    node = NODES[kind]
    view = node.view
    shown: dict[str, _Field] = {}
    for exact, column, field in _shown(node, ""):
        if exact or column not in shown:
            shown[column] = field
    return {
        column: shown.get(column) or _plainly(node, column)
        for column in (*view.content, *view.references, "categories")
    }


def _shown(kind: Kind, path: str) -> Iterator[tuple[bool, str, _Field]]:
    """The columns that fields of a kind are made from, one each; first whether they bear its name."""
    for python_name, field in kind.fields.items():
        leaf = to_camel_case(python_name)
        name = path + leaf
        match field:
            case Value(columns=(column,), make=make):
                yield (
                    python_name == column,
                    column,
                    _Field(name, kind.name, leaf, _made(make)),
                )
            case Inside(present=present):
                for exact, inner_column, inner in _shown(field.kind(), f"{name}."):
                    yield exact, inner_column, _if_present(present, inner)
            case Related(parent=column, child="number") if field.kind() is PARTY:
                yield True, column, _Field(name, kind.name, leaf, _party_code(column))
            case Related(parent=column) if column != "id":
                yield True, column, _Field(name, kind.name, leaf, _as_kept(column))
            case OfAnyKind(parent=column):
                yield True, column, _Field(name, kind.name, leaf, _as_kept(column))
            case Several(told=Value(columns=(column,), make=make)):
                yield True, column, _Field(name, kind.name, leaf, _made(make))
            case Several(columns=(column,)):
                yield True, column, _Field(name, kind.name, leaf, _each(column, field.kind()))
            case _:
                continue


def _if_present(present: str | None, field: _Field) -> _Field:
    """A field of an object that is there where this column is stated."""
    if present is None:
        return field

    def value(row: Row, lens: Lens, parties: Mapping[int, Row]) -> Any:
        return None if row[present] is None else field.value(row, lens, parties)

    return replace(field, value=value)


def _plainly(kind: Kind, column: str) -> _Field:
    """A column that no field of the type shows: one that names a record is called as its type is."""
    name, of = to_camel_case(column), kind.view.references.get(column)
    type_ = NODES[of].name if isinstance(of, str) and of in NODES else kind.name
    return _Field(name, type_, name, _as_kept(column))


def _as_kept(column: str) -> Told:
    return lambda row, _lens, _parties: _plain(row[column])


def _target(kind: str) -> _Field:
    """The other end of a link, if it is of this kind."""

    def value(row: Row, _lens: Lens, _parties: Mapping[int, Row]) -> Any:
        return row["target"] if row["target_kind"] == kind else None

    return _Field(kind, "Link", kind, value)


def _made(make: Callable[[Row, Lens], Any]) -> Told:
    return lambda row, lens, _parties: _plain(make(row, lens))


_ENDS: Mapping[str, _Field] = {
    "cause": _Field("cause", "Link", "cause", _as_kept("cause")),
    "target": _target("incident"),
    "target_kind": _target("countermeasure"),
}
"""What is told of a link."""


def _party_code(column: str) -> Told:
    return lambda row, _lens, parties: parties.get(row[column], {}).get("code")


def _each(column: str, kind: Kind) -> Told:
    fields = {column: field for _, column, field in _shown(kind, "")}

    def values(row: Row, lens: Lens, parties: Mapping[int, Row]) -> Any:
        return [
            {field.name: field.value(one, lens, parties) for field in fields.values()}
            for one in row[column]
        ]

    return values


def _plain(value: Any) -> Any:
    """A value as JSON holds it, with the names that GraphQL shows."""
    match value:
        case Mapping():
            return {to_camel_case(name): _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case date() | Decimal() | UUID():
            return str(value)
        case _:
            return value


def _said(entry: Entry, state: State, rows: Mapping[tuple[str, int], Row]) -> Row:
    return rows[entry.id, state.version.since] | dict(state.named)


def _title(entry: Entry, row: Row, rows: Mapping[tuple[str, int], Row]) -> str:
    day = day_in_tokyo(datetime.fromisoformat(entry.at)).isoformat()
    if entry.view is LINKS:
        return " → ".join(
            line_of(past.VIEW_OF[kind], rows[one, since], day) for kind, one, since in entry.ends
        )
    return line_of(entry.view, row, day)


def line_of(view: View, row: Row, day: str) -> str:
    """The first searchable text of a row, in one line; else its code. Of a department, the name that
    stood that day."""
    if view is DEPARTMENTS:
        return name_on(row["names"], day)[:LONGEST_TITLE]
    for name in view.search:
        value = row.get(name)
        text = "、".join(value) if isinstance(value, list) else value
        if text:
            return str(text).strip().splitlines()[0][:LONGEST_TITLE]
    return str(row["code"])


def authors_told(
    lens: Lens, few: Iterable[Entry], parties: Mapping[int, Row] | None = None
) -> dict[Entry, Row | None]:
    """Who made each of these changes, as it is told: company and roles, and at home the name."""
    known = parties_by_number(lens) if parties is None else parties
    by_act = {entry: _act(entry) for entry in few}
    acts = [act for act in by_act.values() if act is not None]
    found = authors_of(lens.scope.connection, lens.clearance, acts)
    told = {
        act: {
            "party": None if one.party is None else known.get(one.party),
            "roles": one.roles,
            "name": one.name,
        }
        for act, one in found.items()
    }
    return {entry: act and told[act] for entry, act in by_act.items()}


def _act(entry: Entry) -> Act | None:
    if entry.author is None:
        return None
    return entry.author, entry.place, day_in_tokyo(datetime.fromisoformat(entry.at))


def parties_by_number(lens: Lens) -> dict[int, Row]:
    """The parties by their numbers, which never leave the service."""
    rows = visible(PARTIES, lens.clearance)
    return {
        row.number: {"code": row.party_code} | names_on(row.names, lens.status_date)
        for row in lens.scope.connection.execute(sa.select(rows))
    }


def _describing(info: Asking) -> Described:
    """Japanese names of fields, from the descriptions of the schema."""
    types = info._raw_info.schema.type_map

    def described(field: _Field) -> str:
        type_ = types[field.type]
        described = getattr(type_, "fields", {}).get(field.leaf, type_)
        return _JAPANESE.split(described.description or field.name)[0]

    return described


def _ids(given: Iterable[str]) -> set[str]:
    """The ids among these; what is no id names no record."""
    return set(filter(None, map(_id, given)))


def _id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _cursor(entry: Entry) -> str:
    """Names an entry by its record and instant, both of which are shown."""
    named = orjson.dumps([entry.id, entry.at])
    return base64.urlsafe_b64encode(named).decode("ascii").rstrip("=")


def _place(entries: Sequence[Entry], cursor: str) -> int:
    """How many entries go before the place behind a cursor."""
    try:
        named = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        named = None
    for place, entry in enumerate(entries):
        if [entry.id, entry.at] == named:
            return place + 1
    raise PageIsWrong(
        "カーソルが使えません。最初のページから読み直してください。",
        "This cursor leads nowhere: start again from the first page.",
    )
