"""The categories of causes as GraphQL shows them."""

from __future__ import annotations

import strawberry

from api.record import Record


@strawberry.type(description="分類体系 / The categories under which a party files its causes.")
class Taxonomy(Record):
    categories: list[str] = strawberry.field(
        description="分類 / Their names, in the order in which they joined; none is ever removed."
    )
