"""Reads on record: which records of other parties an answer showed, to whom, kept before it leaves.

A store of its own: on SQLite a file beside the register's, on PostgreSQL a schema of its own. One row an
answer; the records shown are a list named by its hash, kept once however often it is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
import sqlalchemy as sa

from domain.calendar import day_in_tokyo

METADATA = sa.MetaData()
"""The tables of the store; `migrations/reads/` owns them."""

_Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")

READS = sa.Table(
    "read",
    METADATA,
    sa.Column("number", _Number, primary_key=True),
    sa.Column("id", sa.String(36), nullable=False),
    sa.Column("at", sa.String(27), nullable=False),
    sa.Column("member", sa.String(36), nullable=False),
    sa.Column("party", sa.SmallInteger, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("by_way", sa.String(16), nullable=False),
    sa.Column("document", sa.String(64), nullable=False),
    sa.Column("shown", sa.String(64), nullable=False),
    sa.Column("address", sa.String(43)),
    sa.Index("read_id", "id"),
    sa.Index("read_at", "at"),
    sa.Index("read_member", "member"),
    sa.Index("read_shown", "shown"),
)
"""One row an answer. `number` tells of all reads and is told to nobody; `id` is random. `at` is an instant (ISO, UTC);
`document` and `shown` are SHA-256 in hex; `address` is where the question came from, or its network."""

LISTS = sa.Table(
    "shown",
    METADATA,
    sa.Column("list", sa.String(64), primary_key=True),
    sa.Column("record", sa.String(36), primary_key=True),
    sa.Column("owner", sa.SmallInteger, nullable=False),
    sa.Index("shown_record", "record"),
)
"""The records of each list, and whose they are."""

YEARS: Final = 5
"""How long reads are kept, unless an operator says otherwise."""


class Way(StrEnum):
    """How records were shown."""

    QUESTION = "QUESTION"
    PUSH = "PUSH"
    FILE = "FILE"
    EXPORT = "EXPORT"


class ReadIsNotKept(Exception):
    """The read could not be put on record, so that nothing may be shown."""


@dataclass(frozen=True, slots=True)
class Read:
    """One answer that is about to leave. `shown` are the records of other parties in it, each with the
    number of its owner; `document` is what was asked, `address` where it came from, if over a network."""

    at: datetime
    member: UUID
    party: int
    roles: Sequence[str]
    way: Way
    document: str
    shown: Mapping[str, int]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One read as it is on record, with those of the records shown that were asked about."""

    id: str
    at: str
    member: str
    party: int
    roles: tuple[str, ...]
    way: Way
    document: str
    records: tuple[str, ...]
    address: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who read: with the roles held the last time, and how often."""

    party: int
    member: str
    roles: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class ReadStore:
    """The store of reads, on an engine that writes. A `coarse` one keeps of when and from where the day
    and the network alone."""

    engine: sa.Engine
    coarse: bool = False

    def keep(self, read: Read) -> None:
        """Put a read on record: in one transaction, durable when this returns; raises ReadIsNotKept."""
        listed = sorted(read.shown.items())
        name = hashlib.sha256(orjson.dumps(listed)).hexdigest()
        row = {
            "id": str(uuid4()),
            "at": begin_of(day_in_tokyo(read.at)) if self.coarse else _text(read.at),
            "member": str(read.member),
            "party": read.party,
            "roles": sorted(read.roles),
            "by_way": read.way.value,
            "document": hashlib.sha256(read.document.encode()).hexdigest(),
            "shown": name,
            "address": read.address and _place(read.address, coarse=self.coarse),
        }
        try:
            with self._writing() as connection:
                connection.execute(sa.insert(READS), row)  # first: who forgets waits for it
                if listed and not _is_kept(connection, name):
                    _keep_list(connection, name, listed)
        except (sa.exc.SQLAlchemyError, OSError) as e:
            raise ReadIsNotKept from e

    def of_records(self, owner: int, records: Iterable[str], **page: Any) -> tuple[int, list[Kept]]:
        """The reads that showed one of these records of an owner, the last one first: how many, and
        `first` of them behind the one with the id `after`; raises LookupError where that is none of them."""
        mine = sa.and_(LISTS.c.record.in_(list(records)), LISTS.c.owner == owner)
        return self._page(owner, READS.c.shown.in_(sa.select(LISTS.c.list).where(mine)), **page)

    def by_member(self, owner: int, member: UUID, **page: Any) -> tuple[int, list[Kept]]:
        """The reads by which a member was shown records of this owner, the last one first."""
        mine = sa.select(LISTS.c.list).where(LISTS.c.owner == owner)
        by_them = sa.and_(READS.c.member == str(member), READS.c.shown.in_(mine))
        return self._page(owner, by_them, **page)

    def readers(
        self, owner: int, records: Iterable[str], since: str | None, until: str | None
    ) -> list[Reader]:
        """Who was shown one of these records of an owner from one instant on, before another (ISO, UTC),
        and how often; who read last comes first."""
        mine = sa.and_(LISTS.c.record.in_(list(records)), LISTS.c.owner == owner)
        conditions = [
            READS.c.shown.in_(sa.select(LISTS.c.list).where(mine)),
            *self._within(since, until),
        ]
        counted = (
            sa.select(sa.func.max(READS.c.number).label("last"), sa.func.count().label("times"))
            .where(*conditions)
            .group_by(READS.c.party, READS.c.member)
            .subquery("counted")
        )
        query = (
            sa.select(READS.c.party, READS.c.member, READS.c.roles, counted.c.times)
            .join(counted, counted.c.last == READS.c.number)
            .order_by(READS.c.number.desc())
        )
        with self.engine.connect() as connection:
            return [
                Reader(row.party, row.member, tuple(row.roles), row.times)
                for row in connection.execute(query)
            ]

    def of_owner(self, owner: int, since: str, until: str) -> Iterator[Kept]:
        """All reads of this owner's records from one instant on, before another (ISO, UTC), in order."""
        mine = sa.select(LISTS.c.list).where(LISTS.c.owner == owner)
        within = sa.and_(READS.c.at >= since, READS.c.at < until, READS.c.shown.in_(mine))
        with self.engine.connect() as connection:
            query = sa.select(READS).where(within).order_by(READS.c.number)
            yield from _kept(connection, owner, connection.execute(query).mappings().all())

    def kept_before(self, day: date) -> int:
        """How many reads are on record from before the beginning of a day in Tokyo."""
        with self.engine.connect() as connection:
            counted = sa.select(sa.func.count()).where(READS.c.at < begin_of(day))
            return int(connection.execute(counted.select_from(READS)).scalar_one())

    def forget_before(self, day: date) -> int:
        """Remove the reads from before a day, and the lists that none of the others names; answers how
        many reads."""
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql('LOCK TABLE "read" IN SHARE ROW EXCLUSIVE MODE')
            gone = connection.execute(sa.delete(READS).where(READS.c.at < begin_of(day))).rowcount
            named = sa.select(READS.c.shown).where(READS.c.shown == LISTS.c.list)
            connection.execute(sa.delete(LISTS).where(~named.exists()))
        return int(gone)

    def is_empty(self) -> bool:
        """Whether nothing is on record."""
        with self.engine.connect() as connection:
            lists = connection.execute(sa.select(LISTS.c.list).limit(1)).first()
            reads = connection.execute(sa.select(READS.c.id).limit(1)).first()
        return lists is None and reads is None

    def copy_to(self, other: ReadStore) -> int:
        """Put everything that is on record here on record there, in one transaction; answers how many
        reads. The other one is empty."""
        with self.engine.connect() as connection, other._writing() as there:
            for table in (LISTS, READS):
                found = connection.execution_options(stream_results=True).execute(sa.select(table))
                for rows in found.partitions(1_000):
                    there.execute(sa.insert(table), [row._asdict() for row in rows])
            count = sa.select(sa.func.count()).select_from(READS)
            copied = int(there.execute(count).scalar_one())
            if there.dialect.name == "postgresql":
                there.exec_driver_sql(
                    "SELECT setval(pg_get_serial_sequence('read', 'number'),"
                    " (SELECT coalesce(max(number), 0) + 1 FROM read), false)"
                )
        return copied

    def close(self) -> None:
        self.engine.dispose()

    def _page(
        self,
        owner: int,
        which: sa.ColumnElement[bool],
        *,
        first: int,
        after: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> tuple[int, list[Kept]]:
        conditions = [which, *self._within(since, until)]
        counted = sa.select(sa.func.count()).select_from(READS).where(*conditions)
        query = sa.select(READS).order_by(READS.c.number.desc()).limit(first)
        with self.engine.connect() as connection:
            total = int(connection.execute(counted).scalar_one())
            if after is not None:
                place = sa.select(READS.c.number).where(READS.c.id == after, *conditions)
                number = connection.execute(place).scalar()
                if number is None:
                    raise LookupError(after)
                conditions.append(READS.c.number < number)
            query = query.where(*conditions)
            found = connection.execute(query).mappings().all()
            return total, list(_kept(connection, owner, found))

    def _within(self, since: str | None, until: str | None) -> list[sa.ColumnElement[bool]]:
        """From one instant on, before another. Of whom only the day is known, may have read at any time of
        it: a coarse store asks from the beginning of the day on."""
        found: list[sa.ColumnElement[bool]] = []
        if since is not None:
            begin = begin_of(day_in_tokyo(datetime.fromisoformat(since))) if self.coarse else since
            found.append(READS.c.at >= begin)
        if until is not None:
            found.append(READS.c.at < until)
        return found

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with (
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection


def begin_of(day: date) -> str:
    """The instant at which a day begins in Tokyo (ISO, UTC); before the first day there is none."""
    return f"{day - timedelta(days=1)}T15:00:00.000000Z" if day > date.min else ""


def _is_kept(connection: sa.Connection, name: str) -> bool:
    query = sa.select(LISTS.c.list).where(LISTS.c.list == name).limit(1)
    return connection.execute(query).first() is not None


def _keep_list(connection: sa.Connection, name: str, listed: Iterable[tuple[str, int]]) -> None:
    rows = [{"list": name, "record": record, "owner": owner} for record, owner in listed]
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # two processes may keep one list at once

        connection.execute(insert(LISTS).on_conflict_do_nothing(), rows)
    else:
        connection.execute(sa.insert(LISTS), rows)


def _kept(connection: sa.Connection, owner: int, rows: Sequence[sa.RowMapping]) -> Iterator[Kept]:
    """Reads with those of the records that are this owner's: of others nothing is said."""
    wanted = sorted({row["shown"] for row in rows})
    listed: dict[str, list[str]] = {name: [] for name in wanted}
    for start in range(0, len(wanted), 400):
        query = (
            sa.select(LISTS.c.list, LISTS.c.record)
            .where(LISTS.c.list.in_(wanted[start : start + 400]), LISTS.c.owner == owner)
            .order_by(LISTS.c.record)
        )
        for name, record in connection.execute(query):
            listed[name].append(record)
    for row in rows:
        yield Kept(
            id=row["id"],
            at=row["at"],
            member=row["member"],
            party=row["party"],
            roles=tuple(row["roles"]),
            way=Way(row["by_way"]),
            document=row["document"],
            records=tuple(listed[row["shown"]]),
            address=row["address"],
        )


def _place(address: str, *, coarse: bool) -> str | None:
    """An address as it is kept, or its network: of IPv4 a /24, of IPv6 a /48. None of what is neither."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if not coarse:
        return str(known)
    return str(ip_network((known, 24 if known.version == 4 else 48), strict=False))


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"
