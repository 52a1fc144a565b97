"""Guidance asked for: the list of it, and what of it resembles a question."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, cast

import sqlalchemy as sa
import strawberry
from graphql import GraphQLError

from api.asking import Asking, below
from api.lens import Lens
from api.levels import Row
from api.paging import Order, Page
from api.planning import fetch
from api.register.board.measures import either
from api.register.filters import Conditions, shared
from api.register.kinds.guidance import GUIDANCE, stands
from api.register.types import Guidance
from api.selecting import Selections
from domain.register.resemblance import LEAST, resemblance
from domain.texts import TEXT_LIMIT

NEWEST: Final = 1_000
"""Of so much standing guidance, the newest, is looked at what resembles a question."""
OFFERED: Final = 3

Text = Annotated[
    str,
    strawberry.argument(
        description="質問 / A question in your own words; 10,000 characters at most."
    ),
]
First = Annotated[int, strawberry.argument(description="件数 / How many, 100 at most.")]


@strawberry.input(description="事例の絞り込み / Filter of guidance; all that is stated must hold.")
class GuidanceFilter:
    standing: bool | None = strawberry.field(
        default=None,
        description="現行 / Neither withdrawn nor superseded, as far as you may see; false: one of both.",
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(default=None, description="検索 / Text it contains.")

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.standing is not None:
            found.append(either(self.standing, stands(rows, lens)))
        return found + shared(self, rows, lens)


@strawberry.enum(description="事例の並び順 / Order of guidance; ties keep the order of recording.")
class GuidanceOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)


def similar_guidance(info: Asking, text: Text, first: First = OFFERED) -> list[Guidance]:
    """The standing guidance that resembles a question, the likest first."""
    return cast("list[Guidance]", resembling(info.context.lens(), text, first, below(info)))


def resembling(lens: Lens, text: str, first: int, selections: Selections) -> list[Row]:
    """The same of a text, for one viewer."""
    Page(first, None).check()
    if len(text) > TEXT_LIMIT:
        raise GraphQLError(
            f"質問は {TEXT_LIMIT} 文字までです。 / A question has at most {TEXT_LIMIT} characters.",
            extensions={"code": "BAD_FILTER"},
        )
    rows = lens.visible(GUIDANCE.view)
    newest = sa.select(rows.c.id, rows.c.question).where(stands(rows, lens))
    known = lens.scope.connection.execute(newest.order_by(rows.c.born.desc()).limit(NEWEST)).all()
    lens.scope.spend(len(known))
    alike = zip(resemblance(text, [one.question for one in known]), known, strict=True)
    likest = sorted((pair for pair in alike if pair[0] >= LEAST), key=lambda pair: -pair[0])
    ids = [one.id for _, one in likest[:first]]
    lens.scope.alike.update(ids)
    found = fetch(
        GUIDANCE,
        lens,
        selections,
        lambda rows, columns: sa.select(*columns).where(rows.c.id.in_(ids)),
    )
    return sorted(found, key=lambda row: ids.index(row["_id"]))
