"""Openings in the wall: the few columns of hidden rows that may be known, each a view of the database.

A dated release is judged by who sees the record, and only its owner sees the release itself. Who
somebody is must be read before a clearance can exist. On PostgreSQL an opening shows no row but those
meant for who asks, of whom the database was told (`told`); it is read with its owner's rights.
On SQLite, which has no second lock, it shows these columns and the barrier picks the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.sql.functions import GenericFunction


@dataclass(frozen=True, eq=False)
class Opening:
    """Some columns of a table under a name of its own. `meant` picks its rows on PostgreSQL."""

    name: str
    of: sa.Table
    columns: tuple[str, ...]
    meant: sa.ColumnElement[bool]
    table: sa.TableClause = field(init=False)

    def __post_init__(self) -> None:
        columns = (sa.column(name, self.of.c[name].type) for name in self.columns)
        object.__setattr__(self, "table", sa.table(self.name, *columns))

    @property
    def c(self) -> Any:
        return self.table.c

    def query(self, dialect: sa.Dialect) -> str:
        """What it shows, in the words of one database."""
        shown = sa.select(*(self.of.c[name] for name in self.columns))
        if dialect.name == "postgresql":
            shown = shown.where(self.meant)
        return str(shown.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the database, on PostgreSQL alone: its name, the types of what it is given, and the
    statement that makes it."""

    name: str
    given: str
    statement: str


def create(
    openings: Iterable[Opening], functions: Iterable[Function], dialect: sa.Dialect
) -> Iterator[tuple[str, str]]:
    """What each is called, and the statement that makes it once its tables are there."""
    barred = " WITH (security_barrier)" if dialect.name == "postgresql" else ""
    for opening in openings:
        called = f"VIEW {opening.name}"
        yield called, f"CREATE {called}{barred} AS {opening.query(dialect)}"
    if dialect.name == "postgresql":
        for one in functions:
            yield f"FUNCTION {one.name}({one.given})", one.statement


def drop(
    openings: Iterable[Opening], functions: Sequence[Function], dialect: sa.Dialect
) -> Iterator[str]:
    """The statements that take them away, as must be before their tables are."""
    if dialect.name == "postgresql":
        for one in reversed(functions):  # later ones ask earlier ones
            yield f"DROP FUNCTION IF EXISTS {one.name}({one.given})"
    for opening in openings:
        yield f"DROP VIEW IF EXISTS {opening.name}"


class LinkWasSeen(GenericFunction[bool]):
    """Whether who asks may see an earlier version of the link with this id."""

    type = sa.Boolean()
    name = "link_was_seen"
    inherit_cache = True


LINK_WAS_SEEN: Final = Function(
    LinkWasSeen.name,
    "text",
    """
CREATE FUNCTION link_was_seen(link text) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT EXISTS (SELECT 1 FROM link_past earlier WHERE earlier.id = link);
END
""",
)
"""It looks with the rights of who asks, so that the policy of `link_past` decides. What that asks is four
fifths of the plan of any query about links, while only of one that was undone it matters: in a function it
is planned where it is carried out."""

AUTHORS: Final = Function(
    "authors_named",
    "text[]",
    """
CREATE FUNCTION authors_named(ids text[])
RETURNS TABLE (id varchar, owner smallint, grants json, since bigint)
LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT known.id, known.owner, (
      SELECT coalesce(json_agg(json_build_object(
        'party', one -> 'party', 'role', one -> 'role', 'department', NULL,
        'since', one -> 'since', 'until', one -> 'until'
      )), '[]') FROM json_array_elements(known.grants) one
    ), known.since
  FROM (
    SELECT now.id, now.owner, now.grants, now.since FROM member now
    UNION ALL SELECT past.id, past.owner, past.grants, past.since FROM member_past past
  ) known
  WHERE known.id = ANY(ids);
END
""",
)
"""Which party enrolled the members with these ids, and the roles they held. Nobody can list members by it:
their ids stand in the rows that one sees. Departments of another party stay hidden. The body is bound to its tables when it is made, so that no
other table of the same name can take their place."""
