"""The barrier: the one function that turns (view, clearance, moment) into what may be read.

Every read starts here, never from a table. What is hidden is simply absent: it is filtered before
anything counts, sorts or pages. Ends of dates are judged at reading, never folded into rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from projections.clearance import Clearance, Moment
from projections.people.departments import DEPARTMENTS
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.coverage import COVERED
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.releases import RELEASES
from projections.view import Day, Instant, Pairs, Position, View

PEOPLE = (PARTIES, DEPARTMENTS, MEMBERS)
"""What an administrator sees of the own party: whom to administer, and no record."""


@lru_cache(maxsize=512)
def visible(view: View, clearance: Clearance, moment: Moment | None = None) -> sa.Subquery:
    """The rows of `view` this clearance may see, now or as of `moment`.

    As of a moment a viewer sees what their party could see then and may see now.
    A link is seen where both its ends are. Equal arguments give the same (immutable) subquery.
    """
    if view is LINKS:
        return _links(clearance, moment).subquery(view.kind)
    return _rows(view, clearance, moment).subquery(view.kind)


@lru_cache(maxsize=512)
def visible_pairs(pairs: Pairs, clearance: Clearance, moment: Moment | None = None) -> sa.Subquery:
    """The pairs of which both ends may be seen."""
    table = pairs.table
    both = (
        table.c[column].in_(_end(pairs, column, _rows(view, clearance, moment).subquery()))
        for column, view in pairs.ends.items()
    )
    return sa.select(table).where(*both).subquery(table.name)


def _end(pairs: Pairs, column: str, rows: sa.Subquery) -> sa.Select[Any]:
    """The ids of an end's rows, for a counted one of those that have come as far as the pair."""
    ids = sa.select(rows.c.id)
    if column not in pairs.counted:
        return ids
    reached, own = pairs.counted[column]
    table = pairs.table
    return ids.where(rows.c.id == table.c[column], rows.c[reached] >= table.c[own])


def visible_coverage(clearance: Clearance, moment: Moment | None = None) -> sa.Subquery:
    """Pairs (figure, incident) of which both may be seen."""
    return visible_pairs(COVERED, clearance, moment)


@lru_cache(maxsize=512)
def links_between(
    clearance: Clearance, target_kind: str, moment: Moment | None = None
) -> sa.Subquery:
    """Standing links to one kind of target, for joining one visible row to another.

    Both ends must come from `visible`: alone, these pairs tell what a viewer may not know.
    """
    rows = _rows(LINKS, clearance, moment).subquery("links")
    return (
        sa.select(rows.c.cause, rows.c.target)
        .where(rows.c.target_kind == target_kind, rows.c.standing)
        .subquery("pairs")
    )


@lru_cache(maxsize=512)
def versions(view: View, clearance: Clearance, *columns: str) -> sa.Subquery:
    """Every version of the rows of `view` that this clearance may see now, with these columns.

    Of each: `since` and `stood_from`, `till` (None of the current one), whether its audience held
    the viewer (`audible`), and by a release that ends (`ends`, see `releases_to`). Whether it was
    seen when it stood is for projections.timeline to say: show none that was not.
    """
    names = ("id", "owner", "born", "recorded_at", "since", "stood_from", "author", *columns)
    now, past = view.current, view.past
    may_see_now = _takes_part(view, clearance)
    stands = sa.select(
        *(now.c[name] for name in names),
        sa.literal(None, now.c.since.type).label("till"),
        *_sight(view, now, clearance),
    ).where(may_see_now)
    stood = (
        sa.select(*(past.c[name] for name in names), past.c.till, *_sight(view, past, clearance))
        .select_from(past)
        .join(now, now.c.id == past.c.id)
        .where(may_see_now)
    )
    return stands.union_all(stood).subquery("versions")


