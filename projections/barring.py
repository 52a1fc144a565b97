"""What barrier rules keep from who looks, whatever was released to them: judged at reading.

A rule bars for one span of time: from the instant it was imposed, or from its first day on, to the end
of its last day, or until it was lifted. Since a rule may end earlier than it was to, and never later, it
is as it stands now that it was at any time before.

The rules are written in SQL, which both databases read alike: every query through the barrier passes by
here, and SQLAlchemy would walk through the whole of them each time. On PostgreSQL functions of the
database say what is barred from whoever was told of; each table's policy asks them.
"""

# ruff: noqa: S608 -- the only names put into these texts are our own

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from projections.clearance import Clearance, Moment
from projections.openings import Function
from projections.register.barrier_rules import BARRING
from projections.view import Instant, Position
from projections.viewer import DATABASE, Viewer

_COVERS: Final = "to_party = {party} AND owner = {owner} AND bars & {holds} <> 0"
_ON_THE_DAY: Final = "first_day <= {day} AND (last_day IS NULL OR last_day >= {day})"
_BARRED: Final = f"EXISTS (SELECT 1 FROM barring WHERE {_COVERS} AND standing AND {_ON_THE_DAY})"
_BARRED_THEN: Final = (
    f"EXISTS (SELECT 1 FROM barring WHERE {_COVERS} AND {_ON_THE_DAY}"
    " AND born <= {position} AND (standing OR since > {position}))"
)
_BARS_AT: Final = (
    f"EXISTS (SELECT 1 FROM barring WHERE {_COVERS} AND begins <= {{at}}"
    " AND (ends IS NULL OR ends > {at}))"
)
_OPENED: Final = (
    f"(NOT {_BARS_AT.replace('{at}', '{since}')}"
    f" OR EXISTS (SELECT 1 FROM barring ended WHERE {_COVERS}"
    f" AND ends > {{since}} AND ends < {{till}} AND NOT {_BARS_AT.replace('{at}', 'ended.ends')}))"
)
"""If no rule bars all the time, then at first, or as a rule had just ceased to bar."""
_MOVED: Final = (
    f"EXISTS (SELECT 1 FROM barring WHERE {_COVERS} AND (begins > {{behind}} AND begins <= {{upto}}"
    " OR ends > {behind} AND ends <= {upto}))"
)


def barred(
    rows: sa.FromClause,
    viewer: Viewer,
    day: sa.ColumnElement[str],
    moment: Moment | None = None,
) -> sa.ColumnElement[bool]:
    """Whether a rule keeps these rows from who looks on this day, by the rules of now or of then."""
    covers = rows.c.owner, rows.c.holds, viewer.party
    if moment is None:
        return _BarredToday(*covers, day)
    return _BarredThen(*covers, day, sa.literal(moment.position, Position))


def opened_meanwhile(
    rows: sa.FromClause,
    viewer: Viewer,
    since: sa.ColumnElement[str],
    till: sa.ColumnElement[str],
) -> sa.ColumnElement[bool]:
    """Whether no rule kept these rows back at some time from the instant `since` up to `till`."""
    return _OpenedMeanwhile(rows.c.owner, rows.c.holds, viewer.party, since, till)


def barred_or_opened(rows: sa.FromClause, clearance: Clearance) -> sa.ColumnElement[bool]:
    """Whether a rule began or ceased to bar rows from who looks in a window: behind the instant
    `behind`, up to and with `upto`."""
    behind, upto = sa.bindparam("behind", type_=Instant), sa.bindparam("upto", type_=Instant)
    return _Moved(rows.c.owner, rows.c.holds, Viewer.of(clearance).party, behind, upto)


def rules_against(clearance: Clearance) -> sa.Select[Any]:
    """The rules that bar who looks: whose (`owner`), what (`bars`), on what days, and where and by
    whom each was imposed and last changed."""
    names = ("owner", "bars", "eve", "last_day", "standing", "born", "recorded_at", "imposed_by")
    columns = (BARRING.c[name] for name in (*names, "since", "stood_from", "author"))
    return sa.select(*columns).where(BARRING.c.to_party == Viewer.of(clearance).party)


class _Written(FunctionElement[bool]):
    """A condition written in SQL, given what its names stand for, in order."""

    type = sa.Boolean()
    inherit_cache = True
    sql: str
    names: tuple[str, ...]

    def told(self, compiler: SQLCompiler, **how: Any) -> dict[str, str]:
        given = (compiler.process(one, **how) for one in self.clauses)
        return dict(zip(("owner", "holds", "party", *self.names), given, strict=True))


