"""Current and past rows over random histories: every past moment answers as it did then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import Recorded
from projections.all import PAIRS, VIEWS, fold_register
from projections.view import METADATA, Row, View
from tests.grounds import examples
from tests.houses import NUMBERS, Home, Template
from tests.projections.play import (
    VIEWERS,
    Book,
    Sight,
    Step,
    histories,
    play,
    sight,
    still_seen,
    table_rows,
)

TABLES = [table for view in VIEWS for table in (view.current, view.past)]
TABLES += [pairs.table for pairs in PAIRS]


@pytest.fixture(scope="module")
def lent(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that is made new for each example of a property."""
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.close()


def everything(connection: sa.Connection) -> dict[str, list[Row]]:
    return {table.name: table_rows(connection, table) for table in TABLES}


@settings(max_examples=examples(15))
@given(steps=histories())
def test_as_of_a_moment_everyone_sees_what_they_saw_then_and_may_see_now(
    template: Template, lent: Home, steps: list[Step]
) -> None:
    template.restore(home := lent)
    book, kept = Book(), []
    for step, party in zip(steps, cycle(NUMBERS.values()), strict=False):
        play(home.log, home.clock, book, step)
        with home.log.reading() as connection:
            kept.append((home.moment(), party, sight(connection, home.clearance(party))))
    with home.log.reading() as connection:
        now = {party: sight(connection, home.clearance(party)) for party in VIEWERS}
        assert not any(now[None].values()), "without a role that reads, nothing"
        for moment, party, then in kept[len(steps) % 3 :: 3]:  # each question is a long one
            asked: Sight = sight(connection, home.clearance(party), moment)
            assert asked == still_seen(then, now[party]), (moment, party)


@settings(max_examples=examples(20))
@given(steps=histories())
def test_a_row_changes_once_a_command_and_its_past_has_neither_gap_nor_overlap(
    template: Template, lent: Home, steps: list[Step]
) -> None:
    template.restore(home := lent)
    book, stood = Book(), {}
    for step in steps:
        play(home.log, home.clock, book, step)
        with home.log.following() as connection:
            position = home.log.recorder.head(connection)[0]
            stood[position] = {v.kind: table_rows(connection, v.current) for v in VIEWS}
    with home.log.following() as connection:
        for view in VIEWS:
            current = table_rows(connection, view.current)
            spans = []
            for row in table_rows(connection, view.past):
                assert row["stood_from"] <= row.pop("stood_till")
                spans.append((row.pop("till"), row))
            assert_unbroken(current, spans)
            for position, rows in stood.items():
                then = [row for row in current if row["since"] <= position]
                then += [row for till, row in spans if row["since"] <= position < till]
                assert sorted(then, key=lambda row: str(row["id"])) == rows[view.kind]
            ends = [(row["id"], command_of(till, sorted(stood))) for till, row in spans]
            assert len(set(ends)) == len(ends), f"{view.kind}: twice in one command"


def assert_unbroken(current: list[Row], spans: list[tuple[int, Row]]) -> None:
    """Each past row holds until the next begins, the last until the current one does."""
    begins = {(row["id"], row["since"]) for row in [*current, *(row for _, row in spans)]}
    assert len(begins) == len(current) + len(spans)
    for till, row in spans:
        assert row["since"] < till
        assert (row["id"], till) in begins
    assert {row["id"] for _, row in spans} <= {row["id"] for row in current}


def command_of(position: int, heads: list[int]) -> int:
    """The command that recorded this position, by the last position it recorded."""
    return next((head for head in heads if position <= head), -1)


def refold(home: Home, batches: list[list[Recorded]]) -> dict[str, list[Row]]:
    """The tables as these batches fill them; the house is left as it was."""
    with (
        home.engine.connect().execution_options(writes=True) as connection,
        connection.begin() as attempt,
    ):
        for table in TABLES:
            connection.execute(table.delete())
        for batch in batches:
            fold_register(connection, batch)
        rows = everything(connection)
        attempt.rollback()
    return rows


def in_batches(home: Home, limits: list[int]) -> list[list[Recorded]]:
    """The whole log, read by these limits in turn."""
    batches: list[list[Recorded]] = []
    with home.log.following() as connection:
        after = 0
        while batch := home.log.facts(connection, after, limits[len(batches) % len(limits)]):
            batches.append(batch)
            after = batch[-1].position
    return batches


@settings(max_examples=examples(20))
@given(steps=histories(), limits=st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_the_rows_are_a_function_of_the_log_however_it_is_read(
    template: Template, lent: Home, steps: list[Step], limits: list[int]
) -> None:
    template.restore(home := lent)
    book = Book()
    for step in steps:
        play(home.log, home.clock, book, step)
    with home.log.following() as connection:
        inline = everything(connection)
    for sizes in ([1], limits, [100_000]):  # command by command, at random, all at once
        batches = in_batches(home, sizes)
        assert sum(map(len, batches)) == home.facts()
        assert refold(home, batches) == inline


def test_every_table_of_every_view_is_compared() -> None:
    assert {table.name for table in TABLES} == set(METADATA.tables)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.kind)
def test_past_rows_have_the_shape_of_current_ones(view: View) -> None:
    current = [(c.name, str(c.type), c.nullable) for c in view.current.c]
    past = [
        (c.name, str(c.type), c.nullable)
        for c in view.past.c
        if c.name not in ("till", "stood_till")
    ]
    assert current == past


def test_positions_and_ids_are_of_the_log(home: Home) -> None:
    with home.log.following() as connection:
        for view in VIEWS:
            for row in table_rows(connection, view.current):
                assert str(UUID(row["id"])) == row["id"]
                assert 1 <= row["born"] <= row["since"] <= home.facts()
