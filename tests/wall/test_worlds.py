"""The worlds differ in everything that can be hidden, and in nothing else.

What is new — a view, a reference from one record to another, a table of pairs, a command — fails here
until the story of tests/wall/story.py has it on both sides of the wall.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
import sqlalchemy as sa

from commands.office import day_in_tokyo
from domain.people.roles import CUSTODIAN_COMMANDS, DESK_COMMANDS, MAY
from projections.all import PAIRS, VIEWS
from projections.barrier import visible
from projections.clearance import Clearance
from projections.register.links import LINKS
from projections.view import EVERYONE, Pairs, View
from tests.wall.asking import Asked
from tests.wall.pairs import VIEWERS, Worlds

pytestmark = pytest.mark.sqlite_only("the story is the same on both databases")

SHOWN_TO_ALL: Final = {"party": "everybody sits at one table"}
"""The views of which nothing is hidden from anybody who reads."""
OF_ONE_PARTY: Final = {
    ("department", "merged_into"): "a department is merged into one of its own party",
    ("release", "of"): "a party releases records of its own",
    ("redaction", "about"): "a party redacts texts of its own",
    **{
        (view, column): "it is seen where what it names is"
        for view in ("agenda_item", "minutes_entry", "action_item")
        for column in ("meeting", "about")
    },
    **{(view, "item"): "an item is seen where it is" for view in ("minutes_entry", "action_item")},
}
"""The references that lead from a visible record to visible ones alone."""
NEVER_GIVEN: Final = {
    "found_party": "in both worlds, when they begin",
    "rename_party": "shown to all",
    "close_party": "shown to all",
    "export": "changes nothing",
}
"""The commands that are not given out of sight."""

Rows = dict[str, dict[str, Any]]


def rows_of(asked: Asked, source: sa.FromClause, key: str = "id") -> Rows:
    with asked.world.home.log.reading() as connection:
        found = connection.execute(sa.select(source)).mappings().all()
    return {json.dumps([row[key], row.get("since")]): dict(row) for row in found}


@cache
def sides(asked: Asked, view: View) -> tuple[Rows, Rows]:
    """The current rows that the viewer sees, and those that the viewer does not see."""
    home, cast = asked.world.home, asked.world.cast
    clearance = Clearance(cast.number("V"), day_in_tokyo(home.clock()).isoformat())
    by_id = {row["id"]: row for row in rows_of(asked, view.current).values()}
    seen = {row["id"] for row in rows_of(asked, visible(view, clearance)).values()}
    return (
        {one: row for one, row in by_id.items() if one in seen},
        {one: row for one, row in by_id.items() if one not in seen},
    )


def told(view: View, rows: Rows) -> set[str]:
    """What rows say, without what only the machine knows of them."""
    inside = {"born", "since", "till", "search"}
    return {
        json.dumps({name: row[name] for name in row.keys() - inside}, default=str, sort_keys=True)
        for row in rows.values()
    }


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_world_hides_rows_that_the_other_has_not(
    worlds: Worlds, viewer: str, view: View
) -> None:
    pair = worlds.pair(viewer)
    (seen, hidden), (_, hidden_there) = sides(pair.a, view), sides(pair.b, view)
    if view.kind in SHOWN_TO_ALL:
        assert {row["audience"] for row in seen.values()} == {EVERYONE}
        return
    assert told(view, hidden) - told(view, hidden_there)
    assert told(view, hidden_there) - told(view, hidden)
    past, past_there = (rows_of(asked, view.past) for asked in (pair.a, pair.b))
    assert told(view, past) - told(view, past_there)
    assert told(view, past_there) - told(view, past)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_may_be_seen_is_the_same_in_both(worlds: Worlds, viewer: str, view: View) -> None:
    pair = worlds.pair(viewer)
    names = ("id", "owner", "code", "version", "categories", *view.content)
    if view is not LINKS:  # nobody is told when a link was made that was undone and made again
        names += ("recorded_at",)
    seen, there = (
        {one: [row[name] for name in names] for one, row in sides(asked, view)[0].items()}
        for asked in (pair.a, pair.b)
    )
    assert seen == there
    assert seen or view.kind in ("release", "last_look")


def references() -> Iterator[tuple[View, str]]:
    for view in VIEWS:
        for column in view.references:
            if (view.kind, column) not in OF_ONE_PARTY:
                yield view, column


@pytest.mark.parametrize(
    ("view", "column"),
    list(references()),
    ids=lambda one: one if isinstance(one, str) else one.kind,
)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_what_may_be_seen_names_what_may_not(
    worlds: Worlds, viewer: str, view: View, column: str
) -> None:
    pair = worlds.pair(viewer)
    named = [set(names_hidden(asked, view, column)) for asked in (pair.a, pair.b)]
    assert named[0] - named[1]
    assert named[1] - named[0]


def names_hidden(asked: Asked, view: View, column: str) -> Iterator[str]:
    """The hidden records that visible rows name in a column."""
    every = seen_ids(asked)
    for row in sides(asked, view)[0].values():
        value = row[column]
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one not in every:
                yield one


@cache
def seen_ids(asked: Asked) -> frozenset[str]:
    """The ids of all records that the viewer sees."""
    return frozenset(one for view in VIEWS for one in sides(asked, view)[0])


@pytest.mark.parametrize("pairs", PAIRS, ids=lambda pairs: pairs.table.name)
@pytest.mark.parametrize("viewer", VIEWERS)
def test_pairs_have_one_end_on_either_side(worlds: Worlds, viewer: str, pairs: Pairs) -> None:
    pair = worlds.pair(viewer)
    here, there = (ends(asked, pairs) for asked in (pair.a, pair.b))
    columns = tuple(pairs.ends)
    for hidden in ((columns[0],), (columns[1],), columns):
        assert here[hidden] - there[hidden], f"hidden: {hidden}"
        assert there[hidden] - here[hidden], f"hidden: {hidden}"


def ends(asked: Asked, pairs: Pairs) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Pairs by which of their ends are hidden."""
    every = seen_ids(asked)
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    with asked.world.home.log.reading() as connection:
        for row in connection.execute(sa.select(pairs.table)).mappings():
            hidden = tuple(column for column in pairs.ends if row[column] not in every)
            found.setdefault(hidden, set()).add(tuple(row[column] for column in pairs.ends))
    return found


AT_THE_DESK: Final = frozenset((*DESK_COMMANDS, *CUSTODIAN_COMMANDS, "report_draft"))
"""What is done in another log, and tried in test_desk.py."""


def test_every_command_is_given_out_of_sight(worlds: Worlds) -> None:
    pair = worlds.pair("MZ")
    given = pair.a.world.given | pair.b.world.given
    assert sorted(MAY.keys() - given - NEVER_GIVEN.keys() - AT_THE_DESK) == []
    assert not given & NEVER_GIVEN.keys()
