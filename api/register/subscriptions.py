"""What may be subscribed to: the question of what changed, asked again at each beat."""

from __future__ import annotations

from typing import Annotated, cast

import strawberry

from api.asking import Asking
from api.register import past
from api.register.listing import DEFAULT_PAGE, First, Moment
from api.register.types import ChangeConnection


@strawberry.type(
    description="購読 / What may be subscribed to, by WebSocket or as server-sent events; all is as far"
    " as you may see."
)
class Subscription:
    @strawberry.field(
        description="変更 / What changes from now on: the entries of changes, once a beat of the service's"
        " clock finds some, and nothing while there are none. What fits no page follows at once, and"
        " totalCount counts what is still untold. To go on another time, state the at of the last"
        " entry as since, of a page that hasNextPage does not follow."
    )
    def changed(
        self,
        info: Asking,
        filter: Annotated[  # noqa: A002 -- the argument's public name
            past.ChangeFilter | None, strawberry.argument(description="絞り込み / Filter.")
        ] = None,
        since: Annotated[
            Moment | None,
            strawberry.argument(description="から / Begin behind this moment; else now."),
        ] = None,
        first: First = DEFAULT_PAGE,
    ) -> ChangeConnection:
        found = past.changed(info, since, filter or past.ChangeFilter(), first)
        return cast("ChangeConnection", found)
