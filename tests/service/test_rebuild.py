"""A rebuild gives the rows that folding inside each append gave, or leaves everything as it was."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.register.incidents import begin_investigation, report_incident
from projections.all import FOLDING
from projections.register.incidents import INCIDENTS
from projections.view import METADATA, Row
from service.main import main
from service.outcome import Failure
from service.refilling import chosen, refill
from tests.grounds import environment, examples
from tests.houses import Home, Template
from tests.projections.play import Book, Step, histories, play, table_rows

NAMES = [view.kind for view in FOLDING.views] + [pairs.table.name for pairs in FOLDING.pairs]

Contents = dict[str, list[Row]]


@pytest.fixture(scope="module")
def lent(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A house that is made new for each example of a property."""
    opened = template.copied_to(tmp_path_factory.mktemp("lent"))
    yield opened
    opened.remove()


@pytest.fixture
def told(home: Home) -> Home:
    """A house with a few incidents that changed."""
    for number in range(12):
        made = home.made("MZ editor", report_incident, title=f"事案 {number}")
        home.clock.pass_by(hours=1)
        home.perform("MZ editor", begin_investigation, incident=made)
    return home


def contents(home: Home) -> Contents:
    """All columns of all rows of all tables of views."""
    with home.log.following() as connection:
        return {table.name: table_rows(connection, table) for table in METADATA.sorted_tables}


def rebuild(home: Home, names: list[str], *, batch: int = 5, held: int = 5) -> int:
    with home.log.recorder.writing() as connection:
        return refill(home.log, connection, names, batch=batch, held=held)


def spoil(home: Home, names: list[str]) -> None:
    """Do to these views what should never happen: half of the rows are gone, all are wrong."""
    with home.log.recorder.writing() as connection:
        for name in names:
            for table in METADATA.sorted_tables:
                if table.name in (name, f"{name}_past"):
                    first = next(iter(table.primary_key))
                    connection.execute(table.delete().where(first < "8"))
                    if "search" in table.c:
                        connection.execute(table.update().values(search="", owner=0))


# ----- what a rebuild gives ---------------------------------------------------------------------


@settings(max_examples=examples(25))
@given(
    steps=histories(),
    batch=st.sampled_from((1, 2, 7, 30, 10_000)),
    held=st.sampled_from((0, 1, 3, 20, 10_000)),
    some=st.sets(st.sampled_from(NAMES)),
)
def test_every_column_of_every_row_is_as_it_was_folded_when_it_was_written(
    template: Template, lent: Home, steps: list[Step], batch: int, held: int, some: set[str]
) -> None:
    template.restore(home := lent)
    book = Book()
    for step in steps:
        play(home.log, home.clock, book, step)
    inline = contents(home)
    for names in ([], sorted(some)):
        spoil(home, names or NAMES)
        assert rebuild(home, names, batch=batch, held=held) == home.facts()
        assert contents(home) == inline, (names, batch, held)


def test_what_is_not_named_is_left_alone(told: Home) -> None:
    before = contents(told)
    spoil(told, ["incident", "member"])
    spoiled = contents(told)
    rebuild(told, ["incident"])
    after = contents(told)
    assert after["incident"] == before["incident"] != spoiled["incident"]
    assert after["incident_past"] == before["incident_past"] != spoiled["incident_past"]
    assert after["member"] == spoiled["member"] != before["member"]


def test_a_command_folds_on_where_a_rebuild_ended(told: Home) -> None:
    rebuild(told, [])
    case = contents(told)["incident"][0]["id"]
    told.made("MZ editor", report_incident, title="その後")
    inline = contents(told)
    rebuild(told, [])
    assert contents(told) == inline
    assert case in {row["id"] for row in inline["incident"]}


def test_every_table_can_be_named() -> None:
    covered = {view.current.name for view in FOLDING.views}
    covered |= {view.past.name for view in FOLDING.views}
    covered |= {pairs.table.name for pairs in FOLDING.pairs}
    assert covered == set(METADATA.tables)
    for name in NAMES:
        folding = chosen([name])
        assert len(folding.views) + len(folding.pairs) == 1


def test_progress_is_told_up_to_the_last_fact(told: Home) -> None:
    steps: list[tuple[str, int, int]] = []
    with told.log.recorder.writing() as connection:
        refill(told.log, connection, step=lambda *step: steps.append(step), batch=10)
    assert len(steps) > 2
    assert {total for _, _, total in steps} == {told.facts()}
    done = [done for _, done, _ in steps]
    assert done == sorted(done)
    assert done[-1] == told.facts()


# ----- what leaves everything as it was ---------------------------------------------------------


class SomethingBreaks(Exception):
    """Not a refusal: an error nobody foresaw."""


def break_off(what: str, done: int, total: int) -> None:
    if done > 30:
        raise SomethingBreaks


def interrupt(what: str, done: int, total: int) -> None:
    if done > 30:
        os.kill(os.getpid(), signal.SIGINT)


def test_an_error_midway_leaves_the_old_rows(told: Home) -> None:
    before = contents(told)
    with pytest.raises(SomethingBreaks), told.log.recorder.writing() as connection:
        refill(told.log, connection, step=break_off, batch=5, held=5)
    assert contents(told) == before
    told.made("MZ editor", report_incident, title="その後")


@pytest.fixture
def interrupted() -> Iterator[None]:
    """Ctrl+C is what it is where nobody listens for it: a test before may have listened."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_midway_leaves_the_old_rows(told: Home) -> None:
    before = contents(told)
    with pytest.raises(KeyboardInterrupt), told.log.recorder.writing() as connection:
        refill(told.log, connection, step=interrupt, batch=5, held=5)
    assert contents(told) == before
    told.made("MZ editor", report_incident, title="その後")


def test_a_reader_sees_the_old_rows_until_the_rebuild_has_ended(told: Home) -> None:
    before = contents(told)
    with told.log.recorder.writing() as connection:
        refill(told.log, connection, batch=5, held=5)
        connection.execute(INCIDENTS.current.delete())
        assert contents(told) == before
    assert contents(told)["incident"] == []


def test_an_unknown_view_is_refused_with_those_that_are_known(told: Home) -> None:
    before = contents(told)
    with pytest.raises(Failure, match=r"incidents, nothing.*incident, .*coverage"):
        rebuild(told, ["incident", "incidents", "nothing"])
    assert contents(told) == before


# ----- the command ------------------------------------------------------------------------------


@pytest.fixture
def shell(told: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The environment in which an operator works on that house."""
    monkeypatch.setenv("COLUMNS", "200")
    for name, value in environment(told.house.settings).items():
        monkeypatch.setenv(name, value)
    return told


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sekisho", *arguments])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.mark.parametrize("names", [[], ["incident", "coverage"]])
def test_the_command_fills_the_views_and_says_of_how_many_facts(
    shell: Home,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    names: list[str],
) -> None:
    before = contents(shell)
    spoil(shell, names or NAMES)
    assert run(monkeypatch, "rebuild", *names) == 0
    said = capsys.readouterr()
    assert f"{shell.facts():,} 件" in said.out
    assert all(name in said.out for name in names)
    assert contents(shell) == before


def test_the_command_refuses_a_name_in_words(
    shell: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "rebuild", "incidents") == 1
    said = capsys.readouterr()
    assert said.out == ""
    for part in ("incidents", "作り直せる表", "can be rebuilt", *NAMES):
        assert part in said.err
