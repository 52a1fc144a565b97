"""The mutation by which a member says how far they have looked."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.asking import Asking
from api.changing import Creating, Given, either, perform
from api.levels import Row
from api.refusals import CREATING
from api.register.listing import Moment, instant_of
from api.register.types.attention import MarkedAsSeen
from commands.office import Receipt
from commands.people.last_looks import mark_as_seen
from projections.people.last_looks import last_look_of


@strawberry.input(description="確認済みの登録 / Say how far you have looked.")
class MarkAsSeenInput(Creating):
    up_to: datetime | None = strawberry.field(
        default=None,
        description="時点 / attention.at as you read it; left out: now. Never less far than before.",
    )


def _looked(info: Asking, _: Receipt) -> Row:
    looked = last_look_of(info.context.scope.connection, info.context.member)
    return {"__typename": "MarkedAsSeen", "last_looked": looked}


@strawberry.type
class LookingMutations:
    @strawberry.mutation(  # type: ignore[untyped-decorator]  # strawberry does not say
        graphql_type=either("MarkAsSeenResult", MarkedAsSeen, *CREATING),
        description="確認済みにする / Say up to when you have seen what changed; nobody else is told.",
    )
    def mark_as_seen(self, info: Asking, input: Given[MarkAsSeenInput]) -> Row | None:  # noqa: A002 -- GraphQL's name
        if input.up_to:
            instant_of(info, Moment(at=input.up_to))
        return perform(info, input, mark_as_seen, _looked)
