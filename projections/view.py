"""A view: a pair of tables of one shape, the current rows and the past ones, and the fold between.

A past row says between which positions it held: from `since` up to, not including, `till`. A row
changes at most once a command, and no moment lies inside one.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
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

EVERYONE = (1 << 63) - 1
"""The audience of what all parties may see."""

CHUNK = 400
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U


class RowIsMissing(Exception):
    """A fact speaks of a row that is not there: the fold and the log disagree."""


def bit(party: int) -> int:
    """The place of a party in an audience."""
    return 1 << party if party >= 0 else 0


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


@dataclass(frozen=True, eq=False)
class View:
    """One kind of record: its tables, its facts and how they change a row.

    `content` are the columns a viewer of the row may see; the row's opaque `version` is their hash.
    `search` names the columns whose text is searched. `subject` tells which record a fact is about
    (its own stream, unless said).
    """

    kind: str
    prefix: str
    columns: tuple[sa.Column[Any], ...]
    facts: tuple[type[Fact], ...]
    fold: Fold
    begins: tuple[type[Fact], ...]
    search: tuple[str, ...] = ()
    internal: frozenset[str] = frozenset()
    indexes: tuple[tuple[str, ...], ...] = ()
    subject: Callable[[Fact], UUID] = lambda fact: fact.originator_id
    blank: Mapping[str, Any] = field(default_factory=dict)
    audience: Callable[[Row], int] = lambda row: bit(row["owner"])
    current: sa.Table = field(init=False)
    past: sa.Table = field(init=False)
    content: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        own = [column.name for column in self.columns]
        set_ = object.__setattr__
        set_(self, "current", self._table(self.kind, past=False))
        set_(self, "past", self._table(f"{self.kind}_past", past=True))
        set_(self, "content", tuple(name for name in own if name not in self.internal))

    def _table(self, name: str, *, past: bool) -> sa.Table:
        shared: list[sa.Column[Any]] = [
            sa.Column("id", Id, primary_key=True),
            sa.Column("owner", sa.SmallInteger, nullable=False),
            sa.Column("audience", sa.BigInteger, nullable=False),
            sa.Column("dated", sa.BigInteger, nullable=False),
            sa.Column("code", sa.String(14), nullable=False),
            sa.Column("version", sa.String(24), nullable=False),
            sa.Column("categories", sa.JSON, nullable=False),
            sa.Column("recorded_at", Instant, nullable=False),
            sa.Column("changed_at", Instant, nullable=False),
            sa.Column("born", Position, nullable=False),
            sa.Column("search", sa.Text, nullable=False),
        ]
        span: list[sa.Column[Any]] = (
            [
                sa.Column("since", Position, primary_key=True, autoincrement=False),
                sa.Column("till", Position, nullable=False),
            ]
            if past
            else [sa.Column("since", Position, nullable=False)]
        )
        own = [sa.Column(c.name, c.type, nullable=c.nullable) for c in self.columns]
        table = sa.Table(name, METADATA, *shared, *own, *span)
        if not past:
            sa.Index(f"{name}_born", table.c.born)
            sa.Index(f"{name}_code", table.c.code)
            for columns in self.indexes:
                sa.Index(f"{name}_{'_'.join(columns)}", *(table.c[c] for c in columns))
        return table

    def begin(self, recorded: Recorded, record: UUID) -> Row:
        """The blank row a first fact meets."""
        at = moment_text(recorded)
        return {
            **{column.name: None for column in self.columns},
            **self.blank,
            "id": str(record),
            "owner": getattr(recorded.fact, "owner", -1),
            "audience": 0,
            "dated": 0,
            "code": code_of(self.prefix, record),
            "version": "",
            "categories": list(getattr(recorded.fact, "categories", ())),
            "recorded_at": at,
            "changed_at": at,
            "born": recorded.position,
            "search": "",
            "since": recorded.position,
        }

    def finish(self, row: Row) -> None:
        """What follows from a row's content: its version and its searchable text."""
        visible = [row[name] for name in self.content]
        digest = hashlib.blake2b(orjson.dumps([row["id"], row["categories"], *visible]))
        row["version"] = digest.hexdigest()[:24]
        texts: list[str | None] = [row["code"]]
        for name in self.search:
            value = row[name]
            texts += value if isinstance(value, list) else [value]
        row["search"] = normalised(*texts)