@lru_cache(maxsize=512)
def began_or_ended(view: View, clearance: Clearance) -> sa.CompoundSelect[Any]:
    """The ids of rows that may be seen now and of which a version began or ended in a window: behind
    the instant `behind` (position `after`), up to and with `upto` (`last`)."""
    now, past = view.current, view.past
    seen_now = sa.select(now.c.id).where(_takes_part(view, clearance))
    behind, upto = sa.bindparam("behind", type_=Instant), sa.bindparam("upto", type_=Instant)
    after, last = sa.bindparam("after", type_=Position), sa.bindparam("last", type_=Position)
    began = seen_now.where(now.c.stood_from > behind, now.c.stood_from <= upto)
    born = seen_now.where(now.c.born > after, now.c.born <= last)
    ended = seen_now.join(past, past.c.id == now.c.id).where(
        past.c.stood_till > behind, past.c.stood_till <= upto
    )
    return began.union(born, ended)


@lru_cache(maxsize=512)
def run_out(clearance: Clearance) -> sa.Select[Any]:
    """The records (`record`, `record_kind`) of which a release to the viewer may have run out behind
    the instant `behind`, from the day `first_day` on, before `today`.

    Only what was released again is seen now, so that past releases tell of all that matters.
    """
    past = RELEASES.past
    return (
        sa.select(past.c.record, past.c.record_kind)
        .where(
            past.c.to_party == _party(clearance),
            past.c.stood_till > sa.bindparam("behind", type_=Instant),
            past.c.until >= sa.bindparam("first_day", type_=Day),
            past.c.until < sa.bindparam("today", type_=Day),
        )
        .distinct()
    )


@lru_cache(maxsize=512)
def releases_to(clearance: Clearance) -> sa.Subquery:
    """Every version of the releases to the viewer's party, in order: `record`, `stood_from`,
    `until`. They tell how long a version was seen whose audience `ends`."""
    now, past = RELEASES.current, RELEASES.past
    names = ("record", "since", "stood_from", "until")
    to_me = [
        sa.select(*(table.c[name] for name in names)).where(table.c.to_party == _party(clearance))
        for table in (now, past)
    ]
    return to_me[0].union_all(to_me[1]).subquery("releases_to")


@lru_cache(maxsize=1)
def authors() -> sa.Subquery:
    """Which party enrolled each member, and the grants held, from position `since` on.

    Of who changed a record, whoever sees the change may know the company and the roles. Nothing else
    is here: the name is read through `visible`.
    """
    now, past = MEMBERS.current, MEMBERS.past
    columns = ("id", "owner", "grants", "since")
    return (
        sa.select(*(now.c[name] for name in columns))
        .union_all(sa.select(*(past.c[name] for name in columns)))
        .subquery("authors")
    )


def _party(clearance: Clearance) -> int:
    return -1 if clearance.party is None else clearance.party


def _takes_part(view: View, clearance: Clearance) -> sa.ColumnElement[bool]:
    """Whether a current row may be seen now, or would be if it stood: of a link that was undone,
    its past may be seen where its ends are."""
    seen = _sees(view, view.current, clearance, clearance.today)
    return sa.and_(seen, _both_ends(view.current, clearance, None)) if view is LINKS else seen


def _sight(view: View, rows: sa.FromClause, clearance: Clearance) -> list[sa.ColumnElement[bool]]:
    """Whether the audience of a version held the viewer, and whether by a release that ends."""
    people = clearance.people if view in PEOPLE else 0
    mine, administered = (sa.literal(bits, sa.BigInteger) for bits in (clearance.bit, people))
    in_audience, dated = rows.c.audience.op("&")(mine) != 0, rows.c.dated.op("&")(mine) != 0
    as_administrator = rows.c.audience.op("&")(administered) != 0
    return [
        sa.or_(in_audience, as_administrator).label("audible"),
        sa.and_(dated, sa.not_(as_administrator)).label("ends"),
    ]


