"""Who read: what is on record of the reads of a party's records, told to its auditors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.context import instant_text
from api.lens import Lens
from api.levels import Row
from api.paging import Page, PageIsWrong, asked_of_nodes
from api.register.auditors import auditing
from api.register.finding import keyed, records_named
from api.register.kinds.shared import PARTY
from api.register.listing import DEFAULT_PAGE, After, First, Moment, instant_of
from api.selecting import Asked, asked_fields
from projections.among import among
from projections.people.members import MEMBERS
from projections.register.releases import RELEASES
from projections.view import code_of
from store.reads import Kept

Since = Annotated[Moment | None, strawberry.argument(description="から / From this moment on.")]
Until = Annotated[Moment | None, strawberry.argument(description="まで / Before this moment.")]


def of_record(
    info: Asking,
    record: Annotated[strawberry.ID, strawberry.argument(description="記録 / The record.")],
    since: Since = None,
    until: Until = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Row:
    """The reads of one record of the auditor's own party, in whatever words; of any other there are
    none."""
    store, one = info.context.office.reads, str(_uuid(record))
    return _page(
        info,
        lambda owner, **page: store.of_records(owner, read_as(info, one), **page),
        since,
        until,
        first,
        after,
    )


def by_member(
    info: Asking,
    member: Annotated[
        strawberry.ID, strawberry.argument(description="閲覧者 / Who read, by id, of any party.")
    ],
    since: Since = None,
    until: Until = None,
    first: First = DEFAULT_PAGE,
    after: After = None,
) -> Row:
    """The reads by which somebody was shown records of the auditor's own party."""
    store, one = info.context.office.reads, _uuid(member)
    return _page(
        info, lambda owner, **page: store.by_member(owner, one, **page), since, until, first, after
    )


def _page(
    info: Asking,
    find: Callable[..., tuple[int, list[Kept]]],
    since: Moment | None,
    until: Moment | None,
    first: int,
    after: str | None,
) -> Row:
    page, lens = Page(first, after), info.context.lens()
    page.check()
    owner = auditing(info)
    try:
        total, found = find(owner, first=first + 1, after=after, **bounds(info, since, until))
    except LookupError:
        raise PageIsWrong(
            "カーソルが使えません。最初のページから読み直してください。",
            "This cursor leads nowhere: start again from the first page.",
        ) from None
    few = found[:first]
    lens.scope.spend(len(few))
    nodes = _nodes(lens, few, asked_of_nodes(below(info), "Read"))
    return {
        "total_count": total,
        "nodes": nodes,
        "edges": [{"node": node, "cursor": one.id} for node, one in zip(nodes, few, strict=True)],
        "page_info": {
            "has_next_page": len(found) > first,
            "has_previous_page": after is not None,
            "start_cursor": few[0].id if few else None,
            "end_cursor": few[-1].id if few else None,
        },
    }


def _nodes(lens: Lens, reads: Iterable[Kept], asked: Asked) -> list[Row]:
    few = list(reads)
    each = {one.name: one for one in asked_fields(asked.selections, frozenset({"Read"}))}
    parties = keyed(lens, PARTY, {one.party for one in few}, each.get("party"), "number")
    records: dict[str, Row] = {}
    if "records" in each:
        named = list(dict.fromkeys(record for one in few for record in one.records))
        of = {one: one for one in named} | _worded(lens, named)
        wanted = list(dict.fromkeys(of.values()))
        found = {row["_id"]: row for row in records_named(lens, wanted, each["records"])}
        records = {one: found[about] for one, about in of.items() if about in found}
    nodes: list[Row] = [
        {
            "id": one.id,
            "at": one.at,
            "party": parties.get(one.party),
            "roles": list(one.roles),
            "member": one.member,
            "member_code": code_of(MEMBERS.prefix, UUID(one.member)),
            "way": one.way,
            "address": one.address,
            "document": one.document,
            "records": _once(records[record] for record in one.records if record in records),
        }
        for one in few
    ]
    values = sum(len(each) + sum(row["_values"] for row in node["records"]) for node in nodes)
    lens.scope.answer(asked.times * values)
    return nodes


def read_as(info: Asking, record: str) -> list[str]:
    """A record, and the wordings in its place by which it was read."""
    rows = info.context.lens().visible(RELEASES)
    query = sa.select(rows.c.record).where(rows.c.of == record)
    return [record, *info.context.scope.connection.execute(query).scalars()]


def _worded(lens: Lens, ids: list[str]) -> dict[str, str]:
    """Of those of these that are wordings, the record each stands for."""
    rows = lens.visible(RELEASES)
    query = sa.select(rows.c.record, rows.c.of).where(among(rows.c.record, ids))
    return {row.record: row.of for row in lens.scope.connection.execute(query)}


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({row["_id"]: row for row in rows}.values())


def bounds(info: Asking, since: Moment | None, until: Moment | None) -> dict[str, str | None]:
    """From which instant on, and before which one; what is still to come is now."""
    now, begin, end = info.context.now, instant_of(info, since), instant_of(info, until)
    return {
        "since": None if begin is None else instant_text(min(begin, now)),
        "until": None if end is None or end >= now else instant_text(end),
    }


def _uuid(named: Any) -> UUID:
    try:
        return UUID(str(named))
    except ValueError:
        return UUID(int=0)
