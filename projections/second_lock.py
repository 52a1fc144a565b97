"""The second lock: on PostgreSQL the database itself shows nobody more than the barrier would.

Its row-level security is made of the barrier's own rules (`barrier.DATABASE` stands for who asks), one
policy a table. So a query that forgot the barrier, or that somebody else wrote, finds what its asker
may see; and where the database was not told of an asker, a reader finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from projections import told
from projections.all import PAIRS, VIEWS
from projections.barrier import (
    pair_seen_now,
    record_seen_now,
    seen_now,
    seen_while_it_stood,
)
from projections.viewer import DATABASE

SEEN, KEPT, OWNED = "seen", "kept", "owned"
"""The names of policies: what somebody may see, what the writer keeps, and what the owner owns."""


@cache
def rules() -> Mapping[str, str]:
    """Of each table of the views, by its name, which of its rows may be seen: SQL of PostgreSQL."""
    found: dict[str, str] = {}
    for view in VIEWS:
        now, past = view.current, view.past
        found[now.name] = _words(now, seen_now(view, DATABASE))
        seen = record_seen_now(view, DATABASE), seen_while_it_stood(view, DATABASE)
        found[past.name] = _words(past, sa.and_(*seen))
    for pairs in PAIRS:
        found[pairs.table.name] = _words(pairs.table, pair_seen_now(pairs, DATABASE))
    return found


def nobody_asks() -> str:
    """Whether a transaction reads for nobody: then the writer keeps rows."""
    return _text(sa.select(_ONE).where(told.NOBODY_ASKS)).partition("WHERE ")[2]


def unlock(connection: sa.Connection) -> None:
    """Take all policies away, as must be before what they speak of is: then nobody sees a row."""
    quote = _DIALECT.identifier_preparer.quote
    for table, name in connection.execute(_POLICIES).all():
        connection.exec_driver_sql(f"DROP POLICY {quote(name)} ON {quote(table)}")


def close(tables: Iterable[sa.Table]) -> Iterator[str]:
    """The statements that lock tables for everybody, their owner too."""
    for table in tables:
        name = _DIALECT.identifier_preparer.format_table(table)
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"


def _words(table: sa.Table, rule: sa.ColumnElement[bool]) -> str:
    """A rule about a table's rows, as a policy states it."""
    return _text(sa.select(_ONE).select_from(table).where(rule)).partition("WHERE ")[2]


def _text(query: sa.Select[Any]) -> str:
    compiled = query.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).split())


_POLICIES: Final = sa.text(
    "SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()"
)
_DIALECT: Final[sa.Dialect] = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy's own
_ONE: Final[sa.ColumnClause[int]] = sa.literal_column("1")
