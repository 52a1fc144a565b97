"""How far each member has looked: rows that the barrier shows nobody, with an opening for who asks."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from domain.kernel import Fact
from domain.people.last_look import LastLook
from projections.openings import Opening
from projections.told import MEMBER
from projections.view import Id, Instant, Row, View


def fold(row: Row, fact: Fact) -> None:
    match fact:
        case LastLook.Marked():
            row |= {"member": str(fact.member), "upto": _instant(fact)}
        case LastLook.Moved():
            row["upto"] = _instant(fact)


def _instant(fact: LastLook.Marked | LastLook.Moved) -> str:
    return fact.upto.isoformat(timespec="microseconds")[:26] + "Z"


LAST_LOOKS = View(
    kind="last_look",
    prefix="SEEN",
    columns=(
        sa.Column("member", Id, nullable=False),
        sa.Column("upto", Instant, nullable=False),
    ),
    facts=(LastLook.Marked, LastLook.Moved),
    begins=(LastLook.Marked,),
    fold=fold,
    internal=frozenset({"member"}),
    # Not even one's colleagues are told when one looked.
    audience=lambda _: 0,
)

MY_LAST_LOOK = Opening(
    "my_last_look",
    LAST_LOOKS.current,
    ("member", "upto"),
    meant=LAST_LOOKS.current.c.member == MEMBER,
)
"""How far who asks has looked."""


def last_look_of(connection: sa.Connection, member: UUID) -> str | None:
    """How far who asks has looked (ISO, UTC); None if they never said."""
    query = sa.select(MY_LAST_LOOK.c.upto).where(MY_LAST_LOOK.c.member == str(member))
    found: str | None = connection.execute(query).scalar()
    return found
