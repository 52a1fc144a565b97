"""A taxonomy: the categories (分類) under which a party files its causes."""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from domain.identity import derived_id
from domain.kernel import Fact, FirstFact, Root
from domain.texts import Field, clean_line

DEFAULT: Final = (
    "システム",
    "ガバナンス",
    "行為規制の理解・遵守",
    "コンプライアンス",
    "企業風土・職場風土",
)
"""The five categories of the report of 2023-02-17."""

CAUSE_CATEGORY: Final = Field("分類", "category of causes")


class Taxonomy(Root):
    """One per party. Categories join; none is renamed or removed, since causes bear their names."""

    TOPIC = "taxonomy"

    class Founded(FirstFact):
        """The party files its causes under these categories."""

        TOPIC = "taxonomy.founded"
        owner: int
        categories_of_cause: tuple[str, ...]

    class CategoryAdded(Fact):
        """The party files causes under one more category."""

        TOPIC = "taxonomy.category_added"
        name: str

    def __init__(self) -> None:
        self.owner = -1
        self.categories_of_cause: tuple[str, ...] = ()

    @staticmethod
    def id_for(owner: int) -> UUID:
        """The id of the party's taxonomy."""
        return derived_id("taxonomy", owner)

    @classmethod
    def found(
        cls,
        *,
        owner: int,
        categories_of_cause: tuple[str, ...] = DEFAULT,
        by: UUID,
        at: datetime,
    ) -> Self:
        """Found the party's taxonomy; a category named twice counts once."""
        names = dict.fromkeys(clean_line(name, CAUSE_CATEGORY) for name in categories_of_cause)
        return cls._create(
            cls.Founded,
            id=cls.id_for(owner),
            owner=owner,
            categories_of_cause=tuple(names),
            by=by,
            timestamp=at,
        )

    def add(self, *, name: str, by: UUID, at: datetime) -> None:
        """Add a category; a known one changes nothing."""
        name = clean_line(name, CAUSE_CATEGORY)
        if name not in self.categories_of_cause:
            self.trigger_event(self.CategoryAdded, name=name, by=by, timestamp=at)

    def evolve(self, fact: Fact) -> None:
        match fact:
            case Taxonomy.Founded():
                self.owner, self.categories_of_cause = fact.owner, fact.categories_of_cause
            case Taxonomy.CategoryAdded():
                self.categories_of_cause += (fact.name,)
            case _:
                super().evolve(fact)