class _BarredToday(_Written):
    name = "barred_today"
    inherit_cache = True
    sql, names = _BARRED, ("day",)


class _BarredThen(_Written):
    name = "barred_then"
    inherit_cache = True
    sql, names = _BARRED_THEN, ("day", "position")


class _OpenedMeanwhile(_Written):
    name = "opened_meanwhile"
    inherit_cache = True
    sql, names = _OPENED, ("since", "till")


class _Moved(_Written):
    name = "barred_or_opened"
    inherit_cache = True
    sql, names = _MOVED, ("behind", "upto")


@compiles(_Written)
def _in_place(element: _Written, compiler: SQLCompiler, **how: Any) -> str:
    return element.sql.format_map(element.told(compiler, **how))


@compiles(_BarredToday, "postgresql")
def _looked_up(element: _BarredToday, compiler: SQLCompiler, **how: Any) -> str:
    return _BITS_OF.format(bits=BARRED.name, **element.told(compiler, **how)) + " <> 0"


@compiles(_OpenedMeanwhile, "postgresql")
def _called(element: _OpenedMeanwhile, compiler: SQLCompiler, **how: Any) -> str:
    told = element.told(compiler, **how)
    never = _BITS_OF.format(bits=EVER_BARRED.name, **told) + " = 0"
    return f"({never} OR {OPENED.name}({told['owner']}, {told['holds']}, {told['since']}, {told['till']}))"


# ----- functions of PostgreSQL --------------------------------------------------------------------
# A query that passes by many policies would otherwise take far longer to plan than to carry out. They
# are carried out with an owner's rights: then the planner leaves them alone, or it would read through
# each of them at each mention.

_BITS_OF: Final = "(SELECT {bits}())[{owner} + 2] & {holds}"
_DIALECT: Final[sa.Dialect] = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy's own


def _asker(value: sa.ColumnElement[Any]) -> str:
    """What the database was told of who asks, in its words."""
    return " ".join(
        str(value.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True})).split()
    )


_NOTHING: Final = "{" + ", ".join("0" * 64) + "}"
_PARTY, _TODAY = _asker(DATABASE.party), _asker(DATABASE.today)


def _function(name: str, given: Mapping[str, str], answers: str, said: str) -> Function:
    """Nobody is answered who was not told of."""
    told = ", ".join(f"{one} {kind}" for one, kind in given.items())
    statement = (
        f"CREATE FUNCTION {name}({told}) RETURNS {answers} LANGUAGE sql STABLE SECURITY DEFINER"
        f" BEGIN ATOMIC SELECT CASE WHEN {_PARTY} IS NOT NULL THEN {said} END; END"
    )
    return Function(name, ", ".join(given.values()), statement)


def _bits(name: str, also: str) -> tuple[Function, Function]:
    """Of each owner in order, the first one nobody, the bits of what such rules bar; first how they are
    told of. Each mention of a table in a query asks anew: where no rule is, as mostly, it is a short answer."""
    rules = f"FROM barring WHERE to_party = {_PARTY}{also}"
    bits = f"SELECT bit_or(bars) {rules} AND owner = number"
    listed = f"(SELECT array_agg(coalesce(({bits}), 0::smallint) ORDER BY number)"
    each = _function(
        f"{name}_by_owner", {}, "smallint[]", f"{listed} FROM generate_series(-1, 62) number)"
    )
    said = f"CASE WHEN EXISTS (SELECT 1 {rules}) THEN {each.name}() ELSE '{_NOTHING}' END"
    return each, _function(name, {}, "smallint[]", said)


def _opened() -> Function:
    given = {
        "of_owner": "smallint",
        "holding": "smallint",
        "since_when": "text",
        "till_when": "text",
    }
    owner, holds, since, till = given
    said = _OPENED.format(owner=owner, holds=holds, party=_PARTY, since=since, till=till)
    return _function("opened_meanwhile", given, "boolean", said)


BARRED_BY_OWNER, BARRED = _bits(
    "barred_today", f" AND standing AND {_ON_THE_DAY.format(day=_TODAY)}"
)
"""What is barred from who asks, today."""

EVER_BARRED_BY_OWNER, EVER_BARRED = _bits("ever_barred", "")
"""What was ever barred from who asks, or will be."""

OPENED: Final = _opened()
"""Whether no rule kept records of an owner, with such information, from who asks at some time."""
