"""Whether a party's barrier holds: its rules, and its records by whose information they hold."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
import strawberry

from api.asking import Asking, below
from api.lens import Lens
from api.levels import Row
from api.paging import Page, asked_of_nodes, place_in
from api.planning import fetch
from api.register.finding import records_named
from api.register.kinds.barrier_rules import BARRIER_RULE, barred_pairs, covers, over, own_records
from api.register.listing import DEFAULT_PAGE, After, AsOf, First, lens_of
from api.selecting import Asked, asked_fields
from domain.register.record import InformationCategory
from projections.register.barrier_rules import BARRIER_RULES
from projections.view import held


@strawberry.input(
    description="自社の記録の絞り込み / Filter of your own party's records; all that is stated must hold."
)
class OwnRecordFilter:
    judged: bool | None = strawberry.field(
        default=None,
        description="判定済み / Whether anybody has judged whose information it holds.",
    )
    categories: list[InformationCategory] | None = strawberry.field(
        default=None, description="情報区分 / Holds information of one of these categories."
    )
    rule: strawberry.ID | None = strawberry.field(
        default=None, description="遮断規則 / Covered by this rule."
    )

    def conditions(self, rows: sa.Subquery, lens: Lens) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.judged is not None:
            found.append(~_unjudged(rows) if self.judged else _unjudged(rows))
        if self.categories is not None:
            wanted = held(tuple(one.value for one in self.categories))
            none = sa.and_(
                sa.literal(InformationCategory.NONE in self.categories),
                rows.c.holds == 0,
                ~_unjudged(rows),
            )
            found.append(sa.or_(none, rows.c.holds.op("&")(wanted) != 0))
        if self.rule is not None:
            rules = lens.visible(BARRIER_RULES)
            covering = sa.select(rules.c.id).where(
                rules.c.id == str(self.rule).lower(), covers(rules, rows)
            )
            found.append(covering.exists())
        return found


def report(info: Asking, as_of: AsOf = None) -> Row:
    """The rules that are not over, and how much they bar and cannot cover."""
    lens, wanted = lens_of(info, as_of, None), _asked(info)
    answer: Row = {}
    if "rules" in wanted:
        answer["rules"] = fetch(
            BARRIER_RULE,
            lens,
            wanted["rules"].selections,
            lambda rows, columns: (
                sa.select(*columns).where(~over(rows, lens)).order_by(rows.c.born)
            ),
            times=wanted["rules"].times,
        )
    if "barredReleaseCount" in wanted:
        pairs = barred_pairs(lens, now=True)
        answer["barred_release_count"] = _count(lens, sa.select(pairs.c.release).distinct())
    if "unjudgedCount" in wanted:
        records = own_records(lens)
        answer["unjudged_count"] = _count(lens, sa.select(records.c.id).where(_unjudged(records)))
    return answer


def listed(
    info: Asking,
    first: First = DEFAULT_PAGE,
    after: After = None,
    filter: Annotated[  # noqa: A002 -- the argument's public name
        OwnRecordFilter | None, strawberry.argument(description="絞り込み / Filter.")
    ] = None,
    as_of: AsOf = None,
) -> Row:
    """A page of the own party's records, of all kinds that are judged, in the order of recording."""
    page = Page(first, after)
    page.check()
    lens, wanted = lens_of(info, as_of, None), _asked(info)
    rows = own_records(lens)
    conditions = (filter or OwnRecordFilter()).conditions(rows, lens)
    answer: Row = {}
    if "totalCount" in wanted:
        answer["total_count"] = _count(lens, sa.select(rows.c.id).where(*conditions))
    if wanted.keys() & {"nodes", "edges", "pageInfo"}:
        if after is not None:
            _, place = place_in(rows, lens, after, sa.null())
            conditions.append(rows.c.born > place)
        few = sa.select(rows.c.id).where(*conditions).order_by(rows.c.born).limit(first + 1)
        ids = list(lens.scope.connection.execute(few).scalars())
        nodes = records_named(lens, ids[:first], asked_of_nodes(below(info), "Record"))
        answer |= page.of(nodes, wanted, more=len(ids) > first)
    return answer


def _asked(info: Asking) -> dict[str, Asked]:
    return {one.name: one for one in asked_fields(below(info), frozenset())}


def _unjudged(rows: sa.Subquery) -> sa.ColumnElement[bool]:
    return sa.cast(rows.c.categories, sa.Text) == "[]"


def _count(lens: Lens, rows: sa.Select[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(rows.subquery())
    return int(lens.scope.connection.execute(counted).scalar_one())
