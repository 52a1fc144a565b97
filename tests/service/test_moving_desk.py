"""The desk moves along with the register: its log, its rows, its reads and its keys, or nothing moves."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from commands.desk import tickets
from commands.desk.drafts import draft_incident
from commands.desk.files import attach_to_ticket, taken
from commands.desk.guidance import draft_guidance
from commands.desk.publishing import publish_statistics
from commands.people.parties import DEFAULT_PARTIES, found_parties
from domain.files import HandedIn
from domain.kernel import FORGOTTEN
from domain.people.roles import OPERATOR
from projections.desk.tables import METADATA as DESK_ROWS
from service import house, rights
from service.carrying import MoveIsRefused
from service.checking import findings
from service.desk_house import owning_desk
from service.moving import move
from service.settings import Settings
from store.engine import DESK_SCHEMA, KEYS_SCHEMA, open_engine
from store.subjects import HASHING, SubjectKeys
from store.tables import DESK, SUBJECT_KEYS
from store.ticket_reads import TICKET_READS
from tests.desks import desk_of, erased, handle, loaded, logged, open_the_desk
from tests.grounds import Ground, found_empty
from tests.houses import OPENING, Clock, Home
from tests.service.test_moving import (
    KINDS,
    THE_USUAL_WAY,
    WAYS,
    Breaks,
    Grounds,
    both,
    quiet,
    target,
    way,
)

__all__ = ["both", "target", "way"]

EVERY_WAY = pytest.mark.parametrize(
    "way", list(product(KINDS, KINDS)), ids="-to-".join, indirect=True
)
CODE = "1234-5678-9012-3456"
TABLES = (DESK.facts, DESK.files, DESK.requests, TICKET_READS, *DESK_ROWS.sorted_tables)


@dataclass(frozen=True, slots=True)
class Written:
    """A desk at rest on each database: who works there, and two tickets, one of them erased."""

    settings: dict[str, Settings]
    people: dict[str, UUID]
    clock: Clock
    ticket: str
    gone: str


@pytest.fixture(scope="module")
def written(both: Grounds, tmp_path_factory: pytest.TempPathFactory) -> Written:
    settings, clock = both.sqlite.blank(tmp_path_factory.mktemp("written")), Clock()
    home = Home(house.found(settings, clock), clock, {"operator": OPERATOR.member})
    home.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    open_the_desk(home)
    gone = logged(home)
    erased(home, gone)
    ticket = str(
        handle(home, "MZ intake", tickets.log_ticket, question="残る件", key="鍵", sent=b"A")
    )
    handle(home, "MZ intake", tickets.issue_receipt, ticket=ticket, code=CODE)
    handle(home, "MZ intake", tickets.name_person, ticket=ticket, name="乙", party="PG")
    kept = taken(HandedIn("控え.pdf", b"%PDF-1.4\n" + os.urandom(100_000)))
    handle(home, "MZ intake", attach_to_ticket, ticket=ticket, file=kept)
    editor = home.people["MZ drafting editor"]
    handle(home, "MZ intake", draft_incident, ticket=ticket, editor=editor, title="誤表示")
    guided: dict[str, Any] = {"question": "見てよいか", "answer": "見られない", "basis": "規程"}
    handle(home, "MZ intake", draft_guidance, ticket=ticket, **guided)
    first, last = date(2023, 1, 1), date(2023, 1, 31)
    handle(home, "MZ intake", publish_statistics, first_day=first, last_day=last)
    for number in range(3):
        shown = [(ticket, 2)]
        desk_of(home).reads.keep(clock(), home.people["MZ intake"], shown, [ticket] * (number % 2))
    moved = both.postgresql.blank(settings.key_file.parent)
    move(home.house, moved, quiet)
    home.close()
    return Written({"sqlite": settings, "postgresql": moved}, home.people, clock, ticket, gone)


@pytest.fixture
def source(way: tuple[str, str], both: Grounds, written: Written, tmp_path: Path) -> Iterator[Home]:
    ground: Ground = both[way[0]]
    settings = ground.copy(written.settings[way[0]], tmp_path / "source")
    clock = Clock(written.clock.now)
    home = Home(house.enter(settings, clock), clock, dict(written.people))
    yield home
    home.close()
    ground.drop(settings)


def everything(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the desk's tables and of its key store, as their owner reads them."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with owning_desk(settings) as (engine, keys):
        for of, tables in ((engine, TABLES), (keys, (SUBJECT_KEYS,))):
            with of.connect() as connection:
                for table in tables:
                    rows = map(tuple, connection.execute(sa.select(table)))
                    found[table.name] = sorted(rows, key=repr)
    return found


@EVERY_WAY
def test_the_desk_arrives_whole_and_stays_where_it_was(
    source: Home, target: Settings, written: Written
) -> None:
    before = everything(source.house.settings)
    assert all(before.values()), "something stands in every table"
    steps: list[tuple[str, int, int]] = []
    move(source.house, target, lambda *step: steps.append(step))
    assert everything(target) == before == everything(source.house.settings)
    assert {"写し / Copied desk_facts", "照合 / Compared subject_key"} <= {
        one for one, _, _ in steps
    }
    assert all(0 <= done <= total for _, done, total in steps)
    arrived = Home(house.enter(target, source.clock), source.clock, source.people)
    assert loaded(arrived, written.ticket).question == "残る件"
    assert loaded(arrived, written.gone).question == FORGOTTEN
    found = desk_of(arrived).looked_up(CODE)
    assert found is not None and str(found.id) == written.ticket
    again = handle(arrived, "MZ intake", tickets.log_ticket, question="残る件", key="鍵", sent=b"A")
    assert str(again) == written.ticket, "requests moved along"
    assert logged(arrived)
    assert [one for one in findings(target) if not one.well] == []
    for file in (target.desk_file, target.desk_keys_file):
        assert file is None or stat.S_IMODE(file.stat().st_mode) == 0o600
    arrived.close()


@pytest.mark.parametrize("way", WAYS, ids="-to-".join, indirect=True)
def test_the_secret_of_a_desk_that_was_founded_there_gives_way(
    source: Home, target: Settings
) -> None:
    found_at(target)
    with owning_desk(target) as (_, keys), keys.connect() as connection:
        [founded] = connection.execute(sa.select(SUBJECT_KEYS)).all()
    assert founded.subject == HASHING
    move(source.house, target, quiet)
    assert everything(target) == everything(source.house.settings)


def found_at(target: Settings) -> None:
    """Found the target, without any fact."""
    if target.database_file is not None:
        target.database_file.parent.mkdir()
    found_empty(target)


SPOILT = {
    "a fact": ("desk", "INSERT INTO desk_facts SELECT max(position) + 1, max(position) + 1,"
    " originator_id, 999, topic, state, recorded_at, author_salt, body_salt FROM desk_facts"
    " GROUP BY originator_id, topic, state, recorded_at, author_salt, body_salt ORDER BY 1 DESC LIMIT 1"),
    "a row": ("desk", "DELETE FROM identity"),
    "a row that differs": ("desk", "UPDATE ticket SET urgency = 'AT_ONCE'"),
    "a read": ("desk", "INSERT INTO ticket_read SELECT 'x', at, member, ticket, owner, identity, file"
    " FROM ticket_read LIMIT 1"),
    "a key that is destroyed": ("keys", "UPDATE subject_key SET wrapped = NULL"
    " WHERE wrapped IS NOT NULL"),
    "a key that another wraps": ("keys", "UPDATE subject_key SET wrapped_by = 'x'"
    " WHERE wrapped IS NOT NULL"),
}  # fmt: skip


@THE_USUAL_WAY
@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_arrives_otherwise_is_not_kept(source: Home, target: Settings, spoilt: str) -> None:
    where, statement = SPOILT[spoilt]

    def spoil(desk: sa.Connection, keys: sa.Connection) -> None:
        (keys if where == "keys" else desk).exec_driver_sql(statement)

    with pytest.raises(MoveIsRefused, match="nothing was moved"):
        move(source.house, target, quiet, look_at_desk=spoil)
    assert_untouched(target)
    move(source.house, target, quiet)


@pytest.mark.parametrize("way", WAYS, ids="-to-".join, indirect=True)
def test_a_move_that_breaks_off_at_the_desk_leaves_nothing_of_the_register_either(
    source: Home, target: Settings
) -> None:
    def break_off(*_: sa.Connection) -> None:
        raise Breaks

    with pytest.raises(Breaks):
        move(source.house, target, quiet, look_at_desk=break_off)
    assert_untouched(target)
    move(source.house, target, quiet)


def assert_untouched(settings: Settings) -> None:
    files = (
        settings.database_file,
        settings.reads_file,
        settings.desk_file,
        settings.desk_keys_file,
    )
    for file in files:
        assert file is None or not list(file.parent.glob(f"{file.name}*"))
    if settings.on_postgresql:
        engine = open_engine(settings.owner_url)
        with engine.connect() as connection:
            schemas = set(sa.inspect(connection).get_schema_names())
        engine.dispose()
        assert schemas.isdisjoint({"register", "reads", DESK_SCHEMA, KEYS_SCHEMA})


@pytest.mark.parametrize("way", WAYS, ids="-to-".join, indirect=True)
@pytest.mark.parametrize("held", ["a fact", "a key"])
def test_a_target_whose_desk_holds_anything_is_refused_and_stays(
    source: Home, target: Settings, held: str
) -> None:
    found_at(target)
    with owning_desk(target) as (engine, keys):
        if held == "a key":
            wrapping = desk_of(source).log.wrapping
            SubjectKeys(keys, wrapping).add({UUID(int=7): bytes(32)})
        else:
            with engine.connect().execution_options(writes=True) as there, there.begin():
                there.exec_driver_sql(
                    "INSERT INTO desk_requests VALUES"
                    " ('00000000000000000000000000000007', 'k', '', '[]', 1)"
                )
    before = everything(target)
    with pytest.raises(MoveIsRefused, match="tickets of a desk, or keys"):
        move(source.house, target, quiet)
    assert everything(target) == before
    engine = open_engine(target.owner_url)
    with engine.connect() as connection:
        facts = sa.select(sa.func.count()).select_from(rights.log_tables()["facts"])
        assert connection.execute(facts).scalar() == 0, "the register did not move either"
    engine.dispose()


@THE_USUAL_WAY
def test_without_a_login_of_the_desk_tickets_are_not_left_behind(
    source: Home, target: Settings, both: Grounds, tmp_path: Path
) -> None:
    bare = replace(target, desk_url=None)
    with pytest.raises(MoveIsRefused, match=r"--to-desk"):
        move(source.house, bare, quiet)
    assert_untouched(target)
    clock = Clock()
    empty = Home(
        house.found(both.sqlite.blank(tmp_path / "empty"), clock),
        clock,
        {"operator": OPERATOR.member},
    )
    empty.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    of_empty = replace(bare, key_file=empty.house.settings.key_file)
    move(empty.house, of_empty, quiet)
    house.enter(of_empty).close()
    empty.close()


@pytest.mark.parametrize("way", [("postgresql", "sqlite")], ids="-to-".join, indirect=True)
def test_tickets_that_the_old_settings_do_not_reach_are_not_left_behind(
    source: Home, target: Settings, both: Grounds, tmp_path: Path
) -> None:
    settings = replace(source.house.settings, desk_url=None)
    for one in (settings, replace(settings, owner_url=settings.database_url)):
        opened = house.enter(one)
        with pytest.raises(MoveIsRefused, match="SEKISHO_DESK_URL"):
            move(opened, target, quiet)
        opened.close()
        assert_untouched(target)
    clock = Clock()
    blank = both.postgresql.blank(tmp_path / "empty")
    never = Home(
        house.found(replace(blank, desk_url=None), clock), clock, {"operator": OPERATOR.member}
    )
    never.perform("operator", found_parties, parties=DEFAULT_PARTIES, since=OPENING)
    of_never = replace(target, key_file=blank.key_file)
    move(never.house, of_never, quiet)
    house.enter(of_never).close()
    never.close()
    both.postgresql.drop(blank)


@pytest.mark.parametrize("way", WAYS, ids="-to-".join, indirect=True)
def test_a_ticket_that_is_logged_meanwhile_waits_and_stays_behind_whole(
    source: Home, target: Settings
) -> None:
    facts = desk_of(source).log.recorder.max_notification_id()
    done = threading.Event()

    def write() -> None:
        logged(source)
        done.set()

    writer = threading.Thread(target=write)

    def look(*_: sa.Connection) -> None:
        writer.start()
        assert not done.wait(0.3), "it waits for the lock"

    move(source.house, target, quiet, look_at_desk=look)
    writer.join(30)
    assert done.is_set()
    assert len(everything(target)["desk_facts"]) == facts
    assert len(everything(source.house.settings)["desk_facts"]) == (facts or 0) + 2
