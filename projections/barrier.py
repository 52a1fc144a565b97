"""The barrier: the one function that turns (view, clearance, moment) into what may be read.

Every read starts here, never from a table. What is hidden is simply absent: it is filtered before
anything counts, sorts or pages. Ends of dates are judged at reading, never folded into rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from projections.clearance import Clearance, Moment
from projections.register.causes import CAUSES
from projections.register.countermeasures import COUNTERMEASURES
from projections.register.coverage import COVERAGE
from projections.register.figures import FIGURES
from projections.register.incidents import INCIDENTS
from projections.register.links import LINKS
from projections.register.releases import RELEASES
from projections.view import View


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
def visible_coverage(clearance: Clearance, moment: Moment | None = None) -> sa.Subquery:
    """Pairs (figure, incident) of which both may be seen."""
    figures = _ids(FIGURES, clearance, moment)
    incidents = _ids(INCIDENTS, clearance, moment)
    return (
        sa.select(COVERAGE)
        .where(COVERAGE.c.figure.in_(figures), COVERAGE.c.incident.in_(incidents))
        .subquery("coverage")
    )


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


def _rows(view: View, clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    now = view.current
    if moment is None:
        return sa.select(now).where(_may_see(now, clearance, clearance.today))
    columns = [column.name for column in now.c]
    still = sa.select(*(now.c[name] for name in columns)).where(now.c.since <= moment.position)
    past = view.past
    was = sa.select(*(past.c[name] for name in columns)).where(
        past.c.since <= moment.position, past.c.till > moment.position
    )
    then = still.union_all(was).subquery("then")
    may_see_now = sa.select(now.c.id).where(_may_see(now, clearance, clearance.today))
    return sa.select(then).where(
        _may_see(then, clearance, moment.day, moment), then.c.id.in_(may_see_now)
    )


def _ids(view: View, clearance: Clearance, moment: Moment | None) -> sa.Select[Any]:
    rows = _rows(view, clearance, moment).subquery()
    return sa.select(rows.c.id)


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
    return sa.select(links).where(
        links.c.standing, links.c.cause.in_(_ids(CAUSES, clearance, moment)), targets
    )