def moment_text(recorded: Recorded) -> str:
    """The recording instant as the views keep it."""
    return recorded.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Touch = Callable[[Row, Fact], None]


@dataclass(frozen=True)
class Release:
    """How releases touch the audience of any record: which fact classes, and what they do."""

    facts: tuple[type[Fact], ...]
    concerns: Callable[[Fact], tuple[str, UUID]]
    touch: Touch


class Folding:
    """Folds facts into all views, a batch at a time, inside the transaction that appends them.

    A batch holds whole commands, since a row changes once a command.
    """

    def __init__(self, views: Iterable[View], release: Release) -> None:
        self.views = tuple(views)
        self._release = release
        self._by_fact: dict[type[Fact], list[View]] = {}
        for view in self.views:
            for fact in view.facts:
                self._by_fact.setdefault(fact, []).append(view)
        self._by_kind = {view.kind: view for view in self.views}

    def __call__(self, connection: sa.Connection, recorded: Sequence[Recorded]) -> None:
        touched: dict[str, dict[UUID, list[tuple[Recorded, bool]]]] = {}
        for one in recorded:
            for view in self._by_fact.get(type(one.fact), ()):
                subject = view.subject(one.fact)
                touched.setdefault(view.kind, {}).setdefault(subject, []).append((one, False))
            if isinstance(one.fact, self._release.facts):
                kind, subject = self._release.concerns(one.fact)
                touched.setdefault(kind, {}).setdefault(subject, []).append((one, True))
        for kind, subjects in touched.items():
            self._fold(connection, self._by_kind[kind], subjects)

    def _fold(
        self,
        connection: sa.Connection,
        view: View,
        subjects: dict[UUID, list[tuple[Recorded, bool]]],
    ) -> None:
        known = [
            str(subject)
            for subject, facts in subjects.items()
            if not isinstance(facts[0][0].fact, view.begins)
        ]
        rows = {row["id"]: row for row in _read(connection, view.current, known)}
        new: list[Row] = []
        changed: list[Row] = []
        past: list[Row] = []
        for subject, facts in subjects.items():
            row = rows.get(str(subject))
            begun = row is None
            if row is None:
                if not isinstance(facts[0][0].fact, view.begins):
                    raise RowIsMissing(f"{view.kind} {subject} for {facts[0][0].fact!r}")
                row = view.begin(facts[0][0], subject)
            for _, command in groupby(facts, key=lambda each: each[0].command):
                together = list(command)
                at = moment_text(together[0][0])
                version, changed_at = row["version"], row["changed_at"]
                if version:  # the row stood before this command
                    past.append({**row, "till": together[0][0].position})
                    row["since"] = together[0][0].position
                row["changed_at"] = at
                for one, is_release in together:
                    if is_release:
                        self._release.touch(row, one.fact)
                    else:
                        view.fold(row, one.fact)
                        if one.fact is facts[0][0].fact and begun:
                            row["audience"] |= view.audience(row)
                view.finish(row)
                if row["version"] == version:
                    # Who may not see what changed is not told that something did.
                    row["changed_at"] = changed_at
            (new if begun else changed).append(row)
        _write(connection, view, new, changed, past)


def _read(connection: sa.Connection, table: sa.Table, ids: Sequence[str]) -> Iterable[Row]:
    for start in range(0, len(ids), CHUNK):
        query = sa.select(table).where(table.c.id.in_(ids[start : start + CHUNK]))
        for row in connection.execute(query).mappings():
            yield dict(row)


def _write(
    connection: sa.Connection, view: View, new: list[Row], changed: list[Row], past: list[Row]
) -> None:
    if past:
        connection.execute(view.past.insert(), past)
    if new:
        connection.execute(view.current.insert(), new)
    if changed:
        table = view.current
        assign = {
            c.name: sa.bindparam(f"new_{c.name}", type_=c.type) for c in table.c if c.name != "id"
        }
        update = table.update().where(table.c.id == sa.bindparam("the_id")).values(assign)
        parameters = [
            {"the_id": row["id"], **{f"new_{name}": row[name] for name in assign}}
            for row in changed
        ]
        result = connection.execute(update, parameters)
        if result.rowcount not in (len(changed), -1):
            raise RowIsMissing(
                f"{len(changed)} rows of {view.kind} to update, {result.rowcount} met"
            )
