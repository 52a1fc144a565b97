"""What another party could see of one's own records: its rights at a moment, judged once more.

The records are the viewer's own and are read as such, through the barrier. What opened them to the other
party, or kept them from it, is read beside them: the releases and the rules that stood then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from projections.barrier import of_needs, own_rows, standing_links, visible, visible_pairs
from projections.clearance import Clearance, Moment
from projections.people.parties import PARTIES
from projections.register.barrier_rules import BARRIER_RULES
from projections.register.links import LINKS
from projections.register.meetings import REVIEW_MEETINGS
from projections.register.releases import RELEASES
from projections.view import Pairs, View, bit


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of the party with this number as they stood at a moment (None: now), on its day (ISO)."""

    party: int
    moment: Moment | None
    day: str


@lru_cache(maxsize=512)
def visible_to(
    view: View, clearance: Clearance, rights: Rights, moment: Moment | None
) -> sa.Subquery:
    """The rows of the viewer's own party that another one would have been shown, had it asked with these
    rights; parties are everybody's.

    `moment` is what it would have asked for: that of the rights, or one before it. Of such a one it is
    shown what it could see then and may still see, and no version that a rule has barred since.
    """
    if view is PARTIES:
        return visible(view, clearance, moment)
    if view.needs:
        return _where_needs_are_seen(view, clearance, rights, moment).subquery(view.kind)
    rows = own_rows(view, clearance, rights.moment)
    shown = sa.select(rows).where(_may_see(rows, clearance, rights, rights.moment, rights.day))
    if moment is not None and moment != rights.moment:
        still, rows = shown.subquery("still"), own_rows(view, clearance, moment)
        shown = sa.select(rows).where(
            rows.c.id.in_(sa.select(still.c.id)),
            _may_see(rows, clearance, rights, moment, moment.day),
            ~_barred(rows, clearance, rights, rights.moment, rights.day),
        )
    return shown.subquery(view.kind)


@lru_cache(maxsize=512)
def links_visible_to(
    clearance: Clearance, target_kind: str, rights: Rights, moment: Moment | None
) -> sa.Subquery:
    """Standing links to one kind of target of which it would have been shown both ends."""
    rows = visible_to(LINKS, clearance, rights, moment)
    return (
        sa.select(rows.c.cause, rows.c.target)
        .where(rows.c.target_kind == target_kind)
        .subquery("pairs")
    )


@lru_cache(maxsize=512)
def pairs_visible_to(
    pairs: Pairs, clearance: Clearance, rights: Rights, moment: Moment | None
) -> sa.Subquery:
    """The pairs of which it would have been shown both ends."""
    rows = visible_pairs(pairs, clearance, moment)
    ends = (
        _among(rows.c[column], view, clearance, rights, moment)
        for column, view in pairs.ends.items()
    )
    return sa.select(rows).where(*ends).subquery("pairs")


def _may_see(
    rows: sa.FromClause, clearance: Clearance, rights: Rights, moment: Moment | None, day: str
) -> sa.ColumnElement[bool]:
    """Audience bit, not past the end of a dated release, and barred by no rule: as the barrier has it."""
    theirs = sa.literal(bit(rights.party), sa.BigInteger)
    releases = own_rows(RELEASES, clearance, moment)
    held = sa.select(releases.c.id).where(
        releases.c.record == rows.c.id,
        releases.c.to_party == rights.party,
        releases.c.standing,
        sa.or_(releases.c.until.is_(None), releases.c.until >= day),
    )
    return sa.and_(
        rows.c.audience.op("&")(theirs) != 0,
        sa.or_(rows.c.dated.op("&")(theirs) == 0, held.exists()),
        ~_barred(rows, clearance, rights, moment, day),
    )


def _barred(
    rows: sa.FromClause, clearance: Clearance, rights: Rights, moment: Moment | None, day: str
) -> sa.ColumnElement[bool]:
    rules = own_rows(BARRIER_RULES, clearance, moment)
    return (
        sa.select(rules.c.id)
        .where(
            rules.c.to_party == rights.party,
            rules.c.bars.op("&")(rows.c.holds) != 0,
            rules.c.standing,
            rules.c.first_day <= day,
            sa.or_(rules.c.last_day.is_(None), rules.c.last_day >= day),
        )
        .exists()
    )


def _where_needs_are_seen(
    view: View, clearance: Clearance, rights: Rights, moment: Moment | None
) -> sa.Select[Any]:
    """Own rows that stood, of which it would have been shown all that they need: nothing else keeps one
    back."""
    rows = own_rows(view, clearance, moment)
    rows = standing_links(rows) if view is LINKS else rows
    seen = of_needs(
        view, rows, lambda need, of: _among(rows.c[need.column], of, clearance, rights, moment)
    )
    return sa.select(rows).where(seen)


def _among(
    ids: sa.ColumnElement[str],
    view: View,
    clearance: Clearance,
    rights: Rights,
    moment: Moment | None,
) -> sa.ColumnElement[bool]:
    if view is REVIEW_MEETINGS:  # whom it is for is no secret to any of them
        theirs = sa.literal(bit(rights.party), sa.BigInteger)
        meetings = visible(view, clearance, moment)
        return ids.in_(sa.select(meetings.c.id).where(meetings.c.audience.op("&")(theirs) != 0))
    rows = visible_to(view, clearance, rights, moment)
    return ids.in_(sa.select(rows.c.id))
