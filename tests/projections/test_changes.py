"""What changed: applied to what was seen before, it gives what was seen after, for every viewer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.office import day_in_tokyo
from projections.all import VIEWS
from projections.changes import Entry, changes, contents
from projections.clearance import Clearance, Moment, Window
from projections.timeline import State
from projections.view import Row, View
from tests.grounds import examples
from tests.houses import EVENING, Home, Template, seen
from tests.projections.play import RELEASING, VIEWERS, Book, Step, histories, play

Seen = dict[str, dict[str, dict[str, Any]]]
"""What a viewer sees: by kind and id, what is told of a record, and of what it names what is seen."""


@pytest.fixture(scope="module")
def lent(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that is made new for each example of a property."""
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.remove()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_at(home: Home, connection: sa.Connection, at: datetime) -> Moment:
    return Moment(home.log.position_at(connection, at), day_in_tokyo(at).isoformat())


def window(home: Home, connection: sa.Connection, since: datetime, until: datetime) -> Window:
    return Window(
        moment_at(home, connection, since),
        moment_at(home, connection, until),
        instant(since),
        instant(until),
    )


def told(view: View, row: Any, ids: set[str]) -> dict[str, Any]:
    """What a row tells somebody who sees these ids."""
    said = {name: row[name] for name in ("code", "categories", *view.content)}
    for name in view.references:
        named = row[name]
        if isinstance(named, list):
            said[name] = tuple(one for one in named if one in ids)
        else:
            said[name] = named if named in ids else None
    return said


def all_told(connection: sa.Connection, clearance: Clearance, moment: Moment | None) -> Seen:
    rows = {view.kind: seen(connection, view, clearance, moment) for view in VIEWS}
    ids = {one for some in rows.values() for one in some}
    return {
        view.kind: {one: told(view, row, ids) for one, row in rows[view.kind].items()}
        for view in VIEWS
    }


def applied(
    connection: sa.Connection, clearance: Clearance, entries: list[Entry], to: Seen
) -> Seen:
    """What is seen after these entries, each of which must fit what was seen before it."""
    rows = contents(connection, clearance, entries)
    now = {kind: dict(records) for kind, records in to.items()}
    for entry in entries:
        kind = now[entry.view.kind]
        old, new = (
            None if state is None else said(entry, state, rows) for state in (entry.old, entry.new)
        )
        assert kind.get(entry.id) == old, entry
        assert old != new, entry
        kind.pop(entry.id, None)
        if new is not None:
            kind[entry.id] = new
    return now


def said(entry: Entry, state: State, rows: dict[tuple[str, int], Row]) -> dict[str, Any]:
    """What a record says in a state of it."""
    row = rows[entry.id, state.version.since]
    names = ("code", "categories", *entry.view.content)
    return {name: row[name] for name in names} | dict(state.named)


def played(home: Home, steps: list[Step]) -> list[datetime]:
    """Play a history; answers the instants at which something may differ, and some beside them."""
    book, times = Book(), [EVENING - timedelta(days=1), EVENING]
    for step in steps:
        play(home.log, home.clock, book, step)
        at = home.clock()
        midnight = datetime.combine(day_in_tokyo(at), datetime.min.time(), UTC)
        times += [at, at + timedelta(seconds=30), midnight + timedelta(hours=15)]
    return sorted({at for at in times if at <= home.clock()})


@settings(max_examples=examples(12))
@given(steps=histories(RELEASING, least=20, most=40), data=st.data())
def test_the_changes_of_a_window_lead_from_its_beginning_to_its_end(
    template: Template, lent: Home, steps: list[Step], data: st.DataObject
) -> None:
    template.restore(home := lent)
    times = played(home, steps)
    home.clock.pass_by(minutes=data.draw(st.sampled_from((0, 1, 3000))))
    times.append(home.clock())
    chosen = data.draw(st.lists(st.sampled_from(times), min_size=1, max_size=3))
    chosen = sorted({times[0], *chosen, times[-1]})
    with home.log.reading() as connection:
        for party in data.draw(st.permutations(VIEWERS))[:2]:
            clearance = home.clearance(party)
            stood = [
                all_told(connection, clearance, moment_at(home, connection, at)) for at in chosen
            ]
            for first, last in {*pairwise(range(len(chosen))), (0, len(chosen) - 1)}:
                asked = window(home, connection, chosen[first], chosen[last])
                entries = changes(connection, clearance, asked)
                found = applied(connection, clearance, entries, stood[first])
                assert found == stood[last], (party, asked)
