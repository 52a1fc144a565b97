"""What every record shows, and how a dictionary of the planner finds its GraphQL type."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from graphql import GraphQLResolveInfo

from api.people.party import Party
from domain.register.record import InformationCategory

strawberry.enum(
    InformationCategory,
    name="InformationCategory",
    description=(
        "情報区分 / Whose information a record holds: of network customers, of other retailers'"
        " customers, personal data, or none of these."
    ),
)

if TYPE_CHECKING:
    from api.register.types.releases import ReleaseOfRecord

_Release = Annotated["ReleaseOfRecord", strawberry.lazy("api.register.types.releases")]


class Named:
    """A type of GraphQL whose values are rows that name it."""

    @classmethod
    def is_type_of(cls, obj: Any, _info: GraphQLResolveInfo[Any]) -> bool:
        """A planner's row names its type; whatever is no such row is none of ours."""
        name = cls.__strawberry_definition__.name  # type: ignore[attr-defined] # set by Strawberry
        return isinstance(obj, dict) and obj.get("__typename") == name


@strawberry.interface(description="記録 / Any record: owned by one party, seen by its audience.")
class Record(Named):
    id: strawberry.ID = strawberry.field(description="識別子 / Identity, random.")
    code: str = strawberry.field(description="コード / A short code for people, random.")
    version: str = strawberry.field(
        description="版 / Opaque; send it back as expectedVersion to change what you have read."
    )
    owner: Party = strawberry.field(description="所有会社 / The party that owns the record.")
    information_categories: list[InformationCategory] = strawberry.field(
        description="情報区分 / Whose information it holds; empty while unjudged (未判定)."
    )
    releases: list[_Release] = strawberry.field(
        description="開示 / To whom your own party opened it, since when and on what basis; of another"
        " party's record none is told."
    )
    recorded_at: datetime = strawberry.field(description="登録日時 / When the register learned it.")
    changed_at: datetime = strawberry.field(description="更新日時 / When it last changed.")
