"""What a release would show, as GraphQL asks for it: the one read path, from both sides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa

from api.asking import Asking, below
from api.changing import Given, arguments, either, refused, stated
from api.lens import Lens, Scope
from api.levels import Row
from api.planning import fetch
from api.refusals import CREATING
from api.register.changes.releases import RULES, ReleaseTerms
from api.register.finding import records_named
from api.register.kinds.shared import PARTY
from api.register.types.releases import PREVIEW, ReleasePreview
from api.selecting import Asked, asked_fields
from commands.register.previewing import Show, Side, preview_release
from domain.refusals import KeyWasUsedForAnotherInput, Refusal, StaleVersion
from projections.clearance import Clearance

RESULT: Final[Any] = either(
    "ReleasePreviewResult",
    ReleasePreview,
    *(rule for rule in CREATING if rule is not KeyWasUsedForAnotherInput),
    StaleVersion,
    *RULES,
)
"""A preview, or the refusal that the release would meet."""


def preview(info: Asking, input: Given[ReleaseTerms]) -> Any:  # noqa: A002 -- the argument's public name
    """What these terms would show to the other party, and what not."""
    asked = {one.name: one for one in asked_fields(below(info), frozenset({PREVIEW}))}
    items = asked.get("items", Asked("items"))
    of_each = asked_fields(items.selections, frozenset({"ReleasePreviewItem"}))
    scope = info.context.scope
    shows = {one.name: _show(replace(one, times=items.times * one.times), scope) for one in of_each}
    try:
        given = arguments(input, stated(input))
        sides = preview_release(
            info.context.office,
            info.context.member,
            own=shows.get("record", _not_asked),
            theirs=shows.get("seen", _not_asked),
            behind=shows.get("behind", _not_asked),
            **given,
        )
    except Refusal as refusal:
        return refused(info, refusal)
    scope.answer(items.times * sum(map(_values, sides)))  # a record may stand behind several
    return {
        "__typename": PREVIEW,
        "to": _party(info.context.lens(), input.to, asked["to"]) if "to" in asked else None,
        "items": [
            {
                "record": side.record,
                "seen": side.seen,
                "behind": side.behind,
                "said_at_meetings": side.said,
            }
            for side in sides
        ],
    }


def _show(asked: Asked, scope: Scope) -> Show[Row]:
    """How the records of one field are read: by the planner, for whoever looks, within what the whole
    operation may still read."""

    def show(
        connection: sa.Connection, who: Clearance, owner: int, ids: Collection[str]
    ) -> Mapping[str, Row]:
        here = replace(scope, connection=connection, clearance=who, shown={})
        lens = Lens(who, None, who.today, owner, scope=here)
        found = {row["_id"]: row for row in records_named(lens, list(ids), asked)}
        scope.rows_left, scope.values_left = here.rows_left, here.values_left
        return found

    return show


def _values(side: Side[Row]) -> int:
    shown = (side.record, side.seen, *side.behind)
    return sum(one["_values"] for one in shown if one is not None)


def _not_asked(*_: Any) -> Mapping[str, Row]:
    return {}


def _party(lens: Lens, code: str, asked: Asked) -> Row | None:
    found = fetch(
        PARTY,
        lens,
        asked.selections,
        lambda rows, columns: sa.select(*columns).where(rows.c.party_code == code),
    )
    return next(iter(found), None)
