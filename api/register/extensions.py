"""Extension requests: what their list may be filtered by and sorted by, over visible rows alone."""

from __future__ import annotations

from enum import Enum

import sqlalchemy as sa
import strawberry

from api.lens import Lens
from api.paging import Order
from api.register.board.measures import either
from api.register.filters import shared
from api.register.kinds.extensions import pending
from api.register.listing import Conditions
from domain.register.extension import ExtensionStatus
from projections.register.extensions import EXTENDED


@strawberry.input(
    description="期限延長の申請の絞り込み / Filter of extension requests; all that is stated must hold."
)
class ExtensionRequestFilter:
    pending: bool | None = strawberry.field(
        default=None, description="審査中 / Not decided yet, nor withdrawn."
    )
    status: list[ExtensionStatus] | None = strawberry.field(
        default=None, description="状況 / One of these."
    )
    countermeasure: strawberry.ID | None = strawberry.field(
        default=None, description="対策 / Asks for this countermeasure."
    )
    owner: str | None = strawberry.field(default=None, description="所有会社 / Party code.")
    codes: list[str] | None = strawberry.field(default=None, description="コード / One of these.")
    search: str | None = strawberry.field(
        default=None, description="検索 / Text in the reason, or in that of the decision."
    )

    def conditions(self, rows: sa.Subquery, lens: Lens) -> Conditions:
        found: Conditions = []
        if self.pending is not None:
            found.append(either(self.pending, pending(rows)))
        if self.status is not None:
            found.append(rows.c.status.in_([one.value for one in self.status]))
        if self.countermeasure is not None:
            pairs = lens.pairs(EXTENDED)
            asking = sa.select(pairs.c.extension).where(
                pairs.c.countermeasure == str(self.countermeasure).lower()
            )
            found.append(rows.c.id.in_(asking))
        return found + shared(self, rows, lens)


@strawberry.enum(
    description="期限延長の申請の並び順 / Order of extension requests, blanks last; ties keep the order of"
    " recording."
)
class ExtensionRequestOrder(Enum):
    RECORDED = Order()
    RECORDED_DESC = Order(descending=True)
    DECIDED_DESC = Order("decided_at", descending=True)
    CHANGED_DESC = Order("changed_at", descending=True)
