"""Reads on record: one row an answer, one list for equal ones, and nothing of other owners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from service import database, house
from store.engine import READS_SCHEMA, open_engine
from store.reads import LISTS, READS, Read, ReadIsNotKept, ReadStore, Way
from tests.houses import HD, MZ, PG, Home
from tests.races import race

AT = datetime(2023, 2, 17, 9, tzinfo=UTC)
OF_PG, OF_HD = str(uuid4()), str(uuid4())
MEMBER = uuid4()
READ = Read(AT, MEMBER, MZ, ("member",), Way.QUESTION, "{ incidents }", {OF_PG: PG, OF_HD: HD})


@pytest.fixture
def postgresql_home(home: Home) -> Home:
    if not home.house.settings.on_postgresql:
        pytest.skip("SQLite has no logins")
    return home


@pytest.fixture
def store(home: Home) -> Iterator[ReadStore]:
    yield home.house.reads


def rows(store: ReadStore, table: sa.Table) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_each_answer_is_one_row_and_equal_lists_are_kept_once(store: ReadStore) -> None:
    for _ in range(3):
        store.keep(READ)
    again = ReadStore(store.engine)  # another process, which has kept none
    again.keep(replace(READ, document="{ other }"))
    assert (rows(store, READS), rows(store, LISTS)) == (4, 2)


@pytest.mark.parametrize(
    ("address", "exact", "network"),
    [
        ("192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1:2::3", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::1", "fe80::/48"),
        ("testclient", None, None),
        (None, None, None),
    ],
)
def test_when_and_from_where_are_kept_exactly_or_as_the_day_and_the_network(
    store: ReadStore, address: str | None, exact: str | None, network: str | None
) -> None:
    late = AT.replace(hour=16)  # the day after in Tokyo
    store.keep(replace(READ, at=late, address=address))
    ReadStore(store.engine, coarse=True).keep(replace(READ, at=late, address=address))
    _, [coarse, fine] = store.of_records(PG, (OF_PG,), first=10)
    assert (fine.at, fine.address) == ("2023-02-17T16:00:00.000000Z", exact)
    assert (coarse.at, coarse.address) == ("2023-02-17T15:00:00.000000Z", network)


def test_of_whom_only_the_day_is_known_may_have_read_at_any_time_of_it(store: ReadStore) -> None:
    coarse = ReadStore(store.engine, coarse=True)
    coarse.keep(READ)
    day, noon, later = (f"2023-02-{at}:00:00.000000Z" for at in ("16T15", "17T12", "17T15"))
    for since, found in ((day, 1), (noon, 1), (later, 0)):
        assert len(coarse.readers(PG, (OF_PG,), since, None)) == found
        assert coarse.by_member(PG, MEMBER, first=9, since=since)[0] == found


def test_an_owner_is_told_of_its_own_records_alone(store: ReadStore) -> None:
    store.keep(READ)
    store.keep(replace(READ, at=AT + timedelta(days=1), shown={OF_HD: HD}))
    total, [read] = store.of_records(PG, (OF_PG,), first=10)
    assert (total, read.records, read.member) == (1, (OF_PG,), str(MEMBER))
    assert (read.party, read.roles, read.way) == (MZ, ("member",), Way.QUESTION)
    assert store.of_records(HD, (OF_PG,), first=10) == (0, [])
    assert store.by_member(PG, MEMBER, first=10)[0] == 1
    assert store.by_member(HD, MEMBER, first=10)[0] == 2
    assert store.by_member(HD, uuid4(), first=10) == (0, [])


def test_reads_are_paged_from_the_last_one_backwards(store: ReadStore) -> None:
    for day in range(5):
        store.keep(replace(READ, at=AT + timedelta(days=day)))
    total, page = store.of_records(PG, (OF_PG,), first=2)
    assert (total, [one.at[8:10] for one in page]) == (5, ["21", "20"])
    _, following = store.of_records(PG, (OF_PG,), first=9, after=page[-1].id)
    assert [one.at[8:10] for one in following] == ["19", "18", "17"]


def test_what_is_forgotten_takes_its_lists_with_it(home: Home, store: ReadStore) -> None:
    store.keep(READ)
    store.keep(replace(READ, at=AT + timedelta(days=9), shown={OF_HD: HD}))
    day = date(2023, 2, 20)
    assert store.kept_before(day) == 1
    assert rows(store, READS) == 2, "a preview removes nothing"
    owner = house.reads_of_owner(home.house.settings)
    assert owner.forget_before(day) == 1
    owner.close()
    assert (rows(store, READS), rows(store, LISTS)) == (1, 1)
    store.keep(READ)
    assert rows(store, LISTS) == 3, "a list that is gone is kept anew"


def test_a_list_that_another_process_forgot_is_kept_anew(home: Home, store: ReadStore) -> None:
    store.keep(READ)
    owner = house.reads_of_owner(home.house.settings)
    assert owner.forget_before(date(2023, 3, 1)) == 1
    owner.close()
    store.keep(replace(READ, at=AT + timedelta(days=99)))
    assert store.of_records(PG, (OF_PG,), first=9)[0] == 1


def test_only_the_owners_login_forgets(postgresql_home: Home) -> None:
    store = postgresql_home.house.reads
    store.keep(READ)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        store.forget_before(date(2023, 3, 1))
    assert rows(store, READS) == 1


def test_two_that_keep_one_list_at_once_both_keep_their_read(home: Home, store: ReadStore) -> None:
    for _ in range(10):
        read = replace(READ, shown={str(uuid4()): PG, OF_HD: HD})
        stores = [house.open_reads(home.house.settings) for _ in range(2)]
        done = race(*(lambda one=one, read=read: one.keep(read) for one in stores))
        assert done == [None, None]
        for one in stores:
            one.close()
    assert rows(store, READS) == 20


def test_what_cannot_be_kept_says_so(store: ReadStore, tmp_path: Path) -> None:
    gone = ReadStore(open_engine(f"sqlite:///{tmp_path / 'gone.sqlite'}"))
    with pytest.raises(ReadIsNotKept):
        gone.keep(READ)
    gone.close()


def test_the_store_is_what_the_code_says(home: Home) -> None:
    url = home.house.settings.owner_url
    if not home.house.settings.on_postgresql:
        url = home.house.settings.reads_url
    engine = open_engine(url, READS_SCHEMA)
    assert database.differences(engine, database.READS) is None
    engine.dispose()
