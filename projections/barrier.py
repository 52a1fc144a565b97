"""The barrier: the one function that turns (view, clearance, moment) into what may be read.

Every read starts here, never from a table. What is hidden is simply absent: it is filtered before
anything counts, sorts or pages. Ends of dates are judged at reading, never folded into rows.
The rules stand here once. On PostgreSQL the database repeats them for itself: `second_lock` writes
them down with what it was told of who asks in place of a clearance (`DATABASE`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from projections.barring import barred, barred_or_opened, opened_meanwhile
from projections.clearance import Clearance, Moment
from projections.openings import AUTHORS, LinkWasSeen, Opening
from projections.people.departments import DEPARTMENTS
from projections.people.members import MEMBERS
from projections.people.parties import PARTIES
from projections.register.links import LINKS
from projections.register.released_wordings import (
    OWN_WORDINGS,
    OWN_WORDINGS_PAST,
    RELEASED_WORDINGS,
)
from projections.register.releases import RELEASED, RELEASED_PAST
from projections.spans import end_of
from projections.view import Day, Instant, Need, Pairs, Position, View
from projections.viewer import Viewer

PEOPLE = (PARTIES, DEPARTMENTS, MEMBERS)
"""What an administrator sees of the own party: whom to administer, and no record."""


@lru_cache(maxsize=512)
def visible(view: View, clearance: Clearance, moment: Moment | None = None) -> sa.Subquery:
    """The rows of `view` this clearance may see, now or as of `moment`.

    As of a moment a viewer sees what their party could see then and may see now, and no version
    that holds what a rule of now bars. What needs other records is seen where they are: a link where
    both its ends are. Equal arguments give the same (immutable) subquery.
    """
    if not view.needs:
        return _rows(view, clearance, moment).subquery(view.kind)
    rows = _rows(view, clearance, moment).subquery("rows")
    rows = standing_links(rows) if view is LINKS else rows
    seen = needs_seen(view, rows, Viewer.of(clearance), moment)
    return sa.select(rows).where(seen).subquery(view.kind)


@lru_cache(maxsize=512)
def visible_of(view: View, clearance: Clearance, owner: int) -> sa.Subquery:
    """The rows of one party's own among those this clearance may see; parties are everybody's.

    A party may be shown what another sees of it, and nothing that the other one keeps beside.
    """
    if view is PARTIES:
        return visible(view, clearance)
    rows = visible(view, clearance)
    return sa.select(rows).where(rows.c.owner == owner).subquery(view.kind)


@lru_cache(maxsize=512)
def own_rows(view: View, clearance: Clearance, moment: Moment | None = None) -> sa.Subquery:
    """The rows of the viewer's own party, now or as of `moment`; of wordings those that it gave to
    others, whoever reads them. Of links, whatever their ends are."""
    now, past = (
        (OWN_WORDINGS.table, OWN_WORDINGS_PAST.table)
        if view is RELEASED_WORDINGS
        else (view.current, view.past)
    )
    own = now.c.owner == Viewer.of(clearance).party
    if moment is None:
        return sa.select(now).where(own).subquery()
    return _then(now, past, moment, own).subquery()


def standing_links(links: sa.FromClause) -> sa.Subquery:
    """Those of these links that stand. One that was undone and made again begins as it was made again:
    its first life may have been over before its ends were to be seen."""
    began = {"born": links.c.since, "recorded_at": links.c.stood_from}
    columns = (began.get(column.name, column).label(column.name) for column in links.c)
    return sa.select(*columns).where(links.c.standing).subquery("standing")


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
    """The versions of the rows of `view` that this clearance may see now and could see while they
    stood, with these columns.

    Of each: `since` and `stood_from`, `till` and `stood_till` (None of the current one), and whether
    its audience holds the viewer by a release that ends (`ends`, see `releases_to`): then it was seen
    until the end of that release's last day. Where the next version does not begin as one ends, what
    stood between was hidden. A link's ends are for projections.timeline to judge.
    """
    viewer = Viewer.of(clearance)
    names = ("id", "owner", "born", "recorded_at", "since", "stood_from", "author", *columns)
    now, past = view.current, view.past
    may_see_now = seen_now(view, viewer)
    stands = sa.select(
        *(now.c[name] for name in names),
        sa.literal(None, now.c.since.type).label("till"),
        sa.literal(None, now.c.stood_from.type).label("stood_till"),
        _ends(view, now, viewer),
    ).where(may_see_now)
    stood = (
        sa.select(
            *(past.c[name] for name in names),
            past.c.till,
            past.c.stood_till,
            _ends(view, past, viewer),
        )
        .select_from(past)
        .join(now, now.c.id == past.c.id)
        .where(may_see_now, seen_while_it_stood(view, viewer))
    )
    return stands.union_all(stood).subquery("versions")


@lru_cache(maxsize=512)
def began_or_ended(view: View, clearance: Clearance) -> sa.CompoundSelect[Any]:
    """The ids of rows that may be seen now and of which a version began or ended in a window, or was
    barred or opened by a rule: behind the instant `behind` (position `after`), up to and with `upto`
    (`last`)."""
    now, past = view.current, view.past
    seen = sa.select(now.c.id).where(seen_now(view, Viewer.of(clearance)))
    earlier = seen.join(past, past.c.id == now.c.id)
    began, born, ended = _in_window(now, past)
    return seen.where(began).union(
        seen.where(born),
        earlier.where(ended),
        seen.where(barred_or_opened(now, clearance)),
        earlier.where(barred_or_opened(past, clearance)),
    )


@lru_cache(maxsize=512)
def released_or_run_out(clearance: Clearance) -> sa.CompoundSelect[Any]:
    """The records (`record`, `record_kind`) of which a release to the viewer began, changed or was
    withdrawn in a window (see `began_or_ended`), or ran out behind its beginning, from the day
    `first_day` on, before `today`. Not all of them may be seen now."""
    now, past, party = RELEASED, RELEASED_PAST, Viewer.of(clearance).party
    began, born, ended = _in_window(now, past)
    # Only what was released again is seen now: past releases tell of all that matters.
    over = sa.and_(
        past.c.stood_till > sa.bindparam("behind", type_=Instant),
        past.c.until >= sa.bindparam("first_day", type_=Day),
        past.c.until < sa.bindparam("today", type_=Day),
    )
    given, had = (
        sa.select(some.c.record, some.c.record_kind).where(some.c.to_party == party)
        for some in (now, past)
    )
    return given.where(began).union(given.where(born), had.where(ended), had.where(over))


@lru_cache(maxsize=512)
def releases_to(clearance: Clearance) -> sa.Subquery:
    """Every version of the releases to the viewer's party, in order: `record`, `since`, `stood_from`,
    `until`, `standing` and `author`. They tell how long a version was seen whose audience `ends`, and
    who withdrew it."""
    names = ("record", "since", "stood_from", "until", "standing", "author")
    to_me = [
        sa.select(*(some.c[name] for name in names)).where(
            some.c.to_party == Viewer.of(clearance).party
        )
        for some in (RELEASED, RELEASED_PAST)
    ]
    return to_me[0].union_all(to_me[1]).subquery("releases_to")


def authors(connection: sa.Connection, members: Sequence[str]) -> sa.Select[Any]:
    """Which party enrolled these members, and the grants held, from position `since` on.

    Of who changed a record, whoever sees the change may know the company and the roles. Nothing else
    is here: the name is read through `visible`.
    """
    names = ("id", "owner", "grants", "since")
    if connection.dialect.name == "postgresql":
        now = MEMBERS.current
        ids = sa.cast(list(members), ARRAY(sa.Text))
        columns = (sa.column(name, now.c[name].type) for name in names)
        return sa.select(getattr(sa.func, AUTHORS.name)(ids).table_valued(*columns))
    now_and_past = [
        sa.select(*(table.c[name] for name in names)).where(table.c.id.in_(members))
        for table in (MEMBERS.current, MEMBERS.past)
    ]
    return sa.select(now_and_past[0].union_all(now_and_past[1]).subquery("authors"))


# ----- the rules ----------------------------------------------------------------------------------


def seen_now(view: View, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether a current row may be seen now, or might be if it stood: a link that was undone is known
    to whoever saw it before."""
    now = view.current
    seen = _sees(view, now, viewer, viewer.today)
    if view.needs:
        seen = sa.and_(seen, needs_seen(view, now, viewer, None))
    if view is LINKS:
        seen = sa.and_(seen, sa.or_(now.c.standing, _was_seen(now.c.id, viewer)))
    return seen


