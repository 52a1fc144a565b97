"""A view: a pair of tables of one shape, the current rows and the past ones, and the fold between.

A past row says between which positions it held: from `since` up to, not including, `till`, and the
instants of both (`stood_from`, `stood_till`). A row changes at most once a command, and no moment
lies inside one.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from domain.kernel import Fact, Recorded

METADATA = sa.MetaData()
"""Every table of every view; `migrations/` owns them."""

Row = dict[str, Any]
Fold = Callable[[Row, Fact], None]
"""Brings a row up to date with one fact, in place. A first fact meets a blank row."""

Id = sa.String(36)
Day = sa.String(10)
"""A date as ISO 8601 text: sorts and compares as written."""
Instant = sa.String(27)
"""An instant as ISO 8601 text in UTC with microseconds."""
Position = sa.BigInteger().with_variant(sa.Integer, "sqlite")

INFORMATION = ("NETWORK_CUSTOMER", "OTHER_RETAILER_CUSTOMER", "PERSONAL")
"""The information categories that rules speak of, each in its place among the bits of `holds` for good."""

EVERYONE = (1 << 63) - 1
"""The audience of what all parties may see."""

CHUNK = 400
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


class RowIsMissing(Exception):
    """A fact speaks of a row that is not there: the fold and the log disagree."""


def bit(party: int) -> int:
    """The place of a party in an audience."""
    return 1 << party if party >= 0 else 0


@lru_cache(maxsize=64)
def held(categories: tuple[str, ...]) -> int:
    """Which of the information categories these are, as bits."""
    return sum(1 << place for place, one in enumerate(INFORMATION) if one in categories)


def iso(day: object) -> str | None:
    """A date as the views keep it."""
    return None if day is None else str(day)


def code_of(prefix: str, record: UUID) -> str:
    """A short code for people, such as INC-7K3Q-9FM2: from the record's random id, never serial."""
    number = int.from_bytes(hashlib.blake2b(record.bytes, digest_size=5).digest())
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def normalised(*texts: str | None) -> str:
    """Texts as searching compares them: width, case and kana form do not matter."""
    folded = unicodedata.normalize("NFKC", "\n".join(t for t in texts if t)).casefold()
    return unicodedata.normalize("NFKC", folded)


@dataclass(frozen=True, slots=True)
class KindIn:
    """Says of a reference that records of several kinds are referred to: `column` names the column
    that holds the kind of the one referred to, of a list the list of theirs. That column is no content
    either."""

    column: str


@dataclass(frozen=True, slots=True)
class Need:
    """Says of a column that rows are seen where the record is seen that it holds the id of: one of these
    views. Of several, `kind` names the column that says which. A view so needed needs nothing itself."""

    column: str
    views: tuple[View, ...]
    kind: str | None = None