def _rows(view: View, clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    now = view.current
    if moment is None:
        return sa.select(now).where(_sees(view, now, clearance, clearance.today))
    may_see_now = _sees(view, now, clearance, clearance.today)
    columns = [column.name for column in now.c]
    still = sa.select(*(now.c[name] for name in columns)).where(
        now.c.since <= moment.position, may_see_now
    )
    past, earlier = view.past, view.past.alias("earlier")
    # One seek for each record, however long its history is. Whatever was born by then has a past row
    # that held; an outer join says so, or SQLite would begin with all past rows.
    last = (
        sa.select(sa.func.max(earlier.c.since))
        .where(earlier.c.id == now.c.id, earlier.c.since <= moment.position)
        .scalar_subquery()
    )
    was = (
        sa.select(*(past.c[name] for name in columns))
        .select_from(now)
        .outerjoin(past, sa.and_(past.c.id == now.c.id, past.c.since == last))
        .where(now.c.since > moment.position, now.c.born <= moment.position, may_see_now)
    )
    then = still.union_all(was).subquery("then")
    return sa.select(then).where(_sees(view, then, clearance, moment.day, moment))


def _ids(view: View, clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    rows = _rows(view, clearance, moment).subquery()
    return sa.select(rows.c.id)


def _sees(
    view: View,
    rows: sa.FromClause,
    clearance: Clearance,
    day: str,
    moment: Moment | None = None,
) -> sa.ColumnElement[bool]:
    """As `_may_see`; who administers people sees their departments and members besides."""
    seen = _may_see(rows, clearance, day, moment)
    if view not in PEOPLE or not clearance.people:
        return seen
    administered = sa.literal(clearance.people, sa.BigInteger)
    return sa.or_(seen, rows.c.audience.op("&")(administered) != 0)


def _may_see(
    rows: sa.FromClause, clearance: Clearance, day: str, moment: Moment | None = None
) -> sa.ColumnElement[bool]:
    """Audience bit, and not past the end of a dated release."""
    mine = sa.literal(clearance.bit, sa.BigInteger)
    in_audience = rows.c.audience.op("&")(mine) != 0
    undated = rows.c.dated.op("&")(mine) == 0
    if clearance.party is None:
        return sa.false()
    return sa.and_(in_audience, sa.or_(undated, _not_ended(rows, clearance.party, day, moment)))


def _not_ended(
    rows: sa.FromClause, party: int, day: str, moment: Moment | None
) -> sa.ColumnElement[bool]:
    releases = RELEASES.current if moment is None else _releases_then(moment)
    return (
        sa.select(releases.c.id)
        .where(
            releases.c.record == rows.c.id,
            releases.c.to_party == party,
            releases.c.standing,
            sa.or_(releases.c.until.is_(None), releases.c.until >= day),
        )
        .exists()
    )


def _releases_then(moment: Moment) -> sa.Subquery:
    now, past = RELEASES.current, RELEASES.past
    names = ("id", "record", "to_party", "standing", "until")
    still = sa.select(*(now.c[n] for n in names)).where(now.c.since <= moment.position)
    was = sa.select(*(past.c[n] for n in names)).where(
        past.c.since <= moment.position, past.c.till > moment.position
    )
    return still.union_all(was).subquery("releases_then")


def _links(clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    links = _rows(LINKS, clearance, moment).subquery("links")
    return sa.select(links).where(links.c.standing, _both_ends(links, clearance, moment))


def _both_ends(
    links: sa.FromClause, clearance: Clearance, moment: Moment | None
) -> sa.ColumnElement[bool]:
    targets = sa.or_(
        sa.and_(
            links.c.target_kind == "incident",
            links.c.target.in_(_ids(INCIDENTS, clearance, moment)),
        ),
        sa.and_(
            links.c.target_kind == "countermeasure",
            links.c.target.in_(_ids(COUNTERMEASURES, clearance, moment)),
        ),
    )
    return sa.and_(links.c.cause.in_(_ids(CAUSES, clearance, moment)), targets)