def _was_seen(link: sa.ColumnElement[str], viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether an earlier version of a link was seen; in the database a function of its own finds out."""
    if viewer.clearance is None:
        return LinkWasSeen(link)
    earlier = LINKS.past.alias("earlier")
    seen = seen_while_it_stood(LINKS, viewer, earlier)
    return viewer.finds(sa.select(earlier.c.id).where(earlier.c.id == link, seen))


def record_seen_now(view: View, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether the record of a past row may be seen now."""
    if view.needs:
        return needs_seen(view, view.past, viewer, None)
    return _is_seen(view.past.c.id, view, viewer, None)


def seen_while_it_stood(
    view: View, viewer: Viewer, past: sa.FromClause | None = None
) -> sa.ColumnElement[bool]:
    """Whether a past row was seen at some time while it stood, and no rule keeps back today what it
    held, if its record may be seen at all."""
    past = view.past if past is None else past
    mine = past.c.audience.op("&")(viewer.bit) != 0
    undated = past.c.dated.op("&")(viewer.bit) == 0
    ended_later = (_ended_later(past, some, viewer) for some in (RELEASED, RELEASED_PAST))
    open_to = sa.or_(
        sa.and_(undated, opened_meanwhile(past, viewer, past.c.stood_from, past.c.stood_till)),
        *ended_later,
    )
    seen = _or_administered(view, past, viewer, sa.and_(mine, open_to))
    seen = sa.and_(seen, _open_today(view, past, viewer))
    return sa.and_(seen, _needs_seen_meanwhile(view, past, viewer)) if view.needs else seen


def _needs_seen_meanwhile(
    view: View, past: sa.FromClause, viewer: Viewer
) -> sa.ColumnElement[bool]:
    """Whether all that a past row needs was seen at some time while it stood."""

    began, ended = past.c.stood_from, past.c.stood_till

    def open_to(rows: sa.FromClause, till: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        since = _later(began, rows.c.stood_from)
        return opened_meanwhile(rows, viewer, since, till)

    def seen(need: Need, of: View) -> sa.ColumnElement[bool]:
        now, then, record = of.current, of.past, past.c[need.column]
        still = sa.select(now.c.id).where(
            now.c.id == record, now.c.since < past.c.till, open_to(now, ended)
        )
        stood = sa.select(then.c.id).where(
            then.c.id == record,
            then.c.since < past.c.till,
            then.c.till > past.c.since,
            open_to(then, _earlier(ended, then.c.stood_till)),
        )
        if viewer.clearance is not None:
            stood = stood.where(seen_while_it_stood(of, viewer))
        return sa.or_(viewer.finds(still), viewer.finds(stood))

    return of_needs(view, past, seen)


def pair_seen_now(pairs: Pairs, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether both ends of a pair may be seen now."""
    table = pairs.table
    return sa.and_(
        *(_is_seen(table.c[column], view, viewer, None) for column, view in pairs.ends.items())
    )


def _ended_later(past: sa.FromClause, releases: Opening, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether the dated release by which a past row was seen ended later than the row began, and no
    rule barred the row all the time until then.

    It is the one that stood as the row ended: a release that changes changes the row with it.
    """
    end = releases.c.until.concat(end_of(""))
    stood = [releases.c.since < past.c.till]
    if releases is RELEASED_PAST:
        stood.append(releases.c.till >= past.c.till)
    held = sa.select(releases.c.record).where(
        releases.c.record == past.c.id,
        releases.c.to_party == viewer.party,
        releases.c.standing,
        *stood,
        sa.or_(releases.c.until.is_(None), end > past.c.stood_from),
        opened_meanwhile(past, viewer, past.c.stood_from, _earlier(end, past.c.stood_till)),
    )
    return viewer.finds(held)


def _later(one: sa.ColumnElement[str], other: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return sa.case((one > other, one), else_=other)


def _earlier(one: sa.ColumnElement[str], other: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """The first of two instants; the other one where the first is none."""
    return sa.case((one < other, one), else_=other)


def _in_window(now: Any, past: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """Whether a current row began, its record was born, and a past row ended in a window."""
    behind, upto = sa.bindparam("behind", type_=Instant), sa.bindparam("upto", type_=Instant)
    after, last = sa.bindparam("after", type_=Position), sa.bindparam("last", type_=Position)
    return (
        sa.and_(now.c.stood_from > behind, now.c.stood_from <= upto),
        sa.and_(now.c.born > after, now.c.born <= last),
        sa.and_(past.c.stood_till > behind, past.c.stood_till <= upto),
    )


def _ends(view: View, rows: sa.FromClause, viewer: Viewer) -> sa.Label[bool]:
    """Whether the audience of a version holds the viewer by a release that ends."""
    dated = rows.c.dated.op("&")(viewer.bit) != 0
    if view in PEOPLE and viewer.people is not None:
        dated = sa.and_(dated, rows.c.audience.op("&")(viewer.people) == 0)
    return dated.label("ends")


def _rows(view: View, clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    now, viewer = view.current, Viewer.of(clearance)
    may_see_now = _sees(view, now, viewer, viewer.today)
    if moment is None:
        return sa.select(now).where(may_see_now)
    then = _then(now, view.past, moment, may_see_now).subquery("then")
    day = sa.literal(moment.day, Day)
    seen = _sees(view, then, viewer, day, moment)
    return sa.select(then).where(seen, _open_today(view, then, viewer))


def _then(
    now: sa.FromClause, past: sa.FromClause, moment: Moment, those: sa.ColumnElement[bool]
) -> sa.CompoundSelect[Any]:
    """The rows that stood as of a moment, of those records that are picked by their current row."""
    columns = [column.name for column in now.c]
    still = sa.select(*(now.c[name] for name in columns)).where(
        now.c.since <= moment.position, those
    )
    earlier = past.alias("earlier")
    # One seek for each record, however long its history is. An outer join says that there is but
    # one, or SQLite would begin with all past rows. Where the row that held then was hidden, and the
    # database shows none but an earlier one, that one had ended.
    last = (
        sa.select(sa.func.max(earlier.c.since))
        .where(earlier.c.id == now.c.id, earlier.c.since <= moment.position)
        .scalar_subquery()
    )
    was = (
        sa.select(*(past.c[name] for name in columns))
        .select_from(now)
        .outerjoin(
            past,
            sa.and_(past.c.id == now.c.id, past.c.since == last, past.c.till > moment.position),
        )
        .where(now.c.since > moment.position, now.c.born <= moment.position, those)
    )
    return still.union_all(was)


def _ids(view: View, clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    rows = _rows(view, clearance, moment).subquery()
    return sa.select(rows.c.id)


def _is_seen(
    record: sa.ColumnElement[Any], view: View, viewer: Viewer, moment: Moment | None
) -> sa.ColumnElement[bool]:
    """Whether the record with this id may be seen; in the database its own policy tells."""
    if viewer.clearance is None:
        now = view.current
        return viewer.finds(sa.select(now.c.id).where(now.c.id == record))
    return record.in_(_ids(view, viewer.clearance, moment))


def _sees(
    view: View,
    rows: sa.FromClause,
    viewer: Viewer,
    day: sa.ColumnElement[str],
    moment: Moment | None = None,
) -> sa.ColumnElement[bool]:
    """As `_may_see`; who administers people sees their departments and members besides."""
    return _or_administered(view, rows, viewer, _may_see(rows, viewer, day, moment))


def _or_administered(
    view: View, rows: sa.FromClause, viewer: Viewer, seen: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    if view not in PEOPLE or viewer.people is None:
        return seen
    return sa.or_(seen, rows.c.audience.op("&")(viewer.people) != 0)


def _open_today(view: View, rows: sa.FromClause, viewer: Viewer) -> sa.ColumnElement[bool]:
    """Whether no rule of today keeps rows back: also of a record that is judged otherwise since."""
    return _or_administered(view, rows, viewer, ~barred(rows, viewer, viewer.today))


def _may_see(
    rows: sa.FromClause,
    viewer: Viewer,
    day: sa.ColumnElement[str],
    moment: Moment | None = None,
) -> sa.ColumnElement[bool]:
    """Audience bit, not past the end of a dated release, and barred by no rule."""
    if viewer.clearance is not None and viewer.clearance.party is None:
        return sa.false()
    in_audience = rows.c.audience.op("&")(viewer.bit) != 0
    undated = rows.c.dated.op("&")(viewer.bit) == 0
    lasts = sa.or_(undated, _not_ended(rows, viewer, day, moment))
    return sa.and_(in_audience, lasts, ~barred(rows, viewer, day, moment))


def _not_ended(
    rows: sa.FromClause, viewer: Viewer, day: sa.ColumnElement[str], moment: Moment | None
) -> sa.ColumnElement[bool]:
    releases = RELEASED if moment is None else _releases_then(moment)
    held = sa.select(releases.c.record).where(
        releases.c.record == rows.c.id,
        releases.c.to_party == viewer.party,
        releases.c.standing,
        sa.or_(releases.c.until.is_(None), releases.c.until >= day),
    )
    return viewer.finds(held)


def _releases_then(moment: Moment) -> sa.Subquery:
    now, past = RELEASED, RELEASED_PAST
    names = ("record", "to_party", "standing", "until")
    still = sa.select(*(now.c[n] for n in names)).where(now.c.since <= moment.position)
    was = sa.select(*(past.c[n] for n in names)).where(
        past.c.since <= moment.position, past.c.till > moment.position
    )
    return still.union_all(was).subquery("releases_then")


def needs_seen(
    view: View, rows: sa.FromClause, viewer: Viewer, moment: Moment | None
) -> sa.ColumnElement[bool]:
    """Whether all that rows need may be seen."""
    return of_needs(view, rows, lambda need, of: _is_seen(rows.c[need.column], of, viewer, moment))


def of_needs(
    view: View, rows: sa.FromClause, holds: Callable[[Need, View], sa.ColumnElement[bool]]
) -> sa.ColumnElement[bool]:
    """What holds of all that rows need, of whichever kind it is."""
    return sa.and_(*(_of_need(rows, need, holds) for need in view.needs))


def _of_need(
    rows: sa.FromClause, need: Need, holds: Callable[[Need, View], sa.ColumnElement[bool]]
) -> sa.ColumnElement[bool]:
    if need.kind is None:
        [only] = need.views
        return holds(need, only)
    return sa.or_(*(sa.and_(rows.c[need.kind] == of.kind, holds(need, of)) for of in need.views))
