"""How barrier rules are read by the party whose rules they are, and which releases they bar."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from api.kinds import Kind, Related, Through, Together, Value
from api.lens import Lens, Vantage
from api.levels import Row
from api.register.kinds.releases import RELEASE, day_of, stands
from api.register.kinds.shared import columns, party, record
from commands.register.classifying import JUDGED
from projections.register.barrier_rules import BARRIER_RULES
from projections.register.releases import RELEASES


def over(rows: sa.FromClause, lens: Vantage) -> sa.ColumnElement[bool]:
    """Whether a rule bars no more, in SQL."""
    past = sa.and_(rows.c.last_day.is_not(None), rows.c.last_day < day_of(lens))
    return sa.or_(~rows.c.standing, past)


def active(rows: sa.FromClause, lens: Vantage) -> sa.ColumnElement[bool]:
    """Whether a rule bars, in SQL."""
    return sa.and_(~over(rows, lens), rows.c.first_day <= day_of(lens))


def _is_over(row: Row, lens: Lens) -> bool:
    last = row["last_day"]
    return not row["standing"] or (last is not None and last < day_of(lens))


def _is_active(row: Row, lens: Lens) -> bool:
    return not _is_over(row, lens) and row["first_day"] <= day_of(lens)


def covers(rules: sa.FromClause, rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a rule is about the information that rows hold, in SQL."""
    return rules.c.bars.op("&")(rows.c.holds) != 0


def own_records(lens: Vantage) -> sa.Subquery:
    """The records of the viewer's own party whose information is judged or to be judged: `id`, `kind`
    (the name of the view), `born`, `holds` and `categories`."""
    mine = lens.clearance.party
    some = []
    for view in JUDGED:
        rows = lens.visible(view)
        some.append(
            sa.select(
                rows.c.id,
                sa.literal(view.kind).label("kind"),
                rows.c.born,
                rows.c.holds,
                rows.c.categories,
            ).where(rows.c.owner == mine)
        )
    return sa.union_all(*some).subquery("own_records")


def barred_pairs(lens: Vantage, *, now: bool = False) -> sa.Subquery:
    """Each rule that is not over (`now`: that is active) with each standing release that it bars or
    will bar: `rule`, `release`."""
    rules, releases, records = (
        lens.visible(BARRIER_RULES),
        lens.visible(RELEASES),
        own_records(lens),
    )
    worded = sa.and_(releases.c.wording.is_not(None), covers(rules, releases))
    whole = sa.select(records.c.id).where(records.c.id == releases.c.record, covers(rules, records))
    return (
        sa.select(rules.c.id.label("rule"), releases.c.id.label("release"))
        .join(
            releases,
            sa.and_(releases.c.owner == rules.c.owner, releases.c.to_party == rules.c.to_party),
        )
        .where(
            active(rules, lens) if now else ~over(rules, lens),
            stands(releases, lens),
            sa.or_(releases.c.until.is_(None), releases.c.until >= rules.c.first_day),
            sa.or_(worded, whole.exists()),
        )
        .subquery("barred_pairs")
    )


def _covered(rows: list[Row], lens: Lens) -> list[Any]:
    records, rules = own_records(lens), lens.visible(BARRIER_RULES)
    wanted = {row["category"] for row in rows}
    counted = (
        sa.select(rules.c.category, sa.func.count(records.c.id.distinct()))
        .join(records, covers(rules, records))
        .where(rules.c.category.in_(wanted))
        .group_by(rules.c.category)
    )
    rows_found = lens.scope.connection.execute(counted)
    found: dict[str, int] = {row[0]: row[1] for row in rows_found}
    return [found.get(row["category"], 0) for row in rows]


BARRIER_RULE: Kind = Kind(
    "BarrierRule",
    BARRIER_RULES,
    {
        **record(BARRIER_RULES),
        **columns("name", "category", "basis", "first_day", "last_day", "end_reason"),
        "to": party("to_party"),
        "active": Value(("standing", "first_day", "last_day"), _is_active),
        "over": Value(("standing", "last_day"), _is_over),
        "covered_count": Together(("category",), _covered),
        "barred_releases": Related(
            lambda: RELEASE, many=True, through=Through(barred_pairs, "rule", "release")
        ),
    },
    ("Record",),
)
