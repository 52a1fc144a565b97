"""A command is one transaction: dense positions, strictly later instants, all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import groupby
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from domain.kernel import Recorded
from domain.refusals import KeyWasUsedForAnotherInput, NoSuchRecord
from domain.register.incident import Incident, IncidentStatus
from domain.register.taxonomy import Taxonomy
from projections.all import VIEWS, fold_register
from projections.register.incidents import INCIDENTS
from projections.register.taxonomies import TAXONOMIES
from store.keys import WrappingKey
from store.log import Log, Work, instant, micros
from store.tables import REGISTER
from tests.houses import EVENING, Clock

EDITOR = UUID(int=0xED)
OTHER = UUID(int=0x0E)


def incident(work: Work, title: str = "画面の誤表示") -> Incident:
    return Incident.report(id=uuid4(), owner=2, title=title, by=EDITOR, at=work.now)


def report(log: Log, title: str = "画面の誤表示") -> UUID:
    """One incident in a command of its own."""
    with log.writing() as work:
        reported = incident(work, title)
        work.keep(reported)
    return reported.id


def contents(log: Log) -> dict[str, int]:
    """How many rows each table holds."""
    tables = [REGISTER.facts, REGISTER.keys, REGISTER.requests]
    tables += [table for view in VIEWS for table in (view.current, view.past)]
    with log.reading() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            or 0
            for table in tables
        }


def facts(log: Log) -> list[tuple[int, int, UUID, int]]:
    """(position, recorded_at, originator_id, command) of every fact, in order."""
    with log.reading() as connection:
        table = REGISTER.facts
        columns = (table.c.position, table.c.recorded_at, table.c.originator_id, table.c.command)
        rows = connection.execute(sa.select(*columns).order_by(table.c.position)).all()
        return [(position, at, one, command) for position, at, one, command in rows]


class SomethingBreaks(Exception):
    """Not a refusal: an error nobody foresaw."""


# ----- all or nothing ---------------------------------------------------------------------------


def test_a_command_writes_facts_keys_request_and_rows_together(log: Log) -> None:
    with log.writing() as work:
        reported = incident(work)
        work.keep(reported)
        work.remember(EDITOR, "key", b"request", [reported.id])
    assert work.facts == 1
    filled = {name: count for name, count in contents(log).items() if count}
    assert filled == {
        "register_facts": 1,
        "register_keys": 1,
        "register_requests": 1,
        "incident": 1,
    }


def test_an_error_after_keeping_leaves_nothing(log: Log) -> None:
    report(log)
    before = contents(log)
    with pytest.raises(SomethingBreaks), log.writing() as work:
        reported = incident(work, "消える事案")
        work.keep(reported)
        work.remember(EDITOR, "key", b"request", [reported.id])
        raise SomethingBreaks
    assert contents(log) == before


def test_an_error_while_folding_leaves_nothing(
    engine: sa.Engine, wrapping: WrappingKey, clock: Clock
) -> None:
    def break_behind_the_rows(connection: sa.Connection, recorded: Sequence[Recorded]) -> None:
        fold_register(connection, recorded)
        raise SomethingBreaks

    log = Log(engine, REGISTER, wrapping, clock=clock, fold=break_behind_the_rows)
    with pytest.raises(SomethingBreaks), log.writing() as work:
        work.keep(incident(work))
        work.remember(EDITOR, "key", b"request", [])
    assert set(contents(log).values()) == {0}


def test_a_command_without_facts_records_none(log: Log) -> None:
    with log.writing() as work:
        pass
    assert work.facts == 0
    assert facts(log) == []


def test_two_aggregates_under_one_id_are_not_taken_for_one(log: Log) -> None:
    with pytest.raises(AssertionError, match="one would be lost"), log.writing() as work:
        for _ in range(2):
            work.keep(Taxonomy.found(owner=2, by=EDITOR, at=work.now))
    assert facts(log) == []


# ----- positions and instants -------------------------------------------------------------------


def test_positions_are_dense_and_a_command_has_one_instant(log: Log) -> None:
    with log.writing() as work:
        work.keep(incident(work), incident(work), incident(work))
    report(log)
    recorded = facts(log)
    assert [row[0] for row in recorded] == [1, 2, 3, 4]
    assert recorded[0][1] == recorded[1][1] == recorded[2][1] == micros(EVENING)
    assert recorded[3][1] == micros(EVENING)
    assert [row[3] for row in recorded] == [1, 1, 1, 4]


@pytest.mark.parametrize("step", [timedelta(0), timedelta(days=-400), timedelta(seconds=1)])
def test_no_command_is_recorded_before_an_earlier_one_whatever_the_clock_says(
    log: Log, clock: Clock, step: timedelta
) -> None:
    instants = []
    for _ in range(4):
        with log.writing() as work:
            work.keep(incident(work))
        instants.append(work.now)
        clock.now += step
    assert instants == sorted(instants)
    assert [row[1] for row in facts(log)] == [micros(at) for at in instants]


def test_an_undone_command_takes_no_position(log: Log) -> None:
    report(log)
    with pytest.raises(SomethingBreaks), log.writing() as work:
        work.keep(incident(work))
        raise SomethingBreaks
    report(log)
    assert [row[0] for row in facts(log)] == [1, 2]


def test_a_command_of_thousands_of_facts_is_still_one(log: Log) -> None:
    with log.writing() as work:
        taxonomy = Taxonomy.found(owner=2, by=EDITOR, at=work.now)
        for number in range(2_100):
            taxonomy.add(name=f"分類{number}", by=EDITOR, at=work.now)
        work.keep(taxonomy)
    recorded = facts(log)
    assert [row[0] for row in recorded] == list(range(1, 2_102))
    assert {row[3] for row in recorded} == {1}
    with log.reading() as connection:
        (names,) = connection.execute(sa.select(TAXONOMIES.current.c.names)).scalars()
        assert len(names) == 2_105
        assert connection.execute(sa.select(TAXONOMIES.past)).all() == []


def together(workers: int, act: Callable[[int], object]) -> None:
    """All start at one moment, each in a thread of its own; the first error is raised."""
    start = threading.Barrier(workers)

    def run(number: int) -> None:
        start.wait()
        act(number)

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(run, number) for number in range(workers)]:
            done.result()


def test_many_threads_leave_no_gap_and_mix_no_two_commands(log: Log) -> None:
    commands: list[list[UUID]] = []

    def write(number: int) -> None:
        for turn in range(8):
            with log.writing() as work:
                kept = [incident(work) for _ in range(1 + (number + turn) % 3)]
                work.keep(*kept)
            commands.append([one.id for one in kept])

    together(8, write)
    recorded = facts(log)
    assert [row[0] for row in recorded] == list(range(1, len(recorded) + 1))
    together_in_log = [
        [row[2] for row in rows] for _, rows in groupby(recorded, key=lambda row: row[3])
    ]
    assert sorted(together_in_log) == sorted(commands)
    with log.reading() as connection:
        rows = connection.execute(sa.select(sa.func.count()).select_from(INCIDENTS.current))
        assert rows.scalar() == len(recorded)


def test_of_many_who_decide_the_same_at_once_one_decides(log: Log) -> None:
    reported = report(log)

    def begin(number: int) -> None:
        with log.writing() as work:
            found = work.load(Incident, reported)
            found.begin_investigation(by=UUID(int=number), at=work.now)
            work.keep(found)

    together(8, begin)
    assert len(facts(log)) == 2


def test_of_many_who_send_one_request_at_once_one_is_carried_out(log: Log) -> None:
    answers: list[list[UUID]] = []

    def send(_: int) -> None:
        with log.writing() as work:
            made = work.answered(EDITOR, "one key", b"one request")
            if made is None:
                reported = incident(work)
                work.keep(reported)
                made = [reported.id]
                work.remember(EDITOR, "one key", b"one request", made)
        answers.append(made)

    together(8, send)
    assert len(facts(log)) == 1
    assert answers == [answers[0]] * 8


# ----- loading ----------------------------------------------------------------------------------


def test_what_is_loaded_is_as_its_facts_say(log: Log) -> None:
    reported = report(log, "件名")
    report(log, "隣の件名")
    with log.writing() as work:
        found = work.load(Incident, reported)
        assert (found.title, found.status) == ("件名", IncidentStatus.REPORTED)
        assert found.version == 1
        assert work.load(Incident, reported) is found


def test_what_a_command_keeps_it_finds_again(log: Log) -> None:
    with log.writing() as work:
        reported = incident(work)
        assert work.find(Incident, reported.id) is None
        work.keep(reported)
        assert work.find(Incident, reported.id) is reported
        assert work.find(Taxonomy, reported.id) is None


def test_what_is_absent_or_of_another_kind_is_no_such_record(log: Log) -> None:
    reported = report(log)
    with log.writing() as work:
        for kind, record in ((Incident, uuid4()), (Taxonomy, reported)):
            assert work.find(kind, record) is None
            with pytest.raises(NoSuchRecord):
                work.load(kind, record)


# ----- requests ---------------------------------------------------------------------------------


def test_a_key_is_a_members_own_and_stands_for_one_request(log: Log) -> None:
    made = [uuid4(), uuid4()]
    with log.writing() as work:
        work.remember(EDITOR, "key", b"request", made)
    with log.writing() as work:
        assert work.answered(EDITOR, "key", b"request") == made
        assert work.answered(EDITOR, "another key", b"request") is None
        assert work.answered(OTHER, "key", b"request") is None
        with pytest.raises(KeyWasUsedForAnotherInput):
            work.answered(EDITOR, "key", b"another request")


def test_of_a_request_only_a_keyed_digest_is_kept(log: Log, wrapping: WrappingKey) -> None:
    with log.writing() as work:
        work.remember(EDITOR, "key", "顧客の氏名".encode(), [])
    with log.reading() as connection:
        (digest,) = connection.execute(sa.select(REGISTER.requests.c.digest)).scalars()
    assert digest == wrapping.digest("顧客の氏名".encode())
    assert digest != WrappingKey(bytes(32)).digest("顧客の氏名".encode())
    assert len(digest) == 32


# ----- reading ----------------------------------------------------------------------------------


def test_a_reader_sees_one_state_while_a_writer_commits(log: Log) -> None:
    report(log)
    count_facts = sa.select(sa.func.count()).select_from(REGISTER.facts)
    count_rows = sa.select(sa.func.count()).select_from(INCIDENTS.current)
    with log.reading() as connection:
        assert connection.execute(count_facts).scalar() == 1
        report(log)
        assert connection.execute(count_facts).scalar() == 1
        assert connection.execute(count_rows).scalar() == 1
    with log.reading() as connection:
        assert connection.execute(count_facts).scalar() == 2
        assert connection.execute(count_rows).scalar() == 2


def test_a_moment_is_the_last_position_recorded_by_then(log: Log, clock: Clock) -> None:
    with log.writing() as work:
        work.keep(incident(work), incident(work))
    clock.pass_by(hours=1)
    report(log)
    with log.reading() as connection:
        second = timedelta(seconds=1)
        assert log.position_at(connection, EVENING - second) == 0
        assert log.position_at(connection, EVENING) == 2
        assert log.position_at(connection, EVENING + second) == 2
        assert log.position_at(connection, clock()) == 3


def test_facts_are_read_in_order_and_by_whole_commands(log: Log) -> None:
    for size in (2, 3, 1):
        with log.writing() as work:
            work.keep(*(incident(work, f"{size}件のうち") for _ in range(size)))
    with log.reading() as connection:
        read = log.facts(connection, 0, 100)
        assert [one.position for one in read] == [1, 2, 3, 4, 5, 6]
        assert [one.command for one in read] == [1, 1, 3, 3, 3, 6]
        assert isinstance(read[2].fact, Incident.Reported)
        assert read[2].fact.title == "3件のうち"
        parts = {
            limit: [one.position for one in log.facts(connection, 2, limit)] for limit in (1, 3, 4)
        }
        assert parts == {1: [3, 4, 5], 3: [3, 4, 5], 4: [3, 4, 5, 6]}
        assert log.facts(connection, 6, 10) == []


def test_an_instant_survives_as_microseconds(clock: Clock) -> None:
    assert instant(micros(clock())) == clock()
    assert micros(instant(1)) == 1