@dataclass(frozen=True, eq=False)
class View:
    """One kind of record: its tables, its facts and how they change a row.

    A fold puts new values into the row; it never changes a list that stands in it.

    `content` are the columns a viewer of the row may see; the row's opaque `version` is their hash.
    `references` names the columns that hold ids of other records (a list column: several), with the
    kind of those, or with `KindIn` the column of the same row that says their kind. What only names
    another record is no content, since the reader may not see that one.
    `search` names the columns whose text is searched, and `listed` gives the texts of those that hold
    several, where they are not just kept as they are. `subject` tells which record a fact is about
    (its own stream, unless said). `needs` says of which records a viewer must see all to see the row: then
    its audience is what else must hold. `told_apart`: where texts were destroyed, a change between them is told
    all the same.
    """

    kind: str
    prefix: str
    columns: tuple[sa.Column[Any], ...]
    facts: tuple[type[Fact], ...]
    fold: Fold
    begins: tuple[type[Fact], ...]
    search: tuple[str, ...] = ()
    listed: Callable[[list[Any]], list[str]] = list
    internal: frozenset[str] = frozenset()
    references: Mapping[str, str | KindIn] = field(default_factory=dict)
    indexes: tuple[tuple[str, ...], ...] = ()
    past_indexes: tuple[tuple[str, ...], ...] = ()
    subject: Callable[[Fact], UUID] = lambda fact: fact.originator_id
    needs: tuple[Need, ...] = ()
    told_apart: bool = True
    blank: Mapping[str, Any] = field(default_factory=dict)
    audience: Callable[[Row], int] = lambda row: bit(row["owner"])
    current: sa.Table = field(init=False)
    past: sa.Table = field(init=False)
    content: tuple[str, ...] = field(init=False)
    empty: Mapping[str, Any] = field(init=False)
    names: tuple[str, ...] = field(init=False)
    values: Callable[[Row], tuple[Any, ...]] = field(init=False)
    searched: Callable[[Row], tuple[Any, ...]] = field(init=False)
    hashed: Callable[[Row], tuple[Any, ...]] = field(init=False)

    def __post_init__(self) -> None:
        own = [column.name for column in self.columns]
        set_ = object.__setattr__
        set_(self, "current", self._table(self.kind, past=False))
        set_(self, "past", self._table(f"{self.kind}_past", past=True))
        kinds = {kind.column for kind in self.references.values() if isinstance(kind, KindIn)}
        hidden = self.internal | self.references.keys() | kinds
        set_(self, "content", tuple(name for name in own if name not in hidden))
        set_(self, "empty", dict.fromkeys(own) | dict(self.blank))
        set_(self, "names", tuple(column.name for column in self.current.c))
        set_(self, "values", itemgetter(*self.names))
        set_(self, "searched", itemgetter("code", "code", *self.search))
        set_(self, "hashed", itemgetter("id", "categories", *self.content))

    def _table(self, name: str, *, past: bool) -> sa.Table:
        shared: list[sa.Column[Any]] = [
            sa.Column("id", Id, primary_key=True),
            sa.Column("owner", sa.SmallInteger, nullable=False),
            sa.Column("audience", sa.BigInteger, nullable=False),
            sa.Column("dated", sa.BigInteger, nullable=False),
            sa.Column("code", sa.String(14), nullable=False),
            sa.Column("version", sa.String(24), nullable=False),
            sa.Column("categories", sa.JSON, nullable=False),
            sa.Column("holds", sa.SmallInteger, nullable=False),
            sa.Column("recorded_at", Instant, nullable=False),
            sa.Column("changed_at", Instant, nullable=False),
            sa.Column("born", Position, nullable=False),
            sa.Column("search", sa.Text, nullable=False),
            sa.Column("author", Id, nullable=False),
            sa.Column("stood_from", Instant, nullable=False),
        ]
        span: list[sa.Column[Any]] = (
            [
                sa.Column("since", Position, primary_key=True, autoincrement=False),
                sa.Column("till", Position, nullable=False),
                sa.Column("stood_till", Instant, nullable=False),
            ]
            if past
            else [sa.Column("since", Position, nullable=False)]
        )
        own = [sa.Column(c.name, c.type, nullable=c.nullable) for c in self.columns]
        table = sa.Table(name, METADATA, *shared, *own, *span)
        if past:
            sa.Index(f"{name}_stood_till", table.c.stood_till)
            for columns in self.past_indexes:
                sa.Index(f"{name}_{'_'.join(columns)}", *(table.c[c] for c in columns))
        else:
            sa.Index(f"{name}_stood_from", table.c.stood_from)
            sa.Index(f"{name}_born", table.c.born)
            sa.Index(f"{name}_code", table.c.code)
            for columns in self.indexes:
                sa.Index(f"{name}_{'_'.join(columns)}", *(table.c[c] for c in columns))
        return table

    def begin(self, recorded: Recorded, record: UUID) -> Row:
        """The blank row a first fact meets."""
        at = moment_text(recorded)
        return {
            **self.empty,
            "id": str(record),
            "owner": getattr(recorded.fact, "owner", -1),
            "audience": 0,
            "dated": 0,
            "code": code_of(self.prefix, record),
            "version": "",
            "categories": list(getattr(recorded.fact, "categories", ())),
            "holds": 0,
            "recorded_at": at,
            "changed_at": at,
            "born": recorded.position,
            "search": "",
            "author": str(recorded.fact.by),
            "stood_from": at,
            "since": recorded.position,
        }

    def finish(self, row: Row, searched: tuple[Any, ...] | None = None) -> None:
        """What follows from a row's content: its version, what of its information rules may bar, and
        its searchable text.

        `searched` is what its searchable text was made of, if it has one.
        """
        digest = hashlib.blake2b(orjson.dumps(self.hashed(row)))
        row["version"] = digest.hexdigest()[:24]
        row["holds"] = held(tuple(row["categories"]))
        found = self.searched(row)
        if found != searched:
            texts: list[str | None] = []
            for value in found[1:]:
                texts += self.listed(value) if isinstance(value, list) else [value]
            row["search"] = normalised(*texts)


def apart(before: str, version: str) -> str:
    """The version of a row that changed to what reads alike, since the words that told one from the other
    are gone."""
    return hashlib.blake2b(f"{before} {version}".encode()).hexdigest()[:24]


def moment_text(recorded: Recorded) -> str:
    """The recording instant as the views keep it."""
    return recorded.at.isoformat(timespec="microseconds")[:26] + "Z"


Touch = Callable[[Row, Fact], None]


@dataclass(frozen=True)
class Release:
    """How releases touch the audience of any record: which fact classes, and what they do."""

    facts: tuple[type[Fact], ...]
    concerns: Callable[[Fact], tuple[str, UUID]]
    touch: Touch


@dataclass(frozen=True, eq=False)
class Pairs:
    """A plain table that a fact fills once and for all: rows without owner, audience or past.

    `pairs` gives the rows that a fact adds, as tuples in the order of the table's columns. `ends` says
    of which view the ids of each column are: the barrier shows such a row where all that it names may
    be seen. `counted` is for pairs that come about later than both ends: of an end it names a column,
    and one of the pair's. The pair stands once the first has reached the second.
    """

    table: sa.Table
    facts: tuple[type[Fact], ...]
    pairs: Callable[[Any], Iterable[tuple[Any, ...]]]
    ends: Mapping[str, View]
    counted: Mapping[str, tuple[str, str]] = field(default_factory=dict)
